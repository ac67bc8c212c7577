"""What each owner has on the table against what is agreed, and what marketing may take back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from funnel.agreement.model import Capacity, Mql
from funnel.store.database import Database

OPEN_LEADS = """
with begun as (
    select
        *,
        row_number() over (partition by lead_id order by handed_on desc, pass desc) as place
    from passes
    where handed_on <= $as_of
),

on_the_table as (
    select
        lead_id,
        pass,
        owner,
        source,
        handed_on
    from begun
    where place = 1 and (decision is null or decided_on > $as_of)
),

handled as (
    select
        on_the_table.lead_id,
        max(contacts.occurred_on) as contact_on
    from on_the_table
    inner join leads on on_the_table.lead_id = leads.lead_id
    inner join contacts
        on leads.lead_no = contacts.lead_no and on_the_table.pass = contacts.pass
    where contacts.kind in ('contact', 'attempt') and contacts.occurred_on <= $as_of
    group by on_the_table.lead_id
),

with_deals as (
    select distinct lead_deals.lead_id
    from lead_deals
    inner join deals on lead_deals.deal_id = deals.deal_id
    where
        deals.outcome = 'open' and (deals.opened_on is null or deals.opened_on <= $as_of)
        or deals.opened_on <= $as_of and deals.closed_on > $as_of
)

select
    on_the_table.lead_id,
    on_the_table.pass,
    on_the_table.owner,
    on_the_table.source,
    on_the_table.handed_on,
    handled.contact_on,
    with_deals.lead_id is not null as has_deal
from on_the_table
left join handled on on_the_table.lead_id = handled.lead_id
left join with_deals on on_the_table.lead_id = with_deals.lead_id
order by on_the_table.handed_on, on_the_table.lead_id
"""
SCORES = """
select
    leads.lead_id,
    case when $score = 'exported' then scores.exported else scores.computed end as score
from scores
inner join leads on scores.lead_no = leads.lead_no
where case when $score = 'exported' then scores.exported else scores.computed end is not null
"""
OPEN_DEALS = """
select
    owner,
    count(*) as deals
from deals
where
    outcome = 'open' and (opened_on is null or opened_on <= $as_of)
    or opened_on <= $as_of and closed_on > $as_of
group by owner
"""


@dataclass(frozen=True)
class OpenLead:
    """A lead handed over and not decided on; `days` since the hand-over, all without a decision.

    `contact_on` is the last thing sales did about it since then, reached or not; None: nothing, for
    what a machine sent or the lead did is no doing of sales. `score` is None where there is none.
    """

    lead_id: str
    pass_: int
    owner: str | None
    source: str | None
    handed_on: date
    days: int
    contact_on: date | None
    has_deal: bool
    score: float | None


@dataclass(frozen=True)
class OwnerLoad:
    """What one owner has on the table; `..._over` is above what is agreed, None: nothing is.

    `take_back` are the leads that marketing may take back, at most `leads_over` of them: those
    nothing was done about since the hand-over and that have no open deal, lowest score first where
    there is one, then the longest waiting. `stuck` so many above the limit are none of these.
    """

    owner: str | None
    leads: int
    leads_over: int | None
    deals: int
    deals_over: int | None
    take_back: tuple[OpenLead, ...]

    @property
    def stuck(self) -> int:
        """So many too many, and all of them in somebody's hands."""
        return (self.leads_over or 0) - len(self.take_back)


@dataclass(frozen=True)
class CapacityReport:
    """By owner, the most overloaded first. Leads and deals without an owner are the owner None."""

    as_of: date
    capacity: Capacity
    owners: tuple[OwnerLoad, ...]

    @property
    def take_back(self) -> tuple[OpenLead, ...]:
        """Of all owners."""
        return tuple(lead for owner in self.owners for lead in owner.take_back)


def scores_by(db: Database, mql: Mql) -> dict[str, float]:
    """The score of each lead that has one on the last day of the data, by its id.

    Args:
        db: the version.
        mql: of the agreement in force, which says whether the exported or the computed one counts.
    """
    return {lead: float(score) for lead, score in db.rows(SCORES, {"score": mql.score})}


def capacity_of(
    db: Database,
    as_of: date,
    capacity: Capacity,
    scores: Mapping[str, float] | None = None,
) -> CapacityReport:
    """Open leads and deals by owner at the end of `as_of`, against the agreement's capacity.

    Args:
        db: the version.
        as_of: decisions and contacts after it are not known yet; owners are today's.
        capacity: of the agreement in force on that day.
        scores: of leads by id, where there are any, as `scores_by` finds them.
    """
    by_owner: dict[str | None, list[OpenLead]] = {}
    for row in db.records(OPEN_LEADS, {"as_of": as_of}):
        lead = OpenLead(
            lead_id=row["lead_id"],
            pass_=row["pass"],
            owner=row["owner"],
            source=row["source"],
            handed_on=row["handed_on"],
            days=(as_of - row["handed_on"]).days,
            contact_on=row["contact_on"],
            has_deal=row["has_deal"],
            score=(scores or {}).get(row["lead_id"]),
        )
        by_owner.setdefault(lead.owner, []).append(lead)
    deals: dict[str | None, int] = dict(db.rows(OPEN_DEALS, {"as_of": as_of}))
    owners = [
        _load(owner, by_owner.get(owner, []), deals.get(owner, 0), capacity)
        for owner in by_owner.keys() | deals.keys()
    ]
    owners.sort(
        key=lambda one: (
            -(one.leads_over or 0), -(one.deals_over or 0), -one.leads, -one.deals,
            one.owner is None, one.owner or "",
        )
    )  # fmt: skip
    return CapacityReport(as_of, capacity, tuple(owners))


def _load(owner: str | None, leads: list[OpenLead], deals: int, capacity: Capacity) -> OwnerLoad:
    # Nobody has all those without an owner on one table.
    leads_over = _over(len(leads), capacity.leads_an_owner) if owner else None
    deals_over = _over(deals, capacity.deals_an_owner) if owner else None
    idle = [lead for lead in leads if lead.contact_on is None and not lead.has_deal]
    idle.sort(key=lambda lead: (lead.score is None, lead.score or 0, lead.handed_on, lead.lead_id))
    return OwnerLoad(
        owner, len(leads), leads_over, deals, deals_over, tuple(idle[: leads_over or 0])
    )


def _over(number: int, most: int | None) -> int | None:
    return None if most is None else max(number - most, 0)
