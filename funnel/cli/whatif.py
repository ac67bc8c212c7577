"""What would change the forecast, and where to set the threshold of an MQL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from math import inf
from typing import Annotated, Any

import typer

from funnel.agreement.model import Agreement
from funnel.agreement.timeline import in_force_on, timeline
from funnel.analysis.thresholds import Review
from funnel.analysis.whatif_answers import Response, Span
from funnel.cli.figures import Day, open_version
from funnel.cli.forecast import refusal_object
from funnel.cli.imports import Json
from funnel.cli.shell import app, errors_told, number_at_least, print_json, say, word
from funnel.errors import FunnelError, Problem
from funnel.filters import Stage
from funnel.messages import in_language, language_of_environment
from funnel.metrics.query import days_covered
from funnel.money import format_money
from funnel.reports import whatif
from funnel.reports.forecast_texts import refused
from funnel.reports.thresholds import threshold_review
from funnel.store.workspace import Workspace

NUMBER = number_at_least(-inf)


@app.command("whatif")
def whatif_(
    as_of: Day = None,
    stage: Annotated[Stage | None, typer.Option(help="Whose rate, or where more enter.")] = None,
    rate: Annotated[
        float | None,
        typer.Option(parser=NUMBER, metavar="RATE", help="The stage's final rate, 0 to 1."),
    ] = None,
    more: Annotated[
        float | None,
        typer.Option(
            parser=NUMBER,
            metavar="NUMBER",
            help="More people a month, of the stage (MQLs if not said).",
        ),
    ] = None,
    source: Annotated[str | None, typer.Option(help="Where they come from.")] = None,
    contact_within: Annotated[
        float | None,
        typer.Option(
            parser=number_at_least(0), metavar="HOURS", help="From hand-over to first contact."
        ),
    ] = None,
    threshold: Annotated[
        float | None, typer.Option(parser=NUMBER, metavar="SCORE", help="Score of an MQL.")
    ] = None,
    months: Annotated[int, typer.Option(min=1, max=6)] = 3,
    as_json: Json = False,
) -> None:
    """Print how the forecast would change, were one thing otherwise."""
    with errors_told(as_json), open_version() as db:
        day = as_of or days_covered(db)[1]
        asked = {"--rate": rate, "--more": more, "--contact-within": contact_within,
                 "--threshold": threshold}  # fmt: skip
        _one_thing(asked, stage, source)
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


def _one_thing(asked: Mapping[str, float | None], stage: str | None, source: str | None) -> None:
    """Refuse what an answer would leave out: it is about one thing.

    Raises:
        FunnelError: two things at once, or one that `--stage` or `--source` says nothing to.
    """
    (first, *others) = [name for name, value in asked.items() if value is not None] or [""]
    if first and source is not None and first != "--more":
        others.append("--source")
    if stage is not None and first in {"--contact-within", "--threshold"}:
        others.append("--stage")
    if others:
        raise FunnelError(Problem("whatif_not_together", value=first, detail=", ".join(others)))


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
        if band.rate is None or one.rate is None:
            say(f"threshold_{one.state}", at_least=f"{one.at_least:g}", entered=f"{band.entered:,}")
            continue
        say(
            "threshold_known", at_least=f"{one.at_least:g}", entered=f"{band.entered:,}",
            reached=f"{band.reached:,}", rate=f"{band.rate:.0%}",
            low=f"{band.low or 0:.0%}", high=f"{band.high or 0:.0%}",
            kept=f"{one.kept or 0:.0%}", above=f"{one.rate:.0%}", lift=f"{one.lift or 0:.2f}",
        )  # fmt: skip
    if found.review.break_even is not None:
        say("threshold_break_even", rate=f"{found.review.break_even:.1%}")
    _tell_what_to_review(found.review, found.today)


def _tell_what_to_review(review: Review, today: float) -> None:
    """What the review of the agreement should look at."""
    if review.break_even is None:
        say("review_no_cost")
    elif review.best is not None:
        say("review_pays", best=f"{review.best:g}", today=f"{today:g}")
    elif any(one.accepts is False for one in review.thresholds):
        say("review_pays_nowhere")
    below = sum(band.entered for band in review.bands if band.state == "unknown")
    if below:
        say("review_below", leads=f"{below:,}")


def _whatif_object(found: whatif.WhatIfReport) -> dict[str, Any]:
    told: dict[str, Any] = {
        "as_of": found.as_of.isoformat(), "months": found.months, "currency": found.currency,
        "question": found.question,
        "groups": [asdict(group) for group in found.groups] if found.groups else None,
    }  # fmt: skip
    if isinstance(found.answer, Response):
        return told | {"refused": None} | asdict(found.answer)
    return told | {"refused": refusal_object(found.answer)}


def _tell_answer(found: whatif.WhatIfReport) -> None:
    language = language_of_environment()
    if not isinstance(found.answer, Response):
        typer.echo(in_language(refused(found.answer), language))
        return
    if found.answer.rate:
        was, then = found.answer.rate
        say("whatif_rate", was=f"{was:.1%}", then=f"{then:.1%}")
    for place, label in enumerate((*found.months, word("all_months"))):
        wins = found.answer.wins[place]
        revenue = found.answer.revenue[place] if found.answer.revenue else None
        say("whatif_month", month=label, wins=_signed(wins.value), low=_signed(wins.low),
            high=_signed(wins.high), revenue=_span_said(revenue, found.currency))  # fmt: skip
    if found.answer.eventually:
        wins, money = found.answer.eventually
        say(
            "whatif_eventually", wins=f"{wins.value:.2f}", revenue=_span_said(money, found.currency)
        )


def _signed(wins: float) -> str:
    return f"{round(wins, 1) + 0.0:+.1f}"  # what rounds to nothing has no sign


def _span_said(span: Span | None, currency: str) -> str:
    if span is None:
        return word("no_amounts")
    language = language_of_environment()
    value, low, high = (
        format_money(one, currency, language) for one in (span.value, span.low, span.high)
    )
    return word("span", value=value, low=low, high=high)
