"""How the leads of each source go along the funnel: who differs from the others, in words first."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from funnel.analysis.rates import Estimate
from funnel.filters import Filters
from funnel.messages import in_language
from funnel.metrics import METRICS
from funnel.reports.closed_deals import By
from funnel.reports.rates import Rate
from funnel.reports.source_quality import Length, Qualities, Quality, source_quality
from funnel.ui.cards import OPENS, card_title
from funnel.ui.charts.look import CONFIG
from funnel.ui.charts.source_quality import quality_by_group
from funnel.ui.data import Company, database
from funnel.ui.details import open_figure
from funnel.ui.numbers import counts, judged_said, percent
from funnel.ui.source_differences import group_name, sentence_of
from funnel.ui.sources import Stretch
from funnel.ui.texts import Texts, plain
from funnel.ui.wall import shortened

MOST_ROWS = 10
ALL = "*"
USUAL_BASE = {
    "mql_rate": "lead", "sql_rate": "handed_over", "opportunity_rate": "handed_over",
    "win_rate": "opportunity", "lead_win_rate": "lead",
}  # fmt: skip


@st.cache_data(max_entries=16, show_spinner=False)
def _quality(home: str, version: int, since: date, as_of: date, by: By) -> Qualities:
    return source_quality(database(home, version), since, as_of, by=by)


def read_quality(company: Company, asked: Stretch) -> Qualities:
    """Of the leads of the stretch, by source or campaign."""
    return _quality(company.home, company.version, asked.since, asked.as_of, asked.by)


def quality_card(company: Company, asked: Stretch, t: Texts) -> None:
    """The sentence, the chart, the numbers on demand, and each rate's definition and rows."""
    found = read_quality(company, asked)
    with st.container(border=True, key="card_quality"):
        card_title(t("way_title"), t("quality_note"))
        st.markdown(f"**{sentence_of(found, t)}**")
        if not found.metrics or not found.rows:
            return
        shown = found.rows[:MOST_ROWS]
        figure = quality_by_group(frame_of(found, shown, t), _lengths(shown, found.by, t))
        st.plotly_chart(figure, config=CONFIG, theme=None, key="quality_chart")
        notes = [t("quality_legend")]
        if len(found.rows) > MOST_ROWS:
            notes.append(t("quality_more", count=f"{len(found.rows) - MOST_ROWS:,}"))
        st.caption(" ".join([*notes, *_bases(found, t)]))
        with st.expander(t("quality_numbers")):
            st.table(table_of(found, t), border="horizontal", hide_index=True)
        _openers(company, found, asked, t)


def frame_of(found: Qualities, rows: tuple[Quality, ...], t: Texts) -> pd.DataFrame:
    """Rates by group for `quality_by_group`."""
    drawn = []
    for metric in found.metrics:
        whole = _ends(found.whole.rates[metric])
        for row in rows:
            rate = row.rates.get(metric)
            ends = None if rate is None else _ends(rate)
            kind = row.apart[metric].kind if metric in row.apart else ""
            is_apart = kind in ("higher", "lower")
            drawn.append(
                {
                    "rate": in_language(METRICS[metric].title, t.language),
                    "group": group_name(row.group, found.by, t),
                    "note": _leads(row, t),
                    "value": None if ends is None else ends.value,
                    "low": None if ends is None else ends.low,
                    "high": None if ends is None else ends.high,
                    "whole": None if whole is None else whole.value,
                    "says": _says(rate, kind, t),
                    "counts": "" if rate is None else _counts(rate),
                    "is_apart": is_apart,
                    "is_young": rate is not None and rate.judged.state == "young",
                }
            )
    return pd.DataFrame(drawn)


def _ends(rate: Rate) -> Estimate | None:
    """A young cohort's rate as it will end; any other as it was counted."""
    judged = rate.judged
    return judged.expected if judged.state == "young" else judged.interval


