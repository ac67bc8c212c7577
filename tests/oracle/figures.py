"""What each metric's figures have to be, from its definition."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tests.oracle.people import SALES, STAGES, Company, Deal, Lead, entered

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
KNOWN = {*COUNTS, *RATES, *DURATIONS, "passes", "win_rate", "won_value"}


@dataclass(frozen=True)
class Row:
    """What counts on a day, above and below the line (None: nothing there).

    `lead` and `deal` are what groups are told by; `owned_by` is whose owner it counts under.
    """

    day: date
    above: float | None
    below: float | None
    lead: Lead | None
    deal: Deal | None
    owned_by: Lead | Deal


def _source(row: Row, _: Company) -> str | None:
    return row.lead.source if row.lead else SALES


def _team(row: Row, company: Company) -> str | None:
    return company.teams.get(row.owned_by.owner or "")


def _quarter(row: Row, _: Company) -> str:
    """The fiscal year begins in April and is named by the year it begins in."""
    year = row.day.year - (row.day.month < 4)
    return f"FY{year}-Q{(row.day.month - 4) % 12 // 3 + 1}"


def _lane(row: Row, _: Company) -> str:
    return "marketing" if row.lead else "sales"


def _campaign(row: Row, _: Company) -> str | None:
    """No campaign brought what sales opened itself."""
    return row.lead.campaign if row.lead else SALES


DIMENSIONS: dict[str, Callable[[Row, Company], str | None]] = {
    "source": _source,
    "owner": lambda row, _: row.owned_by.owner,
    "team": _team,
    "week": lambda row, _: f"{row.day - timedelta(days=row.day.weekday())}",
    "month": lambda row, _: f"{row.day:%Y-%m}",
    "quarter": _quarter,
    "lane": _lane,
    "campaign": _campaign,
    "industry": lambda row, _: row.lead.industry if row.lead else None,
    "company_size": lambda row, _: row.lead.size if row.lead else None,
    "product": lambda row, _: row.deal.product if row.deal else None,
}
"""A group's name for a row. One more dimension is one more line."""


@dataclass(frozen=True)
class Expected:
    """Sums above and below the line, and for durations their quantiles; None: not known."""

    numerator: float | None
    denominator: float | None
    value: float | None
    median: float | None = None
    p90: float | None = None


def expected(
    metric: str,
    basis: str,
    by: Sequence[str],
    company: Company,
    since: date,
    until: date,
    as_of: date,
    within: int | None = None,
) -> dict[tuple[str | None, ...], Expected] | None:
    """Group -> its figure. None where the exports don't measure the metric. No `by`: one group."""
    base = base_of(metric, basis, company)
    if not needs(metric, basis) <= company.measured or (metric in RATES and base is None):
        return None
    groups: dict[tuple[str | None, ...], list[Row]] = defaultdict(list)
    if not by:
        groups[()] = []
    known = company.known(as_of)
    for row in rows(metric, basis, base, known, within):
        if since <= row.day <= min(until, as_of):
            groups[tuple(DIMENSIONS[name](row, company) for name in by)].append(row)
    return {group: _figure(metric, found) for group, found in groups.items()}


def _figure(metric: str, found: list[Row]) -> Expected:
    above = [row.above for row in found if row.above is not None]
    numerator = None if found and not above and metric == "won_value" else sum(above)
    if metric in COUNTS or metric in ("passes", "won_value"):
        return Expected(numerator, None, numerator)
    denominator = sum(row.below for row in found if row.below is not None)
    value = numerator / denominator if denominator and numerator is not None else None
    if metric not in DURATIONS:
        return Expected(numerator, denominator, value)
    return Expected(numerator, denominator, value, _quantile(above, 0.5), _quantile(above, 0.9))


def _quantile(values: list[float], share: float) -> float | None:
    """Linear between the two nearest."""
    if not values:
        return None
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = math.floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def base_of(metric: str, basis: str, company: Company) -> str | None:
    """What a rate divides by: its own stage, or the nearest earlier one that is measured."""
    if metric == "win_rate":
        return "closed" if basis == "period" else "opportunity"
    if metric not in RATES:
        return None
    earlier = STAGES[: STAGES.index(RATES[metric][0]) + 1]
    return next((stage for stage in reversed(earlier) if stage in company.measured), None)


def needs(metric: str, basis: str) -> set[str]:
    """What must be measured for the metric to be anything."""
    if metric in RATES:
        return {RATES[metric][1]}
    if metric == "passes":
        return {"handed_over"}
    of_leads = {"lead"} if basis == "cohort" else set()
    if metric in ("opportunities", "wins"):
        return {COUNTS[metric]} | of_leads
    if metric == "won_value":
        return {"won", "amount"} | of_leads
    if metric in COUNTS:
        return {COUNTS[metric]}
    if metric == "lead_time_days":
        return {"lead", "won"}
    if metric == "win_rate":
        return {"won", "lost"} | ({"opportunity"} if basis == "cohort" else set())
    return {"opportunity", *(("won",) if "won" in LENGTHS[metric] else ())} | (
        {"lost"} if "lost" in LENGTHS[metric] else set()
    )


def rows(
    metric: str, basis: str, base: str | None, company: Company, within: int | None
) -> Iterator[Row]:
    """Every row the metric counts of what is known; the period is not cut out yet."""
    if basis == "period":
        yield from _period_rows(metric, base, company)
        return
    for row, on in _cohort_rows(metric, base, company):
        is_there = on is not None and (within is None or (on - row.day).days <= within)
        if is_there:
            yield row
        elif row.below is not None and metric not in DURATIONS:
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
