"""The funnel as it was known on several days, as `analysis.forecast` takes it: three queries."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import numpy as np

from funnel.analysis.forecast_history import Floats, History, Money, Stage
from funnel.analysis.triangles import Row, triangle_of
from funnel.filters import STAGES
from funnel.metrics.query import measured_by
from funnel.reports.known_deals import MOST_WEEKS, Deals, deal_stage, money_of, read_deals
from funnel.store.database import Database

MOST_SOURCES, OTHERS = 12, "…"
"""The largest sources are told apart; all others are one."""

ENTRIES = """
with days as (select unnest($days) as as_of)

select
    days.as_of,
    case when $by_source then entry_days.source end as source,
    entry_days.stage,
    cast(floor(date_diff('day', entry_days.entered_on, days.as_of) / 7.0) as integer) as week,
    cast(sum(entry_days.entries) as bigint) as entries
from days
inner join entry_days
    on
        entry_days.entered_on <= days.as_of
        and days.as_of between entry_days.known_from and entry_days.known_to
where entry_days.subject = 'lead'
group by all
"""
PASSAGES = """
with days as (select unnest($days) as as_of)

select
    days.as_of,
    case when $by_source then passage_days.source end as source,
    passage_days.base,
    passage_days.target,
    cast(floor(date_diff('day', passage_days.entered_on, days.as_of) / 7.0) as integer) as week,
    cast(floor(date_diff('day', passage_days.reached_on, days.as_of) / 7.0) as integer) as went,
    cast(sum(passage_days.people) as bigint) as people
from days
inner join passage_days
    on
        passage_days.entered_on <= days.as_of
        and passage_days.reached_on <= days.as_of
        and days.as_of between passage_days.known_from and passage_days.known_to
where passage_days.base || '>' || passage_days.target in (select unnest($pairs))
group by all
"""


def histories(db: Database, days: Sequence[date], deals: Deals | None = None) -> list[History]:
    """What was known at the end of each of these days.

    Stages up to the opportunity count people at their first entry, with losses left at risk, since
    who was sent back may come again; opportunities are deals of all lanes, and a recorded loss is
    final. Where wins are not measured there are no stages.
    """
    deals = deals or read_deals(db)
    way, has_deals = _way(db, deals)
    if not way:
        return [History((), Money()) for _ in days]
    rows = _Rows.read(db, days, way, has_deals, by_source=False)
    return [rows.history(day, None, deals) for day in days]


def histories_by_source(
    db: Database, days: Sequence[date], deals: Deals | None = None
) -> list[dict[str | None, History]]:
    """The same by source, the largest `MOST_SOURCES` apart and the rest as `OTHERS`."""
    deals = deals or read_deals(db)
    way, has_deals = _way(db, deals)
    if not way:
        return [{} for _ in days]
    rows = _Rows.read(db, days, way, has_deals, by_source=True)
    size: Counter[str | None] = Counter(deals.source.tolist())
    for (_, source, stage), entries in rows.entries.items():
        if stage == way[0]:
            size[source] += sum(number for _, number in entries)
    order = sorted(size, key=lambda name: (-size[name], name is None, name or ""))
    largest = set(order[:MOST_SOURCES])

    def renamed(source: str | None) -> str | None:
        return source if source in largest else OTHERS

    together = rows.renamed(renamed)
    names = sorted({renamed(name) for name in size}, key=lambda name: (name is None, name or ""))
    own = {name: deals.of(renamed, name) for name in names}
    return [{name: together.history(day, name, own[name]) for name in names} for day in days]


def _way(db: Database, deals: Deals) -> tuple[list[str], bool]:
    """(measured stages on the way to won, whether the last but one is deals)."""
    measured = measured_by(db)
    if "won" not in measured:
        return [], False
    has_deals = "opportunity" in measured and deals.shows_open
    way = [stage for stage in STAGES if stage in measured]
    if not has_deals and "opportunity" in way:
        way.remove("opportunity")
    return (way, has_deals) if len(way) > 1 else ([], False)


@dataclass(frozen=True, eq=False)
class _Rows:
    """What the queries gave: of a day, a source and a stage (or two), counts by week."""

    way: list[str]
    has_deals: bool
    entries: dict[tuple[date, str | None, str], list[tuple[int, int]]]
    passages: dict[tuple[date, str | None, str, str], list[tuple[int, int, int]]]

    @classmethod
    def read(
        cls, db: Database, days: Sequence[date], way: list[str], has_deals: bool, *, by_source: bool
    ) -> _Rows:
        rows = cls(way, has_deals, defaultdict(list), defaultdict(list))
        asked = {"days": list(days), "by_source": by_source}
        for day, source, stage, week, number in db.rows(ENTRIES, asked):
            rows.entries[day, source, stage].append((week, number))
        names = [f"{base}>{target}" for base, target in rows.steps]
        for day, source, base, target, week, went, number in (
            db.rows(PASSAGES, {**asked, "pairs": names}) if names else ()
        ):
            rows.passages[day, source, base, target].append((week, went, number))
        return rows

    @property
    def steps(self) -> list[tuple[str, str]]:
        """From stage to stage, as people take them."""
        pairs = list(pairwise(self.way))
        return pairs[:-1] if self.has_deals else pairs

    def renamed(self, name: Callable[[str | None], str | None]) -> _Rows:
        """The same with sources put together."""
        found = _Rows(self.way, self.has_deals, defaultdict(list), defaultdict(list))
        for (day, source, stage), entries in self.entries.items():
            found.entries[day, name(source), stage] += entries
        for (day, source, base, target), passages in self.passages.items():
            found.passages[day, name(source), base, target] += passages
        return found

    def history(self, day: date, source: str | None, deals: Deals) -> History:
        """That of a source, or of all where sources were not told apart."""
        stages = []
        for base, target in self.steps:
            rows: list[Row] = [
                (week, None, 0, number)
                for week, number in self.entries[day, source, base]
                if week < MOST_WEEKS
            ]
            rows += [
                (week, went, number, 0)
                for week, went, number in self.passages[day, source, base, target]
                if week < MOST_WEEKS
            ]
            stages.append(Stage(base, triangle_of(rows)))
        if self.has_deals:
            alone = len(self.way) == 2
            people = None if alone else self.entries[day, source, "opportunity"]
            stages.append(deal_stage(deals, day, people))
        return History(tuple(stages), money_of(deals, day, self.has_deals), self.has_deals)


def booked_entries(db: Database, since: date, as_of: date) -> dict[str, int]:
    """Entries by stage from `since` to `as_of`: people; of opportunities and wins, deals."""
    rows = db.rows(BOOKED, {"since": since, "as_of": as_of})
    return {stage: int(number) for stage, number in rows}


BOOKED = """
select
    stage,
    sum(entries) as entries
from entry_days
where
    entered_on between $since and $as_of
    and $as_of between known_from and known_to
    and (subject = 'deal' and stage in ('opportunity', 'won')
        or subject = 'lead' and stage not in ('opportunity', 'won'))
group by stage
"""


def share_of_weeks(as_of: date, spans: Sequence[tuple[date, date]]) -> Floats:
    """Shape (spans, weeks): the share of each week after `as_of` that lies in each span of days."""
    last = max(until for _, until in spans)
    weeks = -(-(last - as_of).days // 7)
    days = [as_of + timedelta(days=1 + number) for number in range(7 * weeks)]
    inside = np.array([[since <= day <= until for day in days] for since, until in spans])
    return np.asarray(inside.reshape(len(spans), weeks, 7).mean(axis=2))
