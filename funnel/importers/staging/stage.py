"""From recognised files to the temporary views `staged_<object>`, one for each of `FIELDS`.

A value that cannot be read is a Problem with its row; it is never dropped and never guessed.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from datetime import date

from funnel.errors import ImportRefused, Problem
from funnel.importers.cells import values
from funnel.importers.files.tidy import LeftOut
from funnel.importers.profiles.profile import FIELDS, LOOSE, NEEDED, Object, normal
from funnel.importers.profiles.recognise import Recognised
from funnel.importers.staging.cook import READ, Cooked, cook
from funnel.importers.staging.meanings import create_meanings
from funnel.importers.staging.repeats import leave_out_repeated
from funnel.importers.staging.understand import MOST_PROBLEMS, READINGS, bounded, understand
from funnel.importers.staging.views import create_views
from funnel.store.database import Database

DELETED_ASIDE: tuple[Object, ...] = ("links", "stage_history", "touches")
"""Tables whose deleted rows mean nothing any more. Deleted people and deals are kept, and named."""


@dataclass(frozen=True)
class Source:
    """A recognised file and when it came: `batch_no` rises with each upload."""

    recognised: Recognised
    batch_no: int
    exported_on: date


@dataclass
class StagedFile:
    """What became of one file.

    `rows_aside` are of no interest, such as other fields' history, or cannot count yet, such as a
    task that is not due; `rows_superseded` are said anew by a later upload, or stand in another
    file of the same one.
    """

    number: int
    source: Source
    cooked: Cooked
    rows_read: int
    first_day: date | None = None
    last_day: date | None = None
    rows_aside: int = 0
    rows_superseded: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def recognised(self) -> Recognised:
        return self.source.recognised

    @property
    def name(self) -> str:
        """The file's name."""
        return self.recognised.table.name

    @property
    def object(self) -> Object:
        return self.recognised.layout.object

    @property
    def footer(self) -> tuple[str, ...]:
        return tuple(line.text for line in self.left_out)

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """Lines of the file that are no rows: totals, notices, repeated headers."""
        return self.cooked.left_out

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


def stage(db: Database, sources: Sequence[Source]) -> Staged:
    """Read `sources` into the staged views of `db`; rows with a Problem are left out and returned.

    Raises:
        ImportRefused: a file as a whole cannot be read, or currencies are mixed.
    """
    db.run(READINGS)
    db.run("create or replace temp table excluded (file_no integer, row_no bigint)")
    own = {
        one.recognised.profile.tool for one in sources if one.recognised.layout.object == "deals"
    }
    files = [
        _stage_file(db, number, one, own, _not_asked_for(one, sources))
        for number, one in enumerate(sources, start=1)
    ]
    _describe_files(db, files)
    create_meanings(db, files)
    create_views(db, files)
    leave_out_repeated(db, files)
    for file in files:
        file.first_day, file.last_day = _days(db, file)
    return Staged(files, _only_currency(db, files))


def _not_asked_for(source: Source, sources: Sequence[Source]) -> Set[str]:
    """A touch's id only tells whether another file has it too; millions of them fill memory."""
    kind = source.recognised.layout.object
    is_alone = sum(other.recognised.layout.object == kind for other in sources) == 1
    return {"id"} if kind == "touches" and is_alone else set()


def _stage_file(
    db: Database, number: int, source: Source, own: Container[str], without: Set[str]
) -> StagedFile:
    """Read one file; `own` are the tools whose own deals are among all the files."""
    recognised = source.recognised
    cooked = cook(db, number, recognised, without)
    rows: int = db.value(f"select count(*) from {cooked.name}") + len(cooked.problems)
    if not rows:
        raise ImportRefused(Problem("no_rows", recognised.table.name))
    file = StagedFile(number, source, cooked, rows)
    file.problems += cooked.problems
    file.problems += understand(db, number, recognised, cooked)
    file.rows_aside = _set_aside(db, file, own)
    file.problems += _missing(db, file)
    exclude(db, number, sorted({problem.row for problem in file.problems if problem.row}))
    return file


def exclude(db: Database, number: int, rows: Sequence[int]) -> None:
    """Keep these rows of a file out of the staged views."""
    if rows:
        db.run(
            "insert into excluded select $number, unnest(cast($rows as bigint[]))",
            {"number": number, "rows": rows},
        )


