"""What came of an import, for people and as objects for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import typer

from funnel.cli.shell import list_problems, print_json, problem_objects, say, word
from funnel.importers.profiles.profile import vendor_profiles
from funnel.importers.staging.stage import StagedFile
from funnel.publishing.publish import Prepared, Published
from funnel.watch import Outcome

if TYPE_CHECKING:
    from funnel.preview import Preview


def tell_published(published: Published, *, as_json: bool) -> None:
    """A version that was just put in force."""
    if as_json:
        refused = problem_objects(published.refused)
        print_json({"version": published.version} | as_object(published) | {"refused": refused})
        return
    tell_files(published)
    list_problems(published.refused)
    say("in_force", version=published.version)


def tell_files(told: Prepared | Published) -> None:
    """What each file was taken for, what it replaces, and what is not used."""
    for file in told.files:
        found = file.recognised
        line = word(
            "file", file=file.name, title=found.profile.name, object=found.layout.object,
            rows=file.rows_read,
        )  # fmt: skip
        counts = {
            "rows_refused": file.rows_refused,
            "rows_aside": file.rows_aside,
            "rows_superseded": file.rows_superseded,
            "footer_rows": len(file.left_out),
        }
        line += "".join(word(key, count=count) for key, count in counts.items() if count)
        typer.echo(f"{line} ({found.table.encoding})")
        for name, header in _worth_reading(file).items():
            say("worth_reading", header=header, field=name)
    for name, rows in told.replaced:
        say("replaces", file=name, rows=rows)
    for name in told.unused:
        say("unused", file=name)
    for older in told.older:
        say("older", file=older.file, day=older.exported_on, in_force=older.in_force)


def as_object(told: Prepared | Published) -> dict[str, Any]:
    """The same, JSON-ready."""
    return {
        "batch": told.batch,
        "files": [_file_object(file) for file in told.files],
        "replaced": [{"file": name, "rows": rows} for name, rows in told.replaced],
        "unused": told.unused,
        "older": [
            {"file": older.file, "tool": older.tool, "object": older.object,
             "exported_on": older.exported_on.isoformat(),
             "in_force": older.in_force.isoformat()}
            for older in told.older
        ],
    }  # fmt: skip


def _file_object(file: StagedFile) -> dict[str, Any]:
    found = file.recognised
    return {
        "file": file.name,
        "tool": found.profile.tool,
        "title": found.profile.name,
        "object": found.layout.object,
        "encoding": found.table.encoding,
        "exported_on": file.source.exported_on.isoformat(),
        "last_day": file.last_day.isoformat() if file.last_day else None,
        "rows_read": file.rows_read,
        "rows_refused": file.rows_refused,
        "rows_aside": file.rows_aside,
        "rows_superseded": file.rows_superseded,
        "footer_rows": len(file.left_out),
        "columns": {name: found.header[place] for name, place in found.columns.items()},
        "unused_columns": list(found.unused),
        "worth_reading": _worth_reading(file),
    }


def _worth_reading(file: StagedFile) -> dict[str, str]:
    """Headers nothing is read from, by the field they may be. A mapping of one's own left them."""
    from funnel.importers.suggest.suggestions import worth_reading  # rapidfuzz takes its time

    if not any(file.recognised.profile is profile for profile in vendor_profiles()):
        return {}
    return {name: each.header for name, each in worth_reading(file.recognised).items()}


def tell_preview(changes: Preview) -> None:
    """What would change, in short."""
    say("would_publish")
    for subject, told in (("leads", changes.leads), ("deals", changes.deals)):
        say(
            "subject", subject=word(subject), before=told.before, after=told.after,
            new=told.new, changed=told.changed, gone=told.gone,
        )  # fmt: skip
    for other in changes.rows:
        say("other_rows", object=other.object, before=other.before, after=other.after)
    for month in changes.spend:
        say("spent", month=month.month, before=_number(month.before), after=_number(month.after))
    for past in changes.past:
        say(
            "past", month=past.month, metric=past.metric, before=_number(past.before),
            after=_number(past.after),
        )  # fmt: skip
    for part in changes.partial:
        say(
            "partial", tool=part.tool, object=part.object, lost=part.lost,
            before=part.rows_before,
        )  # fmt: skip
    for change in changes.columns:
        if change.vanished:
            columns = ", ".join(change.vanished)
            say("vanished", tool=change.tool, object=change.object, columns=columns)


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:,}"


def tell_outcome(outcome: Outcome, *, as_json: bool) -> None:
    """What became of files that landed in a watched folder."""
    version = outcome.published.version if outcome.published else None
    if as_json:
        told = {
            "status": outcome.status,
            "files": list(outcome.files),
            "version": version,
            "moved_to": str(outcome.moved_to) if outcome.moved_to else None,
            "problems": problem_objects(outcome.problems),
        }
        typer.echo(json.dumps(told, ensure_ascii=False))
        return
    files = ", ".join(outcome.files)
    say(outcome.status, files=files, version=version, folder=outcome.moved_to)
    list_problems(outcome.problems)
