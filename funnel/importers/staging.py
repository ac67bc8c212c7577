"""From recognised files to the temporary tables `staged_leads`, `staged_deals`, `staged_owners`.

Values are read inside DuckDB, column by column. A value that cannot be read is a Problem with its
row; it is never dropped and never guessed. Column names in the SQL built here come from
`profiles.FIELDS`, never from a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from funnel.errors import ImportRefused, Problem
from funnel.importers import values
from funnel.importers.files import tidy
from funnel.importers.profiles import FIELDS, DateOrder, Kind, Object
from funnel.importers.recognise import Recognised
from funnel.store.database import Database, ReadFailed

MOST_PROBLEMS = 10_000
"""A column with more unreadable values is no column of that kind: leaving rows out won't help."""


@dataclass
class StagedFile:
    """What became of one file."""

    number: int
    recognised: Recognised
    rows_read: int
    footer: tuple[str, ...]
    last_day: date | None
    problems: list[Problem] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The file's name."""
        return self.recognised.table.name

    @property
    def rows_refused(self) -> int:
        """A row with several problems is one row."""
        return len({problem.row for problem in self.problems})


@dataclass(frozen=True)
class Staged:
    """What became of all files, and the one currency of their deals."""

    files: list[StagedFile]
    currency: str | None

    @property
    def problems(self) -> list[Problem]:
        return [problem for file in self.files for problem in file.problems]


def stage(db: Database, files: Sequence[Recognised]) -> Staged:
    """Read `files` into the staged tables of `db`; rows with a Problem are left out and returned.

    Raises:
        ImportRefused: a file as a whole cannot be read, or currencies are mixed.
    """
    kinds: tuple[Object, ...] = ("leads", "deals", "owners")
    for kind in kinds:
        db.run(_create_staged(kind))
    staged = [
        _stage_file(db, number, recognised) for number, recognised in enumerate(files, start=1)
    ]
    for table in ("leads", "deals"):
        _refuse_duplicates(db, table, staged)
    return Staged(staged, _only_currency(db, staged))


def _stage_file(db: Database, number: int, recognised: Recognised) -> StagedFile:
    kind = recognised.layout.object
    footer = _load_raw(db, recognised)
    rows: int = db.value("select count(*) from raw")
    if not rows:
        raise ImportRefused(Problem("no_rows", recognised.table.name))
    orders = _date_orders(db, recognised)
    expressions = {
        name: values.expression(name, type_, orders.get(name, "ymd"), recognised.profile)
        for name, type_ in FIELDS[kind].items()
        if name in recognised.columns
    }
    if "amount" in expressions:
        expressions["currency"] = values.currency("currency" in expressions)
    db.run("create or replace temp table cooked as select row_no, " + _cooked(kind, expressions))
    if kind == "deals":
        _classify_outcomes(db, recognised)
    problems = _unreadable(db, recognised) + _missing(db, recognised, kind)
    rows_refused = sorted({problem.row for problem in problems if problem.row is not None})
    db.run(
        "create or replace temp table refused as select unnest(cast($rows as bigint[])) as row_no",
        {"rows": rows_refused},
    )
    db.run(
        f"insert into staged_{kind} by name select $tool as tool, $number as file_no, * "
        "from cooked where row_no not in (select row_no from refused)",
        {"tool": recognised.profile.tool, "number": number},
    )
    last_day = _last_day(db, number, kind)
    return StagedFile(number, recognised, rows, footer, last_day, problems)


def _last_day(db: Database, number: int, kind: Object) -> date | None:
    """The last day on which anything happened in a file; an expected date is not one."""
    days = [f"{name}_on" for name, type_ in FIELDS[kind].items() if type_ == "moment"]
    if not days:
        return None
    if kind == "deals":
        days[days.index("closed_on")] = "case when outcome != 'open' then closed_on end"
    last: date | None = db.value(
        f"select max(greatest({', '.join(days)})) from staged_{kind} where file_no = $number",
        {"number": number},
    )
    return last


def _load_raw(db: Database, recognised: Recognised) -> tuple[str, ...]:
    """Fill the table `raw` (row_no, one text column a canonical column); return the footer."""
    table, index = recognised.table, recognised.header_index
    width = len(recognised.header)
    cells = [f"c{position}" for position in range(width)]
    # A header over several lines is skipped record by record, not line by line: tidy knows how.
    if table.is_regular and table.head_lines[index] == index + 1:
        source = _read_csv(table.path, cells, table.delimiter, skip=index + 1)
        try:
            _create_raw(db, recognised, f"row_number() over () + {index + 1}", source)
        except ReadFailed:
            pass  # Ragged rows or broken quotes: the tidy copy says where.
        else:
            return ()
    copy = tidy(table, index)
    source = _read_csv(copy.path, ["record", *cells], ",", skip=0)
    _create_raw(db, recognised, "cast(record as bigint)", source)
    return copy.footer


