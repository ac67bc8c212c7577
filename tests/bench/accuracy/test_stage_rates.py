"""What the judgement of young cohorts is worth: bias and coverage over simulated companies.

`pytest tests/bench/accuracy/test_stage_rates.py -s --override-ini addopts=` prints every stage.
`FUNNEL_BENCH_CASES` sets how many companies a row.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import pytest

from funnel.analysis.rates import Estimate, Judged, Step, judge_cohort
from funnel.analysis.triangles import life_table
from funnel.analysis.waver import waver_of
from tests.bench.accuracy.generator import Funnel, Plan, simulate
from tests.bench.accuracy.goals import RATE_COMPANIES, Measured, rates_held

COMPANIES = int(os.environ.get("FUNNEL_BENCH_CASES", "300"))
FIRST_SEED = 900_000
WINDOW = 13
"""Weeks: the latest quarter's cohort."""
AFTER = 52
"""Weeks in which it goes on; who takes longer does so by the last week's rates."""
MOST_BIAS = 0.08
SPANS = {
    "lead to MQL": range(1),
    "MQL to hand-over": range(1, 2),
    "hand-over to SQL": range(2, 3),
    "SQL to opportunity": range(3, 4),
    "opportunity to won": range(4, 5),
    "MQL to won": range(1, 5),
}


def step_of(company: Funnel, base: int, target: int, weeks: int) -> Step | None:
    """The latest quarter, as known at the end of week `weeks` - 1; None without a curve."""
    triangle = company.triangle(base, target, weeks)
    curve = life_table(triangle, WINDOW - 1)
    if curve is None:
        return None
    moved = int(triangle.moved[:WINDOW].sum())
    return Step(curve, triangle.entered[:WINDOW], moved, waver=waver_of(triangle, curve))


def judged(company: Funnel, steps: Sequence[Step | None], span: range, weeks: int) -> Judged:
    known = [steps[stage] for stage in span]
    told = share(company, span, weeks, 7 * weeks - 1)
    return judge_cohort(*told, [step for step in known if step] if all(known) else None)


def cohort_of(company: Funnel, stage: int, weeks: int) -> np.ndarray:
    day = company.days[:, stage]
    return (day >= 7 * (weeks - WINDOW)) & (day < 7 * weeks)


def share(company: Funnel, span: range, weeks: int, by: int) -> tuple[int, int]:
    """(numerator, denominator) of the cohort, by day `by`."""
    cohort = cohort_of(company, span.start, weeks)
    there = company.days[cohort, span.stop]
    return int(((there >= 0) & (there <= by)).sum()), int(cohort.sum())


def truth(company: Funnel, span: range, weeks: int) -> float:
    """The rate behind the counts: of each stage the mean chance of its own cohort, multiplied."""
    means = (company.chances[cohort_of(company, stage, weeks), stage].mean() for stage in span)
    return float(np.prod(list(means)))


def holds(estimate: Estimate, value: float) -> bool:
    return estimate.low <= value <= estimate.high


@pytest.mark.goal
@pytest.mark.parametrize("kind", RATE_COMPANIES)
def test_stage_rates_of_young_cohorts(kind: str, measured: Measured) -> None:
    """'End' is what the cohort ended at, beside `expected`; 'rate' the true one, by `shrunk`."""
    a_month, weeks, growth = RATE_COMPANIES[kind]
    plan = Plan(a_month, weeks=weeks, after=AFTER, growth=growth)
    found: dict[tuple[str, str], list[tuple[Estimate, float]]] = defaultdict(list)
    for seed in range(COMPANIES):
        company = simulate(FIRST_SEED + seed, plan)
        steps = [step_of(company, base, target, weeks) for base, target in company.steps]
        for name, span in SPANS.items():
            told = judged(company, steps, span, weeks)
            if told.expected and told.shrunk:
                final, entered = share(company, span, weeks, 10**6)
                found[name, "end"].append((told.expected, final / entered))
                found[name, "rate"].append((told.shrunk, truth(company, span, weeks)))
    print(f"\n{kind}: {COMPANIES} companies; bias / coverage of the 80 % range")
    held = {row: float(np.mean([holds(*pair) for pair in found[row]])) for row in found}
    bias = {
        row: sum(told.value for told, _ in pairs) / sum(true for _, true in pairs) - 1
        for row, pairs in found.items()
    }
    for name, which in found:
        row = (name, which)
        judgements = f"{len(found[row])} judged"
        print(f"  {name:18} {which:4} {bias[row]:+.1%} / {held[row]:.1%}  {judgements}")
    lowest = min(held, key=held.__getitem__)
    met = measured.tell(
        rates_held(kind),
        held[lowest],
        f"{COMPANIES} companies, lowest of {len(held)}: {', '.join(lowest)}",
    )
    assert min(map(len, found.values())) > 0.9 * COMPANIES
    assert max(map(abs, bias.values())) < MOST_BIAS
    assert met
