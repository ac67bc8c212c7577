"""The command line, from a simulated company to figures."""

from __future__ import annotations

import json
import re
import shutil
from enum import StrEnum
from pathlib import Path
from typing import get_args

import pytest
from typer.testing import CliRunner

from funnel.cli import By, app
from funnel.cli.feedback import ByReason
from funnel.cli.shell import padded
from funnel.cli.worth import ByCustomer
from funnel.filters import DIMENSIONS, Dimension
from funnel.metrics import METRICS
from funnel.reports import customer_value, feedback
from tests.conftest import GOLDEN


def run(home: Path, *arguments: str, language: str = "en") -> str:
    environment = {"FUNNEL_HOME": str(home / "workspace"), "FUNNEL_LANG": language}
    result = CliRunner().invoke(app, list(arguments), env=environment)
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("golden")
    run(home, "import", *(str(path) for path in sorted((GOLDEN / "company").glob("*.csv"))))
    return home


@pytest.fixture
def golden(imported: Path, tmp_path: Path) -> Path:
    """A copy of its own, in which anything may be done."""
    return shutil.copytree(imported, tmp_path, dirs_exist_ok=True)


def test_a_figure_carries_all_it_rests_on(golden: Path) -> None:
    told = run(
        golden, "metrics", "--metric", "sql_rate", "--basis", "cohort", "--by", "source",
        "--by", "month", "--where", "source=Expo", "--since", "2026-01-01", "--until", "2026-01-31",
        "--as-of", "2026-02-10", "--json",
    )  # fmt: skip
    assert json.loads(told) == [
        {
            "metric": "sql_rate",
            "group": {"source": "Expo", "month": "2026-01"},
            "stat": "value",
            "numerator": 1,
            "denominator": 2,
            "value": 0.5,
            "unit": "ratio",
            "base": "handed_over",
            "basis": "cohort",
            "since": "2026-01-01",
            "until": "2026-01-31",
            "as_of": "2026-02-10",
            "state": "too_few",
            "text": "too few to say",
            # Wilson's: the p with (0.5 - p)^2 = 1.2816^2 p (1 - p) / 2
            "interval": pytest.approx({"value": 0.5, "low": 0.16425, "high": 0.83575}, abs=1e-5),
            "matured": None,
            "expected": None,
            "shrunk": None,
            "within_weeks": None,
        }
    ]


def test_without_dates_the_whole_of_the_data_as_of_its_last_day(golden: Path) -> None:
    (figure,) = json.loads(run(golden, "metrics", "--metric", "won_value", "--json"))
    assert (figure["since"], figure["until"], figure["as_of"]) == (
        "2026-01-05", "2026-02-27", "2026-02-27",
    )  # fmt: skip
    assert (figure["value"], figure["unit"]) == (4_000_000, "JPY")


def test_all_metrics_are_printed_for_people(golden: Path) -> None:
    lines = run(golden, "metrics").splitlines()
    assert {line.split()[0] for line in lines} == set(METRICS)
    assert any(
        "sql_rate" in line and "(6/8)" in line and "of handed_over" in line for line in lines
    )


def test_figures_are_printed_in_numbers_people_read(tmp_path: Path) -> None:
    """No powers of ten, no fractions of a yen, no 'None', and no rate without its range."""
    run(tmp_path, "demo")
    lines = run(tmp_path, "metrics", "--by", "source", "--until", "2026-08-31").splitlines()
    assert not [line for line in lines if re.search(r"\de[+-]\d|None|nan", line)]
    (cost,) = [line for line in lines if re.match(r"cost_per_lead +source=広告 ", line)]
    told = run(tmp_path, "metrics", "--metric", "cost_per_lead", "--where", "source=広告",
               "--until", "2026-08-31", "--json")  # fmt: skip
    (figure,) = json.loads(told)
    above, below, value = (figure[name] for name in ("numerator", "denominator", "value"))
    assert f"{value:,.0f} JPY  ({above:,.0f}/{below:,.0f})  of lead" in cost
    rates = [line for line in lines if re.match(r"mql_rate .*\(\d", line)]
    assert rates
    assert all(re.search(r"  80%: [\d.]+%-[\d.]+%  \w", line) for line in rates)


def test_what_a_lead_is_worth_says_what_it_rests_on(tmp_path: Path) -> None:
    """The demo's 61 wins in view: those of a source with few are said to be drawn to the whole."""
    run(tmp_path, "demo")
    for language, whole, few in (
        ("en", "went on: win; 61 wins)", "few wins of its own: drawn to the whole"),
        ("ja", "が受注へ。受注61件)", "受注が少なく、全体の値に寄せた見積もり"),
    ):
        lines = run(tmp_path, "worth", "--by", "source", language=language).splitlines()
        assert [line.endswith(whole) for line in lines[:6]] == [False] * 5 + [True]
        told = {line.split(":")[0] for line in lines if line.endswith(few)}
        assert told == {"広告", "(none recorded)" if language == "en" else "(記録なし)"}


