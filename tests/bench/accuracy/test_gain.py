"""What the money range of the constraint is worth: how often it holds the true gain.

`pytest tests/bench/accuracy/test_gain.py -s --override-ini addopts=`
`FUNNEL_BENCH_CASES` sets how many companies a row.
"""

from __future__ import annotations

import os

import numpy as np
import pytest

from funnel.analysis.flows import WINDOW, Flow
from funnel.analysis.gains import WEEKS_A_MONTH, constraint, downstream
from funnel.analysis.step_counts import StepCounts
from tests.bench.accuracy.generator import Funnel, Plan, simulate
from tests.bench.accuracy.goals import SIZES

COMPANIES = int(os.environ.get("FUNNEL_BENCH_CASES", "100"))
FIRST_SEED = 950_000
WEEKS = 156
YEAR = 52
RAISED = 1.2
"""The target agreed for a step: its true rate times this."""
LEAST_HELD = 0.7


def chance(company: Funnel, stage: int, weeks: int) -> float:
    """The mean true chance of those who entered a stage in the last `weeks` weeks."""
    is_in = company.days[:, stage] >= 7 * (WEEKS - weeks)
    return float(np.nanmean(company.chances[is_in, stage]))


@pytest.mark.parametrize("size", SIZES)
def test_the_money_range_of_the_constraint(size: int) -> None:
    """Each step by itself has a target; true are the gap of its rate and what an entry brings."""
    held, widths = [], []
    for seed in range(COMPANIES):
        company = simulate(FIRST_SEED + seed, Plan(size))
        flows = [
            Flow.of(StepCounts(str(base), str(target), ("all",),
                               (company.triangle(base, target, WEEKS),)))
            for base, target in company.steps
        ]  # fmt: skip
        bases = [flow.baseline(0) for flow in flows]
        amounts = company.amount[company.days[:, -1] >= 7 * (WEEKS - YEAR)]
        worths = downstream(bases, amounts.tolist())
        for step, flow in enumerate(flows):
            rate = chance(company, step, WINDOW)
            target = min(RAISED * rate, 1.0)
            found = constraint(
                [flow], [bases[step]], [worths[step]],
                {f"{step}>{step + 1}": target}, {str(step + 1): 1e9},
            )  # fmt: skip
            later = [chance(company, each, YEAR) for each in range(step + 1, len(flows))]
            came = flow.entered[:, :WINDOW].sum() * WEEKS_A_MONTH / WINDOW
            true = came * (target - rate) * np.prod(later) * amounts.mean()
            if found is None or found.money is None:  # the rate as seen is above the target
                held.append(False)
                continue
            held.append(found.money.low <= true <= found.money.high)
            widths.append((found.money.high - found.money.low) / true)
    share = float(np.mean(held))
    print(f"\n{size} a month: held {share:.0%}, width / true gain {np.median(widths):.2f} (median)")
    assert share > LEAST_HELD
