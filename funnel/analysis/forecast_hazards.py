"""How a stage is left, by age: hazards of going on and of being lost, and how sure they are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from funnel.analysis.forecast_history import Floats, Stage

HALF_LIFE, OLDEST = 26.0, 104
"""Weeks: what happened half a year ago weighs half; what is older than two years, nothing."""
BANDS = (0, 1, 2, 3, 4, 5, 7, 9, 13, 18, 26, 39, 52, 78, 104)
"""Ages in weeks at which a band of one hazard begins: narrow where most happens."""
BLOCK = 13
"""Weeks of a quarter: in such blocks a rate is seen to waver."""
WAVERS, BLOCKS_ASSUMED = 0.08, 6
"""The standard deviation of a rate from quarter to quarter that is assumed, and how many quarters
of own history weigh as much as that assumption."""


@dataclass(frozen=True, eq=False)
class Leaving:
    """Of those in a stage at age a (weeks), the shares that go on and that are lost in that week.

    Shape (ages,) each. `spread` is the relative standard deviation of the level in the weeks to
    come: of what was counted, and of what rates change by themselves.
    """

    on: Floats
    lost: Floats
    spread: float

    @property
    def staying(self) -> Floats:
        """Shape (ages + 1,): the share still there before each age."""
        stay = np.clip(1 - self.on - self.lost, 0, 1)
        return np.concatenate([[1.0], np.cumprod(stay)])

    @property
    def gains(self) -> Floats:
        """Shape (ages,): of all who enter, the share that goes on at each age."""
        return np.asarray(self.staying[:-1] * self.on)


def leaving(stage: Stage, ages: int, half_life: float = HALF_LIFE) -> Leaving:
    """The hazards of a stage, for `ages` weeks.

    h(band) = sum w moved / sum w at risk, over the calendar weeks of the last two years since the
    next stage was first recorded; w = 2^(-weeks ago / half-life). Ages nobody was seen at take
    the hazard of the last that somebody was. Var(level) = 1 / n + tau^2, n = (sum w moved)^2 /
    sum w^2 moved.

    Source: piecewise exponential model (Friedman, Annals of Statistics 10, 1982), in discrete time;
    shared/research/statistics.md (c).
    """
    weeks = stage.weeks
    moved = stage.triangle.moved
    exposed = at_risk(stage)
    ago = np.arange(weeks)[:, None] - np.arange(weeks)[None, :]
    is_seen = (ago >= 0) & (ago < OLDEST) & (ago <= stage.triangle.first_week)
    weight = np.where(is_seen, 0.5 ** (np.maximum(ago, 0) / half_life), 0.0)
    went, risked = (weight * moved).sum(axis=0), (weight * exposed).sum(axis=0)
    lost = np.zeros(weeks) if stage.lost is None else (weight * stage.lost).sum(axis=0)
    on, off = _banded(went, risked, ages), _banded(lost, risked, ages)
    squares = float((weight**2 * moved).sum())
    counted = squares / float(went.sum()) ** 2 if squares else 1.0
    return Leaving(on, off, float(np.sqrt(counted + _wavering(stage, on, exposed, is_seen))))


def at_risk(stage: Stage) -> Floats:
    """Shape (weeks, weeks): who had neither gone on nor been lost before an age, known or not."""
    found = stage.triangle.at_risk.astype(np.float64)
    if stage.lost is not None:
        found -= np.cumsum(stage.lost, axis=1) - stage.lost
    return found


def by_week(stage: Stage, on: Floats, first_week: int) -> tuple[Floats, Floats]:
    """(went on, would have by the hazards `on`), shape (weeks,) each, by week of going on.

    Of the last two years, and not before week `first_week`, in which anybody first went on.
    """
    weeks = stage.weeks
    ago = np.arange(weeks)[:, None] - np.arange(weeks)[None, :]
    is_seen = (ago >= 0) & (ago < OLDEST) & (ago <= first_week)
    week = ago[is_seen]
    due = at_risk(stage) * on[None, :weeks]
    moved = stage.triangle.moved.astype(np.float64)
    return (
        np.asarray(np.bincount(week, moved[is_seen], weeks), np.float64),
        np.asarray(np.bincount(week, due[is_seen], weeks), np.float64),
    )


def _banded(events: Floats, risked: Floats, ages: int) -> Floats:
    found = np.zeros(ages)
    last = 0.0
    for since, until in zip(BANDS, (*BANDS[1:], max(ages, BANDS[-1] + 1)), strict=True):
        risk = float(risked[since:until].sum())
        if risk > 0:
            last = min(float(events[since:until].sum()) / risk, 1.0)
        found[since:until] = last
    return found


def _wavering(stage: Stage, on: Floats, exposed: Floats, is_seen: np.ndarray) -> float:
    """tau^2 of the level from quarter to quarter, by moments, drawn to what is assumed.

    Of O against E in blocks of 13 weeks: tau^2 = sum((O - cE)^2 - O) / sum((cE)^2).
    """
    expected = exposed * on[None, : stage.weeks] * is_seen
    ago = np.arange(stage.weeks)[:, None] - np.arange(stage.weeks)[None, :]
    block = np.where(is_seen, ago // BLOCK, 0)
    length = OLDEST // BLOCK
    seen = np.bincount(block.ravel(), (stage.triangle.moved * is_seen).ravel(), length)
    due = np.bincount(block.ravel(), expected.ravel(), length)
    if due.sum() <= 0:
        return WAVERS**2
    due *= seen.sum() / due.sum()
    used = due > 0
    excess = float(((seen - due)[used] ** 2 - due[used]).sum() / (due[used] ** 2).sum())
    blocks = int(used.sum())
    return float(max(blocks * excess + BLOCKS_ASSUMED * WAVERS**2, 0.0)
                 / (blocks + BLOCKS_ASSUMED))  # fmt: skip
