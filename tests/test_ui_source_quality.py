"""Below the contribution of sources: their quality, cost and worth, and what sales says of them."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from funnel.reports.feedback import feedback
from funnel.reports.source_money import source_money
from funnel.reports.source_quality import source_quality
from funnel.ui.charts.look import LIGHT
from funnel.ui.charts.source_quality import quality_by_group
from funnel.ui.source_feedback import told_of
from funnel.ui.source_quality import frame_of
from funnel.ui.texts import Texts
from tests.conftest import NOON
from tests.states import STATES, hostile
from tests.test_contribution import deal
from tests.test_cost import TOOL
from tests.test_source_quality import DAY, company
from tests.test_ui_sources import page, told
from tests.uploads import Exports

YEAR = (DAY - timedelta(days=363), DAY)


def sentences(app: AppTest) -> list[str]:
    """The bold sentence of each card."""
    return [one.value.strip("*") for one in app.markdown if one.value.startswith("**")]


def state(name: str, folder: Path) -> Exports:
    exports = Exports(folder)
    STATES[name](exports.workspace, folder)
    return exports


def table(app: AppTest, column: str) -> pd.DataFrame:
    return next(one.value for one in app.table if column in one.value)


def test_who_differs_is_said_in_words_and_opens_to_its_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of Web's 96 deals all are won and of Expo's none; Web's MQLs are 376 of 576, Expo's 94."""
    app = page(company(tmp_path), monkeypatch)
    said = " ".join(sentences(app)).replace("\\", "")
    assert said.count("ほかより") == 3
    for sentence in (
        "Webの受注率はほかより高い(100% 対 0%)。", "WebのMQL率はほかより高い(65% 対 16%)",
        "Expoの商談化率はほかより高い(100% 対 25%)",
    ):  # fmt: skip
        assert sentence in said
    numbers = table(app, "MQL率")
    assert list(numbers["ソース"]) == ["Expo", "Web", "営業起点", "**合計**"]
    assert [one.split("\\)")[0] for one in numbers["MQL率"]] == [
        "**16% \\(94/576", "**65% \\(376/576", "—", "**41% \\(470/1,152"
    ]  # fmt: skip
    app.selectbox(key="quality_group_ja").select("1").run()
    app.button(key="quality_mql_rate").click().run()
    assert not app.exception
    (rows,) = app.dataframe
    assert set(rows.value["ソース"]) == {"Web"}
    assert "全576件" in told(app)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_what_is_not_measured_says_what_to_bring(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    app = page(state("two_stages", tmp_path), monkeypatch, lang=language)
    said = " ".join(sentences(app))
    t = Texts("ja" if language == "ja" else "en")
    for key in ("money_no_cost", "campaigns_none", "told_unmeasured"):
        assert t(key) in said.replace("\\", "")
    assert "funnel cost add" in told(app)
    assert {"bring_costs", "bring_campaigns", "bring_reasons"} <= {one.key for one in app.button}


@pytest.mark.parametrize("name", ["leads_only", "deals_only", "quiet"])
def test_every_company_gets_a_page_that_makes_sense(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    app = page(state(name, tmp_path), monkeypatch)
    assert len(sentences(app)) >= 4
    if name == "leads_only":
        assert Texts("ja")("worth_no_value") in " ".join(sentences(app))


@pytest.mark.parametrize("by", ["source", "campaign"])
def test_hostile_names_stay_harmless(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, by: str
) -> None:
    exports = Exports(tmp_path)
    hostile(exports.workspace, tmp_path)
    app = page(exports, monkeypatch, by=by)
    texts = [one.value for one in (*app.markdown, *app.subheader)]
    texts += [str(cell) for one in app.table for cell in one.value.to_numpy().ravel()]
    for text in texts:
        assert not re.search(r"(?<!\\)<img|(?<!\\)\]\(javascript", text)


def money(folder: Path) -> Exports:
    """60 leads each of two sources at the year's beginning, all won for a million after a month.

    Expo cost 600 million, ten times what its leads are worth; Web 6 million.
    """
    leads: list[dict[str, Any]] = [
        {"lead": f"{n}", "created": date(2026, 1, 5), "source": ("Web", "Expo")[n % 2]}
        for n in range(120)
    ]
    deals = [
        deal(f"D{n}", f"{n}", "1000000", opened="2026-01-20") | {"closed": "2026-02-05"}
        for n in range(120)
    ]
    spend = [
        {
            "spent on": "fair",
            "spent at": "Expo",
            "from": "2026-01-01",
            "to": "2026-01-31",
            "spent": "600000000",
        },
        {
            "spent on": "search",
            "spent at": "Web",
            "from": "2026-01-01",
            "to": "2026-01-31",
            "spent": "6000000",
        },
    ]
    exports = Exports(folder)
    exports.bring(date(2026, 6, 1), mapping=TOOL, leads=leads, deals=deals, spend=spend)
    return exports


def test_cost_stands_beside_worth(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A lead brings a million: Expo's cost ten, Web's a tenth of it. 606 million brought 120."""
    exports = money(tmp_path)
    with exports.opened() as db:
        found = source_money(db, date(2026, 1, 1), date(2026, 6, 1))
    assert {row.group: row.pays for row in found.rows} == {"Expo": "costs_more", "Web": "pays"}
    assert {row.group: row.cost_per["lead"] for row in found.rows} == {
        "Expo": 10_000_000, "Web": 100_000,
    }  # fmt: skip
    assert found.whole.returned is not None
    assert found.whole.returned.cohort_return == pytest.approx(120 / 606)
    app = page(exports, monkeypatch)
    said = " ".join(sentences(app)).replace("\\", "")
    assert "費用6.06億円に対し、そのリードの受注は今のところ1.20億円(0.2倍" in said
    assert "Expoのリード単価1,000万円は、リード1件の価値100万円" in said
    assert list(table(app, "リード単価と比べて")["リード単価と比べて"])[:2] == [
        "**費用が上**", "価値が上"
    ]  # fmt: skip


def refused(folder: Path) -> Exports:
    """Of 40 hand-overs of each of three sources 30 of Expo's are refused, four of Web's, and none
    of Ads'."""
    leads: list[dict[str, Any]] = []
    for source, count in (("Expo", 30), ("Web", 4), ("Ads", 0)):
        for n in range(40):
            row: dict[str, Any] = {
                "lead": f"{source}{n}", "created": "2026-03-01", "source": source,
                "handed over": "2026-03-02",
            }  # fmt: skip
            is_refused = n < count
            if is_refused:
                row |= {"status": "Unqualified", "reason": "no budget", "sent back": "2026-03-05"}
            else:
                row |= {"status": "Working", "accepted": "2026-03-05"}
            leads.append(row)
    exports = Exports(folder)
    exports.bring(date(2026, 6, 1), leads=leads)
    return exports


def test_refusals_and_voices_stand_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Expo's 30 of 40 beside 4 of the others' 80, among them Ads', of whom nobody is refused."""
    exports = refused(tmp_path)
    with exports.opened() as db:
        days = date(2025, 7, 1), date(2026, 6, 1), date(2026, 6, 1)
        rows = told_of(feedback(db, *days), feedback(db, *days, by=["source"]), {}, "source")
        lead = db.value("select min(lead_id) from leads where source = 'Web'")
    assert [(row.group, row.refused, row.decided) for row in rows] == [
        ("Expo", 30, 40), ("Web", 4, 40)
    ]  # fmt: skip
    assert rows[0].apart is not None
    assert (rows[0].apart.kind, rows[0].apart.own, rows[0].apart.others) == ("higher", 0.75, 0.05)
    exports.workspace.team.add_voice(
        date(2026, 5, 1), "lead", lead, "good", "<b>nice</b>", who="me", at=NOON
    )
    app = page(exports, monkeypatch)
    assert (
        "Expoのリードはほかより断られる(75% 対 5.0%)。断った理由で最も多いのは「予算」(34/120件)"
        in (" ".join(sentences(app)).replace("\\", ""))
    )
    shown = table(app, "断られた割合")
    assert list(shown["ソース"]) == ["Expo", "Web"]
    assert list(shown["断られた割合"]) == [
        "**75%** :gray[30/40] **多い**",
        "**10%** :gray[4/40] **少ない**",
    ]
    assert list(shown.iloc[:, -1]) == ["—", "良かった 1"]


def test_dots_are_dark_where_they_differ_and_open_where_they_are_young(tmp_path: Path) -> None:
    with company(tmp_path).opened() as db:
        found = source_quality(db, *YEAR)
    frame = frame_of(found, found.rows, Texts("ja"))
    groups = ["Expo", "Web", "営業起点"]
    assert list(frame["group"]) == groups * 4
    assert (
        list(frame["is_apart"]) == [True, True, False] * 1 + [False] * 3 + [True, True, False] * 2
    )
    frame.loc[0, ["is_young", "group"]] = [True, "<b>Expo"]
    figure = quality_by_group(
        frame.replace({"group": {"Expo": "<b>Expo"}}),
        dict.fromkeys(["", "<b>Expo", *groups], ("", "")),
    )
    dots = figure.data[0]
    assert list(dots.marker.symbol) == ["circle-open", "circle", "circle"]
    assert list(dots.marker.color) == [LIGHT.blue, LIGHT.blue, LIGHT.pale]
    assert figure.layout.yaxis.ticktext[0].startswith("&lt;b&gt;Expo")
    assert figure.layout.shapes[0].x0 == pytest.approx(510 / 1248)
