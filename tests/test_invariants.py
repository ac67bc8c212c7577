"""What must hold for any company: nothing is lost on the way, and no name or order matters."""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, get_args

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from funnel.filters import DIMENSIONS, Basis, Filters
from funnel.metrics import METRICS, figures
from funnel.store.database import Database
from tests.asked import found
from tests.companies import Tables, invent
from tests.oracle import Company, read_crm
from tests.oracle.people import entered
from tests.test_identities import NO_SHRINK, check_identities
from tests.uploads import Exports

START = date(2026, 1, 1)
TODAY = date(2026, 11, 20)
ANY = settings(
    max_examples=int(os.environ.get("FUNNEL_EXAMPLES", "2")),
    deadline=None,
    phases=NO_SHRINK,
    suppress_health_check=[HealthCheck.too_slow],
)
SEEDS = st.integers(0, 10**6)
PEOPLE = st.integers(1, 80)
SALES_STAGES = ("handed_over", "accepted", "sql")
LATER = {
    "handed_over": ("accepted", "sql", "opportunity", "won"),
    "accepted": ("sql", "opportunity", "won"),
    "sql": ("opportunity", "won"),
}
ENTRIES = """
    select stage_entries.subject_id, stage_entries.stage, stage_entries.pass,
        stage_entries.next_stage, passes.decision
    from stage_entries
    left join passes
        on stage_entries.subject_id = passes.lead_id and stage_entries.pass = passes.pass
    where stage_entries.subject = 'lead'
    order by stage_entries.pass
"""


@contextmanager
def published(tables: Tables) -> Iterator[Database]:
    with TemporaryDirectory() as folder:
        exports = Exports(Path(folder))
        exports.bring(TODAY, **tables)
        with exports.opened() as db:
            yield db


def fates(rows: Iterable[tuple[str, str, bool, bool, bool]]) -> Counter[tuple[str, str, str]]:
    """(counted by, stage, fate) of entries as (who, stage, is advanced, is refused, came again).

    A pass advanced, was refused, came again without anybody saying that it was sent back, or is
    open. Of a person's passes through a stage the best counts, else the last.
    """
    counted: Counter[tuple[str, str, str]] = Counter()
    of_people: dict[tuple[str, str], str] = {}
    for who, stage, is_advanced, is_refused, is_again in rows:
        fate = (
            "advanced" if is_advanced
            else "refused" if is_refused
            else "again" if is_again
            else "open"
        )  # fmt: skip
        counted["pass", stage, fate] += 1
        if of_people.get((who, stage)) != "advanced":
            of_people[who, stage] = fate
    for (_, stage), fate in of_people.items():
        counted["person", stage, fate] += 1
    return counted


def fates_told(db: Database) -> Counter[tuple[str, str, str]]:
    """By the tables."""
    return fates(
        (who, stage, then in LATER[stage], decision in ("sent_back", "rejected"), then is not None)
        for who, stage, _, then, decision in db.rows(ENTRIES)
        if stage in SALES_STAGES
    )


def fates_expected(company: Company) -> Counter[tuple[str, str, str]]:
    """By the oracle's passes: sales' last word is a sending-back if it comes after taking on."""
    rows = []
    measured = [stage for stage in SALES_STAGES if stage in company.measured]
    for lead in company.leads:
        for number, one in enumerate(lead.passes):
            taken = entered(one, "accepted")
            returns = [day for what, day in one.items() if what in ("sent_back", "rejected")]
            is_refused = bool(returns) and (taken is None or max(returns) >= taken)
            later = [
                each for each in lead.passes[number + 1 :] if "handed_over" in each or "mql" in each
            ]
            rows += [
                (
                    lead.key,
                    stage,
                    any(what in one and what in company.measured for what in LATER[stage]),
                    is_refused,
                    bool(later),
                )
                for stage in measured
                if entered(one, stage)
            ]
    return fates(rows)


