"""Credit for wins and value: by hand, against a second computation, and what must never change."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from funnel.analysis.contribution import ALL_RULES, Deals, contributions
from funnel.analysis.touch_rules import RULES, journeys
from funnel.cli import app
from funnel.errors import FunnelError, UnknownName
from funnel.filters import Filters
from funnel.metrics import METRICS, figures
from funnel.metrics.query import days_covered
from funnel.reports.contribution import Contribution, contribution
from funnel.store.database import Database
from funnel.store.workspace import Workspace
from tests import touch_oracle
from tests.conftest import MAPPINGS, bring, real_tables
from tests.touch_oracle import Deal, Touch
from tests.uploads import MAPPING, Exports

WITH_SOURCES = MAPPING.replace(
    'kind = "touch"\ncampaign = "campaign"',
    'kind = "touch"\nsource = "from source"\ncampaign = "campaign"',
)
YEAR = (date(2026, 1, 1), date(2026, 12, 31), date(2026, 12, 31))
SALES_OWN, UNLINKED = "営業起点", "リード不明"


def touch(lead: str, day: str, source: str = "", campaign: str = "") -> dict[str, str]:
    return {
        "touched lead": lead, "touched email": "", "touch": "form", "campaign": campaign,
        "touched": day, "from source": source,
    }  # fmt: skip


def lead(number: str, created: str, source: str = "", **more: str) -> dict[str, str]:
    return {"lead": number, "created": created, "source": source, "mql": "", **more}


def deal(
    name: str, leads: str = "", amount: str = "", stage: str = "Won", opened: str = "2026-02-01"
) -> dict[str, str]:
    return {
        "deal": name, "deal leads": leads, "stage": stage, "opened": opened,
        "closed": "2026-03-01", "amount": amount,
    }  # fmt: skip


GOLDEN: dict[str, list[dict[str, str]]] = {
    "leads": [
        lead("1", "2026-01-05", "Web", mql="2026-01-16"),
        lead("2", "2026-01-06", "Expo"),
        lead("3", "2026-01-07", "Web"),
    ],
    "deals": [
        deal("A", "1", "2300"),
        deal("B", "2", "100"),
        deal("C", "3", "500", stage="Lost"),
        deal("D", "99", "10"),
        deal("E"),
    ],
    "touches": [
        touch("1", "2026-01-05", campaign="paper"),
        touch("1", "2026-01-10", "Mail", "january"),
        touch("1", "2026-01-15", "Seminar", "demo"),
        touch("1", "2026-01-25", "Mail", "january"),
    ],
}
"""Deal A: Web (20 days before its last touch), Mail (15), Seminar (10; the MQL followed), Mail."""


def bring_in(folder: Path, **tables: Sequence[dict[str, str]]) -> Exports:
    exports = Exports(folder)
    given = {name: rows for name, rows in tables.items() if rows}
    exports.bring("2026-12-31", mapping=WITH_SOURCES, **given)
    return exports


def credits_of(found: Contribution, rule: str) -> dict[str | None, tuple[float, float | None]]:
    return {
        row.group: (round(row.wins.amount, 9), row.value and row.value.amount)
        for row in found.rule(rule).rows
    }


def test_every_rule_by_hand(tmp_path: Path) -> None:
    """Deal A's 2,300 and its one win, by 1/23 steps where time decays (half-life 5 days).

    Markov: of three paths (A: Web Mail Seminar Mail won; B: Expo won; C: Web lost) two are won;
    from Web half go on to Mail, from Mail half are won and half go to Seminar, and from there back
    to Mail. Of all wins 1/3 pass Web, 1/3 Mail, 1/3 Expo and 1/6 Seminar (2/3 x 1/2 x 1/2 get
    there, all to win): 2, 2, 2 and 1 parts of 7 of the two wins. In value A's path weighs 23/12 and
    B's 1/12, C's 1: Web 23/12 of 35/12 goes on, of Mail's 46/12 half; so 23/36 of all start passes
    Web and Mail, half of it Seminar, 1/36 is Expo: 46, 46, 23 and 2 parts of 117 of 2,400.
    """
    by_hand: dict[str, dict[str, tuple[float, int]]] = {
        "first_touch": {"Web": (1, 2300)},
        "last_touch": {"Mail": (1, 2300)},
        "linear": {"Web": (0.25, 575), "Mail": (0.5, 1150), "Seminar": (0.25, 575)},
        "u_shaped": {"Web": (0.4, 920), "Mail": (0.5, 1150), "Seminar": (0.1, 230)},
        "w_shaped": {"Web": (0.3, 690), "Mail": (0.4, 920), "Seminar": (0.3, 690)},
        "time_decay": {
            "Web": (round(1 / 23, 9), 100),
            "Mail": (round(18 / 23, 9), 1800),
            "Seminar": (round(4 / 23, 9), 400),
        },
        "shapley": {
            "Web": (round(1 / 3, 9), 766), "Mail": (round(1 / 3, 9), 767),
            "Seminar": (round(1 / 3, 9), 767),
        },
    }  # fmt: skip
    own = {SALES_OWN: (1, None), UNLINKED: (1, 10)}
    exports = bring_in(tmp_path, **GOLDEN)
    with exports.opened() as db:
        found = contribution(db, *YEAR, half_life=5)
    assert [rule.name for rule in found.rules] == list(ALL_RULES)
    for rule, expected in by_hand.items():
        assert credits_of(found, rule) == {**expected, "Expo": (1, 100), **own}, rule
    assert credits_of(found, "markov") == {
        "Web": (round(4 / 7, 9), 943),  # 943.59 twice: of the two yen over, one goes to 471.79
        "Mail": (round(4 / 7, 9), 944),
        "Expo": (round(4 / 7, 9), 41),
        "Seminar": (round(2 / 7, 9), 472),
        **own,
    }
    assert (found.wins, found.value, found.wins_without_amount) == (4, 2410, 1)
    assert (found.touched_wins, found.touches, found.unnamed_touches) == (1, 3, 0)
    assert {rule.state for rule in found.rules} == {"too_few"}
    assert {row.wins.rank for rule in found.rules for row in rule.rows} == {None}


def test_by_campaign_the_creation_has_the_campaign_of_its_day(tmp_path: Path) -> None:
    with bring_in(tmp_path, **GOLDEN).opened() as db:
        found = contribution(db, *YEAR, by="campaign")
    own = {SALES_OWN: (1, None), UNLINKED: (1, 10)}
    assert credits_of(found, "first_touch") == {"paper": (1, 2300), None: (1, 100), **own}
    assert credits_of(found, "linear") == {
        "paper": (0.25, 575), "january": (0.5, 1150), "demo": (0.25, 575), None: (1, 100), **own,
    }  # fmt: skip


def test_a_campaign_told_by_its_id_has_its_costs_name(tmp_path: Path) -> None:
    """A CRM's members name campaigns by id, its campaigns carry name and cost: one campaign."""
    tables = GOLDEN | {
        "touches": [
            touch("1", "2026-01-05", campaign="77"), touch("1", "2026-01-10", campaign="Fair")
        ],
        "spend": [
            {"campaign id": "77", "spent on": "Fair", "from": "2026-01-01", "spent": "900"}
        ],
    }  # fmt: skip
    with bring_in(tmp_path, **tables).opened() as db:
        found = contribution(db, *YEAR, by="campaign")
        costs = figures(db, METRICS["cost"], Filters(*YEAR), ["source", "campaign"])
    own = {SALES_OWN: (1, None), UNLINKED: (1, 10)}
    assert credits_of(found, "linear") == {"Fair": (1, 2300), None: (1, 100), **own}
    # Its touches name no source: that of the person whose first touch it was.
    assert [(cost.group, cost.value) for cost in costs] == [
        ({"source": "Web", "campaign": "Fair"}, 900)
    ]


