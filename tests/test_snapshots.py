"""History from exports that only know today's state: what changed between two uploads, and when."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.test_identities import NO_SHRINK
from tests.uploads import MAPPING, Exports

CHANGES = """
    select subject_id, stage_before, stage, not_before_on, changed_on, evidence
    from stage_changes order by subject_id, changed_on
"""
ENTRIES = """
    select subject_id, stage, not_before_on, entered_on, evidence
    from stage_entries where subject = 'lead' order by subject_id, position
"""


@pytest.fixture
def crm(tmp_path: Path) -> Exports:
    return Exports(tmp_path)


def lead(name: str, created: str, status: str, **more: str) -> dict[str, str]:
    return {"lead": name, "created": created, "status": status, **more}


def three_mondays(crm: Exports) -> None:
    """On the 9th and 16th something changed, and leads came: D before the 2nd, C and E after it."""
    crm.bring(
        "2026-02-02",
        leads=[lead("A", "2026-01-10", "New"), lead("B", "2026-01-11", "MQL")],
        deals=[{"deal": "1", "stage": "Talks", "opened": "2026-01-20"}],
    )
    crm.bring(
        "2026-02-09",
        leads=[
            lead("A", "2026-01-10", "MQL"),
            lead("B", "2026-01-11", "Handed over"),
            lead("C", "2026-02-04", "MQL"),
            lead("D", "2026-01-05", "Working"),
            lead("E", "2026-02-05", "New"),
        ],
        deals=[
            {"deal": "1", "stage": "Offer", "opened": "2026-01-20"},
            {"deal": "2", "stage": "Talks", "opened": "2026-02-06"},
        ],
    )
    crm.bring(
        "2026-02-16",
        leads=[
            lead("A", "2026-01-10", "MQL"),
            lead("B", "2026-01-11", "Working"),
            lead("C", "2026-02-04", "Qualified"),
            lead("D", "2026-01-05", "Working"),
            lead("E", "2026-02-05", "New"),
        ],
        deals=[
            {"deal": "1", "stage": "Won", "opened": "2026-01-20", "closed": "2026-02-13"},
            {"deal": "2", "stage": "Talks", "opened": "2026-02-06"},
        ],
    )


def test_changes_fall_between_two_uploads(crm: Exports) -> None:
    three_mondays(crm)
    assert crm.rows(CHANGES) == [
        ("crm:1", "Talks", "Offer", "2026-02-02", "2026-02-09", "snapshot"),
        ("crm:1", "Offer", "Won", "2026-02-09", "2026-02-16", "snapshot"),
        ("crm:2", None, "Talks", "2026-02-06", "2026-02-09", "snapshot"),
        ("crm:A", "New", "MQL", "2026-02-02", "2026-02-09", "snapshot"),
        ("crm:B", "MQL", "Handed over", "2026-02-02", "2026-02-09", "snapshot"),
        ("crm:B", "Handed over", "Working", "2026-02-09", "2026-02-16", "snapshot"),
        ("crm:C", None, "MQL", "2026-02-04", "2026-02-09", "snapshot"),
        ("crm:C", "MQL", "Qualified", "2026-02-09", "2026-02-16", "snapshot"),
        # D was there before and in no export: nothing says when it got to its state.
        ("crm:E", None, "New", "2026-02-05", "2026-02-09", "snapshot"),
    ]


def test_changes_become_entries_of_stages(crm: Exports) -> None:
    three_mondays(crm)
    assert crm.rows(ENTRIES) == [
        ("crm:A", "lead", None, "2026-01-10", "recorded"),
        ("crm:A", "mql", "2026-02-02", "2026-02-09", "snapshot"),
        ("crm:B", "lead", None, "2026-01-11", "recorded"),
        ("crm:B", "mql", None, "2026-02-09", "inferred"),  # since when, nobody saw
        ("crm:B", "handed_over", "2026-02-02", "2026-02-09", "snapshot"),
        ("crm:B", "accepted", "2026-02-09", "2026-02-16", "snapshot"),
        ("crm:C", "lead", None, "2026-02-04", "recorded"),
        ("crm:C", "mql", "2026-02-04", "2026-02-09", "snapshot"),
        ("crm:C", "handed_over", None, "2026-02-16", "inferred"),
        ("crm:C", "accepted", None, "2026-02-16", "inferred"),
        ("crm:C", "sql", "2026-02-09", "2026-02-16", "snapshot"),
        ("crm:D", "lead", None, "2026-01-05", "recorded"),
        ("crm:E", "lead", None, "2026-02-05", "recorded"),
    ]


def test_a_first_snapshot_tells_no_history(crm: Exports) -> None:
    crm.bring("2026-02-02", leads=[lead("A", "2026-01-10", "Qualified")])
    assert crm.rows(CHANGES) == []
    assert crm.rows("select stage from stages where is_measured") == [("lead",)]


def test_a_date_the_tool_gives_is_better_than_what_was_seen(crm: Exports) -> None:
    crm.bring("2026-02-02", leads=[lead("A", "2026-01-10", "New")])
    crm.bring("2026-02-09", leads=[lead("A", "2026-01-10", "MQL", mql="2026-02-05")])
    assert crm.rows(ENTRIES)[1:] == [("crm:A", "mql", None, "2026-02-05", "recorded")]
    crm.bring(
        "2026-02-16",
        leads=[lead("A", "2026-01-10", "Handed over", mql="2026-02-05")],
        history=[
            {"changed lead": "A", "old status": "MQL", "new status": "Handed over",
             "changed": "2026-02-12 14:00"},
        ],
    )  # fmt: skip
    assert crm.rows(ENTRIES)[1:] == [
        ("crm:A", "mql", None, "2026-02-05", "recorded"),
        ("crm:A", "handed_over", None, "2026-02-12", "recorded"),
    ]
    assert crm.rows(CHANGES) == [
        ("crm:A", "New", "MQL", "2026-02-02", "2026-02-09", "snapshot"),
        ("crm:A", "MQL", "Handed over", None, "2026-02-12", "recorded"),
    ]


def test_the_same_export_again_or_an_older_one_changes_nothing(crm: Exports) -> None:
    three_mondays(crm)
    changes, entries = crm.rows(CHANGES), crm.rows(ENTRIES)
    newest = [
        lead("A", "2026-01-10", "MQL"),
        lead("B", "2026-01-11", "Working"),
        lead("C", "2026-02-04", "Qualified"),
        lead("D", "2026-01-05", "Working"),
        lead("E", "2026-02-05", "New"),
    ]
    crm.bring("2026-02-17", exported_on="2026-02-16", leads=newest)
    assert (crm.rows(CHANGES), crm.rows(ENTRIES)) == (changes, entries)
    crm.bring("2026-02-18", exported_on="2026-01-26", leads=[lead("A", "2026-01-10", "Recycled")])
    assert [row for row in crm.rows(CHANGES) if row[0] == "crm:A"] == [changes[3]]
    crm.bring("2026-02-23", leads=newest)
    assert (crm.rows(CHANGES), crm.rows(ENTRIES)) == (changes, entries)


def test_what_was_seen_of_a_record_that_left_comes_back_with_it(crm: Exports) -> None:
    two = [lead("A", "2026-01-10", "New"), lead("B", "2026-01-11", "New")]
    crm.bring("2026-02-02", leads=two)
    crm.bring("2026-02-09", leads=two[:1])
    crm.bring("2026-02-16", leads=[two[0], lead("B", "2026-01-11", "MQL")])
    assert crm.rows(CHANGES) == [
        # not the 9th, when it was not there to be seen
        ("crm:B", "New", "MQL", "2026-02-02", "2026-02-16", "snapshot"),
    ]


def test_rows_that_an_addition_leaves_alone_were_not_seen_again(crm: Exports) -> None:
    crm.bring("2026-02-02", leads=[lead("A", "2026-01-10", "New"), lead("B", "2026-01-11", "New")])
    crm.bring("2026-02-09", adds=True, leads=[lead("A", "2026-01-10", "MQL")])
    crm.bring("2026-02-16", adds=True, leads=[lead("B", "2026-01-11", "MQL")])
    assert crm.rows(CHANGES) == [
        ("crm:A", "New", "MQL", "2026-02-02", "2026-02-09", "snapshot"),
        ("crm:B", "New", "MQL", "2026-02-02", "2026-02-16", "snapshot"),
    ]


def test_a_status_that_moves_within_one_meaning_enters_nothing_new(crm: Exports) -> None:
    mapping = MAPPING.replace('mql = ["MQL"]', 'mql = ["MQL", "Nurturing"]')
    crm.bring("2026-02-02", mapping=mapping, leads=[lead("A", "2026-01-10", "New")])
    crm.bring("2026-02-09", mapping=mapping, leads=[lead("A", "2026-01-10", "MQL")])
    crm.bring("2026-02-16", mapping=mapping, leads=[lead("A", "2026-01-10", "Nurturing")])
    assert [row[2] for row in crm.rows(CHANGES)] == ["MQL", "Nurturing"]
    assert crm.rows(ENTRIES)[1:] == [("crm:A", "mql", "2026-02-02", "2026-02-09", "snapshot")]


def test_building_anew_gives_the_same(crm: Exports) -> None:
    three_mondays(crm)
    tables = ("leads", "deals", "stage_entries", "stage_changes", "passes", "seen_records")
    before = [crm.rows(f"select * from {table} order by all") for table in tables]
    crm.bring("2026-02-20")
    assert [crm.rows(f"select * from {table} order by all") for table in tables] == before


STATUSES = ["New", "MQL", "Handed over", "Working", "Qualified", "Recycled", "Unqualified"]
WEEKS = st.lists(
    st.lists(st.sampled_from([*STATUSES, None]), min_size=4, max_size=4), min_size=1, max_size=5
)


# Any states in any weeks, leads that come and go: intervals hold, and people are counted once.
@settings(
    max_examples=5, deadline=None, phases=NO_SHRINK, suppress_health_check=[HealthCheck.too_slow]
)
@given(weeks=WEEKS)
def test_any_states(weeks: list[list[str | None]]) -> None:
    start = date(2026, 2, 2)
    with TemporaryDirectory() as folder:
        crm = Exports(Path(folder))
        for number, states in enumerate(weeks):
            leads = [
                lead(f"L{i}", f"2026-02-0{i + 1}", status)
                for i, status in enumerate(states)
                if status is not None
            ]
            if leads:
                crm.bring(start + timedelta(weeks=number), leads=leads)
        if not crm.uploads:
            return
        assert crm.rows("select * from stage_changes where not_before_on > changed_on") == []
        assert crm.rows("select * from stage_changes where stage = stage_before") == []
        assert crm.rows("select * from stage_entries where not_before_on > entered_on") == []
        twice = "select subject_id, stage from stage_entries where is_first group by all"
        assert crm.rows(f"{twice} having count(*) > 1") == []
        (people,) = crm.rows(
            "select count(*) from stage_entries where is_first and stage = 'handed_over'"
        )
        (distinct,) = crm.rows("select count(distinct lead_id) from passes")
        assert people == distinct
        ever = {
            f"crm:L{i}"
            for states in weeks[1:]
            for i, status in enumerate(states)
            if status == "Handed over"
        }
        handed = {lead_id for (lead_id,) in crm.rows("select lead_id from passes")}
        changed = {row[0] for row in crm.rows(CHANGES) if row[2] == "Handed over"}
        assert changed <= handed
        assert changed <= ever
