"""The page of the search: masked names that are found, what stands beside them, the whole way."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from funnel.filters import Filters
from funnel.metrics import METRICS
from funnel.reports.whole_way import Event, Way
from funnel.store.team import Plan
from funnel.ui.data import company_in_force
from funnel.ui.details import where_from
from funnel.ui.navigation import SEARCH
from funnel.ui.search_way import table_of
from funnel.ui.texts import Texts
from tests.conftest import NOON
from tests.states import PROMISES
from tests.test_search import HOSTILE, NAMED, lead
from tests.uploads import Exports


@pytest.fixture
def exports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Exports:
    """25 people of one company, a person of another, a deal, and names of the worst kind."""
    company = Exports(tmp_path)
    company.bring(
        "2026-05-01",
        mapping=NAMED,
        leads=[
            lead("L-1", "阿部 葵", "株式会社アスター", "aoi@aster.example", mql="2026-04-03",
                 **{"handed over": "2026-04-05"}),
            lead("L-2", HOSTILE, HOSTILE, "x@y.example", source=HOSTILE, owner=HOSTILE),
            *(lead(f"M-{number:02}", f"山田 {number}", "多数商事", f"m{number}@many.example")
              for number in range(25)),
        ],
        deals=[
            {"deal": "D-1", "deal name": "アスター 基幹刷新", "stage": "Won",
             "opened": "2026-04-10", "closed": "2026-04-28", "amount": "1200000",
             "deal leads": "L-1"},
            {"deal": "D-2", "deal name": HOSTILE, "stage": "Talks", "opened": "2026-04-15"},
        ],
    )  # fmt: skip
    day = date(2026, 5, 11)
    plan = Plan("アスターに電話する", "田中", day, day, date(2026, 5, 4))
    company.workspace.team.add_action(plan, who="me", at=NOON)
    monkeypatch.setenv("FUNNEL_HOME", str(company.workspace.home))
    return company


pytestmark = pytest.mark.usefixtures("exports")


def page(asked: str = "", language: str = "ja") -> AppTest:
    app = AppTest.from_file(str(SEARCH.file), default_timeout=60)
    app.session_state["choice_lang"] = language
    if asked:
        app.query_params["q"] = asked
    app.run()
    assert not app.exception, app.exception
    return app


def said(app: AppTest) -> str:
    found = (*app.title, *app.header, *app.subheader, *app.markdown, *app.caption)
    return "\n".join(one.value for one in found)


def labels(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


def test_a_masked_person_is_found_by_the_whole_name() -> None:
    app = page("阿部葵")
    assert [line.value for line in app.subheader] == ["リード 1件"]
    assert labels(app) == ["阿… / 株式会社ア…・L\\-1"]
    assert ":gray[受注・Web・田中・2026/04/28]" in said(app)
    assert "葵" not in said(app).replace("阿部葵", "")  # but in what was typed


def test_a_deal_says_what_it_is_worth() -> None:
    app = page("基幹", "en")
    assert [line.value for line in app.subheader] == ["Deals: 1"]
    assert ":gray[Won · Web · Nobody · ¥1,200,000 · 2026/04/28]" in said(app)


def test_kinds_stand_apart_and_the_rest_is_counted() -> None:
    app = page("山田")
    assert [line.value for line in app.subheader] == ["リード 25件"]
    assert len(app.button) == 20
    assert "ほか 5件。言葉を足すとしぼれます。" in said(app)
    kinds = [line.value for line in page("アスター").subheader]
    assert kinds == ["商談 1件", "アクション 1件", "リード 1件"]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_figures_words_and_pages_are_found_too(language: str) -> None:
    asked = {"ja": "受注", "en": "won"}[language]
    kinds = {line.value.split()[0].strip(":") for line in page(asked, language).subheader}
    assert {"ja": {"指標", "用語"}, "en": {"Figures", "Words"}}[language] <= kinds
    assert "ページ 1件" in [line.value for line in page("用語集").subheader]


@pytest.mark.parametrize("asked", [HOSTILE[:200], "%", "_", "'", '"', "長" * 5_000, "<b>", "$x$"])
def test_hostile_words_do_no_harm(asked: str) -> None:
    app = page(asked)
    assert "<b>" not in said(app)
    assert "$x$" not in said(app)


def test_hostile_rows_are_shown_short_and_as_they_are() -> None:
    app = page("drop table")
    assert len(labels(app)) == 2
    assert all(len(label) < 120 for label in labels(app))
    assert "<b>" not in "\n".join([*labels(app), said(app)])


def test_nothing_typed_says_what_can_be_found() -> None:
    assert "伏せてある名前も、正しく打てば見つかります。" in said(page())


def test_nothing_found_says_what_to_do() -> None:
    app = page("いない人", "en")
    assert "Nothing holds “いない人”" in said(app)
    assert "Use a shorter word" in said(app)


def test_what_is_typed_stands_in_the_address() -> None:
    app = page()
    app.text_input[0].set_value("山田").run()
    assert app.query_params["q"] == "山田"
    assert "リード 25件" in said(app)


def test_one_click_opens_the_whole_way() -> None:
    app = page("阿部葵")
    app.button[0].click().run()
    assert not app.exception, app.exception
    table = app.dataframe[-1].value
    assert list(table["できごと"]) == ["商談", "段階", "商談", "段階", "段階", "段階", "段階"]
    assert list(table["内容"]) == [
        "受注", "受注", "商談開始", "商談", "引き渡し", "MQL", "リード",
    ]  # fmt: skip
    assert "アスター" not in table.to_string()


def test_a_promise_and_a_decision_are_said_in_words() -> None:
    company = company_in_force()
    assert company is not None
    events = (
        Event(date(2026, 4, 9), "promise", "first_contact", "broken", number=1),
        Event(date(2026, 4, 8), "decision", "sent_back", "予算なし", number=1),
        Event(date(2026, 4, 7), "stage", "sql", None, evidence="snapshot",
              not_before=date(2026, 4, 1)),
    )  # fmt: skip
    way = Way("lead", "crm:1", None, None, None, None, None, None, None, None, (), events, 0)
    table = table_of(way, company, Texts("ja"))
    assert list(table["くわしく"].fillna("—")) == ["守れなかった", "予算なし", "—"]
    assert list(table["根拠"])[2] == "取り込みの差・2026/04/01以降"


def test_a_figure_says_which_exports_and_which_agreement_it_is_of(exports: Exports) -> None:
    """Wins are counted on the deals alone; what leads and deals both tell names both."""
    company = company_in_force()
    assert company is not None
    asked = Filters(date(2026, 4, 1), date(2026, 4, 30), date(2026, 5, 1))
    ja = Texts("ja")
    said = where_from(company, METRICS["wins"], asked, ja)
    assert "deals\\.csv" in said
    assert said.endswith("2026/05/01書き出し) / 合意なし(既定値)")
    both = where_from(company, METRICS["opportunity_rate"], asked, ja)
    assert "leads\\.csv" in both
    assert "deals\\.csv" in both
    exports.workspace.team.save_agreement(
        PROMISES, date(2026, 1, 1), "はじめて", based_on=0, who="me", at=NOON
    )
    later = where_from(company, METRICS["wins"], asked, Texts("en"))
    assert later.endswith("exported 2026/05/01) / agreement 1 (from 2026/01/01)")
