"""Targets: what people write, the tree they hang on, the pace to date, what owners can handle."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from funnel.agreement.targets import (
    Target,
    TargetsRefused,
    checked,
    metric_named,
    read_csv,
    value_of,
    write_csv,
)
from funnel.analysis.pace import pace, poisson_interval, sum_interval, usual_share
from funnel.analysis.target_checks import (
    Finding,
    Room,
    in_the_past,
    over_capacity,
    parts_below_whole,
    rates_above_one,
)
from funnel.analysis.target_tree import Lag, Step, by_sources, need_before, parted, tree_of
from funnel.metrics import METRICS
from funnel.store.team import TeamStore
from tests.conftest import NOON

OCTOBER, NOVEMBER, DECEMBER = date(2026, 10, 1), date(2026, 11, 1), date(2026, 12, 1)
AUGUST, SEPTEMBER = date(2026, 8, 1), date(2026, 9, 1)


@pytest.mark.parametrize(
    ("word", "metric"),
    [("リード数", "leads"), ("MQL", "mqls"), ("mqls", "mqls"), ("引き渡し件数", "handovers"),
     ("sql", "sqls"), ("SQL 目標", "sqls"), ("商談数", "opportunities"), ("受注", "wins"),
     ("受注件数", "wins"), ("受注金額", "won_value"), ("売上", "won_value"), ("ＭＱＬ数", "mqls"),
     ("Revenue Target", "won_value"), ("Win rate", "win_rate"), ("商談化率", "opportunity_rate"),
     ("いいね数", None), ("", None)],
)  # fmt: skip
def test_the_words_of_the_field_name_a_metric(word: str, metric: str | None) -> None:
    assert metric_named(word) == metric
    assert metric is None or metric in METRICS


def test_a_csv_is_read_in_the_words_of_people() -> None:
    text = (
        "月,指標,目標,チャネル\r\n2026年4月,リード数,120件,Web\r\n"
        '2026/05,受注額,"3,000万円",\r\n2026-05,受注率,25%,\r\n\r\n'
    )
    april, may = date(2026, 4, 1), date(2026, 5, 1)
    wanted = [
        Target(april, "leads", "Web", None, Decimal(120)),
        Target(may, "won_value", None, None, Decimal(30_000_000)),
        Target(may, "win_rate", None, None, Decimal("0.25")),
    ]
    for encoding in ("utf-8", "utf-8-sig", "cp932"):
        assert read_csv(text.encode(encoding), "plan.csv") == wanted
    assert read_csv(write_csv(wanted).encode(), "again.csv") == wanted


@pytest.mark.parametrize(
    ("text", "value"),
    [("1,200", "1200"), ("3,000万円", "30000000"), ("1,234,567.5", "1234567.5"), (".5", "0.5"),
     ("-3", "-3"), ("25%", "0.25"), ("１，２００件", "1200"), ("1.5億", "150000000")],
)  # fmt: skip
def test_a_number_is_read_as_people_write_it(text: str, value: str) -> None:
    assert value_of(text) == Decimal(value)


@pytest.mark.parametrize("text", ["1,5", "1,2,3", ",5", "12,34", "1234,567", "1,200,", "5.", "1e3"])
def test_a_comma_parts_thousands_alone(text: str) -> None:
    with pytest.raises(ValueError, match=text):
        value_of(text)


targets = st.builds(
    Target,
    st.dates(date(2020, 1, 1), date(2030, 12, 31)).map(lambda day: day.replace(day=1)),
    st.sampled_from(["leads", "mqls", "wins", "won_value", "win_rate"]),
    st.none() | st.text("aWeb展示会,\"' \n", min_size=1).map(str.strip).filter(bool),
    st.none() | st.sampled_from(["Ito", "伊藤"]),
    st.integers(0, 1).map(Decimal),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(targets, unique_by=lambda one: one.key))
def test_what_is_exported_is_imported_again(listed: list[Target]) -> None:
    if listed:
        assert read_csv(write_csv(listed).encode(), "plan.csv") == listed


@pytest.mark.parametrize(
    ("row", "kind", "column"),
    [("2026-13,leads,1", "not_a_month", "month"), ("soon,leads,1", "not_a_month", "month"),
     ("2026-10,likes,1", "unknown_target_metric", "metric"),
     ("2026-10,leads,-1", "target_impossible", "value"),
     ("2026-10,leads,1.5", "target_impossible", "value"),
     ("2026-10,win_rate,1.2", "target_impossible", "value"),
     ("2026-10,won_value,9999999999999999", "target_impossible", "value"),
     ("2026-10,leads,NaN", "not_a_number", "value"), ("2026-10,leads,", "not_a_number", "value"),
     ("1026-10,leads,1", "month_out_of_reach", "month"),
     ("1999-12,leads,1", "month_out_of_reach", "month"),
     ("2026年10月,リード数,5", "target_twice", "metric")],
)  # fmt: skip
def test_a_row_that_cannot_be_is_refused_by_field(row: str, kind: str, column: str) -> None:
    content = f"month,metric,value\n2026-10,leads,4\n{row}\n".encode()
    with pytest.raises(TargetsRefused) as refused:
        read_csv(content, "plan.csv")
    (problem,) = refused.value.problems
    assert (problem.kind, problem.column, problem.row, problem.file) == (
        kind,
        column,
        3,
        "plan.csv",
    )


@pytest.mark.parametrize(
    ("content", "kind"),
    [(b"", "empty_file"), (b"month,metric,value\n", "no_rows"),
     (b"month,value\n2026-10,1\n", "target_column_missing"),
     (b"month,metric,value,goal\n2026-10,leads,1,2\n", "target_column_twice"),
     (b'month,metric,value\n2026-10,"leads,1\n', "not_a_table"),
     (b"\xff\xfe\x81", "unknown_encoding")],
)  # fmt: skip
def test_a_file_that_is_no_table_of_targets_is_refused(content: bytes, kind: str) -> None:
    with pytest.raises(TargetsRefused) as refused:
        read_csv(content, "plan.csv")
    assert {problem.kind for problem in refused.value.problems} == {kind}


def test_not_a_number_is_refused_however_it_comes() -> None:
    with pytest.raises(TargetsRefused):
        checked([Target(OCTOBER, "leads", None, None, Decimal("NaN"))])


def test_the_log_says_who_changed_which_target(tmp_path: Path) -> None:
    store = TeamStore(tmp_path / "workspace")
    leads, web = (OCTOBER, "leads", None, None), (OCTOBER, "leads", "Web", None)
    later = NOON + timedelta(hours=1)
    assert store.set_targets({leads: Decimal(100), web: Decimal(40)}, "derived", who="Ito", at=NOON)
    assert store.set_targets({leads: Decimal(100)}, "derived", who="Kato", at=later) == 0
    assert store.set_targets({leads: Decimal("100.0")}, "adjusted", who="Kato", at=later) == 0
    assert store.targets()[0].origin == "derived"
    assert (
        store.set_targets({leads: Decimal(120), web: None}, "adjusted", who="Kato", at=later) == 2
    )
    assert [(one.key, one.value, one.origin, one.who) for one in store.targets()] == [
        (leads, Decimal(120), "adjusted", "Kato")
    ]
    assert [(one.source, one.value) for one in store.target_history()] == [
        (None, 100), ("Web", 40), (None, 120), ("Web", None),
    ]  # fmt: skip
    assert [(entry.who, entry.what, entry.detail) for entry in store.entries()] == [
        ("Kato", "targets_set", "2026-10 leads: 100 -> 120; 2026-10 leads Web: 40 -> -"),
        ("Ito", "targets_set", "2026-10 leads: - -> 100; 2026-10 leads Web: - -> 40"),
    ]
    assert TeamStore(tmp_path / "workspace").targets() == store.targets()


AT_ONCE, A_MONTH = Lag((1,)), Lag((0,) * 31 + (1,))


def test_a_lag_spreads_a_need_back_over_months() -> None:
    # 31 days before 1 October is 31 August, before 2 October 1 September: 1 of 31 days is August's.
    assert A_MONTH.back_from(OCTOBER) == {
        SEPTEMBER: Fraction(30, 31), AUGUST: Fraction(1, 31),
    }  # fmt: skip
    # Half at once, half after 10 days: of the 30 days of November the first 10 reach into October.
    half = Lag((1, *(0,) * 9, 1))
    assert half.back_from(NOVEMBER) == {NOVEMBER: Fraction(50, 60), OCTOBER: Fraction(10, 60)}


def test_a_tree_by_hand() -> None:
    """10 M to be won in December at 1 M a win: 10 wins. A quarter of opportunities is won: 40. Each
    took 30 days, so those won on 1-30 December were opened on 1-30 November, those of the 31st on 1
    December: 1/31 of 40 is 1.3, so 39 (38.7) by the end of November and 1 more in December.
    A fifth sales opens itself: of 39 whole 7, of 40 8; 32 by the end of November are of leads.
    Half of the SQLs go on the same day: 64 SQLs in November. A tenth of leads become SQL in 61
    days: 640 leads, and 61 days before 1-30 November are 1-30 September. Web brought 3 of 4."""
    steps = (
        Step("opportunity", "won", Fraction(1, 4), Lag((*(0,) * 30, 1))),
        Step("sql", "opportunity", Fraction(1, 2), AT_ONCE, Fraction(4, 5)),
        Step("lead", "sql", Fraction(1, 10), Lag((*(0,) * 61, 1))),
    )
    tree = tree_of(
        {DECEMBER: 10_000_000}, Fraction(1_000_000), steps, sources={"Web": 30, "Expo": 10}
    )
    assert tree.months == (SEPTEMBER, OCTOBER, NOVEMBER, DECEMBER)
    assert [(level.stage, level.needed, level.other, level.remaining) for level in tree.levels] == [
        ("won_value", (0, 0, 0, 10_000_000), (0, 0, 0, 0), (0, 0, 0, 10_000_000)),
        ("won", (0, 0, 0, 10), (0, 0, 0, 0), (0, 0, 0, 10)),
        ("opportunity", (0, 0, 39, 1), (0, 0, 7, 1), (0, 0, 32, 0)),
        ("sql", (0, 0, 64, 0), (0, 0, 0, 0), (0, 0, 64, 0)),
        ("lead", (640, 0, 0, 0), (0, 0, 0, 0), (640, 0, 0, 0)),
    ]
    assert tree.sources == {"Expo": (160, 0, 0, 0), "Web": (480, 0, 0, 0)}


def test_what_is_in_the_funnel_already_counts_where_asked() -> None:
    """Of 10 M, 2.5 M are expected of open deals: 7.5 M are left, 8 wins (7.5 up), 32 opportunities.
    Of 12 people at SQL 6.5 opportunities are expected (6 whole): 26 are left to find, 52 SQLs."""
    steps = (
        Step("opportunity", "won", Fraction(1, 4), AT_ONCE),
        Step("sql", "opportunity", Fraction(1, 2), AT_ONCE),
    )
    there = {
        "won_value": {NOVEMBER: Fraction(2_500_000)},
        "opportunity": {DECEMBER: Fraction(13, 2)},
    }
    tree = tree_of({DECEMBER: 10_000_000}, Fraction(1_000_000), steps, there=there)
    assert [(one.stage, one.total, sum(one.there), one.left) for one in tree.levels] == [
        ("won_value", 10_000_000, 2_500_000, 7_500_000),
        ("won", 8, 0, 8), ("opportunity", 32, 6, 26), ("sql", 52, 0, 52),
    ]  # fmt: skip
    # What comes too late for a need serves no need.
    late = {"opportunity": {date(2027, 1, 1): Fraction(50)}}
    tree = tree_of({DECEMBER: 10_000_000}, Fraction(1_000_000), steps, there=late)
    assert tree.levels[2].left == 40


lags = st.lists(st.integers(0, 5), min_size=1, max_size=200).filter(any).map(tuple).map(Lag)
chosen_rates = st.tuples(st.integers(1, 50), st.integers(50, 400)).map(lambda pair: Fraction(*pair))
chains = st.lists(st.tuples(chosen_rates, lags), min_size=1, max_size=3)
goals = st.dictionaries(
    st.sampled_from([OCTOBER, NOVEMBER, DECEMBER]), st.integers(1, 10**9), min_size=1
)
NAMES = ("won", "opportunity", "sql", "lead")


def _steps(chain: list[tuple[Fraction, Lag]], share: Fraction = Fraction(1)) -> list[Step]:
    return [
        Step(NAMES[i + 1], NAMES[i], rate, lag, share if i == 1 else Fraction(1))
        for i, (rate, lag) in enumerate(chain)
    ]


@settings(max_examples=60, deadline=None)
@given(goals, chains, st.integers(1, 10**7), st.dictionaries(st.text(), st.integers(1, 99)))
def test_every_level_is_the_one_above_over_the_rate(
    goal: dict[date, int], chain: list[tuple[Fraction, Lag]], value: int, mix: dict[str, int]
) -> None:
    steps = _steps(chain, Fraction(3, 4))
    tree = tree_of(goal, Fraction(value), steps, sources=dict(mix))
    assert tree.levels[0].total == sum(goal.values())
    assert tree.levels[1].total == -(-sum(goal.values()) // value)
    for above, below, step in zip(tree.levels[1:-1], tree.levels[2:], steps, strict=True):
        assert above.total == above.left + sum(above.other)
        exact = above.left / step.rate
        assert exact <= below.total < exact + 1
        assert min(below.needed, default=0) >= 0
    if mix:
        by_month = [sum(numbers) for numbers in zip(*tree.sources.values(), strict=True)]
        assert tuple(by_month) == tree.levels[-1].needed
        for name, numbers in tree.sources.items():
            assert min(numbers) >= 0
            fair = Fraction(tree.levels[-1].total * mix[str(name)], sum(mix.values()))
            assert abs(sum(numbers) - fair) <= len(mix)


@settings(max_examples=60, deadline=None)
@given(goals, chains, st.integers(1, 10**7), st.integers(0, 10**8))
def test_more_revenue_never_needs_fewer_leads(
    goal: dict[date, int], chain: list[tuple[Fraction, Lag]], value: int, more: int
) -> None:
    steps, month = _steps(chain), min(goal)
    before = tree_of(goal, Fraction(value), steps)
    after = tree_of({**goal, month: goal[month] + more}, Fraction(value), steps)
    for one, other in zip(before.levels, after.levels, strict=True):
        assert one.total <= other.total


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 5000), chosen_rates, lags)
def test_a_lag_moves_a_need_earlier_and_never_loses_it(
    number: int, rate: Fraction, lag: Lag
) -> None:
    now = need_before({DECEMBER: number}, Step("sql", "won", rate, AT_ONCE))
    moved = need_before({DECEMBER: number}, Step("sql", "won", rate, lag))
    assert sum(now.values()) == sum(moved.values())
    assert set(now) <= {DECEMBER}
    assert all(month <= DECEMBER for month in moved)
    # Against every day and every length, counted one by one.
    ways: dict[date, int] = {}
    for i in range(31):
        for days, weight in enumerate(lag.weights):
            start = (DECEMBER + timedelta(i - days)).replace(day=1)
            ways[start] = ways.get(start, 0) + weight
    whole = 31 * sum(lag.weights)
    assert lag.back_from(DECEMBER) == {m: Fraction(n, whole) for m, n in ways.items() if n}


def test_rounding_keeps_the_sum_and_stays_near() -> None:
    months = {AUGUST: Fraction(1), SEPTEMBER: Fraction(1), OCTOBER: Fraction(1)}
    # By the end of August 10/3 = 3.3, of September 6.7, of October 10.
    assert parted(10, months) == {AUGUST: 3, SEPTEMBER: 4, OCTOBER: 3}
    # 1 a month over two halves: each in turn.
    assert by_sources((1, 1, 1, 1), {"Web": 5, "Expo": 5}) == {
        "Expo": (1, 0, 1, 0), "Web": (0, 1, 0, 1),
    }  # fmt: skip


def test_a_tree_that_cannot_work_says_so() -> None:
    """40 opportunities in December, half of the SQLs on the same day: 80 SQLs; leads 31 days ago:
    1 of 31 days in October, 30 in November, of 800 leads: 26 (25.8) and 774."""
    steps = (
        Step("opportunity", "won", Fraction(1, 4), AT_ONCE),
        Step("sql", "opportunity", Fraction(1, 2), AT_ONCE),
        Step("lead", "sql", Fraction(1, 10), A_MONTH),
    )
    tree = tree_of({DECEMBER: 10_000_000}, Fraction(1_000_000), steps)
    assert in_the_past(tree, DECEMBER) == [Finding("in_the_past", "lead", NOVEMBER, 800, 0)]
    assert in_the_past(tree, NOVEMBER) == [Finding("in_the_past", "lead", OCTOBER, 26, 0)]
    assert in_the_past(tree, OCTOBER) == []
    # 40 deals a month that stay 73 days: 40 / (365 / 12) * 73 = 96 on the table, 24 for each of 4.
    room = Room(deal_owners=4, deals_an_owner=20, deal_days=73, sqls_a_month=60)
    assert over_capacity(tree, room, OCTOBER) == [
        Finding("over_capacity", "opportunity", DECEMBER, pytest.approx(24), 20, "owner"),
        Finding("over_capacity", "sql", DECEMBER, 80, 60),
    ]
    assert over_capacity(tree, Room(deal_owners=5, deals_an_owner=20, deal_days=73), OCTOBER) == []
    # Over the months that both have 24 of 18; the 9 of October alone might be of SQLs before.
    entered = {
        "sqls": {OCTOBER: 8.0, NOVEMBER: 10.0},
        "opportunities": {OCTOBER: 9.0, NOVEMBER: 15.0, DECEMBER: 99.0},
    }
    along = ("leads", "sqls", "opportunities")
    assert rates_above_one(entered, along) == [
        Finding("rate_above_one", "opportunities", None, 24, 18, "sqls")
    ]
    entered["sqls"][NOVEMBER] = 16.0
    assert rates_above_one(entered, along) == []
    assert rates_above_one({"sqls": {OCTOBER: 1.0}, "opportunities": {OCTOBER: 9.0}}, along) == []
    wholes, parts = {("leads", OCTOBER): 100.0}, {("leads", OCTOBER): 90.0, ("mqls", OCTOBER): 5.0}
    assert parts_below_whole(wholes, parts, "source") == [
        Finding("parts_below_whole", "leads", OCTOBER, 100, 90, "source")
    ]


def test_the_state_considers_chance() -> None:
    """20 of 60 are expected by a third of the month. 15 might as well have been 20 (Poisson: 10.3
    to 21.3), 12 hardly (7.8 to 17.8); 27 is ahead (20.6 to 35.0)."""
    found = {n: pace(60, 1 / 3, n, poisson_interval(n), is_over=False).state for n in (12, 15, 27)}
    assert found == {12: "behind", 15: "on_track", 27: "ahead"}
    assert poisson_interval(15) == pytest.approx((10.3, 21.3), abs=0.05)
    assert poisson_interval(0) == pytest.approx((0, 2.30), abs=0.03)
    over = {n: pace(60, 1, n, poisson_interval(n), is_over=True).state for n in (59, 60)}
    assert over == {59: "missed", 60: "reached"}
    assert pace(60, 0, 0, (0, 2), is_over=False, has_begun=False).state == "not_begun"
    # It began with days off: nothing is due yet.
    assert pace(60, 0, 0, (0, 2), is_over=False).state == "on_track"
    assert pace(60, 0.5, None, None, is_over=False).state == "not_measured"
    # A cost of 40 where 20 were planned by now is behind; a rate's whole target holds at once.
    assert pace(60, 1 / 3, 40, (32, 49), is_over=False, lower_is_better=True).state == "behind"
    assert pace(0.3, 0.1, 0.1, (0.05, 0.2), is_over=False, is_sum=False).state == "behind"


def test_money_is_as_sure_as_the_deals_are_many() -> None:
    """4 deals of 1 M are as sure as a count of 4 (1.75 to 8.0, of 4); one of 4 M as one of 1."""
    low, high = poisson_interval(4)
    assert sum_interval(4e12, 4e6, None) == pytest.approx((low * 1e6, high * 1e6))
    low, high = poisson_interval(1)
    assert sum_interval(16e12, 4e6, None) == pytest.approx((low * 4e6, high * 4e6))
    assert sum_interval(0, 0, 1e6) == pytest.approx((0, poisson_interval(0)[1] * 1e6))


def test_a_month_that_fills_up_late_is_paced_by_its_own_pattern() -> None:
    """Of 20 working days the first brings 1 and the last 5 bring 2 each: by half of the days 1 of
    11 is there in each month."""
    month = [1.0, *[0.0] * 14, *[2.0] * 5]
    assert usual_share([month] * 6, 0.5, 66) == pytest.approx(1 / 11)
    assert usual_share([month] * 6, 1, 66) == pytest.approx(1)
    assert usual_share([month], 0.5, 11) is None


expected = st.dictionaries(
    st.sampled_from([AUGUST, SEPTEMBER, OCTOBER, NOVEMBER, DECEMBER]),
    st.fractions(0, 10**8, max_denominator=100),
)


@settings(max_examples=60, deadline=None)
@given(goals, chains, st.integers(1, 10**7), expected, expected)
def test_what_is_there_is_used_once_and_never_before_it_comes(
    goal: dict[date, int],
    chain: list[tuple[Fraction, Lag]],
    value: int,
    money: dict[date, Fraction],
    people: dict[date, Fraction],
) -> None:
    steps = _steps(chain)
    there = {"won_value": money, "opportunity": people}
    tree = tree_of(goal, Fraction(value), steps, there=there)
    plain = tree_of(goal, Fraction(value), steps)
    for level in tree.levels:
        assert min((*level.there, *level.remaining), default=0) >= 0
        assert sum(level.there) + sum(level.other) + level.left == level.total
        used = come = Fraction(0)
        for month, number in zip(tree.months, level.there, strict=True):
            used += number
            come = sum((n for m, n in there.get(level.stage, {}).items() if m <= month), come * 0)
            assert used <= come
    for one, other in zip(tree.levels, plain.levels, strict=True):
        assert one.total <= other.total
