"""Campaigns one by one: by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from funnel.reports.campaigns import Campaign, campaigns
from funnel.store.database import Database
from tests.test_contribution import deal, touch
from tests.uploads import Exports

END = date(2026, 6, 30)


def lead(number: str, day: str, campaign: str, source: str = "Expo", **more: str) -> dict[str, str]:
    return {"lead": number, "created": day, "lead campaign": campaign, "source": source, **more}


def spring(folder: Path) -> Exports:
    """A fair in spring, its letter of costs with an id, a newsletter that brought nobody."""
    tables: dict[str, list[dict[str, Any]]] = {
        "leads": [
            lead("1", "2026-03-02", "fair", mql="2026-03-03", sql="2026-03-20"),
            lead("2", "2026-03-03", "fair", mql="2026-03-09", **{"handed over": "2026-03-09"},
                 status="Unqualified", reason="no budget", **{"sent back": "2026-03-12"}),
            lead("3", "2026-03-04", "fair"),
            lead("4", "2026-06-15", "search", "Web"),
            lead("5", "2026-06-29", "search", "Web"),
        ],
        "deals": [deal("D", "1", "900000", opened="2026-03-25") | {"closed": "2026-05-11"}],
        "touches": [
            touch("4", "2026-06-20", campaign="701A00000000001"),
            touch("5", "2026-06-30", campaign="701A00000000001"),
        ],
        "spend": [
            {"campaign id": "F", "spent on": "fair", "from": "2026-02-01", "to": "2026-03-04",
             "spent": "300000"},
            {"campaign id": "701A00000000001", "spent on": "letter", "from": "2026-06-01",
             "to": "2026-07-30", "spent": "60000"},
        ],
    }  # fmt: skip
    exports = Exports(folder)
    exports.bring(END, **tables)
    return exports


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with spring(tmp_path).opened() as opened:
        yield opened


def told(one: Campaign) -> tuple[Any, ...]:
    return (
        one.name, one.sources, one.since, one.until, one.is_running, one.touches, one.cost,
        dict(one.reached), one.won_value,
    )  # fmt: skip


def test_each_campaign_over_all_its_time(db: Database) -> None:
    """The letter runs: half of its 60 days are over, so half of its cost is spent. Touches that
    name it by its id are its own. The fair ended in March, and its win came in May."""
    found = campaigns(db, date(2026, 1, 1), END)
    assert (found.total, found.has_cost, found.currency) == (3, True, "JPY")
    assert [told(one) for one in found.listed] == [
        ("letter", (), date(2026, 6, 1), date(2026, 7, 30), True, 2, 30_000,
         {"lead": 0, "mql": 0, "sql": 0, "won": 0}, 0),
        ("search", ("Web",), date(2026, 6, 15), date(2026, 6, 29), True, 0, None,
         {"lead": 2, "mql": 0, "sql": 0, "won": 0}, 0),
        ("fair", ("Expo",), date(2026, 2, 1), date(2026, 3, 4), False, 0, 300_000,
         {"lead": 3, "mql": 2, "sql": 1, "won": 1}, 900_000),
    ]  # fmt: skip


def test_what_sales_said_of_its_leads_stands_with_it(db: Database) -> None:
    """Of the fair's two passes that were decided on, the one refused had no budget."""
    fair = campaigns(db, date(2026, 1, 1), END).listed[-1]
    (reason,) = fair.said("refused")
    assert (reason.reason, reason.count, reason.denominator) == ("budget", 1, 2)
    assert fair.said("lost") == ()


def test_only_those_of_the_stretch_and_as_known_then(db: Database) -> None:
    june = campaigns(db, date(2026, 6, 1), END)
    assert [one.name for one in june.listed] == ["letter", "search"]
    march = campaigns(db, date(2026, 3, 1), date(2026, 3, 31))
    assert [(one.name, one.reached["won"], one.won_value) for one in march.listed] == [
        ("fair", 0, 0)
    ]


def test_where_nothing_names_a_campaign_there_is_none(tmp_path: Path) -> None:
    exports = Exports(tmp_path)
    exports.bring(END, leads=[{"lead": "1", "created": END, "source": "Web"}])
    with exports.opened() as opened:
        found = campaigns(opened, date(2026, 1, 1), END)
    assert (found.total, found.listed, found.has_cost) == (0, (), False)