def _create_raw(db: Database, recognised: Recognised, row_no: str, source: str) -> None:
    picks = ", ".join(
        f"nullif(trim(c{position}), '') as {name}" for name, position in recognised.columns.items()
    )
    cells = ", ".join(
        f"nullif(trim(c{position}), '')" for position in range(len(recognised.header))
    )
    db.run(
        f"create or replace temp table raw as select row_no, {picks} "
        f"from (select *, {row_no} as row_no from {source}) where coalesce({cells}) is not null"
    )


def _read_csv(path: Path, columns: Sequence[str], delimiter: str, *, skip: int) -> str:
    types = ", ".join(f"'{column}': 'VARCHAR'" for column in columns)
    where = str(path).replace("'", "''")
    delimiter = "\\t" if delimiter == "\t" else delimiter
    return (
        f"read_csv('{where}', header = false, auto_detect = false, delim = '{delimiter}', "
        f"quote = '\"', escape = '\"', skip = {skip}, columns = {{{types}}})"
    )


def _date_orders(db: Database, recognised: Recognised) -> dict[str, DateOrder]:
    """Whether day or month comes first, decided for each column as a whole."""
    orders: dict[str, DateOrder] = {}
    for name in _columns_of_kind(recognised, "moment"):
        if recognised.layout.date_order:
            orders[name] = recognised.layout.date_order
            continue
        first, second, example = db.rows(values.DAY_FIRST_PROBE.format(column=name))[0]
        if first is None:
            continue
        if (first > 12) == (second > 12):
            raise ImportRefused(
                Problem(
                    "ambiguous_dates",
                    recognised.table.name,
                    column=_header(recognised, name),
                    value=example,
                )
            )
        orders[name] = "dmy" if first > 12 else "mdy"
    return orders


def _columns_of_kind(recognised: Recognised, kind: Kind) -> list[str]:
    kinds = FIELDS[recognised.layout.object]
    return [name for name in recognised.columns if kinds[name] == kind]


def _header(recognised: Recognised, name: str) -> str:
    return recognised.header[recognised.columns[name]]


def _cooked(kind: Object, expressions: dict[str, str]) -> str:
    """The select list and source that turn `raw` into typed columns, absent ones null."""
    parts = []
    for name, type_ in FIELDS[kind].items():
        value = expressions.get(name, f"cast(null as {values.SQL_TYPES[type_]})")
        if type_ == "moment":
            parts.append(f"{value} as {name}_moment")
            has_time = f"raw.{name} like '%:%'" if name in expressions else "false"
            parts.append(f"cast({name}_moment as date) as {name}_on")
            parts.append(f"case when {has_time} then {name}_moment end as {name}_at")
        else:
            parts.append(f"{value} as {name}")
    return ", ".join(parts) + " from raw"


def _create_staged(kind: Object) -> str:
    columns = ["tool varchar", "file_no integer", "row_no bigint"]
    for name, type_ in FIELDS[kind].items():
        if type_ == "moment":
            columns += [f"{name}_moment timestamp", f"{name}_on date", f"{name}_at timestamp"]
        else:
            columns.append(f"{name} {values.SQL_TYPES[type_]}")
    if kind == "deals":
        columns += ["outcome varchar", "is_stage_known boolean"]
    return f"create or replace temp table staged_{kind} ({', '.join(columns)})"


def _classify_outcomes(db: Database, recognised: Recognised) -> None:
    """Add `outcome` and `is_stage_known`: by the layout, the tool's own flags, or the stage.

    A deal that is closed and not known as won is lost; one nobody knows anything of is open. Where
    the stage's name had to be passed over for that, it is not known.
    """
    stages = [row[0] for row in db.rows("select distinct stage from cooked")]
    known = values.outcomes_of(stages, recognised.layout)
    db.run("create or replace temp table outcomes (stage varchar, said varchar)")
    db.insert("outcomes", [{"stage": stage, "said": said} for stage, said in known.items()])
    db.run(
        """
        create or replace temp table cooked as
        with said as (
            select cooked.*, coalesce($outcome, outcomes.said) as said
            from cooked left join outcomes on outcomes.stage = cooked.stage
        )
        select
            * exclude (said),
            case
                when $outcome is not null then said
                when is_won then 'won'
                when is_closed and (is_won = false or coalesce(said, 'open') = 'open') then 'lost'
                when is_closed = false then 'open'
                when is_won = false and said = 'won' then 'open'
                else coalesce(said, 'open')
            end as outcome,
            coalesce(
                said is not null
                or is_won
                or is_closed = false
                or (is_closed and is_won is not null),
                false
            ) as is_stage_known
        from said
        """,
        {"outcome": recognised.layout.outcome},
    )


