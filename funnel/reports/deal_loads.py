"""What each owner has open, so that the others see whom to help; no ranking of people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from funnel.agreement.model import Capacity
from funnel.metrics.query import currency
from funnel.reports.deal_sums import DealSum
from funnel.reports.pipeline import Measured, Winners, measures
from funnel.store.database import Database

QUIET = 30
"""Days without a call, mail or meeting from which on an open deal counts as quiet."""

KNOWN = """
select
    exists(
        select 1 from sales_activities
        where occurred_on <= $as_of and not coalesce(is_deleted, false)
    ) as has_activities,
    exists(select 1 from deals where expected_close_on is not null) as has_expected
"""
LOADS = """
with open_deals as (
    select
        deal_id,
        owner,
        amount,
        opened_on,
        expected_close_on
    from deals
    where
        outcome = 'open' and (opened_on is null or opened_on <= $as_of)
        or opened_on <= $as_of and closed_on > $as_of
),

-- what sales did about the deal, or about its people since it was opened
done as (
    select
        open_deals.deal_id,
        activities.occurred_on
    from open_deals
    inner join sales_activities as activities on open_deals.deal_id = activities.deal_id
    where activities.occurred_on <= $as_of and not coalesce(activities.is_deleted, false)
    union all
    select
        open_deals.deal_id,
        activities.occurred_on
    from open_deals
    inner join lead_deals on open_deals.deal_id = lead_deals.deal_id
    inner join leads on lead_deals.lead_id = leads.lead_id
    inner join sales_activities as activities on leads.lead_no = activities.lead_no
    where
        activities.deal_id is null
        and activities.occurred_on <= $as_of
        and (open_deals.opened_on is null or activities.occurred_on >= open_deals.opened_on)
        and not coalesce(activities.is_deleted, false)
),

last_done as (
    select
        deal_id,
        max(occurred_on) as last_on
    from done
    group by deal_id
)

select
    open_deals.owner,
    count(*) as deals,
    sum(open_deals.amount) as amount,
    count(*) - count(open_deals.amount) as without_amount,
    count(*) filter (where date_diff('day', open_deals.opened_on, $as_of) > $p90) as beyond,
    count(*) filter (
        where date_diff(
            'day', coalesce(last_done.last_on, open_deals.opened_on), $as_of
        ) >= $quiet
    ) as quiet,
    count(*) filter (where open_deals.expected_close_on < $as_of) as overdue
from open_deals
left join last_done on open_deals.deal_id = last_done.deal_id
group by open_deals.owner
"""


@dataclass(frozen=True)
class DealLoad:
    """The open deals of one owner; None for those nobody has.

    Args:
        owner: as shown elsewhere.
        sum: how many, and their amounts.
        over: so many above what is agreed an owner can handle; None: nothing is agreed.
        beyond: open for longer than nine in ten winners took; None where that cannot be told.
        quiet: without a call, mail or meeting for `QUIET` days or more (since they were opened,
            where there was none); None where no activity is exported.
        overdue: past the day they were expected to close, as the last export says; None where no
            such day is exported.
    """

    owner: str | None
    sum: DealSum
    over: int | None
    beyond: int | None
    quiet: int | None
    overdue: int | None


@dataclass(frozen=True)
class DealLoads:
    """Of all owners with open deals at the end of `as_of`.

    In order: above what is agreed first, then by name; those nobody has last. Never by what
    somebody sold.
    """

    as_of: date
    measured: Measured
    currency: str
    most: int | None
    loads: tuple[DealLoad, ...]

    @property
    def over(self) -> tuple[DealLoad, ...]:
        """Who has more than is agreed."""
        return tuple(load for load in self.loads if load.over)


def deal_loads(db: Database, as_of: date, winners: Winners, capacity: Capacity) -> DealLoads:
    """Open deals by owner at the end of `as_of`.

    Args:
        db: the version.
        as_of: activities after it are not known yet; owners, amounts and days expected are today's.
        winners: of the same day, see `pipeline`.
        capacity: of the agreement in force on that day.
    """
    measured, _ = measures(db)
    most = capacity.deals_an_owner
    if measured != "ok":
        return DealLoads(as_of, measured, currency(db), most, ())
    (known,) = db.records(KNOWN, {"as_of": as_of})
    rows = db.records(LOADS, {"as_of": as_of, "p90": winners.p90, "quiet": QUIET})
    loads = [
        DealLoad(
            row["owner"],
            DealSum.of(row),
            # Nobody has all those without an owner on one table.
            None if most is None or row["owner"] is None else max(row["deals"] - most, 0),
            None if winners.p90 is None else row["beyond"],
            row["quiet"] if known["has_activities"] else None,
            row["overdue"] if known["has_expected"] else None,
        )
        for row in rows
    ]
    loads.sort(key=lambda one: (one.owner is None, -(one.over or 0), one.owner or ""))
    return DealLoads(as_of, measured, currency(db), most, tuple(loads))
