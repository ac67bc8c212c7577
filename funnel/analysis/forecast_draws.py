"""Draws of the months to come: rates that waver, arrivals that stray, and chance on top."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from funnel.analysis.forecast_arrivals import arrivals, drawn_arrivals
from funnel.analysis.forecast_deals import mean_amount, open_deals, sums_of_wins, won_of_open
from funnel.analysis.forecast_flows import Flows
from funnel.analysis.forecast_history import Floats

SEED = 2026
OPEN, FUNNEL, TO_COME = range(3)
PARTS = ("open_deals", "in_funnel", "to_come")


@dataclass(frozen=True, eq=False)
class Change:
    """What is to be other than it was, from the day after the as-of date on.

    Args:
        rates: shape (stages,) or (draws, stages), times which each stage's rate is taken.
        extra: shape (stages, weeks), who enters a stage besides, in each week.
    """

    rates: Floats
    extra: Floats


@dataclass(frozen=True, eq=False)
class Levels:
    """What is uncertain of the rates and arrivals themselves; one row a draw.

    Args:
        rates: shape (draws, stages), about 1.
        new: of each stage, shape (draws, weeks): who enters it from outside.
    """

    rates: Floats
    new: tuple[Floats, ...]

    def changed(self, change: Change, flow: Flows) -> Levels:
        """The same levels, had the change been made."""
        rates = np.minimum(self.rates * change.rates, _most(flow))
        return Levels(rates, tuple(one + more for one, more in zip(
            self.new, change.extra, strict=True)))  # fmt: skip


@dataclass(frozen=True, eq=False)
class Ahead:
    """The periods to come, ready to be drawn.

    Args:
        flow: everybody's chances.
        periods: shape (periods, weeks), the share of each week that lies in each period.
    """

    flow: Flows
    periods: Floats

    @property
    def stages(self) -> int:
        return len(self.flow.stages)

    @cached_property
    def waiting(self) -> dict[tuple[int, int], tuple[Floats, Floats]]:
        """Of (stage they are in, stage they enter): (sum n P, sum n P^2) a period.

        Open deals are not among them: each is drawn by itself.
        """
        found = {}
        for since in range(self.stages):
            history = self.flow.history.stages[since]
            number = history.waiting.astype(np.float64)
            chances = self.flow.of_waiting(since)[number > 0]
            number = number[number > 0]
            for until in range(since + 1, self.stages + 1):
                if until > since + 1:
                    chances = self.flow.through(chances, until - 1, until)
                in_period = chances @ self.periods.T
                is_deals = self.flow.history.deals_are_known and since == self.stages - 1
                if not is_deals:
                    found[since, until] = (number @ in_period, number @ in_period**2)
        return found

    @cached_property
    def open_chances(self) -> Floats:
        """Shape (open deals, periods): the chance of each to be won in each."""
        money = self.flow.history.money
        by_age = self.flow.of_waiting(self.stages - 1) @ self.periods.T
        oldest = len(by_age) - 1
        chances = by_age[np.minimum(money.open_ages, max(oldest, 0))] if len(by_age) else (
            np.zeros((len(money.open_ages), len(self.periods))))  # fmt: skip
        return np.where((money.open_ages <= oldest)[:, None], chances, 0.0)

    def levels(self, draws: int, random: np.random.Generator) -> Levels:
        """Draws of the levels: gamma of mean 1 and each stage's own spread, and arrivals."""
        spread = np.array([max(stage.spread, 1e-9) for stage in self.flow.stages])
        rates = random.gamma(spread**-2, spread**2, (draws, self.stages))
        new = tuple(
            drawn_arrivals(came, self.flow.weeks, draws, random) for came in self._came_new()
        )
        return Levels(np.minimum(rates, _most(self.flow)), new)

    def usual(self) -> Levels:
        """The levels of the past themselves, as one draw."""
        new = tuple(arrivals(came, self.flow.weeks)[None, :] for came in self._came_new())
        return Levels(np.ones((1, self.stages)), new)

    def _came_new(self) -> Iterator[np.ndarray]:
        for place, stage in enumerate(self.flow.history.stages):
            none = stage.triangle.entered if place == 0 else np.zeros(0, np.int64)
            yield none if stage.came_new is None else stage.came_new

    def through(self, levels: Levels, since: int, until: int) -> Floats:
        """Shape (draws,): the product of the levels on the way between two stages."""
        return np.asarray(levels.rates[:, since:until].prod(axis=1))

    def expected(self, levels: Levels) -> Floats:
        """Shape (parts, draws, stages + 1, periods): entries to each stage that a draw expects."""
        found = np.zeros((3, len(levels.rates), self.stages + 1, len(self.periods)))
        won = self.through(levels, self.stages - 1, self.stages)
        found[OPEN, :, -1] = won[:, None] * self.open_chances.sum(axis=0)
        for (since, until), (mean, _) in self.waiting.items():
            found[FUNNEL, :, until] += self.through(levels, since, until)[:, None] * mean
        came = np.zeros((len(levels.rates), self.flow.weeks))
        for stage in range(self.stages + 1):
            if stage:
                came = (came @ self.flow.gains[stage - 1]) * levels.rates[:, stage - 1, None]
            if stage < self.stages:
                came = came + levels.new[stage]
            found[TO_COME, :, stage] = came @ self.periods.T
        return found

    def expected_money(self, expected: Floats, levels: Levels) -> Floats:
        """Shape (parts, draws, periods): the won amounts that go with `expected`."""
        money = self.flow.history.money
        found = expected[:, :, -1] * mean_amount(money)
        own = open_deals(money)
        won = self.through(levels, self.stages - 1, self.stages)
        found[OPEN] = won[:, None] * (own @ self.open_chances)
        return found


