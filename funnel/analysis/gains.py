"""What a step's gap costs a month, and where raising a rate would bring most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from funnel.analysis.flows import CALENDAR, WINDOW, Baseline, Flow, Numbers, Seen

PRIOR = 25
"""Conversions 'as before' on both sides: theta ~ Gamma(25 + O, 25 + E)."""
WEEKS_A_MONTH = 365.25 / 12 / 7
LEAST_AT_RISK = 20
DRAWS = 2000
SEED = 2_611
LOW, HIGH = 0.1, 0.9
ROOM = 1.2
"""A stage can take on so much of its best quarter, where nobody says what it can."""
BEST = 0.75
"""Quantile of the own quarters that is 'own best quartile'."""


@dataclass(frozen=True)
class Money:
    """Money a month in the company's currency, with its 80 % range."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Constraint:
    """The step at which more would bring most.

    Rates are final ones. `entries` a month more would enter the target; `money` is None where no
    amount is known. `capped_by` is the monthly number the target stage can take on, where that
    binds, and `capped` says whose number it is.
    """

    base: str
    target: str
    rate: float
    reference: float
    reference_kind: Literal["target", "own_best_quartile"]
    entries: float
    money: Money | None
    capped_by: float | None
    capped: Literal["agreed", "own_best"] | None


@dataclass(frozen=True, eq=False)
class Downstream:
    """Of those who enter a stage: what one of them brings, drawn `DRAWS` times, and in the mean."""

    value: float
    draws: Numbers


def final_rate(base: Baseline) -> float:
    """F at the last age at which at least `LEAST_AT_RISK` were left."""
    enough = np.flatnonzero(base.at_risk < LEAST_AT_RISK)
    end = int(enough[0]) if len(enough) else len(base.at_risk)
    return float(base.reached[end - 1]) if end else 0.0


def shrunk(observed: float, expected: float) -> float:
    """theta = (25 + O) / (25 + E): today's rate beside that of the past."""
    return (PRIOR + observed) / (PRIOR + expected)


def downstream(
    bases: Sequence[Baseline | None], amounts: Sequence[float]
) -> list[Downstream | None]:
    """What one entry to the target of each step brings: the later steps' F times the mean amount.

    Draws: F lognormal with sd 1 / sqrt(conversions), the mean amount by bootstrap; one seed, and
    amounts in order of size, so that the order of rows changes nothing. None where a later step
    has no history or no amount is known.
    """
    found: list[Downstream | None] = [None] * len(bases)
    if not len(amounts):
        return found
    random = np.random.default_rng(SEED)
    values = np.sort(np.asarray(amounts, dtype=float))
    value, draws = float(values.mean()), _means(values, random)
    for place in range(len(bases) - 1, -1, -1):
        found[place] = Downstream(value, draws)
        base = bases[place]
        noise = random.standard_normal(DRAWS)
        if base is None or not base.moved.sum():
            break
        rate = final_rate(base)
        value, draws = value * rate, draws * rate * np.exp(noise / np.sqrt(base.moved.sum()))
    return found


def _means(values: Numbers, random: np.random.Generator) -> Numbers:
    if len(values) > 500:
        spread = random.standard_normal(DRAWS) * values.std() / np.sqrt(len(values))
        return np.asarray(values.mean() + spread)
    return np.asarray(values[random.integers(0, len(values), (DRAWS, len(values)))].mean(axis=1))


def money_lost(observed: int, expected: float, worth: Downstream | None) -> Money | None:
    """Money a month: E (1 - theta)+ a month, times what one entry to the target brings.

    theta ~ Gamma(25 + O, 25 + E); point by its mean.
    """
    if worth is None:
        return None
    random = np.random.default_rng(SEED + 1)
    a_month = expected * WEEKS_A_MONTH / CALENDAR
    thetas = random.gamma(PRIOR + observed, 1 / (PRIOR + expected), DRAWS)
    drawn = a_month * np.maximum(1 - thetas, 0) * worth.draws
    value = a_month * max(1 - shrunk(observed, expected), 0.0) * worth.value
    return _money(value, drawn)


