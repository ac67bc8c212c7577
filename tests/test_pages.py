"""Every page, with real versions behind it: the demo, nothing, and exports that measure little."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from funnel.store.workspace import Workspace
from funnel.ui.navigation import PAGES
from funnel.ui.texts import LANGUAGES
from tests.conftest import GOLDEN, ROOT, bring

ONLY_WINS = """
tool = "own"
[[tables]]
object = "leads"
[tables.columns]
id = "no"
created = "born"
[[tables]]
object = "deals"
outcome = "won"
[tables.columns]
id = "deal"
lead_ids = "no"
closed = "done"
"""


def golden(workspace: Workspace, _folder: Path) -> None:
    bring(workspace, *sorted((GOLDEN / "company").glob("*.csv")))


def demo(workspace: Workspace, _folder: Path) -> None:
    bring(workspace, *sorted((ROOT / "data" / "demo").glob("*.csv")))


def leads_only(workspace: Workspace, _folder: Path) -> None:
    bring(workspace, GOLDEN / "company" / "leads.csv")


def deals_only(workspace: Workspace, _folder: Path) -> None:
    bring(workspace, GOLDEN / "company" / "opportunities.csv")


def leads_and_wins(workspace: Workspace, folder: Path) -> None:
    (folder / "map.toml").write_text(ONLY_WINS)
    (folder / "people.csv").write_text("no,born\n1,2026-01-05\n2,2026-01-06\n")
    (folder / "won.csv").write_text("deal,no,done\n7,1,2026-01-03\n")
    files = [folder / "people.csv", folder / "won.csv"]
    bring(workspace, *files, mapping=folder / "map.toml")


def refused_and_odd(workspace: Workspace, folder: Path) -> None:
    file = folder / "deals.csv"
    file.write_text(
        "Opportunity ID,Opportunity Name,Stage,Amount,Close Date,Created Date\n"
        "D1,*A*,Closed Won,,2026-02-10,2026-02-19\nD2,B,Somewhere,x,2026-02-10,2026-01-19\n"
        "D3,B,What is this,1,2026-02-10,2026-01-19\n"
    )
    bring(workspace, file, refuse_rows=True)


COMPANIES = [golden, demo, leads_only, deals_only, leads_and_wins, refused_and_odd]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
@pytest.mark.parametrize("company", COMPANIES, ids=lambda company: company.__name__)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_runs_for_every_company(
    workspace: Workspace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    page,
    company,
    language,
) -> None:
    monkeypatch.setenv("FUNNEL_HOME", str(workspace.home))
    company(workspace, tmp_path)
    app = AppTest.from_file(str(page.file), default_timeout=30)
    app.session_state["choice_lang"] = language
    app.run()
    assert not app.exception, app.exception
    said = " ".join(str(element.value) for element in [*app.title, *app.markdown])
    assert said


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_data_the_first_page_says_how_to_bring_some(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setenv("FUNNEL_HOME", str(workspace.home))
    app = AppTest.from_file(str(ROOT / "funnel" / "ui" / "main.py"), default_timeout=30)
    app.query_params["lang"] = language
    app.run()
    assert not app.exception
    assert (
        app.title[0].value
        == {"ja": "まだデータがありません", "en": "There are no data yet"}[language]
    )
    app.button[0].click().run()
    assert not app.exception


def weekly(monkeypatch: pytest.MonkeyPatch, workspace: Workspace) -> AppTest:
    monkeypatch.setenv("FUNNEL_HOME", str(workspace.home))
    return AppTest.from_file(str(PAGES[0].file), default_timeout=30).run()


def test_the_demo_names_the_planted_story(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    demo(workspace, tmp_path)
    app = weekly(monkeypatch, workspace)
    assert app.title[0].value == "最大の差: 引き渡し → SQL"
    assert "**展示会**に集中" in app.markdown[0].value


def test_a_filter_of_the_page_changes_its_figures(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    golden(workspace, tmp_path)
    app = weekly(monkeypatch, workspace)
    assert app.selectbox(key="choice_month").value == "2026-02"
    app.selectbox(key="choice_month").set_value("2026-01").run()
    app.selectbox(key="choice_source").set_value("Expo").run()
    assert not app.exception
    assert app.query_params["month"] == "2026-01"
    assert app.query_params["source"] == "Expo"


def test_too_little_data_says_so_instead_of_all_is_well(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    golden(workspace, tmp_path)
    assert weekly(monkeypatch, workspace).title[0].value == "比べるには件数が足りません"
