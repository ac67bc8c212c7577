"""Costs that no export holds: an agency's fee, a stand at a fair."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Annotated, Any

import typer

from funnel.cli.imports import Json, Who
from funnel.cli.shell import app, errors_told, print_json, say
from funnel.clock import now
from funnel.errors import Problem, UnknownName
from funnel.importers.profiles.profile import DEFAULT_CURRENCY
from funnel.publishing.publish import current_user
from funnel.store.workspace import Workspace

if TYPE_CHECKING:
    from funnel.store.team import EnteredCost  # sqlalchemy takes its time

costs = typer.Typer(
    no_args_is_help=True, help="Costs that no export holds: they count from the next version on."
)
app.add_typer(costs, name="cost")


def month_of(text: str) -> date:
    """Read an option that is a month."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise typer.BadParameter(f"'{text}' is not a month like 2026-11") from error


def amount_of(text: str) -> Decimal:
    """Read an amount, with or without commas."""
    try:
        amount = Decimal(text.replace(",", ""))
    except InvalidOperation as error:
        raise typer.BadParameter(f"'{text}' is not an amount like 120000") from error
    if not amount.is_finite() or abs(amount) >= 10**15 or amount != round(amount, 2):
        raise typer.BadParameter(f"'{text}' is not an amount like 120000")
    return amount


def currency_of(text: str) -> str:
    """Read a currency's code."""
    if not re.fullmatch("[A-Za-z]{3}", text):
        raise typer.BadParameter(f"'{text}' is not a currency like JPY")
    return text.upper()


@costs.command()
def add(
    month: Annotated[date, typer.Argument(parser=month_of, metavar="YYYY-MM")],
    amount: Annotated[Decimal, typer.Argument(parser=amount_of, metavar="AMOUNT")],
    source: Annotated[str | None, typer.Option(help="As the leads spell it.")] = None,
    campaign: Annotated[str | None, typer.Option(help="As the touches spell it.")] = None,
    currency: Annotated[str, typer.Option(parser=currency_of)] = DEFAULT_CURRENCY,
    who: Who = None,
    as_json: Json = False,
) -> None:
    """Enter what a source, a campaign or both cost in a month; `funnel rebuild` takes it in."""
    if not (source or campaign):
        raise typer.BadParameter("say --source, --campaign or both")
    with errors_told(as_json):
        workspace = Workspace.from_environment()
        number = workspace.team.add_cost(
            source or None, campaign or None, month, amount, currency,
            who=who or current_user(), at=now(),
        )  # fmt: skip
        entered = next(one for one in workspace.team.costs() if one.id == number)
    if as_json:
        print_json(_as_object(entered))
    else:
        say("cost_added", **_as_object(entered))


@costs.command("list")
def list_(as_json: Json = False) -> None:
    """What was entered, by month."""
    with errors_told(as_json):
        entered = [_as_object(one) for one in Workspace.from_environment().team.costs()]
    if as_json:
        print_json(entered)
        return
    for one in entered:
        say("cost", **one | {"source": one["source"] or "-", "campaign": one["campaign"] or "-"})


@costs.command()
def remove(
    cost: Annotated[int, typer.Argument(help="Its number in the list.", max=2**63 - 1)],
    as_json: Json = False,
) -> None:
    """Take an entered cost out again; `funnel rebuild` follows it."""
    with errors_told(as_json):
        if not Workspace.from_environment().team.remove_cost(cost):
            raise UnknownName(Problem("unknown_name", value=str(cost), detail="cost"))
    if as_json:
        print_json({"id": cost})
    else:
        say("cost_removed", id=cost)


def _as_object(cost: EnteredCost) -> dict[str, Any]:
    whole = cost.amount == cost.amount.to_integral_value()
    return {
        "id": cost.id,
        "month": f"{cost.month:%Y-%m}",
        "source": cost.source,
        "campaign": cost.campaign,
        "amount": int(cost.amount) if whole else float(cost.amount),
        "currency": cost.currency,
        "who": cost.who,
        "at": cost.at.isoformat(),
    }
