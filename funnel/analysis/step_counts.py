"""What is counted of one step of the funnel: what the analysis of it starts from."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from funnel.analysis.triangles import Triangle

MOST_WEEKS = 260
"""Who entered earlier is left out of both sides."""


@dataclass(frozen=True, eq=False)
class StepCounts:
    """One step's counts, by segment.

    Args:
        base, target: the stages.
        names: of the segments (sources), None is 'not said'.
        triangles: one a segment: recorded entries, and who went on, bulk days included.
        bulk: one a segment, shape (weeks, weeks) as `moved`: of those who went on, the ones dated
            on a day on which so many were that somebody tidied up; None where there are none.
        guessed_entries, guessed_moves: shape (weeks,): entries of the base, and moves to the
            target, by their own week, known by a later stage only. The entries are in no triangle.
        bulk_entries: shape (weeks,): entries on bulk days; in no triangle.
    """

    base: str
    target: str
    names: tuple[str | None, ...]
    triangles: tuple[Triangle, ...]
    bulk: tuple[NDArray[np.int64] | None, ...] = ()
    guessed_entries: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    guessed_moves: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    bulk_entries: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))


def fitted(triangle: Triangle, weeks: int) -> Triangle:
    """The latest `weeks` weeks of a triangle; what is not there is 0."""
    entered = np.zeros(weeks, np.int64)
    there = min(weeks, len(triangle.entered))
    entered[:there] = triangle.entered[:there]
    return Triangle(entered, square(triangle.moved, weeks))


def square(cells: NDArray[np.int64], weeks: int) -> NDArray[np.int64]:
    """Cells of the latest `weeks` weeks, shape (weeks, weeks)."""
    found = np.zeros((weeks, weeks), np.int64)
    there = min(weeks, len(cells))
    found[:there, :there] = cells[:there, :there]
    return found
