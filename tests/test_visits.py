"""What changed since somebody was here last: who is remembered, and what is said of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from funnel.store.team import Plan, TeamStore, Visit
from funnel.store.workspace import Workspace
from funnel.ui.navigation import WEEKLY
from funnel.ui.since_visit import changes, verdict_said
from funnel.ui.texts import Texts
from tests.conftest import GOLDEN, NOON, ROOT, brought

NOW = {"version": "2", "agreement": "1", "verdict": "red:handed_over>sql"}
HOUR = timedelta(hours=1)


@pytest.fixture
def team(tmp_path: Path) -> TeamStore:
    return TeamStore(tmp_path / "home")


def test_the_visit_before_is_told_until_the_next_begins(team: TeamStore) -> None:
    """At noon, loaded anew an hour later, and again five hours after that."""
    first, other = {"version": "1"}, {"version": "2"}
    assert team.visit("aoi", first, at=NOON) is None
    assert team.visit("aoi", first, at=NOON + HOUR) is None
    assert team.visit("aoi", other, at=NOON + 6 * HOUR) == Visit(NOON + HOUR, first)
    assert team.visit("aoi", other, at=NOON + 7 * HOUR) == Visit(NOON + HOUR, first)
    assert team.visit("ken", other, at=NOON + 8 * HOUR) is None
    assert team.visit("長" * 5_000, other, at=NOON) is None
    assert team.visit("'; drop table visits --", other, at=NOON) is None


def test_only_what_is_different_is_told() -> None:
    before, t = Visit(NOON, NOW), Texts("ja")
    assert changes(before, NOW, [], t).lines == ()
    seen = {"version": "3", "agreement": "0", "verdict": "none:"}
    assert [line for line, _ in changes(before, seen, [], t).lines] == [
        "判定が「詰まりなし」に変わりました", "データが第3版になりました", "合意がなくなりました",
    ]  # fmt: skip
    assert (
        verdict_said("amber:mql>handed_over", Texts("en")) == "MQL → Handed over is to be watched"
    )


def test_actions_decided_and_done_since_are_counted(team: TeamStore) -> None:
    day = date(2026, 11, 20)
    plan = Plan("電話する", "田中", day, day, day)
    for name, at in (("前", NOON - HOUR), ("後", NOON + HOUR), ("済", NOON - HOUR)):
        team.add_action(replace(plan, title=name), who="me", at=at)
    (done,) = [one for one in team.actions() if one.plan.title == "済"]
    team.settle_action(done, "done", day, who="me", at=NOON + HOUR)
    found = changes(Visit(NOON, NOW), NOW, team.actions(), Texts("en")).lines
    assert [line for line, _ in found] == ["1 actions were decided on", "1 actions were done"]


def captions(language: str = "ja") -> list[str]:
    app = AppTest.from_file(str(WEEKLY.file), default_timeout=90)
    app.session_state["choice_lang"] = language
    app.run()
    assert not app.exception, app.exception
    return [line.value for line in app.caption]


def test_the_week_says_it_once_there_is_something(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = Workspace(tmp_path / "home")
    brought(workspace, *sorted((GOLDEN / "company").glob("*.csv")))
    monkeypatch.setenv("FUNNEL_HOME", str(workspace.home))
    monkeypatch.setattr("getpass.getuser", lambda: "aoi")
    assert not any("変化" in line for line in captions()[:3])
    with pytest.MonkeyPatch.context() as patch:  # as if that had been long ago
        patch.setattr("funnel.store.team_visits.PAUSE", timedelta(0))
        workspace.team.visit("aoi", {**NOW, "agreement": "0", "verdict": "x:"}, at=NOON)
        workspace.team.visit("aoi", NOW, at=NOON)
    line = next(line for line in captions() if "前回この画面が開かれた日" in line)
    assert "データが第1版になりました" in line


def test_a_store_that_cannot_be_written_costs_only_the_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = Workspace(tmp_path / "home")
    brought(workspace, *sorted((GOLDEN / "company").glob("*.csv")))
    monkeypatch.setenv("FUNNEL_HOME", str(workspace.home))
    workspace.team.write("me", NOON, "x", 1)
    (workspace.home / "team.sqlite").chmod(0o400)
    assert captions()


def test_the_tour_opens_with_the_first_data_and_stays_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = Workspace(tmp_path / "home")
    workspace.home.mkdir()
    monkeypatch.setenv("FUNNEL_HOME", str(workspace.home))
    app = AppTest.from_file(str(ROOT / "funnel" / "ui" / "main.py"), default_timeout=90)
    app.run()
    brought_home = Workspace(tmp_path / "other")
    brought(brought_home, *sorted((GOLDEN / "company").glob("*.csv")))
    monkeypatch.setenv("FUNNEL_HOME", str(brought_home.home))
    app.run()
    assert "はじめての方へ 1/5" in "\n".join(line.value for line in app.markdown)
    for step in (2, 3, 4, 5):
        app.button(key="tour_next").click().run()
        assert not app.exception, app.exception
        assert f"はじめての方へ {step}/5" in "\n".join(line.value for line in app.markdown)
    app.button(key="tour_close").click().run()
    assert not app.exception, app.exception
    app.run()
    assert "はじめての方へ 1" not in "\n".join(line.value for line in app.markdown)
    app.button(key="to_tour").click().run()
    assert "はじめての方へ 1/5" in "\n".join(line.value for line in app.markdown)


def test_a_company_that_is_there_already_gets_no_tour(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = Workspace(tmp_path / "home")
    brought(workspace, *sorted((GOLDEN / "company").glob("*.csv")))
    monkeypatch.setenv("FUNNEL_HOME", str(workspace.home))
    app = AppTest.from_file(str(ROOT / "funnel" / "ui" / "main.py"), default_timeout=90)
    app.run()
    assert not [button for button in app.button if button.key == "tour_next"]
