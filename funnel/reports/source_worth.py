"""What each lead source cost, what came back, and what a lead and a customer of it are worth."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from funnel.analysis.worth import mean_range
from funnel.filters import Filters
from funnel.metrics import METRICS, Figure, figures
from funnel.metrics.query import currency, measured_by
from funnel.reports.customer_value import (
    CUSTOMERS,
    HORIZONS,
    CustomerValue,
    customer_values,
    quarter_end,
)
from funnel.reports.returns import Return, returns
from funnel.reports.worth import StageWorth, stage_worths
from funnel.store.database import Database

COSTS = ("cost", "cost_per_lead", "cost_per_mql", "cost_per_sql", "cost_per_win")
PER_LEAD, PER_WIN = "cost_per_lead", "cost_per_win"
MONTHS = HORIZONS[0]
Pays = Literal["pays", "does_not", "unclear"]


@dataclass(frozen=True)
class SourceWorth:
    """One source over the period.

    Args:
        costs: by metric of `COSTS`, on the period basis; without those of no cost or no rows.
        returned: what its own leads brought of the cost, with how much of that is in already.
        lead: what one lead brings; None where wins or amounts are not measured.
        pays: whether all of the range of `lead` lies above or below the cost of a lead; None where
            one of both is not known.
        value: what customers paid within `MONTHS` of being won; None where no revenue is exported
            or nobody was won.
        value_range: 80 % of the mean of those whose months are all seen; None of fewer than ten.
        value_to_cost: that mean over the cost of a win, with `value_range` over it.
    """

    source: str | None
    costs: Mapping[str, Figure]
    returned: Return | None
    lead: StageWorth | None
    pays: Pays | None
    value: CustomerValue | None
    value_range: tuple[float, float] | None
    value_to_cost: float | None
    value_to_cost_range: tuple[float, float] | None


@dataclass(frozen=True)
class SourceWorths:
    """Every source that had a cost, leads or wins in the period, the most costly first.

    `has_costs`, `has_amounts` and `has_revenue` tell what the exports hold at all.
    """

    since: date
    as_of: date
    currency: str
    sources: tuple[SourceWorth, ...]
    has_costs: bool
    has_amounts: bool
    has_revenue: bool


def source_worths(db: Database, since: date, as_of: date) -> SourceWorths:
    """Cost, return and worth by source, of the days from `since` to `as_of`, both included."""
    measured = measured_by(db)
    costs: dict[str | None, dict[str, Figure]] = defaultdict(dict)
    period = Filters(since, as_of, as_of)
    if "cost" in measured:
        for name in COSTS:
            for figure in figures(db, METRICS[name], period, ("source",)):
                if figure.value is not None:
                    costs[figure.group["source"]][name] = figure
    has_cost = {source for source, found in costs.items() if found.get("cost")}
    returned = {one.group["source"]: one for one in returns(db, since, as_of, as_of, by=["source"])}
    leads = {
        one.source: one
        for one in stage_worths(db, as_of)
        if one.stage == "lead" and not one.is_whole and one.value is not None
    }
    paid = customer_values(db, as_of, ["source"])
    values = {one.group["source"]: one for one in paid.values if one.months == MONTHS} \
        if paid else {}  # fmt: skip
    ranges = _ranges(db, as_of, paid.first_day) if paid else {}
    came = {
        figure.group["source"]
        for name in ("leads", "wins")
        for figure in figures(db, METRICS[name], period, ("source",))
        if figure.value
    }
    found = [
        _source(
            source, costs.get(source, {}) if source in has_cost else {}, returned.get(source),
            leads.get(source), values.get(source), ranges.get(source),
        )
        for source in has_cost | came
    ]  # fmt: skip
    return SourceWorths(
        since,
        as_of,
        currency(db),
        tuple(sorted(found, key=_in_order)),
        bool(has_cost),
        bool({"won", "amount"} <= set(measured)),
        paid is not None,
    )


def _source(  # noqa: PLR0917 - what each is stands in the record
    source: str | None,
    costs: Mapping[str, Figure],
    returned: Return | None,
    lead: StageWorth | None,
    value: CustomerValue | None,
    value_range: tuple[float, float] | None,
) -> SourceWorth:
    a_win = costs[PER_WIN].value if PER_WIN in costs else None
    ratio = span = None
    if a_win and value is not None and value.whole_value is not None:
        ratio = value.whole_value / a_win
        span = value_range and (value_range[0] / a_win, value_range[1] / a_win)
    return SourceWorth(
        source, costs, returned if costs else None, lead, _pays(costs, lead), value, value_range,
        ratio, span,
    )  # fmt: skip


def _pays(costs: Mapping[str, Figure], lead: StageWorth | None) -> Pays | None:
    figure = costs.get(PER_LEAD)
    if figure is None or figure.value is None or lead is None:
        return None
    if lead.low is None or lead.high is None:
        return None
    if lead.low > figure.value:
        return "pays"
    return "does_not" if lead.high < figure.value else "unclear"


def _ranges(
    db: Database, as_of: date, first_day: date
) -> dict[str | None, tuple[float, float] | None]:
    """Of the mean of the customers that `CustomerValue.whole_value` is the mean of."""
    amounts: dict[str | None, list[float]] = defaultdict(list)
    for row in db.records(CUSTOMERS, {"as_of": as_of}):
        if _is_whole(row, first_day):
            amounts[row["source"]].append(row["amount"])
    return {source: mean_range(listed) for source, listed in amounts.items()}


def _is_whole(row: Mapping[str, Any], first_day: date) -> bool:
    is_covered = quarter_end(row["won_on"]) >= first_day
    return bool(row["months"] == MONTHS and is_covered and row["days_seen"] >= row["days"])


def _in_order(one: SourceWorth) -> tuple[float, bool, str]:
    cost = one.costs["cost"].value if "cost" in one.costs else None
    return -float(cost or 0), one.source is None, one.source or ""
