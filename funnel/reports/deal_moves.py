"""What moved among the deals between two days: open before, come, gone, open after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal, get_args

from funnel.filters import check_period
from funnel.metrics.query import currency, measured_by
from funnel.reports.deal_sums import DealSum
from funnel.reports.pipeline import Measured, measures
from funnel.store.database import Database

if TYPE_CHECKING:
    import pandas as pd

Bar = Literal["start", "opened", "won", "lost", "unclear", "end"]
BARS: tuple[Bar, ...] = get_args(Bar)

LIVES = """
with lives as (
    select
        *,
        outcome = 'open' and opened_on is null as is_undated,
        coalesce(opened_on, closed_on) as began_on,
        case when outcome in ('won', 'lost') then closed_on end as ended_on
    from deals
),

-- of each deal: open before, open after, and what happened to it in between
known as (
    select
        *,
        coalesce(
            (is_undated or began_on < $since) and (outcome = 'open' or ended_on >= $since), false
        ) as was_open,
        coalesce(
            (is_undated or began_on <= $until) and (outcome = 'open' or ended_on > $until), false
        ) as is_open,
        coalesce(began_on between $since and $until, false) as is_opened,
        coalesce(outcome = 'won' and ended_on between $since and $until, false) as is_won,
        coalesce(outcome = 'lost' and ended_on between $since and $until, false) as is_lost
    from lives
),

bars as (
    select unnest(['start', 'opened', 'won', 'lost', 'unclear', 'end']) as bar
),

-- a deal whose days are reversed or that ended on no day: it came and never went, or the reverse
moved as (
    select
        known.*,
        bars.bar,
        case bars.bar
            when 'start' then cast(known.was_open as integer)
            when 'opened' then cast(known.is_opened as integer)
            when 'won' then cast(known.is_won as integer)
            when 'lost' then cast(known.is_lost as integer)
            when 'end' then cast(known.is_open as integer)
            else
                cast(known.is_open as integer) - cast(known.was_open as integer)
                - cast(known.is_opened as integer)
                + cast(known.is_won as integer) + cast(known.is_lost as integer)
        end as times
    from known
    cross join bars
)
"""
SUMS = """
select
    bar,
    cast(sum(times) as bigint) as deals,
    sum(amount * times) as amount,
    cast(sum(case when amount is null then times else 0 end) as bigint) as without_amount
from moved
where times != 0
group by bar
"""
UNDATED = """
select
    count(*) as deals,
    sum(amount) as amount,
    count(*) - count(amount) as without_amount
from deals
where outcome = 'open' and opened_on is null
"""
ROWS = """
select
    case when $bar in ('won', 'lost') then moved.ended_on else moved.began_on end as day,
    moved.outcome,
    moved.stage,
    moved.amount,
    moved.owner,
    moved.source,
    moved.product,
    moved.lost_reason,
    moved.opened_on,
    moved.closed_on,
    coalesce(moved.company, leads.company) as company,
    leads.person,
    moved.deal_id as subject_id
from moved
left join leads on moved.lead_id = leads.lead_id
where moved.times != 0 and moved.bar = $bar
order by 1 desc nulls last, moved.deal_id
"""


@dataclass(frozen=True)
class DealMoves:
    """What became of the deals from `since` to `until`, both included, as known now.

    `start` are those open at the end of the day before `since`, `end` those open at the end of
    `until`; of deals and of amounts alike

        start + opened - won - lost + unclear = end

    `opened` and `won` are the metrics `opportunities` and `wins` of the period, `lost` those of
    `win_rate`. `unclear` (with its sign) are deals that ended on no day anybody wrote down, or
    before they were opened. Deals that are open since nobody knows when, `undated`, stand in
    `start` and `end`. Exports tell today's amounts alone, so no bar tells how amounts changed.

    Args:
        measured: `won_only` exports hold no open deal: only `won` is there.
        sums: what is measured, in the order of `BARS`; `unclear` only where there are any.
    """

    since: date
    until: date
    measured: Measured
    has_amounts: bool
    currency: str
    sums: dict[Bar, DealSum]
    undated: DealSum

    def sum(self, bar: Bar) -> DealSum:
        """Of one bar; nothing where it is not measured."""
        return self.sums.get(bar, DealSum())


def deal_moves(db: Database, since: date, until: date) -> DealMoves:
    """What came and went among the deals from `since` to `until`.

    Raises:
        FunnelError: the period is empty.
    """
    check_period(since, until)
    measured, has_amounts = measures(db)
    rows = db.records(LIVES + SUMS, {"since": since, "until": until})
    found = {row["bar"]: DealSum.of(row) for row in rows}
    (undated,) = db.records(UNDATED)
    return DealMoves(
        since, until, measured, has_amounts, currency(db),
        {
            bar: found.get(bar, DealSum())
            for bar in _told(measured, "lost" in measured_by(db))
            if bar in found or bar != "unclear"
        },
        DealSum.of(undated),
    )  # fmt: skip


def _told(measured: Measured, is_lost_measured: bool) -> tuple[Bar, ...]:
    if measured != "ok":
        return ("won",) if measured == "won_only" else ()
    return tuple(bar for bar in BARS if bar != "lost" or is_lost_measured)


def moved_rows(db: Database, since: date, until: date, bar: Bar) -> pd.DataFrame:
    """The deals of one bar, the latest first.

    Columns: day (won or lost, else opened), outcome, stage, amount, owner, source, product,
    lost_reason, opened_on, closed_on, company, person, subject_id. Stage and outcome are today's.
    """
    return db.frame(LIVES + ROWS, {"since": since, "until": until, "bar": bar})
