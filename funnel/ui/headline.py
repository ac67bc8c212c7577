"""The verdict at the top of a page: one sentence a person at the back reads before anyone speaks.

Streamlit's own pieces carry it; `assets/frame.css` gives the keyed containers their two looks.
"""

from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator


@dataclass(frozen=True)
class Headline:
    """The texts are Markdown: make them with `Texts.markdown`, which escapes the values.

    `marked` gives the accent look, for the bottleneck that is marked in the strip too; the calm
    look says that nothing is stuck, or that the data are too few. `money` stands large at the
    right, with `money_note` (its range) below it; `note` small under the evidence.
    """

    sentence: str
    evidence: str
    next_action_label: str
    next_action: str
    marked: bool = False
    money: str = ""
    money_note: str = ""
    note: str = ""


def headline(verdict: Headline, *, is_title: bool = True) -> DeltaGenerator:
    """Draw the verdict; returns the row of the next action, where the page puts its buttons.

    `is_title` is false where the page has a title of its own.
    """
    look = "marked" if verdict.marked else "calm"
    with st.container(border=True, key=f"headline_{look}"):
        top = st.container(key="headline_top", horizontal=True, wrap=False)
        with top, st.container(gap="xsmall"):
            (st.title if is_title else st.header)(verdict.sentence, anchor=False)
            st.markdown(verdict.evidence)
            if verdict.note:
                st.caption(verdict.note)
        if verdict.money:
            with top, st.container(key="headline_money", width="content", gap=None):
                st.markdown(verdict.money)
                st.caption(verdict.money_note)
        row = st.container(
            key="headline_next", horizontal=True, wrap=False, vertical_alignment="center"
        )
    label = f"**{verdict.next_action_label}** \u2002 " if verdict.next_action_label else ""
    row.markdown(f"{label}{verdict.next_action}", width="stretch")
    return row
