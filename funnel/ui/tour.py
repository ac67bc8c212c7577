"""The tour: a strip at the top of the week that shows five things in turn, and marks each.

It opens by itself once the first data are there, and from the header at any time. It covers
nothing and waits for nobody; closed, it stays closed.
"""

from __future__ import annotations

import streamlit as st

from funnel.ui.data import company_in_force
from funnel.ui.texts import Texts

_STEP, _EMPTY = "tour_step", "tour_was_empty"
STEPS: dict[str, str] = {
    "sentence": ".st-key-headline_marked, .st-key-headline_calm",
    "figures": ".st-key-strip",
    "meeting": ".st-key-meeting_begin",
    "data": '[data-testid="stTopNavSection"]',
    "help": ".st-key-header_end",
}
"""What is told, and what on the page it is about."""
_MARK = "<style>:is({}) {{ outline: 0.2rem solid var(--blue); outline-offset: 0.2rem; }}</style>"


def begin_tour() -> None:
    """Show it on the page of the week from its first step on."""
    st.session_state[_STEP] = 0


def watch_for_first_data() -> None:
    """Whoever sees the first data arrive, demo or own, is shown around. Called once a run."""
    if company_in_force() is None:
        st.session_state[_EMPTY] = True
    elif st.session_state.pop(_EMPTY, False):
        begin_tour()


def tour(t: Texts) -> None:
    """The step that is on, if any; its place on the page gets an outline."""
    step = st.session_state.get(_STEP)
    if step is None:
        return
    names = list(STEPS)
    name = names[step]
    with st.container(
        border=True, horizontal=True, vertical_alignment="center", key="card_tour", gap="small"
    ):
        st.markdown(
            f"{t('tour_step', step=step + 1, steps=len(names))} \u2002 {t(f'tour_{name}')}",
            width="stretch",
        )
        if step + 1 < len(names):
            st.button(
                t("tour_next"), key="tour_next", type="primary", on_click=_go, args=(step + 1,)
            )
        st.button(t("tour_close"), key="tour_close", on_click=_go, args=(None,))
    st.html(_MARK.format(STEPS[name]))


def _go(step: int | None) -> None:
    st.session_state[_STEP] = step