def test_what_counts_as_a_touch(tmp_path: Path) -> None:
    """Deal A has two people; one win of theirs counts once, and so does its value."""
    exports = bring_in(
        tmp_path,
        leads=[
            lead("1", "2026-01-05", "Web"),
            lead("2", "2026-01-08", "Expo"),
            lead("3", "2026-02-02", "Referral"),
        ],
        deals=[deal("A", "1;2;3", "1000"), deal("B", "2", "7", opened="2026-01-20")],
        touches=[
            touch("1", "2026-01-04", "Ads"),  # before the person was known
            touch("1", "2026-01-05", "Web"),  # the creation itself
            touch("1", "2026-01-05", ""),  # likewise
            touch("1", "2026-01-05", "Chat"),  # another source on that day
            touch("2", "2026-01-30", "Mail", "x"),
            touch("2", "2026-01-30", "Mail", "x"),  # twice on a day is once
            touch("2", "2026-01-30", "Mail", "y"),
            touch("1", "2026-02-01", ""),  # on the day of the opening, no source
            touch("1", "2026-02-02", "Late"),  # after the opening
            touch("77", "2026-01-20", "Nobody"),  # a person nobody exported
        ],
    )
    assert exports.rows(
        "select deal_id, is_first, kind, day, source, campaign, merged from deal_touches "
        "order by all"
    ) == [
        ("crm:A", False, "creation", "2026-01-08", "Expo", None, 1),
        ("crm:A", False, "touch", "2026-01-05", "Chat", None, 1),
        ("crm:A", False, "touch", "2026-01-30", "Mail", "x", 2),
        ("crm:A", False, "touch", "2026-01-30", "Mail", "y", 1),
        ("crm:A", False, "touch", "2026-02-01", None, None, 1),
        ("crm:A", True, "creation", "2026-01-05", "Web", None, 1),
        ("crm:B", True, "creation", "2026-01-08", "Expo", None, 1),
    ]
    with exports.opened() as db:
        found = contribution(db, *YEAR)
    sixth = round(1 / 6, 9)
    assert {k: v[0] for k, v in credits_of(found, "linear").items()} == {
        "Web": sixth, "Chat": sixth, "Mail": round(2 / 6, 9), None: sixth,
        "Expo": round(1 + 1 / 6, 9),
    }  # fmt: skip
    assert sum(row.value.amount for row in found.rule("linear").rows if row.value) == 1007
    assert (found.touched_wins, found.touches, found.unnamed_touches) == (1, 4, 1)


