"""What is taken along, before it is a file: slides of words, tables and charts, and whole tables.

`pptx_file`, `xlsx_file` and `pdf_file` each turn the same `Document` into their format, so that
all three say the same in the same words and numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from funnel.messages import Language

Kind = Literal["text", "count", "share", "money", "day", "month"]
Cell = str | int | float | date | None
Look = Literal[
    "main", "pale", "range", "before", "target", "point", "plus", "minus", "hidden", "label"
]
LABELLED: tuple[Look, ...] = ("main", "pale", "plus", "minus")
"""Whose values stand beside them. Of columns on each other none can stand above: a line that is
not seen ('label') goes over their tops and carries the values."""


@dataclass(frozen=True)
class Column:
    """A column of a table."""

    title: str
    kind: Kind = "text"


@dataclass(frozen=True)
class Table:
    """Rows under a heading.

    A share is 0 to 1, money in the document's currency; None is shown as a dash.

    Args:
        shown: so many rows stand on a slide, `more` ('and {count} more') says how many do not.
        empty: what is said where there is no row.
        strong: the places of rows in bold.
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    shown: int | None = None
    more: str = ""
    empty: str = ""
    strong: tuple[int, ...] = ()

    @property
    def first_rows(self) -> tuple[tuple[Cell, ...], ...]:
        """Those on a slide."""
        return self.rows[: self.shown]

    @property
    def left_out(self) -> str:
        """How many rows are not on the slide, in words; empty where all are."""
        count = len(self.rows) - len(self.first_rows)
        return self.more.format(count=f"{count:,}") if count else ""


@dataclass(frozen=True)
class Series:
    """Values in the order of the categories; None where there is nothing to draw."""

    name: str
    values: tuple[float | None, ...]
    look: Look = "main"


@dataclass(frozen=True)
class Chart:
    """Columns (or bars that lie, where `lying`), and lines over them.

    Args:
        title: says in words what is to be seen, for those who do not see it.
        unit: of all values.
        stacked: columns stand on each other; else side by side.
        pale: places of categories that are not whole yet.
        small: one of several on a slide: no legend.
        bare: a table beside it says the values.
    """

    title: str
    categories: tuple[str, ...]
    columns: tuple[Series, ...]
    lines: tuple[Series, ...] = ()
    unit: Literal["count", "share", "money"] = "count"
    stacked: bool = False
    lying: bool = False
    pale: tuple[int, ...] = ()
    small: bool = False
    bare: bool = False

    @property
    def series(self) -> tuple[Series, ...]:
        """All, the columns first."""
        return (*self.columns, *self.lines)


@dataclass(frozen=True)
class Words:
    """Lines of text under a heading; `big` stands large above them."""

    title: str
    lines: tuple[str, ...]
    big: str = ""
    is_action: bool = False


Part = Table | Chart | Words


@dataclass(frozen=True)
class Band:
    """Parts side by side; `height` and `widths` are shares of the slide."""

    parts: tuple[Part, ...]
    height: float = 1.0
    widths: tuple[float, ...] = ()


@dataclass(frozen=True)
class Slide:
    """One thing to say, and what shows it.

    Args:
        name: short, of the sheet in a workbook.
        is_excerpt: its rows stand whole on a sheet of their own, which takes its place there.
    """

    name: str
    title: str
    bands: tuple[Band, ...]
    note: str = ""
    subtitle: str = ""
    is_excerpt: bool = False


@dataclass(frozen=True)
class Document:
    """All of it.

    Args:
        file_name: without its ending.
        foot: stands on every slide: of which day and version the data are.
        sheets: tables that only a workbook holds, with the names of their sheets.
    """

    title: str
    file_name: str
    language: Language
    currency: str
    as_of: date
    foot: str
    slides: tuple[Slide, ...]
    sheets: tuple[tuple[str, Table], ...] = field(default_factory=tuple)

    @property
    def text(self) -> str:
        """All letters it is written with."""
        return "".join(_letters(self))


def _letters(told: Document) -> list[str]:
    found = [told.title, told.foot]
    for slide in told.slides:
        found += [slide.title, slide.subtitle, slide.note, slide.name]
        for band in slide.bands:
            for part in band.parts:
                found.append(part.title)
                if isinstance(part, Words):
                    found += [*part.lines, part.big]
                elif isinstance(part, Chart):
                    found += [*part.categories, *(one.name for one in part.series)]
                else:
                    found += [part.left_out, part.empty, *(one.title for one in part.columns)]
                    found += [str(cell) for row in part.first_rows for cell in row]
    return found


def waterfall(
    steps: Sequence[tuple[str, float]], first: tuple[str, float], last: tuple[str, float],
    names: tuple[str, str, str, str],
) -> tuple[tuple[str, ...], tuple[Series, ...]]:  # fmt: skip
    """Categories and stacked columns that lead from `first` over `steps` to `last`.

    What floats stands on a column without colour. A step that crosses zero shows both its sides.

    Args:
        names: of the totals, of what adds, of what takes away, of what is not seen.
    """
    labels = (first[0], *(name for name, _ in steps), last[0])
    size = len(labels)
    hidden, up, up_below = [0.0] * size, [0.0] * size, [0.0] * size
    down, down_below = [0.0] * size, [0.0] * size
    total = (first[1], *(None for _ in steps), last[1])
    at = first[1]
    for place, (_, change) in enumerate(steps, start=1):
        start, end = sorted((at, at + change))
        above, below = (up, up_below) if change >= 0 else (down, down_below)
        above[place] = max(end, 0.0) - max(start, 0.0)
        below[place] = min(start, 0.0) - min(end, 0.0)
        hidden[place] = max(start, 0.0) + min(end, 0.0)
        at += change
    plain = [
        Series(names[3], tuple(hidden), "hidden"),
        Series(names[0], total, "main"),
        Series(names[1], _drawn(up), "plus"),
        Series(names[2], _drawn(down), "minus"),
    ]
    if any(up_below):
        plain.append(Series(names[1], _drawn(up_below), "plus"))
    if any(down_below):
        plain.append(Series(names[2], _drawn(down_below), "minus"))
    return labels, tuple(plain)


def _drawn(values: Sequence[float]) -> tuple[float | None, ...]:
    return tuple(value or None for value in values)
