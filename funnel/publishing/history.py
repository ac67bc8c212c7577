"""Which versions there are: who built each from what, what it changed, and which are in force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from funnel.errors import WorkspaceUnusable
from funnel.publishing.sources import files_of
from funnel.store.database import Database
from funnel.store.workspace import Workspace


@dataclass(frozen=True)
class VersionFile:
    """A table of a version. `is_new` says that it came with the upload that made the version."""

    name: str
    tool: str
    title: str
    object: str
    rows_read: int
    rows_refused: int
    is_new: bool


@dataclass(frozen=True)
class Change:
    """How many leads or deals (`subject`) were added, changed in any field, and are gone."""

    subject: str
    added: int
    changed: int
    gone: int


@dataclass(frozen=True)
class RollBack:
    """A version was put in force again in place of the version `left`."""

    at: datetime
    who: str
    left: int


@dataclass(frozen=True)
class VersionEntry:
    """A version. `was_in_force` is false of one whose upload was killed just before it counted.

    `base` is the version it was built on, `cause` what made it: `import`, `rebuild` or `agreement`,
    and `agreement` the number of the latest agreement that judges it; both are None in versions of
    earlier releases, and the number also where nothing was agreed on. Of a damaged one only the
    number and `damage` are known.
    """

    number: int
    at: datetime | None
    who: str | None
    base: int | None
    is_in_force: bool
    was_in_force: bool
    is_demo: bool
    files: tuple[VersionFile, ...]
    changes: tuple[Change, ...]
    roll_backs: tuple[RollBack, ...]
    """The times it was put in force again, newest first."""
    damage: str | None = None
    cause: str | None = None
    agreement: int | None = None


def history(workspace: Workspace, most: int | None = None) -> list[VersionEntry]:
    """The versions, newest first; at most `most` of them.

    Raises:
        WorkspaceUnusable: the log cannot be read, or the pointer to the version in force.
    """
    current = workspace.current()
    moves = [
        (entry.version, RollBack(entry.at, entry.who, int(entry.detail or 0)))
        for entry in workspace.team.entries()
        if entry.what == "rolled_back"
    ]
    counted = {current, *(number for number, _ in moves), *(move.left for _, move in moves)}
    entries = []
    for number in workspace.numbers()[::-1][:most]:
        told = _read(workspace, number)
        counted.add(told["base"])
        back = tuple(move for to, move in moves if to == number)
        entries.append(
            VersionEntry(
                number=number,
                is_in_force=number == current,
                was_in_force=number in counted,
                roll_backs=back,
                **told,
            )
        )
    return entries


def _read(workspace: Workspace, number: int) -> dict[str, Any]:
    """What a version's own file says of it."""
    try:
        with workspace.open(number) as db:
            return _told(db, number)
    except WorkspaceUnusable as error:
        return {
            "at": None, "who": None, "base": None, "is_demo": False, "files": (), "changes": (),
            "damage": error.problems[0].detail,
        }  # fmt: skip


def _told(db: Database, number: int) -> dict[str, Any]:
    (version,) = db.records("select * from version")
    files = files_of(db)
    at = datetime.fromisoformat(version["published_at"])
    return {
        "at": at,
        # Versions of earlier releases say neither; each was built on the one before.
        "who": version.get("who", _uploader(files, at)),
        "base": version.get("base", number - 1 if number > 1 else None),
        "is_demo": bool(files) and all(file["is_demo"] for file in files),
        "files": tuple(
            VersionFile(
                file["file"], file["tool"], file["title"], file["object"], file["rows_read"],
                file["rows_refused"], datetime.fromisoformat(file["uploaded_at"]) == at,
            )
            for file in files
        ),
        "changes": _changes(db),
        "cause": version.get("cause"),
        "agreement": _agreement(db),
    }  # fmt: skip


def _agreement(db: Database) -> int | None:
    if not db.rows("select 1 from duckdb_tables() where table_name = 'agreements'"):
        return None
    number: int | None = db.value("select max(number) from agreements where is_agreed")
    return number


def _uploader(files: Sequence[dict[str, Any]], at: datetime) -> str | None:
    fresh = (file["who"] for file in files if datetime.fromisoformat(file["uploaded_at"]) == at)
    return next(fresh, None)


def _changes(db: Database) -> tuple[Change, ...]:
    if not db.rows("select 1 from duckdb_tables() where table_name = 'changes'"):
        return ()
    rows = db.rows("select subject, added, changed, gone from changes order by subject desc")
    return tuple(Change(*row) for row in rows)
