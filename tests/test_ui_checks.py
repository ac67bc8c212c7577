"""The pages that look after the data: history, quality, links."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from funnel.status import status
from funnel.store.team import TeamStore
from funnel.store.workspace import Workspace
from funnel.ui import data, suggestions
from funnel.ui.findings import Finding, read_behind, read_findings
from funnel.ui.navigation import DATA, HISTORY, LINKS, QUALITY, Entry
from tests.conftest import GOLDEN, bring, brought

LEADS, DEALS = GOLDEN / "company" / "leads.csv", GOLDEN / "company" / "opportunities.csv"
LEAD = "Lead ID,First Name,Last Name,Company,Email,Lead Source,Lead Status,Created Date\n"
DEAL = "Opportunity ID,Opportunity Name,Account Name,Stage,Amount,Close Date,Created Date\n"


@pytest.fixture
def home(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setenv("FUNNEL_HOME", str(workspace.home))
    return workspace


def open_page(page: Entry) -> AppTest:
    app = AppTest.from_file(str(page.file), default_timeout=60).run()
    assert not app.exception, app.exception
    return app


def press(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click().run()
    assert not app.exception, app.exception
    return app


def shown(app: AppTest) -> str:
    return " ".join(line.value for line in (*app.markdown, *app.caption)).replace("\\", "")


def in_force() -> data.Company:
    company = data.company_in_force()
    assert company is not None
    return company


# history


def test_any_version_is_brought_back_once_one_is_sure(home: Workspace) -> None:
    brought(home, LEADS)
    bring(home, DEALS)
    bring(home, LEADS)
    app = open_page(HISTORY)
    assert app.title[0].value == "いま使っているのは第3版です"
    assert "opportunities.csv — Salesforce 商談、7行" in shown(app).replace(" 7行", "、7行")
    press(app, "back_1")
    assert home.current() == 3
    press(app, "back_sure")
    assert home.current() == 1
    assert app.title[0].value == "いま使っているのは第1版です"
    assert "第3版からこの第1版に戻しました" in shown(app)


def test_what_changed_is_told_beside_each_version(home: Workspace, tmp_path: Path) -> None:
    brought(home, LEADS)
    fewer = tmp_path / "leads.csv"
    fewer.write_text("".join(LEADS.read_text().splitlines(keepends=True)[:-1]))
    bring(home, fewer)
    assert "第1版から: リード 新規0・変更0・消える1" in shown(open_page(HISTORY))


def test_a_damaged_version_is_named_and_not_offered(home: Workspace) -> None:
    brought(home, LEADS)
    bring(home, DEALS)
    home.version_path(1).write_bytes(b"nonsense")
    app = open_page(HISTORY)
    assert "ファイルが壊れています" in shown(app)
    assert not [button for button in app.button if button.key == "back_1"]


# quality


def odd(workspace: Workspace, folder: Path) -> None:
    file = folder / "deals.csv"
    file.write_text(
        f"{DEAL}D1,A,Aster,Closed Won,,2026-02-10,2026-02-19\n"
        "D2,B,Birch,Closed Won,x,2026-02-10,2026-01-19\n"
        "D3,C,Cedar,What is this,1,2026-02-10,2026-01-19\n"
        "D4,D,Dune,Closed Won,5,2026-02-10,2026-01-19\n"
    )
    brought(workspace, file, refuse_rows=True)


def test_what_harms_figures_most_comes_first(home: Workspace, tmp_path: Path) -> None:
    odd(home, tmp_path)
    tiers = read_findings(in_force())
    assert list(tiers) == ["counts", "speed", "more"]
    assert {finding.kind: finding.count for finding in tiers["counts"]} == {
        "refused": 1, "unknown_stage": 1, "won_without_amount": 1,
    }  # fmt: skip
    assert tiers["speed"] == [Finding("closed_before_opened", 1)]
    assert Finding("missing_field", 1, "deal", "amount") in tiers["more"]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_finding_opens_to_its_rows(home: Workspace, tmp_path: Path, language: str) -> None:
    odd(home, tmp_path)
    for finding in (one for tier in read_findings(in_force()).values() for one in tier):
        app = AppTest.from_file(str(QUALITY.file), default_timeout=60)
        app.session_state["choice_lang"] = language
        app.run()
        press(app, f"open_{finding.kind}_{finding.subject}_{finding.what}")
        assert len(app.dataframe[0].value) == finding.count


def test_rows_behind_show_ids_and_no_names(home: Workspace, tmp_path: Path) -> None:
    odd(home, tmp_path)
    app = press(open_page(QUALITY), "open_won_without_amount__")
    table = app.dataframe[0].value
    assert table["ID"].tolist() == ["D1"]
    assert table["会社"].tolist() == ["A…"]
    rows = read_behind(in_force(), Finding("won_without_amount", 1))
    assert rows["company"].tolist() == ["Aster"]


def test_a_date_in_the_future_is_shown_itself(home: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "deals.csv"
    file.write_text(
        f"{DEAL}D1,A,Aster,Closed Lost,5,2027-10-20,2026-01-19\n"
        "D2,B,Birch,Closed Won,5,2026-02-10,2026-01-19\n"
    )
    bring(home, file)
    app = press(open_page(QUALITY), "open_dated_in_future__")
    (row,) = app.dataframe[0].value.to_dict("records")
    assert (row["ID"], str(row["日付"])) == ("D1", "2027-10-20")
    assert "内容" not in row


def test_nothing_to_mend_is_said_calmly(home: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "leads.csv"
    file.write_text(f"{LEAD}1,Aoi,Abe,Aster,a@aster.example,Web,Open,2026-01-05\n")
    bring(home, file)
    app = open_page(QUALITY)
    assert app.title[0].value == "直すところは見つかっていません"
    assert not app.dataframe


# links


def unlinked(workspace: Workspace, folder: Path) -> None:
    leads, deals = folder / "leads.csv", folder / "deals.csv"
    leads.write_text(
        f"{LEAD}L1,Aoi,Abe,株式会社アスター,a@aster.example,Web,Open,2026-01-05\n"
        "L2,Ren,Baba,㈱アスター,b@aster.example,Expo,Open,2026-01-07\n"
        "L3,Yui,Chiba,Birch,c@birch.example,Web,Open,2026-01-08\n"
    )
    deals.write_text(
        f"{DEAL}D1,A,アスター株式会社,Closed Won,900,2026-02-10,2026-01-19\n"
        "D2,B,Birch Inc.,Closed Won,500,2026-02-11,2026-01-20\n"
        "D3,C,Nobody,Closed Won,100,2026-02-12,2026-01-21\n"
    )
    brought(workspace, leads, deals)


def test_a_confirmed_lead_counts_once_it_is_taken_in(home: Workspace, tmp_path: Path) -> None:
    unlinked(home, tmp_path)
    assert status(home)["links"]["linked"] == 0
    app = open_page(LINKS)
    assert app.title[0].value == "つながる相手の候補がある商談が 2件あります"
    press(app, "answer_same_1")  # the largest deal comes first
    press(app, "answer_nobody")
    assert app.title[0].value == "すべて確認しました"
    assert status(home)["links"]["linked"] == 0
    app.button(key="apply").click().run()
    assert home.current() == 2
    with home.open(2) as db:
        assert db.rows("select deal_id, lane, source from deals order by all") == [
            ("salesforce:D1", "marketing", "Expo"),
            ("salesforce:D2", "sales", "営業起点"),
            ("salesforce:D3", "sales", "営業起点"),
        ]
    assert suggestions.still_open(in_force()) == []
    assert suggestions.waiting(in_force()) == set()


def test_candidates_are_masked_and_say_what_speaks_for_them(
    home: Workspace, tmp_path: Path
) -> None:
    unlinked(home, tmp_path)
    said = shown(open_page(LINKS))
    assert "会社名が同じ" in said
    assert "商談の12日前に登録" in said
    assert "アスター" not in said
    assert "Abe" not in said


def test_an_answer_is_taken_back(home: Workspace, tmp_path: Path) -> None:
    unlinked(home, tmp_path)
    app = press(open_page(LINKS), "answer_same_1")
    assert len(TeamStore(home.home).confirmed_links()) == 1
    press(app, "answer_back")
    assert TeamStore(home.home).confirmed_links() == []
    assert app.title[0].value == "つながる相手の候補がある商談が 2件あります"


def test_an_answer_that_counts_is_taken_back_weeks_later(home: Workspace, tmp_path: Path) -> None:
    unlinked(home, tmp_path)
    press(press(open_page(LINKS), "answer_same_1"), "answer_nobody").button(
        key="apply"
    ).click().run()
    app = open_page(LINKS)  # another day: no 'one back' any more
    assert app.title[0].value == "確認が必要な商談はありません"
    said = shown(app)
    assert "**ア… D1 900円** 同じ相手: B… ㈱ア… L2" in said
    assert "候補 1人のどれも違う" in said
    press(app, "forget_salesforce:D1")
    assert "1件の判断が、まだ数字に入っていません。" in shown(app)
    assert "1件の判断が反映待ちです" not in shown(open_page(QUALITY))  # nothing is suggested now
    app.button(key="apply").click().run()
    assert status(home)["links"]["linked"] == 0
    app = open_page(LINKS)
    assert app.title[0].value == "つながる相手の候補がある商談が 1件あります"
    assert [link.deal_id for link in TeamStore(home.home).confirmed_links()] == ["salesforce:D2"]


def test_other_pages_say_that_decisions_wait(home: Workspace, tmp_path: Path) -> None:
    unlinked(home, tmp_path)
    press(open_page(LINKS), "answer_same_1")
    for page in (QUALITY, DATA):
        assert "1件の判断が反映待ちです" in shown(open_page(page))


def test_candidates_of_one_company_can_be_told_apart(home: Workspace, tmp_path: Path) -> None:
    unlinked(home, tmp_path)
    said = shown(open_page(LINKS))
    for address in ("a…@aster.example", "b…@aster.example"):
        assert address in said
    assert "a@aster.example" not in said


def test_later_means_after_the_others(home: Workspace, tmp_path: Path) -> None:
    unlinked(home, tmp_path)
    app = open_page(LINKS)
    assert "D1" in shown(app)
    press(app, "answer_skip")
    assert "D2" in shown(app)
    press(app, "answer_skip")
    assert "D1" in shown(app)
    assert TeamStore(home.home).confirmed_links() == []


def test_no_deal_waits_and_those_with_several_leads_are_listed(home: Workspace) -> None:
    brought(home, LEADS, DEALS)
    app = open_page(LINKS)
    assert app.title[0].value == "確認が必要な商談はありません"
    (listed,) = app.dataframe[0].value.to_dict("records")
    assert (listed["商談 ID"], listed["人数"], listed["リード ID"]) == ("D5", 2, "L10, L11")
