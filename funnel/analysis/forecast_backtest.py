"""Forecasts of past days held against what came, beside the simple ways to forecast."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from funnel.analysis.forecast import Outlook, Refusal, forecast
from funnel.analysis.forecast_history import Floats, History, Money

QUARTER, HALF_YEAR, YEAR = 13, 26, 52
LEAST_TRIED = 4
DRAWS = 400
"""Of a trial: what is read from it are counts of six."""
Figure = Literal["revenue", "wins"]
Way = Literal["simulation", "naive", "seasonal", "pipeline"]
WAYS: tuple[Way, ...] = ("simulation", "naive", "seasonal", "pipeline")


@dataclass(frozen=True, eq=False)
class Past:
    """What was known on a day, and what came of it.

    Args:
        name: of the forecast, such as the day it is made on.
        history: as known on the day.
        weeks: shape (weeks,), the share of each week after it that lies in the time forecast.
        revenue, wins: what came in that time.
    """

    name: str
    history: History
    weeks: Floats
    revenue: float
    wins: int


@dataclass(frozen=True)
class Tried:
    """One forecast and what came; a way that could not be gone is None."""

    name: str
    came: float
    outlook: Outlook | None
    refused: Refusal | None
    naive: float | None
    seasonal: float | None
    pipeline: float | None

    def of(self, way: Way) -> float | None:
        """The number that a way tells: of the simulation the median."""
        if way == "simulation":
            return self.outlook.median if self.outlook else None
        found: float | None = getattr(self, way)
        return found


@dataclass(frozen=True)
class Error:
    """How far one way was off in `forecasts` tries: sum of errors, and of |errors|, over what came.

    Of the tries in which there was a simulation, so that all ways are held against the same; None
    where nothing came.
    """

    way: Way
    forecasts: int
    bias: float | None
    wape: float | None


@dataclass(frozen=True)
class Backtest:
    """All tries, how each way did, and how often what came lay in the ranges of the simulation.

    `best` is the way with the least `wape`, None where fewer than `LEAST_TRIED` tell. The times
    forecast overlap where the days lie closer than that, so tries are not independent.
    """

    figure: Figure
    tried: tuple[Tried, ...]
    errors: tuple[Error, ...]
    judged: int
    within80: int
    within50: int
    best: Way | None


def backtest(past: Sequence[Past], figure: Figure = "revenue") -> Backtest:
    """Forecast on past days with what was known then, and compare with what came."""
    tried = tuple(_try(one, figure) for one in past)
    found = [one.outlook for one in tried if one.outlook]
    came = [one.came for one in tried if one.outlook]
    within = [
        (outlook.low80 <= what <= outlook.high80, outlook.low50 <= what <= outlook.high50)
        for outlook, what in zip(found, came, strict=True)
    ]
    errors = tuple(_error(way, [one for one in tried if one.outlook]) for way in WAYS)
    known = [
        (error.wape, place)
        for place, error in enumerate(errors)
        if error.wape is not None and error.forecasts >= LEAST_TRIED
    ]
    return Backtest(
        figure,
        tried,
        errors,
        len(found),
        sum(one for one, _ in within),
        sum(one for _, one in within),
        WAYS[min(known)[1]] if known else None,
    )


def _try(past: Past, figure: Figure) -> Tried:
    found = forecast(past.history, past.weeks[None, :], draws=DRAWS)
    outlook, refused = None, None
    if isinstance(found, Refusal):
        refused = found
    elif figure == "wins":
        outlook = found.counts["won"][0]
    elif found.revenue:
        outlook = found.revenue[0]
    long = float(past.weeks.sum())
    money, recorded = past.history.money, past.history.weeks_recorded
    if figure == "wins":
        money = _counted(money)
    came = past.revenue if figure == "revenue" else float(past.wins)
    return Tried(
        past.name, came, outlook, refused,
        last_quarter(money, long) if recorded >= QUARTER else None,
        year_before(money, past.weeks) if recorded >= YEAR else None,
        weighted_pipeline(money) if past.history.deals_are_known else None,
    )  # fmt: skip


def _counted(money: Money) -> Money:
    """The same with 1 for every amount."""
    return Money(
        money.open_ages, np.ones(len(money.open_ages)), np.ones(len(money.won_ages)),
        money.won_ages, np.ones(len(money.closed_amounts)),
    )  # fmt: skip


def last_quarter(money: Money, weeks: float) -> float:
    """What was won in the last 13 weeks, for as many weeks as are asked for."""
    return float(np.nansum(money.won_amounts[money.won_ages < QUARTER])) * weeks / QUARTER


def year_before(money: Money, weeks: Floats) -> float:
    """What was won in the same weeks a year before; `weeks` are shares of the weeks to come."""
    age = YEAR - 1 - np.arange(len(weeks))
    amounts = np.bincount(
        money.won_ages, np.nan_to_num(money.won_amounts), max(YEAR, 1 + int(age.max(initial=0)))
    )
    return float(amounts[np.maximum(age, 0)] @ weeks)


def weighted_pipeline(money: Money) -> float | None:
    """Open amounts times the share won of the deals closed in two years; None if none was.

    Of deals opened in the last half-year: older ones are mostly lost, and nobody wrote it down.
    """
    if not len(money.closed_amounts):
        return None
    rate = len(money.won_amounts) / len(money.closed_amounts)
    return float(np.nansum(money.open_amounts[money.open_ages < HALF_YEAR])) * rate


def _error(way: Way, tried: Sequence[Tried]) -> Error:
    pairs = [(said, one.came) for one in tried if (said := one.of(way)) is not None]
    came = sum(what for _, what in pairs)
    if came <= 0:
        return Error(way, len(pairs), None, None)
    return Error(
        way,
        len(pairs),
        sum(said - what for said, what in pairs) / came,
        sum(abs(said - what) for said, what in pairs) / came,
    )
