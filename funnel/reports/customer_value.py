"""What customers paid after they were won, by lead source and cohort, and how much is to come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from funnel.calendar import month_end
from funnel.metrics.query import currency, measured_by
from funnel.store.database import Database

By = Literal["source", "cohort"]
HORIZONS = (12, 24)
"""Months since the win."""

CUSTOMERS = """
with known as (
    select least(cast($as_of as date), max(exported_on)) as known_until
    from files
    where object = 'revenue'
),

horizons as (
    select
        customers.customer_id,
        customers.source,
        customers.won_on,
        12 as months,
        cast(customers.won_on + interval '12' month as date) as ends_before
    from customers
    union all
    select
        customers.customer_id,
        customers.source,
        customers.won_on,
        24 as months,
        cast(customers.won_on + interval '24' month as date) as ends_before
    from customers
),

seen as (
    select
        horizons.*,
        least(horizons.ends_before, known.known_until + 1) as seen_before
    from horizons
    cross join known
    where horizons.won_on <= known.known_until
),

paid as (
    select
        seen.customer_id,
        seen.months,
        count(*) as rows_of_revenue,
        sum(
            cast(revenue.amount as double)
            * greatest(
                date_diff(
                    'day',
                    greatest(revenue.since_on, seen.won_on),
                    least(revenue.until_on + 1, seen.seen_before)
                ),
                0
            )
            / (date_diff('day', revenue.since_on, revenue.until_on) + 1)
        ) as amount
    from seen
    inner join revenue on seen.customer_id = revenue.customer_id
    where
        revenue.is_own_currency
        and revenue.since_on < seen.seen_before
        and revenue.until_on >= seen.won_on
    group by seen.customer_id, seen.months
)

select
    seen.source,
    seen.won_on,
    seen.months,
    coalesce(paid.amount, 0) as amount,
    coalesce(paid.rows_of_revenue, 0) > 0 as has_revenue,
    date_diff('day', seen.won_on, seen.seen_before) as days_seen,
    date_diff('day', seen.won_on, seen.ends_before) as days
from seen
left join paid on seen.customer_id = paid.customer_id and seen.months = paid.months
order by seen.won_on, seen.customer_id, seen.months
"""
ABOUT = """
select
    least(cast($as_of as date), (select max(exported_on) from files where object = 'revenue'))
        as known_until,
    min(since_on) as first_day,
    count(*) filter (where customer_id is null) as unlinked,
    coalesce(sum(amount) filter (where customer_id is null and is_own_currency), 0)
        as unlinked_amount,
    count(*) filter (where not is_own_currency) as other_currency
from revenue
where since_on <= $as_of
"""


@dataclass(frozen=True)
class CustomerValue:
    """What the customers of one group paid within `months` of being won.

    `value` is revenue / `counted`, so far: the customers but for those won in quarters that end
    before the first invoice there is, of whom nothing is known. Where `seen`, the share of the
    months that lie behind the customers, is below 1 the cohort `is_young` and more is to come.
    `whole_value` is that of the `whole_customers` alone, whose months are all seen. Those without
    revenue count, as 0; None where nobody counts.
    """

    group: dict[str, str | None]
    months: int
    customers: int
    counted: int
    with_revenue: int
    revenue: float | None
    value: float | None
    seen: float
    is_young: bool
    whole_customers: int
    whole_value: float | None
    unit: str


@dataclass(frozen=True)
class CustomerValues:
    """All groups, seen up to `known_until`, and what is in none of them.

    `unlinked` invoices and contracts are of nobody who was won, `other_currency` ones cannot be
    added; `before_first` customers were won in quarters that end before the first invoice there is.
    """

    values: list[CustomerValue]
    known_until: date
    first_day: date
    unlinked: int
    unlinked_amount: float
    other_currency: int
    before_first: int


def customer_values(
    db: Database, as_of: date, by: Sequence[By] = ("source", "cohort")
) -> CustomerValues | None:
    """Customer value by source, by cohort (fiscal quarter of the first win), or both.

    None where no invoices or contracts are known by `as_of`: not measured.
    """
    if not {"won", "revenue"} <= set(measured_by(db)):
        return None
    (about,) = db.records(ABOUT, {"as_of": as_of})
    if about["first_day"] is None or about["known_until"] is None:
        return None
    groups: dict[tuple[int, tuple[str | None, ...]], list[dict[str, Any]]] = defaultdict(list)
    before = 0
    for row in db.records(CUSTOMERS, {"as_of": as_of}):
        named = {"source": row["source"], "cohort": fiscal_quarter(row["won_on"])}
        row["is_covered"] = quarter_end(row["won_on"]) >= about["first_day"]
        before += not row["is_covered"] and row["months"] == HORIZONS[0]
        groups[row["months"], tuple(named[name] for name in by)].append(row)
    unit = currency(db)
    values = [
        _value(dict(zip(by, key, strict=True)), months, rows, unit)
        for (months, key), rows in sorted(groups.items(), key=_in_order)
    ]
    return CustomerValues(
        values, about["known_until"], about["first_day"], about["unlinked"],
        float(about["unlinked_amount"]), about["other_currency"], before,
    )  # fmt: skip


def fiscal_quarter(day: date) -> str:
    """The quarter of the fiscal year, which begins in April: `FY2026-Q1` is April to June 2026."""
    year = day.year if day.month >= 4 else day.year - 1
    return f"FY{year}-Q{(day.month - 4) % 12 // 3 + 1}"


def quarter_end(day: date) -> date:
    """The last day of the quarter `day` lies in: a cohort is over by then."""
    return month_end(day.replace(day=1, month=(day.month - 1) // 3 * 3 + 3))


def _value(
    group: dict[str, str | None], months: int, rows: list[dict[str, Any]], unit: str
) -> CustomerValue:
    covered = [row for row in rows if row["is_covered"]]
    whole = [row for row in covered if row["days_seen"] >= row["days"]]
    revenue = sum(row["amount"] for row in covered) if covered else None
    seen = sum(row["days_seen"] / row["days"] for row in rows) / len(rows)
    return CustomerValue(
        group, months, len(rows), len(covered), sum(row["has_revenue"] for row in covered), revenue,
        None if revenue is None else revenue / len(covered), seen, seen < 1, len(whole),
        sum(row["amount"] for row in whole) / len(whole) if whole else None, unit,
    )  # fmt: skip


def _in_order(
    item: tuple[tuple[int, tuple[str | None, ...]], list[dict[str, Any]]],
) -> tuple[list[tuple[bool, str]], int]:
    (months, key), _ = item
    return [(name is None, name or "") for name in key], months
