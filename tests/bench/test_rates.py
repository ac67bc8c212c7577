"""What the judgement of young cohorts is worth: bias and coverage over simulated companies."""

from __future__ import annotations

import numpy as np
import pytest

from funnel.analysis.rates import Judged, Step, judge_cohort
from funnel.analysis.triangles import life_table
from tests.bench.funnels import Simulated, simulate

COMPANIES = 300
WINDOW = 13
"""Weeks: the latest quarter's cohort."""


def judged(company: Simulated, first: int, last: int, today: int) -> Judged:
    steps = []
    for stage in range(first, last):
        triangle = company.triangle(stage, today)
        curve = life_table(triangle, WINDOW - 1)
        if curve is None:
            return judge_cohort(0, 1, None)
        moved = int(triangle.moved[:WINDOW].sum())
        steps.append(Step(curve, triangle.entered[:WINDOW], moved))
    since = today - WINDOW + 1
    return judge_cohort(*company.share(since, today, first, last, today), steps)


@pytest.mark.parametrize("stages", [(3, 4), (0, 4), (1, 2)], ids=["opp-won", "mql-won", "sal-sql"])
@pytest.mark.parametrize(
    ("a_month", "weeks", "growth"),
    [(30, 156, 0.0), (100, 156, 0.0), (300, 156, 0.0), (100, 156, 0.3), (100, 156, -0.15),
     (100, 60, 0.0)],
)  # fmt: skip
def test_young_cohorts(stages: tuple[int, int], a_month: float, weeks: int, growth: float) -> None:
    ends, told, truths, behind = [], [], [], []
    covered = covered_behind = 0
    for seed in range(COMPANIES):
        company = simulate(seed, a_month, weeks, growth)
        found = judged(company, *stages, weeks)
        if found.expected is None or found.shrunk is None:
            continue
        final, entered = company.share(weeks - WINDOW + 1, weeks, *stages, 10**6)
        truth = company.truth(weeks - WINDOW + 1, weeks, *stages)
        ends.append(final / entered)
        told.append(found.expected.value)
        truths.append(truth)
        behind.append(found.shrunk.value)
        covered += found.expected.low <= final / entered <= found.expected.high
        covered_behind += found.shrunk.low <= truth <= found.shrunk.high
    count = len(ends)
    bias = sum(told) / sum(ends) - 1
    print(
        f"\n{a_month}/month {weeks} weeks {growth:+.0%} stages {stages}: {count} judged, "
        f"end bias {bias:+.1%} coverage {covered / count:.0%}, "
        f"rate bias {np.mean(behind) / np.mean(truths) - 1:+.1%} "
        f"coverage {covered_behind / count:.0%}"
    )
    assert count > 0.9 * COMPANIES
    assert abs(bias) < 0.08
    assert covered >= 0.8 * count
    assert covered_behind >= 0.8 * count
