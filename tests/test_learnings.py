"""What was learned is found by stage, source and words; actions are counted by their week."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnel.reports.action_weeks import Week, standing
from funnel.reports.learnings import learnings, searched, sources_of, subjects
from funnel.store.team import Action, ActionState, Outcome, Plan, Rating
from tests.conftest import NOON

DAY = date(2026, 9, 4)  # a Friday


def action(
    number: int,
    title: str,
    *,
    state: ActionState = "done",
    day: date = DAY,
    due: date | None = None,
    outcome: Outcome | None = None,
    learned: str = "",
    **more: Any,
) -> Action:
    due_on = due or day + timedelta(days=7)
    plan = Plan(title, "田中", due_on, day + timedelta(days=28), day, **more)
    settled = None if state == "open" else day
    return Action(number, 1, plan, "me", NOON, state, settled, outcome, learned)


EXPO = (("source", "展示会"),)
WEB = (("source", "Web"),)
KNOWN = [
    action(1, "名刺を当日に渡す", outcome="success", learned="翌日では遅い",
           step="handed_over>sql", where=EXPO),
    action(2, "スクリプトを直す", outcome="failure", metric="sql_rate", where=WEB),
    action(3, "架電リストを直す", learned="展示会の後は電話が早い", day=DAY + timedelta(weeks=1),
           metric="leads"),
    action(4, "まだ途中", state="open", outcome="success", step="handed_over>sql", where=EXPO),
    action(5, "何も書かれていない", step="handed_over>sql", where=EXPO),
    action(6, "すぐ電話する", state="dropped", learned="人手が足りない", promise="first_contact"),
    action(7, "古い名刺", outcome="success", day=DAY - timedelta(weeks=9), step="mql>sql",
           where=EXPO),
]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        # of the same stage and source the later first (of a day, that decided later);
        # then of the same stage; then by words
        (("handed_over>sql", "展示会", ""), [(1, "step_and_source"), (7, "step_and_source"),
                                            (2, "step")]),
        (("handed_over>sql", "展示会", "展示会の電話"),
         [(1, "step_and_source"), (7, "step_and_source"), (2, "step"), (3, "words"), (6, "words")]),
        (("handed_over>sql", None, ""), [(2, "step"), (1, "step"), (7, "step")]),
        (("first_contact", None, ""), [(6, "step")]),
        # two words fit the first, one the second: 古い名刺 has 名刺, the other 名刺 and 当日
        ((None, None, "当日の名刺が来ない"), [(1, "words"), (7, "words")]),
        ((None, "展示会", ""), []),
        ((None, None, "これはない"), []),  # hiragana alone is no word
        (("won", None, ""), []),
    ],
)  # fmt: skip
def test_the_nearest_is_offered_first(
    asked: tuple[str | None, str | None, str], told: list[tuple[int, str]]
) -> None:
    found = learnings(KNOWN, *asked)
    assert [(one.action.id, one.near) for one in found] == told


def test_what_an_action_is_about() -> None:
    assert [subjects(one.plan) for one in KNOWN[:3]] == [{"sql"}, {"sql"}, {"lead"}]
    assert subjects(KNOWN[5].plan) == {"first_contact"}
    assert sources_of(KNOWN) == ["Web", "展示会"]


def test_actions_are_searched_by_every_word_stage_and_source() -> None:
    assert [one.id for one in searched(KNOWN, "電話 早い")] == [3]
    assert [one.id for one in searched(KNOWN, "ＷＥＢ")] == [2]  # full width, and of a source
    assert [one.id for one in searched(KNOWN, subject="sql", source="展示会")] == [1, 4, 5, 7]
    assert searched(KNOWN) == KNOWN


@given(st.text(), st.sampled_from(["handed_over>sql", "won", None]), st.text())
def test_any_words_may_be_asked_for(words: str, step: str | None, source: str) -> None:
    found = learnings(KNOWN, step, source, words)
    assert {one.action.id for one in found} <= {1, 2, 3, 6, 7}
    assert len({one.action.id for one in found}) == len(found)


def test_weeks_count_what_was_due_and_done_in_time() -> None:
    """Today is Wednesday 2026-09-09; the week before began on Monday 2026-08-31."""
    today, monday = date(2026, 9, 9), date(2026, 9, 7)
    friday = date(2026, 9, 4)
    actions = [
        action(1, "in time", day=friday, due=friday),
        action(2, "a day late", day=friday + timedelta(days=1), due=friday),
        action(3, "never done", state="open", day=friday - timedelta(days=7), due=friday),
        action(4, "called off before", state="dropped", day=friday, due=friday),
        action(5, "called off late", state="dropped", day=monday, due=friday),
        action(6, "done early, not due yet", day=monday, due=today),
        action(7, "due yesterday, open", state="open", day=friday, due=today - timedelta(days=1)),
        action(8, "due in a week", state="open", day=monday, due=today + timedelta(days=7)),
        action(9, "due on the sixth day", state="open", day=monday, due=today + timedelta(days=6)),
        action(10, "long ago", day=date(2026, 1, 5)),
    ]
    at = datetime(2026, 9, 4, tzinfo=NOON.tzinfo)
    ratings = [Rating(friday, "田中", 8, "me", at), Rating(friday, "佐藤", 5, "me", at)]
    found = standing(actions, ratings, today, weeks=2)
    assert found.weeks == (Week(monday, 1, 0, None, 0), Week(date(2026, 8, 31), 4, 1, 6.5, 2))
    assert [one.id for one in found.open] == [3, 7, 9, 8]
    assert (found.overdue, found.soon, found.due, found.in_time) == (2, 1, 5, 1)
    assert [week.share for week in found.weeks] == [0.0, 0.25]


def test_without_actions_nothing_is_said_to_be_zero() -> None:
    found = standing([], [], DAY, weeks=1)
    assert found.weeks[0].share is None
    assert found.weeks[0].rating is None
