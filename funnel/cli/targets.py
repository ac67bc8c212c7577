"""Targets: shown against what is there, derived from revenue, set, and as CSV."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

import typer

from funnel.agreement.model import Agreement
from funnel.agreement.targets import (
    Target,
    checked,
    first_of,
    in_reach,
    month_of,
    plain,
    read_csv,
    standing,
    value_of,
    write_csv,
)
from funnel.agreement.timeline import in_force_on, timeline
from funnel.calendar import month_end, month_start, months_between
from funnel.cli.figures import Day, day_of, open_version
from funnel.cli.imports import Json, Who
from funnel.cli.shell import app, errors_told, print_json, say
from funnel.cli.target_told import (
    capacity_object,
    plan_object,
    report_object,
    target_object,
    tell_capacity,
    tell_plan,
    tell_report,
)
from funnel.clock import now
from funnel.errors import FunnelError, Problem, UnknownName
from funnel.messages import language_of_environment
from funnel.metrics import METRICS
from funnel.metrics.query import days_covered
from funnel.publishing.publish import current_user
from funnel.reports.capacity import capacity_of, scores_by
from funnel.reports.target_plan import goal_of, plan, to_save
from funnel.reports.targets import fiscal_year_of, targets_against
from funnel.store.workspace import Workspace

targets = typer.Typer(no_args_is_help=True, help="What is to be reached, and how far it is.")
app.add_typer(targets, name="targets")


def month_option(text: str) -> date:
    """Read an option that is a month."""
    try:
        return month_of(text)
    except ValueError as error:
        raise typer.BadParameter(f"'{text}' is not a month like 2026-10") from error


def number_option(text: str) -> Decimal:
    """Read an option that is a target's number."""
    try:
        return value_of(text)
    except ValueError as error:
        raise typer.BadParameter(f"'{text}' is not a number like 120 or 3,000万円") from error


Month = Annotated[date | None, typer.Option(parser=month_option, metavar="YYYY-MM")]
MonthArgument = Annotated[date, typer.Argument(parser=month_option, metavar="YYYY-MM")]
Source = Annotated[str | None, typer.Option(help="As the leads spell it; all where not said.")]
Owner = Annotated[str | None, typer.Option(help="As the exports name them; all where not said.")]