def test_only_what_was_won_in_the_period_and_known_by_the_day(tmp_path: Path) -> None:
    with bring_in(tmp_path, **GOLDEN).opened() as db:
        for days in [
            (date(2026, 1, 1), date(2026, 12, 31), date(2026, 2, 28)),
            (date(2026, 1, 1), date(2026, 2, 28), date(2026, 12, 31)),
            (date(2026, 3, 2), date(2026, 12, 31), date(2026, 12, 31)),
        ]:
            found = contribution(db, *days)
            assert (found.wins, found.value) == (0, 0)
            assert {(rule.state, rule.rows) for rule in found.rules} == {("no_data", ())}


def test_an_mql_of_a_day_to_come_has_led_to_nothing(tmp_path: Path) -> None:
    """Made an MQL after the win: until then there is no such milestone, and W is 3:3:1 of 7."""
    tables = GOLDEN | {
        "leads": [lead("1", "2026-01-05", "Web", mql="2026-03-20")],
        "deals": [deal("A", "1", "700")],
        "touches": [
            touch("1", "2026-01-10", "Expo"), touch("1", "2026-01-25", "Mail"),
        ],
    }  # fmt: skip
    with bring_in(tmp_path, **tables).opened() as db:
        known, before = YEAR, (*YEAR[:2], date(2026, 3, 10))
        assert credits_of(contribution(db, *before), "w_shaped") == {
            "Web": (round(3 / 7, 9), 300), "Mail": (round(3 / 7, 9), 300),
            "Expo": (round(1 / 7, 9), 100),
        }  # fmt: skip
        assert credits_of(contribution(db, *known), "w_shaped")["Mail"] == (0.6, 420)


