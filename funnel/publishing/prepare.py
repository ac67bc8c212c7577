"""From files to a whole next version, built aside."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from funnel.agreement.demo import without_demo
from funnel.agreement.staging import stage_agreements
from funnel.agreement.timeline import InForce, timeline
from funnel.errors import ImportRefused, NothingPublished, Problem
from funnel.importers.profiles.profile import DEFAULT_CURRENCY
from funnel.importers.staging.stage import Source, Staged, StagedFile, stage
from funnel.publishing import sources
from funnel.publishing.mappings import Known, mappings_to_try
from funnel.publishing.records import record_changes, record_files, write_manifest
from funnel.publishing.sources import Input, Older
from funnel.publishing.uploads import MAPPINGS, Upload, keep_raw, refuse_names
from funnel.store.database import Database
from funnel.store.faults import faults_named
from funnel.store.workspace import Draft, Workspace, sync_all
from funnel.tables.build import build_tables, carry_over

Progress = Callable[[str, float], None]
"""Told what is being done and which share of all is behind it, from 0 to 1: `waiting`, `copying`,
`recognising`, `reading`, `building`, `saving`."""

CALENDAR_YEARS = 20
"""How far back promises are judged at most."""


@dataclass(eq=False)
class Prepared:
    """A whole next version, built aside: to be looked at, then put in force or discarded.

    It is gone when nobody holds it any more, or with the process. `refused` are the problems of
    rows that were left out; `base` is the version it was built on, None for the first.
    """

    batch: str
    base: int | None
    files: list[StagedFile]
    refused: list[Problem]
    replaced: list[tuple[str, int]]
    unused: list[str]
    older: list[Older]
    """Exports that are older than those in force: last month's file, most likely by mistake."""
    repeated: list[str]
    """Files that are in force already, byte for byte."""
    database: Path
    draft: Draft = field(repr=False)
    ends_demo_at: datetime | None = None
    """When the demo leaves, with what its departments agreed on; None where it does not."""
    number: int | None = None
    """Its number, once it is in force."""

    def open(self) -> Database:
        """For comparing it with other versions. Close it before it is put in force."""
        return Database(self.database, read_only=True, sealed=False)

    def discard(self) -> None:
        """Remove it, unless it is in force; once more does no harm."""
        self.draft.discard()


def prepare(workspace: Workspace, upload: Upload, *, progress: Progress | None = None) -> Prepared:
    """Build a version from `upload` and what stays in force, aside; nothing changes.

    Rows that cannot be read are left out of it and listed.

    Raises:
        ImportRefused, MappingInvalid, WorkspaceUnusable: it cannot be built.
    """
    refuse_names(upload.files)
    draft = workspace.draft()
    try:
        with faults_named(workspace.home):
            return _prepare(workspace, upload, draft, progress or _say_nothing)
    except BaseException:
        draft.discard()
        raise


def _say_nothing(_what: str, _share: float) -> None:
    pass


def _part(progress: Progress, what: str, since: float, until: float) -> Callable[[float], None]:
    """For a step that knows its own share only."""
    progress(what, since)
    return lambda share: progress(what, since + share * (until - since))


def _prepare(workspace: Workspace, upload: Upload, draft: Draft, progress: Progress) -> Prepared:
    base = workspace.current()
    in_force = _files_in_force(workspace, base)
    batch = f"{upload.at:%Y%m%dT%H%M%S}_{uuid4().hex[:8]}"
    batch_no = max((file["batch_no"] for file in in_force), default=0) + 1
    known = mappings_to_try(workspace, upload, draft.scratch / MAPPINGS)
    with ThreadPoolExecutor(1) as beside:
        tell = _part(progress, "copying", 0, 0.1)
        raw = keep_raw(upload, batch, batch_no, draft.raw, beside, tell=tell)
        synced = beside.submit(sync_all, draft.raw)  # large files take seconds
        tell = _part(progress, "recognising", 0.1, 0.25)
        tables, unused = sources.recognise_all([(file, known) for file in raw], draft.scratch, tell)
        new = [sources.fresh_input(file, found, known, upload) for file, found in tables]
        places = {table.found.place for table in new}
        sums = {file.sha256 for file in raw}
        stay, leave = sources.that_stay(in_force, places, sums, upload)
        kept = sources.kept_files(workspace, stay)
        tell = _part(progress, "recognising", 0.25, 0.3)
        # What they hold that is of no use was named when they came; what is lost is refused below.
        tables, _ = sources.recognise_all(kept, draft.scratch, tell)
        inputs = sources.kept_inputs([file for file, _ in kept], tables) + new
        if upload.adds:
            sources.refuse_untold_parts(inputs, places)
        if not inputs and not upload.files:
            raise NothingPublished
        about = {
            "base": base,
            "cause": "import" if upload.files else "rebuild",
            "who": upload.who,
            "published_at": upload.at.isoformat(),
            "known_until": _known_until(inputs, upload),
        }
        before = _compared_with(workspace, base, in_force, upload)
        agreements = workspace.team.agreements()
        if _is_demo_over(in_force, upload):
            agreements = without_demo(agreements, upload.at)
        with Database(draft.database, read_only=False) as db:
            carry_over(db, before)
            _stage_links(db, workspace)
            _stage_costs(db, workspace)
            staged = _build_version(db, inputs, timeline(agreements), about, progress)
            record_files(db, staged, inputs)
            record_changes(db, before)
            progress("saving", 0.95)
            db.finish()
        brought = [file for file in staged.files if inputs[file.number - 1].raw.batch == batch]
        synced.result()
    _keep_mappings(known, new, draft.raw)
    write_manifest(draft.raw, batch, upload, raw, new)
    shutil.rmtree(draft.scratch, ignore_errors=True)
    draft.sync()
    progress("saving", 1.0)
    return Prepared(
        batch=batch,
        base=base,
        files=brought,
        refused=[problem for file in brought for problem in file.problems],
        replaced=[(file["file"], file["rows_read"]) for file in leave],
        unused=unused,
        older=sources.older_than([file for file in in_force if not file["is_demo"]], new),
        repeated=[f.path.name for f in raw if f.sha256 in {file["sha256"] for file in in_force}],
        database=draft.database,
        draft=draft,
        ends_demo_at=upload.at if _is_demo_over(in_force, upload) else None,
    )


