"""A document as a workbook: a sheet a slide with charts that read its cells, and sheets of rows.

Texts are written as texts, whatever they begin with: nothing that people wrote is ever a formula.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO
from typing import Any

from funnel.export.document import Band, Cell, Chart, Column, Document, Slide, Table, Words
from funnel.export.look import (
    BLUE,
    DASH,
    FONT_JAPANESE,
    FONT_LATIN,
    GREY,
    INK,
    LINE,
    number_format,
    width_of,
)
from funnel.export.xlsx_chart import Written, new_chart

ROW = 20
"""Pixels of a row."""
CHART_ROWS, CHART_WIDTH = 16, 900
SMALL_ROWS, SMALL_WIDTH = 13, 460
LONGEST = 60
"""A column is not made wider, in letters of Latin."""


HIGH = {"title": 28.0, "big": 34.0}
"""Points of a row in large letters."""


@dataclass
class _Sheet:
    """Where writing goes on."""

    book: Any
    sheet: Any
    told: Document
    formats: dict[tuple[Any, ...], Any]
    row: int = 0
    widths: dict[int, float] = field(default_factory=dict)

    def format(self, kind: str = "text", look: str = "plain") -> Any:
        """A kind of cell in one of its looks, made once."""
        if (kind, look) not in self.formats:
            told: dict[str, Any] = {
                "font_name": FONT_JAPANESE if self.told.language == "ja" else FONT_LATIN,
                "font_size": 11, "font_color": f"#{INK}", "valign": "vcenter",
            }  # fmt: skip
            if kind == "text" and look in ("plain", "head", "strong"):
                told["indent"] = 1
            if kind != "text":
                told["num_format"] = number_format(kind, self.told.currency, self.told.language)
                told["align"] = "right"
            looks: dict[str, dict[str, Any]] = {
                "plain": {},
                "title": {"bold": True, "font_size": 18},
                "big": {"bold": True, "font_size": 22},
                "part": {"bold": True, "font_color": f"#{BLUE}"},
                "head": {"bold": True, "bg_color": f"#{LINE}", "bottom": 1},
                "note": {"font_color": f"#{GREY}", "italic": False},
                "strong": {"bold": True},
            }
            self.formats[kind, look] = self.book.add_format(told | looks[look])
        return self.formats[kind, look]

    def text(self, text: str, look: str = "plain") -> None:
        """A line of its own."""
        if text:
            self.sheet.write_string(self.row, 0, text, self.format("text", look))
            if look in HIGH:
                self.sheet.set_row(self.row, HIGH[look])
            self.row += 1

    def cell(self, column: int, cell: Cell, kind: str, look: str = "plain") -> None:
        """A number as a number, a day as a day, a text as a text."""
        form = self.format("text" if isinstance(cell, str) else kind, look)
        if cell is None:
            self.sheet.write_string(self.row, column, DASH, form)
        elif isinstance(cell, str):
            self.sheet.write_string(self.row, column, cell, form)
        elif isinstance(cell, date):
            self.sheet.write_datetime(self.row, column, _midnight(cell), form)
        else:
            self.sheet.write_number(self.row, column, cell, form)

    def widen(self, column: int, text: str) -> None:
        self.widths[column] = max(
            self.widths.get(column, 8.0), min(width_of(text) * 1.8 + 2, LONGEST)
        )


def xlsx_bytes(told: Document) -> bytes:
    """The whole file."""
    import xlsxwriter  # a fifth of a second, paid by who asks for a file

    out = BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({
        "title": told.title, "author": "Shared Funnel", "created": _midnight(told.as_of),
    })  # fmt: skip
    formats: dict[tuple[Any, ...], Any] = {}
    for slide in told.slides:
        if not slide.is_excerpt:
            _slide(_Sheet(book, book.add_worksheet(slide.name), told, formats), slide)
    for name, table in told.sheets:
        _rows(_Sheet(book, book.add_worksheet(name), told, formats), table)
    book.close()
    return out.getvalue()


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 - Excel knows no zones


def _slide(at: _Sheet, slide: Slide) -> None:
    _page(at)
    at.sheet.hide_gridlines(2)
    at.text(slide.title, "title")
    at.text(slide.subtitle, "note")
    at.row += 1
    for part in _parts(slide.bands):
        if isinstance(part, Words):
            _words(at, part)
        elif isinstance(part, Table):
            at.text(part.title, "part")
            _table(at, part)
        at.row += not isinstance(part, Chart)
    charts = [part for part in _parts(slide.bands) if isinstance(part, Chart)]
    _charts(at, charts)
    at.text(slide.note, "note")
    at.text(at.told.foot, "note")
    _set_widths(at)


def _page(at: _Sheet) -> None:
    """A4 across, all columns on one."""
    at.sheet.set_landscape()
    at.sheet.set_paper(9)
    at.sheet.fit_to_pages(1, 0)


def _parts(bands: tuple[Band, ...]) -> Iterator[Words | Table | Chart]:
    for band in bands:
        yield from band.parts


def _words(at: _Sheet, part: Words) -> None:
    at.text(part.title, "part")
    at.text(part.big, "big")
    for line in part.lines:
        at.text(line)


def _table(at: _Sheet, table: Table) -> None:
    if not table.rows:
        at.text(table.empty or DASH)
        return
    _head(at, table.columns)
    for place, row in enumerate(table.rows):
        look = "strong" if place in table.strong else "plain"
        for column, (cell, about) in enumerate(zip(row, table.columns, strict=True)):
            at.cell(column, cell, about.kind, look)
            if isinstance(cell, str):
                at.widen(column, cell)
        at.row += 1


def _head(at: _Sheet, columns: tuple[Column, ...]) -> None:
    for place, column in enumerate(columns):
        at.sheet.write_string(at.row, place, column.title, at.format(column.kind, "head"))
        at.widen(place, column.title)
        if column.kind in ("money", "day"):
            at.widen(place, "0" * 16)
    at.row += 1


def _charts(at: _Sheet, charts: list[Chart]) -> None:
    """Each chart over the cells it reads, which stand below all of them."""
    if not charts:
        return
    is_small = len(charts) > 2
    rows, wide, across = (SMALL_ROWS, SMALL_WIDTH, 3) if is_small else (CHART_ROWS, CHART_WIDTH, 1)
    top = at.row
    at.row += rows * -(-len(charts) // across) + 1
    for place, chart in enumerate(charts):
        written = _numbers(at, chart)
        drawn = new_chart(at.book, chart, written, at.told)
        drawn.set_size({"width": wide, "height": rows * ROW - 10})
        at.sheet.insert_chart(
            top + rows * (place // across), 0, drawn,
            {"x_offset": (place % across) * (wide + 10), "object_position": 3,
             "description": chart.title},
        )  # fmt: skip


def _numbers(at: _Sheet, chart: Chart) -> Written:
    """The cells behind a chart."""
    at.text(chart.title, "part")
    columns = (Column(""), *(Column(one.name, chart.unit) for one in chart.series))
    _head(at, columns)
    first = at.row
    for place, name in enumerate(chart.categories):
        at.cell(0, name, "text")
        at.widen(0, name)
        for column, one in enumerate(chart.series, start=1):
            value = one.values[place]
            if value is not None:  # an empty cell is drawn as a gap
                at.cell(column, value, chart.unit)
        at.row += 1
    written = Written(at.sheet.get_name(), first, at.row - 1)
    at.row += 1
    return written


def _rows(at: _Sheet, table: Table) -> None:
    """A table to work on: its headings stay in sight and filter."""
    _page(at)
    _table(at, table)
    if table.rows:
        at.sheet.freeze_panes(1, 0)
        at.sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
    _set_widths(at)


def _set_widths(at: _Sheet) -> None:
    for column, width in at.widths.items():
        at.sheet.set_column(column, column, width)
