"""Japanese working days and seasons. Days are int64 counts since 1970-01-01."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

MISSING = -1
"""Stands for 'has not happened' in every array of days or minutes."""

_EPOCH = date(1970, 1, 1)
_HORIZON_DAYS = 500  # how far past `until` the calendar reaches; later is cut to its last day
# Monday to Sunday; people hardly fill in forms at the weekend.
_WEEKDAY_WEIGHT = (0.95, 1.1, 1.08, 1.05, 0.85, 0.12, 0.10)


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - _EPOCH).days


def number_to_date(day: int) -> date:
    """The date of a day number."""
    return _EPOCH + timedelta(days=day)


def months_before(day: date, months: int) -> date:
    """The same day of the month `months` earlier, or that month's last day."""
    index = day.year * 12 + day.month - 1 - months
    year, month = index // 12, index % 12 + 1
    following = date(year + month // 12, month % 12 + 1, 1)
    return min(date(year, month, 1) + timedelta(days=day.day - 1), following - timedelta(days=1))


def month_of(days: Ints) -> Ints:
    """Month of the year (1-12) of each day."""
    return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) % 12 + 1


def month_end(days: Ints) -> Ints:
    """Last day of the month each day lies in."""
    months = days.astype("datetime64[D]").astype("datetime64[M]")
    following = (months + np.timedelta64(1, "M")).astype("datetime64[D]")
    return following.astype(np.int64) - 1


def public_holidays(year: int) -> set[date]:
    """Japan's public holidays by the rules in force since 2022 (special years left out)."""

    def monday(month: int, nth: int) -> date:
        first = date(year, month, 1)
        return first + timedelta(days=(-first.weekday()) % 7 + 7 * (nth - 1))

    def equinox(base: float) -> int:
        return int(base + 0.242194 * (year - 1980) - (year - 1980) // 4)

    fixed = ((1, 1), (2, 11), (2, 23), (4, 29), (5, 3), (5, 4), (5, 5), (8, 11), (11, 3), (11, 23))
    days = {date(year, month, day) for month, day in fixed}
    days |= {monday(1, 2), monday(7, 3), monday(9, 3), monday(10, 2)}
    days |= {date(year, 3, equinox(20.8431)), date(year, 9, equinox(23.2488))}
    for day in sorted(days):
        if day.weekday() == 6:  # the next free day stands in for a holiday on a Sunday
            stand_in = day
            while stand_in in days:
                stand_in += timedelta(days=1)
            days.add(stand_in)
    for day in sorted(days):  # a single working day between two holidays becomes one itself
        between, after = day + timedelta(days=1), day + timedelta(days=2)
        if after in days and between not in days and between.weekday() != 6:
            days.add(between)
    return days


def _closed(day: date) -> bool:
    """Obon and the turn of the year: no holidays by law, but nobody is in."""
    return (day.month == 8 and 13 <= day.day <= 15) or (day.month, day.day) in {
        (12, 29), (12, 30), (12, 31), (1, 2), (1, 3),
    }  # fmt: skip


def _season(day: date) -> float:
    """How lively a working day is, against an ordinary one."""
    at = (day.month, day.day)
    if (4, 29) <= at <= (5, 6):
        return 0.5
    if (8, 10) <= at <= (8, 16):
        return 0.45
    if at >= (12, 26) or at <= (1, 5):
        return 0.4
    return {3: 0.95, 8: 0.92, 12: 0.92}.get(day.month, 1.0)


@dataclass(frozen=True)
class Calendar:
    """Working days from the first day of the history to well past its end.

    `open_days` lists the working days; for each calendar day (index: day - `first`),
    `upcoming` points to the first working day on or after it; `workday` is its mask.
    `liveliness` weighs the days for events that people start on their own.
    """

    first: int
    until: int
    last: int
    open_days: Ints
    upcoming: Ints
    workday: Bools
    liveliness: Floats

    def shift(self, days: Ints, rng: np.random.Generator) -> Ints:
        """Move days off work to one of the next three working days; cut at the calendar's end.

        Spread over three days, or the first morning after a long holiday takes all of it.
        """
        days = np.clip(days, self.first, self.last)
        at = days - self.first
        spread = np.where(self.workday[at], 0, rng.integers(0, 3, days.shape))
        position = np.minimum(self.upcoming[at] + spread, self.open_days.size - 1)
        return self.open_days[position]

    def work_back(self, days: Ints) -> Ints:
        """The last working day on or before each day."""
        days = np.clip(days, self.first, self.last)
        at = days - self.first
        position = np.where(self.workday[at], self.upcoming[at], self.upcoming[at] - 1)
        return self.open_days[np.maximum(position, 0)]


def build_calendar(until: date, months: int) -> Calendar:
    """The calendar of `months` of history that ends on `until`, that day included."""
    first = day_number(months_before(until, months)) + 1
    end = day_number(until)
    last = end + _HORIZON_DAYS
    holidays: set[date] = set()
    for year in range(number_to_date(first).year, number_to_date(last).year + 1):
        holidays |= public_holidays(year)
    days = [number_to_date(number) for number in range(first, last + 1)]
    off = [day in holidays or _closed(day) for day in days]
    workday = np.array([d.weekday() < 5 and not o for d, o in zip(days, off, strict=True)])
    open_days = np.flatnonzero(workday).astype(np.int64) + first
    # One working day must lie behind every calendar day, the last one included.
    upcoming = np.searchsorted(open_days, np.arange(first, last + 1)).astype(np.int64)
    upcoming = np.minimum(upcoming, open_days.size - 1)
    liveliness = np.array([
        0.12 if o else _WEEKDAY_WEIGHT[d.weekday()] * _season(d)
        for d, o in zip(days, off, strict=True)
    ])  # fmt: skip
    return Calendar(first, end, last, open_days, upcoming, workday, liveliness)
