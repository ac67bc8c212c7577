"""The shape of a text table: its delimiter, its first rows, and what is no row of it."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import chain, count, islice
from pathlib import Path

HEAD_ROWS = 20
"""A header may stand below a title or search conditions, but not deeper than this."""
SAMPLE = 1 << 20
"""Bytes within which the first rows stand, and by which the delimiter is judged."""
SAMPLE_ROWS = 500
DELIMITERS = ",\t;|"
LONGEST_CELL = 16 << 20
"""Characters. An open quote would otherwise make one cell of all that follows."""

NOTICE = re.compile(
    r"salesforce|confidential|copyright|©|all rights reserved|社外秘|機密情報|無断転載", re.I
)
# A report ends with totals and a notice; no such line carries a value in a second column.
FOOTER = re.compile(
    NOTICE.pattern + r"|grand total|^total|合計|総計|小計|^件数|records?\)|件\)", re.I
)
TOTAL = re.compile(
    r"(?:(?:.{0,60}[\s:：・/／-])?(?:(?:grand|sub)?[ -]?totals?|[小合総集]計|総合計)"
    r"|計|件数|合計件数)[\s:：(（]*(?:[\d,]+\s*(?:件|名|社|行|records?|rows?|items?)?)?\s*[)）]?",
    re.I,
)
TOTAL_WORDS = ("計", "件数", "otal", "OTAL")
"""One of them is in every such cell, and cheaper to look for."""
FOOTER_ROWS = 20
"""A report's closing lines are among the last so many."""
FIGURE = re.compile(r"[-+−△▲(（¥￥$€£\s]*[\d.,，．]+\s*[%％)）円千百万億件名社]*|[-−–—]+")
ID_HEADER = re.compile(
    r"\bid\b|(?-i:[a-z]Id\b)|\bcode\b|\bkey\b|mail|phone|ＩＤ|番号|コード|メール|電話", re.I
)

csv.field_size_limit(LONGEST_CELL)


@dataclass(frozen=True)
class Head:
    """The first rows of a text as they stand, and how they are parted.

    `lines[i]` is the physical line on which row i ends.
    """

    delimiter: str
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]
    is_wrapped: bool
    repeatable: tuple[bytes, ...]
    """The lines down to the header, as a page break might repeat them."""
    size: int
    """Bytes down to the end of the header."""


@dataclass(frozen=True)
class TextTable:
    """A table of text cells in a UTF-8 file.

    `head` holds its first rows, and `head_lines[i]` on which physical line row i ends.
    """

    name: str
    path: Path
    encoding: str
    """The one the file came in; 'xlsx', 'xls' or 'html' where it was no plain text."""
    delimiter: str
    head: tuple[tuple[str, ...], ...]
    head_lines: tuple[int, ...]
    is_regular: bool
    """Every record is one row as wide as the header: DuckDB may read it as it is."""
    is_wrapped: bool = False
    """Every line is one quoted cell that holds the true cells; `head` shows the true ones."""
    has_odd_blanks: bool = True
    """Blanks other than the plain one may stand in it: full-width ones, tabs inside cells."""
    is_padded: bool = True
    """Plain blanks may stand at an end of a cell."""

    def header(self, index: int) -> tuple[str, ...]:
        """Row `index` of the head as names of columns, none of them said twice.

        Below a row of merged names, a name that repeats is told apart by the one above it, and an
        empty one is called by it. Elsewhere the first keeps its name and the second is `name (2)`.
        """
        names = self.head[index]
        above = self.head[index - 1] if index else ()
        if 2 <= sum(map(bool, above)) < len(above) <= len(names):
            names = _below(above, names)
        taken: set[str] = set()
        told = []
        for name in names:
            numbered = chain([name], (f"{name} ({number})" for number in count(2)))
            told.append(next(x for x in numbered if x not in taken) if name else "")
            taken.add(told[-1])
        return tuple(told)


def _below(above: Sequence[str], names: Sequence[str]) -> tuple[str, ...]:
    repeated = {name for name, count in Counter(names).items() if name and count > 1}
    merged = [*above, *[""] * (len(names) - len(above))]
    found, parent = [], ""
    for own, name in zip(merged, names, strict=True):
        parent = own or parent
        found.append(f"{parent} {name}" if name in repeated and parent else name or own)
    return tuple(found)


