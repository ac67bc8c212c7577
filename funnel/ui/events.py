"""What people noted on days, for every chart of time: read shortly ago, the same for all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import streamlit as st

from funnel.reports import events as told
from funnel.store.team import Event
from funnel.store.workspace import Workspace
from funnel.ui.texts import Texts
from funnel.ui.wall import shortened

SECONDS = 5
"""What another process noted is seen after so long; one's own at once."""
MOST_SAID = 4
LETTERS = 40

Sources = tuple[str | None, ...]


def events_between(since: date, until: date, sources: Sources = ()) -> list[Event]:
    """What was noted on the days `since` to `until`, both included, the earliest first.

    With `sources` (as in `View.source`) what is about these, and what is about all.
    """
    return told.within(_events(_home()), since, until, sources)


def events_around(earliest: date, latest: date, sources: Sources = ()) -> list[Event]:
    """What was noted within two weeks of the days."""
    return told.around(_events(_home()), earliest, latest, sources)


def all_events() -> list[Event]:
    """All of them, the earliest first."""
    return _events(_home())


def forget_events() -> None:
    """After a change: the next run reads them anew."""
    _events.clear()


def events_said(events: Sequence[Event], t: Texts) -> str:
    """'展示会 (9/12)、新価格 (9/20)' as plain text; of many the first few."""
    said = [event_said(event, t) for event in events[:MOST_SAID]]
    if len(events) > MOST_SAID:
        said.append(t("events_more_said", count=len(events) - MOST_SAID))
    return t("comma").join(said)


def event_said(event: Event, t: Texts) -> str:
    """'展示会 (9/12)'; with the source it is about, where it is not about all."""
    text = shortened(event.text, LETTERS)
    if event.source is not None:
        text += f"{t('dot')}{shortened(t.source(event.source), LETTERS)}"
    return t("events_one", text=text, day=f"{event.day.month}/{event.day.day}")


def _home() -> str:
    return str(Workspace.from_environment().home)


@st.cache_data(max_entries=8, ttl=SECONDS, show_spinner=False)
def _events(home: str) -> list[Event]:
    return Workspace(Path(home)).team.events()
