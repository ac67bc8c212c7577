"""Which deals wait for somebody to say whose they are; reads of a version, cached by version."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

import pandas as pd
import streamlit as st

from funnel.clock import now
from funnel.publishing.publish import current_user
from funnel.store.team import ConfirmedLink, TeamStore
from funnel.store.workspace import Workspace
from funnel.ui.data import Company, database

QUEUE = """
select
    suggested.deal_id,
    deals.company as deal_company,
    deals.amount,
    deals.opened_on,
    deals.stage,
    deals.owner,
    suggested.lead_id,
    suggested.suggested_by,
    suggested.days_before,
    leads.person,
    leads.company,
    leads.created_on,
    leads.source,
    leads.status,
    leads.email,
    leads.owner as lead_owner,
    leads.handed_over_on
from link_suggestions as suggested
inner join deals on suggested.deal_id = deals.deal_id
inner join leads on suggested.lead_id = leads.lead_id
order by deals.amount desc nulls last, suggested.deal_id, suggested.rank
"""
AMBIGUOUS = """
select
    ambiguous.deal_id,
    deals.company,
    deals.amount,
    ambiguous.named_by,
    ambiguous.people,
    array_to_string(ambiguous.lead_ids, ', ') as lead_ids
from ambiguous_links as ambiguous
inner join deals on ambiguous.deal_id = deals.deal_id
order by ambiguous.named_by, deals.amount desc nulls last, ambiguous.deal_id
"""


TAKEN = "select deal_id, lead_id, is_same from main.confirmed_links"
WHO = """
select deals.deal_id, deals.company as deal_company, deals.amount
from deals
where deals.deal_id in (select unnest(cast($deals as varchar[])))
"""
WHOM = """
select lead_records.tool || ':' || lead_records.id as lead_key, leads.person, leads.company
from lead_records
inner join leads on lead_records.lead_id = leads.lead_id
where lead_records.tool || ':' || lead_records.id in (select unnest(cast($leads as varchar[])))
"""


@dataclass(frozen=True)
class Candidate:
    """A lead a deal may belong to, and what speaks for it."""

    lead_id: str
    by: str
    days_before: int | None
    person: str | None
    company: str | None
    created: date | None
    source: str | None
    status: str | None
    email: str | None = None
    owner: str | None = None
    handed_over: date | None = None


@dataclass(frozen=True)
class Decided:
    """What somebody said of a deal: it is the lead's, or (`lead_id` is None) none of `leads`.

    `is_taken`: the figures in force know it. Of a deal or lead that is gone only the id is known.
    """

    deal_id: str
    lead_id: str | None
    leads: int
    who: str
    at: datetime
    is_taken: bool
    deal_company: str | None
    amount: float | None
    person: str | None
    company: str | None


@dataclass(frozen=True)
class Open:
    """A deal without a lead, and its candidates, the likeliest first."""

    deal_id: str
    company: str | None
    amount: float | None
    opened: date | None
    stage: str | None
    owner: str | None
    candidates: tuple[Candidate, ...]


@st.cache_resource(max_entries=8, show_spinner=False)  # copying 50,000 takes most of a second
def read_queue(company: Company) -> tuple[Open, ...]:
    """The deals with candidates, the largest first."""
    db = database(company.home, company.version)
    if not _has(company, "link_suggestions"):
        return ()
    deals: dict[str, Open] = {}
    candidates: dict[str, list[Candidate]] = {}
    for row in db.records(QUEUE):
        candidates.setdefault(row["deal_id"], []).append(
            Candidate(
                row["lead_id"], row["suggested_by"], row["days_before"], row["person"],
                row["company"], row["created_on"], row["source"], row["status"],
                row["email"], row["lead_owner"], row["handed_over_on"],
            )
        )  # fmt: skip
        amount = None if row["amount"] is None else float(row["amount"])
        deals[row["deal_id"]] = Open(
            row["deal_id"], row["deal_company"], amount, row["opened_on"], row["stage"],
            row["owner"], (),
        )  # fmt: skip
    return tuple(replace(deal, candidates=tuple(candidates[name])) for name, deal in deals.items())


@st.cache_data(max_entries=8, show_spinner=False)
def read_ambiguous(company: Company) -> pd.DataFrame:
    """Deals that may belong to several people."""
    if not _has(company, "ambiguous_links"):
        return pd.DataFrame()
    return database(company.home, company.version).frame(AMBIGUOUS)


def _has(company: Company, table: str) -> bool:
    """Versions of earlier releases lack some tables."""
    db = database(company.home, company.version)
    found = db.rows(
        "select 1 from information_schema.tables where table_name = $table", {"table": table}
    )
    return bool(found)


def still_open(company: Company) -> list[Open]:
    """What is left of the queue once what people said of it meanwhile is taken off."""
    queue = read_queue(company)
    if not queue:
        return []
    said = _store().confirmed_links()
    settled = {link.deal_id for link in said if link.is_same}
    refused = {(link.deal_id, link.lead_id) for link in said if not link.is_same}
    asked_about = settled | {deal_id for deal_id, _ in refused}
    left = []
    for deal in queue:
        if deal.deal_id not in asked_about:
            left.append(deal)
            continue
        candidates = tuple(c for c in deal.candidates if (deal.deal_id, c.lead_id) not in refused)
        if candidates and deal.deal_id not in settled:
            left.append(replace(deal, candidates=candidates))
    return left


def open_count(company: Company) -> int:
    """How many deals wait."""
    return len(still_open(company))


def waiting(company: Company) -> set[str]:
    """The deals of which something was said, or taken back, that the figures do not know yet."""
    said = {(link.deal_id, link.lead_id, link.is_same) for link in _store().confirmed_links()}
    taken = _taken(company)
    if taken is None:
        return {deal.deal_id for deal in read_queue(company)} & {deal_id for deal_id, *_ in said}
    return {deal_id for deal_id, *_ in said ^ taken}


@st.cache_data(max_entries=8, show_spinner=False)
def _taken(company: Company) -> set[tuple[str, str, bool]] | None:
    """What the version was built with; None of an earlier release's, which does not say."""
    if not _has(company, "confirmed_links"):
        return None
    rows = database(company.home, company.version).rows(TAKEN)
    return {(deal_id, lead_id, is_same) for deal_id, lead_id, is_same in rows}


