"""What meetings leave behind: actions, notes, ratings, minutes, the agenda, and sales' voice."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import get_args

import pytest

from funnel.errors import FunnelError, UnknownName
from funnel.messages import describe
from funnel.store.team import (
    About,
    Action,
    ActionState,
    Minutes,
    Note,
    Plan,
    Rating,
    TeamStore,
    Voice,
)
from tests.conftest import NOON

DAY = date(2026, 11, 20)
LATER = NOON + timedelta(hours=1)
PLAN = Plan(
    "展示会の41件に電話する", "田中", date(2026, 11, 27), date(2026, 12, 18), DAY,
    metric="sql_rate", step="handed_over>sql", where=(("source", "展示会"), ("owner", None)),
)  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> TeamStore:
    return TeamStore(tmp_path / "workspace")


def test_an_action_is_kept_as_it_was_decided(store: TeamStore) -> None:
    other = replace(PLAN, title=" 失注理由を必須にする ", promise="decided", metric=None, where=())
    first = store.add_action(PLAN, who="me", at=NOON)
    second = store.add_action(other, who="you", at=LATER)
    assert store.actions() == [
        Action(first, 1, PLAN, "me", NOON),
        Action(second, 1, replace(other, title="失注理由を必須にする"), "you", LATER),
    ]


@pytest.mark.parametrize("state", get_args(ActionState))
def test_an_action_is_settled_and_opened_again(store: TeamStore, state: ActionState) -> None:
    number = store.add_action(PLAN, who="me", at=NOON)
    (seen,) = store.actions()
    day = DAY + timedelta(days=7)
    store.settle_action(
        seen, state, day, who="you", at=LATER, outcome="success", learned="当日に渡すと早い"
    )
    assert store.actions() == [
        Action(
            number, 2, PLAN, "you", LATER, state, None if state == "open" else day, "success",
            "当日に渡すと早い",
        )
    ]  # fmt: skip
    (seen,) = store.actions()
    store.settle_action(seen, "open", day, who="me", at=LATER)
    (again,) = store.actions()
    assert (again.state, again.settled_on, again.learned) == ("open", None, "当日に渡すと早い")


def test_whoever_changes_an_action_second_is_told_by_whom(store: TeamStore) -> None:
    number = store.add_action(PLAN, who="me", at=NOON)
    (seen,) = store.actions()
    changed = replace(seen, plan=replace(PLAN, owner="佐藤"))
    store.change_action(seen, changed, who="佐藤", at=LATER)
    with pytest.raises(FunnelError) as caught:
        store.settle_action(seen, "done", DAY, who="田中", at=LATER)
    (problem,) = caught.value.problems
    assert problem.kind == "action_changed_meanwhile"
    assert "佐藤, 2026-" in describe(problem, "ja")
    (kept,) = store.actions()
    assert (kept.id, kept.plan.owner, kept.state) == (number, "佐藤", "open")
    with pytest.raises(UnknownName):
        store.change_action(replace(seen, id=number + 1), changed, who="me", at=LATER)


def test_decisions_of_two_at_once_are_all_kept(store: TeamStore) -> None:
    def decide(who: str) -> None:
        mine = TeamStore(store.home)
        for number in range(10):
            mine.add_action(replace(PLAN, title=f"{who}{number}"), who=who, at=NOON)

    both = [threading.Thread(target=decide, args=(who,)) for who in ("a", "b")]
    for one in both:
        one.start()
    for one in both:
        one.join()
    titles = [action.plan.title for action in store.actions()]
    assert sorted(titles) == sorted(f"{who}{number}" for who in "ab" for number in range(10))


@pytest.mark.parametrize(
    ("plan", "kind"),
    [
        (replace(PLAN, title="  "), "action_incomplete"),
        (replace(PLAN, owner=""), "action_incomplete"),
        (replace(PLAN, due_on=DAY - timedelta(days=1)), "action_dates"),
        (replace(PLAN, check_on=DAY - timedelta(days=1)), "action_dates"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(store: TeamStore, plan: Plan, kind: str) -> None:
    with pytest.raises(FunnelError) as caught:
        store.add_action(plan, who="me", at=NOON)
    assert [problem.kind for problem in caught.value.problems] == [kind]
    assert store.actions() == []


def test_what_is_off_stands_on_the_list_of_a_day_once(store: TeamStore) -> None:
    first = store.add_note(DAY, "issue", "SQL率が低い", who="me", at=NOON, about="handed_over>sql")
    again = store.add_note(DAY, "issue", "SQL率!", who="you", at=LATER, about="handed_over>sql")
    said = store.add_note(DAY, "sales", " 展示会は会社が小さい ", who="you", at=LATER)
    store.add_note(DAY, "sales", "展示会は会社が小さい", who="you", at=LATER)
    store.add_note(
        DAY + timedelta(days=7), "issue", "次", who="me", at=NOON, about="handed_over>sql"
    )
    assert first == again
    assert store.notes(DAY) == [
        Note(first, DAY, "issue", "handed_over>sql", "SQL率が低い", "me", NOON),
        Note(said, DAY, "sales", None, "展示会は会社が小さい", "you", LATER),
        Note(said + 1, DAY, "sales", None, "展示会は会社が小さい", "you", LATER),
    ]
    assert store.remove_note(said)
    assert not store.remove_note(said)
    assert len(store.notes(DAY)) == 2
    with pytest.raises(FunnelError, match="note_empty"):
        store.add_note(DAY, "sales", " ", who="me", at=NOON)


def test_everyone_rates_a_meeting_once(store: TeamStore) -> None:
    for voter, rating in (("田中", 8), ("佐藤", 6), ("田中", 9)):
        store.rate_meeting(DAY, voter, rating, who="me", at=NOON)
    assert store.ratings() == [
        Rating(DAY, "佐藤", 6, "me", NOON), Rating(DAY, "田中", 9, "me", NOON),
    ]  # fmt: skip
    for wrong in (0, 11):
        with pytest.raises(FunnelError, match="rating_out_of_range"):
            store.rate_meeting(DAY, "田中", wrong, who="me", at=NOON)


def test_minutes_of_a_day_are_replaced_and_the_latest_come_first(store: TeamStore) -> None:
    before = DAY - timedelta(days=7)
    store.keep_minutes(before, "# 先週", 3, who="me", at=NOON)
    store.keep_minutes(DAY, "# 今週", 4, who="me", at=NOON)
    store.keep_minutes(DAY, "# 今週 (2)", 4, who="you", at=LATER)
    assert store.minutes() == [
        Minutes(DAY, "# 今週 (2)", 4, "you", LATER), Minutes(before, "# 先週", 3, "me", NOON),
    ]  # fmt: skip


def test_the_agenda_saved_last_counts(store: TeamStore) -> None:
    assert store.agenda() is None
    store.save_agenda([("actions", 4), ("scorecard", 5)], who="me", at=NOON)
    store.save_agenda([("actions", 10)], who="you", at=LATER)
    assert store.agenda() == [("actions", 10)]


def test_sales_says_what_it_thinks_of_a_lead_a_campaign_or_in_general(store: TeamStore) -> None:
    lead = store.add_voice(
        DAY, "lead", "salesforce:L1", "wrong_fit", " 学生 ", who="me", at=NOON
    )  # fmt: skip
    general = store.add_voice(DAY, "general", None, "good", "", who="me", at=LATER)
    assert store.voices() == [
        Voice(general, DAY, "general", None, "good", "", "me", LATER),
        Voice(lead, DAY, "lead", "salesforce:L1", "wrong_fit", "学生", "me", NOON),
    ]
    wrong: tuple[tuple[About, str | None, str], ...] = (
        ("lead", None, "wrong_fit"), ("general", "x", "good"), ("campaign", "x", ""),
    )  # fmt: skip
    for about, subject, reason in wrong:
        with pytest.raises(FunnelError, match="voice_incomplete"):
            store.add_voice(DAY, about, subject, reason, "", who="me", at=NOON)
    assert store.remove_voice(lead)
    assert not store.remove_voice(lead)
