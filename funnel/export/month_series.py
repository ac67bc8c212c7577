"""Months on slides: what was won with target, year before and ranges ahead; every stage."""

from __future__ import annotations

from datetime import date

from funnel.calendar import month_end
from funnel.export.document import (
    Band,
    Cell,
    Chart,
    Column,
    Kind,
    Part,
    Series,
    Slide,
    Table,
    Words,
)
from funnel.export.looked import Said
from funnel.metrics import METRICS
from funnel.reports.month_series import Point
from funnel.reports.month_series import Series as Read
from funnel.reports.monthly import Month

SHOWN = 12


def revenue_slide(told: Month, said: Said) -> Slide:
    """Twelve months and those ahead as one chart; the months ahead as a table."""
    name, title = said(f"name_{told.figure}"), said(f"title_{told.figure}")
    if not told.drawn.points:
        return Slide(name, title, (Band((Words("", (said("nothing_drawn"),)),)), Band((), 2.0)))
    parts: list[Band] = [Band((_chart(told, said),), 1.7)]
    if told.ahead:
        parts.append(Band((ahead_table(told, said),)))
    last, note = told.drawn.points[-1], ""
    if last.is_partial:
        note = said("partial", month=said.month(last.month), day=said.words.short_day(last.until))
    return Slide(name, title, tuple(parts), note)


def _unit(told: Month) -> Kind:
    return "money" if told.figure == "revenue" else "count"


def _chart(told: Month, said: Said) -> Chart:
    """What came of each month; of those ahead the range, which begins where nothing is drawn."""
    points = told.drawn.points[-SHOWN:]
    known, ahead = [one.month for one in points], {one.month: one for one in told.ahead}
    months = known + [month for month in ahead if month not in known]
    at = {one.month: one for one in points}
    came = tuple(at[month].value if month in at else None for month in months)
    spans = [ahead.get(month) for month in months]
    # Columns stand on each other: a range begins above what is booked, which is drawn below it.
    lows = [None if one is None else one.outlook.low80 for one in spans]
    below = [
        None if low is None else max(low - (value or 0.0), 0.0)
        for low, value in zip(lows, came, strict=True)
    ]
    widths = tuple(
        None if one is None else one.outlook.high80 - max(one.outlook.low80, value or 0.0)
        for one, value in zip(spans, came, strict=True)
    )
    columns = [Series(said("came"), came)]
    lines = [Series(said("came"), came, "label")]
    if told.ahead:
        columns += [
            Series(said("base"), tuple(below), "hidden"),
            Series(said("width"), widths, "range"),
        ]
        medians = tuple(None if one is None else one.outlook.median for one in spans)
        lines.append(Series(said("median"), medians, "point"))
    targets = tuple(
        one.target if one else at[month].target for month, one in zip(months, spans, strict=True)
    )
    before = tuple(
        one.before if one else at[month].before for month, one in zip(months, spans, strict=True)
    )
    for key, values in (("target", targets), ("before", before)):
        if any(value is not None for value in values):
            lines.append(Series(said(key), values, "target" if key == "target" else "before"))
    pale = tuple(place for place, one in enumerate(points) if one.is_partial)
    return Chart(
        said(f"chart_{told.figure}"), tuple(said.short_month(month) for month in months),
        tuple(columns), tuple(lines), unit="money" if told.figure == "revenue" else "count",
        stacked=True, pale=pale,
    )  # fmt: skip


