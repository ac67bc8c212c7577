"""Rates that know their age: how sure a rate is, how much of it is still to come, what to say.

Source of the method and of what it reaches: docs/definitions.md, 'Rates and their age'; measured in
docs/benchmarks.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import accumulate
from math import prod, sqrt
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from funnel.analysis.triangles import Counts, Curve, Shares
from funnel.analysis.waver import USUAL_WAVER

State = Literal["enough", "young", "too_few", "not_measured", "no_data"]

LEVEL = 0.8
"""Of all intervals: what is said to lie in them does so four times out of five."""
QUANTILE = 1.2815515655446004
"""Of the normal distribution, for both ends of `LEVEL`."""
PRIOR = 25
"""Conversions 'as before' added to both sides: what the last quarter says of a rate by itself
weighs as much as the past does only where it brings so many."""
SEGMENT_PRIOR = 15
"""The same, of a segment's own level beside the whole."""
MATURED = 0.9
"""From this share of all that is to come a cohort counts as grown up."""
LEAST_ENTERED = 10
WIDEST = 2.0
"""An interval whose ends are further apart than this factor cannot tell a good month from a bad."""
DRAWS = 4000
SEED = 20_100


@dataclass(frozen=True)
class Estimate:
    """A value with the ends of its interval (`LEVEL`)."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, eq=False)
class Step:
    """One stage on the way of a rate.

    Args:
        curve: how the whole went on before the period.
        entered: shape (weeks,), who entered the stage in the period, by week from the as-of date.
        moved: how many of them have gone on.
        past: (observed, expected by `curve`) of a segment before the period; of the whole (0, 0).
        waver: tau^2, what the rate wavers by from quarter to quarter, see `waver_of`.
    """

    curve: Curve
    entered: Counts
    moved: int
    past: tuple[int, float] = (0, 0.0)
    waver: float = USUAL_WAVER**2

    @property
    def level(self) -> float:
        """The segment's own rate beside the whole's: (O + 15) / (E + 15)."""
        observed, expected = self.past
        return (observed + SEGMENT_PRIOR) / (expected + SEGMENT_PRIOR)

    @property
    def expected(self) -> float:
        """How many would have gone on by now, at the level of the past."""
        ages = np.arange(len(self.entered))
        return self.level * float((self.entered * self.curve.by_age(ages)).sum())

    def rate(self, change: float) -> float:
        """The final rate where it is `change` times that of the past."""
        return min(self.level * self.curve.final * change, 1.0)

    @property
    def shrunk(self) -> float:
        return self.rate((PRIOR + self.moved) / (PRIOR + self.expected))

    def draws(self, random: np.random.Generator) -> Shares:
        """Of the final rate: the change is Gamma(25 + O, 25 + E)."""
        changes = random.gamma(PRIOR + self.moved, 1 / (PRIOR + self.expected), DRAWS)
        rates: Shares = np.minimum(self.level * self.curve.final * changes, 1.0)
        return rates


@dataclass(frozen=True)
class Judged:
    """What may be said of a rate. Shares are 0 to 1; None is not known."""

    state: State
    interval: Estimate | None = None
    """The rate as counted."""
    matured: float | None = None
    """Of all conversions that are to be expected of the cohort, the share that had time to come."""
    expected: Estimate | None = None
    """What the cohort's rate will end at."""
    shrunk: Estimate | None = None
    """The rate behind the counts: the cohort's own, drawn to the past as far as it is small."""
    within_weeks: int | None = None
    """The curve has no end yet: `expected` and `shrunk` are of so many weeks, not final."""


