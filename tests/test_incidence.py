"""Cumulative incidence: by hand, against lifelines, and by its own definition in plain Python."""

from __future__ import annotations

import warnings
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lifelines import AalenJohansenFitter, KaplanMeierFitter

from funnel.analysis.durations import (
    OTHER_SAMPLING,
    Change,
    Estimate,
    Sampling,
    State,
    Verdict,
    change,
    estimate,
    expected_before,
    median_draws,
)
from funnel.analysis.incidence import (
    Curve,
    Method,
    Outcome,
    Stays,
    aalen_johansen,
    losses_at_risk,
    reverse_time,
)

Row = tuple[int, int, int, int, int]


def stays(*rows: tuple[int, Outcome, int]) -> Stays:
    """Of (ended, outcome, watched), one each, seen from the entry on."""
    return Stays.of((ended, outcome, watched, 0, 1) for ended, outcome, watched in rows)


FIVE = stays(
    (10, Outcome.WON, 100),
    (20, Outcome.LOST, 90),
    (30, Outcome.WON, 80),
    (40, Outcome.OPEN, 40),
    (60, Outcome.WON, 70),
)


def test_five_deals_by_hand() -> None:
    # Day 10: 1 of 5 won. Day 20: a loss takes S from .8 to .6. Day 30: 1 of 3 of .6. After day 40
    # one is left at risk of the S = .4 that remained, and wins it.
    curve = aalen_johansen(FIVE)
    assert [round(curve.at(day), 9) for day in (9, 10, 29, 30, 59, 60, 99)] == [
        0, 0.2, 0.2, 0.4, 0.4, 0.8, 0.8,
    ]  # fmt: skip
    # Half of .8 is reached on day 30, 80 % and 90 % of it on day 60.
    assert [curve.quantile(q) for q in (0.5, 0.8, 0.9)] == [30, 60, 60]


def test_losses_stay_at_risk_until_the_day_of_looking() -> None:
    # Day 10: 1/5. Day 30: 1 of 4 (the loss counts until day 90): .2 + .8/4 = .4. Day 60: the open
    # one is gone on day 40, the loss is not: 1 of 2 of .6, so .7 in all.
    curve = losses_at_risk(FIVE)
    assert [round(curve.at(day), 9) for day in (10, 30, 60)] == [0.2, 0.4, 0.7]
    # Half of .7 is .35, reached on day 30; .8 x .7 = .56 on day 60.
    assert [curve.quantile(q) for q in (0.5, 0.8, 0.9)] == [30, 60, 60]


def test_reverse_time_by_hand() -> None:
    # Won alone: 5 days (watched 10), 8 (20), 15 (30). Day 15: only the last was watched so long,
    # and by day 15 all had won: r = 1 ... of those watched for 15 days two: r = 2, w = 1.
    # G(14) = 1/2. Day 8: all three watched for 8 days, two of them through: r = 2, w = 1: G = 1/4.
    won = stays((5, Outcome.WON, 10), (8, Outcome.WON, 20), (15, Outcome.WON, 30))
    curve = reverse_time(won)
    assert [curve.at(day) for day in (4, 5, 7, 8, 14, 15, 30)] == [0, 0.25, 0.25, 0.5, 0.5, 1, 1]
    assert [curve.quantile(q) for q in (0.25, 0.5, 0.8)] == [5, 8, 15]


def test_won_on_the_first_day_and_before_it_count_from_there() -> None:
    # A negative length is a fault of the data, named elsewhere; it is kept.
    curve = aalen_johansen(
        stays((-2, Outcome.WON, 9), (0, Outcome.WON, 9), (0, Outcome.OPEN, 0), (4, Outcome.WON, 9))
    )
    # -2: 1 of 4. 0: the one still open on day 0 is at risk on it, so 1 of 3 of .75. 4: the rest.
    assert [round(curve.at(day), 9) for day in (-3, -2, -1, 0, 3, 4)] == [
        0,
        0.25,
        0.25,
        0.5,
        0.5,
        1,
    ]
    assert curve.quantile(0.5) == 0


def test_without_a_win_there_is_no_length() -> None:
    none = np.zeros(0)
    nobody = Estimate(0, 0, 0, 0, None, None, None, None, None, None, None, State.NO_DATA, none)
    assert estimate(stays()) == nobody
    waiting = stays((30, Outcome.OPEN, 30), (12, Outcome.LOST, 40))
    assert estimate(waiting) == Estimate(
        2,
        0,
        1,
        1,
        None,
        None,
        None,
        None,
        None,
        share=0.0,
        longest=40,
        state=State.TOO_FEW,
        draws=none,
    )


