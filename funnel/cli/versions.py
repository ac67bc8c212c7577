"""What is in force, what was before, and the way back."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

import typer

from funnel.cli.imports import Json, Who
from funnel.cli.shell import app, errors_told, print_json, say
from funnel.clock import now
from funnel.errors import Problem, UnknownName
from funnel.publishing.history import VersionEntry, history
from funnel.publishing.publish import current_user, roll_back
from funnel.status import status as describe_workspace
from funnel.store.workspace import Workspace


@app.command("history")
def history_(
    most: Annotated[int | None, typer.Option(min=1, help="Only the latest so many.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="A list, newest first.")] = False,
) -> None:
    """List the versions: who put which files in force when, what changed, and what came back."""
    with errors_told(as_json):
        entries = history(Workspace.from_environment(), most)
    if as_json:
        print_json([_entry_object(entry) for entry in entries])
        return
    if not entries:
        say("no_versions")
    for entry in entries:
        _tell_entry(entry)


def _tell_entry(entry: VersionEntry) -> None:
    mark = "*" if entry.is_in_force else "!" if entry.damage else " "
    at = f"{entry.at.astimezone():%Y-%m-%d %H:%M}" if entry.at else entry.damage
    say("entry", mark=mark, number=entry.number, at=at, who=entry.who or "")
    if not entry.was_in_force:
        say("never_in_force")
    for file in entry.files:
        if file.is_new:
            say(
                "entry_file", name=file.name, title=file.title, object=file.object,
                rows=file.rows_read,
            )  # fmt: skip
    if entry.cause == "agreement":
        say("entry_judged", number=entry.agreement or 0)
    for change in entry.changes:
        say("entry_change", **asdict(change))
    for back in entry.roll_backs:
        say("entry_back", at=f"{back.at.astimezone():%Y-%m-%d %H:%M}", who=back.who)


def _entry_object(entry: VersionEntry) -> dict[str, Any]:
    told = asdict(entry) | {"at": entry.at.isoformat() if entry.at else None}
    told["roll_backs"] = [asdict(back) | {"at": back.at.isoformat()} for back in entry.roll_backs]
    return told


@app.command()
def rollback(
    version: Annotated[
        str | None,
        typer.Argument(help="Which; the one before the one in force where none is named."),
    ] = None,
    who: Who = None,
    as_json: Json = False,
) -> None:
    """Put an earlier version in force again; nothing is lost, and it can be undone likewise."""
    workspace = Workspace.from_environment()
    with errors_told(as_json):
        if version is not None and not version.isdecimal():
            raise UnknownName(Problem("no_such_version", value=version))
        before = workspace.pointed_at()
        to = None if version is None else int(version)
        number = roll_back(workspace, who or current_user(), now(), to)
    if as_json:
        print_json({"version": number, "before": before})
    elif number == before:
        say("is_in_force", version=number)
    elif before is None:
        say("in_force", version=number)
    else:
        say("back_in_force", version=number, before=before)


@app.command()
def status(
    as_json: Annotated[bool, typer.Option("--json", help="Everything, for programs.")] = False,
) -> None:
    """What is in force: version, uploads, rows read and refused, stages measured, freshness."""
    with errors_told(as_json):
        told = describe_workspace(Workspace.from_environment())
    if as_json:
        print_json(told)
        return
    if told["version"] is None:
        say("no_versions")
        return
    typer.echo(
        f"Version {told['version']} of {told['published_at']}: {told['leads']:,} leads, "
        f"{told['deals']:,} deals, {told['first_day']} to {told['last_day']}"
    )
    typer.echo(f"Measured: {', '.join(told['stages_measured'])}")
    for batch in told["batches"]:
        for file in batch["files"]:
            typer.echo(
                f"  {batch['at']} {batch['who']}: {file['file']} = "
                f"{file['tool']} {file['object']}, {file['rows_read']:,} rows read, "
                f"{file['rows_refused']:,} refused"
            )
    if not told["is_judged_as_agreed"]:
        say("agreement_judged_otherwise")
    for fault in told["faults"]:
        typer.echo(f"  data fault {fault['fault']}: {fault['count']:,}")
