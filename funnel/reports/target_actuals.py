"""What a metric brought day by day, of a segment: what targets are held against."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from funnel.analysis.pace import poisson_interval, sum_interval, usual_share
from funnel.analysis.rates import judge_period
from funnel.calendar import month_end, month_start
from funnel.filters import Filters
from funnel.metrics.catalogue import Metric
from funnel.metrics.query import base_of, measured_by, rows_sql
from funnel.store.database import Database

Segment = tuple[str | None, str | None]
"""Source and owner; None is all of them."""

BY_DAY = """
select
    day,
    {source} as source,
    {owner} as owner,
    sum(numerator) as numerator,
    sum(denominator) as denominator,
    sum(cast(numerator as double) * numerator) as squares,
    count(numerator) as known
from ({rows})
where numerator_on is not null or denominator > 0
group by all
"""


@dataclass(frozen=True)
class Sums:
    """Of some days: above and below the line, the squares of single amounts, how many of them."""

    numerator: float = 0.0
    denominator: float = 0.0
    squares: float = 0.0
    known: int = 0

    def __add__(self, other: Sums) -> Sums:
        return Sums(
            self.numerator + other.numerator,
            self.denominator + other.denominator,
            self.squares + other.squares,
            self.known + other.known,
        )


@dataclass(frozen=True)
class Actuals:
    """A metric's sums by segment and day, as known by the as-of date; None: it is not measured."""

    metric: Metric
    days: dict[Segment, dict[date, Sums]] | None

    def of(self, segment: Segment, since: date, until: date) -> Sums:
        """Of the days from `since` to `until`, both included."""
        listed = (self.days or {}).get(segment, {})
        return sum((sums for day, sums in listed.items() if since <= day <= until), Sums())

    def value(self, sums: Sums) -> float | None:
        """The metric's number; None where it is not measured or nothing is below the line."""
        if self.days is None:
            return None
        if self.metric.base is None:
            return sums.numerator
        return sums.numerator / sums.denominator if sums.denominator else None

    def interval(self, sums: Sums, usual: float | None) -> tuple[float, float] | None:
        """80 % of what it might as well have been; `usual` is what one brings, of a sum of money.

        Costs are no matter of chance.
        """
        if self.value(sums) is None:
            return None
        if self.metric.id == "cost":
            return sums.numerator, sums.numerator
        if self.metric.unit == "money":
            return sum_interval(sums.squares, sums.numerator, usual)
        if self.metric.base is None:
            return poisson_interval(sums.numerator)
        judged = judge_period(
            int(sums.numerator), int(sums.denominator), is_share=not self.metric.divides_stages
        )
        return (judged.interval.low, judged.interval.high) if judged.interval else None

    def usual_amount(self, segment: Segment, since: date, until: date) -> float | None:
        """What one brought in the mean in those days."""
        sums = self.of(segment, since, until)
        return sums.numerator / sums.known if sums.known else None

    def usual_share(
        self, segment: Segment, months: Iterable[Sequence[date]], share: float
    ) -> float | None:
        """Of a month, what is there once `share` of its working days is over.

        Args:
            segment: of its own months alone.
            months: of past months the working days, which take in the days off after them.
            share: 0 to 1.
        """
        listed = (self.days or {}).get(segment, {})
        past = [days for days in months if days]
        if not past:
            return None
        sums = self.of(segment, month_start(past[0][0]), month_end(past[-1][0]))
        cases = sums.known if self.metric.unit == "money" else sums.numerator
        return usual_share([_by_working_day(listed, days) for days in past], share, cases)


def _by_working_day(listed: dict[date, Sums], days: Sequence[date]) -> list[float]:
    first, last = month_start(days[0]), month_end(days[0])
    found = [0.0] * len(days)
    for day, sums in listed.items():
        if first <= day <= last:
            before = sum(1 for each in days if each <= day)
            found[max(before - 1, 0)] += sums.numerator
    return found


def actuals(
    db: Database,
    metric: Metric,
    segments: Collection[Segment],
    *,
    since: date,
    until: date,
    as_of: date,
) -> Actuals:
    """What the metric brought each day from `since` to `until`, of each of `segments`."""
    filters = Filters(since, until, as_of)
    measured = measured_by(db)
    base = base_of(db, metric, filters)
    if not metric.needs["period"] <= set(measured) or (metric.base and base is None):
        return Actuals(metric, None)
    rows, parameters = rows_sql(metric, filters, base, summed=True)
    columns = {
        name: name if any(segment[i] for segment in segments) else "cast(null as varchar)"
        for i, name in enumerate(("source", "owner"))
    }
    found: dict[Segment, dict[date, Sums]] = {segment: {} for segment in segments}
    for row in db.records(BY_DAY.format(rows=rows, **columns), parameters):
        sums = Sums(
            float(row["numerator"] or 0), float(row["denominator"] or 0),
            float(row["squares"] or 0), row["known"],
        )  # fmt: skip
        for segment, days in found.items():
            if all(want in (None, row[name]) for want, name in zip(segment, columns, strict=True)):
                days[row["day"]] = days.get(row["day"], Sums()) + sums
    return Actuals(metric, found)