@ANY
@given(seed=SEEDS, people=PEOPLE)
@example(seed=11, people=60)  # has one sent back before it was taken on
def test_who_enters_a_stage_moves_on_is_refused_or_is_there(seed: int, people: int) -> None:
    """Entries = advanced + refused + come again + open, by passes and by people."""
    tables = invent(seed, people, START, 200).exports(TODAY)
    company = read_crm(tables)
    with published(tables) as db:
        told = fates_told(db)
        assert told == fates_expected(company)
        whole = Filters(date(2025, 1, 1), date(2027, 12, 31), date(2027, 12, 31))
        for stage, metric in (("handed_over", "handovers"), ("sql", "sqls")):
            people_counted = sum(told[key] for key in told if key[:2] == ("person", stage))
            assert people_counted == (found(db, metric, whole, ())[()].value or 0)
        passes = sum(told[key] for key in told if key[:2] == ("pass", "handed_over"))
        assert passes == (found(db, "passes", whole, ())[()].value or 0)
        outcomes = dict(db.rows("select outcome, count(*) from deals group by outcome"))
        dateless = db.value(
            "select count(*) from deals where outcome != 'open' and closed_on is null"
        )
        unknown = db.value(
            "select count(*) from deals where coalesce(opened_on, closed_on) is null"
        )
        entries = db.value(
            "select count(*) from stage_entries where subject = 'deal' and stage = 'opportunity'"
        )
        assert sum(outcomes.values()) == len(company.deals)
        if "opportunity" in company.measured:
            assert entries + unknown == len(company.deals)
        closed = found(db, "win_rate", whole, ())[()]
        if closed.denominator is not None:
            still_open = outcomes.get("open", 0) + dateless
            assert closed.denominator + still_open == len(company.deals)


@ANY
@given(seed=SEEDS, people=PEOPLE)
def test_groups_add_up_and_people_are_no_more_than_passes(seed: int, people: int) -> None:
    tables = invent(seed, people, START, 200).exports(TODAY)
    company = read_crm(tables)
    booked = sum(deal.amount or 0 for deal in company.deals if deal.won)
    with published(tables) as db:
        check_identities(db, date(2026, 2, 1), date(2026, 6, 30), date(2026, 5, 31))
        whole = Filters(date(2025, 1, 1), date(2027, 12, 31), date(2027, 12, 31))
        for by in DIMENSIONS:
            parts = figures(db, METRICS["won_value"], whole, [by])
            assert sum(part.value or 0 for part in parts) == booked
        for basis in get_args(Basis):
            for as_of in (date(2026, 3, 31), TODAY):
                filters = Filters(date(2026, 1, 15), TODAY, as_of, basis)
                for by in ((), *((name,) for name in DIMENSIONS)):
                    passes = found(db, "passes", filters, by)
                    for group, handed in found(db, "handovers", filters, by).items():
                        assert (handed.value or 0) <= (passes[group].value or 0)


def disguised(tables: Tables, chance: random.Random) -> Tables:
    """The same company under other ids and addresses, in another order, with ten-fold sums."""
    names: dict[str, str] = {}

    def renamed(value: str) -> str:
        if value and value not in names:
            names[value] = f"{chance.getrandbits(40):010x}z{len(names)}"
        return names.get(value, "")

    one_id = {
        "lead", "email", "owner", "deal", "deal email", "deal owner", "linked lead", "linked deal",
        "changed lead", "survivor", "merged", "owner id",
    }  # fmt: skip
    known = {row["owner id"] for row in tables["owners"]}

    def told_anew(row: dict[str, str]) -> dict[str, str]:
        new = dict(row)
        for name, value in row.items():
            if name in ("email", "deal email") and value:
                new[name] = f"{renamed(value)}@z.example"
            elif name in ("owner", "deal owner") and value not in known:
                continue
            elif name in one_id:
                new[name] = renamed(value)
            elif name in ("lead deals", "deal leads"):
                new[name] = ";".join(renamed(key) for key in value.split(";") if key)
            elif name == "amount" and value:
                new[name] = str(int(value) * 10)
        return new

    found = {name: [told_anew(row) for row in rows] for name, rows in tables.items()}
    for rows in found.values():
        chance.shuffle(rows)
    return dict(chance.sample(sorted(found.items()), len(found)))


def all_figures(db: Database, scale: int) -> dict[Any, Any]:
    """Every metric, divided by `scale` where it is money."""
    told: dict[Any, Any] = {}
    for metric in METRICS:
        for basis in get_args(Basis):
            for number, by in enumerate(((), ("source", "owner"), ("month",), ("team",))):
                as_of = (TODAY, date(2026, 5, 31))[number % 2]
                for figure in figures(db, METRICS[metric], Filters(START, TODAY, as_of, basis), by):
                    sums = (figure.numerator, figure.denominator, figure.value)
                    divisor = scale if METRICS[metric].unit == "money" else 1
                    told[metric, basis, by, tuple(figure.group.values()), figure.stat] = [
                        one and one / divisor for one in sums
                    ]
    return told


@ANY
@given(seed=SEEDS, people=PEOPLE)
def test_names_order_and_currency_scale_change_nothing(seed: int, people: int) -> None:
    tables = invent(seed, people, START, 200).exports(TODAY)
    with published(tables) as db:
        plain = all_figures(db, 1)
    with published(disguised(tables, random.Random(seed))) as db:
        assert all_figures(db, 10) == plain
