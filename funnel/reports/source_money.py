"""What each source costs and brings: cost for each stage, the return so far, a lead's worth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from funnel.filters import Filters, check_period
from funnel.metrics import METRICS, figures
from funnel.metrics.query import Number, currency, measured_by
from funnel.reports.closed_deals import By
from funnel.reports.customer_value import CustomerValue, customer_values
from funnel.reports.returns import Return, returns
from funnel.reports.worth import StageWorth, stage_worths
from funnel.store.database import Database

COST_PER = {
    "lead": "cost_per_lead",
    "mql": "cost_per_mql",
    "sql": "cost_per_sql",
    "won": "cost_per_win",
}
WORTH_OF = ("lead", "mql", "sql")
MONTHS = 12
"""Of a customer's value."""
Pays = Literal["pays", "costs_more", "open"]


@dataclass(frozen=True)
class Money:
    """Of one group, in the period: `cost_per` by stage, what its leads brought, and their worth.

    `worth` is of one person in a stage, by the year up to the as-of date. `pays` holds the cost of
    a lead against the 80 % range of its worth: below all of it, above all of it, or within. All of
    it is booked value, not margin.
    """

    group: str | None
    cost: Number | None
    cost_per: Mapping[str, Number | None]
    returned: Return | None
    worth: Mapping[str, StageWorth]
    customer: CustomerValue | None

    @property
    def pays(self) -> Pays | None:
        """None where one of the two is not known."""
        cost, worth = self.cost_per.get("lead"), self.worth.get("lead")
        if cost is None or worth is None or worth.low is None or worth.high is None:
            return None
        if cost < worth.low:
            return "pays"
        return "costs_more" if cost > worth.high else "open"


@dataclass(frozen=True)
class SourceMoney:
    """All groups that cost or brought something, most cost first, and the `whole`.

    Worths are known by source alone. `has_cost`, `has_value` and `has_revenue` say what the exports
    measure: costs, amounts of deals, invoices or contracts.
    """

    by: By
    since: date
    as_of: date
    currency: str
    has_cost: bool
    has_value: bool
    has_revenue: bool
    whole: Money
    rows: tuple[Money, ...]


def source_money(db: Database, since: date, as_of: date, *, by: By = "source") -> SourceMoney:
    """Cost and return of the leads from `since` to `as_of`, as known by `as_of`.

    Raises:
        FunnelError: the period is empty.
    """
    check_period(since, as_of)
    measured = set(measured_by(db))
    has_cost, has_value = "cost" in measured, {"won", "amount"} <= measured
    worths: dict[tuple[bool, str | None], dict[str, StageWorth]] = {}
    if has_value:
        for one in stage_worths(db, as_of, by_source=by == "source"):
            if one.stage in WORTH_OF:
                worths.setdefault((one.is_whole, one.source), {})[one.stage] = one
    revenue = customer_values(db, as_of, ("source",)) if by == "source" else None
    customers = {
        one.group["source"]: one
        for one in (revenue.values if revenue else ())
        if one.months == MONTHS
    }
    spent = _spent(db, since, as_of, by) if has_cost else {}
    back = _returns(db, since, as_of, by) if has_cost and has_value else {}
    groups = set(spent) | {group for is_whole, group in worths if not is_whole} | set(customers)
    rows = [
        _money(group, spent, back.get(group), worths.get((False, group), {}), customers.get(group))
        for group in groups
    ]
    rows.sort(key=lambda row: (-(row.cost or 0), row.group is None, row.group or ""))
    whole_back = returns(db, since, as_of, as_of)[0] if has_cost and has_value else None
    whole = _money(
        None, _spent(db, since, as_of, None) if has_cost else {}, whole_back,
        worths.get((True, None), {}), None,
    )  # fmt: skip
    return SourceMoney(
        by, since, as_of, currency(db), has_cost, has_value, revenue is not None, whole,
        tuple(rows),
    )  # fmt: skip


def _money(
    group: str | None,
    spent: Mapping[str | None, Mapping[str, Number | None]],
    returned: Return | None,
    worth: Mapping[str, StageWorth],
    customer: CustomerValue | None,
) -> Money:
    own = spent.get(group, {})
    per = {stage: own.get(metric) for stage, metric in COST_PER.items()}
    return Money(group, own.get("cost"), per, returned, worth, customer)


def _spent(
    db: Database, since: date, as_of: date, by: By | None
) -> dict[str | None, dict[str, Number | None]]:
    """Costs by group and metric, of groups that cost something."""
    period = Filters(since, as_of, as_of, "period")
    grouped = (by,) if by else ()
    found: dict[str | None, dict[str, Number | None]] = {}
    for metric in ("cost", *COST_PER.values()):
        for one in figures(db, METRICS[metric], period, grouped):
            group = one.group[by] if by else None
            if metric == "cost" and one.value:
                found[group] = {"cost": one.value}
            elif group in found:
                found[group][metric] = one.value
    return found


def _returns(db: Database, since: date, as_of: date, by: By) -> dict[str | None, Return]:
    return {one.group[by]: one for one in returns(db, since, as_of, as_of, by=(by,))}
