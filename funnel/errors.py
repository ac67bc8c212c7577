"""What can go wrong with input, as data: named where it is known, put into words at the edge."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, and where. `kind` is a key of `funnel.messages.PROBLEMS`."""

    kind: str
    file: str | None = None
    row: int | None = None
    """As a spreadsheet counts: the first line of the file is row 1."""
    column: str | None = None
    value: str | None = None
    detail: str | None = None


class FunnelError(Exception):
    """Something the user can mend. Whoever raises it has left everything as it was."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("; ".join(f"{p.kind}: {p.file} {p.value}" for p in self.problems[:5]))


class ImportRefused(FunnelError):
    """An export could not be taken as it is; nothing was published.

    `rows_only` tells that leaving the named rows out would let the rest be published.
    """

    def __init__(self, problems: Problem | Iterable[Problem], *, rows_only: bool = False) -> None:
        super().__init__(problems)
        self.rows_only = rows_only


class MappingInvalid(FunnelError):
    """A mapping file does not say what it must."""


class WorkspaceUnusable(FunnelError):
    """The folder of the workspace cannot be read or written: damaged, not allowed, full."""

    def __init__(self, home: Path, detail: str, kind: str = "workspace_unusable") -> None:
        super().__init__(Problem(kind, value=str(home), detail=detail))


class NothingPublished(FunnelError):
    """A figure was asked for before any export was imported."""

    def __init__(self) -> None:
        super().__init__(Problem("nothing_published"))


class UnknownName(FunnelError):
    """A metric, dimension or filter that does not exist."""
