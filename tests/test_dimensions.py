"""What figures can be grouped by: where it comes from, and that groups add up to the whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.uploads import MAPPING, Exports


@pytest.fixture
def exports(tmp_path: Path) -> Exports:
    return Exports(tmp_path)


@pytest.mark.parametrize(
    ("written", "band"),
    [
        ("0", "1-9"), ("9", "1-9"), ("10", "10-49"), ("49.0", "10-49"), ("50", "50-299"),
        ("299名", "50-299"), ("300 人", "300-999"), ("1,000", "1000+"), ("9000 employees", "1000+"),
        ("10〜49名", "10〜49名"), ("Enterprise", "Enterprise"), ("50-299", "50-299"), ("", None),
    ],
)  # fmt: skip
def test_a_number_of_employees_falls_into_a_band_and_a_band_stays(
    exports: Exports, written: str, band: str | None
) -> None:
    leads = [{"lead": "L1", "created": "2026-01-05", "employees": written}]
    exports.bring("2026-02-01", leads=leads)
    assert exports.rows("select company_size from leads") == [(band,)]


def test_a_campaign_is_the_leads_own_or_that_of_its_first_touch(exports: Exports) -> None:
    """L1 says its own. L2's first touch of a campaign is the fair, though the webinar stands first
    in the file; of L3's two in one moment the first by name. L4's touch names none."""
    exports.bring(
        "2026-02-01",
        leads=[
            {"lead": "L1", "created": "2026-01-05", "lead campaign": "Ads"},
            {"lead": "L2", "created": "2026-01-05", "lead campaign": ""},
            {"lead": "L3", "created": "2026-01-05", "lead campaign": ""},
            {"lead": "L4", "created": "2026-01-05", "lead campaign": ""},
        ],
        touches=[
            touch("L1", "Fair", "2026-01-04"),
            touch("L2", "Webinar", "2026-01-09 10:00"),
            touch("L2", "", "2026-01-02"),
            touch("L2", "Fair", "2026-01-09 09:00"),
            touch("L3", "Webinar", "2026-01-09 09:00"),
            touch("L3", "Mail", "2026-01-09 09:00"),
            touch("L4", "", "2026-01-09"),
        ],
    )
    assert exports.rows("select lead_id, campaign, campaign_on from leads order by all") == [
        ("crm:L1", "Ads", None),
        ("crm:L2", "Fair", "2026-01-09"),
        ("crm:L3", "Mail", "2026-01-09"),
        ("crm:L4", None, None),
    ]


def test_an_id_of_a_campaign_is_shown_by_the_name_its_costs_have(exports: Exports) -> None:
    exports.bring(
        "2026-02-01",
        leads=[
            {"lead": "L1", "created": "2026-01-05", "lead campaign": "77"},
            {"lead": "L2", "created": "2026-01-05", "lead campaign": "78"},
            {"lead": "L3", "created": "2026-01-05", "lead campaign": ""},
        ],
        touches=[touch("L3", "77", "2026-01-09")],
        spend=[{"campaign id": "77", "spent on": "Fair", "from": "2026-01-01", "spent": "900"}],
    )
    assert exports.rows("select lead_id, campaign from leads order by all") == [
        ("crm:L1", "Fair"), ("crm:L2", "78"), ("crm:L3", "Fair"),
    ]  # fmt: skip


def test_the_oldest_record_that_says_it_names_what_several_records_say(exports: Exports) -> None:
    """One person in two tools, by e-mail. The older record knows no campaign."""
    older = {"lead": "9", "created": "2026-01-04", "email": "a@x.example",
             "industry": "製造", "employees": "12", "lead campaign": ""}  # fmt: skip
    newer = {"lead": "L1", "created": "2026-01-05", "email": "a@x.example",
             "industry": "小売", "employees": "900", "lead campaign": "Fair"}  # fmt: skip
    exports.bring(
        "2026-02-01", mapping=MAPPING.replace('tool = "crm"', 'tool = "ma"'), leads=[older]
    )
    exports.bring("2026-02-02", leads=[newer])
    assert exports.rows("select records, campaign, industry, company_size from leads") == [
        (2, "Fair", "製造", "10-49")
    ]


def test_a_deal_has_what_its_primary_lead_has(exports: Exports) -> None:
    """D1's leads are L1 and the younger L2; D2 is sales' own."""
    exports.bring(
        "2026-02-01",
        leads=[
            {"lead": "L1", "created": "2026-01-05", "lead campaign": "Ads",
             "industry": "製造", "employees": "12"},
            {"lead": "L2", "created": "2026-01-06", "lead campaign": "Fair",
             "industry": "小売", "employees": "900"},
        ],
        deals=[
            {"deal": "D1", "stage": "Talks", "opened": "2026-01-09", "deal leads": "L2;L1",
             "product": "Suite"},
            {"deal": "D2", "stage": "Talks", "opened": "2026-01-09", "deal leads": "",
             "product": "Lite"},
        ],
    )  # fmt: skip
    assert exports.rows("select * from dimensions order by all") == [
        ("deal", "crm:D1", "Ads", None, "製造", "10-49", "Suite", "marketing"),
        ("deal", "crm:D2", "営業起点", None, None, None, "Lite", "sales"),
        ("lead", "crm:L1", "Ads", None, "製造", "10-49", None, "marketing"),
        ("lead", "crm:L2", "Fair", None, "小売", "300-999", None, "marketing"),
    ]


def touch(lead: str, campaign: str, day: str) -> dict[str, str]:
    return {"touched lead": lead, "touched email": "", "touch": "form", "campaign": campaign,
            "touched": day}  # fmt: skip
