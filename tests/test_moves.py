"""What an action moved: before and after by hand, and the caution."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from math import exp, log, sqrt
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from funnel.analysis.flows import Flow
from funnel.analysis.gains import final_rate
from funnel.analysis.moves import Move, Side, move_of_count, move_of_rate, move_of_share
from funnel.analysis.rates import QUANTILE, wilson
from funnel.analysis.readings import Share
from funnel.analysis.step_counts import StepCounts
from funnel.analysis.triangles import Row, triangle_of
from funnel.reports.moves import moved
from funnel.store.team import Action, Plan
from tests.uploads import Exports

NOON = datetime(2026, 6, 5, 3, tzinfo=UTC)


def steady(went: Sequence[int], now: Sequence[int], last: int, weeks: int = 90) -> Flow:
    """Each week 10 come; `went[a]` go on at age `a`, in the last weeks `now[a]`."""
    rows: list[Row] = [(week, None, 0, 10) for week in range(weeks)]
    for week in range(weeks):
        rows += [
            (week, week - age, (now if week - age < last else went)[age], 0)
            for age in range(min(len(went), week + 1))
        ]
    return Flow.of(StepCounts("handed_over", "sql", ("Web",), (triangle_of(rows),)))


def test_a_rate_before_and_after_by_hand() -> None:
    # 2 of 10 go on in their first week and 2 of 8 in the second; since 6 weeks 4 and 3 do.
    flow = steady((2, 2), (4, 3), 6)
    found = move_of_rate(flow, decided=6, after=6)
    base = flow.baseline(6)
    assert final_rate(base) == pytest.approx(0.4)
    # Before: 8 weeks x (2 + 2), as usual. Expected of at risk 8 x 10 x .2 and 8 x 8 x .25.
    assert found.before is not None
    assert (found.before.observed, found.before.of) == (32, pytest.approx(32.0))
    assert found.before.value == pytest.approx(0.4)
    # After: 6 weeks x (4 + 3); at risk at age 1 the 8 of the week before, then 5 times 6.
    assert found.after is not None
    assert (found.after.observed, found.after.of) == (42, pytest.approx(6 * 2 + 38 * 0.25))
    assert found.after.value == pytest.approx(0.4 * 42 / 21.5)
    was, now = flow.calendar(base, 6), flow.calendar(base, 0, 6)
    spread = sqrt(1 / 42.5 + 1 / 32.5 + was.variance + now.variance)
    assert found.z == pytest.approx(log((42.5 / 21.5) / (32.5 / 32)) / spread)
    assert found.state == "better"
    half = QUANTILE * sqrt(1 / 42.5 + now.variance)
    assert found.after.low == pytest.approx(0.4 * 42.5 / 21.5 * exp(-half))
    assert found.after.high == min(0.4 * 42.5 / 21.5 * exp(half), 1.0)


def test_a_week_after_nothing_is_judged_and_the_figures_are_told() -> None:
    found = move_of_rate(steady((2, 2), (4, 3), 1), decided=1, after=1)
    assert found.state == "too_early"
    assert found.after is not None
    assert found.after.observed == 7
    assert move_of_rate(steady((2, 2), (4, 3), 0), decided=0, after=0).after is None


def test_what_went_on_as_before_did_not_move() -> None:
    found = move_of_rate(steady((2, 2), (2, 2), 0), decided=6, after=6)
    assert found.state == "no_clear_change"
    assert found.z == pytest.approx(0, abs=0.05)
    worse = move_of_rate(steady((2, 2), (0, 0), 8), decided=8, after=8)
    assert worse.state == "worse"
    assert worse.after is not None
    assert (worse.after.value, worse.after.low) == (0, 0)
    assert worse.after.high is not None
    assert worse.after.high > 0


def test_too_little_history_or_too_few_is_said() -> None:
    assert move_of_rate(steady((2, 2), (2, 2), 0, weeks=20), 6, 6) == Move(
        "rate", "too_few", None, None
    )
    flow = steady((2, 2), (2, 2), 0)
    few = triangle_of([(week, None, 0, int(week % 9 == 0)) for week in range(90)])
    both = (*flow.counts.triangles, few)
    thin = Flow.of(replace(flow.counts, names=("Web", "Event"), triangles=both))
    assert move_of_rate(thin, 6, 6, only=1).state == "too_few"
    assert move_of_rate(thin, 6, 6, only=0).state == "no_clear_change"


def test_a_share_before_and_after_by_hand() -> None:
    before, after = Share(20, 40), Share(36, 40)
    found = move_of_share(before, after, 4)
    # Pooled 56 / 80 = .7; sd sqrt(.7 * .3 * (1/40 + 1/40)) = .10247; (.9 - .5) / .10247
    assert found.z == pytest.approx(3.9036, abs=1e-4)
    estimate = wilson(36, 40)
    assert found.after == Side(0.9, estimate.low, estimate.high, 36, 40)
    assert found.state == "better"
    assert move_of_share(before, after, 3).state == "too_early"
    assert move_of_share(before, Share(3, 4), 4).state == "too_few"
    assert move_of_share(Share(0, 0), Share(0, 0), 4).state == "not_measured"


def test_a_count_before_and_after_by_hand() -> None:
    found = move_of_count(80, 100, 5)  # 10 a week, then 20
    # log(100.5 / 5) - log(80.5 / 8) = .6919; sd sqrt(1/100.5 + 1/80.5 + .04) = .2496
    assert found.z == pytest.approx(2.7704, abs=1e-4)
    assert (found.state, found.before and found.before.value) == ("better", 10)
    assert move_of_count(80, 60, 5).state == "no_clear_change"
    assert move_of_count(None, None, 5).state == "not_measured"
    assert move_of_count(80, None, 0).state == "too_early"
    assert move_of_count(2, 3, 5).state == "too_few"


def test_quiet_weeks_are_rarely_called_a_move() -> None:
    random = np.random.default_rng(3)
    cried = 0
    for _ in range(400):
        rows: list[Row] = []
        for week in range(100):
            entered = int(random.poisson(25))
            rows.append((week, None, 0, entered))
            for age, left in ((0, 0.25), (1, 0.15)):
                if age <= week:
                    rows.append((week, week - age, int(random.binomial(entered, left)), 0))
        flow = Flow.of(StepCounts("handed_over", "sql", ("Web",), (triangle_of(rows),)))
        cried += move_of_rate(flow, 8, 8).state in ("better", "worse")
    assert cried <= 20  # at most one in twenty


# --- read from exports

LAST = date(2026, 6, 5)


@pytest.fixture
def crm(tmp_path: Path) -> Exports:
    return Exports(tmp_path)


def action(plan: Plan, **settled: Any) -> Action:
    return replace(Action(1, 1, plan, "me", NOON), **settled)


def plan(**more: Any) -> Plan:
    day = LAST - timedelta(weeks=5)
    base = Plan("call", "Ito", day + timedelta(days=7), LAST, day)
    return replace(base, **more)


def test_counts_of_leads_before_and_after(crm: Exports) -> None:
    # 8 weeks up to 2026-05-01, one Web lead a day; 5 weeks after it two, and one of Event a week.
    rows = []
    for back in range(13 * 7):
        day = LAST - timedelta(days=back)
        names = [f"W{back}-{number}" for number in range(2 if back < 35 else 1)]
        rows += [{"lead": name, "created": f"{day}", "source": "Web"} for name in names]
        if back % 7 == 0:
            rows.append({"lead": f"E{back}", "created": f"{day}", "source": "Event"})
    crm.bring(LAST, leads=rows)
    with crm.opened() as db:
        (web,) = moved(db, [action(plan(metric="leads", where=(("source", "Web"),)))], LAST)
        done = action(plan(metric="leads"), state="done", settled_on=LAST - timedelta(days=8))
        (early,) = moved(db, [done], LAST)
        (none, unmeasured) = moved(db, [action(plan()), action(plan(metric="sql_rate"))], LAST)
        assert moved(db, [action(plan(metric="leads"))], LAST - timedelta(weeks=6)) == []
    assert (web.before, web.after) == (
        (date(2026, 3, 7), date(2026, 5, 1)), (date(2026, 5, 2), LAST),
    )  # fmt: skip
    assert web.about == ("source", "Web")
    assert web.move is not None
    assert (web.move.before, web.move.after) == (
        move_of_count(56, 70, 5).before, move_of_count(56, 70, 5).after,
    )  # fmt: skip
    assert web.judged_from == date(2026, 5, 29)
    # Done eight days ago: one whole week since, 14 of Web and 1 of Event.
    assert early.move is not None
    assert early.move.state == "too_early"
    assert early.move.after is not None
    assert (early.move.after.observed, early.move.after.of) == (15, 1)
    assert none.move is None
    assert unmeasured.move == Move("rate", "not_measured", None, None)


def test_promises_before_and_after(crm: Exports) -> None:
    crm.workspace.team.save_agreement(
        '[promises.first_contact]\nwithin = 2\nunit = "days"\n', date(2026, 1, 1), "why",
        based_on=0, who="me", at=datetime(2026, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    leads, activities = [], []
    for back in range(5, 13 * 7):  # one handed over a day; contacted the next day, or on the 5th
        day = LAST - timedelta(days=back)
        name = f"L{back}"
        late = 4 if back >= 35 and back % 2 else 0
        leads.append({
            "lead": name, "created": f"{day}", "source": "Web", "owner": "Ito", "mql": f"{day}",
            "handed over": f"{day}",
        })  # fmt: skip
        activities.append({
            "activity": name, "with lead": name, "about deal": "", "kind": "Call",
            "activity outcome": "Connected", "by": "Ito",
            "done": f"{day + timedelta(days=1 + late)}",
        })  # fmt: skip
    crm.bring(LAST, leads=leads, activities=activities)
    with crm.opened() as db:
        (found,) = moved(db, [action(plan(promise="first_contact"))], LAST)
    # Before: 56 days, back 35 to 90, every other one late. After: handed over 5 to 34 days ago.
    assert found.move is not None
    assert found.move == move_of_share(Share(28, 56), Share(30, 30), 5)
    assert found.move.state == "better"
