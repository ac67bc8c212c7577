"""What customers paid after they were won, from invoices and contracts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path

import pytest

from funnel.reports.customer_value import CustomerValue, customer_values, fiscal_quarter
from funnel.store.database import Database
from tests.conftest import bring
from tests.test_cli import run
from tests.uploads import MAPPING, Exports

REVENUE = """
[[tables]]
object = "revenue"
required = ["amount", "billed"]
[tables.columns]
id = "invoice"
deal_id = "of deal"
lead_id = "of lead"
company = "paid by"
billed = "billed"
since = "since"
until = "until"
amount = "sum"
currency = "in"
"""
LEADS = [
    {"lead": "A1", "created": "2024-01-05", "source": "Web", "lead deals": "D1;D2"},
    {"lead": "A2", "created": "2024-01-09", "source": "Expo", "lead deals": "D3"},
    {"lead": "B1", "created": "2025-01-05", "source": "Expo", "lead deals": "D4"},
    {"lead": "C1", "created": "2025-08-05", "source": "Web", "lead deals": "D5"},
]
DEALS = [
    {"deal": deal, "stage": "Won", "opened": won, "closed": won, "deal company": company}
    for deal, won, company in [
        ("D1", "2024-05-01", "アスター株式会社"),
        ("D2", "2024-09-01", "アスター㈱"),
        ("D3", "2025-03-01", "㈱アスター"),
        ("D4", "2025-02-01", "Birch Inc."),
        ("D5", "2025-09-01", ""),
    ]
]
INVOICES = [
    # Aster, first won on 2024-05-01 through the Web: all its invoices are the Web's
    {"invoice": "1", "paid by": "アスター", "billed": "2024-06-01", "sum": "100000"},
    {"invoice": "2", "of deal": "D3", "paid by": "", "billed": "2025-04-30", "sum": "50000"},
    {"invoice": "3", "of deal": "D3", "billed": "2025-05-01", "sum": "30000"},
    {"invoice": "4", "paid by": "アスター", "billed": "2024-04-30", "sum": "9"},
    # a contract of 365 days over 2025: Birch had 334 of them since the win on 1 February
    {"invoice": "5", "of lead": "B1", "billed": "2025-01-01", "since": "2025-01-01",
     "until": "2025-12-31", "sum": "365000"},
    # of nobody who was won, and in another currency
    {"invoice": "6", "paid by": "Nobody & Co", "billed": "2025-06-01", "sum": "777"},
    {"invoice": "7", "paid by": "Birch", "billed": "2025-06-01", "sum": "10", "in": "USD"},
]  # fmt: skip
TOOL = MAPPING.replace('email = "deal email"\n', "").replace('lead_ids = "deal leads"\n', "")
END = date(2025, 12, 31)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("customers")
    crm = Exports(folder)
    crm.bring("2025-12-31", leads=LEADS, deals=DEALS, invoices=INVOICES, mapping=TOOL + REVENUE)
    return folder


@pytest.fixture(scope="module")
def db(home: Path) -> Iterator[Database]:
    crm = Exports(home)
    with crm.opened() as opened:
        yield opened


def test_each_invoice_finds_its_customer_or_is_listed(db: Database) -> None:
    linked = "select id, customer_id, linked_by from revenue order by id"
    assert db.rows(linked) == [
        ("1", "アスター", "company"), ("2", "アスター", "deal"), ("3", "アスター", "deal"),
        ("4", "アスター", "company"), ("5", "birch", "lead"), ("6", None, None),
        ("7", "birch", "company"),
    ]  # fmt: skip
    listed = "select split_part(subject_id, '/', 1), what from {} where subject = 'revenue'"
    assert db.rows(listed.format("data_gaps")) == [("crm:6", "777.00")]
    assert db.rows(listed.format("data_faults")) == [("crm:7", "USD")]
    assert db.rows("select deal_id, source, won_on from customers order by won_on") == [
        ("crm:D1", "Web", date(2024, 5, 1)),
        ("crm:D4", "Expo", date(2025, 2, 1)),
        ("crm:D5", "Web", date(2025, 9, 1)),
    ]


def test_the_deal_an_invoice_names_goes_before_the_person_and_the_company(tmp_path: Path) -> None:
    """A group's head office pays for its daughter: what was sold tells whose it is."""
    invoices = [
        {"invoice": "1", "of deal": "D4", "of lead": "A1", "paid by": "アスター",
         "billed": "2025-06-01", "sum": "1"},
        {"invoice": "2", "of deal": "", "of lead": "B1", "paid by": "アスター",
         "billed": "2025-06-01", "sum": "1"},
    ]  # fmt: skip
    crm = Exports(tmp_path)
    crm.bring("2025-12-31", leads=LEADS, deals=DEALS, invoices=invoices, mapping=TOOL + REVENUE)
    with crm.opened() as db:
        assert db.rows("select id, customer_id, linked_by from revenue order by id") == [
            ("1", "birch", "deal"), ("2", "birch", "lead"),
        ]  # fmt: skip


