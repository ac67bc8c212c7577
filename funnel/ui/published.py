"""What was just published or taken back, and the way back from it."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from funnel.clock import now
from funnel.publishing.publish import Published, current_user, roll_back
from funnel.store.workspace import Workspace
from funnel.ui.data import Company, read_status
from funnel.ui.headline import Headline, headline
from funnel.ui.navigation import LINKS, QUALITY, WEEKLY
from funnel.ui.numbers import day_said
from funnel.ui.quality import finding_count
from funnel.ui.suggestions import open_count
from funnel.ui.texts import Texts

_KEY = "just_published"


@dataclass(frozen=True)
class Just:
    """The version this session put in force, the one before it, and whether it was taken back."""

    version: int
    base: int | None
    is_undone: bool = False


def remember(done: Published, base: int | None) -> None:
    """Keep what the next run tells."""
    st.session_state[_KEY] = Just(done.version, base)


def forget() -> None:
    """Something else is on its way now."""
    st.session_state.pop(_KEY, None)


def just_published(company: Company) -> Just | None:
    """What to tell, as long as it is true: another session may have published since."""
    just: Just | None = st.session_state.get(_KEY)
    if just is None:
        return None
    return just if company.version == (just.base if just.is_undone else just.version) else None


def published_headline(just: Just, company: Company, t: Texts) -> None:
    """What is in force now, the next action, and one click back (or forth again)."""
    if just.is_undone:
        _undone(just, t)
        return
    told = read_status(company)
    refused = told["rows_refused"]
    row = headline(
        Headline(
            t.markdown("published", version=just.version),
            t.markdown(
                "published_evidence",
                day=day_said(company.last_day, t),
                leads=f"{told['leads']:,}",
                deals=f"{told['deals']:,}",
                refused=t("published_refused", count=f"{refused:,}") if refused else "",
            ),
            t("next_action"),
            t("published_next" if just.base is not None else "published_next_first"),
        )
    )
    if row.button(t("back_to_week"), type="primary", key="back_to_week"):
        st.switch_page(WEEKLY.file)
    suggested = open_count(company)
    if suggested and row.button(t("check_links", count=f"{suggested:,}"), key="check_links"):
        st.switch_page(LINKS.file)
    findings = finding_count(company)
    if findings and row.button(t("check_quality", count=f"{findings:,}"), key="check_quality"):
        st.switch_page(QUALITY.file)
    if just.base is not None and row.button(t("undo"), key="undo", icon=":material/undo:"):
        _go_to(just.base)
        st.session_state[_KEY] = Just(just.version, just.base, is_undone=True)
        st.rerun()


def _undone(just: Just, t: Texts) -> None:
    row = headline(
        Headline(
            t.markdown("undone", version=just.base),
            t.markdown("undone_evidence", undone=just.version),
            t("next_action"),
            t("undone_next"),
        )
    )
    if row.button(t("redo"), key="redo", icon=":material/redo:"):
        _go_to(just.version)
        st.session_state[_KEY] = Just(just.version, just.base)
        st.rerun()


def _go_to(version: int) -> None:
    roll_back(Workspace.from_environment(), current_user(), now(), version)
