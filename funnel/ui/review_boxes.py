"""Boxes of a what-if, each kept in the address."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from funnel.ui.choices import remember, restore
from funnel.ui.texts import Texts


def box(name: str, label: str, options: Sequence[str], says: Callable[[str], str], t: Texts) -> str:
    """A box whose choice is kept in the address."""
    key = f"whatif_{name}_{t.language}"
    st.session_state[key] = restore(name, options, options[0])
    return st.selectbox(
        label, options, format_func=says, key=key,
        on_change=lambda: remember(name, st.session_state[key], options[0]),
    )  # fmt: skip


def number(name: str, label: str, first: float, ends: tuple[float, float], t: Texts) -> float:
    """A number that is kept in the address; what is no number there is as if it were not."""
    low, high = ends
    try:
        start = float(st.query_params.get(name, first))
    except ValueError:
        start = first
    start = min(max(start, low), high) if start == start else first  # noqa: PLR0124 -- NaN
    key = f"whatif_{name}_{t.language}"
    st.session_state.setdefault(key, start)

    def keep() -> None:
        remember(name, f"{st.session_state[key]:g}", f"{first:g}")

    return float(st.number_input(label, low, high, step=1.0, format="%g", key=key, on_change=keep))
