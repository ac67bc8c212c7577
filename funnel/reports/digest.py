"""What is to be said of the week without being asked: the verdict, today's rows, what was decided.

Sent by `funnel digest`; here it is only read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from funnel.agreement.timeline import in_force_on, timeline
from funnel.analysis.durations import State
from funnel.reports.bottleneck import STALE, Found, agreed_of, bottleneck
from funnel.reports.moves import Moved, moved
from funnel.reports.promises import Asked, Kept, kept, promises
from funnel.reports.reviewed import last_weekly, to_review
from funnel.reports.stalled import stalled
from funnel.reports.today import LOOK_BACK, Today, today
from funnel.store.database import Database
from funnel.store.workspace import number_of

if TYPE_CHECKING:
    from funnel.store.team import Action, TeamStore  # sqlalchemy takes its time

Reason = Literal["verdict", "overdue", "due", "actions"]
PROMISED = timedelta(weeks=4)
"""Promises of so long are told, as on the scorecard of the meeting."""
SIDES = ("marketing", "sales")
OLD = timedelta(days=7)
"""Data older than that say nothing of this week."""
LEADS_UNTIL = "select max(last_day) from files where object = 'leads'"


@dataclass(frozen=True)
class Reviewed:
    """An action and what it moved; `moved` is None where the data end before it was decided."""

    action: Action
    moved: Moved | None
    is_overdue: bool


@dataclass(frozen=True)
class Digest:
    """The week on `day`, by the data up to `as_of` of one version.

    Args:
        kept: each promise of one side, as a whole; empty where nothing is agreed on.
        leads_until: the last day of the leads, where they were not exported since.
        is_old: whether the data end more than a week before `day`.
    """

    version: int
    day: date
    as_of: date
    found: Found
    today: Today
    actions: tuple[Reviewed, ...]
    kept: tuple[Kept, ...]
    leads_until: date | None
    is_old: bool

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why this should be read today; none where nothing asks for anything."""
        said: dict[Reason, bool] = {
            "verdict": self.found.verdict.state in ("red", "amber"),
            "overdue": bool(self.today.totals.get("overdue")),
            "due": bool(self.today.totals.get("due")),
            "actions": any(one.is_overdue for one in self.actions),
        }
        return tuple(reason for reason, is_so in said.items() if is_so)


def digest(db: Database, team: TeamStore, day: date, as_of: date) -> Digest:
    """What is to be said on `day`, as it was known at the end of `as_of`."""
    agreed = agreed_of(in_force_on(timeline(team.agreements()), as_of).agreement)
    asked = Asked(as_of - LOOK_BACK + timedelta(days=1), as_of, as_of)
    open_deals = stalled(db, as_of)
    is_measured = open_deals.state is not State.NOT_MEASURED
    promised = promises(db, asked)
    recent = kept(db, Asked(as_of - PROMISED + timedelta(days=1), as_of, as_of))
    until = db.value(LEADS_UNTIL)
    reviewed = to_review(team.actions(), last_weekly(team.meetings(), day), day)
    return Digest(
        version=number_of(db),
        day=day,
        as_of=as_of,
        found=bottleneck(db, as_of, agreed),
        today=today(db, promised, open_deals if is_measured else None),
        actions=_reviewed(db, reviewed, day, as_of),
        kept=tuple(one for one in recent if one.is_whole and one.party in SIDES)
        if promised.is_agreed
        else (),
        leads_until=until if until is not None and until < as_of - STALE else None,
        is_old=as_of < day - OLD,
    )


def _reviewed(
    db: Database, actions: Sequence[Action], day: date, as_of: date
) -> tuple[Reviewed, ...]:
    """What is overdue first, then by the day it is due."""
    moves = {one.action.id: one for one in moved(db, actions, as_of)}
    found = [
        Reviewed(action, moves.get(action.id), action.state == "open" and action.plan.due_on < day)
        for action in actions
    ]
    found.sort(key=lambda one: (not one.is_overdue, one.action.plan.due_on, one.action.id))
    return tuple(found)
