"""What becomes of a lead: MQL, hand-over, acceptance, SQL, the way back, and round again.

Every step is drawn for everybody and masked afterwards: plain arrays, no loop over people.
A later step never lies before an earlier one, so cutting each at `until` keeps them in step.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from . import parameters as p
from .arrivals import Arrivals
from .workdays import MISSING, Bools, Calendar, Floats, Ints

_MORNING, _EVENING = 9 * 60, 18 * 60 + 30  # working hours, minutes of the day
_LAST_HANDOVER = 17 * 60 + 30


@dataclass(frozen=True)
class Journey:
    """What has happened to each lead by `until`; shape (leads,) each, MISSING if it has not.

    `mql` and `handed` are minutes since 1970-01-01 00:00 local time, the rest days since then.
    `accepted` belongs to the first pass, `accepted_again` to the second; `sql` to whichever
    pass got there. `opportunity` is the day the lead is converted into a deal. The masks say
    which dates nobody wrote down. `owner` indexes `SALES`, `marketer` indexes `MARKETERS`.
    """

    mql: Ints
    handed: Ints
    accepted: Ints
    returned: Ints
    handed_again: Ints
    accepted_again: Ints
    sql: Ints
    opportunity: Ints
    mql_unrecorded: Bools
    acceptance_unrecorded: Bools
    owner: Ints
    marketer: Ints


def wait(delay: p.Delay, size: int, rng: np.random.Generator) -> Floats:
    """Lognormal delays in days, shape (size,)."""
    waits: Floats = delay.median * np.exp(rng.normal(0.0, delay.sigma, size))
    return waits


def travel(
    arrivals: Arrivals, calendar: Calendar, rng: np.random.Generator, story_from: int
) -> Journey:
    """Send every lead on its way and keep what has happened by the end of the calendar."""
    source, created = arrivals.source, arrivals.created
    size = source.size
    owner = rng.choice(len(p.SALES), size, p=np.array(p.SALES_SHARE)).astype(np.int64)

    def happens(rates: list[float], among: Bools | None = None) -> Bools:
        drawn = rng.random(size) < np.array(rates)[source]
        return drawn if among is None else drawn & among

    def chance(rate: float, among: Bools) -> Bools:
        return (rng.random(size) < rate) & among

    def later(days: Ints, delay: p.Delay, pace: Floats | float = 1.0) -> Ints:
        return calendar.shift(days + (wait(delay, size, rng) * pace).astype(np.int64), rng)

    def qualifies(handed_day: Ints, among: Bools) -> Bools:
        """The planted story: from `story_from` on, exhibition leads hardly become SQL."""
        rate = np.array([each.sql for each in p.SOURCES])[source]
        told = (source == p.EXHIBITION) & (handed_day >= story_from)
        return (rng.random(size) < np.where(told, rate * p.STORY_FACTOR, rate)) & among

    is_mql = happens([each.mql for each in p.SOURCES])
    mql = _mql_moment(created, wait(p.TO_MQL, size, rng), calendar, rng)
    is_handed = happens([each.handed for each in p.SOURCES], is_mql)
    handed = _handover_moment(mql, wait(p.TO_HANDOVER, size, rng), calendar, rng)
    handed_day = handed // 1440

    pace = np.array(p.SALES_PACE)[owner]
    is_accepted = happens([each.accepted for each in p.SOURCES], is_handed)
    accepted = later(handed_day, p.TO_ACCEPTED, pace)
    is_sql_first = qualifies(handed_day, is_accepted)
    sql_first = later(accepted, p.TO_SQL)

    is_returned = chance(p.RETURNED_IF_NOT_ACCEPTED, is_handed & ~is_accepted)
    is_returned |= chance(p.RETURNED_IF_NOT_SQL, is_accepted & ~is_sql_first)
    returned = later(np.where(is_accepted, accepted, handed_day) + 1, p.TO_RETURN)

    is_again = chance(p.HANDED_OVER_AGAIN, is_returned)
    again = later(returned + 1, p.TO_SECOND_HANDOVER)
    is_accepted_again = happens([each.accepted for each in p.SOURCES], is_again)
    accepted_again = later(again, p.TO_ACCEPTED, pace)
    is_sql_again = qualifies(again, is_accepted_again)
    sql_again = later(accepted_again, p.TO_SQL)

    is_sql = is_sql_first | is_sql_again
    sql = np.where(is_sql_first, sql_first, sql_again)
    is_opportunity = happens([each.opportunity for each in p.SOURCES], is_sql)
    opportunity = later(sql, p.TO_OPPORTUNITY)

    def seen(days: Ints, happened: Bools) -> Ints:
        return np.where(happened & (days <= calendar.until), days, MISSING)

    seen_sql = seen(sql, is_sql)
    return Journey(
        mql=np.where(is_mql & (mql // 1440 <= calendar.until), mql, MISSING),
        handed=np.where(is_handed & (handed_day <= calendar.until), handed, MISSING),
        accepted=seen(accepted, is_accepted),
        returned=seen(returned, is_returned),
        handed_again=seen(again, is_again),
        accepted_again=seen(accepted_again, is_accepted_again),
        sql=seen_sql,
        opportunity=seen(opportunity, is_opportunity),
        mql_unrecorded=rng.random(size) < p.MQL_DATE_MISSING,
        acceptance_unrecorded=chance(p.ACCEPTED_DATE_MISSING, seen_sql != MISSING),
        owner=owner,
        marketer=rng.choice(len(p.MARKETERS), size, p=np.array([0.6, 0.4])).astype(np.int64),
    )


def _mql_moment(created: Ints, waits: Floats, calendar: Calendar, rng: np.random.Generator) -> Ints:
    """Scores rise when people read and click: mostly on working days, by day."""
    size = created.size
    day = np.minimum(created // 1440 + waits.astype(np.int64), calendar.last)
    moved = calendar.shift(day, rng)
    day = np.where(rng.random(size) < 0.75, moved, day)
    minute = np.clip(rng.normal(14 * 60, 2.5 * 60, size), 0, 1439).astype(np.int64)
    # On the day of arrival, the score comes a little later than the person.
    soon = np.minimum(created + rng.integers(2, 40, size), (created // 1440 + 1) * 1440 - 1)
    moment: Ints = np.maximum(day * 1440 + minute, soon)
    return moment


def _handover_moment(
    mql: Ints, waits: Floats, calendar: Calendar, rng: np.random.Generator
) -> Ints:
    """Somebody in marketing does it: in working hours, not before the person is MQL."""
    size = mql.size
    mql_day, mql_minute = mql // 1440, mql % 1440
    day = mql_day + np.maximum(waits.astype(np.int64), mql_minute >= _LAST_HANDOVER)
    day = calendar.shift(day, rng)
    earliest = np.where(day == mql_day, np.maximum(mql_minute + 5, _MORNING), _MORNING)
    minute = earliest + (rng.random(size) * (_EVENING - earliest)).astype(np.int64)
    moment: Ints = day * 1440 + minute
    return moment
