"""The page of the month: what it says of companies that measure much, little, or nothing yet."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from funnel.analysis.forecast import Outlook
from funnel.calendar import month_end
from funnel.filters import Filters
from funnel.metrics import METRICS, figures
from funnel.reports.monthly import Month, monthly
from funnel.store.team import TeamStore
from funnel.store.workspace import Workspace
from funnel.ui import first_reads, month, month_cohorts, month_cycle, month_sources
from funnel.ui.charts.look import LIGHT
from funnel.ui.charts.month import Column, Fall, months, waterfall
from funnel.ui.charts.month_side import Hit, Spark, hits, sparks
from funnel.ui.month_cards import columns_of, falls_of
from funnel.ui.month_tables import change_table, hits_table, stages_table, value_table
from funnel.ui.navigation import MONTHLY
from funnel.ui.texts import LANGUAGES, Texts
from tests import states
from tests.uploads import Exports

LAST = date(2026, 11, 20)
MILLION = 1_000_000
JA = Texts("ja")


def page(home: Path, monkeypatch: pytest.MonkeyPatch, lang: str = "ja", **asked: str) -> AppTest:
    monkeypatch.setenv("FUNNEL_HOME", str(home))
    app = AppTest.from_file(str(MONTHLY.file), default_timeout=60)
    app.session_state["choice_lang"] = lang
    for name, value in asked.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception, app.exception
    return app


def told(app: AppTest) -> str:
    return " ".join(one.value for one in (*app.title, *app.markdown, *app.caption))


def steady(folder: Path, weeks: int, amount: int | None = MILLION) -> Exports:
    """Five leads a week, each with a deal a day later; four of five are won three weeks on."""
    leads: list[dict[str, Any]] = []
    deals: list[dict[str, Any]] = []
    for week in range(weeks):
        day = LAST - timedelta(weeks=week)
        for place in range(5):
            lead = f"L{week}-{place}"
            leads.append({"lead": lead, "created": day, "source": "Web"})
            closed = day + timedelta(days=21)
            row = {
                "deal": f"D{week}-{place}", "stage": "Talks", "opened": day + timedelta(days=1),
                "deal leads": lead, "amount": "" if amount is None else amount,
            }  # fmt: skip
            if week >= 3:
                row |= {"stage": "Lost" if place == 4 else "Won", "closed": closed}
            deals.append(row)
    exports = Exports(folder)
    exports.bring(LAST, leads=leads, deals=deals)
    return exports


def copied(exports: Exports, folder: Path) -> Workspace:
    """The same version in force in a workspace of its own."""
    home = folder / "home"
    shutil.copytree(exports.workspace.home, home)
    return Workspace(home)


def aim(workspace: Workspace, millions: int, count: int = 12) -> None:
    """The same target of won value for so many months from April on."""
    values: dict[Any, Decimal | None] = {
        (date(2026 + (3 + place) // 12, (3 + place) % 12 + 1, 1), "won_value", None, None): Decimal(
            millions * MILLION
        )
        for place in range(count)
    }
    workspace.team.set_targets(values, "adjusted", who="me", at=datetime(2026, 4, 1, tzinfo=UTC))


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Exports:
    """Two and a half years."""
    return steady(tmp_path_factory.mktemp("steady"), 130)


def read(exports: Exports, team: TeamStore | None = None, count: int = 12) -> Month:
    with exports.opened() as db:
        return monthly(db, team, LAST, months=count)


def test_without_targets_it_says_the_growth_and_the_range(
    long: Exports, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From April to October against the same months of the year before."""
    with long.opened() as db:
        brought = [
            figures(db, METRICS["won_value"], Filters(since, until, LAST))[0].value or 0
            for since, until in (
                (date(2026, 4, 1), date(2026, 10, 31)), (date(2025, 4, 1), date(2025, 10, 31)),
            )
        ]  # fmt: skip
    app = page(long.workspace.home, monkeypatch)
    growth = round(100 * (brought[0] / brought[1] - 1))
    sign = "\u2212" if growth < 0 else "\\+"
    found = read(long)
    assert found.total is not None
    assert app.title[0].value.startswith(f"今期は10月まで前年同期比{sign}{abs(growth)}%。2月末まで")
    assert "の見込み(5回に4回)" in app.title[0].value
    assert "前年同月比" in told(app)
    assert "過去6回の予測のうち" in told(app)
    assert [button.label for button in app.button][:1] == ["目標を決める"]


