"""Where the tool's score and the agreed points disagree."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from funnel.calendar import months_before
from funnel.masking import mask_company, mask_person
from funnel.reports.agreement_effect import MONTHS
from funnel.reports.scores import (
    ScoreDisagreements,
    SqlInformation,
    score_disagreements,
    sql_information,
)
from funnel.ui.cards import card_title
from funnel.ui.data import Company, database
from funnel.ui.rows import show_rows
from funnel.ui.texts import Texts


@st.cache_data(max_entries=4, show_spinner=False)
def _scores(home: str, version: int) -> ScoreDisagreements:
    return score_disagreements(database(home, version))


def scores_card(company: Company, t: Texts) -> None:
    """Both scores against the threshold, and the leads of whom they say different things."""
    found = _scores(company.home, company.version)
    if found.measured != "both":
        return
    with st.container(border=True, key="card_scores"):
        card_title(t("scores_title"), t("scores_note", threshold=f"{found.threshold:g}"))
        table = pd.DataFrame(
            [[t("scores_computed_above"), f"{found.both_above:,}", f"**{found.computed_alone:,}**"],
             [t("scores_computed_below"), f"**{found.exported_alone:,}**", f"{found.neither:,}"]],
            columns=["", t("scores_exported_above"), t("scores_exported_below")],
        )  # fmt: skip
        st.table(table, border="horizontal", hide_index=True)
        if found.rows:
            with st.expander(t("scores_rows", count=f"{found.disagree:,}")):
                show_rows(_rows(found, t), "scores", t, note=t("masked"))


def sql_card(company: Company, t: Texts) -> None:
    """Of the SQLs of three months: whether sales knew what was agreed to be asked."""
    since = months_before(company.last_day, MONTHS)
    told = _sqls(company.home, company.version, since, company.last_day)
    if not told:
        return
    with st.container(border=True, key="card_sqls"):
        note = t("effect_note", since=f"{since:%Y/%m/%d}", until=f"{company.last_day:%Y/%m/%d}")
        card_title(t("sqls_title"), note)
        for one in told:
            asks = t("comma").join(t(f"said_{need}") for need in one.asks)
            st.markdown(t.markdown("sqls_asked", asks=asks, count=one.at_least))
            st.markdown(
                t.markdown(
                    "sqls_told",
                    met=f"{one.met:,}",
                    not_met=f"{one.not_met:,}",
                    unknown=f"{one.not_measured:,}",
                )
            )


@st.cache_data(max_entries=4, show_spinner=False)
def _sqls(home: str, version: int, since: date, until: date) -> list[SqlInformation]:
    return sql_information(database(home, version), since, until, until)


def _rows(found: ScoreDisagreements, t: Texts) -> pd.DataFrame:
    columns = {
        "exported": [row.exported for row in found.rows],
        "computed": [row.computed for row in found.rows],
        "attributes": [row.attributes for row in found.rows],
        "behaviour": [row.behaviour for row in found.rows],
        "engagement": [row.engagement for row in found.rows],
        "mql_on": [row.mql_on for row in found.rows],
        "source": [t.source(row.source) for row in found.rows],
        "owner": [row.owner for row in found.rows],
        "company": [mask_company(row.company) for row in found.rows],
        "person": [mask_person(row.person) for row in found.rows],
        "subject_id": [row.lead_id.partition(":")[2] for row in found.rows],
    }
    return pd.DataFrame({t(f"column_{name}"): values for name, values in columns.items()})
