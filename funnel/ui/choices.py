"""What the visitor chose, kept in the address, so that a link brings the same view back.

Streamlit's own `bind="query-params"` would write the words shown instead of the value, and so break
a link when the language changes.
"""

from collections.abc import Sequence

import streamlit as st

FOLLOWING = ("month", "source", "owner", "industry", "company_size", "product", "lane", "compare")
"""Choices that hold on every page that can honour them, and that all others pass on."""


def restore(name: str, options: Sequence[str], default: str) -> str:
    """The choice called `name`: the address's, else the session's, else `default`.

    It outlives the widget: a page that is left and opened again shows the same view.
    """
    asked = st.query_params.get(name)
    kept = st.session_state.get(_key(name))
    chosen = str(asked if asked in options else kept if kept in options else default)
    st.session_state[_key(name)] = chosen
    remember(name, chosen, default)
    return chosen


def remember(name: str, chosen: str, default: str) -> None:
    """Keep a choice, in the session and in the address; the default leaves no trace there."""
    st.session_state[_key(name)] = chosen
    st.session_state[_passed(name)] = None if chosen == default else chosen
    if chosen == default:
        st.query_params.pop(name, None)
    elif st.query_params.get(name) != chosen:
        st.query_params[name] = chosen


def follow() -> None:
    """Pass the choices on through a page that does not ask for them: its address holds them too."""
    for name in FOLLOWING:
        asked, kept = st.query_params.get(name), passed_on(name)
        if asked is not None:
            st.session_state[_passed(name)] = asked
        elif kept is not None:
            st.query_params[name] = kept


def passed_on(name: str) -> str | None:
    """The choice called `name` where it is not the default; as asked, and not checked."""
    kept: str | None = st.session_state.get(_passed(name))
    return kept


def _passed(name: str) -> str:
    return f"passed_{name}"


def _key(name: str) -> str:
    return f"choice_{name}"
