"""What is open, what moved, and why deals were lost: the page of deals for a nightly run."""

from __future__ import annotations

from typing import Any

import typer

from funnel.agreement.timeline import in_force_on, timeline
from funnel.cli.durations import AsJson
from funnel.cli.figures import Day, open_version, period_of
from funnel.cli.shell import app, errors_told, padded, print_json, say, word
from funnel.messages import in_language, language_of_environment
from funnel.reports.deal_content import DealContent, deal_content
from funnel.reports.deal_loads import DealLoads, deal_loads
from funnel.reports.deal_moves import DealMoves, deal_moves
from funnel.reports.deal_sums import DealSum
from funnel.reports.lost_deals import LostDeals, lost_deals
from funnel.reports.pipeline import AGES, Pipeline, pipeline
from funnel.store.workspace import Workspace


@app.command()
def deals(
    since: Day = None, until: Day = None, as_of: Day = None, as_json: AsJson = False
) -> None:  # fmt: skip
    """Print the open deals by stage and age at the end of `until`, and what moved since `since`.

    With it why deals were lost in that time, who has how many open, and what content they met.
    Without dates: the whole of the data. What came after --as-of is not known.
    """
    with errors_told(as_json), open_version() as db:
        begin, last, _ = period_of(db, since, until, as_of)
        end = min(last, as_of or last)
        agreements = timeline(Workspace.from_environment().team.agreements())
        open_deals = pipeline(db, end)
        moves = deal_moves(db, begin, end)
        lost = lost_deals(db, begin, end)
        capacity = in_force_on(agreements, end).agreement.capacity
        loads = deal_loads(db, end, open_deals.winners, capacity)
        content = deal_content(db, begin, end)
    if as_json:
        print_json(
            {
                "since": begin.isoformat(),
                "until": end.isoformat(),
                "currency": moves.currency,
                "measured": moves.measured,
                "open": _open_object(open_deals),
                "moves": {
                    "bars": {bar: _sum_object(found) for bar, found in moves.sums.items()},
                    "undated": _sum_object(moves.undated),
                },
                "lost": _lost_object(lost),
                "owners": _loads_object(loads),
                "content": _content_object(content),
            }
        )
        return
    _tell(open_deals, moves, lost, loads)


def _sum_object(found: DealSum) -> dict[str, Any]:
    return {
        "deals": found.deals, "amount": found.amount, "without_amount": found.without_amount,
    }  # fmt: skip


def _open_object(found: Pipeline) -> dict[str, Any]:
    winners = found.winners
    return {
        **_sum_object(found.open),
        "winners": {
            "state": winners.state, "won": winners.won, "median": winners.median,
            "p90": winners.p90,
        },
        "stages": list(found.stages),
        "cells": [
            {"stage": cell.stage, "age": cell.age, **_sum_object(cell.sum)} for cell in found.cells
        ],
    }  # fmt: skip


def _lost_object(found: LostDeals) -> list[dict[str, Any]] | None:
    if found.lost is None:
        return None
    return [
        {
            "reason": one.reason,
            **_sum_object(one.sum),
            "stages": [{"stage": stage, "deals": count} for stage, count in one.stages],
        }
        for one in found.reasons
    ]


def _loads_object(found: DealLoads) -> dict[str, Any]:
    return {
        "most": found.most,
        "loads": [
            {
                "owner": one.owner, **_sum_object(one.sum), "over": one.over,
                "beyond": one.beyond, "quiet": one.quiet, "overdue": one.overdue,
            }
            for one in found.loads
        ],
    }  # fmt: skip


def _content_object(found: DealContent) -> dict[str, Any]:
    return {
        "state": found.state,
        "won": found.won,
        "lost": found.lost,
        "names": [
            {
                "name": one.name, "won": one.won, "lost": one.lost,
                "difference": one.difference.value, "low": one.difference.low,
                "high": one.difference.high, "verdict": one.difference.verdict,
            }
            for one in found.names
        ],
    }  # fmt: skip


def _tell(open_deals: Pipeline, moves: DealMoves, lost: LostDeals, loads: DealLoads) -> None:
    if moves.measured == "no_deals":
        say("deals_none")
        return
    for bar, found in moves.sums.items():
        typer.echo(f"{padded(word(f'deals_{bar}'), 24)}{_said(found, moves.currency)}")
    if moves.measured == "won_only":
        say("deals_won_only")
        return
    for stage in open_deals.stages:
        typer.echo(f"  {padded(stage or '-', 22)}{_said(open_deals.of_stage(stage), '')}")
    for age in AGES:
        if (found := open_deals.of_age(age)).deals:
            winners = open_deals.winners
            name = word(f"deals_age_{age}", median=winners.median, p90=winners.p90)
            typer.echo(f"  {padded(name, 40)}{_said(found, '')}")
    for reason in lost.reasons:
        name = in_language(reason.title[::-1], language_of_environment())
        typer.echo(
            f"  {padded(word('deals_why_lost'), 8)}{padded(name, 28)}{_said(reason.sum, '')}"
        )
    for load in loads.loads:
        over = f"  +{load.over}" if load.over else ""
        typer.echo(f"  {padded(load.owner or '-', 22)}{_said(load.sum, '')}{over}")


def _said(found: DealSum, currency: str) -> str:
    """`13  35,830,000 JPY (2 without an amount)`."""
    amount = "-" if found.amount is None else f"{found.amount:,} {currency}".rstrip()
    without = word("deals_without", count=found.without_amount) if found.without_amount else ""
    return f"{found.deals:>8,}  {amount:>20}{without}"
