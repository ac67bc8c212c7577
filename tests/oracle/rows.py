"""The rows that each metric counts, from its definition."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tests.oracle.money import Cost
from tests.oracle.people import Company, Deal, Lead, entered

COUNTS = {
    "leads": "lead", "mqls": "mql", "handovers": "handed_over", "sqls": "sql",
    "opportunities": "opportunity", "wins": "won",
}  # fmt: skip
RATES = {
    "mql_rate": ("lead", "mql"), "handover_rate": ("mql", "handed_over"),
    "sql_rate": ("handed_over", "sql"), "sql_opportunity_rate": ("sql", "opportunity"),
    "opportunity_rate": ("handed_over", "opportunity"),
    "lead_handover_rate": ("lead", "handed_over"), "lead_sql_rate": ("lead", "sql"),
    "lead_opportunity_rate": ("lead", "opportunity"), "lead_win_rate": ("lead", "won"),
}  # fmt: skip
LENGTHS = {
    "deal_length_days": ("won",), "lost_deal_length_days": ("lost",),
    "closed_deal_length_days": ("won", "lost"),
}  # fmt: skip
DURATIONS = {*LENGTHS, "lead_time_days"}
COST_PER = {
    "cost_per_lead": "lead", "cost_per_mql": "mql", "cost_per_sql": "sql", "cost_per_win": "won",
}  # fmt: skip
KNOWN = {
    *COUNTS, *RATES, *DURATIONS, *COST_PER, "passes", "win_rate", "won_value", "cost",
    "return_on_cost",
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """What counts on a day, above and below the line (None: nothing there).

    `lead` and `deal`, or the `cost` and its source, are what groups are told by; `owned_by` is
    whose owner it counts under.
    """

    day: date
    above: float | Decimal | None
    below: float | Decimal | None
    lead: Lead | None
    deal: Deal | None
    owned_by: Lead | Deal | Cost
    cost: Cost | None = None
    cost_source: str | None = None


def rows(
    metric: str, basis: str, base: str | None, company: Company, within: int | None
) -> Iterator[Row]:
    """Every row the metric counts of what is known; the period is not cut out yet."""
    if metric in {"cost", "return_on_cost", *COST_PER}:
        yield from _of_costs(metric, company)
    if metric == "cost":
        return
    if basis == "period":
        yield from _period_rows(metric, base, company)
        return
    for row, on in _cohort_rows(metric, base, company):
        is_there = on is not None and (within is None or (on - row.day).days <= within)
        if is_there:
            yield row
        elif row.below is not None and metric not in DURATIONS and metric not in COST_PER:
            yield Row(row.day, 0, row.below, row.lead, row.deal, row.owned_by)


def _of_leads(company: Company, stage: str, above: int, below: int | None) -> Iterator[Row]:
    """First entries of a stage, each under its lead; of the last two stages deals that have one.

    What divides leads is told by what leads have: no product.
    """
    if stage in ("opportunity", "won"):
        for deal in company.deals:
            day = deal.began if stage == "opportunity" else deal.won
            if deal.lead and day:
                yield Row(day, above, below, deal.lead, None, deal.lead)
        return
    for lead in company.leads:
        if day := lead.entered(stage):
            yield Row(day, above, below, lead, None, lead)


def _of_costs(metric: str, company: Company) -> Iterator[Row]:
    """What was spent on each day: below the line of a return, else above it."""
    for cost, source in company.placed_costs:
        for day, amount in cost.days():
            if metric == "return_on_cost":
                yield Row(day, None, amount, None, None, cost, cost, source)
            else:
                below = None if metric == "cost" else 0
                yield Row(day, amount, below, None, None, cost, cost, source)


def _period_rows(metric: str, base: str | None, company: Company) -> Iterator[Row]:
    """What happened in the period: different people above and below the line."""
    if metric in RATES and base:
        yield from _of_leads(company, RATES[metric][1], 1, 0)
        yield from _of_leads(company, base, 0, 1)
    elif metric in ("opportunities", "wins"):
        for deal in company.deals:
            day = deal.began if metric == "opportunities" else deal.won
            if day:
                yield Row(day, 1, None, deal.lead, deal, deal)
    elif metric == "return_on_cost":
        for deal in company.deals:
            if deal.lead and deal.won:
                yield Row(deal.won, deal.amount, None, deal.lead, None, deal)
    elif metric == "cost_per_win":
        for deal in company.deals:
            if deal.lead and deal.won:
                yield Row(deal.won, None, 1, deal.lead, None, deal)
    elif metric in COST_PER:
        yield from _of_leads(company, COST_PER[metric], None, 1)
    elif metric in COUNTS:
        yield from _of_leads(company, COUNTS[metric], 1, None)
    elif metric == "passes":
        for lead in company.leads:
            for one in lead.passes:
                if day := entered(one, "handed_over"):
                    yield Row(day, 1, None, lead, None, lead)
    else:
        for deal in company.deals:
            if deal.closed and (found := _of_closed(metric, deal)):
                yield Row(deal.closed, *found, deal.lead, deal, deal)


def _of_closed(metric: str, deal: Deal) -> tuple[float | None, float | None] | None:
    """What a deal that was closed counts above and below the line; None: nothing."""
    if metric == "win_rate":
        return (1 if deal.won else 0), 1
    if metric == "won_value":
        return (deal.amount, None) if deal.won else None
    if metric == "lead_time_days":
        if not (deal.won and deal.lead) or deal.lead.is_bulk:
            return None
        return (deal.won - deal.lead.created).days, 1
    if deal.outcome in LENGTHS[metric] and deal.opened and deal.closed:
        return (deal.closed - deal.opened).days, 1
    return None


def _cohort_rows(
    metric: str, base: str | None, company: Company
) -> Iterator[tuple[Row, date | None]]:
    """Those who began in the period, and the day on which what is asked for followed."""
    if metric in RATES and base:
        for lead in company.leads:
            if day := lead.entered(base):
                yield Row(day, 1, 1, lead, None, lead), lead.reached(RATES[metric][1])
    elif metric in COUNTS:
        for lead in company.leads:
            yield Row(lead.created, 1, None, lead, None, lead), lead.reached(COUNTS[metric])
    elif metric == "passes":
        for lead in company.leads:
            for one in lead.passes:
                yield Row(lead.created, 1, None, lead, None, lead), entered(one, "handed_over")
    elif metric in COST_PER:
        for lead in company.leads:
            yield Row(lead.created, None, 1, lead, None, lead), lead.reached(COST_PER[metric])
    elif metric == "return_on_cost":
        for deal in company.deals:
            if deal.lead and deal.won:
                yield (
                    Row(deal.lead.created, deal.amount, None, deal.lead, None, deal.lead),
                    deal.won,
                )
    elif metric in ("won_value", "lead_time_days"):
        for deal in company.deals:
            if deal.lead and deal.won and (found := _of_closed(metric, deal)):
                owned_by = deal.lead if metric == "won_value" else deal
                yield Row(deal.lead.created, *found, deal.lead, deal, owned_by), deal.won
    elif metric == "win_rate":
        for deal in company.deals:
            if deal.began:
                yield Row(deal.began, 1, 1, deal.lead, deal, deal), deal.won
    else:
        for deal in company.deals:
            if deal.opened and deal.closed and (found := _of_closed(metric, deal)):
                yield Row(deal.opened, *found, deal.lead, deal, deal), deal.closed
