"""Were one thing otherwise: answers to check by hand, and refusals with their reason."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from funnel.agreement.model import Agreement, Mql
from funnel.analysis.forecast import Forecast, Refusal, forecast
from funnel.analysis.forecast_history import History, Money
from funnel.analysis.thresholds import Band, review, rising
from funnel.analysis.whatif import at_rate, at_threshold, segment_of, with_faster_contact, with_more
from funnel.analysis.whatif_answers import Answer, Group, NotAnswered, Response, Segment, risk_ratio
from funnel.cli import app
from funnel.metrics.query import days_covered
from funnel.reports import whatif as reports
from funnel.reports.thresholds import threshold_review
from funnel.store.database import Database
from tests.funnels import any_funnel, even
from tests.test_cli import run
from tests.uploads import Exports

WEEKLY = np.eye(4)
SEEDS = st.integers(0, 10_000)


def answered(found: Answer) -> Response:
    assert isinstance(found, Response)
    return found


def values(found: Response) -> list[float]:
    return [span.value for span in found.wins]


def test_half_the_rate_is_half_the_wins() -> None:
    """Ten wins a week, all of them through the stage whose rate falls from 1 to a half."""
    found = answered(at_rate(even(), WEEKLY, "opportunity", 0.5))
    assert found.rate == pytest.approx((1, 0.5))
    assert values(found) == pytest.approx([-5, -5, -5, -5, -20])
    assert found.revenue is not None
    assert found.revenue[-1].value == pytest.approx(-2000)
    for span in found.wins:
        assert span.low <= span.value <= span.high


def test_a_rate_of_leads_is_felt_when_their_deals_are_won() -> None:
    """From leads on it takes three weeks: two weeks of wins are deals already."""
    found = answered(at_rate(even(), WEEKLY, "lead", 0.5))
    assert values(found) == pytest.approx([0, 0, -5, -5, -10])


def test_the_rate_as_it_is_changes_nothing() -> None:
    funnel = any_funnel(7)
    now = answered(at_rate(funnel, WEEKLY, "sql", 0.5)).rate
    assert now is not None
    assert values(answered(at_rate(funnel, WEEKLY, "sql", now[0]))) == pytest.approx([0] * 5)


def test_more_leads_are_won_when_due() -> None:
    """52 more a month are twelve a week; the first are won in the fourth week, for 100 each."""
    found = answered(with_more(even(), WEEKLY, "lead", 52))
    assert values(found) == pytest.approx([0, 0, 0, 12, 12])
    assert found.eventually is not None
    wins, money = found.eventually
    assert wins.value == pytest.approx(52)
    assert money is not None
    assert money.value == pytest.approx(5200)


def test_a_source_goes_on_as_it_used_to() -> None:
    """Of 30 expected 15 went on: (15 + 15) / (30 + 15) at the first stage; the second as all."""
    segment = Segment((15.0, 0.0), (30.0, 0.0))
    found = answered(with_more(even(), WEEKLY, "lead", 52, segment))
    assert values(found)[-1] == pytest.approx(12 * 30 / 45)
    whole = any_funnel(3)
    own = segment_of(whole, whole)
    assert own.observed == pytest.approx(own.expected, rel=0.05)


@settings(max_examples=10, deadline=None)
@given(seed=SEEDS, few=st.floats(0, 50), more=st.floats(0, 50))
def test_more_leads_never_lower_what_is_expected(seed: int, few: float, more: float) -> None:
    funnel = any_funnel(seed)
    smaller, larger = (
        answered(with_more(funnel, WEEKLY, "lead", number)) for number in (few, few + more)
    )
    for one, other in zip(smaller.wins, larger.wins, strict=True):
        assert 0 <= one.value <= other.value + 1e-12
        assert one.low >= 0


@settings(max_examples=10, deadline=None)
@given(seed=SEEDS, rate=st.floats(0, 1))
def test_a_better_rate_never_brings_less(seed: int, rate: float) -> None:
    funnel = any_funnel(seed)
    found = answered(at_rate(funnel, WEEKLY, "opportunity", rate))
    assert found.rate is not None
    for span in found.wins:
        assert span.value * (rate - found.rate[0]) >= 0
    known = forecast(funnel, WEEKLY)
    assert isinstance(known, Forecast)
    assert answered(at_rate(funnel, WEEKLY, "opportunity", 0)).wins[-1].value == pytest.approx(
        -known.counts["won"][-1].expected
    )


def test_two_groups_and_what_their_difference_may_be() -> None:
    """50 of 100 against 25 of 100: twice as many, times and over exp(1.96 x 0.2)."""
    ratio = risk_ratio(Group(100, 50), Group(100, 25))
    assert ratio.value == 2
    assert (ratio.low, ratio.high) == pytest.approx((1.3514, 2.9598), rel=1e-4)


def test_a_faster_contact_counts_only_where_the_data_bear_it_out() -> None:
    """Both groups of a hundred: all as fast is 50 % instead of 37.5 %."""
    funnel = any_funnel(5)
    found = answered(with_faster_contact(funnel, WEEKLY, "sql", Group(100, 50), Group(100, 25)))
    assert found.rate == pytest.approx((0.375, 0.5))
    assert found.wins[-1].value > 0
    for slow, why in ((Group(100, 45), "no_difference"), (Group(100, 80), "slower_is_better")):
        refused = with_faster_contact(funnel, WEEKLY, "sql", Group(100, 50), slow)
        assert isinstance(refused, NotAnswered)
        assert (refused.why, refused.ratio is None) == (why, False)
    small = with_faster_contact(funnel, WEEKLY, "sql", Group(15, 10), Group(100, 25))
    assert small == NotAnswered("too_few")


def test_questions_without_an_answer() -> None:
    assert at_rate(even(), WEEKLY, "accepted", 0.5) == NotAnswered("unknown_stage")
    assert at_rate(even(), WEEKLY, "lead", 1.5) == NotAnswered("not_a_rate")
    nothing = History((), Money())
    for answer in (at_rate(nothing, WEEKLY, "lead", 0.5), with_more(nothing, WEEKLY, "lead", 1)):
        assert answer == Refusal("not_measured", 0, 1)


def test_a_higher_threshold_lets_fewer_through_that_do_better() -> None:
    """Half of next week's leads, as good as all: ten fewer at the end, in the fourth week half."""
    found = answered(at_threshold(even(), WEEKLY, "lead", kept=0.5, lift=1.0))
    assert values(found) == pytest.approx([0, 0, 0, -5, -5])
    # In the end all of a month's 10 x 52 / 12 leads are won, and of half of them half.
    assert found.eventually is not None
    wins, money = found.eventually
    assert wins.value == pytest.approx(-0.5 * 10 * 52 / 12)
    assert money is not None
    assert money.value == pytest.approx(100 * wins.value)
    same = answered(at_threshold(any_funnel(2), WEEKLY, "sql", kept=0.5, lift=1.0))
    better = answered(at_threshold(any_funnel(2), WEEKLY, "sql", kept=0.5, lift=1.3))
    assert values(same)[-1] < values(better)[-1] < 0


