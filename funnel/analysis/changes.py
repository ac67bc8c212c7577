"""Since when a step is worse, and where inside it the loss sits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import log, sqrt
from typing import Literal

import numpy as np

from funnel.analysis.evidence import LEAST_EXPECTED, LEAST_HISTORY, recorded_since
from funnel.analysis.flows import WINDOW, Baseline, Flow, Numbers
from funnel.analysis.negbin import NORMAL
from funnel.analysis.step_counts import StepCounts

LONGEST = 26
"""Weeks in which a change is looked for."""
STARTS = (0.1, 0.5, 0.9)
"""Quantiles of all likely starts: the latest, the one told, the earliest."""
WEEKS_AS_ONE = 4
"""Rates waver from month to month rather than from week to week."""
SURE = 0.05
"""Over all segments looked at, the chance of naming one by chance."""
BETWEEN_SEGMENTS = 0.08
"""What segments differ by from quarter to quarter beside chance (relative sd)."""
MOST_SEGMENTS = 30

Basis = Literal["going_on", "entry"]


@dataclass(frozen=True)
class Since:
    """Since when it is worse: `week` weeks before the as-of date, between `earliest` and `latest`.

    `basis`: 'going_on' where fewer go on from then, whenever they entered (the work changed);
    'entry' where fewer of those go on who entered from then (who comes changed).
    """

    week: int
    earliest: int
    latest: int
    basis: Basis


@dataclass(frozen=True)
class Part:
    """One segment of the step in the last 13 weeks.

    `z` holds its O / E against that of all others; `is_named` where that is low even among so many
    segments. `share` is its part of what is missing from all segments that miss something.
    """

    dimension: str
    name: str | None
    observed: int
    expected: float
    share: float
    z: float
    is_named: bool


def since_when(flow: Flow, only: int | None = None) -> Since | None:
    """The start of one step down, by what explains the counts: the median of all starts.

    A start s weeks ago weighs exp(log L(s)), log L(s) = (O log(O/E) - O + E) / (1 + 4 tau^2 E/s)
    over the last s weeks, O Poisson around E theta, theta at its best. Of the two bases the one
    weighing more in all; the range leaves out a tenth at both ends. Source: posterior of a change
    point under a flat prior (Smith, Biometrika 62, 1975). None where nothing is missing.
    """
    recorded = recorded_since(flow, 0)
    for longest in (LONGEST, WINDOW):
        base = flow.baseline(0, longest, recorded)
        if base.weeks >= LEAST_HISTORY:
            break
    likely = {
        basis: _likely_starts(*counted, base.waver)
        for basis, counted in (
            ("going_on", _by_calendar(flow, base, longest, only)),
            ("entry", _by_entry(flow, base, longest, only)),
        )
    }
    weight = {basis: float(found.sum()) for basis, found in likely.items()}
    basis: Basis = "entry" if weight["entry"] > weight["going_on"] else "going_on"
    if not weight[basis]:
        return None
    reached = np.cumsum(likely[basis]) / weight[basis]
    latest, week, earliest = (int(np.searchsorted(reached, share)) + 1 for share in STARTS)
    return Since(week, earliest, latest, basis)


def _likely_starts(weekly: Numbers, weekly_expected: Numbers, waver: float) -> Numbers:
    """exp(log L(s)) of each start, 0 where nothing is missing since."""
    observed, expected = np.cumsum(weekly), np.cumsum(weekly_expected)
    safe = np.maximum(expected, 1e-9)
    with_log = np.where(observed > 0, observed * np.log(np.maximum(observed, 1e-9) / safe), 0.0)
    likelihood = with_log - (observed - expected)
    weeks = np.arange(1, len(observed) + 1)
    likelihood = likelihood / (1 + waver * WEEKS_AS_ONE * expected / weeks)
    return np.where(observed < expected, np.exp(np.minimum(likelihood, 300.0)), 0.0)


def _by_calendar(
    flow: Flow, base: Baseline, weeks: int, only: int | None
) -> tuple[Numbers, Numbers]:
    """Observed and expected of each week, the latest first."""
    chosen = slice(None) if only is None else slice(only, only + 1)
    moved = np.diff(flow.moved[chosen, : weeks + 1], axis=1).sum(axis=(0, 2))
    there = np.diff(flow.at_risk[chosen, : weeks + 1], axis=1) @ base.hazard
    return moved, base.level[chosen] @ there


def _by_entry(flow: Flow, base: Baseline, weeks: int, only: int | None) -> tuple[Numbers, Numbers]:
    """The same by week of entry, as known by now, from the same hazards."""
    chosen = slice(None) if only is None else slice(only, only + 1)
    week = np.arange(min(weeks, flow.weeks))
    went = flow.by_age[chosen][:, : len(week), : len(week)]
    left = flow.entered[chosen, : len(week), None] - went
    left = np.concatenate([flow.entered[chosen, : len(week), None], left[:, :, :-1]], axis=2)
    expected = (left * (week[None, :] <= week[:, None])) @ base.hazard[: len(week)]
    return went[:, week, week].sum(axis=0), base.level[chosen] @ expected


def parts_of(by_dimension: Mapping[str, StepCounts]) -> tuple[Part, ...]:
    """What each segment of each dimension lacks, the lowest first.

    z = (log((O + .5) / (E + .5)) - the same of all others) / sqrt(variance), variance =
    1 / (theta E) + 1 / (theta E_others) + 1 / (O_base + 15) + .08^2, theta = O / E of all. A
    segment is named where z < Phi^-1(.05 / number of segments looked at) (Bonferroni).
    """
    found: list[tuple[str, str | None, int, float, float]] = []
    for dimension in sorted(by_dimension):
        found += _compared(dimension, by_dimension[dimension])
    if not found:
        return ()
    threshold = NORMAL.inv_cdf(SURE / len(found))
    missing: dict[str, float] = {}
    for dimension, _, observed, expected, _ in found:
        missing[dimension] = missing.get(dimension, 0.0) + max(expected - observed, 0.0)
    parts = [
        Part(
            dimension, name, observed, expected,
            max(expected - observed, 0.0) / missing[dimension] if missing[dimension] else 0.0,
            z, z < threshold and observed < expected,
        )
        for dimension, name, observed, expected, z in found
    ]  # fmt: skip
    return tuple(sorted(parts, key=lambda part: (part.z, part.dimension, part.name or "")))


def _compared(
    dimension: str, counts: StepCounts
) -> list[tuple[str, str | None, int, float, float]]:
    flow = Flow.of(counts)
    if flow.weeks <= WINDOW:
        return []
    base = flow.baseline(0, recorded=recorded_since(flow, 0))
    observed = flow.observed(WINDOW, 0).sum(axis=1)
    expected = (flow.there(WINDOW, 0) @ base.hazard) * base.level
    all_observed, all_expected = float(observed.sum()), float(expected.sum())
    if not all_expected or not all_observed:
        return []
    theta = all_observed / all_expected
    rows = []
    for place in np.argsort(-expected, kind="stable")[:MOST_SEGMENTS].tolist():
        own, due = float(observed[place]), float(expected[place])
        others, others_due = all_observed - own, all_expected - due
        if due < LEAST_EXPECTED or others_due < LEAST_EXPECTED:
            continue
        gap = log((own + 0.5) / (due + 0.5)) - log((others + 0.5) / (others_due + 0.5))
        variance = 1 / (theta * due) + 1 / (theta * others_due)
        variance += float(base.level_variance[place]) + BETWEEN_SEGMENTS**2
        rows.append((dimension, counts.names[place], round(own), due, gap / sqrt(variance)))
    return rows
