"""Rates of a company with their age: the triangles behind them, segments, and real tables."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from funnel.analysis.rates import Estimate, Judged, Step, judge_cohort
from funnel.analysis.triangles import life_table, triangle_of
from funnel.analysis.waver import USUAL_WAVER, waver_of
from funnel.filters import Filters
from funnel.metrics import METRICS
from funnel.metrics.ages import entries_by_week, everybody, steps_of
from funnel.reports.rates import Rate, Steps, in_words, rates
from funnel.store.database import Database
from funnel.store.workspace import Workspace
from tests.conftest import MAPPINGS, bring, real_tables
from tests.oracle import read_hubspot_and_salesforce
from tests.uploads import Exports

LAST = date(2026, 11, 20)
AUTUMN = Filters(date(2026, 9, 1), LAST, LAST, "cohort")
YEAR = Filters(date(2025, 12, 1), LAST, LAST, "cohort")


def by_group(found: list[Rate]) -> dict[str | None, Judged]:
    return {next(iter(rate.figure.group.values())): rate.judged for rate in found}


@pytest.mark.parametrize("as_of", [LAST, date(2026, 3, 31)])
def test_triangles_are_those_of_the_raw_files(
    company: Database, company_files: list[Path], as_of: date
) -> None:
    """By plain loops over the exports: who was handed over when, and when they were accepted."""
    expected: Counter[tuple[int, int | None]] = Counter()
    for lead in read_hubspot_and_salesforce(company_files).leads:
        entered = lead.entered("handed_over")
        if entered is None or entered > as_of:
            continue
        then = lead.reached("accepted")
        known = then is not None and then <= as_of
        week = (as_of - entered).days // 7
        expected[week, (as_of - then).days // 7 if then and known else None] += 1
    filters = replace(YEAR, as_of=as_of)
    step, following = steps_of(company, METRICS["sql_rate"], filters)
    assert (step.id, following.id) == ("handed_over_accepted", "accepted_sql")
    found = triangle_of(entries_by_week(company, step, everybody(filters))[()])
    rows = ((*weeks, count * (weeks[1] is not None), count) for weeks, count in expected.items())
    of_files = triangle_of(rows)
    assert found.entered.tolist() == of_files.entered.tolist()
    assert found.moved.tolist() == of_files.moved.tolist()


@pytest.mark.parametrize("metric", ["mql_rate", "sql_rate", "win_rate", "lead_win_rate"])
@pytest.mark.parametrize("name", ["source", "owner"])
def test_a_group_is_judged_like_its_condition(company: Database, metric: str, name: str) -> None:
    for rate in rates(company, METRICS[metric], AUTUMN, [name]):
        ((_, value),) = rate.figure.group.items()
        alone = rates(company, METRICS[metric], replace(AUTUMN, where=((name, value),)))
        assert [one.judged for one in alone] == [rate.judged]


def test_a_month_is_judged_like_its_days(company: Database) -> None:
    for rate in rates(company, METRICS["opportunity_rate"], YEAR, ["month"]):
        first = date.fromisoformat(f"{rate.figure.group['month']}-01")
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        alone = rates(company, METRICS["opportunity_rate"], replace(YEAR, since=first, until=last))
        assert [one.judged for one in alone] == [rate.judged]


def test_rates_read_together_are_those_read_alone(company: Database) -> None:
    filters = Filters(date(2026, 1, 1), date(2026, 6, 30), date(2026, 9, 30), "cohort")
    asked = [metric for metric in METRICS.values() if metric.is_rate]
    read: Steps = {}
    together = [rates(company, metric, filters, ["source"], read) for metric in asked]
    assert together == [rates(company, metric, filters, ["source"]) for metric in asked]
    # lead to won by way of all seven stages, and won of all deals
    assert len(read) == 7


def test_cohorts_grow_up(company: Database) -> None:
    """Each month has had less time than the one before, and the old ones end where they are."""
    found = by_group(rates(company, METRICS["lead_win_rate"], YEAR, ["month"]))
    matured = [judged.matured for judged in found.values()]
    assert None not in matured
    assert matured == sorted(matured, reverse=True)
    assert matured[0] > 0.99
    assert matured[-1] < 0.05
    assert [judged.state == "young" for judged in found.values()] == [
        share < 0.9 for share in matured
    ]


def test_what_was_told_of_a_cohort_came_about(company: Database) -> None:
    """Seen from March, what the SQL rate of each month would end at, and what it is today."""
    march = date(2026, 3, 31)
    then = replace(YEAR, as_of=march, until=march)
    for rate in rates(company, METRICS["sql_rate"], then, ["month"]):
        told = rate.judged.expected
        month = rate.figure.group["month"]
        today = next(
            each.figure
            for each in rates(company, METRICS["sql_rate"], YEAR, ["month"])
            if each.figure.group["month"] == month
        )
        assert told is not None
        assert today.numerator is not None
        assert told.low - 0.1 < today.numerator / (today.denominator or 1) < told.high + 0.1


def test_what_is_to_come_wavers_as_the_company_s_own_rate_did(company: Database) -> None:
    """The latest 13 weeks, put together by hand from the whole triangle."""
    quarter = replace(AUTUMN, since=LAST - timedelta(days=7 * 13 - 1))
    (step,) = steps_of(company, METRICS["mql_rate"], quarter)
    whole = triangle_of(entries_by_week(company, step, everybody(quarter))[()])
    curve = life_table(whole, before=12)
    (rate,) = rates(company, METRICS["mql_rate"], quarter)
    assert curve is not None
    assert rate.figure.numerator is not None
    entered, moved, waver = whole.entered[:13], int(whole.moved[:13].sum()), waver_of(whole, curve)
    counted = (int(rate.figure.numerator), int(rate.figure.denominator or 0))
    assert counted == (moved, entered.sum())
    assert waver != USUAL_WAVER**2
    assert rate.judged == judge_cohort(*counted, [Step(curve, entered, moved, waver=waver)])


def test_not_measured_and_no_data(tmp_path: Path) -> None:
    """People and no deals: no win rate is measured; before the first of them there is no data."""
    crm = Exports(tmp_path)
    people = [
        {"lead": str(n), "created": f"2026-05-{day:02}", "mql": f"2026-05-{day + 2:02}" * (n % 2)}
        for n in range(56)
        for day in (n // 2 + 1,)
    ]
    crm.bring("2026-07-01", leads=people)
    may = Filters(date(2026, 5, 1), date(2026, 5, 31), date(2026, 7, 1), "cohort")
    with crm.opened() as db:
        found = {
            (metric, basis, since.month): rates(
                db, METRICS[metric], replace(may, basis=basis, since=since, until=until)
            )[0].judged.state
            for metric in ("mql_rate", "win_rate")
            for basis in ("period", "cohort")
            for since, until in (
                (date(2026, 4, 1), date(2026, 4, 30)),
                (date(2026, 5, 1), date(2026, 5, 31)),
            )
        }
    assert found == {
        ("mql_rate", "period", 4): "no_data",
        ("mql_rate", "period", 5): "enough",
        ("mql_rate", "cohort", 4): "no_data",
        ("mql_rate", "cohort", 5): "enough",
        ("win_rate", "period", 4): "not_measured",
        ("win_rate", "period", 5): "not_measured",
        ("win_rate", "cohort", 4): "not_measured",
        ("win_rate", "cohort", 5): "not_measured",
    }


def test_states_in_words() -> None:
    end = Estimate(0.213, 0.171, 0.258)
    young = Judged("young", matured=0.62, expected=end)
    assert in_words(young) == (
        "young cohort: 62% matured, expected to end at 21% (17-26)",
        "若いコホート: 62%まで成熟、最終 21% (17〜26) の見込み",
    )
    small = Judged("young", matured=0.4, expected=Estimate(0.021, 0.015, 0.03), within_weeks=26)
    assert in_words(small) == (
        "young cohort: 40% matured, expected to reach 2.1% (1.5-3.0) within 26 weeks",
        "若いコホート: 40%まで成熟、26週以内に 2.1% (1.5〜3.0) の見込み",
    )
    assert in_words(Judged("no_data")) == ("no data", "データなし")


def test_olist(tmp_path: Path) -> None:
    """From June 2018 on there are wins and no leads: no data, whatever the wins. The cohorts of
    2017 are cut on the left, no win before December was recorded, and say nothing of the rest."""
    files = sorted(real_tables("olist").glob("*.csv"))
    workspace = Workspace(tmp_path / "workspace")
    bring(workspace, *files, mapping=MAPPINGS / "olist.toml")
    end = date(2018, 11, 30)
    with workspace.open(1) as db:
        period = by_group(
            rates(db, METRICS["lead_win_rate"], Filters(date(2017, 6, 1), end, end), ["month"])
        )
        as_of = date(2018, 5, 31)
        spring = Filters(date(2018, 1, 1), as_of, as_of, "cohort")
        cohorts = by_group(rates(db, METRICS["lead_win_rate"], spring, ["month"]))
    assert {month for month, judged in period.items() if judged.state == "no_data"} == {
        "2018-06", "2018-07", "2018-08", "2018-09", "2018-10", "2018-11",
    }  # fmt: skip
    assert period["2018-03"].state == "enough"
    assert cohorts["2018-05"].state == "young"
    # Of the stragglers that took more than half a year nothing could be known in May.
    ended = {"2018-01": 152 / 1141, "2018-02": 149 / 1028, "2018-03": 167 / 1174,
             "2018-04": 183 / 1352}  # fmt: skip
    for month, rate in ended.items():
        judged = cohorts[month]
        assert judged.interval is not None
        assert judged.expected is not None
        assert judged.interval.value < judged.expected.value < rate
        assert judged.expected.value == pytest.approx(rate, rel=0.12)
