"""Why a month brought more or less than another: leads, stages, deal size, and a rest.

Both months are run through one lagged model of the funnel, so that leads of sixteen weeks ago
explain today's wins as far as deals take that long, and no further.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import factorial
from typing import Literal

import numpy as np

from funnel.analysis.explain_flows import lagged
from funnel.analysis.forecast_history import Floats, History

Kind = Literal["source", "stage", "size", "days", "rest"]
Figure = Literal["revenue", "wins"]
LEAST_WEEKS, LEAST_WINS = 26, 10
"""Of history at the earlier month's end, and wins of both months' last half-years together."""


@dataclass(frozen=True, eq=False)
class Month:
    """One of the two months, as known on its last day.

    Args:
        sources: of each source, its history as of that day.
        weeks: shape (weeks,), the share of each week that lies in the month, week 0 the last.
        revenue, wins: what the month brought.
    """

    sources: Mapping[str | None, History]
    weeks: Floats
    revenue: float
    wins: int


@dataclass(frozen=True)
class Part:
    """What one factor changed: `source` (its leads), `stage` (how many go on from it), `size` of
    deals, `days` of the month, or `rest`: what the model does not explain. `amount` is in units of
    `Explained.unit`.
    """

    kind: Kind
    name: str | None
    amount: int


@dataclass(frozen=True)
class Explained:
    """`after - before`, in parts that add up to it exactly: largest first, the rest last.

    `unit` is 1 (of the currency), or 0.01 of a win. `modelled` are the two figures the model has.
    """

    figure: Figure
    before: int
    after: int
    unit: float
    modelled: tuple[float, float]
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class NotExplained:
    """There is too little to tell: `have` of what `reason` names, and what it would `need`."""

    reason: Literal["too_short", "too_few_wins", "not_measured"]
    have: int
    need: int


def explain(before: Month, after: Month, figure: Figure = "revenue") -> Explained | NotExplained:
    """The parts of a change.

    Shapley value over the factors x of v(x) = size x sum over sources of their wins in the month,
    with each factor as in the earlier or the later month: phi_i = sum over S without i of
    |S|! (n - |S| - 1)! / n! (v(S + i) - v(S)). As the wins are a sum over sources, it is taken
    source by source, over the stages, the size and that source's leads. Rounded to whole units by
    the largest remainders.

    Source: Shapley, A Value for n-Person Games, 1953; shared/research/statistics.md (g).
    """
    model = lagged(before.sources, after.sources)
    if model is None:
        return NotExplained("not_measured", 0, 1)
    have = min(model.weeks)
    if have < LEAST_WEEKS:
        return NotExplained("too_short", have, LEAST_WEEKS)
    wins = model.amounts if figure == "revenue" else model.wins
    if wins < LEAST_WINS:
        return NotExplained("too_few_wins", wins, LEAST_WINS)
    unit = 1.0 if figure == "revenue" else 0.01
    sizes = model.sizes if figure == "revenue" else (1.0, 1.0)
    months = model.wins_by_levels(before.weeks, after.weeks)
    amounts: dict[tuple[Kind, str | None], float] = {}
    for place, source in enumerate(model.sources):
        # axes: one a stage, then whose leads, whose days, whose deal size
        value = np.stack([months[..., place, :, :] * size for size in sizes], axis=-1)
        *levels, leads, days, size = shapley_of(value)
        factors: list[tuple[tuple[Kind, str | None], float]] = [
            (("source", source), leads), (("days", None), days), (("size", None), size),
            *((("stage", name), level) for name, level in zip(model.stages, levels, strict=True)),
        ]  # fmt: skip
        for factor, share in factors:
            amounts[factor] = amounts.get(factor, 0.0) + share
    whole = months.sum(axis=-3)
    first, last = float(whole.flat[0]) * sizes[0], float(whole.flat[-1]) * sizes[1]
    was, is_now = _figures(before, after, figure)
    start, end = round(was / unit), round(is_now / unit)
    amounts["rest", None] = (is_now - was) - (last - first)
    return Explained(figure, start, end, unit, (first, last), _parts(amounts, end - start, unit))


def shapley_of(value: Floats) -> list[float]:
    """The Shapley value of each player; `value` has one axis of length 2 (out, in) a player."""
    players = value.ndim
    found = []
    for player in range(players):
        gain = np.take(value, 1, axis=player) - np.take(value, 0, axis=player)
        sizes = np.indices(gain.shape).sum(axis=0) if players > 1 else np.zeros(())
        weights = np.array([
            factorial(size) * factorial(players - size - 1) / factorial(players)
            for size in range(players)
        ])  # fmt: skip
        found.append(float((gain * weights[sizes.astype(int)]).sum()))
    return found


def largest_remainder(amounts: Sequence[float], total: int) -> list[int]:
    """Whole numbers next to `amounts` that add up to `total`; ties go to the first.

    Of amounts whose sum is within 0.5 of `total` none moves by 1 or more.
    """
    down = [int(np.floor(amount)) for amount in amounts]
    missing = total - sum(down)
    order = sorted(range(len(down)), key=lambda place: (down[place] - amounts[place], place))
    for place in order[: max(missing, 0)]:
        down[place] += 1
    if missing < 0 or missing > len(down):  # the rest takes what rounding both figures moved
        down[-1] += total - sum(down)
    return down


def _figures(before: Month, after: Month, figure: Figure) -> tuple[float, float]:
    if figure == "revenue":
        return before.revenue, after.revenue
    return float(before.wins), float(after.wins)


def _parts(
    amounts: Mapping[tuple[Kind, str | None], float], total: int, unit: float
) -> tuple[Part, ...]:
    keys: list[tuple[Kind, str | None]] = list(amounts)
    rounded = largest_remainder([amounts[key] / unit for key in keys], total)
    found = [Part(kind, name, amount) for (kind, name), amount in zip(keys, rounded, strict=True)]
    return tuple(sorted(found, key=_order))


def _order(part: Part) -> tuple[bool, int, str, str]:
    return part.kind == "rest", -abs(part.amount), part.kind, part.name or ""


def ranked(parts: Iterable[Part]) -> list[Part]:
    """The factors by size, all sources' leads as one: what is to be looked at first."""
    leads = 0
    found = []
    for part in parts:
        if part.kind == "source":
            leads += part.amount
        elif part.kind != "rest":
            found.append(part)
    return sorted([*found, Part("source", None, leads)], key=_order)
