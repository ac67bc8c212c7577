"""Contribution at the size of a million leads, and how often its ranges hold the truth."""

from __future__ import annotations

import os
import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from funnel.analysis.contribution import ALL_RULES, Deals, contributions
from funnel.analysis.touch_rules import journeys
from funnel.reports.closed_deals import By
from funnel.reports.contribution import contribution
from funnel.store.database import Database
from funnel.store.workspace import Workspace
from tests.bench.conftest import LEADS
from tests.conftest import bring

MAPPING = """
tool = "crm"
[[tables]]
object = "leads"
[tables.columns]
id = "lead"
created = "created"
source = "source"
[[tables]]
object = "deals"
[tables.columns]
id = "deal"
lead_ids = "deal lead"
stage = "stage"
opened = "opened"
closed = "closed"
amount = "amount"
[tables.outcomes]
won = ["Won"]
lost = ["Lost"]
[[tables]]
object = "touches"
[tables.columns]
lead_id = "touched lead"
source = "from"
campaign = "campaign"
occurred = "touched"
"""


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """`LEADS` leads, ten touches each, a deal from every tenth lead and 40 % of these won."""
    folder = tmp_path_factory.mktemp("touched")
    (folder / "map.toml").write_text(MAPPING)
    sources = "['Web', 'Webinar', 'Expo', 'Referral', 'Ads', 'Mail']"
    born = "date '2025-05-01' + cast(i * 47 % 500 as integer)"
    tables = {
        "leads": f"""
            select 'L' || i as lead, {born} as created, {sources}[1 + i * 31 % 6] as source
            from range({LEADS}) as numbers(i)""",
        "deals": f"""
            select 'D' || i as deal, 'L' || i as "deal lead",
                   case when i // 10 % 5 < 2 then 'Won' else 'Lost' end as stage,
                   {born} + 60 as opened, {born} + 100 as closed, 1000 * (i % 977) as amount
            from range(0, {LEADS}, 10) as numbers(i)""",
        "touches": f"""
            select 'L' || i % {LEADS} as "touched lead", {sources}[1 + i * 7919 % 6] as "from",
                   'Campaign ' || i * 104729 % 60 as campaign,
                   date '2025-05-01' + cast(i % {LEADS} * 47 % 500 + i // {LEADS} * 8 as integer)
                   as touched
            from range({10 * LEADS}) as numbers(i)""",
    }
    files: list[Path] = []
    for name, sql in tables.items():
        files.append(folder / f"{name}.csv")
        duckdb.execute(f"copy ({sql}) to '{files[-1]}' (header)")
    workspace = Workspace(folder / "home")
    started = time.perf_counter()
    version = bring(workspace, *files, mapping=folder / "map.toml").version
    print(f"\nimported in {time.perf_counter() - started:.1f} s")
    with workspace.open(version) as db:
        print(db.rows("select count(*), count(distinct deal_id) from deal_touches"))
        yield db


DAYS = (date(2026, 1, 1), date(2026, 12, 31), date(2026, 12, 31))


@pytest.mark.benchmark(group="contribution")
def test_bare_first_touch(benchmark: BenchmarkFixture, company: Database) -> None:
    """The least one could ask: wins and value by source of the deals themselves."""
    sql = """
        select source, count(*), sum(amount) from deals
        where outcome = 'won' and closed_on between $since and $until group by all"""
    benchmark.pedantic(lambda: company.rows(sql, {"since": DAYS[0], "until": DAYS[1]}), rounds=5)


@pytest.mark.benchmark(group="contribution")
def test_bare_linear_from_the_touches(benchmark: BenchmarkFixture, company: Database) -> None:
    """One rule by hand from the ten million touches, for a measure."""
    sql = """
        with met as (
            select deals.deal_id, touches.source,
                1.0 / count(*) over (partition by deals.deal_id) as weight
            from deals
            inner join leads on deals.lead_id = leads.lead_id
            inner join touches on leads.lead_no = touches.lead_no
            where deals.outcome = 'won' and deals.closed_on between $since and $until
                and touches.occurred_on between leads.created_on and deals.opened_on
        )
        select source, sum(weight) from met group by all"""
    benchmark.pedantic(lambda: company.rows(sql, {"since": DAYS[0], "until": DAYS[1]}), rounds=5)


