"""The cohort triangle: months of entry by age, for one pair of stages."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from funnel.analysis.cohort_cells import Cohort, Comparison, cohort, compare, step_of
from funnel.calendar import month_end, months_before, months_between
from funnel.filters import Filters
from funnel.metrics import METRICS
from funnel.metrics.ages import steps_of
from funnel.metrics.query import base_of, days_covered, rows_sql
from funnel.store.database import Database

MONTHS = 12
TARGETS = {
    "sql_rate": "sql", "mql_rate": "mql", "handover_rate": "handed_over",
    "sql_opportunity_rate": "opportunity", "opportunity_rate": "opportunity", "win_rate": "won",
    "lead_sql_rate": "sql", "lead_win_rate": "won",
}  # fmt: skip
"""The rates that can be looked at and the stage each leads to; the first that is measured first."""
BY_AGE = """
select
    strftime(day, '%Y-%m') as month,
    greatest(date_diff('day', day, numerator_on), 0) as age,
    cast(sum(numerator) as bigint) as reached,
    cast(sum(denominator) as bigint) as entered
from ({rows}) as counted
group by all
"""


@dataclass(frozen=True)
class CohortTriangle:
    """The cohorts of a rate, oldest month first; months in which nobody entered have no row.

    Args:
        metric: the rate; its cohort-basis figures by month are the cohorts' totals.
        base: the stage entered, see `base_of`.
        filters: the whole stretch, on the cohort basis: what the rows open with.
        step: weeks between the columns.
        compared: the recent cohorts against those before; None where too few are old enough.
    """

    metric: str
    base: str | None
    filters: Filters
    step: int
    cohorts: tuple[Cohort, ...]
    compared: Comparison | None


def measured_pairs(db: Database, as_of: date) -> dict[str, tuple[str, str]]:
    """By rate that these exports measure: the stage it divides by, and the stage it leads to."""
    asked = Filters(as_of, as_of, as_of, "cohort")
    found = {
        name: (base_of(db, METRICS[name], asked) or "", target)
        for name, target in TARGETS.items()
        if steps_of(db, METRICS[name], asked)
    }
    # What is not measured is divided by an earlier stage: two rates may then be the same.
    first = {pair: name for name, pair in reversed(found.items())}
    return {name: pair for name, pair in found.items() if first[pair] == name}


def cohort_triangle(
    db: Database,
    metric: str,
    month: date,
    as_of: date,
    where: tuple[tuple[str, str | None], ...] = (),
) -> CohortTriangle:
    """The cohorts of the `MONTHS` months up to the one of `month` (its first day)."""
    since = max(months_before(month, MONTHS - 1), days_covered(db)[0].replace(day=1))
    filters = Filters(min(since, month), as_of, as_of, "cohort", where)
    base = base_of(db, METRICS[metric], filters)
    sql, parameters = rows_sql(METRICS[metric], filters, base, summed=True)
    entered: dict[str, int] = defaultdict(int)
    ages: dict[str, dict[int, int]] = defaultdict(dict)
    for name, age, reached, came in db.rows(BY_AGE.format(rows=sql), parameters):
        entered[name] += came
        if age is not None:
            ages[name][age] = reached
    every: dict[int, int] = defaultdict(int)
    for by_age in ages.values():
        for age, reached in by_age.items():
            every[age] += reached
    step = step_of(every)
    cohorts = tuple(
        cohort(
            name, entered[name], ages[name],
            ((as_of - min(month_end(first), as_of)).days, (as_of - first).days), step,
        )
        for first in months_between(filters.since, as_of)
        if entered[name := f"{first:%Y-%m}"]
    )  # fmt: skip
    return CohortTriangle(metric, base, filters, step, cohorts, compare(cohorts))
