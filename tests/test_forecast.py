"""What the months ahead will bring: cases to check by hand, and what must hold of any funnel."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import astuple, replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from funnel.analysis.forecast import (
    Booked,
    Forecast,
    Outlook,
    Refusal,
    forecast,
    missing,
)
from funnel.analysis.forecast_arrivals import arrivals, change_spread, drawn_arrivals, seasons
from funnel.analysis.forecast_backtest import (
    DRAWS,
    Past,
    backtest,
    last_quarter,
    weighted_pipeline,
    year_before,
)
from funnel.analysis.forecast_deals import MANY, size_of_won, won_of_open
from funnel.analysis.forecast_draws import Ahead, drawn
from funnel.analysis.forecast_flows import Flows, flows
from funnel.analysis.forecast_hazards import leaving
from funnel.analysis.forecast_history import History, Money, Stage
from funnel.analysis.triangles import Triangle
from funnel.filters import Filters
from funnel.metrics import find_metric
from funnel.metrics.query import days_covered, figures
from funnel.reports.forecast import forecasts, past_days
from funnel.reports.funnel_history import histories, histories_by_source, share_of_weeks
from funnel.reports.known_deals import read_deals
from funnel.store.database import Database
from tests.bench.accuracy.exports import UNTIL, bring, write_tables
from tests.bench.accuracy.generator import Plan, simulate
from tests.bench.accuracy.histories import history_of
from tests.conftest import MAPPINGS, real_tables
from tests.funnels import any_funnel, even
from tests.test_cli import run
from tests.uploads import Exports

WEEKLY = np.eye(4)
SEEDS = st.integers(0, 10_000)


def told(found: Forecast | Refusal) -> Forecast:
    assert isinstance(found, Forecast)
    return found


def outlooks(found: Forecast) -> Iterator[Outlook]:
    for listed in (found.revenue or (), *found.counts.values()):
        yield from listed


def parts(listed: tuple[Outlook, ...]) -> list[tuple[float, float, float]]:
    return [(one.open_deals, one.in_funnel, one.to_come) for one in listed]


def test_everybody_comes_when_due() -> None:
    """Ten leads a week, opportunities after one week, won after two more, for 100 each.

    The deals opened last week and this one are won in the next two weeks, this week's leads in the
    third, next week's in the fourth.
    """
    found = told(forecast(even(), WEEKLY))
    assert parts(found.counts["won"]) == [
        pytest.approx(week) for week in
        [(10, 0, 0), (10, 0, 0), (0, 10, 0), (0, 0, 10), (20, 10, 10)]
    ]  # fmt: skip
    assert found.revenue is not None
    assert parts(found.revenue)[-1] == pytest.approx((2000, 1000, 1000))
    assert parts(found.counts["opportunity"])[:2] == [
        pytest.approx((0, 10, 0)), pytest.approx((0, 0, 10))
    ]  # fmt: skip
    assert parts(found.counts["lead"])[:1] == [pytest.approx((0, 0, 10))]


def test_what_is_booked_stands_in_the_first_period_alone() -> None:
    found = told(forecast(even(), WEEKLY, booked=Booked(np.array([7.0, 5.0, 3.0]), 450.0)))
    assert [one.booked for one in found.counts["won"]] == [3, 0, 0, 0, 3]
    assert found.counts["won"][0].expected == pytest.approx(13)
    assert found.revenue is not None
    assert found.revenue[-1].expected == pytest.approx(4450)


def test_a_stage_is_left_by_its_hazards() -> None:
    """Of ten a week five are won at once; two of the five left are lost a week later, one of the
    three left is won in the week after."""
    weeks = 40
    entered = np.full(weeks, 10, np.int64)
    moved, lost = np.zeros((2, weeks, weeks), np.int64)
    moved[:, 0], lost[1:, 1], moved[2:, 2] = 5, 2, 1
    left = leaving(Stage("opportunity", Triangle(entered, moved), lost), 50)
    assert left.on[:3] == pytest.approx([0.5, 0, 1 / 3])
    assert left.lost[:3] == pytest.approx([0, 0.4, 0])
    assert left.gains[:3] == pytest.approx([0.5, 0, 0.1])
    assert left.staying[:4] == pytest.approx([1, 0.5, 0.3, 0.2])


def test_a_stage_that_got_worse_weighs_more_than_its_past() -> None:
    """Half went on at once until 26 weeks ago, a quarter since: weights of 1 and less than 1/2."""
    entered = np.full(104, 100, np.int64)
    moved = np.zeros((104, 104), np.int64)
    moved[:26, 0], moved[26:, 0] = 25, 50
    recent = sum(0.5 ** (week / 26) for week in range(26))
    older = sum(0.5 ** (week / 26) for week in range(26, 104))
    hazard = leaving(Stage("lead", Triangle(entered, moved)), 110).on[0]
    assert hazard == pytest.approx((0.25 * recent + 0.5 * older) / (recent + older))


def test_a_target_is_missed_by_what_is_short() -> None:
    """Of 80, 100 and 120 two miss 110, by 30 and 10."""
    found = missing(np.array([80.0, 100.0, 120.0]), 110)
    assert astuple(found) == pytest.approx((110, 2 / 3, 20, 10))
    assert astuple(missing(np.array([80.0]), 50)) == pytest.approx((50, 0, 0, -30))


def test_targets_are_one_a_month_and_all_together() -> None:
    found = told(forecast(even(), WEEKLY, targets=[500, None, 0, 0]))
    assert [one and one.target for one in found.missing] == [500, None, 0, 0, None]
    found = told(forecast(even(), WEEKLY, targets=[1e9] * 4))
    assert found.missing[-1] is not None
    assert (found.missing[-1].target, found.missing[-1].probability) == (4e9, 1)


def test_too_little_is_refused_with_what_it_would_take() -> None:
    assert forecast(History((), Money()), WEEKLY) == Refusal("not_measured", 0, 1)
    few = replace(
        even(), money=replace(even().money, won_amounts=np.ones(9), won_ages=np.arange(9))
    )
    assert forecast(few, WEEKLY) == Refusal("too_few_wins", 9, 10)
    # The first lead came 20 weeks ago and was won three weeks later.
    assert forecast(even(weeks=20), WEEKLY) == Refusal("too_short", 17, 26)
    assert told(forecast(even(weeks=40), WEEKLY)).warnings == ("far", "short_history")
    assert told(forecast(even(weeks=80), WEEKLY[:3])).warnings == ()


def test_larger_deals_win_less() -> None:
    """25 won deals of 100 beside closed ones of 200 in the mean: (25 x 1/2 + 25) / 50."""
    money = Money(won_amounts=np.full(25, 100.0), closed_amounts=np.full(60, 200.0))
    assert size_of_won(money) == pytest.approx(0.75)
    assert size_of_won(Money()) == 1


def test_the_last_quarter_is_what_comes() -> None:
    """13 weeks of 4, before that 100: only the last quarter counts."""
    came = np.array([4] * 13 + [100] * 20, np.int64)
    assert arrivals(came, 3).tolist() == [4, 4, 4]
    assert arrivals(np.zeros(0, np.int64), 2).tolist() == [0, 0]


def test_two_years_show_a_season_and_one_does_not() -> None:
    """A wave that returns: in 26 weeks it stands where it stood half a year ago."""
    wave = 100 + 50 * np.sin(2 * np.pi * np.arange(156) / 52)
    came = wave.round().astype(np.int64)
    assert seasons(came[:100])[0].tolist() == [1.0] * 52
    season, _ = seasons(came)
    assert season[8:16].mean() > 1.3
    assert season[34:42].mean() < 0.7
    ahead = arrivals(came, 26)
    assert ahead[9:15].mean() == pytest.approx(came[38:43].mean(), rel=0.15)
    noise = np.random.default_rng(4).poisson(100, 156)
    assert np.abs(seasons(noise)[0] - 1).max() < 0.15


def test_a_restless_company_is_less_sure_of_its_arrivals() -> None:
    calm = np.full(104, 50, np.int64)
    restless = np.repeat([80, 20, 20, 80, 80, 80, 20, 20], 13).astype(np.int64)
    assert change_spread(calm) < 0.15
    assert change_spread(restless) > 0.4
    strays = drawn_arrivals(restless, 13, 20_000, np.random.default_rng(1))
    assert strays.mean(axis=0) == pytest.approx(arrivals(restless, 13), rel=0.03)


def test_past_wins_as_others_would_forecast_by_them() -> None:
    """Won 10 a week in the last quarter, 30 a year ago in the next four weeks' place."""
    ages = np.array([*range(13), 51, 50, 49, 48])
    amounts = np.array([10.0] * 13 + [30.0] * 4)
    money = Money(np.array([1, 2]), np.array([100.0, np.nan]), amounts, ages, np.full(34, 20.0))
    assert last_quarter(money, 4) == pytest.approx(40)
    assert year_before(money, np.ones(4)) == pytest.approx(120)
    assert year_before(money, np.array([0.5, 0, 0, 0])) == pytest.approx(15)
    assert weighted_pipeline(money) == pytest.approx(100 * 17 / 34)
    assert weighted_pipeline(Money()) is None
    lasting = replace(money, open_ages=np.full_like(money.open_ages, 26))
    assert weighted_pipeline(lasting) == 0, (
        "older than half a year: mostly lost, never written down"
    )


