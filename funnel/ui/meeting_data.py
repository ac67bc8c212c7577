"""What the meeting reads: cached by version, and what people write anew each time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import streamlit as st

from funnel.reports.bottleneck import Found
from funnel.reports.last_week import LastWeek, last_week
from funnel.reports.moves import Moved, moved
from funnel.reports.promises import Asked, Kept, kept
from funnel.reports.reviewed import last_weekly, to_review
from funnel.reports.scorecard import PromiseLine, StageLine, promise_lines, stage_lines
from funnel.reports.targets import targets_against
from funnel.store.team import Action, TeamStore
from funnel.store.workspace import Workspace
from funnel.ui.data import Company, View, database
from funnel.ui.verdict_data import read_verdict

PROMISED = timedelta(weeks=4)
"""Promises whose clock started in so many weeks are on the scorecard: fewer tell too little."""


@dataclass(frozen=True)
class Meeting:
    """Who meets over which data, on which day."""

    company: Company
    view: View
    day: date

    @property
    def as_of(self) -> date:
        return self.view.as_of

    @property
    def team(self) -> TeamStore:
        return Workspace.from_environment().team


def since_last(meeting: Meeting) -> date | None:
    """The day of the weekly meeting before this one; None where none was held."""
    return last_weekly(meeting.team.meetings(), meeting.day)


def actions_to_review(meeting: Meeting) -> list[Action]:
    """Decided before today and still open, or settled since the last meeting."""
    return to_review(meeting.team.actions(), since_last(meeting), meeting.day)


def decided_today(meeting: Meeting) -> list[Action]:
    """What this meeting decided."""
    return [one for one in meeting.team.actions() if one.plan.decided_on == meeting.day]


def read_moved(meeting: Meeting, action: Action) -> Moved | None:
    """What an action moved; None where the data end before it was decided."""
    found = _moved(meeting.company, action, meeting.as_of)
    return found[0] if found else None


@st.cache_data(max_entries=256, show_spinner=False)
def _moved(company: Company, action: Action, as_of: date) -> list[Moved]:
    return moved(database(company.home, company.version), [action], as_of)


def read_found(meeting: Meeting) -> Found:
    """What is stuck."""
    return read_verdict(meeting.company, meeting.view)


def read_stages(meeting: Meeting) -> list[StageLine]:
    """The stages of the scorecard."""
    db = database(meeting.company.home, meeting.company.version)
    month = meeting.view.month
    rows = targets_against(db, meeting.team, month, month, meeting.as_of).rows
    return stage_lines(read_found(meeting).verdict, rows)


def read_promises(meeting: Meeting) -> list[PromiseLine]:
    """The promises of the scorecard."""
    return promise_lines(_kept(meeting.company, meeting.as_of))


@st.cache_data(max_entries=16, show_spinner=False)
def _kept(company: Company, as_of: date) -> list[Kept]:
    asked = Asked(as_of - PROMISED + timedelta(days=1), as_of, as_of)
    return kept(database(company.home, company.version), asked)


@st.cache_data(max_entries=16, show_spinner=False)
def read_last_week(company: Company, as_of: date) -> LastWeek:
    """What sales did with last week's leads."""
    return last_week(database(company.home, company.version), as_of)