def constraint(
    flows: Sequence[Flow],
    bases: Sequence[Baseline | None],
    worths: Sequence[Downstream | None],
    targets: Mapping[str, float],
    capacities: Mapping[str, float],
) -> Constraint | None:
    """The step whose gap to its target, or to the own best quartile, is worth most.

    gain = entries a month * (reference - F theta)+, at most what the target stage can take on
    beyond what it gets: `capacities` (entries a month by stage), else 1.2 times its best quarter.
    Own best quartile: F times the upper quartile of theta over the quarters of the history.
    Ranked by money; where no amount is known, by entries times the later rates.

    The range of the money draws the gap as well as what an entry brings: theta of today and of each
    quarter of the history from its Gamma(25 + O, 25 + E); what was agreed has no doubt.

    Args:
        targets: agreed final rate by 'base>target', 0 to 1.
    """
    found: list[tuple[float, int, Constraint]] = []
    later = 1.0
    for place in range(len(flows) - 1, -1, -1):
        base = bases[place]
        if base is None:
            continue
        one = _gain(flows[place], base, worths[place], targets, capacities)
        score = one.money.value if one.money else one.entries * later
        found.append((score, place, one))
        later *= final_rate(base)
    best = max(found, key=lambda each: (each[0], -each[1]), default=None)
    return best[2] if best and best[0] > 0 else None


def _gain(
    flow: Flow,
    base: Baseline,
    worth: Downstream | None,
    targets: Mapping[str, float],
    capacities: Mapping[str, float],
) -> Constraint:
    counts = flow.counts
    now = flow.calendar(base, 0, WINDOW)
    rate = final_rate(base) * shrunk(now.observed, now.expected)
    agreed = targets.get(f"{counts.base}>{counts.target}")
    reference = final_rate(base) * _best_quartile(flow, base) if agreed is None else agreed
    came = float(flow.entered[:, :WINDOW].sum()) * WEEKS_A_MONTH / WINDOW
    gain = came * max(min(reference, 1.0) - rate, 0.0)
    got = now.observed * WEEKS_A_MONTH / WINDOW
    can = capacities.get(counts.target)
    most = ROOM * _best_quarter(flow, base) if can is None else can
    is_capped = gain > max(most - got, 0.0)
    entries = min(gain, max(most - got, 0.0))
    money = None
    if worth is not None:
        drawn = np.clip(came * _gaps(flow, base, now, agreed), 0, max(most - got, 0.0))
        money = _money(entries * worth.value, drawn * worth.draws)
    kind: Literal["target", "own_best_quartile"] = "own_best_quartile"
    return Constraint(
        counts.base, counts.target, rate, reference, kind if agreed is None else "target",
        entries, money, most if is_capped else None,
        (("own_best" if can is None else "agreed") if is_capped else None),
    )  # fmt: skip


def _gaps(flow: Flow, base: Baseline, now: Seen, agreed: float | None) -> Numbers:
    """Reference - rate, shape (DRAWS,): both drawn, or the agreed reference as it is."""
    random = np.random.default_rng(SEED + 2)
    final = final_rate(base)
    rates = final * _thetas([now], random)[0]
    if agreed is not None:
        return np.asarray(agreed - rates)
    quarters = _quarters(flow, base)
    best = np.quantile(_thetas(quarters, random), BEST, axis=0) if quarters else np.ones(DRAWS)
    return np.asarray(np.minimum(final * best, 1.0) - rates)


def _thetas(seen: Sequence[Seen], random: np.random.Generator) -> Numbers:
    """Shape (seen, DRAWS)."""
    shapes = np.array([[PRIOR + one.observed, PRIOR + one.expected] for one in seen])
    return random.gamma(shapes[:, :1], 1 / shapes[:, 1:], (len(seen), DRAWS))


def _quarters(flow: Flow, base: Baseline) -> list[Seen]:
    """The quarters of the history in which anybody was expected."""
    starts = range(base.until, base.since - WINDOW + 1, WINDOW)
    every = (flow.calendar(base, start, WINDOW) for start in starts)
    return [seen for seen in every if seen.expected > 0]


def _best_quartile(flow: Flow, base: Baseline) -> float:
    thetas = [shrunk(seen.observed, seen.expected) for seen in _quarters(flow, base)]
    return float(np.quantile(thetas, BEST)) if thetas else 1.0


def _best_quarter(flow: Flow, base: Baseline) -> float:
    """Entries to the target a month, in the quarter that had most."""
    quarters = [
        float(flow.observed(start + WINDOW, start).sum())
        for start in range(0, base.since - WINDOW + 1, WINDOW)
    ]
    return max(quarters, default=0.0) * WEEKS_A_MONTH / WINDOW


def _money(value: float, draws: Numbers) -> Money:
    low, high = (float(end) for end in np.quantile(draws, (LOW, HIGH)))
    return Money(value, min(low, value), max(high, value))
