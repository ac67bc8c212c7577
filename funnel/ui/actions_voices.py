"""The voice of sales: a form of a minute, counted by reason beside what the SFA exports."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import streamlit as st

from funnel.clock import now
from funnel.errors import FunnelError
from funnel.masking import mask_company, mask_person
from funnel.publishing.publish import current_user
from funnel.reports.feedback import Feedback, feedback
from funnel.reports.voices import (
    Handed,
    Said,
    Voiced,
    beside,
    campaigns,
    checked_lead,
    handed_lately,
    listed,
    voice_titles,
    voiced,
)
from funnel.store.team import About, Voice
from funnel.ui.agreement import tell
from funnel.ui.cards import card_title
from funnel.ui.data import Company, database
from funnel.ui.meeting_data import Meeting
from funnel.ui.texts import Texts, plain
from funnel.ui.wall import shortened

DAYS = timedelta(days=90)
LISTED = 8
ABOUT: tuple[About, ...] = ("lead", "campaign", "general")


def voices_card(meeting: Meeting, t: Texts) -> None:
    """The voices of the last 90 days by reason and source, the SFA's reasons apart beside them."""
    since = meeting.day - DAYS + timedelta(days=1)
    db = database(meeting.company.home, meeting.company.version)
    found = voiced(db, meeting.team.voices(), since, meeting.day)
    with st.container(border=True, key="card_voices"):
        card_title(t("voices_title"), t("voices_note", days=DAYS.days))
        if st.button(t("voices_add"), key="voices_add", type="primary"):
            voice_dialog(meeting, t)
        _table(found, _feedback(meeting.company, since, meeting.day), t)
        _by_source(found, t)
        for one in found.said[:LISTED]:
            _said(meeting, one, t)
        if len(found.said) > LISTED:
            st.caption(t("voices_more", total=f"{len(found.said):,}", shown=LISTED))


@st.cache_data(max_entries=16, show_spinner=False)
def _feedback(company: Company, since: date, until: date) -> Feedback:
    return feedback(database(company.home, company.version), since, until, company.last_day)


def _table(found: Voiced, told: Feedback, t: Texts) -> None:
    rows = beside(found.reasons, told)
    if not found.said:
        st.markdown(t("voices_none"))
    if not rows:
        return
    is_measured = told.measured["refused"]
    table = [
        [
            plain(row.title[t.language == "en"]),
            f"**{row.voices}**" if row.voices else "—",
            *([f"{row.refused}" if row.refused else "—"] if is_measured else []),
        ]
        for row in rows
    ]
    names = ["reason", "voices", "refused"] if is_measured else ["reason", "voices"]
    columns = [t(f"voices_column_{name}") for name in names]
    st.table(pd.DataFrame(table, columns=columns), border="horizontal", hide_index=True)
    st.caption(t("voices_apart" if is_measured else "voices_not_exported"))


def _by_source(found: Voiced, t: Texts) -> None:
    groups: dict[tuple[bool, str | None], list[str]] = {}
    totals = {}
    for one in found.by_source:
        key = one.is_known, one.source
        groups.setdefault(key, []).append(f"{one.title[t.language == 'en']} {one.count}")
        totals[key] = one.denominator
    lines = []
    for (is_known, source), said in groups.items():
        name = t.source(source) if is_known else t("voices_unknown_lead")
        reasons, count = t("comma").join(said), totals[is_known, source]
        named = shortened(name, 30)
        lines.append(t.markdown("voices_of_source", source=named, count=count, reasons=reasons))
    if lines:
        st.markdown("\n".join([f"**{t('voices_by_source')}**\n", *(f"- {one}" for one in lines)]))