@pytest.mark.benchmark(group="contribution")
@pytest.mark.parametrize("by", ["source", "campaign"])
@pytest.mark.parametrize("rules", [("first_touch",), ALL_RULES], ids=["first", "all"])
def test_contribution(
    benchmark: BenchmarkFixture, company: Database, by: By, rules: tuple[str, ...]
) -> None:
    found = benchmark.pedantic(
        lambda: contribution(company, *DAYS, by=by, rules=rules),
        rounds=3,
    )
    for rule in found.rules:
        assert sum(row.wins.amount for row in rule.rows) == pytest.approx(found.wins)
        assert sum(row.value.amount for row in rule.rows if row.value) == found.value


GROUPS = 6
SIZES = (30, 79, 300)
COMPANIES = int(os.environ.get("FUNNEL_BENCH_COMPANIES", "300"))


class Company:
    """Sources of random weight, each with its own following touches, chance to win and amounts."""

    def __init__(self, seed: int) -> None:
        self.draw = np.random.default_rng(seed)
        self.first = self.draw.dirichlet(np.full(GROUPS, 2.0))
        self.then = self.draw.dirichlet(np.full(GROUPS, 1.5), size=GROUPS)
        self.touches = self.draw.uniform(0.5, 4)
        self.chance = self.draw.uniform(0.1, 0.5, GROUPS)
        self.amount = self.draw.normal(13, 0.3, GROUPS)

    def deals(self, wins: int) -> Deals:
        """So many deals that about `wins` of them are won."""
        size = int(wins / (self.first @ self.chance))
        source = self.draw.choice(GROUPS, size, p=self.first)
        many = 1 + self.draw.poisson(self.touches, size)
        deal = np.repeat(np.arange(size), many)
        is_first = np.r_[True, deal[1:] != deal[:-1]]
        chosen = (self.then.cumsum(axis=1)[source[deal]] < self.draw.random((len(deal), 1))).sum(1)
        group = np.where(is_first, source[deal], np.minimum(chosen, GROUPS - 1))
        day = np.where(is_first, 0, self.draw.integers(0, 60, len(deal)))
        # Who has met more is won more often, so that touches say something.
        odds = self.chance[source] * (0.7 + 0.3 * many / (1 + self.touches))
        mql_day = np.where(self.draw.random(size) < 0.8, self.draw.integers(0, 40, size), np.nan)
        return Deals(
            journeys(
                deal=deal, group=group, is_first=is_first, moment=day, day=day, mql_day=mql_day
            ),
            self.draw.random(size) < odds,
            np.round(self.draw.lognormal(self.amount[source], 0.8)),
            GROUPS, GROUPS, GROUPS,
        )  # fmt: skip


def test_ranges_hold_the_truth() -> None:
    """Coverage of the 80 % ranges, and of 'ahead of': the truth is the share among 10,000 wins."""
    inside: dict[tuple[int, str, str], list[bool]] = defaultdict(list)
    ahead: dict[int, list[bool]] = defaultdict(list)
    alone: dict[int, int] = defaultdict(int)
    for seed in range(COMPANIES):
        company = Company(seed)
        truth = contributions(company.deals(10_000), replicates=2)
        for size in SIZES:
            for key, division in contributions(company.deals(size)).items():
                true = truth[key].credits
                for group, credit in division.credits.items():
                    if true[group].share >= 0.03:
                        inside[size, *key].append(credit.low <= true[group].share <= credit.high)
                if key == ("first_touch", "wins"):
                    named = division.credits.items()
                    alone[size] += sum(each.rank == 1 for _, each in named) == 1
                    ahead[size] += [
                        true[one].share > true[two].share
                        for one, first in named for two, second in named
                        if first.rank_to is not None and first.rank_to < second.rank
                    ]  # fmt: skip
    for rule in ALL_RULES:
        held = [np.mean(inside[size, rule, m]) for m in ("wins", "value") for size in SIZES]
        print(f"{rule:12}", "  ".join(f"{share:.1%}" for share in held))
    print("ahead, rightly", {size: f"{np.mean(ahead[size]):.1%}" for size in SIZES})
    print("alone at the top", {size: f"{alone[size] / COMPANIES:.0%}" for size in SIZES})
    for size in SIZES:
        assert np.mean(ahead[size]) > 0.95
        assert np.mean([np.mean(inside[size, r, "wins"]) for r in ALL_RULES]) > 0.74
