"""The very rows the next action of a verdict is about: who entered a stage and has not gone on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, cast

from funnel.analysis.flows import WINDOW
from funnel.analysis.verdicts import Verdict
from funnel.reports.stage_flows import (
    COLUMNS,
    KNOWN,
    STEPS,
    Segment,
    joined_for,
    parameters_for,
)
from funnel.store.database import Database

if TYPE_CHECKING:
    import pandas as pd

WITH_SALES = ("handed_over", "accepted")
"""Stages in which sales is to get in touch."""
BEHIND = """,

behind as (
    select
        known.subject,
        known.subject_id,
        known.entered_on,
        known.source,
        known.owner
    {steps}
    where
        not known.is_guess
        and came.times is null
        and reached.reached_on is null
        and known.entered_on >= $since
        {narrowed}
),

last_passes as (
    select
        lead_id,
        pass,
        decision in ('sent_back', 'rejected')
        and coalesce(decided_on, handed_on) <= $as_of as is_refused,
        row_number() over (partition by lead_id order by pass desc) as place
    from passes
    where handed_on <= $as_of
),

tried as (
    select
        lead_no,
        min(occurred_on) as tried_on
    from contacts
    where kind in ('contact', 'attempt') and occurred_on <= $as_of
    group by lead_no
)

select
    behind.entered_on as day,
    date_diff('day', behind.entered_on, $as_of) as waiting,
    behind.subject,
    behind.subject_id,
    leads.person,
    coalesce(deals.company, leads.company) as company,
    coalesce(deals.stage, leads.status) as stage,
    case
        when behind.subject = 'deal' then coalesce(deals.lost_reason, '')
        when coalesce(last_passes.is_refused, false) then coalesce(leads.reason, '')
    end as reason,
    behind.source,
    behind.owner,
    deals.amount,
    tried.tried_on,
    coalesce(
        case
            when behind.subject = 'deal' then deals.outcome = 'lost' and deals.closed_on <= $as_of
            when last_passes.lead_id is null then leads.state in ('sent_back', 'rejected')
            else last_passes.is_refused
        end,
        false
    ) as is_settled
from behind
left join deals on behind.subject = 'deal' and behind.subject_id = deals.deal_id
left join leads
    on
        case behind.subject when 'lead' then behind.subject_id else deals.lead_id end
        = leads.lead_id
left join last_passes
    on behind.subject = 'lead' and behind.subject_id = last_passes.lead_id and last_passes.place = 1
left join tried on behind.subject = 'lead' and leads.lead_no = tried.lead_no
order by is_settled, behind.owner nulls last, behind.entered_on, behind.subject_id
"""
NARROWED = "and coalesce({segment} = $name, {segment} is null and cast($name as varchar) is null)"
HAS_CONTACTS = "select count(*) from contacts where occurred_on <= $as_of"


@dataclass(frozen=True)
class Place:
    """Where somebody is behind: entered `base` from `since` on, and has not reached `target`.

    `where` narrows it to a segment (dimension, name); None is the whole company.
    """

    base: str
    target: str
    since: date
    where: tuple[str, str | None] | None = None


@dataclass(frozen=True)
class Behind:
    """How many are behind, and what is known of them.

    Args:
        settled: refused by sales or lost; the others can still be worked.
        untried: of the others, those whom nobody is on record to have called or written to since
            their hand-over. None where that is not measured, or not of this stage.
    """

    count: int
    settled: int
    untried: int | None

    @property
    def still_open(self) -> int:
        return self.count - self.settled


def place_of(verdict: Verdict) -> Place | None:
    """The rows to go through first: of the change, or of the constraint where that comes first."""
    change, holds = verdict.change, verdict.constraint
    if verdict.order[0] == "constraint" and holds is not None:
        change = None
    if change is not None:
        rows = change.action.rows
        return Place(rows.stage, change.target, rows.since, next(iter(rows.where), None))
    if holds is None:
        return None
    return Place(holds.base, holds.target, verdict.as_of - timedelta(days=7 * WINDOW - 1))


def rows_behind(db: Database, place: Place, as_of: date) -> pd.DataFrame:
    """Who is behind at `place`, known by `as_of`; those who can still be worked first, by owner.

    Of a change these are exactly the rows that `Rows.count` counts: entries on a day of tidying up
    and entries told by a later stage alone are in neither.

    Columns: day, waiting (days), subject, subject_id, person, company, stage (as the tool says),
    reason, source, owner, amount, tried_on, is_settled.
    """
    dimension, name = place.where or ("source", None)
    segment = cast("Segment", dimension)
    steps = STEPS.format(joined=joined_for(segment))
    narrowed = NARROWED.format(segment=f"({COLUMNS[segment]})") if place.where else ""
    parameters = parameters_for(as_of, [(place.base, place.target)]) | {"since": place.since}
    if place.where:
        parameters["name"] = name
    return db.frame(KNOWN + BEHIND.format(steps=steps, narrowed=narrowed), parameters)


def behind_of(db: Database, place: Place, found: pd.DataFrame, as_of: date) -> Behind:
    """The rows summed up."""
    open_ones = found[~found["is_settled"].astype(bool)]
    untried = None
    if place.base in WITH_SALES and db.value(HAS_CONTACTS, {"as_of": as_of}):
        untried = int(open_ones["tried_on"].isna().sum())
    return Behind(len(found), len(found) - len(open_ones), untried)
