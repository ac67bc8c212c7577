"""The page of deals: what it says of every kind of company, and that it adds up."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from funnel.store.workspace import Workspace
from funnel.ui.charts.deals import stages_by_age, waterfall
from funnel.ui.charts.look import LIGHT
from funnel.ui.navigation import DEALS
from funnel.ui.texts import LANGUAGES, Texts
from tests.states import SHORT, STATES
from tests.test_pipeline import AS_OF, NEW_YEAR, WITH_MORE, call, deal, small, winners
from tests.uploads import Exports


def page(home: Path, monkeypatch: pytest.MonkeyPatch, **asked: str) -> AppTest:
    monkeypatch.setenv("FUNNEL_HOME", str(home))
    app = AppTest.from_file(str(DEALS.file), default_timeout=60)
    app.session_state["choice_lang"] = asked.pop("lang", "ja")
    for name, value in asked.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception, app.exception
    return app


def told(app: AppTest) -> str:
    return " ".join(element.value for element in (*app.title, *app.markdown, *app.caption))


def labels(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


def press(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click().run()
    assert not app.exception, app.exception
    return app


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", [state for state in STATES if state != "empty"])
def test_every_company_gets_a_page_that_ends_in_a_next_action(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, state: str, language: str
) -> None:
    workspace = Workspace(tmp_path / "home")
    STATES[state](workspace, tmp_path / "files")
    app = page(workspace.home, monkeypatch, lang=language)
    t = Texts(language)
    assert app.title[0].value
    assert t("next_action") in told(app)
    assert "None" not in told(app)
    assert "nan" not in " ".join(
        cell for table in app.table for cell in table.value.to_numpy().flat
    )
    assert {"deals_decide", "upload_exports", "deals_to_week"} & {
        key for key in ("deals_decide", "upload_exports", "deals_to_week") if t(key) in labels(app)
    }
    if state == "hostile":
        assert "<img" not in told(app).replace("\\<img", "")
        assert SHORT not in told(app)


def test_old_deals_are_the_sentence_and_open_as_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = small(tmp_path).workspace.home
    app = page(home, monkeypatch)
    assert app.title[0].value == (
        "進行中 4件・450円\\(1件は金額なし\\)、うち 1件・300円 は受注の9割より長く開いたまま"
    )
    said = told(app)
    assert "2026/08/01〜08/31に **1件・100円** が始まり、**0件・0円** を受注。" in said
    assert "受注した商談の半数は60日以内、9割は100日以内(受注10件、進行中も考慮)。" in said
    assert "開始日のない1件は両端に入っています。" in said
    assert "失注は計測されていません。" in said
    assert "1件は金額がなく、金額に入っていません。" in said
    press(app, "see_next")
    rows = app.dataframe[0].value
    assert list(rows["ID"]) == ["O3"]
    assert list(rows["始まってからの日数"]) == [242]
    press(page(home, monkeypatch), "decide_next")


def test_in_english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = page(small(tmp_path).workspace.home, monkeypatch, lang="en", over="12")
    assert app.title[0].value == (
        "Open: 4 deals worth ¥450 \\(1 without an amount\\); 1 deal worth ¥300 for longer than "
        "nine in ten wins took"
    )
    assert "From 2025/09/01 to 08/31: **14 deals" not in told(app)
    # O4 has no opening day and is no opening of the year.
    assert "**13 deals worth ¥10,400 \\(1 without an amount\\)** came in" in told(app)
    assert "**10 deals worth ¥10,000** won" in told(app)


def test_the_waterfall_adds_up_as_it_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In August B and D (lost at once) come, C is won: 2 + 2 - 1 - 1 = 2, 210 + 320 - 200 - 300."""
    exports = Exports(tmp_path)
    exports.bring(
        AS_OF,
        deals=[
            deal("A", "Talks", date(2026, 7, 31), amount=10),
            deal("B", "Talks", date(2026, 8, 1), amount=20),
            deal("C", "Won", date(2026, 7, 1), date(2026, 8, 31), amount=200),
            deal("D", "Lost", date(2026, 8, 5), date(2026, 8, 5), amount=300),
        ],
    )
    app = page(exports.workspace.home, monkeypatch)
    bars = {key: app.button(key=f"see_{key}").label for key in ("start", "opened", "won", "lost",
                                                              "end")}  # fmt: skip
    assert bars == {
        "start": "07/31時点 2件 210円", "opened": "始まった 2件 +320円", "won": "受注 1件 −200円",
        "lost": "失注 1件 −300円", "end": "08/31時点 2件 30円",
    }  # fmt: skip
    press(app, "see_lost")
    assert list(app.dataframe[0].value["ID"]) == ["D"]
    assert "失注の理由" in [each.value for each in app.subheader]


