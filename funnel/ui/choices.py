"""What the visitor chose, kept in the address, so that a link brings the same view back.

Streamlit's own `bind="query-params"` would write the words shown instead of the value, and so break
a link when the language changes.
"""

from collections.abc import Sequence

import streamlit as st


def restore(name: str, options: Sequence[str], default: str) -> str:
    """Put the address's `name` (or the choice so far) into the session; returns the session's key.

    Called before the widget of that key is drawn.
    """
    key = f"choice_{name}"
    asked = st.query_params.get(name)
    if asked in options:
        st.session_state[key] = asked
    elif st.session_state.get(key) not in options:
        st.session_state[key] = default
    return key


def remember(name: str, default: str) -> None:
    """Write the choice into the address; the default leaves no trace there."""
    value = st.session_state[f"choice_{name}"]
    if value == default:
        st.query_params.pop(name, None)
    elif st.query_params.get(name) != value:
        st.query_params[name] = value
