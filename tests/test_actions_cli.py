"""`funnel action` and `funnel voice`: in both languages, for people and for programs."""

from __future__ import annotations

import json
import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from funnel.calendar import day_of
from funnel.clock import now
from funnel.store.database import Database
from funnel.store.team import Plan
from funnel.store.workspace import Workspace
from tests.conftest import GOLDEN, bring
from tests.test_cli import fails, run

HOSTILE = "=1+1\n<b> \u202e" + "長" * 200


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published")
    bring(Workspace(folder / "workspace"), *sorted((GOLDEN / "company").glob("*.csv")))
    return folder


@pytest.fixture
def home(published: Path, tmp_path: Path) -> Path:
    """A small company that decided nothing yet."""
    shutil.copytree(published / "workspace", tmp_path / "workspace")
    return tmp_path


def told(home: Path, *arguments: str, language: str = "en") -> Any:
    return json.loads(run(home, *arguments, "--json", language=language))


def opened(home: Path) -> Database:
    workspace = Workspace(home / "workspace")
    return workspace.open(workspace.current() or 0)


def test_an_action_is_added_done_and_listed(home: Path) -> None:
    today = day_of(now())
    added = told(home, "action", "add", "電話する", "--owner", "田中", "--figure", "sql_rate",
                 "--step", "handed_over>sql", "--source", "展示会", "--who", "Ito")  # fmt: skip
    at = added.pop("at")
    expected = {
        "id": 1, "revision": 1, "who": "Ito", "state": "open", "settled_on": None, "outcome": None,
        "learned": "", "title": "電話する", "owner": "田中",
        "due_on": f"{today + timedelta(days=7)}", "check_on": f"{today + timedelta(days=28)}",
        "decided_on": f"{today}", "metric": "sql_rate", "promise": None, "step": "handed_over>sql",
        "where": [["source", "展示会"]], "move": None, "moved": None,
    }  # fmt: skip
    assert added == expected
    assert at
    told(home, "action", "add", "B", "--owner", "Ito", "--figure", "first_contact")
    done = told(home, "action", "done", "1", "--outcome", "success", "--learned", " 早い ")
    assert {k: v for k, v in done.items() if v != expected.get(k)} == {
        "revision": 2, "who": done["who"], "at": done["at"], "state": "done",
        "settled_on": f"{today}", "outcome": "success", "learned": "早い",
    }  # fmt: skip
    listed = told(home, "action", "list")
    assert {k: v for k, v in listed.items() if k != "actions"} == {
        "open": 1, "overdue": 0, "due": 0, "in_time": 0, "weeks": 8,
    }  # fmt: skip
    assert [one["id"] for one in listed["actions"]] == [2, 1]
    for asked, found in {
        ("--state", "done"): [1], ("--words", "電話 早い"): [1], ("--step", "mql>sql"): [1],
        ("--step", "first_contact"): [2], ("--source", "展示会"): [1], ("--words", "nothing"): [],
    }.items():  # fmt: skip
        assert [one["id"] for one in told(home, "action", "list", *asked)["actions"]] == found


def test_the_list_says_what_is_late_and_what_it_moved(home: Path) -> None:
    """Decided on 2026-02-01, of data that end on 02-27: three whole weeks after."""
    team, decided = Workspace(home / "workspace").team, date(2026, 2, 1)
    plan = Plan(HOSTILE, "田中", date(2026, 2, 8), date(2026, 3, 1), decided, metric="leads")
    team.add_action(plan, who="me", at=now())
    (one,) = told(home, "action", "list")["actions"]
    assert one["move"]["kind"] == "count"
    assert one["move"]["after"]["of"] == 3
    assert one["moved"].endswith("too early to judge, from 2026-03-01 on")
    line, moved, last = run(home, "action", "list", language="ja").splitlines()
    assert line.startswith("    1  期限切れ 2026-02-08  =1+1 <b>")
    assert moved.strip().startswith("leads: 週")
    assert last == "未完了 1件、うち期限切れ 1件。直近8週の期限内完了: 期限が来た行動なし"


def test_a_day_and_a_learning_are_given_later(home: Path) -> None:
    told(home, "action", "add", "A", "--owner", "Ito")
    today = day_of(now())
    dropped = told(home, "action", "drop", "1", "--on", f"{today + timedelta(days=1)}")
    again = told(home, "action", "drop", "1", "--learned", "Nobody wanted it")
    assert (dropped["state"], again["settled_on"]) == ("dropped", f"{today + timedelta(days=1)}")
    assert again["learned"] == "Nobody wanted it"
    assert run(home, "action", "drop", "1").strip() == "Action 1 is dropped: A"
    assert "learned: Nobody wanted it" in run(home, "action", "list")


