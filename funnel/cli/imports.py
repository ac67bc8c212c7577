"""Bringing exports in: at once, from a watched folder, or only to see what would come of it."""

from __future__ import annotations

import signal
import time
from datetime import date
from pathlib import Path
from threading import Event
from typing import Annotated

import typer

from funnel.cli.figures import day_of
from funnel.cli.shell import (
    app,
    errors_told,
    list_problems,
    print_json,
    problem_objects,
    progress_on_terminal,
    say,
)
from funnel.cli.told import as_object, tell_files, tell_outcome, tell_preview, tell_published
from funnel.clock import now
from funnel.messages import language_of_environment
from funnel.publishing.checkup import check_workspace
from funnel.publishing.demo import start_demo
from funnel.publishing.publish import Upload, current_user, prepare, publish
from funnel.store.workspace import Workspace
from funnel.watch import Watching, watch

Json = Annotated[bool, typer.Option("--json", help="One object, for programs.")]
Who = Annotated[str | None, typer.Option(help="Who does it; the user's name if not said.")]
Mapping = Annotated[
    Path | None,
    typer.Option(help="A mapping file for exports of other tools (docs/mappings.md)."),
]
RefuseRows = Annotated[
    bool, typer.Option("--refuse-rows", help="Leave out rows that cannot be read, listed.")
]
Adds = Annotated[
    bool,
    typer.Option("--adds", help="The files are a part: rows in force that they lack stay."),
]
ExportedOn = Annotated[
    date | None,
    typer.Option(
        parser=day_of, metavar="YYYY-MM-DD", help="When the tool wrote the files; today else."
    ),
]


@app.command("import")
def import_(
    files: Annotated[list[Path], typer.Argument(help="Exports: CSV, TSV, Excel or a zip.")],
    mapping: Mapping = None,
    refuse_rows: RefuseRows = False,
    adds: Adds = False,
    exported_on: ExportedOn = None,
    who: Who = None,
    show: Annotated[
        bool, typer.Option("--preview", help="Only show what would change; publish nothing.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Read exports and put a new version in force."""
    upload = Upload(
        files, who or current_user(), now(), mapping, adds=adds, exported_on=exported_on
    )
    with errors_told(as_json):
        if show:
            _preview(upload, refuse_rows=refuse_rows, as_json=as_json)
            return
        published = publish(
            Workspace.from_environment(),
            upload,
            refuse_rows=refuse_rows,
            progress=progress_on_terminal(),
        )
    tell_published(published, as_json=as_json)


@app.command()
def rebuild(who: Who = None, as_json: Json = False) -> None:
    """Build what is in force anew from its raw files, as after a new release of the app."""
    with errors_told(as_json):
        published = publish(
            Workspace.from_environment(),
            Upload([], who or current_user(), now()),
            progress=progress_on_terminal(),
        )
    tell_published(published, as_json=as_json)


@app.command()
def demo() -> None:
    """Put the demo company in force where nothing has been imported yet."""
    workspace = Workspace.from_environment()
    with errors_told(False):
        published = start_demo(workspace, now())
        if published is None:
            say("nothing_to_do", version=workspace.current())
            return
    tell_published(published, as_json=False)


@app.command()
def check(
    files: Annotated[
        list[Path] | None,
        typer.Argument(help="Exports; the workspace itself where none is named."),
    ] = None,
    mapping: Mapping = None,
    adds: Adds = False,
    as_json: Json = False,
) -> None:
    """Read exports and say what is wrong with them, or check the workspace; nothing changes.

    Exit code 0: all is well. 2: it is not.
    """
    workspace = Workspace.from_environment()
    with errors_told(as_json):
        if not files:
            _check_workspace(workspace, as_json=as_json)
            return
        upload = Upload(files, current_user(), now(), mapping, adds=adds)
        prepared = prepare(workspace, upload, progress=progress_on_terminal())
        prepared.discard()
    if as_json:
        print_json(as_object(prepared) | {"problems": problem_objects(prepared.refused)})
    else:
        tell_files(prepared)
        list_problems(prepared.refused)
    if prepared.refused:
        raise typer.Exit(2)
    if not as_json:
        say("can_be_imported")


@app.command("watch")
def watch_(
    folder: Annotated[Path, typer.Argument(help="Where exports land.")],
    once: Annotated[
        bool, typer.Option("--once", help="Deal with what is there, then end.")
    ] = False,
    settle: Annotated[
        float,
        typer.Option(min=0, help="Seconds a file must not have changed before it is taken."),
    ] = 10,
    refuse_rows: RefuseRows = False,
    who: Who = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="One object a line and an arrival.")
    ] = False,
) -> None:
    """Import what lands in a folder, until ended by Ctrl+C.

    What arrives together is one upload. It is moved to FOLDER/imported, or to FOLDER/refused with
    a text that says why: as a whole, but for files that are no tables.
    """
    stop = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    watching = Watching(
        Workspace.from_environment(), folder, who or current_user(), settle,
        language_of_environment(), refuse_rows,
    )  # fmt: skip
    all_well = True
    with errors_told(as_json):
        outcomes = watch(watching, now, time.monotonic, stop, once=once)
        if not (once or as_json):
            say("watching", folder=folder)
        for outcome in outcomes:
            all_well = all_well and outcome.status == "imported"
            tell_outcome(outcome, as_json=as_json)
    if once and not all_well:
        raise typer.Exit(2)


def _preview(upload: Upload, *, refuse_rows: bool, as_json: bool) -> None:
    # It compares by spelling too, which costs what no other command should pay for.
    from funnel.preview import as_object as preview_object
    from funnel.preview import preview

    workspace = Workspace.from_environment()
    prepared = prepare(workspace, upload, progress=progress_on_terminal())
    try:
        before = None if prepared.base is None else workspace.version_path(prepared.base)
        with prepared.open() as db:
            changes = preview(db, before)
    finally:
        prepared.discard()
    if as_json:
        refused = problem_objects(prepared.refused)
        told = {"refused": refused, "preview": preview_object(changes)}
        print_json(as_object(prepared) | told)
    else:
        tell_files(prepared)
        list_problems(prepared.refused)
        tell_preview(changes)
    if prepared.refused and not refuse_rows:
        raise typer.Exit(2)


def _check_workspace(workspace: Workspace, *, as_json: bool) -> None:
    found = check_workspace(workspace)
    if as_json:
        print_json(
            {"current": found.current, "versions": found.versions, "raw_files": found.raw_files,
             "left_over": list(found.left_over), "problems": problem_objects(found.problems)}
        )  # fmt: skip
    else:
        list_problems(found.problems)
        for folder in found.left_over:
            say("left_over", folder=folder)
        if not found.problems:
            say("whole", versions=found.versions, raw_files=found.raw_files)
    if found.problems:
        raise typer.Exit(2)
