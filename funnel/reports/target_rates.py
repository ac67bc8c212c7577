"""The rates and lags that targets are derived by: what was agreed, or the company's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from math import sqrt
from statistics import median, stdev
from typing import Literal, NamedTuple

import numpy as np

from funnel.agreement.model import Rates
from funnel.analysis.durations import LEAST_WINS, Sampling, estimate
from funnel.analysis.durations import State as Known
from funnel.analysis.incidence import (
    NO_CURVE,
    Curve,
    Outcome,
    Stays,
    aalen_johansen,
    losses_at_risk,
)
from funnel.analysis.rates import QUANTILE, Estimate, is_too_few, wilson
from funnel.analysis.target_tree import Lag, Step
from funnel.metrics.query import measured_by
from funnel.store.database import Database

STAGES = ("lead", "mql", "handed_over", "sql", "opportunity", "won")
"""Those that targets are set for; acceptance is on the way from hand-over to SQL."""
RATE_OF = {
    "mql": "mql_rate", "handed_over": "handover_rate", "sql": "sql_rate",
    "opportunity": "sql_opportunity_rate", "won": "win_rate",
}  # fmt: skip
YEAR = timedelta(days=364)
LOOK_BACK = timedelta(days=730)
"""Lags are those of two years: long ones are seen by then, and older habits forgotten."""
FINE = 1_000_000
"""Shares of a lag are told to a millionth."""
AT_ONCE = Lag((1,))
RateState = Literal["agreed", "enough", "young", "too_few", "no_data", "not_measured"]

PASSAGES = """
select
    day as entered_on,
    case when numerator_on <= $as_of then numerator_on end as moved_on,
    cast(null as date) as lost_on,
    cast(sum(numerator) as bigint) as went,
    cast(sum(denominator) as bigint) as came
from stage_rate_days
where
    basis = 'cohort' and base = $base and target = $target
    and $as_of between known_from and known_to
    and day between $since and $as_of
group by all
"""
DEALS = """
select
    entered_on,
    case when won_on <= $as_of then won_on end as moved_on,
    case when lost_on <= $as_of then lost_on end as lost_on,
    count(*) filter (where won_on <= $as_of) as went,
    count(*) as came
from waits
where figure = 'deal_length' and not is_undated and entered_on between $since and $as_of
group by all
"""
LANES = """
select
    count(*) filter (where coalesce(lane, 'marketing') = 'marketing') as of_leads,
    count(*) as deals
from deals
where case when $opened then opened_on else closed_on end between $since and $as_of
    and ($opened or outcome = 'won')
