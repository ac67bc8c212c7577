"""On which days people work: their weekdays, without Japan's holidays and the company's own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from funnel.agreement.model import Calendar
from funnel.agreement.parts import WEEKDAYS


def working_days(calendar: Calendar, since: date, until: date) -> Iterator[tuple[date, bool]]:
    """Each day of the stretch, both ends included, and whether people work on it."""
    weekdays = {WEEKDAYS.index(weekday) for weekday in calendar.weekdays}
    off = {
        day
        for closure in calendar.closures
        for day in _days(max(closure.since, since), min(closure.until, until))
    }
    if calendar.national_holidays:
        for year in range(since.year, until.year + 1):
            off.update(*(national_holidays(year, weekday) for weekday in weekdays))
    for day in _days(since, until):
        yield day, day.weekday() in weekdays and day not in off


@lru_cache(maxsize=2000)
def national_holidays(year: int, weekday: int) -> frozenset[date]:
    """Japan's holidays of a year that fall on one weekday, Monday being 0.

    Only those are asked for that matter: the law's rules for days in lieu cost 0.15 ms a day.
    """
    from jpholiday import is_holiday  # only who builds a version needs it

    days = _days(date(year, 1, 1), date(year, 12, 31))
    return frozenset(day for day in days if day.weekday() == weekday and is_holiday(day))


def _days(since: date, until: date) -> Iterator[date]:
    for number in range((until - since).days + 1):
        yield since + timedelta(days=number)
