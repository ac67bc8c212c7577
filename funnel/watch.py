"""A folder that exports land in: what has arrived is imported and put away, refused or not.

The folder is looked at every few seconds, which works on network folders too. `now` and `tick`
come from whoever starts it: nothing here asks a clock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from stat import S_ISREG
from threading import Event
from typing import Literal

from funnel.errors import FunnelError, ImportRefused, MappingInvalid, Problem
from funnel.importers.files.archives import is_litter
from funnel.messages import Language, describe
from funnel.publishing.publish import Published, Upload, publish
from funnel.store.faults import faults_named
from funnel.store.workspace import Workspace

UNFINISHED = (".part", ".partial", ".tmp", ".crdownload", ".download", ".filepart")
"""Endings of files that are still being written."""
HIDDEN = (".", "~$")
NO_TABLE = "not_a_table"
IMPORTED, REFUSED, REASON = "imported", "refused", "why.txt"
PATIENCE = 10
"""So many times `settle` the whole waits for one file that does not come to rest."""
RETRY_SECONDS = 60

Stamp = tuple[int, int]
"""Size and time of the last change."""


@dataclass(frozen=True)
class Watching:
    """What to watch and how. `settle` is for how many seconds a file must not have changed."""

    workspace: Workspace
    folder: Path
    who: str
    settle: float
    language: Language
    refuse_rows: bool = False


@dataclass(frozen=True)
class Outcome:
    """What became of files that arrived together, and the folder they were moved to.

    `put_off`: the workspace could not take them now (a full disk); they lie where they were, and
    are tried again.
    """

    status: Literal["imported", "refused", "put_off"]
    files: tuple[str, ...]
    published: Published | None
    problems: tuple[Problem, ...]
    moved_to: Path | None


def watch(
    watching: Watching,
    now: Callable[[], datetime],
    tick: Callable[[], float],
    stop: Event,
    *,
    once: bool = False,
) -> Iterator[Outcome]:
    """Import what lands in the folder, until `stop` is set.

    Args:
        watching: what to watch and how.
        now: the time, with its zone.
        tick: seconds that only go forward.
        stop: set by whoever wants it to end; an import under way is brought to its end.
        once: end when what is there has been dealt with.

    Raises:
        ImportRefused, WorkspaceUnusable: there is no such folder, or it cannot be written to.
    """
    folder = watching.folder
    if not folder.is_dir():
        raise ImportRefused(Problem("no_such_folder", str(folder)))
    with faults_named(folder):
        for name in (IMPORTED, REFUSED):
            (folder / name).mkdir(exist_ok=True)
    return _watch(watching, now, tick, stop, once=once)


def _watch(
    watching: Watching,
    now: Callable[[], datetime],
    tick: Callable[[], float],
    stop: Event,
    *,
    once: bool,
) -> Iterator[Outcome]:
    folder = watching.folder
    arrivals = Arrivals(watching.settle)
    dealt_with: dict[Path, Stamp] = {}
    retry_at = 0.0
    pause = min(max(watching.settle / 4, 0.05), 2.0)
    while not stop.is_set():
        seen = {path: stamp for path, stamp in _files(folder) if dealt_with.get(path) != stamp}
        ready = arrivals.ready(seen, tick())
        if ready and tick() >= retry_at:
            arrived = {path: seen[path] for path in ready}
            outcomes = _import(watching, arrived, now())
            if outcomes[-1].status == "put_off":
                retry_at = tick() + RETRY_SECONDS
            else:
                # What could not be moved away is not imported again, until it changes.
                known = dealt_with | arrived
                dealt_with = {path: known[path] for path in known if path.exists()}
            yield from outcomes
        if once and len(ready) == len(seen):
            return
        stop.wait(pause)


class Arrivals:
    """Which files have come to rest. Those that arrive together are let go together."""

    def __init__(self, settle: float) -> None:
        self._settle = settle
        self._since: dict[Path, tuple[Stamp, float]] = {}
        self._first_ready: float | None = None

    def ready(self, seen: dict[Path, Stamp], tick: float) -> list[Path]:
        """The files to import now: all of `seen`, once none of them changes any more."""
        self._since = {
            path: self._since[path]
            if path in self._since and self._since[path][0] == stamp
            else (stamp, tick)
            for path, stamp in seen.items()
        }
        settled = sorted(
            path for path, (_, since) in self._since.items() if tick - since >= self._settle
        )
        if not settled:
            self._first_ready = None
            return []
        if self._first_ready is None:
            self._first_ready = tick
        if len(settled) < len(seen) and tick - self._first_ready < PATIENCE * self._settle:
            return []
        return settled


def _files(folder: Path) -> Iterator[tuple[Path, Stamp]]:
    try:
        paths = sorted(folder.iterdir())
    except OSError:  # a network folder that is away for a while
        return
    for path in paths:
        name = path.name.lower()
        if name.startswith(HIDDEN) or name.endswith(UNFINISHED) or is_litter(name):
            continue
        with suppress(OSError):  # gone this moment
            told = path.lstat()
            if S_ISREG(told.st_mode):
                yield path, (told.st_size, told.st_mtime_ns)


def _import(watching: Watching, files: Mapping[Path, Stamp], at: datetime) -> list[Outcome]:
    """Import the files; those that are no tables are refused by themselves, and the rest goes on.

    What is a table and cannot be read refuses all: half of a night's exports fit nothing.
    """
    names = tuple(path.name for path in files)
    upload = Upload(list(files), watching.who, at)
    try:
        published = publish(
            watching.workspace, upload, refuse_rows=watching.refuse_rows, refuse_older=True
        )
    except (ImportRefused, MappingInvalid) as refusal:
        problems = refusal.problems
    except FunnelError as error:  # the workspace is not usable; the files are not to blame
        return [Outcome("put_off", names, None, error.problems, None)]
    except Exception as error:  # noqa: BLE001  # our own fault must not end the watch
        problems = (Problem("import_failed", names[0], detail=repr(error)),)
    else:
        folder = _put_away(watching.folder / IMPORTED, files, at)
        return [Outcome("imported", names, published, tuple(published.refused), folder)]
    stray = {problem.file: problem for problem in problems if problem.kind == NO_TABLE}
    rest = {path: stamp for path, stamp in files.items() if path.name not in stray}
    if not rest or len(rest) == len(files):
        return [_refuse(watching, files, problems, at)]
    # First the rest: while the workspace cannot be used, all of it waits.
    outcomes = _import(watching, rest, at)
    if outcomes[-1].status == "put_off":
        return [Outcome("put_off", names, None, outcomes[-1].problems, None)]
    aside = {path: stamp for path, stamp in files.items() if path not in rest}
    told = [stray[path.name] for path in aside]
    return [*outcomes, _refuse(watching, aside, told, at)]


def _refuse(
    watching: Watching, files: Mapping[Path, Stamp], problems: Sequence[Problem], at: datetime
) -> Outcome:
    folder = _put_away(watching.folder / REFUSED, files, at)
    if folder is not None:
        _write_reason(folder, problems, watching.language)
    return Outcome("refused", tuple(path.name for path in files), None, tuple(problems), folder)


def _put_away(folder: Path, files: Mapping[Path, Stamp], at: datetime) -> Path | None:
    """Move the files to a folder of their own, but those that were written to meanwhile."""
    target = folder / f"{at:%Y%m%dT%H%M%S}"
    number = 1
    while target.exists():
        number += 1
        target = folder / f"{at:%Y%m%dT%H%M%S}-{number}"
    try:
        target.mkdir(parents=True)
        for path, (size, changed) in files.items():
            told = path.stat()
            if (told.st_size, told.st_mtime_ns) == (size, changed):
                path.rename(target / path.name)
    except OSError:  # not allowed, or somebody else took it away
        return None
    return target


def _write_reason(folder: Path, problems: Sequence[Problem], language: Language) -> None:
    text = "".join(f"{describe(problem, language)}\n" for problem in problems)
    name = REASON
    while (folder / name).exists():
        name = f"_{name}"
    with suppress(OSError):  # what is said here is told to whoever watches as well
        # With a mark at the start, by which Windows knows the encoding.
        (folder / name).write_text(text, encoding="utf-8-sig")
