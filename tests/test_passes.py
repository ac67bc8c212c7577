"""Passes: a lead that is sent back and handed over again is one person and two passes."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from funnel.filters import Basis, Filters
from funnel.metrics import METRICS, figures
from tests.test_identities import NO_SHRINK, check_identities
from tests.uploads import Exports

PASSES = """
    select lead_id, pass, handed_on, accepted_on, first_contact_on, result_on,
        decided_on, decision, reason, evidence
    from passes order by lead_id, pass
"""
ENTRIES = """
    select pass, stage, entered_on, evidence, is_first
    from stage_entries where subject = 'lead' and subject_id = 'crm:A' order by pass, position
"""


@pytest.fixture
def crm(tmp_path: Path) -> Exports:
    return Exports(tmp_path)


def lead(name: str, **more: str) -> dict[str, str]:
    return {"lead": name, "created": "2026-01-05 09:00", **more}


def change(name: str, status: str, moment: str) -> dict[str, str]:
    return {"changed lead": name, "old status": "", "new status": status, "changed": moment}


RECYCLED = lead(
    "A",
    mql="2026-01-07",
    **{"handed over": "2026-01-10", "contact": "2026-01-11", "sent back": "2026-01-20"},
    reason="No budget",
    **{"handed over again": "2026-03-02", "accepted": "2026-03-03", "sql": "2026-03-10"},
)
STRAIGHT = lead(
    "B", mql="2026-01-08", **{"handed over": "2026-01-12"}, accepted="2026-01-13", sql="2026-01-19"
)
WAITING = lead("C", mql="2026-02-03", **{"handed over": "2026-02-04"})


def test_a_recycled_lead_has_two_passes(crm: Exports) -> None:
    crm.bring("2026-03-16", leads=[RECYCLED, STRAIGHT, WAITING])
    assert crm.rows(PASSES) == [
        ("crm:A", 1, "2026-01-10", None, "2026-01-11", None,
         "2026-01-20", "sent_back", "No budget", "recorded"),
        ("crm:A", 2, "2026-03-02", "2026-03-03", None, "2026-03-10",
         "2026-03-03", "accepted", None, "recorded"),
        ("crm:B", 1, "2026-01-12", "2026-01-13", None, "2026-01-19",
         "2026-01-13", "accepted", None, "recorded"),
        ("crm:C", 1, "2026-02-04", None, None, None, None, None, None, "recorded"),
    ]  # fmt: skip
    assert crm.rows(ENTRIES) == [
        (1, "lead", "2026-01-05", "recorded", True),
        (1, "mql", "2026-01-07", "recorded", True),
        (1, "handed_over", "2026-01-10", "recorded", True),
        (2, "handed_over", "2026-03-02", "recorded", False),
        (2, "accepted", "2026-03-03", "recorded", True),
        (2, "sql", "2026-03-10", "recorded", True),
    ]


def test_people_and_passes_are_counted_apart(crm: Exports) -> None:
    crm.bring("2026-03-16", leads=[RECYCLED, STRAIGHT, WAITING])

    def counted(metric: str, since: str, until: str, as_of: str, basis: Basis) -> Any:
        days = [date.fromisoformat(day) for day in (since, until, as_of)]
        with crm.opened() as db:
            (figure,) = figures(db, METRICS[metric], Filters(*days, basis))
        return figure.value

    whole = ("2026-01-01", "2026-03-31", "2026-03-31")
    assert counted("handovers", *whole, "period") == 3
    assert counted("passes", *whole, "period") == 4
    assert counted("passes", "2026-03-01", "2026-03-31", "2026-03-31", "period") == 1
    assert counted("handovers", "2026-03-01", "2026-03-31", "2026-03-31", "period") == 0
    january = ("2026-01-01", "2026-01-31")
    assert counted("passes", *january, "2026-01-31", "cohort") == 2  # A's first and B's
    assert counted("passes", *january, "2026-03-31", "cohort") == 4
    assert counted("handovers", *january, "2026-03-31", "cohort") == 3
    assert counted("sql_rate", *whole, "cohort") == 2 / 3


def test_an_overwritten_date_does_not_destroy_the_pass_before(crm: Exports) -> None:
    crm.bring("2026-02-02", leads=[lead("A", mql="2026-01-07", **{"handed over": "2026-01-10"})])
    crm.bring("2026-03-09", leads=[lead("A", mql="2026-02-25", **{"handed over": "2026-03-02"})])
    assert crm.rows(ENTRIES) == [
        (1, "lead", "2026-01-05", "recorded", True),
        (1, "mql", "2026-01-07", "recorded", True),
        (1, "handed_over", "2026-01-10", "recorded", True),
        (2, "mql", "2026-02-25", "recorded", False),
        (2, "handed_over", "2026-03-02", "recorded", False),
    ]
    assert crm.rows("select mql_on, handed_over_on from leads") == [("2026-01-07", "2026-01-10")]
    assert [row[:3] for row in crm.rows(PASSES)] == [
        ("crm:A", 1, "2026-01-10"),
        ("crm:A", 2, "2026-03-02"),
    ]


def test_a_corrected_date_is_no_second_pass(crm: Exports) -> None:
    crm.bring("2026-02-02", leads=[lead("A", mql="2026-01-07", **{"handed over": "2026-01-10"})])
    # On the 2nd of February the 10th was still shown: what says the 12th corrects it.
    crm.bring("2026-02-09", leads=[lead("A", mql="2026-01-06", **{"handed over": "2026-01-12"})])
    assert crm.rows("select mql_on, handed_over_on from leads") == [("2026-01-06", "2026-01-12")]
    assert [row[:3] for row in crm.rows(PASSES)] == [("crm:A", 1, "2026-01-12")]


def test_a_cleared_date_was_seen_and_stays(crm: Exports) -> None:
    crm.bring("2026-02-02", leads=[lead("A", **{"handed over": "2026-01-10"}), lead("B")])
    crm.bring("2026-02-09", leads=[lead("A", **{"handed over": ""}), lead("B")])
    assert [row[:3] for row in crm.rows(PASSES)] == [("crm:A", 1, "2026-01-10")]
    crm.bring("2026-02-16", leads=[lead("A", **{"handed over": "2026-02-12"}), lead("B")])
    assert [row[:3] for row in crm.rows(PASSES)] == [
        ("crm:A", 1, "2026-01-10"),
        ("crm:A", 2, "2026-02-12"),
    ]


def test_the_history_of_a_status_counts_passes(crm: Exports) -> None:
    crm.bring(
        "2026-03-16",
        leads=[lead("A", status="Working"), lead("B", status="MQL")],
        history=[
            change("A", "MQL", "2026-01-07 10:00"),
            change("A", "Handed over", "2026-01-10 10:00"),
            change("A", "Recycled", "2026-01-20 09:00"),
            change("A", "Handed over", "2026-01-20 15:00"),  # on the same day, later
            change("A", "Unqualified", "2026-02-10 09:00"),
            change("A", "MQL", "2026-02-20 09:00"),
            change("A", "Handed over", "2026-03-02 09:00"),
            change("A", "Working", "2026-03-03 09:00"),
            change("B", "Handed over", "2026-01-10 10:00"),
            change("B", "Recycled", "2026-01-12 10:00"),
            change("B", "MQL", "2026-01-30 10:00"),  # ready again, not handed over yet
        ],
    )
    assert [row[:9] for row in crm.rows(PASSES)] == [
        ("crm:A", 1, "2026-01-10", None, None, None, "2026-01-20", "sent_back", None),
        ("crm:A", 2, "2026-01-20", None, None, None, "2026-02-10", "rejected", None),
        ("crm:A", 3, "2026-03-02", "2026-03-03", None, None, "2026-03-03", "accepted", None),
        ("crm:B", 1, "2026-01-10", None, None, None, "2026-01-12", "sent_back", None),
    ]
    assert crm.rows(ENTRIES) == [
        (1, "lead", "2026-01-05", "recorded", True),
        (1, "mql", "2026-01-07", "recorded", True),
        (1, "handed_over", "2026-01-10", "recorded", True),
        (2, "handed_over", "2026-01-20", "recorded", False),
        (3, "mql", "2026-02-20", "recorded", False),
        (3, "handed_over", "2026-03-02", "recorded", False),
        (3, "accepted", "2026-03-03", "recorded", True),
    ]
    assert crm.rows(ENTRIES.replace("crm:A", "crm:B")) == [
        (1, "lead", "2026-01-05", "recorded", True),
        (1, "mql", "2026-01-10", "inferred", True),
        (1, "handed_over", "2026-01-10", "recorded", True),
        (2, "mql", "2026-01-30", "recorded", False),
    ]


def test_voices_that_differ_by_a_few_days_tell_of_one_pass(crm: Exports) -> None:
    crm.bring(
        "2026-03-16",
        leads=[
            lead("A", **{"handed over": "2026-01-10"}),
            lead("B", **{"handed over": "2026-03-02"}),
        ],
        history=[
            change("A", "Handed over", "2026-01-12 10:00"),
            change("B", "Handed over", "2026-01-10 10:00"),  # the column holds the last one only
            change("B", "Recycled", "2026-01-20 10:00"),
            change("B", "Handed over", "2026-03-03 10:00"),
        ],
    )
    assert [row[:3] for row in crm.rows(PASSES)] == [
        ("crm:A", 1, "2026-01-10"),
        ("crm:B", 1, "2026-01-10"),
        ("crm:B", 2, "2026-03-02"),
    ]
    assert crm.rows("select handed_over_on from leads") == [("2026-01-10",), ("2026-01-10",)]


def test_passes_seen_between_uploads(crm: Exports) -> None:
    states = ["MQL", "Handed over", "Recycled", "Handed over", "Unqualified"]
    for week, state in enumerate(states):
        crm.bring(date(2026, 2, 2) + timedelta(weeks=week), leads=[lead("A", status=state)])
    assert crm.rows(PASSES) == [
        ("crm:A", 1, "2026-02-09", None, None, None,
         "2026-02-16", "sent_back", None, "snapshot"),
        ("crm:A", 2, "2026-02-23", None, None, None,
         "2026-03-02", "rejected", None, "snapshot"),
    ]  # fmt: skip
    assert crm.rows("select pass, not_before_on, handed_on from passes") == [
        (1, "2026-02-02", "2026-02-09"),
        (2, "2026-02-16", "2026-02-23"),
    ]


def test_a_status_alone_tells_the_decision_and_not_its_day(crm: Exports) -> None:
    handed = {"handed over": "2026-01-10"}
    crm.bring(
        "2026-03-16",
        leads=[
            lead("A", status="Recycled", reason="Too early", **handed),
            lead("B", status="Unqualified", accepted="2026-01-12", **handed),
            lead("C", status="Working", **handed),
            lead("D", status="Handed over", **handed),
            lead("E", status="Recycled"),
        ],
    )
    assert [(*row[:2], *row[6:9]) for row in crm.rows(PASSES)] == [
        ("crm:A", 1, None, "sent_back", "Too early"),
        ("crm:B", 1, None, "rejected", None),
        ("crm:C", 1, None, "accepted", None),
        ("crm:D", 1, None, None, None),
    ]


def test_a_skipped_hand_over_is_a_pass_and_a_later_stage_accepts_it(crm: Exports) -> None:
    crm.bring(
        "2026-03-16",
        leads=[
            lead("A", sql="2026-01-20", **{"lead deals": "1"}),
            lead("B", **{"handed over": "2026-01-10"}, sql="2026-01-15"),
            lead("C", **{"handed over": "2026-01-10", "contact": "2026-01-09"}),
        ],
        deals=[{"deal": "1", "stage": "Talks", "opened": "2026-01-25"}],
    )
    assert crm.rows(PASSES) == [
        ("crm:A", 1, "2026-01-20", None, None, "2026-01-20",
         "2026-01-20", "accepted", None, "inferred"),
        ("crm:B", 1, "2026-01-10", None, None, "2026-01-15",
         "2026-01-15", "accepted", None, "recorded"),
        # who was spoken to before had not been handed over yet
        ("crm:C", 1, "2026-01-10", None, None, None, None, None, None, "recorded"),
    ]  # fmt: skip


def test_a_later_stage_takes_a_lead_back_that_was_sent_back(crm: Exports) -> None:
    """Accepted, sent back, and yet an SQL without a new hand-over: sales' last word is yes."""
    kept = lead("A", **{"handed over": "2026-01-10", "sent back": "2026-01-20"},
                accepted="2026-01-12", sql="2026-02-02")  # fmt: skip
    gone = lead("B", **{"handed over": "2026-01-10", "sent back": "2026-02-20"},
                accepted="2026-01-12", sql="2026-02-02")  # fmt: skip
    crm.bring("2026-03-16", leads=[kept, gone])
    assert crm.rows("select lead_id, decision, decided_on from passes order by all") == [
        ("crm:A", "accepted", "2026-01-12"),
        ("crm:B", "sent_back", "2026-02-20"),
    ]


