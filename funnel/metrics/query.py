"""Ask for figures: one query a metric, whatever it is grouped by."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from funnel.errors import Problem, UnknownName
from funnel.filters import DIMENSIONS, SEGMENTS, STAGES, Dimension, Filters, check_period
from funnel.metrics.catalogue import Metric
from funnel.metrics.dimensions import JOINED, TIMES, in_order, joined
from funnel.store.database import Database, parameters_of

if TYPE_CHECKING:
    import pandas as pd

NO_LIMIT = 1_000_000
"""Days: 'within any time'."""

COUNTED = """
    select
        {subject}
        day,
        source,
        owner,
        case when is_above then numerator else 0 end as numerator,
        case when is_below then denominator else 0 end as denominator,
        case when is_above then numerator_on end as numerator_on
    from (
        select
            *,
            coalesce(
                numerator_on <= $as_of and date_diff('day', day, numerator_on) <= $within, false
            ) as is_above,
            coalesce(
                denominator_on <= $as_of and date_diff('day', day, denominator_on) <= $within, false
            ) as is_below
        from ({metric}) as metric
        where day between $since and least($until, $as_of)
    ) as known
    where is_above or is_below
"""
"""What of a metric's rows lies in the period and was known by `as_of`, above and below the line."""

SUMMED = {"stage_counts": "stage_count_days", "stage_rates": "stage_rate_days"}
"""What holds a view's rows summed by day, source and owner: all that most figures ask for."""
IN_SUMS = re.compile(rf"\b({'|'.join(SUMMED)})\b")

SUMS = """
    count(numerator_on) as above,
    count(numerator) filter (where numerator_on is not null) as known,
    sum(numerator) as numerator,
    sum(denominator) as denominator
"""
QUANTILES = """,
    cast(percentile_cont(0.5) within group (order by numerator) as double) as median,
    cast(percentile_cont(0.9) within group (order by numerator) as double) as p90
"""

Number = int | float


@dataclass(frozen=True)
class Figure:
    """One number with everything it rests on.

    `value` is None where the denominator is 0 or a stage it needs is not measured. A count's
    numerator is the count and its denominator None; a duration's are the sum of days and how many.
    """

    metric: str
    group: dict[str, str | None]
    stat: str
    numerator: Number | None
    denominator: Number | None
    value: Number | None
    unit: str
    base: str | None
    filters: Filters


def figures(
    db: Database, metric: Metric, filters: Filters, by: Sequence[Dimension] = ()
) -> list[Figure]:
    """The figures of `metric`: one a stat, in each group that has rows, or of all rows together.

    Raises:
        UnknownName: a dimension or condition that does not exist.
        FunnelError: the period is empty.
    """
    _check(filters, by)
    measured = measured_by(db)
    base = base_of(db, metric, filters)
    is_measured = (
        metric.needs[filters.basis] <= set(measured)
        and (base is not None or metric.base is None)
        and all(metric.has(name, filters.basis) for name, value in filters.where if value)
    )
    unit = currency(db) if metric.unit == "money" else metric.unit
    sql, parameters = rows_sql(metric, filters, base, by, summed=True)
    groups = "".join(f"{TIMES.get(name, name)} as {name}, " for name in by)
    aggregates = SUMS + (QUANTILES if metric.unit == "days" else "")
    summed = f"select {groups}{aggregates} from ({sql})"
    if by:
        summed = f"select * from ({summed} group by all) as grouped order by {in_order(by)}"
    return [
        Figure(metric.id, {name: row[name] for name in by}, stat, *judged, unit, base, filters)
        for row in db.records(summed, parameters)
        for stat, judged in _judge(metric, row, is_measured=is_measured)
    ]


def rows_behind(db: Database, metric: Metric, filters: Filters) -> pd.DataFrame:
    """The rows a figure is the sum of, newest first, each with what is known of its subject.

    Columns: day, numerator, denominator, subject, subject_id, person, company, stage,
    lost_reason, source, owner, amount. A column that says nothing about the metric's rows is empty.
    """
    _check(filters, ())
    base = base_of(db, metric, filters)
    sql, parameters = rows_sql(metric, filters, base)
    return db.frame(
        "select counted.day, counted.numerator, counted.denominator, counted.subject, "
        "counted.subject_id, leads.person, coalesce(deals.company, leads.company) as company, "
        "coalesce(deals.stage, leads.status) as stage, deals.lost_reason, "
        "counted.source, counted.owner, deals.amount "
        f"from ({sql}) as counted "
        "left join deals on counted.subject = 'deal' and counted.subject_id = deals.deal_id "
        "left join leads on leads.lead_id = "
        "case counted.subject when 'lead' then counted.subject_id else deals.lead_id end "
        "order by counted.day desc, counted.subject_id",
        parameters,
    )