def test_a_target_out_of_reach_says_by_how_much_and_how_likely(
    long: Exports, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = copied(long, tmp_path)
    aim(workspace, 100)
    app = page(workspace.home, monkeypatch)
    found = read(long, workspace.team)
    assert found.missing is not None
    assert found.to_target is not None
    gap = f"{found.missing.gap / 10_000:,.0f}万円"
    assert found.missing.target == 400 * MILLION
    share = f"{found.to_target.value / 700 / MILLION:.0%}"
    title = f"今期は10月まで目標の{share}。このままだと2月末に"
    assert app.title[0].value.startswith(title)
    assert app.title[0].value.endswith("足りません(確率100%)")
    assert gap in app.title[0].value or "億円" in app.title[0].value
    assert [button.label for button in app.button][:2] == ["目標を見る", "今週を見る"]
    english = page(workspace.home, monkeypatch, "en")
    assert "short by the end of Feb 2027 (100% likely)" in english.title[0].value


def test_a_target_within_reach_says_so(
    long: Exports, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = copied(long, tmp_path)
    aim(workspace, 1)
    app = page(workspace.home, monkeypatch)
    assert app.title[0].value.endswith("届く見込みです(足りない確率0%)")
    assert [button.label for button in app.button][:1] == ["今週を見る"]


def test_targets_that_end_before_the_forecast_are_held_against_their_own_month(
    long: Exports, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nine months from April: up to December. Of November and December the first is told."""
    workspace = copied(long, tmp_path)
    aim(workspace, 100, 9)
    app = page(workspace.home, monkeypatch)
    assert "このままだと11月末に" in app.title[0].value


def test_two_months_of_data_say_what_would_be_enough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first lead comes nine weeks before: September begins within, October is whole."""
    app = page(steady(tmp_path, 9).workspace.home, monkeypatch)
    assert app.title[0].value.startswith("10月は")
    assert "予測できません" in told(app)
    assert "26週間分必要です" in told(app)
    assert "まだ確かめられる過去の予測がありません" in told(app)
    assert [button.label for button in app.button][:1] == ["データを取り込む"]


def test_without_amounts_wins_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = page(steady(tmp_path, 130, amount=None).workspace.home, monkeypatch)
    assert "受注件数と3か月先" in [one.value for one in app.subheader]
    assert "件の見込み" in app.title[0].value
    assert "商談の金額を取り込む。" in told(app)


def test_what_is_read_ahead_is_what_the_page_asks_for(
    long: Exports, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FUNNEL_HOME", str(long.workspace.home))
    first_reads.read_latest()
    asked: list[str] = []
    readers = {
        month: ("read_series", "outlook", "change_of"),
        month_cohorts: ("measured_pairs", "cohort_triangle"),
        month_cycle: ("cycle",),
        month_sources: ("source_worths",),
    }
    for module, names in readers.items():
        for name in names:
            monkeypatch.setattr(module, name, lambda *_, name=name: asked.append(name))
    page(long.workspace.home, monkeypatch)
    assert asked == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("state", "says"),
    [
        ("leads_only", ("受注は計測されていません", "Wins are not measured")),
        ("deals_only", ("2月は27日までに", "Feb 2026 to day 27")),
        ("two_stages", ("未計測: MQL、引き渡し、SQL、商談", "Not measured: MQL, Handed over, SQL")),
        ("hostile", ("2月末までの4か月の見込みは", "To come in the 4 months")),
    ],
)
def test_every_company_gets_a_page_that_makes_sense(
    state: str, says: tuple[str, str], language: str, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    workspace = Workspace(tmp_path / "home")
    (tmp_path / "files").mkdir()
    states.STATES[state](workspace, tmp_path / "files")
    app = page(workspace.home, monkeypatch, language)
    assert says[language == "en"] in told(app)
    assert "<img" not in told(app)
    assert app.button


def test_a_month_and_a_length_are_kept_in_the_address(
    long: Exports, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(long.workspace.home, monkeypatch, month="2026-10", months="24")
    assert app.selectbox[0].value == "2026-10"
    assert "1月末までの3か月は" in app.title[0].value
    assert "ファネルの24か月" in [one.value for one in app.subheader]
    app.selectbox[1].set_value("12").run()
    assert "months" not in app.query_params
    assert "ファネルの12か月" in [one.value for one in app.subheader]


def test_figures_open_to_their_rows_and_charts_to_their_numbers(
    long: Exports, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(long.workspace.home, monkeypatch)
    with long.opened() as db:
        october = Filters(date(2026, 10, 1), date(2026, 10, 31), date(2026, 10, 31))
        (leads,) = figures(db, METRICS["leads"], october)
    app.button(key="open_month_leads").click().run()
    assert f"全{leads.value}件" in told(app)
    app = page(long.workspace.home, monkeypatch)
    app.button(key="month_change_table").click().run()
    amounts = app.dataframe[0].value["JPY"]
    assert amounts.iloc[0] + amounts.iloc[1:-1].sum() == amounts.iloc[-1]


def test_the_tables_hold_what_the_charts_show(long: Exports) -> None:
    found = read(long, count=24)
    with long.opened() as db:
        for table, metric, column in (
            (value_table(found, JA), "won_value", "実績"),
            (stages_table(list(found.stages[:1]), JA), "leads", "リード"),
        ):
            for month, value in zip(table["月"], table[column], strict=True):
                first = date.fromisoformat(f"{month}-01")
                if first <= LAST:
                    filters = Filters(first, min(month_end(first), LAST), LAST)
                    assert value == figures(db, METRICS[metric], filters)[0].value
    past = found.forecast.past
    assert past is not None
    assert list(hits_table(list(past.tried), JA)["実績"]) == [round(one.came) for one in past.tried]
    report = found.change.report.explained
    amounts = change_table(found, report, JA)["JPY"]  # type: ignore[arg-type]
    assert amounts.iloc[:-1].sum() == amounts.iloc[-1]


def test_the_waterfall_goes_from_the_one_month_to_the_other(long: Exports) -> None:
    """Each line begins where the one above it ended, however many steps are put together or moved
    nothing: that both months have as many days is no line."""
    found = read(long)
    falls = falls_of(found, found.change.report.explained, JA)  # type: ignore[arg-type]
    first, *between, last = falls
    assert (first.kind, last.kind, between[-1].kind) == ("whole", "whole", "rest")
    ends = [first, *between]
    assert all(one.start == before.end for before, one in zip(ends, between, strict=False))
    assert between[-1].end == last.end
    assert (first.label, last.label) == ("2025年10月", "2026年10月")
    assert "月の日数" not in [one.label for one in falls]
    assert all(one.start != one.end for one in between[:-1])


def test_the_unfinished_month_stands_beside_no_whole_one(long: Exports) -> None:
    """Of November twenty days are known: pale, and over it both what came and what may come. The
    thin line holds the whole November of the year before, as the forecast does."""
    found = read(long)
    columns = columns_of(found, JA)
    november = columns[11]
    assert [one.is_partial for one in columns] == [False] * 11 + [True] + [False] * 3
    assert november.outlook is not None
    assert november.outlook.booked == november.value
    with long.opened() as db:
        whole = Filters(date(2025, 11, 1), date(2025, 11, 30), LAST)
        assert november.before == figures(db, METRICS["won_value"], whole)[0].value
    assert [one.value for one in columns[12:]] == [None] * 3


def outlook(low: float, high: float) -> Outlook:
    middle = (low + high) / 2
    return Outlook(0, 0, 0, 0, middle, middle, low + 1, high - 1, low, high)


def test_months_are_bars_ticks_a_thin_line_and_ranges() -> None:
    columns = [
        Column("<10>", "x", 30.0, False, None, 40.0, None),
        Column("11", "x", 10.0, True, 20.0, None, outlook(10, 30)),
        Column("12", "x", None, False, 25.0, None, outlook(20, 40)),
    ]
    figure = months(columns, 10, "円", until="20日まで", ahead="予測")
    bars, wide, narrow, middle, before, ticks = figure.data
    assert list(bars.y) == [3, 1]
    assert bars.marker.color[0] == LIGHT.blue
    assert bars.marker.color[1] != LIGHT.blue
    assert (list(wide.base), list(wide.y)) == ([1, 2], [2, 2])
    assert list(narrow.y) == [1.8, 1.8]
    assert list(middle.y) == [2, 3]
    assert list(before.y) == [None, 2, 2.5]
    assert list(ticks.y) == [4, 4, None]
    assert figure.layout.xaxis.ticktext[0] == "&lt;10&gt;"
    assert [one.text for one in figure.layout.annotations] == ["20日まで", "予測", "円"]


def test_a_waterfall_is_drawn_top_down() -> None:
    falls = [
        Fall("9月", "whole", 0, 20, "20"), Fall("<b>", "down", 20, 15, "−5"),
        Fall("rest", "rest", 15, 18, "+3"), Fall("10月", "whole", 0, 18, "18"),
    ]  # fmt: skip
    figure = waterfall(falls)
    bars = figure.data[0]
    assert list(bars.y) == [3, 2, 1, 0]
    assert list(bars.base) == [0, 15, 15, 0]
    assert list(bars.x) == [20, 5, 3, 18]
    assert figure.layout.yaxis.ticktext[1] == "&lt;b&gt;"
    assert len(figure.layout.shapes) == 3


def test_a_forecast_that_did_not_hold_is_an_open_dot() -> None:
    past = [Hit("3–\n5", "", 10, 20, 15, 12), Hit("4", "", 10, 20, 15, 25)]
    figure = hits(past)
    assert list(figure.data[2].marker.symbol) == ["circle", "circle-open"]
    assert figure.layout.xaxis.ticktext[0] == "3–<br>5"


def test_a_stage_is_a_line_from_zero_and_the_unfinished_month_a_dot() -> None:
    figure = sparks([Spark([10, 5, None], 2, "5", "50%"), Spark([0], None, "0", "—")])
    line, dot, alone = figure.data
    assert list(line.y)[:2] == pytest.approx([1.85, 1.5])
    assert pd.isna(line.y[2])
    assert list(dot.y) == pytest.approx([1.29])
    assert (line.mode, alone.mode) == ("lines", "markers")
    assert [one.text for one in figure.layout.annotations] == ["<b>5</b>", "50%", "<b>0</b>", "—"]
