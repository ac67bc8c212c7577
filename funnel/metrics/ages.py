"""How many entered by week, and when they went on: what tells the age of a rate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from funnel.filters import STAGES, Dimension, Filters
from funnel.metrics.catalogue import Metric
from funnel.metrics.dimensions import TIMES
from funnel.metrics.query import base_of, measured_by, rows_sql
from funnel.store.database import Database

STEP = (
    "select * from stage_rates where basis = $basis and base = '{}' and target = '{}' "
    "and $as_of between known_from and known_to"
)
WEEKS_AGO = "cast(floor(date_diff('day', {}, $as_of) / 7.0) as integer)"
Group = tuple[str | None, ...]
Entries = list[tuple[int, int | None, int, int]]
"""(week of entry, week of going on or None, who went on, who entered), in weeks before the as-of
date; who entered and who of them went on may stand in rows of their own."""


def steps_of(db: Database, metric: Metric, filters: Filters) -> list[Metric]:
    """A rate as the rates from each measured stage to the next that lead through it.

    A rate that is not between stages of the funnel is a step by itself; one that is not measured
    has none.
    """
    measured = measured_by(db)
    base = base_of(db, metric, filters)
    if base is None or not metric.needs["cohort"] <= set(measured):
        return []
    if not metric.divides_stages:
        return [metric]
    (target,) = metric.needs["cohort"]
    way = [stage for stage in STAGES[STAGES.index(base) :] if stage in measured]
    way = way[: way.index(target) + 1]
    return [
        replace(metric, id=f"{start}_{end}", sql=STEP.format(start, end))
        for start, end in pairwise(way)
    ]


def entries_by_week(
    db: Database, step: Metric, filters: Filters, by: Sequence[Dimension] = ()
) -> dict[Group, Entries]:
    """Those who entered a step's base in the period, with when they went on, by group."""
    sql, parameters = rows_sql(step, filters, None, by, summed=True)
    groups = "".join(f"{TIMES.get(name, name)} as {name}, " for name in by)
    entered, moved = WEEKS_AGO.format("day"), WEEKS_AGO.format("numerator_on")
    found: dict[Group, Entries] = defaultdict(list)
    for *group, week, then, went, came in db.rows(
        f"select {groups}{entered} as entered, {moved} as moved, "
        f"cast(sum(numerator) as bigint), cast(sum(denominator) as bigint) from ({sql}) "
        "group by all",
        {**parameters, "as_of": filters.as_of},
    ):
        found[tuple(group)].append((week, then, went, came))
    return found


def everybody(filters: Filters) -> Filters:
    """All that is known by the as-of date, of the whole company."""
    return Filters(date.min, filters.as_of, filters.as_of, "cohort")