def _files_in_force(workspace: Workspace, version: int | None) -> list[dict[str, Any]]:
    if version is None:
        return []
    with workspace.open(version) as db:
        return sources.files_of(db)


def _known_until(inputs: Sequence[Input], upload: Upload) -> date:
    """The day of the latest export, the same whenever the version is built anew."""
    return min(upload.day, max((each.exported_on for each in inputs), default=upload.day))


def _compared_with(
    workspace: Workspace, base: int | None, files: Sequence[Mapping[str, Any]], upload: Upload
) -> Path | None:
    """The version whose past goes on in the next one. The demo's does not."""
    if base is None or _is_demo_over(files, upload):
        return None
    return workspace.version_path(base)


def _is_demo_over(files: Sequence[Mapping[str, Any]], upload: Upload) -> bool:
    """Whether the first real exports come over the demo's."""
    return bool(files) and all(file["is_demo"] for file in files) and upload.ends_demo


def _build_version(
    db: Database,
    inputs: Sequence[Input],
    agreements: Sequence[InForce],
    about: Mapping[str, Any],
    progress: Progress,
) -> Staged:
    """Fill `db` with the tables of a version."""
    progress("reading", 0.3)
    staged = stage(db, [Source(each.found, each.raw.batch_no, each.exported_on) for each in inputs])
    stage_agreements(db, agreements, *_calendar(staged, about["known_until"]))
    progress("building", 0.6)
    build_tables(db, {**about, "currency": staged.currency or DEFAULT_CURRENCY})
    if db.value("select last_day from version") is None:
        is_funnel = any(each.found.layout.object in ("leads", "deals") for each in inputs)
        kind = "nothing_dated" if is_funnel else "no_leads_or_deals"
        raise ImportRefused([*staged.problems, Problem(kind)])
    return staged


def _calendar(staged: Staged, known_until: date) -> tuple[date, date]:
    """The first and last day that the calendar of the agreements needs.

    Whole years, so that the day of an import moves nothing. A day long before all others is a slip
    of the keyboard; promises run into the time to come, which is after the data also where the
    clock of the machine is behind it.
    """
    first = min((file.first_day.year for file in staged.files if file.first_day), default=None)
    days = [file.last_day.year for file in staged.files if file.last_day]
    last = max([known_until.year, *days])
    since = max(last - CALENDAR_YEARS, last if first is None else first)
    return date(since, 1, 1), date(min(last + 2, date.max.year), 12, 31)


def _stage_links(db: Database, workspace: Workspace) -> None:
    """What people said of deals and leads, for the tables to link by: `confirmed_links`."""
    db.run("create table confirmed_links (deal_id varchar, lead_id varchar, is_same boolean)")
    said = workspace.team.confirmed_links()
    db.insert(
        "confirmed_links",
        [{"deal_id": e.deal_id, "lead_id": e.lead_id, "is_same": e.is_same} for e in said],
    )


def _stage_costs(db: Database, workspace: Workspace) -> None:
    """What people entered beside the exports of costs: `entered_costs`."""
    db.run(
        "create table entered_costs (cost_id integer, source varchar, campaign varchar, "
        "month_on date, amount decimal(18, 2), currency varchar)"
    )
    db.insert(
        "entered_costs",
        [
            {"cost_id": e.id, "source": e.source, "campaign": e.campaign, "month_on": e.month,
             "amount": e.amount, "currency": e.currency}
            for e in workspace.team.costs()
        ],
    )  # fmt: skip


def _keep_mappings(known: Known, tables: Sequence[Input], folder: Path) -> None:
    """Keep the mappings that were used beside the raw files, to read them by again."""
    for table in tables:
        mapping = known.mapping_of(table.found)
        if mapping is not None and table.mapping_file is not None:
            target = folder / table.mapping_file
            target.parent.mkdir(exist_ok=True)
            shutil.copyfile(mapping.path, target)
