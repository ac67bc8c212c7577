"""Dialogs over an action: done or dropped, how it went and what was learned; changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import streamlit as st

from funnel.clock import now
from funnel.errors import FunnelError
from funnel.publishing.publish import current_user
from funnel.store.team import Action, ActionState, Outcome
from funnel.store.workspace import Workspace
from funnel.ui.agreement import tell
from funnel.ui.data import Company
from funnel.ui.decide import decide_form, draft_of
from funnel.ui.texts import Texts, plain
from funnel.ui.wall import shortened

OUTCOMES: dict[str, Outcome | None] = {"success": "success", "failure": "failure", "unknown": None}


def settle_dialog(action: Action, state: ActionState, day: date, t: Texts) -> None:
    """Done or dropped; or, of one that is settled, only what is said of it."""

    @st.dialog(t(f"actions_dialog_{state if state != action.state else 'learn'}"))
    def opened() -> None:
        if settle_form(action, state, day, t):
            st.rerun()

    opened()


def settle_form(action: Action, state: ActionState, day: date, t: Texts) -> bool:
    """Ask how it went and what is to be remembered; whether it was kept in this run."""
    st.markdown(f"**{plain(shortened(action.plan.title, 120))}**")
    with st.form(f"settle_{action.id}", border=False):
        outcome = st.radio(
            t("actions_outcome"),
            list(OUTCOMES),
            index=list(OUTCOMES.values()).index(action.outcome),
            format_func=lambda each: t(f"action_went_{each}"),
            horizontal=True,
            key=f"outcome_{action.id}_{action.revision}",
        )
        learned = st.text_area(
            t("actions_learned"),
            action.learned,
            placeholder=t("actions_learned_hint"),
            max_chars=5000,
            key=f"learned_{action.id}_{action.revision}",
        )
        label = t("actions_keep" if state == action.state else f"meeting_to_{state}")
        if not st.form_submit_button(label, type="primary", key=f"settle_keep_{action.id}"):
            return False
    settled = action.settled_on if state == action.state else day
    changed = replace(
        action,
        state=state,
        settled_on=settled,
        outcome=OUTCOMES[outcome],
        learned=learned.strip(),
    )
    return keep(action, changed, t)


def keep(seen: Action, changed: Action, t: Texts) -> bool:
    """Keep a change; whether it was. Whoever changed it meanwhile is named."""
    team = Workspace.from_environment().team
    try:
        team.change_action(seen, changed, who=current_user(), at=now())
    except FunnelError as error:
        tell(error, t)
        return False
    return True


def edit_dialog(company: Company, action: Action, t: Texts) -> None:
    """The form by which it was decided, filled in with what it is now."""

    @st.dialog(t("actions_dialog_edit"), width="large")
    def opened() -> None:
        key = f"edit_{action.id}_{action.revision}"
        if decide_form(company, draft_of(action), t, key=key, seen=action):
            st.rerun()

    opened()
