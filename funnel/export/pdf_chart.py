"""A chart on a page, drawn line by line: columns, bars that lie, stacks, lines over them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from funnel.export.document import LABELLED, Chart, Document, Series
from funnel.export.look import (
    COLOURS,
    GREY,
    INK,
    LINE,
    Box,
    fitting,
    said,
    scaled,
    width_of,
)
from funnel.export.pdf_page import Page

LABEL = 20.0
LEGEND = 20.0
TICKS = 4


@dataclass(frozen=True)
class _Axis:
    """Where values lie between `low` and `high`, on a length from `start`."""

    low: float
    high: float
    start: float
    length: float

    def at(self, value: float) -> float:
        return self.start + self.length * (value - self.low) / (self.high - self.low)


def draw_chart(page: Page, chart: Chart, box: Box, told: Document) -> None:
    """Into `box`: the legend above, the names of the categories below or at the left."""
    left, top, width, height = box
    named = [one for one in chart.series if one.look not in ("hidden", "label")]
    if not chart.small and len({one.name for one in named}) > 1:
        _legend(page, named, (left, top, width, LEGEND))
        top, height = top + LEGEND, height - LEGEND
    if not chart.categories:
        return
    if chart.lying:
        _bars(page, chart, (left, top, width, height), told)
    else:
        _columns(page, chart, (left, top, width, height), told)


def _legend(page: Page, named: Sequence[Series], box: Box) -> None:
    at, top, *_ = box
    seen = set[str]()
    for one in named:
        if one.name in seen:
            continue
        seen.add(one.name)
        if one.look == "point":
            page.diamond((at + 5, top + 8), COLOURS[one.look])
        elif one.look in ("before", "target") and one not in named[:1]:
            page.area((at, top + 7, 12, 3), COLOURS[one.look])
        else:
            page.area((at, top + 3, 10, 10), COLOURS[one.look])
        page.text((at + 16, top, 240, LEGEND), [one.name], 10.5, GREY)
        at += 16 + width_of(one.name) * 11 + 18


def _ends(chart: Chart) -> tuple[float, float]:
    """The lowest and the highest value that is drawn, rounded outwards; zero is among them."""
    if chart.unit == "share":
        return 0.0, 1.0
    found = [value or 0.0 for one in chart.series for value in one.values]
    if chart.stacked:
        for place in range(len(chart.categories)):
            values = [one.values[place] or 0.0 for one in chart.columns]
            found += [sum(max(value, 0.0) for value in values)]
            found += [sum(min(value, 0.0) for value in values)]
    low, high = min([0.0, *found]), max([0.0, *found])
    return -scaled(-low) if low < 0 else 0.0, scaled(high * 1.06) if high > 0 else 1.0


def _columns(page: Page, chart: Chart, box: Box, told: Document) -> None:
    left, top, width, height = box
    low, high = _ends(chart)
    room = 0.0 if chart.small else 58.0
    above = 14.0
    axis = _Axis(low, high, top + height - LABEL, -(height - LABEL - above))
    if not chart.small:
        for tick in range(TICKS + 1):
            value = low + (high - low) * tick / TICKS
            at = axis.at(value)
            page.line([(left + room, at), (left + width, at)], LINE, 0.5)
            text = said(value, chart.unit, told.currency, told.language)
            page.text((left, at - 8, room - 8, 16), [text], 9.5, GREY, align="right")
    each = (width - room) / len(chart.categories)
    middles = [left + room + each * (place + 0.5) for place in range(len(chart.categories))]
    for place, middle in enumerate(middles):
        _group(page, chart, place, middle, wide=each * 0.7, axis=axis, told=told)
        size = fitting([chart.categories[place]], each, 18, 10.5, 5)
        name = (middle - each / 2, top + height - LABEL + 2, each, LABEL)
        page.text(name, [chart.categories[place]], size, GREY, align="centre")
    page.line([(left + room, axis.at(0)), (left + width, axis.at(0))], GREY, 0.75)
    for one in chart.lines:
        _line(page, one, middles, axis)


def _group(
    page: Page, chart: Chart, place: int, middle: float, *, wide: float, axis: _Axis, told: Document
) -> None:
    """All columns of one category, side by side or one on the other."""
    above = below = 0.0
    each = wide if chart.stacked else wide / len(chart.columns)
    for number, one in enumerate(chart.columns):
        value = one.values[place]
        if value is None:
            continue
        start = 0.0
        if chart.stacked:
            start = above if value >= 0 else below
            above, below = above + max(value, 0.0), below + min(value, 0.0)
        left = middle - wide / 2 + (0.0 if chart.stacked else each * number)
        ends = sorted((axis.at(start), axis.at(start + value)))
        if one.look != "hidden":
            look = "pale" if one.look == "main" and place in chart.pale else one.look
            page.area((left, ends[0], each * 0.94, max(ends[1] - ends[0], 0.3)), COLOURS[look])
        if one.look in LABELLED and not chart.bare:
            sign = {"plus": "+", "minus": "\u2212"}.get(one.look, "")
            text = sign + said(
                abs(value) if sign else value, chart.unit, told.currency, told.language
            )
            _label(page, text, (left + each / 2, ends[0] - 14), max(each * 1.25, 20))


def _label(page: Page, text: str, at: tuple[float, float], room: float) -> None:
    size = fitting([text], room, 15, 9.5, 5)
    page.text((at[0] - room, at[1], 2 * room, 14), [text], size, INK, align="centre")


def _bars(page: Page, chart: Chart, box: Box, told: Document) -> None:
    """The first series, one bar below the other."""
    left, top, width, height = box
    one = chart.columns[0]
    longest = max(map(width_of, chart.categories)) * 11 + 12
    room = min(longest, width * 0.45)
    low, high = _ends(chart)
    axis = _Axis(low, high, left + room, width - room - 44)
    each = min(height / len(chart.categories), 40.0)
    for place, name in enumerate(chart.categories):
        at = top + each * place
        size = fitting([name], room - 10, each, 10.5, 6)
        page.text((left, at, room - 8, each), [name], size, GREY, align="right", middle=True)
        value = one.values[place]
        if value is None:
            continue
        end = axis.at(value)
        bar = (axis.at(0), at + each * 0.18, max(end - axis.at(0), 0.3), each * 0.64)
        page.area(bar, COLOURS[one.look])
        text = said(value, chart.unit, told.currency, told.language)
        page.text((end + 4, at, 60, each), [text], 10, INK, middle=True)


def _line(page: Page, one: Series, middles: Sequence[float], axis: _Axis) -> None:
    """Through what is known; a gap where nothing is."""
    if one.look == "label":  # the columns say it here
        return
    stretch: list[tuple[float, float]] = []
    for middle, value in zip([*middles, 0.0], [*one.values, None], strict=True):
        if value is not None and one.look == "point":
            page.diamond((middle, axis.at(value)), COLOURS["point"])
        elif value is not None:
            stretch.append((middle, axis.at(value)))
        else:
            if len(stretch) > 1:
                page.line(stretch, COLOURS[one.look], 1.4, dashed=True)
            elif stretch:
                page.diamond(stretch[0], COLOURS[one.look], 3.0)
            stretch = []