def _unreadable(db: Database, recognised: Recognised) -> list[Problem]:
    """Values that are there and could not be read."""
    problems: list[Problem] = []
    names: dict[Kind, str] = {
        "moment": "not_a_date",
        "money": "not_a_number",
        "flag": "not_a_flag",
    }
    for type_, problem in names.items():
        for name in _columns_of_kind(recognised, type_):
            read = f"{name}_moment" if type_ == "moment" else name
            found = db.rows(
                f"select raw.row_no, raw.{name} from raw join cooked using (row_no) "
                f"where cooked.{read} is null and {values.is_said(f'raw.{name}')} "
                f"order by 1 limit {MOST_PROBLEMS + 1}"
            )
            header = _header(recognised, name)
            problems += _bounded(
                Problem(problem, recognised.table.name, row, header, value) for row, value in found
            )
    return problems


def _missing(db: Database, recognised: Recognised, kind: Object) -> list[Problem]:
    """Values without which a row is no lead, deal or owner."""
    needed = {
        "leads": (("id", "email"), ("created",)),
        "deals": (("id", "name"),),
        "owners": (("owner",),),
    }[kind]
    problems: list[Problem] = []
    for names in needed:
        present = [name for name in names if name in recognised.columns]
        said = " or ".join(values.is_said(f"raw.{name}") for name in present) or "false"
        header = _header(recognised, present[0]) if present else " / ".join(names)
        problems += _bounded(
            Problem("missing_value", recognised.table.name, row, header)
            for (row,) in db.rows(
                f"select row_no from raw where not ({said}) order by 1 limit {MOST_PROBLEMS + 1}"
            )
        )
    return problems


def _bounded(problems: Iterable[Problem]) -> list[Problem]:
    found = list(problems)
    if len(found) > MOST_PROBLEMS:
        raise ImportRefused(found[:MOST_PROBLEMS])
    return found


def _refuse_duplicates(db: Database, kind: str, staged: list[StagedFile]) -> None:
    """Keep the first row of an id. Where a row has none, its e-mail or its names stand for it."""
    stand_ins = {
        "leads": ("email",),
        "deals": ("company", "name", "opened_on", "closed_on", "amount"),
    }[kind]
    stand_in = f"concat_ws(' / ', {', '.join(stand_ins)})"
    db.run(
        f"create or replace temp table repeated as with keyed as ("
        f"select *, coalesce(id, {stand_in}) as key, id is not null as has_id "
        f"from staged_{kind}), "
        "numbered as (select file_no, row_no, key, has_id, "
        "first_value(file_no) over occurrences as first_file, "
        "first_value(row_no) over occurrences as first_row, "
        "row_number() over occurrences as occurrence from keyed "
        "window occurrences as (partition by tool, key order by file_no, row_no)) "
        "select file_no, row_no, key, has_id, first_file, first_row from numbered "
        "where occurrence > 1"
    )
    found = db.rows(f"select * from repeated order by all limit {MOST_PROBLEMS + 1}")
    files = {file.number: file for file in staged}
    for file_no, row, key, has_id, first_file, first_row in found:
        file, other = files[file_no], files[first_file]
        columns = ("id",) if has_id else [name.removesuffix("_on") for name in stand_ins]
        header = " / ".join(
            _header(file.recognised, name) for name in columns if name in file.recognised.columns
        )
        first = f"row {first_row}" if other is file else f"{other.name}, row {first_row}"
        file.problems.append(Problem("duplicate_id", file.name, row, header, key, first))
    if len(found) > MOST_PROBLEMS:
        raise ImportRefused(problem for file in staged for problem in file.problems)
    db.run(
        f"delete from staged_{kind} using repeated "
        f"where staged_{kind}.file_no = repeated.file_no and staged_{kind}.row_no = repeated.row_no"
    )
    # Ids are shown on the screen and in files; an address or a name must not be read off them.
    db.run(f"update staged_{kind} set id = md5({stand_in}) where id is null")


def _only_currency(db: Database, staged: list[StagedFile]) -> str | None:
    """The one currency of all amounts: what a row names, else the profile's."""
    only: str | None = None
    for file in staged:
        if file.recognised.layout.object != "deals":
            continue
        profile = file.recognised.profile
        found = db.rows(
            "select coalesce(currency, $own), min(row_no) from staged_deals "
            "where file_no = $file and amount is not null group by 1 order by count(*) desc, 1",
            {"file": file.number, "own": profile.currency},
        )
        for currency, row in found or [(profile.currency, None)]:
            if only is not None and currency != only:
                names = file.recognised.columns
                column = next((name for name in ("currency", "amount") if name in names), None)
                header = _header(file.recognised, column) if column else None
                raise ImportRefused(
                    Problem("second_currency", file.name, row, header, currency, only)
                )
            only = currency
    return only