def test_rates_are_pooled_until_they_rise() -> None:
    """0.3 and 0.1 of equal weight become 0.2; with three times the weight of the first, 0.25."""
    rates = np.array([0.3, 0.1, 0.4])
    assert rising(rates, np.ones(3)) == pytest.approx([0.2, 0.2, 0.4])
    assert rising(rates, np.array([3.0, 1, 1])) == pytest.approx([0.25, 0.25, 0.4])
    assert rising(np.array([0.4, 0.3, 0.2]), np.ones(3)) == pytest.approx([0.3] * 3)
    assert rising(np.zeros(0), np.zeros(0)).tolist() == []


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0.1, 10)), min_size=1, max_size=12))
def test_pooled_rates_rise_and_keep_their_sum(bands: list[tuple[float, float]]) -> None:
    rates, weights = np.array(bands).T
    found = rising(rates, weights)
    assert (np.diff(found) >= -1e-12).all()
    assert found @ weights == pytest.approx(rates @ weights)
    assert rising(np.sort(rates), weights) == pytest.approx(np.sort(rates))


def test_where_to_set_the_threshold() -> None:
    """Rates 0.1, 0.2 and 0.4 of 100 each; handling costs 15 % of what an SQL is worth.

    From 60 on both bands pay; 50 does not. Together the bands have 70 in 300; from 60 on 0.3, which
    is 9/7 of it. Below 50 nobody was worked.
    """
    bands = [Band(70, 100, 40, 100.0), Band(40, 500, 0, 0.0), Band(50, 100, 10, 100.0),
             Band(60, 100, 20, 100.0)]  # fmt: skip
    found = review(bands, today=50, cost=1500, value=10_000)
    assert [band.state for band in found.bands] == ["unknown", "known", "known", "known"]
    assert [band.rate for band in found.bands] == [None, *map(pytest.approx, (0.1, 0.2, 0.4))]
    assert [one.accepts for one in found.thresholds] == [None, False, True, True]
    assert (found.break_even, found.best, found.below_is_unknown) == (0.15, 60, True)
    at_60 = found.thresholds[2]
    assert (at_60.entered, at_60.kept) == (200, pytest.approx(2 / 3))
    assert (at_60.rate, at_60.lift) == (pytest.approx(0.3), pytest.approx(9 / 7))
    for band in found.bands[1:]:
        assert band.low is not None
        assert band.rate is not None
        assert band.high is not None
        assert band.low < band.rate < band.high
    assert review(bands[::-1], today=50, cost=1500, value=10_000) == found
    young = review([Band(50, 100, 1, 2.0)], today=50)
    assert (young.bands[0].state, young.best, young.break_even) == ("too_few", None, None)