def test_a_trial_holds_each_way_against_what_came() -> None:
    """Said by the last quarter: 130 wins for 13,000, while 10,000 came."""
    weeks = np.ones(13)
    found = backtest([Past("then", even(), weeks, 10_000.0, 100)] * 4)
    errors = {error.way: error for error in found.errors}
    assert errors["naive"].bias == errors["naive"].wape == pytest.approx(0.3)
    assert errors["pipeline"].bias == pytest.approx(-0.8)
    assert found.judged == 4
    assert found.best in {"naive", "simulation", "seasonal"}
    wins = backtest([Past("then", even(), weeks, 10_000.0, 130)] * 4, "wins")
    assert [one.naive for one in wins.tried] == [pytest.approx(130)] * 4
    assert {error.way: error.wape for error in wins.errors}["naive"] == pytest.approx(0)
    refused = backtest([Past("then", even(weeks=20), weeks, 1.0, 1)])
    assert refused.tried[0].refused == Refusal("too_short", 17, 26)
    assert refused.best is None


@settings(max_examples=15, deadline=None)
@given(seed=SEEDS)
def test_parts_make_the_whole_and_ranges_nest(seed: int) -> None:
    found = told(forecast(any_funnel(seed), WEEKLY, draws=200))
    for one in outlooks(found):
        whole = one.booked + one.open_deals + one.in_funnel + one.to_come
        assert one.expected == pytest.approx(whole)
        assert one.low80 <= one.low50 <= one.median <= one.high50 <= one.high80
    for listed in (found.revenue or (), *found.counts.values()):
        assert listed[-1].expected == pytest.approx(sum(one.expected for one in listed[:-1]))


