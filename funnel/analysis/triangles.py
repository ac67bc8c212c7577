"""Those who entered a stage, by week and age: how long it takes until they go on, if they do.

The triangle is an actuary's run-off triangle; the curve drawn from it is a period life table with
those who were lost left at risk, so that no habit of recording losses can move it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]
Shares = NDArray[np.float64]

HISTORY_WEEKS = 52
"""A curve is drawn from so many weeks: a year's seasons, and no older habits."""
MOST_WEEKS = 520
"""Who entered more than ten years ago is left out: a triangle has a cell for every two weeks, and
one slip of a date (1970 for a day that is not known) would make it millions."""
LEAST_WEEKS_BEFORE, LEAST_CONVERSIONS = 13, 20
"""With fewer in the weeks before, all that is known by the as-of date draws the curve."""
LEAST_AT_RISK = 20
"""Where fewer are left at an age, one conversion more would move the end of the curve by 5 %."""
PLATEAU_SHARE = 0.03
"""A curve whose last quarter of weeks brings no more of it has come to its end."""
LEAST_WEEKS = 4
"""A shorter curve has no end to speak of."""


@dataclass(frozen=True, eq=False)
class Triangle:
    """Entries by week and age.

    Week 0 is the seven days that end on the as-of date, week 1 the seven before. Of the
    `entered[c]` who entered in week `c`, `moved[c, a]` went on at an age of `a` weeks, so in week
    `c - a`; what is not known yet (`a > c`) is 0.

    Args:
        entered: shape (weeks,), how many entered.
        moved: shape (weeks, weeks), how many of them went on, by age.
    """

    entered: Counts
    moved: Counts

    @cached_property
    def at_risk(self) -> Counts:
        """Shape (weeks, weeks): who had not gone on before an age, known yet or not."""
        before = np.cumsum(self.moved, axis=1) - self.moved
        return self.entered[:, None] - before

    @cached_property
    def first_week(self) -> int:
        """The week, counted from the as-of date, in which anybody first went on; -1 if nobody did.

        What came before says nothing: the next stage was not recorded yet.
        """
        entered, ages = np.nonzero(self.moved)
        return int((entered - ages).max()) if len(entered) else -1


Row = tuple[int, int | None, int, int]
"""(week of entry, week of going on or None, who went on then, who entered): an entry may stand in a
row with its going on or in one of its own. Weeks are counted back from the as-of date."""


def triangle_of(rows: Iterable[Row]) -> Triangle:
    """A triangle from counted rows.

    Who is dated to have gone on before entering did so at an age of 0. Those who entered
    `MOST_WEEKS` ago and earlier are not in it.
    """
    listed = [row for row in rows if row[0] < MOST_WEEKS]
    weeks = max((row[0] for row in listed), default=-1) + 1
    entered, moved = np.zeros(weeks, np.int64), np.zeros((weeks, weeks), np.int64)
    for week, then, went, came in listed:
        entered[week] += came
        if then is not None:
            moved[week, max(week - then, 0)] += went
    return Triangle(entered, moved)


@dataclass(frozen=True, eq=False)
class Curve:
    """F(a): of those who enter, the share that went on within `a` weeks, that week included.

    `gains[a]` is what the week of age `a` adds, shape (weeks,).
    """

    gains: Shares
    has_plateau: bool
    """The last weeks add next to nothing: the end of the curve is the final rate."""
    drawn_from: tuple[int, int] = (0, 0)
    """The weeks behind it, from the earliest to the latest, counted from the as-of date."""

    @cached_property
    def reached(self) -> Shares:
        """F at each age, shape (weeks,)."""
        return np.cumsum(self.gains)

    @cached_property
    def hazard(self) -> Shares:
        """h(a) = gains / (1 - F before a), shape (weeks,): of those left, the share that goes."""
        left = np.maximum(1 - self.reached + self.gains, np.finfo(float).tiny)
        return np.asarray(self.gains / left)

    @property
    def final(self) -> float:
        """F at the last age that is known."""
        return float(self.reached[-1])

    @property
    def weeks(self) -> int:
        """How far the curve is known."""
        return len(self.gains)

    def by_age(self, ages: Sequence[int] | Counts) -> Shares:
        """F at these ages; beyond its end a curve stays where it is."""
        return self.reached[np.minimum(ages, self.weeks - 1)]

    def within(self, weeks: int) -> Curve:
        """The curve of what is reached within `weeks` weeks, which is final then."""
        return Curve(self.gains[: max(weeks, 1)], self.has_plateau or weeks <= self.weeks)

    def then(self, following: Curve) -> Curve:
        """The curve through both stages: the delays add up, the shares are multiplied."""
        gains = np.convolve(self.gains, following.gains)
        return Curve(gains, self.has_plateau and following.has_plateau)


def life_table(triangle: Triangle, before: int) -> Curve | None:
    """How those who enter go on by age, from the `HISTORY_WEEKS` before week `before`.

    h(a) = sum(moved) / sum(at risk) over the entries whose week of age `a` lies in those weeks;
    F(a) = 1 - prod(1 - h). Where those are too few weeks, or hold too few conversions, all weeks
    known by the as-of date are taken. None where those hold too few as well.

    Source: period life table (Preston, Heuveline, Guillot: Demography, 2001, ch. 3), of
    conversions only: the lost stay at risk.
    """
    recent = (min(before + HISTORY_WEEKS, triangle.first_week), before + 1)
    for weeks in (recent, (triangle.first_week, 0)):
        moved, at_risk = _by_age(triangle, weeks)
        is_long = weeks is not recent or weeks[0] - weeks[1] + 1 >= LEAST_WEEKS_BEFORE
        if is_long and moved.sum() >= LEAST_CONVERSIONS:
            return _curve(moved, at_risk, weeks)
    return None


def _by_age(triangle: Triangle, drawn_from: tuple[int, int]) -> tuple[Counts, Counts]:
    """(moved, at risk) by age, in the calendar weeks of `drawn_from`, both included."""
    since, until = drawn_from
    weeks = len(triangle.entered)
    week = np.arange(weeks)[:, None] - np.arange(weeks)[None, :]
    is_in = (week <= since) & (week >= until)
    return (triangle.moved * is_in).sum(axis=0), (triangle.at_risk * is_in).sum(axis=0)


def _curve(moved: Counts, at_risk: Counts, drawn_from: tuple[int, int]) -> Curve | None:
    too_few = np.flatnonzero(at_risk < LEAST_AT_RISK)
    weeks = int(too_few[0]) if len(too_few) else len(at_risk)
    if not moved[:weeks].any():
        return None
    left = np.cumprod(1 - moved[:weeks] / at_risk[:weeks])
    gains = -np.diff(left, prepend=1.0)
    late = float(gains[-(-weeks * 3 // 4) :].sum())
    has_plateau = weeks >= LEAST_WEEKS and late <= PLATEAU_SHARE * float(gains.sum())
    return Curve(gains, has_plateau, drawn_from)


def observed_and_expected(triangle: Triangle, curve: Curve) -> tuple[int, float]:
    """How many of a segment went on in the weeks behind the whole's `curve`, and by it should have.

    E = sum over ages of the segment's at risk x h(a).
    """
    moved, at_risk = _by_age(triangle, curve.drawn_from)
    ages = min(len(moved), curve.weeks)
    return int(moved[:ages].sum()), float((at_risk * 1.0)[:ages] @ curve.hazard[:ages])
