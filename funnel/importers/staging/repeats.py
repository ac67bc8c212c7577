"""Rows that stand twice: of two uploads the later wins, within one the second is a Problem."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from funnel.errors import ImportRefused, Problem
from funnel.importers.profiles.profile import EVENTS, FIELDS, Object
from funnel.importers.staging.understand import MOST_PROBLEMS
from funnel.store.database import Database

if TYPE_CHECKING:
    from funnel.importers.staging.stage import StagedFile

STAND_INS: dict[Object, tuple[str, ...]] = {
    "leads": ("email",),
    "deals": ("company", "name", "opened", "closed", "amount"),
}
"""What tells rows of one file without an id apart."""
IDENTITY: dict[Object, tuple[tuple[str, ...], ...]] = {
    "deals": (("company",), ("name",), ("opened",)),
    "touches": (("lead_id", "email"), ("kind",), ("campaign",), ("occurred",)),
    "sales_activities": (("lead_id", "deal_id", "email"), ("kind",), ("title",), ("occurred",)),
    "stage_history": (("subject",), ("lead_id", "deal_id", "name"), ("stage",), ("changed",)),
}
"""What a row without an id keeps from export to export, whatever columns come or go and whatever
else is said of it by then: a deal's amount and close date change. Of names in brackets the first
that is there."""


def stand_in(kind: Object) -> str:
    """SQL: what tells a row without an id apart, in one text."""
    kinds = FIELDS[kind]
    parts = [
        f"cast({name}_moment as date)" if kinds[name] == "moment" else name
        for name in STAND_INS[kind]
    ]
    return f"concat_ws(' / ', {', '.join(parts)})"


def leave_out_repeated(db: Database, files: Sequence[StagedFile]) -> None:
    """Exclude what a later upload says anew; of the rest a row that stands twice is a Problem.

    Things that happened are exported in overlapping pieces: their repeats are left out, counted.

    Raises:
        ImportRefused: so many rows stand twice that leaving them out makes no sense.
    """
    for kind in ("leads", "deals", *EVENTS):
        of_kind = [file for file in files if file.object == kind]
        if len({file.source.batch_no for file in of_kind}) > 1:
            _leave_out_superseded(db, kind, of_kind)
        if kind in EVENTS:
            if len(of_kind) > 1:
                _leave_out_copies(db, kind, of_kind)
        else:
            _refuse_repeated(db, kind, files)


def _key(kind: Object) -> str:
    """SQL: what tells that two rows of different files are one."""
    if kind not in IDENTITY:
        return "id"
    parts = [
        f"coalesce({', '.join(_text(kind, name) for name in names)}, '')"
        for names in IDENTITY[kind]
    ]
    same = f"md5(concat_ws(' / ', {', '.join(parts)}))"
    said = "id_said" if kind in STAND_INS else "id" if "id" in FIELDS[kind] else None
    return f"coalesce({said}, {same})" if said else same


def _text(kind: Object, name: str) -> str:
    if FIELDS[kind].get(name) != "moment":
        return name
    # A deal is opened on a day; of what happened, two on a day are two.
    return f"cast({name}_{'on' if kind in STAND_INS else 'moment'} as varchar)"


def _leave_out_superseded(db: Database, kind: Object, files: Sequence[StagedFile]) -> None:
    db.run(
        "create or replace temp table repeated as with keyed as ("
        f"select file_no, row_no, batch_no, max(batch_no) over (partition by tool, {_key(kind)}) "
        f"as latest from staged_{kind} join ({_own_files(kind)}) using (file_no)) "
        "select file_no, row_no from keyed where batch_no < latest"
    )
    _exclude_repeated(db, files)


def _leave_out_copies(db: Database, kind: Object, files: Sequence[StagedFile]) -> None:
    """What stands in two files of one upload; within a file two like rows are two events."""
    db.run(
        "create or replace temp table repeated as with keyed as ("
        f"select file_no, row_no, min(file_no) over (partition by tool, {_key(kind)}) as first "
        f"from staged_{kind} join ({_own_files(kind)}) using (file_no)) "
        "select file_no, row_no from keyed where file_no > first"
    )
    _exclude_repeated(db, files)


def _own_files(kind: Object) -> str:
    """SQL: a view may also hold what columns of another table say, whose rows are not its own."""
    return f"select file_no, batch_no from staged_files where object = '{kind}'"


def _exclude_repeated(db: Database, files: Sequence[StagedFile]) -> None:
    rows = dict(db.rows("select file_no, count(*) from repeated group by file_no"))
    for file in files:
        file.rows_superseded += rows.get(file.number, 0)
    db.run("insert into excluded from repeated")


def _refuse_repeated(db: Database, kind: Object, staged: Sequence[StagedFile]) -> None:
    """Keep the first row of an id. Where a row has none, its e-mail or its names stand for it."""
    twice = db.rows(
        f"select tool, id from staged_{kind} group by all having count(*) > 1 "
        f"limit {MOST_PROBLEMS + 1}"
    )
    if not twice:
        return
    db.run("create or replace temp table twice (tool varchar, id varchar)")
    db.run(
        "insert into twice select unnest($tools), unnest($ids)",
        {"tools": [tool for tool, _ in twice], "ids": [one for _, one in twice]},
    )
    db.run(
        "create or replace temp table repeated as with keyed as ("
        f"select file_no, row_no, has_id, coalesce(id_said, {stand_in(kind)}) as key, "
        "first_value(file_no) over occurrences as first_file, "
        "first_value(row_no) over occurrences as first_row, "
        "row_number() over occurrences as occurrence "
        f"from (select *, id_said is not null as has_id from staged_{kind}) "
        "where (tool, id) in (select (tool, id) from twice) "
        "window occurrences as (partition by tool, id order by file_no, row_no)) "
        "select file_no, row_no, has_id, key, first_file, first_row from keyed where occurrence > 1"
    )
    found = db.rows(f"select * from repeated order by all limit {MOST_PROBLEMS + 1}")
    files = {file.number: file for file in staged}
    for file_no, row, has_id, key, first_file, first_row in found:
        file, other = files[file_no], files[first_file]
        columns = ("id",) if has_id else STAND_INS[kind]
        known = file.recognised.columns
        header = " / ".join(
            file.recognised.header[known[name]] for name in columns if name in known
        )
        first = f"row {first_row}" if other is file else f"{other.name}, row {first_row}"
        # What stands in for an id is somebody's address or name: the row says where to look.
        said = ("duplicate_id", key) if has_id else ("duplicate_row", None)
        file.problems.append(Problem(said[0], file.name, row, header, said[1], first))
    if len(found) > MOST_PROBLEMS:
        raise ImportRefused(problem for file in staged for problem in file.problems)
    db.run("insert into excluded select file_no, row_no from repeated")
