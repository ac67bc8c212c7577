"""Zip files: what is in them, within bounds, and never under a name that they chose."""

from __future__ import annotations

import errno
import re
import stat
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from funnel.errors import ImportRefused, Problem
from funnel.importers.files.encodings import BLOCK

ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
OFFICE_PART = "[Content_Types].xml"
MOST_MEMBERS = 200
MOST_PARTS = 5000
"""A workbook is a zip of parts: sheets, styles, pictures."""
MOST_BYTES = 4 << 30
MOST_RATIO = 200
FREE_BYTES = 10 << 20
"""Up to so many bytes a high ratio harms nobody."""
PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""Others unpack a block of theirs at once, however large that becomes."""
UTF8_FLAG, LOCKED_FLAGS = 0x800, 0x2041
LITTER = (".ds_store", "thumbs.db", "desktop.ini")
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)
"""What `zipfile` raises on a file that is cut off or changed."""


class Budget:
    """How many bytes one upload may still unpack to."""

    def __init__(self, left: int = MOST_BYTES) -> None:
        self._left = left

    def meter(self, name: str, packed: int) -> Callable[[int], None]:
        """To be told of each piece unpacked from the `packed` bytes called `name`.

        It raises ImportRefused once it is too much: what a header says of sizes may be a lie.
        """
        unpacked = 0

        def count(size: int) -> None:
            nonlocal unpacked
            unpacked += size
            self._left -= size
            if self._left < 0:
                raise ImportRefused(Problem("too_much_unpacked", name, detail="4 GiB"))
            if unpacked > max(FREE_BYTES, packed * MOST_RATIO):
                raise ImportRefused(Problem("too_much_unpacked", name, detail=f"{MOST_RATIO}:1"))

        return count


@contextmanager
def opened(path: Path, name: str, kind: str) -> Iterator[zipfile.ZipFile]:
    """The zip at `path`; whatever is wrong with it is an ImportRefused of this `kind`."""
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except DAMAGED as error:
        if isinstance(error, OSError) and error.errno != errno.EINVAL:
            raise  # Not the file's fault: a full disk. A place before the file's start is.
        detail = (str(error).splitlines() or [type(error).__name__])[0][:120]
        raise ImportRefused(Problem(kind, name, detail=detail)) from error


def kind_of_zip(path: Path) -> str:
    """'workbook', 'document' (Word and the like) or 'archive'."""
    try:
        with opened(path, path.name, "damaged_archive") as archive:
            names = {*archive.namelist()}
    except ImportRefused:
        # Cut off: the list of contents stands at the end. The first part's name stands in front.
        with path.open("rb") as file:
            start = file.read(4096)
        is_office = OFFICE_PART.encode() in start or b"xl/" in start
        return "workbook" if is_office else "archive"
    if (
        any(name.startswith("xl/workbook") for name in names)
        or {"mimetype", "content.xml"} <= names
    ):
        return "workbook"
    return "document" if OFFICE_PART in names else "archive"


def check_parts(path: Path, name: str, budget: Budget) -> None:
    """Unpack a workbook once into nothing, to see that it stays within bounds.

    Raises:
        ImportRefused: it does not, or it is damaged.
    """
    with opened(path, name, "damaged_workbook") as archive:
        parts = archive.infolist()
        if len(parts) > MOST_PARTS:
            raise ImportRefused(Problem("too_many_members", name, detail=str(MOST_PARTS)))
        for part in parts:
            for _ in _unpacked(archive, part, budget.meter(name, part.compress_size)):
                pass


def members(path: Path, name: str) -> list[tuple[zipfile.ZipInfo, str]]:
    """The files in an archive with the names a message calls them by, `name/member`.

    Raises:
        ImportRefused: too many, damaged, or a member that is locked, a link, or leads elsewhere.
    """
    with opened(path, name, "damaged_archive") as archive:
        listed = [(info, _name_of(info)) for info in archive.infolist()]
    problems = [
        Problem(kind, f"{name}/{printable(member)}")
        for info, member in listed
        if (kind := _fault(info, member))
    ]
    files = [
        (info, f"{name}/{printable(member)}") for info, member in listed if not is_litter(member)
    ]
    if len(files) > MOST_MEMBERS:
        problems = [Problem("too_many_members", name, detail=str(MOST_MEMBERS))]
    said = Counter(title for _, title in files)
    problems += [Problem("file_named_twice", title) for title, count in said.items() if count > 1]
    if problems:
        raise ImportRefused(problems[:MOST_MEMBERS])
    return files


def unpack(path: Path, info: zipfile.ZipInfo, title: str, target: Path, budget: Budget) -> None:
    """Write one member of the archive to `target`.

    Raises:
        ImportRefused: it is too much, or damaged.
    """
    with opened(path, title, "damaged_archive") as archive, target.open("wb") as sink:
        sink.writelines(_unpacked(archive, info, budget.meter(title, info.compress_size)))


def _unpacked(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, count: Callable[[int], None]
) -> Iterator[bytes]:
    if info.compress_type not in PACKINGS:
        raise NotImplementedError(f"packed by method {info.compress_type}")
    with archive.open(info) as source:
        while block := source.read(BLOCK):
            count(len(block))
            yield block


def _name_of(info: zipfile.ZipInfo) -> str:
    """A member's name; where nothing says that it is UTF-8, it still may be, and else is cp932."""
    if info.flag_bits & UTF8_FLAG:
        return info.orig_filename
    raw = info.orig_filename.encode("cp437")
    for encoding in ("utf-8", "cp932"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.orig_filename


def _fault(info: zipfile.ZipInfo, member: str) -> str | None:
    parts = re.split(r"[\\/]", member)
    kind = stat.S_IFMT(info.external_attr >> 16)
    leads_away = not parts[0] or ".." in parts or re.match(r"[A-Za-z]:", member) or "\0" in member
    if leads_away or kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        return "unsafe_member"
    return "locked_member" if info.flag_bits & LOCKED_FLAGS else None


def is_litter(member: str) -> bool:
    """Folders, and what systems leave in them."""
    parts = re.split(r"[\\/]", member)
    first, last = parts[0], parts[-1].lower()
    return not last or first == "__MACOSX" or last in LITTER or last.startswith("._")


def printable(member: str) -> str:
    """A name out of a file, fit to be shown."""
    return "".join(sign if sign.isprintable() else "?" for sign in member)[:200]
