"""What sales does about the leads handed over: calls and mails until somebody answers.

Time is working time: minutes between 9 and 18 on working days, counted from the calendar's start.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from . import parameters as p
from .arrivals import Arrivals
from .journey import Journey
from .workdays import MISSING, Bools, Calendar, Floats, Ints

_OPENS, _CLOSES = 9 * 60, 18 * 60
_DAY = _CLOSES - _OPENS
_MOST = 6

CALL_MISSED, CALL_ANSWERED, MAIL, MEETING = range(4)


@dataclass(frozen=True)
class Activities:
    """What sales did, by time; shape (activities,) each. `lead` is the row of the lead.

    `moment` is in minutes since 1970-01-01 00:00 local time, `kind` one of the constants above.
    """

    lead: Ints
    moment: Ints
    kind: Ints


def follow_up(
    arrivals: Arrivals,
    journey: Journey,
    calendar: Calendar,
    rng: np.random.Generator,
    story_from: int,
) -> Activities:
    """Attempts after each hand-over up to the first contact, and the talk that made the SQL."""
    parts = []
    for handed, is_second in ((journey.handed, False), (journey.handed_again, True)):
        lead = np.flatnonzero(handed != MISSING)
        # The second hand-over is known by its day alone: sales sees it in the morning.
        since = handed[lead] if not is_second else handed[lead] * 1440 + _OPENS
        told = (arrivals.source[lead] == p.EXHIBITION) & (since // 1440 >= story_from)
        pace = np.array(p.SALES_PACE)[journey.owner[lead]] * np.where(
            told, p.STORY_FOLLOW_UP_FACTOR, 1.0
        )
        ends = _end_of_pass(journey, lead, is_second)
        parts += _attempts(lead, since, pace, ends, calendar, rng)
    lead, moment, kind = (np.concatenate(column) for column in zip(*parts, strict=True))
    kept = moment // 1440 <= calendar.until
    order = np.lexsort((lead[kept], moment[kept]))
    return Activities(lead[kept][order], moment[kept][order], kind[kept][order])


def _end_of_pass(journey: Journey, lead: Ints, is_second: bool) -> Ints:
    """The day after which nobody tries any more: SQL, or sent back; far off while neither."""
    far = np.iinfo(np.int64).max // 1440 - 1
    sql, returned = journey.sql[lead], journey.returned[lead]
    ends = np.where(sql == MISSING, far, sql)
    return ends if is_second else np.where(returned == MISSING, ends, np.minimum(ends, returned))


def _attempts(
    lead: Ints, since: Ints, pace: Floats, ends: Ints, calendar: Calendar, rng: np.random.Generator
) -> list[tuple[Ints, Ints, Ints]]:
    size = lead.size
    worked = _worked_until(since, calendar)
    waits = p.FIRST_CONTACT_HOURS * np.exp(rng.normal(0, p.FIRST_CONTACT_SIGMA, size)) * 60
    next_try = worked + np.maximum((waits * pace).astype(np.int64), 3)
    gives_up = 1 + rng.binomial(_MOST - 1, p.GOES_ON, size)
    parts = []
    reached: Bools = np.zeros(size, dtype=bool)
    for number in range(_MOST):
        at = _moment_of(next_try, calendar)
        goes = ~reached & (number < gives_up) & (at // 1440 <= ends)
        answers = rng.random(size) < p.REACHED
        writes = rng.random(size) < p.WRITES
        kind = np.where(writes, MAIL, np.where(answers, CALL_ANSWERED, CALL_MISSED))
        parts.append((lead[goes], at[goes], kind[goes]))
        reached |= goes & (kind == CALL_ANSWERED)
        gap = rng.exponential(p.DAYS_TO_NEXT_TRY, size) * _DAY
        next_try = next_try + np.maximum(gap.astype(np.int64), 60)
    # Nobody becomes an SQL without having been spoken to.
    is_met = (ends != ends.max(initial=0)) & (rng.random(size) < p.MEETING_BEFORE_SQL)
    day = calendar.work_back(np.minimum(ends, calendar.last))
    at = np.maximum(day * 1440 + rng.integers(_OPENS + 30, _CLOSES - 60, size), since + 30)
    parts.append((lead[is_met], at[is_met], np.full(int(is_met.sum()), MEETING)))
    return parts


def _worked_until(moment: Ints, calendar: Calendar) -> Ints:
    """Working minutes from the calendar's start to each moment."""
    day, minute = moment // 1440, moment % 1440
    before = np.searchsorted(calendar.open_days, day)
    is_open = calendar.workday[np.clip(day - calendar.first, 0, calendar.workday.size - 1)]
    today: Ints = np.where(is_open, np.clip(minute - _OPENS, 0, _DAY), 0)
    return before * _DAY + today


def _moment_of(worked: Ints, calendar: Calendar) -> Ints:
    """The moment at which so many working minutes have passed."""
    place = np.minimum(worked // _DAY, calendar.open_days.size - 1)
    moment: Ints = calendar.open_days[place] * 1440 + _OPENS + worked % _DAY
    return moment
