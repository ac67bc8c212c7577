"""The bottleneck: small triangles by hand, invariances, simulated companies, and real tables."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from math import exp, lgamma, log
from pathlib import Path
from statistics import NormalDist
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from funnel.agreement.document import write_agreement
from funnel.agreement.model import Agreement, Capacity, Rates
from funnel.analysis.bottleneck import judge, verdict
from funnel.analysis.changes import Part, parts_of, since_when
from funnel.analysis.evidence import AMBER, CLEARED, RED, Evidence, Look, levels, look_at
from funnel.analysis.flows import Flow
from funnel.analysis.gains import Constraint, constraint, downstream, final_rate
from funnel.analysis.negbin import likely_most, probabilities, smallest_drop, z_of
from funnel.analysis.readings import Compared, Share, readings
from funnel.analysis.step_counts import StepCounts
from funnel.analysis.triangles import Row, triangle_of
from funnel.analysis.verdicts import Known, Verdict
from funnel.cli import app
from funnel.publishing.publish import Published
from funnel.reports.bottleneck import Agreed, Found, agreed_of, bottleneck, won_amounts
from funnel.reports.bottleneck_texts import change_said, step_said
from funnel.reports.promises import Asked, kept
from funnel.reports.reading_texts import reading_said
from funnel.reports.stage_flows import read_steps, steps_of
from funnel.simulate import simulate_company, write_exports
from funnel.simulate.parameters import EXHIBITION_NAME, story_start
from funnel.store.workspace import Workspace
from tests.bench.accuracy import cases
from tests.bench.accuracy.exports import UNTIL, bring, write_tables
from tests.bench.accuracy.generator import BulkUpdate, Drop, Plan, ToolChange, simulate
from tests.conftest import MAPPINGS, real_tables
from tests.conftest import bring as import_files
from tests.uploads import Exports

SUNDAY = date(2026, 11, 22)
STEP = ("handed_over", "sql")


def steady(
    entered: int, went: Sequence[int], weeks: int, now: Sequence[int], last: int
) -> list[Row]:
    """Each week `entered` come; `went[a]` of them go on at age `a`, `now[a]` in the last weeks."""
    rows: list[Row] = []
    for week in range(weeks):
        rows.append((week, None, 0, entered))
        for age in range(len(went)):
            if age <= week:
                then = week - age
                moved = now[age] if then < last else went[age]
                rows.append((week, then, moved, 0))
    return rows


def step(rows: list[Row], base: str = "handed_over", target: str = "sql") -> StepCounts:
    return StepCounts(base, target, ("Web",), (triangle_of(rows),))


# --- the negative binomial tail


def test_probabilities_are_those_of_the_textbook() -> None:
    mean, variance = 7.3, 0.04
    size = 1 / variance
    p = size / (size + mean)
    expected = [
        exp(lgamma(n + size) - lgamma(size) - lgamma(n + 1) + size * log(p) + n * log(1 - p))
        for n in range(30)
    ]
    assert probabilities(mean, variance, 29) == pytest.approx(expected, rel=1e-10)


def test_mid_p_of_a_poisson_count() -> None:
    # Poisson(2): P(0) = .1353, P(1) = .2707; mid-p of 1 is .1353 + .2707 / 2 = .2707
    assert z_of(1, 2.0, 0.0) == pytest.approx(NormalDist().inv_cdf(exp(-2) * 2), abs=1e-6)
    assert z_of(5, 0.0, 0.0) == 0.0
    assert z_of(0, 2000.0, 0.0) < -7
    assert z_of(0, 5000.0, 0.0) < -7
    assert likely_most(2.0, 0.0) == 3  # P(X <= 3) = .857, P(X <= 2) = .677


def test_large_counts_need_no_sum(monkeypatch: pytest.MonkeyPatch) -> None:
    cases_ = [(mean, int(mean * share), variance)
              for mean in (3001.0, 4000.0, 9000.0)
              for share in (0.6, 0.9, 1.0, 1.2)
              for variance in (0.0, 0.005, 0.02)
              if abs(share - 1) / (1 / mean + variance) ** 0.5 < 5]  # fmt: skip
    short = [z_of(observed, mean, variance) for mean, observed, variance in cases_]
    monkeypatch.setattr("funnel.analysis.negbin.MANY", 10**9)
    summed = [z_of(observed, mean, variance) for mean, observed, variance in cases_]
    assert short == pytest.approx(summed, abs=0.02)


def test_the_smallest_drop_that_would_show_falls_with_the_number() -> None:
    # Few expected: not even nothing would be unusual.
    assert smallest_drop(2.0, 0.01, AMBER) is None
    drops = [smallest_drop(mean, 0.01, AMBER) for mean in (12, 50, 200, 1000)]
    assert drops == sorted(drops, reverse=True)
    assert None not in drops
    # What it says is so: 50 expected, that much fewer; in four of five cases z is below amber.
    drop = drops[1]
    left = 50 * (1 - drop)
    assert z_of(likely_most(left, 0.01), 50, 0.01) < AMBER


# --- expected counts, by hand


def test_expected_counts_by_hand() -> None:
    # 10 come a week; 2 go on in their week, 2 the week after: hazards 2/10 and 2/8, F = .4.
    # In the last 8 weeks 1 and 1 go on instead.
    flow = Flow.of(step(steady(10, (2, 2), 60, (1, 1), 8)))
    base = flow.baseline(0)
    assert base.hazard[:3] == pytest.approx([0.2, 0.25, 0.0])
    assert final_rate(base) == pytest.approx(0.4)
    seen = flow.calendar(base, 0)
    # Observed: 8 weeks x 2. At risk at age 0: 8 x 10. At age 1: who came the week before and was
    # left: 8 who came before the drop, else 9: 8 + 7 x 9 = 71. E = 80 x .2 + 71 x .25 = 33.75.
    assert seen.observed == 16
    assert seen.expected == pytest.approx(33.75)
    cohort = flow.cohort(base, 0)
    # Entries of 13 weeks: 10 F(0) + 12 x 10 F(1) = 2 + 48; observed: the 5 weeks before the drop
    # 2 + 2 each, but for the last of them 2 + 1, the 8 after 1 + 1, the latest of all 1.
    assert cohort.expected == pytest.approx(50.0)
    assert cohort.observed == 4 * 4 + 3 + 7 * 2 + 1
    z = [z_of(one.observed, one.expected, one.variance) for one in (seen, cohort)]
    found = look_at(flow, 0).evidence
    assert found is not None
    assert found.z == pytest.approx(sum(z) / 3.4**0.5)


def test_expected_counts_person_by_person() -> None:
    """An oracle that walks through every person's weeks."""
    weeks, window = 70, 13
    funnel = simulate(4, Plan(20, weeks))
    came, went = funnel.days[:, 2], funnel.days[:, 3]
    last = 7 * weeks - 1
    people = [
        (source, (last - start) // 7, (last - end) // 7 if 0 <= end <= last else None)
        for source, start, end in zip(funnel.source, came, went, strict=True)
        if 0 <= start <= last
    ]
    at_risk: dict[tuple[int, int, int], int] = {}
    moved: dict[tuple[int, int, int], int] = {}
    for source, start, end in people:
        for week in range(start, -1, -1):
            if end is not None and week < end:
                break
            cell = (source, week, start - week)
            at_risk[cell] = at_risk.get(cell, 0) + 1
            if week == end:
                moved[cell] = moved.get(cell, 0) + 1
    first = max(week for _, week, _ in moved)
    past = range(window, first + 1)

    def total(cells: dict[tuple[int, int, int], int], age: int | None, source: int | None) -> int:
        return sum(
            count
            for (whose, week, old), count in cells.items()
            if week in past and age in (None, old) and source in (None, whose)
        )

    hazard = {
        age: total(moved, age, None) / there
        for age in range(weeks)
        if (there := total(at_risk, age, None))
    }
    level = {}
    for source in range(4):
        due = sum(
            count * hazard.get(age, 0.0)
            for (whose, week, age), count in at_risk.items()
            if week in past and whose == source
        )
        level[source] = (total(moved, None, source) + 15) / (due + 15)
    expected = sum(
        count * hazard.get(age, 0.0) * level[source]
        for (source, week, age), count in at_risk.items()
        if week < 8
    )
    reached, left = [], 1.0
    for age in range(window):
        left *= 1 - hazard.get(age, 0.0)
        reached.append(1 - left)
    of_entries = sum(level[source] * reached[start] for source, start, _ in people if start < 13)

    (counts,) = [one for one in cases.steps_of(funnel, weeks) if (one.base, one.target) == STEP]
    flow = Flow.of(counts)
    base = flow.baseline(0)
    seen, cohort = flow.calendar(base, 0), flow.cohort(base, 0)
    assert seen.observed == sum(count for (_, week, _), count in moved.items() if week < 8)
    assert seen.expected == pytest.approx(expected)
    assert cohort.expected == pytest.approx(of_entries)
    assert cohort.observed == sum(start < 13 and end is not None for _, start, end in people)


def test_what_a_step_wavers_by_is_learned_from_its_quarters() -> None:
    # Quarters of 5 and 15 a week of 40: rates waver by half around 10. (O - E)^2 - E is
    # (65 - 130)^2 - 130 = 4,095 of E^2 = 16,900: .242 each; the usual .095^2 weighs four sure ones.
    rows = [(week, week, 15 if week // 13 % 2 else 5, 40) for week in range(13 * 9)]
    base = Flow.of(step(rows)).baseline(0)
    assert base.weeks == 104
    usual = 0.095**2
    own, prior = 1 / (2 * (1 / 130 + usual) ** 2), 4 / (2 * usual**2)
    assert base.waver == pytest.approx((8 * own * 4095 / 16900 + prior * usual) / (8 * own + prior))
    even = Flow.of(step([(week, week, 10, 40) for week in range(13 * 9)])).baseline(0)
    assert even.waver == pytest.approx(0.09**2)


def test_entries_too_young_to_judge_leave_their_place_to_the_calendar() -> None:
    # All who go on do so after ten weeks: of the entries of 13 weeks next to nothing is known.
    went = (0,) * 10 + (4,)
    flow = Flow.of(step(steady(10, went, 100, (0,) * 10 + (2,), 8)))
    found = look_at(flow, 0).evidence
    assert found is not None
    # 8 weeks of 4 were to go on, and those of 13: 52; 2 a week did so in the last 8.
    assert (found.observed, found.expected) == (16, pytest.approx(32.0))
    assert (found.longer_observed, found.longer_expected) == (36, pytest.approx(52.0))
    assert found.z == pytest.approx((found.calendar_z + found.longer_z) / 3.6**0.5)


def test_sources_that_change_their_share_are_no_drop() -> None:
    # Web: half go on, Ads: a tenth. From 60 : 20 a week to 20 : 60 the pooled rate falls by half.
    good = [(w, w, (30, 10)[w < 13], (60, 20)[w < 13]) for w in range(80)]
    poor = [(w, w, (2, 6)[w < 13], (20, 60)[w < 13]) for w in range(80)]
    by_source = StepCounts("lead", "mql", ("Ads", "Web"), (triangle_of(poor), triangle_of(good)))
    pooled = StepCounts("lead", "mql", (None,), (triangle_of([*good, *poor]),))
    assert look_at(Flow.of(by_source), 0).severity < 0.5
    assert look_at(Flow.of(pooled), 0).severity > 1


def test_since_when_by_the_weeks_of_going_on_and_by_those_of_entry() -> None:
    # Fewer go on from 6 weeks ago, whenever they entered.
    work = since_when(Flow.of(step(steady(30, (5, 5, 5), 80, (1, 1, 1), 6))))
    assert work is not None
    assert (work.week, work.basis) == (6, "going_on")
    # Fewer of those go on who entered from 6 weeks ago.
    rows: list[Row] = [
        (week, week - age, (1 if week < 6 else 5), 30 if age == 0 else 0)
        for week in range(80)
        for age in range(min(3, week + 1))
    ]
    comers = since_when(Flow.of(step(rows)))
    assert comers is not None
    assert (comers.week, comers.basis) == (6, "entry")


def test_the_segment_that_lost_is_named_and_no_other() -> None:
    even = [(week, week, 10, 20) for week in range(80)]
    lost = [(week, week, 2 if week < 8 else 10, 20) for week in range(80)]
    counts = StepCounts(
        "mql", "handed_over", ("A", "B", "C"), tuple(map(triangle_of, (even, even, lost)))
    )
    parts = parts_of({"owner": counts})
    assert [(part.name, part.is_named) for part in parts if part.is_named] == [("C", True)]
    # Among thirty segments one as low as that is to be expected: 5 % are not 5 % each.
    lower = [(week, week, 7 if week < 13 else 10, 20) for week in range(80)]
    few = replace(counts, names=("A", "B"), triangles=tuple(map(triangle_of, (even, lower))))
    names = tuple(f"S{place}" for place in range(30))
    many = replace(counts, names=names, triangles=tuple(map(triangle_of, (*[even] * 29, lower))))
    (low, *_), (lowest, *_) = parts_of({"owner": few}), parts_of({"owner": many})
    assert (low.is_named, lowest.is_named) == (True, False)
    assert lowest.name == "S29"
    everywhere = replace(counts, triangles=(triangle_of(lost),) * 3)
    assert not any(part.is_named for part in parts_of({"owner": everywhere}))


# --- lights


def _look(z: float, problem: Any = None) -> Look:
    return Look(Evidence(0, 0, 0, 0, 0, 0, 0, z), (), problem)


def test_a_red_light_stays_on_until_it_is_clearly_over() -> None:
    zs = (0, AMBER - 0.1, RED - 0.1, RED + CLEARED - 0.1, RED + CLEARED + 0.1, 0)
    # 0.1 above what clears it is above amber too: out.
    assert levels([_look(z) for z in zs]) == ["none", "amber", "red", "red", "none", "none"]
    assert levels([_look(RED - 1), _look(RED - 1, "bulk"), _look(AMBER + 0.1)]) == [
        "red", "unknown", "none",
    ]  # fmt: skip


# --- money and the constraint


def test_money_is_the_shrunk_gap_times_what_an_entry_brings() -> None:
    # 33.75 expected in 8 weeks, 16 seen: theta = (25 + 16) / (25 + 33.75) = .698; a month has
    # 4.348 weeks. An SQL brings: half of them are won, at 1,000 each: 500.
    drop = step(steady(10, (2, 2), 60, (1, 1), 8))
    wins = step([(week, week, 5, 10) for week in range(60)], "sql", "won")
    found = verdict(judge([drop, wins]), SUNDAY, Known(amounts=[1000.0] * 30))
    assert found.change is not None
    assert found.change.money is not None
    gap = 33.75 / 8 * 365.25 / 12 / 7 * (1 - 41 / 58.75)
    assert found.change.money.value == pytest.approx(gap * 500)
    assert found.change.money.low < found.change.money.value < found.change.money.high
    without = verdict(judge([drop, wins]), SUNDAY)
    assert without.change is not None
    assert without.change.money is None


def test_the_constraint_is_where_most_is_to_be_gained() -> None:
    # Both as always. 20 hand-overs a week, 10 SQLs, 5 won. To .6 at the first: 20 x .1 SQLs more a
    # week, each worth half a win: 1 win. To .6 at the second: 10 x .1 wins more: 1 win as well; at
    # .8 it is 3.
    first = step([(week, week, 10, 20) for week in range(120)])
    second = step([(week, week, 5, 10) for week in range(120)], "sql", "won")
    flows = [Flow.of(first), Flow.of(second)]
    bases = [flow.baseline(0) for flow in flows]
    worths = downstream(bases, [100.0])
    targets = {"handed_over>sql": 0.6, "sql>won": 0.8}
    plenty = {"sql": 1e6, "won": 1e6}
    found = constraint(flows, bases, worths, targets, plenty)
    assert found is not None
    assert (found.base, found.target, found.reference_kind) == ("sql", "won", "target")
    assert found.rate == pytest.approx(0.5)
    assert found.entries == pytest.approx(10 * 0.3 * 365.25 / 12 / 7)
    assert found.money is not None
    assert found.money.value == pytest.approx(found.entries * 100)
    # Who can close but one deal a month more is better served before: then the first step holds.
    tight = {"sql": 1e6, "won": 5 * 365.25 / 12 / 7 + 1}
    capped = constraint(flows, bases, worths, targets, tight)
    assert capped is not None
    assert (capped.base, capped.capped) == ("handed_over", None)
    only = constraint(flows[1:], bases[1:], worths[1:], targets, tight)
    assert only is not None
    assert (only.capped, only.entries) == ("agreed", pytest.approx(1.0))


def _held(went: Sequence[int], target: float | None, capacity: float = 1e6) -> Constraint:
    """Of 20 SQLs a week so many are won, by quarters back from today; a win brings 100."""
    rows: list[Row] = [(week, week, went[week // 13 % len(went)], 20) for week in range(117)]
    flow = Flow.of(step(rows, "sql", "won"))
    base = flow.baseline(0)
    targets = {} if target is None else {"sql>won": target}
    found = constraint([flow], [base], downstream([base], [100.0]), targets, {"won": capacity})
    assert found is not None
    return found


def test_the_constraint_s_money_is_as_sure_as_its_gap() -> None:
    """10 of 20 a week, .65 agreed: 3 wins a week are missing. Of 13 weeks 130 came, as expected:
    theta is Gamma(155, 155), whose 10 % and 90 % quantiles are .898 and 1.104 (by Wilson and
    Hilferty, (1 - 1/9k + z / 3 sqrt(k))^3), so the gap is .65 - .552 = .098 to .65 - .449 = .201 of
    20 a week. What a win brings is certain here."""
    a_month = 365.25 / 12 / 7
    found = _held([10], 0.65)
    assert found.money is not None
    most, least = ((1 - 1 / (9 * 155) + z / (3 * 155**0.5)) ** 3 for z in (1.2816, -1.2816))
    low, high = (20 * a_month * (0.65 - 0.5 * theta) * 100 for theta in (most, least))
    assert found.money.value == pytest.approx(3 * a_month * 100)
    assert found.money.low == pytest.approx(low, rel=0.04)
    assert found.money.high == pytest.approx(high, rel=0.02)
    # A gap may be none at all, and never less; more than can be taken on is not gained.
    small = _held([10], 0.52).money
    assert small is not None
    assert small.low == 0 < small.value < small.high
    tight = _held([10], 0.65, capacity=(10 + 1) * a_month).money
    assert tight is not None
    assert tight.low == tight.value == tight.high == pytest.approx(1 * a_month * 100)


def test_the_own_best_quartile_is_less_sure_than_what_was_agreed() -> None:
    """One quarter at .4, the next at .6, and so on: the upper quartile is drawn as well."""
    own = _held([8, 12], None)
    agreed = _held([8, 12], own.reference)
    assert (own.reference_kind, agreed.reference_kind) == ("own_best_quartile", "target")
    assert own.money is not None
    assert agreed.money is not None
    assert own.money.value == pytest.approx(agreed.money.value)
    wide, narrow = (one.high - one.low for one in (own.money, agreed.money))
    assert 1.02 * narrow < wide < 1.5 * narrow


# --- readings


def test_readings_rest_on_figures() -> None:
    kept = {"promise_kept": Compared(Share(20, 60), Share(170, 200))}
    found = readings("handed_over", (50, 50), [], kept)
    assert found[0].kind == "promise_not_kept"
    assert [(sign.figure, sign.speaks) for sign in found[0].signs] == [("promise_kept", "for")]
    as_ever = {"promise_kept": Compared(Share(50, 60), Share(170, 200))}
    assert [one.kind for one in readings("handed_over", (50, 50), [], as_ever)] == [
        "quality_or_talk"
    ]
    assert readings("opportunity", (50, 50), [], {})[0].kind == "closing_or_competition"
    assert readings("sql", (90, 50), [], {}, capacity=60)[0].kind == "capacity"
    assert readings("sql", (50, 50), [], {}, capacity=60)[0].kind == "quality_or_talk"


# --- invariances


@st.composite
def funnels(draw: st.DrawFn) -> list[list[Row]]:
    seed = draw(st.integers(0, 2**32 - 1))
    size = draw(st.sampled_from((3, 12, 60)))
    random = np.random.default_rng(seed)
    sources = []
    for _ in range(draw(st.integers(1, 3))):
        rows: list[Row] = []
        for week in range(60):
            came = int(random.poisson(size))
            rows.append((week, None, 0, came))
            went = random.multinomial(came, (0.2, 0.15, 0.05, 0.6))[:3]
            for age, number in enumerate(went.tolist()):
                if age <= week and number:
                    cut = 0.3 if week - age < 6 and seed % 2 else 1.0
                    rows.append((week, week - age, int(number * cut), 0))
        sources.append(rows)
    return sources


def _verdict(sources: Sequence[Sequence[Row]], amounts: Sequence[float]) -> Verdict:
    names = tuple(f"source {place}" for place in range(len(sources)))
    first = StepCounts("mql", "sql", names, tuple(triangle_of(rows) for rows in sources))
    second = replace(first, base="sql", target="won")
    return verdict(judge([first, second], 4), SUNDAY, Known(amounts=amounts))


@settings(max_examples=15, deadline=None)
@given(funnels(), st.randoms(use_true_random=False))
def test_neither_the_order_of_rows_nor_a_second_run_changes_anything(
    sources: list[list[Row]], random: Any
) -> None:
    amounts = [100.0 * 1.1**place for place in range(20)]
    found = _verdict(sources, amounts)
    assert _verdict(sources, amounts) == found
    mixed = [random.sample(rows, len(rows)) for rows in sources]
    assert _verdict(mixed, random.sample(amounts, len(amounts))) == found


@settings(max_examples=15, deadline=None)
@given(funnels())
def test_the_currency_changes_amounts_and_nothing_else(sources: list[list[Row]]) -> None:
    amounts = [100.0 * 1.1**place for place in range(20)]
    found = _verdict(sources, amounts)
    scaled = _verdict(sources, [amount * 1024 for amount in amounts])
    assert (scaled.change is None) == (found.change is None)
    pairs: list[tuple[Any, Any]] = [(scaled.constraint, found.constraint)]
    if scaled.change and found.change:
        pairs.append((scaled.change, found.change))
        assert replace(scaled.change, money=None) == replace(found.change, money=None)
    for large, small in pairs:
        if large is None or small is None:
            assert large is small
            continue
        assert replace(large, money=None) == replace(small, money=None)
        for field in ("value", "low", "high"):
            # 1024 is a power of two: not one digit differs.
            assert getattr(large.money, field) == 1024 * getattr(small.money, field)
    assert scaled.steps == found.steps


# --- what cannot be judged, said with the reason


def test_short_history_and_small_numbers_say_so() -> None:
    short = verdict(judge([step(steady(30, (5, 5), 30, (5, 5), 0))]), SUNDAY)
    assert (short.state, short.steps[0].problem) == ("not_enough", "too_short")
    few = verdict(judge([step([(week, week, 1, 3) for week in range(0, 110, 4)])]), SUNDAY)
    assert (few.state, few.steps[0].problem) == ("not_enough", "too_few")
    assert few.steps[0].smallest_drop is None
    nothing = verdict(judge([]), SUNDAY)
    assert nothing.state == "not_enough"


@pytest.mark.parametrize(
    ("plan", "problem"),
    [
        (Plan(100, cases.WEEKS, tool_change=ToolChange(146, 3, "ends")), "not_recorded"),
        (Plan(100, cases.WEEKS, tool_change=ToolChange(146, 3, "begins")), "not_recorded"),
        (Plan(100, cases.WEEKS, bulk=BulkUpdate(148, 3, "swept")), "bulk"),
    ],
    ids=["no longer recorded", "recorded lately", "swept in bulk"],
)
def test_what_recording_did_is_no_bottleneck(plan: Plan, problem: str) -> None:
    judged = judge(cases.steps_of(simulate(2, plan), plan.weeks))
    assert judged.named is None
    assert problem in [look.problem for look in judged.looks]
    assert "unknown" in judged.lights


def test_fewer_leads_are_no_worse_step_and_told_apart() -> None:
    rows = [(week, week, (4, 10)[week >= 13], (8, 20)[week >= 13]) for week in range(120)]
    found = verdict(judge([step(rows, "lead", "mql")]), SUNDAY)
    assert found.state == "none"
    assert found.inflow is not None
    assert (found.inflow.observed, found.inflow.expected) == (104, 260.0)
    assert found.inflow.reading is not None
    assert found.inflow.reading.kind == "few_leads"
    as_ever = verdict(judge([step([(w, w, 10, 20) for w in range(120)])]), SUNDAY).inflow
    assert as_ever is not None
    assert as_ever.reading is None


def test_an_export_that_stopped_is_no_bottleneck() -> None:
    # 10 a week were to go on; nobody did in the last two weeks.
    found = verdict(judge([step(steady(20, (5, 5), 100, (0, 0), 2))]), SUNDAY)
    assert (found.state, found.steps[0].problem) == ("not_enough", "stopped")


# --- through the tables


def _opened(home: Path, number: int | None = None) -> tuple[Workspace, int]:
    workspace = Workspace(home)
    found = workspace.current() if number is None else number
    assert found is not None
    return workspace, found


def test_the_tables_give_the_counts_of_the_generator(tmp_path: Path) -> None:
    plan = Plan(60, 110, drops=(Drop(2, 0.6, 100),), tool_change=ToolChange(40, 3, "begins"))
    funnel = simulate(9, plan)
    workspace = bring(write_tables(funnel, tmp_path / "tables", 110), tmp_path / "home")
    number = workspace.current()
    assert number is not None
    with workspace.open(number) as db:
        steps = [(funnel.stages[base], funnel.stages[target]) for base, target in funnel.steps]
        told = read_steps(db, UNTIL, steps)
        said = bottleneck(db, UNTIL).verdict
    direct = cases.steps_of(funnel, 110)
    for one, other in zip(told, direct, strict=True):
        places = [other.names.index(name) for name in one.names]
        for place, triangle in zip(places, one.triangles, strict=True):
            weeks = len(triangle.entered)
            assert (triangle.entered == other.triangles[place].entered[:weeks]).all()
            assert (triangle.moved == other.triangles[place].moved[:weeks, :weeks]).all()
            assert not other.triangles[place].entered[weeks:].any()
        for field in ("guessed_entries", "guessed_moves", "bulk_entries"):
            mine, theirs = getattr(one, field), getattr(other, field)
            assert mine.tolist() == theirs[: len(mine)].tolist()
    assert said.change is not None
    assert (said.change.base, said.change.target) == ("handed_over", "sql")
    assert abs(said.change.since - (UNTIL - timedelta(weeks=10))) <= timedelta(weeks=2)


def test_a_quiet_company_has_no_change_and_a_constraint(tmp_path: Path) -> None:
    files = write_tables(simulate(3, Plan(60, 110)), tmp_path / "tables", 110)
    workspace = bring(files, tmp_path / "home")
    with workspace.open(workspace.current() or 0) as db:
        found = bottleneck(db, UNTIL).verdict
        early = bottleneck(db, UNTIL - timedelta(weeks=80)).verdict
    assert (found.state, found.change) == ("none", None)
    assert found.constraint is not None
    assert found.constraint.money is not None
    assert found.constraint.reference_kind == "own_best_quartile"
    assert early.state == "not_enough"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The company of `funnel demo`."""
    company = simulate_company(4500, 18, 8, date(2026, 11, 20))
    workspace = Workspace(tmp_path_factory.mktemp("home"))
    published: Published = import_files(
        workspace, *write_exports(company, tmp_path_factory.mktemp("exports"))
    )
    assert published.version == workspace.current()
    return workspace


def _found(workspace: Workspace, as_of: date, agreed: Agreed | None = None) -> Found:
    with workspace.open(workspace.current() or 0) as db:
        return bottleneck(db, as_of, agreed)


def test_the_demo_names_its_story(demo: Workspace) -> None:
    until = date(2026, 11, 20)
    found = _found(demo, until, Agreed(targets={"handed_over>sql": 0.5}, first="constraint"))
    change = found.verdict.change
    assert change is not None
    assert (change.base, change.target, change.source) == ("handed_over", "sql", EXHIBITION_NAME)
    assert abs(change.since - story_start(until)) <= timedelta(weeks=2)
    assert change.earliest <= change.since <= change.latest
    assert {reference.kind for reference in change.references} == {"own_past", "target"}
    assert change.money is not None
    assert change.money.low > 0
    assert found.currency == "JPY"
    assert change.action.kind == "review_entries"
    assert change.action.rows.where == (("source", EXHIBITION_NAME),)
    assert change.action.check_on > until
    assert found.verdict.order == ("constraint", "change")
    before = _found(demo, story_start(until) - timedelta(weeks=1)).verdict
    assert before.change is None
    english, japanese = change_said(change, found.currency)
    assert "expected" in english
    assert "引き渡し→SQL(展示会)" in japanese
    # Where inside the step, the reading's figures, and that not all of the action's rows wait.
    assert reading_said(change.readings[0], 0) in english
    assert "Above all" not in english
    part = Part("campaign", "Autumn", 1, 12.8, 0.7, -5.5, is_named=True)
    english, japanese = change_said(replace(change, inside=(part,)), found.currency)
    assert "Above all in (13 weeks): campaign Autumn, 1 against 13 expected." in english
    assert "主に(直近13週): キャンペーン「Autumn」1件(見込み13件)。" in japanese
    assert f"{change.action.rows.count} who entered" in english
    assert "進んでいない" in japanese


def test_the_command_prints_the_same(demo: Workspace) -> None:
    environment = {"FUNNEL_HOME": str(demo.home)}
    arguments = ["bottleneck", "--as-of", "2026-11-20", "--target", "handed_over>sql=0.5"]
    printed = CliRunner().invoke(app, [*arguments, "--json"], env=environment)
    assert printed.exit_code == 0, printed.output
    told = json.loads(printed.output)
    assert told["change"]["source"] == EXHIBITION_NAME
    assert told["steps"][2]["references"][1] == {
        "kind": "target",
        "rate": 0.5,
        "expected": told["steps"][2]["references"][1]["expected"],
        "weeks": None,
    }
    plain = CliRunner().invoke(app, arguments, env=environment | {"FUNNEL_LANG": "ja"})
    assert "展示会" in plain.output
    for option, text in (("--capacity", "sql"), ("--capacity", "x=3"), ("--target", "sql=0.4")):
        wrong = CliRunner().invoke(app, [*arguments, option, text], env=environment)
        assert wrong.exit_code == 2
        assert text in wrong.output


def test_a_reading_is_told_with_the_figures_it_rests_on() -> None:
    rested = readings("handed_over", (30, 20), [("source", None, 2, 9.6)], {
        "promise_kept": Compared(Share(50, 100), Share(90, 100)),
        "rejected_unfit": Compared(Share(1, 100), Share(1, 100)),
    })  # fmt: skip
    said = {one.kind: (reading_said(one, 0), reading_said(one, 1)) for one in rested}
    assert said == {
        "promise_not_kept": (
            "the promise (SLA) is not kept (promises kept 50%, before 90%)",
            "約束(SLA)の未達(約束を守れた割合 50%、以前は90%)",
        ),
        "quality_or_talk": (
            "lead quality or inside sales' talk (source not said, 2 against 10 expected)",
            "リードの質、またはインサイドセールスの会話(流入元「記載なし」2件(見込み10件))",
        ),
        "capacity": (
            "capacity (30 entries a month, before 20)",
            "対応できる件数の限界(月あたり30件、以前は20件)",
        ),
    }
    (usual,) = readings("opportunity", (1, 1), [], {})
    assert "no figure speaks for it" in reading_said(usual, 0)


def test_steps_pass_over_what_is_not_measured() -> None:
    assert steps_of(["lead", "won"]) == [("lead", "won")]
    assert steps_of(["lead", "mql", "handed_over", "accepted", "sql", "opportunity", "won"]) == [
        ("lead", "mql"), ("mql", "handed_over"), ("handed_over", "sql"),
        ("sql", "opportunity"), ("opportunity", "won"),
    ]  # fmt: skip
    assert steps_of(["won"]) == []


def test_a_company_of_leads_alone_has_nothing_to_judge(tmp_path: Path) -> None:
    exports = Exports(tmp_path)
    exports.bring("2026-11-20", leads=[{"lead": "1", "created": "2026-11-01"}])
    with exports.opened() as db:
        found = bottleneck(db, date(2026, 11, 20)).verdict
    assert (found.state, found.steps, found.constraint) == ("not_enough", (), None)


def test_what_the_exports_say_of_refusals_is_read(tmp_path: Path) -> None:
    """Ten hand-overs a week, of which six become SQL; of late two do, and eight do not fit."""
    leads = []
    for week in range(60):
        day = date(2026, 11, 20) - timedelta(weeks=week)
        for place in range(10):
            lead = {
                "lead": f"L{week}-{place}", "created": day, "source": "Web",
                "mql": day, "handed over": day,
            }  # fmt: skip
            if place < (2 if week < 8 else 6):
                lead |= {"sql": day, "accepted": day, "status": "Qualified"}
            else:
                lead |= {"sent back": day, "reason": "対象外" if week < 8 else "時期尚早"}
            leads.append(lead)
    exports = Exports(tmp_path)
    exports.bring("2026-11-20", leads=leads)
    with exports.opened() as db:
        change = bottleneck(db, date(2026, 11, 20)).verdict.change
    assert change is not None
    assert (change.base, change.observed) == ("handed_over", 16)
    assert [sign.figure for sign in change.readings[0].signs] == ["accepted", "rejected_unfit"]
    assert all(sign.speaks == "for" for sign in change.readings[0].signs)


# --- real tables


def test_olists_stragglers_are_no_slowdown(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "home")
    files = sorted(real_tables("olist").glob("*.csv"))
    import_files(workspace, *files, mapping=MAPPINGS / "olist.toml")
    # The first win was recorded in December 2017, leads since June: before 26 weeks of wins lie
    # behind the window nothing is said.
    looks = [date(2018, 7, 1) + timedelta(weeks=week) for week in range(0, 21, 4)]
    states = [_found(workspace, day).verdict for day in looks]
    assert all(found.change is None for found in states)
    assert states[0].steps[0].problem == "too_short"


def test_mavens_swing_is_a_rhythm_and_no_bottleneck(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "home")
    folder = real_tables("maven_crm")
    files = [folder / f"{name}.csv" for name in ("sales_pipeline", "sales_teams", "products")]
    import_files(workspace, *files, mapping=MAPPINGS / "maven_crm.toml")
    ends = [date(2017, 12, 31) - timedelta(weeks=week) for week in range(0, 30, 3)]
    found = [_found(workspace, day).verdict for day in ends]
    assert all(one.change is None for one in found)
    rhythm = found[0].steps[0].rhythm
    assert rhythm is not None
    first, second, third = rhythm.months
    assert first < second < third
    assert "rhythm" in step_said(found[0].steps[0])[0]


def test_a_step_is_counted_by_industry_and_size_as_leads_tell_them(tmp_path: Path) -> None:
    exports = Exports(tmp_path)
    leads = [
        {"lead": f"L{n}", "created": "2026-01-05", "mql": "2026-01-05", "industry": industry,
         "employees": size, "handed over": handed}
        for n, (industry, size, handed) in enumerate([
            ("IT", "40", "2026-01-06"), ("IT", "400", ""), ("Retail", "45", "2026-01-07"),
            ("", "", ""),
        ])
    ]  # fmt: skip
    exports.bring("2026-03-02", leads=leads)
    with exports.opened() as db:
        counted = {
            by: read_steps(db, date(2026, 3, 2), [("mql", "handed_over")], by)[0]
            for by in ("industry", "company_size")
        }
    told = {
        by: {
            name: (int(triangle.entered.sum()), int(triangle.moved.sum()))
            for name, triangle in zip(one.names, one.triangles, strict=True)
        }
        for by, one in counted.items()
    }
    assert told["industry"] == {"IT": (2, 1), "Retail": (1, 1), None: (1, 0)}
    assert told["company_size"] == {"10-49": (2, 2), "300-999": (1, 0), None: (1, 0)}


@pytest.mark.parametrize(("days", "piled"), [(3, 120), (4, 0)])
def test_a_habit_of_four_days_is_no_tidying_up(tmp_path: Path, days: int, piled: int) -> None:
    """One MQL a day for ten days; and 40 on each of three days, or of four, which is a habit."""
    made = [date(2026, 1, 5) + timedelta(days=n) for n in range(10)]
    made += [date(2026, 2, 2) + timedelta(days=7 * n) for n in range(days) for _ in range(40)]
    exports = Exports(tmp_path)
    exports.bring(
        "2026-03-31",
        leads=[
            {"lead": f"L{n}", "created": "2026-01-05", "mql": day, "handed over": ""}
            for n, day in enumerate(made)
        ],
    )
    with exports.opened() as db:
        (counts,) = read_steps(db, date(2026, 3, 31), [("mql", "handed_over")])
    assert counts.bulk_entries.sum() == piled


def test_wins_of_a_year_say_what_a_win_brings(tmp_path: Path) -> None:
    exports = Exports(tmp_path)
    exports.bring(
        "2026-11-20",
        leads=[{"lead": "1", "created": "2025-01-01"}],
        deals=[
            {"deal": day, "stage": "Won", "opened": "2025-01-01", "closed": day, "amount": amount}
            for day, amount in (("2025-11-20", "1"), ("2025-11-21", "2"), ("2026-11-20", "4"),
                                ("2026-11-19", "8"))
        ],
    )  # fmt: skip
    with exports.opened() as db:
        assert won_amounts(db, date(2026, 11, 20)) == [2, 4, 8]
        assert won_amounts(db, date(2026, 11, 19)) == [1, 2, 8]


def test_the_promise_behind_the_step_is_read_of_the_source_in_question(tmp_path: Path) -> None:
    """The whole demo: exhibitions' first contact, counted as the page of promises counts it."""
    environment = {"FUNNEL_HOME": str(tmp_path)}
    assert CliRunner().invoke(app, ["demo"], env=environment).exit_code == 0
    workspace, as_of = Workspace(tmp_path), date(2026, 11, 20)
    recent = as_of - timedelta(weeks=13)
    with workspace.open(1) as db:
        change = bottleneck(db, as_of).verdict.change
        shares = {}
        for name, since, until in (
            ("now", recent + timedelta(days=1), as_of),
            ("before", recent - timedelta(weeks=104), recent),
        ):
            (one,) = [
                each
                for each in kept(db, Asked(since, until, as_of, "source"))
                if each.promise == "first_contact" and each.group == EXHIBITION_NAME
            ]
            shares[name] = one.share
    assert change is not None
    likely = change.readings[0]
    assert likely.kind == "promise_not_kept"
    (sign,) = likely.signs
    assert (sign.figure, sign.now, sign.before) == ("promise_kept", shares["now"], shares["before"])
    assert sign.now < sign.before - 0.1
    assert change.action.kind == "contact_waiting"


def test_what_was_agreed_of_the_steps() -> None:
    agreement = Agreement(
        rates=Rates(sql_rate=0.4, win_rate=0.25),
        capacity=Capacity(sqls_a_month=30),
        urgency="constraint",
    )
    assert agreed_of(agreement) == Agreed(
        {"handed_over>sql": 0.4, "opportunity>won": 0.25}, {"sql": 30.0}, first="constraint"
    )
    assert agreed_of(Agreement()) == Agreed({}, {}, first="change")


@pytest.mark.parametrize(("hands_over", "base"), [(False, "mql"), (True, "handed_over")])
def test_an_agreed_rate_goes_with_the_nearest_stage_that_is_measured(
    tmp_path: Path, hands_over: bool, base: str
) -> None:
    """Ten MQLs a week, five SQLs, agreed are six of ten hand-overs. Without hand-overs the SQL rate
    is one of MQLs, and so is its target: one SQL a week is missing, 4.3 a month."""
    leads = []
    for week in range(60):
        day = date(2026, 11, 20) - timedelta(weeks=week)
        for place in range(10):
            lead = {"lead": f"L{week}-{place}", "created": day, "mql": day, "source": "Web"}
            if hands_over:
                lead |= {"handed over": day}
            leads.append(lead | ({"sql": day} if place < 5 else {}))
    exports = Exports(tmp_path)
    exports.bring("2026-11-20", leads=leads)
    agreed = agreed_of(Agreement(rates=Rates(sql_rate=0.6)))
    with exports.opened() as db:
        found = bottleneck(db, date(2026, 11, 20), agreed)
        own = bottleneck(db, date(2026, 11, 20), Agreed({"mql>sql": 0.7, **agreed.targets}))
    held = found.verdict.constraint
    assert held is not None
    assert (held.base, held.target, held.reference) == (base, "sql", 0.6)
    assert held.reference_kind == "target"
    assert held.entries == pytest.approx(365.25 / 12 / 7)
    step = next(one for one in found.verdict.steps if one.target == "sql")
    assert {one.kind: one.rate for one in step.references} == {"own_past": 0.5, "target": 0.6}
    # Who says it of the step itself is heard first.
    assert own.verdict.constraint is not None
    assert own.verdict.constraint.reference == (0.6 if hands_over else 0.7)


def test_an_agreed_win_rate_is_one_of_deals(tmp_path: Path) -> None:
    """Nobody knows when deals were opened: wins of leads are no wins of opportunities."""
    days = [date(2026, 11, 20) - timedelta(weeks=week) for week in range(60)]
    ids = [(f"{week}-{place}", day) for week, day in enumerate(days) for place in range(4)]
    exports = Exports(tmp_path)
    exports.bring(
        "2026-11-20",
        leads=[{"lead": name, "created": day, "lead deals": name} for name, day in ids],
        deals=[{"deal": name, "stage": "Won", "closed": day} for name, day in ids[::2]],
    )
    with exports.opened() as db:
        found = bottleneck(db, SUNDAY, agreed_of(Agreement(rates=Rates(win_rate=0.9))))
    assert found.steps == (("lead", "won"),)
    assert [one.kind for one in found.verdict.steps[0].references] == ["own_past"]


def test_the_command_takes_what_was_agreed(demo: Workspace, tmp_path: Path) -> None:
    shutil.copytree(demo.home, tmp_path / "home")
    toml = write_agreement(Agreement(urgency="constraint", rates=Rates(sql_rate=0.6)))
    at = datetime(2026, 11, 20, tzinfo=UTC)
    team = Workspace(tmp_path / "home").team
    team.save_agreement(toml, date(2026, 1, 1), "why", based_on=0, who="me", at=at)
    environment = {"FUNNEL_HOME": str(tmp_path / "home")}

    def told(*more: str) -> dict[str, Any]:
        done = CliRunner().invoke(app, ["bottleneck", "--json", *more], env=environment)
        found: dict[str, Any] = json.loads(done.output)
        return found

    found = told()
    assert found["order"] == ["constraint", "change"]
    step = next(one for one in found["steps"] if one["target"] == "sql")
    assert {one["kind"]: one["rate"] for one in step["references"]}["target"] == 0.6
    assert told("--first", "change")["order"] == ["change", "constraint"]