def test_state_tells_enough_from_young_and_too_few() -> None:
    # 20 won by day 20: watched for 90 days F is level for long, by day 20 it rises still.
    won = [(day, Outcome.WON) for day in range(1, 21)]
    old = stays(*((day, outcome, 90) for day, outcome in won))
    young = stays(*((day, outcome, 20) for day, outcome in won), (20, Outcome.OPEN, 20))
    few = stays(*((day, outcome, 90) for day, outcome in won[:9]), (90, Outcome.OPEN, 90))
    assert [estimate(one).state for one in (old, young, few)] == [
        State.ENOUGH,
        State.YOUNG,
        State.TOO_FEW,
    ]
    assert [estimate(one).longest for one in (old, young, few)] == [90, 20, 90]
    # Of 20 wins on days 1 to 20 the tenth is the median, the 16th and 18th P80 and P90.
    found = estimate(old)
    assert (found.median, found.p80, found.p90, found.share) == (10, 16, 18, pytest.approx(1))


def rows_of(*, lengths: int = 12) -> st.SearchStrategy[list[Row]]:
    """Many ties: few lengths, many stays; what is open was open until the day of looking."""

    def row(drawn: tuple[int, int, Outcome, int]) -> Row:
        ended, longer, outcome, unseen = drawn
        watched = ended if outcome is Outcome.OPEN else ended + longer
        return ended, outcome, watched, min(unseen, ended), 1

    days = st.integers(0, lengths)
    one = st.tuples(days, days, st.sampled_from(list(Outcome)), days).map(row)
    return st.lists(one, min_size=1, max_size=60)


def fitted(rows: list[Row], *, entry: bool) -> AalenJohansenFitter:
    """lifelines' own, moved by a day because it leaves out what happens on day 0.

    It breaks ties by chance, so what is open goes half a day later and entries half a day earlier:
    our order on one day, said in its terms.
    """
    ended = np.array([row[0] + 1 + (0.5 if row[1] == Outcome.OPEN else 0) for row in rows])
    unseen = np.array([max(row[3] + 0.5, 0) if row[3] else 0.0 for row in rows])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return AalenJohansenFitter(calculate_variance=False, seed=1).fit(
            ended,
            np.array([row[1] for row in rows]),
            event_of_interest=Outcome.WON,
            entry=unseen if entry else None,
        )


@settings(max_examples=40, deadline=None)
@given(rows_of(), st.booleans())
def test_agrees_with_lifelines(rows: list[Row], entry: bool) -> None:
    if not entry:
        rows = [(ended, outcome, watched, 0, count) for ended, outcome, watched, _, count in rows]
    # Someone waits throughout: lifelines refuses entries after all earlier ones are through.
    rows = [*rows, (13, Outcome.OPEN, 13, 0, 1)]
    ours = aalen_johansen(Stays.of(rows))
    theirs = fitted(rows, entry=entry).cumulative_density_.iloc[:, 0]
    for day in range(14):
        known = theirs[theirs.index <= day + 1.2]
        expected = float(known.iloc[-1]) if len(known) else 0.0
        assert ours.at(day) == pytest.approx(expected, abs=1e-3)


def reversed_kaplan_meier(rows: list[Row], day: int) -> float:
    """P(X <= day) as the survival of tau - X past tau - day, entered at tau - watched."""
    tau = max(row[2] for row in rows) + 1
    back = KaplanMeierFitter().fit(
        [tau - row[0] for row in rows], entry=[tau - row[2] - 0.5 for row in rows]
    )
    return float(back.survival_function_at_times(tau - day - 0.5).iloc[0])


@settings(max_examples=40, deadline=None)
@given(rows_of())
def test_reverse_time_is_lifelines_kaplan_meier_run_backwards(rows: list[Row]) -> None:
    won = [(ended, Outcome.WON, watched, 0, 1) for ended, _, watched, _, _ in rows]
    # Seen in reverse this one waits throughout; without it lifelines refuses, as above.
    won.append((0, Outcome.WON, 25, 0, 1))
    ours = reverse_time(Stays.of(won))
    for day in range(13):
        assert ours.at(day) == pytest.approx(reversed_kaplan_meier(won, day), abs=1e-6)


def by_definition(rows: list[Row], day: int) -> float:
    """1 - product over days of (1 - won / waiting); who lost waits until the day of looking."""
    left = 1.0
    for t in range(day + 1):
        won = sum(row[1] == Outcome.WON and row[0] == t for row in rows)
        waiting = sum((row[0] if row[1] == Outcome.WON else row[2]) >= t for row in rows)
        left *= 1 - won / waiting if waiting else 1
    return 1 - left


