"""Deal lengths of simulated companies whose true length is known: bias and coverage.

By hand: `pytest tests/bench/test_durations.py -s` prints the tables of docs/benchmarks.md.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import pytest

from funnel.analysis.durations import State, estimate
from funnel.analysis.incidence import (
    Curve,
    Outcome,
    Stays,
    aalen_johansen,
    losses_at_risk,
    reverse_time,
)

COMPANIES = int(os.environ.get("FUNNEL_BENCH_COMPANIES", "300"))
WEEKS = 130
GROWTH = (-0.15, 0.0, 0.15, 0.30)
"""A quarter."""
DEALS_A_WEEK = 4.0
"""At the end of the history: a company of 100 MQL a month."""
WIN_RATE, MEDIAN, SPREAD = 0.28, 63.0, 0.7
LOSS_MEDIAN, SILENT = 50.0, 0.4
"""Of the deals that are not won, so many are never closed in the tool."""
NOISE, MEMORY = 0.1, 0.5


@dataclass(frozen=True)
class Deals:
    """Days: opened counted from the start, `watched` to the end of the history."""

    stays: Stays
    watched: np.ndarray

    def opened_within(self, days: int) -> Stays:
        """Those opened in the last `days`."""
        stays, late = self.stays, self.watched < days
        return Stays(
            stays.ended[late],
            stays.outcome[late],
            stays.watched[late],
            stays.unseen[late],
            stays.count[late],
        )


def true_lengths(rng: np.random.Generator, number: int) -> np.ndarray:
    return np.floor(rng.lognormal(np.log(MEDIAN), SPREAD, number)).astype(np.int64)


def company(growth: float, seed: int) -> Deals:
    """All deals opened in `WEEKS` weeks, as known on the last day.

    Openings grow by `growth` a quarter, with a season and autocorrelated noise of 10 % on openings
    and win rate; lengths are lognormal and don't change.
    """
    rng = np.random.default_rng(seed)
    weeks = np.arange(WEEKS)
    noise = np.zeros((2, WEEKS))
    for week in range(1, WEEKS):
        shock = rng.normal(0, NOISE * np.sqrt(1 - MEMORY**2), 2)
        noise[:, week] = MEMORY * noise[:, week - 1] + shock
    season = 1 + 0.15 * np.sin(2 * np.pi * weeks / 52)
    mean = DEALS_A_WEEK * (1 + growth) ** ((weeks - WEEKS) / 13) * season * np.exp(noise[0])
    if growth < 0:  # as many deals over the whole history, or the late ones would be all
        mean *= (1 + growth) ** (WEEKS / 13)
        mean *= DEALS_A_WEEK * WEEKS / mean.sum()
    opened_in = np.repeat(weeks, rng.poisson(mean))
    number = len(opened_in)
    opened = opened_in * 7 + rng.integers(0, 7, number)
    wins = rng.random(number) < WIN_RATE * np.exp(noise[1, opened_in])
    losing = np.floor(rng.lognormal(np.log(LOSS_MEDIAN), 1.0, number)).astype(np.int64)
    never = 10**6
    silent = rng.random(number) < SILENT
    length = np.where(wins, true_lengths(rng, number), np.where(silent, never, losing))
    watched = WEEKS * 7 - 1 - opened
    is_over = length <= watched
    outcome = np.where(is_over, np.where(wins, Outcome.WON, Outcome.LOST), Outcome.OPEN)
    one = np.ones(number, dtype=np.int64)
    stays = Stays(np.minimum(length, watched), outcome, watched, 0 * one, one)
    return Deals(stays, watched)


def recent_wins(deals: Deals) -> np.ndarray:
    """Lengths of the deals won in the last quarter."""
    won = deals.stays.outcome == Outcome.WON
    since_won = deals.watched - deals.stays.ended
    return deals.stays.ended[won & (since_won < 91)]


def recently_opened(deals: Deals) -> np.ndarray:
    """Lengths of the deals won that were opened in the last 26 weeks."""
    return deals.stays.ended[(deals.stays.outcome == Outcome.WON) & (deals.watched < 182)]


def median_of(method: Callable[[Stays], Curve]) -> Callable[[Deals], float]:
    return lambda deals: method(deals.stays).quantile(0.5)


def quantile_of(q: float) -> Callable[[Deals], float]:
    return lambda deals: losses_at_risk(deals.stays).quantile(q)


TRUE = true_lengths(np.random.default_rng(0), 2_000_000)
TRUE_MEDIAN = float(np.quantile(TRUE, 0.5, method="inverted_cdf"))
METHODS: dict[str, tuple[Callable[[Deals], float], float]] = {
    "mean of last quarter's wins": (lambda d: float(recent_wins(d).mean()), TRUE.mean()),
    "median of deals opened in 26 weeks and won": (
        lambda d: float(np.median(recently_opened(d))),
        TRUE_MEDIAN,
    ),
    "winners' median (losses at risk)": (median_of(losses_at_risk), TRUE_MEDIAN),
    "winners' median (Aalen-Johansen)": (median_of(aalen_johansen), TRUE_MEDIAN),
    "winners' median (reverse time, won only)": (median_of(reverse_time), TRUE_MEDIAN),
    "winners' P80 (losses at risk)": (
        quantile_of(0.8),
        float(np.quantile(TRUE, 0.8, method="inverted_cdf")),
    ),
}
AT_MOST_2 = ("median (losses at risk)", "(Aalen-Johansen)", "(reverse time, won only)")


def companies(growth: float) -> Iterator[Deals]:
    return (company(growth, 10_000 + number) for number in range(COMPANIES))


def test_bias_at_any_growth() -> None:
    biases: dict[str, list[float]] = {name: [] for name in METHODS}
    for growth in GROWTH:
        found: dict[str, list[float]] = {name: [] for name in METHODS}
        for deals in companies(growth):
            for name, (method, true) in METHODS.items():
                found[name].append(method(deals) / true - 1)
        for name, errors in found.items():
            biases[name].append(float(np.mean(errors)))
    print(f"\n| bias at growth a quarter of | {' | '.join(f'{g:+.0%}' for g in GROWTH)} |")
    for name, bias in biases.items():
        print(f"| {name} | {' | '.join(f'{b:+.1%}' for b in bias)} |")
    for name, bias in biases.items():
        if name.endswith(AT_MOST_2):
            assert max(map(abs, bias)) <= 0.02, name


def test_young_is_said_where_the_median_would_flatter() -> None:
    """Of deals opened lately: how often that is said, and how wrong it is where it is not."""
    print("\n| opened in the last | young | too few | bias of the others |")
    for weeks in (13, 26, 39, 52, 104):
        found = [estimate(deals.opened_within(7 * weeks)) for deals in companies(0.0)]
        told = [one.median / TRUE_MEDIAN - 1 for one in found if one.state is State.ENOUGH]
        young, few = (
            np.mean([one.state is state for one in found]) for state in (State.YOUNG, State.TOO_FEW)
        )
        bias = np.mean(told) if told else np.nan
        print(f"| {weeks} weeks | {young:.0%} | {few:.0%} | {bias:+.1%} ({len(told)}) |")
        if weeks <= 26:
            assert len(told) <= 0.2 * COMPANIES
        elif weeks >= 52:
            assert abs(bias) <= 0.05


@pytest.mark.parametrize("method", [losses_at_risk, reverse_time])
def test_coverage_of_the_80_percent_range(method: Callable[[Stays], Curve]) -> None:
    for growth in (-0.15, 0.30):
        hits = []
        young = 0
        for deals in companies(growth):
            found = estimate(deals.stays, method)
            young += found.state is State.YOUNG
            assert found.low is not None
            assert found.high is not None
            hits.append(found.low <= TRUE_MEDIAN <= found.high)
        print(f"{method.__name__} {growth:+.0%}: covers {np.mean(hits):.0%}, {young} young")
        assert np.mean(hits) >= 0.76
