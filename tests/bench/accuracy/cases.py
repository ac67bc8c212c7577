"""What is measured of the bottleneck, on any funnel that can be told as counts of steps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from funnel.analysis.bottleneck import LOOKS, judge
from funnel.analysis.evidence import Level, levels, look_at
from funnel.analysis.flows import Flow
from funnel.analysis.step_counts import StepCounts
from funnel.reports.stage_flows import BULK_DAYS, BULK_LEAST, BULK_TIMES
from tests.bench.accuracy.generator import (
    BulkUpdate,
    Drop,
    Funnel,
    MixShift,
    Plan,
    Surge,
    ToolChange,
    parameters,
    simulate,
)

WEEKS = 156
"""Of history, three years."""


def steps_of(funnel: Funnel, weeks: int, *, by_source: bool = True) -> list[StepCounts]:
    """The counts that the tables would give at the end of week `weeks` - 1."""
    return [_step(funnel, base, target, weeks, by_source) for base, target in funnel.steps]


def _step(funnel: Funnel, base: int, target: int, weeks: int, by_source: bool) -> StepCounts:
    names = parameters()["sources"]["names"] if by_source else (None,)
    last = 7 * weeks - 1
    came_in_bulk = _in_bulk(funnel, base, last)
    went_in_bulk = _in_bulk(funnel, target, last)
    is_left_out = came_in_bulk | funnel.inferred[:, base]
    triangles, bulk = [], []
    for code in range(len(names)):
        chosen = ~is_left_out if not by_source else ~is_left_out & (funnel.source == code)
        whole = _part(funnel, chosen)
        triangles.append(whole.triangle(base, target, weeks))
        piled = _part(funnel, chosen & went_in_bulk)
        bulk.append(piled.triangle(base, target, weeks).moved if went_in_bulk.any() else None)
    return StepCounts(
        funnel.stages[base],
        funnel.stages[target],
        tuple(names),
        tuple(triangles),
        tuple(bulk),
        guessed_entries=_by_week(funnel, base, funnel.inferred[:, base], weeks),
        guessed_moves=_by_week(funnel, target, funnel.inferred[:, target], weeks),
        bulk_entries=_by_week(funnel, base, came_in_bulk, weeks),
    )


def _part(funnel: Funnel, chosen: np.ndarray) -> Funnel:
    return Funnel(
        funnel.stages, funnel.days[chosen], funnel.inferred[chosen], funnel.source[chosen],
        funnel.owner[chosen], funnel.product[chosen], funnel.campaign[chosen],
        funnel.amount[chosen], funnel.lost[chosen], funnel.rates, funnel.waver,
        funnel.chances[chosen],
    )  # fmt: skip


def _in_bulk(funnel: Funnel, stage: int, last: int) -> np.ndarray:
    """Who is dated on a day that holds so many that somebody tidied up."""
    days = funnel.days[:, stage]
    is_told = (days >= 0) & (days <= last) & ~funnel.inferred[:, stage]
    counts = np.bincount(days[is_told], minlength=last + 1)
    usual = np.median(counts[counts > 0]) if counts.any() else 0
    is_bulk = (counts >= BULK_LEAST) & (counts >= BULK_TIMES * usual)
    if is_bulk.sum() > BULK_DAYS or stage == 0:
        return np.zeros(len(days), dtype=bool)
    return is_told & is_bulk[np.clip(days, 0, last)]


def _by_week(funnel: Funnel, stage: int, chosen: np.ndarray, weeks: int) -> np.ndarray:
    last = 7 * weeks - 1
    days = funnel.days[:, stage][chosen]
    days = days[(days >= 0) & (days <= last)]
    return np.bincount((last - days) // 7, minlength=weeks).astype(np.int64)


@dataclass(frozen=True)
class Named:
    """The light of a look, and the place of the step it names."""

    level: Level
    step: int | None
    reasons: tuple[str, ...]


def verdict_of(funnel: Funnel, weeks: int, looks: int = LOOKS) -> Named:
    """What one look says, with so many looks before in mind."""
    judged = judge(steps_of(funnel, weeks), looks)
    place = judged.named
    reasons = tuple(str(look.problem) for look in judged.looks if look.problem)
    if place is None:
        is_blind = all(light == "unknown" for light in judged.lights)
        return Named("unknown" if is_blind else "none", None, reasons)
    return Named(judged.lights[place], place, reasons)


def planted(
    size: float, drop: float, cases: int, first_seed: int, after: int = 13
) -> Iterator[bool]:
    """Whether the step with the drop is named, `after` weeks after it began, each step in turn.

    By a single look: the light of looks before can only add to what is seen.
    """
    for case in range(cases):
        step = case % 5
        plan = Plan(size, WEEKS, drops=(Drop(step, drop, WEEKS - after),))
        yield verdict_of(simulate(first_seed + case, plan), WEEKS, 0).step == step


def quiet(plan: Plan, cases: int, first_seed: int, looks: int = LOOKS) -> Iterator[Named]:
    """What is said where nothing is wrong."""
    for case in range(cases):
        yield verdict_of(simulate(first_seed + case, plan), plan.weeks, looks)


@dataclass(frozen=True)
class Year:
    """52 weekly looks at one company in which nothing is wrong."""

    reds: int
    """How often the light of a step turned red."""
    alarmed: int
    """Looks at which any step was red or amber."""


def year_of(plan: Plan, seed: int) -> Year:
    """The lights as they were shown week by week."""
    steps = list(_lights(simulate(seed, plan), 52))
    alarmed = sum(
        any(light in {"red", "amber"} for light in week) for week in zip(*steps, strict=True)
    )
    return Year(sum(map(_turns_red, steps)), alarmed)


def _lights(funnel: Funnel, looks: int) -> Iterator[list[Level]]:
    for step in steps_of(funnel, funnel.waver.shape[1]):
        flow = Flow.of(step)
        yield levels([look_at(flow, look) for look in range(looks - 1, -1, -1)])


def _turns_red(lights: Iterable[Level]) -> int:
    return sum(now == "red" != before for before, now in pairwise(("none", *lights)))


QUIET: dict[str, Plan] = {
    "volume surge (x 2.5 for 6 weeks)": Plan(100, surge=Surge(WEEKS - 10, 6, 2.5)),
    "volume halves": Plan(100, surge=Surge(WEEKS - 13, 13, 0.5)),
    "source mix shifts": Plan(100, mix=MixShift(WEEKS - 13, (0.20, 0.55, 0.20, 0.05))),
    "two holiday weeks": Plan(100, holidays=(46, 98, 99, 150, 151)),
    "new tool begins to record SQL half-way": Plan(100, tool_change=ToolChange(78, 3, "begins")),
    "new tool begins to record SQL lately": Plan(100, tool_change=ToolChange(146, 3, "begins")),
    "new tool no longer records SQL": Plan(100, tool_change=ToolChange(146, 3, "ends")),
    "move to a new tool overwrites days": Plan(100, tool_change=ToolChange(146, 3, "stamped")),
    "SQLs of six weeks entered in bulk": Plan(100, bulk=BulkUpdate(150, 3, "late")),
    "old leads swept to SQL in bulk": Plan(100, bulk=BulkUpdate(148, 3, "swept")),
    "no hand-over, no SQL recorded": Plan(100, missing=(2, 3)),
    "30 MQLs a month": Plan(30),
}
"""Nothing is wrong with any of these; the last looks come after what happened."""
