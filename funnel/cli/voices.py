"""The voice of sales: written down, counted by reason, taken back."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer
from pydantic_core import to_jsonable_python

from funnel.calendar import day_of as day_at
from funnel.cli.figures import day_option, open_version
from funnel.cli.imports import Json, Who
from funnel.cli.shell import app, errors_told, print_json, say, word
from funnel.clock import now
from funnel.errors import Problem, UnknownName
from funnel.filters import check_period
from funnel.messages import language_of_environment
from funnel.publishing.publish import current_user
from funnel.reports.voices import (
    Said,
    SourceCount,
    Voiced,
    checked_lead,
    checked_reason,
    listed,
    voice_titles,
    voiced,
)
from funnel.store.workspace import Workspace

if TYPE_CHECKING:
    from funnel.store.team import About  # sqlalchemy takes its time

DAYS = timedelta(days=90)
voice = typer.Typer(no_args_is_help=True, help="What sales says of leads and campaigns.")
app.add_typer(voice, name="voice")


@voice.command("list")
def list_(
    since: Annotated[date | None, day_option("90 days up to the last where not said.")] = None,
    until: Annotated[date | None, day_option("Today where not said.")] = None,
    as_json: Json = False,
) -> None:
    """Print the voices of some days: counted by reason, by source for leads, and each."""
    with errors_told(as_json), open_version() as db:
        last = until or day_at(now())
        first = since or last - DAYS + timedelta(days=1)
        check_period(first, last)
        found = voiced(db, Workspace.from_environment().team.voices(), first, last)
    if as_json:
        print_json(_object(found))
    else:
        _tell(found)


@voice.command()
def add(
    reason: Annotated[str, typer.Argument(help=f"One of {', '.join(voice_titles())}.")],
    said: Annotated[str, typer.Argument(help="In a line.")] = "",
    lead: Annotated[str | None, typer.Option(help="The lead's id; in general without.")] = None,
    campaign: Annotated[str | None, typer.Option(help="The campaign's name.")] = None,
    on: Annotated[date | None, day_option("The day it was said; today where not said.")] = None,
    who: Who = None,
    as_json: Json = False,
) -> None:
    """Write down what sales says: of a lead, of a campaign, or in general."""
    if lead is not None and campaign is not None:
        raise typer.BadParameter("--lead or --campaign, not both")
    with errors_told(as_json):
        at = now()
        checked_reason(reason)
        if lead is not None:
            with open_version() as db:
                lead = checked_lead(db, lead)
        subject = lead if lead is not None else campaign
        about = _about(lead, campaign)
        day = on or day_at(at)
        team = Workspace.from_environment().team
        number = team.add_voice(
            day, about, subject, reason, said, who=who or current_user(), at=at
        )  # fmt: skip
    if as_json:
        print_json({"id": number, "day": day.isoformat(), "about": about, "subject": subject,
                    "reason": reason, "said": said.strip()})  # fmt: skip
    else:
        say("voice_added", number=number)


@voice.command()
def remove(number: int, as_json: Json = False) -> None:
    """Take a voice back, by its number in the list."""
    with errors_told(as_json):
        if not Workspace.from_environment().team.remove_voice(number):
            raise UnknownName(Problem("unknown_name", value=str(number), detail="voice"))
    if as_json:
        print_json({"id": number})
    else:
        say("voice_removed", number=number)


def _about(lead: str | None, campaign: str | None) -> About:
    if lead is not None:
        return "lead"
    return "general" if campaign is None else "campaign"


def _tell(found: Voiced) -> None:
    if not found.said:
        say("voices_none", since=found.since, until=found.until)
    for one in found.reasons:
        say("voices_count", count=one.count, total=one.denominator, title=_title(one.title))
    for each in found.by_source:
        say(
            "voices_source", source=_source(each), count=each.count, total=each.denominator,
            title=_title(each.title),
        )  # fmt: skip
    for told in found.said:
        _tell_voice(told)


def _tell_voice(told: Said) -> None:
    kept = told.voice
    say(
        "voice_row", number=kept.id, day=kept.day, about=kept.subject or word("voice_general"),
        title=_title(voice_titles()[listed(kept.reason)]), said=" ".join(kept.said.split()),
    )  # fmt: skip


def _source(each: SourceCount) -> str:
    if not each.is_known:
        return word("voices_unknown_lead")
    return each.source or word("voices_no_source")


def _title(title: tuple[str, str]) -> str:
    return title[language_of_environment() == "en"]


def _object(found: Voiced) -> dict[str, Any]:
    """Counts and voices; of a lead its source alone, and no name."""
    told = {
        "since": found.since,
        "until": found.until,
        "reasons": [asdict(one) | {"title": _title(one.title)} for one in found.reasons],
        "by_source": [asdict(one) | {"title": _title(one.title)} for one in found.by_source],
        "voices": [asdict(one.voice) | {"source": one.source} for one in found.said],
    }
    as_object: dict[str, Any] = to_jsonable_python(told)
    return as_object
