"""From an upload to the version in force, and back: the one place that changes what is in force."""

from __future__ import annotations

import getpass
from dataclasses import dataclass
from datetime import datetime

from funnel.agreement.demo import end_demo
from funnel.errors import ImportRefused, NothingPublished, Problem, UnknownName
from funnel.importers.staging.stage import StagedFile
from funnel.publishing.prepare import Prepared, Progress, prepare
from funnel.publishing.sources import Older
from funnel.publishing.uploads import Upload
from funnel.store.workspace import Workspace

__all__ = [
    "Prepared", "Progress", "Published", "Upload", "current_user", "prepare", "publish",
    "put_in_force", "roll_back",
]  # fmt: skip


@dataclass(frozen=True)
class Published:
    """What an upload became: its own files, and the problems of rows that were left out.

    `replaced` are the files that were in force and are no longer, with their rows; `unused` are the
    files and sheets of the upload that hold nothing for the funnel; `older` are the exports that
    are older than those they came over.
    """

    version: int
    batch: str
    files: list[StagedFile]
    refused: list[Problem]
    replaced: list[tuple[str, int]]
    unused: list[str]
    older: list[Older]


def publish(
    workspace: Workspace,
    upload: Upload,
    *,
    refuse_rows: bool = False,
    refuse_older: bool = False,
    progress: Progress | None = None,
) -> Published:
    """Build a version from `upload` and what stays in force, and put it in force.

    Nobody else publishes in between: a second one waits.

    Args:
        workspace: where to.
        upload: the files as they came.
        refuse_rows: leave rows that cannot be read out, listed, instead of refusing the upload.
        refuse_older: refuse exports that are older than those in force, where nobody looks on.
        progress: is told how far it is.

    Raises:
        ImportRefused, MappingInvalid, WorkspaceUnusable: nothing was published, all is as it was.
    """
    waits = None if progress is None else lambda: progress("waiting", 0.0)
    with workspace.publishing(waits):
        prepared = prepare(workspace, upload, progress=progress)
        try:
            if prepared.older and refuse_older:
                raise ImportRefused(map(_older_problem, prepared.older))
            if prepared.refused and not refuse_rows:
                raise ImportRefused(prepared.refused, rows_only=True)
            return _install(workspace, prepared)
        finally:
            prepared.discard()


def put_in_force(workspace: Workspace, prepared: Prepared) -> Published:
    """Give a prepared version its number and point at it.

    Raises:
        ImportRefused: another version was put in force since it was prepared, or it was discarded.
        WorkspaceUnusable: the disk is full, for one. It can be tried again.
    """
    with workspace.publishing():
        return _install(workspace, prepared)


def roll_back(workspace: Workspace, who: str, at: datetime, to: int | None = None) -> int:
    """Put a version that was built before in force again; its number.

    Args:
        workspace: whose.
        who: by whom, for the log.
        at: the moment, with its time zone.
        to: which one; the one that the version in force was built on where none is named.

    Raises:
        NothingPublished, UnknownName: there is no such version. WorkspaceUnusable: it is damaged,
            or, where none is named, the one in force is gone.
    """
    with workspace.publishing():
        # To a version that is named there is a way back also when the one in force is gone.
        current = workspace.current() if to is None else workspace.pointed_at()
        if current is None and not workspace.numbers():
            raise NothingPublished
        number = _before(workspace, current) if to is None else to
        if number not in workspace.numbers():
            raise UnknownName(Problem("no_such_version", value=str(number)))
        with workspace.open(number) as db:
            db.records("select * from version")
        if number != current:
            left = None if current is None else str(current)
            with workspace.team.logged(who, at, "rolled_back", number, left):
                workspace.point_at(number)
    return number


def _before(workspace: Workspace, number: int | None) -> int:
    if number is None:
        raise NothingPublished
    with workspace.open(number) as db:
        (version,) = db.records("select * from version")
    # Versions of earlier releases don't say what they were built on.
    earlier = [other for other in workspace.numbers() if other < number]
    base: int | None = version.get("base", max(earlier, default=None))
    if base is None:
        raise UnknownName(Problem("no_version_before", value=str(number)))
    return base


def _install(workspace: Workspace, prepared: Prepared) -> Published:
    if prepared.number is None:
        if workspace.current() != prepared.base:
            raise ImportRefused(Problem("version_moved", value=str(workspace.current())))
        if not prepared.draft.discard.alive:
            raise ImportRefused(Problem("draft_gone"))
        if prepared.ends_demo_at is not None:
            end_demo(workspace.team, prepared.ends_demo_at)
        prepared.number = workspace.install(prepared.draft, prepared.batch)
        prepared.database = workspace.version_path(prepared.number)
        prepared.discard()
    return Published(
        prepared.number, prepared.batch, prepared.files, prepared.refused, prepared.replaced,
        prepared.unused, prepared.older,
    )  # fmt: skip


def _older_problem(older: Older) -> Problem:
    """The same as a Problem."""
    days = older.exported_on.isoformat(), older.in_force.isoformat()
    return Problem("older_export", older.file, value=days[0], detail=days[1])


def current_user() -> str:
    """Who runs this; 'unknown' where the system has no name for the account."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
