"""The page of the data while nothing is under way: their freshness, the form, what is in force."""

from __future__ import annotations

import streamlit as st

from funnel.ui.data import Company
from funnel.ui.headline import headline
from funnel.ui.in_force import freshness_headline, in_force
from funnel.ui.navigation import WEEKLY
from funnel.ui.published import just_published, published_headline
from funnel.ui.saved_mappings import saved_mappings
from funnel.ui.texts import Texts
from funnel.ui.upload import upload_form


def start_screen(company: Company | None, t: Texts) -> None:
    """What to do next; beside each other what can come in and what is there."""
    if company is None:
        st.title(t("nothing_yet"), anchor=False)
    elif just := just_published(company):
        published_headline(just, company, t)
    elif headline(freshness_headline(company, t)).button(t("back_to_week"), key="back_to_week"):
        st.switch_page(WEEKLY.file)
    left, right = st.columns([2, 3])
    with left, st.container(border=True, key="card_upload"):
        upload_form(t)
    with left:
        saved_mappings(t)
    if company is not None:
        with right, st.container(border=True, key="card_in_force"):
            in_force(company, t)
