"""Where those in the funnel will be: each stage's people rolled forward week by week."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from funnel.analysis.forecast_hazards import Leaving, leaving
from funnel.analysis.forecast_history import Floats, History


@dataclass(frozen=True, eq=False)
class Flows:
    """The chances of everybody who is in the funnel, and of who enters it later.

    All are linear in every stage's level: to multiply the rate of a stage by theta is to multiply
    what passes it by theta.
    """

    history: History
    weeks: int
    """How far ahead."""
    stages: tuple[Leaving, ...]

    @cached_property
    def gains(self) -> tuple[Floats, ...]:
        """Of each stage, shape (weeks, weeks): who enters in the one and goes on in the other."""
        ahead = np.arange(self.weeks)
        age = ahead[None, :] - ahead[:, None]
        return tuple(
            np.where(age >= 0, stage.gains[np.maximum(age, 0)], 0.0) for stage in self.stages
        )

    def of_waiting(self, stage: int) -> Floats:
        """Shape (weeks of entry, weeks ahead): the chance to go on from `stage` in a week to come.

        Who entered c weeks ago is at age c + j in the j-th week: S(c + j) / S(c + 1) h(c + j).
        """
        left = self.stages[stage]
        came = np.arange(self.history.stages[stage].weeks)[:, None]
        ages = came + np.arange(1, self.weeks + 1)[None, :]
        staying = left.staying
        now = staying[came + 1]
        chance = np.divide(staying[ages], now, out=np.zeros(ages.shape), where=now > 0)
        return np.asarray(chance * left.on[ages])

    def through(self, entering: Floats, since: int, until: int) -> Floats:
        """Shape (..., weeks): of entries to stage `since`, those to stage `until`."""
        for stage in range(since, until):
            entering = entering @ self.gains[stage]
        return entering


def flows(history: History, weeks: int) -> Flows:
    """Everybody's chances in the next `weeks` weeks, at the rates of the past."""
    history = replace(history, money=history.money.in_order())
    return Flows(
        history, weeks, tuple(leaving(stage, stage.weeks + weeks + 1) for stage in history.stages)
    )