def test_columns_stand_below_each_other_whatever_the_letters() -> None:
    assert [padded("Web", 6) + "|", padded("展示会", 6) + "|", padded("営業起点", 6) + "|"] == [
        "Web   |", "展示会|", "営業起点|",
    ]  # fmt: skip


@pytest.mark.parametrize(("language", "word"), [("en", "won / opened"), ("ja", "受注 ÷ 開始")])
def test_every_metric_is_explained(tmp_path: Path, language: str, word: str) -> None:
    told = run(tmp_path, "metrics", "--list", language=language)
    assert all(f"{name}  " in told for name in METRICS)
    assert word in told
    explained = json.loads(run(tmp_path, "metrics", "--list", "--json"))
    assert [one["metric"] for one in explained] == list(METRICS)
    assert all(one["definition"] and one["definition_ja"] for one in explained)
    (win_rate,) = [one for one in explained if one["metric"] == "win_rate"]
    assert win_rate["base"] == {"period": "closed", "cohort": "opportunity"}
    assert win_rate["rows"] == {"period": ["deal"], "cohort": ["deal"]}
    assert win_rate["needs"] == {
        "period": ["lost", "won"], "cohort": ["lost", "opportunity", "won"],
    }  # fmt: skip
    assert win_rate["dimensions"] == {basis: list(DIMENSIONS) for basis in ("period", "cohort")}
    assert win_rate["empty"].startswith("no data where nothing is below the line; not measured")
    assert win_rate["empty_ja"].startswith("分母が0ならデータなし。")


def test_two_dimensions_and_a_condition(golden: Path) -> None:
    """The company of test_golden: of Web, D1 won in February, D4 and D5 in it too."""
    told = run(
        golden, "metrics", "--metric", "wins", "--by", "quarter", "--by", "lane", "--where",
        "source=Web", "--json",
    )  # fmt: skip
    found = [(one["group"], one["value"]) for one in json.loads(told)]
    assert found == [({"quarter": "FY2025-Q4", "lane": "marketing"}, 2)]


def test_the_demo_comes_once_and_only_into_an_empty_workspace(tmp_path: Path) -> None:
    assert "Version 1 is in force" in run(tmp_path, "demo")
    assert "nothing to do" in run(tmp_path, "demo")
    assert json.loads(run(tmp_path, "status", "--json"))["batches"][0]["is_demo"]


def fails(home: Path, *arguments: str, language: str = "en") -> str:
    environment = {"FUNNEL_HOME": str(home / "workspace"), "FUNNEL_LANG": language}
    result = CliRunner().invoke(app, list(arguments), env=environment)
    assert result.exit_code == 2, result.output
    return result.output


LEADS = GOLDEN / "company" / "leads.csv"
DEALS = GOLDEN / "company" / "opportunities.csv"


def test_an_import_as_an_object(tmp_path: Path) -> None:
    told = json.loads(run(tmp_path, "import", str(DEALS), "--exported-on", "2026-03-01", "--json"))
    batch = told.pop("batch")
    (file,) = told.pop("files")
    assert told == {"version": 1, "replaced": [], "unused": [], "older": [], "refused": []}
    assert (tmp_path / "workspace" / "uploads" / batch).is_dir()
    assert file == {
        "file": "opportunities.csv",
        "tool": "salesforce",
        "title": "Salesforce",
        "object": "deals",
        "encoding": "utf-8",
        "exported_on": "2026-03-01",
        "last_day": "2026-02-27",
        "rows_read": 7,
        "rows_refused": 0,
        "rows_aside": 0,
        "rows_superseded": 0,
        "footer_rows": 0,
        "columns": file["columns"],
        "unused_columns": file["unused_columns"],
        "worth_reading": {},
    }
    assert (file["columns"]["id"], file["columns"]["closed"]) == ("Opportunity ID", "Close Date")
    told = json.loads(run(tmp_path, "import", str(DEALS), "--json"))
    assert told["replaced"] == [{"file": "opportunities.csv", "rows": 7}]


def test_a_column_that_nobody_reads_and_a_stage_may_hang_on_is_named(tmp_path: Path) -> None:
    leads = tmp_path / "leads.csv"
    leads.write_text(
        "リード ID,作成日,メール,リードソース,状況,MQL判定日,備考\n"
        "00Q5g00000A0001,2026/01/05,a@b.example,Web,新規,2026/01/09,x\n",
        encoding="utf-8",
    )
    said = run(tmp_path, "import", str(leads), "--preview")
    assert "Nothing is read from MQL判定日, which may be mql" in said
    told = json.loads(run(tmp_path, "import", str(leads), "--json"))
    assert told["files"][0]["worth_reading"] == {"mql": "MQL判定日"}


