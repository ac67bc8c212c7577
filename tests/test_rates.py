"""How sure a rate is, and how much of it is still to come: numbers to check by hand."""

from __future__ import annotations

from math import comb, exp

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnel.analysis.rates import (
    QUANTILE,
    Estimate,
    Judged,
    Step,
    judge_cohort,
    judge_period,
    ratio,
    wilson,
)
from funnel.analysis.triangles import (
    Curve,
    Triangle,
    life_table,
    observed_and_expected,
    triangle_of,
)
from funnel.analysis.waver import learned, waver_of


def steady(weeks: int, entered: int, *moved: int) -> Triangle:
    """So many enter each week, and so many of them go on at an age of 0, 1, ... weeks."""
    went = [
        (week, week - age, count, 0)
        for week in range(weeks)
        for age, count in enumerate(moved)
        if age <= week
    ]
    return triangle_of([*went, *((week, None, 0, entered) for week in range(weeks))])


def curve_of(*gains: float, has_plateau: bool = True) -> Curve:
    return Curve(np.array(gains), has_plateau)


def test_a_triangle_holds_entries_by_week_and_age() -> None:
    found = triangle_of(
        [
            (2, 2, 3, 3),
            (2, 0, 1, 1),
            (2, None, 0, 6),
            (0, None, 0, 4),
            (1, 2, 1, 0),
            (1, None, 0, 1),
        ]
    )
    assert found.entered.tolist() == [4, 1, 10]
    # Who is dated to have gone on a week before entering did so at once.
    assert found.moved.tolist() == [[0, 0, 0], [1, 0, 0], [3, 0, 1]]
    assert found.at_risk.tolist() == [[4, 4, 4], [1, 0, 0], [10, 7, 7]]
    assert found.first_week == 2
    assert triangle_of([(3, None, 0, 5)]).first_week == -1


def test_a_slip_of_a_date_costs_no_table_of_fifty_years() -> None:
    """1970-01-01 stands for 'not known' in many exports: 2,970 weeks, 8.8 million cells."""
    rows = [(2, 0, 1, 5), (1, None, 0, 4)]
    found = triangle_of([*rows, (2970, None, 0, 1), (2970, 1, 1, 1)])
    assert found.entered.tolist() == triangle_of(rows).entered.tolist() == [0, 4, 5]
    assert found.moved.tolist() == triangle_of(rows).moved.tolist()


def test_the_curve_of_a_steady_funnel_is_its_rates() -> None:
    """Each week 100 enter, 20 of them go on at once and 10 a week later, as 10 of the 80 left."""
    curve = life_table(steady(60, 100, 20, 10), before=0)
    assert curve is not None
    assert curve.reached[:3] == pytest.approx([0.2, 0.3, 0.3])
    assert curve.final == pytest.approx(0.3)
    assert curve.has_plateau


def test_a_curve_comes_from_the_year_before_only() -> None:
    """Until week 60 nobody went on, then 20 of 100 did: the year before week 5 knows the latter."""
    new, old = steady(60, 100, 20), steady(150, 100)
    entered = old.entered.copy()
    moved = old.moved.copy()
    moved[: new.moved.shape[0], : new.moved.shape[1]] = new.moved
    curve = life_table(Triangle(entered, moved), before=5)
    assert curve is not None
    assert curve.drawn_from == (57, 6)
    assert curve.final == pytest.approx(0.2)


def test_weeks_before_anybody_went_on_say_nothing() -> None:
    """The next stage was not recorded yet: Olist's first wins come half a year after its leads."""
    silent = steady(40, 100, 20)
    rows = triangle_of([(week, None, 0, 100) for week in range(80)])
    rows.moved[:40, :40] = silent.moved
    curve = life_table(rows, before=30)
    assert curve is not None
    assert curve.drawn_from[0] == 39
    assert curve.reached[0] == pytest.approx(0.2)


