"""Where a month stands against its target, and whether that is more than chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Literal

from funnel.analysis.rates import QUANTILE

State = Literal[
    "not_measured", "not_begun", "on_track", "behind", "ahead", "reached", "missed",
]  # fmt: skip
LEAST_HISTORY = 30
"""Leads or deals; with fewer the company's own pattern within a month is not told from chance."""


@dataclass(frozen=True)
class Pace:
    """A target and how far it is.

    Args:
        target: for the whole period.
        share: of it that should be there by now, 0 to 1.
        expected: target times share.
        actual: what is there; None where it is not measured.
        low, high: 80 % of what the actual number might as well have been, had chance it so.
        state: reached or missed once the period is over, else against `expected`: behind or ahead
            only where all of `low` to `high` is.
    """

    target: float
    share: float
    expected: float
    actual: float | None
    low: float | None
    high: float | None
    state: State


def poisson_interval(count: float) -> tuple[float, float]:
    """80 % interval of the mean behind a count (Byar's approximation; Breslow and Day 1987)."""
    more = count + 1
    high = more * (1 - 1 / (9 * more) + QUANTILE / (3 * sqrt(more))) ** 3
    if count <= 0:
        return 0.0, high
    return count * max(1 - 1 / (9 * count) - QUANTILE / (3 * sqrt(count)), 0.0) ** 3, high


def sum_interval(amounts_squared: float, total: float, usual: float | None) -> tuple[float, float]:
    """The same of a sum of so many amounts: their number is by chance, and so is each (sum of x^2).

    Where nothing is there yet, as many of the `usual` amount as a count of 0 leaves possible.
    """
    if total <= 0 or amounts_squared <= 0:
        return 0.0, poisson_interval(0)[1] * (usual or 0.0)
    # As if all amounts were alike, and as many as make the same noise.
    count = total**2 / amounts_squared
    low, high = poisson_interval(count)
    return low * total / count, high * total / count


def pace(
    target: float,
    share: float,
    actual: float | None,
    interval: tuple[float, float] | None,
    *,
    is_over: bool,
    has_begun: bool = True,
    is_sum: bool = True,
    lower_is_better: bool = False,
) -> Pace:
    """A target against what is there.

    Args:
        target: 0 or more.
        share: of the period that is behind it.
        actual: None where it is not measured.
        interval: of `actual`.
        has_begun: any day of it is.
        is_over: the whole period is known: the number is what it is.
        is_sum: it fills up over the period; a rate does not, its whole target holds at once.
        lower_is_better: a cost, of which more is behind.
    """
    expected = target * share if is_sum else target
    low, high = interval or (None, None)
    state: State
    if actual is None:
        state = "not_measured"
    elif is_over:
        state = (
            "reached" if (actual <= target if lower_is_better else actual >= target) else "missed"
        )
    elif not has_begun:
        state = "not_begun"
    elif low is None or high is None or low <= expected <= high:
        state = "on_track"
    else:
        state = "ahead" if (high < expected) == lower_is_better else "behind"
    return Pace(target, share, expected, actual, low, high, state)


def usual_share(months: Sequence[Sequence[float]], share: float, cases: float) -> float | None:
    """Of what months bring, the part that is there once `share` of the working days is over.

    Args:
        months: past ones, of each what every working day brought.
        share: 0 to 1.
        cases: so many leads or deals are in them.

    Returns:
        None where they hold too little to tell.
    """
    whole = sum(sum(days) for days in months)
    if whole <= 0 or cases < LEAST_HISTORY:
        return None
    there = 0.0
    for days in months:
        upto = len(days) * share
        there += sum(days[: int(upto)])
        if int(upto) < len(days):
            there += days[int(upto)] * (upto - int(upto))
    return there / whole
