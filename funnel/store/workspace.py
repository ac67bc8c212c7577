"""The folder a company's funnel lives in: raw uploads, built versions, and which one is in force.

A version is built in a file aside, synced, given its number, and only then pointed at, so that a
reader sees the old one or the new one and never half of either (docs/decisions.md).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from filelock import FileLock

from funnel.errors import WorkspaceUnusable
from funnel.store.database import Database

REPOSITORY = Path(__file__).resolve().parents[2]


class Workspace:
    """`home` is made when the first upload comes."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.uploads = home / "uploads"
        self.versions = home / "versions"

    @classmethod
    def from_environment(cls) -> Workspace:
        """`FUNNEL_HOME`, or `data/workspace` beside the code."""
        home = os.environ.get("FUNNEL_HOME")
        return cls(Path(home) if home else REPOSITORY / "data" / "workspace")

    @property
    def _pointer(self) -> Path:
        return self.home / "CURRENT"

    def current(self) -> int | None:
        """The number of the version in force, None before the first."""
        try:
            number = int(self._pointer.read_text(encoding="ascii"))
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            raise WorkspaceUnusable(self.home, str(error)) from error
        if not self.version_path(number).is_file():
            raise WorkspaceUnusable(self.home, f"CURRENT names version {number}, which is missing")
        return number

    def version_path(self, number: int) -> Path:
        return self.versions / f"{number}.duckdb"

    def open(self, number: int) -> Database:
        """A published version, read only."""
        return Database(self.version_path(number), read_only=True)

    @contextmanager
    def publishing(self) -> Iterator[Draft]:
        """The exclusive right to publish. What is not published when it ends leaves no trace."""
        try:
            self.uploads.mkdir(parents=True, exist_ok=True)
            self.versions.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self.home / "publish.lock")
            lock.acquire()
        except OSError as error:
            raise WorkspaceUnusable(self.home, str(error)) from error
        try:
            for abandoned in self.home.glob("draft-*"):  # by a process that was killed
                shutil.rmtree(abandoned, ignore_errors=True)
            draft = Draft(self, self.home / f"draft-{uuid4().hex}")
            draft.raw.mkdir(parents=True)
            try:
                yield draft
            finally:
                shutil.rmtree(draft.folder, ignore_errors=True)
        finally:
            lock.release()


class Draft:
    """An upload and the version built from it, aside, until `publish`."""

    def __init__(self, workspace: Workspace, folder: Path) -> None:
        self._workspace = workspace
        self.folder = folder
        self.raw = folder / "raw"
        self.database = folder / "version.duckdb"
        stems = [path.stem for path in workspace.versions.glob("*.duckdb")]
        numbers = [int(stem) for stem in stems if stem.isdecimal()]
        self.number = max(numbers, default=0) + 1

    def publish(self, batch_id: str) -> None:
        """Keep the raw files as `uploads/<batch_id>`, install the version, point at it."""
        for path in (*self.raw.iterdir(), self.database):
            _sync(path)
        self.raw.rename(self._workspace.uploads / batch_id)
        self.database.rename(self._workspace.version_path(self.number))
        pointer = self.folder / "CURRENT"
        pointer.write_text(f"{self.number}\n", encoding="ascii")
        _sync(pointer)
        pointer.replace(self._workspace._pointer)


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
