"""The filters of a page: which month, which lead source, which owner and segment."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial

import streamlit as st

from funnel.calendar import day_of, month_end
from funnel.clock import now
from funnel.reports.compare import AGAINST
from funnel.reports.segments import NARROWING
from funnel.ui.choices import passed_on, remember, restore
from funnel.ui.compare import NAME as COMPARE
from funnel.ui.data import Company, View, read_files, read_segments, view_of
from funnel.ui.numbers import day_said
from funnel.ui.reminders import review_reminder
from funnel.ui.texts import Texts
from funnel.ui.wall import shortened

ALL = "*"
LANES = ("marketing", "sales")
LETTERS = 40
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


def choose_view(
    company: Company,
    t: Texts,
    at_end: Callable[[], None] | None = None,
    *,
    compares: bool = False,
) -> View:
    """The month, the source and further filters, as boxes and as `?month=2026-10&source=展示会`.

    Args:
        company: whose months, sources and segments there are to choose from.
        t: the texts.
        at_end: draws what stands at the right end of the line.
        compares: with the box of what to compare with, for `compare.chosen_against()`.
    """
    months = {f"{month:%Y-%m}": month for month in company.months}
    sources = _named(company.sources)
    with st.container(horizontal=True, vertical_alignment="center", key="filters"):
        month = _select(
            "month", t("choose_month"), list(months), partial(_month_says, company, t), t.language
        )
        source = _select(
            "source", t("choose_source"), list(sources), partial(_source_says, t), t.language
        )
        if compares:
            _select(
                COMPARE, t("choose_compare"), list(AGAINST), lambda each: t(f"compare_{each}"),
                t.language, width=240,
            )  # fmt: skip
        where = choose_segments(company, t)
        reminder = review_reminder(t)
        notes = [t("period_note"), *([reminder] if reminder else [])]
        st.caption(t("dot").join(notes), width="stretch", text_alignment="right")
        if at_end is not None:
            at_end()
    view = view_of(company, months[month], sources[source], where)
    with st.container(key="header_note"):
        st.caption(_note(company, view, t))
    return view


def choose_segments(company: Company, t: Texts) -> tuple[tuple[str, str | None], ...]:
    """An owner, an industry and so on behind one button, which says how many are chosen.

    Nothing is drawn where the exports have none of them.
    """
    segments = read_segments(company)
    if not segments:
        return ()
    options = {name: _named(names) for name, names in segments.items()}
    chosen = {name: restore(name, list(options[name]), ALL) for name in options}
    active = [name for name, choice in chosen.items() if choice != ALL]
    label = t("narrow_active", count=len(active)) if active else t("narrow")
    with st.popover(label, key=f"narrow_{t.language}"):
        for name, named in options.items():
            _segment_box(name, list(named), chosen[name], t)
        if active:
            st.button(
                t("narrow_clear"), key="narrow_clear", on_click=_clear, args=(tuple(active),)
            )  # fmt: skip
    return tuple((name, options[name][chosen[name]][0]) for name in active)


def _segment_box(name: str, options: list[str], chosen: str, t: Texts) -> None:
    key = f"box_{name}_{t.language}"
    st.session_state[key] = chosen
    st.selectbox(
        t(f"narrow_{name}"), options, format_func=partial(_segment_says, name, t=t), key=key,
        on_change=lambda: remember(name, st.session_state[key], ALL),
    )  # fmt: skip


def _segment_says(name: str, option: str, t: Texts) -> str:
    if option == ALL:
        return t("all_sources")
    if name == "lane":
        return t(f"lane_{option}") if option in LANES else option
    return shortened(option, LETTERS) or t("narrow_without")


def _clear(names: tuple[str, ...]) -> None:
    for name in names:
        remember(name, ALL, ALL)


def _named(names: tuple[str | None, ...]) -> dict[str, tuple[str | None, ...]]:
    """By what stands in the address: all, each name, and '' for those without one."""
    return {ALL: (), **{name or "": (name,) for name in names}}


def _source_says(t: Texts, name: str) -> str:
    return t("all_sources") if name == ALL else t.source(name or None)


def choose_stretch(
    company: Company, t: Texts, choices: Mapping[str, tuple[str, Mapping[str, str]]]
) -> tuple[View, list[str]]:
    """A month, and one of each of `choices` (name: its label, and what each option is called).

    Chosen filters do not hold here, which is said; they are passed on to the next page.
    """
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
        if notes := [note for note in (_not_here(t), review_reminder(t)) if note]:
            st.caption(t("dot").join(notes), width="stretch", text_alignment="right")
    view = view_of(company, months[month])
    with st.container(key="header_note"):
        st.caption(_note(company, view, t))
    return view, chosen


def _not_here(t: Texts) -> str:
    """Which filters do not hold on this page, as Markdown; nothing where none is chosen."""
    says = {"source": partial(_source_says, t)}
    for name in NARROWING:
        says[name] = partial(_segment_says, name, t=t)
    kept = {name: passed_on(name) for name in says}
    chosen = [
        shortened(says[name](each), LETTERS) for name, each in kept.items() if each is not None
    ]
    return t.markdown("narrow_not_here", chosen=t("and").join(chosen)) if chosen else ""


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
