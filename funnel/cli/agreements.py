"""The agreement of marketing and sales: shown, compared, changed, taken back."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic_core import to_jsonable_python

from funnel.agreement.document import (
    Difference,
    as_text,
    diff,
    leaves,
    read_agreement,
    write_agreement,
)
from funnel.agreement.model import Agreement
from funnel.cli.figures import Day, day_of
from funnel.cli.imports import Json, Who
from funnel.cli.shell import app, errors_told, print_json, progress_on_terminal, say
from funnel.clock import now
from funnel.errors import FunnelError, Problem
from funnel.publishing.agreements import (
    Saved,
    judged_otherwise,
    rejudge,
    save_agreement,
    take_back_agreement,
)
from funnel.publishing.publish import current_user
from funnel.reports.agreements import (
    AgreementEntry,
    agreement_history,
    agreement_of,
    latest_number,
    show_agreement,
)
from funnel.store.workspace import Workspace

agreement = typer.Typer(
    no_args_is_help=True, help="What marketing and sales agreed on: definitions and promises."
)
app.add_typer(agreement, name="agreement")

Reason = Annotated[str, typer.Option(help="Why; it is kept with who and when.")]
Number = Annotated[int, typer.Argument(min=0, help="0 is what holds where nothing is agreed on.")]


@agreement.command()
def show(
    at: Day = None,
    toml: Annotated[bool, typer.Option("--toml", help="The document alone, to edit.")] = False,
    as_json: Json = False,
) -> None:
    """What is in force today, or on another day."""
    workspace = Workspace.from_environment()
    with errors_told(as_json):
        found = show_agreement(workspace, at or now().date())
        is_judged = not judged_otherwise(workspace)
    held = found.in_force
    if toml:
        typer.echo(write_agreement(held.agreement), nl=False)
        return
    if as_json:
        entry = _entry_object(found.entry) if found.entry else None
        print_json(
            {
                "number": held.number,
                "since": _day(held.since, date.min),
                "until": _day(held.until, date.max),
                "is_agreed": held.is_agreed,
                "agreement": held.agreement.model_dump(mode="json", exclude_none=True),
                "saved": entry,
                "latest": found.latest,
                "is_judged": is_judged,
            }
        )
        return
    if found.entry is None:
        say("agreement_none")
    else:
        _tell_entry(found.entry)
    for path, value in leaves(held.agreement):
        typer.echo(f"  {path}: {as_text(value)}")
    if not is_judged:
        say("agreement_judged_otherwise")


@agreement.command("history")
def history_(as_json: Json = False) -> None:
    """All agreements there ever were, the latest first: who, when, why, and what they changed."""
    with errors_told(as_json):
        entries = agreement_history(Workspace.from_environment(), now().date())
    if as_json:
        print_json([_entry_object(entry) for entry in entries])
        return
    if not entries:
        say("agreement_none")
    for entry in entries:
        _tell_entry(entry)
        _tell_changes(entry.changes)


@agreement.command("diff")
def diff_(before: Number, after: Number, as_json: Json = False) -> None:
    """What differs between two agreements, by their numbers."""
    workspace = Workspace.from_environment()
    with errors_told(as_json):
        changes = diff(agreement_of(workspace, before), agreement_of(workspace, after))
    if as_json:
        print_json(_change_objects(changes))
    else:
        _tell_changes(changes)


@agreement.command()
def apply(
    file: Annotated[Path, typer.Argument(help="TOML, as `funnel agreement show --toml` writes.")],
    since: Annotated[
        date,
        typer.Option("--from", parser=day_of, metavar="YYYY-MM-DD", help="In force from this day."),
    ],
    reason: Reason,
    who: Who = None,
    based_on: Annotated[
        int | None,
        typer.Option(min=0, help="The latest number you saw: refused if there is another by now."),
    ] = None,
    preview: Annotated[
        bool, typer.Option("--preview", help="Only check it and say what it changes.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Agree on what a file says, and judge what is in force by it; no export is read again."""
    workspace = Workspace.from_environment()
    with errors_told(as_json):
        agreed = _read(file)
        seen = latest_number(workspace) if based_on is None else based_on
        changes = diff(agreement_of(workspace, latest_number(workspace)), agreed)
        saved = None
        by, at = who or current_user(), now()
        if preview:
            from funnel.store.team import next_agreement  # sqlalchemy takes its time

            known, toml = workspace.team.agreements(), write_agreement(agreed)
            next_agreement(known, toml, since, reason, based_on=seen, who=by, at=at)
        else:
            saved = save_agreement(
                workspace, agreed, since, reason, based_on=seen, who=by,
                at=at, progress=progress_on_terminal(),
            )  # fmt: skip
    if as_json:
        print_json(
            {"number": saved.number if saved else None, "version": saved.version if saved else None,
             "since": since.isoformat(), "changes": _change_objects(changes)}
        )  # fmt: skip
        return
    _tell_changes(changes)
    if saved is not None:
        say("agreement_saved", number=saved.number, since=since)
        _tell_version(saved.version)


