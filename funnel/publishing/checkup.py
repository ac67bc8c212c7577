"""Is everything in the workspace there and whole?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from funnel.errors import FunnelError, Problem, WorkspaceUnusable
from funnel.publishing.sources import files_of
from funnel.publishing.uploads import sha256_of
from funnel.store.workspace import Workspace


@dataclass(frozen=True)
class Checkup:
    """What was looked at and what is wrong. `left_over` are folders of uploads in no version.

    They are of imports that were killed at the last moment, and can be deleted.
    """

    current: int | None
    versions: int
    raw_files: int
    left_over: tuple[str, ...]
    problems: tuple[Problem, ...]


def check_workspace(workspace: Workspace) -> Checkup:
    """Read every version whole and every raw file's checksum; nothing is changed."""
    problems: list[Problem] = []
    current: int | None = None
    try:
        current = workspace.current()
        workspace.team.entries()
    except FunnelError as error:
        problems += error.problems
    files: list[dict[str, Any]] = []
    numbers = workspace.numbers()
    for number in numbers:
        try:
            with workspace.open(number) as db:
                db.read_all()
                files += files_of(db)
        except WorkspaceUnusable as error:
            detail = error.problems[0].detail
            problems.append(Problem("version_damaged", value=str(number), detail=detail))
    raw = {(file["batch"], file["raw_file"]): file["sha256"] for file in files}
    for (batch, name), sha256 in sorted(raw.items()):
        path = workspace.uploads / batch / name
        if not path.is_file():
            problems.append(Problem("raw_file_missing", name, detail=batch))
        elif sha256_of(path) != sha256:
            problems.append(Problem("raw_file_changed", name, detail=batch))
    used = {batch for batch, _ in raw}
    folders = workspace.uploads.iterdir() if workspace.uploads.is_dir() else ()
    left_over = sorted(path.name for path in folders if path.is_dir() and path.name not in used)
    return Checkup(current, len(numbers), len(raw), tuple(left_over), tuple(problems))
