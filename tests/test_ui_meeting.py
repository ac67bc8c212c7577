"""The meeting, step by step, on the demo and on companies of which little is known."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from typer.testing import CliRunner

from funnel.calendar import day_of
from funnel.cli import app as cli
from funnel.clock import now
from funnel.store.team import Plan
from funnel.store.workspace import Workspace
from funnel.ui.numbers import day_said
from funnel.ui.texts import LANGUAGES, Texts
from tests.conftest import GOLDEN, ROOT, bring

STEPS = ("actions", "scorecard", "headlines", "issues", "conclude")
HOSTILE = "<img src=x onerror=alert(1)> **=1+1** [x](http://e.example) \u202e" + "長" * 5000


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("demo")
    assert CliRunner().invoke(cli, ["demo"], env={"FUNNEL_HOME": str(home)}).exit_code == 0
    return home


def screen(
    home: Path, step: str, monkeypatch: pytest.MonkeyPatch, language: str = "ja", **address: str
) -> AppTest:
    monkeypatch.setenv("FUNNEL_HOME", str(home))
    at = AppTest.from_file(str(ROOT / "funnel" / "ui" / "main.py"), default_timeout=60)
    if step:
        at.query_params["meeting"] = step
    if language != "ja":
        at.query_params["lang"] = language
    for name, value in address.items():
        at.query_params[name] = value
    at.run()
    assert not at.exception, at.exception
    return at


def said(at: AppTest) -> str:
    return "\n".join([*(one.value for one in at.title), *(one.value for one in at.markdown)])


def plan(title: str, weeks: int = 1, **more: Any) -> Plan:
    day = day_of(now()) - timedelta(weeks=weeks)
    more.setdefault("owner", "田中")
    return Plan(title=title, due_on=day + timedelta(days=7), check_on=day + timedelta(days=28),
                decided_on=day, **more)  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_is_drawn(demo: Path, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    at = screen(demo, "actions", monkeypatch, language)
    t = Texts("en" if language == "en" else "ja")
    minutes = (4, 5, 4, 14, 3)
    for name in STEPS:
        at.button(key=f"meeting_to_{name}").click().run()
        assert not at.exception
        assert not at.error
        assert len(at.title) == 1
        assert [at.button(key=f"meeting_to_{each}").label for each in STEPS] == [
            t("meeting_step", step=t(f"meeting_bar_{each}"), minutes=number)
            for each, number in zip(STEPS, minutes, strict=True)
        ]


def test_steps_are_walked_through_and_the_meeting_is_left(
    demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = screen(demo, "actions", monkeypatch)
    for step in STEPS[1:]:
        at.button(key="meeting_next").click().run()
        assert at.query_params["meeting"] == step
    assert at.button(key="meeting_next").disabled
    at.button(key="meeting_before").click().run()
    assert at.query_params["meeting"] == "issues"
    at.button(key="meeting_leave").click().run()
    assert "meeting" not in at.query_params
    at.button(key="meeting_begin").click().run()
    assert at.query_params["meeting"] == "actions"


def test_the_bottleneck_is_first_on_the_list_and_becomes_an_action(
    demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = screen(demo, "issues", monkeypatch)
    assert at.radio[0].options[0] == "引き渡し → SQL が詰まっています"
    assert "展示会" in said(at)
    at.text_input(key="decide_title_issue_handed_over>sql").input("59件に電話する")
    at.selectbox(key="decide_owner_issue_handed_over>sql").set_value("田中")
    at.button(key="decide_keep_issue_handed_over>sql").click().run()
    assert not at.error
    (action,) = Workspace(demo).team.actions()
    kept = action.plan
    assert (kept.title, kept.owner, kept.metric, kept.step, kept.where) == (
        "59件に電話する", "田中", "sql_rate", "handed_over>sql", (("source", "展示会"),),
    )  # fmt: skip
    assert kept.check_on >= kept.decided_on + timedelta(days=28)
    assert "59件に電話する" in said(at)
    # Ready for the next decision: what was decided is not left to be sent again.
    assert at.text_input(key="decide_title_issue_handed_over>sql").value == ""


def test_the_next_action_of_the_week_is_offered_as_an_action(
    demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = screen(demo, "", monkeypatch)
    at.button(key="decide").click().run()
    assert not at.exception
    # What the headline says beside 次の一手, without Markdown's marks; tests/browser decides on it.
    assert at.text_input(key="decide_title_dialog").value == (
        "展示会でSQLに進んでいない59件のうち、続いている38件(連絡の記録なし1件)に、"
        "期日を決めて連絡する。"
    )
    assert at.selectbox(key="decide_figure_dialog").value == "sql_rate"


def test_what_is_off_is_told_with_its_figures_and_rows(
    demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = screen(demo, "issues", monkeypatch)
    at.radio[0].set_value("lead").run()
    assert at.header[0].value == "リードが外れています"
    assert "今月は **133**、目標は **301**" in said(at)
    at.button(key="see_figure").click().run()
    assert "登録された人数" in said(at)
    at.radio[0].set_value("first_contact").run()
    assert "守れなかったのは **42件**" in said(at)
    at.button(key="see_broken").click().run()
    (rows,) = at.dataframe
    assert len(rows.value) == 42
    assert not at.exception


def test_a_decision_without_an_owner_is_refused_in_words(
    demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = len(Workspace(demo).team.actions())
    at = screen(demo, "issues", monkeypatch)
    at.text_input(key="decide_title_issue_handed_over>sql").input("誰か")
    at.button(key="decide_keep_issue_handed_over>sql").click().run()
    assert [error.value for error in at.error] == ["行動には内容と担当者が要ります"]
    assert len(Workspace(demo).team.actions()) == before


def test_last_weeks_actions_come_back_with_what_they_moved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = Workspace(tmp_path / "home")
    bring(workspace, *sorted((ROOT / "data" / "demo").glob("*.csv")))
    team = workspace.team
    done = team.add_action(plan("電話する", 9, metric="sql_rate"), who="me", at=now())
    team.add_action(plan(HOSTILE, 2), who="me", at=now())
    at = screen(workspace.home, "actions", monkeypatch)
    assert at.title[0].value == "2件中 0件 完了"
    assert "SQL率: " in said(at)
    assert "件、過去並みなら" in said(at)
    assert "動かす数字が決められていません" in said(at)
    assert "**期限切れ" in said(at)
    assert "<img" not in said(at).replace("\\<img", "")
    assert max(len(one.value) for one in at.markdown) < 400
    at.button(key=f"settle_done_{done}").click().run()
    assert at.title[0].value == "2件中 1件 完了"
    (first, _) = team.actions()
    assert (first.state, first.settled_on) == ("done", day_of(now()))


def test_whoever_settles_second_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = Workspace(tmp_path / "home")
    bring(workspace, *sorted((GOLDEN / "company").glob("*.csv")))
    team = workspace.team
    number = team.add_action(plan("電話する", 2), who="me", at=now())
    at = screen(workspace.home, "actions", monkeypatch)
    (seen,) = team.actions()
    team.settle_action(seen, "dropped", date(2026, 11, 20), who="佐藤", at=now())
    at.button(key=f"settle_done_{number}").click().run()
    assert "佐藤" in at.error[0].value
    at.run()  # the list is drawn anew each two seconds, and that must not take it away
    assert "佐藤" in at.error[0].value
    assert [one.state for one in team.actions()] == ["dropped"]


def test_the_meeting_is_recorded_with_its_minutes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = Workspace(tmp_path / "home")
    bring(workspace, *sorted((ROOT / "data" / "demo").glob("*.csv")))
    team, today = workspace.team, day_of(now())
    team.add_action(plan("先週の行動", 1, promise="first_contact"), who="me", at=now())
    team.add_action(plan("今日の行動", 0, metric="sql_rate"), who="me", at=now())
    at = screen(workspace.home, "headlines", monkeypatch)
    at.text_input(key="note_text_sales").input("展示会は # 小さい会社が多い")
    at.button(key="note_add_sales").click().run()
    assert "展示会は \\# 小さい会社が多い" in said(at)
    at = screen(workspace.home, "conclude", monkeypatch)
    for voter, rating in (("田中", 9), ("佐藤", 6)):
        at.text_input(key="meeting_voter").input(voter)
        at.number_input(key="meeting_rating_number").set_value(rating)
        at.button(key="meeting_rate_keep").click().run()
    assert "7\\.5\\(2名\\)" in said(at)
    at.button(key="meeting_keep").click().run()
    assert not at.exception
    (minutes,) = team.minutes()
    assert minutes.version == workspace.current()
    lines = minutes.text.splitlines()
    assert lines[0] == f"# 週次会議 {day_said(today, Texts('ja'))}"
    assert "## 決定" in lines
    (decided,) = [line for line in lines if "今日の行動" in line]
    assert decided.startswith("- **今日の行動** — 田中、")
    assert any("引き渡し→SQL" in line for line in lines)
    assert any("先週の行動" in line and "[未完了]" in line for line in lines)
    assert "- 展示会は \\# 小さい会社が多い" in lines
    assert at.code[0].value == minutes.text.rstrip()
    assert [(one.kind, one.day) for one in team.meetings()] == [("weekly", today)]


def test_the_agenda_is_edited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = Workspace(tmp_path / "home")
    bring(workspace, *sorted((GOLDEN / "company").glob("*.csv")))
    at = screen(workspace.home, "issues", monkeypatch)
    at.number_input(key="minutes_headlines").set_value(0)
    at.number_input(key="minutes_issues").set_value(20)
    at.button(key="meeting_agenda_save").click().run()
    labels = [one.label for one in at.button if (one.key or "").startswith("meeting_to_")]
    assert labels == ["先週の行動 4分", "スコアカード 5分", "課題と決定 20分", "まとめ 3分"]
    at = screen(workspace.home, "headlines", monkeypatch)
    assert at.title[0].value == "まだ行動がありません"
    # Issues first; a step that is left out keeps a place, for when it comes back.
    at.number_input(key="place_issues").set_value(1)
    at.button(key="meeting_agenda_save").click().run()
    labels = [one.label for one in at.button if (one.key or "").startswith("meeting_to_")]
    assert labels == ["課題と決定 20分", "先週の行動 4分", "スコアカード 5分", "まとめ 3分"]
    at.number_input(key="minutes_headlines").set_value(2)
    at.button(key="meeting_agenda_save").click().run()
    assert workspace.team.agenda() == [
        ("issues", 20), ("actions", 4), ("scorecard", 5), ("conclude", 3), ("headlines", 2),
    ]  # fmt: skip


def test_the_timer_goes_on_where_a_step_was_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = Workspace(tmp_path / "home")
    bring(workspace, GOLDEN / "company" / "leads.csv")
    at = screen(workspace.home, "issues", monkeypatch)

    def gone(at: AppTest = at) -> float:
        (line,) = [
            one.proto.body for one in at.get("html") if "class='meeting-timer'" in one.proto.body
        ]
        return float(line.partition("animation-delay:-")[2].partition("s")[0])

    clock = at.session_state["meeting_clock"]
    clock["at"] -= timedelta(seconds=90)
    at.run()
    assert gone() == pytest.approx(90, abs=5)
    at.button(key="meeting_to_actions").click().run()
    assert gone() < 5
    at.session_state["meeting_clock"]["at"] -= timedelta(seconds=60)
    at.button(key="meeting_to_issues").click().run()
    assert gone() == pytest.approx(90, abs=8)
    began = at.query_params["began"]
    again = screen(workspace.home, "issues", monkeypatch, began=began)
    assert gone(again) == pytest.approx(90, abs=8)
    for wrong in ("", "-1", "x", "9" * 11, "9" * 400, "1000"):
        assert gone(screen(workspace.home, "issues", monkeypatch, began=wrong)) < 5
    at.button(key="meeting_leave").click().run()
    assert "meeting_clock" not in at.session_state
    assert "began" not in at.query_params


def test_hostile_issues_stand_on_the_list_as_they_were_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = Workspace(tmp_path / "home")
    bring(workspace, GOLDEN / "company" / "leads.csv")
    day = day_of(now())
    workspace.team.add_note(day, "issue", HOSTILE, who="me", at=now())
    workspace.team.add_action(plan(HOSTILE, 0), who=HOSTILE, at=now())
    at = screen(workspace.home, "issues", monkeypatch)
    (name,) = at.radio[0].options
    assert name.startswith("\\<img src=x onerror=alert\\(1\\)\\> \\*\\*")
    shown = [name, *(one.value for one in (*at.title, *at.header, *at.markdown))]
    assert not any("\u202e" in one for one in shown)
    assert not any("<img" in one.replace("\\<img", "") for one in shown)
    assert max(map(len, shown)) < 500


def test_a_company_of_which_little_is_known_can_meet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = Workspace(tmp_path / "home")
    bring(workspace, GOLDEN / "company" / "leads.csv")
    at = screen(workspace.home, "actions", monkeypatch)
    for step in STEPS:
        at.button(key=f"meeting_to_{step}").click().run()
        assert not at.exception
        assert not at.error
    at.button(key="meeting_to_issues").click().run()
    assert at.title[0].value == "課題 0件: 上から話す"
    at.text_input(key="note_text_issue").input("リードが少ない")
    at.button(key="note_add_issue").click().run()
    assert at.radio[0].options == ["リードが少ない"]
    assert at.text_input[1].value == "リードが少ない"
