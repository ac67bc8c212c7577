"""A simulated B2B funnel by week, to measure statistics on: its true rates are known.

Weekly clock; stages with rates that differ by company and waver by week (autocorrelated); lognormal
delays; growth and season in arrivals. Who does not go on stays silent.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from funnel.analysis.triangles import Triangle, triangle_of

RATES = (0.70, 0.45, 0.55, 0.28)
"""MQL to accepted, to SQL, to opportunity, to won."""
MEDIANS = (0.6, 2.5, 2.0, 9.0)
"""Weeks, of those who go on."""
SPREAD = 0.7
"""Of the logarithm of a delay."""
WAVER, WAVER_STAYS = 0.10, 0.8
"""Of each rate by week: relative standard deviation, and what stays of it a week later."""

Weeks = NDArray[np.int64]


@dataclass(frozen=True)
class Simulated:
    """Who entered which stage when; `entered[k][i]` is a week since the start, or -1 for never."""

    entered: list[Weeks]
    chances: list[NDArray[np.float64]]
    """Of each person and stage, the true share of such people who go on from it."""

    def truth(self, since: int, until: int, first: int, last: int) -> float:
        """The rate behind the counts: the mean chances of those who entered in these weeks."""
        rate = 1.0
        for stage in range(first, last):
            came = self.entered[stage]
            rate *= float(self.chances[stage][(came >= since) & (came <= until)].mean())
        return rate

    def triangle(self, stage: int, today: int) -> Triangle:
        """From `stage` to the next one, as known at the end of week `today`."""
        came, went = self.entered[stage], self.entered[stage + 1]
        is_known = (came >= 0) & (came <= today)
        pairs: dict[tuple[int, int | None], int] = {}
        for start, end in zip(came[is_known].tolist(), went[is_known].tolist(), strict=True):
            then = today - end if 0 <= end <= today else None
            pairs[today - start, then] = pairs.get((today - start, then), 0) + 1
        return triangle_of(
            (week, then, 0 if then is None else count, count)
            for (week, then), count in pairs.items()
        )

    def share(self, since: int, until: int, first: int, last: int, today: int) -> tuple[int, int]:
        """(numerator, denominator) of those who entered `first` in these weeks, by `today`."""
        came = self.entered[first]
        cohort = (came >= since) & (came <= until)
        there = self.entered[last][cohort]
        return int(((there >= 0) & (there <= today)).sum()), int(cohort.sum())


def simulate(seed: int, a_month: float, weeks: int, growth: float = 0.0) -> Simulated:
    """A company of `a_month` MQLs a month; `growth` is a quarter's.

    People arrive for a year more than `weeks`, so that ends are known.
    """
    random = np.random.default_rng(seed)
    clock = np.arange(weeks + 1)
    trend = (1 + growth) ** ((clock - weeks) / 13)
    season = 1 + 0.15 * np.sin(2 * np.pi * clock / 52 + random.uniform(0, 6))
    arrivals = random.poisson(a_month * 12 / 52 * trend * season)
    entered, chances = [np.repeat(clock, arrivals)], []
    for rate, median in zip(RATES, MEDIANS, strict=True):
        level = rate * np.exp(random.normal(0, 0.15))
        waver = _waver(random, weeks + 400)
        came = entered[-1]
        chance = np.clip(level * (1 + waver[np.maximum(came, 0)]), 0, 0.97)
        chances.append(chance)
        goes = (came >= 0) & (random.random(len(came)) < chance)
        delay = median * np.exp(random.normal(0, SPREAD, len(came)))
        # Within the week of entry or later: a delay runs from a random moment of it.
        then = np.floor(came + random.random(len(came)) + delay).astype(np.int64)
        entered.append(np.where(goes, then, -1))
    return Simulated(entered, chances)


def _waver(random: np.random.Generator, weeks: int) -> NDArray[np.float64]:
    shocks = random.normal(0, WAVER * np.sqrt(1 - WAVER_STAYS**2), weeks)
    waver = np.zeros(weeks)
    for week in range(1, weeks):
        waver[week] = WAVER_STAYS * waver[week - 1] + shocks[week]
    return waver
