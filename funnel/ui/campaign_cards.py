"""Campaigns as cards: when and for how much, how far their leads got, why, and what came of it."""

from __future__ import annotations

from datetime import date
from hashlib import sha256

import streamlit as st

from funnel.clock import now
from funnel.errors import FunnelError
from funnel.money import format_money
from funnel.publishing.publish import current_user
from funnel.reports.campaigns import MOST, WAY, Campaign, Campaigns, campaigns
from funnel.reports.feedback import KINDS, ReasonCount
from funnel.reports.voices import listed, voice_titles
from funnel.store.team import CampaignNote, Voice
from funnel.store.workspace import Workspace
from funnel.ui.agreement import tell
from funnel.ui.cards import card_title, to_data
from funnel.ui.data import Company, database
from funnel.ui.numbers import percent
from funnel.ui.sources import Stretch
from funnel.ui.texts import Texts, plain
from funnel.ui.wall import shortened

SHOWN, COLUMNS = 6, 3
SAID = 3
LONGEST = 1_000
_EDITED = "campaign_edited"
"""In the session: the campaign whose words are written now, and the note they are based on."""


@st.cache_data(max_entries=8, show_spinner=False)
def _campaigns(home: str, version: int, since: date, as_of: date) -> Campaigns:
    return campaigns(database(home, version), since, as_of)


def read_campaigns(company: Company, asked: Stretch) -> Campaigns:
    """Those of the stretch, each over all its time."""
    return _campaigns(company.home, company.version, asked.since, asked.as_of)


def campaigns_card(company: Company, asked: Stretch, t: Texts) -> None:
    """The sentence, the first cards, and any other one by its name."""
    found = read_campaigns(company, asked)
    team = Workspace.from_environment().team
    notes, voices = team.campaign_notes(), team.voices()
    with st.container(border=True, key="card_campaigns"):
        card_title(t("campaigns_title"), t("campaigns_note"))
        st.markdown(f"**{sentence_of(found, notes, t)}**")
        if not found.listed:
            st.markdown(t("campaigns_bring"))
            to_data(st.container(), t("upload_exports"), key="bring_campaigns")
            return
        first, rest = found.listed[:SHOWN], found.listed[SHOWN:]
        chosen = _rest(found, rest, t)
        if chosen is not None:
            _card(chosen, found, notes.get(chosen.name), voices, t)
        for start in range(0, len(first), COLUMNS):
            row = first[start : start + COLUMNS]
            for place, one in zip(st.columns(COLUMNS), row, strict=False):
                with place:
                    _card(one, found, notes.get(one.name), voices, t)


def sentence_of(found: Campaigns, notes: dict[str, CampaignNote], t: Texts) -> str:
    """How many run, and of how many of them sales knows why and what for."""
    if not found.listed:
        return t.markdown("campaigns_none")
    running = [one for one in found.listed if one.is_running]
    if not running:
        return t.markdown("campaigns_over", count=f"{found.total:,}")
    said = sum(_is_said(notes.get(one.name)) for one in running)
    key = "campaigns_said" if said == len(running) else "campaigns_unsaid"
    return t.markdown(key, running=f"{len(running):,}", said=f"{said:,}")


def _is_said(note: CampaignNote | None) -> bool:
    return note is not None and bool(note.why and note.asked)


def _rest(found: Campaigns, rest: tuple[Campaign, ...], t: Texts) -> Campaign | None:
    """Any of those that have no card here, by its name."""
    if not rest:
        return None
    chosen = st.selectbox(
        t("campaigns_rest", count=f"{len(rest):,}"), range(len(rest)), index=None,
        placeholder=t("campaigns_rest", count=f"{len(rest):,}"), width=480,
        format_func=lambda place: shortened(rest[place].name), key=f"campaign_rest_{t.language}",
        label_visibility="collapsed",
    )  # fmt: skip
    if found.total > len(found.listed):
        st.caption(t("campaigns_most", total=f"{found.total:,}", shown=MOST))
    return None if chosen is None else rest[chosen]


def _card(
    one: Campaign, found: Campaigns, note: CampaignNote | None, voices: list[Voice], t: Texts
) -> None:
    key = sha256(one.name.encode()).hexdigest()[:12]
    with st.container(border=True, key=f"card_campaign_{key}", height="stretch"):
        st.subheader(plain(shortened(one.name, 40)), anchor=False)
        st.caption(plain(about_said(one, t)))
        st.markdown(way_said(one, t))
        st.markdown(money_said(one, found, t))
        if st.session_state.get(_EDITED, ("", 0))[0] == one.name:
            _form(one, note, key, t)
        else:
            st.markdown("\n\n".join(words_of(one, note, voices, t)))
            label = t("campaign_change" if _is_said(note) else "campaign_write")
            if st.button(label, key=f"campaign_write_{key}"):
                st.session_state[_EDITED] = (one.name, note.number if note else 0)
                st.rerun()


