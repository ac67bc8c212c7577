"""What one lead, MQL or SQL is worth, by source, from cohorts old enough to judge."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from funnel.analysis.worth import Segment, Step, worth
from funnel.filters import STAGES
from funnel.messages import Language
from funnel.metrics.query import currency, measured_by
from funnel.money import MAN
from funnel.store.database import Database

LOOK_BACK = timedelta(days=365)
"""So much of the past counts, both of entries to a stage and of wins."""
TITLES = {
    "lead": ("lead", "リード"),
    "mql": ("MQL", "MQL"),
    "handed_over": ("hand-over", "引き渡し"),
    "accepted": ("accepted lead", "営業受入"),
    "sql": ("SQL", "SQL"),
    "opportunity": ("opportunity", "商談"),
    "won": ("win", "受注"),
}

PEOPLE = """
select
    subject_id,
    min(source) as source,
    {stages}
from stage_entries
where subject = 'lead' and is_first
group by subject_id
"""
STAGE = """
max(case when stage = '{stage}' then entered_on end) as {stage}_on,
max(case when stage = '{stage}' and reached_on <= $as_of then reached_on end) as {stage}_reached_on
"""
DELAY = """
cast(
    ceil(
        percentile_cont(0.9) within group (
            order by
                case
                    when {target}_reached_on < {base}_on then 0
                    else date_diff('day', {base}_on, {target}_reached_on)
                end
        )
    ) as integer
) as {base}_days
"""
STEP = """
cast(min($as_of - {base}_days) as date) as {base}_until,
count(*) filter (
    where {base}_on between $as_of - {base}_days - 364 and $as_of - {base}_days
) as {base}_entered,
count(*) filter (
    where {base}_on between $as_of - {base}_days - 364 and $as_of - {base}_days
    and {target}_reached_on is not null
) as {base}_advanced
"""
COUNTS = """
with people as materialized ({people}),

delays as (select {delays} from people)

select source, {steps}
from people
cross join delays
group by source
"""
AMOUNTS = """
select
    source,
    cast(sum(amount) as double) as amount
from deals
where
    outcome = 'won'
    and closed_on between $since and $until
    and lead_id is not null
    and amount is not null
group by lead_id, source
"""


@dataclass(frozen=True)
class StageWorth:
    """What one person in `stage` brings, by the leads of `source` (of all where `is_whole`).

    `value` is None where nobody is known to be won; `low` and `high` hold four of five. `entered`
    and `advanced` are those who entered the stage from `since` to `until`, which leaves them the
    time that nine of ten need; `wins` are people won in the year up to `as_of`, whose amounts
    count.
    """

    source: str | None
    is_whole: bool
    stage: str
    next_stage: str
    value: float | None
    low: float | None
    high: float | None
    currency: str
    entered: int
    advanced: int
    wins: int
    since: date | None
    until: date | None


@dataclass(frozen=True)
class _Counted:
    since: date | None
    until: date | None
    by_source: Mapping[str | None, tuple[int, int]]

    def step(self, stage: str, source: str | None) -> Step:
        return Step(stage, *self.by_source.get(source, (0, 0)))

    def whole(self, stage: str) -> Step:
        entered, advanced = (sum(n) for n in zip((0, 0), *self.by_source.values(), strict=True))
        return Step(stage, entered, advanced)


def stage_worths(db: Database, as_of: date, *, by_source: bool = True) -> list[StageWorth]:
    """The worth of each measured stage: of the whole, then (where asked for) of every source.

    Empty where wins or amounts are not measured.
    """
    measured = measured_by(db)
    if not {"won", "amount"} <= set(measured):
        return []
    stages = [stage for stage in STAGES if stage in measured]
    pairs = list(pairwise(stages))
    counted = _count(db, stages, as_of)
    amounts: dict[str | None, list[float]] = defaultdict(list)
    since = as_of - LOOK_BACK + timedelta(days=1)
    for source, amount in db.rows(AMOUNTS, {"since": since, "until": as_of}):
        amounts[source].append(amount)
    whole = Segment(
        tuple(each.whole(base) for each, (base, _) in zip(counted, pairs, strict=True)),
        tuple(amount for listed in amounts.values() for amount in listed),
    )
    parts: list[tuple[str | None, Segment | None]] = [(None, None)]
    if by_source:
        sources = {source for each in counted for source in each.by_source} | set(amounts)
        parts += [
            (
                source,
                Segment(
                    tuple(
                        each.step(base, source)
                        for each, (base, _) in zip(counted, pairs, strict=True)
                    ),
                    tuple(amounts[source]),
                ),
            )
            for source in sorted(sources, key=lambda name: (name is None, name or ""))
        ]
    code = currency(db)
    return [
        StageWorth(
            source, part is None, one.stage, target, one.value, one.low, one.high, code,
            one.entered, one.advanced, one.wins, each.since, each.until,
        )
        for source, part in parts
        for one, each, (_, target) in zip(worth(whole, part), counted, pairs, strict=True)
    ]  # fmt: skip


def worth_said(one: StageWorth, language: Language) -> str:
    """In words: `SQL 1件 = 約38万円(29-51)`."""
    title = TITLES[one.stage][language == "ja"]
    if one.value is None or one.low is None or one.high is None:
        return f"{title} 1件 = 未計測" if language == "ja" else f"one {title} = not measured"
    if language == "ja" and one.currency == "JPY":
        value, low, high = (_rough(each / MAN) for each in (one.value, one.low, one.high))
        return f"{title} 1件 = 約{value}万円({low}-{high})"
    value, low, high = (_rough(each) for each in (one.value, one.low, one.high))
    if language == "ja":
        return f"{title} 1件 = 約{one.currency} {value}({low}-{high})"
    return f"one {title} = about {one.currency} {value} ({low}-{high})"


def _rough(amount: float) -> str:
    """Two digits that tell: more would claim to be sure of them."""
    if amount == 0:
        return "0"
    rounded = float(f"{amount:.2g}")
    return f"{rounded:,.0f}" if abs(rounded) >= 10 else f"{rounded:,.2g}"


def _count(db: Database, stages: Sequence[str], as_of: date) -> list[_Counted]:
    """Of each stage but the last, by source, who entered it early enough and who advanced."""
    pairs = list(pairwise(stages))

    def listed(template: str) -> str:
        return ", ".join(template.format(base=base, target=target) for base, target in pairs)

    people = PEOPLE.format(stages=", ".join(STAGE.format(stage=stage) for stage in stages))
    sql = COUNTS.format(people=people, delays=listed(DELAY), steps=listed(STEP))
    rows = db.records(sql, {"as_of": as_of})
    found = []
    for base, _ in pairs:
        until = next((row[f"{base}_until"] for row in rows), None)
        found.append(
            _Counted(
                until and until - LOOK_BACK + timedelta(days=1),
                until,
                {
                    row["source"]: (row[f"{base}_entered"], row[f"{base}_advanced"])
                    for row in rows
                    if row[f"{base}_entered"]
                },
            )
        )
    return found