@settings(max_examples=10, deadline=None)
@given(seed=SEEDS)
def test_order_and_currency_change_nothing(seed: int) -> None:
    funnel = any_funnel(seed)
    found = told(forecast(funnel, WEEKLY, draws=200))
    assert told(forecast(funnel, WEEKLY, draws=200)) == found
    money = funnel.money
    back = Money(
        money.open_ages[::-1], money.open_amounts[::-1], money.won_amounts[::-1],
        money.won_ages[::-1], money.closed_amounts[::-1],
    )  # fmt: skip
    turned = told(forecast(replace(funnel, money=back), WEEKLY, draws=200))
    assert turned.counts == found.counts
    in_yen = replace(
        money, open_amounts=money.open_amounts * 128, won_amounts=money.won_amounts * 128,
        closed_amounts=money.closed_amounts * 128,
    )  # fmt: skip
    scaled = told(forecast(replace(funnel, money=in_yen), WEEKLY, draws=200))
    assert scaled.counts == found.counts
    assert found.revenue is not None
    assert turned.revenue is not None
    assert scaled.revenue is not None
    for one, other, larger in zip(found.revenue, turned.revenue, scaled.revenue, strict=True):
        assert astuple(other) == pytest.approx(astuple(one))
        assert astuple(larger) == pytest.approx([128 * value for value in astuple(one)])


