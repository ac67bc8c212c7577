"""What a lead is worth, what a customer brings, and what the cost of a period brought."""

from __future__ import annotations

from dataclasses import asdict
from enum import StrEnum
from typing import Annotated, Any, Literal

import typer

from funnel.cli.figures import By, Day, open_version, period_of
from funnel.cli.imports import Json
from funnel.cli.shell import app, errors_told, padded, print_json, say, word
from funnel.messages import language_of_environment
from funnel.metrics.query import days_covered
from funnel.money import format_money
from funnel.reports.customer_value import CustomerValue, customer_values
from funnel.reports.returns import Return, returns
from funnel.reports.worth import TITLES, StageWorth, stage_worths, worth_said

BySource = Literal["source"]
FEW = 10
"""Wins below which a source has too few of its own to say."""


@app.command("worth")
def worth_(
    as_of: Day = None,
    by: Annotated[BySource | None, typer.Option(help="Of each source beside the whole.")] = None,
    as_json: Json = False,
) -> None:
    """Print what one lead, MQL, SQL or opportunity brings, from cohorts old enough to judge."""
    with errors_told(as_json), open_version() as db:
        found = stage_worths(db, as_of or days_covered(db)[1], by_source=by is not None)
    language = language_of_environment()
    if as_json:
        print_json([_worth_object(one, by) | {"text": worth_said(one, language)} for one in found])
        return
    if not found:
        say("worth_not_measured")
    for one in found:
        name = "" if one.is_whole else f"{one.source or word('row_none')}: "
        counts = word(
            "worth_counts", advanced=one.advanced, entered=one.entered, wins=one.wins,
            stage=TITLES[one.next_stage][language == "ja"],
        )  # fmt: skip
        few = "" if one.is_whole or one.wins >= FEW else word("worth_few")
        typer.echo(f"{padded(name, 14) if by else name}{worth_said(one, language)}  {counts}{few}")


def _worth_object(one: StageWorth, by: BySource | None) -> dict[str, Any]:
    told = asdict(one)
    told |= {name: day.isoformat() if (day := told[name]) else None for name in ("since", "until")}
    return {"by": None if one.is_whole or by is None else by} | told


class ByCustomer(StrEnum):
    """`customer_value.By` once more: typer takes a list of options from an enumeration only."""

    source = "source"
    cohort = "cohort"


@app.command()
def ltv(
    as_of: Day = None,
    by: Annotated[
        list[ByCustomer] | None,
        typer.Option(help="Of each source, or quarter of the win; or both."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Print what customers paid within 12 and 24 months of being won, so far."""
    with errors_told(as_json), open_version() as db:
        found = customer_values(db, as_of or days_covered(db)[1], [name.value for name in by or []])
    if as_json:
        told = asdict(found) if found else None
        if told:
            told |= {name: told[name].isoformat() for name in ("known_until", "first_day")}
        print_json(told)
        return
    if found is None:
        say("ltv_not_measured")
        return
    for one in found.values:
        _tell_customers(one)
    say(
        "ltv_about", until=found.known_until, unlinked=found.unlinked,
        other=found.other_currency, before=found.before_first,
    )  # fmt: skip


def _tell_customers(one: CustomerValue) -> None:
    group = "".join(f"{name}={value or ''} " for name, value in one.group.items())
    say(
        "ltv", group=group, months=one.months, value=_money(one.value, one.unit),
        customers=one.counted, seen=f"{one.seen:.0%}", whole=one.whole_customers,
        whole_value=_money(one.whole_value, one.unit),
    )  # fmt: skip


@app.command("returns")
def returns_(
    since: Day = None,
    until: Day = None,
    as_of: Day = None,
    by: Annotated[list[By] | None, typer.Option(help="Group by; may be given again.")] = None,
    as_json: Json = False,
) -> None:
    """Print the cost of a period against the wins of its own leads, and those of the period."""
    with errors_told(as_json), open_version() as db:
        period = period_of(db, since, until, as_of)
        found = returns(db, *period, by=[name.value for name in by or []])
    if as_json:
        print_json([asdict(one) for one in found])
        return
    for one in found:
        _tell_return(one)


def _tell_return(one: Return) -> None:
    group = "".join(f"{name}={value or ''} " for name, value in one.group.items())
    say(
        "return", group=group, cost=_money(one.cost, one.unit),
        cohort_value=_money(one.cohort_value, one.unit), cohort=_ratio(one.cohort_return),
        matured="-" if one.matured is None else f"{one.matured:.0%}",
        period_value=_money(one.period_value, one.unit), period=_ratio(one.period_return),
    )  # fmt: skip


def _money(amount: float | None, unit: str) -> str:
    return "-" if amount is None else format_money(amount, unit, language_of_environment())


def _ratio(value: float | None) -> str:
    return "-" if value is None else f"{value:.0%}"
