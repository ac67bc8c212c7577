"""The page of actions: what is open and late, and the search over all that was ever decided."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from funnel.calendar import day_of
from funnel.clock import now
from funnel.filters import STAGES
from funnel.messages import in_language
from funnel.reports.action_weeks import Standing, standing
from funnel.reports.learnings import searched, sources_of, subjects
from funnel.reports.move_texts import move_said
from funnel.store.team import Action, ActionState
from funnel.ui.action_forms import edit_dialog, settle_dialog
from funnel.ui.cards import card_title
from funnel.ui.choices import passed_on, remember, restore
from funnel.ui.data import Company, view_of
from funnel.ui.decide import Draft, decide_dialog, figure_name
from funnel.ui.headline import Headline
from funnel.ui.meeting_data import Meeting, read_moved
from funnel.ui.navigation import WEEKLY
from funnel.ui.numbers import counts, day_said, percent
from funnel.ui.texts import TEXTS, Texts, plain
from funnel.ui.view_choice import ALL as EVERY
from funnel.ui.wall import shortened

SHOWN = 20
"""So many stand on the page; the search finds the others."""
LONG = 90
_ALL = ""
_DEFAULTS = {"words": "", "stage": _ALL, "source": EVERY}


@dataclass(frozen=True)
class Desk:
    """What the page is about: who looks, at all that was ever decided, and where that stands."""

    meeting: Meeting
    actions: tuple[Action, ...]
    standing: Standing


@dataclass(frozen=True)
class Search:
    """What is looked for; nothing: everything."""

    words: str = ""
    subject: str | None = None
    source: str | None = None

    def among(self, found: tuple[Action, ...]) -> list[Action]:
        """Those that fit."""
        return searched(found, self.words, self.subject, self.source)


def read_desk(company: Company) -> Desk:
    """As of today; the figures as of the last day of the data."""
    today = day_of(now())
    meeting = Meeting(company, view_of(company, company.months[0]), today)
    team = meeting.team
    found = tuple(team.actions())
    return Desk(meeting, found, standing(found, team.ratings(), today))


def headline_of(desk: Desk, t: Texts) -> Headline:
    """How many are open and late, how many were done in time, and what to do next."""
    stands = desk.standing
    if not desk.actions:
        return Headline(
            t("actions_none"), t("actions_none_why"), t("next_action"), t("actions_none_next")
        )
    sentence = t("actions_nothing_open")
    if stands.open:
        key = "actions_open_overdue" if stands.overdue else "actions_open"
        sentence = t(key, count=len(stands.open), overdue=stands.overdue)
    evidence = t("actions_none_due", weeks=len(stands.weeks))
    if stands.due:
        evidence = t.markdown(
            "actions_in_time",
            weeks=len(stands.weeks),
            share=percent(stands.in_time / stands.due, t),
            counts=counts(stands.in_time, stands.due),
        )
    return Headline(sentence, evidence, t("next_action"), _next(desk, t))


def _next(desk: Desk, t: Texts) -> str:
    stands = desk.standing
    untold = unlearned(desk)
    if stands.overdue:
        first = stands.open[0]
        return t.markdown(
            "actions_next_overdue",
            count=stands.overdue,
            title=shortened(first.plan.title, 24),
            owner=shortened(first.plan.owner, 20),
        )
    if stands.soon:
        return t("actions_next_soon", count=stands.soon)
    if untold:
        return t("actions_next_learn", count=len(untold))
    return t("actions_next_decide")


def unlearned(desk: Desk) -> list[Action]:
    """Those that were done and of which nobody said yet how it went."""
    return [
        one
        for one in desk.actions
        if one.state == "done" and not one.outcome and not one.learned.strip()
    ]


def next_button(row: DeltaGenerator, desk: Desk, t: Texts) -> None:
    """Decide on an action here, or in the meeting that decides."""
    if row.button(t("actions_add"), key="actions_add"):
        decide_dialog(desk.meeting.company, Draft(), t)
    if not desk.actions and row.button(t("actions_to_week"), key="actions_to_week"):
        st.switch_page(WEEKLY.file)


def search(desk: Desk, t: Texts) -> Search:
    """Words, a stage or promise, a lead source: over what is open and what is settled."""
    if not desk.actions:
        return Search()
    about = {name for one in desk.actions for name in subjects(one.plan)}
    stages = [name for name in STAGES if name in about]
    options = [_ALL, *stages, *sorted(about - set(STAGES))]
    sources = [_ALL, *sources_of(desk.actions)]
    keys = {name: f"actions_{name}_{t.language}" for name in ("words", "stage", "source")}
    st.session_state[keys["stage"]] = restore("stage", options, _ALL)
    # The source follows from page to page; one that no action is about stays as it was chosen.
    kept = passed_on("source")
    st.session_state[keys["source"]] = kept if kept in sources else _ALL
    if keys["words"] not in st.session_state:
        st.session_state[keys["words"]] = st.query_params.get("words", "")

    def keep(name: str) -> None:
        said = st.session_state[keys[name]]
        remember(name, EVERY if name == "source" and not said else said, _DEFAULTS[name])

    with st.container(key="actions_search", horizontal=True, vertical_alignment="center"):
        words = st.text_input(
            t("actions_search"), placeholder=t("actions_search"), max_chars=200,
            key=keys["words"], label_visibility="collapsed", width=380,
            on_change=keep, args=("words",),
        )  # fmt: skip
        subject = st.selectbox(
            t("actions_stage"), options, key=keys["stage"], on_change=keep, args=("stage",),
            format_func=lambda name: f"{t('actions_stage')}: {subject_name(name, t)}",
            label_visibility="collapsed", width=330,
        )  # fmt: skip
        source = st.selectbox(
            t("choose_source"), sources, key=keys["source"], on_change=keep, args=("source",),
            label_visibility="collapsed", width=330,
            format_func=lambda name: f"{t('choose_source')}: "
            f"{t.source(name) if name else t('all_sources')}",
        )  # fmt: skip
    return Search(words, subject or None, source or None)


def subject_name(name: str, t: Texts) -> str:
    """What a stage or a promise is called that an action is about."""
    if not name:
        return t("all_sources")
    for key in (f"stage_{name}", f"agreed_promises_{name}"):
        if key in TEXTS:
            return t(key)
    return name


def open_card(desk: Desk, asked: Search, t: Texts) -> None:
    """What is open, by due day: who, the figure and what it did so far."""
    with st.container(border=True, key="card_actions_open"):
        card_title(t("actions_open_title"), t("actions_as_of", day=day_said(desk.meeting.as_of, t)))
        found = asked.among(desk.standing.open)
        for action in found[:SHOWN]:
            _open(desk, action, t)
        _rest(len(found), "actions_open_none" if not desk.standing.open else "actions_no_fit", t)


def _rest(total: int, nothing: str, t: Texts) -> None:
    if not total:
        st.markdown(t(nothing))
    elif total > SHOWN:
        st.caption(t("actions_more", total=f"{total:,}", shown=SHOWN))


def _open(desk: Desk, action: Action, t: Texts) -> None:
    plan = action.plan
    with st.container(border=True, key=f"action_{action.id}", gap="xsmall"):
        titled(action, t, late=plan.due_on < desk.meeting.day)
        figure_line(desk, action, t)
        with st.container(horizontal=True, gap="small"):
            states: tuple[ActionState, ...] = ("done", "dropped")
            for state in states:
                if st.button(t(f"meeting_to_{state}"), key=f"to_{state}_{action.id}"):
                    settle_dialog(action, state, desk.meeting.day, t)
            if st.button(t("actions_edit"), key=f"edit_{action.id}", type="tertiary"):
                edit_dialog(desk.meeting.company, action, t)


def titled(action: Action, t: Texts, *, late: bool = False) -> None:
    """What is done, by whom, until when; the whole on hover where it is too long for the line."""
    plan = action.plan
    title, owner = shortened(plan.title, LONG), shortened(plan.owner, 20)
    is_cut = title.endswith("…") or owner.endswith("…")
    whole = f"{plain(shortened(plan.title, 2000))} ({plain(shortened(plan.owner, 200))})"
    day = f"{plan.due_on:%Y/%m/%d}"
    with st.container(horizontal=True, vertical_alignment="top"):
        mark = {"done": "✓ ", "dropped": "× ", "open": ""}[action.state]
        st.markdown(f"**{mark}{plain(title)}**", width="stretch", help=whole if is_cut else None)
        if action.state == "open":
            key = "meeting_late" if late else "meeting_due"
            st.markdown(t.markdown(key, owner=owner, day=day), width="content")
        else:
            day = f"{action.settled_on or plan.due_on:%Y/%m/%d}"
            said = t.markdown(f"actions_was_{action.state}", owner=owner, day=day)
            st.markdown(said, width="content")


def figure_line(desk: Desk, action: Action, t: Texts) -> None:
    """The figure it should move, where, and what that did so far."""
    plan = action.plan
    moved = read_moved(desk.meeting, action)
    said = t("meeting_no_data") if moved is None else in_language(move_said(moved), t.language)
    figure = plan.metric or plan.promise
    parts = [figure_name(figure, t)] if figure else []
    parts += [t.source(name) if kind == "source" else name or "—" for kind, name in plan.where]
    about = t("and").join(shortened(part, 50) for part in parts)
    st.markdown(f"{plain(about)}: {plain(said)}" if about else plain(said))
