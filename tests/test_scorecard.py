"""The scorecard: on track, off, or not known, by target and by light; by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from funnel.analysis.evidence import Level
from funnel.analysis.pace import pace
from funnel.analysis.rates import judge_period
from funnel.analysis.verdicts import StepState, Verdict
from funnel.reports.last_week import last_week
from funnel.reports.promises import Kept
from funnel.reports.scorecard import promise_lines, stage_lines
from funnel.reports.target_desk import Standing
from funnel.store.workspace import Workspace
from tests.conftest import GOLDEN, brought

DAY = date(2026, 2, 20)


def light(target: str, level: Level) -> StepState:
    return StepState("base", target, level, None, None, None, (), None, None)


def verdict(*steps: StepState) -> Verdict:
    return Verdict("none", DAY, None, None, ("change", "constraint"), steps, None)


def standing(metric: str, actual: float | None, **more: Any) -> Standing:
    """A target of 100 of which half should be there by now; 80 % of chance is 10 either side."""
    interval = None if actual is None else (actual - 10, actual + 10)
    said = pace(100, 0.5, actual, interval, is_over=False)
    told = dict.fromkeys(Standing.__dataclass_fields__)
    told |= {"metric": metric, "pace": said, "unit": "count", "target": 100.0, "days": (10, 20)}
    return Standing(**told | more)  # what is not asked for is None


@pytest.mark.parametrize(
    ("actual", "level", "track"),
    [
        (50, "none", "on"),
        (41, "none", "on"),  # 51 would be as likely: no more than chance
        (30, "none", "off"),
        (50, "amber", "off"),
        (50, "red", "off"),
        (50, "unknown", "on"),
        (None, "unknown", "unknown"),
        (None, "none", "on"),
    ],
)
def test_a_stage_is_off_by_its_target_or_its_light(
    actual: float | None, level: Level, track: str
) -> None:
    (line,) = stage_lines(verdict(light("mql", level)), [standing("mqls", actual)])
    assert (line.stage, line.metric, line.track, line.about) == ("mql", "mqls", track, "base>mql")


def test_stages_stand_in_their_order_and_only_whole_targets_count() -> None:
    rows = [standing("wins", 50), standing("leads", 30), standing("sqls", 30, source="Web")]
    lines = stage_lines(verdict(light("sql", "none")), rows)
    assert [(line.stage, line.track) for line in lines] == [
        ("lead", "off"), ("sql", "on"), ("won", "on"),
    ]  # fmt: skip
    assert lines[0].about == "lead"
    assert stage_lines(verdict(), []) == []


@pytest.mark.parametrize(
    ("met", "broken", "track"),
    [(8, 2, "on"), (7, 3, "off"), (4, 1, "on"), (0, 4, "unknown"), (0, 0, "unknown")],
)
def test_a_promise_is_off_below_four_of_five(met: int, broken: int, track: str) -> None:
    judged = judge_period(met, met + broken, is_share=True)
    whole = Kept("decided", "sales", None, True, met, broken, 0, 0, {}, judged)
    part = Kept("decided", "sales", "Web", False, 0, 9, 0, 0, {}, judged)
    assert [(line.about, line.track) for line in promise_lines([whole, part])] == [
        ("decided", track)
    ]


def test_what_sales_did_with_last_weeks_leads(tmp_path: Any) -> None:
    workspace = Workspace(tmp_path / "home")
    brought(workspace, *sorted((GOLDEN / "company").glob("*.csv")))
    with workspace.open(workspace.current() or 0) as db:
        found = last_week(db, DAY)
        counted = db.rows(
            "select stage, count(*) from stage_entries where is_first "
            "and subject = case when stage in ('opportunity', 'won') then 'deal' else 'lead' end "
            "and entered_on between date '2026-02-14' and date '2026-02-20' group by stage"
        )
    counts = dict(counted)
    assert (found.since, found.until) == (date(2026, 2, 14), DAY)
    assert found.counts == {
        "handovers": counts.get("handed_over", 0), "sqls": counts.get("sql", 0),
        "opportunities": counts.get("opportunity", 0), "wins": counts.get("won", 0),
    }  # fmt: skip
