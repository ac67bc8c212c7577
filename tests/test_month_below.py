"""The cards below on the page of the month: what they say, in both languages and in every state."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from funnel.messages import Language
from funnel.publishing.demo import start_demo
from funnel.reports.summary import summary
from funnel.reports.summary_texts import as_markdown, sentences
from funnel.store.workspace import Workspace
from funnel.ui import month_below
from funnel.ui.texts import plain
from tests.conftest import NOON
from tests.states import deals_only, hostile, leads_only, two_stages
from tests.test_cycle import deals
from tests.test_source_worth import shop
from tests.uploads import Exports

AS_OF = date(2026, 11, 20)


def cards(*names: str) -> None:
    from funnel.ui import month_below
    from funnel.ui.frame import company, texts
    from funnel.ui.view_choice import choose_view

    t, ours = texts(), company()
    view = choose_view(ours, t)
    for name in names:
        getattr(month_below, name)(ours, view, t)


def card(home: Path, monkeypatch: pytest.MonkeyPatch, *names: str, **asked: str) -> AppTest:
    monkeypatch.setenv("FUNNEL_HOME", str(home))
    app = AppTest.from_function(cards, default_timeout=60, args=names)
    app.session_state["choice_lang"] = asked.pop("lang", "ja")
    for key, value in asked.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception, app.exception
    return app


def told(app: AppTest) -> str:
    return "\n".join(element.value for element in (*app.subheader, *app.markdown, *app.caption))


@pytest.fixture(scope="module")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    workspace = Workspace(tmp_path_factory.mktemp("demo") / "workspace")
    start_demo(workspace, NOON)
    return workspace.home


def cohorts(exports: Exports, **reached: int) -> Exports:
    """A hundred handed over on the 1st of each month (m04: April), so many SQL after ten days."""
    leads = [
        {"lead": f"{month}-{place}", "created": f"2026-{month[1:]}-01", "source": "Web",
         "handed over": f"2026-{month[1:]}-01",
         "sql": f"2026-{month[1:]}-11" if place < count else ""}
        for month, count in reached.items() for place in range(100)
    ]  # fmt: skip
    exports.bring(AS_OF, leads=leads)
    return exports


def test_cohorts_that_fell_are_told_with_their_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exports = cohorts(Exports(tmp_path), m04=40, m05=40, m06=40, m07=20, m08=20, m09=20, m11=9)
    app = card(exports.workspace.home, monkeypatch, "cohorts_card")
    says = told(app)
    assert "**4月〜9月のコホートは、2週以内にSQLへ30%到達**(180/600、80%区間 28%〜32%)。" in says
    assert "新しいほうの1か月はまだ判断できません。" in says
    assert "直近の7月〜9月は20%(60/300)で、それ以前の40%(120/300)を下回ります(比 0\\.50倍" in says
    assert "7月〜9月に入った300件を一緒に見直し" in says
    app.button(key="cohorts_rows").click().run()
    assert not app.exception
    assert len(app.dataframe[0].value) == 300
    english = card(exports.workspace.home, monkeypatch, "cohorts_card", lang="en")
    assert "**The cohorts of Apr 2026 to Sep 2026 reach SQL at 30% within 2 wk**" in told(english)
    assert "Jul 2026 to Sep 2026: 20% (60/300), below the 40% (120/300)" in told(english)


def test_the_table_of_cohorts_leaves_blank_what_is_not_judged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = card(cohorts(Exports(tmp_path), m09=20, m11=9).workspace.home, monkeypatch,
               "cohorts_card")  # fmt: skip
    app.button(key="cohorts_table").click().run()
    assert not app.exception
    table = app.dataframe[0].value
    assert list(table["入った月"]) == ["2026-09", "2026-11"]
    assert list(table["2週以内"].astype(object).where(table["2週以内"].notna(), None)) == [20, None]
    assert list(table["いままでに到達"]) == [20, 9]
    assert list(table["到達率"]) == ["20%", "9.0%"]


def test_the_pair_of_stages_is_kept_in_the_address(
    demo_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = card(demo_home, monkeypatch, "cohorts_card", cohort="win_rate")
    assert "受注へ" in told(app)
    box = next(box for box in app.selectbox if box.key == "box_cohort_ja")
    assert box.value == "win_rate"
    box.set_value("mql_rate").run()
    assert app.query_params["cohort"] in ("mql_rate", ["mql_rate"])
    assert "MQLへ" in told(app)


def test_a_cycle_that_got_shorter_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in test_cycle.py: 61 days in the median a year before, 31 now."""
    exports = Exports(tmp_path)
    exports.bring("2026-12-31", deals=deals({range(1, 52): 30, range(52, 110): 60}))
    app = card(exports.workspace.home, monkeypatch, "cycle_card")
    assert "**商談期間が30日短縮" in told(app)
    assert "直近52週に始まったものを、その前の52週と同じ若さで比較" in told(app)
    app.button(key="cycle_table").click().run()
    table = app.dataframe[0].value
    row = table[table["区間"] == "商談期間"].iloc[0]
    assert (row["直近・中央値(日)"], row["前・中央値(日)"], row["差・日数"]) == (31, 61, -30)
    app.button(key="cycle_deal_length_days").click().run()
    assert not app.exception


