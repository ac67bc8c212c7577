"""`funnel targets`: shown, derived, set, taken out, and as CSV, in both languages."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from funnel.cli import app
from tests.test_cli import fails, run
from tests.test_target_reports import END, LOADED, _funnel
from tests.uploads import Exports

MONTH = "2026-10"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published")
    Exports(folder).bring(END, **_funnel())
    return folder


@pytest.fixture
def home(published: Path, tmp_path: Path) -> Path:
    """The company of `test_target_reports`, with nothing set yet."""
    shutil.copytree(published / "workspace", tmp_path / "workspace")
    return tmp_path


def told(home: Path, *arguments: str) -> Any:
    return json.loads(run(home, "targets", *arguments, "--json"))


def test_a_target_is_set_changed_and_taken_out(home: Path) -> None:
    assert told(home, "set", MONTH, "リード数", "1,200", "--who", "Ito") == {
        "month": MONTH, "metric": "leads", "source": None, "owner": None, "value": 1200,
    }  # fmt: skip
    told(home, "set", MONTH, "leads", "40", "--source", "Web", "--who", "Kato")
    report = told(home, "show", "--month", MONTH)
    rows = [(row["metric"], row["source"], row["target"], row["who"]) for row in report["rows"]]
    assert rows == [
        ("leads", None, 1200, "Ito"), ("leads", "Web", 40, "Kato"),
    ]  # fmt: skip
    assert (report["since"], report["until"], report["as_of"]) == (
        "2026-10-01", "2026-10-31", "2026-09-17",
    )  # fmt: skip
    assert report["findings"] == [
        {"kind": "parts_below_whole", "stage": "leads", "month": MONTH, "needed": 1200.0,
         "has": 40.0, "about": "source", "short": 1160.0,
         "text": "Leads, 2026-10: the targets by source sum to 40 of 1,200: short of 1,160"}
    ]  # fmt: skip
    assert told(home, "remove", MONTH, "leads") == {
        "month": MONTH, "metric": "leads", "source": None, "owner": None,
    }  # fmt: skip
    assert [row["source"] for row in told(home, "show", "--month", MONTH)["rows"]] == ["Web"]
    # Nothing was entered yet on the last day of the data.
    assert told(home, "show", "--month", MONTH, "--known-on", "2026-09-17")["rows"] == []


def test_a_row_tells_all_that_a_page_needs(home: Path) -> None:
    """40 leads came on 3 August; August 2026 has 20 working days (the 11th is a holiday)."""
    told(home, "set", "2026-08", "leads", "50", "--who", "Ito")
    (row,) = told(home, "show", "--fiscal-year", "2026", "--as-of", "2026-08-31")["rows"]
    at = row.pop("at")
    assert at.startswith("20")
    assert row["pace"].pop("low") < 40 < row["pace"].pop("high")
    assert row == {
        "month": "2026-08", "metric": "leads", "source": None, "owner": None, "unit": "count",
        "target": 50.0, "origin": "adjusted", "who": "Ito", "entered": 50.0, "imported": None,
        "days": [20, 20], "by_pattern": None, "numerator": 40.0, "denominator": None,
        "year_before": None, "year_before_to_date": None, "actual": 40.0, "state": "missed",
        "text": "missed",
        "pace": {"target": 50.0, "share": 1.0, "expected": 50.0, "actual": 40.0,
                 "state": "missed"},
    }  # fmt: skip


def test_it_is_said_in_both_languages(home: Path) -> None:
    run(home, "targets", "set", "2026-08", "リード", "50")
    english = run(home, "targets", "show", "--month", "2026-08", "--as-of", "2026-08-31")
    assert "Leads" in english
    assert "40 of 50, 50 by now: missed (working days 20/20, a year before -)" in english
    shown = ("targets", "show", "--month", "2026-08", "--as-of", "2026-08-31")
    japanese = run(home, *shown, language="ja")
    assert "実績 40/目標 50、今日までのペース 50: 未達(稼働日 20/20、前年 -)" in japanese
    none = run(home, "targets", "show", "--month", "2025-01", language="ja")
    assert "目標はありません" in none
    plan = ("targets", "derive", "--goal", "1,000万円", "--since", "2027-01", "--until", "2027-01",
            "--as-of", "2026-11-30")  # fmt: skip
    assert "! リード: 通常のリードタイムでは、2026-10 までにあと 5 必要だった" in run(
        home, *plan, language="ja"
    )
    said = run(home, *plan)
    assert "To win ¥10,000,000 from 2027-01 to 2027-01:" in said
    assert "by Win rate 20.0% (4 of 20; median 30 days, P90 30): own, few cases" in said
    assert "2026-10 5  2026-11 37  2026-12 57  2027-01 1" in said


def test_a_plan_is_derived_and_kept(home: Path) -> None:
    goal = ("--goal", "10000000", "--since", "2027-01", "--until", "2027-01")
    plan = told(home, "derive", *goal, "--as-of", "2026-11-30", "--save", "--who", "Ito")
    assert (plan["goal"], plan["counting"], plan["won"]) == ({"2027-01": 10_000_000}, False, None)
    assert plan["months"] == ["2026-10", "2026-11", "2026-12", "2027-01"]
    assert [(level["stage"], level["total"]) for level in plan["levels"]] == [
        ("won_value", 10_000_000), ("won", 10), ("opportunity", 50), ("sql", 50), ("lead", 100),
    ]  # fmt: skip
    assert plan["levels"][-1]["needed"] == {
        "2026-10": 5, "2026-11": 37, "2026-12": 57, "2027-01": 1,
    }  # fmt: skip
    assert [(one["source"], one["total"]) for one in plan["sources"]] == [("Expo", 25), ("Web", 75)]
    rate = plan["rates"][1]
    assert rate.pop("interval").keys() == {"value", "low", "high"}
    assert rate == {
        "metric": "sql_opportunity_rate", "base": "sql", "target": "opportunity", "rate": 0.8,
        "agreed": None, "own": 0.8, "entered": 20, "advanced": 16, "since": "2025-11-26",
        "until": "2026-11-25", "state": "enough", "median_days": 5, "p90_days": 5,
        "share_of_leads": 0.8,
    }  # fmt: skip
    assert plan["deal_value"]["value"] == 1_000_000
    # November to January: leads and by source, SQLs, opportunities; wins and value of January
    # alone, which the goal is for; October is over.
    assert plan["saved"] == len(plan_targets(home)) == 3 + 6 + 3 + 3 + 1 + 1
    # Without --goal what is to be won by the targets there are.
    again = told(home, "derive", "--since", "2027-01", "--until", "2027-03", "--counting")
    assert (again["goal"], again["won"]) == ({"2027-01": 10_000_000}, 0)


def plan_targets(home: Path) -> list[dict[str, Any]]:
    return list(told(home, "show", "--fiscal-year", "2026")["rows"])


def test_out_as_csv_changed_and_in_again(home: Path) -> None:
    run(home, "targets", "set", MONTH, "leads", "100")
    run(home, "targets", "set", MONTH, "受注額", "3,000万円")
    run(home, "targets", "set", MONTH, "win_rate", "25%", "--owner", "伊藤")
    file = home / "targets.csv"
    assert told(home, "export", str(file)) == {"file": str(file), "rows": 3}
    text = file.read_text("utf-8-sig")
    assert text.splitlines() == [
        "month,metric,source,owner,value", "2026-10,leads,,,100",
        "2026-10,win_rate,,伊藤,0.25", "2026-10,won_value,,,30000000",
    ]  # fmt: skip
    assert told(home, "import", str(file)) == {"rows": 3, "changed": 0}
    file.write_text(text.replace("leads,,,100", "leads,,,120"), encoding="cp932")
    assert told(home, "import", str(file)) == {"rows": 3, "changed": 1}
    assert "3 targets read, 0 changed" in run(home, "targets", "import", str(file))


def test_a_file_with_a_wrong_row_changes_nothing(home: Path) -> None:
    run(home, "targets", "set", MONTH, "leads", "100")
    file = home / "plan.csv"
    file.write_text("月,指標,目標\n2026-10,リード,120\n2026-13,リード,5\n2026-11,いいね,x\n")
    result = CliRunner().invoke(
        app, ["targets", "import", str(file), "--json"],
        env={"FUNNEL_HOME": str(home / "workspace"), "FUNNEL_LANG": "ja"},
    )  # fmt: skip
    assert result.exit_code == 2
    problems = json.loads(result.output)["error"]
    assert [(one["kind"], one["row"], one["column"], one["file"]) for one in problems] == [
        ("not_a_month", 3, "month", "plan.csv"), ("not_a_number", 4, "value", "plan.csv"),
    ]  # fmt: skip
    assert problems[0]["text"].startswith("plan.csv, 3 行目, month: 「2026-13」は月として")
    assert [row["target"] for row in told(home, "show", "--month", MONTH)["rows"]] == [100]


@pytest.mark.parametrize(
    "arguments",
    [("set", MONTH, "likes", "5"), ("set", MONTH, "leads", "1.5"), ("set", MONTH, "sql_rate", "2"),
     ("set", "2026-13", "leads", "5"), ("set", MONTH, "leads", "NaN"), ("remove", MONTH, "leads"),
     ("import", "nowhere.csv"), ("export", "nowhere/at/all.csv"), ("derive", "--goal", "0"),
     ("derive", "--goal", "5", "--since", "2027-02", "--until", "2027-01"),
     ("derive", "--goal", "5", "--counting", "--save"),
     ("derive", "--goal", "99999999999999999999999999999", "--save")],
)  # fmt: skip
def test_what_cannot_be_is_refused(home: Path, arguments: tuple[str, ...]) -> None:
    fails(home, "targets", *arguments)
    assert told(home, "show", "--month", MONTH)["rows"] == []


@pytest.mark.parametrize(
    "arguments",
    [("show", "--fiscal-year", "0"), ("show", "--fiscal-year", "9999"),
     ("show", "--fiscal-year", "-1"), ("show", "--month", "9999-12"),
     ("show", "--month", "1999-12"),
     ("show", "--as-of", "1990-01-01"), ("derive", "--goal", "5", "--since", "9999-11"),
     ("derive", "--goal", "5", "--until", "2400-01"),
     ("derive", "--goal", "5", "--as-of", "1990-01-01")],
)  # fmt: skip
def test_years_that_no_target_is_of_are_refused(home: Path, arguments: tuple[str, ...]) -> None:
    for language, words in (("en", "too far off for targets"), ("ja", "目標の対象外")):
        result = CliRunner().invoke(
            app, ["targets", *arguments],
            env={"FUNNEL_HOME": str(home / "workspace"), "FUNNEL_LANG": language},
        )  # fmt: skip
        assert (result.exit_code, words in result.output) == (2, True), result.output


def test_the_last_year_that_can_be_is_shown(home: Path) -> None:
    assert told(home, "show", "--fiscal-year", "2100")["until"] == "2101-03-31"


def test_targets_can_be_set_before_anything_is_imported(tmp_path: Path) -> None:
    assert told(tmp_path, "set", MONTH, "leads", "5")["value"] == 5
    assert fails(tmp_path, "targets", "show")


def test_what_owners_can_handle_is_told(tmp_path: Path) -> None:
    """By 25 May Ito has L1-L4, Kato one; one lead an owner is agreed: 3 of Ito's are too many. (L6
    was accepted on the 20th.)"""
    Exports(tmp_path).bring("2026-05-25", leads=LOADED)
    agreed = tmp_path / "agreed.toml"
    agreed.write_text("[capacity]\nleads_an_owner = 1\n")
    run(
        tmp_path, "agreement", "apply", str(agreed), "--from", "2026-05-01", "--reason", "load",
        "--who", "Ito",
    )  # fmt: skip
    report = told(tmp_path, "capacity", "--as-of", "2026-05-25")
    assert report["capacity"] == {
        "leads_an_owner": 1, "deals_an_owner": None, "sqls_a_month": None,
    }  # fmt: skip
    ito = report["owners"][0]
    assert [lead["lead_id"] for lead in ito.pop("take_back")] == ["crm:L1", "crm:L2", "crm:L3"]
    assert ito == {
        "owner": "Ito", "leads": 4, "leads_over": 3, "deals": 0, "deals_over": None, "stuck": 0,
    }  # fmt: skip
    japanese = run(tmp_path, "targets", "capacity", "--as-of", "2026-05-25", language="ja")
    assert "判断待ちのリード 4件 (+3)、進行中の商談 0件" in japanese
    assert "育成に戻せる: crm:L1(-)、担当 Ito、スコア -、2026-05-01から24日間接触なし" in japanese


def test_the_lowest_score_goes_back_first(tmp_path: Path) -> None:
    """Exported are 90, 50 and 10 of Ito's L1 to L3, L4 has none; computed by the industry 5, 20 and
    10, and 0 of L4, of which nothing is known. Which of them counts is agreed."""
    told_of = {"L1": ("90", "food"), "L2": ("50", "steel"), "L3": ("10", "cars")}
    leads = [
        row | dict(zip(("score", "industry"), told_of.get(str(row["lead"]), ("", "")), strict=True))
        for row in LOADED
    ]
    Exports(tmp_path).bring("2026-05-25", leads=leads)
    agreed = tmp_path / "agreed.toml"
    points = "[score.attributes]\nmost = 20\nindustries = {food = 5, steel = 20, cars = 10}\n"

    def taken(score: str, day: str) -> list[tuple[str, float | None]]:
        agreed.write_text(f'[capacity]\nleads_an_owner = 1\n[mql]\nscore = "{score}"\n{points}')
        apply = ("agreement", "apply", str(agreed), "--from", day, "--reason", "x", "--who", "Ito")
        run(tmp_path, *apply)
        owners = told(tmp_path, "capacity", "--as-of", "2026-05-25")["owners"]
        return [(lead["lead_id"], lead["score"]) for lead in owners[0]["take_back"]]

    assert taken("exported", "2026-05-01") == [("crm:L3", 10), ("crm:L2", 50), ("crm:L1", 90)]
    shown = run(tmp_path, "targets", "capacity", "--as-of", "2026-05-25")
    assert "crm:L3 (-), Ito, score 10: 22 days untouched from 2026-05-03" in shown
    assert taken("computed", "2026-05-02") == [("crm:L4", 0), ("crm:L1", 5), ("crm:L3", 10)]
