"""Campaigns one by one: when, what they cost, whom they brought and how far those got."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from funnel.filters import Basis, Filters, check_period
from funnel.metrics import METRICS, figures
from funnel.metrics.query import Number, currency, days_covered
from funnel.reports.feedback import Kind, ReasonCount, feedback
from funnel.reports.rates import rates
from funnel.store.database import Database

RUNNING = timedelta(days=30)
"""A campaign of which something happened so lately still runs."""
MOST = 500
WAY = {"lead": "leads", "mql": "mqls", "sql": "sqls", "won": "wins"}
"""Stages of a card, and the metrics that count who got there."""

# A touch may name its campaign by the id that the table of costs knows it by.
ACTIVE = """
with named as (
    select
        id,
        min(campaign) as campaign
    from spend
    where id is not null and campaign is not null
    group by id
),

touched as (
    select
        campaign as written,
        source,
        min(occurred_on) as since_on,
        max(occurred_on) as until_on,
        count(*) as touches
    from touches
    where campaign is not null and occurred_on <= $as_of
    group by campaign, source
),

seen as (
    select
        coalesce(named.campaign, touched.written) as campaign,
        touched.source,
        touched.since_on,
        touched.until_on,
        touched.touches
    from touched
    left join named
        on
            named.id = case
                when regexp_matches(touched.written, '^701[0-9A-Za-z]{15}$')
                    then left(touched.written, 15)
                else touched.written
            end
    union all
    select
        campaign,
        source,
        min(created_on) as since_on,
        max(created_on) as until_on,
        0 as touches
    from leads
    where
        campaign is not null
        and created_on <= $as_of
        and coalesce(campaign_on, created_on) <= $as_of
    group by campaign, source
    union all
    select
        campaign,
        source,
        min(since_on) as since_on,
        max(until_on) as until_on,
        0 as touches
    from spend
    where campaign is not null and amount is not null and since_on <= $as_of
    group by campaign, source
)

select
    campaign,
    source,
    min(since_on) as since_on,
    max(until_on) as until_on,
    cast(sum(touches) as bigint) as touches
from seen
group by campaign, source
order by campaign, source nulls last
"""


@dataclass(frozen=True)
class Campaign:
    """A campaign from its first to its last day, and what its leads became by the as-of date.

    `reached` counts people by stage, None where a stage is not measured; of the wins to come,
    `matured` (0 to 1) had the time (None: not known). `touches` count as well those of people whom
    something else brought. `refused` and `lost` are the reasons said of its leads.
    """

    name: str
    sources: tuple[str, ...]
    since: date
    until: date
    is_running: bool
    touches: int
    cost: Number | None
    reached: Mapping[str, int | None]
    won_value: Number | None
    matured: float | None
    reasons: tuple[ReasonCount, ...]

    def said(self, kind: Kind) -> tuple[ReasonCount, ...]:
        """The reasons of refusals, or of losses, most frequent first."""
        return tuple(one for one in self.reasons if one.kind == kind)


@dataclass(frozen=True)
class Campaigns:
    """The campaigns of a stretch of days: those that run first, then the latest.

    There were `total`; the first 500 are listed. `has_cost` where any cost is known at all.
    """

    since: date
    as_of: date
    currency: str
    has_cost: bool
    total: int
    listed: tuple[Campaign, ...]


def campaigns(db: Database, since: date, as_of: date) -> Campaigns:
    """The campaigns of which something happened from `since` to `as_of`, each over all its time.

    Raises:
        FunnelError: the period is empty.
    """
    check_period(since, as_of)
    active: dict[str, list[dict[str, Any]]] = {}
    for row in db.records(ACTIVE, {"as_of": as_of}):
        active.setdefault(row["campaign"], []).append(row)
    lasting = {
        name: (min(row["since_on"] for row in rows), max(row["until_on"] for row in rows))
        for name, rows in active.items()
    }
    names = sorted(
        (name for name, (_, until) in lasting.items() if until >= since),
        key=lambda name: (as_of - min(lasting[name][1], as_of), as_of - lasting[name][0], name),
    )
    names.sort(key=lambda name: lasting[name][1] < as_of - RUNNING)
    first = min((since for since, _ in lasting.values()), default=as_of)
    counted = _Counted(db, min(first, days_covered(db)[0]), as_of) if names else None
    return Campaigns(
        since, as_of, currency(db), counted is not None and counted.has_cost, len(names),
        tuple(
            counted.campaign(name, *lasting[name], active[name]) for name in names[:MOST]
        ) if counted else (),
    )  # fmt: skip


class _Counted:
    """All figures by campaign, from the first day of any of them up to `as_of`."""

    def __init__(self, db: Database, since: date, as_of: date) -> None:
        self.db, self.since, self.as_of = db, since, as_of
        self.reached = {stage: self._by(metric, "cohort") for stage, metric in WAY.items()}
        self.value = self._by("won_value", "cohort")
        self.cost = self._by("cost", "period")
        self.has_cost = self.cost is not None
        self.matured = {
            rate.figure.group["campaign"]: rate.judged.matured
            for rate in rates(db, METRICS["lead_win_rate"], self._filters("cohort"), ("campaign",))
        }
        said = feedback(db, self.since, as_of, as_of, by=("campaign",))
        self.reasons: dict[str | None, list[ReasonCount]] = {}
        for one in said.reasons:
            self.reasons.setdefault(one.group["campaign"], []).append(one)

    def _filters(self, basis: Basis) -> Filters:
        return Filters(self.since, self.as_of, self.as_of, basis)

    def _by(self, metric: str, basis: Basis) -> dict[str | None, Number] | None:
        """None where it is not measured."""
        asked = METRICS[metric], self._filters(basis)
        if figures(self.db, *asked)[0].value is None:
            return None
        found = figures(self.db, *asked, ("campaign",))
        return {one.group["campaign"]: one.value for one in found if one.value is not None}

    def campaign(self, name: str, since: date, until: date, rows: list[dict[str, Any]]) -> Campaign:
        reached = {
            stage: None if of is None else int(of.get(name, 0))
            for stage, of in self.reached.items()
        }
        return Campaign(
            name,
            tuple(dict.fromkeys(row["source"] for row in rows if row["source"] is not None)),
            since,
            until,
            until >= self.as_of - RUNNING,
            sum(row["touches"] for row in rows),
            None if self.cost is None else self.cost.get(name),
            reached,
            None if self.value is None else self.value.get(name, 0),
            self.matured.get(name),
            tuple(self.reasons.get(name, ())),
        )
