"""The catalogue: what is said of each metric, and the page that lists them."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from funnel.filters import DIMENSIONS, STAGES
from funnel.metrics import METRICS, wording
from funnel.store.workspace import Workspace
from funnel.ui.definitions import is_meant
from funnel.ui.navigation import DEFINITIONS
from tests.conftest import GOLDEN, bring, brought


def said(name: str, language: int) -> dict[str, str]:
    return {about[language]: fact[language] for about, fact in wording.facts_of(METRICS[name])}


def test_everything_that_is_said_of_a_rate() -> None:
    assert said("win_rate", 0) == {
        "Unit": "ratio; higher is better",
        "Divided by": "deals won or lost (cohort: opportunities)",
        "When empty": (
            "no data where nothing is below the line; not measured where the exports never have: "
            "wins, lost deals (cohort: opportunities, wins, lost deals)"
        ),
        "A row behind it": "a deal",
        "Grouped by": (
            "week, month, fiscal quarter, source, campaign, owner, team, industry, company size, "
            "product, lane"
        ),
    }


def test_money_divided_by_nobody_is_no_data() -> None:
    assert said("cost_per_win", 1)["空のとき"].startswith("分母が0ならデータなし、費用が1件も")
    assert said("cost", 0)["When empty"].startswith("0 where nothing falls in the period")


def test_everything_that_is_said_of_a_count_in_japanese() -> None:
    """On the cohort basis wins are people, and people have no product."""
    assert said("wins", 1) == {
        "単位": "件数・高いほど良い",
        "空のとき": (
            "期間内に該当がなければ0。書き出しに受注(コホート: リード・受注)がなければ未計測"
        ),
        "明細の1行": "商談1件(コホート: 1人)",
        "分け方": (
            "週・月・四半期(4月始まり)・ソース・施策・担当・チーム・業種・会社の規模・"
            "商品(期間のみ)・レーン(マーケ・営業起点)"
        ),
    }


@pytest.mark.parametrize("name", METRICS)
def test_every_metric_says_all_of_itself_in_both_languages(name: str) -> None:
    metric = METRICS[name]
    for language in (0, 1):
        facts = said(name, language)
        assert len(facts) == (5 if metric.base else 4)
        assert all(facts.values())
    for basis in ("period", "cohort"):
        assert metric.needs[basis] <= wording.NEEDED.keys()
        assert metric.rows[basis]


def test_every_stage_and_dimension_has_its_word() -> None:
    assert set(STAGES) <= wording.NEEDED.keys()
    assert tuple(wording.DIMENSIONS) == DIMENSIONS


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("受注率", ["win_rate", "lead_win_rate"]),
        ("WIN RATE opened", ["win_rate"]),
        ("ｗｉｎ＿ｒａｔｅ", ["win_rate", "lead_win_rate"]),
        ("won_value", ["won_value"]),
        ("引き渡した人数", ["handovers"]),
        ("no such thing", []),
        ("  ", list(METRICS)),
    ],
)
def test_a_metric_is_found_by_its_words_in_either_language(asked: str, found: list[str]) -> None:
    assert [name for name, metric in METRICS.items() if is_meant(metric, asked)] == found


@pytest.fixture
def page(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The golden company in February."""
    monkeypatch.setenv("FUNNEL_HOME", str(workspace.home))
    brought(workspace, *sorted((GOLDEN / "company").glob("*.csv")))
    app = AppTest.from_file(str(DEFINITIONS.file), default_timeout=60)
    app.session_state["choice_lang"] = "en"
    return app


def test_the_page_lists_every_metric_with_its_figure_of_the_month(page: AppTest) -> None:
    page.run()
    assert not page.exception
    titles = [text.value for text in page.markdown if text.value.startswith("**")]
    assert len(titles) == len(page.metric) == len(METRICS)
    shown = dict(zip(METRICS, ((one.value, one.delta) for one in page.metric), strict=True))
    # As test_pages counts February along the strip.
    assert shown["leads"] == ("5", "")
    assert shown["sql_rate"] == ("133%", "4/3 of Handed over")
    assert shown["win_rate"] == ("75%", "3/4 of closed deals")
    # Won in February: D1 22 days, D4 13, D5 9.
    assert shown["deal_length_days"] == ("13 days", "")


def test_the_search_narrows_the_list_and_stands_in_the_address(page: AppTest) -> None:
    page.query_params["q"] = "win_rate closed"
    page.run()
    assert [button.key for button in page.button] == ["open_win_rate"]
    page.text_input[0].set_value("no such thing").run()
    assert not page.button
    assert page.query_params["q"] == "no such thing"
    assert "no such thing" in page.markdown[-1].value
    page.text_input[0].set_value("").run()
    assert len(page.button) == len(METRICS)
    assert "q" not in page.query_params


def test_a_figure_opens_to_its_rows(page: AppTest) -> None:
    page.query_params["q"] = "win_rate closed"
    page.run()
    page.button(key="open_win_rate").click().run()
    assert not page.exception
    # Closed in February: D1, D4, D5 won and D2 lost.
    assert len(page.dataframe[0].value) == 4


def test_the_page_needs_no_measured_stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = Workspace(tmp_path / "home")
    monkeypatch.setenv("FUNNEL_HOME", str(workspace.home))
    bring(workspace, GOLDEN / "company" / "opportunities.csv")
    app = AppTest.from_file(str(DEFINITIONS.file), default_timeout=60)
    app.run()
    assert not app.exception
    shown = dict(zip(METRICS, (one.value for one in app.metric), strict=True))
    assert (shown["leads"], shown["wins"]) == ("未計測", "3")
