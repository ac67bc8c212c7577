"""The mappings that are applied by themselves: a list, to edit and to delete."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from funnel.clock import now
from funnel.errors import FunnelError
from funnel.importers.files.layout import TextTable
from funnel.importers.files.read import read_tables
from funnel.importers.profiles.drafts import columns_key
from funnel.publishing.publish import current_user
from funnel.store.team import SavedMapping, TeamStore
from funnel.store.workspace import Draft as Folder
from funnel.store.workspace import Workspace
from funnel.ui import mapping, mapping_start
from funnel.ui.cards import card_title
from funnel.ui.data import company_in_force, read_files
from funnel.ui.headline import Headline, headline
from funnel.ui.mapping_draft import Draft
from funnel.ui.numbers import moment_said
from funnel.ui.texts import Texts, plain

_KEY = "edited_mapping"


def _store() -> TeamStore:
    return Workspace.from_environment().team


def saved_mappings(t: Texts) -> None:
    """Each mapping with who saved it; nothing where there is none."""
    saved = _store().mappings()
    if not saved:
        return
    with st.container(border=True, key="card_mappings"):
        card_title(t("saved_mappings"), t("saved_mappings_note"))
        for one in saved:
            with st.container(horizontal=True, vertical_alignment="center", key=f"row_{one.id}"):
                by = t("saved_mapping_by", who=one.who, at=moment_said(one.at.isoformat(), t))
                st.markdown(f"**{plain(_title(one, t))}**  \n:gray[{plain(by)}]", width="stretch")
                if st.button(t("saved_edit"), key=f"edit_{one.id}"):
                    st.session_state[_KEY] = one.id
                    mapping.forget()
                    st.rerun()
                if st.button(t("saved_delete"), key=f"delete_{one.id}"):
                    _ask_deletion(one, t)


def _title(saved: SavedMapping, t: Texts) -> str:
    """Tool and table, in the reader's language and not in that of whoever saved it."""
    profile = mapping_start.said_by(saved)
    return f"{t.tool(profile.name)} {t(f'object_{profile.tables[0].object}')}"


def _ask_deletion(saved: SavedMapping, t: Texts) -> None:
    @st.dialog(t("saved_delete_title"))
    def dialog() -> None:
        st.markdown(t.markdown("saved_delete_why", title=_title(saved, t)))
        label = t("saved_delete")
        if st.button(label, type="primary", key="delete_sure", on_click=_delete, args=(saved.id,)):
            st.rerun()

    dialog()


def _delete(number: int) -> None:
    _store().delete_mapping(number)
    st.session_state["told"] = "saved_deleted"


def edited() -> SavedMapping | None:
    """The mapping this session is editing."""
    number = st.session_state.get(_KEY)
    if number is None:
        return None
    return next((one for one in _store().mappings() if one.id == number), None)


def editing_screen(saved: SavedMapping, t: Texts) -> None:
    """The mapping screen again, with the values of a file in force where there is one."""
    draft = _draft(saved)
    title = t.markdown("map_title_saved", title=_title(saved, t))
    row = headline(
        Headline(
            title,
            t("map_why_asked"),
            t("next_action"),
            mapping.next_step(draft, t("saved_edit_next"), t),
        )
    )
    if mapping.confirm(row, draft, t("map_save"), key="save_mapping"):
        store = _store()
        made = mapping.said(draft, t)
        store.save_mapping(
            made.tool, made.title, made.toml, made.columns_key,
            who=current_user(), at=now(),
        )  # fmt: skip
        if saved in store.mappings():  # it stands for another table or tool now
            store.delete_mapping(saved.id)
        _leave("saved_changed")
    if row.button(t("cancel"), key="cancel"):
        _leave(None)
    mapping.edit(draft, t)


def _leave(told: str | None) -> None:
    st.session_state.pop(_KEY, None)
    st.session_state.pop("edited_draft", None)
    if told:
        st.session_state["told"] = told
    st.rerun()


def _draft(saved: SavedMapping) -> Draft:
    kept: tuple[int, Draft, Folder] | None = st.session_state.get("edited_draft")
    if kept is None or kept[0] != saved.id:
        folder = Workspace.from_environment().draft()
        folder.scratch.mkdir(parents=True, exist_ok=True)
        table = _table_in_force(saved, folder.scratch)
        if table is None:
            table = mapping_start.header_only(saved, folder.scratch)
        kept = (saved.id, mapping_start.of_saved(saved, table), folder)
        st.session_state["edited_draft"] = kept
    return kept[1]


def _table_in_force(saved: SavedMapping, scratch: Path) -> TextTable | None:
    """A table in force that has the mapping's columns, for its values."""
    company = company_in_force()
    if company is None:
        return None
    for file in read_files(company):
        if columns_key(file["columns"]) == saved.columns_key:
            path = Path(company.home) / "uploads" / file["batch"] / file["raw_file"]
            try:
                tables = read_tables(path, scratch)
            except (FunnelError, OSError):
                return None
            return next((table for table in tables if table.name == file["file"]), None)
    return None
