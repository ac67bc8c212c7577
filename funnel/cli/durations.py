"""How long things take, and what takes too long."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from funnel.analysis.durations import Estimate
from funnel.cli.figures import Day, open_version, period_of
from funnel.cli.shell import app, errors_told, padded, print_json, say, word
from funnel.messages import in_language, language_of_environment
from funnel.metrics.query import days_covered
from funnel.reports.duration_texts import name_of, text_of
from funnel.reports.durations import Duration
from funnel.reports.durations import durations as durations_of
from funnel.reports.stalled import Stalled, StalledDeal
from funnel.reports.stalled import stalled as stalled_of
from funnel.reports.waits import LENGTH, Split, WaitsAsked

AsJson = Annotated[bool, typer.Option("--json", help="For programs.")]


@app.command()
def durations(
    since: Day = None,
    until: Day = None,
    as_of: Day = None,
    by: Annotated[Split | None, typer.Option(help="One figure a group.")] = None,
    as_json: AsJson = False,
) -> None:
    """Print how long deals, leads and stages take, with those still open in account.

    Of what began in the period; without dates: the whole of the data, as of its last day.
    """
    with errors_told(as_json), open_version() as db:
        asked = WaitsAsked(*period_of(db, since, until, as_of), by)
        found = durations_of(db, asked)
    if as_json:
        print_json([_as_object(duration, asked) for duration in found])
        return
    for duration in found:
        group = " ".join(f"{name}={value or ''}" for name, value in duration.group.items())
        language = language_of_environment()
        name = in_language(name_of(duration), language)
        text = in_language(text_of(duration), language)
        typer.echo(f"{name} {group}".rstrip() + f": {text}")


@app.command()
def stalled(as_of: Day = None, as_json: AsJson = False) -> None:
    """List the open deals that are in their stage for longer than four in five take."""
    with errors_told(as_json), open_version() as db:
        found = stalled_of(db, as_of or days_covered(db)[1])
    if as_json:
        print_json(
            {
                "as_of": found.as_of.isoformat(),
                "open": found.open_deals,
                "stalled": len(found.deals),
                "unjudged": found.unjudged,
                "amount": found.amount,
                "currency": found.currency,
                "state": found.state,
                "deals": [_deal_object(deal) for deal in found.deals],
            }
        )
        return
    _tell_stalled(found)


def _tell_stalled(found: Stalled) -> None:
    if not found.open_deals:
        say("stalled_none")
        return
    say("stalled", stalled=len(found.deals), open=found.open_deals, unjudged=found.unjudged)
    for deal in found.deals:
        by_length = deal.measured_by == LENGTH[0]
        said = word("stalled_open" if by_length else "stalled_in_stage",
                    days=deal.days, limit=deal.limit)  # fmt: skip
        amount = "-" if deal.amount is None else f"{deal.amount:,.0f}"
        typer.echo(
            f"{padded(deal.deal_id, 28)} {padded(deal.stage or '-', 20)} {padded(said, 40)} "
            f"{amount:>14} {found.currency}  {deal.owner or '-'}"
        )


def _as_object(duration: Duration, asked: WaitsAsked) -> dict[str, Any]:
    days, plain, change = duration.days, duration.plain, duration.change
    return {
        "figure": duration.figure,
        "subject": duration.subject,
        "group": duration.group,
        **_estimate_object(days),
        "share": days.share,
        "longest": days.longest,
        "state": duration.state,
        "method": duration.method,
        "undated": duration.undated,
        "recorded_from": duration.recorded_from and duration.recorded_from.isoformat(),
        "since_recorded": duration.since_recorded and _estimate_object(duration.since_recorded),
        "plain": {"n": plain.won, "mean": plain.mean, "median": plain.median, "p90": plain.p90},
        "year_before": duration.year_before and _estimate_object(duration.year_before),
        "change": change
        and {
            "days": change.days,
            "low": change.low,
            "high": change.high,
            "verdict": change.verdict,
        },
        "unit": "days",
        "since": asked.since.isoformat(),
        "until": asked.until.isoformat(),
        "as_of": asked.as_of.isoformat(),
        "text": in_language(text_of(duration), language_of_environment()),
    }


def _estimate_object(days: Estimate) -> dict[str, Any]:
    return {
        "n": days.entered, "won": days.won, "lost": days.lost, "open": days.open,
        "median": days.median, "p80": days.p80, "p90": days.p90,
        "low": days.low, "high": days.high,
    }  # fmt: skip


def _deal_object(deal: StalledDeal) -> dict[str, Any]:
    return {
        "deal_id": deal.deal_id,
        "stage": deal.stage,
        "owner": deal.owner,
        "source": deal.source,
        "product": deal.product,
        "lane": deal.lane,
        "amount": deal.amount,
        "opened_on": deal.opened_on and deal.opened_on.isoformat(),
        "entered_on": deal.entered_on and deal.entered_on.isoformat(),
        "measured_by": deal.measured_by,
        "days": deal.days,
        "limit": deal.limit,
        "days_over": deal.days_over,
    }
