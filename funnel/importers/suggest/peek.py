"""A look into a table nobody knows yet: where its header is, and what stands below it."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from funnel.errors import ImportRefused
from funnel.importers.cells import values
from funnel.importers.files.layout import TextTable
from funnel.importers.files.tidy import rows_below
from funnel.importers.profiles.profile import FIELDS, DateOrder, Object
from funnel.importers.suggest.looks import look_at

MOST_VALUES = 10_000
"""A column with more different ones is no list of stages: further ones are not counted."""
EXAMPLES = 3
LEFT_OPEN, YEAR_FIRST = re.compile(values.DAY_OR_MONTH_FIRST), re.compile("20..-..-", re.DOTALL)
DAY_FIRST = re.compile(values.DAY_FIRST)
DAY_SECOND = re.compile(values.MONTH_FIRST)


@dataclass(frozen=True)
class OpenDates:
    """A column of dates of which nobody can tell whether day or month comes first."""

    column: str
    header: str
    examples: tuple[str, ...]


@dataclass(frozen=True)
class Judged:
    """What a whole column says of the order of day and month; None where it leaves it open."""

    order: DateOrder | None
    examples: tuple[str, ...] = ()
    """Dates that cannot be read without the order."""


def header_candidates(table: TextTable) -> list[int]:
    """The rows of the head that may be the header, the likeliest first; at least one.

    A header names most of the columns, each differently, in words: it holds no dates, addresses or
    amounts.
    """
    widths = Counter(len(row) for row in table.head if len(_filled(row)) > 1)
    width = max(widths, key=lambda one: (widths[one], one), default=1)
    scores = [_likeness(row, width) for row in table.head]
    likely = sorted(range(len(scores)), key=lambda index: (-scores[index], index))
    return [
        index for index in likely if scores[index] > 0 and scores[index] >= max(scores) / 2
    ] or [0]


def _likeness(row: Sequence[str], width: int) -> float:
    """To a header, 0 to 1."""
    filled = _filled(row)
    if len(filled) < min(2, width):
        return 0
    looks = look_at(filled)
    words = 1 - max(looks.dates, looks.numbers) - looks.emails
    return max(min(len(filled) / width, 1) * looks.unique * words, 0)


def _filled(row: Sequence[str]) -> list[str]:
    return [cell for cell in row if cell.strip()]


def sample_of(table: TextTable, header_index: int, rows: int = 5) -> list[list[str]]:
    """The first rows below the header, each as wide as the header."""
    width = len(table.head[header_index])
    first = islice(_rows(table, header_index), rows)
    return [[cell.strip() for cell in row[:width]] for row in first]


def values_of(
    table: TextTable, header_index: int, position: int, limit: int = 100
) -> list[tuple[str, int]]:
    """The values of a column over the whole file with their rows, the most frequent first."""
    counted: Counter[str] = Counter()
    for row in _rows(table, header_index):
        value = row[position].strip()
        is_counted = value in counted or len(counted) < MOST_VALUES
        if value and is_counted and value not in values.NOT_SAID:
            counted[value] += 1
    return sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:limit]


def ambiguous_date_columns(
    table: TextTable, header_index: int, columns: Mapping[str, int], kind: Object
) -> list[OpenDates]:
    """The columns of moments among `columns` whose day-month order the whole file leaves open."""
    header = table.header(header_index)
    watched = {name: place for name, place in columns.items() if FIELDS[kind].get(name) == "moment"}
    judged = judge_dates(table, header_index, watched.values())
    return [
        OpenDates(name, header[place], judged[place].examples)
        for name, place in watched.items()
        if judged[place].order is None
    ]


def judge_dates(table: TextTable, header_index: int, places: Iterable[int]) -> dict[int, Judged]:
    """The order of day and month in some columns, as the import will judge it."""
    judges = {place: _Judge() for place in places}
    for row in _rows(table, header_index) if judges else ():
        for place, judge in judges.items():
            judge.hear(row[place].strip())
    return {place: judge.judged for place, judge in judges.items()}


class _Judge:
    """Hears a whole column, and judges as `values.DAY_FIRST_PROBE` does in SQL."""

    def __init__(self) -> None:
        self._is_day_first = self._is_day_second = False
        self._examples: list[str] = []

    def hear(self, value: str) -> None:
        if not LEFT_OPEN.match(value) or YEAR_FIRST.match(value):
            return
        self._is_day_first = self._is_day_first or DAY_FIRST.match(value) is not None
        self._is_day_second = self._is_day_second or DAY_SECOND.match(value) is not None
        if len(self._examples) < EXAMPLES and value not in self._examples:
            self._examples.append(value)

    @property
    def judged(self) -> Judged:
        """It is open where no number is ever beyond 12, or both are somewhere."""
        if not self._examples:
            return Judged("ymd")
        order: DateOrder = "dmy" if self._is_day_first else "mdy"
        is_open = self._is_day_first == self._is_day_second
        return Judged(None if is_open else order, tuple(self._examples))


def _rows(table: TextTable, header_index: int) -> Iterator[list[str]]:
    """The rows of the whole file below the header, without lines that have a first cell only.

    Broken quotes end the table here: reading it for good will say so.
    """
    width = len(table.head[header_index])
    try:
        if table.is_regular:
            with table.path.open(encoding="utf-8-sig", newline="") as file:
                records = csv.reader(file, delimiter=table.delimiter)
                for row in islice(records, header_index + 1, None):
                    yield row if len(row) >= width else [*row, *[""] * (width - len(row))]
            return
        for _, row in rows_below(table, header_index):
            if width <= 2 or any(map(str.strip, row[1:])):
                yield row
    except (ImportRefused, csv.Error):
        return