def test_first_touch_is_the_metric_by_source(company: Database) -> None:
    first, last = days_covered(company)
    for since, until in [(first, last), (date(2026, 4, 1), date(2026, 6, 30))]:
        found = contribution(company, since, until, last)
        wins, value = (
            {
                figure.group["source"]: figure.value
                for figure in figures(
                    company, METRICS[metric], Filters(since, until, last), ["source"]
                )
            }
            for metric in ("wins", "won_value")
        )
        got = credits_of(found, "first_touch")
        assert got == {source: (count, value[source]) for source, count in wins.items()}
        assert found.wins == sum(wins.values())
        assert found.value == sum(value.values())


def test_without_touches_only_the_first_is_measured(company: Database) -> None:
    first, last = days_covered(company)
    states = {rule.name: rule.state for rule in contribution(company, first, last, last).rules}
    assert states == {name: "ok" if name == "first_touch" else "not_measured" for name in ALL_RULES}
    by_campaign = contribution(company, first, last, last, by="campaign")
    assert {rule.state for rule in by_campaign.rules} == {"not_measured"}


def test_touches_that_name_no_source_measure_campaigns_only(tmp_path: Path) -> None:
    nameless = [{**row, "from source": ""} for row in GOLDEN["touches"]]
    with bring_in(tmp_path, **{**GOLDEN, "touches": nameless}).opened() as db:
        by_source, by_campaign = (contribution(db, *YEAR, by=by) for by in ("source", "campaign"))
    assert by_source.rule("linear").state == "not_measured"
    assert by_source.rule("first_touch").state == "too_few"
    assert by_source.unnamed_touches == by_source.touches == 3
    assert by_campaign.rule("linear").state == "too_few"


def test_bad_questions_are_refused(company: Database) -> None:
    with pytest.raises(UnknownName):
        contribution(company, *YEAR, rules=["best_touch"])
    with pytest.raises(UnknownName):
        contribution(company, *YEAR, by="owner")  # type: ignore[arg-type]  # a name that is none
    with pytest.raises(FunnelError):
        contribution(company, YEAR[1], YEAR[0], YEAR[2])
    for half_life in (0, float("nan"), float("inf")):
        with pytest.raises(FunnelError):
            contribution(company, *YEAR, half_life=half_life)


def test_the_order_of_rows_and_the_ids_of_deals_change_nothing(tmp_path: Path) -> None:
    many = company_of(40, seed=1)
    shuffled = {name: random.Random(2).sample(rows, len(rows)) for name, rows in many.items()}
    renamed = {**many, "deals": [{**row, "deal": f"Z{hash_of(row)}"} for row in many["deals"]]}
    found = []
    for number, tables in enumerate((many, shuffled, renamed)):
        with bring_in(tmp_path / str(number), **tables).opened() as db:
            found.append([contribution(db, *YEAR, by=by) for by in ("source", "campaign")])
    assert found[0][0].wins == 40
    assert found[0][0].touches > 40
    assert found[1] == found[0]
    assert found[2] == found[0]


def hash_of(row: dict[str, str]) -> int:
    return int(row["deal"].removeprefix("D")) * 7919 % 1009


def company_of(size: int, seed: int) -> dict[str, list[dict[str, str]]]:
    """A company whose sources, campaigns and amounts are drawn by lot."""
    draw = random.Random(seed)
    sources = ["Web", "Expo", "Mail", "Seminar", ""]
    numbers = range(1, size + 1)
    return {
        "leads": [lead(str(n), f"2026-01-{draw.randint(1, 9):02}", draw.choice(sources))
                  for n in numbers],
        "deals": [deal(f"D{n}", str(n), str(draw.randint(1, 10**7))) for n in numbers],
        "touches": [
            touch(str(draw.choice(numbers)), f"2026-01-{draw.randint(1, 31):02}",
                  draw.choice(sources), draw.choice(["", "a", "b"]))
            for _ in range(4 * size)
        ],
    }  # fmt: skip


