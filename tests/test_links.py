"""Whose record is whose: people across tools, deals and their leads, touches and activities."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from funnel.store.team import TeamStore
from tests.test_identities import NO_SHRINK
from tests.uploads import MARKETING, Exports

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
RECORDS = "select tool, id, lead_id, record_no from lead_records order by lead_id, record_no"


@pytest.fixture
def crm(tmp_path: Path) -> Exports:
    return Exports(tmp_path)


def lead(name: str, created: str = "2026-01-05", **more: str) -> dict[str, str]:
    return {"lead": name, "created": created, **more}


def prospect(name: str, crm_lead: str, first_seen: str = "2026-01-04", **more: str) -> dict:
    return {"prospect": name, "first seen": first_seen, "crm lead": crm_lead, **more}


def test_the_crm_id_joins_what_no_email_would(crm: Exports) -> None:
    crm.bring(
        "2026-03-01",
        leads=[
            lead("A", email="abe@old.example", source="Phone"),
            lead("B", email="baba@birch.example"),
            lead("C", email="info@cedar.example"),
        ],
    )
    crm.bring(
        "2026-03-01",
        mapping=MARKETING,
        prospects=[
            prospect("1", "A", email="abe@aster.example", source="Web"),
            prospect("2", "", email="baba@birch.example"),
            prospect("3", "", email="info@cedar.example"),  # a desk, not a person
            prospect("4", "Z"),  # in the CRM, and not exported
        ],
    )
    assert crm.rows(RECORDS) == [
        ("crm", "C", "crm:C", 1),
        ("ma", "1", "ma:1", 1),
        ("crm", "A", "ma:1", 2),
        ("ma", "2", "ma:2", 1),
        ("crm", "B", "ma:2", 2),
        ("ma", "3", "ma:3", 1),
        ("ma", "4", "ma:4", 1),
    ]
    assert crm.rows("select source, records from leads where lead_id = 'ma:1'") == [("Web", 2)]


def test_the_contact_a_lead_became_joins_too(crm: Exports) -> None:
    mapping = """
