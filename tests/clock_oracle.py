"""A working-hours clock of its own: plain Python that walks from day to day, and typed holidays.

Nothing of it is shared with the product. The holidays are typed from the list that the Cabinet
Office publishes each February for the year to come; 2027 by the law's rules and the almanac.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

HOLIDAYS = {
    date.fromisoformat(f"{year}-{day}")
    for year, days in {
        2024: "01-01 01-08 02-11 02-12 02-23 03-20 04-29 05-03 05-04 05-05 05-06 07-15 08-11 08-12 "
        "09-16 09-22 09-23 10-14 11-03 11-04 11-23",
        2025: "01-01 01-13 02-11 02-23 02-24 03-20 04-29 05-03 05-04 05-05 05-06 07-21 08-11 09-15 "
        "09-23 10-13 11-03 11-23 11-24",
        2026: "01-01 01-12 02-11 02-23 03-20 04-29 05-03 05-04 05-05 05-06 07-20 08-11 09-21 09-22 "
        "09-23 10-12 11-03 11-23",
        2027: "01-01 01-11 02-11 02-23 03-21 03-22 04-29 05-03 05-04 05-05 07-19 08-11 09-20 09-23 "
        "10-11 11-03 11-23",
    }.items()
    for day in days.split()
}


@dataclass(frozen=True)
class Office:
    """Stretches of work of each weekday (Monday is 0), and days on which it is closed."""

    weekdays: frozenset[int]
    stretches: tuple[tuple[time, time], ...]
    closed: frozenset[date]

    def works_on(self, day: date) -> bool:
        return day.weekday() in self.weekdays and day not in self.closed

    def stretches_of(self, day: date) -> list[tuple[datetime, datetime]]:
        if not self.works_on(day):
            return []
        return [(datetime.combine(day, a), datetime.combine(day, b)) for a, b in self.stretches]

    def seconds_between(self, since: datetime, until: datetime) -> int:
        """Working seconds from one moment to a later one."""
        total, day = timedelta(), since.date()
        while day <= until.date():
            for opens, closes in self.stretches_of(day):
                total += max(min(closes, until) - max(opens, since), timedelta())
            day += timedelta(days=1)
        return round(total.total_seconds())

    def due_at(self, since: datetime, seconds: int) -> datetime:
        """The moment at which so many working seconds have passed."""
        left, day = timedelta(seconds=seconds), since.date()
        while True:
            for opens, closes in self.stretches_of(day):
                begins = max(opens, since)
                if closes > begins:
                    if closes - begins >= left:
                        return begins + left
                    left -= closes - begins
            day += timedelta(days=1)

    def due_on(self, since: datetime, days: int) -> date:
        """The last of so many working days after the day of `since`."""
        day = since.date()
        while days:
            day += timedelta(days=1)
            days -= self.works_on(day)
        return day
