"""Costs: imported and entered, by source, campaign and month, and what one lead or win cost."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from funnel.cli import app
from funnel.filters import Basis, Dimension, Filters
from funnel.metrics import METRICS, figures, rows_behind
from funnel.publishing.publish import Upload, publish
from funnel.simulate import simulate_company, write_marketing
from funnel.store.database import Database
from funnel.store.workspace import Workspace
from tests.conftest import NOON, bring
from tests.oracle import read_hubspot_and_salesforce
from tests.test_cli import run
from tests.uploads import MAPPING, Exports, Row

SPEND = """
[[tables]]
object = "spend"
required = ["since", "amount"]
[tables.columns]
id = "cost id"
campaign = "spent on"
source = "spent at"
since = "from"
until = "to"
amount = "spent"
planned = "budget"
currency = "in"
"""
TOOL = (
    MAPPING.split('[[tables]]\nobject = "spend"')[0].replace('email = "touched email"\n', "")
    + SPEND
)
UNKNOWN = "流入元不明の費用"
JANUARY = (date(2026, 1, 1), date(2026, 1, 31))
END = date(2026, 3, 31)
Counts = tuple[float | None, float | None, float | None]

LEADS = [
    {"lead": "W1", "created": "2026-01-05", "source": "Web", "mql": "2026-01-06",
     "sql": "2026-02-03", "lead deals": "D1"},
    {"lead": "W2", "created": "2026-01-06", "source": "Web", "mql": "2026-02-10"},
    {"lead": "W3", "created": "2026-01-31", "source": "Web"},
    {"lead": "E1", "created": "2026-01-12", "source": "Expo", "mql": "2026-01-20"},
    {"lead": "E2", "created": "2026-01-13", "source": "Expo"},
    {"lead": "N1", "created": "2026-01-20"},
    {"lead": "R1", "created": "2026-01-21", "source": "Referral"},
]  # fmt: skip
DEALS = [
    {"deal": "D1", "stage": "Won", "opened": "2026-02-05", "closed": "2026-02-20",
     "amount": "900000"},
    {"deal": "D2", "stage": "Won", "opened": "2026-02-05", "closed": "2026-02-21",
     "amount": "100000"},
]  # fmt: skip
TOUCHES = [
    {"touched lead": "E1", "touch": "visit", "campaign": "Expo 2026", "touched": "2026-01-12"},
    {"touched lead": "E2", "touch": "visit", "campaign": "Expo 2026", "touched": "2026-01-13"},
    # W1 came to the stand later: the campaign did not bring it
    {"touched lead": "W1", "touch": "click", "campaign": "Mail", "touched": "2026-01-05"},
    {"touched lead": "W1", "touch": "visit", "campaign": "Expo 2026", "touched": "2026-01-14"},
    # a campaign that brought people of two sources has none
    {"touched lead": "W2", "touch": "visit", "campaign": "Both", "touched": "2026-01-06"},
    {"touched lead": "R1", "touch": "visit", "campaign": "Both", "touched": "2026-01-21"},
]  # fmt: skip
COSTS = [
    # 31 days of 10,000
    {"cost id": "a", "spent at": "Web", "from": "2026-01-01", "to": "2026-01-31",
     "spent": "310000"},
    # 30 days of 10,000, 22 of them in January
    {"cost id": "b", "spent on": "Expo 2026", "from": "2026-01-10", "to": "2026-02-08",
     "spent": "300000"},
    {"cost id": "c", "spent on": "Nobody's", "from": "2026-01-01", "spent": "50000"},
    {"cost id": "d", "spent on": "Both", "from": "2026-01-01", "spent": "7000"},
    {"cost id": "e", "spent at": "TV", "from": "2026-01-01", "spent": "10000"},
    {"cost id": "f", "spent at": "Web", "from": "2026-01-01", "spent": "100", "in": "USD"},
    {"cost id": "g", "spent at": "Web", "from": "2026-02-01", "budget": "999999"},
    # ends before it begins: spread to the end of its month
    {"cost id": "h", "spent at": "Web", "from": "2026-02-01", "to": "2025-02-01", "spent": "28000"},
]  # fmt: skip


@pytest.fixture
def crm(tmp_path: Path) -> Exports:
    return Exports(tmp_path)


def bring_costs(crm: Exports, costs: list[Row] = COSTS) -> None:
    crm.bring("2026-03-31", leads=LEADS, deals=DEALS, touches=TOUCHES, costs=costs, mapping=TOOL)


def found(
    db: Database, name: str, days: tuple[date, date] = JANUARY, basis: Basis = "period",
    by: Dimension | None = "source",
) -> dict[str | None, Counts]:  # fmt: skip
    filters = Filters(*days, END, basis)
    return {
        figure.group.get(by or "source", "all"): (
            figure.numerator, figure.denominator, figure.value,
        )
        for figure in figures(db, METRICS[name], filters, [by] if by else [])
    }  # fmt: skip


def test_what_a_lead_cost_by_source_and_costs_nobody_can_place_stand_alone(crm: Exports) -> None:
    """Web 310,000 / 3; Expo 22 of 30 days; nobody's 50,000 and that of two sources 7,000 apart."""
    bring_costs(crm)
    with crm.opened() as db:
        assert found(db, "cost_per_lead") == {
            "Web": (310_000, 3, pytest.approx(310_000 / 3)),
            "Expo": (220_000, 2, 110_000),
            "TV": (10_000, 0, None),
            UNKNOWN: (57_000, 0, None),
            "Referral": (None, 1, None),
            None: (None, 1, None),
        }
        assert found(db, "cost_per_lead", by=None) == {
            "all": (597_000, 7, pytest.approx(597_000 / 7))
        }
        (figure,) = figures(db, METRICS["cost_per_lead"], Filters(*JANUARY, END))
        assert (figure.unit, figure.base) == ("JPY", "lead")


