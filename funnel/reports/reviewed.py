"""Which actions a meeting looks back on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from funnel.store.team import Action, HeldMeeting  # sqlalchemy takes its time


def last_weekly(held: Iterable[HeldMeeting], day: date) -> date | None:
    """The day of the last weekly meeting before `day`; None where none was held."""
    return max((one.day for one in held if one.kind == "weekly" and one.day < day), default=None)


def to_review(actions: Sequence[Action], last: date | None, day: date) -> list[Action]:
    """Decided before `day` and still open, or settled since the meeting on `last`."""
    return [
        action
        for action in actions
        if action.plan.decided_on < day
        and (
            action.state == "open"
            or last is None
            or (action.settled_on is not None and action.settled_on > last)
        )
    ]