def test_a_deal_belongs_to_the_pass_it_was_opened_in(crm: Exports) -> None:
    both = {
        "handed over": "2026-01-10",
        "sent back": "2026-01-20",
        "handed over again": "2026-03-02",
    }
    crm.bring(
        "2026-03-30",
        leads=[lead("A", **both, **{"lead deals": "1;2"})],
        deals=[
            {"deal": "1", "stage": "Lost", "opened": "2026-01-15", "closed": "2026-01-20"},
            {"deal": "2", "stage": "Won", "opened": "2026-03-10", "closed": "2026-03-20"},
        ],
    )
    assert crm.rows(ENTRIES) == [
        (1, "lead", "2026-01-05", "recorded", True),
        (1, "handed_over", "2026-01-10", "recorded", True),
        (1, "opportunity", "2026-01-15", "recorded", True),
        (2, "handed_over", "2026-03-02", "recorded", False),
        (2, "opportunity", "2026-03-10", "recorded", False),
        (2, "won", "2026-03-20", "recorded", True),
    ]
    left = "select pass, stage, left_on, next_stage from stage_entries where subject_id = 'crm:A'"
    assert crm.rows(f"{left} order by pass, position") == [
        (1, "lead", "2026-01-10", "handed_over"),
        (1, "handed_over", "2026-01-15", "opportunity"),
        (1, "opportunity", "2026-03-02", "handed_over"),
        (2, "handed_over", "2026-03-10", "opportunity"),
        (2, "opportunity", "2026-03-20", "won"),
        (2, "won", None, None),
    ]