def test_costs_by_month_are_spread_by_day(crm: Exports) -> None:
    """February: 8 days of the expo, and the 28,000 whose end cannot be; budgets are no cost."""
    bring_costs(crm)
    with crm.opened() as db:
        year = (date(2026, 1, 1), date(2026, 12, 31))
        assert found(db, "cost", year, by="month") == {
            "2026-01": (597_000, None, 597_000),
            "2026-02": (108_000, None, 108_000),
        }
        half = (date(2026, 1, 1), date(2026, 1, 15))
        assert found(db, "cost", half)["Web"] == (150_000, None, 150_000)
        behind = rows_behind(db, METRICS["cost"], Filters(*JANUARY, END, where=(("source", "TV"),)))
        assert behind["numerator"].sum() == 10_000
        assert set(behind["subject"]) == {"spend"}


def test_mqls_sqls_and_wins_on_both_bases(crm: Exports) -> None:
    """January cost 597,000. MQLs of January: W1, E1; of its leads: W2 too. SQL and win of W1 in
    February; D2 is sales' own."""
    bring_costs(crm)
    whole = (date(2026, 1, 1), date(2026, 2, 28))
    with crm.opened() as db:
        everything = {
            (name, basis): found(db, name, JANUARY, basis, by=None)["all"][:2]
            for name in ("cost_per_mql", "cost_per_sql", "cost_per_win")
            for basis in ("period", "cohort")
        }
        assert everything == {
            ("cost_per_mql", "period"): (597_000, 2),
            ("cost_per_mql", "cohort"): (597_000, 3),
            ("cost_per_sql", "period"): (597_000, 0),
            ("cost_per_sql", "cohort"): (597_000, 1),
            ("cost_per_win", "period"): (597_000, 0),
            ("cost_per_win", "cohort"): (597_000, 1),
        }
        assert found(db, "cost_per_win", whole, by=None) == {"all": (705_000, 1, 705_000)}


