"""What one lead, MQL, SQL or opportunity is worth: downstream rates times what a win brings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

PRIOR = 25
"""Conversions, and wins, 'as everywhere' that a segment's own are weighed against: the
Gamma(25 + O, 25 + E) that stage rates are shrunk by."""
DRAWS = 2000
SEED = 2026
LOW, HIGH = 0.1, 0.9
"""The range holds four of five."""
LEAST_AMOUNTS = 10
"""Of fewer a sample drawn anew is too much like the first."""
MANY = 500
"""From so many wins on their mean is as good as normal, and need not be drawn one by one."""

Draws = NDArray[np.float64]


@dataclass(frozen=True)
class Step:
    """Of those who entered `stage` and had their time, how many advanced to the next measured."""

    stage: str
    entered: int
    advanced: int


@dataclass(frozen=True)
class Segment:
    """The steps of the funnel in order, the last one to won, and what each person won brought."""

    steps: tuple[Step, ...]
    amounts: tuple[float, ...]


@dataclass(frozen=True)
class Worth:
    """One person in `stage` brings `value` in the mean, 80 % sure between `low` and `high`.

    None where nobody is known to have been won, or a later step was taken by nobody yet who had the
    time. `entered` and `advanced` are the segment's own at this step, `wins` its own wins.
    """

    stage: str
    value: float | None
    low: float | None
    high: float | None
    entered: int
    advanced: int
    wins: int


def worth(whole: Segment, part: Segment | None = None) -> list[Worth]:
    """The worth of one person in each stage of `part` of the `whole`; of the whole where None.

    value(stage) = product over the steps from it on of F * theta, times the mean amount.
    F = advanced / entered of the whole. theta = (25 + O) / (25 + E) with O = advanced and
    E = entered * F of the part. The part's mean amount is shrunk alike: 25 wins of the whole's mean
    weigh in. The range takes F ~ Beta (Jeffreys), theta ~ Gamma(25 + O, 25 + E) and the mean by
    bootstrap, all with one seed: neither the order of rows nor the names of segments change
    anything, and the currency only its scale.
    """
    random = np.random.default_rng(SEED)
    own = part or whole
    rates = [_rate(step) for step in whole.steps]
    rate_draws = [
        random.beta(step.advanced + 0.5, step.entered - step.advanced + 0.5, DRAWS)
        for step in whole.steps
    ]
    mean, mean_draws = _mean(whole.amounts, random)
    if part is not None:
        for i, step in enumerate(part.steps):
            observed, expected = step.advanced, step.entered * (rates[i] or 0.0)
            theta = random.gamma(PRIOR + observed, 1 / (PRIOR + expected), DRAWS)
            rates[i] = _at_most_one(rates[i], (PRIOR + observed) / (PRIOR + expected))
            rate_draws[i] = np.minimum(rate_draws[i] * theta, 1.0)
        mean, mean_draws = _shrunk(part.amounts, mean, mean_draws, random)
    found: list[Worth] = []
    value: float | None = mean
    draws = mean_draws
    for step, rate, drawn in reversed(list(zip(own.steps, rates, rate_draws, strict=True))):
        value = None if value is None or rate is None else value * rate
        draws = draws * drawn
        low, high = (None, None) if value is None else map(float, np.quantile(draws, (LOW, HIGH)))
        found.append(
            Worth(step.stage, value, low, high, step.entered, step.advanced, len(own.amounts))
        )
    return found[::-1]


def mean_range(amounts: Sequence[float]) -> tuple[float, float] | None:
    """Four of five of what the mean of these might as well have been; None of fewer than ten."""
    if len(amounts) < LEAST_AMOUNTS:
        return None
    low, high = np.quantile(_mean(amounts, np.random.default_rng(SEED))[1], (LOW, HIGH))
    return float(low), float(high)


def _rate(step: Step) -> float | None:
    return step.advanced / step.entered if step.entered else None


def _at_most_one(rate: float | None, theta: float) -> float | None:
    return None if rate is None else min(rate * theta, 1.0)


def _mean(amounts: Sequence[float], random: np.random.Generator) -> tuple[float | None, Draws]:
    """The mean, and what it might as well have been: of samples drawn anew with replacement."""
    if not amounts:
        return None, np.zeros(DRAWS)
    values = np.sort(np.asarray(amounts, dtype=float))  # the order of rows must not matter
    mean = float(values.mean())
    if len(values) > MANY:
        return mean, mean + random.standard_normal(DRAWS) * values.std() / np.sqrt(len(values))
    picks = random.integers(0, len(values), (DRAWS, len(values)))
    return mean, values[picks].mean(axis=1)


def _shrunk(
    amounts: Sequence[float], mean: float | None, draws: Draws, random: np.random.Generator
) -> tuple[float | None, Draws]:
    """The part's own mean weighed against that of the whole."""
    own, own_draws = _mean(amounts, random)
    if mean is None or own is None:
        return mean, draws
    weight = len(amounts) / (len(amounts) + PRIOR)
    return weight * own + (1 - weight) * mean, weight * own_draws + (1 - weight) * draws
