"""The lagged model of two months: leads by source, and the level of each stage week by week."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from funnel.analysis.forecast_hazards import OLDEST, by_week, leaving
from funnel.analysis.forecast_history import Floats, History, Stage
from funnel.analysis.triangles import Counts, Triangle

LAGS = 78
"""Weeks back from a month's end that are modelled."""
REACH, FAR_REACH, ENOUGH = 6, 13, 30
"""Weeks on both sides whose counts tell the level of a week: 6, or up to 13 where fewer than 30
goings-on are to be expected in them."""
CHANGES = 0.25
"""The standard deviation of a stage's level, and of the deal size, that is thought usual: a level
is drawn to 1 by 1 / 0.25^2 = 16 goings-on."""
SEGMENT_PRIOR = 15
"""Goings-on 'as everywhere' that a source's own rate is weighed against."""
QUARTER = 13


@dataclass(frozen=True, eq=False)
class Levels:
    """How a month's past was. Week 0 is the last of the month.

    Args:
        rates: shape (stages, lags), each stage's level beside the whole time's.
        came: shape (sources, stages, lags), who entered a stage from outside.
        size: mean amount of a win.
    """

    rates: Floats
    came: Floats
    size: float


@dataclass(frozen=True, eq=False)
class Lagged:
    """One model for both months.

    Args:
        stages: names; people leave each by its `gains`.
        gains: shape (stages, lags), of who enters, the share that goes on at each age.
        factors: shape (sources, stages), a source's own rate beside the whole's.
        weeks: of history, on both sides.
        wins: on both sides together, in their last quarters (half-years where those have few).
        amounts: how many of such wins have one.
    """

    sources: tuple[str | None, ...]
    stages: tuple[str, ...]
    gains: Floats
    factors: Floats
    before: Levels
    after: Levels
    weeks: tuple[int, int]
    wins: int
    amounts: int

    @property
    def sizes(self) -> tuple[float, float]:
        """Mean amount of a win, in the earlier and in the later month."""
        return self.before.size, self.after.size

    def wins_by_levels(self, before: Floats, after: Floats) -> Floats:
        """Shape (2, ..., 2, sources, 2, 2): wins of the month by source.

        One axis a stage (its levels of the earlier or the later month), then sources, then whose
        leads, then whose days. y(w) = level(w) factor sum over a of gains(a) x(w + a).

        Args:
            before, after: shape (weeks,), the share of each week that lies in the month.
        """
        lags = self.gains.shape[1]
        age = np.arange(lags)[:, None] - np.arange(lags)[None, :]  # from week x to week y <= x
        came = np.stack([self.before.came, self.after.came], axis=1)  # sources, 2, stages, lags
        flow = came[:, :, 0]
        for stage in range(len(self.stages)):
            spread = np.where(age >= 0, self.gains[stage][np.maximum(age, 0)], 0.0)
            gone = (flow @ spread) * self.factors[:, stage, None, None]
            levels = (self.before.rates[stage], self.after.rates[stage])
            flow = np.stack([gone * level for level in levels], axis=-4)
            if stage + 1 < len(self.stages):
                flow = flow + came[:, :, stage + 1]
        days = np.zeros((lags, 2))
        for place, share in enumerate((before, after)):
            days[: len(share), place] = share[:lags]
        return np.asarray(flow @ days)


Sources = Mapping[str | None, History]


def lagged(before: Sources, after: Sources) -> Lagged | None:
    """The model of two months from what was known of each source at their ends.

    Ages and the sources' own factors are those of the two years before the later month's end, so
    that both months are run through one clock. None where no wins are measured.
    """
    names = tuple(sorted({*before, *after}, key=lambda name: (name is None, name or "")))
    known = [history for history in after.values() if history.stages]
    if not known:
        return None
    stages = tuple(stage.name for stage in known[0].stages)
    sides = [_Side.of([side.get(name) for name in names], len(stages)) for side in (before, after)]
    lags = min(LAGS, *(side.weeks for side in sides))
    gains, factors = [], []
    levels: tuple[list[Floats], list[Floats]] = ([], [])
    for place in range(len(stages)):
        whole = sides[1].whole(place)
        left = leaving(whole, max(side.weeks for side in sides) + 1, half_life=np.inf)
        gains.append(left.gains[:lags])
        seen, due = sides[1].by_week(place, left.on)
        factor = (seen.sum(axis=1) + SEGMENT_PRIOR) / (due.sum(axis=1) + SEGMENT_PRIOR)
        factors.append(factor)
        for side, found in zip(sides, levels, strict=True):
            seen, due = side.by_week(place, left.on)
            found.append(_smooth(seen.sum(axis=0), factor @ due)[:lags])
    usual = _amounts([history.money.won_amounts for history in known])
    past, present = (
        Levels(np.array(found), side.came[:, :, :lags], _size(side, usual))
        for side, found in zip(sides, levels, strict=True)
    )
    return Lagged(
        names, stages, np.array(gains), np.array(factors).T, past, present,
        weeks=(sides[0].recorded, sides[1].recorded),
        wins=sum(side.wins for side in sides),
        amounts=sum(len(side.recent) for side in sides),
    )  # fmt: skip


