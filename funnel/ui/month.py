"""The month: what is asked, what is read of a version, the sentence, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from funnel.agreement.timeline import in_force_on, timeline
from funnel.reports.forecast import ForecastReport
from funnel.reports.month_series import NAMES, VALUE, Series, read_series, wanted
from funnel.reports.monthly import Change, Month, change_of, outlook, put_together
from funnel.store.workspace import Workspace
from funnel.ui.cards import to_data
from funnel.ui.data import STALE, TABLE_OF, Company, View, database
from funnel.ui.month_words import state_of
from funnel.ui.navigation import TARGETS, WEEKLY
from funnel.ui.texts import Texts
from funnel.ui.view_choice import choose_stretch

LENGTHS = ("12", "24")


@dataclass(frozen=True)
class Asked:
    """The month that is looked at, up to its day, and how many months are shown."""

    view: View
    months: int

    @property
    def as_of(self) -> date:
        """The day it is seen from."""
        return self.view.as_of


def choose(company: Company, t: Texts) -> Asked:
    """The month, and how many up to it."""
    lengths = {length: t(f"monthly_span_{length}") for length in LENGTHS}
    view, (length,) = choose_stretch(company, t, {"months": (t("monthly_span"), lengths)})
    return Asked(view, int(length))


def read_month(company: Company, asked: Asked) -> Month:
    """All of it; targets, and the fiscal year as agreed, are as people set them up to now."""
    db, team = database(company.home, company.version), Workspace(Path(company.home)).team
    targets = wanted(db, team, asked.as_of)
    ended = stale(company, asked.as_of)
    known = min(asked.as_of, dict(ended).get(VALUE, asked.as_of))
    of_value = tuple(sorted(targets[VALUE].items()))
    return put_together(
        _series(company.home, company.version, asked.as_of, ended),
        _outlook(company.home, company.version, known, of_value),
        _change(company.home, company.version, known),
        as_of=asked.as_of, months=asked.months, targets=targets,
        calendar=in_force_on(timeline(team.agreements()), asked.as_of).agreement.calendar,
    )  # fmt: skip


def stale(company: Company, as_of: date) -> tuple[tuple[str, date], ...]:
    """The last day behind each figure whose table was not exported lately."""
    days = dict(company.known_until)
    found = ((name, days.get(TABLE_OF.get(name, "deals"))) for name in NAMES)
    return tuple((name, day) for name, day in found if day is not None and day < as_of - STALE)


@st.cache_data(max_entries=16, show_spinner=False)
def _series(
    home: str, version: int, as_of: date, ended: tuple[tuple[str, date], ...]
) -> tuple[Series, ...]:
    return read_series(database(home, version), as_of, dict(ended))


@st.cache_data(max_entries=16, show_spinner=False)
def _outlook(
    home: str, version: int, known: date, targets: tuple[tuple[date, float], ...]
) -> ForecastReport:
    return outlook(database(home, version), known, dict(targets))


@st.cache_data(max_entries=16, show_spinner=False)
def _change(home: str, version: int, known: date) -> Change:
    return change_of(database(home, version), known)


def next_buttons(row: DeltaGenerator, told: Month, t: Texts) -> None:
    """To the data, the targets, or what is stuck this week."""
    state = state_of(told)
    if state in ("deals", "history", "amounts"):
        to_data(row, t("upload_exports"), key="bring_data")
        return
    if state in ("target", "unstick"):
        key = "monthly_set_target" if state == "target" else "monthly_see_targets"
        if row.button(t(key), key="see_targets"):
            st.switch_page(TARGETS.file)
    if state != "target" and row.button(t("monthly_see_week"), key="see_week"):
        st.switch_page(WEEKLY.file)
