"""The mapping screen: what a table nobody recognised is, column by column, until one button."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from funnel.importers.profiles.drafts import columns_key, to_toml
from funnel.importers.staging.stage import StagedFile
from funnel.publishing.publish import Prepared
from funnel.publishing.uploads import Confirmed
from funnel.ui import mapping_cells, mapping_start
from funnel.ui.headline import Headline, headline
from funnel.ui.intake import Intake, ToMap, drop, tables_of
from funnel.ui.mapping_columns import choose_columns
from funnel.ui.mapping_draft import Draft, profile_of, tool_id
from funnel.ui.mapping_table import choose_table
from funnel.ui.mapping_values import choose_meanings, choose_orders
from funnel.ui.texts import Texts

_DRAFTS = "mapping_drafts"


def mapping_screen(found: Intake, t: Texts) -> None:
    """The first of the tables somebody has to map: suggestions, and the button that takes them."""
    asked = found.asked[0]
    draft = _draft(asked)
    evidence = t(f"map_why_{asked.why}")
    if len(found.asked) > 1:
        evidence += " " + t("map_left", count=len(found.asked) - 1)
    title = t.markdown("map_title", file=asked.table.name)
    action = next_step(draft, t("map_next"), t)
    row = headline(Headline(title, evidence, t("next_action"), action))
    is_confirmed = confirm(row, draft, t("map_confirm"), key="confirm")
    if row.button(t("cancel"), key="cancel"):
        forget()
        if found.prepared is None and found.refusal is None:
            drop()
            st.session_state["told"] = "cancelled"
        else:
            found.asked = []
        st.rerun()
    edit(draft, t)
    with st.container(horizontal=True, vertical_alignment="center"):
        below = st.container(width="content")
        is_confirmed = confirm(below, draft, t("map_confirm"), key="confirm_below") or is_confirmed
        st.markdown(action)
    if is_confirmed:
        found.confirm(said(draft, t))
        forget()
        found.asked = found.asked[1:]
        if not found.asked:
            found.read_again()
        st.rerun()


def edit(draft: Draft, t: Texts) -> None:
    """What the table is, its columns, its values; and all of it as a file."""
    choose_table(draft, t)
    if draft.kind == "ignore":
        return
    choose_columns(draft, t)
    choose_orders(draft, t)
    choose_meanings(draft, t)
    if not draft.lacking:
        with st.expander(t("map_toml")):
            text = to_toml(profile_of(draft, mapping_start.profiles_known()))
            st.code(text, language="toml")
            st.download_button(
                t("map_toml_save"), text, f"{tool_id(draft.title)}.toml", "application/toml",
                on_click="ignore",
            )  # fmt: skip


def said(draft: Draft, t: Texts) -> Confirmed:
    """The mapping as it stands."""
    profile = profile_of(draft, mapping_start.profiles_known())
    title = f"{profile.title} {t(f'object_{draft.kind}')}"
    return Confirmed(profile.tool, title, to_toml(profile), columns_key(draft.header))


def choose_to_remap(found: Intake, prepared: Prepared, t: Texts) -> None:
    """Below the files that were read: change how one of them is."""
    if found.given is not None:
        return
    names = [file.name for file in prepared.files]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = names[0]
        if len(names) > 1:
            name = st.selectbox(t("reread_which"), names, key=f"reread_{t.language}")
        if st.button(t("reread"), key="reread"):
            remap(found, next(file for file in prepared.files if file.name == name))


def remap(found: Intake, file: StagedFile) -> None:
    """Go to the mapping screen with how `file` is read now."""
    table = tables_of(found).get(file.name)
    if table is not None:
        found.asked = [ToMap(table, "asked", file.recognised)]
        st.rerun()


def forget() -> None:
    """The choices made so far."""
    st.session_state.pop(_DRAFTS, None)


def _draft(asked: ToMap) -> Draft:
    drafts: dict[str, Draft] = st.session_state.setdefault(_DRAFTS, {})
    name = asked.table.name
    if name not in drafts:
        if asked.found is not None:
            drafts[name] = mapping_start.of_recognised(asked.table, asked.found)
        else:
            drafts[name] = mapping_start.start(asked.table)
    return drafts[name]


def next_step(draft: Draft, said: str, t: Texts) -> str:
    """What to do now: what is still needed, where something is."""
    lacking = [t("or").join(t.field(draft.kind, name) for name in group) for group in draft.lacking]
    lacking += [t("map_order_lacking", column=name) for name in _undecided(draft)]
    return t.markdown("map_missing", fields=t("comma").join(lacking)) if lacking else said


def confirm(place: DeltaGenerator, draft: Draft, label: str, *, key: str) -> bool:
    """The one button; it waits for what is needed."""
    is_ready = not draft.lacking and not _undecided(draft)
    return place.button(label, type="primary", key=key, disabled=not is_ready)


def _undecided(draft: Draft) -> list[str]:
    if draft.kind == "ignore":
        return []
    return [
        draft.header[draft.columns[name]]
        for name in mapping_cells.open_orders(draft)
        if name not in draft.orders
    ]
