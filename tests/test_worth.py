"""What one lead, MQL or SQL is worth, and what the cost of a period brought."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from funnel.analysis.worth import Segment, Step, Worth, worth
from funnel.filters import Filters
from funnel.metrics import METRICS
from funnel.reports.rates import rates
from funnel.reports.returns import returns
from funnel.reports.worth import StageWorth, stage_worths, worth_said
from funnel.store.database import Database
from tests.test_cli import run
from tests.test_cost import COSTS, DEALS, JANUARY, LEADS, TOOL, TOUCHES
from tests.uploads import MAPPING, Exports

WHOLE = Segment((Step("lead", 100, 20), Step("sql", 20, 5)), (1e6,) * 4 + (2e6,))


def values(found: list[Worth]) -> list[float | None]:
    return [one.value for one in found]


def test_downstream_rates_times_what_a_win_brings() -> None:
    """Mean win 1.2 million; an SQL 5/20 of it, a lead 20/100 of that."""
    found = worth(WHOLE)
    assert values(found) == pytest.approx([60_000, 300_000])
    assert [(one.stage, one.entered, one.advanced, one.wins) for one in found] == [
        ("lead", 100, 20, 5), ("sql", 20, 5, 5),
    ]  # fmt: skip
    for one in found:
        assert one.low < one.value < one.high


def test_a_small_source_is_drawn_to_the_whole() -> None:
    """Expected of 50 leads: 10, of 15 SQLs: 3.75. theta is 40/35 and 26/28.75; one win of 3 million
    weighs 1/26 against the mean of 1.2."""
    part = Segment((Step("lead", 50, 15), Step("sql", 15, 1)), (3e6,))
    mean = (3e6 + 25 * 1.2e6) / 26
    sql = 0.25 * 26 / 28.75 * mean
    assert values(worth(WHOLE, part)) == pytest.approx([0.2 * 40 / 35 * sql, sql])
    nobody = Segment((Step("lead", 0, 0), Step("sql", 0, 0)), ())
    assert values(worth(WHOLE, nobody)) == pytest.approx(values(worth(WHOLE)))


def test_what_is_not_known_is_none_and_not_zero() -> None:
    assert values(worth(replace(WHOLE, amounts=()))) == [None, None]
    untested = Segment((Step("lead", 100, 20), Step("sql", 0, 0)), (1e6,))
    assert values(worth(untested)) == [None, None]
    untested = Segment((Step("lead", 0, 0), Step("sql", 20, 5)), (1e6,))
    assert values(worth(untested)) == [None, pytest.approx(250_000)]


steps = st.integers(1, 400).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n)))
amounts = st.lists(st.integers(1, 10**8).map(float), min_size=1, max_size=30)


@settings(max_examples=40, deadline=None)
@given(lead=steps, sql=steps, brought=amounts, scale=st.sampled_from([0.5, 2.0, 128.0]))
def test_order_and_currency_change_nothing(
    lead: tuple[int, int], sql: tuple[int, int], brought: list[float], scale: float
) -> None:
    taken = (Step("lead", *lead), Step("sql", *sql))
    found = worth(Segment(taken, tuple(brought)))
    assert worth(Segment(taken, tuple(reversed(brought)))) == found
    scaled = worth(Segment(taken, tuple(scale * amount for amount in brought)))
    for one, other in zip(found, scaled, strict=True):
        assert (other.value, other.low, other.high) == pytest.approx(
            (scale * one.value, scale * one.low, scale * one.high)
        )


def test_the_range_holds_the_truth_about_four_times_of_five() -> None:
    """300 companies of known rates and lognormal wins: a lead is worth .2 * .3 * the true mean."""
    random = np.random.default_rng(1)
    rates, truth, inside = (0.2, 0.3), 0.2 * 0.3 * float(np.exp(14 + 0.5**2 / 2)), 0
    for _ in range(300):
        sqls = int(random.binomial(600, rates[0]))
        wins = int(random.binomial(sqls, rates[1]))
        brought = tuple(map(float, random.lognormal(14, 0.5, wins)))
        company = Segment((Step("lead", 600, sqls), Step("sql", sqls, wins)), brought)
        found = worth(company)[0]
        inside += found.low <= truth <= found.high
    assert 0.75 <= inside / 300 <= 0.88


@pytest.fixture(scope="module")
def crm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """40 Web leads of January: 16 SQL after 10 days, 8 of these won 20 days on, at 500,000; and
    30 leads of the last week, who had no time. Expo: 10 leads, none of whom got anywhere."""
    crm = Exports(tmp_path_factory.mktemp("worth"))
    leads, deals = [], []
    for i in range(40):
        lead = {"lead": f"W{i}", "created": "2026-01-05", "source": "Web"}
        if i < 16:
            lead["sql"] = "2026-01-15"
        if i < 8:
            lead["lead deals"] = f"D{i}"
            deals.append(
                {"deal": f"D{i}", "stage": "Won", "opened": "2026-01-25", "closed": "2026-02-04",
                 "amount": "500000"}
            )  # fmt: skip
        leads.append(lead)
    leads += [{"lead": f"E{i}", "created": "2026-01-06", "source": "Expo"} for i in range(10)]
    leads += [{"lead": f"N{i}", "created": "2026-02-26", "source": "Web"} for i in range(30)]
    crm.bring("2026-02-28", leads=leads, deals=deals, mapping=MAPPING)
    with crm.opened() as db:
        yield db


def test_only_those_who_had_their_time_count(crm: Database) -> None:
    """Nine of ten become SQL within 10 days: entries from then to 18 February count, so 16 of 50;
    SQL to opportunity and on to won another 10 days each: 8 of 16 and 8 of 8."""
    end = date(2026, 2, 28)
    whole = stage_worths(crm, end, by_source=False)
    ages = {"lead": 10, "sql": 10, "opportunity": 10}
    for one in whole:
        until = end - timedelta(ages[one.stage])
        assert (one.since, one.until) == (until - timedelta(364), until)
    assert [(one.stage, one.next_stage, one.entered, one.advanced) for one in whole] == [
        ("lead", "sql", 50, 16), ("sql", "opportunity", 16, 8), ("opportunity", "won", 8, 8),
    ]  # fmt: skip
    assert [one.value for one in whole] == pytest.approx([0.32 * 0.5 * 500_000, 250_000, 500_000])
    by_source = {(one.source, one.stage): one for one in stage_worths(crm, end)[3:]}
    # Of 40 Web leads 12.8 were expected to advance and 16 did, of 10 of the Expo 3.2 and none did.
    web, expo = by_source["Web", "lead"], by_source["Expo", "lead"]
    assert (web.entered, expo.entered, expo.wins) == (40, 10, 0)
    assert web.value == pytest.approx(80_000 * 41 / 37.8)
    assert expo.value == pytest.approx(80_000 * 25 / 28.2)


def test_a_year_has_365_days_of_entries_and_of_wins(tmp_path: Path) -> None:
    """As of 28 February 2026, with ten days from lead to SQL, and each won on the day it became
    one: entries from 19 February 2025 on count, and wins from 1 March on. X1 is a day early."""
    early = [("X1", "2025-02-18", "2025-02-28"), ("X2", "2025-02-19", "2025-03-01")]
    known = [*early, *((f"W{i}", "2026-01-05", "2026-01-15") for i in range(20))]
    leads = [
        {"lead": lead, "created": created, "source": "Web", "sql": sql, "lead deals": f"D{lead}"}
        for lead, created, sql in known
    ]
    deals = [
        {"deal": f"D{lead}", "stage": "Won", "opened": sql, "closed": sql, "amount": "100"}
        for lead, _, sql in known
    ]
    crm = Exports(tmp_path)
    crm.bring("2026-02-28", leads=leads, deals=deals, mapping=MAPPING)
    with crm.opened() as db:
        (lead, *_) = stage_worths(db, date(2026, 2, 28), by_source=False)
    assert (lead.since, lead.entered, lead.advanced, lead.wins) == (date(2025, 2, 19), 21, 21, 21)


def test_what_was_known_on_a_day_of_the_past(crm: Database) -> None:
    """On 3 February nothing was won yet, so nothing has a worth that is known."""
    found = stage_worths(crm, date(2026, 2, 3))
    assert {one.value for one in found} == {None}


def test_it_is_said_with_two_digits_and_its_range() -> None:
    one = StageWorth(
        None, True, "sql", "won", 383_412.0, 291_000.0, 512_345.0, "JPY", 9, 3, 3, None, None
    )
    assert worth_said(one, "ja") == "SQL 1件 = 約38万円(29-51)"
    assert worth_said(one, "en") == "one SQL = about JPY 380,000 (290,000-510,000)"
    assert worth_said(replace(one, value=None), "ja") == "SQL 1件 = 未計測"
    assert worth_said(replace(one, currency="USD"), "ja") == (
        "SQL 1件 = 約USD 380,000(290,000-510,000)"
    )


def test_costs_of_spring_against_their_own_wins(tmp_path: Path) -> None:
    """January: 597,000 spent, its leads won 900,000 by March, none of it in January."""
    crm = Exports(tmp_path)
    crm.bring("2026-03-31", leads=LEADS, deals=DEALS, touches=TOUCHES, costs=COSTS, mapping=TOOL)
    with crm.opened() as db:
        asked = (*JANUARY, date(2026, 3, 31))
        (whole,) = returns(db, *asked)
        assert (whole.cost, whole.cohort_value, whole.cohort_return) == (
            597_000, 900_000, pytest.approx(900 / 597),
        )  # fmt: skip
        # Four leads tell nothing of how long it takes.
        assert (whole.matured, whole.period_value, whole.period_return) == (None, 0, 0)
        by_source = {one.group["source"]: one for one in returns(db, *asked, by=["source"])}
        assert by_source["Web"].cohort_return == pytest.approx(900 / 310)
        assert {name: one.cost for name, one in by_source.items()} == {
            "Web": 310_000, "Expo": 220_000, "TV": 10_000, "流入元不明の費用": 57_000,
        }  # fmt: skip
    told = json.loads(run(tmp_path, "worth", "--by", "source", "--json"))
    assert {one["by"] for one in told} <= {None, "source"}
    assert {"stage", "value", "low", "high", "text", "entered", "advanced"} <= told[0].keys()
    (told,) = json.loads(
        run(tmp_path, "returns", "--since", "2026-01-01", "--until", "2026-01-31", "--json")
    )
    assert (told["cost"], told["cohort_value"], told["matured"]) == (597_000, 900_000, None)
    assert "597,000" in run(tmp_path, "returns", "--since", "2026-01-01", "--until", "2026-01-31")


def test_a_return_says_how_much_of_it_had_time_to_come(company: Database) -> None:
    """As the cohort's rate of wins says it, of each group: the first months all, the last none."""
    since, last = date(2025, 6, 1), date(2026, 11, 20)
    found = {one.group["month"]: one for one in returns(company, since, last, last, by=["month"])}
    assert found["2025-06"].matured == pytest.approx(1, abs=0.02)
    assert found["2026-11"].matured == pytest.approx(0, abs=0.05)
    of_rates = {
        rate.figure.group["month"]: rate.judged.matured
        for rate in rates(
            company, METRICS["lead_win_rate"], Filters(since, last, last, "cohort"), ["month"]
        )
    }
    assert {month: one.matured for month, one in found.items()} == {
        month: of_rates[month] for month in found
    }
