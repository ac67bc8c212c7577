"""The meeting's first half: last week's actions, the scorecard, the headlines."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd
import streamlit as st

from funnel.clock import now
from funnel.errors import FunnelError
from funnel.messages import describe, in_language
from funnel.metrics import METRICS
from funnel.publishing.publish import current_user
from funnel.reports.move_texts import move_said, values_said
from funnel.reports.scorecard import PromiseLine, StageLine
from funnel.reports.target_texts import state_said
from funnel.store.team import Action, ActionState
from funnel.store.workspace import Workspace
from funnel.ui.decide import figure_name
from funnel.ui.meeting_data import (
    Meeting,
    actions_to_review,
    read_last_week,
    read_moved,
    read_promises,
    read_stages,
)
from funnel.ui.numbers import counts, percent
from funnel.ui.texts import Texts, plain
from funnel.ui.voices_line import voices_said
from funnel.ui.wall import shortened

LIVE = 2
"""Seconds after which a screen reads again what others may have written."""
TRACKS = {"on": "✓", "off": "▲", "unknown": "—"}
PARTS = ("sales", "marketing")
REFUSED = "meeting_refused"
"""Why the visitor's last change was not kept: it stands until the next, or the next step."""


@st.fragment(run_every=LIVE)
def follow(drawn: object, read: Callable[[], object]) -> None:
    """Draw the page anew once `read` gives something else than what was `drawn`."""
    if read() != drawn:
        st.rerun()


@st.fragment(run_every=LIVE)
def actions(meeting: Meeting, t: Texts) -> None:
    """Done or not, and whether the figure moved."""
    found = actions_to_review(meeting)
    done = sum(action.state == "done" for action in found)
    ever = [one for one in meeting.team.actions() if one.plan.due_on < meeting.day]
    title = t("meeting_actions_done", done=done, count=len(found)) if found else t("meeting_first")
    st.title(title, anchor=False)
    if said := st.session_state.get(REFUSED):
        st.error(said)
    if not found:
        st.markdown(t("meeting_first_why"))
        return
    if ever:
        kept = sum(one.state == "done" for one in ever)
        st.markdown(t("meeting_ever", share=percent(kept / len(ever), t),
                      counts=counts(kept, len(ever))))  # fmt: skip
    for action in found:
        _action(meeting, action, t)


def _action(meeting: Meeting, action: Action, t: Texts) -> None:
    plan = action.plan
    moved = read_moved(meeting, action)
    figure = figure_name(plan.metric or plan.promise or "", t)
    said = t("meeting_no_data") if moved is None else in_language(move_said(moved), t.language)
    values = None if moved is None else values_said(moved)
    with st.container(
        horizontal=True, wrap=False, vertical_alignment="center", border=True,
        key=f"card_action_{action.id}",
    ):  # fmt: skip
        with st.container(gap="xsmall"):
            mark = {"done": "✓ ", "dropped": "× ", "open": ""}[action.state]
            st.markdown(f"### {mark}{plain(shortened(plan.title))}")
            st.markdown(f"{plain(figure)}: {plain(said)}")
        if values is not None:
            with st.container(key=f"moved_{action.id}", width="content"):
                st.markdown(plain(in_language(values, t.language)))
        with st.container(width="content", key=f"settle_{action.id}"):
            is_late = action.state == "open" and plan.due_on < meeting.day
            owner, day = shortened(plan.owner, 12), f"{plan.due_on:%m/%d}"
            due = t.markdown("meeting_late" if is_late else "meeting_due", owner=owner, day=day)
            st.markdown(due, text_alignment="right")
            with st.container(horizontal=True, wrap=False, horizontal_alignment="right"):
                for state in ("done", "open", "dropped"):
                    if state != action.state:
                        st.button(t(f"meeting_to_{state}"), key=f"settle_{state}_{action.id}",
                                  on_click=_settle, args=(meeting, action, state, t))  # fmt: skip


def _settle(meeting: Meeting, action: Action, state: ActionState, t: Texts) -> None:
    team = Workspace.from_environment().team
    st.session_state.pop(REFUSED, None)
    try:
        team.settle_action(action, state, meeting.day, who=current_user(), at=now())
    except FunnelError as error:
        said = [describe(problem, t.language) for problem in error.problems]
        st.session_state[REFUSED] = "\n\n".join(map(plain, said))


