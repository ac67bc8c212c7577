"""The cards below the strip: wins by source, durations, freshness."""

from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from funnel.importers.profiles.recognise import GENERIC
from funnel.ui.navigation import DATA
from funnel.ui.texts import Texts

DURATIONS = ("deal_length_days", "lost_deal_length_days", "lead_time_days")

OPENS = ":material/chevron_right:"


def card_title(title: str, note: str) -> None:
    """The heading of a card, and what it is about at the right end of the line."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall"):
        st.subheader(title, anchor=False, width="content")
        st.caption(note, width="stretch", text_alignment="right")


def table_name(table: dict[str, Any], t: Texts) -> str:
    """`Salesforce deals`; of a spreadsheet, which is no tool, only what it holds."""
    name = t("object_" + table["object"])
    return name if table["tool"] == GENERIC else f"{table['title']} {name}"


def to_data(place: DeltaGenerator, label: str, *, key: str) -> None:
    """A button that leads to the page of the data."""
    if place.button(label, key=key):
        st.switch_page(DATA.file)
