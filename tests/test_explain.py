"""Why a month brought more or less: parts that add up, checked by hand and on any funnel."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from funnel.analysis.explain import (
    Explained,
    Figure,
    Month,
    NotExplained,
    Part,
    explain,
    largest_remainder,
    ranked,
    shapley_of,
)
from funnel.analysis.forecast_history import History, Money, Stage
from funnel.analysis.triangles import Triangle
from funnel.errors import FunnelError
from funnel.metrics.query import days_covered
from funnel.reports.explain import _weeks, explanations
from funnel.reports.funnel_history import histories_by_source
from funnel.reports.known_deals import read_deals
from funnel.store.database import Database
from tests.conftest import MAPPINGS, real_tables
from tests.funnels import any_funnel
from tests.test_cli import run

FOUR = np.ones(4)
SEEDS = st.integers(0, 10_000)


def at_once(a_week: int, before: int | None = None, weeks: int = 60, one_in: int = 1) -> History:
    """So many leads a week (until 10 weeks ago `before`), one in `one_in` won in its own week."""
    entered = np.full(weeks, a_week, np.int64)
    entered[10:] = a_week if before is None else before
    moved = np.zeros((weeks, weeks), np.int64)
    moved[:, 0] = entered // one_in
    ages = np.repeat(np.arange(weeks), moved[:, 0])
    money = Money(won_amounts=np.full(len(ages), 100.0), won_ages=ages)
    return History((Stage("lead", Triangle(entered, moved)),), money, deals_are_known=False)


def explained(found: Explained | NotExplained) -> Explained:
    assert isinstance(found, Explained)
    return found


def test_leads_of_one_source_explain_all_of_it() -> None:
    """Four weeks of 10 + 5 wins of 100, then of 20 + 5: 4 x 10 x 100 more, all by Web."""
    before = Month({"Web": at_once(10), "Expo": at_once(5)}, FOUR, 6000.0, 60)
    after = Month({"Web": at_once(20, 10), "Expo": at_once(5)}, FOUR, 10_000.0, 100)
    found = explained(explain(before, after))
    assert (found.before, found.after, found.unit) == (6000, 10_000, 1)
    assert found.modelled == pytest.approx((6000, 10_000))
    assert {(part.kind, part.name): part.amount for part in found.parts if part.amount} == {
        ("source", "Web"): 4000
    }
    assert found.parts[-1].kind == "rest"
    wins = explained(explain(before, after, "wins"))
    assert (wins.parts[0], wins.unit) == (Part("source", "Web", 4000), 0.01)


def test_what_the_model_does_not_have_is_the_rest() -> None:
    """The same funnels, but the later month booked 500 less."""
    before = Month({None: at_once(10)}, FOUR, 4000.0, 40)
    after = Month({None: at_once(10)}, FOUR, 3500.0, 35)
    found = explained(explain(before, after))
    assert [part.amount for part in found.parts] == [0] * (len(found.parts) - 1) + [-500]


def test_another_mix_of_sources_is_no_worse_stage() -> None:
    """Of 40 Referrals all are won, of Ads one in four; then 20 fewer of the one, 40 more of the
    other: 10 wins a week less, and of all leads 50 % are won instead of 70 %."""
    before = Month({"Referral": at_once(40, weeks=100), "Ads": at_once(40, weeks=100, one_in=4)},
                   FOUR, 20_000.0, 200)  # fmt: skip
    after = Month({"Referral": at_once(20, 40, 100), "Ads": at_once(80, 40, 100, one_in=4)},
                  FOUR, 16_000.0, 160)  # fmt: skip
    amounts = {(part.kind, part.name): part.amount for part in explained(
        explain(before, after)).parts}  # fmt: skip
    assert amounts["source", "Referral"] == pytest.approx(-8000, rel=0.05)
    assert amounts["source", "Ads"] == pytest.approx(4000, rel=0.05)
    assert abs(amounts["stage", "lead"]) < 200


def test_a_longer_month_is_a_part_of_its_own() -> None:
    """Four weeks and three days against four: 3/7 of ten wins of 100."""
    before = Month({None: at_once(10)}, FOUR, 4000.0, 40)
    after = Month({None: at_once(10)}, np.array([1, 1, 1, 1, 3 / 7]), 4429.0, 44)
    found = explained(explain(before, after))
    assert found.parts[0] == Part("days", None, 429)


def test_shapley_shares_what_two_did_together() -> None:
    """1 by nobody, 2 by the first, 3 by the second, 6 by both.

    The first adds 2 - 1 alone and 6 - 3 to the other; the second 3 - 1 and 6 - 2.
    """
    assert shapley_of(np.array([[1.0, 3.0], [2.0, 6.0]])) == pytest.approx([2, 3])


@settings(max_examples=50, deadline=None)
@given(st.lists(st.floats(-1e6, 1e6), min_size=8, max_size=8))
def test_shapley_adds_up_and_knows_who_did_nothing(values: list[float]) -> None:
    game = np.array(values).reshape(2, 2, 2)
    assert sum(shapley_of(game)) == pytest.approx(game[1, 1, 1] - game[0, 0, 0], abs=1e-6)
    game[1] = game[0]
    assert shapley_of(game)[0] == pytest.approx(0, abs=1e-9)


def test_rounding_leaves_nothing_over() -> None:
    assert largest_remainder([1.4, 1.4, 1.2], 4) == [2, 1, 1]
    assert largest_remainder([-0.5, 0.5], 0) == [0, 0]
    assert largest_remainder([0.2, 0.2], 1) == [1, 0]
    # Both figures were rounded against the parts: the rest takes it.
    assert largest_remainder([2.0, 1.0], 2) == [2, 0]


@settings(max_examples=10, deadline=None)
@given(
    first=SEEDS,
    second=SEEDS,
    revenue=st.floats(0, 1e9),
    figure=st.sampled_from(["wins", "revenue"]),
)
def test_parts_add_up_exactly(first: int, second: int, revenue: float, figure: Figure) -> None:
    before = Month({"A": any_funnel(first), "B": any_funnel(second)}, FOUR, 1234567.8, 7)
    after = Month({"A": any_funnel(second + 1), "C": any_funnel(first)}, FOUR, revenue, 9)
    found = explained(explain(before, after, figure))
    assert sum(part.amount for part in found.parts) == found.after - found.before
    assert [part.kind for part in found.parts].count("rest") == 1


@settings(max_examples=8, deadline=None)
@given(seed=SEEDS)
def test_the_same_month_twice_has_nothing_to_explain(seed: int) -> None:
    month = Month({"A": any_funnel(seed), None: any_funnel(seed + 1)}, FOUR, 5e6, 5)
    assert all(part.amount == 0 for part in explained(explain(month, month)).parts)


@settings(max_examples=8, deadline=None)
@given(seed=SEEDS)
def test_order_and_currency_change_nothing(seed: int) -> None:
    one, other = any_funnel(seed), any_funnel(seed + 1)
    before = Month({"A": one, "B": other}, FOUR, 2e8, 5)
    after = Month({"A": other, "B": one}, FOUR, 3e8, 6)
    found = explained(explain(before, after))
    turned = replace(before, sources={"B": other, "A": one})
    assert explain(turned, after) == found

    def in_sen(month: Month) -> Month:
        sources = {
            name: replace(history, money=replace(
                history.money, won_amounts=history.money.won_amounts * 100))
            for name, history in month.sources.items()
        }  # fmt: skip
        return replace(month, sources=sources, revenue=month.revenue * 100)

    larger = explained(explain(in_sen(before), in_sen(after)))
    amounts = {(part.kind, part.name): part.amount for part in larger.parts}
    for part in found.parts:
        assert amounts[part.kind, part.name] == pytest.approx(100 * part.amount, abs=101)


def test_too_little_is_refused_with_what_it_would_take() -> None:
    young = Month({None: at_once(10, weeks=20)}, FOUR, 4000.0, 40)
    old = Month({None: at_once(10)}, FOUR, 4000.0, 40)
    assert explain(young, old) == NotExplained("too_short", 20, 26)
    nobody = Month({}, FOUR, 0.0, 0)
    assert explain(nobody, nobody) == NotExplained("not_measured", 0, 1)
    rare = History(old.sources[None].stages, Money(won_amounts=np.ones(2), won_ages=np.arange(2)))
    few = Month({None: rare}, FOUR, 1.0, 1)
    assert explain(few, few) == NotExplained("too_few_wins", 4, 10)


def test_wins_without_amounts_are_wins() -> None:
    """Four weeks of 10 wins, then of 20, none with an amount: 40 more, of which money says 0."""

    def bare(history: History) -> History:
        unknown = np.full(len(history.money.won_ages), np.nan)
        return replace(history, money=replace(history.money, won_amounts=unknown))

    before = Month({"Web": bare(at_once(10))}, FOUR, 0.0, 40)
    after = Month({"Web": bare(at_once(20, 10))}, FOUR, 0.0, 80)
    found = explained(explain(before, after, "wins"))
    assert found.parts[0] == Part("source", "Web", 4000)
    assert explain(before, after) == NotExplained("too_few_wins", 0, 10)


def test_sources_are_ranked_as_one() -> None:
    parts = [Part("stage", "sql", -5), Part("source", "A", 4), Part("source", "B", 3),
             Part("rest", None, 90)]  # fmt: skip
    assert ranked(parts) == [Part("source", None, 7), Part("stage", "sql", -5)]


def test_a_month_of_a_company(company: Database) -> None:
    as_of = days_covered(company)[1]
    found = explanations(company, as_of)
    assert (found.month, found.other) == ("2026-10", "2026-09")
    one = explained(found.explained)
    deals = read_deals(company)
    _, october = deals.won_between(date(2026, 10, 1), date(2026, 10, 31))
    _, september = deals.won_between(date(2026, 9, 1), date(2026, 9, 30))
    assert (one.after, one.before) == (round(october), round(september))
    assert sum(part.amount for part in one.parts) == one.after - one.before
    # Either side is what was known on its own last day.
    earlier, later = (
        Month(histories_by_source(company, [last])[0], _weeks(last.day), revenue, 0)
        for last, revenue in ((date(2026, 9, 30), september), (date(2026, 10, 31), october))
    )
    assert one.modelled == explained(explain(earlier, later)).modelled
    year = explanations(company, as_of, date(2026, 10, 1), "year", "wins")
    assert year.other == "2025-10"
    with pytest.raises(FunnelError, match="month_not_over"):
        explanations(company, date(2026, 10, 30), date(2026, 10, 1))


def test_the_command_tells_it(tmp_path: Path) -> None:
    folder = real_tables("maven_crm")
    names = ("sales_pipeline", "sales_teams", "accounts", "products")
    files = [str(folder / f"{name}.csv") for name in names]
    run(tmp_path, "import", *files, "--mapping", str(MAPPINGS / "maven_crm.toml"))
    told = json.loads(run(tmp_path, "explain", "--month", "2017-12", "--as-of", "2017-12-31",
                          "--json"))  # fmt: skip
    assert (told["month"], told["other"]) == ("2017-12", "2017-11")
    assert sum(part["amount"] for part in told["parts"]) == told["after"] - told["before"]
    early = run(tmp_path, "explain", "--as-of", "2017-05-31", "--json")
    assert json.loads(early)["refused"]["reason"] == "too_short"
    assert "説明できない残り" in run(tmp_path, "explain", "--as-of", "2017-12-31", language="ja")


def test_a_source_nobody_came_from_yet_explains_nothing() -> None:
    nobody = History((Stage("lead", Triangle(np.zeros(0, np.int64), np.zeros((0, 0), np.int64))),),
                     Money(), deals_are_known=False)  # fmt: skip
    before = Month({"Web": at_once(10), "Expo": nobody}, FOUR, 4000.0, 40)
    after = Month({"Web": at_once(20, 10), "Expo": nobody}, FOUR, 8000.0, 80)
    amounts = {part.name: part.amount for part in explained(explain(before, after)).parts}
    assert (amounts["Web"], amounts["Expo"]) == (4000, 0)
    empty = Month({"Expo": nobody}, FOUR, 0.0, 0)
    assert explain(empty, empty) == NotExplained("too_short", 0, 26)
