"""Promises of companies made up by chance: what holds of any of them, on any day."""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from funnel.reports.promise_sql import JUDGED
from funnel.reports.promises import Asked, known_to, promises
from funnel.store.database import Database
from tests.clock_oracle import HOLIDAYS, Office
from tests.companies import Invented, invent
from tests.uploads import Exports

EXAMPLES = int(os.environ.get("FUNNEL_EXAMPLES", "2"))
START, TODAY = date(2026, 1, 5), date(2026, 8, 31)
AGREEMENT = """
[promises]
first = "follow_ups"
mqls_a_month = {at_least = 8}
handover = {within = 24, unit = "hours"}
required_fields = {fields = ["email", "source"]}
first_contact.within = 6
first_contact.by_source.Expo = {within = 30, unit = "hours"}
follow_ups = {at_least = 3, within = 6}
result_recorded = {within = 5}
decided = {within = 7, needs_reason = false}
back_to_nurturing = {after_failed = 2, within = 3}
weekly_meeting = {}
[calendar]
breaks = [{since = 12:00:00, until = 13:00:00}]
"""
OFFICE = Office(
    frozenset(range(5)), ((time(9), time(12)), (time(13), time(18))), frozenset(HOLIDAYS)
)
KINDS = (
    ("Call", "Connected"), ("Call", "No answer"), ("Call", "No answer"), ("Email", "Sent"),
    ("Email", "Replied"), ("Inbound", ""), ("Auto-reply", ""), ("Visit", ""),
)  # fmt: skip


def activities(company: Invented, seed: int) -> list[dict[str, str]]:
    """Around the hand-overs, half of them without a time, in the order they were done."""
    chance = random.Random(seed)
    rows = []
    for person in company.people:
        for _, what, when in person.events:
            if what != "handed_over" or not person.has_id:
                continue
            for _ in range(chance.randint(0, 5)):
                done = when + timedelta(hours=chance.choice((-3, 1, 2, 5, 20, 30, 70, 150, 300)),
                                        minutes=chance.randint(0, 59))  # fmt: skip
                kind, outcome = chance.choice(KINDS)
                form = "%Y-%m-%d %H:%M" if chance.random() < 0.6 else "%Y-%m-%d"
                rows.append((done, person.key, kind, outcome, done.strftime(form)))
    return [
        {"activity": f"T{number}", "with lead": who, "about deal": "", "kind": kind,
         "activity outcome": outcome, "by": "u1", "done": said}
        for number, (_, who, kind, outcome, said) in enumerate(sorted(rows))
    ]  # fmt: skip


@contextmanager
def published(company: Invented, seed: int, as_of: date) -> Iterator[Database]:
    """The company as its exports of the end of `as_of` tell it."""
    with TemporaryDirectory() as folder:
        crm = Exports(Path(folder))
        crm.workspace.team.save_agreement(
            AGREEMENT, START, "why", based_on=0, who="t", at=datetime(2026, 1, 1, tzinfo=UTC)
        )
        done = [row for row in activities(company, seed) if row["done"][:10] <= f"{as_of}"]
        crm.bring(as_of, **company.exports(as_of), activities=done)
        with crm.opened() as db:
            yield db


def judged(db: Database, as_of: date) -> dict[tuple[Any, ...], str]:
    """The state of each promise at the end of `as_of`."""
    rows = db.rows(
        JUDGED + "select promise, lead_id, pass, starts_on, state from judged",
        {"since": date(2025, 1, 1), "until": as_of, "as_of": as_of, "known_until": known_to(db)},
    )
    found = {tuple(row[:4]): row[4] for row in rows}
    assert len(found) == len(rows)  # nothing is promised twice
    return found


seeds = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=settings.get_profile("default").phases[:3],
)


@seeds
@given(seed=st.integers(0, 10**6))
def test_what_is_judged_stays_and_shares_add_up(seed: int) -> None:
    company = invent(seed, 70, START, 120)
    with published(company, seed, TODAY) as db:
        before: dict[tuple[Any, ...], str] = {}
        for number in range(0, 239, 9):
            as_of = START + timedelta(days=number)
            now = judged(db, as_of)
            assert before.keys() <= now.keys()
            for key, state in before.items():
                assert state not in ("met", "broken") or now[key] == state, (key, as_of)
            before = now
        states = Counter((key[0], state) for key, state in judged(db, TODAY).items())
        assert len(states) > 15
        for by in ("source", "owner", "week", "month"):
            found = promises(db, Asked(date(2025, 1, 1), TODAY, TODAY, by))
            summed: Counter[tuple[str, str]] = Counter()
            for one in found.kept:
                assert sum(one.reasons.values()) == one.cannot_judge
                assert one.share is None or 0 <= one.share <= 1
                if one.party != "both":
                    told = {"met": one.met, "broken": one.broken, "open": one.open,
                            "cannot_judge": one.cannot_judge}  # fmt: skip
                    for state, count in told.items():
                        if one.promise != "mqls_a_month" or by in ("week", "month"):
                            summed[one.promise, state] += count if one.is_whole else -count
                        if one.is_whole:
                            assert count == states[one.promise, state]
            assert not any(summed.values())


@seeds
@given(seed=st.integers(0, 10**6))
def test_due_and_taken_agree_with_a_clock_of_its_own(seed: int) -> None:
    company = invent(seed, 70, START, 120)
    with published(company, seed, TODAY) as db:
        rows = db.records("from promises where starts_at is not null and unit is not null")
    assert len(rows) > 30
    for row in rows:
        start, within = row["starts_at"], int(row["within"])
        if row["unit"] == "hours":
            due = start + timedelta(hours=within)
        elif row["unit"] == "working_hours":
            due = OFFICE.due_at(start, 3600 * within)
        else:
            day = start.date() + timedelta(days=within)
            if row["unit"] == "working_days":
                day = OFFICE.due_on(start, within)
            due = datetime.combine(day, time.max)
        assert row["due_at"] == due, row
        done = row["done_at"]
        if done is None:
            continue
        assert row["is_in_time"] == (done <= due)
        if row["unit"] == "working_hours" and row["reason"] is None:
            seconds = (
                OFFICE.seconds_between(start, done)
                if done >= start
                else -OFFICE.seconds_between(done, start)
            )
            assert abs(row["taken"] * 3600 - seconds) < 1e-6


@seeds
@given(seed=st.integers(0, 10**6), share=st.floats(0.3, 0.9))
@example(seed=2553, share=0.7935737522789685)  # an MQL that was inferred then, on another day
def test_a_past_day_says_what_exports_of_that_day_would_have_said(seed: int, share: float) -> None:
    company = invent(seed, 70, START, 120, is_steady=True)
    as_of = START + timedelta(days=int(170 * share))
    with published(company, seed, TODAY) as now, published(company, seed, as_of) as then:
        today, past = judged(now, as_of), judged(then, as_of)
    both = today.keys() & past.keys()
    assert len(both) > 0.8 * max(len(today), len(past))
    different = {
        key: (today[key], past[key])
        for key in both
        if today[key] != past[key] and "cannot_judge" not in (today[key], past[key])
    }
    assert not different
