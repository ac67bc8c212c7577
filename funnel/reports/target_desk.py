"""One target and where it stands, by the company's calendar and its own habits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Literal

from funnel.agreement.holidays import working_days
from funnel.agreement.model import Calendar
from funnel.agreement.targets import RATES, Key
from funnel.analysis.pace import Pace, State, pace
from funnel.calendar import month_end, month_start, months_between, next_month
from funnel.metrics import METRICS
from funnel.metrics.query import currency
from funnel.reports.target_actuals import Actuals, Segment, Sums, actuals
from funnel.store.database import Database

if TYPE_CHECKING:
    from funnel.store.team import EnteredTarget  # sqlalchemy takes its time

Origin = Literal["derived", "adjusted", "imported"]


@dataclass(frozen=True)
class Standing:
    """One target and where it stands; `month` None: the sum of all months asked for.

    Args:
        metric: its id in the catalogue.
        source, owner: whose target it is; None: the whole company's.
        unit: 'count', 'ratio', or the currency.
        target: what counts: `entered` where there is one, else `imported`.
        origin: where that comes from; of a sum, 'adjusted' where any was.
        who, at: who entered it when.
        days: working days that are over, and all of them.
        pace: by working days.
        by_pattern: by how the company's own months fill up; None where the month is over or not
            begun, or its history tells too little.
        numerator, denominator: what the actual number rests on.
        year_before: the whole of the same months a year before; `year_before_to_date` up to the
            same day. None where the data do not reach back.
    """

    month: date | None
    metric: str
    source: str | None
    owner: str | None
    unit: str
    target: float
    origin: Origin
    who: str | None
    at: datetime | None
    entered: float | None
    imported: float | None
    days: tuple[int, int]
    pace: Pace
    by_pattern: Pace | None
    numerator: float | None
    denominator: float | None
    year_before: float | None
    year_before_to_date: float | None

    @property
    def actual(self) -> float | None:
        """What is there."""
        return self.pace.actual

    @property
    def state(self) -> State:
        """By the company's own pattern where it is known, else by working days."""
        return (self.by_pattern or self.pace).state


