"""The voice of sales in one line, for the headlines of the meeting."""

from __future__ import annotations

from datetime import timedelta

from funnel.reports.voices import counted
from funnel.ui.meeting_data import Meeting
from funnel.ui.texts import Texts


def voices_said(meeting: Meeting, t: Texts) -> str | None:
    """The voices of the last seven days by reason, in a line of Markdown; None where none are."""
    since = meeting.day - timedelta(days=6)
    found = counted(meeting.team.voices(), since, meeting.day)
    if not found:
        return None
    reasons = t("comma").join(f"{one.title[t.language == 'en']} {one.count}" for one in found)
    return t.markdown("voices_week", count=found[0].denominator, reasons=reasons)