@settings(max_examples=60, deadline=None)
@given(rows_of(), st.randoms())
def test_losses_at_risk_by_definition_whatever_the_order_and_grouping(
    rows: list[Row], random: np.random.Generator
) -> None:
    rows = [(*row[:3], 0, 1) for row in rows]
    curve = losses_at_risk(Stays.of(rows))
    assert [curve.at(day) for day in range(14)] == pytest.approx(
        [by_definition(rows, day) for day in range(14)]
    )
    shuffled = list(rows)
    random.shuffle(shuffled)
    grouped = Stays.of(shuffled).together()
    assert grouped.number() == len(rows)
    assert estimate(grouped, sampling=Sampling(20)) == estimate(
        Stays.of(rows), sampling=Sampling(20)
    )


@settings(max_examples=40, deadline=None)
@given(rows_of())
def test_quantiles_stand_on_days_on_which_someone_won(rows: list[Row]) -> None:
    for method in (aalen_johansen, losses_at_risk, reverse_time):
        curve: Curve = method(Stays.of([(*row[:3], 0, 1) for row in rows]))
        wins = {row[0] for row in rows if row[1] == Outcome.WON}
        found = [curve.quantile(q) for q in (0.5, 0.8, 0.9)]
        assert found == sorted(found, key=lambda day: -1 if day is None else day)
        assert set(found) <= (wins or {None})
        assert all(0 <= share <= 1 + 1e-9 for share in curve.share)


def test_the_same_draws_at_every_call() -> None:
    first, second = (median_draws(FIVE, losses_at_risk, Sampling(50, 3)) for _ in range(2))
    assert first.tolist() == second.tolist()
    assert median_draws(FIVE, losses_at_risk, Sampling(50, 4)).tolist() != first.tolist()


@settings(max_examples=40, deadline=None)
@given(rows_of(), st.sampled_from([aalen_johansen, losses_at_risk, reverse_time]))
def test_medians_of_all_samples_are_those_of_each(rows: list[Row], method: Method) -> None:
    # Also where days are negative, or a slip of the keyboard made one of years.
    rows = [*rows, (-3, Outcome.WON, 9, 0, 1), (4, Outcome.WON, 4_000, 0, 1)]
    kinds = Stays.of(rows).together()
    drawn = np.random.default_rng(5).multinomial(len(rows), kinds.count / len(rows), 20)
    places, days = kinds.in_order()
    at_once = days[method(places, drawn).quantiles(0.5)].tolist()
    each = [method(replace(kinds, count=count)).quantile(0.5) for count in drawn]
    assert at_once == [median for median in each if median is not None]


def spread(middle: int, number: int = 40) -> Stays:
    """Won evenly within 10 days around `middle`, watched for 100."""
    return stays(*((middle - 10 + i % 21, Outcome.WON, 100) for i in range(number)))


def test_a_change_is_said_only_where_its_range_excludes_none() -> None:
    def moved(now: Stays, before: Stays) -> Change:
        return change(estimate(now), estimate(before, sampling=OTHER_SAMPLING))

    shorter = moved(spread(30), spread(60))
    assert (shorter.days, shorter.verdict) == (-30, Verdict.SHORTER)
    assert shorter.high < 0
    assert moved(spread(60), spread(30)).verdict is Verdict.LONGER
    slight = moved(spread(31), spread(30))
    assert (slight.days, slight.verdict) == (1, Verdict.NOT_CLEAR)
    assert slight.low <= 0 <= slight.high
    assert moved(spread(30, 8), spread(60, 8)).verdict is Verdict.CANNOT_TELL
    assert moved(spread(30), stays()) == Change(None, None, None, Verdict.CANNOT_TELL)


def test_records_that_begin_late_are_noticed_and_allowed_for() -> None:
    # 100 deals, one opened a day; each second one is won after 10 days, and who is not waits on.
    # Seen on day 100. Recorded are only the last 30 days: of the 59 deals opened on days 1 to 59
    # that had their tenth day before, half were won, and came as still open.
    rows = [
        (10, Outcome.WON, 100 - day)
        if day % 2 == 0 and 60 <= day <= 90
        else (100 - day, Outcome.OPEN, 100 - day)
        for day in range(1, 101)
    ]
    found = stays(*rows)
    assert estimate(found).share == pytest.approx(16 / 90, abs=0.01)
    expected = expected_before(found, 30)
    # In the time recorded 16 of the 31 who were watched on their tenth day won: 16/31 of 59.
    assert expected == pytest.approx(16 / 31 * 59, abs=0.6)
    curve = aalen_johansen(found.recorded_for(30))
    assert curve.final == pytest.approx(16 / 31, abs=0.01)
