"""How strongly one step speaks of having got worse, week by week, and whether it can be judged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import sqrt
from typing import Literal

import numpy as np

from funnel.analysis.flows import CALENDAR, WINDOW, Baseline, Flow, Numbers
from funnel.analysis.negbin import smallest_drop, z_of

Level = Literal["none", "amber", "red", "unknown"]
Problem = Literal["too_short", "too_few", "not_recorded", "stopped", "bulk"]

AMBER, RED = -2.25, -3.0
"""Of a step as a whole; calibrated on simulated companies in which nothing is wrong, see
docs/benchmarks.md."""
SOURCE_AMBER, SOURCE_RED = -3.3, -3.7
"""The same of one source in one step: some twenty are looked at, and one by chance is low."""
CLEARED = 1.0
"""A red light goes out only that far above its threshold, or it would flicker from week to week."""
TOGETHER, BOTH_CALENDARS = sqrt(3.4), sqrt(3.6)
"""Standard deviation of the sum of both z, which share most of their events."""
LEAST_HISTORY, LEAST_MOVED = 26, 20
"""Weeks and conversions: with fewer there is nothing to hold against."""
LEAST_EXPECTED = 5.0
"""Of a source: with fewer it is not looked at by itself."""
MOST_SOURCES = 8
MOST_LEFT = 0.8
"""A source that has more of what is expected lacks nothing to speak of."""
PILED = 0.2
"""Share of what went on in the window that was dated by tidying up, from which nobody can judge."""
BLOCK, LEAST_GUESSED = 8, 3
"""Weeks over which it is asked whether a stage is recorded; entries that tell."""
SURELY_SOME = 8.0
"""Where so many are expected and none came, nobody recorded them: by chance once in 3,000."""


@dataclass(frozen=True)
class Evidence:
    """One step, or one source in it, at one look.

    Args:
        observed, expected, variance: of the last 8 weeks on the calendar; relative variance.
        longer_observed, longer_expected: of those who entered in the last 13, or, where these are
            too young, of the last 13 on the calendar.
        z: both together; about standard normal where nothing is wrong, negative where it got worse.
    """

    observed: int
    expected: float
    variance: float
    longer_observed: int
    longer_expected: float
    calendar_z: float
    longer_z: float
    z: float


@dataclass(frozen=True)
class Look:
    """What one look says: the step, its sources by place, and why it cannot be judged, if so.

    `sources` holds those that lack something. `severity` is 1 at amber, of the step or
    of the source that is worst.
    """

    evidence: Evidence | None
    sources: tuple[tuple[int, Evidence], ...]
    problem: Problem | None
    base: Baseline | None = field(default=None, repr=False, compare=False)

    @property
    def worst_source(self) -> tuple[int, Evidence] | None:
        return min(self.sources, key=lambda found: (found[1].z, found[0]), default=None)

    @property
    def severity(self) -> float:
        if self.evidence is None or self.problem:
            return 0.0
        worst = self.worst_source
        alone = worst[1].z / SOURCE_AMBER if worst else 0.0
        return max(self.evidence.z / AMBER, alone)

    def is_below(self, step: float, source: float) -> bool:
        """Whether the step, or one of its sources, is below its threshold."""
        if self.evidence is None or self.problem:
            return False
        worst = self.worst_source
        return self.evidence.z < step or (worst is not None and worst[1].z < source)


def evidence(flow: Flow, base: Baseline, look: int, only: int | None = None) -> Evidence:
    """Z = (z of 8 weeks on the calendar + z of the entries of 13 weeks) / sqrt(3.4).

    Each z is the normal quantile of the mid-p of O ~ NegBin(E, E + variance E^2). Where so little
    is to be expected of these entries yet that the 8 weeks tell more (deals take months), the
    calendar of 13 weeks stands in their place, and the root is that of 3.6.
    """
    seen, cohort = flow.calendar(base, look, only=only), flow.cohort(base, look, only=only)
    together = TOGETHER
    if cohort.expected < seen.expected:
        cohort, together = flow.calendar(base, look, WINDOW, only), BOTH_CALENDARS
    calendar_z = z_of(seen.observed, seen.expected, seen.variance)
    cohort_z = z_of(cohort.observed, cohort.expected, cohort.variance)
    return Evidence(
        seen.observed, seen.expected, seen.variance, cohort.observed, cohort.expected,
        calendar_z, cohort_z, (calendar_z + cohort_z) / together,
    )  # fmt: skip


def look_at(flow: Flow, look: int) -> Look:
    """One step as it was `look` weeks before the as-of date."""
    problem, base = judgeable(flow, look)
    if base is None:
        return Look(None, (), problem)
    found = evidence(flow, base, look)
    if problem is None and z_of(0, found.expected, found.variance) > AMBER:
        problem = "too_few"
    window = (look + CALENDAR, look)
    expected = (flow.there(*window) @ base.hazard) * base.level
    observed = flow.observed(*window).sum(axis=1)
    largest = np.argsort(-expected, kind="stable")[:MOST_SOURCES]
    sources = tuple(
        (int(place), evidence(flow, base, look, int(place)))
        for place in largest
        if len(expected) > 1
        and expected[place] >= LEAST_EXPECTED
        and observed[place] < MOST_LEFT * expected[place]
    )
    return Look(found, sources, problem, base)


def judgeable(flow: Flow, look: int) -> tuple[Problem | None, Baseline | None]:
    """Why a step cannot be judged (None: it can), and its baseline where there is one."""
    if look + WINDOW >= flow.weeks:
        return "too_short", None
    recorded = recorded_since(flow, look)
    if recorded is not None and recorded < look + WINDOW:
        return "not_recorded", None
    base = flow.baseline(look, recorded=recorded)
    if base.weeks < LEAST_HISTORY or base.moved.sum() < LEAST_MOVED:
        return "too_short", None
    if is_stopped(flow, base, look):
        return "stopped", base
    piled = flow.bulk[look + WINDOW] - flow.bulk[look]
    observed = flow.observed(look + WINDOW, look).sum()
    if piled >= LEAST_EXPECTED and piled > PILED * (observed + piled):
        return "bulk", base
    return None, base


def recorded_since(flow: Flow, look: int) -> int | None:
    """The last week at or before the look up to which one of both stages was mostly guessed.

    Guessed is what only a later stage tells. None: it never was, in eight weeks together.
    """
    counts = flow.counts
    moved = np.diff(flow.moved.sum(axis=(0, 2)))
    pairs = (
        (counts.guessed_entries, flow.entered.sum(axis=0)),
        (counts.guessed_moves, moved),
    )
    found = [
        week
        for guessed, recorded in pairs
        for week in _mostly(guessed, recorded, guesses_are_counted=recorded is moved)
        if week >= look
    ]
    return min(found, default=None)


def _mostly(guessed: np.ndarray, recorded: Numbers, *, guesses_are_counted: bool) -> Iterator[int]:
    """Weeks with which eight weeks begin in which most was guessed."""
    weeks = min(len(guessed), len(recorded))
    for week in range(weeks - BLOCK + 1):
        guesses = float(guessed[week : week + BLOCK].sum())
        known = float(recorded[week : week + BLOCK].sum())
        known = max(known - guesses, 0.0) if guesses_are_counted else known
        if guesses >= LEAST_GUESSED and guesses > known:
            yield week


def is_stopped(flow: Flow, base: Baseline, look: int) -> bool:
    """Whether nobody went on lately although `SURELY_SOME` should have."""
    moved = np.diff(flow.moved[:, look : look + WINDOW + 1].sum(axis=(0, 2)))
    went = np.flatnonzero(moved + np.diff(flow.bulk[look : look + WINDOW + 1]))
    silent = int(went[0]) if len(went) else len(moved)
    return silent > 0 and flow.calendar(base, look, silent).expected >= SURELY_SOME


def levels(looks: Sequence[Look]) -> list[Level]:
    """The light at each look, the earliest first: red below `RED`, until `CLEARED` above it."""
    found: list[Level] = []
    before: Level = "none"
    for look in looks:
        before = _level(look, before)
        found.append(before)
    return found


def _level(look: Look, before: Level) -> Level:
    if look.evidence is None or look.problem:
        return "unknown"
    if look.is_below(RED, SOURCE_RED):
        return "red"
    if before == "red" and look.is_below(RED + CLEARED, SOURCE_RED + CLEARED):
        return "red"
    return "amber" if look.is_below(AMBER, SOURCE_AMBER) else "none"


def least_drop(found: Evidence) -> float | None:
    """The smallest drop of the step that would show; see `smallest_drop`."""
    return smallest_drop(found.expected, found.variance, AMBER)
