"""What the figures of duration are estimated from: the waits that began in a period, as stays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from funnel.analysis.durations import LEAST_WINS, expected_before
from funnel.analysis.incidence import Method, Outcome, Stays, losses_at_risk, reverse_time
from funnel.store.database import Database

Split = Literal["source", "owner", "product", "lane", "month"]

TOO_MANY_MISSING = 5.0
"""So many wins expected where none is recorded: by chance less than once in a hundred."""
NO_STAYS = Stays.of([])

COLUMNS: dict[Split | None, str] = {
    None: "cast(null as varchar)",
    "source": "source",
    "owner": "owner",
    "product": "product",
    "lane": "lane",
    "month": "strftime({day}, '%Y-%m')",
}
WAITING = """
with known as (
    select
        figure,
        position,
        subject,
        entered_on,
        won_on,
        lost_on,
        is_undated,
        {group} as name,
        case when won_on <= $as_of then 1 when lost_on <= $as_of then 2 else 0 end as outcome
    from waits
    where entered_on between $since and least($until, $as_of)
)

select
    figure,
    subject,
    position,
    name,
    is_undated,
    outcome,
    date_diff(
        'day', entered_on, case outcome when 1 then won_on when 2 then lost_on else $as_of end
    ) as ended,
    date_diff('day', entered_on, $as_of) as watched,
    count(*) as number
from known
group by all
"""
WON = """
with ended as (
    select
        figure,
        subject,
        {group} as name,
        date_diff('day', entered_on, won_on) as days
    from waits
    where won_on between $since and least($until, $as_of)
)

select
    figure,
    subject,
    name,
    count(*) as won,
    avg(days) as mean,
    cast(percentile_cont(0.5) within group (order by days) as double) as median,
    cast(percentile_cont(0.9) within group (order by days) as double) as p90
from ended
group by all
"""
FIRST = """
select
    figure,
    subject,
    min(entered_on) as entered_on,
    min(least(won_on, lost_on)) filter (where least(won_on, lost_on) <= $as_of) as ended_on
from waits
group by all
"""
ONLY_WON = """
select count(*) > 0 and min(outcome) = 'won' and max(outcome) = 'won' as is_won_only
from deals
"""

Key = tuple[str, str]
"""Figure and subject: a deal's stage may be called what a stage of the funnel is called."""
LENGTH: Key = ("deal_length", "deal")
LEAD_TIME: Key = ("lead_time", "lead")


@dataclass(frozen=True)
class WaitsAsked:
    """The period in which the waits began, the day they are looked at from, and the split."""

    since: date
    until: date
    as_of: date
    by: Split | None = None

    def a_year_before(self) -> WaitsAsked:
        """The same period, seen from as long after it, a year before."""
        since, until, as_of = (_a_year_before(day) for day in (self.since, self.until, self.as_of))
        return replace(self, since=since, until=until, as_of=as_of)


@dataclass(frozen=True)
class Plain:
    """What was won in the period, whenever it began: beside the estimate, and flattering."""

    won: int
    mean: float | None
    median: float | None
    p90: float | None


@dataclass(frozen=True)
class Waits:
    """All stays of a figure by group, and how they are to be estimated.

    `undated` are over without a day, and not among the stays. `began_on` is the first entry there
    ever was; `recorded_from` the first day of which outcomes are recorded, where several should
    have been before it.
    """

    stays: Mapping[str | None, Stays]
    undated: Mapping[str | None, int]
    method: Method
    began_on: date
    recorded_from: date | None
    position: float


def read_waits(db: Database, asked: WaitsAsked) -> dict[Key, Waits]:
    """The waits that began in the period, as known by `as_of`; figures without any are missing."""
    by_key: dict[Key, list[dict[str, Any]]] = {}
    for row in db.records(_grouped(WAITING, asked, "entered_on"), _period(asked)):
        by_key.setdefault((row["figure"], row["subject"]), []).append(row)
    firsts = {
        (row["figure"], row["subject"]): row for row in db.records(FIRST, {"as_of": asked.as_of})
    }
    is_won_only = bool(db.value(ONLY_WON))
    return {
        key: _waits(rows, asked, firsts[key], won_only=is_won_only and key == LENGTH)
        for key, rows in by_key.items()
    }


def read_plain(db: Database, asked: WaitsAsked) -> dict[tuple[Key, str | None], Plain]:
    """Plain figures of what was won in the period, by figure and group."""
    rows = db.records(_grouped(WON, asked, "won_on"), _period(asked))
    return {
        ((row["figure"], row["subject"]), row["name"]): Plain(
            row["won"], row["mean"], row["median"], row["p90"]
        )
        for row in rows
    }


def _waits(
    rows: list[dict[str, Any]], asked: WaitsAsked, first: Mapping[str, Any], *, won_only: bool
) -> Waits:
    cells: dict[str | None, list[tuple[int, int, int, int, int]]] = {}
    undated: dict[str | None, int] = {}
    for row in rows:
        if row["is_undated"]:
            undated[row["name"]] = undated.get(row["name"], 0) + row["number"]
        # An export of the won alone would not have held, on that day, what was won later.
        elif not won_only or row["outcome"] == Outcome.WON:
            cell = (row["ended"], row["outcome"], row["watched"], 0, row["number"])
            cells.setdefault(row["name"], []).append(cell)
    number = sum(row["number"] for row in rows)
    everyone = Stays.of(cell for found in cells.values() for cell in found)
    return Waits(
        stays={name: Stays.of(found) for name, found in cells.items()},
        undated=undated,
        method=reverse_time if won_only else losses_at_risk,
        began_on=first["entered_on"],
        recorded_from=None if won_only else _recorded_from(everyone, first["ended_on"], asked),
        position=sum(row["position"] * row["number"] for row in rows) / number,
    )


def _recorded_from(everyone: Stays, ended_on: date | None, asked: WaitsAsked) -> date | None:
    if ended_on is None or everyone.number(Outcome.WON) < LEAST_WINS:
        return None
    missing = expected_before(everyone, (asked.as_of - ended_on).days)
    return ended_on if missing >= TOO_MANY_MISSING else None


def _grouped(sql: str, asked: WaitsAsked, day: str) -> str:
    return sql.format(group=COLUMNS[asked.by].format(day=day))


def _period(asked: WaitsAsked) -> dict[str, date]:
    return {"since": asked.since, "until": asked.until, "as_of": asked.as_of}


def _a_year_before(day: date) -> date:
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if is_leap_day else day.day)
