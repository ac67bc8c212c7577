"""Cohorts by month and age: what each had reached by when, and whether the recent do better."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, exp, log, sqrt
from typing import Literal

from funnel.analysis.waver import USUAL_WAVER

COLUMNS = 8
STEPS = (1, 2, 4, 8)
"""Weeks from one column to the next: the fewest whose last column holds `MOST` of what came."""
MOST, TELLING = 0.9, 0.8
"""Cohorts are compared at the first age by which `TELLING` of the last judged age had come."""
RECENT, LEAST_EARLIER, MOST_EARLIER = 3, 3, 12
"""Cohorts (months) on either side of a comparison."""
LEAST_REACHED = 10
Z = 1.959963984540054
"""A difference that is said aloud takes 95 %, or one look in five would tell of nothing."""


@dataclass(frozen=True)
class Cell:
    """How many had reached the next stage within `age` days of entering, each by their own days.

    `is_whole`: every one of them was watched for so long; else more may still come.
    """

    age: int
    reached: int
    is_whole: bool


@dataclass(frozen=True)
class Cohort:
    """Those who entered in one month; `cells` end with the last age that anybody can have had.

    Args:
        name: the month ('2026-03').
        entered: people (or deals).
        reached: of them by now, at whatever age.
    """

    name: str
    entered: int
    reached: int
    cells: tuple[Cell, ...]


Verdict = Literal["above", "below", "as_before", "too_few"]


@dataclass(frozen=True)
class Comparison:
    """The most recent cohorts against those before, at the age of column `place`.

    `ratio` is the recent share over the earlier one with its 95 % range; None where too few.
    """

    place: int
    recent: tuple[Cohort, ...]
    earlier: tuple[Cohort, ...]
    ratio: float | None
    low: float | None
    high: float | None
    verdict: Verdict


def step_of(ages: Mapping[int, int]) -> int:
    """Weeks between the columns, from how many went on after how many days."""
    wanted, so_far = MOST * sum(ages.values()), 0
    for age in sorted(ages):
        so_far += ages[age]
        if so_far >= wanted:
            weeks = ceil(age / 7)
            return next((step for step in STEPS if step * COLUMNS >= weeks), STEPS[-1])
    return STEPS[0]


def cohort(
    name: str, entered: int, ages: Mapping[int, int], watched: tuple[int, int], step: int
) -> Cohort:
    """One cohort's cells.

    Args:
        name: its month.
        entered: so many entered.
        ages: how many went on after how many days (0 or more).
        watched: days for which the latest and the earliest of them can have been watched.
        step: weeks between the columns.
    """
    least, most = watched
    cells = []
    for place in range(1, COLUMNS + 1):
        age = 7 * step * place
        if age > most:
            break
        reached = sum(count for days, count in ages.items() if days <= age)
        cells.append(Cell(age, reached, age <= least))
    return Cohort(name, entered, sum(ages.values()), tuple(cells))


def compare(cohorts: Sequence[Cohort]) -> Comparison | None:
    """The last `RECENT` judged cohorts against up to `MOST_EARLIER` before; None: too few of them.

    The ratio of two shares on the log scale, with var = 1/x1 - 1/n1 + 1/x2 - 1/n2, to which is
    added what the rates of quarters waver by from nothing but the weather: tau^2 for the recent
    quarter and tau^2 over the quarters before. Above or below only where the range excludes 1.

    Source: Katz, Baptista, Azen, Pike: Obtaining confidence intervals for the risk ratio in cohort
    studies, Biometrics 34 (1978); tau as in `analysis.waver`.
    """
    place = _telling(cohorts)
    if place is None:
        return None
    judged = _whole_at(cohorts, place)
    recent, earlier = judged[-RECENT:], judged[-RECENT - MOST_EARLIER : -RECENT]
    (n1, x1), (n2, x2) = (share_at(side, place) for side in (recent, earlier))
    sides = place, tuple(recent), tuple(earlier)
    if min(x1, x2) < LEAST_REACHED:
        return Comparison(*sides, None, None, None, "too_few")
    ratio = (x1 / n1) / (x2 / n2)
    weather = USUAL_WAVER**2 * (1 + RECENT / len(earlier))
    half = Z * sqrt(1 / x1 - 1 / n1 + 1 / x2 - 1 / n2 + weather)
    low, high = exp(log(ratio) - half), exp(log(ratio) + half)
    verdict: Verdict = "above" if low > 1 else "below" if high < 1 else "as_before"
    return Comparison(*sides, ratio, low, high, verdict)


def _telling(cohorts: Sequence[Cohort]) -> int | None:
    """The column to compare at: early enough to be news, late enough to hold most of it."""
    places = [
        place
        for place in range(COLUMNS)
        if len(_whole_at(cohorts, place)) >= RECENT + LEAST_EARLIER
    ]
    if not places:
        return None
    grown = _whole_at(cohorts, places[-1])
    last = share_at(grown, places[-1])[1]
    return next(place for place in places if share_at(grown, place)[1] >= TELLING * last)


def _whole_at(cohorts: Sequence[Cohort], place: int) -> list[Cohort]:
    return [
        one
        for one in cohorts
        if one.entered and len(one.cells) > place and one.cells[place].is_whole
    ]


def share_at(cohorts: Sequence[Cohort], place: int) -> tuple[int, int]:
    """(entered, reached by then) of cohorts that are all judged at a column."""
    return (
        sum(one.entered for one in cohorts),
        sum(one.cells[place].reached for one in cohorts),
    )