def decided(company: Company) -> list[Decided]:
    """What people said, one entry a deal, the latest first."""
    by_deal: dict[str, list[ConfirmedLink]] = {}
    for link in _store().confirmed_links():
        by_deal.setdefault(link.deal_id, []).append(link)
    same = {deal_id: [link for link in links if link.is_same] for deal_id, links in by_deal.items()}
    db = database(company.home, company.version)
    deals = {row["deal_id"]: row for row in db.records(WHO, {"deals": list(by_deal)})}
    keys = [link.lead_id for links in same.values() for link in links]
    leads = {row["lead_key"]: row for row in db.records(WHOM, {"leads": keys})}
    open_ones = waiting(company)
    found = []
    for deal_id, links in by_deal.items():
        last = max(same[deal_id] or links, key=lambda link: link.at)
        deal = deals.get(deal_id, {})
        lead = leads.get(last.lead_id, {}) if last.is_same else {}
        amount = deal.get("amount")
        found.append(
            Decided(
                deal_id,
                last.lead_id if last.is_same else None,
                len(links),
                last.who,
                last.at,
                deal_id not in open_ones,
                deal.get("deal_company"),
                None if amount is None else float(amount),
                lead.get("person"),
                lead.get("company"),
            )
        )
    return sorted(found, key=lambda one: one.at, reverse=True)


def say_same(deal: Open, chosen: Candidate) -> None:
    """The deal is this lead's."""
    _say(deal.deal_id, chosen.lead_id, is_same=True)


def say_nobody(deal: Open) -> None:
    """The deal is none of these leads'."""
    for candidate in deal.candidates:
        _say(deal.deal_id, candidate.lead_id, is_same=False)


def take_back(deal_id: str) -> None:
    """As if nothing had been said of the deal; the figures follow when they are built anew."""
    store = _store()
    for link in store.confirmed_links():
        if link.deal_id == deal_id:
            store.forget_link(link.deal_id, link.lead_id)


def _say(deal_id: str, lead_id: str, *, is_same: bool) -> None:
    _store().confirm_link(deal_id, lead_id, is_same=is_same, who=current_user(), at=now())


def _store() -> TeamStore:
    return Workspace.from_environment().team
