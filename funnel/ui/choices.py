"""What the visitor chose, kept in the address, so that a link brings the same view back.

Streamlit's own `bind="query-params"` would write the words shown instead of the value, and so break
a link when the language changes.
"""

from collections.abc import Sequence

import streamlit as st


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
    if chosen == default:
        st.query_params.pop(name, None)
    elif st.query_params.get(name) != chosen:
        st.query_params[name] = chosen


def _key(name: str) -> str:
    return f"choice_{name}"
