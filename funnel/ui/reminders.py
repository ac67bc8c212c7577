"""What the agreement asks of both departments by a day: the monthly review."""

from __future__ import annotations

from funnel.agreement.meetings import KINDS, MeetingKind
from funnel.agreement.timeline import in_force_on, timeline
from funnel.calendar import day_of, month_end
from funnel.clock import now
from funnel.publishing.publish import current_user
from funnel.store.workspace import Workspace
from funnel.ui.texts import Texts

REVIEW: MeetingKind = KINDS["monthly_review"]


def review_reminder(t: Texts) -> str | None:
    """By when the agreement is to be reviewed this month; None where it was, or nobody agreed."""
    team = Workspace.from_environment().team
    today = day_of(now())
    agreed = in_force_on(timeline(team.agreements()), today).agreement.promises.monthly_review
    if agreed is None:
        return None
    held = [one.day for one in team.meetings() if one.kind == REVIEW]
    if any(day.replace(day=1) == today.replace(day=1) for day in held):
        return None
    due = today.replace(day=min(agreed.day, month_end(today).day))
    return t("review_late" if due < today else "review_due", day=f"{due:%m/%d}")


def hold_meeting(kind: MeetingKind) -> None:
    """Write down that a meeting is held today."""
    at = now()
    Workspace.from_environment().team.hold_meeting(kind, day_of(at), who=current_user(), at=at)
