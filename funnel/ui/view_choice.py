"""The filters of a page: which month, which lead source."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial

import streamlit as st

from funnel.calendar import day_of, month_end
from funnel.clock import now
from funnel.ui.choices import remember, restore
from funnel.ui.data import Company, View, read_files, view_of
from funnel.ui.numbers import day_said
from funnel.ui.reminders import review_reminder
from funnel.ui.texts import Texts

ALL = "*"
OLD = 7
"""Days after which data for a weekly meeting are said to be old."""


def _select(
    name: str,
    label: str,
    options: list[str],
    says: Callable[[str], str],
    language: str,
    *,
    width: int = 340,
) -> str:
    default = options[0]
    key = f"box_{name}_{language}"  # a box keeps the words it was drawn with
    st.session_state[key] = restore(name, options, default)
    return st.selectbox(
        label,
        options,
        format_func=lambda option: f"{label}: {says(option)}",
        key=key,
        on_change=lambda: remember(name, st.session_state[key], default),
        label_visibility="collapsed",
        width=width,
    )


def choose_view(company: Company, t: Texts, at_end: Callable[[], None] | None = None) -> View:
    """The month and the source, as two boxes and as `?month=2026-10&source=展示会`.

    Args:
        company: whose months and sources there are to choose from.
        t: the texts.
        at_end: draws what stands at the right end of the line.
    """
    months = {f"{month:%Y-%m}": month for month in company.months}
    sources = {ALL: (), **{source or "": (source,) for source in company.sources}}

    def source_says(name: str) -> str:
        return t("all_sources") if name == ALL else t.source(name or None)

    with st.container(horizontal=True, vertical_alignment="center", key="filters"):
        month = _select(
            "month", t("choose_month"), list(months), partial(_month_says, company, t), t.language
        )
        source = _select("source", t("choose_source"), list(sources), source_says, t.language)
        reminder = review_reminder(t)
        notes = [t("period_note"), *([reminder] if reminder else [])]
        st.caption(t("dot").join(notes), width="stretch", text_alignment="right")
        if at_end is not None:
            at_end()
    view = view_of(company, months[month], sources[source])
    with st.container(key="header_note"):
        st.caption(_note(company, view, t))
    return view


def choose_stretch(
    company: Company, t: Texts, choices: Mapping[str, tuple[str, Mapping[str, str]]]
) -> tuple[View, list[str]]:
    """A month, and one of each of `choices` (name: its label, and what each option is called)."""
    months = {f"{month:%Y-%m}": month for month in company.months}
    with st.container(horizontal=True, vertical_alignment="center", key="filters"):
        month = _select(
            "month", t("sources_until"), list(months), partial(_month_says, company, t),
            t.language, width=330,
        )  # fmt: skip
        chosen = [
            _select(name, label, list(options), options.__getitem__, t.language, width=250)
            for name, (label, options) in choices.items()
        ]
    view = view_of(company, months[month])
    with st.container(key="header_note"):
        st.caption(_note(company, view, t))
    if (reminder := review_reminder(t)) is not None:
        with st.container(key="review_reminder"):
            st.caption(reminder, text_alignment="right")
    return view, chosen


def _month_says(company: Company, t: Texts, name: str) -> str:
    month = date.fromisoformat(f"{name}-01")
    if month_end(month) > company.last_day:
        return t("month_so_far", year=month.year, month=month.month, day=company.last_day.day)
    return t("month", year=month.year, month=month.month)


def _note(company: Company, view: View, t: Texts) -> str:
    """From which day the page is seen, and whether these are demo or old data."""
    note = t("as_of", day=day_said(view.as_of, t))
    if company.is_demo:
        return f"**{t('demo_data')}** · {note}"
    age = (day_of(now()) - company.last_day).days
    if age <= OLD:
        return note
    # A quiet month is no old file: the reader tells them apart by the day of the export.
    days = [file["exported_on"] for file in read_files(company) if file["exported_on"]]
    exported = max(days, default=company.last_day)
    return f"{note} · **{t('old_data', days=f'{age:,}', day=f'{exported:%m/%d}')}**"
