"""Real tables that nobody on this project wrote, and the figures that must come out of them.

Through the command line, as a user would; the tables stay where they lie.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from funnel.cli import app
from tests.conftest import MAPPINGS, real_tables


class Company:
    """A workspace of its own, and the command line over it."""

    def __init__(self, home: Path, mapping: str, *files: Path) -> None:
        self.environment = {"FUNNEL_HOME": str(home)}
        self.run("import", *map(str, files), "--mapping", str(MAPPINGS / mapping))

    def run(self, *arguments: str) -> str:
        result = CliRunner().invoke(app, arguments, env=self.environment)
        assert result.exit_code == 0, result.output
        return result.output

    def figures(self, metric: str, *options: str) -> list[dict[str, Any]]:
        found = json.loads(self.run("metrics", "--metric", metric, "--json", *options))
        return [figure for figure in found if figure["metric"] == metric]

    def value(self, metric: str, *options: str, stat: str = "value") -> float | None:
        (figure,) = [f for f in self.figures(metric, *options) if f["stat"] == stat]
        return figure["value"]

    def by(self, name: str, metric: str, *options: str) -> dict[str | None, dict[str, Any]]:
        return {f["group"][name]: f for f in self.figures(metric, "--by", name, *options)}

    def status(self) -> dict[str, Any]:
        return json.loads(self.run("status", "--json"))


@pytest.fixture(scope="module")
def olist(tmp_path_factory: pytest.TempPathFactory) -> Company:
    files = sorted(real_tables("olist").glob("*.csv"))
    return Company(tmp_path_factory.mktemp("olist"), "olist.toml", *files)


@pytest.fixture(scope="module", params=["", "alt_dmy"])
def maven(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Company:
    folder = real_tables("maven_crm")
    pipeline = folder / request.param / "sales_pipeline.csv"
    others = [folder / f"{name}.csv" for name in ("sales_teams", "accounts", "products")]
    return Company(tmp_path_factory.mktemp("maven"), "maven_crm.toml", pipeline, *others)


def test_olist_leads_and_wins(olist: Company) -> None:
    assert olist.value("leads") == 8000
    assert olist.value("wins") == 842
    assert round(olist.value("lead_win_rate"), 5) == 0.10525
    assert olist.value("lead_win_rate", "--basis", "cohort") == 842 / 8000


def test_olist_days_from_lead_to_win(olist: Company) -> None:
    assert round(olist.value("lead_time_days", stat="mean"), 2) == 48.44
    assert olist.value("lead_time_days", stat="median") == 14
    assert round(olist.value("lead_time_days", stat="p90"), 1) == 161.9
    within = [
        olist.value("wins", "--basis", "cohort", "--within", days)
        for days in ("30", "60", "90", "150")
    ]
    assert within == [555, 647, 692, 750]


def test_olist_negative_duration_is_reported(olist: Company) -> None:
    (fault,) = olist.status()["faults"]
    assert (fault["fault"], fault["count"]) == ("won_before_created", 1)
    assert [example["days"] for example in fault["examples"]] == [-2]


def test_olist_by_origin(olist: Company) -> None:
    found = olist.by("source", "lead_win_rate", "--basis", "cohort")
    assert {source: (f["denominator"], f["numerator"]) for source, f in found.items()} == {
        "organic_search": (2296, 271),
        "paid_search": (1586, 195),
        "social": (1350, 75),
        "unknown": (1099, 179),
        "direct_traffic": (499, 56),
        "email": (493, 15),
        "referral": (284, 24),
        "other": (150, 4),
        "display": (118, 6),
        "other_publicities": (65, 3),
        None: (60, 14),
    }


def test_olist_by_month(olist: Company) -> None:
    leads = olist.by("month", "leads")
    assert list(leads) == [f"2017-{m:02}" for m in range(6, 13)] + [
        f"2018-{m:02}" for m in range(1, 6)
    ]
    assert [f["value"] for f in leads.values()] == [
        4, 239, 386, 312, 416, 445, 200, 1141, 1028, 1174, 1352, 1303,
    ]  # fmt: skip
    cohorts = olist.by("month", "lead_win_rate", "--basis", "cohort")
    assert [f["numerator"] for f in cohorts.values()] == [
        0, 2, 9, 7, 14, 18, 11, 152, 149, 167, 183, 130,
    ]  # fmt: skip
    wins = olist.by("month", "wins")
    assert list(wins) == ["2017-12"] + [f"2018-{m:02}" for m in range(1, 12)]
    assert [f["value"] for f in wins.values()] == [
        3, 73, 113, 147, 207, 122, 57, 37, 33, 23, 21, 6,
    ]  # fmt: skip


def test_olist_what_is_not_measured_is_null(olist: Company) -> None:
    for basis in ("period", "cohort"):
        for metric in ("win_rate", "opportunities", "mqls", "sql_rate", "won_value"):
            assert olist.value(metric, "--basis", basis) is None
    assert olist.status()["stages_measured"] == ["lead", "won"]


def test_olist_months_with_wins_and_no_leads_have_no_rate(olist: Company) -> None:
    months = olist.by("month", "lead_win_rate")
    later = {month: f for month, f in months.items() if month >= "2018-06"}
    assert [(f["numerator"], f["denominator"], f["value"]) for f in later.values()] == [
        (wins, 0, None) for wins in (57, 37, 33, 23, 21, 6)
    ]


def test_olist_mean_of_a_months_wins_climbs_though_cohorts_do_not_slow(olist: Company) -> None:
    months = [f for f in olist.figures("lead_time_days", "--by", "month") if f["stat"] == "mean"]
    assert round(months[-1]["value"]) == 249
    # From June on no lead is created: whoever reads the mean reads why it climbs beside it.
    late = {f["group"]["month"]: f["text"] for f in months if f.get("state") == "stragglers only"}
    assert list(late) == [f"2018-{month:02}" for month in range(6, 12)]
    assert "the 6 that were won in it (mean 249 days) are the late ones" in late["2018-11"]
    printed = olist.run("metrics", "--metric", "lead_time_days", "--by", "month")
    assert printed.count("nothing slowed down") == 6
    assert not [f for f in olist.figures("lead_time_days", "--by", "owner") if "state" in f]


def test_maven_outcomes(maven: Company) -> None:
    by_stage = {row["stage"]: row["deals"] for row in maven.status()["deals_by_stage"]}
    assert by_stage == {"Won": 4238, "Lost": 2473, "Engaging": 1589, "Prospecting": 500}
    assert maven.value("wins") == 4238
    assert maven.value("won_value") == 10_005_534
    assert round(maven.value("win_rate"), 4) == 0.6315
    assert maven.value("opportunities") == 8300
    assert maven.value("leads") is None


def test_maven_products_without_a_match_are_told_and_keep_their_value(maven: Company) -> None:
    """`GTXPro` in the pipeline is `GTX Pro` in the price list: 1,480 deals."""
    (fault,) = [f for f in maven.status()["faults"] if f["fault"] == "product_not_found"]
    assert fault["count"] == 1480
    by_product = maven.by("product", "won_value")
    assert by_product["GTXPro"]["value"] == 3_510_578
    assert sum(figure["value"] for figure in by_product.values()) == 10_005_534


def test_maven_durations(maven: Company) -> None:
    expected = {
        "deal_length_days": (51.78, 57),
        "lost_deal_length_days": (41.48, 14),
        "closed_deal_length_days": (47.99, 45),
    }
    for metric, (mean, median) in expected.items():
        assert round(maven.value(metric, stat="mean"), 2) == mean
        assert maven.value(metric, stat="median") == median


def test_maven_win_rate_by_month_and_region(maven: Company) -> None:
    by_month = maven.by("month", "win_rate")
    assert list(by_month) == [f"2017-{month:02}" for month in range(3, 13)]
    assert [round(f["value"], 4) for f in by_month.values()] == [
        0.8207, 0.4863, 0.5441, 0.8284, 0.4912, 0.5682, 0.7921, 0.4929, 0.5286, 0.7849,
    ]  # fmt: skip
    by_team = maven.by("team", "win_rate")
    assert {team: round(f["value"], 4) for team, f in by_team.items()} == {
        "Central": 0.6256, "East": 0.6302, "West": 0.6394,
    }  # fmt: skip


def test_salesforce_api_names_are_recognised(tmp_path: Path) -> None:
    folder = real_tables("fivetran_salesforce")
    files = [str(folder / f"sf_{name}_data.csv") for name in ("lead", "opportunity")]
    environment = {"FUNNEL_HOME": str(tmp_path)}
    result = CliRunner().invoke(app, ["import", *files], env=environment)
    assert result.exit_code == 0, result.output
    told = json.loads(CliRunner().invoke(app, ["status", "--json"], env=environment).output)
    assert (told["leads"], told["deals"]) == (1, 10)
