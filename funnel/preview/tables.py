"""Tables as a whole: parts taken for all, columns that come and go, new values, links."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from funnel.importers.profiles.profile import normal
from funnel.metrics.query import Number
from funnel.preview.subjects import Table, columns_of
from funnel.store.database import Database

Place = tuple[str, str]
"""Tool and object: what a fresh export replaces."""

LOSSES = ((20, 0.1), (4, 0.25))
"""(rows, share): a table that loses more than both of a pair looks like a part of itself."""
MOST_NEW_VALUES = 50
SLIPS = ((3, 1), (8, 2))
"""(letters, slips): from so many letters on, so many wrong ones make the same word."""
SALES_OWN = "営業起点"
"""The source of deals without a lead: the product's word, no tool's."""


@dataclass(frozen=True)
class Partial:
    """A table that looks like a part: add it to what is there instead of replacing?

    `lost` are the rows that are not in it any more: more than the difference where others came.
    """

    tool: str
    object: str
    rows_before: int
    rows_after: int
    lost: int


@dataclass(frozen=True)
class Rows:
    """How many rows the files of a kind of table hold that is neither leads nor deals."""

    object: str
    before: int
    after: int


@dataclass(frozen=True)
class SpendMonth:
    """What was spent in a month (`2026-11`)."""

    month: str
    before: Number
    after: Number


@dataclass(frozen=True)
class ColumnChange:
    """Headers of a table's files that vanished or are new.

    `missed` are those that vanished and that something was read from.
    """

    tool: str
    object: str
    vanished: tuple[str, ...]
    new: tuple[str, ...]
    missed: tuple[str, ...]


@dataclass(frozen=True)
class Emptied:
    """A column of `leads` or `deals` that `filled` rows had a value in, and now none has."""

    table: str
    column: str
    filled: int


@dataclass(frozen=True)
class NewValue:
    """A source, owner, status or stage never seen before, how often, and a known one like it."""

    kind: str
    value: str
    rows: int
    like: str | None


@dataclass(frozen=True)
class Links:
    """How deals hang together with leads. None where a version does not know."""

    linked: int
    unlinked: int
    ambiguous: int | None
    suggested: int | None


def partial_tables(
    db: Database, old: Database, gone: Mapping[str, Mapping[str, int]]
) -> tuple[Partial, ...]:
    """Tables that are replaced by one that lacks much of them.

    Args:
        db, old: the version to come and the one in force.
        gone: of leads and deals, how many are gone by tool.
    """
    was, now = _rows(old), _rows(db)
    found = []
    for tool, kind in sorted(was.keys() & now.keys()):
        (rows_before, files_before), (rows_after, files_after) = was[tool, kind], now[tool, kind]
        if files_before <= files_after:
            continue  # Nothing was replaced.
        lost = max(rows_before - rows_after, gone.get(kind, {}).get(tool, 0))
        if any(lost > rows and lost > share * rows_before for rows, share in LOSSES):
            found.append(Partial(tool, kind, rows_before, rows_after, lost))
    return tuple(found)


def _rows(db: Database) -> dict[Place, tuple[int, set[tuple[str, str]]]]:
    """The rows and the files of each place."""
    return {
        (tool, kind): (rows, {(file["batch"], file["file"]) for file in files})
        for tool, kind, rows, files in db.rows(
            "select tool, object, sum(rows_read - rows_refused), "
            "list({'batch': batch, 'file': file}) from files group by tool, object"
        )
    }


def compare_rows(db: Database, old: Database | None) -> tuple[Rows, ...]:
    """Where the number of rows is another one: spend, touches, activities, history, targets."""
    was, now = ({} if each is None else _rows(each) for each in (old, db))
    counts: dict[str, list[int]] = {}
    for side, places in enumerate((was, now)):
        for (_, kind), (rows, _) in places.items():
            counts.setdefault(kind, [0, 0])[side] += rows
    return tuple(
        Rows(kind, before, after)
        for kind, (before, after) in sorted(counts.items())
        if before != after and kind not in ("leads", "deals")
    )


def compare_spend(db: Database, old: Database | None) -> tuple[SpendMonth, ...]:
    """The months in which another amount was spent, the newest first."""
    was, now = ({} if each is None else _spend(each) for each in (old, db))
    return tuple(
        SpendMonth(month, was.get(month, 0), now.get(month, 0))
        for month in sorted(was.keys() | now.keys(), reverse=True)
        if was.get(month, 0) != now.get(month, 0)
    )


def _spend(db: Database) -> dict[str, Number]:
    columns = columns_of(db).get("spend")
    if columns is None:
        return {}
    # Two currencies are never added; versions of earlier releases do not know of a second.
    own = " and is_own_currency" if "is_own_currency" in columns else ""
    return {
        month: int(amount) if amount == int(amount) else float(amount)
        for month, amount in db.rows(
            "select strftime(since_on, '%Y-%m'), sum(coalesce(amount, 0)) from spend "
            f"where since_on is not null{own} group by all"
        )
    }


def compare_columns(db: Database, old: Database) -> tuple[ColumnChange, ...]:
    """Headers that vanished and new ones, of the tables both versions have.

    Versions that do not keep the headers know only those nobody used.
    """
    both_know = all("columns" in columns_of(version)["files"] for version in (db, old))
    name = "columns" if both_know else "unused_columns"
    was, now, unused = _headers(old, name), _headers(db, name), _headers(old, "unused_columns")
    found = []
    for place in sorted(was.keys() & now.keys()):
        vanished, new = was[place] - now[place], now[place] - was[place]
        if vanished or new:
            missed = vanished - unused[place]
            listed = (tuple(sorted(names)) for names in (vanished, new, missed))
            found.append(ColumnChange(*place, *listed))
    return tuple(found)


def _headers(db: Database, name: str) -> dict[Place, set[str]]:
    found = db.rows(f"select tool, object, flatten(list({name})) from files group by tool, object")
    return {(tool, kind): set(headers or ()) - {""} for tool, kind, headers in found}


def emptied_columns(db: Database, old: Database) -> tuple[Emptied, ...]:
    """Columns that were filled and now are not: a date that is not exported any more."""
    tables: tuple[Table, ...] = ("leads", "deals")
    found = []
    for table in tables:
        shared = sorted(columns_of(old).get(table, set()) & columns_of(db)[table])
        counts = ", ".join(f"count({column}) as {column}" for column in shared)
        (was,) = old.records(f"select {counts} from {table}")
        (now,) = db.records(f"select {counts} from {table}")
        if any(now.values()):  # A table that is gone as a whole is told once, not by column.
            found += [
                Emptied(table, column, was[column])
                for column in shared
                if was[column] and not now[column]
            ]
    return tuple(found)


VALUES = {
    "source": (("leads", "source"), ("deals", "source")),
    "owner": (("leads", "owner"), ("deals", "owner")),
    "status": (("leads", "status"),),
    "stage": (("deals", "stage"),),
}


def new_values(db: Database, before: str) -> tuple[NewValue, ...]:
    """Values never seen before, by kind, the most frequent first: typing errors show up here."""
    found = []
    for kind, columns in VALUES.items():
        known = {
            value
            for table, column in columns
            for (value,) in db.rows(f"select distinct {column} from {before}.{table}")
        }
        if not known - {None}:
            continue  # A column that is new as a whole: all its values are.
        counted = " union all ".join(
            f"select {column} as value, count(*) as rows from {table} group by {column}"
            for table, column in columns
        )
        rows = db.rows(
            f"select value, max(rows) from ({counted}) where value is not null "
            "group by value order by 2 desc, 1"
        )
        new = [(value, count) for value, count in rows if value not in known | {SALES_OWN}]
        texts = sorted(known - {None})
        found += [
            NewValue(kind, value, count, _like(value, texts))
            for value, count in new[:MOST_NEW_VALUES]
        ]
    return tuple(found)


def _like(value: str, known: Sequence[str]) -> str | None:
    """The known value that `value` is a slip of the keyboard away from.

    Numbers are no slips: `Seminar 2` is another one than `Seminar 1`.
    """
    from rapidfuzz.distance import OSA  # only where a person looks on: it takes its time to load

    key = normal(value)
    slips = max((slips for letters, slips in SLIPS if len(key) >= letters), default=0)
    near = [
        (distance, other)
        for other in known
        if (distance := OSA.distance(key, normal(other), score_cutoff=slips)) <= slips
        and (not distance or _letters(key) != _letters(normal(other)))
    ]
    return min(near)[1] if near else None


def _letters(text: str) -> str:
    return re.sub(r"\d", "", text)


def count_links(db: Database) -> Links:
    """Of an open version."""
    linked, deals = db.rows("select count(lead_id), count(*) from deals")[0]
    tables = columns_of(db)
    counts = [
        db.value(f"select count(distinct deal_id) from {table}") if table in tables else None
        for table in ("ambiguous_links", "link_suggestions")
    ]
    return Links(linked, deals - linked, *counts)