def test_too_few_conversions_draw_no_curve() -> None:
    assert life_table(steady(19, 100, 1), before=0) is None
    assert life_table(steady(30, 100, 1), before=0) is not None


def test_a_curve_ends_where_few_are_left_to_look_at() -> None:
    """10 enter a week for 9 weeks, and 7 are left: of them an age of 6 weeks was seen 3 times."""
    curve = life_table(steady(9, 10, 3), before=0)
    assert curve is not None
    assert curve.weeks == 7  # 3 weeks of them are 21 people, 2 are 14


def test_a_segment_is_held_against_the_whole() -> None:
    """The whole goes on at 30 %; of the segment's 10 a week 6 did, where 3 were to be expected."""
    curve = life_table(steady(60, 100, 30), before=4)
    assert curve is not None
    assert observed_and_expected(steady(60, 10, 6), curve) == (52 * 6, pytest.approx(52 * 3))


def test_delays_add_up_and_shares_are_multiplied() -> None:
    both = curve_of(0.5, 0.25).then(curve_of(0.0, 0.4))
    assert both.gains == pytest.approx([0.0, 0.2, 0.1])
    assert both.final == pytest.approx(0.75 * 0.4)
    assert both.within(2).final == pytest.approx(0.2)


def test_a_grown_up_cohort_ends_where_it_is() -> None:
    step = Step(curve_of(0.2, 0.1), np.array([0, 0, 0, 100]), 33)
    judged = judge_cohort(33, 100, [step])
    assert judged.state == "enough"
    assert judged.matured == 1.0
    assert judged.expected == Estimate(0.33, 0.33, 0.33)
    assert judged.shrunk is not None
    # 30 were to be expected: (25 + 33) / (25 + 30) of 30 %.
    assert judged.shrunk.value == pytest.approx(0.3 * 58 / 55)
    assert judged.within_weeks is None


def test_a_young_cohort_says_what_it_will_end_at() -> None:
    """100 entered this week: 20 of an expected 30 come at once, so it is 2/3 grown up.

    20 came, as many as expected, so the last third of 30 % is still to come.
    """
    judged = judge_cohort(20, 100, [Step(curve_of(0.2, 0.1), np.array([100]), 20)])
    assert judged.state == "young"
    assert judged.matured == pytest.approx(2 / 3)
    assert judged.expected is not None
    assert judged.expected.value == pytest.approx(0.2 + 0.3 / 3)
    assert 0.2 < judged.expected.low < 0.3 < judged.expected.high < 0.4


MANY = 10**10
"""So many that neither chance nor the rate is in doubt: what is left is the weather."""


def at_its_ends(mean: float, tau: float) -> tuple[float, float]:
    """The 10 % and 90 % quantiles of a lognormal with that mean."""
    middle = mean * exp(-(tau**2) / 2)
    return middle * exp(-QUANTILE * tau), middle * exp(QUANTILE * tau)


def test_rates_waver_in_the_weeks_to_come() -> None:
    """20 % came at once, as expected; of the 10 % to come it is known to +-20 % how they go on."""
    moved = MANY // 5
    steps = [
        Step(curve_of(0.2, 0.1), np.array([MANY]), moved, waver=tau**2) for tau in (0.2, 0.4, 0)
    ]
    windy, stormy, calm = (judge_cohort(moved, MANY, [step]) for step in steps)
    for judged, tau in ((windy, 0.2), (stormy, 0.4)):
        assert judged.expected is not None
        low, high = at_its_ends(0.1, tau)
        assert judged.expected.value == pytest.approx(0.3)
        assert judged.expected.low == pytest.approx(0.2 + low, abs=0.004)
        assert judged.expected.high == pytest.approx(0.2 + high, abs=0.004)
    assert calm.expected is not None
    assert calm.expected.low == pytest.approx(calm.expected.high, abs=1e-4)
    # The rate of the period itself is what it is, whatever comes.
    assert windy.shrunk == stormy.shrunk == calm.shrunk


