"""Targets against what is there: what is asked, what is furthest behind, capacity."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd
import streamlit as st

from funnel.agreement.timeline import in_force_on, timeline
from funnel.messages import in_language
from funnel.metrics import METRICS
from funnel.money import format_money
from funnel.reports.capacity import CapacityReport, capacity_of, scores_by
from funnel.reports.target_desk import Standing
from funnel.reports.target_texts import finding_said, state_said
from funnel.reports.targets import TargetsReport, fiscal_year_of, targets_against
from funnel.store.workspace import Workspace
from funnel.ui.cards import card_title
from funnel.ui.data import Company, View, database
from funnel.ui.headline import Headline
from funnel.ui.numbers import percent
from funnel.ui.rows import show_rows
from funnel.ui.texts import Texts, plain
from funnel.ui.view_choice import choose_stretch

BEHIND = ("missed", "behind")


@dataclass(frozen=True)
class TargetsShown:
    """The targets of the month or the fiscal year, and what each owner has on the table."""

    view: View
    is_year: bool
    report: TargetsReport
    load: CapacityReport

    @property
    def rows(self) -> tuple[Standing, ...]:
        """The month's targets, or the year's sums."""
        return self.report.totals if self.is_year else self.report.rows


def read_targets(company: Company, t: Texts) -> TargetsShown:
    """Which month or year is asked for, and its targets, as people entered them up to now."""
    if said := st.session_state.pop("told_targets", None):
        st.toast(said)
    spans = {"month": t("targets_month"), "year": t("targets_year")}
    view, (span,) = choose_stretch(company, t, {"targets": (t("sources_span"), spans)})
    team = Workspace.from_environment().team
    db = database(company.home, company.version)
    agreement = in_force_on(timeline(team.agreements()), view.as_of).agreement
    since, until = view.month, view.month
    if span == "year":
        since, until = fiscal_year_of(view.month, agreement.calendar)
    report = targets_against(db, team, since, until, view.as_of)
    load = capacity_of(db, view.as_of, agreement.capacity, scores_by(db, agreement.mql))
    return TargetsShown(view, span == "year", report, load)


def headline_of(found: TargetsShown, t: Texts) -> Headline:
    """The target that is furthest behind along the funnel, and what to do."""
    whole = [row for row in found.rows if row.source is None and row.owner is None]
    if not found.rows:
        return Headline(
            t("targets_none"), t("targets_none_why"), t("next_action"), t("targets_none_next")
        )
    late = [row for row in whole if row.state in BEHIND]
    worst = min(late, key=_reached, default=None)
    if worst is None:
        sentence = t("targets_on_track")
    else:
        sentence = t.markdown(
            f"targets_{worst.state}",
            metric=in_language(METRICS[worst.metric].title, t.language),
            actual=_said(worst.actual, worst, t),
            expected=_said(_by_now(worst), worst, t),
            target=_said(worst.target, worst, t),
        )
    said = t.markdown(
        "targets_evidence",
        count=len(whole),
        late=len(late),
        day=f"{found.view.as_of:%Y/%m/%d}",
    )
    return Headline(sentence, said, t("next_action"), _next(found, t))


def _by_now(row: Standing) -> float:
    """What should be there by now; of things that are counted, whole ones."""
    expected = (row.by_pattern or row.pace).expected
    return round(expected) if row.unit == "count" else expected


def _reached(row: Standing) -> float:
    return (row.actual or 0) / _by_now(row) if _by_now(row) else 1.0


def _next(found: TargetsShown, t: Texts) -> str:
    if found.report.findings:
        finding = found.report.findings[0]
        return t.markdown(
            "targets_next_finding",
            finding=finding_said(finding, found.report.currency, t.language),
        )
    if found.load.take_back:
        return t.markdown("targets_next_take_back", count=f"{len(found.load.take_back):,}")
    return t("targets_next")


def _said(number: float | None, row: Standing, t: Texts) -> str:
    if number is None:
        return t("not_measured")
    if row.unit == "ratio":
        return percent(number, t)
    if row.unit == "count":
        return f"{number:,.1f}".removesuffix(".0")
    return format_money(number, row.unit, t.language)


def targets_card(found: TargetsShown, t: Texts) -> None:
    """Each target beside what is there, what should be by now, and the year before."""
    if not found.rows:
        return
    with st.container(border=True, key="card_targets"):
        note = t("targets_note", passed=found.rows[0].days[0], days=found.rows[0].days[1])
        card_title(t("page_targets"), note)
        names = ["metric", "segment", "target", "pace", "actual", "state", "year_before"]
        table = pd.DataFrame(
            [_line(row, t) for row in found.rows],
            columns=[t(f"targets_column_{name}") for name in names],
        )
        if not any(row.source or row.owner for row in found.rows):
            table = table.drop(columns=t("targets_column_segment"))
        st.table(table, border="horizontal", hide_index=True)
        for finding in found.report.findings:
            said = finding_said(finding, found.report.currency, t.language)
            st.markdown(f":material/warning: {plain(said)}")


def _line(row: Standing, t: Texts) -> list[str]:
    name = plain(in_language(METRICS[row.metric].title, t.language))
    state = state_said(row.state, t.language)
    return [
        f"**{name}**",
        plain(" / ".join(part for part in (row.source, row.owner) if part)),
        plain(_said(row.target, row, t)),
        plain(_said(_by_now(row), row, t)),
        f"**{plain(_said(row.actual, row, t))}**",
        f"**{plain(state)}**" if row.state in BEHIND else plain(state),
        "—" if row.year_before is None else plain(_said(row.year_before, row, t)),
    ]


def capacity_card(found: TargetsShown, t: Texts) -> None:
    """What each owner has on the table, and which leads marketing may take back."""
    load = found.load
    agreed = load.capacity
    if agreed.leads_an_owner is None and agreed.deals_an_owner is None:
        return
    with st.container(border=True, key="card_capacity"):
        most = {
            "leads": "—" if agreed.leads_an_owner is None else f"{agreed.leads_an_owner:,}",
            "deals": "—" if agreed.deals_an_owner is None else f"{agreed.deals_an_owner:,}",
        }
        card_title(t("capacity_title"), t("capacity_note", **most))
        table = pd.DataFrame(
            [[plain(one.owner or t("capacity_nobody")), _load(one.leads, one.leads_over, t),
              _load(one.deals, one.deals_over, t), f"{len(one.take_back):,}"]
             for one in load.owners],
            columns=[t("column_owner"), t("capacity_leads"), t("capacity_deals"),
                     t("capacity_take_back")],
        )  # fmt: skip
        st.table(table, border="horizontal", hide_index=True)
        if load.take_back:
            st.markdown(f"**{t('capacity_take_back_rows', count=f'{len(load.take_back):,}')}**")
            show_rows(_take_back(load, t), "take_back", t)


def _load(number: int, over: int | None, t: Texts) -> str:
    return f"**{number:,}** ({t('capacity_over', count=over)})" if over else f"{number:,}"


def _take_back(load: CapacityReport, t: Texts) -> pd.DataFrame:
    columns: dict[str, list[str | float | date | None]] = {
        "owner": [lead.owner for lead in load.take_back],
        "day": [lead.handed_on for lead in load.take_back],
        "waiting": [lead.days for lead in load.take_back],
        "score": [lead.score for lead in load.take_back],
        "source": [t.source(lead.source) for lead in load.take_back],
        "subject_id": [lead.lead_id.partition(":")[2] for lead in load.take_back],
    }
    if not any(lead.score is not None for lead in load.take_back):
        del columns["score"]
    return pd.DataFrame({t(f"column_{name}"): values for name, values in columns.items()})
