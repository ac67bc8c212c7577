"""What is settled: what it moved, whether it helped, what is to be remembered of it."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from funnel.reports.learnings import learnings
from funnel.store.team import Action
from funnel.store.workspace import Workspace
from funnel.ui.action_forms import keep, settle_dialog
from funnel.ui.actions import SHOWN, Desk, Search, figure_line, titled
from funnel.ui.cards import card_title
from funnel.ui.texts import Texts, plain
from funnel.ui.wall import shortened

OFFERED = 3
WHOLE = 300
"""Of a learning so much stands on the page; the dialog has all of it."""


def settled_card(desk: Desk, asked: Search, t: Texts) -> None:
    """The latest first."""
    settled = sorted(
        (one for one in desk.actions if one.state != "open"),
        key=lambda one: (one.settled_on or one.plan.due_on, one.id),
        reverse=True,
    )
    found = asked.among(tuple(settled))
    with st.container(border=True, key="card_actions_settled"):
        card_title(t("actions_settled_title"), t("actions_settled_note", count=len(settled)))
        for action in found[:SHOWN]:
            _settled(desk, action, t)
        if not found:
            st.markdown(t("actions_no_fit" if settled else "actions_settled_none"))
        elif len(found) > SHOWN:
            st.caption(t("actions_more", total=f"{len(found):,}", shown=SHOWN))


def _settled(desk: Desk, action: Action, t: Texts) -> None:
    with st.container(border=True, key=f"action_{action.id}", gap="xsmall"):
        titled(action, t)
        figure_line(desk, action, t)
        if action.outcome or action.learned:
            st.markdown(learned_said(action, t, WHOLE))
        with st.container(horizontal=True, gap="small"):
            is_told = action.outcome or action.learned
            label = t("actions_learn_again" if is_told else "actions_learn")
            if st.button(
                label, key=f"learn_{action.id}", type="tertiary" if is_told else "secondary"
            ):
                settle_dialog(action, action.state, desk.meeting.day, t)
            if st.button(t("meeting_to_open"), key=f"reopen_{action.id}", type="tertiary"):
                again = replace(action, state="open", settled_on=None)
                if keep(action, again, t):
                    st.rerun()


def learned_said(action: Action, t: Texts, most: int = 160) -> str:
    """How it went and what is to be remembered, as Markdown."""
    outcome = t(f"action_went_{action.outcome}") if action.outcome else t("actions_learned_short")
    learned = plain(shortened(action.learned, most))
    return f"**{plain(outcome)}**: {learned}" if learned else f"**{plain(outcome)}**"


def learned_before(step: str | None, source: str | None, t: Texts, *, words: str = "") -> None:
    """What was learned when the same was stuck before; nothing where nothing was.

    Args:
        step: 'handed_over>sql', a stage, or a promise.
        source: the lead source it is stuck in, if it is one.
        t: the texts.
        words: of what is talked about, where it is no stage.
    """
    team = Workspace.from_environment().team
    found = learnings(team.actions(), step, source, words)[:OFFERED]
    if not found:
        return
    is_same = found[0].near != "words"
    with st.container(key="learned_before", gap="xsmall"):
        st.markdown(f"**{t('learned_before' if is_same else 'learned_alike')}**")
        for one in found:
            plan, day = one.action.plan, one.action.settled_on or one.action.plan.due_on
            st.markdown(
                f"- {plain(shortened(plan.title))} ({day:%Y/%m}) — {learned_said(one.action, t)}"
            )
