"""The page of lead sources: what it says, and how little it claims."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from funnel.reports.contribution import contribution
from funnel.ui.charts.look import LIGHT
from funnel.ui.charts.sources import shares_by_rule
from funnel.ui.navigation import SOURCES
from funnel.ui.source_cards import frame_of
from funnel.ui.texts import Texts
from tests.test_contribution import GOLDEN, bring_in, deal, lead, touch
from tests.uploads import Exports


def page(exports: Exports, monkeypatch: pytest.MonkeyPatch, **asked: str) -> AppTest:
    monkeypatch.setenv("FUNNEL_HOME", str(exports.workspace.home))
    app = AppTest.from_file(str(SOURCES.file), default_timeout=60)
    app.session_state["choice_lang"] = asked.pop("lang", "ja")
    for name, value in asked.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception, app.exception
    return app


def wins(counts: dict[str, int], mails: int = 0) -> dict[str, list[dict[str, str]]]:
    """Deals won by source, the first `mails` of them with a mail in between."""
    sources = [source for source, count in counts.items() for _ in range(count)]
    numbers = [str(number) for number in range(len(sources))]
    return {
        "leads": [
            lead(number, "2026-01-05", source)
            for number, source in zip(numbers, sources, strict=True)
        ],
        "deals": [deal(f"D{number}", number, "1000000") for number in numbers],
        "touches": [touch(number, "2026-01-20", "Mail") for number in numbers[:mails]],
    }


def told(app: AppTest) -> str:
    return " ".join(element.value for element in (*app.title, *app.markdown, *app.caption))


def test_a_source_that_leads_by_every_rule_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(bring_in(tmp_path, **wins({"Web": 40, "Expo": 10}, mails=5)), monkeypatch)
    assert app.title[0].value == "受注件数に最も貢献したのはWeb"
    assert "最初の接点ではWebが **80%**(72%〜88%)" in told(app)
    assert "8ルールすべてで単独首位です。" in told(app)
    assert "**貢献であって因果ではない**" in told(app)
    assert "2025/03/01" not in told(app)
    assert "2025/04/01〜2026/03/01の受注 50件・5,000万円。" in told(app)


def test_a_lead_that_depends_on_the_rule_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(bring_in(tmp_path, **wins({"Web": 40, "Expo": 10}, mails=30)), monkeypatch)
    assert app.title[0].value == "最初の接点ではWebが首位、ルールを変えると変わります"


def test_sources_that_overlap_are_not_ranked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exports = bring_in(tmp_path, **wins({"Web": 22, "Expo": 20, "Ads": 2}))
    app = page(exports, monkeypatch)
    assert app.title[0].value == "受注件数への貢献: Web・Expoは差があるとは言えません"
    assert "ほかのルールは未計測: 接点のエクスポートがありません。" in told(app)
    table = app.table[0].value
    assert list(table["件数の順位"]) == ["1–2", "1–2", "3", ""]
    assert list(table["受注"]) == ["22", "20", "2", "**44**"]
    assert list(table["受注額"])[-1] == "**4,400万円**"


def test_one_measured_rule_is_named_in_the_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exports = bring_in(tmp_path, **wins({"Web": 40, "Expo": 10}))
    app = page(exports, monkeypatch, lang="en")
    assert app.title[0].value == "By First touch, Web contributes most to wins"


def test_few_wins_are_shown_and_not_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(bring_in(tmp_path, **GOLDEN), monkeypatch)
    assert app.title[0].value == "貢献を比べるには受注が足りません"
    assert "リード不明 1件" in told(app)
    assert set(app.table[0].value["件数の順位"]) == {"—", ""}
    by_value = page(bring_in(tmp_path / "2", **GOLDEN), monkeypatch, of="value")
    assert "金額のない受注 1件は金額に入っていません。" in told(by_value)


def test_without_campaigns_the_page_asks_for_touches(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(bring_in(tmp_path, **wins({"Web": 30})), monkeypatch, by="campaign")
    assert app.title[0].value == "キャンペーンは計測されていません"
    assert app.button(key="bring_data").label == "データを取り込む"


def test_campaigns_known_of_later_touches_alone_are_named_by_the_rule_that_knows_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = wins({"Web": 30})
    many["touches"] = [touch(str(number), "2026-01-20", "", "demo") for number in range(25)]
    app = page(bring_in(tmp_path, **many), monkeypatch, by="campaign")
    assert app.title[0].value == "最後の接点ではdemoが首位、ルールを変えると変わります"


def test_a_stretch_without_wins_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    exports = bring_in(tmp_path, **wins({"Web": 30}))
    app = page(exports, monkeypatch, month="2026-02", span="1")
    assert app.title[0].value == "この期間の受注はありません"


def test_the_button_opens_the_leading_sources_deals(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(bring_in(tmp_path, **wins({"Web": 40, "Expo": 10})), monkeypatch)
    app.button(key="see_wins").click().run()
    assert not app.exception
    (rows,) = app.dataframe
    assert len(rows.value) == 40


def test_many_campaigns_are_drawn_up_to_ten_and_the_others_summed(tmp_path: Path) -> None:
    many = wins({"Web": 30})
    many["touches"] = [touch(str(n), "2026-01-05", "", f"C{n % 15:02}") for n in range(29)]
    with bring_in(tmp_path, **many).opened() as db:
        day = date(2026, 12, 31)
        found = contribution(db, date(2026, 1, 1), day, day, by="campaign")
    frame = frame_of(found, "wins", Texts("ja"))
    first = frame[frame["rule"] == "最初の接点"]
    assert len(first) == 12
    assert list(first["group"])[-2:] == ["キャンペーンなし", "ほか5"]
    assert first["share"].sum() == pytest.approx(1)


def test_dots_stand_a_row_a_group_and_a_column_a_rule() -> None:
    frame = pd.DataFrame(
        [
            ("First", "<b>Web", 0.6, 0.5, 0.7, True, False),
            ("First", "Mail", 0.0, None, None, False, False),
            ("First", "営業起点", 0.4, 0.3, 0.5, False, True),
            ("Last", "<b>Web", 0.2, 0.1, 0.3, False, False),
            ("Last", "Mail", 0.4, 0.3, 0.5, True, False),
            ("Last", "営業起点", 0.4, 0.3, 0.5, False, True),
        ],
        columns=["rule", "group", "share", "low", "high", "is_first", "is_own"],
    )
    figure = shares_by_rule(frame)
    first, _, last, _ = figure.data
    assert list(first.marker.color) == [LIGHT.blue, LIGHT.pale, LIGHT.grey]
    assert list(last.marker.color) == [LIGHT.pale, LIGHT.blue, LIGHT.grey]
    assert list(first.y) == [2, 1, 0]
    assert (first.xaxis, last.xaxis) == ("x", "x2")
    assert pd.isna(first.x[1])
    assert list(last.error_x.array) == pytest.approx([0.1, 0.1, 0.1])
    assert figure.layout.yaxis.ticktext[0] == "&lt;b&gt;Web"
    assert figure.layout.xaxis.range == figure.layout.xaxis2.range
