"""The meeting's end: the decisions once more, a rating, and the minutes."""

from __future__ import annotations

from statistics import mean

import streamlit as st

from funnel.clock import now
from funnel.messages import in_language
from funnel.publishing.publish import current_user
from funnel.reports.bottleneck_texts import change_said, state_said
from funnel.reports.move_texts import move_said
from funnel.store.team import Action, Minutes
from funnel.store.team_meetings import RATINGS
from funnel.ui.decide import figure_name
from funnel.ui.meeting_data import (
    Meeting,
    actions_to_review,
    decided_today,
    read_found,
    read_moved,
    read_promises,
    read_stages,
)
from funnel.ui.meeting_issues import decisions
from funnel.ui.meeting_last import LIVE, follow
from funnel.ui.numbers import counts, day_said, percent
from funnel.ui.texts import Texts, plain


def conclude(meeting: Meeting, t: Texts) -> None:
    """Repeat the decisions, rate the meeting, keep the minutes."""
    st.title(t("meeting_conclude_title"), anchor=False)
    left, right = st.columns([2, 1])
    with left:
        decisions(meeting, t)
    with right.container(border=True, key="card_rating"):
        st.subheader(t("meeting_rate"), anchor=False)
        _rated(meeting, t)
        with st.form("meeting_rating", border=False, clear_on_submit=True):
            voter = st.text_input(t("meeting_voter"), key="meeting_voter", max_chars=100)
            rating = st.number_input(
                t("meeting_rating"), RATINGS.start, RATINGS.stop - 1, 8, key="meeting_rating_number"
            )
            sent = st.form_submit_button(t("meeting_rate_keep"), key="meeting_rate_keep")
        if sent and voter.strip():
            at = now()
            meeting.team.rate_meeting(
                meeting.day, voter.strip(), rating, who=current_user(), at=at
            )  # fmt: skip
            st.rerun()
    with left:
        _minutes(meeting, t)


@st.fragment(run_every=LIVE)
def _rated(meeting: Meeting, t: Texts) -> None:
    everything = meeting.team.ratings()
    today = [one.rating for one in everything if one.day == meeting.day]
    before = [one.rating for one in everything if one.day < meeting.day]
    if today:
        with st.container(key="rated"):
            said = t("meeting_rated", mean=f"{mean(today):.1f}", count=len(today))
            st.markdown(plain(said))
    else:
        st.markdown(t("meeting_unrated"))
    if before:
        st.markdown(t.markdown("meeting_rated_before", mean=f"{mean(before):.1f}"))


def _minutes(meeting: Meeting, t: Texts) -> None:
    with st.container(border=True, key="card_minutes"):
        st.subheader(t("meeting_minutes"), anchor=False)
        kept = _kept(meeting)
        follow(kept, lambda: _kept(meeting))
        label = t("meeting_keep" if kept is None else "meeting_keep_again")
        if st.button(label, type="primary", key="meeting_keep"):
            text, at, who = minutes_of(meeting, t), now(), current_user()
            version = meeting.company.version
            meeting.team.keep_minutes(meeting.day, text, version, who=who, at=at)
            meeting.team.hold_meeting("weekly", meeting.day, who=who, at=at)
            st.rerun()
        if kept is None:
            st.markdown(t("meeting_minutes_why"))
        else:
            st.markdown(t.markdown("meeting_held", day=day_said(meeting.day, t)))
            st.code(kept.text, language=None, wrap_lines=True)


def _kept(meeting: Meeting) -> Minutes | None:
    return next((one for one in meeting.team.minutes() if one.day == meeting.day), None)


def minutes_of(meeting: Meeting, t: Texts) -> str:
    """The meeting as Markdown: what was said of the figures, and all that was decided."""
    found = read_found(meeting)
    verdict = found.verdict
    said = in_language(state_said(verdict), t.language)
    if verdict.change is not None:
        said = in_language(change_said(verdict.change, found.currency), t.language)
    parts = [
        f"# {t('minutes_title', day=day_said(meeting.day, t))}",
        t("minutes_as_of", day=day_said(meeting.as_of, t)),
        _part(t("minutes_verdict"), [plain(said)]),
        _part(
            t("meeting_actions"), [_reviewed(meeting, one, t) for one in actions_to_review(meeting)]
        ),
        _part(t("minutes_off"), _off(meeting, t)),
    ]
    for part in ("sales", "marketing", "issue"):
        notes = [note.said for note in meeting.team.notes(meeting.day) if note.part == part]
        parts.append(_part(t(f"minutes_{part}"), [plain(note) for note in notes]))
    decided = [_decided(action, t) for action in decided_today(meeting)]
    parts.append(_part(t("minutes_decided"), decided or [t("meeting_decided_none")]))
    ratings = [one.rating for one in meeting.team.ratings() if one.day == meeting.day]
    if ratings:
        rated = t("meeting_rated", mean=f"{mean(ratings):.1f}", count=len(ratings))
        parts.append(_part(t("meeting_rate"), [plain(rated)]))
    return "\n\n".join(part for part in parts if part) + "\n"


def _part(title: str, lines: list[str]) -> str:
    """A heading with its list; nothing where there is nothing to list."""
    listed = "\n".join(f"- {' '.join(line.split())}" for line in lines)
    return f"## {title}\n\n{listed}" if lines else ""


def _reviewed(meeting: Meeting, action: Action, t: Texts) -> str:
    moved = read_moved(meeting, action)
    said = t("meeting_no_data") if moved is None else in_language(move_said(moved), t.language)
    return t.markdown(
        "minutes_reviewed",
        state=t(f"action_{action.state}"),
        title=action.plan.title,
        owner=action.plan.owner,
        figure=figure_name(action.plan.metric or action.plan.promise or "", t),
        said=said,
    )


def _off(meeting: Meeting, t: Texts) -> list[str]:
    stages = [t(f"stage_{line.stage}") for line in read_stages(meeting) if line.track == "off"]
    promises = [
        f"{t(f'agreed_promises_{line.about}')} {percent(line.kept.share, t)} "
        f"({counts(line.kept.met, line.kept.met + line.kept.broken)})"
        for line in read_promises(meeting)
        if line.track == "off"
    ]
    return [plain(one) for one in (*stages, *promises)]


def _decided(action: Action, t: Texts) -> str:
    plan = action.plan
    return t.markdown(
        "meeting_decision_line",
        title=plan.title,
        owner=plan.owner,
        due=f"{plan.due_on:%Y/%m/%d}",
        figure=figure_name(plan.metric or plan.promise or "", t),
        check=f"{plan.check_on:%Y/%m/%d}",
    )