# ---------------------------------------------------------------------------------------------
# The analysis by itself

NAMES = ("Ads", "Expo", "Mail", "Web")
GROUPS = (*NAMES, "(none)", "(sales)")


def coded(deals: Sequence[Deal], names: Sequence[str] = GROUPS) -> Deals:
    touches = list(touch_oracle.each_touch(deals))
    moments = np.array([touch.day for _, touch in touches])
    paths = journeys(
        deal=np.array([number for number, _ in touches]),
        group=np.array([names.index(touch.group) for _, touch in touches]),
        is_first=np.array([touch.is_first for _, touch in touches]),
        moment=moments,
        day=moments,
        mql_day=np.array([np.nan if d.mql_day is None else d.mql_day for d in deals], dtype=float),
    )
    return Deals(
        paths,
        np.array([each.is_won for each in deals]),
        np.array([np.nan if d.amount is None else d.amount for d in deals], dtype=float),
        len(names) - 2, len(names) - 1, len(names),
    )  # fmt: skip


def divided(deals: Sequence[Deal], rule: str, measure: Any, **options: Any) -> dict[str, float]:
    found = contributions(coded(deals), [rule], [measure], replicates=20, **options)
    return {GROUPS[group]: credit.amount for group, credit in found[rule, measure].credits.items()}


days = st.integers(0, 6)
channel = st.sampled_from(GROUPS[:-1])


@st.composite
def deals_drawn(draw: st.DrawFn, *, least: int = 1) -> list[Deal]:
    """Deals of one to five touches on seven days, so that many fall on the same one."""
    found = []
    for _ in range(draw(st.integers(least, 8))):
        later = [Touch(draw(channel), draw(days)) for _ in range(draw(st.integers(0, 4)))]
        first = Touch(draw(channel), 0, is_first=True)
        found.append(
            Deal(
                (first, *later),
                draw(st.booleans()),
                draw(st.none() | st.integers(0, 10**9)),
                draw(st.none() | st.integers(-1, 6)),
            )
        )
    return [replace(found[0], is_won=True, amount=5.0), *found[1:]]


@settings(max_examples=150, deadline=None)
@given(deals_drawn(), st.sampled_from(ALL_RULES), st.floats(1, 30))
def test_every_rule_is_what_plain_loops_find(
    deals: list[Deal], rule: str, half_life: float
) -> None:
    units = [replace(each, amount=1.0) for each in deals]
    expected = touch_oracle.divide(rule, units, half_life)
    got = divided(deals, rule, "wins", half_life=half_life)
    for group in {*got, *expected}:
        assert got.get(group, 0) == pytest.approx(expected.get(group, 0), abs=1e-9)
    value = divided(deals, rule, "value", half_life=half_life)
    expected = touch_oracle.divide(rule, deals, half_life)
    # Rounding to whole units moves a group by less than one.
    assert all(abs(value.get(k, 0) - expected.get(k, 0)) < 1.001 for k in {*value, *expected})


@settings(max_examples=100, deadline=None)
@given(deals_drawn(), st.sampled_from(ALL_RULES), st.integers(0, 3))
def test_credit_adds_up_to_what_was_booked(deals: list[Deal], rule: str, own: int) -> None:
    deals = [*deals, *[Deal((Touch("(sales)", 0, is_first=True),), amount=3.0)] * own]
    won = [each for each in deals if each.is_won]
    wins = divided(deals, rule, "wins")
    assert sum(wins.values()) == pytest.approx(len(won), abs=1e-9)
    assert wins.get("(sales)", 0) == own
    value = divided(deals, rule, "value")
    assert sum(value.values()) == sum(each.amount or 0 for each in won)
    assert value.get("(sales)", 0) == 3 * own
    assert all(amount == int(amount) for amount in value.values())


