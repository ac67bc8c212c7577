"""The card for those who read only that: the month in sentences, to be copied."""

from __future__ import annotations

import streamlit as st

from funnel.reports.bottleneck_rows import place_of
from funnel.reports.summary import Summary
from funnel.reports.summary_texts import as_markdown, sentences, title_of
from funnel.ui.cards import card_title
from funnel.ui.data import Company, View
from funnel.ui.month import Asked, read_month
from funnel.ui.promises import Wanted, read_promises, wholes
from funnel.ui.texts import Texts, plain
from funnel.ui.verdict_data import read_behind, read_verdict

MONTHS = 12


def read_summary(company: Company, view: View) -> Summary:
    """Put together from what the pages read, and so keep: the same figures, and no wait."""
    found = read_verdict(company, view)
    place, behind = place_of(found.verdict), None
    if place is not None:
        behind = read_behind(company, place, view.as_of).count
    promised = read_promises(company, Wanted(view, view.month, None))
    return Summary(
        read_month(company, Asked(view, MONTHS)), found, behind, tuple(wholes(promised)),
        promised.is_agreed,
    )  # fmt: skip


def summary_card(company: Company, view: View, t: Texts) -> None:
    """One sentence a question, of the whole company; the last is what is to be decided."""
    found = read_summary(company, view)
    with st.container(border=True, key="card_summary"):
        card_title(title_of(found, t.language), t("summary_card_note"))
        *told, ask = sentences(found, t.language)
        st.markdown("\n".join(f"- **{plain(one.title)}** \u2002 {plain(one.text)}" for one in told))
        with st.container(horizontal=True, vertical_alignment="center", key="summary_next"):
            st.markdown(f"**{t('next_action')}** \u2002 {plain(ask.text)}", width="stretch")
            with st.popover(t("summary_copy")):
                st.caption(t("summary_copy_how"))
                text = as_markdown(found, t.language)
                st.code(text, language=None, wrap_lines=True)
                st.download_button(
                    t("summary_save"), text.encode(), key="save_summary", on_click="ignore",
                    file_name=f"summary-{found.month.month:%Y-%m}.md", mime="text/markdown",
                )  # fmt: skip