def read_head(path: Path, delimiter: str | None = None) -> Head:
    """The first rows of the UTF-8 text `path`; the delimiter is judged where none is given."""
    with path.open("rb") as file:
        start = file.read(SAMPLE)
        is_whole = not file.read(1)
    mark = 3 if start.startswith(b"\xef\xbb\xbf") else 0
    lines = list(StringIO(start[mark:].decode(errors="replace"), newline=""))
    if not is_whole and len(lines) > 1:
        del lines[-1]
    found = delimiter or _delimiter(lines)
    sample, ends = _parse(lines, found)
    inner = [row[0] for row in sample if len(row) == 1 and row[0].strip()]
    within = _delimiter(list(StringIO("\n".join(inner), newline="")))
    is_wrapped = _are_wrapped(inner, within, sum(any(row) for row in sample))
    if is_wrapped:
        found = within
        sample = [split(row[0], found) if len(row) == 1 else row for row in sample]
    rows = tuple(tuple(cell.strip() for cell in row) for row in sample[:HEAD_ROWS])
    texts = [
        "".join(lines[since:until]).rstrip("\r\n").encode()
        for since, until in zip([0, *ends], ends[: _widest(rows) + 1], strict=False)
    ]
    size = mark + len("".join(lines[: ends[_widest(rows)]] if ends else []).encode())
    repeatable = tuple(text for text in texts if text.strip())
    return Head(found, rows, tuple(ends[:HEAD_ROWS]), is_wrapped, repeatable, size)


def split(line: str, delimiter: str) -> list[str]:
    """The cells of one line; what turns out to be several stays whole."""
    rows = list(csv.reader(StringIO(line, newline=""), delimiter=delimiter))
    return rows[0] if len(rows) == 1 else [line]


def _delimiter(lines: Sequence[str]) -> str:
    """The delimiter under which most rows have one and the same number of cells."""

    def agreement(delimiter: str) -> tuple[float, int, int]:
        rows = [cells for cells in _parse(lines, delimiter)[0] if any(cells)]
        widths = Counter(len(cells) for cells in rows if len(cells) > 1)
        most, width = max(((rows, width) for width, rows in widths.items()), default=(0, 0))
        return most / max(len(rows), 1), most, width

    return max(DELIMITERS, key=agreement)


def _are_wrapped(inner: Sequence[str], delimiter: str, rows: int) -> bool:
    """Whether single cells are lines in quotes, and not one column of texts with commas in them.

    All rows with one and the same number of cells inside, the header too; below a title the header
    cannot be told from it, and more cells have to speak for it.
    """
    widths = Counter(len(split(text, delimiter)) for text in inner)
    width, most = max(widths.items(), key=lambda item: item[1], default=(0, 0))
    return most > 1 and ((width > 1 and most == rows) or (width > 2 and most >= rows * 0.8))


def _parse(lines: Sequence[str], delimiter: str) -> tuple[list[list[str]], list[int]]:
    """Some rows, and on which line each ends."""
    reader = csv.reader(iter(lines), delimiter=delimiter)
    rows, ends = [], []
    for cells in islice(reader, SAMPLE_ROWS):
        rows.append(cells)
        ends.append(reader.line_num)
    return rows, ends


def _widest(rows: Sequence[Sequence[str]]) -> int:
    """The first of the rows that say most: the header, or one below it."""
    return max(range(len(rows)), key=lambda i: sum(map(bool, rows[i])), default=0)


def is_total(cells: Sequence[str], header: Sequence[str] = ()) -> bool:
    """A row of sums: such a word in its first filled cell, figures behind it, and no id."""
    first = next(filter(None, map(str.strip, cells)), "")
    if not any(word in first for word in TOTAL_WORDS) or not TOTAL.fullmatch(first):
        return False
    filled = [(i, cell.strip()) for i, cell in enumerate(cells) if cell.strip()]
    if len(filled) == len(cells) > 1:
        return False
    return all(
        (FIGURE.fullmatch(cell) or TOTAL.fullmatch(cell))
        and not (i < len(header) and ID_HEADER.search(header[i]))
        for i, cell in filled[1:]
    )