def test_sources_tell_what_pays_and_what_is_not_measured(
    demo_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = card(demo_home, monkeypatch, "sources_worth_card")
    says = told(app)
    assert "は、リード1件の価値が費用を上回ります" in says
    assert "LTVは未計測" in says
    table = app.table[0].value
    assert "LTV(12か月)" not in table
    assert list(table.columns)[:3] == ["ソース", "費用", "リード単価"]
    own = table[table["ソース"] == "営業起点"].iloc[0]
    assert own["費用"] == ":gray[—]"
    app.button(key="month_worth_table").click().run()
    assert not app.exception
    numbers = app.dataframe[0].value
    assert numbers["費用"].max() > 1_000_000
    assert numbers[numbers["ソース"] == "営業起点"]["費用"].isna().all()
    app.button(key="month_worth_open_cost_per_lead").click().run()
    assert not app.exception


def test_life_time_value_is_told_with_its_range(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in test_source_worth.py: every customer paid 1,000 within twelve months."""
    exports = shop(tmp_path)
    exports.bring("2026-12-30", leads=[{"lead": "Z", "created": "2026-02-28", "source": "Web"}],
                  adds=True)  # fmt: skip
    app = card(exports.workspace.home, monkeypatch, "sources_worth_card")
    row = app.table[0].value.set_index("ソース").loc["Web"]
    assert row["LTV(12か月)"] == "1,000円(1,000円〜1,000円)"
    early = card(exports.workspace.home, monkeypatch, "sources_worth_card", month="2025-03")
    row = early.table[0].value.set_index("ソース").loc["Web"]
    # 8 % of the twelve months lie behind the customers: it is what they paid so far.
    assert row["LTV(12か月)"] == ":gray[1,000円(途中、8\\.5%経過)]"
    assert (row["費用"], row["回収(成熟)"]) == ("1,200円", "500%(不明)")


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_summary_can_be_copied_and_is_that_of_the_report(
    demo_home: Path, monkeypatch: pytest.MonkeyPatch, lang: Language
) -> None:
    app = card(demo_home, monkeypatch, "summary_card", lang=lang)
    workspace = Workspace(demo_home)
    with workspace.open(1) as db:
        found = summary(db, workspace.team, AS_OF)
    assert app.code[0].value.strip() == as_markdown(found, lang).strip()
    for one in sentences(found, lang):
        assert plain(one.text) in told(app)


@pytest.mark.parametrize("state", [two_stages, leads_only, deals_only, hostile])
def test_the_cards_make_sense_in_every_state(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, state: Callable[[Workspace, Path], None]
) -> None:
    workspace = Workspace(tmp_path / "workspace")
    state(workspace, tmp_path)
    for lang, act in (("ja", "**次の一手**"), ("en", "**Next action**")):
        app = card(workspace.home, monkeypatch, *month_below.__all__, lang=lang)
        assert len(app.subheader) == len(month_below.__all__)
        assert "<img" not in told(app)
        to_data = [button for button in app.button if button.key and "to_data" in button.key]
        assert told(app).count(act) + len(to_data) >= len(month_below.__all__)