START = date(2026, 1, 1)
MAYBE = st.one_of(st.none(), st.integers(0, 90).map(lambda days: START + timedelta(days=days)))
DATED = {"mql": "MQL", "handed over": "Handed over", "accepted": "Working", "sql": "Qualified"}
LEADS = st.lists(
    st.fixed_dictionaries(dict.fromkeys([*DATED, "contact", "sent back"], MAYBE)),
    min_size=1,
    max_size=8,
)


def written(rows: list[dict[str, date | None]]) -> list[dict[str, str]]:
    return [
        lead(f"L{i}", **{name: str(day or "") for name, day in row.items()})
        for i, row in enumerate(rows)
    ]


# Once by the short way for leads with one date a stage, once by the long way for several voices.
@settings(
    max_examples=3, deadline=None, phases=NO_SHRINK, suppress_health_check=[HealthCheck.too_slow]
)
@given(leads=LEADS)
def test_a_history_that_says_the_same_changes_nothing(leads: list[dict[str, Any]]) -> None:
    without = [{name: day for name, day in row.items() if name != "sent back"} for row in leads]
    said = [
        (str(row[name]), i, status)
        for i, row in enumerate(leads)
        for name, status in DATED.items()
        if row[name] is not None
    ]
    history = [change(f"L{i}", status, day) for day, i, status in sorted(said)]
    tables = (
        "select * exclude (entered_at) from stage_entries order by all",
        "select * from passes order by all",
        "select * from stage_counts order by all",
    )
    with TemporaryDirectory() as folder:
        short, long = Exports(Path(folder, "short")), Exports(Path(folder, "long"))
        short.bring("2026-05-01", leads=written(without))
        more = {"history": history} if history else {}
        long.bring("2026-05-01", leads=written(without), **more)
        for table in tables:
            assert short.rows(table) == long.rows(table)