def test_before_any_import_actions_are_listed_without_what_they_moved(tmp_path: Path) -> None:
    told(tmp_path, "action", "add", "A", "--owner", "Ito", "--figure", "leads")
    (one,) = told(tmp_path, "action", "list")["actions"]
    assert (one["move"], one["moved"]) == (None, None)
    assert "there are no data yet from after the decision" in run(tmp_path, "action", "list")


def test_nothing_is_said_plainly(home: Path) -> None:
    assert run(home, "action", "list").startswith("No action fits")
    assert run(home, "voice", "list", language="ja").splitlines()[0].endswith("の声はありません。")


@pytest.mark.parametrize(
    ("arguments", "kind"),
    [
        (["action", "add", " ", "--owner", "Ito"], "action_incomplete"),
        (["action", "add", "A", "--owner", "Ito", "--due", "2020-01-01"], "action_dates"),
        (["action", "add", "A", "--owner", "Ito", "--figure", "nonsense"], "unknown_name"),
        (["action", "add", "A", "--owner", "Ito", "--step", "handed_over>sqls"], "unknown_name"),
        (["action", "done", "77"], "unknown_name"),
        (["action", "drop", "77"], "unknown_name"),
        (["voice", "add", "nonsense"], "unknown_name"),
        (["voice", "add", "not_said"], "unknown_name"),
        (["voice", "add", "good", "--lead", "nobody"], "unknown_name"),
        (["voice", "remove", "77"], "unknown_name"),
        (["voice", "list", "--since", "2026-03-01", "--until", "2026-02-01"], "empty_period"),
    ],
)
def test_what_cannot_be_is_named(home: Path, arguments: list[str], kind: str) -> None:
    problem = json.loads(fails(home, *arguments, "--json"))["error"][0]
    assert problem["kind"] == kind
    assert Workspace(home / "workspace").team.actions() == []
    assert Workspace(home / "workspace").team.voices() == []


def test_a_day_before_the_decision_is_refused(home: Path) -> None:
    told(home, "action", "add", "A", "--owner", "Ito")
    problem = json.loads(fails(home, "action", "done", "1", "--on", "2020-01-01", "--json"))
    assert problem["error"][0]["kind"] == "action_dates"


def test_a_voice_is_added_counted_and_taken_back(home: Path) -> None:
    with opened(home) as db:
        lead, source = db.rows("select lead_id, source from leads order by lead_id limit 1")[0]
    short = lead.partition(":")[2]
    days = ["--since", "2026-02-01", "--until", "2026-02-28"]
    added = told(home, "voice", "add", "timing", " 来期 ", "--lead", short, "--on", "2026-02-10")
    assert added == {
        "id": 1, "day": "2026-02-10", "about": "lead", "subject": lead, "reason": "timing",
        "said": "来期",
    }  # fmt: skip
    told(home, "voice", "add", "timing", "--campaign", HOSTILE, "--on", "2026-02-11")
    told(home, "voice", "add", "good", "--on", "2026-02-12", "--who", "Ito")
    told(home, "voice", "add", "price", "--on", "2026-01-31")
    found = told(home, "voice", "list", *days)
    assert found["reasons"] == [
        {"reason": "timing", "title": "Timing", "count": 2, "denominator": 3},
        {"reason": "good", "title": "Good", "count": 1, "denominator": 3},
    ]
    assert found["by_source"] == [
        {"source": source, "is_known": True, "reason": "timing", "title": "Timing", "count": 1,
         "denominator": 1}
    ]  # fmt: skip
    assert [(one["id"], one["about"], one["source"]) for one in found["voices"]] == [
        (3, "general", None), (2, "campaign", None), (1, "lead", source),
    ]  # fmt: skip
    lines = run(home, "voice", "list", *days, language="ja").splitlines()
    assert lines[:2] == ["2/3 時期", "1/3 良かった"]
    assert lines[2] == f"  {source}: 1/1 時期"
    assert f"   1  2026-02-10  {lead}  時期: 来期" in lines
    assert told(home, "voice", "remove", "1") == {"id": 1}
    assert [one["id"] for one in told(home, "voice", "list", *days)["voices"]] == [3, 2]


def test_a_voice_is_of_one_thing(home: Path) -> None:
    fails(home, "voice", "add", "good", "--lead", "1", "--campaign", "Fair")