@settings(max_examples=60, deadline=None)
@given(deals_drawn(), st.sampled_from(ALL_RULES), st.randoms())
def test_order_names_and_scale_change_nothing(
    deals: list[Deal], rule: str, draw: random.Random
) -> None:
    before = contributions(coded(deals), [rule], replicates=50)
    mixed = [replace(d, touches=tuple(draw.sample(d.touches, len(d.touches)))) for d in deals]
    assert contributions(coded(draw.sample(mixed, len(mixed))), [rule], replicates=50) == before

    renamed = dict(zip(NAMES, draw.sample(NAMES, len(NAMES)), strict=True))
    other = [
        replace(
            d, touches=tuple(replace(t, group=renamed.get(t.group, t.group)) for t in d.touches)
        )
        for d in deals
    ]
    wins = divided(deals, rule, "wins")
    assert divided(other, rule, "wins") == pytest.approx(
        {renamed.get(group, group): amount for group, amount in wins.items()}, abs=1e-9
    )
    scaled = [replace(d, amount=None if d.amount is None else d.amount * 1000) for d in deals]
    yen, rin = divided(deals, rule, "value"), divided(scaled, rule, "value")
    assert yen.keys() == rin.keys()
    assert all(abs(rin[group] / 1000 - yen[group]) <= 1.001 for group in yen)


@settings(max_examples=60, deadline=None)
@given(deals_drawn(), st.sampled_from(NAMES), st.sampled_from([*RULES, "shapley"]))
def test_a_deal_without_touches_adds_only_to_its_source(
    deals: list[Deal], name: str, rule: str
) -> None:
    lone = Deal((Touch(name, 0, is_first=True),), amount=11.0)
    for measure, much in (("wins", 1), ("value", 11)):
        before, after = divided(deals, rule, measure), divided([*deals, lone], rule, measure)
        assert after.pop(name) == pytest.approx(before.pop(name, 0) + much, abs=1e-9)
        assert after == pytest.approx(before)


@given(st.lists(st.sampled_from(NAMES), min_size=1, max_size=30))
@settings(max_examples=40, deadline=None)
def test_deals_of_one_touch_are_the_same_by_every_rule(names: list[str]) -> None:
    deals = [Deal((Touch(name, 0, is_first=True),), amount=7.0) for name in names]
    for rule in ALL_RULES:
        assert divided(deals, rule, "wins") == pytest.approx(
            {name: names.count(name) for name in names}, abs=1e-9
        )
        assert divided(deals, rule, "value") == {name: 7 * names.count(name) for name in names}


def one_touch(**wins: int) -> list[Deal]:
    return [
        Deal((Touch(name, 0, is_first=True),), amount=1.0)
        for name, count in wins.items()
        for _ in range(count)
    ]


def places(deals: Sequence[Deal]) -> dict[str, tuple[int | None, int | None]]:
    found = contributions(coded(deals), ["first_touch"], ["wins"])["first_touch", "wins"]
    return {GROUPS[group]: (each.rank, each.rank_to) for group, each in found.credits.items()}


def test_only_ranges_that_do_not_overlap_are_ranked() -> None:
    """60 and 50 of 125 are within each other's range, 5 and 10 likewise, and nothing between."""
    assert places(one_touch(Web=60, Expo=50, Mail=10, Ads=5)) == {
        "Web": (1, 2), "Expo": (1, 2), "Mail": (3, 4), "Ads": (3, 4),
    }  # fmt: skip


def test_a_group_between_two_may_have_either_place() -> None:
    """Of 100 each has some 6 either way: 45 and 29 are apart, 36 overlaps both."""
    assert places(one_touch(Web=41, Expo=33, Mail=26)) == {
        "Web": (1, 2), "Expo": (1, 3), "Mail": (2, 3),
    }  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 60), min_size=4, max_size=4).filter(lambda each: sum(each) >= 20))
