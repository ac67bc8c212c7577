"""Notes on days that charts of time remind of: a new price, an exhibition."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer
from pydantic_core import to_jsonable_python

from funnel.calendar import day_of as day_at
from funnel.cli.figures import day_option
from funnel.cli.imports import Json, Who
from funnel.cli.shell import app, errors_told, print_json, say
from funnel.clock import now
from funnel.errors import Problem, UnknownName
from funnel.filters import check_period
from funnel.publishing.publish import current_user
from funnel.reports.events import within
from funnel.store.workspace import Workspace

if TYPE_CHECKING:
    from funnel.store.team import Event  # sqlalchemy takes its time

note = typer.Typer(no_args_is_help=True, help="What happened on a day, for charts of time.")
app.add_typer(note, name="note")
Source = Annotated[str | None, typer.Option(help="A lead source; about all of them without.")]


@note.command("list")
def list_(
    since: Annotated[date | None, day_option("From the first note on where not said.")] = None,
    until: Annotated[date | None, day_option("Up to the last note where not said.")] = None,
    source: Source = None,
    as_json: Json = False,
) -> None:
    """Print the notes of some days, the earliest first; of a source those about all as well."""
    with errors_told(as_json):
        first, last = since or date.min, until or date.max
        check_period(first, last)
        kept = Workspace.from_environment().team.events()
        found = within(kept, first, last, () if source is None else (source,))
    if as_json:
        print_json({"notes": [_object(one) for one in found]})
        return
    if not found:
        say("notes_none")
    for one in found:
        about = f" ({_line(one.source)})" if one.source is not None else ""
        say("note_row", number=one.id, day=one.day, text=_line(one.text), source=about)


@note.command()
def add(
    text: Annotated[str, typer.Argument(help="What happened, in a line.")],
    on: Annotated[date | None, day_option("The day; today where not said.")] = None,
    source: Source = None,
    who: Who = None,
    as_json: Json = False,
) -> None:
    """Write down what happened on a day."""
    with errors_told(as_json):
        at = now()
        team, day = Workspace.from_environment().team, on or day_at(at)
        number = team.add_event(day, text, source, who=who or current_user(), at=at)
        kept = next(one for one in team.events() if one.id == number)
    if as_json:
        print_json(_object(kept))
    else:
        say("note_added", number=number)


@note.command()
def remove(number: int, as_json: Json = False) -> None:
    """Take a note back, by its number in the list."""
    with errors_told(as_json):
        if not Workspace.from_environment().team.remove_event(number):
            raise UnknownName(Problem("unknown_name", value=str(number), detail="note"))
    if as_json:
        print_json({"id": number})
    else:
        say("note_removed", number=number)


def _line(text: str) -> str:
    return " ".join(text.split())


def _object(event: Event) -> dict[str, Any]:
    as_object: dict[str, Any] = to_jsonable_python(asdict(event))
    return as_object