def test_return_of_a_cohort_and_of_the_period(crm: Exports) -> None:
    """W1 of January brought 900,000 in February: 900/597 of January's cost by the end of March,
    nothing by its own end; February's own 900/108 is another month's doing."""
    bring_costs(crm)
    february = (date(2026, 2, 1), date(2026, 2, 28))
    with crm.opened() as db:
        name = "return_on_cost"
        cohort = found(db, name, JANUARY, "cohort", by=None)
        assert cohort == {"all": (900_000, 597_000, pytest.approx(900 / 597))}
        assert found(db, name, by=None) == {"all": (0, 597_000, 0)}
        assert found(db, name, february, by=None)["all"][:2] == (900_000, 108_000)
        assert found(db, name, february, "cohort", by=None)["all"][:2] == (0, 108_000)
        assert found(db, name, JANUARY, "cohort")["Web"][:2] == (900_000, 310_000)
        assert found(db, name, JANUARY, "cohort")["Expo"] == (0, 220_000, 0)


def test_wins_of_unknown_amounts_return_what_is_not_known(crm: Exports) -> None:
    """Web spent 900 and won a deal without an amount: what came back is unknown, not 0 %."""
    leads = [
        {"lead": name, "created": "2026-01-01", "source": source, "lead deals": f"D{name}"}
        for name, source in [("A", "Web"), ("B", "Expo"), ("C", "Mail")]
    ]
    deals = [
        {"deal": f"D{name}", "stage": stage, "opened": "2026-01-05", "closed": "2026-01-20",
         "amount": amount}
        for name, stage, amount in [("A", "Won", ""), ("B", "Won", "450"), ("C", "Lost", "")]
    ]  # fmt: skip
    spend = [
        {"campaign id": "", "spent on": f"for {source}", "from": "2026-01-01", "spent": "900"}
        for source in ("Web", "Expo", "Mail")
    ]
    touches = [
        {"touched lead": name, "touched email": "", "touch": "seat", "campaign": f"for {source}",
         "touched": "2026-01-01"}
        for name, source in [("A", "Web"), ("B", "Expo"), ("C", "Mail")]
    ]  # fmt: skip
    crm.bring("2026-01-31", leads=leads, deals=deals, spend=spend, touches=touches)
    with crm.opened() as db:
        january = Filters(date(2026, 1, 1), date(2026, 1, 31), date(2026, 1, 31))
        found = figures(db, METRICS["return_on_cost"], january, ["source"])
    assert {one.group["source"]: (one.numerator, one.denominator, one.value) for one in found} == {
        "Web": (None, 900, None), "Expo": (450, 900, 0.5), "Mail": (0, 900, 0.0),
    }  # fmt: skip


def test_what_cannot_be_added_or_placed_is_kept_and_listed(crm: Exports) -> None:
    bring_costs(crm)
    kept = "select id, amount, currency from spend where id in ('f', 'g') order by id"
    assert crm.rows(kept) == [
        ("f", Decimal(100), "USD"), ("g", None, "JPY"),
    ]  # fmt: skip
    listed = (
        "select {0}, split_part(subject_id, '/', 1), what from {1} "
        "where subject = 'spend' order by all"
    )
    assert crm.rows(listed.format("fault", "data_faults")) == [
        ("spend_in_other_currency", "crm:f", "USD"),
        ("spend_period_odd", "crm:h", "2026-02-01"),
    ]
    assert crm.rows(listed.format("gap", "data_gaps")) == [
        ("spend_campaign_unknown", "crm:c", "Nobody's"),
        ("spend_campaign_unknown", "crm:d", "Both"),
        ("spend_source_unknown", "crm:e", "TV"),
    ]


def test_a_channel_that_only_touches_name_is_known(
    workspace: Workspace, company_files: list[Path], tmp_path: Path
) -> None:
    """Mail brings nobody first, so no lead has it for a source; yet its clicks are there."""
    made = simulate_company(2500, 18, 3, date(2026, 11, 20))
    version = bring(workspace, *company_files, *write_marketing(made, tmp_path)).version
    with workspace.open(version) as db:
        assert db.value("select count(*) from spend where source = 'メール'") > 0
        assert db.value("select count(*) from leads where source = 'メール'") == 0
        gaps = "select count(*) from data_gaps where gap = 'spend_source_unknown'"
        assert db.value(gaps) == 0


