"""An upload on its way: the files somebody chose, what was understood of them, what would change.

It lives in the session, so that a look at another page does not lose it, and goes with it. Until
`put` nothing is in force.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import streamlit as st
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile

from funnel.clock import now
from funnel.errors import FunnelError, ImportRefused, Problem
from funnel.importers.files.layout import TextTable
from funnel.importers.files.read import read_tables
from funnel.importers.profiles.recognise import Recognised
from funnel.importers.suggest.suggestions import Suggestion
from funnel.preview import Preview, preview
from funnel.preview.summary import Summary, summary_of
from funnel.publishing.mappings import mappings_to_try
from funnel.publishing.publish import (
    Prepared,
    Published,
    Upload,
    current_user,
    prepare,
    put_in_force,
)
from funnel.publishing.sources import recognise_by
from funnel.publishing.uploads import MAPPINGS, Confirmed
from funnel.store.workspace import Draft, Workspace

LOG = logging.getLogger(__name__)
Tell = Callable[[str, float], None]
"""Told the step and the share of all that is done."""
CHUNK = 1 << 20
ASKED = ("not_recognised", "ambiguous_table", "ambiguous_dates")
"""Problems that a mapping settles."""
OVERTAKEN = ("version_moved", "draft_gone")
MOST_READINGS = 2000
_KEY = "intake"


@dataclass(frozen=True)
class ToMap:
    """A table somebody has to map, why, and what it was taken for, if it was."""

    table: TextTable
    why: str
    """A kind of Problem, or 'asked' where somebody wants it read differently."""
    found: Recognised | None = None


@dataclass
class Intake:
    """The files, as they lie in a folder that goes with the session, and what became of them.

    One of `asked`, `refusal` and `prepared` is set once the files were read.
    """

    held: Draft = field(repr=False)
    files: list[Path]
    given: Path | None = None
    """A mapping file that came along: these files are read by it and by nothing else."""
    adds: bool = False
    confirmed: list[Confirmed] = field(default_factory=list)
    """Mappings made for these files, the last one first; publishing saves them."""
    asked: list[ToMap] = field(default_factory=list)
    refusal: FunnelError | None = None
    readable: list[ToMap] = field(default_factory=list)
    """The tables of a refused upload that can be mapped, and what they were taken for."""
    prepared: Prepared | None = None
    changes: Preview | None = None
    summary: Summary | None = None
    summary_before: Summary | None = None
    readings: pd.DataFrame | None = None
    unread: list[dict[str, Suggestion]] | None = None
    """By file, columns nothing is read from that may be of use; looked for once."""
    notice: str = ""
    """The text of something that happened meanwhile, shown once."""

    def confirm(self, mapping: Confirmed) -> None:
        """Read the table of these columns by `mapping`, whatever was said of it before."""
        others = [one for one in self.confirmed if one.columns_key != mapping.columns_key]
        self.confirmed = [mapping, *others]

    def read_again(self, notice: str = "") -> None:
        """Forget what was understood: the next run reads the files anew."""
        if self.prepared is not None:
            self.prepared.discard()
        self.prepared = self.changes = self.readings = self.refusal = None
        self.summary = self.summary_before = self.unread = None
        self.asked, self.readable, self.notice = [], [], notice


def intake() -> Intake | None:
    """The upload of this session that is under way."""
    found: Intake | None = st.session_state.get(_KEY)
    return found


def receive(files: Sequence[UploadedFile], mapping: UploadedFile | None, tell: Tell) -> Intake:
    """Take the chosen files from memory to the disk, piece by piece.

    Raises:
        WorkspaceUnusable: the disk is full, or the workspace cannot be written.
    """
    held = Workspace.from_environment().draft()
    total = sum(file.size for file in files) or 1
    done = 0
    paths: list[Path] = []
    for number, file in enumerate(files):
        folder = held.raw / str(number)  # two files of one name are told about later
        folder.mkdir()
        path = folder / Path(file.name.replace("\\", "/")).name
        with path.open("wb") as target:
            while piece := file.read(CHUNK):
                target.write(piece)
                done += len(piece)
                tell("receiving", done / total)
        paths.append(path)
        _release(file)
    given = None
    if mapping is not None:
        given = held.raw / Path(mapping.name).name
        with given.open("wb") as target:
            shutil.copyfileobj(mapping, target)
    found = Intake(held, paths, given)
    st.session_state[_KEY] = found
    return found


def _release(file: UploadedFile) -> None:
    """Streamlit keeps what was uploaded in memory as long as the session lasts."""
    context = get_script_run_ctx()
    if context is not None and isinstance(context.uploaded_file_mgr, MemoryUploadedFileManager):
        context.uploaded_file_mgr.remove_file(context.session_id, file.file_id)


def read(found: Intake, tell: Tell) -> None:
    """Build the version the files would make, aside, and compare it with the one in force.

    Whatever goes wrong becomes a refusal that somebody reads: each look at the page reads the files
    again until there is an answer.
    """
    workspace = Workspace.from_environment()
    upload = _upload(found)
    try:
        found.prepared = prepare(workspace, upload, progress=tell)
        tell("comparing", 1.0)
        found.changes, found.readings = _compare(workspace, found.prepared)
        _sum_up(workspace, found, found.prepared)
    except FunnelError as error:
        found.prepared = None
        _ask_or_refuse(found, error)
    except Exception as error:  # our own fault: the page says so, the log where
        LOG.exception("An import failed")
        found.prepared = None
        found.refusal = ImportRefused(Problem("import_failed", detail=repr(error)))


def _ask_or_refuse(found: Intake, error: FunnelError) -> None:
    # A mapping that came along says all there is to say.
    if found.given is None and all(problem.kind in ASKED for problem in error.problems):
        tables = tables_of(found)
        found.asked = [
            ToMap(tables[problem.file], problem.kind)
            for problem in _first_of_each(error.problems)
            if problem.file in tables
        ]
    if not found.asked:
        found.refusal, found.readable = error, _readable(found, error)


def _upload(found: Intake) -> Upload:
    return Upload(
        found.files, current_user(), now(), found.given,
        adds=found.adds, confirmed=tuple(found.confirmed),
    )  # fmt: skip


def _readable(found: Intake, error: FunnelError) -> list[ToMap]:
    """The tables of a refused upload that another mapping may help: those named, else all."""
    if found.given is not None or not isinstance(error, ImportRefused):
        return []
    known = mappings_to_try(
        Workspace.from_environment(), _upload(found), found.held.scratch / MAPPINGS
    )
    tables = tables_of(found)
    named = {problem.file for problem in error.problems if problem.file is not None}
    asked = []
    for name, table in tables.items():
        if named and name not in named:
            continue
        taken = None
        with suppress(ImportRefused):
            taken = recognise_by(table, known)
        asked.append(ToMap(table, "asked" if taken else "not_recognised", taken))
    return asked


def _first_of_each(problems: Iterable[Problem]) -> list[Problem]:
    by_file: dict[str | None, Problem] = {}
    for problem in problems:
        by_file.setdefault(problem.file, problem)
    return list(by_file.values())


def tables_of(found: Intake) -> dict[str, TextTable]:
    """The tables in the files, by name; of files that cannot be read none."""
    tables: dict[str, TextTable] = {}
    for number, path in enumerate(found.files):
        folder = found.held.scratch / str(number)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        try:
            tables |= {table.name: table for table in read_tables(path, folder)}
        except ImportRefused:
            continue
    return tables


def _compare(workspace: Workspace, prepared: Prepared) -> tuple[Preview, pd.DataFrame]:
    before = None if prepared.base is None else workspace.version_path(prepared.base)
    numbers = [file.number for file in prepared.files]
    with prepared.open() as db:
        readings = db.frame(
            "select files.file, readings.column_name, readings.raw, readings.value, readings.rows "
            "from readings inner join files using (file_no) "
            "where file_no in (select unnest(cast($numbers as integer[]))) "
            "order by files.file, readings.column_name, readings.rows desc, readings.raw "
            "limit $most",
            {"numbers": numbers, "most": MOST_READINGS},
        )
        return preview(db, before), readings


def _sum_up(workspace: Workspace, found: Intake, prepared: Prepared) -> None:
    with prepared.open() as db:
        found.summary = summary_of(db)
    if found.changes is not None and found.changes.before is not None:
        with workspace.open(found.changes.before) as db:
            found.summary_before = summary_of(db)


def put(found: Intake, prepared: Prepared) -> Published | None:
    """Put what was prepared in force; None where somebody else was faster and it is read again.

    Raises:
        FunnelError: it could not be put in force; it can be tried again.
    """
    try:
        published = put_in_force(Workspace.from_environment(), prepared)
    except ImportRefused as refusal:
        if not all(problem.kind in OVERTAKEN for problem in refusal.problems):
            raise
        found.read_again("moved")
        return None
    try:
        _save_mappings(found)
    except FunnelError:  # what was published keeps its own copy
        st.session_state["told"] = "mapping_not_saved"
    drop()
    return published


def _save_mappings(found: Intake) -> None:
    store = Workspace.from_environment().team
    for one in reversed(found.confirmed):
        store.save_mapping(
            one.tool, one.title, one.toml, one.columns_key,
            who=current_user(), at=now(),
        )  # fmt: skip


def drop() -> None:
    """Forget the upload; its files and what was built of them are removed."""
    found: Intake | None = st.session_state.pop(_KEY, None)
    if found is not None:
        found.read_again()
        found.held.discard()
