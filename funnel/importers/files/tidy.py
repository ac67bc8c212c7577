"""A copy of a table without what is no row of it: blank lines, sums, notices, the header again."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

from funnel.errors import ImportRefused, Problem
from funnel.importers.files.layout import FOOTER, FOOTER_ROWS, NOTICE, TextTable, is_total, split

MOST_PROBLEMS = 10_000
"""A table with more rows that are too long is parted by something else than we think."""

Reason = Literal["footer", "total", "repeated_header"]


@dataclass(frozen=True)
class LeftOut:
    """A line that is no row of the table."""

    row: int
    """As a spreadsheet counts."""
    text: str
    reason: Reason


@dataclass(frozen=True)
class TidyTable:
    """A copy in which every record has a row number in front and the width of the header.

    `problems` are rows that are not in it because they cannot be read; `left_out` are no rows.
    """

    path: Path
    problems: tuple[Problem, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


class _Line(NamedTuple):
    """A record that is not blank, as wide as the header; `reason` says why it is no row."""

    number: int
    cells: list[str]
    reason: Reason | None = None

    def left_out(self) -> LeftOut:
        text = " ".join(cell.strip() for cell in self.cells if cell.strip())
        return LeftOut(self.number, text, self.reason or "footer")


def tidy(table: TextTable, header_index: int) -> TidyTable:
    """Rewrite the rows below the header, each with its row number in front.

    Raises:
        ImportRefused: quotes that do not close, or no end of rows longer than the header.
    """
    target = table.path.with_suffix(".tidy.csv")
    sieve = _Sieve(table, header_index)
    left_out: list[LeftOut] = []
    tail: deque[_Line] = deque()
    with target.open("w", encoding="utf-8", newline="") as sink:
        writer = csv.writer(sink, quoting=csv.QUOTE_ALL, lineterminator="\n")

        def settle(line: _Line) -> None:
            if line.reason is None:
                writer.writerow([line.number, *line.cells])
            else:
                left_out.append(line.left_out())

        for line in sieve.lines():
            tail.append(line)
            if len(tail) > FOOTER_ROWS:
                settle(tail.popleft())
        footer = _cut_footer(tail)
        for line in tail:
            settle(line)
    left_out += [line.left_out() for line in footer]
    return TidyTable(target, tuple(sieve.problems), tuple(left_out))


def rows_below(table: TextTable, header_index: int) -> Iterator[tuple[int, list[str]]]:
    """The rows below the header, each with its number and as many cells as the header has.

    A footer is still among them; blank lines, sums, repeated headers and rows that cannot be read
    are not.

    Raises:
        ImportRefused: quotes that do not close.
    """
    for line in _Sieve(table, header_index).lines():
        if line.reason is None:
            yield line.number, line.cells


class _Sieve:
    """The records of a table that say anything; those that cannot be read become `problems`."""

    def __init__(self, table: TextTable, header_index: int) -> None:
        self.problems: list[Problem] = []
        self._table = table
        self._names = table.header(header_index)
        self._header_index = header_index
        self._repeatable = {row for row in table.head[: header_index + 1] if any(row)}

    def lines(self) -> Iterator[_Line]:
        """Everything below the header."""
        width = len(self._names)
        starts = {row[0] for row in self._repeatable}
        for number, record in self._records():
            cells = self._unwrapped(record, width) if len(record) == 1 < width else record
            if not any(map(str.strip, cells)):
                continue
            if len(cells) != width:
                if any(map(str.strip, cells[width:])):
                    self._refuse(number, f"{len(cells)} > {width}")
                    continue
                cells = (cells + [""] * width)[:width]
            reason: Reason | None = None
            if cells[0].strip() in starts and self._is_header(cells):
                reason = "repeated_header"
            elif is_total(cells, self._names):
                reason = "total"
            yield _Line(number, cells, reason)

    def _records(self) -> Iterator[tuple[int, list[str]]]:
        number = 0
        # One kind of break inside cells: DuckDB guesses the file's from the first it sees.
        with self._table.path.open(encoding="utf-8-sig", newline=None) as source:
            reader = csv.reader(source, delimiter=self._table.delimiter, strict=True)
            try:
                for number, cells in enumerate(reader, start=1):
                    if number > self._header_index + 1:
                        yield number, cells
            except csv.Error as error:
                raise ImportRefused(
                    Problem("broken_quotes", self._table.name, number + 1, detail=str(error))
                ) from error

    def _unwrapped(self, cells: list[str], width: int) -> list[str]:
        """The cells of a line in quotes; one may stand in a table that is not of such lines."""
        inner = split(cells[0], self._table.delimiter)
        return inner if self._table.is_wrapped or len(inner) == width > 2 else cells

    def _is_header(self, cells: Sequence[str]) -> bool:
        said = [cell.strip() for cell in cells]
        return any([*row, *[""] * (len(said) - len(row))] == said for row in self._repeatable)

    def _refuse(self, number: int, detail: str) -> None:
        self.problems.append(Problem("too_many_cells", self._table.name, number, detail=detail))
        if len(self.problems) > MOST_PROBLEMS:
            raise ImportRefused(self.problems)


def _cut_footer(tail: deque[_Line]) -> list[_Line]:
    """Take the report's closing lines (totals, notices) off the end of `tail` and return them."""
    footer: list[_Line] = []
    for line in reversed(tail):
        if line.reason is None and not _is_closing(line.cells):
            break
        footer.insert(0, line)
    if not any(line.reason == "total" or FOOTER.search(line.left_out().text) for line in footer):
        return []
    for _ in footer:
        tail.pop()
    return footer


def _is_closing(cells: Sequence[str]) -> bool:
    """A line of totals, a notice, or one with something in its first cell only."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    if is_total([*cells, ""]):  # At the end also where no cell is empty.
        return True
    if len(filled) <= 2 and NOTICE.search(filled[0]):
        return True
    is_lone = len(filled) == 1 and bool(cells[0].strip())
    return is_lone and (len(cells) > 2 or bool(FOOTER.search(filled[0])))
