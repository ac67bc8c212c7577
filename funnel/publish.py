"""The one place that knows the whole way from files to a version in force."""

from __future__ import annotations

import getpass
import hashlib
import json
import shutil
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from funnel.errors import ImportRefused, Problem
from funnel.importers.files import read_tables
from funnel.importers.profiles import DEFAULT_CURRENCY, Profile, load_mapping, vendor_profiles
from funnel.importers.recognise import Recognised, recognise
from funnel.importers.staging import Staged, StagedFile, stage
from funnel.store.database import Database
from funnel.store.workspace import Workspace
from funnel.tables.build import build_tables

MANIFEST, MAPPING = "manifest.json", "mapping.toml"


@dataclass(frozen=True)
class Upload:
    """Files that came together. `at` is the moment of the upload, with its time zone."""

    files: Sequence[Path]
    who: str
    at: datetime
    mapping: Path | None = None
    is_demo: bool = False


@dataclass(frozen=True)
class Published:
    """What an upload became: its own files, and the problems of rows that were left out.

    `replaced` are the files that were in force and are no longer, with their rows; `unused` are the
    files and sheets of the upload that hold nothing for the funnel.
    """

    version: int
    batch: str
    files: list[StagedFile]
    refused: list[Problem]
    replaced: list[tuple[str, int]]
    unused: list[str]


@dataclass(frozen=True)
class _Input:
    """A raw file that goes into a version, and the upload it came with."""

    path: Path
    batch: str
    at: datetime
    who: str
    mapping: str | None
    """The name the mapping came with; it is kept beside the raw file as `MAPPING`."""
    is_demo: bool


def publish(workspace: Workspace, upload: Upload, *, refuse_rows: bool = False) -> Published:
    """Build a version from `upload` and what stays in force, and put it in force.

    An upload replaces what is in force of the same tool and table: exports carry today's state of
    everything. The demo company leaves when the first real export comes.

    Args:
        workspace: where to.
        upload: the files as they came.
        refuse_rows: leave rows that cannot be read out, listed, instead of refusing the upload.

    Raises:
        ImportRefused, MappingInvalid: nothing was published, all is as it was.
    """
    batch = f"{upload.at:%Y%m%dT%H%M%S}_{uuid4().hex[:8]}"
    _refuse_same_names(upload.files)
    if upload.mapping is not None:
        load_mapping(upload.mapping)  # Say what is wrong with it under the name the user knows.
    with workspace.publishing() as draft:
        scratch = draft.folder / "scratch"
        new, unused = _recognise_all(_keep_raw(upload, batch, draft.raw), scratch)
        taken = {found.place for _, found in new}
        kept, replaced = _in_force(workspace, taken, scratch, keep_demo=upload.is_demo)
        inputs = kept + new
        with Database(draft.database, read_only=False) as db:
            staged = stage(db, [found for _, found in inputs])
            brought = [file for file in staged.files if inputs[file.number - 1][0].batch == batch]
            problems = [problem for file in brought for problem in file.problems]
            if problems and not refuse_rows:
                raise ImportRefused(problems, rows_only=True)
            _build(db, draft.number, upload.at, staged)
            _describe_files(db, staged, [source for source, _ in inputs])
        _write_manifest(draft.raw, batch, upload, new)
        draft.publish(batch)
    return Published(draft.number, batch, brought, problems, replaced, unused)


def _refuse_same_names(files: Sequence[Path]) -> None:
    # Names that would collide in the upload's folder, our own two among them.
    names = [MANIFEST, MAPPING, *(path.name for path in files)]
    twice = sorted({name for name in names if names.count(name) > 1})
    missing = [path for path in files if not path.is_file()]
    if missing:
        raise ImportRefused([Problem("no_such_file", str(path)) for path in missing])
    if twice:
        raise ImportRefused([Problem("file_named_twice", name) for name in twice])


def _keep_raw(upload: Upload, batch: str, folder: Path) -> list[_Input]:
    """Copy the files byte for byte into `folder`."""
    if upload.mapping is not None:
        shutil.copyfile(upload.mapping, folder / MAPPING)
    name = upload.mapping.name if upload.mapping else None
    return [
        _Input(
            Path(shutil.copyfile(path, folder / path.name)),
            batch, upload.at, upload.who, name, upload.is_demo,
        )
        for path in upload.files
    ]  # fmt: skip