def judge_cohort(
    numerator: int | None,
    denominator: int,
    steps: Sequence[Step] | None,
    within_weeks: int | None = None,
) -> Judged:
    """What may be said of a share of those who entered a stage.

    Long rates are products of stages. With F the curve through all of them, the cohort has matured
    by m = sum(entered x F(age)) / (entered x F(end)); of the rest, N x rate x (1 - m) are expected
    to come: a Poisson number around draws of the rate, times what the rates waver by in the weeks
    in which the rest goes on, see `_weather`.

    Args:
        numerator: who has got there; None where it is not measured.
        denominator: who entered.
        steps: the stages in between; None where too little is known of how long they take.
        within_weeks: only what follows within so many weeks of entering counts.
    """
    if numerator is None:
        return Judged("not_measured")
    if not denominator:
        return Judged("no_data")
    interval = wilson(numerator, denominator)
    if not steps:
        return Judged("too_few", interval)
    random = np.random.default_rng(SEED)
    whole = reduce(Curve.then, (step.curve for step in steps))
    curve = whole if within_weeks is None else whole.within(within_weeks)
    if curve.final <= 0:  # nobody ever got there so soon
        return Judged("too_few", interval)
    part = curve.final / whole.final
    ages = np.arange(len(steps[0].entered))
    so_far = float((steps[0].entered * curve.by_age(ages)).sum())
    matured = min(so_far / (float(steps[0].entered.sum()) * curve.final), 1.0)
    rates = part * np.prod([step.draws(random) for step in steps], axis=0)
    rate = part * prod(step.shrunk for step in steps)
    # Drawn after the rates, so that what is to come does not move `shrunk`.
    to_come = random.poisson(denominator * rates * (1 - matured) * _weather(steps, random))
    ends = np.minimum((numerator + to_come) / denominator, 1.0)
    end = min(numerator / denominator + rate * (1 - matured), 1.0)
    state: State = "enough"
    if matured < MATURED:
        state = "young"
    elif is_too_few(interval, denominator):
        state = "too_few"
    return Judged(
        state, interval, matured, _estimate(end, ends), _estimate(rate, rates),
        None if curve.has_plateau else curve.weeks,
    )  # fmt: skip


def judge_period(numerator: int | None, denominator: int, *, is_share: bool) -> Judged:
    """What may be said of the events of a period above those below the line.

    Args:
        is_share: who is above stands below as well (won of closed); else two independent counts.
    """
    if numerator is None:
        return Judged("not_measured")
    if not denominator:
        return Judged("no_data")
    interval = wilson(numerator, denominator) if is_share else ratio(numerator, denominator)
    return Judged("too_few" if is_too_few(interval, denominator) else "enough", interval)


def is_too_few(interval: Estimate, denominator: int) -> bool:
    """Too few to say: fewer than 10, or an interval of more than a factor of 2."""
    return denominator < LEAST_ENTERED or interval.high > WIDEST * interval.low


def wilson(numerator: int, denominator: int) -> Estimate:
    """A share with its interval. Source: Wilson, JASA 22 (1927)."""
    share, z2 = numerator / denominator, QUANTILE**2
    middle = (share + z2 / (2 * denominator)) / (1 + z2 / denominator)
    half = QUANTILE * sqrt(share * (1 - share) / denominator + z2 / (4 * denominator**2))
    half /= 1 + z2 / denominator
    # Where nobody or everybody got there, both sides are equal but for rounding.
    return Estimate(share, min(max(middle - half, 0.0), share), max(min(middle + half, 1.0), share))


def ratio(numerator: int, denominator: int) -> Estimate:
    """Two independent counts, one over the other; it may pass 1.

    Given their sum, the upper one is binomial: the interval of its share p becomes p / (1 - p).
    Source: Clopper-Pearson's argument for the ratio of two Poisson means, with Wilson's interval.
    """
    share = wilson(numerator, numerator + denominator)
    high = share.high / (1 - share.high) if share.high < 1 else float("inf")
    return Estimate(numerator / denominator, share.low / (1 - share.low), high)


def _weather(steps: Sequence[Step], random: np.random.Generator) -> NDArray[np.float64]:
    """Factors of what is still to come, shape (DRAWS,): lognormal with a mean of 1.

    The rates are those of the period; the weeks in which the rest goes on have weather of their
    own. The variance is the sum over the stages of (tau x share)^2, where `share` is the part of
    the rest that has not been through that stage yet: with m(k) what has matured through stage k
    and all before it, (1 - m(k)) / (1 - m(last)). First order in tau; stages waver independently.

    Source: a multiplicative random effect on a Poisson mean (Breslow, Applied Statistics 33, 1984);
    tau as in the evidence on the bottleneck, where it is the same quantity.
    """
    entered = steps[0].entered
    ages = np.arange(len(entered))
    left = [
        max(1 - float((entered * curve.by_age(ages)).sum()) / (entered.sum() * curve.final), 0.0)
        for curve in accumulate((step.curve for step in steps), Curve.then)
    ]
    if left[-1] <= 0:
        return np.ones(DRAWS)
    ahead = (min(each / left[-1], 1.0) for each in left)
    variance = sum(step.waver * share**2 for step, share in zip(steps, ahead, strict=True))
    noise = random.standard_normal(DRAWS)
    return np.asarray(np.exp(sqrt(variance) * noise - variance / 2))


def _estimate(value: float, draws: NDArray[np.float64]) -> Estimate:
    low, high = np.quantile(draws, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Estimate(value, min(float(low), value), max(float(high), value))
