"""What DuckDB did not read in a cooked table, read by `cleaning`, with the text kept beside it."""

from __future__ import annotations

from collections.abc import Sequence

from funnel.errors import ImportRefused, Problem
from funnel.importers.cells import cleaning
from funnel.importers.cells.amounts import is_point_or_thousands, mark_of
from funnel.importers.profiles.profile import DecimalMark, Kind
from funnel.importers.profiles.recognise import Recognised
from funnel.importers.staging.cook import READ, Column, Cooked, orders_of
from funnel.store.database import Database

MOST_PROBLEMS = 10_000
"""A column with more unreadable values is no column of that kind: leaving rows out won't help."""

READINGS = """
-- one row per file, column and text that was not written plainly, with what it was understood as
create or replace table readings (
    file_no integer,
    column_name varchar,
    raw varchar,
    value varchar,
    has_time boolean,
    rows bigint
)
"""

SPARED = ("score",)
"""Columns whose rows stay where they are no number: many tools grade leads by letters. The text is
told among the readings, as understood as nothing."""
Reading = tuple[int, str, str, str | None, bool, int]
"""File, header, text, value (None: nothing), whether it has a time, rows."""
NOT_READ = {"moment": "not_a_date", "money": "not_a_number", "flag": "not_a_flag"}


def understand(db: Database, number: int, recognised: Recognised, cooked: Cooked) -> list[Problem]:
    """Fill in what can be understood of the unread cells; a Problem for each of the others.

    Raises:
        ImportRefused: day and month cannot be told apart, or a column holds no such values at all.
    """
    problems: list[Problem] = []
    columns = _with_unread(db, cooked)
    orders = dict(cooked.orders)
    orders |= orders_of(
        db,
        recognised,
        [
            (column, f"(select {column.unread} as {column.name} from {cooked.name})")
            for column in columns
            if column.kind == "moment" and column.name not in orders
        ],
    )
    for column in columns:
        header = recognised.header[column.position]
        texts = db.rows(
            f"select {column.unread}, count(*) from {cooked.name} "
            f"where {column.unread} is not null group by all order by all"
        )
        mark = _decimal_mark(db, recognised, cooked, column, [text for text, _ in texts])
        readings: list[Reading] = []
        for text, rows in texts:
            reading = cleaning.read(
                column.kind,
                text,
                order=orders.get(column.name, "ymd"),
                timezone=recognised.profile.timezone,
                naive=recognised.naive_zone,
                header=header,
                mark=mark,
                allows_month=recognised.layout.object in ("targets", "spend", "revenue"),
            )
            if reading is not None:
                readings.append((number, header, text, reading.value, reading.has_time, rows))
            elif column.name in SPARED:
                readings.append((number, header, text, None, False, rows))
        _keep(db, cooked, column, readings)
        problems += _unread(db, recognised, cooked, column)
    return problems


def _decimal_mark(
    db: Database, recognised: Recognised, cooked: Cooked, column: Column, texts: Sequence[str]
) -> DecimalMark | None:
    """What the mapping says or the column as a whole shows."""
    if column.kind != "money" or recognised.layout.decimal_mark is not None:
        return recognised.layout.decimal_mark
    has_points = f"select coalesce(bool_or({column.name} != trunc({column.name})), false)"
    return mark_of(
        texts,
        has_points=db.value(f"{has_points} from {cooked.name}"),
        has_semicolons=recognised.table.delimiter == ";",
    )


def _with_unread(db: Database, cooked: Cooked) -> list[Column]:
    """The columns in which something was not read, found in one pass over the table."""
    columns = cooked.of(*READ)
    if not columns:
        return []
    counts = ", ".join(f"count({column.unread})" for column in columns)
    (found,) = db.rows(f"select {counts} from {cooked.name}")
    return [column for column, cells in zip(columns, found, strict=True) if cells]


def _keep(
    db: Database,
    cooked: Cooked,
    column: Column,
    readings: list[Reading],
) -> None:
    if not readings:
        return
    number, header = readings[0][:2]
    db.run(
        "insert into readings select $number, $header, unnest($raw), unnest($value), "
        "unnest($has_time), unnest($rows)",
        {
            "number": number,
            "header": header,
            "raw": [reading[2] for reading in readings],
            "value": [reading[3] for reading in readings],
            "has_time": [reading[4] for reading in readings],
            "rows": [reading[5] for reading in readings],
        },
    )
    kinds = {"moment": "timestamp", "money": "decimal(18, 2)", "flag": "boolean"}
    sets = [
        f"{column.value} = cast(readings.value as {kinds[column.kind]})",
        f"{column.unread} = null",
    ]
    if column.kind == "moment":
        sets.append(f"{column.name}_has_time = readings.has_time")
    db.run(
        f"update {cooked.name}_rows set {', '.join(sets)} from readings "
        f"where readings.file_no = $number and readings.column_name = $header "
        f"and readings.raw = {column.unread}",
        {"number": number, "header": header},
    )


def _unread(db: Database, recognised: Recognised, cooked: Cooked, column: Column) -> list[Problem]:
    found = db.rows(
        f"select row_no, {column.unread} from {cooked.name} "
        f"where {column.unread} is not null order by 1 limit {MOST_PROBLEMS + 1}"
    )
    header = recognised.header[column.position]
    problems = [
        Problem(_why_not(column.kind, value), recognised.table.name, row, header, value)
        for row, value in found
    ]
    return bounded(problems)


def _why_not(kind: Kind, value: str) -> str:
    is_either = kind == "money" and is_point_or_thousands(value)
    return "ambiguous_amount" if is_either else NOT_READ[kind]


def bounded(problems: list[Problem]) -> list[Problem]:
    """The problems, if there are so few that leaving their rows out makes sense.

    Raises:
        ImportRefused: there are more than MOST_PROBLEMS.
    """
    if len(problems) > MOST_PROBLEMS:
        raise ImportRefused(problems[:MOST_PROBLEMS])
    return problems
