"""What a figure did after something was decided: before and after, with the verdict's caution.

Association, never proof: what is decided after bad weeks is mostly followed by better ones, action
or not, and other things happen too.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log, sqrt
from typing import Literal

from funnel.analysis.evidence import LEAST_EXPECTED, judgeable
from funnel.analysis.flows import CALENDAR, WINDOW, Baseline, Flow, Seen
from funnel.analysis.gains import final_rate
from funnel.analysis.rates import QUANTILE, judge_period
from funnel.analysis.readings import CLEAR, LEAST_DAYS, Compared, Share

Kind = Literal["rate", "share", "count"]
State = Literal["better", "worse", "no_clear_change", "too_early", "too_few", "not_measured"]

LEAST_WEEKS = LEAST_DAYS // 7
WEEKS_BEFORE, MOST_WEEKS_AFTER = CALENDAR, WINDOW
SEASON = 0.2
"""What a count wavers by from one stretch of weeks to the next (relative sd), as for the inflow."""


@dataclass(frozen=True)
class Side:
    """A figure of some weeks: its value, its 80 % interval, and what it was counted from.

    A rate (0 to 1) has `observed` who went on, of `of` to be expected by its own past; a share
    `observed` of `of`; a count `observed` in `of` weeks, its value being a week's.
    """

    value: float | None
    low: float | None
    high: float | None
    observed: int
    of: float


@dataclass(frozen=True)
class Move:
    """Both sides and what may be said of their difference; `z` is positive where it rose."""

    kind: Kind
    state: State
    before: Side | None
    after: Side | None
    z: float | None = None


def move_of_rate(flow: Flow, decided: int, after: int, only: int | None = None) -> Move:
    """How a step went on in the latest `after` weeks, beside the 8 weeks up to `decided` weeks ago.

    Both are held against the same past, that of the verdict at the time of the decision:
    z = (log(O1 / E1) - log(O0 / E0)) / sqrt(1 / O1 + 1 / O0 + v1 + v0), with half a case more in O,
    and v the relative variance of what is expected (see `Flow.calendar`).
    Source: the delta method for the log of a ratio of two Poisson numbers, plus overdispersion.
    """
    _, base = judgeable(flow, decided) if decided + WINDOW < flow.weeks else (None, None)
    if base is None:
        return Move("rate", "too_few", None, None)
    was = flow.calendar(base, decided, WEEKS_BEFORE, only)
    before = _side(was, base, only)
    if not after:
        return Move("rate", "too_early", before, None)
    now = flow.calendar(base, 0, after, only)
    z = _z(now, was)
    enough = min(was.expected, now.expected) >= LEAST_EXPECTED
    return Move("rate", _state(z, after, enough=enough), before, _side(now, base, only), z)


def move_of_share(before: Share, after: Share, weeks: int) -> Move:
    """How a share of what was promised changed; z as of `Compared`."""
    z = Compared(after, before).z
    enough = min(before.whole, after.whole) >= LEAST_EXPECTED
    sides = _share_side(before), _share_side(after)
    if sides[0].value is None and sides[1].value is None:
        return Move("share", "not_measured", None, None)
    return Move("share", _state(z, weeks, enough=enough), *sides, z)


def move_of_count(before: int | None, after: int | None, weeks: int) -> Move:
    """How a count of the 8 weeks before changed in the `weeks` after.

    z of the log of the ratio, as of a rate, with v = .2^2 once: both stretches lie side by side.
    """
    if before is None:
        return Move("count", "not_measured", None, None)
    was = _count_side(before, WEEKS_BEFORE)
    if not weeks or after is None:
        return Move("count", "too_early", was, None)
    ratio = log((after + 0.5) / weeks) - log((before + 0.5) / WEEKS_BEFORE)
    z = ratio / sqrt(1 / (after + 0.5) + 1 / (before + 0.5) + SEASON**2)
    expected = before / WEEKS_BEFORE * weeks
    enough = max(before, after) >= LEAST_EXPECTED and expected >= 1
    return Move("count", _state(z, weeks, enough=enough), was, _count_side(after, weeks), z)


def _state(z: float, weeks: int, *, enough: bool) -> State:
    if weeks < LEAST_WEEKS:
        return "too_early"
    if not enough:
        return "too_few"
    if abs(z) < CLEAR:
        return "no_clear_change"
    return "better" if z > 0 else "worse"


def _z(now: Seen, was: Seen) -> float:
    if now.expected <= 0 or was.expected <= 0:
        return 0.0
    ratio = log((now.observed + 0.5) / now.expected) - log((was.observed + 0.5) / was.expected)
    drawn = 1 / (now.observed + 0.5) + 1 / (was.observed + 0.5)
    return ratio / sqrt(drawn + now.variance + was.variance)


def _side(seen: Seen, base: Baseline, only: int | None) -> Side:
    """The final rate at which as many would have gone on as did."""
    if seen.expected <= 0:
        return Side(None, None, None, seen.observed, 0.0)
    usual = final_rate(base) * (1.0 if only is None else float(base.level[only]))
    low, high = _around(seen.observed, seen.expected, seen.variance)
    value, low, high = (
        min(usual * change, 1.0) for change in (seen.observed / seen.expected, low, high)
    )
    return Side(value, low, high, seen.observed, seen.expected)


def _share_side(share: Share) -> Side:
    judged = judge_period(int(share.count), int(share.whole), is_share=True)
    if judged.interval is None:
        return Side(None, None, None, int(share.count), share.whole)
    found = judged.interval
    return Side(found.value, found.low, found.high, int(share.count), share.whole)


def _count_side(count: int, weeks: int) -> Side:
    low, high = _around(count, weeks, 0.0)
    return Side(count / weeks, low, high, count, weeks)


def _around(observed: int, of: float, variance: float) -> tuple[float, float]:
    """The 80 % interval of observed / of, on the scale of logs; from 0 where there are none."""
    half = QUANTILE * sqrt(1 / (observed + 0.5) + variance)
    value = (observed + 0.5) / of
    low = value * exp(-half) if observed else 0.0
    return min(low, observed / of), max(value * exp(half), observed / of)