def test_value_by_source_and_cohort_with_the_share_that_is_seen(db: Database) -> None:
    """Aster: 150,000 within its 12 months (to 30 April), 180,000 in 24, of whose 730 days 610 are
    seen. Birch: 334 of 365 days at 1,000. D5 paid nothing yet, in 122 of 365 days."""
    found = customer_values(db, END)
    assert (found.known_until, found.first_day) == (END, date(2024, 4, 30))
    assert (found.unlinked, found.unlinked_amount, found.other_currency) == (1, 777.0, 1)

    def value(source: str, cohort: str, months: int, *rest: object) -> CustomerValue:
        return CustomerValue({"source": source, "cohort": cohort}, months, *rest, "JPY")

    assert found.values == [
        value("Expo", "FY2024-Q4", 12, 1, 1, 1, 334_000, 334_000, 334 / 365, True, 0, None),
        value("Expo", "FY2024-Q4", 24, 1, 1, 1, 334_000, 334_000, 334 / 730, True, 0, None),
        value("Web", "FY2024-Q1", 12, 1, 1, 1, 150_000, 150_000, 1.0, False, 1, 150_000),
        value("Web", "FY2024-Q1", 24, 1, 1, 1, 180_000, 180_000, 610 / 730, True, 0, None),
        value("Web", "FY2025-Q2", 12, 1, 1, 0, 0, 0, 122 / 365, True, 0, None),
        value("Web", "FY2025-Q2", 24, 1, 1, 0, 0, 0, 122 / 730, True, 0, None),
    ]


def test_the_past_knows_no_more_than_it_did(db: Database) -> None:
    """On 1 March 2025 Birch had been a customer for 29 days, and D5 was none."""
    found = customer_values(db, date(2025, 3, 1), ["source"])
    assert {(one.group["source"], one.months): one.revenue for one in found.values} == {
        ("Web", 12): 100_000, ("Web", 24): 100_000, ("Expo", 12): 29_000, ("Expo", 24): 29_000,
    }  # fmt: skip
    assert customer_values(db, date(2024, 4, 1)) is None


def test_groups_add_up_to_the_whole(db: Database) -> None:
    whole = customer_values(db, END, [])
    for by in (["source"], ["cohort"], ["source", "cohort"]):
        parts = customer_values(db, END, by)
        for one in whole.values:
            same = [part for part in parts.values if part.months == one.months]
            assert sum(part.customers for part in same) == one.customers == 3
            assert sum(part.revenue for part in same) == pytest.approx(one.revenue)


def test_customers_won_long_before_the_first_invoice_are_not_worth_nothing(tmp_path: Path) -> None:
    crm = Exports(tmp_path)
    late = [one for one in INVOICES if one["billed"] >= "2025-01-01"]
    crm.bring("2025-12-31", leads=LEADS, deals=DEALS, invoices=late, mapping=TOOL + REVENUE)
    with crm.opened() as db:
        found = customer_values(db, END, ["cohort"])
        assert found.before_first == 1
        (aster,) = [
            one for one in found.values if one.group["cohort"] == "FY2024-Q1" and one.months == 12
        ]
        assert (aster.customers, aster.counted, aster.revenue, aster.value) == (1, 0, None, None)
        for one in customer_values(db, END, ["source"]).values:
            assert one.value is None or one.value * one.counted == pytest.approx(one.revenue)
        (whole, _) = customer_values(db, END, []).values
        assert (whole.customers, whole.counted) == (found.before_first + whole.counted, 2)


def test_without_an_export_it_is_not_measured(company: Database) -> None:
    assert customer_values(company, date(2026, 11, 20)) is None


def test_usual_words_of_invoices_are_understood(tmp_path: Path, company_files: list[Path]) -> None:
    path = tmp_path / "invoices.csv"
    path.write_text(
        '請求書番号,請求先名,請求日,請求金額(税抜),通貨\nI-1,どこにもない会社,2026/05/31,"12,000",JPY\n',
        encoding="utf-8",
    )
    crm = Exports(tmp_path)
    bring(crm.workspace, *company_files, path)
    assert crm.rows("select id, customer_id, since_on, amount from revenue") == [
        ("I-1", None, "2026-05-31", 12_000)
    ]


def test_a_quarter_is_one_of_the_fiscal_year() -> None:
    day = date(2026, 1, 1)
    months = [fiscal_quarter(day + timedelta(31 * month)) for month in range(12)]
    assert months == (["FY2025-Q4"] * 3 + ["FY2026-Q1"] * 3 + ["FY2026-Q2"] * 3 + ["FY2026-Q3"] * 3)


def test_it_is_told_by_command(home: Path, db: Database) -> None:
    told = json.loads(run(home, "ltv", "--by", "source", "--as-of", "2025-12-31", "--json"))
    found = customer_values(db, END, ["source"])
    assert told == json.loads(json.dumps(asdict(found), default=str))
    said = run(home, "ltv", "--as-of", "2025-12-31")
    assert "12 months" in said
    assert "1 invoices of nobody" in said
