"""The meeting on the projector: its agenda, keys to step, a quiet timer; one step at a time.

The address holds the step and when it began (`?meeting=issues&began=...`, seconds of the epoch), so
that a second screen can be sent there and a reload goes on. What is decided lies in the team store,
which every screen reads again each two seconds.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import streamlit as st

from funnel.calendar import day_of
from funnel.clock import now
from funnel.publishing.publish import current_user
from funnel.store.workspace import Workspace
from funnel.ui import meeting_end, meeting_issues, meeting_last
from funnel.ui.choices import remember, restore
from funnel.ui.data import Company, View
from funnel.ui.meeting_data import Meeting
from funnel.ui.meeting_last import REFUSED
from funnel.ui.texts import Texts

STEPS: dict[str, Callable[[Meeting, Texts], None]] = {
    "actions": meeting_last.actions,
    "scorecard": meeting_last.scorecard,
    "headlines": meeting_last.headlines,
    "issues": meeting_issues.issues,
    "conclude": meeting_end.conclude,
}
AGENDA = (("actions", 4), ("scorecard", 5), ("headlines", 4), ("issues", 14), ("conclude", 3))
"""The order and weight of EOS's weekly meeting (Wickman, Traction, 2011), cut to half an hour."""
MOST_MINUTES = 120
_NAME, _CLOCK, _BEGAN = "meeting", "meeting_clock", "began"


def step_asked(t: Texts) -> str | None:
    """The step that the address or the session is at, with the bar of the agenda drawn above it.

    None where no meeting is on; the first of the agenda where it does not hold the one asked for.
    """
    step = restore(_NAME, ("", *STEPS), "")
    if not step:
        return None
    agenda = _agenda()
    if step not in dict(agenda):
        step = agenda[0][0]
    st.html(f"<span data-meeting='{step}'></span>")
    _bar(agenda, step, t)
    return step


def begin_button(t: Texts) -> None:
    """At the right end of the page's filters; the agenda's first step follows."""
    st.button(
        t("meeting_begin"), type="primary", key="meeting_begin", on_click=_go,
        args=(_agenda()[0][0],),
    )  # fmt: skip


def run_meeting(company: Company, view: View, step: str, t: Texts) -> None:
    """What the step shows."""
    STEPS[step](Meeting(company, view, day_of(now())), t)


def _bar(agenda: list[tuple[str, int]], step: str, t: Texts) -> None:
    names = [name for name, _ in agenda]
    place = names.index(step)
    with st.container(key="meeting_bar", horizontal=True, vertical_alignment="center"):
        for number, (name, minutes) in enumerate(agenda, 1):
            st.button(
                t("meeting_step", step=t(f"meeting_bar_{name}"), minutes=minutes),
                type="primary" if name == step else "tertiary",
                key=f"meeting_to_{name}",
                on_click=_go,
                args=(name,),
                shortcut=str(number),
            )
        st.space("stretch")
        st.button(
            t("meeting_before"), key="meeting_before", on_click=_go, shortcut="PageUp",
            args=(names[max(place - 1, 0)],), disabled=place == 0,
        )  # fmt: skip
        st.button(
            t("meeting_next"), key="meeting_next", on_click=_go, shortcut="PageDown",
            args=(names[min(place + 1, len(names) - 1)],), disabled=place == len(names) - 1,
        )  # fmt: skip
        with st.popover(t("meeting_agenda"), key="meeting_agenda"):
            _edit(agenda, t)
        st.button(t("meeting_leave"), key="meeting_leave", on_click=_go, args=("",))
    _timer(step, agenda[place][1], t)


def _timer(step: str, minutes: int, t: Texts) -> None:
    """A line that fills while the step lasts: it runs in the browser, and nobody is called to."""
    st.html(
        f"<div class='meeting-timer' role='img' aria-label='{t('meeting_timer', minutes=minutes)}'>"
        f"<i style='--minutes:{minutes};animation-delay:-{_spent(step):.0f}s'></i></div>"
    )


def _spent(step: str) -> float:
    """Seconds spent on a step, on all visits to it, or since the moment the address tells."""
    at = now()
    clock = st.session_state.setdefault(_CLOCK, {"step": step, "at": _began(at), "before": {}})
    before = clock["before"]
    if clock["step"] != step:
        left = clock["step"]
        before[left] = before.get(left, 0.0) + (at - clock["at"]).total_seconds()
        clock |= {"step": step, "at": at}
    spent = float(before.get(step, 0.0) + (at - clock["at"]).total_seconds())
    st.query_params[_BEGAN] = f"{(at - timedelta(seconds=spent)).timestamp():.0f}"
    return spent


def _began(at: datetime) -> datetime:
    """When the step began by the address; now where it does not say, or cannot be right."""
    said = st.query_params.get(_BEGAN, "")
    if not (said.isascii() and said.isdigit() and len(said) < 12):
        return at
    began = datetime.fromtimestamp(int(said), at.tzinfo)
    return began if timedelta() <= at - began <= timedelta(minutes=MOST_MINUTES) else at


def _go(step: str) -> None:
    remember(_NAME, step, "")
    st.session_state.pop(REFUSED, None)
    if not step:
        st.session_state.pop(_CLOCK, None)
        st.query_params.pop(_BEGAN, None)


def _agenda() -> list[tuple[str, int]]:
    """As people saved it; steps that are no more are left out."""
    saved = Workspace.from_environment().team.agenda()
    kept = [(name, minutes) for name, minutes in saved or AGENDA if name in STEPS and minutes > 0]
    return kept or list(AGENDA)


def _edit(agenda: list[tuple[str, int]], t: Texts) -> None:
    """Which step comes when, and how long it takes; without minutes it is left out."""
    known = dict(agenda)
    names = [*known, *(name for name in STEPS if name not in known)]
    with st.form("meeting_agenda_form", border=False):
        for number, name in enumerate(names, 1):
            place, minutes = st.columns(2)
            step = t(f"meeting_bar_{name}")
            st.session_state.setdefault(f"place_{name}", number)
            st.session_state.setdefault(f"minutes_{name}", known.get(name, 0))
            place.number_input(
                t("meeting_place", step=step), 1, len(STEPS), key=f"place_{name}"
            )  # fmt: skip
            minutes.number_input(
                t("meeting_minutes_of", step=step), 0, MOST_MINUTES, key=f"minutes_{name}"
            )
        st.caption(t("meeting_agenda_note", minutes=sum(known.values())))
        st.form_submit_button(
            t("meeting_agenda_save"), key="meeting_agenda_save", on_click=_save, args=(names,)
        )


def _save(names: list[str]) -> None:
    """In the order of the places; of two at one place the one that was put there comes first."""
    asked = st.session_state
    order = sorted(
        names,
        key=lambda name: (asked[f"place_{name}"], asked[f"place_{name}"] == names.index(name) + 1),
    )
    steps = [(name, int(asked[f"minutes_{name}"])) for name in order]
    Workspace.from_environment().team.save_agenda(steps, who=current_user(), at=now())
    for number, name in enumerate(order, 1):
        asked[f"place_{name}"] = number