tool = "crm"
[[tables]]
object = "leads"
required = ["id", "created", "crm_ids"]
[tables.columns]
id = "lead"
created = "created"
email = "email"
crm_ids = "converted contact"
"""
    marketing = MARKETING.replace("[tables.columns]", 'several = ["crm_ids"]\n[tables.columns]', 1)
    crm.bring(
        "2026-03-01",
        mapping=mapping,
        leads=[lead("A", **{"converted contact": "P"}), lead("B", **{"converted contact": ""})],
    )
    crm.bring(
        "2026-03-01",
        mapping=marketing,
        prospects=[
            prospect("1", "", **{"crm contact": "P"}),  # the lead is gone, its contact is named
            prospect("2", "B", **{"crm contact": "Q"}),
            prospect("3", "-", **{"crm contact": ""}),
        ],
    )
    assert crm.rows(RECORDS) == [
        ("ma", "1", "ma:1", 1),
        ("crm", "A", "ma:1", 2),
        ("ma", "2", "ma:2", 1),
        ("crm", "B", "ma:2", 2),
        ("ma", "3", "ma:3", 1),
    ]
    visits = [{"visitor": name, "visit": "form", "visited": "2026-02-01"} for name in "PQ3"]
    crm.bring("2026-03-02", mapping=marketing, visits=visits)
    assert crm.rows(
        "select leads.lead_id from touches inner join leads on touches.lead_no = leads.lead_no "
        "order by all"
    ) == [("ma:1",), ("ma:2",), ("ma:3",)]


def test_every_address_of_a_person_links(crm: Exports) -> None:
    old, new, both, desk = (
        "abe@old.example", "abe@aster.example", "two@birch.example", "info@birch.example"
    )  # fmt: skip
    crm.bring(
        "2026-03-01",
        leads=[
            lead("A", email=old), lead("B", email=both), lead("C", email=both),
            lead("D", email=desk),
        ],
        deals=[
            {"deal": str(number), "stage": "Talks", "opened": "2026-02-01", "deal email": email}
            for number, email in enumerate((old, new, both, desk), start=1)
        ],
        touches=[
            {"touched lead": "", "touched email": email, "touch": "visit", "campaign": "",
             "touched": "2026-02-01"}
            for email in (old, new, both, desk)
        ],
        activities=[
            {"activity": email, "with lead": "", "about deal": "", "kind": "mail",
             "activity outcome": "", "by": "", "done": "2026-02-01", "mailed to": email}
            for email in (old, new, both, desk)
        ],
    )  # fmt: skip
    crm.bring("2026-03-01", mapping=MARKETING, prospects=[prospect("1", "A", email=new)])
    assert crm.rows("select deal_id, lead_id, linked_by from lead_deals order by all") == [
        ("crm:1", "ma:1", "email"),
        ("crm:2", "ma:1", "email"),
    ]
    assert crm.rows("select * from ambiguous_links") == [("crm:3", "email", 2, ["crm:B", "crm:C"])]
    for table in ("touches", "sales_activities"):
        assert crm.rows(
            f"select leads.lead_id from {table} left join leads "
            f"on {table}.lead_no = leads.lead_no order by all"
        ) == [("ma:1",), ("ma:1",), (None,), (None,)]


def test_what_is_known_of_a_merged_person_is_of_the_record_that_stays(crm: Exports) -> None:
    more = {"lead company": "", "owner": "", "status": ""}
    crm.bring(
        "2026-03-01",
        leads=[
            lead("A", "2026-01-02", **more | {"email": "b@x.example", "status": "MQL"}),
            lead("B", "2026-01-01", **more | {"email": "a@x.example", "lead company": "Old",
                                              "owner": "Mori"}),
            lead("C", "2026-01-03", **more | {"email": "c@x.example", "lead company": "Newer",
                                              "status": "New"}),
        ],
        merges=[{"survivor": "A", "merged": "B;C"}],
    )  # fmt: skip
    # What the record that stays does not know, those that went may.
    assert crm.rows("select lead_id, email, company, owner, status from leads") == [
        ("crm:B", "b@x.example", "Old", "Mori", "MQL")
    ]


def test_day_and_moment_of_a_person_are_of_one_record(crm: Exports) -> None:
    """The marketing tool knows the day, the CRM the minute of a later one."""
    crm.bring("2026-03-01", leads=[lead("A", "2026-01-06 09:30", mql="2026-02-03 10:00")])
    told = prospect("7", "A", "2026-01-04", **{"became mql": "2026-02-01"})
    other = prospect("8", "B", "2026-01-04 08:00")
    crm.bring("2026-03-01", prospects=[told, other], mapping=MARKETING)
    crm.bring(
        "2026-03-02",
        leads=[
            lead("A", "2026-01-06 09:30", mql="2026-02-03 10:00"),
            lead("B", "2026-01-04", mql="2026-02-03 10:00"),
        ],
    )
    columns = "lead_id, created_on, created_at, mql_on, mql_at"
    assert crm.rows(f"select {columns} from leads order by 1") == [
        ("ma:7", "2026-01-04", None, "2026-02-01", None),
        ("ma:8", "2026-01-04", "2026-01-04 08:00", "2026-02-03", "2026-02-03 10:00"),
    ]


def test_a_merged_lead_is_the_one_it_was_merged_into(crm: Exports) -> None:
    crm.bring(
        "2026-03-01",
        leads=[lead("A"), lead("C", "2026-01-02", source="Expo"), lead("D")],
        # B went into C before C went into A; C stands in the export still.
        merges=[{"survivor": "C", "merged": "B"}, {"survivor": "A", "merged": "C"}],
        touches=[
            {"touched lead": name, "touched email": "", "touch": "visit", "campaign": "",
             "touched": "2026-02-01"}
            for name in "ABCDX"
        ],
    )  # fmt: skip
    assert crm.rows(RECORDS) == [
        ("crm", "C", "crm:C", 1),
        ("crm", "A", "crm:C", 2),
        ("crm", "D", "crm:D", 1),
    ]
    assert crm.rows(
        "select leads.lead_id, count(*) from touches "
        "left join leads on touches.lead_no = leads.lead_no group by all order by all"
    ) == [("crm:C", 3), ("crm:D", 1), (None, 1)]
    assert crm.rows("from unlinked_touches") == [("crm", "X", 1)]


TIES = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=8)


def drawn_together(ties: list[tuple[str, str]], ids: list[str]) -> set[frozenset[str]]:
    """By plain loops: who hangs together, among `ids`."""
    groups = [{name} for name in {*ids, *(name for tie in ties for name in tie)}]
    for one, other in ties:
        first = next(group for group in groups if one in group)
        second = next(group for group in groups if other in group)
        if first is not second:
            first |= second
            groups.remove(second)
    return {frozenset(group & set(ids)) for group in groups if group & set(ids)}


# Merges in any order, in circles too, and CRM ids across them.
@settings(
    max_examples=4, deadline=None, phases=NO_SHRINK, suppress_health_check=[HealthCheck.too_slow]
)
@given(merges=TIES, in_crm=TIES)
def test_people_are_what_hangs_together(
    merges: list[tuple[int, int]], in_crm: list[tuple[int, int]]
) -> None:
    with TemporaryDirectory() as folder:
        crm = Exports(Path(folder))
        merged = [{"survivor": f"L{one}", "merged": f"L{other}"} for one, other in merges]
        crm.bring(
            "2026-03-01",
            leads=[lead(f"L{i}") for i in range(5)],
            **({"merges": merged} if merged else {}),
        )
        by_prospect = dict(in_crm)
        if by_prospect:
            crm.bring(
                "2026-03-01",
                mapping=MARKETING,
                prospects=[prospect(f"{one}", f"L{two}") for one, two in by_prospect.items()],
            )
        records = [*(f"crm:L{i}" for i in range(5)), *(f"ma:{one}" for one in by_prospect)]
        # A merged id that is not exported itself still ties those merged with it.
        ties = [(f"crm:L{one}", f"crm:L{other}") for one, other in merges]
        known = {*records, *(name for tie in ties for name in tie)}
        ties += [
            (f"ma:{one}", f"crm:L{two}")
            for one, two in by_prospect.items()
            if f"crm:L{two}" in known
        ]
        found: dict[str, set[str]] = {}
        for tool, name, lead_id, _ in crm.rows(RECORDS):
            found.setdefault(lead_id, set()).add(f"{tool}:{name}")
        assert {frozenset(group) for group in found.values()} == drawn_together(ties, records)
        (people,) = crm.rows("select count(*), count(distinct lead_no) from leads")
        assert people == (len(found), len(found))


DEALS = [
    {"deal": "1", "stage": "Talks", "opened": "2026-02-01", "deal leads": "A"},
    {"deal": "2", "stage": "Talks", "opened": "2026-02-01"},
    {"deal": "3", "stage": "Talks", "opened": "2026-02-01", "deal email": "baba@birch.example"},
    {"deal": "4", "stage": "Talks", "opened": "2026-02-01", "deal company": "㈱シーダー"},
]
LEADS = [
    lead("A", email="abe@aster.example"),
    lead("B", email="baba@birch.example"),
    lead("C", **{"lead company": "シーダー 株式会社"}),
]
LINKS = "select deal_id, lead_id, linked_by from lead_deals order by deal_id, lead_id"
SUGGESTED = "select deal_id, lead_id, suggested_by, days_before from link_suggestions order by rank"


def test_links_by_id_then_email_then_what_a_person_said(crm: Exports) -> None:
    more = [{"linked lead": "B", "linked deal": "2"}, {"linked lead": "X", "linked deal": "4"}]
    crm.bring("2026-03-01", leads=LEADS, deals=DEALS, links=more)
    by_tools = [
        ("crm:1", "crm:A", "id"),
        ("crm:2", "crm:B", "id"),
        ("crm:3", "crm:B", "email"),
    ]
    assert crm.rows(LINKS) == by_tools
    assert crm.rows(SUGGESTED) == [("crm:4", "crm:C", "company", 27)]
    faults = crm.rows("select fault, subject_id from data_faults")
    assert faults == [("lead_not_found", "crm:4")]

    team = TeamStore(crm.workspace.home)
    for deal in ("crm:1", "crm:3", "crm:4"):  # what the tools say comes first
        team.confirm_link(deal, "crm:C", True, "tester", NOON)
    crm.bring("2026-03-02")
    assert crm.rows(LINKS) == [*by_tools, ("crm:4", "crm:C", "confirmed")]
    assert crm.rows(SUGGESTED) == []


def test_what_a_person_said_no_to_is_not_suggested_again(crm: Exports) -> None:
    crm.bring("2026-03-01", leads=LEADS, deals=DEALS)
    assert crm.rows(SUGGESTED) == [("crm:4", "crm:C", "company", 27)]
    TeamStore(crm.workspace.home).confirm_link("crm:4", "crm:C", False, "tester", NOON)
    crm.bring("2026-03-02")
    assert (crm.rows(SUGGESTED), crm.rows(LINKS)[-1][0]) == ([], "crm:3")


def test_a_confirmed_link_outlives_the_persons_id(crm: Exports) -> None:
    crm.bring("2026-03-01", leads=LEADS, deals=DEALS)
    TeamStore(crm.workspace.home).confirm_link("crm:4", "crm:A", True, "tester", NOON)
    # The marketing tool knows A since earlier, and its record names the person from now on.
    crm.bring("2026-03-02", mapping=MARKETING, prospects=[prospect("7", "A")])
    assert crm.rows(LINKS) == [
        ("crm:1", "ma:7", "id"),
        ("crm:3", "crm:B", "email"),
        ("crm:4", "ma:7", "confirmed"),
    ]


def test_suggestions_the_best_first(crm: Exports) -> None:
    near = [lead(f"N{i}", f"2026-01-{10 + i}", **{"lead company": "Aster Inc."}) for i in range(5)]
    crm.bring(
        "2026-03-01",
        leads=[
            *near,
            lead("later", "2026-02-03", **{"lead company": "ASTER"}),
            lead("both", "2026-01-01", email="abe@aster.example", **{"lead company": "Ａｓｔｅｒ"}),
            lead("mail", "2026-01-31", email="baba@aster.example"),
            lead("else", "2026-01-31", email="cho@gmail.com", **{"lead company": "Asterix"}),
        ],
        deals=[
            {"deal": "1", "stage": "Talks", "opened": "2026-02-01", "deal company": "Aster",
             "deal email": "doi@aster.example"},
            {"deal": "2", "stage": "Talks", "opened": "2026-02-01", "deal company": "株式会社",
             "deal email": "endo@gmail.com"},
        ],
    )  # fmt: skip
    assert crm.rows(SUGGESTED) == [
        ("crm:1", "crm:both", "company and email_domain", 31),
        ("crm:1", "crm:mail", "email_domain", 1),
        ("crm:1", "crm:N4", "company", 18),
        ("crm:1", "crm:N3", "company", 19),
        ("crm:1", "crm:N2", "company", 20),
    ]


def test_links_that_could_mean_several_people(crm: Exports) -> None:
    crm.bring(
        "2026-03-01",
        leads=[
            lead("A", email="team@aster.example"),
            lead("B", email="team@aster.example"),
            lead("C", email="info@cedar.example"),
            lead("D", email="info@cedar.example"),
        ],
        deals=[
            {"deal": "1", "stage": "Talks", "opened": "2026-02-01", "deal leads": "A;B"},
            {"deal": "2", "stage": "Talks", "opened": "2026-02-01",
             "deal email": "team@aster.example"},
            {"deal": "3", "stage": "Talks", "opened": "2026-02-01",
             "deal email": "info@cedar.example"},
        ],
    )  # fmt: skip
    ambiguous = "select deal_id, named_by, people, lead_ids from ambiguous_links order by deal_id"
    assert crm.rows(ambiguous) == [
        ("crm:1", "id", 2, ["crm:A", "crm:B"]),
        ("crm:2", "email", 2, ["crm:A", "crm:B"]),
    ]
    TeamStore(crm.workspace.home).confirm_link("crm:2", "crm:B", True, "tester", NOON)
    crm.bring("2026-03-02")
    assert [row[0] for row in crm.rows(ambiguous)] == ["crm:1"]


def test_touches_and_activities_find_their_people_and_deals(crm: Exports) -> None:
    def touch(name: str, email: str) -> dict[str, str]:
        return {"touched lead": name, "touched email": email, "touch": "visit",
                "campaign": "Spring", "touched": "2026-02-01 10:00"}  # fmt: skip

    def activity(name: str, who: str, deal: str, by: str) -> dict[str, str]:
        return {"activity": name, "with lead": who, "about deal": deal, "kind": "call",
                "activity outcome": "reached", "by": by, "done": "2026-02-02"}  # fmt: skip

    crm.bring(
        "2026-03-01",
        leads=[
            lead("A", email="abe@aster.example", owner="005"),
            lead("B", email="info@birch.example", owner="Suzuki"),
        ],
        deals=[{"deal": "1", "stage": "Talks", "opened": "2026-02-01", "deal owner": "005"}],
        owners=[{"owner id": "005", "owner name": "Sato", "owner team": "East"}],
        touches=[
            touch("A", ""),
            touch("", "abe@aster.example"),
            touch("X", "abe@aster.example"),
            touch("", "info@birch.example"),
            touch("X", ""),
        ],
        activities=[
            activity("a1", "A", "", "005"),
            activity("a2", "", "1", "006"),
            activity("a3", "X", "001", "005"),
        ],
        spend=[
            {"spent on": "Spring", "from": "2026-02-01", "to": "2026-02-28", "spent": "300,000"}
        ],
        targets=[{"target month": "2026-03-01", "metric": "wins", "target": "4"}],
    )
    crm.bring(
        "2026-03-01",
        mapping=MARKETING,
        prospects=[prospect("1", "A")],
        visits=[
            {"visitor": "1", "visit": "page", "visited": "2026-02-03"},
            {"visitor": "9", "visit": "page", "visited": "2026-02-03"},
        ],
    )
    assert crm.rows(
        "select files.tool, leads.lead_id, count(*) from touches join files using (file_no) "
        "left join leads on touches.lead_no = leads.lead_no group by all order by all"
    ) == [("crm", "ma:1", 3), ("crm", None, 2), ("ma", "ma:1", 1), ("ma", None, 1)]
    assert crm.rows("from unlinked_touches order by all") == [
        ("crm", "X", 1),
        ("crm", "info@birch.example", 1),
        ("ma", "9", 1),
    ]
    assert crm.rows(
        "select id, leads.lead_id, lead_key, deal_id, deal_key, kind, outcome, "
        "sales_activities.owner from sales_activities left join leads using (lead_no) order by id"
    ) == [
        ("a1", "ma:1", None, None, None, "call", "reached", "Sato"),
        ("a2", None, None, "crm:1", None, "call", "reached", "006"),
        ("a3", None, "X", None, "001", "call", "reached", "Sato"),
    ]
    assert crm.rows("select owner from leads order by lead_id") == [("Suzuki",), ("Sato",)]
    assert crm.rows("select owner from deals") == [("Sato",)]
    assert crm.rows("select owner, id, team from owners") == [("Sato", "005", "East")]
    assert crm.rows("select campaign, since_on, until_on, amount from spend") == [
        ("Spring", "2026-02-01", "2026-02-28", 300000)
    ]
    assert crm.rows("select month, metric, value from targets") == [("2026-03-01", "wins", 4)]
    assert crm.rows(
        "select gap, subject_id, what from data_gaps where gap like '%linked' order by all"
    ) == [
        ("activity_not_linked", "crm:X", "1"),
        ("touch_not_linked", "crm:X", "1"),
        ("touch_not_linked", "crm:info@birch.example", "1"),
        ("touch_not_linked", "ma:9", "1"),
    ]
