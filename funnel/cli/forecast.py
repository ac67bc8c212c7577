"""What will be won, why it changed, and what would change it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Annotated, Any

import typer

from funnel.agreement.model import Agreement
from funnel.agreement.timeline import in_force_on, timeline
from funnel.analysis.explain import Explained, Figure
from funnel.analysis.forecast import Forecast
from funnel.analysis.forecast_backtest import Backtest
from funnel.analysis.whatif_answers import Response, Span
from funnel.cli.figures import Day, open_version
from funnel.cli.imports import Json
from funnel.cli.shell import app, errors_told, padded, print_json, say, word
from funnel.errors import FunnelError, Problem
from funnel.messages import in_language, language_of_environment
from funnel.metrics.query import days_covered
from funnel.money import format_money
from funnel.reports import whatif
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
from funnel.reports.thresholds import threshold_review
from funnel.store.workspace import Workspace


@app.command()
def forecast(
    as_of: Day = None,
    months: Annotated[int, typer.Option(min=1, max=6, help="How far ahead.")] = 3,
    target: Annotated[
        float | None,
        typer.Option(help="Won value a month, in place of the targets set or imported."),
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
        str | None, typer.Option(help="2026-10; the last one that is over if not said.")
    ] = None,
    against: Annotated[Against, typer.Option(help="The month before, or a year before.")] = "month",
    figure: Annotated[Figure, typer.Option(help="What changed.")] = "revenue",
    as_json: Json = False,
) -> None:
    """Print why a month brought more or less than another, in parts that add up."""
    with errors_told(as_json), open_version() as db:
        day = as_of or days_covered(db)[1]
        found = explanations(db, day, _month(month), against, figure)
    if as_json:
        print_json(_explain_object(found))
    else:
        _tell_explained(found)


@app.command("whatif")
def whatif_(
    as_of: Day = None,
    stage: Annotated[str | None, typer.Option(help="Whose rate, or where more enter.")] = None,
    rate: Annotated[float | None, typer.Option(help="The stage's final rate, 0 to 1.")] = None,
    more: Annotated[
        float | None, typer.Option(help="More people a month, of the stage (MQLs if not said).")
    ] = None,
    source: Annotated[str | None, typer.Option(help="Where they come from.")] = None,
    contact_within: Annotated[
        float | None, typer.Option(help="Hours from hand-over to first contact.")
    ] = None,
    threshold: Annotated[float | None, typer.Option(help="Score of an MQL.")] = None,
    months: Annotated[int, typer.Option(min=1, max=6)] = 3,
    as_json: Json = False,
) -> None:
    """Print how the forecast would change, were one thing otherwise."""
    with errors_told(as_json), open_version() as db:
        day = as_of or days_covered(db)[1]
        if rate is not None and stage is not None:
            found = whatif.at_rate(db, day, stage, rate, months)
        elif more is not None:
            found = whatif.with_more(db, day, stage or "mql", more, source=source, months=months)
        elif contact_within is not None:
            found = whatif.with_faster_contact(db, day, contact_within, months)
        elif threshold is not None:
            found = whatif.at_threshold(db, day, threshold, _agreed_on(day), months)
        else:
            raise FunnelError(Problem("whatif_nothing_asked"))
    if as_json:
        print_json(_whatif_object(found))
    else:
        _tell_answer(found)


def _agreed_on(day: date) -> Agreement:
    agreements = timeline(Workspace.from_environment().team.agreements())
    return in_force_on(agreements, day).agreement


@app.command()
def thresholds(as_of: Day = None, as_json: Json = False) -> None:
    """Print what leads of each band of scores became, and what each threshold would do."""
    with errors_told(as_json), open_version() as db:
        day = as_of or days_covered(db)[1]
        found = threshold_review(db, day, _agreed_on(day))
    if as_json:
        print_json(asdict(found) | {"as_of": found.as_of.isoformat()})
        return
    if found.review is None:
        say("thresholds_unknown")
        return
    say("thresholds_head", score=word(f"score_{found.score}"), today=f"{found.today:g}")
    bands = {one.at_least: one for one in found.review.bands}
    for one in found.review.thresholds:
        band = bands[one.at_least]
        if one.state == "unknown" or band.rate is None or one.rate is None:
            say("threshold_unknown", at_least=f"{one.at_least:g}", entered=f"{band.entered:,}")
            continue
        say(
            "threshold_known", at_least=f"{one.at_least:g}", entered=f"{band.entered:,}",
            reached=f"{band.reached:,}", rate=f"{band.rate:.0%}",
            low=f"{band.low or 0:.0%}", high=f"{band.high or 0:.0%}",
            kept=f"{one.kept or 0:.0%}", above=f"{one.rate:.0%}", lift=f"{one.lift or 0:.2f}",
        )  # fmt: skip
    if found.review.break_even is not None:
        say("threshold_break_even", rate=f"{found.review.break_even:.1%}")


def _month(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise typer.BadParameter(f"'{text}' is not a month like 2026-10") from error


def _forecast_object(found: ForecastReport) -> dict[str, Any]:
    told: dict[str, Any] = {
        "as_of": found.as_of.isoformat(), "months": found.months, "currency": found.currency
    }  # fmt: skip
    if isinstance(found.forecast, Forecast):
        told |= {"refused": None} | asdict(found.forecast)
    else:
        told |= {"refused": _refusal_object(found.forecast)}
    return told | {"past": asdict(found.past) if found.past else None}


def _refusal_object(found: Any) -> dict[str, Any]:
    return asdict(found) | {"text": in_language(refused(found), language_of_environment())}


def _explain_object(found: ExplainReport) -> dict[str, Any]:
    language = language_of_environment()
    told: dict[str, Any] = {
        "as_of": found.as_of.isoformat(), "month": found.month, "other": found.other,
        "currency": found.currency,
    }  # fmt: skip
    if not isinstance(found.explained, Explained):
        return told | {"refused": _refusal_object(found.explained)}
    told |= {"refused": None} | asdict(found.explained)
    told["parts"] = [
        asdict(part) | {"text": factor_name(part, language)} for part in found.explained.parts
    ]
    return told


def _whatif_object(found: whatif.WhatIfReport) -> dict[str, Any]:
    told: dict[str, Any] = {
        "as_of": found.as_of.isoformat(), "months": found.months, "currency": found.currency,
        "question": found.question,
        "groups": [asdict(group) for group in found.groups] if found.groups else None,
    }  # fmt: skip
    if isinstance(found.answer, Response):
        return told | {"refused": None} | asdict(found.answer)
    return told | {"refused": _refusal_object(found.answer)}


def _tell_forecast(found: ForecastReport) -> None:
    language = language_of_environment()
    if not isinstance(found.forecast, Forecast):
        typer.echo(in_language(refused(found.forecast), language))
        return
    labels = (*found.months, word("all_months"))
    for place, label in enumerate(labels):
        wins = found.forecast.counts["won"][place]
        revenue = found.forecast.revenue[place] if found.forecast.revenue else None
        said = range_said(revenue, found.currency, language) if revenue else "-"
        say("forecast_month", month=label, revenue=said, low=round(wins.low80),
            high=round(wins.high80))  # fmt: skip
        if revenue:
            parts = (
                f"{in_language(text, language)} "
                f"{format_money(getattr(revenue, name), found.currency, language)}"
                for name, text in PARTS.items()
            )
            typer.echo(f"    {', '.join(parts)}")
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


def _tell_answer(found: whatif.WhatIfReport) -> None:
    language = language_of_environment()
    if not isinstance(found.answer, Response):
        typer.echo(in_language(refused(found.answer), language))
        return
    for place, label in enumerate((*found.months, word("all_months"))):
        wins = found.answer.wins[place]
        revenue = found.answer.revenue[place] if found.answer.revenue else None
        say("whatif_month", month=label, wins=f"{wins.value:+.1f}",
            wins_range=f"{wins.low:+.1f} - {wins.high:+.1f}",
            revenue=_span_said(revenue, found.currency))  # fmt: skip
    if found.answer.eventually:
        wins, money = found.answer.eventually
        say(
            "whatif_eventually", wins=f"{wins.value:.2f}", revenue=_span_said(money, found.currency)
        )


def _span_said(span: Span | None, currency: str) -> str:
    if span is None:
        return "-"
    language = language_of_environment()
    value, low, high = (format_money(one, currency, language) for one in
                        (span.value, span.low, span.high))  # fmt: skip
    return f"{value} ({low} - {high})"