"""
AMOUNTS = """
select cast(amount as decimal(18, 2)) as amount
from deals
where outcome = 'won' and amount is not null and closed_on between $since and $as_of
"""


class Passage(NamedTuple):
    """So many (`number`) entered on a day, went on on another, or were lost, or neither yet."""

    entered_on: date
    moved_on: date | None
    lost_on: date | None
    number: int


@dataclass(frozen=True)
class StepRate:
    """How many of a stage go on to the next measured one, and how long they take.

    Args:
        metric: the id of the rate in the catalogue.
        base, target: the stages.
        rate: what the tree is derived by; None where it is neither agreed nor measured.
        agreed: what the agreement says.
        own: `advanced` of the `entered` who entered from `since` to `until`, which leaves them the
            time that nine of ten need.
        interval: 80 %, of the own rate.
        state: 'agreed', or what may be said of the own rate.
        median, p90: days, of those who go on, with those still waiting in account; None unknown.
        share: of those who enter the target, those who come this way.
    """

    metric: str
    base: str
    target: str
    rate: Fraction | None
    agreed: float | None
    own: float | None
    entered: int
    advanced: int
    since: date | None
    until: date | None
    interval: Estimate | None
    state: RateState
    median: int | None
    p90: int | None
    share: Fraction
    lag: Lag = field(repr=False)
    waiting: tuple[Passage, ...] = field(repr=False, compare=False)
    """Who entered the base and neither went on nor was lost."""
    lost: Curve = field(repr=False, compare=False)
    """The share lost by day, where losses are recorded."""

    @property
    def step(self) -> Step:
        """For the tree; only where there is a rate."""
        if self.rate is None:
            raise ValueError(f"{self.metric} is not known")
        return Step(self.base, self.target, self.rate, self.lag, self.share)


@dataclass(frozen=True)
class DealValue:
    """What a win brings: agreed, or the mean or median of `wins` own ones with an amount.

    `low` and `high` are the 80 % range of the own mean.
    """

    value: Fraction | None
    by: Literal["agreed", "mean", "median"]
    wins: int
    mean: float | None
    median: float | None
    low: float | None
    high: float | None
    state: RateState


def step_rates(db: Database, as_of: date, agreed: Rates) -> list[StepRate]:
    """From the wins down to the leads, between the stages the exports measure."""
    measured = measured_by(db)
    stages = [stage for stage in STAGES if stage in measured]
    found = []
    for base, target in reversed(list(pairwise(stages))):
        is_deals = (base, target) == ("opportunity", "won")
        listed = _passages(db, base, target, as_of, is_deals=is_deals)
        found.append(_step(base, target, listed, as_of, agreed, is_deals=is_deals))
    ways = [i for i, one in enumerate(found) if one.base not in ("opportunity", "won")]
    if ways:
        share = _share_of_leads(db, found[ways[0]].target, as_of)
        found[ways[0]] = replace(found[ways[0]], share=share)
    return found


def deal_value(db: Database, as_of: date, agreed: Rates) -> DealValue:
    """Of the wins of the year up to `as_of`."""
    rows = db.rows(AMOUNTS, {"since": as_of - YEAR, "as_of": as_of})
    amounts = [Fraction(amount) for (amount,) in rows]
    mean = sum(amounts, Fraction(0)) / len(amounts) if amounts else None
    middle = median(amounts) if amounts else None
    half = 0.0
    if len(amounts) > 1:
        half = QUANTILE * stdev(map(float, amounts)) / sqrt(len(amounts))
    state: RateState = "enough" if len(amounts) >= LEAST_WINS else "too_few"
    by: Literal["agreed", "mean", "median"] = agreed.deal_value_by
    value = mean if by == "mean" else middle
    if agreed.deal_value is not None:
        by, value, state = "agreed", Fraction(str(agreed.deal_value)), "agreed"
    elif not value or value <= 0:
        value, state = None, "no_data"
    return DealValue(
        value, by, len(amounts), _float(mean), _float(middle),
        None if mean is None else max(float(mean) - half, 0.0),
        None if mean is None else float(mean) + half,
        state,
    )  # fmt: skip


def _float(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


def _passages(
    db: Database, base: str, target: str, as_of: date, *, is_deals: bool
) -> list[Passage]:
    asked = {"as_of": as_of, "since": as_of - LOOK_BACK}
    if is_deals:
        rows = db.records(DEALS, asked)
        return [
            Passage(row["entered_on"], row["moved_on"], row["lost_on"], row["came"]) for row in rows
        ]
    came: dict[date, int] = {}
    went: list[Passage] = []
    for row in db.records(PASSAGES, {**asked, "base": base, "target": target}):
        came[row["entered_on"]] = came.get(row["entered_on"], 0) + row["came"]
        if row["moved_on"] is not None and row["went"]:
            went.append(Passage(row["entered_on"], row["moved_on"], None, row["went"]))
    for one in went:
        came[one.entered_on] = came.get(one.entered_on, 0) - one.number
    return went + [Passage(day, None, None, number) for day, number in came.items() if number > 0]


def _step(
    base: str,
    target: str,
    listed: Sequence[Passage],
    as_of: date,
    agreed: Rates,
    *,
    is_deals: bool,
) -> StepRate:
    stays = Stays.of(_stay(one, as_of) for one in listed)
    known = estimate(stays, losses_at_risk, Sampling(draws=0))
    until = as_of - timedelta(days=known.p90 or 0)
    in_time = [one for one in listed if until - YEAR <= one.entered_on <= until]
    entered = sum(one.number for one in in_time)
    advanced = sum(one.number for one in in_time if one.moved_on is not None)
    # An export of the won alone, as some shops' are, tells how long they took and of no rate.
    is_all_won = is_deals and all(one.moved_on is not None for one in listed)
    is_measured = bool(entered and advanced) and not is_all_won
    interval = wilson(advanced, entered) if is_measured else None
    metric = RATE_OF[target]
    is_next = STAGES.index(target) == STAGES.index(base) + 1
    said = getattr(agreed, metric) if is_next else None
    state: RateState
    if said is not None:
        state = "agreed"
    elif interval is None:
        state = "not_measured" if is_all_won else "no_data"
    elif is_too_few(interval, entered):
        state = "too_few"
    else:
        state = "young" if known.state is Known.YOUNG else "enough"
    own = Fraction(advanced, entered) if is_measured else None
    lost = aalen_johansen(_lost_first(stays)) if is_deals and len(stays.count) else NO_CURVE
    return StepRate(
        metric=metric,
        base=base,
        target=target,
        rate=own if said is None else Fraction(str(said)),
        agreed=said,
        own=_float(own),
        entered=entered,
        advanced=advanced,
        since=until - YEAR if entered else None,
        until=until if entered else None,
        interval=interval,
        state=state,
        median=known.median,
        p90=known.p90,
        share=Fraction(1),
        lag=lag_of(losses_at_risk(stays)),
        waiting=tuple(one for one in listed if one.moved_on is None and one.lost_on is None),
        lost=lost,
    )


def _stay(one: Passage, as_of: date) -> tuple[int, int, int, int, int]:
    """A going on that is dated before the entry took no time."""
    watched = (as_of - one.entered_on).days
    ended = one.moved_on or one.lost_on
    outcome = Outcome.OPEN
    if ended is not None:
        outcome = Outcome.WON if one.moved_on else Outcome.LOST
    length = watched if ended is None else max((ended - one.entered_on).days, 0)
    return length, outcome, watched, 0, one.number


def _lost_first(stays: Stays) -> Stays:
    """The same with what is lost for what is hoped for."""
    swapped = np.array([Outcome.OPEN, Outcome.LOST, Outcome.WON], dtype=np.int64)
    return replace(stays, outcome=swapped[stays.outcome])


def lag_of(curve: Curve) -> Lag:
    """How the days spread of those who go on; at once where nobody did."""
    if curve.final <= 0:
        return AT_ONCE
    gains = np.diff(curve.share, prepend=0.0) / curve.final
    weights = [0] * max(curve.first + len(gains), 1)
    for i, gain in enumerate(gains):
        weights[max(curve.first + i, 0)] += round(float(gain) * FINE)
    while len(weights) > 1 and not weights[-1]:
        weights.pop()
    return Lag(tuple(weights))


def _share_of_leads(db: Database, stage: str, as_of: date) -> Fraction:
    """Of the deals opened (won where `stage` is won) in the year, those that have a lead."""
    asked = {"opened": stage == "opportunity", "since": as_of - YEAR, "as_of": as_of}
    of_leads, deals = db.rows(LANES, asked)[0]
    if stage not in ("opportunity", "won") or not deals:
        return Fraction(1)
    return Fraction(of_leads, deals)