def about_said(one: Campaign, t: Texts) -> str:
    """Of which source, from when to when, and whether it still runs."""
    sources = [shortened(t.source(source), 20) for source in one.sources[:SAID]]
    stretch = f"{one.since:%Y/%m/%d}–{one.until:%m/%d}"
    if one.since.year != one.until.year:
        stretch = f"{one.since:%Y/%m/%d}–{one.until:%Y/%m/%d}"
    state = t("campaign_running" if one.is_running else "campaign_ended")
    return t("dot").join([t("and").join(sources) or t("no_source"), stretch, state])


def way_said(one: Campaign, t: Texts) -> str:
    """`リード 290 → MQL 74 → SQL 5 → 受注 0(見込みの27%まで)`; what is not measured is left out."""
    steps = [
        f"{t(f'stage_{stage}')} **{one.reached[stage]:,}**"
        for stage in WAY
        if one.reached[stage] is not None
    ]
    if not any(one.reached.values()):
        return t.markdown("campaign_nobody", touches=f"{one.touches:,}")
    said = " → ".join(steps)
    if one.matured is None or one.reached["won"] is None:
        return said
    return f"{said} :gray[{t.markdown('campaign_matured', matured=percent(one.matured, t))}]"


def money_said(one: Campaign, found: Campaigns, t: Texts) -> str:
    """Cost and won value; an unknown cost is not nothing."""
    parts = []
    if one.cost is None:
        parts.append(t("campaign_no_cost"))
    else:
        cost = format_money(float(one.cost), found.currency, t.language)
        parts.append(t.markdown("campaign_cost", cost=cost))
    if one.won_value:
        value = format_money(float(one.won_value), found.currency, t.language)
        parts.append(t.markdown("campaign_value", value=value))
    return t("dot").join(parts)


def words_of(one: Campaign, note: CampaignNote | None, voices: list[Voice], t: Texts) -> list[str]:
    """Why, what is asked of sales, what came of it: as Markdown, with everybody's words escaped."""
    empty = f":gray[{t('campaign_unwritten')}]"
    said = [
        (t("campaign_why"), plain(_lines(note.why)) if note and note.why else empty),
        (t("campaign_asked"), plain(_lines(note.asked)) if note and note.asked else empty),
        (t("campaign_outcome"), _outcome(one, voices, t)),
    ]
    return [f"**{label}** {words}" for label, words in said]


def _lines(text: str) -> str:
    """On one line, and no longer than a card takes."""
    return shortened(text, 200)


def _outcome(one: Campaign, voices: list[Voice], t: Texts) -> str:
    """What the SFA says and what people said, apart."""
    parts = [
        _reasons(f"campaign_{kind}", reasons, t) for kind in KINDS if (reasons := one.said(kind))
    ]
    own = [each for each in voices if each.about == "campaign" and each.subject == one.name]
    for voice in own[:SAID]:
        reason = voice_titles()[listed(voice.reason)][t.language == "en"]
        words = shortened(voice.said, 60)
        parts.append(t.markdown("campaign_voice", day=f"{voice.day:%m/%d}",
                                said=f"{reason} {words}".strip()))  # fmt: skip
    if len(own) > SAID:
        parts.append(t.markdown("told_more", count=len(own) - SAID))
    return t("dot").join(parts) if parts else f":gray[{t('campaign_nothing_said')}]"


def _reasons(key: str, reasons: tuple[ReasonCount, ...], t: Texts) -> str:
    counted = [f"{one.title[t.language == 'en']} {one.count:,}" for one in reasons[:SAID]]
    return t.markdown(
        key, count=f"{sum(one.count for one in reasons):,}",
        decided=f"{reasons[0].denominator:,}", reasons=t("comma").join(counted),
    )  # fmt: skip


def _form(one: Campaign, note: CampaignNote | None, key: str, t: Texts) -> None:
    """What somebody else wrote meanwhile is not overwritten: the number says what was seen."""
    based_on = st.session_state[_EDITED][1]
    why = st.text_area(
        t("campaign_why"), note.why if note else "", max_chars=LONGEST, height=100,
        key=f"campaign_why_{key}_{based_on}_{t.language}",
    )  # fmt: skip
    asked = st.text_area(
        t("campaign_asked"), note.asked if note else "", max_chars=LONGEST, height=100,
        key=f"campaign_asked_{key}_{based_on}_{t.language}",
    )  # fmt: skip
    with st.container(horizontal=True):
        keep = st.button(t("campaign_keep"), type="primary", key=f"campaign_keep_{key}")
        if st.button(t("cancel"), key=f"campaign_cancel_{key}"):
            st.session_state.pop(_EDITED)
            st.rerun()
    if not keep:
        return
    try:
        Workspace.from_environment().team.save_campaign_note(
            one.name, why, asked, based_on=based_on, who=current_user(), at=now()
        )
    except FunnelError as error:
        tell(error, t)
    else:
        st.session_state.pop(_EDITED)
        st.rerun()