def _set_aside(db: Database, file: StagedFile, own: Container[str]) -> int:
    """Leave out rows that the layout does not want, and those that say nothing; how many.

    Such are copies of deals that their own tool exports, rows that cannot count yet, and links and
    events that were deleted in the tool.
    """
    leave_out = f"insert into excluded select $number, row_no from {file.cooked.name} "
    if file.recognised.layout.copies_of in own:
        db.run(leave_out, {"number": file.number})
    if file.object in DELETED_ASIDE:
        db.run(f"{leave_out} where is_deleted", {"number": file.number})
    if file.object in LOOSE:
        for _, is_lacking in _lacking(file):
            db.run(f"{leave_out} where {is_lacking}", {"number": file.number})
    for column, wanted in file.recognised.layout.only.items():
        if column not in file.recognised.columns:
            continue
        keys = {normal(value) for value in wanted}
        said = [row[0] for row in db.rows(f"select distinct {column} from {file.cooked.name}")]
        unwanted = [value for value in said if value is None or normal(value) not in keys]
        db.run(
            f"insert into excluded select $number, row_no from {file.cooked.name} "
            f"where coalesce({column}, '') in (select unnest(cast($unwanted as varchar[])))",
            {"number": file.number, "unwanted": [value or "" for value in unwanted]},
        )
    aside: int = db.value(
        "select count(distinct row_no) from excluded where file_no = $number",
        {"number": file.number},
    )
    return aside


def _missing(db: Database, file: StagedFile) -> list[Problem]:
    """Values without which a row is none."""
    problems: list[Problem] = []
    for header, is_lacking in _lacking(file) if file.object not in LOOSE else ():
        found = db.rows(
            f"select row_no from {file.cooked.name} where {is_lacking} and row_no not in "
            f"(select row_no from excluded where file_no = $number) "
            f"order by 1 limit {MOST_PROBLEMS + 1}",
            {"number": file.number},
        )
        problems += bounded([Problem("missing_value", file.name, row, header) for (row,) in found])
    return problems


def _lacking(file: StagedFile) -> Iterator[tuple[str, str]]:
    """SQL that a row does not say what it needs, for each need, and the header to name.

    What is there and could not be read has its Problem already.
    """
    columns = {column.name: column for column in file.cooked.columns}
    constants = file.recognised.layout.constants
    for names in NEEDED[file.object]:
        present = [columns[name] for name in names if name in columns]
        if any(name in constants for name in names):
            continue
        if not present:
            if file.object not in LOOSE:  # where the table has no such column, no row is to blame
                yield " / ".join(names), "true"
            continue
        conditions = [
            f"{column.value} is null and {column.unread} is null"
            if column.kind in READ
            else f"not coalesce({values.is_said(column.value)}, false)"
            for column in present
        ]
        yield _header(file, present[0].name), " and ".join(conditions)


def _header(file: StagedFile, name: str) -> str:
    return file.recognised.header[file.recognised.columns[name]]


def _describe_files(db: Database, files: Iterable[StagedFile]) -> None:
    db.run(
        "create or replace temp table staged_files "
        "(file_no integer, tool varchar, object varchar, exported_on date, batch_no integer, "
        "currency varchar)"
    )
    db.insert(
        "staged_files",
        [
            {
                "file_no": file.number,
                "tool": file.recognised.profile.tool,
                "object": file.object,
                "exported_on": file.source.exported_on,
                "batch_no": file.source.batch_no,
                "currency": file.recognised.profile.currency,
            }
            for file in files
        ],
    )


def _days(db: Database, file: StagedFile) -> tuple[date | None, date | None]:
    """The first and the last day on which anything happened in a file; an expected date is none.

    Nor is a day after the export, a slip of the keyboard, the last one, unless there is no other.
    """
    if file.object not in ("leads", "deals", "stage_history", "touches", "sales_activities"):
        return None, None
    days = [f"{name}_on" for name, kind in FIELDS[file.object].items() if kind == "moment"]
    if file.object == "deals":
        days = ["opened_on", "case when outcome != 'open' then closed_on end"]
    known = ", ".join(f"case when {day} <= $exported_on then {day} end" for day in days)
    latest = f"coalesce(max(greatest({known})), max(greatest({', '.join(days)})))"
    ((first, last),) = db.rows(
        f"select min(least({', '.join(days)})), {latest} from staged_{file.object} "
        "where file_no = $number",
        {"number": file.number, "exported_on": file.source.exported_on},
    )
    return first, last


def _only_currency(db: Database, files: Iterable[StagedFile]) -> str | None:
    """The one currency of all deals' amounts: what a row names, else the profile's."""
    only: str | None = None
    for file in files:
        if file.object != "deals" or file.rows_aside == file.rows_read:
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
                header = _header(file, column) if column else None
                raise ImportRefused(
                    Problem("second_currency", file.name, row, header, currency, only)
                )
            only = currency
    return only
