"""What the months to come will bring: won revenue, wins and every stage's entries, with ranges.

The hazard simulation of docs/definitions.md, 'Forecast': everybody in the funnel is rolled forward
by age, new ones arrive as in the last quarter, open deals count one by one. Weeks are counted from
the as-of date, so no calendar is needed here: `periods` says which weeks make up a month.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from funnel.analysis.forecast_draws import PARTS, SEED, Ahead, Drawn, drawn
from funnel.analysis.forecast_flows import Flows, flows
from funnel.analysis.forecast_hazards import by_week
from funnel.analysis.forecast_history import Floats, History

DRAWS = 1000
LEAST_WINS, LEAST_WEEKS = 10, 26
"""With fewer wins in two years, or fewer weeks of recorded wins, nothing can be told."""
FEW, SHORT_WEEKS = 20, 52
"""Goings-on from a stage, and weeks of history, below which a forecast warns."""
QUIET_WEEKS, MANY_BEFORE = 4, 20
"""So many weeks without anybody new, after so many people in the year before, are a gap."""
BULK, LATELY = 6.0, 13
"""So many standard deviations above what was due in one of the last 13 weeks is no good week but a
bulk update: quiet companies stay below 4, holidays below 5, updates reach 6 to 60."""
WEEKLY_WAVER = 0.3
FAR = 3
"""Periods (months) beyond which most of what will be won is not in the funnel yet."""
QUANTILES = (0.1, 0.25, 0.5, 0.75, 0.9)

Reason = Literal["not_measured", "too_few_wins", "too_short"]
Warned = Literal["far", "short_history", "few_goings_on", "nobody_new", "bulk_update"]


@dataclass(frozen=True)
class Refusal:
    """Why there is no forecast: `have` is what there is, `need` what there would have to be.

    Of `too_few_wins` wins in the last 104 weeks, of `too_short` weeks since the first win; of
    `not_measured` 0 and 1.
    """

    reason: Reason
    have: int
    need: int


@dataclass(frozen=True)
class Outlook:
    """Of one figure in one period: what it is made up of, and how sure it is.

    `booked + open_deals + in_funnel + to_come = expected`, the mean at the rates of the past.
    `booked` is there already; `open_deals` come of deals that are open (wins and revenue only),
    `in_funnel` of people in an earlier stage, `to_come` of those who are in none yet, and of deals
    that sales will open itself. Four of five draws lie between `low80` and `high80`, half of them
    between `low50` and `high50`.
    """

    booked: float
    open_deals: float
    in_funnel: float
    to_come: float
    expected: float
    median: float
    low50: float
    high50: float
    low80: float
    high80: float


@dataclass(frozen=True)
class Missing:
    """How likely a target is missed, 0 to 1, and by how much.

    `shortfall` is the mean of what is missing over the draws that miss it, 0 where none does;
    `gap` is target - median, negative where the target is passed.
    """

    target: float
    probability: float
    shortfall: float
    gap: float


@dataclass(frozen=True)
class Forecast:
    """One `Outlook` a period, and one of all periods together at the end.

    `revenue` is None where no amount is known. `missing` holds one entry a period and one of all:
    None where no target is given, or no amount is known.
    """

    revenue: tuple[Outlook, ...] | None
    counts: dict[str, tuple[Outlook, ...]]
    missing: tuple[Missing | None, ...]
    warnings: tuple[Warned, ...]


@dataclass(frozen=True, eq=False)
class Booked:
    """What the first period holds already on the as-of date.

    Args:
        counts: shape (stages + 1,), entries to each stage, won last.
        money: what was won.
    """

    counts: Floats
    money: float


def refusal(history: History) -> Refusal | None:
    """Why nothing can be forecast from this, if so."""
    if not history.stages:
        return Refusal("not_measured", 0, 1)
    won = len(history.money.won_amounts)
    if won < LEAST_WINS:
        return Refusal("too_few_wins", won, LEAST_WINS)
    if history.weeks_recorded < LEAST_WEEKS:
        return Refusal("too_short", history.weeks_recorded, LEAST_WEEKS)
    return None


def forecast(
    history: History,
    periods: Floats,
    *,
    booked: Booked | None = None,
    targets: Sequence[float | None] | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
) -> Forecast | Refusal:
    """The outlook of each period.

    Args:
        periods: shape (periods, weeks), the share of each week after the as-of date that lies in
            each period.
        targets: of revenue, one a period; None where there is none.
    """
    refused = refusal(history)
    if refused:
        return refused
    ahead = Ahead(flows(history, periods.shape[1]), periods)
    futures = drawn(ahead, draws, seed)
    usual = ahead.usual()
    counts = ahead.expected(usual)[:, 0]
    money = ahead.expected_money(ahead.expected(usual), usual)[:, 0]
    booked = booked or Booked(np.zeros(ahead.stages + 1), 0.0)
    has_money = bool((~np.isnan(history.money.won_amounts)).any())
    revenue = _outlooks(money, futures.money, booked.money) if has_money else None
    return Forecast(
        revenue,
        {
            name: _outlooks(counts[:, place], futures.counts[:, :, place], booked.counts[place])
            for place, name in enumerate(history.names)
        },
        _missing(futures, booked, targets if has_money else None, len(periods)),
        _warnings(ahead.flow, len(periods)),
    )


def _outlooks(expected: Floats, draws: Floats, booked: float) -> tuple[Outlook, ...]:
    """One a period, and one of all.

    Args:
        expected: shape (parts, periods).
        draws: shape (parts, draws, periods).
    """
    found = []
    whole = draws.sum(axis=0)
    for period in range(expected.shape[1] + 1):
        is_all = period == expected.shape[1]
        parts = expected.sum(axis=1) if is_all else expected[:, period]
        had = float(booked) if is_all or period == 0 else 0.0
        futures = had + (whole.sum(axis=1) if is_all else whole[:, period])
        low80, low50, median, high50, high80 = (
            float(value) for value in np.quantile(futures, QUANTILES)
        )
        named = dict(zip(PARTS, (float(part) for part in parts), strict=True))
        found.append(Outlook(
            had, **named, expected=had + float(parts.sum()), median=median,
            low50=low50, high50=high50, low80=low80, high80=high80,
        ))  # fmt: skip
    return tuple(found)


def _missing(
    futures: Drawn, booked: Booked, targets: Sequence[float | None] | None, periods: int
) -> tuple[Missing | None, ...]:
    if targets is None:
        return (None,) * (periods + 1)
    whole = futures.money.sum(axis=0)
    whole[:, 0] += booked.money
    found: list[Missing | None] = [
        None if target is None else missing(whole[:, place], target)
        for place, target in enumerate(targets)
    ]
    known = [target for target in targets if target is not None]
    found.append(missing(whole.sum(axis=1), sum(known)) if len(known) == periods else None)
    return tuple(found)


def missing(futures: Floats, target: float) -> Missing:
    """How often and by how much the draws miss a target."""
    short = target - futures
    is_short = short > 0
    return Missing(
        float(target),
        float(is_short.mean()),
        float(short[is_short].mean()) if is_short.any() else 0.0,
        float(target - np.median(futures)),
    )


def _burst(flow: Flows) -> float:
    """The largest (O - E) / sqrt(1 + E + (.3 E)^2) of any stage and week lately."""
    most = 0.0
    for stage, left in zip(flow.history.stages, flow.stages, strict=True):
        went, due = by_week(stage, left.on, stage.triangle.first_week)
        above = (went - due) / np.sqrt(1 + due + (WEEKLY_WAVER * due) ** 2)
        most = max(most, float(above[:LATELY].max(initial=0)))
    return most


def _warnings(flow: Flows, periods: int) -> tuple[Warned, ...]:
    history = flow.history
    found: list[Warned] = []
    if periods > FAR:
        found.append("far")
    if history.weeks_recorded < SHORT_WEEKS:
        found.append("short_history")
    if any(stage.triangle.moved.sum() < FEW for stage in history.stages):
        found.append("few_goings_on")
    came = history.stages[0].triangle.entered
    if not came[:QUIET_WEEKS].any() and came[:SHORT_WEEKS].sum() >= MANY_BEFORE:
        found.append("nobody_new")
    if _burst(flow) > BULK:
        found.append("bulk_update")
    return tuple(found)
