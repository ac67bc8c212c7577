"""One recognised file as a table of typed columns: `cooked_<number>`.

The plain forms are read by DuckDB in one pass over the file. What it could not read stays beside
its column as text; `understand.py` takes it from there. Column names in the SQL built here come
from `profiles.FIELDS`, never from a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from pathlib import Path

from funnel.errors import ImportRefused, Problem
from funnel.importers.cells import values
from funnel.importers.cells.amounts import currency_of_header, unit_of_header
from funnel.importers.files.layout import LONGEST_CELL
from funnel.importers.files.tidy import LeftOut, tidy
from funnel.importers.profiles.profile import FIELDS, DateOrder, Kind
from funnel.importers.profiles.recognise import Recognised
from funnel.store.database import Database, ReadFailed

READ: tuple[Kind, ...] = ("moment", "money", "flag")
"""Kinds that are more than text: a cell may turn out to be none."""
LONGEST_ROW = 2 * LONGEST_CELL
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


def cook(
    db: Database, number: int, recognised: Recognised, without: Set[str] = frozenset()
) -> Cooked:
    """Read a file into `cooked_<number>`: row_no, and the columns of its object, absent ones null.

    Args:
        without: fields that nobody asks for this time, left null.

    Raises:
        ImportRefused: the file cannot be read as a table, or day and month cannot be told apart.
    """
    name, table, index = f"cooked_{number}", recognised.table, recognised.header_index
    columns = tuple(column for column in _columns_of(recognised) if column.name not in without)
    # A header over several lines is skipped record by record, not line by line: tidy knows how.
    if table.is_regular and table.head_lines[index] == index + 1:
        try:
            orders = _cook_as_it_is(db, name, recognised, columns)
        except ReadFailed:
            pass  # Ragged rows or broken quotes: the tidy copy says where.
        else:
            # A row that has none of our columns may be blank or not: the tidy copy can tell.
            if not db.value(f"select count(*) from {name} where {_is_empty(columns)}"):
                return Cooked(name, columns, orders)
    copy = tidy(table, index)
    source = _read_csv(copy.path, ["record", *_cells(recognised)], ",", skip=0, longest=LONGEST_ROW)
    source = _with_further(source, recognised)
    row_no = "cast(record as bigint) as row_no"
    try:
        orders = _orders(db, recognised, columns, source)
        _create(db, name, recognised, columns, orders=orders, source=source, row_no=row_no)
    except ReadFailed as error:
        detail = str(error).splitlines()[0]
        raise ImportRefused(Problem("broken_quotes", table.name, detail=detail)) from error
    _create_view(db, name, recognised, columns)
    return Cooked(name, columns, orders, copy.left_out, copy.problems)


def _cook_as_it_is(
    db: Database, name: str, recognised: Recognised, columns: Sequence[Column]
) -> dict[str, DateOrder]:
    """Let DuckDB read the file itself; its orders of day and month.

    A large file is mostly written plainly all over, and to look for what is not afterwards costs a
    fraction of being careful with every cell.
    """
    table, skip = recognised.table, recognised.header_index + 1
    read_csv = partial(_read_csv, table.path, _cells(recognised), table.delimiter, skip=skip)
    source = _with_further(read_csv(), recognised)
    plain_source = _with_further(read_csv(nulls=("", *values.NOT_SAID)), recognised)
    orders = _orders(db, recognised, columns, source)
    create = partial(_create, db, name, recognised, columns, orders=orders)
    create(source=plain_source, is_plain=True)
    if db.value(f"select exists (from {name}_rows where {_wants_care(recognised, columns)})"):
        create(source=source)
    # A number by window costs as much as reading the file; the rowid is there.
    row_no = f"rowid + {skip + 1} as row_no"
    _create_view(db, name, recognised, columns, row_no=row_no)
    return orders


def _columns_of(recognised: Recognised) -> tuple[Column, ...]:
    """The canonical columns of a file, and one for each column that dates a stage."""
    kinds = FIELDS[recognised.layout.object]
    found = [Column(name, place, kinds[name]) for name, place in recognised.columns.items()]
    found += [Column(f"entered_{place}", place, "moment") for place in recognised.stage_dates]
    return tuple(found)


def _cells(recognised: Recognised) -> list[str]:
    return [f"c{position}" for position in range(len(recognised.header))]


def _with_further(source: str, recognised: Recognised) -> str:
    """`source`, with what a column has in several places put into the first of them."""
    replaced = []
    for name, further in recognised.further.items():
        first, kind = recognised.columns[name], FIELDS[recognised.layout.object][name]
        cells = [f"trim(c{place}, {BLANKS})" for place in (first, *further)]
        said = ", ".join(f"case when {values.is_said(cell)} then {cell} end" for cell in cells)
        joined = f"concat_ws(';', {said})" if kind == "ids" else f"coalesce({said})"
        replaced.append(f"{joined} as c{first}")
    return f"(select * replace ({', '.join(replaced)}) from {source})" if replaced else source


def _is_empty(columns: Iterable[Column]) -> str:
    names = [column.value for column in columns]
    names += [column.unread for column in columns if column.kind in READ]
    return " and ".join(f"{name} is null" for name in names)


def _wants_care(recognised: Recognised, columns: Iterable[Column]) -> str:
    """SQL: a row that was read as plain has a cell that is not plain, or is blank or padded."""
    table, padded = recognised.table, []
    if table.is_padded:
        padded += ["{0} < '!'", "ends_with({0}, ' ')"]
    if table.has_odd_blanks:
        padded.append(f"regexp_matches({{0}}, '{ODD_BLANK_AT_END}')")
    cells = [column.name for column in columns if column.kind in ("id", "text", "email")]
    texts = [is_padded.format(cell) for cell in cells for is_padded in padded]
    unread = [f"{column.unread} is not null" for column in columns if column.kind in READ]
    return " or ".join([*unread, *texts]) or "false"


def _create(
    db: Database,
    name: str,
    recognised: Recognised,
    columns: Sequence[Column],
    *,
    orders: Mapping[str, DateOrder],
    source: str,
    row_no: str = "",
    is_plain: bool = False,
) -> None:
    """The table `<name>_rows` of the columns that the file has.

    `is_plain`: no cell has blanks at its ends, and what says nothing is null already.
    """
    parts = [row_no] if row_no else []
    for column in columns:
        parts += _read(recognised, column, orders.get(column.name, "ymd"), is_plain=is_plain)
    if _has_currency(recognised, columns):
        of_header = currency_of_header(recognised.header[recognised.columns["amount"]])
        is_named = "currency" in recognised.columns
        parts = [part for part in parts if not part.endswith(" as currency")]
        parts.append(f"{values.currency(is_named, of_header)} as currency")
    picks = ["record"] if row_no else []
    for column in columns:
        cell = f"c{column.position}"
        if not is_plain:
            cell = _trimmed(cell, has_odd_blanks=recognised.table.has_odd_blanks)
        picks.append(f"{cell} as {column.name}")
    db.run(
        f"create or replace temp table {name}_rows as select {', '.join(parts)} "
        f"from (select {', '.join(picks)} from {source}) as raw"
    )


def _has_currency(recognised: Recognised, columns: Iterable[Column]) -> bool:
    """An amount may name its currency in its own cell or header."""
    return "currency" in FIELDS[recognised.layout.object] and any(
        column.name == "amount" for column in columns
    )


def _create_view(
    db: Database,
    name: str,
    recognised: Recognised,
    columns: Sequence[Column],
    *,
    row_no: str = "",
) -> None:
    """The view `name`: the rows with what the file does not have, which takes no room so."""
    parts = [row_no, "*"] if row_no else ["*"]
    present = {column.name for column in columns}
    if _has_currency(recognised, columns):
        present.add("currency")
    for field, value in recognised.layout.constants.items():
        if field not in present:
            parts.append(f"{literal(value)} as {field}")
            present.add(field)
    for field, kind in FIELDS[recognised.layout.object].items():
        if field not in present:
            parts += [f"cast(null as {type_}) as {part}" for part, type_ in stored(field, kind)]
    db.run(f"create or replace temp view {name} as select {', '.join(parts)} from {name}_rows")


def stored(field: str, kind: Kind) -> list[tuple[str, str]]:
    """The physical columns of a field and their SQL types."""
    if kind == "moment":
        return [(f"{field}_moment", "timestamp"), (f"{field}_has_time", "boolean")]
    return [(field, values.SQL_TYPES[kind])]


def _trimmed(cell: str, *, has_odd_blanks: bool) -> str:
    """The text of a cell, null if blank. To trim each of 10 million cells costs: ask first."""
    if has_odd_blanks:
        is_padded = f"regexp_matches({cell}, '{ODD_BLANK_AT_END}')"
        trimmed = f"trim({cell}, {BLANKS})"
    else:
        is_padded = f"(starts_with({cell}, ' ') or ends_with({cell}, ' '))"
        trimmed = f"trim({cell})"
    return f"nullif(case when {is_padded} then {trimmed} else {cell} end, '')"


def _read(recognised: Recognised, column: Column, order: DateOrder, *, is_plain: bool) -> list[str]:
    name, raw = column.name, f"raw.{column.name}"
    unit = Decimal(1)
    if column.kind == "money":
        unit = unit_of_header(recognised.header[column.position])
    value = values.expression(
        name, column.kind, order, recognised.profile, unit,
        naive=recognised.naive_zone, said=is_plain,
    )  # fmt: skip
    read = [f"{value} as {column.value}"]
    if column.kind == "moment":
        read.append(f"{values.has_time(raw)} as {name}_has_time")
    if column.kind in READ:
        # An alias of the column's own name would mean the text, not what was read.
        result = column.value if column.kind == "moment" else f"({value})"
        is_said = f"{raw} is not null" if is_plain else values.is_said(raw)
        read.append(f"case when {result} is null and {is_said} then {raw} end as {column.unread}")
    return read


def _read_csv(
    path: Path,
    columns: Sequence[str],
    delimiter: str,
    *,
    skip: int,
    nulls: Sequence[str] = ("",),
    longest: int | None = None,
) -> str:
    """SQL: the cells of a file as text; a row of more bytes than `longest` (else 2 MB) fails."""
    types = ", ".join(f"'{column}': 'VARCHAR'" for column in columns)
    delimiter = "\\t" if delimiter == "\t" else delimiter
    return (
        f"read_csv({literal(str(path))}, header = false, auto_detect = false, "
        f"delim = '{delimiter}', quote = '\"', escape = '\"', skip = {skip}, "
        f"nullstr = [{', '.join(map(literal, nulls))}], columns = {{{types}}}"
        # A buffer holds sixteen of the longest rows unless it is told otherwise.
        + (f", max_line_size = {longest}, buffer_size = {longest})" if longest else ")")
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
            cell = _trimmed(f"c{column.position}", has_odd_blanks=recognised.table.has_odd_blanks)
            doubtful.append((column, f"(select {cell} as {column.name} from {source})"))
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