def test_without_costs_they_are_not_measured(crm: Exports) -> None:
    crm.bring("2026-03-31", leads=LEADS, deals=DEALS, mapping=TOOL)
    with crm.opened() as db:
        for name in ("cost", "cost_per_lead", "cost_per_win"):
            assert found(db, name, by=None)["all"][2] is None


def test_the_source_a_touch_names_goes_before_that_of_the_people(crm: Exports) -> None:
    mapping = TOOL.replace('campaign = "campaign"', 'campaign = "campaign"\nsource = "medium"')
    touches = [{**touch, "medium": "Ads"} for touch in TOUCHES]
    crm.bring("2026-03-31", leads=LEADS, touches=touches, costs=COSTS[1:2], mapping=mapping)
    assert crm.rows(
        "select campaign, is_known, source, known_from, known_to from campaign_sources "
        "order by known_from"
    ) == [
        ("Expo 2026", True, None, "0001-01-01", "2026-01-11"),
        ("Expo 2026", True, "Ads", "2026-01-12", "9999-12-31"),
    ]


def test_entered_costs_count_from_the_next_version(crm: Exports) -> None:
    """Web in January: 310,000 imported and 62,000 entered, which is listed as perhaps the same."""
    team = crm.workspace.team
    first = team.add_cost("Web", None, date(2026, 1, 15), Decimal(62_000), "JPY", who="me", at=NOON)
    team.add_cost(
        None, "Expo 2026", date(2026, 2, 1), Decimal("28000.50"), "JPY", who="me", at=NOON
    )
    bring_costs(crm)
    whole = (date(2026, 1, 1), date(2026, 2, 28))
    with crm.opened() as db:
        cost = found(db, "cost", whole)
        assert (cost["Web"][0], cost["Expo"][0]) == (400_000, 328_000.5)
    gap = "select subject_id, what from data_gaps where gap = 'spend_entered_twice' order by all"
    # a + h of Web, and the expo: both campaigns lie over the month that was entered
    assert crm.rows(gap) == [("entered:1", "Web"), ("entered:2", "Expo 2026")]
    assert team.remove_cost(first)
    assert not team.remove_cost(first)
    publish(crm.workspace, Upload([], "me", datetime(2026, 4, 1, tzinfo=UTC)))
    with crm.opened() as db:
        assert found(db, "cost", whole)["Web"][0] == 338_000


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    stretches=st.lists(
        st.tuples(st.integers(0, 500), st.integers(1, 400), st.integers(0, 10**9)), min_size=1,
        max_size=8,
    ),
    cut=st.integers(1, 800),
)  # fmt: skip
def test_days_and_groups_add_up_to_the_yen_at_any_scale(
    tmp_path_factory: pytest.TempPathFactory,
    stretches: list[tuple[int, int, int]],
    cut: int,
) -> None:
    """Two periods side by side, sources and months, each add up to all that was spent."""
    crm = Exports(tmp_path_factory.mktemp("costs"))
    first = date(2024, 1, 1)
    costs = [
        {"cost id": str(i), "spent at": f"S{i % 3}", "from": first + timedelta(start),
         "to": first + timedelta(start + days - 1), "spent": str(amount)}
        for i, (start, days, amount) in enumerate(stretches)
    ]  # fmt: skip
    crm.bring("2027-01-01", leads=LEADS, costs=costs, mapping=TOOL)
    total = sum(amount for _, _, amount in stretches)
    last, until = date(2026, 12, 31), first + timedelta(cut)
    with crm.opened() as db:

        def sums(since: date, till: date, by: list[Dimension]) -> Decimal:
            found = figures(db, METRICS["cost"], Filters(since, till, last), by)
            return sum((Decimal(str(one.value)) for one in found), Decimal(0))

        assert sums(first, last, []) == total
        assert sums(first, last, ["source"]) == total
        assert sums(first, last, ["month", "source"]) == total
        assert sums(first, until, []) + sums(until + timedelta(1), last, []) == total


