"""What the week stands beside: the box, and the other period's figures, cached by version."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import cast

import streamlit as st

from funnel.agreement.timeline import in_force_on, timeline
from funnel.filters import Filters
from funnel.metrics import Figure
from funnel.reports import compare as told
from funnel.reports.compare import AGAINST, Against, Beside, Other
from funnel.store.workspace import Workspace
from funnel.ui.choices import restore
from funnel.ui.data import COUNTS, Company, Funnel, View, database
from funnel.ui.numbers import shown, signed
from funnel.ui.texts import Texts, plain

NAME = "compare"  # ?compare=year; the target, the default, is not written
LENGTHS = ("deal_length_days", "lead_time_days")


def chosen_against() -> Against:
    """The choice in the address, else in the session, else the target."""
    return cast("Against", restore(NAME, AGAINST, AGAINST[0]))


def read_beside(company: Company, view: View, funnel: Funnel, against: Against) -> Beside | None:
    """The figures of the other period; None where the month stands beside its target."""
    if against == "target":
        return None
    agreements = timeline(Workspace(Path(company.home)).team.agreements())
    calendar = in_force_on(agreements, view.as_of).agreement.calendar
    other = told.other_period(calendar, view.month, view.as_of, against)
    metrics = (*COUNTS, *(figure.metric for figure in funnel.rates), *LENGTHS)
    return _beside(company, view.this_month, against, other, metrics)


@st.cache_data(max_entries=32, show_spinner=False)
def _beside(
    company: Company,
    month: Filters,
    against: Against,
    other: Other | None,
    metrics: tuple[str, ...],
) -> Beside:
    return told.beside(database(company.home, company.version), month, against, other, metrics)


@st.cache_data(max_entries=32, show_spinner=False)
def read_weeks_beside(
    company: Company, weeks: Filters, against: Against, metric: str
) -> Figure | None:
    """The marked rate's figure in eight other weeks."""
    return told.weeks_beside(database(company.home, company.version), weeks, against, metric)


def line_said(beside: Beside, value: str, change: str, t: Texts) -> str:
    """'前月同期 40 (+5)', or that there is nothing to compare with."""
    if beside.other is None:
        return t("compare_nothing")
    cut = "_cut" if beside.other.is_cut else ""
    said = t(f"compare_line_{beside.against}{cut}", value=value)
    return f"{said} {t('compare_change', change=change)}" if change else said


def wins_beside(beside: Beside, now: float | None, t: Texts) -> str:
    """The wins and those of the other period, as Markdown; nothing where they are not measured."""
    if now is None:
        return ""
    other, change = beside.value("wins"), beside.change("wins", now)
    value = "—" if other is None else f"{other:,.0f}"
    said = line_said(beside, value, "" if change is None else signed(change), t)
    return t("compare_wins", value=f"{now:,.0f}", other=plain(said))


def length_beside(beside: Beside, metric: str, t: Texts) -> str:
    """The other period's median with how many it is of, as Markdown; nothing where none is."""
    other = beside.figure(metric, "median")
    if other is None or other.numerator is None:
        return ""
    said = line_said(beside, shown(other, t), "", t)
    if other.value is None:
        return plain(said)
    return t.markdown("compare_length", other=said, n=f"{other.denominator or 0:,}")


def note_said(beside: Beside, t: Texts) -> str:
    """Of which days the other period is, and that it is as long as what has passed."""
    other = beside.other
    if other is None:
        return t("compare_note_none")
    kind = "whole" if not other.is_cut else "cut" if other.is_like else "unlike"
    return t(
        f"compare_note_{kind}", since=_day(other.since), until=_day(other.until), days=other.days
    )


def _day(day: date) -> str:
    return f"{day.year}/{day.month}/{day.day}"