@settings(max_examples=10, deadline=None)
@given(seed=SEEDS)
def test_rolled_forward_week_by_week_it_is_the_same(seed: int) -> None:
    """Another way to count: every compartment by age, moved on one week at a time."""
    funnel = any_funnel(seed)
    flow = flows(funnel, 5)
    ahead = Ahead(flow, np.eye(5))
    counted = ahead.expected(ahead.usual())[:, 0].sum(axis=0)
    rolled = _rolled(flow, [one[0] for one in ahead.usual().new])
    assert counted == pytest.approx(np.array(rolled))


@settings(max_examples=6, deadline=None)
@given(seed=SEEDS)
def test_draws_lie_about_what_is_expected(seed: int) -> None:
    """Of every part, stage and week, and of the money, the mean of many draws is as expected."""
    ahead = Ahead(flows(any_funnel(seed, weeks=80, a_week=40), 4), np.eye(4))
    usual = ahead.usual()
    futures = drawn(ahead, 4000)
    counts = ahead.expected(usual)[:, 0]
    assert futures.counts.mean(axis=1) == pytest.approx(counts, rel=0.03, abs=0.1)
    money = ahead.expected_money(ahead.expected(usual), usual)[:, 0]
    largest = float(money.max())
    assert futures.money.mean(axis=1) == pytest.approx(money, rel=0.05, abs=0.03 * largest)


def _rolled(flow: Flows, new: list[np.ndarray]) -> list[list[float]]:
    """Entries to each stage and wins, by week."""
    there = [
        {age: float(number) for age, number in enumerate(stage.waiting)}
        for stage in flow.history.stages
    ]
    found: list[list[float]] = [[] for _ in range(len(there) + 1)]
    for week in range(flow.weeks):
        came = 0.0
        for place, left in enumerate(flow.stages):
            came += float(new[place][week])
            found[place].append(came)
            older = {age + 1: number for age, number in there[place].items()}
            older[0] = older.get(0, 0.0) + came
            came = sum(number * float(left.on[age]) for age, number in older.items())
            there[place] = {
                age: number * (1 - float(left.on[age]) - float(left.lost[age]))
                for age, number in older.items()
            }
        found[-1].append(came)
    return found


def test_many_open_deals_are_drawn_by_cells_with_the_same_result() -> None:
    """3,000 deals of two chances and ten amounts: mean and spread as one by one."""
    random = np.random.default_rng(3)
    number = MANY + 1000
    money = Money(np.zeros(number, np.int64), 10.0 * (1 + np.arange(number) % 10))
    chances = np.where(np.arange(number)[:, None] < 1500, [[0.1, 0.2]], [[0.3, 0.0]])
    level = np.full(2000, 1.0)
    wins, brought = won_of_open(money, chances, level, random)
    assert wins.mean(axis=0) == pytest.approx([600, 300], rel=0.01)
    assert brought.mean(axis=0) == pytest.approx([600 * 55, 300 * 55], rel=0.01)
    variance = 1500 * 0.1 * 0.9 + 1500 * 0.3 * 0.7
    assert wins[:, 0].var() == pytest.approx(variance, rel=0.1)


def test_weeks_are_shared_among_months() -> None:
    """From Thursday 26 on: four days of November in the first week, three of December."""
    found = share_of_weeks(
        date(2026, 11, 26),
        [(date(2026, 11, 1), date(2026, 11, 30)), (date(2026, 12, 1), date(2026, 12, 9))],
    )
    assert found == pytest.approx(np.array([[4 / 7, 0], [3 / 7, 6 / 7]]))


