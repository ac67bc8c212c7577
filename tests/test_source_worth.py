"""Cost, return and worth by source: by hand, and against the reports that it puts together."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from funnel.analysis.worth import mean_range
from funnel.metrics import METRICS, figures
from funnel.publishing.demo import start_demo
from funnel.reports.returns import returns
from funnel.reports.source_worth import COSTS, SourceWorth, source_worths
from funnel.store.database import Database
from funnel.store.workspace import Workspace
from tests.conftest import NOON
from tests.test_cost import SPEND
from tests.test_customer_value import REVENUE, TOOL
from tests.uploads import Exports

WITH_COSTS = TOOL.split('[[tables]]\nobject = "spend"')[0] + SPEND
SINCE, AS_OF = date(2025, 1, 1), date(2026, 12, 31)


def shop(folder: Path, *, paid: int = 12, spent: int = 1_200, invoices: bool = True) -> Exports:
    """Twelve leads of the Web, all won on 1 March 2025 for 500; `paid` of them paid 1,000 then.

    And one of an expo, on which nothing was spent.
    """
    leads = [
        {
            "lead": f"L{n}",
            "created": "2025-01-10",
            "source": "Web",
            "lead campaign": "Ads",
            "lead deals": f"D{n}",
        }
        for n in range(12)
    ] + [{"lead": "E", "created": "2025-01-10", "source": "Expo", "lead campaign": "Fair"}]
    deals = [
        {
            "deal": f"D{n}",
            "stage": "Won",
            "opened": "2025-02-01",
            "closed": "2025-03-01",
            "amount": 500,
            "deal company": f"Company {chr(65 + n)}",
        }
        for n in range(12)
    ]
    tables = {
        "leads": leads,
        "deals": deals,
        "costs": [{"spent at": "Web", "from": "2025-01-01", "to": "2025-01-31", "spent": spent}],
    }
    if invoices:
        tables["invoices"] = [
            {"invoice": str(n), "of deal": f"D{n}", "billed": "2025-03-15", "sum": 1_000}
            for n in range(paid)
        ]
    exports = Exports(folder)
    exports.bring(AS_OF, mapping=WITH_COSTS + REVENUE if invoices else WITH_COSTS, **tables)
    return exports


def of(exports: Exports, source: str, as_of: date = AS_OF) -> SourceWorth:
    with exports.opened() as db:
        found = source_worths(db, SINCE, as_of)
    return next(one for one in found.sources if one.source == source)


def test_one_source_by_hand(tmp_path: Path) -> None:
    """1,200 spent on 12 leads and 12 wins: 100 each. They brought 12 x 500, five times the cost.

    Each of the twelve paid 1,000 within 12 months: ten times what a win cost, whatever is drawn.
    """
    web = of(shop(tmp_path), "Web")
    assert {name: figure.value for name, figure in web.costs.items()} == {
        "cost": 1_200, "cost_per_lead": 100, "cost_per_win": 100,
    }  # fmt: skip
    assert web.returned is not None
    assert (web.returned.cohort_value, web.returned.cohort_return) == (6_000, 5.0)
    assert web.value is not None
    assert (web.value.whole_value, web.value.whole_customers) == (1_000, 12)
    assert (web.value_range, web.value_to_cost) == ((1_000.0, 1_000.0), 10.0)
    assert web.value_to_cost_range == (10.0, 10.0)


def test_who_paid_nothing_counts_as_nothing(tmp_path: Path) -> None:
    """Half of them paid: 500 in the mean, and four in five draws of twelve lie around that."""
    web = of(shop(tmp_path, paid=6), "Web")
    assert web.value is not None
    assert web.value.whole_value == 500
    assert web.value_range is not None
    low, high = web.value_range
    assert 250 < low < 500 < high < 750
    assert web.value_to_cost == 5.0


@pytest.mark.parametrize(
    ("spent", "pays"), [(1_200, "pays"), (5_400, "unclear"), (12_000, "does_not")]
)
def test_a_lead_against_its_cost(tmp_path: Path, spent: int, pays: str) -> None:
    """Twelve of thirteen leads bring 500: about 460 each, against 100, 450 and 1,000 a lead."""
    assert of(shop(tmp_path, spent=spent), "Web", date(2025, 12, 31)).pays == pays


def test_what_is_not_known_is_none_and_not_zero(tmp_path: Path) -> None:
    exports = shop(tmp_path, invoices=False)
    expo, web = of(exports, "Expo"), of(exports, "Web")
    assert (dict(expo.costs), expo.returned, expo.pays) == ({}, None, None)
    assert (web.value, web.value_range, web.value_to_cost) == (None, None, None)
    with exports.opened() as db:
        found = source_worths(db, SINCE, AS_OF)
    assert (found.has_costs, found.has_amounts, found.has_revenue) == (True, True, False)


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    workspace = Workspace(tmp_path_factory.mktemp("demo") / "workspace")
    start_demo(workspace, NOON)
    with workspace.open(1) as db:
        yield db


def test_figures_are_those_of_the_metrics(company: Database) -> None:
    since, as_of = date(2025, 12, 1), date(2026, 11, 20)
    found = source_worths(company, since, as_of)
    assert found.has_costs
    told = {
        one.group["source"]: one for one in returns(company, since, as_of, as_of, by=["source"])
    }
    for name in COSTS:
        asked = next(iter(found.sources[0].costs.values())).filters
        for figure in figures(company, METRICS[name], asked, ("source",)):
            one = next(one for one in found.sources if one.source == figure.group["source"])
            if "cost" in one.costs and figure.value is not None:
                assert one.costs[name] == figure
            else:
                assert name not in one.costs
    for one in found.sources:
        assert one.returned == (told.get(one.source) if one.costs else None)


@pytest.mark.parametrize(("amounts", "expected"), [([5.0] * 9, None), ([5.0] * 10, (5.0, 5.0))])
def test_a_range_takes_ten(amounts: list[float], expected: tuple[float, float] | None) -> None:
    assert mean_range(amounts) == expected
