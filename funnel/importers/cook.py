"""One recognised file as a table of typed columns: `cooked_<number>`.

The plain forms are read by DuckDB in one pass over the file. What it could not read stays beside
its column as text; `understand.py` takes it from there. Column names in the SQL built here come
from `profiles.FIELDS`, never from a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from funnel.errors import ImportRefused, Problem
from funnel.importers import values
from funnel.importers.cleaning import currency_of_header, unit_of_header
from funnel.importers.files import LeftOut, tidy
from funnel.importers.profiles import FIELDS, DateOrder, Kind
from funnel.importers.recognise import Recognised
from funnel.store.database import Database, ReadFailed

READ: tuple[Kind, ...] = ("moment", "money", "flag")
"""Kinds that are more than text: a cell may turn out to be none."""
BLANKS = "' \t\r\n\u3000\u00a0'"
ODD_BLANK_AT_END = "^[\\s\u3000\u00a0]|[\\s\u3000\u00a0]$"


@dataclass(frozen=True)
class Column:
    """One column of a cooked table: where it stands in the file and how it is read."""

    name: str
    position: int
    kind: Kind

    @property
    def value(self) -> str:
        """The column that holds what was read."""
        return f"{self.name}_moment" if self.kind == "moment" else self.name

    @property
    def unread(self) -> str:
        """The column that holds the text of what was not."""
        return f"{self.name}_unread"


@dataclass(frozen=True)
class Cooked:
    """A file in DuckDB: the view `name` over `name`_rows, and what was not a row of the table."""

    name: str
    columns: tuple[Column, ...]
    orders: Mapping[str, DateOrder]
    left_out: tuple[LeftOut, ...] = ()
    problems: tuple[Problem, ...] = ()

    def of(self, *kinds: Kind) -> list[Column]:
        """The columns of these kinds."""
        return [column for column in self.columns if column.kind in kinds]


def cook(db: Database, number: int, recognised: Recognised) -> Cooked:
    """Read a file into `cooked_<number>`: row_no, and the columns of its object, absent ones null.

    Raises:
        ImportRefused: the file cannot be read as a table, or day and month cannot be told apart.
    """
    name, table, index = f"cooked_{number}", recognised.table, recognised.header_index
    columns = _columns_of(recognised)
    cells = [f"c{position}" for position in range(len(recognised.header))]
    # A header over several lines is skipped record by record, not line by line: tidy knows how.
    if table.is_regular and table.head_lines[index] == index + 1:
        source = _read_csv(table.path, cells, table.delimiter, skip=index + 1)
        try:
            orders = _orders(db, recognised, columns, source)
            _create(db, name, recognised, columns, orders=orders, source=source)
        except ReadFailed:
            pass  # Ragged rows or broken quotes: the tidy copy says where.
        else:
            # A row that has none of our columns may be blank or not: the tidy copy can tell.
            if not db.value(f"select count(*) from {name}_rows where {_is_empty(columns)}"):
                # A number by window costs as much as reading the file; the rowid is there.
                number_of_row = f"rowid + {index + 2} as row_no"
                db.run(
                    f"create or replace temp view {name} as select {number_of_row}, * "
                    f"from {name}_rows"
                )
                return Cooked(name, columns, orders)
    copy = tidy(table, index)
    source = _read_csv(copy.path, ["record", *cells], ",", skip=0)
    orders = _orders(db, recognised, columns, source)
    row_no = "cast(record as bigint) as row_no, "
    _create(db, name, recognised, columns, orders=orders, source=source, row_no=row_no)
    db.run(f"create or replace temp view {name} as from {name}_rows")
    return Cooked(name, columns, orders, copy.left_out, copy.problems)


def _columns_of(recognised: Recognised) -> tuple[Column, ...]:
    """The canonical columns of a file, and one for each column that dates a stage."""
    kinds = FIELDS[recognised.layout.object]
    found = [Column(name, place, kinds[name]) for name, place in recognised.columns.items()]
    found += [Column(f"entered_{place}", place, "moment") for place in recognised.stage_dates]
    return tuple(found)


def _is_empty(columns: Iterable[Column]) -> str:
    names = [column.value for column in columns]
    names += [column.unread for column in columns if column.kind in READ]
    return " and ".join(f"{name} is null" for name in names)


def _create(
    db: Database,
    name: str,
    recognised: Recognised,
    columns: Sequence[Column],
    *,
    orders: Mapping[str, DateOrder],
    source: str,
    row_no: str = "",
) -> None:
    parts: list[str] = []
    for column in columns:
        parts += _read(recognised, column, orders.get(column.name, "ymd"))
    present = {column.name for column in columns}
    fields = FIELDS[recognised.layout.object]
    if "currency" in fields and "amount" in present:
        parts = [part for part in parts if not part.endswith(" as currency")]
        of_header = currency_of_header(recognised.header[recognised.columns["amount"]])
        parts.append(f"{values.currency('currency' in present, of_header)} as currency")
        present.add("currency")
    for field, value in recognised.layout.constants.items():
        if field not in present:
            parts.append(f"{literal(value)} as {field}")
            present.add(field)
    for field, kind in fields.items():
        if field not in present:
            parts += [f"cast(null as {type_}) as {part}" for part, type_ in stored(field, kind)]
    before, has_odd_blanks = "record, " if row_no else "", recognised.table.has_odd_blanks
    texts = _texts(columns, source, before, has_odd_blanks=has_odd_blanks)
    db.run(
        f"create or replace temp table {name}_rows as select {row_no}{', '.join(parts)} "
        f"from {texts} as raw"
    )


def stored(field: str, kind: Kind) -> list[tuple[str, str]]:
    """The physical columns of a field and their SQL types."""
    if kind == "moment":
        return [(f"{field}_moment", "timestamp"), (f"{field}_has_time", "boolean")]
    return [(field, values.SQL_TYPES[kind])]


def _texts(
    columns: Iterable[Column], source: str, before: str = "", *, has_odd_blanks: bool = True
) -> str:
    picks = ", ".join(
        f"{_trimmed(f'c{column.position}', has_odd_blanks=has_odd_blanks)} as {column.name}"
        for column in columns
    )
    return f"(select {before}{picks} from {source})"


def _trimmed(cell: str, *, has_odd_blanks: bool) -> str:
    """The text of a cell, null if blank. To trim each of 10 million cells costs: ask first."""
    if has_odd_blanks:
        is_padded = f"regexp_matches({cell}, '{ODD_BLANK_AT_END}')"
        trimmed = f"trim({cell}, {BLANKS})"
    else:
        is_padded = f"(starts_with({cell}, ' ') or ends_with({cell}, ' '))"
        trimmed = f"trim({cell})"
    return f"nullif(case when {is_padded} then {trimmed} else {cell} end, '')"


def _read(recognised: Recognised, column: Column, order: DateOrder) -> list[str]:
    name, raw = column.name, f"raw.{column.name}"
    header = recognised.header[column.position]
    unit = unit_of_header(header) if column.kind == "money" else Decimal(1)
    value = values.expression(name, column.kind, order, recognised.profile, unit)
    if column.kind not in READ:
        return [f"{value} as {name}"]
    if column.kind == "moment":
        read = [f"{value} as {name}_moment", f"contains({raw}, ':') as {name}_has_time"]
    else:
        read = [f"{value} as {name}"]
    # An alias of the column's own name would mean the text, not what was read.
    result = column.value if column.kind == "moment" else f"({value})"
    is_unread = f"{result} is null and {values.is_said(raw)}"
    return [*read, f"case when {is_unread} then {raw} end as {column.unread}"]


def _read_csv(path: Path, columns: Sequence[str], delimiter: str, *, skip: int) -> str:
    types = ", ".join(f"'{column}': 'VARCHAR'" for column in columns)
    delimiter = "\\t" if delimiter == "\t" else delimiter
    return (
        f"read_csv({literal(str(path))}, header = false, auto_detect = false, "
        f"delim = '{delimiter}', quote = '\"', escape = '\"', skip = {skip}, "
        f"columns = {{{types}}})"
    )


def literal(text: str) -> str:
    """`text` in SQL."""
    return "'" + text.replace("'", "''") + "'"


def _orders(
    db: Database, recognised: Recognised, columns: Iterable[Column], source: str
) -> dict[str, DateOrder]:
    """Whether day or month comes first, decided for each column as a whole.

    Where no row of the head leaves it open, the column waits for what could not be read.
    """
    layout = recognised.layout
    orders: dict[str, DateOrder] = {}
    rows = recognised.table.head[recognised.header_index + 1 :]
    doubtful = []
    for column in columns:
        if column.kind != "moment":
            continue
        said = layout.date_orders.get(column.name) or layout.date_order
        cells = [row[column.position] for row in rows if len(row) > column.position]
        if said:
            orders[column.name] = said
        elif any(values.leaves_order_open(cell) for cell in cells):
            doubtful.append((column, _texts([column], source)))
    return orders | orders_of(db, recognised, doubtful)


def orders_of(
    db: Database, recognised: Recognised, columns: Iterable[tuple[Column, str]]
) -> dict[str, DateOrder]:
    """The order of day and month in columns of text, each with a source of SQL that has it.

    Raises:
        ImportRefused: naming the columns in which every date could be either.
    """
    orders: dict[str, DateOrder] = {}
    problems: list[Problem] = []
    for column, source in columns:
        probe = values.DAY_FIRST_PROBE.format(column=column.name, source=source)
        first, second, example = db.rows(probe)[0]
        if first is None:
            continue
        if (first > 12) == (second > 12):
            header = recognised.header[column.position]
            problems.append(
                Problem("ambiguous_dates", recognised.table.name, None, header, example)
            )
        orders[column.name] = "dmy" if first > 12 else "mdy"
    if problems:
        raise ImportRefused(problems)
    return orders
