"""Targets as people write them: which figure, which month, whose, how much; checked, and as CSV."""

from __future__ import annotations

import csv
import io
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from funnel.calendar import day_of, month_start
from funnel.errors import FunnelError, Problem

if TYPE_CHECKING:
    from funnel.store.team import EnteredTarget  # sqlalchemy takes its time

RATES = frozenset(
    ("mql_rate", "handover_rate", "sql_rate", "sql_opportunity_rate", "opportunity_rate",
     "win_rate")
)  # fmt: skip
"""At most 1, and not to be added up."""
MONEY = frozenset(("won_value", "cost"))
YEARS = (2000, 2100)
"""Months outside of these are a slip, and some are beyond what a calendar can reckon with."""
MOST = Decimal(10) ** 15
UNITS = {"億": Decimal(10) ** 8, "百万": Decimal(10) ** 6, "万": Decimal(10) ** 4,
         "千": Decimal(1000)}  # fmt: skip
COLUMNS = ("month", "metric", "source", "owner", "value")
SUFFIX = re.compile(r"(目標値?|数|件数|の|\(.*\)|targets?|goals?)+$")
MONTH = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})(?:\s*月|[-/.]\s*0?1)?")
NUMBER = re.compile(
    r"[¥\\]?\s*([-+]?(?:(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+))"
    r"\s*(億|百万|万|千)?\s*(円|件|人|名|社|%)?"
)
"""A comma parts thousands and nothing else: whoever means 1.5 by 1,5 is not told 15."""

Key = tuple[date, str, str | None, str | None]


@dataclass(frozen=True, order=False)
class Target:
    """What is to be reached in the month that begins on `month`, of the whole or of a segment."""

    month: date
    metric: str
    source: str | None
    owner: str | None
    value: Decimal

    @property
    def key(self) -> Key:
        """What there can be one target for."""
        return self.month, self.metric, self.source, self.owner


class TargetsRefused(FunnelError):
    """Targets that cannot be taken; nothing was changed."""


def metric_named(text: str) -> str | None:
    """The id of the figure that people call so; None where no word fits."""
    folded = _folded(text)
    return _words("metrics").get(folded) or _words("metrics").get(SUFFIX.sub("", folded))


def checked(rows: Iterable[Target]) -> list[Target]:
    """The rows with months by their first day and metrics by id.

    Raises:
        TargetsRefused: with every field that cannot be, and rows that say the same twice.
    """
    found: dict[Key, Target] = {}
    problems: list[Problem] = []
    for row in rows:
        metric = metric_named(row.metric)
        if metric is None:
            problems.append(Problem("unknown_target_metric", column="metric", value=row.metric))
            continue
        one = Target(
            month_start(row.month), metric, row.source or None, row.owner or None, row.value
        )
        if not _is_possible(one):
            problems.append(
                Problem("target_impossible", column="value", value=str(row.value), detail=metric)
            )
        elif not _is_in_reach(one.month.year):
            problems.append(_out_of_reach(one.month.year, one.month.month))
        elif one.key in found:
            month = f"{one.month:%Y-%m}"
            problems.append(Problem("target_twice", column="metric", value=metric, detail=month))
        else:
            found[one.key] = one
    if problems:
        raise TargetsRefused(problems)
    return list(found.values())


def in_reach(*days: date | None) -> None:
    """Refuse days in years that no target can be of.

    Raises:
        TargetsRefused: naming the months.
    """
    beyond = [day for day in days if day is not None and not _is_in_reach(day.year)]
    if beyond:
        raise TargetsRefused([_out_of_reach(day.year, day.month) for day in beyond])


def first_of(year: int, month: int) -> date:
    """The first day of a month of a year that people may have written.

    Raises:
        TargetsRefused: no target can be of it.
    """
    if not _is_in_reach(year):
        raise TargetsRefused(_out_of_reach(year, month))
    return date(year, month, 1)


def _is_in_reach(year: int) -> bool:
    return YEARS[0] <= year <= YEARS[1]


def _out_of_reach(year: int, month: int) -> Problem:
    since, until = (f"{year}" for year in YEARS)
    return Problem(
        "month_out_of_reach", column="month", value=f"{year:04}-{month:02}",
        detail=f"{since}-01 - {until}-12",
    )  # fmt: skip


def _is_possible(target: Target) -> bool:
    value = target.value
    if not value.is_finite() or not 0 <= value < MOST:
        return False
    if target.metric in RATES:
        return value <= 1
    return value == round(value, 2 if target.metric in MONEY else 0)