def ahead_table(told: Month, said: Said) -> Table:
    """The months ahead with both ranges, the target and how likely it is missed."""
    unit = _unit(told)
    columns = (
        Column(said("month")), Column(said("low80"), unit), Column(said("low50"), unit),
        Column(said("median"), unit), Column(said("high50"), unit), Column(said("high80"), unit),
        Column(said("target"), unit), Column(said("chance"), "share"),
        Column(said("gap_column"), unit), Column(said("before"), unit),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    lines = [(said.month(one.month), one.outlook, one.target, one.missing, one.before)
             for one in told.ahead]  # fmt: skip
    if told.total is not None:
        whole = told.missing.target if told.missing else None
        lines.append((said("all"), told.total, whole, told.missing, None))
    for name, outlook, target, missing, before in lines:
        rows.append((
            name, outlook.low80, outlook.low50, outlook.median, outlook.high50, outlook.high80,
            target, None if missing is None else missing.probability,
            None if missing is None else max(missing.gap, 0.0), before,
        ))  # fmt: skip
    strong = (len(rows) - 1,) if told.total is not None else ()
    return Table(said("forecast_table"), columns, tuple(rows), strong=strong)


def revenue_table(told: Month, said: Said) -> Table:
    """The same months as rows: what came, target, year before, and how far each is known."""
    unit = _unit(told)
    columns = (
        Column(said("month"), "month"), Column(said("came"), unit), Column(said("target"), unit),
        Column(said("before"), unit), Column(said("until"), "day"),
    )  # fmt: skip
    rows = tuple(
        (one.month, one.value, one.target, one.before, one.until) for one in told.drawn.points
    )
    return Table(said(f"title_{told.figure}"), columns, rows, empty=said("nothing_drawn"))


def funnel_slide(told: Month, said: Said) -> Slide:
    """Every stage by month; the last whole one against its target and the year before."""
    stages = [one for one in told.stages if one.points]
    missing = [_name(one, said) for one in told.stages if not one.points]
    notes = [said("unmeasured", stages=said("comma").join(missing))] if missing else []
    notes += [
        said("ended", stage=_name(one, said), day=f"{one.ended:%Y/%m/%d}")
        for one in stages
        if one.ended is not None
    ]
    months = stages[0].points[-SHOWN:] if stages else ()
    columns = [Column(said("stage"))]
    columns += [Column(_month_name(one.month, told, said), "count") for one in months]
    whole = [one for one in months if not one.is_partial and one.value is not None]
    last = whole[-1] if whole else None
    if last is not None:
        name = said.short_month(last.month)
        columns += [
            Column(said("compared_target", month=name), "share"),
            Column(said("compared_year", month=name), "share"),
        ]
    rows = tuple(_row(one, last, said) for one in stages)
    table = Table(said("name_funnel"), tuple(columns), rows)
    charts = tuple(_small(one, said) for one in stages)
    bands: list[Band] = [Band((table,), 1.2 + 0.05 * len(rows))]
    parts: tuple[Part, ...] = charts
    if parts:
        bands.append(Band(parts, 1.0))
    title = said("title_funnel", count=len(months))
    return Slide(said("name_funnel"), title, tuple(bands), " ".join(notes))


def _name(one: Read, said: Said) -> str:
    return said.both(METRICS[one.metric].title)


def _month_name(month: date, told: Month, said: Said) -> str:
    """The month that goes on says up to which day."""
    name, goes_on = said.short_month(month), month == told.month and told.as_of < month_end(month)
    return said("so_far", month=name, day=told.as_of.day) if goes_on else name


def _row(one: Read, last: Point | None, said: Said) -> tuple[Cell, ...]:
    cells: list[Cell] = [_name(one, said), *(point.value for point in one.points[-SHOWN:])]
    if last is not None:
        at = one.at(last.month)
        value = None if at is None else at.value
        against = (None, None) if at is None else (at.target, at.before)
        cells += [None if value is None or not other else value / other for other in against]
    return tuple(cells)


def _small(one: Read, said: Said) -> Chart:
    points = one.points[-SHOWN:]
    before = tuple(point.before for point in points)
    lines: tuple[Series, ...] = ()
    if any(value is not None for value in before):
        lines = (Series(said("before"), before, "before"),)
    return Chart(
        _name(one, said), tuple(said.short_month(point.month) for point in points),
        (Series(_name(one, said), tuple(point.value for point in points)),), lines,
        pale=tuple(place for place, point in enumerate(points) if point.is_partial), small=True,
        bare=True,
    )  # fmt: skip
