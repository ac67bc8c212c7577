"""What every page shares: the language chosen for this session, and the texts in it."""

from collections.abc import Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from funnel.errors import FunnelError, NothingPublished
from funnel.messages import describe
from funnel.ui.choices import remember, restore
from funnel.ui.data import Company, company_in_force
from funnel.ui.navigation import SEARCH, WEEKLY, Entry
from funnel.ui.texts import LANGUAGE_NAMES, LANGUAGES, Texts, language_of, plain
from funnel.ui.tour import begin_tour

_NAME = "lang"  # ?lang=en; Japanese, the default, is not written
_WIDGET = "language"


def choose_language() -> DeltaGenerator:
    """Draw the control at the right end of the header. The main script calls it, once a run.

    Returns the place beside it, for what needs the pages to be known.
    """
    st.session_state[_WIDGET] = restore(_NAME, LANGUAGES, LANGUAGES[0])
    with st.container(
        key="header_end", horizontal=True, wrap=False, vertical_alignment="center", gap="xsmall"
    ):
        beside = st.container(
            key="header_tools", horizontal=True, wrap=False, width="content", gap=None
        )
        st.segmented_control(
            texts()("language"),
            LANGUAGES,
            format_func=lambda value: LANGUAGE_NAMES[value],
            required=True,
            key=_WIDGET,
            on_change=lambda: remember(_NAME, st.session_state[_WIDGET], LANGUAGES[0]),
            label_visibility="collapsed",
        )
    return beside


def header_tools(place: DeltaGenerator, t: Texts) -> None:
    """The search and the help, as two small buttons that every page has."""
    asked = {} if t.language == LANGUAGES[0] else {_NAME: t.language}
    if place.button(t("page_search"), key="to_search", type="tertiary", icon=":material/search:"):
        st.switch_page(SEARCH.file, query_params=asked)
    if place.button(t("help_tour"), key="to_tour", type="tertiary", icon=":material/help:"):
        begin_tour()
        st.switch_page(WEEKLY.file, query_params=asked)


def texts() -> Texts:
    """The texts of this run; what is cached takes `texts().language` as an argument."""
    return Texts(language_of(st.session_state.get(f"choice_{_NAME}")))


def menu_marked(entry: Entry, pages: Sequence[Entry]) -> str:
    """The style that marks the menu at the top which holds a page: Streamlit marks pages alone.

    The menus stand behind the pages that are in none, in the order of their first pages.
    """
    if entry.section is None:
        return ""
    menus = list(dict.fromkeys(each.section for each in pages if each.section))
    place = sum(each.section is None for each in pages) + menus.index(entry.section) + 1
    menu = f".rc-overflow-item:nth-child({place}) > [data-testid=stTopNavSection]"
    return (
        f"<style>{menu} {{ background: var(--chosen); }} {menu} p {{ font-weight: 700; }}</style>"
    )


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