def test_past_forecasts_are_those_whose_quarter_is_over() -> None:
    days = past_days(date(2026, 11, 20), 3)
    assert days == [date(2026, 5, 31), date(2026, 6, 30), date(2026, 7, 31)]
    assert past_days(date(2026, 10, 31), 1) == [date(2026, 7, 31)]


@pytest.fixture(scope="module")
def longer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A company of the bench, as known 20 weeks after the day asked for."""
    funnel = simulate(11, Plan(60, weeks=90, after=20))
    home = tmp_path_factory.mktemp("longer")
    files = write_tables(funnel, home / "tables", 110, UNTIL + timedelta(weeks=20))
    workspace = bring(files, home / "home", UNTIL + timedelta(weeks=20))
    number = workspace.current()
    assert number is not None
    with workspace.open(number) as db:
        yield db


def test_the_tables_tell_what_was_known_then(longer: Database) -> None:
    """The history of a past day, read from later exports, against the simulated people."""
    funnel = simulate(11, Plan(60, weeks=90, after=20))
    expected = history_of(funnel, 90)
    (found,) = histories(longer, [UNTIL])
    for one, other in zip(found.stages, expected.stages, strict=True):
        weeks = other.weeks
        assert one.name == other.name
        assert (one.triangle.entered == other.triangle.entered[: one.weeks]).all()
        assert (one.triangle.moved == other.triangle.moved[: one.weeks, : one.weeks]).all()
        assert other.triangle.entered[one.weeks : weeks].sum() == 0
    assert sorted(found.money.open_ages) == sorted(expected.money.open_ages)
    assert np.nansum(found.money.won_amounts) == np.nansum(expected.money.won_amounts)
    assert told(forecast(found, WEEKLY)).counts == told(forecast(expected, WEEKLY)).counts


def test_sources_add_up_to_the_whole(longer: Database) -> None:
    (whole,) = histories(longer, [UNTIL])
    (by_source,) = histories_by_source(longer, [UNTIL])
    for place, stage in enumerate(whole.stages):
        own = [history.stages[place] for history in by_source.values()]
        assert sum(one.triangle.entered.sum() for one in own) == stage.triangle.entered.sum()
        assert sum(one.triangle.moved.sum() for one in own) == stage.triangle.moved.sum()
        assert sum(one.waiting.sum() for one in own) == stage.waiting.sum()


def test_the_month_so_far_is_what_the_metrics_count(company: Database) -> None:
    as_of = date(2026, 11, 20)
    report = forecasts(company, as_of, targets={"2026-12": 1e6})
    assert report.months == ("2026-11", "2026-12", "2027-01")
    found = told(report.forecast)
    filters = Filters(date(2026, 11, 1), as_of, as_of)
    names = {"lead": "leads", "mql": "mqls", "handed_over": "handovers", "sql": "sqls",
             "opportunity": "opportunities", "won": "wins"}  # fmt: skip
    for stage, metric in names.items():
        (figure,) = figures(company, find_metric(metric), filters)
        assert found.counts[stage][0].booked == figure.value
    (figure,) = figures(company, find_metric("won_value"), filters)
    assert found.revenue is not None
    assert found.revenue[0].booked == figure.value
    assert [one is None for one in found.missing] == [True, False, True, True]


def test_targets_are_those_of_the_targets_page(tmp_path: Path) -> None:
    """Imported under the name people use; one set by hand goes before it, and --target before both.

    A source's target is none of the whole."""
    crm = Exports(tmp_path)
    leads, deals = [], []
    for number in range(40):  # one a week for forty weeks, won after two of them
        opened = date(2026, 1, 5) + timedelta(weeks=number)
        leads.append({"lead": f"L{number}", "created": str(opened), "lead deals": f"D{number}"})
        deals.append({"deal": f"D{number}", "stage": "Won", "opened": str(opened),
                      "closed": str(opened + timedelta(days=14)), "amount": "100"})  # fmt: skip
    deals.append({"deal": "open", "stage": "Talks", "opened": "2026-10-01", "amount": "100"})
    targets = [{"target month": f"2026-{month}", "metric": "受注金額", "target": value}
               for month, value in (("11", "400"), ("12", "500"))]  # fmt: skip
    crm.bring("2026-10-20", leads=leads, deals=deals, targets=targets)

    def targets_told(*more: str) -> list[float | None]:
        found = json.loads(run(tmp_path, "forecast", "--no-past", "--json", *more))
        return [one and one["target"] for one in found["missing"]]

    assert targets_told() == [None, 400, 500, None]
    run(tmp_path, "targets", "set", "2026-12", "受注金額", "900", "--who", "Ito")
    run(tmp_path, "targets", "set", "2026-10", "受注金額", "70", "--source", "Web", "--who", "Ito")
    assert targets_told() == [None, 400, 900, None]
    assert targets_told("--target", "3") == [3, 3, 3, 9]
    bare = replace(even(), money=Money(won_amounts=np.full(30, np.nan), won_ages=np.arange(30)))
    found = told(forecast(bare, WEEKLY, targets=[500] * 4))
    assert (found.revenue, found.missing) == (None, (None,) * 5), "no amount is no missed target"