def test_an_older_export_is_warned_of(tmp_path: Path) -> None:
    """A report of October over the same one of November, both named by Salesforce."""
    for stamp in (1794900000000, 1792300000000):
        (tmp_path / f"report{stamp}.csv").write_bytes(DEALS.read_bytes())
    run(tmp_path, "import", str(tmp_path / "report1794900000000.csv"))
    older = str(tmp_path / "report1792300000000.csv")
    told = json.loads(run(tmp_path, "import", older, "--preview", "--json"))
    assert told["older"] == [
        {"file": "report1792300000000.csv", "tool": "salesforce", "object": "deals",
         "exported_on": "2026-10-18", "in_force": "2026-11-17"},
    ]  # fmt: skip
    assert "Careful: report1792300000000.csv was exported on 2026-10-18" in run(
        tmp_path, "import", older
    )
    assert json.loads(run(tmp_path, "import", older, "--json"))["older"] == []


def test_errors_as_objects(tmp_path: Path) -> None:
    bad = tmp_path / "deals.csv"
    bad.write_text(DEALS.read_text("utf-8").replace("2026-02-10", "2026-02-31", 1), "utf-8")
    told = json.loads(fails(tmp_path, "import", str(bad), "--json", language="ja"))
    assert told == {
        "error": [
            {
                "kind": "not_a_date",
                "file": "deals.csv",
                "row": told["error"][0]["row"],
                "column": "Close Date",
                "value": "2026-02-31",
                "detail": None,
                "text": told["error"][0]["text"],
            }
        ]
    }
    assert "「2026-02-31」は日付として読めません" in told["error"][0]["text"]
    told = json.loads(fails(tmp_path, "metrics", "--json"))
    assert [problem["kind"] for problem in told["error"]] == ["nothing_published"]
    told = json.loads(fails(tmp_path, "rollback", "--json"))
    assert [problem["kind"] for problem in told["error"]] == ["nothing_published"]


def test_a_version_that_is_no_number_is_told_as_an_object(golden: Path) -> None:
    told = json.loads(fails(golden, "rollback", "abc", "--json"))
    assert [(p["kind"], p["value"]) for p in told["error"]] == [("no_such_version", "abc")]


@pytest.mark.parametrize(("language", "step"), [("en", "--mapping FILE"), ("ja", "取り込み画面")])
def test_an_unknown_table_says_what_to_do(tmp_path: Path, language: str, step: str) -> None:
    (tmp_path / "x.csv").write_text("color,size\nred,5\nblue,6\n")
    assert step in fails(tmp_path, "import", str(tmp_path / "x.csv"), language=language)


def test_a_preview_publishes_nothing(golden: Path, tmp_path: Path) -> None:
    half = tmp_path / "half.csv"
    half.write_text("".join(DEALS.read_text("utf-8").splitlines(keepends=True)[:4]), "utf-8")
    shown = run(golden, "import", str(half), "--preview")
    assert "deals: 7 -> 3 (0 new, 0 changed, 4 gone)" in shown
    told = json.loads(run(golden, "import", str(half), "--preview", "--json"))
    assert (told["preview"]["deals"]["gone"], told["refused"]) == (4, [])
    assert json.loads(run(golden, "status", "--json"))["version"] == 1
    half.write_text(half.read_text("utf-8").replace("2026-02-", "2026-22-", 1), "utf-8")
    told = json.loads(fails(golden, "import", str(half), "--preview", "--json"))
    assert [problem["kind"] for problem in told["refused"]] == ["not_a_date"]
    assert run(golden, "import", str(half), "--preview", "--refuse-rows", language="ja")


def test_history_and_the_way_back(golden: Path) -> None:
    assert json.loads(run(golden, "import", str(LEADS), "--who", "ann", "--json"))["version"] == 2
    newest, oldest = json.loads(run(golden, "history", "--json"))
    assert (newest["number"], newest["who"], newest["base"]) == (2, "ann", 1)
    assert [file["name"] for file in newest["files"] if file["is_new"]] == ["leads.csv"]
    assert (newest["is_in_force"], oldest["is_in_force"]) == (True, False)
    assert json.loads(run(golden, "rollback", "--json", "--who", "ben")) == {
        "version": 1, "before": 2,
    }  # fmt: skip
    _, oldest = json.loads(run(golden, "history", "--json"))
    (back,) = oldest["roll_backs"]
    assert (oldest["is_in_force"], back["who"], back["left"]) == (True, "ben", 2)
    assert "back in force" in run(golden, "history")
    assert "版 2 に戻しました" in run(golden, "rollback", "2", language="ja")
    assert "in force already" in run(golden, "rollback", "2")
    assert len(json.loads(run(golden, "history", "--most", "1", "--json"))) == 1