def _recognise_all(
    inputs: Sequence[_Input], scratch: Path
) -> tuple[list[tuple[_Input, Recognised]], list[str]]:
    """The tables of all files, and the names of those that hold nothing for the funnel.

    A sheet nobody knows is passed over if its workbook has one that is known; it is named.

    Raises:
        ImportRefused: with the problems of all files, not only the first one's.
    """
    found: list[tuple[_Input, Recognised]] = []
    unused: list[str] = []
    problems: list[Problem] = []
    for number, source in enumerate(inputs):
        folder = scratch / f"{source.batch}-{number}"
        folder.mkdir(parents=True)
        try:
            tables = read_tables(source.path, folder)
        except ImportRefused as refusal:
            problems += refusal.problems
            continue
        known, unknown = [], []
        for table in tables:
            try:
                known.append(recognise(table, _profiles(source)))
            except ImportRefused as refusal:
                unknown.append((table.name, refusal.problems))
        if known:
            unused += [name for name, _ in unknown]
        else:
            problems += [problem for _, listed in unknown for problem in listed]
        unused += [table.table.name for table in known if table.layout.object == "ignore"]
        found += [(source, table) for table in known if table.layout.object != "ignore"]
    if problems:
        raise ImportRefused(problems)
    return found, unused


def _profiles(source: _Input) -> Sequence[Profile]:
    if source.mapping is None:
        return vendor_profiles()
    return (load_mapping(source.path.with_name(MAPPING)),)


def _in_force(
    workspace: Workspace, taken: Collection[tuple[str, str]], scratch: Path, *, keep_demo: bool
) -> tuple[list[tuple[_Input, Recognised]], list[tuple[str, int]]]:
    """The tables of the version in force that stay, and the files and rows of those that leave."""
    number = workspace.current()
    if number is None:
        return [], []
    with workspace.open(number) as db:
        files = db.records("select * from files order by file_no")
    inputs: dict[Path, _Input] = {}
    staying: set[tuple[str, str]] = set()
    replaced: list[tuple[str, int]] = []
    for file in files:
        place = (file["tool"], file["object"])
        if place in taken or (file["is_demo"] and not keep_demo):
            replaced.append((file["file"], file["rows_read"]))
            continue
        staying.add(place)
        path = workspace.uploads / file["batch"] / file["raw_file"]
        if not path.is_file():
            raise ImportRefused(Problem("raw_file_missing", file["raw_file"], detail=file["batch"]))
        at = datetime.fromisoformat(file["uploaded_at"])
        inputs[path] = _Input(
            path, file["batch"], at, file["who"], file["mapping"], file["is_demo"]
        )
    tables, _ = _recognise_all(list(inputs.values()), scratch)
    # A workbook may hold a table that stays beside one that was replaced.
    return [(source, found) for source, found in tables if found.place in staying], replaced


def _build(db: Database, number: int, at: datetime, staged: Staged) -> None:
    build_tables(
        db,
        {
            "number": number,
            "published_at": at.isoformat(),
            "uploaded_on": at.date(),
            "currency": staged.currency or DEFAULT_CURRENCY,
        },
    )
    if db.value("select last_day from version") is None:
        raise ImportRefused(Problem("nothing_dated"))


def _describe_files(db: Database, staged: Staged, sources: Sequence[_Input]) -> None:
    db.insert("files", [_describe_file(file, sources[file.number - 1]) for file in staged.files])
    db.insert(
        "refused_rows",
        [
            {"file": p.file, "row_no": p.row, "column_name": p.column, "value": p.value,
             "reason": p.kind, "detail": p.detail}
            for p in staged.problems
        ],
    )  # fmt: skip


def _describe_file(file: StagedFile, source: _Input) -> dict[str, Any]:
    found = file.recognised
    return {
        "file_no": file.number,
        "batch": source.batch,
        "uploaded_at": source.at.isoformat(),
        "who": source.who,
        "is_demo": source.is_demo,
        "mapping": source.mapping,
        "file": file.name,
        "raw_file": source.path.name,
        "sha256": _sha256(source.path),
        "tool": found.profile.tool,
        "title": found.profile.name,
        "object": found.layout.object,
        "encoding": found.table.encoding,
        "rows_read": file.rows_read,
        "rows_refused": file.rows_refused,
        "footer_rows": len(file.footer),
        "unused_columns": list(found.unused),
        "last_day": file.last_day,
    }


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write_manifest(
    folder: Path, batch: str, upload: Upload, tables: Sequence[tuple[_Input, Recognised]]
) -> None:
    """For people and backups: what came, when, from whom, and what it was taken for."""
    manifest = {
        "batch": batch,
        "at": upload.at.isoformat(),
        "who": upload.who,
        "mapping": upload.mapping.name if upload.mapping else None,
        "is_demo": upload.is_demo,
        "files": {path.name: _sha256(folder / path.name) for path in upload.files},
        "tables": [
            {
                "table": found.table.name,
                "file": source.path.name,
                "tool": found.profile.tool,
                "object": found.layout.object,
                "columns": {
                    name: found.header[position] for name, position in found.columns.items()
                },
            }
            for source, found in tables
        ],
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=2)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def current_user() -> str:
    """Who runs this; 'unknown' where the system has no name for the account."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
