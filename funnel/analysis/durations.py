"""How long things take, by the cumulative incidence: medians with their ranges and their state."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

import numpy as np

from funnel.analysis.incidence import (
    Floats,
    Method,
    Outcome,
    Stays,
    aalen_johansen,
    keeping_losses,
    losses_at_risk,
    reverse_time,
)

LEAST_WINS = 10
"""With fewer, the 80 % range of a median spans most of what was seen."""


LEVEL, WATCHED = 2, 0.1
"""F has reached its plateau where a tenth of all were watched for twice the P90 found.

Told by where most wins lie: of the few old enough to win late, none need have.
"""


class State(StrEnum):
    """Whether an estimate can be judged, and if not, why."""

    ENOUGH = "enough"
    TOO_FEW = "too few"
    NO_DATA = "no data"
    NOT_MEASURED = "not measured"
    YOUNG = "young"
    STRAGGLERS = "stragglers only"


@dataclass(frozen=True)
class Estimate:
    """Days until won, of those who win. `low` and `high` are the 80 % range of the median.

    `share` is F(tau), the share of all entered that wins within `longest` days; None where only
    the won are known.
    """

    entered: int
    won: int
    lost: int
    open: int
    median: int | None
    p80: int | None
    p90: int | None
    low: int | None
    high: int | None
    share: float | None
    longest: int | None
    state: State
    draws: Floats = field(repr=False, compare=False)
    """The median of each bootstrap sample: what its range, and that of a change, is read from."""


@dataclass(frozen=True)
class Sampling:
    """How a range is found: bootstrap draws of whole stays, the same at every call; 0: no range."""

    draws: int = 400
    seed: int = 20


SAMPLING = Sampling()
OTHER_SAMPLING = Sampling(seed=21)
"""For what is compared with the first: the same draws would move together."""
RANGE = (0.1, 0.9)
"""Of the range shown beside a median: 80 %, as everywhere in the product."""
CLAIM = (0.025, 0.975)
"""Of a difference that is said aloud: 95 %, or one look in five would tell of nothing."""


def estimate(
    stays: Stays, method: Method = losses_at_risk, sampling: Sampling = SAMPLING
) -> Estimate:
    """Median, P80 and P90 of those who win, with those still open in account, and their state."""
    curve = method(stays)
    won = stays.number(Outcome.WON)
    draws = median_draws(stays, method, sampling)
    low, high = _range(draws, RANGE)
    return Estimate(
        entered=stays.number(),
        won=won,
        lost=stays.number(Outcome.LOST),
        open=stays.number(Outcome.OPEN),
        median=curve.quantile(0.5),
        p80=curve.quantile(0.8),
        p90=curve.quantile(0.9),
        low=None if low is None else round(low),
        high=None if high is None else round(high),
        share=curve.final if method is not reverse_time and stays.number() else None,
        longest=curve.first + len(curve.share) - 1 if len(curve.share) else None,
        state=_state(stays, curve.quantile(0.9)),
        draws=draws,
    )


def _state(stays: Stays, p90: int | None) -> State:
    if not stays.number():
        return State.NO_DATA
    if p90 is None or stays.number(Outcome.WON) < LEAST_WINS:
        return State.TOO_FEW
    long_enough = stays.count[stays.watched >= LEVEL * p90].sum()
    return State.ENOUGH if long_enough >= WATCHED * stays.number() else State.YOUNG


def median_draws(stays: Stays, method: Method, sampling: Sampling = SAMPLING) -> Floats:
    """The median of each bootstrap sample of the stays; samples without a win are left out."""
    number = stays.number()
    if not stays.number(Outcome.WON):
        return np.zeros(0)
    if method is losses_at_risk:
        # How long the won could have been watched moves no quantile, and would make many kinds.
        waiting = keeping_losses(stays)
        stays, method = replace(waiting, watched=waiting.ended), aalen_johansen
    # In order of length, not days: one slip of the keyboard would make curves of a thousand years.
    kinds, lengths = stays.together().in_order()
    rng = np.random.default_rng(sampling.seed)
    drawn = rng.multinomial(number, kinds.count / number, sampling.draws)
    return lengths[method(kinds, drawn).quantiles(0.5)].astype(np.float64)


def _range(draws: Floats, bounds: tuple[float, float]) -> tuple[float | None, float | None]:
    if not len(draws):
        return None, None
    low, high = np.quantile(draws, bounds, method="inverted_cdf")
    return float(low), float(high)


class Verdict(StrEnum):
    """What may be said of a difference."""

    SHORTER = "shorter"
    LONGER = "longer"
    NOT_CLEAR = "no clear change"
    CANNOT_TELL = "cannot tell"


@dataclass(frozen=True)
class Change:
    """Days by which the median moved (below 0: shorter), with its 95 % range."""

    days: int | None
    low: int | None
    high: int | None
    verdict: Verdict


def change(now: Estimate, before: Estimate) -> Change:
    """The median of `now` against that of `before`; both watched for equally long.

    Drawn with different seeds. A direction is named only where the range excludes 0, and only with
    enough wins on both sides.
    """
    if now.median is None or before.median is None:
        return Change(None, None, None, Verdict.CANNOT_TELL)
    number = min(len(now.draws), len(before.draws))
    low, high = _range(now.draws[:number] - before.draws[:number], CLAIM)
    if low is None or high is None or min(now.won, before.won) < LEAST_WINS:
        verdict = Verdict.CANNOT_TELL
    elif high < 0:
        verdict = Verdict.SHORTER
    elif low > 0:
        verdict = Verdict.LONGER
    else:
        verdict = Verdict.NOT_CLEAR
    return Change(
        now.median - before.median,
        None if low is None else round(low),
        None if high is None else round(high),
        verdict,
    )


def expected_before(stays: Stays, days: int) -> float:
    """Wins to be expected before the last `days`, had they been recorded then as they are since.

    Where none is seen and several are expected, the records don't reach back: an export of what was
    closed since a day, a tool brought in later. F is that of the time recorded.
    """
    curve = aalen_johansen(stays.recorded_for(days))
    ages = stays.watched - days - 1
    return float(np.sum(curve.on(ages) * stays.count))
