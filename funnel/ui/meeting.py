"""The meeting on the projector: its agenda, keys to step, a quiet timer; one step at a time.

The address holds the step (`?meeting=issues`), so that a second screen can be sent there. What is
decided lies in the team store, which every screen reads again each two seconds.
"""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from funnel.calendar import day_of
from funnel.clock import now
from funnel.publishing.publish import current_user
from funnel.store.workspace import Workspace
from funnel.ui import meeting_end, meeting_issues, meeting_last
from funnel.ui.choices import remember, restore
from funnel.ui.data import Company, View
from funnel.ui.meeting_data import Meeting
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
_NAME = "meeting"


def step_asked() -> str | None:
    """The step that the address or the session is at; None where no meeting is on."""
    return restore(_NAME, ("", *STEPS), "") or None


def begin_button(t: Texts) -> None:
    """At the right end of the page's filters."""
    st.button(
        t("meeting_begin"), type="primary", key="meeting_begin", on_click=_go, args=("actions",)
    )


def run_meeting(company: Company, view: View, step: str, t: Texts) -> None:
    """The agenda above, then what the step shows."""
    agenda = _agenda()
    names = [name for name, _ in agenda]
    if step not in names:
        step = names[0]
    st.html(f"<span data-meeting='{step}'></span>")
    _bar(agenda, step, t)
    STEPS[step](Meeting(company, view, day_of(now())), t)


def _bar(agenda: list[tuple[str, int]], step: str, t: Texts) -> None:
    names = [name for name, _ in agenda]
    place = names.index(step)
    with st.container(key="meeting_bar", horizontal=True, vertical_alignment="center"):
        for number, (name, minutes) in enumerate(agenda, 1):
            st.button(
                t("meeting_step", step=t(f"meeting_{name}"), minutes=minutes),
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
        with st.popover("", icon=":material/tune:", help=t("meeting_agenda"), key="meeting_agenda"):
            _edit(agenda, t)
        st.button("", icon=":material/close:", help=t("meeting_leave"), key="meeting_leave",
                  on_click=_go, args=("",))  # fmt: skip
    _timer(step, agenda[place][1], t)


def _timer(step: str, minutes: int, t: Texts) -> None:
    """A line that fills while the step lasts: it runs in the browser, and nobody is called to."""
    began = st.session_state.setdefault("meeting_began", {})
    if began.get("step") != step:
        began |= {"step": step, "at": now()}
    gone = round((now() - began["at"]).total_seconds())
    st.html(
        f"<div class='meeting-timer' role='img' aria-label='{t('meeting_timer', minutes=minutes)}'>"
        f"<i style='animation-duration:{60 * minutes}s;animation-delay:-{gone}s'></i></div>"
    )


def _go(step: str) -> None:
    remember(_NAME, step, "")
    if not step:
        st.session_state.pop("meeting_began", None)


def _agenda() -> list[tuple[str, int]]:
    """As people saved it; steps that are no more are left out."""
    saved = Workspace.from_environment().team.agenda()
    kept = [(name, minutes) for name, minutes in saved or AGENDA if name in STEPS and minutes > 0]
    return kept or list(AGENDA)


def _edit(agenda: list[tuple[str, int]], t: Texts) -> None:
    """How long each step takes; none: it is left out."""
    known = dict(agenda)
    with st.form("meeting_agenda_form", border=False):
        steps = [
            (
                name,
                st.number_input(
                    t(f"meeting_{name}"), 0, MOST_MINUTES, known.get(name, 0),
                    key=f"minutes_{name}",
                ),
            )
            for name in STEPS
        ]  # fmt: skip
        st.caption(t("meeting_agenda_note", minutes=sum(known.values())))
        if st.form_submit_button(t("meeting_agenda_save"), key="meeting_agenda_save"):
            team = Workspace.from_environment().team
            team.save_agenda(steps, who=current_user(), at=now())
            st.rerun()