def test_answers_from_the_tables(company: Database) -> None:
    as_of = days_covered(company)[1]
    found = reports.at_rate(company, as_of, "sql", 0.9)
    assert found.months == ("2026-11", "2026-12", "2027-01")
    better = answered(found.answer)
    assert better.rate is not None
    assert better.rate[1] == 0.9
    assert better.wins[-1].value > 0
    by_all = answered(reports.with_more(company, as_of, "mql", 20).answer)
    own = answered(reports.with_more(company, as_of, "mql", 20, source="Web").answer)
    assert by_all.eventually is not None
    assert own.eventually is not None
    assert own.eventually[0].value != by_all.eventually[0].value
    agreed = Agreement()
    same = answered(reports.at_threshold(company, as_of, 60, agreed).answer)
    assert same.wins[-1].value == pytest.approx(0, abs=0.02)
    higher = answered(reports.at_threshold(company, as_of, 80, agreed).answer)
    assert higher.wins[-1].value < same.wins[-1].value
    between = answered(reports.at_threshold(company, as_of, 75, agreed).answer)
    assert higher.wins[-1].value < between.wins[-1].value < same.wins[-1].value
    nobody = reports.at_threshold(company, as_of, 200, agreed).answer
    assert nobody == NotAnswered("too_few_above")
    below = reports.at_threshold(company, as_of, 40, agreed).answer
    assert below == NotAnswered("below_threshold")


def test_who_was_contacted_in_time(tmp_path: Path) -> None:
    """Handed over at nine and called an hour later is fast, the next day slow; 3 was never called.

    2 became an SQL after 95 days, more than the 60 that count; 4 had no 60 days yet.
    """
    exports = Exports(tmp_path)
    exports.bring(
        "2026-08-31",
        leads=[
            {"lead": "1", "created": "2026-03-01", "handed over": "2026-03-02 09:00",
             "contact": "2026-03-02 10:00", "sql": "2026-03-05"},
            {"lead": "2", "created": "2026-03-01", "handed over": "2026-03-02 09:01",
             "contact": "2026-03-03 09:00", "sql": "2026-06-05"},
            {"lead": "3", "created": "2026-03-01", "handed over": "2026-03-02 09:02"},
            {"lead": "4", "created": "2026-08-19", "handed over": "2026-08-20 09:03",
             "contact": "2026-08-20 09:30"},
        ],
    )  # fmt: skip
    with exports.opened() as db:
        found = reports.with_faster_contact(db, date(2026, 8, 31), 2)
    assert found.groups == (Group(1, 1), Group(1, 0))
    assert found.answer == NotAnswered("not_measured")