@dataclass(frozen=True, eq=False)
class _Side:
    """What was known at the end of one month.

    `stages` of each source, None where it had nobody yet; `came`: shape (sources, stages, weeks),
    who entered from outside; `recent`: amounts won in the last quarter, or half-year where those
    are few; `wins`: how many were won in it, with an amount or without.
    """

    stages: tuple[tuple[Stage, ...] | None, ...]
    came: Floats
    recent: Floats
    wins: int

    @classmethod
    def of(cls, histories: Sequence[History | None], stages: int) -> _Side:
        weeks = max([1, *(stage.weeks for one in histories if one for stage in one.stages)])
        came = np.zeros((len(histories), stages, weeks))
        for source, one in enumerate(histories):
            for place, stage in enumerate(one.stages if one else ()):
                new = stage.came_new
                if new is None and place == 0:
                    new = stage.triangle.entered
                if new is not None:
                    came[source, place, : len(new)] = new
        won = [(one.money.won_ages, one.money.won_amounts) for one in histories if one]
        counted = [(ages, np.ones(len(ages))) for ages, _ in won]
        known = tuple(one.stages if one else None for one in histories)
        return cls(known, came, _latest(won), len(_latest(counted)))

    @property
    def weeks(self) -> int:
        return int(self.came.shape[2])

    @property
    def recorded(self) -> int:
        """Weeks since the first win."""
        return self.whole(self.came.shape[1] - 1).triangle.first_week + 1

    def whole(self, place: int) -> Stage:
        """A stage of all sources together."""
        known = [stages[place] for stages in self.stages if stages]
        entered = np.zeros(self.weeks, np.int64)
        moved = np.zeros((self.weeks, self.weeks), np.int64)
        lost = np.zeros((self.weeks, self.weeks), np.int64)
        for stage in known:
            entered[: stage.weeks] += stage.triangle.entered
            moved[: stage.weeks, : stage.weeks] += stage.triangle.moved
            if stage.lost is not None:
                lost[: stage.weeks, : stage.weeks] += stage.lost
        has_losses = any(stage.lost is not None for stage in known)
        return Stage("", Triangle(entered, moved), lost if has_losses else None)

    def by_week(self, place: int, on: Floats) -> tuple[Floats, Floats]:
        """(went on, would have by the hazards), shape (sources, weeks) each, of two years."""
        first = self.whole(place).triangle.first_week
        found = np.zeros((2, len(self.stages), self.weeks))
        for source, stages in enumerate(self.stages):
            if stages:
                stage = stages[place]
                found[:, source, : stage.weeks] = by_week(stage, on, first)
        return found[0], found[1]


def _smooth(seen: Floats, due: Floats) -> Floats:
    """The level of each week: (O + 16) / (E + 16) over the weeks within reach."""
    a_week = float(due[: min(len(due), OLDEST)].mean())
    reach = int(np.clip(np.ceil(ENOUGH / max(2 * a_week, 1e-9)), REACH, FAR_REACH))
    window = np.ones(2 * reach + 1)
    prior = CHANGES**-2
    around = [np.convolve(one, window)[reach : reach + len(one)] for one in (seen, due)]
    return np.asarray((around[0] + prior) / (around[1] + prior))


def _size(side: _Side, usual: Floats) -> float:
    """The mean amount of a win in the month's quarter, drawn to that of two years.

    (n mean + m usual) / (n + m), m = (sd / mean)^2 / 0.25^2.
    """
    if not len(usual) or usual.mean() <= 0:
        return 0.0
    number, mean = len(side.recent), float(usual.mean())
    prior = (float(usual.std()) / mean / CHANGES) ** 2
    if number + prior == 0:
        return mean
    return float((side.recent.sum() + prior * mean) / (number + prior))


def _latest(listed: Sequence[tuple[Counts, Floats]]) -> Floats:
    for weeks in (QUARTER, 2 * QUARTER):
        found = _amounts([amounts[ages < weeks] for ages, amounts in listed])
        if len(found) >= ENOUGH:
            break
    return found


def _amounts(listed: Sequence[Floats]) -> Floats:
    """All that are known, in order: that of rows must not matter."""
    together = np.concatenate([np.zeros(0), *listed])
    return np.sort(together[~np.isnan(together)])