@targets.command()
def show(
    month: Month = None,
    fiscal_year: Annotated[
        int | None, typer.Option(help="The year it begins in; that of the as-of date else.")
    ] = None,
    as_of: Day = None,
    known_on: Annotated[
        date | None,
        typer.Option(
            parser=day_of, metavar="YYYY-MM-DD", help="Targets as they stood then; as now else."
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Print targets against what is there: of one month, or of a fiscal year."""
    with errors_told(as_json), open_version() as db:
        team = Workspace.from_environment().team
        day = as_of or days_covered(db)[1]
        calendar = _agreement_on(day).calendar
        wanted = month or day
        if month is None and fiscal_year is not None:
            wanted = first_of(fiscal_year, calendar.fiscal_year_begins)
        in_reach(wanted)
        since, until = fiscal_year_of(wanted, calendar)
        if month is not None:
            since, until = month, month_end(month)
        report = targets_against(db, team, since, until, day, known_on=known_on)
    if as_json:
        print_json(report_object(report))
    else:
        tell_report(report)


def _agreement_on(day: date) -> Agreement:
    versions = Workspace.from_environment().team.agreements()
    return in_force_on(timeline(versions), day).agreement


@targets.command()
def derive(
    goal: Annotated[
        Decimal | None,
        typer.Option(
            parser=number_option,
            metavar="AMOUNT",
            help="To be won in all months together; their won_value targets where not said.",
        ),
    ] = None,
    since: Month = None,
    until: Month = None,
    as_of: Day = None,
    counting: Annotated[
        bool, typer.Option("--counting", help="Take off what is won and in the funnel already.")
    ] = False,
    save: Annotated[bool, typer.Option("--save", help="Keep them as targets.")] = False,
    replace: Annotated[
        bool, typer.Option("--replace", help="With --save: also over what was adjusted by hand.")
    ] = False,
    who: Who = None,
    as_json: Json = False,
) -> None:
    """Derive from what is to be won how many deals, SQLs and leads it takes, and by when."""
    if save and counting:
        raise typer.BadParameter("--save keeps whole targets: leave out --counting")
    with errors_told(as_json), open_version() as db:
        day = as_of or days_covered(db)[1]
        in_reach(since or day, until)
        agreement = _agreement_on(day)
        first, last = fiscal_year_of(since or until or day, agreement.calendar)
        months = months_between(since or first, until or month_start(last))
        if not months:
            detail = f"{since:%Y-%m} > {until:%Y-%m}" if since and until else ""
            raise FunnelError(Problem("empty_period", detail=detail))
        asked = _goal_of(months) if goal is None else goal_of(
            int(goal), months, agreement.calendar
        )  # fmt: skip
        found = plan(db, asked, day, agreement, counting=counting)
        changed = None
        if save:
            team = Workspace.from_environment().team
            values = to_save(found, team.targets(), replacing=replace)
            changed = team.set_targets(values, "derived", who=who or current_user(), at=now())
    if as_json:
        print_json(plan_object(found) | {"saved": changed})
        return
    tell_plan(found)
    if changed is not None:
        say("targets_saved", changed=changed)


def _goal_of(months: list[date]) -> dict[date, int]:
    entered = standing(Workspace.from_environment().team.target_history())
    found = {}
    for month in months:
        one = entered.get((month, "won_value", None, None))
        if one is not None and one.value:
            found[month] = int(one.value)
    return found or dict.fromkeys(months, 0)


@targets.command()
def capacity(as_of: Day = None, as_json: Json = False) -> None:
    """Print what each owner has on the table, and the leads that marketing may take back."""
    with errors_told(as_json), open_version() as db:
        day = as_of or days_covered(db)[1]
        agreement = _agreement_on(day)
        report = capacity_of(db, day, agreement.capacity, scores_by(db, agreement.mql))
    if as_json:
        print_json(capacity_object(report))
    else:
        tell_capacity(report)


@targets.command("set")
def set_(
    month: MonthArgument,
    metric: Annotated[str, typer.Argument(help="Such as leads, MQL, 受注額.")],
    value: Annotated[Decimal, typer.Argument(parser=number_option, metavar="NUMBER")],
    source: Source = None,
    owner: Owner = None,
    who: Who = None,
    as_json: Json = False,
) -> None:
    """Set the target of a month; what was there before stays in the log."""
    with errors_told(as_json):
        (one,) = checked([Target(month, metric, source, owner, value)])
        _keep({one.key: one.value}, who)
    if as_json:
        print_json(target_object(one))
    else:
        say("target_set", **_told(one))


@targets.command()
def remove(
    month: MonthArgument,
    metric: str,
    source: Source = None,
    owner: Owner = None,
    who: Who = None,
    as_json: Json = False,
) -> None:
    """Take an entered target out again; an imported one for the same counts from then on."""
    with errors_told(as_json):
        (one,) = checked([Target(month, metric, source, owner, Decimal(0))])
        if not _keep({one.key: None}, who):
            named = " ".join(part for part in (f"{month:%Y-%m}", metric, source, owner) if part)
            raise UnknownName(Problem("unknown_name", value=named, detail="target"))
    if as_json:
        print_json({key: v for key, v in target_object(one).items() if key != "value"})
    else:
        say("target_removed", **_told(one))


def _keep(values: dict[Any, Decimal | None], who: str | None) -> int:
    team = Workspace.from_environment().team
    return team.set_targets(values, "adjusted", who=who or current_user(), at=now())


def _told(one: Target) -> dict[str, str]:
    names = " ".join(part for part in (one.source, one.owner) if part)
    title = METRICS[one.metric].title[language_of_environment() == "ja"]
    name = f"{title} {names}".strip()
    return {"month": f"{one.month:%Y-%m}", "name": name, "value": plain(one.value)}


@targets.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="CSV: month, metric, value; source, owner.")],
    who: Who = None,
    as_json: Json = False,
) -> None:
    """Take targets in from a CSV: all, or none where a row cannot be."""
    with errors_told(as_json):
        try:
            content = file.read_bytes()
        except FileNotFoundError as error:
            raise FunnelError(Problem("no_such_file", str(file))) from error
        except OSError as error:
            problem = Problem("file_unreadable", str(file), detail=str(error.strerror))
            raise FunnelError(problem) from error
        found = read_csv(content, file.name)
        changed = _keep({one.key: one.value for one in found}, who)
    if as_json:
        print_json({"rows": len(found), "changed": changed})
    else:
        say("targets_imported", rows=len(found), changed=changed)


@targets.command()
def export(
    file: Annotated[Path, typer.Argument(help="The CSV to write, with all targets entered.")],
    as_json: Json = False,
) -> None:
    """Write all entered targets as CSV, to be changed in a spreadsheet and imported again."""
    with errors_told(as_json):
        found = [
            Target(*one.key, one.value)
            for one in Workspace.from_environment().team.targets()
            if one.value is not None
        ]
        try:
            # Excel reads UTF-8 only where it says so.
            file.write_text(write_csv(found), encoding="utf-8-sig", newline="")
        except OSError as error:
            problem = Problem("file_unwritable", str(file), detail=str(error.strerror))
            raise FunnelError(problem) from error
    if as_json:
        print_json({"file": str(file), "rows": len(found)})
    else:
        say("targets_exported", rows=len(found), file=file)
