"""The working calendar, as the SQL of the promises reads it, beside a clock in plain Python."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from funnel.agreement import staging
from funnel.agreement.holidays import national_holidays
from funnel.agreement.model import Agreement, Break, Calendar, Closure
from funnel.agreement.staging import stage_agreements
from funnel.agreement.timeline import InForce
from funnel.store.database import Database
from tests.clock_oracle import HOLIDAYS, Office

# What the module says of itself is what the tables write: run as it stands there.
STANDS, TIME_IS_UP, LAST_DAY = (
    re.sub("(?m)^    ", "", text)
    for text in re.findall(r"(?ms)^    select\n.*?(?=^\S)|^    select .*?(?=^\S)", staging.__doc__)
)

OFFICES = {
    1: (
        Calendar(),
        Office(frozenset(range(5)), ((time(9), time(18)),), frozenset(HOLIDAYS)),
    ),
    2: (
        Calendar(
            weekdays=("mon", "tue", "wed", "thu", "fri", "sat"),
            opens=time(8, 45),
            closes=time(17, 50),
            breaks=(
                Break(since=time(12, 0), until=time(13, 0)),
                Break(since=time(15, 0), until=time(15, 10)),
            ),
            closures=(
                Closure(since=date(2025, 12, 27), until=date(2026, 1, 4), name="年末年始"),
                Closure(since=date(2026, 8, 12), until=date(2026, 8, 14)),
            ),
        ),
        Office(
            frozenset(range(6)),
            (
                (time(8, 45), time(12)),
                (time(13), time(15)),
                (time(15, 10), time(17, 50)),
            ),
            frozenset(HOLIDAYS)
            | {date(2025, 12, 27) + timedelta(days=n) for n in range(9)}
            | {date(2026, 8, 12), date(2026, 8, 13), date(2026, 8, 14)},
        ),
    ),
    3: (
        Calendar(
            weekdays=("tue", "sun"), opens=time(0, 0), closes=time(23, 59), national_holidays=False
        ),
        Office(frozenset({1, 6}), ((time(0), time(23, 59)),), frozenset()),
    ),
}


@pytest.fixture(scope="module")
def calendars(tmp_path_factory: pytest.TempPathFactory) -> Database:
    db = Database(tmp_path_factory.mktemp("calendar") / "calendar.duckdb", read_only=False)
    agreed = [
        InForce(number, date.min, date.max, Agreement(calendar=calendar), True)
        for number, (calendar, _) in OFFICES.items()
    ]
    stage_agreements(db, agreed, date(2024, 1, 1), date(2028, 12, 31))
    return db


def ask(db: Database, sql: str, rows: Sequence[dict[str, object]]) -> list[Any]:
    """The last column of `sql` for each row of `asked`, in its order."""
    kinds = {"row_no": "integer", "number": "integer", "at": "timestamp"}
    columns = ", ".join(
        f"unnest(cast(${name} as {kinds.get(name, 'bigint')}[])) as {name}" for name in rows[0]
    )
    db.run(
        f"create or replace temp table asked as select {columns}",
        {name: [row[name] for row in rows] for name in rows[0]},
    )
    found = db.rows(f"{sql.replace('select', 'select asked.row_no,', 1)} order by asked.row_no")
    assert [row[0] for row in found] == [row["row_no"] for row in rows]  # one answer each
    return [row[-1] for row in found]


def positions(db: Database, moments: Sequence[tuple[int, datetime]]) -> list[int]:
    rows = [{"row_no": n, "number": of, "at": at} for n, (of, at) in enumerate(moments)]
    return ask(db, STANDS, rows)


def times_up(db: Database, asked: Sequence[tuple[int, datetime, int]]) -> list[datetime]:
    worked = positions(db, [(number, at) for number, at, _ in asked])
    rows = [
        {"row_no": n, "number": number, "target": before + wanted}
        for n, ((number, _, wanted), before) in enumerate(zip(asked, worked, strict=True))
    ]
    return ask(db, TIME_IS_UP, rows)


def last_days(db: Database, asked: Sequence[tuple[int, datetime, int]]) -> list[date]:
    rows = [
        {"row_no": n, "number": number, "at": at, "wanted": wanted}
        for n, (number, at, wanted) in enumerate(asked)
    ]
    return ask(db, LAST_DAY, rows)


def drawn(count: int) -> list[tuple[int, datetime]]:
    """Moments of all offices, half of them at edges: full hours, and when work begins or ends."""
    draw = random.Random(5)
    days = (date(2027, 9, 30) - date(2024, 1, 1)).days
    edges = [
        time(0),
        time(8, 45),
        time(9),
        time(12),
        time(13),
        time(15, 10),
        time(17, 50),
        time(18),
    ]
    moments = []
    for _ in range(count):
        day = date(2024, 1, 1) + timedelta(days=draw.randrange(days))
        midnight = datetime.combine(day, time())
        at = (
            datetime.combine(day, draw.choice(edges))
            if draw.random() < 0.5
            else midnight + timedelta(seconds=draw.randrange(86400))
        )
        moments.append((draw.choice([1, 1, 2, 2, 3]), at))
    return moments


def test_the_time_between_agrees_with_another_clock_10_000_times(calendars: Database) -> None:
    draw = random.Random(6)
    begins = drawn(10_000)
    ends = [(of, at + timedelta(seconds=draw.randrange(90 * 86400))) for of, at in begins]
    found = [
        b - a for a, b in zip(positions(calendars, begins), positions(calendars, ends), strict=True)
    ]
    expected = [
        OFFICES[of][1].seconds_between(since, until)
        for (of, since), (_, until) in zip(begins, ends, strict=True)
    ]
    assert found == expected


def test_the_moment_due_agrees_with_another_clock_10_000_times(calendars: Database) -> None:
    draw = random.Random(7)
    asked = [
        (of, at, draw.choice([1, 60, 3600, 2 * 3600, 9 * 3600, draw.randrange(1, 150 * 3600)]))
        for of, at in drawn(10_000)
    ]
    expected = [OFFICES[of][1].due_at(at, wanted) for of, at, wanted in asked]
    assert times_up(calendars, asked) == expected


def test_the_day_due_agrees_with_another_clock_10_000_times(calendars: Database) -> None:
    draw = random.Random(8)
    asked = [(of, at, draw.randrange(1, 21)) for of, at in drawn(10_000)]
    assert last_days(calendars, asked) == [
        OFFICES[of][1].due_on(at, wanted) for of, at, wanted in asked
    ]


def test_edges_that_a_person_can_check(calendars: Database) -> None:
    """9:00 to 18:00, Monday to Friday; 2026-05-03 to 05-06 are holidays, and so is New Year."""
    hour = 3600
    due = {
        "Friday 18:05": (datetime(2026, 11, 20, 18, 5), 2, datetime(2026, 11, 24, 11)),
        "Friday 18:00, closing": (datetime(2026, 11, 20, 18), 2, datetime(2026, 11, 24, 11)),
        "Friday 16:00, to closing": (datetime(2026, 11, 20, 16), 2, datetime(2026, 11, 20, 18)),
        "before opening": (datetime(2026, 11, 19, 6, 30), 1, datetime(2026, 11, 19, 10)),
        "at opening": (datetime(2026, 11, 19, 9), 9, datetime(2026, 11, 19, 18)),
        "on a holiday": (datetime(2026, 11, 23, 10), 9, datetime(2026, 11, 24, 18)),
        "Golden Week": (datetime(2026, 5, 1, 17, 30), 1, datetime(2026, 5, 7, 9, 30)),
        "New Year": (datetime(2026, 12, 31, 17), 3, datetime(2027, 1, 4, 11)),
        "two in autumn with one between": (datetime(2026, 9, 18, 17), 2, datetime(2026, 9, 24, 10)),
    }
    found = times_up(calendars, [(1, at, hours * hour) for at, hours, _ in due.values()])
    assert dict(zip(due, found, strict=True)) == {name: at for name, (_, _, at) in due.items()}
    days = {
        "Friday": (datetime(2026, 11, 20, 18, 5), 1, date(2026, 11, 24)),
        "Saturday": (datetime(2026, 11, 21, 10), 1, date(2026, 11, 24)),
        "Wednesday": (datetime(2026, 11, 18, 10), 2, date(2026, 11, 20)),
        "before Golden Week": (datetime(2026, 5, 1, 10), 2, date(2026, 5, 8)),
    }
    found_days = last_days(calendars, [(1, at, wanted) for at, wanted, _ in days.values()])
    assert dict(zip(days, found_days, strict=True)) == {n: day for n, (_, _, day) in days.items()}


def test_nothing_is_said_of_moments_outside_the_calendar(calendars: Database) -> None:
    outside = [(1, datetime(2023, 12, 31, 10)), (1, datetime(2029, 1, 1, 10))]
    assert positions(calendars, outside) == [None, None]


def test_a_promise_that_leaves_the_calendar_is_due_on_no_day_it_knows(calendars: Database) -> None:
    assert times_up(calendars, [(1, datetime(2028, 12, 29, 10), 100 * 3600)]) == [None]
    assert last_days(calendars, [(1, datetime(2028, 12, 29, 10), 100)]) == [None]


@pytest.mark.parametrize("year", [2024, 2025, 2026, 2027])
def test_the_holidays_are_those_that_were_announced(year: int) -> None:
    found = {day for weekday in range(7) for day in national_holidays(year, weekday)}
    assert found == {day for day in HOLIDAYS if day.year == year}


def test_each_moment_of_a_working_day_has_one_stretch_that_answers(calendars: Database) -> None:
    faults = calendars.rows(
        """
        select number, day
        from agreed_hours
        group by number, day
        having
            min(since) != day or max(until) != day + interval 1 day
            or sum(date_diff('second', since, until)) != 86400
        """
    )
    assert faults == []


@pytest.mark.usefixtures("calendars")
def test_the_law_is_asked_once_a_process(tmp_path: Path) -> None:
    """It takes 40 ms a year; the calendar of another version costs a bulk insert."""
    agreed = [InForce(0, date.min, date.max, Agreement(), False)]
    with Database(tmp_path / "x.duckdb", read_only=False) as db:
        before = national_holidays.cache_info().misses
        stage_agreements(db, agreed, date(2024, 1, 1), date(2028, 12, 31))
        assert national_holidays.cache_info().misses == before
        assert db.value("select count(*) from agreed_days") == 1827
