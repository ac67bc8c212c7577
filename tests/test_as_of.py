"""A day in the past: the same figures as from exports of that day."""

from __future__ import annotations

import csv
import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import get_args

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from funnel.filters import Basis, Filters
from funnel.metrics import METRICS, figures
from funnel.metrics.query import measured_by
from funnel.simulate import simulate_company, write_marketing
from funnel.store.database import Database
from funnel.store.workspace import Workspace
from tests.asked import found
from tests.companies import Tables, cut_hubspot, cut_report, invent, invent_hubspot
from tests.conftest import bring
from tests.marketing import CRM, in_crm, in_hubspot, invent_marketing
from tests.oracle import read_crm
from tests.oracle.companies import raw_rows
from tests.test_identities import NO_SHRINK
from tests.uploads import Exports, write

TODAY = date(2026, 11, 20)
EXAMPLES = int(os.environ.get("FUNNEL_EXAMPLES", "2"))
GROUPS = (
    (), ("source",), ("month",), ("team",), ("source", "owner"), ("week",), ("campaign",),
)  # fmt: skip
"""Of all there is and of the last 75 days in turn."""
OF_DEALS = {
    "opportunities", "wins", "won_value", "win_rate", "deal_length_days",
    "lost_deal_length_days", "closed_deal_length_days", "lead_time_days",
}  # fmt: skip
"""What counts deals on the period basis, under the deal's owner."""


def assert_same(
    now: Database, then: Database, as_of: date, groups: Collection[tuple[str, ...]] = GROUPS
) -> int:
    """Compare all figures as of a past day with those of exports of that day; how many differ
    from what they are today.
    """
    assert measured_by(now) == measured_by(then)
    changed = 0
    for metric in METRICS:
        for basis in get_args(Basis):
            for number, by in enumerate(groups):
                back, within = ((600, None), (75, 30))[number % 2]
                filters = Filters(as_of - timedelta(days=back), as_of, as_of, basis, (), within)
                told = found(now, metric, filters, by)
                assert told == found(then, metric, filters, by), (metric, filters, by)
            today = Filters(as_of - timedelta(days=600), as_of, date(2027, 12, 31), basis)
            changed += found(now, metric, today, ()) != found(
                now, metric, Filters(today.since, as_of, as_of, basis), ()
            )
    return changed


@contextmanager
def published(folder: Path, tables: Tables, tool: str = "") -> Iterator[Database]:
    """A company's tables as a version: by the tests' mapping, or as a known tool's exports."""
    if not tool:
        exports = Exports(folder)
        exports.bring("2026-11-20", mapping=CRM, **tables)
        with exports.opened() as db:
            yield db
        return
    folder.mkdir()
    files = [write(folder / f"{tool}-{name}.csv", rows) for name, rows in tables.items()]
    workspace = Workspace(folder / "workspace")
    with workspace.open(bring(workspace, *files).version) as db:
        yield db


def test_hubspot_and_salesforce(company_files: list[Path], tmp_path: Path) -> None:
    """Groups by a lead's owner are left out: before the hand-over that was the marketer."""
    as_of = date(2026, 5, 15)
    files = []
    opened: set[str] = set()
    for path, encoding in zip(
        sorted(company_files)[::-1], ("cp932", "cp932", "utf-8-sig"), strict=True
    ):
        created = "引き渡し日" if "leads" in path.name else "作成日"
        rows = cut_report(raw_rows(path, encoding), created, as_of)
        opened |= {row["商談 ID"] for row in rows if "フェーズ" in row}
        for row in rows:
            if "商談 ID" in row and row["商談 ID"][:15] not in opened:
                row["商談 ID"] = ""
        files.append(tmp_path / path.name)
        with files[-1].open("w", encoding=encoding, newline="") as file:
            writer = csv.DictWriter(file, rows[0], quoting=csv.QUOTE_ALL)
            writer.writeheader()
            writer.writerows(rows)
    marketing = write_marketing(simulate_company(2500, 18, 3, date(2026, 11, 20)), tmp_path)
    for path, first_day in zip(marketing, ("接点日時", "期間開始"), strict=True):
        rows = raw_rows(path, "utf-8-sig")
        cut = [row for row in rows if row[first_day][:10].replace("/", "-") <= f"{as_of}"]
        files.append(write(tmp_path / f"cut-{path.name}", cut))
    homes = Workspace(tmp_path / "now"), Workspace(tmp_path / "then")
    versions = bring(homes[0], *company_files, *marketing), bring(homes[1], *files)
    with homes[0].open(versions[0].version) as company, homes[1].open(versions[1].version) as then:
        changed = assert_same(company, then, as_of, [by for by in GROUPS if "owner" not in by])
        assert changed >= 20
        for metric in OF_DEALS:
            filters = Filters(date(2025, 5, 1), as_of, as_of)
            told = found(company, metric, filters, ("owner",))
            assert told == found(then, metric, filters, ("owner",)), metric


