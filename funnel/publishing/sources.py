"""What goes into a version: the tables of an upload's files, and those in force that stay."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from funnel.errors import ImportRefused, Problem
from funnel.importers.files.layout import TextTable
from funnel.importers.files.read import read_tables
from funnel.importers.profiles.drafts import columns_key
from funnel.importers.profiles.lenient import recognise_most
from funnel.importers.profiles.profile import EVENTS, vendor_profiles
from funnel.importers.profiles.recognise import GENERIC, Recognised, recognise
from funnel.publishing.mappings import Known, Mapped, load_named
from funnel.publishing.uploads import MAPPINGS, RawFile, Upload, exported_on, known_checksum
from funnel.store.database import Database
from funnel.store.workspace import Workspace

MAPPING_BEFORE = "mapping.toml"
"""Where the uploads of versions that name no `mapping_file` keep their mapping."""
Place = tuple[str, str]
"""The table of which tool: `("salesforce", "leads")`."""


@dataclass(frozen=True)
class Older:
    """An export of a table that was written before the one in force."""

    file: str
    tool: str
    object: str
    exported_on: date
    in_force: date


@dataclass(frozen=True)
class Input:
    """A table of a raw file as it goes into a version."""

    raw: RawFile
    found: Recognised
    exported_on: date
    mapping: str | None = None
    """The name of the mapping it was read by."""
    mapping_file: str | None = None
    """Where that is kept beside the raw file."""


def recognise_all(
    files: Sequence[tuple[RawFile, Known]], scratch: Path, tell: Callable[[float], None]
) -> tuple[list[tuple[RawFile, Recognised]], list[str]]:
    """The tables of all files, and the names of those that hold nothing for the funnel.

    A sheet nobody knows is passed over if its workbook has one that is known; it is named.

    Raises:
        ImportRefused: with the problems of all files, not only the first one's.
    """
    found: list[tuple[RawFile, Recognised]] = []
    unused: list[str] = []
    problems: list[Problem] = []
    for number, (raw, by) in enumerate(files):
        folder = scratch / f"{raw.batch}-{number}"
        folder.mkdir(parents=True)
        try:
            tables = read_tables(raw.path, folder, _within(tell, number, len(files)))
        except ImportRefused as refusal:
            problems += refusal.problems
            continue
        known, unknown = [], []
        for table in tables:
            try:
                known.append(recognise_by(table, by))
            except ImportRefused as refusal:
                unknown.append((table.name, refusal.problems))
        if known:
            unused += [name for name, _ in unknown]
        else:
            problems += [problem for _, listed in unknown for problem in listed]
        unused += [table.table.name for table in known if table.layout.object == "ignore"]
        found += [(raw, table) for table in known if table.layout.object != "ignore"]
    if problems:
        raise ImportRefused(problems)
    return found, unused


def recognise_by(table: TextTable, by: Known) -> Recognised:
    """The mapping that was saved for just these columns, else what fits best.

    A mapping of which a column vanished still goes before what is known of the tools, unless that
    reads more of another table.

    Raises:
        ImportRefused: nothing fits, or two things do.
    """
    keys = {columns_key(table.header(index)) for index in range(len(table.head))}
    saved = [each.profile for each in by.own if each.columns_key in keys]
    with suppress(ImportRefused):
        if saved:
            return recognise(table, (), saved)
    own = [each.profile for each in by.own]
    with suppress(ImportRefused):
        if own:
            return recognise(table, (), own)
    lost = recognise_most(table, [each.profile for each in by.own if each.may_lack])
    if lost is None:
        return recognise(table, by.vendors, own)
    with suppress(ImportRefused):
        tool = recognise(table, by.vendors)
        is_another = tool.profile.tool != GENERIC and tool.place != lost.place
        if is_another and len(tool.columns) > len(lost.columns):
            return tool
    return lost


def _within(tell: Callable[[float], None], number: int, of: int) -> Callable[[float], None]:
    return lambda share: tell((number + share) / of)


def fresh_input(raw: RawFile, found: Recognised, known: Known, upload: Upload) -> Input:
    """A table of an upload: its day of export, and the mapping it was read by."""
    day = upload.exported_on or exported_on(found.table.name, upload.day) or upload.day
    by = known.mapping_of(found)
    if by is None:
        return Input(raw, found, day)
    place = f"{MAPPINGS}/{known.own.index(by) + 1}.toml"
    return Input(raw, found, day, by.name, place)


def files_of(db: Database) -> list[dict[str, Any]]:
    """What a version says of its files. Versions of earlier releases say less of them."""
    files = db.records("select * from files order by file_no")
    moments = {(datetime.fromisoformat(file["uploaded_at"]), file["batch"]) for file in files}
    order = {batch: number for number, (_, batch) in enumerate(sorted(moments), start=1)}
    unsaid = {
        "adds": False, "exported_on": None, "mapping_file": MAPPING_BEFORE, "columns": None,
        "rows_aside": 0, "rows_superseded": 0,
    }  # fmt: skip
    return [{**unsaid, "batch_no": order[file["batch"]], **file} for file in files]


def that_stay(
    files: Sequence[Mapping[str, Any]],
    places: Collection[Place],
    sums: Collection[str],
    upload: Upload,
) -> tuple[list[Mapping[str, Any]], list[Mapping[str, Any]]]:
    """Of the files in force those that stay beside an upload, and those that leave.

    The demo leaves with the first real export. A file that is brought again replaces itself. Of a
    table that is brought, what happened (`EVENTS`) stays, because tools export it in pieces; the
    rest is today's state of everything and is replaced, unless the upload only `adds`.

    Args:
        files: the files in force.
        places: the tables that the upload brings.
        sums: the sha256 of its files.
        upload: what else it says.
    """
    stay: list[Mapping[str, Any]] = []
    leave: list[Mapping[str, Any]] = []
    for file in files:
        is_replaced = (file["tool"], file["object"]) in places and not (
            upload.adds or file["object"] in EVENTS
        )
        is_demo_over = file["is_demo"] and upload.ends_demo
        leaves = is_replaced or is_demo_over or file["sha256"] in sums
        (leave if leaves else stay).append(file)
    return stay, leave


def older_than(files: Sequence[Mapping[str, Any]], new: Sequence[Input]) -> list[Older]:
    """The tables of an upload that are older than what is in force of them.

    Of what happened (`EVENTS`) older pieces are as welcome as new ones.

    Args:
        files: the files in force.
        new: the tables of the upload.
    """
    found = []
    for place in dict.fromkeys(each.found.place for each in new):
        days = [
            file["exported_on"]
            for file in files
            if (file["tool"], file["object"]) == place and file["exported_on"]
        ]
        latest = max(
            (each for each in new if each.found.place == place), key=lambda each: each.exported_on
        )
        if place[1] not in EVENTS and days and latest.exported_on < max(days):
            found.append(Older(latest.found.table.name, *place, latest.exported_on, max(days)))
    return found


def kept_files(
    workspace: Workspace, files: Sequence[Mapping[str, Any]]
) -> list[tuple[RawFile, Known]]:
    """The raw files that `files` of the version in force were read from, and by which mappings.

    Raises:
        ImportRefused: a raw file or the mapping it was read by is no longer there.
    """
    by_path: dict[Path, list[Mapping[str, Any]]] = {}
    for file in files:
        path = workspace.uploads / file["batch"] / file["raw_file"]
        by_path.setdefault(path, []).append(file)
    problems = [
        Problem("raw_file_missing", path.name, detail=path.parent.name)
        for path in by_path
        if not path.is_file()
    ]
    kept = []
    for path, records in by_path.items():
        first = records[0]
        names = {file["mapping_file"]: file["mapping"] for file in records if file["mapping"]}
        lost = [name for place, name in names.items() if not (path.parent / place).is_file()]
        problems += [
            Problem("mapping_missing", path.name, value=name, detail=path.parent.name)
            for name in lost
        ]
        if problems:
            continue
        own = [
            Mapped(profile, name, path.parent / place, columns, may_lack=True)
            for place, name in sorted(names.items())
            for profile in [load_named(path.parent / place, name)]
            for columns in _columns_read_by(place, records)
        ]
        at = datetime.fromisoformat(first["uploaded_at"])
        raw = RawFile(
            path, known_checksum(first["sha256"]), first["batch"], first["batch_no"], at,
            first["who"], first["is_demo"], first["adds"], records,
        )  # fmt: skip
        kept.append((raw, Known(own, vendor_profiles())))
    if problems:
        raise ImportRefused(problems)
    return kept


def _columns_read_by(place: str, files: Sequence[Mapping[str, Any]]) -> set[str | None]:
    """The `columns_key` of each table that was read by the mapping kept at `place`."""
    return {
        # Versions of earlier releases say nothing of the columns.
        file["columns"] and columns_key(file["columns"])
        for file in files
        if file["mapping"] and file["mapping_file"] == place
    }


def kept_inputs(
    files: Sequence[RawFile], tables: Sequence[tuple[RawFile, Recognised]]
) -> list[Input]:
    """Of the tables of kept files those that stay, as they were taken when they were uploaded.

    A workbook may hold a table that stays beside one that was replaced, and two of the same tool
    and object: each is found again by its own name.

    Raises:
        ImportRefused: tables that stay are not found again in their files, all of them named.
    """
    inputs: list[Input] = []
    alike = Counter((raw.path, found.place) for raw, found in tables)
    seen: set[tuple[Path, Place, str]] = set()
    for raw, found in tables:
        records = [file for file in raw.records if (file["tool"], file["object"]) == found.place]
        named = [file for file in records if file["file"] == found.table.name]
        if not named and len(records) == alike[raw.path, found.place] == 1:
            named = records  # A release may call a sheet otherwise than the one before.
        if not named:
            continue
        file = named[0]
        seen.add((raw.path, found.place, file["file"]))
        day = file["exported_on"] or exported_on(found.table.name, raw.day) or raw.day
        mapping_file = file["mapping_file"] if file["mapping"] else None
        inputs.append(Input(raw, found, day, file["mapping"], mapping_file))
    lost = {
        (file["file"], f"{file['title']} {file['object']}")
        for raw in files
        for file in raw.records
        if (raw.path, (file["tool"], file["object"]), file["file"]) not in seen
    }
    if lost:
        raise ImportRefused(
            Problem("no_longer_known", name, detail=what) for name, what in sorted(lost)
        )
    return inputs


def refuse_untold_parts(inputs: Sequence[Input], places: Collection[Place]) -> None:
    """Of deals that an upload of part of `places` adds to, which are the same has to be told.

    Without an id their amount and close date cannot tell it: those change from export to export.

    Raises:
        ImportRefused: a file has neither an id nor company and name.
    """
    problems = [
        Problem("part_untold", each.found.table.name)
        for each in inputs
        if each.found.layout.object == "deals"
        and each.found.place in places
        and "id" not in each.found.columns
        and not {"company", "name"} <= each.found.columns.keys()
    ]
    if problems:
        raise ImportRefused(problems)
