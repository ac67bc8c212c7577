"""The page of links: one deal at a time, its candidates, and a key for each answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Literal

import pandas as pd
import streamlit as st

from funnel.clock import now
from funnel.masking import mask_address, mask_company, mask_person
from funnel.money import format_money
from funnel.publishing.publish import Upload, current_user, publish
from funnel.store.workspace import Workspace
from funnel.ui import published, suggestions
from funnel.ui.cards import card_title
from funnel.ui.data import Company
from funnel.ui.headline import Headline, headline
from funnel.ui.navigation import DATA, WEEKLY
from funnel.ui.numbers import moment_said
from funnel.ui.rows import show_rows
from funnel.ui.suggestions import Candidate, Decided, Open
from funnel.ui.texts import Texts, plain
from funnel.ui.upload import progress_bar

_SKIPPED, _DONE, _SHOWN = "links_skipped", "links_said", "links_shown"
AT_FIRST = 10
"""Decisions shown before more are asked for."""


def linking(company: Company, t: Texts) -> None:
    """How many wait, what was said and is not in the figures yet, and the next deal."""
    left = suggestions.still_open(company)
    waiting = suggestions.waiting(company)
    _headline(company, left, len(waiting), t)
    skipped: list[str] = st.session_state.setdefault(_SKIPPED, [])
    ahead = [deal for deal in left if deal.deal_id not in skipped]
    if not ahead and left:  # round once more
        skipped.clear()
        ahead = left
    if ahead:
        _deal(company, ahead[0], len(left), t)
    elif st.session_state.get(_DONE):
        _back_button(t)
    _decided(company, t)
    _ambiguous(company, t)


def _headline(company: Company, left: list[Open], waiting: int, t: Texts) -> None:
    said = t("links_waiting", count=f"{waiting:,}") if waiting else ""
    if left:
        verdict = Headline(
            t.markdown("links_title", count=f"{len(left):,}"),
            f"{t('links_evidence')} {said}",
            t("next_action"),
            t("links_next"),
        )
    elif waiting:
        verdict = Headline(t("links_done"), said, t("next_action"), t("links_apply_next"))
    else:
        verdict = Headline(t("links_none"), t("links_none_why"), t("next_action"), t("data_ready"))
    row = headline(verdict)
    if waiting:
        label = t("links_apply", count=f"{waiting:,}")
        if row.button(label, type="secondary" if left else "primary", key="apply"):
            _apply(company, t)
    elif not left and row.button(t("back_to_week"), key="back_to_week"):
        st.switch_page(WEEKLY.file)


def _apply(company: Company, t: Texts) -> None:
    """Build the figures anew from the files in force, with what people said of links."""
    done = publish(
        Workspace.from_environment(),
        Upload([], current_user(), now()),
        refuse_rows=True,
        progress=progress_bar(t, "step_building"),
    )
    st.session_state.pop(_DONE, None)
    published.remember(done, company.version)
    st.switch_page(DATA.file)


def _deal(company: Company, deal: Open, count: int, t: Texts) -> None:
    left, right = st.columns([2, 3])
    with left, st.container(border=True, key="card_deal", height="stretch"):
        number = len(st.session_state.get(_DONE, [])) + 1
        card_title(t("links_deal"), t("links_progress", number=number, count=count + number - 1))
        st.markdown(f"## {plain(mask_company(deal.company) or '—')}")
        money = (
            "—" if deal.amount is None else format_money(deal.amount, company.currency, t.language)
        )
        facts = {
            "column_deal_id": _id(deal.deal_id),
            "column_amount": money,
            "fact_opened": _day(deal.opened),
            "field_stage": deal.stage or "—",
            "column_owner": deal.owner or "—",
        }
        st.markdown(_facts(facts, t))
    with right, st.container(border=True, key="card_candidates", height="stretch"):
        card_title(t("links_candidates"), "")
        for number, candidate in enumerate(deal.candidates, start=1):
            _candidate(deal, candidate, number, t)
        with st.container(horizontal=True, key="link_answers"):
            _answer(t("links_nobody"), "0", "nobody", lambda: _say_nobody(deal))
            _answer(t("links_skip"), "S", "skip", lambda: _skip(deal))
            if st.session_state.get(_DONE):
                _back_button(t)


def _candidate(deal: Open, candidate: Candidate, number: int, t: Texts) -> None:
    with st.container(key=f"row_candidate_{number}"):
        text, button = st.columns([5, 2], vertical_alignment="center")
        who = f"{mask_person(candidate.person)} {mask_company(candidate.company)}".strip() or "—"
        facts = {
            "field_lead_id": _id(candidate.lead_id),
            "fact_created": _day(candidate.created),
            "fact_handed_over": _day(candidate.handed_over),
            "column_source": t.source(candidate.source),
            "column_status": candidate.status or "—",
            "column_owner": candidate.owner or "—",
            "field_email": mask_address(candidate.email or "—"),
        }
        reasons = [t(f"links_by_{candidate.by}")]
        if candidate.days_before is not None:
            key = "links_days_before" if candidate.days_before >= 0 else "links_days_after"
            reasons.append(t(key, days=f"{abs(candidate.days_before):,}"))
        text.markdown(
            f"**{plain(who)}** :blue-badge[{plain(reasons[0])}] {plain(' '.join(reasons[1:]))}  \n"
            f"{_facts(facts, t)}"
        )
        with button:
            _answer(
                t("links_same"), str(number), f"same_{number}",
                lambda: _say_same(deal, candidate), width="stretch",
            )  # fmt: skip


def _facts(facts: dict[str, str], t: Texts) -> str:
    return " · ".join(
        f":gray[{plain(t(name))}]\u00a0{plain(value)}"
        for name, value in facts.items()
        if value != "—"
    )


def _day(day: date | None) -> str:
    return "—" if day is None else f"{day:%Y/%m/%d}"


def _answer(
    label: str,
    key: str,
    name: str,
    act: Callable[[], None],
    width: Literal["content", "stretch"] = "content",
) -> None:
    st.button(label, key=f"answer_{name}", shortcut=key, on_click=act, width=width)


def _say_same(deal: Open, candidate: Candidate) -> None:
    suggestions.say_same(deal, candidate)
    _note(deal)


def _say_nobody(deal: Open) -> None:
    suggestions.say_nobody(deal)
    _note(deal)


def _note(deal: Open) -> None:
    st.session_state.setdefault(_DONE, []).append(deal)


def _skip(deal: Open) -> None:
    st.session_state[_SKIPPED].append(deal.deal_id)


def _back_button(t: Texts) -> None:
    _answer(t("links_back"), "U", "back", _take_back)


def _take_back() -> None:
    suggestions.take_back(st.session_state[_DONE].pop().deal_id)


def _decided(company: Company, t: Texts) -> None:
    """What was said so far, each to be taken back: a wrong answer is found weeks later."""
    found = suggestions.decided(company)
    if not found:
        return
    with st.container(border=True, key="card_decided"):
        card_title(t("links_decided"), t("links_decided_note"))
        most = st.session_state.setdefault(_SHOWN, AT_FIRST)
        for number, one in enumerate(found[:most], start=1):
            with st.container(key=f"row_decided_{number}"):
                text, button = st.columns([5, 1], vertical_alignment="center")
                text.markdown(_decision(company, one, t))
                button.button(
                    t("links_take_back"), key=f"forget_{one.deal_id}", width="stretch",
                    on_click=_forget, args=(one.deal_id,),
                )  # fmt: skip
        if len(found) > most and st.button(t("links_decided_more"), key="more_decided"):
            st.session_state[_SHOWN] = most + 2 * AT_FIRST
            st.rerun()


def _decision(company: Company, one: Decided, t: Texts) -> str:
    """`株式会社ア… D1 ¥900 = 阿… 株式会社ア… L2`, by whom and when."""
    deal = f"{mask_company(one.deal_company)} {_id(one.deal_id)}"
    if one.amount is not None:
        deal += f" {format_money(one.amount, company.currency, t.language)}"
    if one.lead_id is None:
        said = t("links_said_nobody", count=f"{one.leads:,}")
    else:
        person = f"{mask_person(one.person)} {mask_company(one.company)}".strip()
        said = t("links_said_same", lead=f"{person} {_id(one.lead_id)}".strip())
    by = t("links_said_by", who=one.who, at=moment_said(one.at.isoformat(), t))
    badge = "" if one.is_taken else f" :orange-badge[{plain(t('links_not_taken'))}]"
    return f"**{plain(deal.strip())}** {plain(said)}{badge}  \n:gray[{plain(by)}]"


def _forget(deal_id: str) -> None:
    suggestions.take_back(deal_id)
    done: list[Open] = st.session_state.get(_DONE, [])
    st.session_state[_DONE] = [deal for deal in done if deal.deal_id != deal_id]


def _id(name: str) -> str:
    """An id as the tool writes it; an address that stands for one is masked."""
    _, _, own = name.partition(":")
    return mask_address(own or name)


def _ambiguous(company: Company, t: Texts) -> None:
    rows = suggestions.read_ambiguous(company)
    if rows.empty:
        return
    with st.container(border=True, key="card_ambiguous"):
        card_title(t("links_ambiguous_list"), t("links_ambiguous_note"))
        table = pd.DataFrame(
            {
                t("column_deal_id"): [_id(name) for name in rows["deal_id"]],
                t("column_company"): rows["company"].map(mask_company, na_action="ignore"),
                t("column_amount"): rows["amount"].astype(float),
                t("column_named_by"): [t(f"links_named_by_{name}") for name in rows["named_by"]],
                t("column_people"): rows["people"],
                t("column_lead_ids"): [
                    ", ".join(_id(name) for name in names.split(", ")) for names in rows["lead_ids"]
                ],
            }
        )
        show_rows(table, "ambiguous_links", t, note=t("masked"))