def test_a_place_ahead_needs_ranges_apart(counts: list[int]) -> None:
    deals = one_touch(**dict(zip(NAMES, counts, strict=True)))
    found = contributions(coded(deals), ["first_touch"], ["wins"])["first_touch", "wins"].credits
    for one in found.values():
        assert 1 <= one.rank <= one.rank_to <= len(found)
        for two in found.values():
            assert (one.rank_to < two.rank) <= (one.low > two.high)
            assert (one.low > two.high) <= (one.rank < two.rank and one.rank_to < two.rank_to)


def test_few_wins_are_not_ranked() -> None:
    assert places(one_touch(Web=18, Expo=1)) == {"Web": (None, None), "Expo": (None, None)}
    assert places(one_touch(Web=19, Expo=1)) == {"Web": (1, 1), "Expo": (2, 2)}


def test_touches_without_a_name_and_rows_of_their_own_are_not_ranked() -> None:
    deals = one_touch(**{"Web": 30, "(none)": 30, "(sales)": 30})
    assert places(deals) == {"Web": (1, 1), "(none)": (None, None), "(sales)": (None, None)}


def test_a_chain_of_too_many_groups_is_not_made() -> None:
    names = [f"C{n}" for n in range(101)]
    deals = [Deal((Touch(name, 0, is_first=True),)) for name in names]
    found = contributions(coded(deals, [*names, "", "(sales)"]), replicates=10)
    assert found["markov", "wins"].state == "too_many_groups"
    assert found["shapley", "wins"].state == "ok"


@pytest.mark.parametrize("amounts", [(-100,), (100, -150), (100, -50), (0, -1), (100, -100)])
def test_what_was_paid_back_breaks_no_chain(amounts: tuple[float, ...]) -> None:
    """A won deal of a negative amount: every rule adds up to the sum, be it below 0."""
    deals = [
        Deal((Touch(name, 0, is_first=True), Touch("Mail", 1)), amount=amount)
        for name, amount in zip(("Web", "Ads"), amounts, strict=False)
    ]
    for rule in ALL_RULES:
        assert sum(divided(deals, rule, "value").values()) == sum(amounts), rule


def test_a_range_is_that_of_the_binomial() -> None:
    """30 of 100 wins: share .3, standard deviation .0458; the 80 % range is 1.28 of them wide."""
    found = contributions(coded(one_touch(Web=30, Expo=70)), ["first_touch"], ["wins"])
    credit = found["first_touch", "wins"].credits[GROUPS.index("Web")]
    assert credit.low == pytest.approx(0.3 - 1.28 * 0.0458, abs=0.011)
    assert credit.high == pytest.approx(0.3 + 1.28 * 0.0458, abs=0.011)


def test_bags_of_many_deals_are_as_wide_as_deals_by_themselves() -> None:
    """1,500 of 5,000: .3 with a standard deviation of .00648, though drawn in 1,000 bags."""
    found = contributions(coded(one_touch(Web=1500, Expo=3500)), ["first_touch"], ["wins"])
    credit = found["first_touch", "wins"].credits[GROUPS.index("Web")]
    assert credit.high - credit.low == pytest.approx(2 * 1.28 * 0.00648, rel=0.1)


# ---------------------------------------------------------------------------------------------
# Through the command line, and on real tables


def run(home: Path, *arguments: str) -> Any:
    environment = {"FUNNEL_HOME": str(home)}
    result = CliRunner().invoke(app, ["contribution", *arguments, "--json"], env=environment)
    return result.exit_code, json.loads(result.output)