def _said(meeting: Meeting, one: Said, t: Texts) -> None:
    voice = one.voice
    reason = _title(voice.reason, t)
    with st.container(
        key=f"voice_{voice.id}", horizontal=True, wrap=False, vertical_alignment="center"
    ):
        words = f" {plain(shortened(voice.said, 120))}" if voice.said else ""
        about = plain(shortened(_about(one, t), 40))
        st.markdown(
            f"{voice.day:%m/%d} {about} — **{plain(reason)}**{words}",
            width="stretch",
        )
        st.button(
            "", icon=":material/close:", help=t("voices_remove"), key=f"voice_gone_{voice.id}",
            type="tertiary", on_click=_remove, args=(meeting, voice),
        )  # fmt: skip


def _remove(meeting: Meeting, voice: Voice) -> None:
    meeting.team.remove_voice(voice.id)


def _title(reason: str, t: Texts) -> str:
    return voice_titles()[listed(reason)][t.language == "en"]


def _about(one: Said, t: Texts) -> str:
    voice = one.voice
    if voice.about == "general" or voice.subject is None:
        return t("voices_about_general")
    if voice.about == "campaign":
        return voice.subject
    names = [mask_person(one.person), mask_company(one.company)]
    known = [name for name in names if name]
    return " ".join(known) or voice.subject.partition(":")[2] or voice.subject


def voice_dialog(meeting: Meeting, t: Texts) -> None:
    """The form over the page."""

    @st.dialog(t("voices_add"), width="medium")
    def opened() -> None:
        if voice_form(meeting, t):
            st.rerun()

    opened()


def voice_form(meeting: Meeting, t: Texts) -> bool:
    """Of what, why, and a line of text; whether it was kept in this run."""
    about = st.radio(
        t("voices_about"), ABOUT, format_func=lambda each: t(f"voices_about_{each}"),
        horizontal=True, key=f"voice_about_{t.language}",
    )  # fmt: skip
    subject = _subject(meeting, about, t)
    reason = st.selectbox(
        t("voices_reason"), list(voice_titles()), index=None, placeholder=t("voices_choose"),
        format_func=lambda each: _title(each, t), key=f"voice_reason_{t.language}",
    )  # fmt: skip
    said = st.text_input(t("voices_said"), max_chars=1000, key=f"voice_said_{t.language}")
    if not st.button(t("voices_keep"), type="primary", key="voice_keep"):
        return False
    company = meeting.company
    try:
        if about == "lead" and subject:
            subject = checked_lead(database(company.home, company.version), subject)
        meeting.team.add_voice(
            meeting.day, about, subject or None, reason or "", said, who=current_user(), at=now()
        )
    except FunnelError as error:
        tell(error, t)
        return False
    return True


def _subject(meeting: Meeting, about: About, t: Texts) -> str | None:
    if about == "general":
        return None
    company = meeting.company
    if about == "campaign":
        return st.selectbox(
            t("voices_campaign"), _campaigns(company.home, company.version), index=None,
            placeholder=t("decide_owner_hint"), accept_new_options=True,
            key=f"voice_campaign_{t.language}",
        )  # fmt: skip
    leads = {one.lead_id: one for one in _handed(company.home, company.version, meeting.as_of)}
    return st.selectbox(
        t("voices_lead"), list(leads), index=None, placeholder=t("voices_lead_hint"),
        format_func=lambda each: _lead(leads[each], t) if each in leads else each,
        accept_new_options=True, key=f"voice_lead_{t.language}",
    )  # fmt: skip


def _lead(one: Handed, t: Texts) -> str:
    """`阿… 株式会社ア…・展示会・11/20 (00Q1)`."""
    names = " ".join(filter(None, [mask_person(one.person), mask_company(one.company)]))
    lead_id = one.lead_id.partition(":")[2] or one.lead_id
    parts = [names, t.source(one.source), f"{one.day:%m/%d}"]
    return f"{' · '.join(shortened(part, 30) for part in parts if part)} ({lead_id})"


@st.cache_data(max_entries=8, show_spinner=False)
def _handed(home: str, version: int, as_of: date) -> list[Handed]:
    return handed_lately(database(home, version), as_of)


@st.cache_data(max_entries=8, show_spinner=False)
def _campaigns(home: str, version: int) -> list[str]:
    return campaigns(database(home, version))