@pytest.mark.parametrize(
    ("first", "ahead"),
    [
        ((0.005, 0.495), 0.99),  # next to nobody is through the first stage yet
        ((0.25, 0.25), 0.5),  # half are, and nobody through the second
        ((0.5,), 0.0),  # all are who ever will be
    ],
)
def test_a_stage_behind_them_wavers_no_more(first: tuple[float, ...], ahead: float) -> None:
    """Both stages waver by .2; of the second all is to come, of the first the part `ahead`."""
    steps = [
        Step(curve_of(*first), np.array([MANY]), int(MANY * first[0]), waver=0.2**2),
        Step(curve_of(0.0, 0.4), np.array([0, MANY]), int(MANY * 0.4), waver=0.2**2),
    ]
    judged = judge_cohort(0, MANY, steps)
    assert judged.matured == 0
    assert judged.expected is not None
    low, high = at_its_ends(0.5 * 0.4, 0.2 * (1 + ahead**2) ** 0.5)
    assert judged.expected.low == pytest.approx(low, abs=0.004)
    assert judged.expected.high == pytest.approx(high, abs=0.004)


def test_what_a_rate_wavers_by_is_learned_and_never_less_than_the_weather() -> None:
    """100 expected, 150 came: (50^2 - 100) / 100^2 = .24, weighed against four usual quarters."""
    usual = 0.095**2
    own, prior = 1 / (2 * (1 / 100 + usual) ** 2), 4 / (2 * usual**2)
    assert learned([(150, 100.0)]) == pytest.approx((own * 0.24 + prior * usual) / (own + prior))
    assert learned([]) == learned([(9, 2.9)]) == pytest.approx(usual)
    assert learned([(1000, 1000.0)] * 40) == 0.09**2


