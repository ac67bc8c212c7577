"""The cards of the month: what was won and is to come, why it changed, stages, past forecasts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import streamlit as st

from funnel.analysis.explain import Explained
from funnel.analysis.forecast import Forecast
from funnel.calendar import month_end, months_before
from funnel.filters import Filters
from funnel.messages import in_language
from funnel.metrics import METRICS
from funnel.reports.forecast_texts import WARNINGS, refused
from funnel.reports.monthly import Month
from funnel.ui.cards import OPENS, card_title
from funnel.ui.charts import month as charts
from funnel.ui.charts.look import CONFIG
from funnel.ui.data import Company
from funnel.ui.details import open_figure
from funnel.ui.month_tables import (
    change_table,
    table_dialog,
    value_table,
    whole_before,
)
from funnel.ui.month_words import amount_said, part_name
from funnel.ui.numbers import month_said
from funnel.ui.texts import Texts, plain

SMALL_PART = 0.02
"""Of the larger of both months: two or more steps that moved less are drawn as one."""


def revenue_card(company: Company, told: Month, t: Texts) -> None:
    """What was won by month against target and year before, and the months to come as ranges."""
    series = told.drawn
    with st.container(border=True, key="card_month_value"):
        card_title(t(f"monthly_title_{told.figure}"), _legend(told, t))
        if not series.is_measured:
            st.markdown(t("monthly_no_value"))
            return
        scale, unit = _scale(told, t)
        columns = columns_of(told, t)
        until = t("monthly_until", month=month_said(told.month, t), day=told.as_of.day)
        figure = charts.months(columns, scale, unit, until=until, ahead=t("monthly_ahead"))
        st.plotly_chart(figure, config=CONFIG, theme=None, key="month_value_chart")
        found = told.forecast.forecast
        if isinstance(found, Forecast) and found.warnings:
            said = (in_language(WARNINGS[each], t.language) for each in found.warnings)
            st.caption(plain(" ".join(said)))
        with st.container(horizontal=True, key="month_value_more"):
            open_button(company, series.metric, told.month, told.as_of, t, key="open_month_value")
            if st.button(t("monthly_as_table"), key="month_value_table", type="tertiary"):
                table_dialog(t(f"monthly_title_{told.figure}"), value_table(told, t), "month", t)


def open_button(
    company: Company, metric: str, month: date, as_of: date, t: Texts, *, key: str
) -> None:
    """A button with a figure's name and month, that opens its definition and rows."""
    title = in_language(METRICS[metric].title, t.language)
    label = t("monthly_open", name=title, month=month_said(month, t))
    if st.button(label, key=key, type="tertiary", icon=OPENS):
        until = min(month_end(month), as_of)
        open_figure(company, metric, Filters(month, until, until, "period"), t)


def _legend(told: Month, t: Texts) -> str:
    """What is drawn and how, of what there is."""
    columns = columns_of(told, t)
    shown = {
        "bar": any(one.value for one in columns),
        "target": any(one.target for one in columns),
        "before": any(one.before is not None for one in columns),
        "range": bool(told.ahead),
    }
    return t("dot").join(t(f"monthly_legend_{name}") for name, there in shown.items() if there)


def columns_of(told: Month, t: Texts) -> list[charts.Column]:
    """The months that are known, and those to come; the unfinished one is both."""
    ahead = {one.month: one for one in told.ahead}
    first = next((one.month for one in told.drawn.points if one.value is not None), told.month)
    points = {one.month: one for one in told.drawn.points if one.month >= first}
    found: list[charts.Column] = []
    has_before = False
    for month in sorted(points.keys() | ahead.keys()):
        point, coming = points.get(month), ahead.get(month)
        before = whole_before(point, coming)
        # Before the first win the year before says only that the exports had just begun.
        has_before = has_before or bool(before)
        column = charts.Column(
            label=_label(month, told, t),
            said="",
            value=point.value if point else None,
            is_partial=point is not None and point.is_partial,
            before=before if has_before else None,
            target=coming.target if coming else point.target if point else None,
            outlook=coming.outlook if coming else None,
        )
        found.append(replace(column, said=_pointed_at(column, month, told, t)))
    return found


def _label(month: date, told: Month, t: Texts) -> str:
    """The month; of two years the year with each January."""
    said = f"{month.month}月" if t.language == "ja" else f"{month:%b}"
    is_long = len(told.drawn.points) > 12
    return f"{said}\n{month.year}" if is_long and month.month == 1 else said


