"""What will be won, and why it changed."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Annotated, Any

import typer

from funnel.agreement.targets import month_of
from funnel.analysis.explain import Explained, Figure
from funnel.analysis.forecast import Forecast
from funnel.analysis.forecast_backtest import Backtest
from funnel.cli.figures import Day, day_of, open_version
from funnel.cli.imports import Json
from funnel.cli.shell import app, errors_told, number_at_least, padded, print_json, say, word
from funnel.messages import in_language, language_of_environment
from funnel.metrics.query import days_covered
from funnel.money import format_money
from funnel.reports.explain import Against, ExplainReport, explanations
from funnel.reports.forecast import ForecastReport, forecasts, months_from, value_targets
from funnel.reports.forecast_texts import (
    PARTS,
    WARNINGS,
    WAYS,
    factor_name,
    range_said,
    refused,
)
from funnel.store.workspace import Workspace


def _month(text: str) -> date:
    """Read an option that is a month, of the years that exports are read of."""
    try:
        month = month_of(text)
    except ValueError as error:
        raise typer.BadParameter(f"'{text}' is not a month like 2026-10") from error
    return day_of(month.isoformat())


@app.command()
def forecast(
    as_of: Day = None,
    months: Annotated[int, typer.Option(min=1, max=6, help="How far ahead.")] = 3,
    target: Annotated[
        float | None,
        typer.Option(
            parser=number_at_least(0),
            metavar="AMOUNT",
            help="Won value a month, in place of the targets set or imported.",
        ),
    ] = None,
    past: Annotated[bool, typer.Option(help="Try past forecasts against what came.")] = True,
    as_json: Json = False,
) -> None:
    """Print what the months ahead will bring, with ranges, and how past forecasts did."""
    with errors_told(as_json), open_version() as db:
        day = as_of or days_covered(db)[1]
        if target is None:
            targets = value_targets(db, Workspace.from_environment().team, day, months)
        else:
            names = [f"{first:%Y-%m}" for first, _ in months_from(day, months + 1)]
            targets = dict.fromkeys(names, target)
        found = forecasts(db, day, months, targets=targets, with_past=past)
    if as_json:
        print_json(_forecast_object(found))
    else:
        _tell_forecast(found)


@app.command()
def explain(
    as_of: Day = None,
    month: Annotated[
        date | None,
        typer.Option(
            parser=_month, metavar="YYYY-MM", help="The last one that is over if not said."
        ),
    ] = None,
    against: Annotated[Against, typer.Option(help="The month before, or a year before.")] = "month",
    figure: Annotated[Figure, typer.Option(help="What changed.")] = "revenue",
    as_json: Json = False,
) -> None:
    """Print why a month brought more or less than another, in parts that add up."""
    with errors_told(as_json), open_version() as db:
        day = as_of or days_covered(db)[1]
        found = explanations(db, day, month, against, figure)
    if as_json:
        print_json(_explain_object(found))
    else:
        _tell_explained(found)


def _forecast_object(found: ForecastReport) -> dict[str, Any]:
    told: dict[str, Any] = {
        "as_of": found.as_of.isoformat(), "months": found.months, "currency": found.currency
    }  # fmt: skip
    if isinstance(found.forecast, Forecast):
        told |= {"refused": None} | asdict(found.forecast)
    else:
        told |= {"refused": refusal_object(found.forecast)}
    return told | {"past": asdict(found.past) if found.past else None}


def refusal_object(found: Any) -> dict[str, Any]:
    """Why there is no answer, for programs."""
    return asdict(found) | {"text": in_language(refused(found), language_of_environment())}


def _explain_object(found: ExplainReport) -> dict[str, Any]:
    language = language_of_environment()
    told: dict[str, Any] = {
        "as_of": found.as_of.isoformat(), "month": found.month, "other": found.other,
        "currency": found.currency,
    }  # fmt: skip
    if not isinstance(found.explained, Explained):
        return told | {"refused": refusal_object(found.explained)}
    told |= {"refused": None} | asdict(found.explained)
    told["parts"] = [
        asdict(part) | {"text": factor_name(part, language)} for part in found.explained.parts
    ]
    return told


def _tell_forecast(found: ForecastReport) -> None:
    language = language_of_environment()
    if not isinstance(found.forecast, Forecast):
        typer.echo(in_language(refused(found.forecast), language))
        return
    labels = (*found.months, word("all_months"))
    for place, label in enumerate(labels):
        wins = found.forecast.counts["won"][place]
        revenue = found.forecast.revenue[place] if found.forecast.revenue else None
        said = range_said(revenue, found.currency, language) if revenue else word("no_amounts")
        say("forecast_month", month=label, revenue=said, low=round(wins.low80),
            high=round(wins.high80))  # fmt: skip
        if revenue:
            parts = (
                f"{in_language(text, language)} "
                f"{format_money(getattr(revenue, name), found.currency, language)}"
                for name, text in PARTS.items()
            )
            expected = format_money(revenue.expected, found.currency, language)
            say("forecast_parts", parts=", ".join(parts), expected=expected)
        missing = found.forecast.missing[place]
        if missing:
            say(
                "forecast_missing", chance=f"{missing.probability:.0%}",
                target=format_money(missing.target, found.currency, language),
                shortfall=format_money(missing.shortfall, found.currency, language),
            )  # fmt: skip
    for warning in found.forecast.warnings:
        typer.echo(in_language(WARNINGS[warning], language))
    if found.past:
        _tell_past(found.past, found.currency)


def _tell_past(past: Backtest, currency: str) -> None:
    language = language_of_environment()
    for one in past.tried:
        said, came = "-", f"{one.came:.0f}"
        if past.figure == "revenue":
            came = format_money(one.came, currency, language)
            said = range_said(one.outlook, currency, language) if one.outlook else said
        elif one.outlook:
            said = f"{one.outlook.low80:.0f} - {one.outlook.high80:.0f}"
        say("forecast_tried", day=one.name, said=said, came=came)
    for error in past.errors:
        off = "-" if error.wape is None else f"{error.wape:.0%}"
        typer.echo(f"    {padded(in_language(WAYS[error.way], language), 32)} {off}")
    if past.best not in {None, "simulation"}:
        say("forecast_beaten")


def _tell_explained(found: ExplainReport) -> None:
    language = language_of_environment()
    if not isinstance(found.explained, Explained):
        typer.echo(in_language(refused(found.explained), language))
        return
    one = found.explained

    def amount(number: int) -> str:
        if one.figure == "revenue":
            return format_money(number, found.currency, language)
        return f"{number * one.unit:,.2f}"

    say("explained", month=found.month, other=found.other, after=amount(one.after),
        before=amount(one.before))  # fmt: skip
    for part in one.parts:
        sign = "+" if part.amount > 0 else ""
        typer.echo(f"    {padded(factor_name(part, language), 32)} {sign}{amount(part.amount)}")
