"""Every page, with real versions behind it: the demo, nothing, and exports that measure little."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from funnel.store.workspace import Workspace
from funnel.ui import data
from funnel.ui.funnel_strip import Strip
from funnel.ui.navigation import PAGES, WEEKLY
from funnel.ui.strip import strip_of
from funnel.ui.texts import LANGUAGES, Texts
from funnel.ui.verdict_data import read_verdict
from funnel.ui.verdict_headline import marked_of
from funnel.ui.view_choice import ALL
from tests.conftest import GOLDEN, ROOT, bring, brought

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
    brought(workspace, *sorted((GOLDEN / "company").glob("*.csv")))


def demo(workspace: Workspace, _folder: Path) -> None:
    brought(workspace, *sorted((ROOT / "data" / "demo").glob("*.csv")))


def leads_only(workspace: Workspace, _folder: Path) -> None:
    brought(workspace, GOLDEN / "company" / "leads.csv")


def deals_only(workspace: Workspace, _folder: Path) -> None:
    brought(workspace, GOLDEN / "company" / "opportunities.csv")


def leads_and_wins(workspace: Workspace, folder: Path) -> None:
    (folder / "map.toml").write_text(ONLY_WINS)
    (folder / "people.csv").write_text("no,born\n1,2026-01-05\n2,2026-01-06\n")
    (folder / "won.csv").write_text("deal,no,done\n7,1,2026-01-03\n")
    files = [folder / "people.csv", folder / "won.csv"]
    brought(workspace, *files, mapping=folder / "map.toml")


def refused_and_odd(workspace: Workspace, folder: Path) -> None:
    file = folder / "deals.csv"
    file.write_text(
        "Opportunity ID,Opportunity Name,Stage,Amount,Close Date,Created Date\n"
        "D1,*A*,Closed Won,,2026-02-10,2026-02-19\nD2,B,Somewhere,x,2026-02-10,2026-01-19\n"
        "D3,B,What is this,1,2026-02-10,2026-01-19\n"
    )
    brought(workspace, file, refuse_rows=True)


def test_old_data_name_the_day_of_the_export(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They end in February; the export was made on the day of the upload."""
    monkeypatch.setenv("FUNNEL_HOME", str(workspace.home))
    brought(workspace, GOLDEN / "company" / "leads.csv")
    app = AppTest.from_file(str(WEEKLY.file), default_timeout=60).run()
    (note,) = [line.value for line in app.caption if "最後の動きは" in line.value]
    assert "(11/21 の書き出し)" in note


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


