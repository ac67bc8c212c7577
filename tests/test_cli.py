"""The command line, from a simulated company to figures."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from funnel.cli import By, app
from funnel.filters import DIMENSIONS
from funnel.metrics import METRICS
from tests.conftest import GOLDEN


def run(home: Path, *arguments: str, language: str = "en") -> str:
    environment = {"FUNNEL_HOME": str(home / "workspace"), "FUNNEL_LANG": language}
    result = CliRunner().invoke(app, list(arguments), env=environment)
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture
def golden(tmp_path: Path) -> Path:
    run(tmp_path, "import", *(str(path) for path in sorted((GOLDEN / "company").glob("*.csv"))))
    return tmp_path


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


@pytest.mark.parametrize(("language", "word"), [("en", "won / opened"), ("ja", "受注 ÷ 開始")])
def test_every_metric_is_explained(tmp_path: Path, language: str, word: str) -> None:
    told = run(tmp_path, "metrics", "--list", language=language)
    assert all(f"{name}  " in told for name in METRICS)
    assert word in told
    explained = json.loads(run(tmp_path, "metrics", "--list", "--json"))
    assert [one["metric"] for one in explained] == list(METRICS)
    assert all(one["definition"] and one["definition_ja"] for one in explained)


def test_the_demo_comes_once_and_only_into_an_empty_workspace(tmp_path: Path) -> None:
    assert "Version 1 is in force" in run(tmp_path, "demo")
    assert "nothing to do" in run(tmp_path, "demo")
    assert json.loads(run(tmp_path, "status", "--json"))["batches"][0]["is_demo"]


def test_a_simulated_company_of_any_size_is_imported(tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(tmp_path, "simulate", "--leads", "300", "--months", "6", "--seed", "4", "--out", str(out))
    run(tmp_path, "import", *(str(path) for path in sorted(out.iterdir())))
    told = json.loads(run(tmp_path, "status", "--json"))
    assert (told["leads"], told["rows_refused"], told["links"]["by_email"]) == (300, 0, 0)
    assert told["last_day"] <= "2026-11-20"
    assert "Version 1" in run(tmp_path, "status")


def test_the_options_are_the_dimensions_there_are() -> None:
    assert tuple(By) == DIMENSIONS