def test_a_contact_belongs_to_the_hand_over_before_it(tmp_path: Path) -> None:
    """Handed over twice and called after the second: the first was never contacted."""
    exports = Exports(tmp_path)
    exports.bring(
        "2026-08-31",
        leads=[{"lead": "1", "created": "2026-03-01", "handed over": "2026-03-02 09:00",
                "sent back": "2026-03-04", "handed over again": "2026-04-01 09:00"}],
        calls=[{"activity": "a", "with lead": "1", "about deal": "", "kind": "call",
                "activity outcome": "", "by": "", "done": "2026-04-01 10:00"}],
    )  # fmt: skip
    with exports.opened() as db:
        found = reports.with_faster_contact(db, date(2026, 8, 31), 2)
    assert found.groups == (Group(1, 0), Group(0, 0))


def test_an_activity_of_sales_is_a_contact(tmp_path: Path) -> None:
    """The lead carries no contact: the call counts, and the mail before the hand-over does not."""
    exports = Exports(tmp_path)
    exports.bring(
        "2026-08-31",
        leads=[{"lead": "1", "created": "2026-03-01", "handed over": "2026-03-02 09:00",
                "sql": "2026-03-05"}],
        calls=[
            {"activity": "a", "with lead": "1", "about deal": "", "kind": "mail",
             "activity outcome": "", "by": "", "done": "2026-03-02 08:00"},
            {"activity": "b", "with lead": "1", "about deal": "", "kind": "call",
             "activity outcome": "", "by": "", "done": "2026-03-02 10:30"},
        ],
    )  # fmt: skip
    with exports.opened() as db:
        assert reports.with_faster_contact(db, date(2026, 8, 31), 2).groups == (
            Group(1, 1), Group(0, 0)
        )  # fmt: skip
        assert reports.with_faster_contact(db, date(2026, 8, 31), 1).groups == (
            Group(0, 0), Group(1, 1)
        )  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, company_files: list[Path]) -> Path:
    home = tmp_path_factory.mktemp("home")
    run(home, "import", *map(str, company_files))
    return home


def test_the_command_answers_one_question(home: Path) -> None:
    told = json.loads(run(home, "whatif", "--stage", "sql", "--rate", "0.9", "--json"))
    assert told["refused"] is None
    assert len(told["wins"]) == 4
    assert told["rate"][1] == 0.9
    told = json.loads(run(home, "whatif", "--threshold", "40", "--json"))
    assert told["refused"]["why"] == "below_threshold"
    assert "受注" in run(home, "whatif", "--more", "20", language="ja")
    environment = {"FUNNEL_HOME": str(home / "workspace"), "FUNNEL_LANG": "en"}
    for wrong, why in (([], "--more"), (["--more", "5", "--source", "Nowhere"], "Nowhere")):
        result = CliRunner().invoke(app, ["whatif", *wrong], env=environment)
        assert result.exit_code == 2
        assert why in result.output


def test_the_review_of_a_threshold_by_hand(tmp_path: Path) -> None:
    """Scores of 65 and 85, all MQLs a year ago; of 30 each 10 and 20 became SQLs within a week."""
    exports = Exports(tmp_path)
    leads = []
    for number in range(60):
        is_high, place = number >= 30, number % 30
        day = "2025-03-03" if number % 2 else "2025-03-10"
        row = {
            "lead": f"L{number:02}", "created": day, "mql": day, "handed over": day,
            "score": "85" if is_high else "65", "sql": "",
        }  # fmt: skip
        if place < (20 if is_high else 10):
            row["sql"] = "2025-03-05" if number % 2 else "2025-03-12"
        leads.append(row)
    leads += [
        {"lead": f"X{n}", "created": "2025-03-03", "mql": "", "handed over": "", "score": "30",
         "sql": ""}
        for n in range(7)
    ]  # fmt: skip
    exports.bring("2026-03-02", leads=leads)
    agreement = Agreement(mql=Mql(threshold=60))
    with exports.opened() as db:
        found = threshold_review(db, date(2026, 3, 2), agreement)
    assert (found.score, found.today) == ("exported", 60)
    assert found.review is not None
    assert [(b.at_least, b.entered, b.reached, b.state) for b in found.review.bands] == [
        (30, 7, 0, "unknown"), (60, 30, 10, "known"), (80, 30, 20, "known"),
    ]  # fmt: skip
    rates = [b.rate for b in found.review.bands]
    assert rates[0] is None
    assert rates[1:] == pytest.approx([1 / 3, 2 / 3])
    at_80 = found.review.thresholds[2]
    assert (at_80.kept, at_80.rate, at_80.lift) == pytest.approx((0.5, 2 / 3, 4 / 3))
    assert found.review.below_is_unknown