def test_a_trial_is_the_forecast_of_that_day(company: Database) -> None:
    """What is said to have been forecast is what is forecast for that day now."""
    report = forecasts(company, date(2026, 11, 20))
    assert report.past is not None
    last = report.past.tried[-1]
    day = date.fromisoformat(last.name)
    (history,) = histories(company, [day])
    weeks = share_of_weeks(day, [(date(2026, 8, 1), date(2026, 10, 31))])
    again = forecast(history, weeks, draws=DRAWS)
    assert last.outlook == (again.revenue[0] if isinstance(again, Forecast) and again.revenue
                            else None)  # fmt: skip
    deals = read_deals(company)
    assert last.came == deals.won_between(date(2026, 8, 1), date(2026, 10, 31))[1]


def test_days_before_the_data_are_not_tried(company: Database) -> None:
    """The company begins in May 2025: of six month ends up to August some lie before that."""
    begins = days_covered(company)[0]
    assert date(2025, 5, 1) <= begins < date(2025, 6, 30)
    report = forecasts(company, date(2025, 11, 30))
    assert report.past is not None
    days = [date.fromisoformat(one.name) for one in report.past.tried]
    assert days == [day for day in past_days(date(2025, 11, 30), 6) if day >= begins]
    assert 1 <= len(days) < 6
    assert forecasts(company, date(2025, 1, 1)).past == backtest([], "wins")


def test_dates_in_the_wrong_order_are_read_as_they_were_known(tmp_path: Path) -> None:
    """Handed over on the 5th and made MQL on the 9th: on the 7th an MQL of the 5th, once."""
    exports = Exports(tmp_path)
    exports.bring(
        "2026-03-31",
        leads=[{"lead": "1", "created": "2026-03-01", "mql": "2026-03-09",
                "handed over": "2026-03-05", "lead deals": "d"},
               {"lead": "2", "created": "2026-03-01", "mql": "2026-03-02",
                "handed over": "2026-03-03"}],
        deals=[{"deal": "d", "stage": "Talks", "opened": "2026-03-20", "amount": "100"},
               {"deal": "w", "stage": "Won", "opened": "2026-03-02", "closed": "2026-03-30"}],
    )  # fmt: skip
    with exports.opened() as db:
        then, now = histories(db, [date(2026, 3, 7), date(2026, 3, 31)])
    for history in (then, now):
        (mql,) = [stage for stage in history.stages if stage.name == "mql"]
        assert (mql.triangle.entered.sum(), mql.triangle.moved.sum()) == (2, 2)
    # The deal of the 20th is not known on the 7th; the other is open then, and won by the 31st.
    assert [len(history.money.open_ages) for history in (then, now)] == [1, 1]
    assert [history.stages[-1].triangle.moved.sum() for history in (then, now)] == [0, 1]


