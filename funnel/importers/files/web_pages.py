"""Web pages that go by the name of .xls: the biggest table as CSV.

The page is read as a stream, and nothing in it is followed: no script, no style, no address.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from lxml import etree

from funnel.errors import ImportRefused, Problem
from funnel.importers.files.archives import Budget
from funnel.importers.files.encodings import Advance, candidates, transcode

PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*"
    r"<(?:!doctype\s+html|html|head|body|meta|style|table)\b",
    re.I | re.S,
)
CHARSET = re.compile(rb"<meta[^>]*charset\s*=\s*[\"']?\s*([\w.:-]+)", re.I)
CHARSETS = {
    **dict.fromkeys(("shift_jis", "shift-jis", "sjis", "x-sjis", "windows-31j"), "cp932"),
    "euc-jp": "euc_jp",
    "iso-2022-jp": "iso2022_jp",
    "iso-8859-1": "cp1252",
    "windows-1252": "cp1252",
}
"""What a page says it is in, and what is meant by it."""
LOOK = 4096
"""Bytes within which a page shows that it is one, and names its encoding."""
MOST_COLUMNS, MOST_ROWS_SPANNED = 16_384, 65_534
SPACES = re.compile(r"[ \t\r\n\f]+")
BREAK = "\u2028"
"""Stands for `<br>`."""
SILENT = ("script", "style")


def is_page(path: Path) -> bool:
    """Whether the file starts like a web page, whatever its name."""
    with path.open("rb") as file:
        start = file.read(LOOK)
    is_wide = start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = start.decode("utf-16" if is_wide else "utf-8-sig", errors="replace")
    return PAGE.match(text) is not None


def page_to_csv(path: Path, name: str, folder: Path, budget: Budget, advance: Advance) -> Path:
    """The biggest table of the page as CSV.

    Raises:
        ImportRefused: no table, an encoding nobody knows, or a table that grows out of bounds.
    """
    plain = folder / "page.html"
    _to_utf8(path, name, plain, advance)
    try:
        best = _biggest(plain, name, budget.meter(name, path.stat().st_size))
    except etree.LxmlError as error:
        raise ImportRefused(Problem("no_table_in_page", name, detail=str(error)[:120])) from error
    plain.unlink()
    if best is None:
        raise ImportRefused(Problem("no_table_in_page", name, detail="<table>"))
    return best


def _to_utf8(path: Path, name: str, target: Path, advance: Advance) -> None:
    """UTF-8 if it is; else what the page says; else what it looks like."""
    with path.open("rb") as file:
        said = CHARSET.search(file.read(LOOK))
    encodings = list(candidates(path))
    declared = CHARSETS.get(said[1].decode().lower()) if said else None
    if declared and encodings[:1] == ["utf-8"]:
        encodings.insert(0 if declared == "iso2022_jp" else 1, declared)
    for encoding in encodings:
        try:
            return transcode(path, encoding, target, advance)
        except UnicodeDecodeError:
            continue
    raise ImportRefused(Problem("unknown_encoding", name))


def _biggest(page: Path, name: str, count: Callable[[int], None]) -> Path | None:
    """The table with most filled cells; one that stands in another's cell is one of its own."""
    best: _Table | None = None
    open_tables: list[_Table] = []
    reading = etree.iterparse(
        str(page),
        ("start", "end"),
        tag=("table", "tr"),
        html=True,
        encoding="utf-8",
        no_network=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        for number, (event, element) in enumerate(reading):
            table = open_tables[-1] if open_tables else None
            if element.tag == "table" and event == "start":
                open_tables.append(_Table.create(page.with_name(f"table{number}.csv"), name, count))
            elif table is None or event == "start":
                continue
            elif element.tag == "tr":
                table.add(_cell(cell) for cell in element.iter("td", "th"))
                _forget(element)
            elif element.tag == "table":
                best = open_tables.pop().end(best)
                element.clear(keep_tail=True)
    finally:
        for table in reversed(open_tables):  # A page that was cut off.
            best = table.end(best)
    # Past a bound of the parser's own (a depth, a length) the rest would be missing in silence.
    for fault in reading.error_log.filter_from_fatals():
        raise ImportRefused(Problem("no_table_in_page", name, detail=fault.message.strip()[:120]))
    return best.path if best else None


def _forget(row: etree._Element) -> None:
    row.clear()
    parent = row.getparent()
    while parent is not None and row.getprevious() is not None:
        del parent[0]


def _cell(cell: etree._Element) -> tuple[str, int, int]:
    """Its text, and how many columns and rows it covers."""
    columns, rows = _span(cell, "colspan", MOST_COLUMNS), _span(cell, "rowspan", MOST_ROWS_SPANNED)
    return _text(cell), columns, rows


def _span(cell: etree._Element, name: str, most: int) -> int:
    value = cell.get(name)
    said = re.match(r"\s*(\d{1,6})", value, re.ASCII) if value else None
    return min(max(int(said[1]), 1), most) if said else 1


def _text(cell: etree._Element) -> str:
    """What a browser shows: runs of white space are one space, `<br>` is a new line."""
    if not len(cell):
        return _line(cell.text or "")
    said: list[str] = []
    for event, part in etree.iterwalk(cell, ("start", "end")):
        if event == "end":
            said.append("" if part is cell else part.tail or "")
        elif part.tag not in SILENT:
            said.append(BREAK if part.tag == "br" else part.text or "")
    return "\n".join(map(_line, "".join(said).split(BREAK)))


def _line(text: str) -> str:
    return SPACES.sub(" ", text).strip(" ").replace("\xa0", " ").strip(" ")


@dataclass
class _Table:
    """A table that is being written."""

    path: Path
    name: str
    """The page's, for messages."""
    sink: TextIO
    count: Callable[[int], None]
    below: dict[int, tuple[int, str]] = field(default_factory=dict)
    """By column, a text that reaches down into so many rows to come."""
    filled: int = 0

    @classmethod
    def create(cls, path: Path, name: str, count: Callable[[int], None]) -> _Table:
        return cls(path, name, path.open("w", encoding="utf-8", newline=""), count)

    def add(self, cells: Iterable[tuple[str, int, int]]) -> None:
        """Write a row: a tall cell's text in each of its rows, a wide one's in its first column."""
        row: list[str] = []
        for text, columns, rows in cells:
            while len(row) in self.below:
                row.append(self._from_above(len(row)))
            wide = [text, *[""] * (columns - 1)]
            if len(row) + columns > MOST_COLUMNS:
                detail = f"> {MOST_COLUMNS}"
                raise ImportRefused(Problem("no_table_in_page", self.name, detail=detail))
            if rows > 1:
                self.below.update({len(row) + i: (rows - 1, said) for i, said in enumerate(wide)})
            row += wide
        row += [self._from_above(i) for i in range(len(row), max(self.below, default=-1) + 1)]
        self.filled += sum(map(bool, row))
        self.count(sum(map(len, row)) + len(row))
        csv.writer(self.sink, lineterminator="\n").writerow(row)

    def _from_above(self, column: int) -> str:
        rows, text = self.below.pop(column, (1, ""))
        if rows > 1:
            self.below[column] = (rows - 1, text)
        return text

    def end(self, other: _Table | None) -> _Table:
        """Close the table; the bigger of the two stays."""
        self.sink.close()
        if other is None or self.filled > other.filled:
            if other is not None:
                other.path.unlink()
            return self
        self.path.unlink()
        return other