def test_a_band_begins_at_the_threshold_in_force(tmp_path: Path) -> None:
    """Scores of 65 and 85 at a threshold of 65: all were let through, and 85 would keep half."""
    exports = Exports(tmp_path)
    leads = [
        {"lead": f"L{n:02}", "created": day, "mql": day, "score": "85" if n % 2 else "65",
         "sql": day + timedelta(days=2) if n % 4 < 2 else ""}
        for n in range(60)
        for day in [date(2025, 3, 3) + timedelta(weeks=n % 10)]
    ]  # fmt: skip
    exports.bring("2026-03-02", leads=leads)
    agreement = Agreement(mql=Mql(threshold=65))
    with exports.opened() as db:
        found = threshold_review(db, date(2026, 3, 2), agreement).review
    assert found is not None
    assert [(one.at_least, one.state, one.kept) for one in found.thresholds] == [
        (65, "known", 1.0), (85, "known", 0.5),
    ]  # fmt: skip
    assert not found.below_is_unknown
    english, japanese = (run(tmp_path, "thresholds", language=one) for one in ("en", "ja"))
    assert "60: 30 MQLs, 15 SQLs, 50% in the end" in english
    assert "To review: the cost of handling a lead or the worth of an SQL is not known" in english
    assert "無作為" not in japanese, "nobody below the threshold is left out"


def test_what_the_review_of_a_threshold_should_look_at(tmp_path: Path) -> None:
    """The demo agrees on 8,000 yen a lead: all above 60 pay, and nobody below it was worked."""
    environment = {"FUNNEL_HOME": str(tmp_path), "FUNNEL_LANG": "en"}
    assert CliRunner().invoke(app, ["demo"], env=environment).exit_code == 0
    told = CliRunner().invoke(app, ["thresholds", "--json"], env=environment)
    bands = json.loads(told.output)["review"]["bands"]
    below = sum(band["entered"] for band in bands if band["at_least"] < 60)
    said = CliRunner().invoke(app, ["thresholds"], env=environment).output
    assert "To review: all from 60 up pays; the threshold in force is 60." in said
    assert f"a random few of the {below:,} below the threshold" in said
    assert "50: 43 leads, unknown: below the threshold nobody worked them" in said


def test_who_had_no_time_yet_lowers_no_rate(tmp_path: Path) -> None:
    """40 of 120 were SQLs after three weeks; of 30 MQLs of the last day none can be yet."""
    exports = Exports(tmp_path)
    days = [date(2025, 3, 3) + timedelta(weeks=n % 10) for n in range(120)]
    old = [
        {"lead": f"L{n:03}", "created": day, "mql": day, "score": "65",
         "sql": day + timedelta(days=21) if n < 40 else ""}
        for n, day in enumerate(days)
    ]  # fmt: skip
    young = [
        {"lead": f"Y{n:02}", "created": "2026-02-28", "mql": "2026-03-02", "score": "65", "sql": ""}
        for n in range(30)
    ]
    exports.bring("2026-03-02", leads=[*old, *young])
    with exports.opened() as db:
        for day, entered in ((1, 120), (2, 150)):
            found = threshold_review(db, date(2026, 3, day), Agreement()).review
            assert found is not None
            (band,) = found.bands
            assert (band.entered, band.reached) == (entered, 40)
            assert band.rate == pytest.approx(1 / 3)
