"""Every figure of three companies against an independent computation from the raw files."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any, get_args

import pytest

from funnel.filters import Basis, Dimension, Filters
from funnel.metrics import METRICS, figures
from funnel.simulate import simulate_company, write_marketing
from funnel.store.database import Database
from funnel.store.workspace import Workspace
from tests.asked import found
from tests.companies import invent, invent_hubspot
from tests.conftest import bring
from tests.marketing import CRM, in_crm, in_hubspot, invent_marketing
from tests.oracle import (
    KNOWN,
    Company,
    Expected,
    expected,
    read_crm,
    read_hubspot,
    read_hubspot_and_salesforce,
)
from tests.oracle.companies import raw_rows
from tests.oracle.figures import DIMENSIONS, base_of
from tests.oracle.money import UNKNOWN
from tests.uploads import Exports, write

PAIRS = list(combinations(DIMENSIONS, 2))
"""Every pair with some metrics, every metric with some pairs."""
ORACLE = sorted(KNOWN)
WINDOWS = [
    (date(2025, 5, 1), date(2026, 11, 20), date(2026, 11, 20), None),
    (date(2026, 2, 1), date(2026, 4, 30), date(2026, 6, 15), 30),
    (date(2026, 7, 1), date(2026, 9, 30), date(2026, 8, 20), None),
    (date(2026, 3, 9), date(2026, 5, 17), date(2026, 4, 5), 14),
]
"""Since, until, as of, within: all there is, an old cohort, one that is not over, a short one."""

HARD_TO_PLACE = [
    # touches name it by the month: nobody's
    {"施策名": "月例ウェビナー", "媒体": "", "期間開始": "2026/01/20", "期間終了": "2026/03/10",
     "費用": "1234567"},
    # and these by their touches
    {"施策名": "2026年春 展示会", "媒体": "", "期間開始": "2026/03/28", "期間終了": "2026/08/02",
     "費用": "4000001"},
    {"施策名": "検索広告", "媒体": "", "期間開始": "2025/12/31", "期間終了": "", "費用": "90,001"},
    {"施策名": "", "媒体": "テレビ", "期間開始": "2026/02/14", "期間終了": "2026/04/15",
     "費用": "777"},
]  # fmt: skip

Known = tuple[Database, Company]


@pytest.fixture(scope="module")
def two_tools(
    company_files: list[Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Known]:
    """Beside the tools a sheet of marketing's own, with a few costs that are hard to place."""
    folder = tmp_path_factory.mktemp("two tools")
    touches, spend = write_marketing(simulate_company(2500, 18, 3, date(2026, 11, 20)), folder)
    costs = [*raw_rows(spend, "utf-8-sig"), *HARD_TO_PLACE]
    workspace = Workspace(folder / "workspace")
    files = [*company_files, touches, write(spend, costs)]
    with workspace.open(bring(workspace, *files).version) as db:
        yield db, read_hubspot_and_salesforce(company_files, raw_rows(touches, "utf-8-sig"), costs)


@pytest.fixture(scope="module")
def marketing_alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Known]:
    """HubSpot alone: no hand-over, no SQL; a fifth of its contacts and more came by an import."""
    folder = tmp_path_factory.mktemp("hubspot")
    tables = invent_hubspot(7, 400, date(2025, 11, 1), 330)
    marketing = invent_marketing(3, in_hubspot(tables), date(2025, 11, 1), 330)
    tables |= marketing.exports(date(2026, 11, 20))
    files = [write(folder / f"hubspot-{name}.csv", rows) for name, rows in tables.items()]
    workspace = Workspace(folder / "workspace")
    with workspace.open(bring(workspace, *files).version) as db:
        yield db, read_hubspot(tables)


@pytest.fixture(scope="module")
def by_mapping(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Known]:
    """A CRM by a mapping file, with every shape that is hard to count."""
    exports = Exports(tmp_path_factory.mktemp("crm"))
    crm = invent(11, 400, date(2025, 11, 1), 330)
    marketing = invent_marketing(4, in_crm(crm), date(2025, 11, 1), 330)
    tables = crm.exports(date(2026, 11, 20)) | marketing.exports(date(2026, 11, 20))
    exports.bring("2026-11-20", mapping=CRM, **tables)
    with exports.opened() as db:
        yield db, read_crm(tables)