def kept(shown: list[date | None], weeks: list[date]) -> list[date]:
    """The rule by plain steps: a later value is another one, or else corrects the one before.

    A value that comes back is the one it was, so that a correction takes it away wherever it stood.
    """
    values: list[date] = []
    last_seen: date | None = None
    for week, value in zip(weeks, shown, strict=True):
        if value is None:
            continue
        if values and value != values[-1]:
            assert last_seen is not None
            if value <= last_seen:
                values = [other for other in values if other != values[-1]]
        if not values or value != values[-1]:
            values.append(value)
        last_seen = week
    return sorted(set(values))


OVERWRITTEN = st.lists(
    st.lists(
        st.one_of(st.none(), st.sampled_from([date(2026, 1, day) for day in range(1, 29, 3)])),
        min_size=4,
        max_size=4,
    ),
    min_size=1,
    max_size=12,
)


# One column, overwritten in any way from week to week.
@settings(
    max_examples=3, deadline=None, phases=NO_SHRINK, suppress_health_check=[HealthCheck.too_slow]
)
@given(leads=OVERWRITTEN)
@example(leads=[[date(2026, 1, day) for day in days] for days in ((4, 16, 4, 1), (16, 19, 16, 7))])
def test_any_overwriting(leads: list[list[date | None]]) -> None:
    weeks = [date(2026, 1, 6) + timedelta(weeks=number) for number in range(4)]
    with TemporaryDirectory() as folder:
        crm = Exports(Path(folder))
        for number, week in enumerate(weeks):
            rows = [
                lead(f"L{i}", **{"handed over": str(shown[number] or "")})
                for i, shown in enumerate(leads)
            ]
            crm.bring(week, leads=rows)
        found: dict[str, list[date]] = {f"crm:L{i}": [] for i in range(len(leads))}
        for lead_id, day in crm.rows("select lead_id, handed_on from passes order by all"):
            found[lead_id].append(date.fromisoformat(day))
        assert found == {f"crm:L{i}": kept(shown, weeks) for i, shown in enumerate(leads)}