def test_the_same_as_plain_python_over_a_simulated_company(
    tmp_path: Path, company_files: list[Path]
) -> None:
    """Costs of each source and month, divided by hand over the leads and wins of the raw files."""
    raw = read_hubspot_and_salesforce(company_files)
    leads, deals = raw.leads, raw.deals
    months = [date(2026, month, 1) for month in range(1, 10)]
    sources = sorted({lead.source for lead in leads if lead.source})
    costs = {
        (source, month): 10_007 * (1 + i) + 31 * month.month
        for i, source in enumerate(sources[:-1])
        for month in months
    }
    path = tmp_path / "costs.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["ソース", "月", "広告費"])
        writer.writerows(
            [[source, f"{month:%Y-%m}", cost] for (source, month), cost in costs.items()]
        )
    workspace = Workspace(tmp_path / "workspace")
    version = bring(workspace, *company_files, path).version
    since, until, as_of = months[0], date(2026, 9, 30), date(2026, 11, 20)
    spent: dict[str | None, int] = defaultdict(int)
    for (source, _), cost in costs.items():
        spent[source] += cost
    with workspace.open(version) as db:
        for stage in ("lead", "mql", "sql", "win"):
            for basis in ("period", "cohort"):
                below: dict[str | None, int] = defaultdict(int)
                for lead in leads:
                    entered = lead.entered("won" if stage == "win" else stage)
                    if basis == "cohort":
                        got_there = lead.reached("won" if stage == "win" else stage)
                        is_known = got_there is not None and got_there <= as_of
                        below[lead.source] += since <= lead.created <= until and is_known
                    elif stage != "win":
                        below[lead.source] += bool(entered and since <= entered <= until)
                if basis == "period" and stage == "win":
                    for deal in deals:
                        closed = deal.outcome == "won" and deal.closed
                        if deal.lead and closed and since <= deal.closed <= until:
                            below[deal.lead.source] += 1
                expected = {
                    source: (
                        spent.get(source),
                        below[source],
                        spent[source] / below[source]
                        if source in spent and below[source]
                        else None,
                    )
                    for source in {*spent, *(name for name, count in below.items() if count)}
                }
                filters = Filters(since, until, as_of, basis)
                assert {
                    f.group["source"]: (f.numerator, f.denominator, pytest.approx(f.value))
                    for f in figures(db, METRICS[f"cost_per_{stage}"], filters, ["source"])
                } == expected


def test_costs_are_entered_listed_and_removed_by_command(
    tmp_path: Path, company_files: list[Path]
) -> None:
    run(tmp_path, "import", *map(str, company_files))
    told = run(tmp_path, "cost", "add", "2026-04", "120,000", "--source", "Webサイト", "--json")
    entered = {key: value for key, value in json.loads(told).items() if key not in ("at", "who")}
    assert entered == {
        "id": 1, "month": "2026-04", "source": "Webサイト", "campaign": None,
        "amount": 120_000, "currency": "JPY",
    }  # fmt: skip
    assert [one["id"] for one in json.loads(run(tmp_path, "cost", "list", "--json"))] == [1]
    run(tmp_path, "rebuild")
    (cost,) = json.loads(run(tmp_path, "metrics", "--metric", "cost", "--json"))
    assert (cost["value"], cost["unit"]) == (120_000, "JPY")
    assert json.loads(run(tmp_path, "cost", "remove", "1", "--json")) == {"id": 1}
    assert json.loads(run(tmp_path, "cost", "list", "--json")) == []
    environment = {"FUNNEL_HOME": str(tmp_path / "workspace")}
    for wrong in (["2026", "1"], ["2026-04", "1e99"], ["2026-04", "nan"], ["2026-04", "5"]):
        assert CliRunner().invoke(app, ["cost", "add", *wrong], env=environment).exit_code == 2
    assert CliRunner().invoke(app, ["cost", "remove", "9" * 20], env=environment).exit_code == 2
    gone = CliRunner().invoke(app, ["cost", "remove", "1", "--json"], env=environment)
    assert (gone.exit_code, json.loads(gone.stdout)["error"][0]["kind"]) == (2, "unknown_name")
