"""How the meeting keeps its word from week to week, and its minutes."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from funnel.reports.action_weeks import Week
from funnel.ui.actions import Desk
from funnel.ui.cards import card_title
from funnel.ui.numbers import counts, day_said, percent
from funnel.ui.texts import Texts, plain


def weeks_card(desk: Desk, t: Texts) -> None:
    """Of each week what was due and done in time, and how its meeting was rated."""
    with st.container(border=True, key="card_actions_weeks"):
        weeks = desk.standing.weeks
        card_title(t("actions_weeks_title"), t("actions_weeks_note", weeks=len(weeks)))
        rows = [_row(week, t) for week in weeks if week.due or week.voters]
        if not rows:
            st.markdown(t("actions_weeks_none"))
            return
        columns = [t(f"actions_column_{name}") for name in ("week", "in_time", "rating")]
        st.table(pd.DataFrame(rows, columns=columns), border="horizontal", hide_index=True)


def _row(week: Week, t: Texts) -> list[str]:
    done, rated = "—", "—"
    if week.due:
        done = f"**{plain(percent(week.share, t))}** {counts(week.in_time, week.due)}"
    if week.rating is not None:
        rated = t("meeting_rated", mean=f"{week.rating:.1f}", count=week.voters)
    return [f"{week.monday:%m/%d}–", done, plain(rated)]


def minutes_card(desk: Desk, t: Texts) -> None:
    """The minutes of a past meeting, to read and to copy; the latest at first."""
    kept = {one.day: one for one in desk.meeting.team.minutes()}
    with st.container(border=True, key="card_actions_minutes"):
        card_title(t("meeting_minutes"), t("actions_minutes_note", count=len(kept)))
        if not kept:
            st.markdown(t("actions_minutes_none"))
            return
        day = st.selectbox(
            t("meeting_minutes"), list(kept), format_func=lambda each: day_said(each, t),
            key=f"actions_minutes_{t.language}", label_visibility="collapsed",
        )  # fmt: skip
        st.code(kept[day].text, language=None, wrap_lines=True, height=320)