def test_the_command_tells_totals_states_and_figures(tmp_path: Path) -> None:
    exports = bring_in(tmp_path, **GOLDEN)
    code, told = run(
        exports.workspace.home, "--by", "campaign", "--rule", "linear", "--rule", "last_touch",
        "--since", "2026-01-01", "--until", "2026-12-31",
    )  # fmt: skip
    assert code == 0
    figures_told = told.pop("figures")
    assert told == {
        "by": "campaign", "since": "2026-01-01", "until": "2026-12-31", "as_of": "2026-03-01",
        "currency": "JPY", "half_life": 7.0, "wins": 4, "value": 2410, "wins_without_amount": 1,
        "touched_wins": 1, "touches": 3, "unnamed_touches": 0,
        "states": {"linear": "too_few", "last_touch": "too_few"},
    }  # fmt: skip
    assert [(f["rule"], f["kind"], f["group"], f["wins"], f["value"]) for f in figures_told] == [
        ("linear", "named", "january", 0.5, 1150),
        ("linear", "named", "demo", 0.25, 575),
        ("linear", "named", "paper", 0.25, 575),
        ("linear", "none", None, 1, 100),
        ("linear", "sales_own", SALES_OWN, 1, None),
        ("linear", "unlinked", UNLINKED, 1, 10),
        ("last_touch", "named", "january", 1, 2300),
        ("last_touch", "none", None, 1, 100),
        ("last_touch", "sales_own", SALES_OWN, 1, None),
        ("last_touch", "unlinked", UNLINKED, 1, 10),
    ]
    assert figures_told[0]["share"] == 0.125
    assert figures_told[0].keys() == {
        "rule", "kind", "group", "wins", "share", "low", "high", "rank", "rank_to",
        "value", "value_share", "value_low", "value_high", "value_rank", "value_rank_to",
    }  # fmt: skip
    assert run(exports.workspace.home, "--rule", "best")[0] == 2


def test_the_command_speaks_to_people(tmp_path: Path) -> None:
    exports = bring_in(tmp_path, **GOLDEN)
    environment = {"FUNNEL_HOME": str(exports.workspace.home), "FUNNEL_LANG": "ja"}
    result = CliRunner().invoke(app, ["contribution", "--rule", "linear"], env=environment)
    assert result.exit_code == 0
    assert "4件、2,410 JPY" in result.output
    assert "貢献であって因果ではありません" in result.output


def test_olist_by_origin(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    files = sorted(real_tables("olist").glob("*.csv"))
    bring(workspace, *files, mapping=MAPPINGS / "olist.toml")
    code, told = run(tmp_path)
    assert code == 0
    assert (told["wins"], told["value"]) == (842, None)
    assert told["states"] == {
        name: "ok" if name == "first_touch" else "not_measured" for name in ALL_RULES
    }
    rows = told["figures"]
    assert [(row["group"], row["wins"], row["rank"], row["rank_to"]) for row in rows] == [
        ("organic_search", 271, 1, 1),
        ("paid_search", 195, 2, 3),
        ("unknown", 179, 2, 3),
        ("social", 75, 4, 5),
        ("direct_traffic", 56, 4, 5),
        ("referral", 24, 6, 7),
        ("email", 15, 6, 7),
        ("display", 6, 8, 10),
        ("other", 4, 8, 10),
        ("other_publicities", 3, 8, 10),
        (None, 14, None, None),
    ]
    assert {row["value"] for row in rows} == {None}
    named = [row for row in rows if row["kind"] == "named"]
    assert all(row["low"] <= row["share"] <= row["high"] for row in rows)
    overlapping = [
        (one, two) for one in named for two in named
        if one["low"] <= two["high"] and two["low"] <= one["high"]
    ]  # fmt: skip
    assert len(overlapping) > len(named)
    assert all(one["rank_to"] >= two["rank"] for one, two in overlapping)


def test_maven_has_deals_and_no_leads(tmp_path: Path) -> None:
    """Nobody can tell sales' own deals from others: all 4,238 wins are of no source."""
    workspace = Workspace(tmp_path)
    files = [real_tables("maven_crm") / f"{name}.csv" for name in ("sales_pipeline", "sales_teams")]
    bring(workspace, *files, mapping=MAPPINGS / "maven_crm.toml")
    _, told = run(tmp_path)
    (row,) = told["figures"]
    assert (row["kind"], row["group"], row["wins"], row["value"]) == (
        "none", None, 4238, 10_005_534,
    )  # fmt: skip