def _pointed_at(column: charts.Column, month: date, told: Month, t: Texts) -> str:
    parts = [t("month", year=month.year, month=month.month)]
    named: dict[str, float | None] = {
        "bar": column.value, "target": column.target, "before": column.before
    }  # fmt: skip
    parts += [
        f"{t(f'monthly_legend_{name}_of')} {amount_said(told, value, t)}"
        for name, value in named.items()
        if value is not None
    ]
    if column.outlook is not None:
        low, high = (
            amount_said(told, value, t) for value in (column.outlook.low80, column.outlook.high80)
        )
        parts.append(t("monthly_range_of", low=low, high=high))
    return t("dot").join(parts)


def _scale(told: Month, t: Texts) -> tuple[float, str]:
    """What one unit of the axis is worth, and what it is called."""
    if told.figure == "wins":
        return 1.0, t("monthly_unit_wins")
    values = [one.value or 0 for one in told.value.points]
    values += [one.outlook.high80 for one in told.ahead]
    most = max(values, default=0)
    is_yen = told.currency == "JPY"
    if is_yen and t.language == "ja" and most < 1e7:
        return 1e4, t("monthly_unit_man")
    name = t("monthly_unit_yen") if is_yen else told.currency
    if most >= 2e9:
        # In Japanese a hundred million has a name.
        return (1e8, t("monthly_unit_oku", name=name)) if t.language == "ja" and is_yen else (
            1e9, t("monthly_unit_billion", name=name))  # fmt: skip
    if most >= 2e6:
        return 1e6, t("monthly_unit_million", name=name)
    return (1e3, t("monthly_unit_thousand", name=name)) if most >= 2e4 else (1.0, name)


def change_card(company: Company, told: Month, t: Texts) -> None:
    """The parts that lead from the one month to the other, to the last unit of money."""
    change = told.change
    found = change.report.explained
    with st.container(border=True, key="card_month_change", height="stretch"):
        if not isinstance(found, Explained):
            card_title(t("monthly_change"), "")
            st.markdown(plain(in_language(refused(found), t.language)))
            return
        month = date.fromisoformat(f"{change.report.month}-01")
        key = f"monthly_change_{change.against}"
        before = month_said(months_before(month, 1), t)
        card_title(t("monthly_change"), t(key, month=month_said(month, t), before=before))
        figure = charts.waterfall(falls_of(told, found, t))
        st.plotly_chart(figure, config=CONFIG, theme=None, key="month_change_chart")
        with st.container(horizontal=True, key="month_change_more"):
            open_button(company, told.drawn.metric, month, told.as_of, t, key="open_month_change")
            if st.button(t("monthly_as_table"), key="month_change_table", type="tertiary"):
                note = t("monthly_rest_means")
                table_dialog(t("monthly_change"), change_table(told, found, t), "change", t, note)


def falls_of(told: Month, found: Explained, t: Texts) -> list[charts.Fall]:
    """The lines of the waterfall, in the order of the funnel; steps that hardly moved as one."""
    report, bars = told.change.report, told.change.bars
    least = SMALL_PART * max(abs(found.before), abs(found.after))
    moved = [bar for bar in bars if bar.amount or bar.kind == "rest"]
    small = [bar for bar in moved if bar.kind == "stage" and abs(bar.amount) < least]
    small = small if len(small) > 1 else []
    shown = [bar for bar in moved if bar not in small]
    named = [(part_name(bar, bars, t), bar.kind == "rest", bar.amount) for bar in shown]
    if together := sum(bar.amount for bar in small):
        place = sum(bar.kind in ("source", "stage") for bar in shown)
        named.insert(place, (t("monthly_part_small", count=len(small)), False, together))

    def whole(name: str, amount: int) -> charts.Fall:
        month = date.fromisoformat(f"{name}-01")
        is_year = told.change.against == "year" and t.language == "ja"
        label = t("month", year=month.year, month=month.month) if is_year else month_said(month, t)
        return charts.Fall(label, "whole", 0, amount, amount_said(told, amount * found.unit, t))

    falls, at = [whole(report.other, found.before)], found.before
    for label, is_rest, amount in named:
        text = amount_said(told, amount * found.unit, t, signed=True)
        kind: charts.Kind = "rest" if is_rest else "up" if amount >= 0 else "down"
        falls.append(charts.Fall(label, kind, at, at + amount, text))
        at += amount
    return [*falls, whole(report.month, found.after)]