def test_a_stage_without_dates_is_not_measured_rather_than_zero(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leads_and_wins(workspace, tmp_path)
    strip = weekly_strip(monkeypatch, workspace, "2026-01")
    assert [stage.value for stage in strip.stages] == ["2", "—", "—", "—", "—", "1"]
    assert [stage.measured for stage in strip.stages] == [True, False, False, False, False, True]
    assert strip.rates[:4] == (None,) * 4
    assert strip.rates[4] is not None
    assert (strip.rates[4].id, strip.rates[4].counts, strip.rates[4].note) == (
        "lead_win_rate", "1/2", "リード比 · 件数少なめ",
    )  # fmt: skip


def test_a_month_of_late_wins_alone_says_why_their_days_are_many(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two leads of January; one is won then, one in March, in which no lead was created."""
    monkeypatch.setenv("FUNNEL_HOME", str(workspace.home))
    (tmp_path / "map.toml").write_text(ONLY_WINS)
    (tmp_path / "people.csv").write_text("no,born\n1,2026-01-05\n2,2026-01-06\n")
    (tmp_path / "won.csv").write_text("deal,no,done\n7,1,2026-01-20\n8,2,2026-03-06\n")
    files = [tmp_path / "people.csv", tmp_path / "won.csv"]
    bring(workspace, *files, mapping=tmp_path / "map.toml")
    app = AppTest.from_file(str(WEEKLY.file), default_timeout=60).run()
    late = "期間内の1件\\(平均59日\\)は以前に始まったものの残りです。"
    assert sum(late in line.value for line in app.caption) == 1
    app.button(key="open_lead_time_days").click().run()
    assert not app.exception, app.exception
    assert sum(late in line.value for line in app.caption) == 2
    (open_too,) = [line.value for line in app.markdown if "進行中も考慮" in line.value]
    assert "直近1年に始まったもの" in open_too
    assert "2件のうち2件が受注" in open_too


def test_a_hand_counted_month_along_the_strip(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    golden(workspace, tmp_path)
    strip = weekly_strip(monkeypatch, workspace)
    assert [stage.value for stage in strip.stages] == ["5", "4", "3", "4", "4", "3"]
    assert [(rate.value, rate.counts) for rate in strip.rates if rate] == [
        ("80%", "4/5"), ("75%", "3/4"), ("133%", "4/3"), ("75%", "3/4"), ("75%", "3/4"),
    ]  # fmt: skip
    picture = strip.stages[0].picture
    assert picture is not None
    assert [week.value for week in picture.weeks] == [4, 0, 2, 2, 1, 0]
    assert [month.value for month in picture.months] == [None] * 10 + [7, 5]


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
    return AppTest.from_file(str(WEEKLY.file), default_timeout=30).run()


def test_the_demo_names_the_planted_story(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    demo(workspace, tmp_path)
    app = weekly(monkeypatch, workspace)
    assert app.title[0].value == "引き渡し → SQL が詰まっています"
    assert "展示会" in app.markdown[0].value


def weekly_strip(
    monkeypatch: pytest.MonkeyPatch, workspace: Workspace, month: str = "2026-02", source: str = ALL
) -> Strip:
    """What the page hands to its strip, which AppTest itself cannot look into."""
    monkeypatch.setenv("FUNNEL_HOME", str(workspace.home))
    company = data.company_in_force()
    assert company is not None
    chosen = () if source == ALL else (source,)
    view = data.view_of(company, date.fromisoformat(f"{month}-01"), chosen)
    funnel = data.read_funnel(company, view)
    marked = marked_of(read_verdict(company, view).verdict)
    return strip_of(company, funnel, marked, view, Texts("ja"))


def test_month_and_source_change_the_strip(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    golden(workspace, tmp_path)
    strip = weekly_strip(monkeypatch, workspace, "2026-01", "Expo")
    assert [stage.value for stage in strip.stages] == ["3", "2", "2", "0", "0", "0"]


def test_the_boxes_write_the_address(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    golden(workspace, tmp_path)
    app = weekly(monkeypatch, workspace)
    assert app.selectbox(key="box_month_ja").value == "2026-02"
    app.selectbox(key="box_month_ja").set_value("2026-01").run()
    app.selectbox(key="box_source_ja").set_value("Expo").run()
    assert not app.exception
    assert app.query_params["month"] == "2026-01"
    assert app.query_params["source"] == "Expo"


def test_too_little_data_says_so_instead_of_all_is_well(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    golden(workspace, tmp_path)
    assert weekly(monkeypatch, workspace).title[0].value == "まだ判断できません"


GOOD = GOLDEN / "company" / "opportunities.csv"


def test_a_table_that_ended_long_ago_is_not_known_rather_than_zero(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    golden(workspace, tmp_path)
    late = tmp_path / "opportunities.csv"
    late.write_text(GOOD.read_text().replace("2026-02-27", "2026-04-15"))
    bring(workspace, late)
    leads = weekly_strip(monkeypatch, workspace, "2026-04").stages[0]
    assert (leads.value, leads.lines) == ("—", ("2026/2/20まで",))
    assert leads.picture is not None
    assert [week.value for week in leads.picture.weeks] == [None] * 6
    assert [month.value for month in leads.picture.months] == [None] * 8 + [7, 5, None, None]


def test_too_little_data_asks_for_more(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leads_and_wins(workspace, tmp_path)
    monkeypatch.setenv("FUNNEL_HOME", str(workspace.home))
    app = AppTest.from_file(str(WEEKLY.file), default_timeout=30)
    app.query_params["month"] = "2026-01"
    app.run()
    assert not app.exception
    assert app.button(key="bring_data").label == "データを取り込む"
