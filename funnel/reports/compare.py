"""A month beside another: the one before, or the same a year before, of as many working days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal, get_args

from funnel.agreement.holidays import working_days
from funnel.agreement.model import Calendar
from funnel.calendar import month_end, month_start, months_before
from funnel.filters import Filters
from funnel.metrics import METRICS, Figure, figures
from funnel.metrics.query import days_covered
from funnel.reports.weekly import LATE, YEAR_OF_WEEKS
from funnel.store.database import Database

Against = Literal["target", "before", "year"]
"""What a month stands beside: its target, the month before, the same month a year before."""
AGAINST: tuple[Against, ...] = get_args(Against)
MONTHS_BACK: dict[Against, int] = {"before": 1, "year": 12}


@dataclass(frozen=True)
class Other:
    """The part of another month that a month is set beside.

    Args:
        since, until: its first and last day, both included.
        days: working days in it.
        is_cut: the month that is looked at goes on, so the other one is cut off as well.
        is_like: it has as many working days; only then is the difference told.
    """

    since: date
    until: date
    days: int
    is_cut: bool
    is_like: bool


@dataclass(frozen=True)
class Beside:
    """What the figures were in the other part; `figures` by metric, one a stat.

    `other` is None where nothing compares: the data do not reach back, or the month began with
    days off and the other one did not.
    """

    against: Against
    other: Other | None
    figures: dict[str, tuple[Figure, ...]]

    def value(self, metric: str, stat: str = "value") -> float | None:
        """The other's value; None where it is not measured or nothing compares."""
        found = self.figure(metric, stat)
        return None if found is None else found.value

    def figure(self, metric: str, stat: str = "value") -> Figure | None:
        """The other's figure with its counts; None where nothing compares."""
        told = self.figures.get(metric, ())
        return next((figure for figure in told if figure.stat == stat), None)

    def change(self, metric: str, now: float | None, stat: str = "value") -> float | None:
        """`now` less the other's value; None where either is not known or it is not alike."""
        other = self.value(metric, stat)
        if now is None or other is None or self.other is None or not self.other.is_like:
            return None
        return now - other


def other_period(calendar: Calendar, month: date, as_of: date, against: Against) -> Other | None:
    """What the month up to `as_of` is set beside.

    A month that is over stands beside the whole other one. One that goes on stands beside the
    first days of the other, up to the same working day; where `as_of` is a day off, the days off
    that follow there belong to it as well, as many as have passed here.

    Args:
        calendar: whose working days count.
        month: its first day.
        as_of: in it, or after it.
        against: 'before' or 'year'.

    Returns:
        None where only days off have passed and the other month begins with a working day.
    """
    since = months_before(month, MONTHS_BACK[against])
    listed = list(working_days(calendar, since, month_end(since)))
    if as_of >= month_end(month):
        return Other(since, month_end(since), sum(works for _, works in listed), False, True)
    passed = list(working_days(calendar, month_start(month), as_of))
    wanted, off = sum(works for _, works in passed), _off_at_end(passed)
    until, days = None, 0
    for day, works in listed:
        if days == wanted and (works or not off):
            break
        days += works
        off -= days == wanted and not works
        until = day
    return None if until is None else Other(since, until, days, True, days == wanted)


def _off_at_end(passed: list[tuple[date, bool]]) -> int:
    """Days off since the last working day."""
    count = 0
    for _, works in reversed(passed):
        if works:
            break
        count += 1
    return count


def beside(
    db: Database,
    month: Filters,
    against: Against,
    other: Other | None,
    metrics: Iterable[str],
) -> Beside:
    """The figures of the other part, narrowed as those of the month are, as known by its as-of day.

    Nothing of a part that begins before the data do.
    """
    if other is None or other.since < days_covered(db)[0] - LATE:
        return Beside(against, None, {})
    asked = replace(month, since=other.since, until=other.until)
    found = {name: tuple(figures(db, METRICS[name], asked)) for name in metrics}
    return Beside(against, other, found)


def weeks_beside(db: Database, weeks: Filters, against: Against, metric: str) -> Figure | None:
    """A figure of whole weeks in as many weeks before, or 52 weeks before; None before the data."""
    days = weeks.until - weeks.since + timedelta(days=1)
    back = YEAR_OF_WEEKS if against == "year" else days
    since = weeks.since - back
    if since < days_covered(db)[0]:
        return None
    return figures(db, METRICS[metric], replace(weeks, since=since, until=weeks.until - back))[0]