def imported(tmp_path: Path, mapping: str, *files: Path) -> Path:
    run(tmp_path, "import", *map(str, files), "--mapping", str(MAPPINGS / mapping))
    return tmp_path


def test_olist_has_no_amounts_and_no_leads_after_may(tmp_path: Path) -> None:
    home = imported(tmp_path, "olist.toml", *sorted(real_tables("olist").glob("*.csv")))
    found = json.loads(run(home, "forecast", "--json"))
    assert found["refused"] is None
    assert found["revenue"] is None
    assert "nobody_new" in found["warnings"]
    assert found["counts"]["won"][0]["to_come"] == 0
    early = json.loads(run(home, "forecast", "--as-of", "2018-03-31", "--json"))
    assert early["refused"]["reason"] == "too_short"
    assert (
        "週間"
        in json.loads(run(home, "forecast", "--as-of", "2018-03-31", "--json", language="ja"))[
            "refused"
        ]["text"]
    )
    assert found["past"]["figure"] == "wins"


def test_maven_is_deals_alone_and_says_what_did_better(tmp_path: Path) -> None:
    folder = real_tables("maven_crm")
    names = ("sales_pipeline", "sales_teams", "accounts", "products")
    home = imported(tmp_path, "maven_crm.toml", *(folder / f"{name}.csv" for name in names))
    found = json.loads(run(home, "forecast", "--as-of", "2017-12-31", "--json"))
    assert list(found["counts"]) == ["opportunity", "won"]
    assert found["months"] == ["2018-01", "2018-02", "2018-03"]
    assert all(one["in_funnel"] == 0 for one in found["revenue"])
    tried = found["past"]["tried"]
    assert [one["refused"] is None for one in tried] == [False] * 4 + [True] * 2
    assert "Less than a year" in run(home, "forecast", "--as-of", "2017-12-31")


def test_a_bulk_update_is_warned_of() -> None:
    """Of 300 leads waiting, 150 are made SQLs in one week instead of some six."""
    funnel = any_funnel(9, weeks=60)
    assert "bulk_update" not in told(forecast(funnel, WEEKLY)).warnings
    lead = funnel.stages[0]
    moved = lead.triangle.moved.copy()
    for week in range(12, 60):
        moved[week, week - 1] += lead.waiting[week] // 2  # all last week, at whatever age
    swept = replace(lead, triangle=replace(lead.triangle, moved=moved))
    found = told(forecast(replace(funnel, stages=(swept, *funnel.stages[1:])), WEEKLY))
    assert "bulk_update" in found.warnings


def test_deals_lost_on_no_day_were_lost_after_as_long_as_others(tmp_path: Path) -> None:
    """Lost after 4, 6 and 9 weeks: 6 is usual. Of two whose day nobody wrote down the one opened
    10 weeks ago was lost 6 weeks later, the one opened 3 weeks ago by now, and not at once."""
    day = date(2026, 11, 20)
    lost = [(20, 16), (20, 14), (20, 11), (10, None), (3, None)]
    deals = [
        {
            "deal": f"d{place}",
            "stage": "Lost",
            "opened": day - timedelta(weeks=opened),
            "closed": "" if closed is None else day - timedelta(weeks=closed),
        }
        for place, (opened, closed) in enumerate(lost)
    ]
    exports = Exports(tmp_path)
    exports.bring(day, deals=deals)
    with exports.opened() as db:
        (history,) = histories(db, [day])
    table = history.stages[-1].lost
    weeks, ages = np.nonzero(table)
    assert list(zip(weeks.tolist(), ages.tolist(), strict=True)) == [
        (3, 3), (10, 6), (20, 4), (20, 6), (20, 9),
    ]  # fmt: skip
    assert table.sum() == len(lost)
    assert len(history.money.open_ages) == 0