def test_hubspot_alone(tmp_path: Path) -> None:
    """Of the day, 200 contacts are there: fewer, and nobody could tell an import."""
    tables = invent_hubspot(5, 420, date(2025, 11, 1), 330, is_steady=True)
    as_of = date(2026, 6, 20)
    cut = cut_hubspot(tables, as_of)
    marketing = invent_marketing(6, in_hubspot(tables), date(2025, 11, 1), 330)
    tables, cut = tables | marketing.exports(TODAY), cut | marketing.exports(as_of)
    assert len(cut["contacts"]) > 200
    with (
        published(tmp_path / "now", tables, "hubspot") as now,
        published(tmp_path / "then", cut, "hubspot") as then,
    ):
        assert assert_same(now, then, as_of) >= 10


def test_recycled_leads(tmp_path: Path) -> None:
    """By a mapping file: several passes, dates out of order, deals with several leads."""
    company = invent(23, 350, date(2025, 11, 1), 330, is_steady=True)
    as_of = date(2026, 6, 20)
    marketing = invent_marketing(9, in_crm(company), date(2025, 11, 1), 330)
    full = company.exports(TODAY) | marketing.exports(TODAY)
    cut = company.exports(as_of) | marketing.exports(as_of)
    with published(tmp_path / "now", full) as now, published(tmp_path / "then", cut) as then:
        assert assert_same(now, then, as_of) >= 20


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    phases=NO_SHRINK,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
@given(seed=st.integers(0, 10**6), people=st.integers(5, 60), days=st.integers(30, 200))
def test_any_company(seed: int, people: int, days: int) -> None:
    """On a day by which all stages were measured: one that is later was null, and is 0 now."""
    company = invent(seed, people, date(2026, 1, 1), 160, is_steady=True)
    full = company.exports(TODAY)
    measured = read_crm(full).measured
    dates = (date(2026, 1, 1) + timedelta(days=days + more) for more in range(0, 300, 7))
    as_of = next(one for one in dates if read_crm(company.exports(one)).measured == measured)
    marketing = invent_marketing(seed, in_crm(company), date(2026, 1, 1), 160)
    with TemporaryDirectory() as folder:
        home = Path(folder)
        with (
            published(home / "now", full | marketing.exports(TODAY)) as now,
            published(home / "then", company.exports(as_of) | marketing.exports(as_of)) as then,
        ):
            assert_same(now, then, as_of, [(), ("source", "owner"), ("month",)])


def day(number: int) -> date:
    return date(2026, 1, number)


def lead(name: str, created: int, **dates: int) -> dict[str, str]:
    return {"lead": name, "created": f"{day(created)}"} | {
        header.replace("_", " "): f"{day(number)}" for header, number in dates.items()
    }


def counted(crm: Exports, metric: str, on: int, as_of: int, basis: Basis = "period") -> float:
    """The figure of one day, seen from another."""
    with crm.opened() as db:
        (one,) = figures(db, METRICS[metric], Filters(day(on), day(on), day(as_of), basis))
        assert one.numerator is not None
        return one.numerator


def test_a_date_out_of_order_counts_on_the_next_stages_day_until_it_has_come(
    tmp_path: Path,
) -> None:
    """Handed over on the 10th, made MQL on the 14th: till the 13th an MQL that was skipped."""
    crm = Exports(tmp_path)
    crm.bring("2026-01-31", leads=[lead("A", 5, mql=14, handed_over=10), lead("B", 5, mql=6)])
    for as_of, on_10, on_14 in ((9, 0, 0), (10, 1, 0), (13, 1, 0), (14, 0, 1), (31, 0, 1)):
        assert counted(crm, "mqls", 10, as_of) == on_10
        assert counted(crm, "mqls", 14, as_of) == on_14
    assert crm.rows("select subject_id, stage, entered_on, known_to from superseded_entries") == [
        ("crm:A", "mql", "2026-01-10", "2026-01-13")
    ]


