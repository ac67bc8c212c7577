"""What every page shares: the language chosen for this session, and the texts in it."""

import streamlit as st

from funnel.errors import FunnelError, NothingPublished
from funnel.messages import describe
from funnel.ui.choices import remember, restore
from funnel.ui.data import Company, company_in_force
from funnel.ui.texts import LANGUAGE_NAMES, LANGUAGES, Texts, language_of, plain

_NAME = "lang"  # ?lang=en; Japanese, the default, is not written
_WIDGET = "language"


def choose_language() -> None:
    """Draw the control at the right end of the header. The main script calls it, once a run."""
    st.session_state[_WIDGET] = restore(_NAME, LANGUAGES, LANGUAGES[0])
    with st.container(key="header_end"):
        st.segmented_control(
            texts()("language"),
            LANGUAGES,
            format_func=lambda value: LANGUAGE_NAMES[value],
            required=True,
            key=_WIDGET,
            on_change=lambda: remember(_NAME, st.session_state[_WIDGET], LANGUAGES[0]),
            label_visibility="collapsed",
        )


def texts() -> Texts:
    """The texts of this run; what is cached takes `texts().language` as an argument."""
    return Texts(language_of(st.session_state.get(f"choice_{_NAME}")))


def company() -> Company:
    """The company in force. The main script runs no page that needs one without it."""
    found = company_in_force()
    if found is None:
        raise NothingPublished
    return found


def unusable(error: FunnelError, t: Texts) -> None:
    """Instead of a page that cannot be drawn: what is wrong, once, and what to do."""
    st.title(t("unusable"), anchor=False)
    for problem in error.problems:
        st.error(plain(describe(problem, t.language)))
    if st.button(t("try_again"), type="primary", key="try_again"):
        st.rerun()
