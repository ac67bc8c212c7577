"""Why the deals of a period were lost, what they were worth, and where they stood."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from funnel.filters import check_period
from funnel.importers.cells.reasons import reason_titles
from funnel.metrics.query import currency, measured_by
from funnel.reports.deal_sums import DealSum, total
from funnel.store.database import Database

NO_REASON = ("理由なし", "No reason")

LOST = """
with last_stays as (
    select
        deal_id,
        stage,
        row_number() over (partition by deal_id order by entered_on desc, stay desc) as place
    from deal_stage_stays
    where left_as = 'lost'
)

select
    reasons.reason,
    last_stays.stage,
    count(*) as deals,
    sum(deals.amount) as amount,
    count(*) - count(deals.amount) as without_amount
from deals
left join reasons on deals.lost_reason = reasons.said
left join last_stays on deals.deal_id = last_stays.deal_id and last_stays.place = 1
where deals.outcome = 'lost' and deals.closed_on between $since and $until
group by 1, 2
order by 1, 2
"""


@dataclass(frozen=True)
class LostReason:
    """The deals lost for one reason; None where nobody wrote any.

    `title` is (Japanese, English). `stages` are the stages of the tool they were lost at, with how
    many, the most first; None where no history tells.
    """

    reason: str | None
    title: tuple[str, str]
    sum: DealSum
    stages: tuple[tuple[str | None, int], ...]


@dataclass(frozen=True)
class LostDeals:
    """Deals lost from `since` to `until`, by reason, most deals first, those without one last.

    `lost` is None where the exports hold no lost deal at all: not measured is not zero.
    """

    since: date
    until: date
    currency: str
    lost: DealSum | None
    reasons: tuple[LostReason, ...]

    @property
    def knows_stages(self) -> bool:
        """Whether of any of them the stage is known."""
        return any(stage is not None for one in self.reasons for stage, _ in one.stages)


def lost_deals(db: Database, since: date, until: date) -> LostDeals:
    """The deals lost in the period by the reason that was read out of what people wrote.

    Raises:
        FunnelError: the period is empty.
    """
    check_period(since, until)
    if "lost" not in measured_by(db):
        return LostDeals(since, until, currency(db), None, ())
    rows = db.records(LOST, {"since": since, "until": until})
    by_reason: dict[str | None, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        by_reason[row["reason"]].append(row)
    titles = reason_titles()
    reasons = [
        LostReason(
            reason,
            NO_REASON if reason is None else titles[reason],
            total(DealSum.of(row) for row in found),
            tuple(
                (row["stage"], row["deals"])
                for row in sorted(found, key=lambda row: (-row["deals"], row["stage"] or "~"))
            ),
        )
        for reason, found in by_reason.items()
    ]
    reasons.sort(key=lambda one: (one.reason is None, -one.sum.deals, one.reason or ""))
    lost = total(DealSum.of(row) for row in rows)
    return LostDeals(since, until, currency(db), lost, tuple(reasons))