def test_dates_quite_upside_down(tmp_path: Path) -> None:
    """SQL on the 6th, accepted on the 8th, handed over on the 20th: one pass, known in turn."""
    crm = Exports(tmp_path)
    crm.bring("2026-01-31", leads=[lead("A", 5, handed_over=20, accepted=8, sql=6)])
    for metric in ("handovers", "passes"):
        seen = {
            as_of: [on for on in (5, 6, 7, 8, 20) if counted(crm, metric, on, as_of)]
            for as_of in (5, 6, 7, 8, 19, 20, 31)
        }
        assert seen == {5: [], 6: [6], 7: [6], 8: [8], 19: [8], 20: [20], 31: [20]}
        assert [counted(crm, metric, 5, as_of, "cohort") for as_of in (5, 6, 31)] == [0, 1, 1]


def test_a_lead_is_unknown_before_it_was_created(tmp_path: Path) -> None:
    """Made MQL on the 5th and created on the 10th: exports of the 7th did not hold it."""
    crm = Exports(tmp_path)
    crm.bring("2026-01-31", leads=[lead("A", 10, mql=5)])
    assert [counted(crm, "mqls", 5, as_of) for as_of in (5, 9, 10, 31)] == [0, 0, 1, 1]


def test_what_the_tool_overwrote_is_gone(tmp_path: Path) -> None:
    """One column, two acceptances: exports of January told the first, those of today do not."""
    then, now = Exports(tmp_path / "then"), Exports(tmp_path / "now")
    then.bring("2026-01-12", leads=[lead("A", 5, handed_over=6, accepted=7)])
    recycled = lead("A", 5, handed_over=6, sent_back=13, handed_over_again=20, accepted=21)
    now.bring("2026-01-31", leads=[recycled])
    entered = "select entered_on from stage_entries where stage = 'accepted'"
    assert then.rows(entered) == [("2026-01-07",)]
    assert now.rows(entered) == [("2026-01-21",)]
    # Where the upload of that day is there as well, nothing is lost.
    then.bring("2026-01-31", leads=[recycled])
    assert then.rows(f"{entered} order by pass") == [("2026-01-07",), ("2026-01-21",)]


def test_what_carries_no_date_stands_as_it_is_today(tmp_path: Path) -> None:
    """A lead created after its deal was opened, and the first SQL: nobody could know in time."""
    then, now = Exports(tmp_path / "then"), Exports(tmp_path / "now")
    first = lead("A", 5) | {"source": "Expo"}
    deal = {"deal": "D", "stage": "Talks", "opened": f"{day(10)}", "deal leads": "B"}
    late = lead("B", 20, sql=22) | {"source": "Web"}
    then.bring("2026-01-12", leads=[first], deals=[deal])
    now.bring("2026-01-31", leads=[first, late], deals=[deal])
    period = Filters(day(1), day(12), day(12))
    told = []
    for exports in (then, now):
        with exports.opened() as db:
            told.append(
                [
                    {group: one.value for group, one in found(db, metric, period, by).items()}
                    for metric, by in (("opportunities", ("source",)), ("sqls", ()))
                ]
            )
    assert told == [[{("営業起点",): 1}, {(): None}], [{("Web",): 1}, {(): 0}]]


def test_the_source_of_a_cost_is_what_touches_had_told_by_then(tmp_path: Path) -> None:
    """30 days of 100 for 'Fair', of which nobody tells anything till the 5th, then a person of
    Web that came by it, from the 8th a touch's own word 'Expo', and from the 20th another's.
    """
    crm = Exports(tmp_path)
    spent = {"施策名": "Fair", "期間開始": f"{day(1)}", "期間終了": f"{day(30)}", "費用": "3000"}
    blank = dict.fromkeys(("施策ID", "媒体", "予算", "通貨"), "")
    touches = [
        {"リードID": key, "メールアドレス": "", "接点種別": "visit", "施策名": "Fair",
         "流入元": source, "接点日時": f"{day(on)} 10:00"}
        for key, source, on in (("A", "", 3), ("Z", "Expo", 8), ("Z", "", 9), ("Z", "Web", 20))
    ]  # fmt: skip
    crm.bring(
        "2026-01-31", mapping=CRM, leads=[lead("A", 5) | {"source": "Web"}], touches=touches,
        costs=[blank | spent],
    )  # fmt: skip
    for as_of, source in (
        (4, "流入元不明の費用"), (5, "Web"), (7, "Web"), (8, "Expo"), (19, "Expo"),
        (20, "流入元不明の費用"), (30, "流入元不明の費用"),
    ):  # fmt: skip
        period = Filters(day(1), day(31), day(as_of))
        with crm.opened() as db:
            told = {
                group: one.value for group, one in found(db, "cost", period, ("source",)).items()
            }
            per_lead = found(db, "cost_per_lead", period, ())[()]
        assert told == {(source,): 100 * as_of}
        assert (per_lead.numerator, per_lead.denominator) == (100 * as_of, int(as_of >= 5))