def test_files_are_checked_and_nothing_is_published(golden: Path, tmp_path: Path) -> None:
    assert "Nothing is wrong" in run(golden, "check", str(DEALS))
    bad = tmp_path / "deals.csv"
    bad.write_text(DEALS.read_text("utf-8").replace("2026-02-10", "2026-02-31", 1), "utf-8")
    told = json.loads(fails(golden, "check", str(bad), "--json"))
    assert [problem["kind"] for problem in told["problems"]] == ["not_a_date"]
    assert told["replaced"] == [{"file": "opportunities.csv", "rows": 7}]
    (tmp_path / "x.csv").write_text("nothing")
    told = json.loads(fails(golden, "check", str(tmp_path / "x.csv"), "--json"))
    assert [problem["file"] for problem in told["error"]] == ["x.csv"]
    assert json.loads(run(golden, "status", "--json"))["version"] == 1


def test_the_workspace_is_checked(golden: Path) -> None:
    assert json.loads(run(golden, "check", "--json")) == {
        "current": 1, "versions": 1, "raw_files": 2, "left_over": [], "problems": [],
    }  # fmt: skip
    (raw,) = (golden / "workspace" / "uploads").glob("*/leads.csv")
    raw.unlink()
    (golden / "workspace" / "CURRENT").write_text("7\n")
    told = json.loads(fails(golden, "check", "--json"))
    assert [problem["kind"] for problem in told["problems"]] == [
        "workspace_unusable", "raw_file_missing",
    ]  # fmt: skip


def test_what_is_in_force_can_be_built_anew(golden: Path) -> None:
    told = json.loads(run(golden, "rebuild", "--json"))
    assert (told["version"], told["files"]) == (2, [])
    assert json.loads(run(golden, "status", "--json"))["leads"] == 12


def test_a_simulated_company_of_any_size_is_imported(tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(tmp_path, "simulate", "--leads", "300", "--months", "6", "--seed", "4", "--out", str(out))
    run(tmp_path, "import", *(str(path) for path in sorted(out.iterdir())))
    told = json.loads(run(tmp_path, "status", "--json"))
    assert (told["leads"], told["rows_refused"], told["links"]["by_email"]) == (300, 0, 0)
    assert told["last_day"] <= "2026-11-20"
    assert "Version 1" in run(tmp_path, "status")


@pytest.mark.parametrize(
    ("options", "choices"),
    [(By, Dimension), (ByReason, feedback.By), (ByCustomer, customer_value.By)],
)
def test_an_enumeration_of_options_says_what_there_is(
    options: type[StrEnum], choices: object
) -> None:
    assert tuple(options) == get_args(choices)


PERIODS = ["metrics", "contribution", "durations", "returns", "feedback", "deals"]
DAYS = ["stalled", "worth", "ltv"]


@pytest.mark.parametrize("command", PERIODS)
def test_an_empty_period_is_refused_by_every_command(golden: Path, command: str) -> None:
    environment = {"FUNNEL_HOME": str(golden / "workspace"), "FUNNEL_LANG": "en"}
    asked = [command, "--since", "2026-05-01", "--until", "2026-01-01", "--json"]
    result = CliRunner().invoke(app, asked, env=environment)
    assert result.exit_code == 2
    assert [one["kind"] for one in json.loads(result.stdout)["error"]] == ["empty_period"]


@pytest.mark.parametrize("command", [*PERIODS, "sla"])
def test_a_period_without_an_end_is_never_empty(golden: Path, command: str) -> None:
    """From a day on that lies after all data: that one day, whichever command is asked."""
    run(golden, command, "--since", "2027-05-01")


@pytest.mark.parametrize("command", [*PERIODS, *DAYS])
@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "1970-01-01", "2100-12-31"])
def test_a_day_far_from_the_data_is_answered_or_refused(
    golden: Path, command: str, day: str
) -> None:
    """A year before the first there is none, and 8,000 years are 416,000 weeks."""
    environment = {"FUNNEL_HOME": str(golden / "workspace")}
    more = ["--basis", "cohort"] if command == "metrics" else []
    result = CliRunner().invoke(app, [command, "--as-of", day, *more], env=environment)
    assert isinstance(result.exception, SystemExit | None)
    assert result.exit_code == (0 if "1970" <= day[:4] <= "2100" else 2)