def measured_by(db: Database) -> list[str]:
    """What the exports measure: stages in order, then 'lost' and 'amount' where ever seen."""
    found = db.rows_once("select stage from stages where is_measured order by position")
    return [stage for (stage,) in found]


def currency(db: Database) -> str:
    """The code of the one currency all amounts are in."""
    code: str = db.rows_once("select currency from version")[0][0]
    return code


def days_covered(db: Database) -> tuple[date, date]:
    """The first and the last day on which anything happened."""
    first, last = db.rows("select first_day, last_day from version")[0]
    return first, last


def _check(filters: Filters, by: Iterable[str]) -> None:
    for name in by:
        if name not in DIMENSIONS:
            detail = f"dimension ({', '.join(DIMENSIONS)})"
            raise UnknownName(Problem("unknown_name", value=name, detail=detail))
    for name, _ in filters.where:
        if name not in SEGMENTS:
            detail = f"condition ({', '.join(SEGMENTS)})"
            raise UnknownName(Problem("unknown_name", value=name, detail=detail))
    check_period(filters.since, filters.until)


def base_of(db: Database, metric: Metric, filters: Filters) -> str | None:
    """The stage divided by: the metric's own, or the nearest earlier one that is measured.

    Where agreements choose it, each day's rows are divided by that of the day; named is the last.
    """
    if metric.base is None:
        return None
    own = metric.base[filters.basis]
    if metric.divides_as_agreed:
        last = min(filters.until, filters.as_of)
        agreed = db.rows_once("select base, since, until from opportunity_bases")
        return next((base for base, since, until in agreed if since <= last <= until), None)
    if not metric.divides_stages:
        return own
    measured = measured_by(db)
    earlier = STAGES[: STAGES.index(own) + 1]
    return next((stage for stage in reversed(earlier) if stage in measured), None)


def rows_sql(
    metric: Metric,
    filters: Filters,
    base: str | None,
    by: Iterable[str] = (),
    *,
    summed: bool = False,
) -> tuple[str, dict[str, Any]]:
    """The metric's rows within the conditions, with the columns of `by` and their parameters.

    With `summed`, and where nothing has to be joined to them, one row may stand for several
    subjects, and names none.
    """
    names = dict.fromkeys(name for name, _ in filters.where)
    rows, subject = metric.sql, "subject, subject_id,"
    if summed and not JOINED.keys() & {*names, *by}:
        rows, subject = IN_SUMS.sub(lambda view: SUMMED[view[0]], rows), ""
    tests: list[str] = []
    parameters: dict[str, Any] = {
        "since": filters.since,
        "until": filters.until,
        "as_of": filters.as_of,
        "basis": filters.basis,
        "base": base,
        "within": NO_LIMIT if filters.within is None else filters.within,
    }
    for name in names:
        values = [value for condition, value in filters.where if condition == name]
        alternatives = [f"{name} is null"] if None in values else []
        for value in values:
            if value is not None:
                key = f"where_{len(parameters)}"
                parameters[key] = value
                alternatives.append(f"{name} = ${key}")
        tests.append(f"({' or '.join(alternatives)})")
    counted = f"({COUNTED.format(subject=subject, metric=rows)}) as counted"
    columns, joins = joined(metric, filters.basis, {*names, *by})
    if joins:
        counted = f"(select counted.*{columns} from {counted}{joins}) as told"
    condition = f" where {' and '.join(tests)}" if tests else ""
    sql = f"select * from {counted}{condition}"
    wanted = parameters_of(sql)
    return sql, {name: value for name, value in parameters.items() if name in wanted}


def _judge(
    metric: Metric, row: dict[str, Any], *, is_measured: bool
) -> list[tuple[str, tuple[Number | None, Number | None, Number | None]]]:
    """(stat, (numerator, denominator, value)) of one group's sums."""
    stats = ("mean", "median", "p90") if metric.unit == "days" else ("value",)
    if not is_measured:
        return [(stat, (None, None, None)) for stat in stats]
    numerator = _number(row["numerator"])
    if row["above"] and not row["known"]:
        numerator = None  # No wins are worth nothing; wins whose amounts are unknown are not.
    elif numerator is None:
        numerator = 0
    if metric.unit in ("count", "money") and metric.base is None:
        return [("value", (numerator, None, numerator))]
    denominator = _number(row["denominator"]) or 0
    if metric.unit in ("ratio", "money"):
        value = numerator / denominator if denominator and numerator is not None else None
        return [("value", (numerator, denominator, value))]
    mean = numerator / denominator if denominator and numerator is not None else None
    by_stat = {"mean": mean, "median": row["median"], "p90": row["p90"]}
    return [(stat, (numerator, denominator, by_stat[stat])) for stat in stats]


def _number(value: Any) -> Number | None:
    """A database number as int where it is whole."""
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)
