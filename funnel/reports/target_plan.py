"""Targets derived from what is to be won: the tree, what it rests on, and why it may not work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from funnel.agreement.holidays import working_days
from funnel.agreement.model import Agreement, Calendar
from funnel.agreement.targets import Key, Target, checked
from funnel.analysis.target_checks import Finding, Room, in_the_past, over_capacity
from funnel.analysis.target_tree import Tree, parted, tree_of
from funnel.calendar import month_end, month_start, months_between
from funnel.errors import FunnelError, Problem
from funnel.filters import Filters
from funnel.metrics import METRICS, figures
from funnel.metrics.query import currency
from funnel.reports.target_rates import (
    YEAR,
    DealValue,
    StepRate,
    deal_value,
    step_rates,
)
from funnel.reports.target_waiting import expected_of, value_expected
from funnel.store.database import Database

if TYPE_CHECKING:
    from funnel.store.team import EnteredTarget  # sqlalchemy takes its time

METRIC_OF = {
    "won_value": "won_value", "won": "wins", "opportunity": "opportunities", "sql": "sqls",
    "handed_over": "handovers", "mql": "mqls", "lead": "leads",
}  # fmt: skip
"""The metric that counts who enters a stage."""
SOURCES = """
select
    source,
    cast(sum(entries) as bigint) as leads
from entry_days
where
    subject = 'lead' and stage = 'lead' and entered_on between $since and $until
    and $as_of between known_from and known_to
group by source
"""
TABLES = """
select
    (
        select count(distinct owner) from passes
        where handed_on between $since and $as_of
    ) as lead_owners,
    (
        select avg(date_diff('day', handed_on, decided_on)) from passes
        where decided_on between $since and $as_of
    ) as lead_days,
    (
        select count(distinct owner) from deals
        where opened_on between $since and $as_of
    ) as deal_owners,
    (
        select avg(date_diff('day', opened_on, closed_on)) from deals
        where closed_on between $since and $as_of
    ) as deal_days
