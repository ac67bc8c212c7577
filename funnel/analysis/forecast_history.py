"""What a forecast is made from: everybody by stage, week of entry and age, and the open deals."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from funnel.analysis.triangles import Counts, Triangle

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Stage:
    """A stage of the funnel and how those who entered it went on to the next one.

    Args:
        name: of the stage that is entered.
        triangle: entries and goings-on by week and age; week 0 ends on the as-of date.
        lost: shape (weeks, weeks), recorded losses by week of entry and age, who went on never
            among them; None where losses are not recorded, or not final: then all who did not go on
            stay at risk.
        came_new: shape (weeks,), how many of `entered` did not come from the stage before; None:
            all of the first stage, nobody of a later one.
    """

    name: str
    triangle: Triangle
    lost: Counts | None = None
    came_new: Counts | None = None

    @property
    def weeks(self) -> int:
        return len(self.triangle.entered)

    @property
    def waiting(self) -> Counts:
        """Shape (weeks,): who is still there, by week of entry."""
        left: Counts = self.triangle.entered - self.triangle.moved.sum(axis=1)
        return left if self.lost is None else left - self.lost.sum(axis=1)


def _nothing() -> Floats:
    return np.zeros(0)


@dataclass(frozen=True, eq=False)
class Money:
    """Amounts in one currency; NaN where a deal has none.

    Args:
        open_ages: shape (open,), weeks since each open deal was opened.
        open_amounts: shape (open,).
        won_amounts: shape (won,), of the deals won in the two years before the as-of date.
        won_ages: shape (won,), weeks since each was won.
        closed_amounts: shape (closed,), of the deals won or lost in them.
    """

    open_ages: Counts = field(default_factory=lambda: np.zeros(0, np.int64))
    open_amounts: Floats = field(default_factory=_nothing)
    won_amounts: Floats = field(default_factory=_nothing)
    won_ages: Counts = field(default_factory=lambda: np.zeros(0, np.int64))
    closed_amounts: Floats = field(default_factory=_nothing)

    def in_order(self) -> Money:
        """The same in one order, so that sums do not depend on that of the rows."""
        still = np.lexsort((self.open_amounts, self.open_ages))
        won = np.lexsort((self.won_amounts, self.won_ages))
        return Money(
            self.open_ages[still], self.open_amounts[still], self.won_amounts[won],
            self.won_ages[won], np.sort(self.closed_amounts),
        )  # fmt: skip


@dataclass(frozen=True, eq=False)
class History:
    """All that is known on a day. `stages` are in order; the last one's next is 'won'.

    `deals_are_known` says that the last stage is deals, so that the open ones stand in `money`;
    where no open deals are exported it is people like the others.
    """

    stages: tuple[Stage, ...]
    money: Money
    deals_are_known: bool = True

    @property
    def names(self) -> tuple[str, ...]:
        """What can be forecast: every stage entered, and won."""
        return (*(stage.name for stage in self.stages), "won")

    @property
    def weeks_recorded(self) -> int:
        """For how long outcomes of the last stage have been recorded."""
        return self.stages[-1].triangle.first_week + 1 if self.stages else 0