def test_without_amounts_deals_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    exports = Exports(tmp_path)
    exports.bring(AS_OF, deals=[deal("A", "Talks", NEW_YEAR), deal("B", "Offer", AS_OF)])
    app = page(exports.workspace.home, monkeypatch)
    assert app.title[0].value == "進行中 2件(長いかどうかはまだ言えません)"
    assert "円" not in told(app).replace("円\\(", "")
    assert app.button(key="see_opened").label == "始まった 1件"
    assert "停滞しているかどうかは、まだ言えません。" in told(app)


def test_where_nothing_is_open_or_told_of_open_deals_it_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost = Exports(tmp_path / "lost")
    lost.bring(AS_OF, deals=[deal("A", "Lost", NEW_YEAR, AS_OF)])
    app = page(lost.workspace.home, monkeypatch)
    assert app.title[0].value == "進行中の商談はありません"
    assert "今週を開く" in labels(app)
    won = Exports(tmp_path / "won")
    won.bring(AS_OF, deals=[deal("A", "Won", "", AS_OF, amount=5)])
    app = page(won.workspace.home, monkeypatch)
    assert app.title[0].value == "進行中の商談は計測されていません"
    assert "2026/08/01〜08/31の受注は **1件・5円**。" in told(app)
    assert labels(app)[:2] == ["データを取り込む", "受注 1件 −5円"]
    none = Exports(tmp_path / "none")
    none.bring(AS_OF, leads=[{"lead": "L", "created": NEW_YEAR}])
    app = page(none.workspace.home, monkeypatch)
    assert app.title[0].value == "商談は計測されていません"
    assert "進行中の商談" not in [each.value for each in app.subheader]


def test_who_has_too_much_is_helped_and_nobody_is_ranked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exports = Exports(tmp_path)
    owners = ["青木"] * 1 + ["佐藤"] * 3 + ["加藤"] * 2 + [""]
    exports.bring(
        AS_OF,
        mapping=WITH_MORE,
        leads=[{"lead": "L", "created": AS_OF}],
        deals=[
            *winners(),
            *(
                deal(f"D{number}", "Talks", NEW_YEAR, owner=owner, amount=1)
                for number, owner in enumerate(owners)
            ),
        ],
        sales_activities=[call("1", AS_OF, about="D0")],
    )
    app = page(exports.workspace.home, monkeypatch)
    (table,) = [each.value for each in app.table if "担当" in each.value.columns]
    assert list(table["担当"]) == ["佐藤", "加藤", "青木", "担当なし"]
    assert "上限" not in table.columns
    assert list(table["30日 動きなし"]) == ["3", "2", "0", "1"]
    assert "1人が持てる商談の上限は、合意されていません。" in told(app)
    exports.workspace.team.save_agreement(
        "[capacity]\ndeals_an_owner = 1\n", NEW_YEAR, "As agreed", based_on=0, who="me",
        at=pd.Timestamp("2026-08-31T12:00:00Z").to_pydatetime(),
    )  # fmt: skip
    app = page(exports.workspace.home, monkeypatch)
    assert "上限(1件)を超えているのは佐藤・加藤。" in told(app)
    (table,) = [each.value for each in app.table if "担当" in each.value.columns]
    assert list(table["上限"]) == ["\\+2件", "\\+1件", "以内", "—"]


def test_the_bars_end_where_the_next_begins() -> None:
    frame = pd.DataFrame(
        {
            "label": ["a", "b", "c", "<b>d</b>"], "count": ["1", "2", "3", "4"],
            "value": [10.0, 5.0, -3.0, 12.0], "is_end": [True, False, False, True],
            "kind": ["start", "opened", "lost", "end"], "text": ["10", "+5", "-3", "12"],
        }
    )  # fmt: skip
    bars: Any = waterfall(frame).data[0]
    spans = [(base, base + height) for base, height in zip(bars.base, bars.y, strict=True)]
    assert spans == [(0, 10), (10, 15), (12, 15), (0, 12)]
    assert "&lt;b&gt;" in waterfall(frame).layout.xaxis.ticktext[3]


def test_a_stage_is_a_bar_of_its_ages() -> None:
    frame = pd.DataFrame(
        {
            "stage": ["Talks", "Talks", "Offer"], "age": ["early", "beyond", "undated"],
            "value": [3.0, 1.0, 2.0], "text": ["3", "1", "2"], "total": ["4", "4", "2"],
        }
    )  # fmt: skip
    ages = {"early": "to 6 days", "beyond": "longer", "undated": "no day"}
    figure = stages_by_age(frame, ages)
    early, beyond, undated, _ = figure.data
    assert (list(early.x), list(beyond.x), list(undated.x)) == ([3.0], [1.0], [2.0])
    assert (list(early.y), list(undated.y)) == ([1], [0])
    assert [beyond.marker.color, undated.marker.color] == [LIGHT.grey, LIGHT.line]
    assert list(figure.layout.yaxis2.ticktext) == ["<b>4</b>", "<b>2</b>"]
