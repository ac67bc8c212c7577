"""What is in the funnel already, and what is to be expected of it in the months to come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction

from funnel.calendar import month_end
from funnel.reports.target_rates import FINE, StepRate
from funnel.store.database import Database

OPEN_DEALS = """
select
    opened_on,
    cast(coalesce(sum(amount), 0) as double) as amount,
    count(*) filter (where amount is null) as unknown
from deals
where opened_on <= $as_of and (outcome = 'open' or closed_on > $as_of)
group by opened_on
"""


def value_expected(
    db: Database, rate: StepRate, mean: Fraction, months: Sequence[date], as_of: date
) -> dict[date, Fraction]:
    """What the deals open at the end of `as_of` are to be expected to bring in each month.

    Each one's amount (the `mean` where it has none) times its chance, by its age.
    """
    rows = db.rows(OPEN_DEALS, {"as_of": as_of})
    worth = [(opened_on, amount + unknown * float(mean)) for opened_on, amount, unknown in rows]
    return _expected(rate, worth, months, as_of)


def expected_of(rate: StepRate, months: Sequence[date], as_of: date) -> dict[date, Fraction]:
    """How many of those waiting in the base are to be expected to go on in each month to come."""
    waiting = [(one.entered_on, float(one.number)) for one in rate.waiting]
    return _expected(rate, waiting, months, as_of)


def _expected(
    rate: StepRate, waiting: Iterable[tuple[date, float]], months: Sequence[date], as_of: date
) -> dict[date, Fraction]:
    """The sum of what waits, by the day it entered, times its chance in each month."""
    ends = [month_end(month) for month in months]
    sums = [0.0] * len(ends)
    for entered_on, number in waiting:
        for place, chance in enumerate(chances(rate, entered_on, ends, as_of)):
            sums[place] += number * chance
    return {
        month: Fraction(round(total * FINE), FINE)
        for month, total in zip(months, sums, strict=True)
        if total
    }


def chances(rate: StepRate, entered_on: date, ends: Iterable[date], as_of: date) -> Iterator[float]:
    """Of one who entered then and is still there: the chance to go on up to each end, after the one
    before it.

    (F(end) - F(before)) / (1 - F(now) - L(now)): F is the rate times the lag's spread, L is lost.
    """
    share = float(rate.rate or 0) / rate.lag.number

    def gone_by(day: date) -> float:
        return share * (rate.lag.number - rate.lag.at_least((day - entered_on).days + 1))

    before = gone_by(as_of)
    lost = rate.lost.at((as_of - entered_on).days) if len(rate.lost.share) else 0.0
    left = max(1 - before - lost, 1 / FINE)
    for end in ends:
        upto = max(gone_by(end), before)
        yield min((upto - before) / left, 1.0)
        before = upto
