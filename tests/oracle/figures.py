"""What each metric's figures have to be, from its definition."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from tests.oracle.people import SALES, STAGES, Company
from tests.oracle.rows import COST_PER, COUNTS, DURATIONS, LENGTHS, RATES, Row, rows


def _source(row: Row, _: Company) -> str | None:
    if row.cost:
        return row.cost_source
    return row.lead.source if row.lead else SALES


def _team(row: Row, company: Company) -> str | None:
    return company.teams.get(row.owned_by.owner or "")


def _quarter(row: Row, _: Company) -> str:
    """The fiscal year begins in April and is named by the year it begins in."""
    year = row.day.year - (row.day.month < 4)
    return f"FY{year}-Q{(row.day.month - 4) % 12 // 3 + 1}"


def _lane(row: Row, _: Company) -> str:
    return "marketing" if row.lead or row.cost else "sales"


def _campaign(row: Row, _: Company) -> str | None:
    """No campaign brought what sales opened itself."""
    if row.cost:
        return row.cost.campaign
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
    # Costs are no wins: where nothing was won, 0 came back, whatever was spent.
    asked = [row for row in found if not (metric == "return_on_cost" and row.cost)]
    is_unknown = asked and not above and metric in {"won_value", "return_on_cost", *COST_PER}
    numerator = None if is_unknown else _plain(sum(above))
    if metric in COUNTS or metric in ("passes", "won_value", "cost"):
        return Expected(numerator, None, numerator)
    denominator = _plain(sum(row.below for row in found if row.below is not None))
    value = numerator / denominator if denominator and numerator is not None else None
    if metric not in DURATIONS:
        return Expected(numerator, denominator, value)
    return Expected(numerator, denominator, value, _quantile(above, 0.5), _quantile(above, 0.9))


def _plain(total: float | Decimal) -> float:
    return float(total) if total != int(total) else int(total)


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
    if metric == "return_on_cost":
        return "cost"
    if metric in COST_PER:
        return COST_PER[metric]
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
    if metric == "cost":
        return {"cost"}
    if metric in COST_PER:
        return {"cost", COST_PER[metric]} | of_leads
    if metric == "return_on_cost":
        return {"won", "amount", "cost"} | of_leads
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
