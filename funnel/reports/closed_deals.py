"""The deals closed in a period and their touches, as `analysis.contribution` takes them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np

from funnel.analysis.contribution import Deals
from funnel.analysis.touch_rules import journeys
from funnel.metrics.query import Number
from funnel.store.database import Database

By = Literal["source", "campaign"]
Kind = Literal["named", "none", "sales_own", "unlinked"]

SALES_OWN, UNLINKED = "営業起点", "リード不明"
"""The rows of deals that sales opened itself, and of deals that name a lead nobody exported.

The metrics count both as 営業起点."""
ROWS_OF_THEIR_OWN: tuple[tuple[Kind, str | None], ...] = (
    ("none", None),
    ("sales_own", SALES_OWN),
    ("unlinked", UNLINKED),
)
"""After the named groups, in the order that `touched.own` numbers them."""
CENTS = 100

IN_PERIOD = """
with closed as materialized (
    select
        deals.deal_id,
        row_number() over (order by deals.deal_id) - 1 as deal,
        deals.outcome = 'won' as is_won,
        cast(deals.amount as double) as amount,
        case
            when deals.lane = 'sales' and deals.names_lead then 2
            when deals.lane = 'sales' then 1
            else 0
        end as own,
        case when $by = 'source' then deals.source end as name,
        deals.lead_id,
        case
            when deals.lead_mql_on <= $as_of
                then date_diff('day', date '1970-01-01', deals.lead_mql_on)
        end as mql_day
    from deals
    where deals.outcome in ('won', 'lost') and deals.closed_on between $since and $until
),

-- a deal without a lead has one touch, of its own row or source
touched as materialized (
    select
        closed.deal,
        deal_touches.is_first,
        deal_touches.kind = 'touch' as is_touch,
        epoch_us(deal_touches.moment) as moment,
        date_diff('day', date '1970-01-01', deal_touches.day) as day,
        case when $by = 'source' then deal_touches.source else deal_touches.campaign end as name,
        0 as own
    from deal_touches
    inner join closed on deal_touches.deal_id = closed.deal_id
    union all
    select
        deal,
        true as is_first,
        false as is_touch,
        0 as moment,
        0 as day,
        -- sales' own and unlinked deals are rows of their own: 営業起点 is no source among others
        case when own = 0 then name end as name,
        own
    from closed
    where lead_id is null
),

names as materialized (
    select name, row_number() over (order by name) - 1 as code
    from (select distinct touched.name from touched where touched.name is not null) as named
)
"""
"""The deals closed and their touches as numbers, for texts would take most of the time."""
CLOSED = IN_PERIOD + "select is_won, amount, mql_day from closed order by deal"
NAMES = IN_PERIOD + "select name from names order by code"
TOUCHES = (
    IN_PERIOD
    + """
    select
        touched.deal,
        touched.is_first,
        touched.is_touch,
        touched.moment,
        touched.day,
        names.name is not null as is_named,
        coalesce(names.code, (select count(*) from names) + touched.own) as code
    from touched
    left join names on touched.name = names.name
"""
)
HAS_TOUCHES = "select exists(select 1 from touches where lead_no is not null)"
NAMES_SOURCES = "select exists(select 1 from touches where source is not null)"
NAMES_CAMPAIGNS = "select exists(select 1 from touches where campaign is not null)"


@dataclass(frozen=True)
class ReadDeals:
    """`names` holds kind and name of each group's code; amounts are `scale` units each.

    `touches` are those of won deals that are no one's creation, `unnamed_touches` those among them
    without a source (campaign), `touched_wins` the won deals that have any.
    """

    deals: Deals
    names: tuple[tuple[Kind, str | None], ...]
    scale: int
    by: By
    has_touches: bool
    names_any: bool
    touches: int
    unnamed_touches: int
    touched_wins: int

    def measures(self, rule: str) -> bool:
        """Whether the exports say enough for a rule: the first touch by source needs no touches."""
        if rule == "first_touch" and self.by == "source":
            return True
        return self.has_touches and self.names_any

    def as_amount(self, units: float) -> Number:
        """Smallest units as the amount they are."""
        return round(units) if self.scale == 1 else round(units) / self.scale


def read_deals(db: Database, since: date, until: date, as_of: date, by: By) -> ReadDeals:
    """Deals closed from `since` to `until`, as known by `as_of`, and the touches of them."""
    parameters = {"since": since, "until": min(until, as_of), "as_of": as_of, "by": by}
    closed, touches = db.frame(CLOSED, parameters), db.frame(TOUCHES, parameters)
    named: list[tuple[Kind, str | None]] = [
        ("named", name) for (name,) in db.rows(NAMES, parameters)
    ]
    is_won = closed["is_won"].to_numpy(dtype=bool)
    met = touches[touches["is_touch"].to_numpy() & is_won[touches["deal"]]]
    amounts = closed["amount"].to_numpy(dtype=float, na_value=np.nan)
    scale = 1 if np.array_equal(np.nan_to_num(amounts), np.round(np.nan_to_num(amounts))) else CENTS
    paths = journeys(
        deal=touches["deal"].to_numpy(dtype=np.int64),
        group=touches["code"].to_numpy(dtype=np.int64),
        is_first=touches["is_first"].to_numpy(dtype=bool),
        moment=touches["moment"].to_numpy(dtype=np.int64),
        day=touches["day"].to_numpy(dtype=np.int64),
        mql_day=closed["mql_day"].to_numpy(dtype=float, na_value=np.nan),
    )
    names = (*named, *ROWS_OF_THEIR_OWN)
    return ReadDeals(
        Deals(paths, is_won, np.round(amounts * scale), len(named), len(named) + 1, len(names)),
        names, scale, by,
        has_touches=db.value(HAS_TOUCHES),
        names_any=db.value(NAMES_SOURCES if by == "source" else NAMES_CAMPAIGNS),
        touches=len(met),
        unnamed_touches=int((~met["is_named"]).sum()),
        touched_wins=int(met["deal"].nunique()),
    )  # fmt: skip
