"""One step of the funnel on the calendar: who was there to go on, who did, and who should have.

The same people as in a triangle, told by the week in which they are looked at: with `c` the week of
entry and `a` the age, all counted back from the as-of date, the calendar week is `c - a`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from funnel.analysis.step_counts import MOST_WEEKS, StepCounts, fitted, square
from funnel.analysis.waver import learned

Numbers = NDArray[np.float64]

WINDOW = 13
"""Weeks whose entries are judged; what went before is the past."""
CALENDAR = 8
"""Weeks of those in which going on is judged, whenever people entered."""
HISTORY = 104
"""Weeks before them that they are held against: two years, so that the reference is steadier than
what it judges."""
SOURCE_PRIOR = 15
"""Conversions 'as everywhere' that a source's own level is weighed against."""


@dataclass(frozen=True, eq=False)
class Baseline:
    """How people went on in the weeks [since, until) before what is judged.

    Args:
        hazard: shape (ages,): of those there at an age, the share that went on in that week.
        level: shape (segments,): a segment's own rate beside the whole: (O + 15) / (E + 15).
        moved, at_risk: shape (ages,), what the hazard is made of.
        waver: tau^2, of a quarter's rate.
        until, since: weeks back from the as-of date.
    """

    hazard: Numbers
    level: Numbers
    level_variance: Numbers
    moved: Numbers
    at_risk: Numbers
    waver: float
    since: int
    until: int

    @cached_property
    def reached(self) -> Numbers:
        """F(a) = 1 - prod(1 - h): the share that went on by each age."""
        return np.asarray(1 - np.cumprod(1 - self.hazard))

    @property
    def weeks(self) -> int:
        return self.since - self.until


@dataclass(frozen=True)
class Seen:
    """Observed and expected, with the relative variance of what is expected."""

    observed: int
    expected: float
    variance: float