STATES = [*DATED.values(), "Recycled", "Unqualified", "New"]
HISTORY = st.lists(
    st.tuples(st.integers(0, 7), st.sampled_from(STATES), st.integers(0, 90)), max_size=30
)


@settings(
    max_examples=3, deadline=None, phases=NO_SHRINK, suppress_health_check=[HealthCheck.too_slow]
)
@given(leads=LEADS, again=st.lists(MAYBE, min_size=8, max_size=8), history=HISTORY)
def test_any_recycling(
    leads: list[dict[str, Any]], again: list[date | None], history: list[tuple[int, str, int]]
) -> None:
    rows = written(leads)
    for row, day in zip(rows, again, strict=False):
        row["handed over again"] = str(day or "")
    changes = [
        change(f"L{i}", status, str(START + timedelta(days=days)))
        for i, status, days in sorted(history, key=lambda said: said[2])
    ]
    with TemporaryDirectory() as folder:
        crm = Exports(Path(folder))
        crm.bring("2026-05-01", leads=rows, **({"history": changes} if changes else {}))
        with crm.opened() as db:
            check_identities(db, START, START + timedelta(days=60), START + timedelta(days=75))
            whole = Filters(START, date(2026, 12, 31), date(2026, 12, 31))
            people, passes = (
                figures(db, METRICS[name], whole)[0].value for name in ("handovers", "passes")
            )
        if people is not None:
            assert passes >= people
            (distinct,) = crm.rows("select count(distinct lead_id) from passes")
            assert distinct == (people,)
        firsts = "select subject, subject_id, stage from stage_entries where is_first group by all"
        assert crm.rows(f"{firsts} having count(*) > 1") == []
        late = (
            "select one.* from passes as one join passes as next on next.lead_id = one.lead_id "
            "and next.pass = one.pass + 1 where next.handed_on <= one.handed_on "
            "or one.accepted_on > next.handed_on or one.decided_on > next.handed_on"
        )
        assert crm.rows(late) == []
        early = "select * from passes where pass > 1 and least(accepted_on, result_on) < handed_on"
        assert crm.rows(early) == []
        assert crm.rows("select * from passes where first_contact_on < handed_on") == []
