"""What the charts of the month show, as tables of numbers to read and to save."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from funnel.analysis.explain import Explained
from funnel.analysis.forecast_backtest import Tried
from funnel.messages import in_language
from funnel.reports.forecast_texts import WAYS
from funnel.reports.month_series import Point, Series
from funnel.reports.monthly import Ahead, Month
from funnel.ui.month_words import part_name
from funnel.ui.rows import show_rows
from funnel.ui.texts import Texts


def table_dialog(title: str, table: pd.DataFrame, name: str, t: Texts, note: str = "") -> None:
    """The numbers behind a chart, to read and to save as `name`.csv."""

    @st.dialog(title, width="large")
    def dialog() -> None:
        show_rows(table, name, t, note=note)

    dialog()


def value_table(told: Month, t: Texts) -> pd.DataFrame:
    """All that the chart shows, as numbers; months as `2026-11`."""
    ahead = {one.month: one for one in told.ahead}
    points = {one.month: one for one in told.drawn.points}
    rows = []
    for month in sorted(points.keys() | ahead.keys()):
        point, coming = points.get(month), ahead.get(month)
        row: dict[str, Any] = {
            "month": f"{month:%Y-%m}",
            "until": f"{point.until:%Y-%m-%d}" if point and point.value is not None else None,
            "value": _whole(point.value) if point else None,
            "target": _whole(coming.target if coming else point.target if point else None),
            "before": _whole(point.before) if point else None,
            "before_whole": _whole(whole_before(point, coming)),
        }
        for name in ("low80", "low50", "median", "high50", "high80"):
            row[name] = _whole(getattr(coming.outlook, name)) if coming else None
        chance = coming.missing.probability if coming and coming.missing else None
        row["short"] = None if chance is None else round(chance, 3)
        rows.append(row)
    table = pd.DataFrame(rows).dropna(axis=1, how="all")
    return table.rename(columns={name: t(f"monthly_column_{name}") for name in table})


def whole_before(point: Point | None, coming: Ahead | None) -> float | None:
    """What the whole month a year before brought; None of a month of which some days are known."""
    if coming is not None:
        return coming.before
    return point.before if point and not point.is_partial else None


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)


def change_table(told: Month, found: Explained, t: Texts) -> pd.DataFrame:
    """Every part in whole units, the two months first and last: they add up."""
    bars = told.change.bars
    lines = [(told.change.report.other, found.before)]
    lines += [(part_name(bar, bars, t), bar.amount) for bar in bars]
    lines += [(told.change.report.month, found.after)]
    rows = [(name, round(amount * found.unit, 2)) for name, amount in lines]
    unit = told.currency if told.figure == "revenue" else t("monthly_unit_wins")
    return pd.DataFrame(rows, columns=[t("monthly_column_part"), unit])


def stages_table(stages: list[Series], t: Texts) -> pd.DataFrame:
    """A row a month, and of every stage its count, its target and the year before."""
    rows: dict[date, dict[str, Any]] = {}
    for one in stages:
        name = t(f"stage_{one.stage}")
        for point in one.points:
            row = rows.setdefault(point.month, {t("monthly_column_month"): f"{point.month:%Y-%m}"})
            row[name] = _whole(point.value)
            row[t("monthly_of_target", name=name)] = _whole(point.target)
            row[t("monthly_of_before", name=name)] = _whole(point.before)
    return pd.DataFrame(rows.values()).dropna(axis=1, how="all")


def hits_table(tried: list[Tried], t: Texts) -> pd.DataFrame:
    """Each forecast: on which day, its range and middle, what came, and the simple ways."""
    rows: list[Mapping[str, Any]] = [
        {
            "made": one.name,
            "low80": _whole(one.outlook.low80 if one.outlook else None),
            "median": _whole(one.of("simulation")),
            "high80": _whole(one.outlook.high80 if one.outlook else None),
            "came": _whole(one.came),
            **{way: _whole(one.of(way)) for way in ("naive", "seasonal", "pipeline")},
        }
        for one in tried
    ]
    table = pd.DataFrame(rows).dropna(axis=1, how="all")
    ways = {way: in_language(text, t.language) for way, text in WAYS.items()}
    return table.rename(
        columns={name: ways.get(str(name)) or t(f"monthly_column_{name}") for name in table}
    )