@dataclass(frozen=True)
class Desk:
    """What all rows are judged by."""

    db: Database
    as_of: date
    calendar: Calendar
    first_day: date
    """On which anything happened."""

    def actuals_of(self, keys: Sequence[Key], since: date, until: date) -> dict[str, Actuals]:
        """Each metric once, from a year before the first month, or before this one, on."""
        first = same_day_before(min(since, month_start(self.as_of)))
        segments: dict[str, set[Segment]] = {}
        for _, metric, source, owner in keys:
            segments.setdefault(metric, set()).add((source, owner))
        return {
            metric: actuals(
                self.db, METRICS[metric], wanted, since=first, until=until, as_of=self.as_of
            )
            for metric, wanted in segments.items()
        }

    def row(
        self,
        key: Key,
        entered: EnteredTarget | None,
        imported: Decimal | None,
        found: Actuals,
    ) -> Standing:
        """One month's target."""
        month, metric, source, owner = key
        said = entered.value if entered else imported
        target, segment = float(said or 0), (source, owner)
        origin: Origin = "imported"
        if entered:
            origin = "derived" if entered.origin == "derived" else "adjusted"
        passed, days = self.days(month)
        sums = found.of(segment, month, min(month_end(month), self.as_of))
        share = share_over(self.calendar, month, self.as_of)
        usual = None
        if self.is_now(month) and metric not in RATES:
            usual = found.usual_share(segment, self.past_months(), share)
        judge = partial(self.pace, found, segment, target, sums=sums, months=[month])
        return Standing(
            month, metric, source, owner, self.unit(found), target, origin,
            entered.who if entered else None, entered.at if entered else None,
            float(entered.value) if entered and entered.value is not None else None,
            None if imported is None else float(imported),
            (passed, days),
            judge(share),
            None if usual is None else judge(usual),
            *self.counts(found, sums),
            *self.year_before(found, segment, [month]),
        )  # fmt: skip

    def total(self, rows: Sequence[Standing], found: Actuals) -> Standing:
        """The sum of a segment's months."""
        first = rows[0]
        segment = (first.source, first.owner)
        months = [row.month for row in rows if row.month is not None]
        target = sum(row.target for row in rows)
        expected = sum(row.pace.expected for row in rows)
        usual = sum((row.by_pattern or row.pace).expected for row in rows)
        sums = sum(
            (found.of(segment, month, min(month_end(month), self.as_of)) for month in months),
            Sums(),
        )
        origins = {row.origin for row in rows}
        origin: Origin = "adjusted"
        if len(origins) == 1:
            (origin,) = origins
        has_pattern = any(row.by_pattern for row in rows)
        return Standing(
            None, first.metric, *segment, first.unit, target, origin, None, None,
            _sum_of(row.entered for row in rows), _sum_of(row.imported for row in rows),
            (sum(row.days[0] for row in rows), sum(row.days[1] for row in rows)),
            self.pace(found, segment, target, _share(expected, target), sums=sums, months=months),
            self.pace(found, segment, target, _share(usual, target), sums=sums, months=months)
            if has_pattern else None,
            *self.counts(found, sums),
            *self.year_before(found, segment, months),
        )  # fmt: skip

    def pace(
        self,
        found: Actuals,
        segment: Segment,
        target: float,
        share: float,
        *,
        sums: Sums,
        months: Sequence[date],
    ) -> Pace:
        """A target's, of which `share` should be there."""
        year = same_day_before(month_start(self.as_of))
        usual = found.usual_amount(segment, year, self.as_of)
        return pace(
            target,
            share,
            found.value(sums),
            found.interval(sums, usual),
            has_begun=min(months) <= self.as_of,
            is_over=month_end(max(months)) <= self.as_of,
            is_sum=found.metric.id not in RATES,
            lower_is_better=found.metric.better == "lower",
        )

    def year_before(
        self, found: Actuals, segment: Segment, months: Sequence[date]
    ) -> tuple[float | None, float | None]:
        """Of the whole months a year before, and up to the same day."""
        before = [same_day_before(month) for month in months]
        if month_start(self.first_day) > min(before):
            return None, None
        same_day = same_day_before(self.as_of)
        whole = sum((found.of(segment, month, month_end(month)) for month in before), Sums())
        to_date = sum(
            (found.of(segment, month, min(month_end(month), same_day)) for month in before), Sums()
        )
        return found.value(whole), found.value(to_date)

    def counts(self, found: Actuals, sums: Sums) -> tuple[float | None, float | None]:
        if found.days is None:
            return None, None
        return sums.numerator, sums.denominator if found.metric.base else None

    def unit(self, found: Actuals) -> str:
        return currency(self.db) if found.metric.unit == "money" else found.metric.unit

    def is_now(self, month: date) -> bool:
        return month <= self.as_of < month_end(month)

    def days(self, month: date) -> tuple[int, int]:
        """Working days of the month that are over at the end of the as-of date, and all."""
        listed = _working(self.calendar, month)
        return sum(day <= self.as_of for day in listed), len(listed)

    def past_months(self) -> list[list[date]]:
        """The working days of the twelve months before the one that is running."""
        now = month_start(self.as_of)
        first = max(same_day_before(now), month_start(self.first_day))
        return [_working(self.calendar, month) for month in months_between(first, now)[:-1]]


def _working(calendar: Calendar, month: date) -> list[date]:
    return [day for day, works in working_days(calendar, month, month_end(month)) if works]


def share_over(calendar: Calendar, month: date, as_of: date) -> float:
    """Of the month's working days, 0 to 1, what is over at the end of `as_of`."""
    listed = _working(calendar, month)
    if not listed:
        return float(month_end(month) <= as_of)
    return sum(day <= as_of for day in listed) / len(listed)


def same_day_before(day: date) -> date:
    """The same day a year before; the last of February for the 29th."""
    month = day.replace(year=day.year - 1, day=1)
    return month.replace(day=min(day.day, (next_month(month) - month).days))


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _sum_of(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None
