"""What a draft would have changed in the last three months, beside the form it is made in."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import streamlit as st

from funnel.agreement.document import read_agreement, write_agreement
from funnel.agreement.model import Agreement
from funnel.agreement.timeline import as_if, timeline
from funnel.calendar import months_before
from funnel.clock import now
from funnel.masking import mask_company, mask_person
from funnel.metrics.query import days_covered
from funnel.publishing.publish import current_user
from funnel.publishing.rejudge import tried_out
from funnel.reports.agreement_effect import MONTHS, AgreementEffect, ChangedGroup, effect
from funnel.reports.promises import kept_and_broken
from funnel.store.workspace import Workspace
from funnel.ui.cards import card_title
from funnel.ui.data import Company, database
from funnel.ui.numbers import counts, percent
from funnel.ui.rows import show_rows
from funnel.ui.texts import Texts, plain


def card(company: Company, draft: Agreement, t: Texts) -> None:
    """MQLs and what came of them, and promises, as they are and as they would have been."""
    with st.container(border=True, key="card_effect"):
        with st.spinner(t("agreement_judging")):
            found = _effect(company.home, company.version, write_agreement(draft))
        note = t("effect_note", since=f"{found.since:%Y/%m/%d}", until=f"{found.until:%Y/%m/%d}")
        card_title(t("effect_title"), note)
        st.markdown(_sentence(found, t))
        st.table(_stages(found, t), border="horizontal", hide_index=True)
        if (promises := _promises(found, t)) is not None:
            st.table(promises, border="horizontal", hide_index=True)
        if found.rows:
            with st.expander(t("effect_rows", count=f"{found.rows_in_all:,}")):
                show_rows(_rows(found, t), "agreement_effect", t, note=t("masked"))


@st.cache_data(max_entries=8, show_spinner=False)
def _effect(home: str, version: int, toml: str) -> AgreementEffect:
    """Judge a copy of the version by the draft, as if it had been in force these months."""
    workspace = Workspace(Path(home))
    before = database(home, version)
    since = months_before(days_covered(before)[1], MONTHS)
    drafted = as_if(timeline(workspace.team.agreements()), read_agreement(toml), since)
    with tried_out(workspace, drafted, who=current_user(), at=now()) as after:
        return effect(before, after, promises=kept_and_broken)


def _sentence(found: AgreementEffect, t: Texts) -> str:
    if not found.added.leads and not found.lost.leads and not found.moved:
        return t("effect_none")
    parts = []
    for name, group in (("added", found.added), ("lost", found.lost)):
        if group.leads:
            parts.append(_group(name, group, t))
    if found.moved:
        parts.append(t.markdown("effect_moved", count=f"{found.moved:,}"))
    return "  \n".join(parts)


def _group(name: str, group: ChangedGroup, t: Texts) -> str:
    """How many, and what is known of them: who was never handed over tells nothing."""
    said = t.markdown(f"effect_{name}", count=f"{group.leads:,}")
    if group.rate is not None:
        rate, of = percent(group.rate, t), counts(group.sqls, group.worked)
        said += t.markdown("effect_rate", rate=rate, counts=of)
    if group.unknown:
        said += t.markdown("effect_unknown", count=f"{group.unknown:,}")
    return said


def _stages(found: AgreementEffect, t: Texts) -> pd.DataFrame:
    before, after = found.before, found.after
    rows = [
        [t("stage_mql"), f"{before.mqls:,}", f"**{after.mqls:,}**"],
        [t("effect_handed"), f"{before.handed_over:,}", f"**{after.handed_over:,}**"],
        [t("effect_sqls"), f"{before.sqls:,}", f"**{after.sqls:,}**"],
        [t("effect_mql_sql"),
         plain(f"{percent(before.mql_sql_rate, t)} {counts(before.sqls, before.mqls)}"),
         plain(f"{percent(after.mql_sql_rate, t)} {counts(after.sqls, after.mqls)}")],
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["", t("column_before"), t("column_after")])


def _promises(found: AgreementEffect, t: Texts) -> pd.DataFrame | None:
    changed = [one for one in found.promises if one.before != one.after]
    if not changed:
        return None

    def said(promise: tuple[int, int] | None) -> str:
        if promise is None:
            return t("not_promised")
        met, broken = promise
        share = percent(met / (met + broken), t) if met + broken else t("no_data")
        return plain(f"{share} {counts(met, met + broken)}")

    rows = [
        [t(f"agreed_promises_{one.promise}"), said(one.before), f"**{said(one.after)}**"]
        for one in changed
    ]
    columns = [t("effect_promises"), t("column_before"), t("column_after")]
    return pd.DataFrame(rows, columns=columns)


def _rows(found: AgreementEffect, t: Texts) -> pd.DataFrame:
    columns = {
        "change": [t(f"change_{row.change}") for row in found.rows],
        "before": [row.before_on for row in found.rows],
        "after": [row.after_on for row in found.rows],
        "source": [t.source(row.source) for row in found.rows],
        "owner": [row.owner for row in found.rows],
        "company": [mask_company(row.company) for row in found.rows],
        "person": [mask_person(row.person) for row in found.rows],
        "subject_id": [row.lead_id.partition(":")[2] for row in found.rows],
    }
    return pd.DataFrame({t(f"column_{name}"): values for name, values in columns.items()})
