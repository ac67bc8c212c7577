"""What is said of the bottleneck, as records: nothing in here computes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from funnel.analysis.changes import Part
from funnel.analysis.evidence import Evidence, Level, Problem
from funnel.analysis.gains import Constraint, Money
from funnel.analysis.readings import Action, Compared, Reading
from funnel.analysis.rhythm import Rhythm

State = Literal["red", "amber", "none", "not_enough"]
Question = Literal["change", "constraint"]


@dataclass(frozen=True)
class Known:
    """What is known beside the counts; all of it may be missing.

    Args:
        amounts: of deals won lately, in the company's currency.
        targets: agreed final rates, 0 to 1, by 'base>target'.
        capacities: entries a month a stage can work on.
        figures: shares now and before, by the names in `readings`.
        first: which of the two questions is answered first.
    """

    amounts: Sequence[float] = ()
    targets: Mapping[str, float] = field(default_factory=dict)
    capacities: Mapping[str, float] = field(default_factory=dict)
    figures: Mapping[str, Compared] = field(default_factory=dict)
    first: Question = "change"


@dataclass(frozen=True)
class Reference:
    """What a step is held against: its own past of so many weeks, or the agreed target.

    `rate` is the final one; `expected` how many it lets expect in the last 8 weeks.
    """

    kind: Literal["own_past", "target"]
    rate: float
    expected: float
    weeks: int | None


@dataclass(frozen=True)
class StepState:
    """One step: its light, or why it cannot be judged, and the smallest drop that would show.

    `smallest_drop` is a share (.5: half), found in four of five cases; None where none would be.
    `rhythm` is a clear swing with the months of the quarter: no new bottleneck every quarter.
    """

    base: str
    target: str
    level: Level
    problem: Problem | None
    evidence: Evidence | None
    rate: float | None
    references: tuple[Reference, ...]
    smallest_drop: float | None
    rhythm: Rhythm | None


@dataclass(frozen=True)
class Change:
    """The step that got worse.

    Args:
        source: where the whole step is not clearly worse but one source in it is; its place is
            taken by all figures. `in_one_source` tells it from 'without a source'.
        since, earliest, latest: first day on which it was so, and its range.
        basis: see `Since`.
        observed, expected: of the last 8 weeks.
        money: a month; None where no amounts are known.
        inside: segments, the lowest first.
        readings: the likeliest first.
    """

    base: str
    target: str
    level: Level
    in_one_source: bool
    source: str | None
    since: date
    earliest: date
    latest: date
    basis: str
    observed: int
    expected: float
    z: float
    references: tuple[Reference, ...]
    money: Money | None
    inside: tuple[Part, ...]
    readings: tuple[Reading, ...]
    action: Action


@dataclass(frozen=True)
class Inflow:
    """Entries to the first stage in the last 13 weeks, against the pace of the history before.

    `reading` is few leads where they are clearly fewer: no step is worse for it, and yet less will
    come out. The season is not known; it is part of what the number wavers by (.2).
    """

    stage: str
    observed: int
    expected: float
    z: float
    reading: Reading | None


@dataclass(frozen=True)
class Verdict:
    """The answer of one look; `order` says which of the two is to be read first."""

    state: State
    as_of: date
    change: Change | None
    constraint: Constraint | None
    order: tuple[Question, Question]
    steps: tuple[StepState, ...]
    inflow: Inflow | None
