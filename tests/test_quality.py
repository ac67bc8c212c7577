"""What the exports say that cannot be, and what they leave open: one row a thing, each named."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from funnel.filters import Filters
from funnel.metrics import METRICS, figures
from funnel.publishing.publish import Upload, publish
from tests.uploads import MARKETING, Exports

FAULTS = "select fault, subject, subject_id, days, what from data_faults order by all"
GAPS = "select gap, subject, subject_id, days, what from data_gaps order by all"


@pytest.fixture
def crm(tmp_path: Path) -> Exports:
    return Exports(tmp_path)


def lead(name: str, created: str = "2026-01-05", **more: str) -> dict[str, str]:
    return {"lead": name, "created": created, **more}


def imported(number: int, one_minute: int) -> list[dict[str, str]]:
    """Leads of which the first `one_minute` were made MQL and handed over by an import at 03:00."""
    rows = []
    for i in range(number):
        created = datetime(2026, 1, 5, 9) + timedelta(minutes=7 * i)
        mql = "2026-02-01 03:00:10" if i < one_minute else f"{created + timedelta(hours=30)}"
        handed = "2026-02-01 03:00:40" if i < one_minute else "2026-02-02"
        rows.append(lead(f"L{i:04}", f"{created}", mql=mql, **{"handed over": handed}))
    return rows


@pytest.mark.parametrize(
    ("number", "one_minute", "is_bulk"),
    [(200, 40, True), (200, 39, False), (199, 60, False), (5001, 1000, True), (5001, 999, False)],
)
def test_a_thousand_or_a_fifth_in_one_minute_is_an_import(
    crm: Exports, number: int, one_minute: int, is_bulk: bool
) -> None:
    crm.bring("2026-03-01", leads=imported(number, one_minute))
    expected = one_minute if is_bulk else 0
    stages = crm.rows("select what, count(*) from data_faults group by all order by all")
    assert stages == ([("handed_over", expected), ("mql", expected)] if is_bulk else [])
    for flagged in ("stage_entries where stage = 'mql' and is_bulk", "passes where is_bulk"):
        assert crm.rows(f"select count(*) from {flagged}") == [(expected,)]


def test_days_alone_are_no_bulk(crm: Exports) -> None:
    crm.bring("2026-03-01", leads=[lead(f"L{i}", mql="2026-02-01") for i in range(300)])
    assert crm.rows(FAULTS) == []


def test_an_import_into_one_tool_says_nothing_of_another(crm: Exports) -> None:
    at = f"{datetime(2026, 2, 1, 9, 30)}"
    prospects = [{"prospect": f"{i}", "first seen": at, "crm lead": ""} for i in range(300)]
    crm.bring("2026-03-01", prospects=prospects, mapping=MARKETING)
    crm.bring("2026-03-02", leads=[lead("A", at), lead("B", "2026-02-02")])
    bulk = "select subject_id from stage_entries where is_bulk"
    assert crm.rows(f"select count(*) from ({bulk})") == [(300,)]
    assert crm.rows(f"{bulk} and subject_id like 'crm:%'") == []


def test_an_import_is_one_also_of_people_another_tool_knew_first(crm: Exports) -> None:
    seen = "2026-01-01 08:00"
    crm.bring(
        "2026-03-01",
        prospects=[
            {"prospect": f"{i}", "first seen": seen[:10], "crm lead": f"L{i:04}"}
            for i in range(200)
        ],
        mapping=MARKETING,
    )
    crm.bring("2026-03-02", leads=imported(200, 40))
    assert crm.rows("select count(*) from passes where is_bulk and lead_id like 'ma:%'") == [(40,)]


def test_an_imported_lead_tells_nothing_of_speed(crm: Exports) -> None:
    start = datetime(2026, 1, 5, 9)
    others = [lead(f"L{i}", f"{start + timedelta(hours=i)}") for i in range(150)]
    bulk = [lead(f"B{i}", "2026-02-01 03:00:30") for i in range(50)]
    crm.bring(
        "2026-03-30",
        leads=[*others, *bulk],
        deals=[
            {"deal": "1", "stage": "Won", "opened": "2026-02-10", "closed": "2026-03-01",
             "deal leads": "L0"},
            {"deal": "2", "stage": "Won", "opened": "2026-02-10", "closed": "2026-02-11",
             "deal leads": "B0"},
        ],
    )  # fmt: skip
    whole = Filters(date(2026, 1, 1), date(2026, 3, 30), date(2026, 3, 30))
    with crm.opened() as db:
        lead_time = figures(db, METRICS["lead_time_days"], whole)[0]
        wins = figures(db, METRICS["wins"], whole)[0]
        deal_length = figures(db, METRICS["deal_length_days"], whole)[0]
    assert (lead_time.numerator, lead_time.denominator) == (55, 1)
    assert (deal_length.numerator, deal_length.denominator) == (19 + 1, 2)
    assert wins.value == 2


def test_what_cannot_be(crm: Exports) -> None:
    crm.bring(
        "2026-03-30",
        leads=[
            lead("A", mql="2026-01-10", **{"handed over": "2026-01-07"}),
            lead("B", mql="2026-04-09"),
        ],
        deals=[
            {"deal": "1", "stage": "Won", "opened": "2026-01-20", "closed": "2026-01-03",
             "amount": "", "deal leads": "A"},
            {"deal": "2", "stage": "Lost", "opened": "2026-01-20", "closed": "", "amount": "10"},
            {"deal": "3", "stage": "Talks", "opened": "", "closed": "", "amount": "10"},
            {"deal": "4", "stage": "Whatever", "opened": "2026-01-20", "closed": "",
             "amount": "10", "deal leads": "Z"},
        ],
    )  # fmt: skip
    assert crm.rows(FAULTS) == [
        ("closed_before_opened", "deal", "crm:1", -17, None),
        ("closed_without_date", "deal", "crm:2", None, None),
        ("dated_in_future", "lead", "crm:B", 10, "2026-04-09"),
        ("lead_not_found", "deal", "crm:4", None, None),
        ("never_opened", "deal", "crm:3", None, None),
        ("stage_dates_reversed", "lead", "crm:A", -17, "opportunity"),
        ("stage_dates_reversed", "lead", "crm:A", -3, "mql"),
        ("unknown_stage", "deal", "crm:4", None, "Whatever"),
        ("won_before_created", "deal", "crm:1", -2, None),
        ("won_without_amount", "deal", "crm:1", None, None),
    ]


DEAL = {"stage": "Lost", "opened": "2026-02-20"}


def test_a_day_after_the_export_is_named_and_moves_no_calendar(crm: Exports) -> None:
    crm.bring(
        "2026-03-30",
        exported_on="2026-03-20",
        deals=[
            {**DEAL, "deal": "1", "closed": "2027-02-20"},
            {**DEAL, "deal": "2", "closed": "2026-03-21"},
            {**DEAL, "deal": "3", "closed": "2026-03-20"},
            {**DEAL, "deal": "4", "closed": "2027-02-20", "stage": "Talks"},  # an expected day
        ],
    )
    faults = [
        ("dated_in_future", "deal", "crm:1", 337, "2027-02-20"),
        ("dated_in_future", "deal", "crm:2", 1, "2026-03-21"),
    ]
    assert crm.rows(FAULTS) == faults
    assert crm.rows("select last_day from version") == [("2026-03-20",)]
    assert crm.rows("select last_day from files") == [("2026-03-20",)]
    # Built anew a year later, from the same files: what was said of them does not change.
    publish(crm.workspace, Upload([], "tester", datetime(2027, 3, 30, tzinfo=UTC)))
    assert crm.rows(FAULTS) == faults
    assert crm.rows("select last_day from version") == [("2026-03-20",)]


def test_a_clock_that_is_wrong_hides_no_data(crm: Exports) -> None:
    crm.bring("2001-01-01", deals=[{**DEAL, "deal": "1", "closed": "2026-03-21"}])
    assert crm.rows("select last_day from version") == [("2026-03-21",)]
    assert crm.rows("select fault from data_faults") == [("dated_in_future",)]


def test_what_is_left_open(crm: Exports) -> None:
    crm.bring(
        "2026-02-02",
        history=[
            {"changed deal": "1", "new stage": "Talks", "changed": "2026-01-20"},
            {"changed deal": "9", "new stage": "Talks", "changed": "2026-01-21"},
        ],
        leads=[lead("old")],
    )
    crm.bring(
        "2026-03-30",
        leads=[
            lead("A", source="Web", owner="Sato", mql="2026-01-07", **{"lead deals": "1;2"}),
            lead("B", source="", owner="", mql="", **{"handed over": "2026-03-18"}),
        ],
        deals=[
            {"deal": "1", "stage": "Talks", "opened": "2026-03-20", "deal owner": "Mori",
             "amount": "", "deal leads": "B"},
            {"deal": "2", "stage": "Talks", "opened": "2026-03-21", "deal owner": "",
             "amount": "5"},
        ],
    )  # fmt: skip
    assert crm.rows(GAPS) == [
        ("history_not_linked", "deal", "crm:9", None, "1"),
        ("missing_field", "deal", "crm:1", None, "amount"),
        ("missing_field", "deal", "crm:2", None, "owner"),
        ("missing_field", "lead", "crm:B", None, "owner"),
        ("missing_field", "lead", "crm:B", None, "source"),
        ("several_deals", "lead", "crm:A", None, "2"),
        ("several_leads", "deal", "crm:1", None, "2"),
        ("skipped_stage", "lead", "crm:A", None, "handed_over"),
        ("skipped_stage", "lead", "crm:B", None, "mql"),
        ("stale_export", "table", "crm stage_history", 59, "2026-01-21"),
    ]


def test_midnight_is_a_day_and_no_import(crm: Exports) -> None:
    crm.bring("2026-03-01", leads=[lead(f"L{i}", mql="2026-02-01 00:00:00") for i in range(300)])
    assert crm.rows(FAULTS) == []
