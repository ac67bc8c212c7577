"""From a file as it came to UTF-8 tables of text: whatever format and encoding it is in."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from funnel.errors import ImportRefused, Problem
from funnel.importers.files.archives import (
    ZIP_STARTS,
    Budget,
    check_parts,
    kind_of_zip,
    members,
    unpack,
)
from funnel.importers.files.encodings import candidates, transcode
from funnel.importers.files.layout import Head, TextTable, read_head

XLS_START = b"\xd0\xcf\x11\xe0"
Progress = Callable[[float], None]
"""Told the share of the work that is done, 0 to 1."""


@dataclass(frozen=True)
class _Upload:
    """A file to read. Messages call it `name`; what is made of it goes into `folder`."""

    path: Path
    name: str
    folder: Path
    budget: Budget
    progress: Progress
    is_member: bool = False


def read_tables(path: Path, scratch: Path, progress: Progress | None = None) -> list[TextTable]:
    """The tables in `path`: one, or every sheet of a workbook and file of a zip that holds any.

    Whatever is handed on lies in the folder `scratch` under a plain name, because DuckDB reads
    patterns and compression off file names, and a name in a zip may lead anywhere.

    Args:
        path: the file as it came.
        scratch: a folder that is empty.
        progress: told now and then how far it is.

    Raises:
        ImportRefused: the file is empty, no table, damaged, too much, or in an unknown encoding.
    """
    tell = progress or (lambda _: None)
    tables = _read(_Upload(path, path.name, scratch, Budget(), tell))
    tell(1.0)
    return tables


def stands_in(name: str, file: str) -> bool:
    """Whether a table or problem of this name is of `file`: itself, a sheet or a zip's member."""
    return name == file or name.startswith((f"{file} [", f"{file}/"))


def _read(upload: _Upload) -> list[TextTable]:
    with upload.path.open("rb") as file:
        start = file.read(8)
    if not start:
        raise ImportRefused(Problem("empty_file", upload.name))
    if start.startswith(ZIP_STARTS):
        tables = _read_zip(upload)
    elif start.startswith(XLS_START):
        tables = _read_workbook(upload, "xls")
    else:
        tables = _read_text(upload)
    if not tables:
        raise ImportRefused(Problem("empty_file", upload.name))
    return tables


def _read_zip(upload: _Upload) -> list[TextTable]:
    kind = kind_of_zip(upload.path)
    if kind == "document":
        raise ImportRefused(Problem("not_a_table", upload.name))
    if kind == "workbook":
        check_parts(upload.path, upload.name, upload.budget)
        return _read_workbook(upload, "xlsx")
    if upload.is_member:
        raise ImportRefused(Problem("nested_archive", upload.name))
    return _read_archive(upload)


def _read_archive(upload: _Upload) -> list[TextTable]:
    """The tables of all members, or the problems of all, not only the first one's."""
    listed = members(upload.path, upload.name)
    packed = sum(info.compress_size for info, _ in listed) or 1
    tables: list[TextTable] = []
    problems: list[Problem] = []
    done = 0
    for number, (info, title) in enumerate(listed):
        folder = upload.folder / f"member{number}"
        folder.mkdir()
        raw = folder / "raw"
        progress = partial(_tell_part, upload.progress, done / packed, info.compress_size / packed)
        try:
            unpack(upload.path, info, title, raw, upload.budget)
            tables += _read(_Upload(raw, title, folder, upload.budget, progress, is_member=True))
        except ImportRefused as refusal:
            problems += refusal.problems
            if any(problem.kind == "too_much_unpacked" for problem in refusal.problems):
                break
        raw.unlink(missing_ok=True)
        done += info.compress_size
    if problems:
        raise ImportRefused(problems)
    return tables


def _tell_part(progress: Progress, before: float, share: float, done: float) -> None:
    progress(before + share * done)


def _read_workbook(upload: _Upload, kind: str) -> list[TextTable]:
    from funnel.importers.files.workbooks import workbook_to_csv

    sheets = workbook_to_csv(upload.path, upload.name, upload.folder, upload.progress)
    return [
        table for title, path in sheets if (table := _written_by_us(title, path, kind)) is not None
    ]


def _written_by_us(name: str, path: Path, encoding: str) -> TextTable | None:
    try:
        return _table(name, path, encoding, read_head(path, ","), lambda _: None)
    except UnicodeDecodeError as error:  # signs that escape to another encoding, in a page
        raise ImportRefused(Problem("unknown_encoding", name)) from error


def _read_text(upload: _Upload) -> list[TextTable]:
    from funnel.importers.files.web_pages import is_page, page_to_csv

    size = upload.path.stat().st_size
    advance = partial(_tell_bytes, upload.progress, size)
    if is_page(upload.path):
        page = page_to_csv(upload.path, upload.name, upload.folder, upload.budget, advance)
        table = _written_by_us(upload.name, page, "html")
        return [table] if table else []
    target = upload.folder / "table.csv"
    encoding = None
    for encoding in candidates(upload.path):
        try:
            if encoding.startswith("utf-8"):
                _link(upload.path, target)
            else:
                transcode(upload.path, encoding, target, advance)
            table = _table(upload.name, target, encoding, read_head(target), advance)
        except UnicodeDecodeError:
            target.unlink()
            continue
        return [table] if table else []
    is_text = encoding is not None and not encoding.startswith("utf-16-")
    kind = "unknown_encoding" if is_text else "not_a_table"
    raise ImportRefused(Problem(kind, upload.name))


def _tell_bytes(progress: Progress, size: int, done: int) -> None:
    progress(min(done / size, 1.0))


def _table(
    name: str, path: Path, encoding: str, head: Head, advance: Callable[[int], None]
) -> TextTable | None:
    """The table, or None where its first rows are empty.

    Raises:
        UnicodeDecodeError: the text turns out not to be UTF-8.
    """
    from funnel.importers.files.scan import scan

    found = scan(path, head, advance)
    if not found.is_utf8:
        raise UnicodeDecodeError("utf-8", b"", 0, 0, "somewhere")
    if not found.is_text:
        raise ImportRefused(Problem("not_a_table", name))
    if not any(any(row) for row in head.rows):
        return None
    return TextTable(
        name, path, encoding, head.delimiter, head.rows, head.lines,
        found.is_regular, head.is_wrapped, found.has_odd_blanks, found.is_padded,
    )  # fmt: skip


def _link(path: Path, target: Path) -> None:
    try:
        target.hardlink_to(path)
    except OSError:  # another file system, or one without links
        shutil.copyfile(path, target)
