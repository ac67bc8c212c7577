"""The deals closed in a period and their touches, as `analysis.contribution` takes them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from funnel.analysis.contribution import Deals
from funnel.analysis.touch_rules import journeys
from funnel.metrics.query import Number
from funnel.store.database import Database

if TYPE_CHECKING:
    import pandas as pd

By = Literal["source", "campaign"]
Kind = Literal["named", "none", "sales_own", "unlinked"]

SALES_OWN, UNLINKED = "営業起点", "リード不明"
"""The rows of deals that sales opened itself, and of deals that name a lead nobody exported.

The metrics count both as 営業起点."""
CENTS = 100

CLOSED = """
    select
        deals.deal_id,
        deals.outcome = 'won' as is_won,
        cast(deals.amount as double) as amount,
        case
            when deals.lane = 'sales' and deals.names_lead then 'unlinked'
            when deals.lane = 'sales' then 'sales_own'
            else 'named'
        end as kind,
        deals.lead_id is not null as has_lead,
        case when $by = 'source' then deals.source end as name,
        case
            when leads.mql_on <= $as_of then date_diff('day', date '1970-01-01', leads.mql_on)
        end as mql_day
    from deals
    left join leads on deals.lead_id = leads.lead_id
    where deals.outcome in ('won', 'lost') and deals.closed_on between $since and $until
    order by deals.deal_id
"""
TOUCHES = """
    select
        deal_touches.deal_id,
        deal_touches.is_first,
        deal_touches.kind = 'touch' as is_touch,
        epoch_us(deal_touches.moment) as moment,
        date_diff('day', date '1970-01-01', deal_touches.day) as day,
        case when $by = 'source' then deal_touches.source else deal_touches.campaign end as name
    from deal_touches
    inner join deals on deal_touches.deal_id = deals.deal_id
    where deals.closed_on between $since and $until
"""
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
    parameters = {"since": since, "until": min(until, as_of), "by": by}
    closed = db.frame(CLOSED, parameters | {"as_of": as_of})
    touches = db.frame(TOUCHES, parameters)
    won = set(closed.loc[closed["is_won"], "deal_id"])
    met = touches[touches["is_touch"] & touches["deal_id"].isin(won)]
    amounts = closed["amount"].to_numpy(dtype=float, na_value=np.nan)
    scale = 1 if np.array_equal(np.nan_to_num(amounts), np.round(np.nan_to_num(amounts))) else CENTS
    deals, names = _coded(closed, touches, np.round(amounts * scale))
    return ReadDeals(
        deals, names, scale, by,
        has_touches=db.value(HAS_TOUCHES),
        names_any=db.value(NAMES_SOURCES if by == "source" else NAMES_CAMPAIGNS),
        touches=len(met),
        unnamed_touches=int(met["name"].isna().sum()),
        touched_wins=int(met["deal_id"].nunique()),
    )  # fmt: skip


def _coded(
    closed: pd.DataFrame, touches: pd.DataFrame, units: np.ndarray[Any, Any]
) -> tuple[Deals, tuple[tuple[Kind, str | None], ...]]:
    """Deals and groups as codes; a deal without a lead has one touch, of its own row or source."""
    import pandas as pd

    lone = closed[~closed["has_lead"]]
    lone = lone.assign(is_first=True, moment=0, day=0)
    # Sales' own and unlinked deals are rows of their own: 営業起点 is no source among others.
    lone["name"] = lone["name"].where(lone["kind"] == "named")
    both = pd.concat([touches.assign(kind="named"), lone])[
        ["deal_id", "is_first", "moment", "day", "name", "kind"]
    ]
    codes, found = both["name"].factorize(sort=True)
    names: list[tuple[Kind, str | None]] = [("named", name) for name in found]
    names += [("none", None), ("sales_own", SALES_OWN), ("unlinked", UNLINKED)]
    group = np.where(codes < 0, len(found), codes)
    for place in (len(found) + 1, len(found) + 2):
        group = np.where((both["kind"] == names[place][0]).to_numpy(), place, group)
    paths = journeys(
        deal=pd.Index(closed["deal_id"]).get_indexer(pd.Index(both["deal_id"])),
        group=group,
        is_first=both["is_first"].to_numpy(dtype=bool),
        moment=both["moment"].to_numpy(dtype=np.int64),
        day=both["day"].to_numpy(dtype=np.int64),
        mql_day=closed["mql_day"].to_numpy(dtype=float, na_value=np.nan),
    )
    is_won = closed["is_won"].to_numpy(dtype=bool)
    return Deals(paths, is_won, units, len(found), len(found) + 1, len(names)), tuple(names)
