"""What would be enough to judge the steps that cannot be judged."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import count
from math import sqrt

from funnel.analysis.evidence import AMBER, LEAST_HISTORY, LEAST_MOVED, Problem
from funnel.analysis.flows import CALENDAR, HISTORY, WINDOW
from funnel.analysis.gains import WEEKS_A_MONTH
from funnel.analysis.negbin import smallest_drop
from funnel.analysis.verdicts import StepState, Verdict
from funnel.analysis.waver import USUAL_WAVER

WEEKS_OF_HISTORY = LEAST_HISTORY + WINDOW
"""Behind the as-of date: the weeks that are judged, and those they are held against."""
WENT_ON = LEAST_MOVED
"""Conversions in the weeks before those that are judged."""
HALF = 0.5


@dataclass(frozen=True)
class Lack:
    """A step that cannot be judged, and what would do.

    Args:
        now_a_month: conversions a month that its own past lets expect, where it has one.
        enough_a_month: with so many, the loss of every second one would show. None where numbers
            are not what it lacks.
    """

    base: str
    target: str
    problem: Problem
    now_a_month: float | None
    enough_a_month: int | None


def lacks(verdict: Verdict) -> tuple[Lack, ...]:
    """The steps that cannot be judged, in their order."""
    return tuple(_lack(step, step.problem) for step in verdict.steps if step.problem is not None)


def _lack(step: StepState, problem: Problem) -> Lack:
    if step.evidence is None or problem != "too_few":
        return Lack(step.base, step.target, problem, None, None)
    now = step.evidence.expected * WEEKS_A_MONTH / CALENDAR
    return Lack(step.base, step.target, problem, now, enough_a_month())


@cache
def enough_a_month() -> int:
    """The smallest number of conversions a month at which the loss of half of them would show.

    Of a step that wavers as is usual and has the full history behind it, see `Flow.calendar`.
    """
    variance = USUAL_WAVER**2 * (sqrt(WINDOW / CALENDAR) + WINDOW / HISTORY)

    def shows(a_month: int) -> bool:
        drop = smallest_drop(a_month * CALENDAR / WEEKS_A_MONTH, variance, AMBER)
        return drop is not None and drop <= HALF

    return next(a_month for a_month in count(1) if shows(a_month))
