"""How the weekly meeting keeps its word: what is open and late, done in time, and its ratings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import mean
from typing import TYPE_CHECKING

from funnel.calendar import week_start

if TYPE_CHECKING:
    from funnel.store.team import Action, Rating  # sqlalchemy takes its time

WEEKS = 8


@dataclass(frozen=True)
class Week:
    """The actions due in a week that begins on `monday`, and how its meetings were rated.

    `rating` is the mean of `voters`; None where nobody rated.
    """

    monday: date
    due: int
    in_time: int
    rating: float | None
    voters: int

    @property
    def share(self) -> float | None:
        """in_time / due; None where none was due."""
        return self.in_time / self.due if self.due else None


@dataclass(frozen=True)
class Standing:
    """What is open, by due day; how many of those are late, or due in the next seven days."""

    open: tuple[Action, ...]
    overdue: int
    soon: int
    weeks: tuple[Week, ...]

    @property
    def due(self) -> int:
        """Of all weeks."""
        return sum(week.due for week in self.weeks)

    @property
    def in_time(self) -> int:
        """Of all weeks."""
        return sum(week.in_time for week in self.weeks)


def standing(
    actions: Sequence[Action], ratings: Sequence[Rating], today: date, weeks: int = WEEKS
) -> Standing:
    """As of `today`, over so many weeks, the latest first.

    An action counts in the week it was due, once that day is over; in time where it was done by
    then. One dropped by its day counts nowhere: to drop it was a decision. Dropped later it counts
    as not done.
    """
    open_ones = sorted(
        (one for one in actions if one.state == "open"), key=lambda one: (one.plan.due_on, one.id)
    )
    this = week_start(today)
    return Standing(
        tuple(open_ones),
        sum(one.plan.due_on < today for one in open_ones),
        sum(today <= one.plan.due_on < today + timedelta(days=7) for one in open_ones),
        tuple(
            _week(actions, ratings, this - timedelta(weeks=back), today) for back in range(weeks)
        ),
    )


def _week(
    actions: Sequence[Action], ratings: Sequence[Rating], monday: date, today: date
) -> Week:  # fmt: skip
    due = [
        one
        for one in actions
        if week_start(one.plan.due_on) == monday
        and one.plan.due_on < today
        and not _called_off(one)
    ]
    votes = [one.rating for one in ratings if week_start(one.day) == monday]
    return Week(
        monday, len(due), sum(map(_in_time, due)), mean(votes) if votes else None, len(votes)
    )


def _in_time(action: Action) -> bool:
    settled = action.settled_on
    return action.state == "done" and settled is not None and settled <= action.plan.due_on


def _called_off(action: Action) -> bool:
    settled = action.settled_on
    return action.state == "dropped" and settled is not None and settled <= action.plan.due_on