@agreement.command("take-back")
def take_back(
    reason: Reason,
    number: Annotated[
        int | None, typer.Option(min=0, help="The latest one, if it is still this.")
    ] = None,
    who: Who = None,
    as_json: Json = False,
) -> None:
    """Take the latest agreement back: the one before holds again, and judges its days."""
    workspace = Workspace.from_environment()
    with errors_told(as_json):
        latest = latest_number(workspace) if number is None else number
        saved: Saved = take_back_agreement(
            workspace, latest, reason, who=who or current_user(), at=now(),
            progress=progress_on_terminal(),
        )  # fmt: skip
    if as_json:
        print_json(asdict(saved))
        return
    say("agreement_taken_back", number=saved.number)
    _tell_version(saved.version)


@agreement.command("rejudge")
def rejudge_(who: Who = None, as_json: Json = False) -> None:
    """Judge what is in force by what is agreed on, where a crash or a rollback parted the two."""
    workspace = Workspace.from_environment()
    with errors_told(as_json):
        version = rejudge(workspace, who or current_user(), now(), progress=progress_on_terminal())
    if as_json:
        print_json({"version": version})
    elif version is None:
        say("agreement_judged")
    else:
        _tell_version(version)


def _read(file: Path) -> Agreement:
    """The agreement in a file.

    Raises:
        FunnelError: there is no such file, or it says no agreement.
    """
    try:
        text = file.read_text("utf-8-sig")
    except FileNotFoundError as error:
        raise FunnelError(Problem("no_such_file", file.name)) from error
    except UnicodeDecodeError as error:
        raise FunnelError(Problem("agreement_not_toml", file.name, detail="UTF-8")) from error
    except OSError as error:
        detail = error.strerror or str(error)
        raise FunnelError(Problem("file_unreadable", file.name, detail=detail)) from error
    return read_agreement(text, file.name)


def _tell_entry(entry: AgreementEntry) -> None:
    say(
        "agreement_entry", mark="*" if entry.is_in_force else " ", number=entry.number,
        since=entry.in_force_from, until=entry.until or "", title=entry.title, who=entry.who,
        at=f"{entry.at.astimezone():%Y-%m-%d %H:%M}", reason=entry.reason,
    )  # fmt: skip
    if entry.taken_back is not None:
        back = entry.taken_back
        at = f"{back.at.astimezone():%Y-%m-%d %H:%M}"
        say("agreement_back", who=back.who, at=at, reason=back.reason)


def _tell_changes(changes: list[Difference] | tuple[Difference, ...]) -> None:
    for change in changes:
        say("agreement_change", path=change.path, old=as_text(change.old), new=as_text(change.new))
    if not changes:
        say("agreement_same")


def _tell_version(version: int | None) -> None:
    if version is None:
        say("agreement_later")
    else:
        say("in_force", version=version)


def _entry_object(entry: AgreementEntry) -> dict[str, Any]:
    told: dict[str, Any] = to_jsonable_python(asdict(entry))
    return told | {"changes": _change_objects(entry.changes)}


def _change_objects(changes: list[Difference] | tuple[Difference, ...]) -> list[dict[str, Any]]:
    return [to_jsonable_python(change._asdict()) for change in changes]


def _day(day: date, none: date) -> str | None:
    return None if day == none else day.isoformat()
