"""How all files look alike: colours of the light screens, fonts, sizes that fit, formats.

Orange is left out on purpose: on the screens it means the bottleneck and nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import ceil
from unicodedata import east_asian_width

from funnel.export.document import Band, Cell, Document, Kind, Look, Slide, Table
from funnel.messages import Language
from funnel.money import short_money

INK, GREY, LINE, FAINT, BLUE = "1C2430", "5C6773", "DDE2E8", "EEF1F4", "2D5F8F"
COLOURS: dict[Look, str] = {
    "main": BLUE,
    "pale": "A9C3DD",
    "range": "D5E2EF",
    "before": "B4BCC6",
    "target": INK,
    "point": BLUE,
    "plus": "2F7D5B",
    "minus": "8A94A0",
    "hidden": "FFFFFF",
    "label": INK,
}
FONT_LATIN, FONT_JAPANESE = "Arial", "Yu Gothic"
"""On Windows and with Office on a Mac; elsewhere the program puts its own in their place."""
WIDTH, HEIGHT, MARGIN = 960.0, 540.0, 36.0
"""Of a slide, in points: 16 to 9."""
TOP, FOOT, GAP = 96.0, 26.0, 14.0
DASH = "—"
WIDEST = 30.0

Box = tuple[float, float, float, float]
"""Left, top, width and height in points."""


def boxes(slide: Slide, page: float = HEIGHT) -> list[list[Box]]:
    """Where the parts of each band stand on a page `WIDTH` wide and so high."""
    top = TOP + (24.0 if slide.subtitle else 0.0)
    bottom = page - FOOT - (32.0 if slide.note else 8.0)
    room = bottom - top - GAP * (len(slide.bands) - 1)
    whole = sum(band.height for band in slide.bands)
    found, at = [], top
    for band in slide.bands:
        height = room * band.height / whole
        found.append(_across(band, at, height))
        at += height + GAP
    return found


def _across(band: Band, top: float, height: float) -> list[Box]:
    widths = band.widths or (1.0,) * len(band.parts)
    room = WIDTH - 2 * MARGIN - GAP * (len(widths) - 1)
    found, left = [], MARGIN
    for share in widths:
        width = room * share / sum(widths)
        found.append((left, top, width, height))
        left += width + GAP
    return found


def width_of(text: str) -> float:
    """Of one line, in letters of Japanese."""
    return sum(1.0 if east_asian_width(letter) in "WFA" else 0.56 for letter in text)


def lines_of(text: str, width: float, size: float) -> int:
    """How many lines a text takes at that size, both in points."""
    return max(1, ceil(width_of(text) * size * 1.04 / max(width, 1.0)))


def fitting(
    texts: Sequence[str], width: float, height: float, largest: float, least: float = 9.0
) -> float:
    """The largest size, in points, at which all lines find room."""
    size = largest
    while size > least:
        needed = sum(lines_of(text, width, size) for text in texts) * size * 1.5
        if needed <= height:
            break
        size -= 0.5
    return size


def column_widths(rows: Sequence[Sequence[str]], width: float) -> list[float]:
    """Shares of the width by the longest text of each column; none takes more than thirty letters.

    Args:
        rows: the headings first, which may take two lines.
    """
    longest = [
        max(width_of(head) * 0.6, *map(width_of, cells), 1.0)
        for head, *cells in zip(*rows, strict=True)
    ]
    wanted = [min(letters, WIDEST) + 1.5 for letters in longest]
    return [width * each / sum(wanted) for each in wanted]


def table_size(rows: Sequence[Sequence[str]], widths: Sequence[float], height: float) -> float:
    """Points at which every cell finds room in a row of that height."""
    return min(
        (
            fitting([text], width - 12, height, 14, 7)
            for row in rows
            for text, width in zip(row, widths, strict=True)
        ),
        default=14.0,
    )


def said(cell: Cell, kind: Kind, currency: str, language: Language) -> str:
    """A cell in words."""
    if cell is None:
        return DASH
    if isinstance(cell, str):
        return cell
    if isinstance(cell, date):
        return f"{cell:%Y/%m}" if kind == "month" else f"{cell:%Y/%m/%d}"
    if kind == "share":
        return f"{cell:.1%}" if 0 < cell < 0.095 else f"{cell:.0%}"
    if kind == "money":
        sign = "\u2212" if cell < 0 else ""
        return f"{sign}{short_money(abs(cell), currency, language)}"
    return f"{cell:,.0f}"


def cells_said(table: Table, told: Document) -> list[list[str]]:
    """The headings and the rows of a slide, in words."""
    return [[column.title for column in table.columns]] + [
        [
            said(cell, column.kind, told.currency, told.language)
            for cell, column in zip(row, table.columns, strict=True)
        ]
        for row in table.first_rows
    ]


def number_format(kind: str, currency: str, language: Language, *, is_short: bool = False) -> str:
    """The same as a format of Office; `is_short` is for the labels of a chart.

    A format can only leave off thousands, not 万: short amounts of yen stay in millions.
    """
    if kind == "share":
        return "0%" if is_short else "0.0%"
    if kind == "money":
        if is_short:
            unit = "百万" if (currency, language) == ("JPY", "ja") else "M"
            return f'#,##0.0,,"{unit}";-#,##0.0,,"{unit}";0'
        return '"¥"#,##0' if currency == "JPY" else f'"{currency} "#,##0'
    if kind in ("day", "month"):
        return "yyyy/mm/dd" if kind == "day" else "yyyy/mm"
    return "#,##0"


def scaled(amount: float) -> float:
    """Where the highest value lies on an axis with room above it: 1, 2 or 5 and zeros."""
    step = 10.0 ** len(str(int(max(amount, 1.0)))) / 10
    for factor in (1, 1.5, 2, 3, 4, 5, 6, 8, 10):
        if amount <= step * factor:
            return step * factor
    return amount
