"""The steps of the funnel as counts by week of entry and week of going on, of any segment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from funnel.analysis.step_counts import MOST_WEEKS, StepCounts
from funnel.analysis.triangles import Row, triangle_of
from funnel.filters import STAGES
from funnel.store.database import Database

Segment = Literal["source", "owner", "campaign", "product", "industry", "company_size"]
Step = tuple[str, str]

BULK_LEAST, BULK_TIMES, BULK_DAYS = 30, 8, 3
"""A day on which so many entered a stage, and so many times the usual, is one on which somebody
tidied up; more than `BULK_DAYS` such days are a habit, and none."""
COLUMNS: dict[Segment, str] = {
    "source": "source",
    "owner": "owner",
    "campaign": "case when campaign_on > $as_of then null else campaign end",
    "product": "product",
    "industry": "industry",
    "company_size": "company_size",
}
OF_ENTRIES: tuple[Segment, ...] = ("source", "owner")
"""Told by the entries themselves; the others are looked up."""
KNOWN = """
with steps as (
    select
        unnest(cast($bases as varchar[])) as base,
        unnest(cast($targets as varchar[])) as target,
        unnest(cast($subjects as varchar[])) as subject
),

known as (
    select
        subject,
        subject_id,
        stage,
        entered_on,
        evidence = 'inferred' as is_guess,
        source,
        owner
    from stage_entries
    where is_first and greatest(entered_on, coalesce(created_on, entered_on)) <= $as_of
    union all
    select
        subject,
        subject_id,
        stage,
        entered_on,
        true as is_guess,
        source,
        owner
    from superseded_entries
    where is_first and $as_of between greatest(entered_on, created_on) and known_to
),

reached as (
    select
        subject,
        subject_id,
        stage,
        reached_on,
        evidence = 'inferred' or entered_on > $as_of as is_guess
    from stage_entries
    where is_first and reached_on <= $as_of
),

days as (
    select
        subject,
        stage,
        entered_on,
        count(*) as entries
    from known
    where not is_guess and stage != 'lead'
    group by subject, stage, entered_on
),

usual as (
    select
        subject,
        stage,
        percentile_cont(0.5) within group (order by entries) as entries
    from days
    group by subject, stage
),

piles as (
    select
        days.subject,
        days.stage,
        days.entered_on,
        count(*) over (partition by days.subject, days.stage) as times
    from days
    inner join usual on days.subject = usual.subject and days.stage = usual.stage
    where days.entries >= $bulk_least and days.entries >= $bulk_times * usual.entries
),

bulk as (select * from piles where times <= $bulk_days)
"""
"""What each entry of a step is known by; `STEPS` puts together who entered and who went on."""
COUNTED = """
select
    steps.base,
    steps.target,
    {segment} as name,
    known.is_guess,
    coalesce(reached.is_guess, false) as is_target_guess,
    came.times is not null as is_in_bulk,
    went.times is not null as goes_in_bulk,
    cast(floor(date_diff('day', known.entered_on, $as_of) / 7.0) as integer) as week,
    cast(floor(date_diff('day', reached.reached_on, $as_of) / 7.0) as integer) as then_week,
    count(*) as number
"""
STEPS = """
from steps
inner join known on steps.base = known.stage and steps.subject = known.subject
left join reached
    on
        steps.target = reached.stage
        and known.subject = reached.subject
        and known.subject_id = reached.subject_id
left join bulk as came
    on
        known.subject = came.subject
        and known.stage = came.stage
        and known.entered_on = came.entered_on
        and not known.is_guess
left join bulk as went
    on
        reached.subject = went.subject
        and reached.stage = went.stage
        and reached.reached_on = went.entered_on
        and not reached.is_guess
{joined}
"""
ENTRIES = f"{KNOWN}{COUNTED}{STEPS}group by all"
JOINED = """
left join dimensions
    on known.subject = dimensions.subject and known.subject_id = dimensions.subject_id
"""


def steps_of(measured: Sequence[str]) -> list[Step]:
    """The pairs of neighbouring stages that are diagnosed.

    Acceptance is a promise about hand-overs and no step of its own where these are measured.
    """
    stages = [stage for stage in STAGES if stage in measured]
    if "handed_over" in stages and "accepted" in stages:
        stages.remove("accepted")
    return list(pairwise(stages))


def read_steps(
    db: Database, as_of: date, steps: Sequence[Step], by: Segment = "source"
) -> list[StepCounts]:
    """The counts of these steps as known by `as_of`, in one query.

    People for the steps between leads' stages; from opportunity to won deals of all lanes.
    """
    if not steps:
        return []
    sql = ENTRIES.format(segment=COLUMNS[by], joined=joined_for(by))
    found: dict[Step, list[dict[str, Any]]] = defaultdict(list)
    for row in db.records(sql, parameters_for(as_of, steps)):
        if row["week"] < MOST_WEEKS:
            found[row["base"], row["target"]].append(row)
    return [_counts(step, found[step]) for step in steps]


def joined_for(by: Segment) -> str:
    """What has to be joined to tell a segment."""
    return "" if by in OF_ENTRIES else JOINED


def parameters_for(as_of: date, steps: Sequence[Step]) -> dict[str, Any]:
    """The parameters of `KNOWN` for these steps."""
    return {
        "as_of": as_of,
        "bases": [base for base, _ in steps],
        "targets": [target for _, target in steps],
        "subjects": ["deal" if base == "opportunity" else "lead" for base, _ in steps],
        "bulk_least": BULK_LEAST,
        "bulk_times": BULK_TIMES,
        "bulk_days": BULK_DAYS,
    }


def _counts(step: Step, rows: Sequence[Mapping[str, Any]]) -> StepCounts:
    weeks = max((row["week"] for row in rows), default=-1) + 1
    names = sorted({row["name"] for row in rows}, key=lambda name: (name is None, name or ""))
    cells: dict[str | None, list[Row]] = {name: [] for name in names}
    piled: dict[str | None, list[Row]] = {name: [] for name in names}
    guessed_entries, guessed_moves, bulk_entries = (np.zeros(weeks, np.int64) for _ in range(3))
    for row in rows:
        number, week, then = row["number"], row["week"], row["then_week"]
        then = None if then is None else max(min(then, week), 0)
        if row["is_guess"]:
            guessed_entries[week] += number
        if row["is_target_guess"] and then is not None:
            guessed_moves[then] += number
        if row["is_in_bulk"]:
            bulk_entries[week] += number
        if row["is_guess"] or row["is_in_bulk"]:
            continue
        cell = (week, then, 0 if then is None else number, number)
        cells[row["name"]].append(cell)
        if row["goes_in_bulk"]:
            piled[row["name"]].append(cell)
    return StepCounts(
        *step,
        tuple(names),
        tuple(triangle_of(cells[name]) for name in names),
        tuple(_moved(piled[name]) for name in names),
        guessed_entries=guessed_entries,
        guessed_moves=guessed_moves,
        bulk_entries=bulk_entries,
    )


def _moved(rows: Sequence[Row]) -> NDArray[np.int64] | None:
    return triangle_of(rows).moved if rows else None