@pytest.fixture(params=["two_tools", "marketing_alone", "by_mapping"])
def known(request: pytest.FixtureRequest) -> Known:
    return request.getfixturevalue(request.param)


def assert_same(
    known: Known, metric: str, basis: Basis, by: tuple[str, ...], window: tuple[Any, ...]
) -> bool:
    """Compare one metric's figures; whether there was anything to compare."""
    db, company = known
    since, until, as_of, within = window
    filters = Filters(since, until, as_of, basis, within=within)
    mine = expected(metric, basis, by, company, since, until, as_of, within)
    theirs = found(db, metric, filters, by)
    case = (metric, basis, by, window)
    if mine is None:
        assert all(one == Expected(None, None, None) for one in theirs.values()), case
        return False
    assert theirs.keys() == mine.keys(), case
    for group, one in mine.items():
        # A quantile is a sum of products: the last digit depends on how it is written.
        assert theirs[group].median == pytest.approx(one.median, abs=1e-9), (case, group)
        assert theirs[group].p90 == pytest.approx(one.p90, abs=1e-9), (case, group)
        assert (theirs[group].numerator, theirs[group].denominator, theirs[group].value) == (
            one.numerator,
            one.denominator,
            one.value,
        ), (case, group)
    return any(one.numerator for one in mine.values())


def test_no_metric_is_left_out() -> None:
    assert set(get_args(Dimension)) == set(DIMENSIONS)
    assert set(METRICS) == KNOWN


@pytest.mark.parametrize("basis", get_args(Basis))
@pytest.mark.parametrize("metric", list(METRICS))
def test_same_as_the_oracle(known: Known, metric: str, basis: Basis) -> None:
    cases = [((), window) for window in WINDOWS]
    for number, name in enumerate(DIMENSIONS, start=ORACLE.index(metric)):
        cases.append(((name,), WINDOWS[number % len(WINDOWS)]))
    said = [assert_same(known, metric, basis, by, window) for by, window in cases]
    is_measured = expected(metric, basis, (), known[1], *WINDOWS[0]) is not None
    assert any(said) == is_measured


@pytest.mark.parametrize("basis", get_args(Basis))
def test_any_two_dimensions(known: Known, basis: Basis) -> None:
    for offset, metric in enumerate(ORACLE):
        for number, by in enumerate(PAIRS[offset % 9 :: 9], start=offset):
            assert_same(known, metric, basis, by, WINDOWS[number % len(WINDOWS)])


@pytest.mark.parametrize("basis", get_args(Basis))
def test_same_base(known: Known, basis: Basis) -> None:
    db, company = known
    for metric in ORACLE:
        (figure, *_) = figures(db, METRICS[metric], Filters(*WINDOWS[0][:3], basis))
        assert figure.base == base_of(metric, basis, company), metric


def test_costs_are_placed_in_every_way(
    two_tools: Known, marketing_alone: Known, by_mapping: Known
) -> None:
    """Each rule decides a cost somewhere, so that the comparison above puts it to the test."""
    for _, company in (marketing_alone, by_mapping):
        costs = company.placed_costs
        placed = {cost.campaign: source for cost, source in costs if not cost.source}
        known = {lead.source for lead in company.leads}
        by_touches, by_people = placed["Spring fair"], placed["Seminar"]
        assert {by_touches, by_people} <= known
        named = {one.campaign: {None} for one in company.touches}
        for touch in company.touches:
            named[touch.campaign].add(touch.source)
        assert named["Spring fair"] == {by_touches, None}
        assert named["Seminar"] == named["Mail"] == {None}
        assert len(named["Webinar"]) == 3
        assert {placed[name] for name in ("Webinar", "Mail", "Poster", None)} == {UNKNOWN}
        said = {cost.source for cost, _ in company.placed_costs if cost.campaign == "Ads"}
        assert not said & named["Ads"]
        assert any(lead.campaign_on for lead in company.leads)
    mine = [source for _, source in two_tools[1].placed_costs[-len(HARD_TO_PLACE) :]]
    assert mine == [UNKNOWN, "展示会", "広告", "テレビ"]
