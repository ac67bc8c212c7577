"""A chart in a workbook, drawn by the program from the cells beneath it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from funnel.export.document import LABELLED, Chart, Document, Series
from funnel.export.look import COLOURS, FONT_JAPANESE, FONT_LATIN, GREY, LINE, number_format


@dataclass(frozen=True)
class Written:
    """Where the numbers of a chart stand: categories in the first column, a series in each next."""

    sheet: str
    first: int
    last: int

    def column(self, place: int) -> list[Any]:
        """The cells of a column, as the library wants them."""
        return [self.sheet, self.first, place, self.last, place]

    def head(self, place: int) -> list[Any]:
        """The name of a column."""
        return [self.sheet, self.first - 1, place]


def new_chart(book: Any, chart: Chart, written: Written, told: Document) -> Any:
    """Columns, with lines over them on the same axes."""
    kind: dict[str, str] = {"type": "bar" if chart.lying else "column"}
    if chart.stacked:
        kind["subtype"] = "stacked"
    drawn = book.add_chart(kind)
    for place, one in enumerate(chart.columns, start=1):
        drawn.add_series(_series(one, place, chart, written, told) | {
            "gap": 45, "overlap": 100 if chart.stacked or len(chart.columns) == 1 else 0,
        })  # fmt: skip
    if chart.lines:
        lines = book.add_chart({"type": "line"})
        for place, one in enumerate(chart.lines, start=len(chart.columns) + 1):
            lines.add_series(_line(one, place, chart, written, told))
        drawn.combine(lines)
    _frame(drawn, chart, told)
    return drawn


def _series(
    one: Series, place: int, chart: Chart, written: Written, told: Document
) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": written.head(place),
        "categories": written.column(0),
        "values": written.column(place),
        "fill": {"color": f"#{COLOURS[one.look]}"},
    }
    if one.look == "hidden":
        return found | {"fill": {"none": True}, "border": {"none": True}}
    if one.look == "main" and chart.pale:
        pale = {"fill": {"color": f"#{COLOURS['pale']}"}}
        found["points"] = [
            pale if place in chart.pale else None for place in range(len(one.values))
        ]
    if one.look in LABELLED and not chart.stacked and not chart.bare:
        wanted = number_format(chart.unit, told.currency, told.language, is_short=True)
        font = {"size": 8 if chart.small else 9, "name": _font(told), "color": f"#{GREY}"}
        found["data_labels"] = {
            "value": True, "num_format": wanted, "font": font, "position": "outside_end",
        }  # fmt: skip
    return found


def _line(
    one: Series, place: int, chart: Chart, written: Written, told: Document
) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": written.head(place),
        "categories": written.column(0),
        "values": written.column(place),
    }
    colour = f"#{'8A94A0' if one.look == 'before' else COLOURS[one.look]}"
    if one.look == "label":
        wanted = number_format(chart.unit, told.currency, told.language, is_short=True)
        font = {"size": 9, "name": _font(told), "color": f"#{GREY}"}
        labels = {"value": True, "num_format": wanted, "font": font, "position": "above"}
        return found | {"line": {"none": True}, "data_labels": labels}
    if one.look == "point":
        marker = {"type": "diamond", "size": 8, "fill": {"color": colour}}
        return found | {"line": {"none": True}, "marker": marker}
    return found | {"line": {"color": colour, "width": 1.5, "dash_type": "round_dot"}}


def _frame(drawn: Any, chart: Chart, told: Document) -> None:
    font = {"name": _font(told), "color": f"#{GREY}", "size": 9}
    title = {"name": _font(told), "size": 11, "bold": True}
    drawn.set_title({"name": chart.title, "name_font": title, "overlay": False})
    wanted = number_format(chart.unit, told.currency, told.language, is_short=True)
    values: dict[str, Any] = {
        "num_format": wanted, "num_font": font, "line": {"none": True},
        "major_gridlines": {"visible": not chart.small, "line": {"color": f"#{LINE}"}},
        "visible": not chart.small,
    }  # fmt: skip
    if chart.unit == "share":
        values |= {"min": 0, "max": 1}
    names: dict[str, Any] = {
        "num_font": font, "line": {"color": f"#{LINE}"}, "major_tick_mark": "none",
        "label_position": "low",
    }  # fmt: skip
    if chart.lying:  # the library calls the axis below x, whatever stands on it
        drawn.set_x_axis(values)
        drawn.set_y_axis(names | {"reverse": True})
    else:
        drawn.set_x_axis(names)
        drawn.set_y_axis(values)
    hidden, seen = [], set[str]()
    for place, one in enumerate(chart.series):
        if one.look == "hidden" or one.name in seen:
            hidden.append(place)
        seen.add(one.name)
    if chart.small or len(chart.series) - len(hidden) < 2:
        drawn.set_legend({"none": True})
    else:
        drawn.set_legend({"position": "top", "font": font, "delete_series": hidden})
    drawn.show_blanks_as("gap")
    drawn.set_chartarea({"border": {"none": True}})


def _font(told: Document) -> str:
    return FONT_JAPANESE if told.language == "ja" else FONT_LATIN
