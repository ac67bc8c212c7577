"""The filters of a page: which month, which lead source."""

from collections.abc import Callable

import streamlit as st

from funnel.calendar import month_end
from funnel.ui.choices import remember, restore
from funnel.ui.data import Company, View, view_of
from funnel.ui.numbers import day_said
from funnel.ui.texts import Texts

ALL = "*"


def _select(name: str, label: str, options: list[str], says: Callable[[str], str]) -> str:
    default = options[0]
    key = restore(name, options, default)
    chosen: str = st.selectbox(
        label,
        options,
        format_func=lambda option: f"{label}: {says(option)}",
        key=key,
        on_change=remember,
        args=(name, default),
        label_visibility="collapsed",
        width=340,
    )
    remember(name, default)
    return chosen


def choose_view(company: Company, t: Texts) -> View:
    """The month and the source, as two boxes and as `?month=2026-10&source=展示会`."""
    months = {f"{month:%Y-%m}": month for month in company.months}
    sources = {ALL: (), **{source or "": (source,) for source in company.sources}}

    def month_says(name: str) -> str:
        month = months[name]
        if month_end(month) > company.last_day:
            return t("month_so_far", year=month.year, month=month.month, day=company.last_day.day)
        return t("month", year=month.year, month=month.month)

    def source_says(name: str) -> str:
        return t("all_sources") if name == ALL else t.source(name or None)

    with st.container(horizontal=True, vertical_alignment="center", key="filters"):
        month = _select("month", t("choose_month"), list(months), month_says)
        source = _select("source", t("choose_source"), list(sources), source_says)
        st.caption(t("period_note"), width="stretch", text_alignment="right")
    view = view_of(company, months[month], sources[source])
    with st.container(key="header_note"):
        st.caption(t("as_of", day=day_said(view.as_of, t)))
    return view