@dataclass(frozen=True, eq=False)
class Flow:
    """One step by calendar week and age, summed up from the as-of date backwards.

    Args:
        moved, at_risk: shape (segments, weeks + 1, ages), sums over the weeks before an index, so
            that the weeks [i, j) are `x[:, j] - x[:, i]`.
        bulk: shape (weeks + 1,), moves on bulk days alone; in none of the others.
        entered: shape (segments, weeks).
        by_age: shape (segments, weeks, ages): moves by week of entry, summed over ages up to one.
        begins: the week in which anybody first went on; what came before was not recorded.
    """

    counts: StepCounts
    moved: Numbers
    at_risk: Numbers
    bulk: Numbers
    entered: Numbers
    by_age: Numbers
    begins: int

    @classmethod
    def of(cls, counts: StepCounts) -> Flow:
        """Turn triangles onto the calendar."""
        weeks = min(max((len(t.entered) for t in counts.triangles), default=0), MOST_WEEKS)
        bulk = counts.bulk or (None,) * len(counts.triangles)
        moved, at_risk, tidied, entered, begins = [], [], [], [], -1
        for triangle, piled in zip(counts.triangles, bulk, strict=True):
            there = fitted(triangle, weeks)
            pile = np.zeros((weeks, weeks)) if piled is None else square(piled, weeks)
            begins = max(begins, there.first_week)
            moved.append(there.moved - pile)
            at_risk.append(there.at_risk.astype(float))
            tidied.append(pile)
            entered.append(there.entered.astype(float))
        shape = (len(moved), weeks, weeks)
        by_entry = _stacked(moved, shape)
        return cls(
            counts,
            _summed(_by_week(by_entry)),
            _summed(_by_week(_stacked(at_risk, shape))),
            _summed(_by_week(_stacked(tidied, shape))).sum(axis=(0, 2)),
            _stacked(entered, shape[:2]),
            np.cumsum(by_entry, axis=2),
            begins,
        )

    @property
    def weeks(self) -> int:
        return int(self.entered.shape[1])

    def observed(self, since: int, until: int) -> Numbers:
        """Shape (segments, ages): who went on in the weeks [until, since)."""
        return np.asarray(self.moved[:, since] - self.moved[:, until])

    def there(self, since: int, until: int) -> Numbers:
        """Shape (segments, ages): person-weeks of those who might have."""
        return np.asarray(self.at_risk[:, since] - self.at_risk[:, until])

    def baseline(self, look: int, window: int = WINDOW, recorded: int | None = None) -> Baseline:
        """What the window of a look `look` weeks ago is held against.

        h(a) = sum(moved) / sum(at risk) over the `HISTORY` weeks before the window, as far as the
        step was recorded (`recorded`: the week from which on it was, else its first move).
        """
        until = look + window
        since = min(
            until + HISTORY, (self.begins if recorded is None else recorded) + 1, self.weeks
        )
        since = max(since, until)
        by_segment, there = self.observed(since, until), self.there(since, until)
        moved, at_risk = by_segment.sum(axis=0), there.sum(axis=0)
        hazard = np.where(at_risk > 0, moved / np.maximum(at_risk, 1), 0.0)
        observed, expected = by_segment.sum(axis=1), there @ hazard
        level = (observed + SOURCE_PRIOR) / (expected + SOURCE_PRIOR)
        waver = self._waver(hazard, level, since, until)
        return Baseline(
            hazard, level, 1 / (observed + SOURCE_PRIOR), moved, at_risk, waver, since, until
        )

    def _waver(self, hazard: Numbers, level: Numbers, since: int, until: int) -> float:
        """tau^2 of the quarters of the history, each source expected at its own level."""
        starts = range(until, since - WINDOW + 1, WINDOW)
        return learned(
            (
                float(self.observed(start + WINDOW, start).sum()),
                float(level @ (self.there(start + WINDOW, start) @ hazard)),
            )
            for start in starts
        )

    def calendar(
        self, base: Baseline, look: int, window: int = CALENDAR, only: int | None = None
    ) -> Seen:
        """Observed and expected of the weeks [look, look + window), of all or of one segment.

        E = sum over segments s and ages a of level_s * at_risk(s, a) * h(a); relative variance
        tau^2 (sqrt(13 / window) + 1 / quarters of history) + v / E^2, with
        v = sum((at_risk / at_risk_base)^2 moved_base). The root, because rates waver from month to
        month: eight weeks more than a quarter, less than eight weeks by chance alone would.
        """
        there = self.there(look + window, look)
        observed = self.observed(look + window, look)
        if only is None:
            return _seen(observed.sum(), base.level @ there, base, window)
        found = _seen(observed[only].sum(), base.level[only] * there[only], base, window)
        return _less_sure(found, base, only)

    def cohort(
        self, base: Baseline, look: int, window: int = WINDOW, only: int | None = None
    ) -> Seen:
        """The same of those who entered in the weeks [look, look + window), by the look.

        E = sum over weeks of level * N * F(age) (Cape Cod; Gluck, CAS Forum, 1997).
        """
        ages = np.arange(min(window, self.weeks - look))
        entered = self.entered[:, look : look + window]
        observed = self.by_age[:, look + ages, ages]
        left = np.concatenate(([1.0], 1 - base.reached[: len(ages) - 1]))
        came = base.level @ entered if only is None else base.level[only] * entered[only]
        there = np.zeros(len(base.hazard))
        there[: len(ages)] = np.cumsum(came[::-1])[::-1] * left
        if only is None:
            return _seen(observed.sum(), there, base)
        return _less_sure(_seen(observed[only].sum(), there, base), base, only)


def _seen(observed: float, there: Numbers, base: Baseline, window: int = WINDOW) -> Seen:
    expected = float(there @ base.hazard)
    if expected <= 0:
        return Seen(round(observed), 0.0, 0.0)
    of_base = np.where(base.at_risk > 0, there / np.maximum(base.at_risk, 1), 0.0)
    drawn = float((of_base**2 * base.moved).sum()) / expected**2
    quarters = max(base.weeks / WINDOW, 1)
    waver = base.waver * (sqrt(WINDOW / window) + 1 / quarters)
    return Seen(round(observed), expected, waver + drawn)


def _less_sure(seen: Seen, base: Baseline, only: int) -> Seen:
    variance = seen.variance + float(base.level_variance[only])
    return Seen(seen.observed, seen.expected, variance)


def _stacked(listed: Sequence[NDArray[Any]], shape: tuple[int, ...]) -> Numbers:
    found = np.zeros(shape)
    for place, one in enumerate(listed):
        found[place] = one
    return found


def _by_week(by_entry: Numbers) -> Numbers:
    """From (segment, week of entry, age) to (segment, calendar week, age)."""
    weeks = by_entry.shape[1]
    week, age = np.arange(weeks)[:, None], np.arange(weeks)[None, :]
    entry = week + age
    is_there = entry < weeks
    return np.asarray(by_entry[:, np.where(is_there, entry, 0), age] * is_there)


def _summed(by_week: Numbers) -> Numbers:
    zero = np.zeros((by_week.shape[0], 1, by_week.shape[2]))
    return np.concatenate([zero, np.cumsum(by_week, axis=1)], axis=1)
