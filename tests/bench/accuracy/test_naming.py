"""The rows of the goals that the bottleneck has to meet, each printed beside its target.

`make accuracy` measures every row of the goals and prints them in one table; `pytest
tests/bench/accuracy -s --override-ini addopts=` all the rest too, half an hour. Neither is
collected by default. `FUNNEL_BENCH_CASES` sets how many planted cases a cell holds.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from time import process_time

import numpy as np
import pytest

from funnel.analysis.bottleneck import judge, verdict
from funnel.analysis.step_counts import StepCounts
from funnel.analysis.triangles import Triangle
from funnel.analysis.verdicts import Known
from funnel.reports.bottleneck import bottleneck
from tests.bench.accuracy import goals
from tests.bench.accuracy.cases import QUIET, WEEKS, planted, quiet, steps_of, year_of
from tests.bench.accuracy.exports import UNTIL, bring, write_tables
from tests.bench.accuracy.generator import Drop, MixShift, Plan, simulate
from tests.bench.accuracy.goals import Measured

CASES = int(os.environ.get("FUNNEL_BENCH_CASES", "300"))
YEARS = min(CASES, 200)


@pytest.mark.goal
@pytest.mark.parametrize(("size", "drop"), goals.NAMED)
def test_the_right_step_is_named(size: int, drop: float, measured: Measured) -> None:
    named = np.array(list(planted(size, drop, CASES, 200_000)))
    goal, bound = goals.NAMED[size, drop]
    by_step = " ".join(f"{named[step::5].mean():.0%}" for step in range(5))
    print(
        f"\n{size} a month, drop {drop:.0%}: right step named {named.mean():.1%} of {CASES} "
        f"(goal {goal:.0%}, oracle {bound:.0%}); by step {by_step}"
    )
    assert measured.tell(goals.named(size, drop), named.mean(), f"{CASES} planted")


@pytest.mark.parametrize("size", [30, 100, 300])
def test_the_right_step_is_named_early(size: int) -> None:
    for drop in (0.2, 0.3, 0.5):
        found = [
            np.mean(list(planted(size, drop, CASES // 3, 300_000, after))) for after in (8, 13)
        ]
        print(f"\n{size} a month, drop {drop:.0%}: {found[0]:.0%} after 8 weeks, {found[1]:.0%} 13")


@pytest.mark.goal
@pytest.mark.parametrize("size", goals.SIZES)
def test_quiet_years(size: int, measured: Measured) -> None:
    years = [year_of(Plan(size, WEEKS), 400_000 + case) for case in range(YEARS)]
    reds = float(np.mean([year.reds for year in years]))
    alarmed = float(np.mean([year.alarmed for year in years])) / 52
    print(
        f"\n{size} a month, {YEARS} quiet years of 52 looks: {reds:.3f} red false alarms a year "
        f"(goal {goals.MOST_REDS_A_YEAR}), {alarmed:.1%} of looks red or amber (goal 5%)"
    )
    of = f"{YEARS} companies by 52 looks"
    is_met = [
        measured.tell(goals.reds(size), reds, of),
        measured.tell(goals.alarmed(size), alarmed, of),
    ]
    assert all(is_met)


@pytest.mark.goal
def test_a_mere_shift_of_sources(measured: Measured) -> None:
    plan = Plan(100, WEEKS, mix=MixShift(WEEKS - 13, (0.20, 0.55, 0.20, 0.05)))
    alarms = [found.step is not None for found in quiet(plan, CASES, 500_000, 0)]
    pooled = []
    for case in range(CASES):
        judged = judge(steps_of(simulate(500_000 + case, plan), WEEKS, by_source=False), 0)
        pooled.append(judged.named is not None)
    print(
        f"\nmere source-mix shift: {np.mean(alarms):.1%} alarms (goal 10%), "
        f"{np.mean(pooled):.1%} where sources are pooled"
    )
    assert measured.tell(goals.MIX, np.mean(alarms), f"{CASES} companies")
    assert np.mean(pooled) > 2 * np.mean(alarms)


@pytest.mark.parametrize("name", QUIET)
def test_quiet_cases(name: str) -> None:
    found = list(quiet(QUIET[name], CASES // 3, 600_000))
    lights: Counter[str] = Counter(one.level for one in found)
    reasons = Counter(reason for one in found for reason in one.reasons)
    said = ", ".join(f"{reason} {count}" for reason, count in reasons.most_common())
    alarmed = (lights["red"] + lights["amber"]) / len(found)
    print(
        f"\n{name}: of {len(found)} {alarmed:.0%} alarmed ({lights['red']} red); "
        f"steps not judged: {said or 'none'}"
    )
    assert alarmed <= 2 * goals.MOST_ALARMED_LOOKS
    assert lights["red"] <= 0.03 * len(found)


def test_the_tables_give_the_same_answers(tmp_path: Path) -> None:
    for case in range(10):
        step = case % 5
        drops = (Drop(step, 0.5, WEEKS - 13),) if case % 2 else ()
        funnel = simulate(700_000 + case, Plan(100, WEEKS, drops=drops))
        folder = tmp_path / str(case)
        workspace = bring(write_tables(funnel, folder / "tables", WEEKS), folder / "home")
        with workspace.open(workspace.current() or 0) as db:
            told = bottleneck(db, UNTIL).verdict
        direct = verdict(judge(steps_of(funnel, WEEKS)), UNTIL)
        assert told.state == direct.state
        for one, other in zip(told.steps, direct.steps, strict=True):
            assert (one.level, one.problem) == (other.level, other.problem)
            assert one.evidence is not None
            assert other.evidence is not None
            assert one.evidence.observed == other.evidence.observed
            assert one.evidence.z == pytest.approx(other.evidence.z, abs=1e-9)


@pytest.mark.parametrize("times", [1, 10, 100])
def test_speed(times: int) -> None:
    funnel = simulate(800_000, Plan(300, WEEKS, drops=(Drop(2, 0.5, WEEKS - 13),)))
    steps = [_times(step, times) for step in steps_of(funnel, WEEKS)]
    taken = []
    for _ in range(5):
        start = process_time()
        verdict(judge(steps), UNTIL, Known(amounts=[1e6] * 200))
        taken.append(process_time() - start)
    rows = sum(int(triangle.entered.sum()) for step in steps for triangle in step.triangles)
    print(f"\nverdict over {rows:,} entries: {min(taken) * 1000:.0f} ms of CPU (goal 200)")
    assert min(taken) < 0.2


def _times(step: StepCounts, times: int) -> StepCounts:
    triangles = tuple(Triangle(one.entered * times, one.moved * times) for one in step.triangles)
    return StepCounts(step.base, step.target, step.names, triangles)
