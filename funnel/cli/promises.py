"""The promises of both sides: kept, broken, due; and the meetings that were held."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Annotated, Any

import typer

from funnel.agreement.meetings import Meeting, MeetingKind
from funnel.cli.figures import Day, day_of, open_version, period_of
from funnel.cli.imports import Json, Who
from funnel.cli.shell import app, errors_told, padded, print_json, say, word
from funnel.clock import now
from funnel.errors import Problem, UnknownName
from funnel.messages import in_language, language_of_environment
from funnel.money import format_money
from funnel.publishing.publish import current_user
from funnel.reports.promise_texts import NAMES, PARTIES, REASONS, UNITS
from funnel.reports.promises import (
    Asked,
    By,
    Cost,
    Kept,
    Listed,
    Month,
    Promised,
    PromisesReport,
    Taken,
    promises,
)
from funnel.reports.rates import in_words
from funnel.store.workspace import Workspace

SHOWN = 20

sla = typer.Typer(help="Promises of both sides: kept, broken, due; and the meetings held.")
app.add_typer(sla, name="sla")


@sla.callback(invoke_without_command=True)
def sla_(
    context: typer.Context,
    since: Day = None,
    until: Day = None,
    as_of: Day = None,
    by: Annotated[By | None, typer.Option(help="Each group beside the whole.")] = None,
    due: Annotated[bool, typer.Option("--due", help="Only what is due and overdue.")] = False,
    as_json: Json = False,
) -> None:
    """Print how the promises made from --since to --until were kept, as known at --as-of."""
    if context.invoked_subcommand is not None:
        return
    with errors_told(as_json), open_version() as db:
        asked = Asked(*period_of(db, since, until, as_of), by)
        held = [(one.kind, one.day) for one in Workspace.from_environment().team.meetings()]
        found = promises(db, asked, held)
    if as_json:
        print_json(_due_object(found) if due else as_object(found))
        return
    if not due:
        _tell_kept(found)
    _tell_lists(found, due=due)


@sla.command("held")
def held(
    kind: Annotated[MeetingKind, typer.Option(help="The weekly meeting, or the monthly review.")],
    on: Annotated[date, typer.Option(parser=day_of, metavar="YYYY-MM-DD")],
    undo: Annotated[bool, typer.Option("--undo", help="It was not held after all.")] = False,
    who: Who = None,
    as_json: Json = False,
) -> None:
    """Write down that a meeting was held: promises of both sides are judged by it at once."""
    with errors_told(as_json):
        team = Workspace.from_environment().team
        if not undo:
            team.hold_meeting(kind, on, who=who or current_user(), at=now())
        elif not team.forget_meeting(kind, on):
            raise UnknownName(Problem("unknown_name", value=f"{kind} {on}", detail="meeting"))
    if as_json:
        print_json({"kind": kind, "day": on.isoformat(), "held": not undo})
    else:
        say("meeting_forgotten" if undo else "meeting_held", kind=kind, day=on)


def as_object(found: PromisesReport) -> dict[str, Any]:
    """All of it, JSON-ready."""
    return {
        **_head(found),
        "promises": [_kept_object(one, found.asked.by) for one in found.kept],
        "months": [_month_object(one) for one in found.months],
        "meetings": [_meeting_object(one) for one in found.meetings],
        **_lists(found),
        "broken": _list_object(found.broken),
        "cost": asdict(found.cost) | {"text": _cost_text(found.cost)},
    }


def _due_object(found: PromisesReport) -> dict[str, Any]:
    return {**_head(found), **_lists(found)}


def _head(found: PromisesReport) -> dict[str, Any]:
    asked = found.asked
    return {
        "since": asked.since.isoformat(),
        "until": asked.until.isoformat(),
        "as_of": asked.as_of.isoformat(),
        "known_until": found.known_until.isoformat(),
        "agreements": list(found.agreements),
        "is_agreed": found.is_agreed,
    }


def _lists(found: PromisesReport) -> dict[str, Any]:
    return {
        "due_by": found.due_by.isoformat(),
        "due": _list_object(found.due),
        "overdue": _list_object(found.overdue),
    }


def _kept_object(one: Kept, by: str | None) -> dict[str, Any]:
    interval = one.judged.interval
    return {
        "promise": one.promise,
        "party": one.party,
        "by": None if one.is_whole else by,
        "group": one.group,
        "met": one.met,
        "broken": one.broken,
        "open": one.open,
        "cannot_judge": one.cannot_judge,
        "reasons": dict(one.reasons),
        "share": one.share,
        "interval": asdict(interval) if interval else None,
        "state": one.judged.state,
        "taken": [asdict(each) for each in one.taken],
        "from_inquiry": [asdict(each) for each in one.from_inquiry],
        "text": _kept_text(one),
    }


def _month_object(one: Month) -> dict[str, Any]:
    return asdict(one) | {"month": f"{one.month:%Y-%m}"}


def _meeting_object(one: Meeting) -> dict[str, Any]:
    return {
        "promise": one.term.promise,
        "agreement": one.term.number,
        "starts_on": one.term.starts_on.isoformat(),
        "due_on": one.term.due_on.isoformat(),
        "held_on": one.held_on and one.held_on.isoformat(),
        "state": one.state,
        "reason": one.reason,
    }


def _list_object(listed: Listed) -> dict[str, Any]:
    return {"total": listed.total, "rows": [_row_object(row) for row in listed.rows]}


def _row_object(row: Promised) -> dict[str, Any]:
    told = {name: _plain(value) for name, value in asdict(row).items()}
    told["agreement"], told["pass"] = told.pop("number"), told.pop("pass_")
    return told


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _tell_kept(found: PromisesReport) -> None:
    say("sla_head", since=found.asked.since, until=found.asked.until, as_of=found.asked.as_of)
    if not found.is_agreed:
        say("sla_not_agreed")
    elif not found.kept:
        say("sla_none")
    for one in found.kept:
        party = _in_language(PARTIES[one.party])
        if one.is_whole:
            name = f"{party}: {_in_language(NAMES[one.promise])}"
        else:
            name = f"  {one.group or word('row_none')}"
        typer.echo(f"{padded(name, 34)} {_kept_text(one)}")
    for month in found.months:
        typer.echo(_month_text(month))
    if found.cost.leads:
        typer.echo(_cost_text(found.cost))


def _month_text(one: Month) -> str:
    month = f"{one.month:%Y-%m}"
    if one.mqls is None:
        reason = _in_language(REASONS[one.reason or "not_measured"])
        return word("sla_month_unknown", month=month, promised=one.at_least, reason=reason)
    return word(
        "sla_month", month=month, mqls=one.mqls, promised=one.at_least, expected=one.expected
    )


def _tell_lists(found: PromisesReport, *, due: bool) -> None:
    said = {"sla_due": found.due, "sla_overdue": found.overdue}
    for key, listed in said.items():
        if due or listed.total:
            say(key, total=listed.total, day=found.due_by)
        for owner, rows in Listed(listed.rows[:SHOWN], 0).by_owner.items():
            typer.echo(f"  {owner or word('row_none')}")
            for row in rows:
                typer.echo(f"    {padded(row.lead_id, 26)} {_row_text(row)}")
        if listed.total > SHOWN:
            typer.echo(f"  ... (+{listed.total - SHOWN:,})")


def _row_text(row: Promised) -> str:
    name = _in_language(NAMES[row.promise])
    is_timed = row.due_at is not None and row.unit in ("hours", "working_hours")
    due = f"{row.due_at:%Y-%m-%d %H:%M}" if is_timed else f"{row.due_on}"
    if row.state == "open":
        return word("sla_row_due", name=name, due=due)
    return word("sla_row_overdue", name=name, due=due, days=row.days_late)


def _kept_text(one: Kept) -> str:
    text = word("sla_counts", met=one.met, broken=one.broken, open=one.open)
    if one.judged.interval:
        interval = one.judged.interval
        text = f"{interval.value:.0%} ({100 * interval.low:.0f}-{100 * interval.high:.0f})  {text}"
    if not one.met + one.broken + one.open + one.cannot_judge:
        text = word("sla_no_data", counts=text)
    if one.cannot_judge:
        reasons = ", ".join(
            f"{_in_language(REASONS[reason])} {number:,}" for reason, number in one.reasons.items()
        )
        text += word("sla_cannot_judge", number=one.cannot_judge, reasons=reasons)
    for key, listed in (("sla_taken", one.taken), ("sla_inquiry", one.from_inquiry)):
        text += "".join(_taken_text(key, each) for each in listed)
    if one.judged.state == "too_few":
        text += f"  {_in_language(in_words(one.judged))}"
    return text


def _taken_text(key: str, taken: Taken) -> str:
    return word(
        key, median=taken.median, p90=taken.p90, unit=_in_language(UNITS[taken.unit]),
        timed=taken.timed,
    )  # fmt: skip


def _cost_text(cost: Cost) -> str:
    if cost.value is None or cost.currency is None:
        return word("sla_cost_not_measured", leads=cost.leads)
    language = language_of_environment()
    value, low, high = (
        format_money(each or 0, cost.currency, language)
        for each in (cost.value, cost.low, cost.high)
    )
    return word("sla_cost", leads=cost.leads, value=value, low=low, high=high)


def _in_language(texts: tuple[str, str]) -> str:
    return in_language(texts, language_of_environment())
