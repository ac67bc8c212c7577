"""A rate that swings with the months of the quarter: a habit of dating, or of closing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt

import numpy as np

from funnel.analysis.flows import Baseline, Flow

LEAST_WEEKS = 26
"""Two quarters: one alone shows no rhythm."""
CLEAR = 3.5
"""Standard deviations by which a month of the quarter must differ from the others."""
LEAST_SWING = 1.3
"""Smaller swings are no news: the highest month over the lowest."""
PRIOR = 25


@dataclass(frozen=True)
class Rhythm:
    """How many go on in the first, second and third month of a quarter, against an even pace (1).

    `weeks` is how long it was watched.
    """

    months: tuple[float, float, float]
    weeks: int


def rhythm_of(flow: Flow, base: Baseline, as_of: date) -> Rhythm | None:
    """The rhythm of a step, where it is clear.

    Of all weeks recorded, by the month of the quarter in which their middle lies:
    r_m = (O_m + 25) / (E_m + 25), clear where any |O_m - E_m| / sqrt(E_m + tau^2 E_m^2 / quarters)
    passes 3.5 and the highest r is 1.3 times the lowest. tau^2 is that of whole quarters, in which
    a rhythm of months evens out. None where it is not clear, or less than two quarters are known.
    """
    weeks = min(base.since, flow.weeks)
    if weeks < LEAST_WEEKS:
        return None
    observed, expected = np.zeros(3), np.zeros(3)
    moved = np.diff(flow.moved[:, : weeks + 1].sum(axis=(0, 2)))
    for week in range(weeks):
        middle = as_of - timedelta(days=7 * week + 3)
        month = (middle.month - 1) % 3
        observed[month] += moved[week]
        expected[month] += float(base.level @ (flow.there(week + 1, week) @ base.hazard))
    # An even pace has the same sum: what is high or low as a whole is no rhythm.
    if not expected.all() or not observed.sum():
        return None
    expected *= observed.sum() / expected.sum()
    quarters = weeks / 13
    clear = max(
        abs(seen - due) / sqrt(due + base.waver * due**2 / quarters)
        for seen, due in zip(observed, expected, strict=True)
    )
    first, second, third = (
        (seen + PRIOR) / (due + PRIOR) for seen, due in zip(observed, expected, strict=True)
    )
    if clear < CLEAR or max(first, second, third) < LEAST_SWING * min(first, second, third):
        return None
    return Rhythm((float(first), float(second), float(third)), weeks)
