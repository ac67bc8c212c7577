"""What is in the funnel already, and what is to be expected of it in the months to come."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from funnel.calendar import month_end
from funnel.reports.target_rates import FINE, StepRate
from funnel.store.database import Database

OPEN_DEALS = """
select
    opened_on,
    cast(amount as decimal(18, 2)) as amount,
    count(*) as deals
from deals
where opened_on <= $as_of and (outcome = 'open' or closed_on > $as_of)
group by all
"""


def value_expected(
    db: Database, rate: StepRate, mean: Fraction, months: Iterable[date], as_of: date
) -> dict[date, Fraction]:
    """What the deals open at the end of `as_of` are to be expected to bring in each month.

    Each one's amount (the `mean` where it has none) times its chance, by its age.
    """
    listed = list(months)
    found: dict[date, Fraction] = {}
    for opened_on, amount, deals in db.rows(OPEN_DEALS, {"as_of": as_of}):
        worth = deals * (mean if amount is None else Fraction(amount))
        for month, chance in chances(rate, opened_on, listed, as_of).items():
            found[month] = found.get(month, Fraction(0)) + worth * chance
    return found


def expected_of(rate: StepRate, months: Iterable[date], as_of: date) -> dict[date, Fraction]:
    """How many of those waiting in the base are to be expected to go on in each month to come."""
    found: dict[date, Fraction] = {}
    for one in rate.waiting:
        for month, chance in chances(rate, one.entered_on, months, as_of).items():
            found[month] = found.get(month, Fraction(0)) + one.number * chance
    return found


def chances(
    rate: StepRate, entered_on: date, months: Iterable[date], as_of: date
) -> dict[date, Fraction]:
    """Of one who entered then and is still there: the chance to go on in each month to come.

    (F(end) - F(start)) / (1 - F(now) - L(now)): F is the rate times the lag's spread, L is lost.
    """
    if rate.rate is None:
        return {}
    share = float(rate.rate) / rate.lag.number

    def gone_by(day: date) -> float:
        return share * (rate.lag.number - rate.lag.at_least((day - entered_on).days + 1))

    age = (as_of - entered_on).days
    left = max(1 - gone_by(as_of) - (rate.lost.at(age) if len(rate.lost.share) else 0.0), 1e-9)
    found: dict[date, Fraction] = {}
    before = gone_by(as_of)
    for month in sorted(months):
        if month_end(month) <= as_of:
            continue
        upto = gone_by(month_end(month))
        found[month] = Fraction(round(min((upto - before) / left, 1.0) * FINE), FINE)
        before = upto
    return found
