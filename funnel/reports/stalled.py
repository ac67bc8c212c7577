"""Open deals that have been in their stage for longer than deals of their kind take."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from funnel.analysis.durations import Estimate, Sampling, State, estimate
from funnel.analysis.incidence import reverse_time
from funnel.metrics.query import currency, days_covered
from funnel.reports.waits import LENGTH, WaitsAsked, read_waits
from funnel.store.database import Database

NO_RANGE = Sampling(draws=0)

OPEN = """
with stays_then as (
    select
        deal_id,
        stage,
        entered_on,
        row_number() over (partition by deal_id order by entered_on desc, stay desc) as place
    from deal_stage_stays
    where entered_on <= $as_of and (left_on is null or left_on > $as_of)
),

changes_after as (
    select
        subject_id as deal_id,
        stage_before,
        row_number() over (partition by subject_id order by changed_on, changed_at) as place
    from stage_changes
    where subject = 'deal' and changed_on > $as_of
)

select
    deals.deal_id,
    deals.owner,
    deals.source,
    deals.product,
    deals.lane,
    deals.amount,
    deals.opened_on,
    case
        when stays_then.stage is not null then stays_then.stage
        when changes_after.deal_id is not null then changes_after.stage_before
        when deals.outcome = 'open' then deals.stage
    end as stage,
    stays_then.entered_on,
    date_diff('day', stays_then.entered_on, $as_of) as days_in_stage,
    date_diff('day', deals.opened_on, $as_of) as days_open
from deals
left join stays_then on deals.deal_id = stays_then.deal_id and stays_then.place = 1
left join changes_after on deals.deal_id = changes_after.deal_id and changes_after.place = 1
where
    (deals.opened_on <= $as_of and (deals.outcome = 'open' or deals.closed_on > $as_of))
    or (deals.opened_on is null and deals.outcome = 'open')
"""


@dataclass(frozen=True)
class StalledDeal:
    """`days` in its stage (or open: `measured_by` says which) against the P80 of such, `limit`.

    `stage` is that of `as_of`, None where it is not known; amount, owner, source and product are
    today's: exports do not tell what they were. `opened_on` is None where nobody wrote it down.
    """

    deal_id: str
    stage: str | None
    owner: str | None
    source: str | None
    product: str | None
    lane: str | None
    amount: float | None
    opened_on: date | None
    entered_on: date | None
    measured_by: str
    days: int
    limit: int

    @property
    def days_over(self) -> int:
        return self.days - self.limit


@dataclass(frozen=True)
class Stalled:
    """The stalled, furthest over first, of `open_deals`.

    `unjudged` had no limit to go by, or no day since when they are open.

    `state` is that of the deal length, by which is judged what no stage's own stays can judge.
    """

    as_of: date
    deals: tuple[StalledDeal, ...]
    open_deals: int
    unjudged: int
    state: State
    currency: str

    @property
    def is_judged(self) -> bool:
        """Whether the list could hold any: none in it is not the same as not knowing."""
        if self.open_deals:
            return self.unjudged < self.open_deals
        return self.state is State.ENOUGH

    @property
    def amount(self) -> float:
        """Of all that are stalled and have one."""
        return sum(deal.amount or 0 for deal in self.deals)


def stalled(db: Database, as_of: date) -> Stalled:
    """Deals open at `as_of` beyond the P80 of their stage's stays, as known by then.

    A stage's P80 is that of those who moved on, with those still in it in account; where it cannot
    be judged, or nobody knows since when a deal is in it, days open go against the deal length's.
    Exports of the won alone hold no open deal: not measured.
    """
    first, _ = days_covered(db)
    waits = read_waits(db, WaitsAsked(min(first, as_of), as_of, as_of))
    if LENGTH in waits and waits[LENGTH].method is reverse_time:
        return Stalled(as_of, (), 0, 0, State.NOT_MEASURED, currency(db))
    estimates = {
        key: estimate(found.stays[None], found.method, NO_RANGE)
        for key, found in waits.items()
        if None in found.stays
    }
    length = estimates.get(LENGTH)
    found: list[StalledDeal] = []
    unjudged = 0
    rows = db.records(OPEN, {"as_of": as_of})
    for row in rows:
        limit = _limit(estimates.get((row["stage"], "deal")))
        by, days = row["stage"], row.pop("days_in_stage")
        days_open = row.pop("days_open")
        if limit is None or days is None:
            by, days, limit = LENGTH[0], days_open, _limit(length)
        if limit is None or days is None:
            unjudged += 1
        elif days > limit:
            found.append(StalledDeal(**row, measured_by=by, days=days, limit=limit))
    found.sort(key=lambda deal: (-deal.days_over, deal.deal_id))
    state = length.state if length else State.NO_DATA
    return Stalled(as_of, tuple(found), len(rows), unjudged, state, currency(db))


def _limit(estimate: Estimate | None) -> int | None:
    return estimate.p80 if estimate and estimate.state is State.ENOUGH else None
