"""What is understood and published of sample exports, in the form of `expected.toml`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from funnel.importers.files.layout import TextTable
from funnel.importers.files.read import read_tables
from funnel.importers.profiles.profile import FIELDS, vendor_profiles
from funnel.importers.profiles.recognise import Recognised, recognise
from funnel.importers.staging.stage import Source, StagedFile, stage
from funnel.store.database import Database
from funnel.store.workspace import Workspace
from tests.conftest import bring
from tests.export_cases import EXPORTS, Case

DAY = date(2026, 11, 21)
OBJECTS = [kind for kind in FIELDS if kind != "ignore"]
TABLES = ("leads", "deals", "lead_deals")
"""The canonical tables that are always compared, then those that are where a case names them."""
MORE_TABLES = (
    "passes", "stage_changes", "touches", "sales_activities", "spend", "targets", "owners",
)  # fmt: skip
PLUMBING = {"tool", "lead_no", "spend_id", "file_no", "row_no"}
"""What a published row says of where it came from."""


def read(path: Path, scratch: Path) -> TextTable:
    """The one table of a file."""
    scratch.mkdir(parents=True)
    (table,) = read_tables(path, scratch)
    return table


def recognise_all(paths: list[Path], scratch: Path) -> list[Recognised]:
    """What each file is taken for, with the profiles of all tools in the running."""
    return [
        recognise(read(path, scratch / str(number)), vendor_profiles())
        for number, path in enumerate(paths)
    ]


def understand(found: list[Recognised], db: Database) -> dict[str, Any]:
    """What was understood of the files, in the form of `expected.toml`."""
    wanted = [one for one in found if one.layout.object != "ignore"]
    staged = {file.recognised.table.path: file for file in stage_all(wanted, db)}
    files: list[dict[str, Any]] = []
    for one in found:
        file: dict[str, Any] = {"tool": one.profile.tool, "object": one.layout.object}
        if one.table.path in staged:
            became = staged[one.table.path]
            file |= {
                "rows": became.rows_read,
                "aside": became.rows_aside,
                "left_out": [line.text for line in became.left_out],
                "unused": list(one.unused),
                "refused": [
                    {"row": p.row, "column": p.column, "value": p.value, "kind": p.kind}
                    for p in became.problems
                ],
            }
        files.append(file)
    rows = {kind: staged_rows(db, kind) for kind in OBJECTS}
    return {"files": files, "understood": {kind: said for kind, said in rows.items() if said}}


def stage_all(found: list[Recognised], db: Database) -> list[StagedFile]:
    """The staged files; the views are in `db`."""
    return stage(db, [Source(one, 1, DAY) for one in found]).files


def staged_rows(db: Database, kind: str) -> list[dict[str, Any]]:
    """The rows of a staged view as `expected.toml` has them."""
    left = {"tool", "file_no", "id_said"}
    records = db.records(f"select * from staged_{kind} order by all")
    return [
        {
            name: plain(value)
            for name, value in record.items()
            if value is not None and name not in left and not name.endswith("_moment")
        }
        for record in records
    ]


def published_rows(db: Database, named: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
    """The rows of the tables that are compared, as `expected.toml` has them."""
    people = dict(db.rows("select lead_no, lead_id from leads"))
    told = {}
    for table in [*TABLES, *(more for more in MORE_TABLES if more in named)]:
        rows = []
        for record in db.records(f"select * from {table}"):
            row = {name: plain(value) for name, value in record.items() if value is not None}
            if table in ("touches", "sales_activities") and "lead_no" in row:
                row["lead_id"] = people[row["lead_no"]]
            rows.append({name: value for name, value in row.items() if name not in PLUMBING})
        if rows:
            told[table] = in_order(rows)
    return told


def in_order(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same rows in an order of their own: a table has none."""
    return sorted(rows, key=lambda row: sorted((name, str(said)) for name, said in row.items()))


def plain(value: Any) -> Any:
    """A value as TOML can say it."""
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else float(value)
    return value


@cache
def expected_of(case: Case) -> dict[str, Any]:
    """`expected.toml` with what it leaves unsaid."""
    said = case.expected
    files = []
    for file in said["files"]:
        full = {"tool": case.tool, **file}
        if full["object"] != "ignore":
            full = {"aside": 0, "left_out": [], "unused": [], "refused": [], **full}
            full["refused"] = [
                {"column": None, "value": None, **problem} for problem in full["refused"]
            ]
        files.append(full)
    return {
        "files": files,
        "understood": said.get("understood", {}),
        "published": {name: in_order(rows) for name, rows in said.get("published", {}).items()},
    }


# To write an expectation ------------------------------------------------------------------------


def as_toml(said: Any) -> str:
    """A value in TOML."""
    if isinstance(said, bool):
        return str(said).lower()
    if isinstance(said, list):
        return f"[{', '.join(map(as_toml, said))}]"
    if isinstance(said, date):
        return said.isoformat(" ") if isinstance(said, datetime) else said.isoformat()
    return str(said) if isinstance(said, int | float) else json.dumps(said, ensure_ascii=False)


def lines_of(heading: str, said: dict[str, Any]) -> Iterator[str]:
    """A table in TOML, without what is left unsaid."""
    yield f"\n[[{heading}]]"
    for name, value in said.items():
        if name != "refused" and value not in (None, []) and (name, value) != ("aside", 0):
            yield f"{name} = {as_toml(value)}"
    for problem in said.get("refused", []):
        yield from lines_of(f"{heading}.refused", problem)


def main(name: str) -> None:
    """Print what is understood of a case."""
    case = Case(EXPORTS / name)
    with TemporaryDirectory() as home:
        folder = Path(home)
        paths = case.write(folder / "exports")
        with Database(folder / "staged.duckdb", read_only=False) as db:
            told = understand(recognise_all(paths, folder / "scratch"), db)
        workspace = Workspace(folder / "workspace")
        with workspace.open(bring(workspace, *paths, refuse_rows=True).version) as db:
            tables = published_rows(db, MORE_TABLES)
    for file in told["files"]:
        print(*lines_of("files", file), sep="\n")
    for kind, rows in told["understood"].items():
        for row in rows:
            print(*lines_of(f"understood.{kind}", row), sep="\n")
    for table, rows in tables.items():
        for row in rows:
            print(*lines_of(f"published.{table}", row), sep="\n")


if __name__ == "__main__":
    main(sys.argv[1])