"""


@dataclass(frozen=True)
class Plan:
    """A goal and what it takes.

    Args:
        goal: the value to be won by month.
        as_of: what is known by the end of this day.
        currency: of the goal.
        is_counted: what was won in the goal's months, and what is in the funnel, was taken off;
            the tree holds what is still to come.
        won: of the goal, what was won by `as_of`; None where it was not taken off.
        tree: from the value (or what is left of it) down to the leads.
        rates: of the tree's steps, from the wins down.
        deal_value: what a win brings.
        findings: why it cannot work, or not surely.
    """

    goal: dict[date, int]
    as_of: date
    currency: str
    is_counted: bool
    won: int | None
    tree: Tree
    rates: tuple[StepRate, ...]
    deal_value: DealValue
    findings: tuple[Finding, ...]

    def targets(self) -> list[Target]:
        """The tree as targets of each of its months, leads by source too.

        A month that needs none of a stage has a target of 0: what stood there before is no part of
        this plan. Only of months the goal does not speak of, nothing is said to be won.
        """
        return list(self._targets())

    def _targets(self) -> Iterator[Target]:
        for level in self.tree.levels:
            is_won = level.stage in ("won_value", "won")
            for month, number in zip(self.tree.months, level.needed, strict=True):
                if number or month in self.goal or not is_won:
                    metric = METRIC_OF[level.stage]
                    yield Target(month, metric, None, None, Decimal(number))
        if self.tree.levels[-1].stage != "lead":
            return
        for source, numbers in self.tree.sources.items():
            for month, number in zip(self.tree.months, numbers, strict=True):
                if source is not None:
                    yield Target(month, "leads", source, None, Decimal(number))


def to_save(
    plan: Plan, standing: Iterable[EnteredTarget], *, replacing: bool = False
) -> dict[Key, Decimal | None]:
    """What `TeamStore.set_targets` is to keep of a plan: its targets from the running month on.

    What somebody adjusted by hand stays, unless `replacing`. What was derived before in the months
    of this plan and is not in it goes. Months that are over keep what they had.

    Raises:
        TargetsRefused: the plan takes more than can be a target, or months no target can be of.
    """
    checked(one for one in plan.targets() if one.metric == "won_value")  # the goal says it all
    first = month_start(plan.as_of)
    kept = {one.key: one for one in standing}
    found: dict[Key, Decimal | None] = {
        one.key: None
        for one in kept.values()
        if one.origin == "derived" and first <= one.month <= plan.tree.months[-1]
    }
    listed = checked(one for one in plan.targets() if one.month >= first)
    found |= {one.key: one.value for one in listed}
    if not replacing:
        adjusted = {key for key, one in kept.items() if one.origin != "derived"}
        found = {key: value for key, value in found.items() if key not in adjusted}
    return found


def goal_of(total: int, months: Sequence[date], calendar: Calendar) -> dict[date, int]:
    """`total` over the months by their working days, none lost."""
    return parted(total, {month: Fraction(days_of(calendar, month)) for month in months})


def days_of(calendar: Calendar, month: date) -> int:
    """Working days of the month that begins on `month`."""
    return sum(works for _, works in working_days(calendar, month, month_end(month)))


def plan(
    db: Database,
    goal: Mapping[date, int],
    as_of: date,
    agreement: Agreement,
    *,
    counting: bool = False,
) -> Plan:
    """What it takes to win `goal` (whole currency by the month's first day, over 0 in all).

    Args:
        db: the version to measure rates, lags and sources by.
        goal: at least one month.
        as_of: what is known by its end.
        agreement: whose rates come before the company's own, with its capacity and calendar.
        counting: take off what was won already and what the open deals and leads will bring.

    Raises:
        FunnelError: `no_rate` or `no_deal_value`: neither agreed nor to be measured;
            `nothing_to_win`: the goal is not above 0.
    """
    if any(value < 0 for value in goal.values()) or not sum(goal.values()):
        raise FunnelError(Problem("nothing_to_win", column="goal"))
    rates = step_rates(db, as_of, agreement.rates)
    brings = deal_value(db, as_of, agreement.rates)
    missing = [
        Problem("no_rate", column=one.metric, value=one.target, detail=one.base)
        for one in rates
        if one.rate is None
    ]
    if brings.value is None:
        raise FunnelError([Problem("no_deal_value", column="deal_value"), *missing])
    if missing:
        raise FunnelError(missing)
    sources = _sources(db, rates[-1], as_of) if rates and rates[-1].base == "lead" else {}
    steps = [one.step for one in rates]
    left, won = _left_of(db, goal, as_of, agreement.calendar)
    there = _there(db, rates, brings.value, list(left), as_of)
    still = tree_of(left, brings.value, steps, there=there, sources=sources)
    tree = still if counting else tree_of(goal, brings.value, steps, sources=sources)
    first = month_start(as_of)
    findings = [
        *in_the_past(still, first),
        *over_capacity(tree, _room(db, agreement, as_of), first),
        *_unsure(rates, brings),
    ]
    return Plan(
        dict(goal), as_of, currency(db), counting, won if counting else None, tree,
        tuple(rates), brings, tuple(findings),
    )  # fmt: skip


def _left_of(
    db: Database, goal: Mapping[date, int], as_of: date, calendar: Calendar
) -> tuple[dict[date, int], int]:
    """What of the goal is still to be won in the months that are not over, and what was won.

    What past months lack, later ones have to bring, in proportion to their goals.
    """
    months, first = sorted(goal), month_start(as_of)
    figure = figures(
        db, METRICS["won_value"], Filters(min(months[0], as_of), month_end(months[-1]), as_of)
    )[0]
    won = int(figure.value or 0) if months[0] <= as_of else 0
    to_come = [month for month in months if month >= first]
    left = max(sum(goal.values()) - won, 0)
    if not to_come:
        return {months[-1]: left}, won
    weights = {month: Fraction(goal[month]) for month in to_come}
    if not any(weights.values()):
        weights = {month: Fraction(days_of(calendar, month)) for month in to_come}
    return parted(left, weights), won


def _there(
    db: Database, rates: Sequence[StepRate], mean: Fraction, goal: Sequence[date], as_of: date
) -> dict[str, dict[date, Fraction]]:
    months = months_between(month_start(as_of), max(goal))
    found: dict[str, dict[date, Fraction]] = {}
    for one in rates:
        if (one.base, one.target) == ("opportunity", "won"):
            found["won_value"] = value_expected(db, one, mean, months, as_of)
        else:
            found[one.target] = expected_of(one, months, as_of)
    return found


def _sources(db: Database, rate: StepRate, as_of: date) -> dict[str | None, int]:
    """Leads of the year by source; those without one only where none has any.

    Nobody can set a target for them, and the parts are to sum to the whole.
    """
    until = rate.until or as_of
    rows = db.rows(SOURCES, {"since": until - YEAR, "until": until, "as_of": as_of})
    named = {source: leads for source, leads in rows if source is not None}
    return named or dict(rows)


def _room(db: Database, agreement: Agreement, as_of: date) -> Room:
    row = db.records(TABLES, {"since": as_of - YEAR, "as_of": as_of})[0]
    capacity = agreement.capacity
    return Room(
        leads_an_owner=capacity.leads_an_owner,
        deals_an_owner=capacity.deals_an_owner,
        sqls_a_month=capacity.sqls_a_month,
        **row,
    )


def _unsure(rates: Iterable[StepRate], brings: DealValue) -> Iterator[Finding]:
    for one in rates:
        if one.state in ("young", "too_few"):
            yield Finding("rate_unsure", one.target, None, one.entered, one.advanced, one.metric)
        if one.p90 is None:
            yield Finding("lag_unknown", one.target, None, one.entered, one.advanced, one.metric)
    if brings.state == "too_few":
        yield Finding("value_unsure", "won_value", None, brings.wins, brings.wins, brings.by)
