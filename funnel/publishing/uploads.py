"""An upload: the files as they came, kept byte for byte, and the day they were exported."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from funnel.calendar import day_of
from funnel.errors import ImportRefused, Problem

MANIFEST, MAPPINGS = "manifest.json", "mappings"
"""What lies beside the files in the upload's folder."""
LARGE_BLOCK = 8 << 20
"""What is hashed at a time: each block asks for Python's lock, and another thread may hold it."""
REPORT = re.compile(r"report(\d{13})(?!\d)")
"""Salesforce names a report's file by the millisecond of its export."""


@dataclass(frozen=True)
class Confirmed:
    """A mapping somebody confirmed for these files: it is saved when they are published."""

    tool: str
    title: str
    toml: str
    columns_key: str


@dataclass(frozen=True)
class Upload:
    """Files that came together. `at` is the moment of the upload, with its time zone.

    No files at all: what is in force is built anew, as after a link was confirmed.
    """

    files: Sequence[Path]
    who: str
    at: datetime
    mapping: Path | None = None
    is_demo: bool = False
    adds: bool = False
    """The files hold a part of their tables: rows that are in force and not in them stay."""
    exported_on: date | None = None
    """The day the tool wrote the files, where their names do not tell and it was not today."""
    confirmed: Sequence[Confirmed] = ()
    """Mappings that go before those saved, the last one first."""

    @property
    def ends_demo(self) -> bool:
        """The first files of a company's own take the place of the demo; to rebuild brings none."""
        return bool(self.files) and not self.is_demo

    @property
    def day(self) -> date:
        """The day of the upload in the company's calendar."""
        return day_of(self.at)


@dataclass(frozen=True)
class RawFile:
    """A raw file that goes into a version, and the upload it came with."""

    path: Path
    checksum: Future[str] = field(repr=False)
    """May still be reckoned: a large file takes as long for it as for being recognised."""
    batch: str
    batch_no: int
    at: datetime
    who: str
    is_demo: bool = False
    adds: bool = False
    records: Sequence[Mapping[str, Any]] = field(default=(), repr=False)
    """What the version in force says of those of its tables that stay; none of a fresh file."""

    @property
    def sha256(self) -> str:
        return self.checksum.result()

    @property
    def day(self) -> date:
        """The day of its upload in the company's calendar."""
        return day_of(self.at)


def refuse_names(files: Sequence[Path]) -> None:
    """Files that are not there, and names that would collide in the upload's folder.

    Raises:
        ImportRefused: naming all of them.
    """
    missing = [path for path in files if not path.is_file()]
    if missing:
        raise ImportRefused([Problem("no_such_file", str(path)) for path in missing])
    # Some file systems know no upper case; two of the names are ours.
    names = [MANIFEST, MAPPINGS, *(path.name for path in files)]
    keys = [name.casefold() for name in names]
    twice = sorted(
        {name for name in names if keys.count(name.casefold()) > 1} - {MANIFEST, MAPPINGS}
    )
    if twice:
        raise ImportRefused([Problem("file_named_twice", name) for name in twice])


def keep_raw(
    upload: Upload,
    batch: str,
    batch_no: int,
    folder: Path,
    beside: Executor,
    *,
    tell: Callable[[float], None],
) -> list[RawFile]:
    """Copy the files byte for byte into `folder`, their checksums are reckoned in `beside`.

    `tell` hears the share.
    """
    sizes = {path: path.stat().st_size for path in upload.files}
    total, done, kept = sum(sizes.values()) or 1, 0, []
    for path in upload.files:
        target = folder / path.name
        _refuse_unreadable(path)
        # Copied by the system, then read again: a third of what both in one loop here cost.
        shutil.copyfile(path, target)
        kept.append(
            RawFile(
                target, beside.submit(sha256_of, target), batch, batch_no, upload.at, upload.who,
                upload.is_demo, upload.adds,
            )
        )  # fmt: skip
        done += sizes[path]
        tell(min(done / total, 1))
    return kept


def sha256_of(path: Path) -> str:
    """The checksum of a file, in hexadecimal digits."""
    digest = hashlib.sha256()
    with path.open("rb", buffering=0) as file:
        block = memoryview(bytearray(LARGE_BLOCK))
        while read := file.readinto(block):
            digest.update(block[:read])
    return digest.hexdigest()


def known_checksum(sha256: str) -> Future[str]:
    """A checksum that was reckoned before."""
    known: Future[str] = Future()
    known.set_result(sha256)
    return known


def _refuse_unreadable(path: Path) -> None:
    try:
        with path.open("rb") as file:
            file.read(1)
    except OSError as error:
        problem = Problem("file_unreadable", path.name, detail=error.strerror)
        raise ImportRefused(problem) from error


def exported_on(name: str, uploaded_on: date) -> date | None:
    """The day a Salesforce report was exported, by its file's name; None where it tells none."""
    said = REPORT.search(name)
    if said is None:
        return None
    day = day_of(datetime.fromtimestamp(int(said[1]) / 1000, UTC))
    return day if date(2000, 1, 1) <= day <= uploaded_on else None
