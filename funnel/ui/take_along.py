"""The week or the month as a file, made when somebody asks for it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from funnel.calendar import day_of
from funnel.clock import now
from funnel.errors import FunnelError
from funnel.export.files import FORMATS, MIME, TITLES, Format, bytes_of, document_of
from funnel.export.fonts import find_font
from funnel.export.looked import Looked, What
from funnel.messages import Language, describe
from funnel.store.workspace import Workspace
from funnel.ui.data import Company, View, database
from funnel.ui.texts import Texts


def take_along(company: Company, view: View, what: What, t: Texts) -> None:
    """A small menu: PowerPoint, Excel, PDF, of what the page shows."""
    looked = Looked(view.month, view.as_of, day_of(now()), t.language, view.source)
    with st.popover(t("take_along"), key=f"take_along_{what}", icon=":material/download:"):
        st.caption(t(f"take_along_{what}"))
        missing = _no_font(t.language)
        for form in FORMATS:
            st.download_button(
                TITLES[form],
                _made(company, looked, what, form),
                file_name=f"{looked.file_name(what)}.{form}",
                mime=MIME[form],
                key=f"take_{what}_{form}",
                on_click="ignore",
                width="stretch",
                disabled=form == "pdf" and bool(missing),
            )
        if missing:
            st.caption(missing)


def _made(company: Company, looked: Looked, what: What, form: Format) -> Callable[[], bytes]:
    """Reads and draws only when the button is pressed."""
    db, team = database(company.home, company.version), Workspace(Path(company.home)).team
    return lambda: bytes_of(document_of(db, team, what, looked), form)


def _no_font(language: Language) -> str:
    """What a PDF lacks on this machine; empty where it lacks nothing."""
    try:
        find_font()
    except FunnelError as error:
        return describe(error.problems[0], language)
    return ""
