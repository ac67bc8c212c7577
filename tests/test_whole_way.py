"""The whole way of a lead and of a deal, in a small company by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from funnel.errors import UnknownName
from funnel.reports.whole_way import Event, Person, whole_way
from tests.uploads import Exports


@pytest.fixture
def exports(tmp_path: Path) -> Exports:
    """A lead that skipped acceptance and SQL, with a deal won; a deal that sales opened itself."""
    company = Exports(tmp_path)
    company.bring(
        "2026-05-20",
        leads=[
            {"lead": "L-1", "created": "2026-04-01", "mql": "2026-04-03", "source": "Web",
             "handed over": "2026-04-05", "owner": "田中", "lead company": "アスター",
             "sql": "2026-04-12"},
            {"lead": "L-2", "created": "2026-05-18", "accepted": "2026-05-19"},
        ],
        deals=[
            {"deal": "D-1", "deal name": "基幹", "stage": "Won", "opened": "2026-04-20",
             "closed": "2026-05-02", "amount": "900000", "deal leads": "L-1", "deal owner": "鈴木"},
            {"deal": "D-2", "deal name": "紹介", "stage": "Talks", "opened": "2026-05-01"},
        ],
        touches=[{"touched lead": "L-1", "touched email": "", "touch": "資料請求", "campaign": "春",
                  "touched": "2026-04-01"}],
        activities=[
            {"activity": "A-1", "with lead": "L-1", "about deal": "", "kind": "電話", "by": "田中",
             "activity outcome": "通話", "done": "2026-04-06"},
            {"activity": "A-2", "with lead": "", "about deal": "D-2", "kind": "訪問", "by": "鈴木",
             "activity outcome": "", "done": "2026-05-03"},
        ],
    )  # fmt: skip
    return company


def day(month: int, number: int) -> date:
    return date(2026, month, number)


def test_a_lead_from_its_first_touch_to_the_win(exports: Exports) -> None:
    """Sales took it on at its SQL at the latest: acceptance is inferred for that day."""
    with exports.opened() as db:
        way = whole_way(db, "lead", "crm:L-1")
    money = Decimal(900_000)
    assert (way.title, way.company, way.source, way.owner) == (None, "アスター", "Web", "田中")
    assert [(one.day, one.what, one.name, one.detail) for one in way.events] == [
        (day(5, 2), "deal", "won", "基幹"),
        (day(5, 2), "stage", "won", None),
        (day(4, 20), "deal", "open", "基幹"),
        (day(4, 20), "stage", "opportunity", None),
        (day(4, 12), "stage", "sql", None),
        (day(4, 12), "stage", "accepted", None),
        (day(4, 6), "sales", "電話", "通話"),
        (day(4, 5), "stage", "handed_over", None),
        (day(4, 3), "stage", "mql", None),
        (day(4, 1), "stage", "lead", None),
        (day(4, 1), "touch", "資料請求", "春"),
    ]
    assert way.events[0] == Event(
        day(5, 2), "deal", "won", "基幹", "鈴木", amount=money, number=None
    )


def test_a_stage_that_was_skipped_is_inferred(exports: Exports) -> None:
    """The exports measure hand-overs; L-2 was accepted without one."""
    with exports.opened() as db:
        way = whole_way(db, "lead", "crm:L-2")
    assert [(one.name, one.day, one.evidence) for one in way.events if one.name != "lead"] == [
        ("accepted", day(5, 19), "recorded"), ("handed_over", day(5, 19), "inferred"),
        ("mql", day(5, 19), "inferred"),
    ]  # fmt: skip


def test_a_deal_with_its_lead_and_one_of_sales_own(exports: Exports) -> None:
    with exports.opened() as db:
        won, own = (whole_way(db, "deal", f"crm:D-{number}") for number in (1, 2))
    assert won.people == (Person("crm:L-1", None, "アスター"),)
    assert (won.title, won.outcome, won.amount) == ("基幹", "won", Decimal(900_000))
    assert {one.what for one in won.events} == {"deal", "stage", "sales", "touch"}
    assert own.people == ()
    assert [(one.day, one.what, one.name) for one in own.events] == [
        (day(5, 3), "sales", "訪問"), (day(5, 1), "deal", "open"),
    ]  # fmt: skip


def test_what_is_not_there_is_named(exports: Exports) -> None:
    with exports.opened() as db, pytest.raises(UnknownName):
        whole_way(db, "lead", "crm:' or 1=1 --")