def test_the_waver_of_a_step_is_that_of_its_curve_s_quarters() -> None:
    """100 a week enter and go on at once or never, by quarters 20 and 40 of them: 30 % altogether.

    Of 390 expected 260 or 520 came, 130 away. The last 13 weeks are those judged, with 70 of 100.
    """
    quarters = (70, 20, 40, 20, 40)
    rows = [(week, week, quarters[week // 13], 100) for week in range(65)]
    triangle = triangle_of(rows)
    curve = life_table(triangle, before=12)
    assert curve is not None
    assert curve.hazard[0] == pytest.approx(0.3)
    expected = learned([(260, 390.0), (520, 390.0)] * 2)
    assert expected > 0.12**2
    assert waver_of(triangle, curve) == pytest.approx(expected)


def test_a_long_rate_is_the_product_of_its_stages() -> None:
    """30 % and then half: of 100 who entered long ago 20 got through, 30 to the middle."""
    first = Step(curve_of(0.3), np.array([0, 0, 100]), 30)
    second = Step(curve_of(0.25, 0.25), np.array([0, 0, 30]), 20)
    judged = judge_cohort(20, 100, [first, second])
    assert judged.shrunk is not None
    assert judged.shrunk.value == pytest.approx(0.3 * 0.5 * (25 + 20) / (25 + 15))
    assert judged.expected == Estimate(0.2, 0.2, 0.2)


def test_within_weeks_is_final_sooner() -> None:
    step = Step(curve_of(0.2, 0.1), np.array([100]), 20)
    judged = judge_cohort(20, 100, [step], within_weeks=1)
    assert (judged.state, judged.matured) == ("enough", 1.0)
    assert judged.shrunk is not None
    assert judged.shrunk.value == pytest.approx(0.2)


def test_where_nobody_ever_got_there_so_soon_nothing_is_said_of_age() -> None:
    """Half go on in their third week: of one week there is no curve, and nothing to divide by."""
    step = Step(curve_of(0, 0, 0.5), np.array([100]), 0)
    assert judge_cohort(0, 100, [step], 1) == Judged("too_few", wilson(0, 100))
    assert judge_cohort(0, 100, [step], 3).state == "young"


def test_a_segment_is_drawn_to_its_own_past() -> None:
    """The segment went on at twice the whole's rate before: that is what is expected of it."""
    past = (85, 35.0)  # (85 + 15) / (35 + 15) = 2
    judged = judge_cohort(0, 20, [Step(curve_of(0.3), np.array([20]), 12, past)])
    assert judged.shrunk is not None
    assert judged.shrunk.value == pytest.approx(0.6 * (25 + 12) / (25 + 12))


@pytest.mark.parametrize(
    ("numerator", "denominator", "state"),
    [
        (None, 0, "not_measured"),
        (0, 0, "no_data"),
        (0, 100, "too_few"),  # from nothing to 1.6 %
        (8, 9, "too_few"),  # nine people
        (9, 10, "enough"),
        (11, 100, "too_few"),  # 7.6 to 15.6 %: more than a factor of 2
        (16, 100, "enough"),  # 12 to 21 %
    ],
)
def test_what_is_too_few_to_say(numerator: int | None, denominator: int, state: str) -> None:
    assert judge_period(numerator, denominator, is_share=True).state == state
    grown_up = [Step(curve_of(0.5), np.array([0, max(denominator, 1)]), numerator or 0)]
    assert judge_cohort(numerator, denominator, grown_up).state == state


def test_without_a_curve_nothing_is_said_of_age() -> None:
    judged = judge_cohort(40, 100, None)
    assert (judged.state, judged.matured, judged.expected) == ("too_few", None, None)
    assert judged.interval == wilson(40, 100)


@given(st.integers(0, 40), st.integers(1, 40))
def test_wilson_solves_its_equation(numerator: int, beyond: int) -> None:
    """The ends are the p at which (share - p)^2 = z^2 p (1 - p) / n."""
    of = numerator + beyond
    found = wilson(numerator, of)
    for end in (found.low, found.high):
        if 0 < end < 1:
            assert (found.value - end) ** 2 == pytest.approx(
                QUANTILE**2 * end * (1 - end) / of, abs=1e-12
            )
    assert found.low <= found.value <= found.high


def test_wilson_covers_four_times_out_of_five() -> None:
    """Averaged over true shares: single ones swing around it, as is known of all such intervals."""
    shares = np.linspace(0.05, 0.95, 91)
    n = 40
    covered = [
        sum(
            comb(n, k) * share**k * (1 - share) ** (n - k)
            for k in range(n + 1)
            if wilson(k, n).low <= share <= wilson(k, n).high
        )
        for share in shares
    ]
    assert 0.79 < np.mean(covered) < 0.83


def test_a_ratio_may_pass_one() -> None:
    found = ratio(30, 20)
    assert found.value == 1.5
    assert found.low < 1.5 < found.high
    # The other way round is its inverse.
    back = ratio(20, 30)
    assert (back.low, back.high) == (pytest.approx(1 / found.high), pytest.approx(1 / found.low))
    assert ratio(3, 0 + 1).high < float("inf")


@given(
    st.lists(st.integers(0, 30), min_size=1, max_size=30).filter(sum),
    st.data(),
)
def test_a_judgement_holds_together(entered: list[int], data: st.DataObject) -> None:
    """Between 0 and 1, in order, and a cohort never ends below what it has reached."""
    weeks = np.array(entered)
    moved = data.draw(st.integers(0, int(weeks.sum())))
    judged = judge_cohort(moved, int(weeks.sum()), [Step(curve_of(0.1, 0.2, 0.1), weeks, moved)])
    assert judged.expected is not None
    assert judged.shrunk is not None
    assert judged.matured is not None
    for one in (judged.interval, judged.expected, judged.shrunk):
        assert one is not None
        assert 0 <= one.low <= one.value <= one.high <= 1
    assert judged.expected.low >= moved / weeks.sum() - 1e-12
    assert (
        judge_cohort(moved, int(weeks.sum()), [Step(curve_of(0.1, 0.2, 0.1), weeks, moved)])
        == judged
    )
