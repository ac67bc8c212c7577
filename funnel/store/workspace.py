"""The folder a company's funnel lives in: raw uploads, built versions, and which one is in force.

A version is built in a file aside, synced, given its number by its name, and only then pointed at,
so that a reader sees the old one or the new one and never half of either (docs/decisions.md).
"""

from __future__ import annotations

import errno
import os
import shutil
import sys
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from uuid import uuid4

from filelock import BaseFileLock, FileLock, Timeout

from funnel.errors import WorkspaceUnusable
from funnel.store.database import Database
from funnel.store.faults import faults_named

if TYPE_CHECKING:
    from funnel.store.team import TeamStore

UNSYNCABLE = {errno.EINVAL, errno.ENOTSUP, errno.EBADF}
"""How some network folders answer that the entries of a folder cannot be synced."""
UNSHAREABLE = {errno.EXDEV, errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP, errno.EBADF, errno.EPERM}
"""How systems answer that they cannot copy a file by themselves."""
COPIED_AT_ONCE = 1 << 20
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

    @cached_property
    def team(self) -> TeamStore:
        """The small things people write."""
        # It takes a fifth of a second to import, which no reader of figures should wait for.
        from funnel.store.team import TeamStore

        return TeamStore(self.home)

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

    def pointed_at(self) -> int | None:
        """What `CURRENT` names, be it there or not; None where nothing can be read from it."""
        with suppress(OSError, ValueError):
            return int(self._pointer.read_text(encoding="ascii"))
        return None

    def numbers(self) -> list[int]:
        """All versions there are, in the order they were built."""
        stems = [path.stem for path in self.versions.glob("*.duckdb")]
        return sorted(int(stem) for stem in stems if stem.isdecimal())

    def version_path(self, number: int) -> Path:
        return self.versions / f"{number}.duckdb"

    def open(self, number: int) -> Database:
        """A published version, read only."""
        return Database(self.version_path(number), read_only=True)

    def draft(self) -> Draft:
        """A folder to build the next version in. What processes that died left is swept away."""
        with faults_named(self.home):
            self.home.mkdir(parents=True, exist_ok=True)
            # So that nobody sweeps a folder between its making and its locking.
            with FileLock(self.home / "drafts.lock"):
                self._sweep()
                folder = self.home / f"draft-{uuid4().hex}"
                (folder / "raw").mkdir(parents=True)
                lock = _lock_of(folder)
                lock.acquire()
        return Draft(folder, lock)

    def _sweep(self) -> None:
        for folder in self.home.glob("draft-*"):
            lock = _lock_of(folder)
            with suppress(Timeout, OSError):  # held by who works in it; or gone this moment
                lock.acquire(blocking=False)
                _remove(folder, lock)

    @contextmanager
    def publishing(self, waits: Callable[[], None] | None = None) -> Iterator[None]:
        """The exclusive right to change what is in force; `waits` is called if it takes waiting."""
        with faults_named(self.home):
            self.uploads.mkdir(parents=True, exist_ok=True)
            self.versions.mkdir(exist_ok=True)
            lock = FileLock(self.home / "publish.lock")
            try:
                lock.acquire(blocking=False)
            except Timeout:
                if waits is not None:
                    waits()
                lock.acquire()
        try:
            yield
        finally:
            lock.release()

    def install(self, draft: Draft, batch: str | None) -> int:
        """Keep the raw files of `draft` as `uploads/<batch>` and put its version in force.

        Only while `publishing`. None for a version that came of no files. Where it fails the draft
        is as it was before.
        """
        number = max(self.numbers(), default=0) + 1
        moves = [] if batch is None else [(draft.raw, self.uploads / batch)]
        moves.append((draft.database, self.version_path(number)))
        done = []
        with faults_named(self.home):
            try:
                for source, target in moves:
                    source.rename(target)
                    done.append((source, target))
                    _sync_folder(target.parent)
                self.point_at(number)
            except (OSError, WorkspaceUnusable):
                for source, target in reversed(done):
                    with suppress(OSError):
                        target.rename(source)
                raise
        return number

    def point_at(self, number: int) -> None:
        """Put an installed version in force. Only while `publishing`."""
        with faults_named(self.home):
            pointer = self.home / "CURRENT.new"
            pointer.write_text(f"{number}\n", encoding="ascii")
            _sync_file(pointer)
            pointer.replace(self._pointer)
            # Done: what the disk says to it from here on can no longer undo it.
            with suppress(OSError):
                _sync_folder(self.home)


class Draft:
    """A folder of its own for an upload and the version built from it. Gone when nobody has it."""

    def __init__(self, folder: Path, lock: BaseFileLock) -> None:
        self.folder = folder
        self.raw = folder / "raw"
        self.scratch = folder / "scratch"
        self.database = folder / "version.duckdb"
        self.discard = weakref.finalize(self, _remove, folder, lock)

    def begin_with(self, version: Path) -> None:
        """Start from a copy of a published version, which the disk shares where it can."""
        with version.open("rb") as source, self.database.open("wb") as target:
            if not _shared(source, target):
                shutil.copyfileobj(source, target, COPIED_AT_ONCE)

    def sync(self) -> None:
        """Have all that will be installed on the disk itself."""
        sync_all(self.raw)
        _sync_file(self.database)


def number_of(db: Database) -> int:
    """The number of a published version: it is the name of its file."""
    return int(db.path.stem)


def _shared(source: BinaryIO, target: BinaryIO) -> bool:
    """Have the system copy a file by itself, so that some disks copy nothing; whether it could."""
    if not hasattr(os, "copy_file_range"):  # Linux only
        return False
    left, place = os.fstat(source.fileno()).st_size, 0
    try:
        while left > 0:
            done = os.copy_file_range(source.fileno(), target.fileno(), left, place, place)
            if done == 0:
                break
            left, place = left - done, place + done
    except OSError as error:
        if error.errno not in UNSHAREABLE:
            raise
        target.truncate(0)
    return left == 0


def _lock_of(folder: Path) -> BaseFileLock:
    # Taken by one thread of the app and let go of by another.
    return FileLock(folder / "lock", thread_local=False)


def _remove(folder: Path, lock: BaseFileLock) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    lock.release()
    shutil.rmtree(folder, ignore_errors=True)  # where a locked file cannot be removed


def sync_all(folder: Path) -> None:
    """Have the files below `folder`, and their names, on the disk itself."""
    for path in (*folder.rglob("*"), folder):
        if path.is_dir():
            _sync_folder(path)
        else:
            _sync_file(path)


def _sync_file(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    if sys.platform == "win32":  # which opens no folders, and writes their entries by itself
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in UNSYNCABLE:
            raise
    finally:
        os.close(handle)
