"""The form by which the meeting decides: what, who, until when, and which figure it should move."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import streamlit as st

from funnel.analysis.readings import LEAST_DAYS
from funnel.calendar import day_of
from funnel.clock import now
from funnel.errors import FunnelError
from funnel.messages import describe, in_language
from funnel.metrics import METRICS
from funnel.publishing.publish import current_user
from funnel.reports.moves import CLOCKED, COUNTS, RATES
from funnel.store.team import Action, Plan
from funnel.store.workspace import Workspace
from funnel.ui.data import Company, database
from funnel.ui.texts import Texts, plain
from funnel.ui.wall import shortened

WEEK = timedelta(days=7)
OWNERS = """
select owner from leads where owner is not null
union
select owner from deals where owner is not null
order by all
"""
FIGURES = ("", *RATES, *COUNTS, *CLOCKED)


@dataclass(frozen=True)
class Draft:
    """What an action is likely to be, for the people to change; `figure` is one of `FIGURES`."""

    title: str = ""
    owner: str | None = None
    figure: str = ""
    check_on: date | None = None
    step: str | None = None
    where: tuple[tuple[str, str | None], ...] = ()
    due_on: date | None = None


def figure_name(figure: str, t: Texts) -> str:
    """What a figure is called that an action can be held to."""
    if not figure:
        return t("decide_no_figure")
    if figure in METRICS:
        return in_language(METRICS[figure].title, t.language)
    return t("decide_promise", promise=t(f"agreed_promises_{figure}"))


def draft_of(action: Action) -> Draft:
    """What an action is now, for the people to change."""
    plan = action.plan
    figure = plan.metric or plan.promise or ""
    known = figure if figure in FIGURES else ""
    return Draft(
        plan.title, plan.owner, known, plan.check_on, plan.step, plan.where, plan.due_on
    )  # fmt: skip


def decide_form(
    company: Company, draft: Draft, t: Texts, *, key: str, seen: Action | None = None
) -> bool:
    """Draw the form; whether an action was kept in this run: a new one, or `seen` changed.

    After a new one it is empty for the next, once the caller has run the page anew.
    """
    today = day_of(now())
    owners = _owners(company.home, company.version)
    if draft.owner and draft.owner not in owners:
        owners = [draft.owner, *owners]
    soonest = today + timedelta(days=LEAST_DAYS)
    title_key, kept_key = f"decide_title_{key}", f"decide_kept_{key}"
    is_kept = st.session_state.pop(kept_key, False)
    st.session_state[title_key] = (
        "" if is_kept else st.session_state.get(title_key, draft.title)
    )  # fmt: skip
    with st.form(f"decide_{key}", border=False):
        title = st.text_input(t("decide_title"), key=title_key)
        columns = st.columns([8, 8, 9, 8, 6], vertical_alignment="bottom")
        owner = columns[0].selectbox(
            t("decide_owner"),
            owners,
            index=owners.index(draft.owner) if draft.owner in owners else None,
            accept_new_options=True,
            placeholder=t("decide_owner_hint"),
            key=f"decide_owner_{key}",
        )
        due_on = columns[1].date_input(
            t("decide_due"),
            draft.due_on or today + WEEK,
            format="YYYY/MM/DD",
            key=f"decide_due_{key}",
        )
        figure = columns[2].selectbox(
            t("decide_figure"),
            FIGURES,
            index=FIGURES.index(draft.figure),
            format_func=lambda name: figure_name(name, t),
            key=f"decide_figure_{key}",
        )
        check_on = columns[3].date_input(
            t("decide_check"),
            draft.check_on if seen and draft.check_on else max(draft.check_on or today, soonest),
            format="YYYY/MM/DD",
            key=f"decide_check_{key}",
        )
        label = t("decide_keep" if seen is None else "decide_change")
        if not columns[4].form_submit_button(
            label, type="primary", key=f"decide_keep_{key}", width="stretch"
        ):
            return False
    plan = Plan(
        title, owner or "", due_on, check_on, seen.plan.decided_on if seen else today,
        figure if figure in METRICS else None, figure if figure in CLOCKED else None,
        draft.step, draft.where,
    )  # fmt: skip
    team = Workspace.from_environment().team
    try:
        if seen is None:
            team.add_action(plan, who=current_user(), at=now())
        else:
            team.change_action(seen, replace(seen, plan=plan), who=current_user(), at=now())
    except FunnelError as error:
        for problem in error.problems:
            st.error(plain(describe(problem, t.language)))
        return False
    st.session_state[kept_key] = seen is None
    st.toast(t.markdown("decide_kept", title=shortened(title)))
    return True


@st.cache_data(max_entries=8, show_spinner=False)
def _owners(home: str, version: int) -> list[str]:
    return [owner for (owner,) in database(home, version).rows(OWNERS)]


def decide_dialog(company: Company, draft: Draft, t: Texts) -> None:
    """The same over the page, from which it is opened by a button."""

    @st.dialog(t("decide_dialog"), width="large")
    def opened() -> None:
        if decide_form(company, draft, t, key="dialog"):
            del st.session_state["decide_kept_dialog"]  # it closes, and begins with its draft
            st.rerun()

    opened()