def _says(rate: Rate | None, kind: str, t: Texts) -> str:
    if rate is None or (ends := _ends(rate)) is None:
        return "—"
    words = {"higher": "quality_says_higher", "lower": "quality_says_lower"}
    said = percent(ends.value, t)
    if kind in words:
        return f"{said} {t(words[kind])}"
    return f"{said} {t('too_few_note')}" if rate.judged.state == "too_few" else said


def _counts(rate: Rate) -> str:
    return counts(rate.figure.numerator, rate.figure.denominator)


def _leads(row: Quality, t: Texts) -> str:
    return "" if row.leads is None else t("quality_leads", count=f"{row.leads:,}")


def _lengths(rows: tuple[Quality, ...], by: By, t: Texts) -> dict[str, tuple[str, str]]:
    said = {"": (in_language(METRICS["lead_time_days"].title, t.language), "")}
    for row in rows:
        said[group_name(row.group, by, t)] = _length(row.lead_time, t)
    return said


def _length(length: Length | None, t: Texts) -> tuple[str, str]:
    if length is None or length.median is None:
        return "—", ""
    days = t("days", value=f"{length.median:,.1f}".removesuffix(".0"))
    return days, t("quality_wins", count=f"{length.count:,}")


def _bases(found: Qualities, t: Texts) -> list[str]:
    """Rates whose usual base is not measured, with the one that stands for it."""
    said = []
    for metric in found.metrics:
        base = found.whole.rates[metric].figure.base
        if base and base != USUAL_BASE[metric]:
            title = in_language(METRICS[metric].title, t.language)
            said.append(t("quality_base", rate=title, base=t(f"stage_{base}")))
    return said


def table_of(found: Qualities, t: Texts) -> pd.DataFrame:
    """Every group and the whole with counts, interval and state, as Markdown."""
    titles = [in_language(METRICS[metric].title, t.language) for metric in found.metrics]
    time = in_language(METRICS["lead_time_days"].title, t.language)
    rows = []
    for row in (*found.rows, found.whole):
        is_whole = row is found.whole
        name = t("sources_total") if is_whole else group_name(row.group, found.by, t)
        days, wins = _length(row.lead_time, t)
        rows.append([
            f"**{plain(name)}**" if is_whole else plain(shortened(name)),
            "—" if row.leads is None else f"{row.leads:,}",
            *(_cell(row.rates.get(metric), t) for metric in found.metrics),
            plain(f"{days} {wins}"),
        ])  # fmt: skip
    return pd.DataFrame(rows, columns=[t(f"column_{found.by}"), t("stage_lead"), *titles, time])


def _cell(rate: Rate | None, t: Texts) -> str:
    if rate is None or rate.figure.value is None:
        return "—"
    said = plain(f"{percent(float(rate.figure.value), t)} ({_counts(rate)})")
    return f"**{said}** {plain(judged_said(rate.judged, t))}"


def _openers(company: Company, found: Qualities, asked: Stretch, t: Texts) -> None:
    """Each rate's definition and rows, of all groups or of one."""
    names: list[str] = [ALL, *(str(place) for place in range(len(found.rows)))]

    def says(name: str) -> str:
        if name == ALL:
            return t("quality_all")
        return shortened(group_name(found.rows[int(name)].group, found.by, t))

    with st.container(horizontal=True, vertical_alignment="center", key="quality_open"):
        chosen = st.selectbox(
            t("quality_open"), names, format_func=says, key=f"quality_group_{t.language}",
            label_visibility="collapsed", width=300,
        )  # fmt: skip
        where: tuple[tuple[str, str | None], ...] = ()
        if chosen != ALL:
            where = ((found.by, found.rows[int(chosen)].group),)
        filters = Filters(asked.since, asked.as_of, asked.as_of, "cohort", where)
        for metric in found.metrics:
            title = in_language(METRICS[metric].title, t.language)
            if st.button(title, key=f"quality_{metric}", type="tertiary", icon=OPENS):
                open_figure(company, metric, filters, t)
