"""What content and campaigns the people of won and of lost deals met: side by side, no cause."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from funnel.analysis.shares import Difference, difference
from funnel.filters import check_period
from funnel.metrics.query import measured_by
from funnel.store.database import Database

MOST = 8
"""So many names are set side by side; of more, most would be chance."""
State = Literal["ok", "too_few", "no_names", "not_measured"]

CLOSED = """
select
    count(*) filter (where outcome = 'won') as won,
    count(*) filter (where outcome = 'lost') as lost
from deals
where outcome in ('won', 'lost') and closed_on between $since and $until and lead_id is not null
"""
MET = """
select
    deal_touches.campaign as name,
    count(distinct case when deals.outcome = 'won' then deals.deal_id end) as won,
    count(distinct case when deals.outcome = 'lost' then deals.deal_id end) as lost
from deals
inner join deal_touches on deals.deal_id = deal_touches.deal_id
where
    deals.outcome in ('won', 'lost')
    and deals.closed_on between $since and $until
    and deals.lead_id is not null
    and deal_touches.campaign is not null
group by deal_touches.campaign
order by count(distinct deals.deal_id) desc, deal_touches.campaign
"""


@dataclass(frozen=True)
class Content:
    """One piece of content or campaign: in so many of the deals won, and of the deals lost."""

    name: str
    won: int
    lost: int
    difference: Difference


@dataclass(frozen=True)
class DealContent:
    """What was met by the people of the deals closed from `since` to `until`, before their opening.

    Only deals with a lead are counted: of the others nobody knows what they met. `names` are the
    `MOST` most often met, of `all_names`. Who is ready to buy looks at more: a share that is larger
    among the won is no proof that the content won anything.
    """

    since: date
    until: date
    state: State
    won: int
    lost: int
    all_names: int
    names: tuple[Content, ...]


def deal_content(db: Database, since: date, until: date) -> DealContent:
    """The content that most deals closed in the period met, and whether the won met it more often.

    Raises:
        FunnelError: the period is empty.
    """
    check_period(since, until)
    if not {"won", "lost"} <= set(measured_by(db)):
        return DealContent(since, until, "not_measured", 0, 0, 0, ())
    period = {"since": since, "until": until}
    (closed,) = db.records(CLOSED, period)
    rows = db.records(MET, period)
    won, lost = closed["won"], closed["lost"]
    names = tuple(
        Content(
            row["name"], row["won"], row["lost"],
            difference((row["won"], won), (row["lost"], lost), looks=min(len(rows), MOST)),
        )
        for row in rows[:MOST]
    )  # fmt: skip
    state: State = "no_names"
    if names:
        state = "too_few" if all(one.difference.verdict == "too_few" for one in names) else "ok"
    return DealContent(since, until, state, won, lost, len(rows), names)