def standing(
    history: Iterable[EnteredTarget], known_on: date | None = None
) -> dict[Key, EnteredTarget]:
    """The targets entered, as they stand, or as they stood at the end of `known_on`.

    Args:
        history: in the order things were set.
        known_on: of the company's calendar.
    """
    found: dict[Key, EnteredTarget] = {}
    for one in history:
        if known_on is None or day_of(one.at) <= known_on:
            found[one.key] = one
    return {key: one for key, one in found.items() if one.value is not None}


def month_of(text: str) -> date:
    """The first day of a month written as 2026-10, 2026/10 or 2026年10月.

    Raises:
        ValueError: it is none.
    """
    match = MONTH.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if not match:
        raise ValueError(text)
    return date(int(match[1]), int(match[2]), 1)


def value_of(text: str) -> Decimal:
    """The number behind 1,200, 3,000万円, 25% or 120件.

    Raises:
        ValueError: it is none.
    """
    match = NUMBER.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if not match:
        raise ValueError(text)
    try:
        value = Decimal(match[1].replace(",", "")) * UNITS.get(match[2], Decimal(1))
    except InvalidOperation as error:
        raise ValueError(text) from error
    return value / 100 if match[3] == "%" else value


def read_csv(content: bytes, file: str) -> list[Target]:
    """The targets of a CSV: month, metric, value, and source and owner where it has them.

    Raises:
        TargetsRefused: with every field that cannot be read.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("cp932")
        except UnicodeDecodeError as error:
            raise TargetsRefused(Problem("unknown_encoding", file)) from error
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise TargetsRefused(Problem("not_a_table", file, detail=str(error))) from error
    rows = [(number, row) for number, row in enumerate(lines, 1) if any(map(str.strip, row))]
    if not rows:
        raise TargetsRefused(Problem("empty_file", file))
    places = _places(rows[0][1], file)
    if len(rows) == 1:
        raise TargetsRefused(Problem("no_rows", file))
    return _read_rows(rows[1:], places, file)


def _places(header: Sequence[str], file: str) -> dict[str, int]:
    names = [_words("columns").get(_folded(name)) for name in header]
    places = {name: place for place, name in enumerate(names) if name}
    missing = [name for name in ("month", "metric", "value") if name not in places]
    twice = [name for name in places if names.count(name) > 1]
    if missing or twice:
        kind = "target_column_missing" if missing else "target_column_twice"
        raise TargetsRefused([Problem(kind, file, column=name) for name in missing or twice])
    return places


def _read_rows(
    rows: Sequence[tuple[int, Sequence[str]]], places: Mapping[str, int], file: str
) -> list[Target]:
    problems: list[Problem] = []
    found: dict[Key, Target] = {}
    for number, cells in rows:
        said = {name: cells[i].strip() if i < len(cells) else "" for name, i in places.items()}
        month = value = None
        try:
            month = month_of(said["month"])
        except ValueError:
            problems.append(Problem("not_a_month", file, number, "month", said["month"]))
        try:
            value = value_of(said["value"])
        except ValueError:
            problems.append(Problem("not_a_number", file, number, "value", said["value"]))
        if month is None or value is None:
            continue
        one = Target(
            month, said["metric"], said.get("source") or None, said.get("owner") or None, value
        )
        try:
            (one,) = checked([one])
        except TargetsRefused as refused:
            problems += [
                Problem(p.kind, file, number, p.column, p.value, p.detail) for p in refused.problems
            ]
            continue
        if one.key in found:
            problems.append(
                Problem("target_twice", file, number, "metric", one.metric, said["month"])
            )
        found[one.key] = one
    if problems:
        raise TargetsRefused(problems)
    return list(found.values())


def write_csv(targets: Iterable[Target]) -> str:
    """The targets as CSV, as `read_csv` reads it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for one in targets:
        row = (f"{one.month:%Y-%m}", one.metric, one.source or "", one.owner or "")
        writer.writerow((*row, plain(one.value)))
    return out.getvalue()


def plain(value: Decimal) -> str:
    """Without zeros that say nothing, and without an exponent."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _folded(text: str) -> str:
    return re.sub(r"[\s_\-・]", "", unicodedata.normalize("NFKC", text).casefold())


@cache
def _words(part: str) -> dict[str, str]:
    """Ids by the words for them."""
    text = (resources.files("funnel.agreement") / "targets.toml").read_text("utf-8")
    listed: dict[str, list[str]] = tomllib.loads(text)[part]
    return {_folded(word): name for name, words in listed.items() for word in (name, *words)}
