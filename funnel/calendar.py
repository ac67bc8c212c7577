"""Whole days, weeks that start on Monday, months: the calendar every figure is counted on."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

ZONE_NAME = "Asia/Tokyo"
ZONE = ZoneInfo(ZONE_NAME)
"""The company's: every day is one of its calendar, wherever the machine stands."""


def day_of(at: datetime) -> date:
    """The day of the company's calendar on which `at`, which has a zone, falls."""
    return at.astimezone(ZONE).date()


def week_start(day: date) -> date:
    """The Monday of the week `day` lies in; weeks are named by it."""
    return day - timedelta(days=day.weekday())


def month_start(day: date) -> date:
    """The first day of the month `day` lies in."""
    return day.replace(day=1)


def next_month(day: date) -> date:
    """The first day of the month after the one `day` lies in."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def month_end(day: date) -> date:
    """The last day of the month `day` lies in."""
    return next_month(day) - timedelta(days=1)


def months_before(day: date, months: int) -> date:
    """The first day of the month so many whole months before the one that `day` lies in."""
    index = day.year * 12 + day.month - 1 - months
    return date(index // 12, index % 12 + 1, 1)


def months_between(first: date, last: date) -> list[date]:
    """The first days of all months from that of `first` to that of `last`, oldest first."""
    months = []
    month = month_start(first)
    while month <= last:
        months.append(month)
        month = next_month(month)
    return months
