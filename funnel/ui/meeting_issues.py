"""The meeting's half: the one or two things on top of the list, the bottleneck first."""

from __future__ import annotations

from unicodedata import east_asian_width

import streamlit as st

from funnel.ui.actions_settled import learned_before
from funnel.ui.decide import Draft, decide_form, figure_name
from funnel.ui.headline import headline
from funnel.ui.meeting_data import Meeting, decided_today
from funnel.ui.meeting_last import LIVE, add_note, follow
from funnel.ui.meeting_list import Issue, listed
from funnel.ui.texts import Texts
from funnel.ui.wall import shortened


def issues(meeting: Meeting, t: Texts) -> None:
    """The list, the one talked about, the decision, and what was decided so far."""
    found = listed(meeting, t)
    st.title(t("meeting_issues_title", count=len(found)), anchor=False)
    names = {one.key: one.name for one in found}
    left, right = st.columns([1, 2])
    with left:
        with st.container(border=True, key="card_issues"):
            chosen = st.radio(
                t("meeting_choose"), list(names), format_func=names.__getitem__,
                key=f"meeting_issue_{t.language}",
            ) if names else None  # fmt: skip
            add_note(meeting, "issue", t)
        decisions(meeting, t, is_brief=True)
    with right:
        issue = next((one for one in found if one.key == chosen), None)
        if issue is not None:
            _discussed(issue, t)
        with st.container(border=True, key="card_decide"):
            draft = Draft() if issue is None else issue.draft
            if decide_form(meeting.company, draft, t, key=f"issue_{chosen}"):
                st.rerun()

    def raised() -> list[int]:
        return [note.id for note in meeting.team.notes(meeting.day) if note.part == "issue"]

    follow(raised(), raised)


def _discussed(issue: Issue, t: Texts) -> None:
    """What is known of it, with its evidence one click away, and what was learned of it before."""
    row = headline(issue.told, is_title=False)
    if issue.draw_buttons is not None:
        issue.draw_buttons(row)
    source = next((name for kind, name in issue.draft.where if kind == "source"), None)
    learned_before(issue.draft.step or issue.key, source, t, words=issue.name)


@st.fragment(run_every=LIVE)
def decisions(meeting: Meeting, t: Texts, *, is_brief: bool = False) -> None:
    """What was decided in this meeting, on whatever screen; in brief beside the list of issues."""
    with st.container(border=True, key="card_decided"):
        found = decided_today(meeting)
        st.subheader(t("meeting_decided", count=len(found)), anchor=False)
        for action in reversed(found):
            plan = action.plan
            st.markdown(
                t.markdown(
                    "meeting_decision_brief" if is_brief else "meeting_decision_line",
                    title=_brief(plan.title) if is_brief else shortened(plan.title),
                    owner=shortened(plan.owner, 20),
                    due=f"{plan.due_on:%m/%d}",
                    figure=figure_name(plan.metric or plan.promise or "", t),
                    check=f"{plan.check_on:%m/%d}",
                )
            )
        if not found:
            st.markdown(t("meeting_decided_none"))


def _brief(title: str) -> str:
    """On one line beside the issues at 1280 pixels, where a Japanese letter takes two's room."""
    is_wide = any(east_asian_width(letter) in "WF" for letter in title)
    return shortened(title, 18 if is_wide else 34)
