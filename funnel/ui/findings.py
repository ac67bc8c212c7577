"""What in a version wants mending: counted by kind, with the rows behind, cached by version."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from funnel.store.database import Database
from funnel.ui.data import Company, database

TIERS: dict[str, tuple[str, ...]] = {
    "counts": (
        "refused", "won_without_amount", "closed_without_date", "unknown_stage", "never_opened",
        "stale_export", "deleted_in_tool", "spend_in_other_currency", "spend_period_odd",
        "spend_campaign_unknown", "spend_source_unknown", "spend_entered_twice",
        "revenue_in_other_currency", "revenue_not_linked",
    ),
    "links": ("suggested", "lead_not_found", "ambiguous", "product_not_found"),
    "speed": (
        "won_before_created", "closed_before_opened", "stage_dates_reversed", "dated_in_future",
        "bulk_timestamp",
    ),
    "more": (
        "missing_field", "skipped_stage", "history_not_linked", "activity_not_linked",
        "touch_not_linked", "several_deals", "several_leads", "reason_unknown",
    ),
}  # fmt: skip
"""What harms the figures most comes first: wrong counts and amounts, then credit, then days."""
COUNTED = ("touch_not_linked", "activity_not_linked", "history_not_linked")
"""One row of these stands for `what` of them."""


@dataclass(frozen=True)
class Finding:
    """So many rows (`count`) of one kind; `subject` and `what` name the field that is missing."""

    kind: str
    count: int
    subject: str = ""
    what: str = ""


@st.cache_data(max_entries=8, show_spinner=False)
def read_findings(company: Company) -> dict[str, list[Finding]]:
    """By tier, the most frequent first; tiers in which nothing was found are not there."""
    db = database(company.home, company.version)
    found = [*_refused(db), *_faults(db), *_gaps(db), *_links(db)]
    tiers = {
        tier: sorted(
            (one for one in found if one.kind in kinds), key=lambda one: (-one.count, one.kind)
        )
        for tier, kinds in TIERS.items()
    }
    return {tier: listed for tier, listed in tiers.items() if listed}


def _tables(db: Database) -> set[str]:
    """Versions of earlier releases lack some."""
    rows = db.rows("select table_name from information_schema.tables")
    return {name for (name,) in rows}


def _refused(db: Database) -> list[Finding]:
    count = db.value("select coalesce(sum(rows_refused), 0) from files")
    return [Finding("refused", int(count))] if count else []


def _faults(db: Database) -> list[Finding]:
    rows = db.rows("select fault, count(*) from data_faults group by fault")
    return [Finding(kind, count) for kind, count in rows]


def _gaps(db: Database) -> list[Finding]:
    if "data_gaps" not in _tables(db):
        return []
    rows = db.rows(
        "select gap, case when gap = 'missing_field' then subject else '' end as of_subject, "
        "case when gap = 'missing_field' then what else '' end as field, "
        "case when list_contains($counted, gap) then sum(try_cast(what as bigint)) "
        "else count(*) end "
        "from data_gaps group by gap, of_subject, field",
        {"counted": list(COUNTED)},
    )
    return [Finding(kind, int(count), subject, what) for kind, subject, what, count in rows]


def _links(db: Database) -> list[Finding]:
    tables = _tables(db)
    found = []
    if "link_suggestions" in tables:
        count = db.value("select count(distinct deal_id) from link_suggestions")
        found.append(Finding("suggested", count))
    if "ambiguous_links" in tables:
        count = db.value("select count(distinct deal_id) from ambiguous_links")
        found.append(Finding("ambiguous", count))
    return [one for one in found if one.count]


REFUSED = """
select file, row_no as row, column_name as column, value, reason, detail
from refused_rows
order by all
"""
BEHIND = """
with found as (
    select fault as kind, subject, subject_id, days, what from data_faults
    union all
    select gap as kind, subject, subject_id, days, what from data_gaps
)

select
    found.subject_id,
    case when found.kind = 'dated_in_future' then try_cast(found.what as date)
        else coalesce(deals.opened_on, leads.created_on) end as day,
    leads.person,
    coalesce(deals.company, leads.company) as company,
    coalesce(deals.stage, leads.status) as stage,
    coalesce(deals.source, leads.source) as source,
    coalesce(deals.owner, leads.owner) as owner,
    deals.amount,
    found.days,
    found.what
from found
left join deals on found.subject = 'deal' and found.subject_id = deals.deal_id
left join leads on found.subject = 'lead' and found.subject_id = leads.lead_id
where
    found.kind = $kind
    and ($what = '' or (found.subject = $subject and found.what = $what))
order by abs(found.days) desc nulls last, deals.amount desc nulls last, found.subject_id
"""
BEHIND_BEFORE = """
select subject_id, days
from data_faults
where fault = $kind
order by abs(days) desc nulls last, subject_id
"""
"""Versions of earlier releases say no more."""


@st.cache_data(max_entries=16, show_spinner=False)
def read_behind(company: Company, finding: Finding) -> pd.DataFrame:
    """The rows of a finding: of refused rows their place and value, else the subjects."""
    db = database(company.home, company.version)
    if finding.kind == "refused":
        return db.frame(REFUSED)
    if "data_gaps" not in _tables(db):
        return db.frame(BEHIND_BEFORE, {"kind": finding.kind})
    said = {"kind": finding.kind, "subject": finding.subject, "what": finding.what}
    return db.frame(BEHIND, said)
