"""What the actions of the meetings moved: the figure each should move, before it and after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, cast, get_args

from funnel.analysis.flows import Flow
from funnel.analysis.moves import (
    LEAST_WEEKS,
    MOST_WEEKS_AFTER,
    WEEKS_BEFORE,
    Move,
    move_of_count,
    move_of_rate,
    move_of_share,
)
from funnel.analysis.readings import Share
from funnel.filters import Dimension, Filters
from funnel.metrics import METRICS, figures
from funnel.metrics.query import measured_by
from funnel.reports.promises import Asked, By, kept
from funnel.reports.stage_flows import Segment, read_steps, steps_of
from funnel.reports.weekly import STAGES
from funnel.store.database import Database

if TYPE_CHECKING:
    from funnel.store.team import Action  # sqlalchemy takes its time

RATES = {
    "mql_rate": "mql",
    "handover_rate": "handed_over",
    "sql_rate": "sql",
    "sql_opportunity_rate": "opportunity",
    "win_rate": "won",
}
"""The rates an action can be held to, by the stage they lead to; from whichever is measured."""
COUNTS = tuple(STAGES)
CLOCKED = (
    "handover", "required_fields", "behaviour_history", "first_contact", "follow_ups",
    "result_recorded", "decided", "back_to_nurturing",
)  # fmt: skip
"""The promises one can: those of which many fall due a month."""
SEGMENTS = get_args(Segment)


@dataclass(frozen=True)
class Moved:
    """An action and what its figure did.

    Args:
        about: the segment both sides are of; None for all.
        before: the first and last day of the weeks before; after: likewise, None where there is
            not a whole week yet.
        judged_from: from when on a difference can be judged.
    """

    action: Action
    move: Move | None
    about: tuple[str, str | None] | None
    before: tuple[date, date]
    after: tuple[date, date] | None
    judged_from: date


def moved(db: Database, actions: Sequence[Action], as_of: date) -> list[Moved]:
    """Each action that was decided by `as_of`, as it was known then.

    What came after counts from the day it was done, and until then from that of the decision; in
    whole weeks that end on `as_of`, 13 at most. `move` is None where no figure was named.
    """
    return [_moved(db, action, as_of) for action in actions if action.plan.decided_on <= as_of]


def _moved(db: Database, action: Action, as_of: date) -> Moved:
    plan = action.plan
    begins = action.settled_on if action.state == "done" and action.settled_on else plan.decided_on
    weeks = min(max((as_of - begins).days // 7, 0), MOST_WEEKS_AFTER)
    before = plan.decided_on - timedelta(weeks=WEEKS_BEFORE) + timedelta(days=1), plan.decided_on
    after = (as_of - timedelta(weeks=weeks) + timedelta(days=1), as_of) if weeks else None
    divided = ("source", "owner") if plan.promise else SEGMENTS
    about = next((pair for pair in plan.where if pair[0] in divided), None)
    sides = _Sides(db, as_of, about, before, after, weeks)
    move = None
    if plan.metric in RATES:
        move = sides.rate(RATES[plan.metric])
    elif plan.metric in COUNTS:
        move = sides.count(plan.metric)
    elif plan.promise in CLOCKED:
        move = sides.share(plan.promise)
    judged_from = begins + timedelta(weeks=LEAST_WEEKS)
    return Moved(action, move, about, before, after, judged_from)


@dataclass(frozen=True)
class _Sides:
    """What is asked of both sides of a decision."""

    db: Database
    as_of: date
    about: tuple[str, str | None] | None
    before: tuple[date, date]
    after: tuple[date, date] | None
    weeks: int

    def rate(self, target: str) -> Move:
        step = next((step for step in steps_of(measured_by(self.db)) if step[1] == target), None)
        if step is None:
            return Move("rate", "not_measured", None, None)
        segment = "source" if self.about is None else cast("Segment", self.about[0])
        (counts,) = read_steps(self.db, self.as_of, [step], segment)
        only = None
        if self.about is not None:
            if self.about[1] not in counts.names:
                return Move("rate", "too_few", None, None)
            only = counts.names.index(self.about[1])
        decided = -(-(self.as_of - self.before[1]).days // 7)
        return move_of_rate(Flow.of(counts), decided, self.weeks, only)

    def count(self, metric: str) -> Move:
        was = self._counted(metric, self.before)
        now = None if was is None else self._counted(metric, self.after)
        return move_of_count(was, now, self.weeks)

    def _counted(self, metric: str, days: tuple[date, date] | None) -> int | None:
        if days is None:
            return None
        where: tuple[tuple[Dimension, str | None], ...] = ()
        if self.about is not None:
            where = ((cast("Dimension", self.about[0]), self.about[1]),)
        asked = Filters(*days, self.as_of, "period", where)
        value = figures(self.db, METRICS[metric], asked)[0].value
        return None if value is None else int(value)

    def share(self, promise: str) -> Move:
        return move_of_share(
            self._kept(promise, self.before), self._kept(promise, self.after), self.weeks
        )

    def _kept(self, promise: str, days: tuple[date, date] | None) -> Share:
        if days is None:
            return Share(0, 0)
        by, group = None, None
        if self.about is not None:
            by, group = cast("By", self.about[0]), self.about[1]
        told = kept(self.db, Asked(*days, self.as_of, by))
        same = (one for one in told if one.promise == promise and one.is_whole == (by is None))
        found = next((one for one in same if one.group == group), None)
        return Share(0, 0) if found is None else Share(found.met, found.met + found.broken)
