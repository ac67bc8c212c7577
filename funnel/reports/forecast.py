"""The months to come, and what was said of past ones: the forecast and its trials."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from funnel.analysis.forecast import Booked, Forecast, Refusal, forecast
from funnel.analysis.forecast_backtest import Backtest, Past, backtest
from funnel.analysis.forecast_history import History
from funnel.metrics.query import currency, days_covered
from funnel.reports.funnel_history import booked_entries, histories, share_of_weeks
from funnel.reports.known_deals import Deals, read_deals
from funnel.reports.targets import targets_of_whole
from funnel.store.database import Database

if TYPE_CHECKING:
    from funnel.store.team import TeamStore  # sqlalchemy takes its time

MONTHS, PAST = 3, 6
"""How far ahead, and how many past forecasts are held against what came."""
Month = tuple[date, date]
"""First and last day."""


@dataclass(frozen=True)
class ForecastReport:
    """What is to be expected of `months` ('2026-11'), in `currency`.

    `forecast` is a `Refusal` where too little is known; `past` is None where not asked for.
    """

    as_of: date
    months: tuple[str, ...]
    currency: str
    forecast: Forecast | Refusal
    past: Backtest | None


def forecasts(
    db: Database,
    as_of: date,
    months: int = MONTHS,
    *,
    targets: Mapping[str, float] | None = None,
    with_past: bool = True,
) -> ForecastReport:
    """The forecast of `months` months, from the one that holds the day after `as_of`.

    Args:
        targets: of won value by month ('2026-11'); None: the imported ones that are not of one
            source or owner.
    """
    ahead = months_from(as_of + timedelta(days=1), months)
    begins = days_covered(db)[0]  # before it nothing is measured, and nothing came is not told
    tried = [day for day in past_days(as_of, PAST) if day >= begins] if with_past else []
    deals = read_deals(db)
    now, *then = histories(db, [as_of, *tried], deals)
    since = ahead[0][0]
    entries = booked_entries(db, since, as_of)
    booked = Booked(
        np.array([float(entries.get(name, 0)) for name in now.names]),
        deals.won_between(since, as_of)[1],
    )
    names = [_name(first) for first, _ in ahead]
    wanted = value_targets(db, None, as_of, months) if targets is None else targets
    listed = [wanted.get(name) for name in names]
    found = forecast(now, share_of_weeks(as_of, ahead), booked=booked, targets=listed)
    past = None
    if with_past:
        listed_past = [_past(deals, day, one) for day, one in zip(tried, then, strict=True)]
        has_amounts = isinstance(found, Forecast) and found.revenue is not None
        past = backtest(listed_past, "revenue" if has_amounts else "wins")
    return ForecastReport(as_of, tuple(names), currency(db), found, past)


def value_targets(
    db: Database, team: TeamStore | None, as_of: date, months: int = MONTHS
) -> dict[str, float]:
    """Targets of won value by month ('2026-11') of a forecast, entered before imported ones."""
    ahead = months_from(as_of + timedelta(days=1), months)
    found = targets_of_whole(db, team, "won_value", ahead[0][0], ahead[-1][1])
    return {_name(month): value for month, value in found.items()}


def _past(deals: Deals, day: date, history: History) -> Past:
    since, until = _quarter_after(day)
    weeks = share_of_weeks(day, [(since, until)])[0]
    wins, revenue = deals.won_between(since, until)
    return Past(day.isoformat(), history, weeks, revenue, wins)


def past_days(as_of: date, number: int) -> list[date]:
    """The last month ends whose next three months are over by `as_of`, oldest first."""
    found: list[date] = []
    month = as_of.replace(day=1)
    while len(found) < number:
        last = month - timedelta(days=1)
        if _quarter_after(last)[1] <= as_of:
            found.append(last)
        month = last.replace(day=1)
    return found[::-1]


def _quarter_after(day: date) -> Month:
    months = months_from(day + timedelta(days=1), MONTHS)
    return months[0][0], months[-1][1]


def months_from(day: date, number: int) -> list[Month]:
    """The month of a day and those after it, whole."""
    found = []
    first = day.replace(day=1)
    for _ in range(number):
        after = (first + timedelta(days=31)).replace(day=1)
        found.append((first, after - timedelta(days=1)))
        first = after
    return found


def _name(day: date) -> str:
    return f"{day:%Y-%m}"
