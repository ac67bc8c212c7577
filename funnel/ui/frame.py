"""What every page shares: the language chosen for this session, and the texts in it."""

import streamlit as st

from funnel.ui.texts import LANGUAGE_NAMES, LANGUAGES, Language, Texts, language_of

_CHOICE = "_language"  # in the session: survives the change of a page, which clears the address
_ADDRESS = "lang"  # in the address: ?lang=en; Japanese, the default, is not written


def choose_language() -> None:
    """Draw the control at the right end of the header. The main script calls it, once a run.

    Streamlit's own `bind="query-params"` would write the words shown (`?lang=English`), so the
    address is kept here.
    """
    asked = st.query_params.get(_ADDRESS)
    if asked is not None or _CHOICE not in st.session_state:
        st.session_state[_CHOICE] = language_of(asked)
    with st.container(key="header_end"):
        st.segmented_control(
            texts()("language"),
            LANGUAGES,
            format_func=lambda value: LANGUAGE_NAMES[value],
            required=True,
            key=_CHOICE,
            on_change=_write_address,
            label_visibility="collapsed",
        )
    _write_address()


def texts() -> Texts:
    """The texts of this run; what is cached takes `texts().language` as an argument."""
    return Texts(_language())


def _language() -> Language:
    return language_of(st.session_state.get(_CHOICE))


def _write_address() -> None:
    if _language() == "ja":
        st.query_params.pop(_ADDRESS, None)
    elif st.query_params.get(_ADDRESS) != _language():
        st.query_params[_ADDRESS] = _language()