def scorecard(meeting: Meeting, t: Texts) -> None:
    """Each stage and promise on track or off; what is off is talked about later."""
    stages, promises = read_stages(meeting), read_promises(meeting)
    tracks = [line.track for line in stages] + [line.track for line in promises]
    off = tracks.count("off")
    st.title(t("meeting_off", count=off) if off else t("meeting_all_on"), anchor=False)
    left, right = st.columns(2)
    with left.container(border=True, key="card_score_stages"):
        st.subheader(t("meeting_stages"), anchor=False)
        rows = [_stage(line, t) for line in stages]
        _table(rows, ("track", "stage", "month", "weeks"), t("meeting_no_stages"), t)
    with right.container(border=True, key="card_score_promises"):
        st.subheader(t("meeting_promises"), anchor=False)
        rows = [_promise(line, t) for line in promises]
        _table(rows, ("track", "promise", "kept"), t("meeting_no_promises"), t)


def _table(rows: list[list[str]], columns: Sequence[str], nothing: str, t: Texts) -> None:
    if not rows:
        st.markdown(nothing)
        return
    table = pd.DataFrame(rows, columns=[t(f"meeting_column_{name}") for name in columns])
    st.table(table, border="horizontal", hide_index=True)


def _stage(line: StageLine, t: Texts) -> list[str]:
    month, weeks = "—", "—"
    standing, step = line.standing, line.step
    if standing is not None and standing.actual is not None:
        month = plain(t("meeting_target", actual=f"{standing.actual:,.0f}",
                        target=f"{standing.target:,.0f}",
                        state=state_said(standing.state, t.language)))  # fmt: skip
    if step is not None and step.problem:
        weeks = plain(t("meeting_unjudged"))
    elif step is not None and step.evidence is not None:
        seen = step.evidence
        weeks = t.markdown("meeting_weeks", seen=seen.observed, expected=f"{seen.expected:.0f}")
    name = in_language(METRICS[line.metric].title, t.language)
    return [_track(line.track, t), f"**{plain(name)}**", month, weeks]


def _promise(line: PromiseLine, t: Texts) -> list[str]:
    one = line.kept
    said = t("no_data")
    if one.share is not None:
        said = f"**{plain(percent(one.share, t))}** {counts(one.met, one.met + one.broken)}"
    name = f"{t(f'party_{one.party}')} **{plain(t(f'agreed_promises_{one.promise}'))}**"
    return [_track(line.track, t), name, said]


def _track(track: str, t: Texts) -> str:
    return f"**{TRACKS[track]} {t(f'track_{track}')}**" if track == "off" else TRACKS[track]


def headlines(meeting: Meeting, t: Texts) -> None:
    """What sales did with last week's leads and says of them; what marketing runs next."""
    week = read_last_week(meeting.company, meeting.as_of)
    days = f"{week.since:%m/%d}–{week.until:%m/%d}"
    st.title(t("meeting_headlines_title", days=days), anchor=False)
    with st.container(horizontal=True, key="meeting_figures"):
        for name, value in week.counts.items():
            shown = t("not_measured") if value is None else f"{value:,}"
            st.metric(in_language(METRICS[name].title, t.language), shown)
    if week.reasons:
        reasons = t("comma").join(
            f"{title} {one.count}"
            for one in week.reasons
            for title in [one.title[0 if t.language == "ja" else 1]]
        )
        st.markdown(t.markdown("meeting_refused", reasons=reasons))
    if voices := voices_said(meeting, t):
        st.markdown(voices)
    for part, place in zip(PARTS, st.columns(2), strict=True):
        with place.container(border=True, key=f"card_note_{part}"):
            st.subheader(t(f"meeting_from_{part}"), anchor=False)
            _notes(meeting, part, t)
            add_note(meeting, part, t)


@st.fragment(run_every=LIVE)
def _notes(meeting: Meeting, part: str, t: Texts) -> None:
    said = [note for note in meeting.team.notes(meeting.day) if note.part == part]
    for note in said:
        st.markdown(f"- {plain(shortened(note.said, 200))}")
    if not said:
        st.markdown(t(f"meeting_none_{part}"))


def add_note(meeting: Meeting, part: str, t: Texts) -> None:
    """A line to write what is said, for everybody's screen."""
    with (
        st.form(f"note_{part}", clear_on_submit=True, border=False),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        said = st.text_input(t(f"meeting_write_{part}"), key=f"note_text_{part}", max_chars=500)
        sent = st.form_submit_button(t("meeting_add"), key=f"note_add_{part}")
    if sent and said.strip():
        meeting.team.add_note(meeting.day, part, said, who=current_user(), at=now())
        st.rerun()
