"""The month for those who read only that: what a handful of sentences is made from.

Nothing is reckoned here: every part is a report of its own, and stands on a page as it stands here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from funnel.agreement.timeline import in_force_on, timeline
from funnel.calendar import month_start
from funnel.reports.bottleneck import Found, agreed_of, bottleneck
from funnel.reports.bottleneck_rows import behind_of, place_of, rows_behind
from funnel.reports.monthly import Month, monthly
from funnel.reports.promises import Asked, Kept, promises
from funnel.store.database import Database

if TYPE_CHECKING:
    from funnel.store.team import TeamStore  # sqlalchemy takes its time


@dataclass(frozen=True)
class Summary:
    """What the month is told from.

    Args:
        month: on track or not, what comes, why it changed.
        found: where it is stuck.
        behind: how many rows the verdict's next action is about; None where it is about none.
        kept: what became of each promise in the month, as a whole.
        is_agreed: whether anything is promised at all.
    """

    month: Month
    found: Found
    behind: int | None
    kept: tuple[Kept, ...]
    is_agreed: bool


def summary(db: Database, team: TeamStore, as_of: date) -> Summary:
    """The month that holds `as_of`, as known by its end."""
    agreed = agreed_of(in_force_on(timeline(team.agreements()), as_of).agreement)
    found = bottleneck(db, as_of, agreed)
    place, behind = place_of(found.verdict), None
    if place is not None:
        behind = behind_of(db, place, rows_behind(db, place, as_of), as_of).count
    held = tuple((meeting.kind, meeting.day) for meeting in team.meetings())
    promised = promises(db, Asked(month_start(as_of), as_of, as_of), held)
    kept = tuple(one for one in promised.kept if one.is_whole)
    return Summary(monthly(db, team, as_of), found, behind, kept, promised.is_agreed)