@dataclass(frozen=True, eq=False)
class Drawn:
    """Possible futures, one row a draw, by part of `PARTS`.

    Args:
        counts: shape (parts, draws, stages + 1, periods), entries to each stage, won last.
        money: shape (parts, draws, periods), won amounts.
    """

    counts: Floats
    money: Floats


def drawn(ahead: Ahead, draws: int, seed: int = SEED) -> Drawn:
    """Draw the periods to come.

    Each draw takes the levels of `Ahead.levels`. Given them, who is in the funnel gets on by a
    binomial number of the same mean and variance as the sum of their single chances, who is not
    there yet by a Poisson number; each open deal is won or not; later wins take past amounts.
    """
    random = np.random.default_rng(seed)
    levels = ahead.levels(draws, random)
    counts = np.zeros((3, draws, ahead.stages + 1, len(ahead.periods)))
    for (since, until), (mean, squares) in ahead.waiting.items():
        counts[FUNNEL, :, until] += _binomial(
            mean, squares, ahead.through(levels, since, until), random
        )
    counts[TO_COME] = random.poisson(ahead.expected(levels)[TO_COME])
    money = np.zeros((3, draws, len(ahead.periods)))
    history = ahead.flow.history.money
    counts[OPEN, :, -1], money[OPEN] = won_of_open(
        history, ahead.open_chances, ahead.through(levels, ahead.stages - 1, ahead.stages), random
    )
    money[FUNNEL:] = sums_of_wins(history, counts[FUNNEL:, :, -1], random)
    return Drawn(counts, money)


def _binomial(mean: Floats, squares: Floats, level: Floats, random: np.random.Generator) -> Floats:
    """Shape (draws, periods): n = mean^2 / squares rounded up, p = level mean / n."""
    number = np.ceil(np.divide(mean**2, squares, out=np.zeros_like(mean), where=squares > 0) - 1e-9)
    chance = np.divide(mean, number, out=np.zeros_like(mean), where=number > 0)
    return np.asarray(
        random.binomial(number.astype(np.int64), np.minimum(level[:, None] * chance, 1.0))
    )


def _most(flow: Flows) -> Floats:
    """Shape (stages,): the level at which all who enter go on."""
    return np.array([1 / max(float(stage.gains.sum()), 1e-9) for stage in flow.stages])
