"""The credit of sources or campaigns for the deals won in a period, by every rule side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import get_args

import numpy as np

from funnel.analysis.contribution import (
    ALL_RULES,
    Credit,
    Division,
    Measure,
    State,
    contributions,
)
from funnel.analysis.touch_rules import HALF_LIFE
from funnel.errors import FunnelError, Problem, UnknownName
from funnel.filters import check_period
from funnel.metrics.query import Number, currency, measured_by
from funnel.reports.closed_deals import By, Kind, ReadDeals, read_deals
from funnel.store.database import Database

GROUPINGS: tuple[By, ...] = get_args(By)
MEASURES: tuple[Measure, ...] = get_args(Measure)
ORDER: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True)
class Part:
    """A number with its share of what was booked, its 80 % range, and the places it may have.

    All but `amount` are those of `analysis.contribution.Credit`.
    """

    amount: Number
    share: float | None
    low: float | None
    high: float | None
    rank: int | None
    rank_to: int | None


@dataclass(frozen=True)
class Row:
    """What one group has by one rule. `group` is None for touches that name none (kind 'none').

    `value` is None where no amount of its deals is known.
    """

    kind: Kind
    group: str | None
    wins: Part
    value: Part | None


@dataclass(frozen=True)
class Rule:
    """One rule's rows, most wins first, rows of their own last. None are there unless measured."""

    name: str
    state: State
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Contribution:
    """All rules over the deals won in a period, and what they rest on.

    `wins` and `value` are None where deals or amounts are not measured. `touches` are those of won
    deals that created no lead, `unnamed_touches` those among them that name no source (campaign);
    `touched_wins` are won deals that have any.
    """

    by: By
    since: date
    until: date
    as_of: date
    currency: str
    half_life: float
    wins: int | None
    value: Number | None
    wins_without_amount: int
    touched_wins: int
    touches: int
    unnamed_touches: int
    rules: tuple[Rule, ...]

    def rule(self, name: str) -> Rule:
        return next(rule for rule in self.rules if rule.name == name)


def contribution(
    db: Database,
    since: date,
    until: date,
    as_of: date,
    *,
    by: By = "source",
    rules: Sequence[str] = ALL_RULES,
    half_life: float = HALF_LIFE,
) -> Contribution:
    """Divide what was won from `since` to `until`, as known by `as_of`, among sources or campaigns.

    `half_life` is that of time decay, in days.

    Raises:
        UnknownName: a rule or grouping that does not exist.
        FunnelError: the period is empty, or the half-life no number above 0.
    """
    _check(since, until, by, rules, half_life)
    measured = measured_by(db)
    has_value = {"won", "amount"} <= set(measured)
    read = read_deals(db, since, until, as_of, by)
    wanted = [rule for rule in rules if "won" in measured and read.measures(rule)]
    measures = MEASURES if has_value else ("wins",)
    found = contributions(read.deals, wanted, measures, half_life=half_life)
    units = read.deals.units[read.deals.is_won]
    known = units[~np.isnan(units)]
    return Contribution(
        by, since, until, as_of, currency(db), half_life,
        wins=len(units) if "won" in measured else None,
        value=read.as_amount(known.sum()) if has_value else None,
        wins_without_amount=len(units) - len(known) if has_value else 0,
        touched_wins=read.touched_wins,
        touches=read.touches,
        unnamed_touches=read.unnamed_touches,
        rules=tuple(_rule(name, read, found) for name in rules),
    )  # fmt: skip


def _rule(name: str, read: ReadDeals, found: dict[tuple[str, Measure], Division]) -> Rule:
    if (name, "wins") not in found:
        return Rule(name, "not_measured", ())
    wins = found[name, "wins"]
    value = found.get((name, "value"), Division("not_measured", {}))
    rows = [
        Row(
            *read.names[group],
            _part(credit, _whole(credit.amount)),
            _part(value.credits[group], read.as_amount(value.credits[group].amount))
            if group in value.credits
            else None,
        )
        for group, credit in wins.credits.items()
    ]
    rows.sort(key=lambda row: (ORDER.index(row.kind), -row.wins.amount, row.group or ""))
    return Rule(name, wins.state, tuple(rows))


def _part(credit: Credit, amount: Number) -> Part:
    return Part(amount, credit.share, credit.low, credit.high, credit.rank, credit.rank_to)


def _whole(amount: float) -> Number:
    """An int where it is one but for the last bits of a float."""
    return round(amount) if abs(amount - round(amount)) < 1e-9 else amount


def _check(since: date, until: date, by: str, rules: Sequence[str], half_life: float) -> None:
    if by not in GROUPINGS:
        detail = f"dimension ({', '.join(GROUPINGS)})"
        raise UnknownName(Problem("unknown_name", value=by, detail=detail))
    for rule in rules:
        if rule not in ALL_RULES:
            detail = f"rule ({', '.join(ALL_RULES)})"
            raise UnknownName(Problem("unknown_name", value=rule, detail=detail))
    check_period(since, until)
    if not (0 < half_life < float("inf")):
        raise FunnelError(Problem("setting_invalid", value=str(half_life), detail="half_life"))
