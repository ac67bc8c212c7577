"""`funnel sla`: for people in both languages, and for programs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from funnel.cli import app
from tests.test_cli import run
from tests.test_promises import MONDAY, act, agree, lead
from tests.uploads import Exports

AGREED = """
[promises]
mqls_a_month.at_least = 3
first_contact.within = 2
weekly_meeting = {}
"""
WAITING = "Leads waiting beyond the promised first contact, undecided: 1 (worth: unknown)."
PERIOD = ("--since", "2026-03-09", "--until", "2026-03-15", "--as-of", "2026-03-10")


@pytest.fixture
def company(tmp_path: Path) -> Path:
    """Ito called A in time; Kato has not called B; C is due on Wednesday the 11th."""
    crm = Exports(tmp_path)
    agree(crm, AGREED)
    crm.bring(
        "2026-03-12",
        leads=[
            lead("A", created="2026-03-09 09:00", handed_over=MONDAY, mql="2026-03-09"),
            lead("B", handed_over=MONDAY, owner="Kato", source=""),
            lead("C", handed_over="2026-03-10 17:00"),
            lead("D", handed_over="2026-03-10"),
        ],
        activities=[act("A", "2026-03-09 11:00"), act("D", "2026-03-10")],
    )
    return tmp_path


def test_as_an_object_for_programs(company: Path) -> None:
    run(company, "sla", "held", "--kind", "weekly", "--on", "2026-03-10", "--who", "Sato")
    told = json.loads(run(company, "sla", *PERIOD, "--by", "owner", "--json"))
    texts = [one.pop("text") for one in told["promises"]]
    # the month began before the period
    assert texts[0] == "no data  met 0, broken 0, open 0"
    month = told["promises"].pop(0)
    assert (month["promise"], month["met"], month["share"]) == ("mqls_a_month", 0, None)
    assert texts[1] == (
        "50% (16-84)  met 1, broken 1, open 1, cannot be judged 1 (a date without a time 1)"
        "  median 1.0, P90 1.0 working hours (n=1)"
        "  since the inquiry: median 2.0, P90 2.0 working hours (n=1)  too few to say"
    )
    first = told["promises"][0]
    assert first.pop("interval") == pytest.approx(
        {"value": 0.5, "low": 0.16425, "high": 0.83575}, abs=1e-5
    )
    taken = {"unit": "working_hours", "timed": 1}
    assert first == {
        "promise": "first_contact",
        "party": "sales",
        "by": None,
        "group": None,
        "met": 1,
        "broken": 1,
        "open": 1,
        "cannot_judge": 1,
        "reasons": {"no_time": 1},
        "share": 0.5,
        "state": "too_few",
        "taken": [taken | {"median": 1.0, "p90": 1.0}],
        "from_inquiry": [taken | {"median": 2.0, "p90": 2.0}],
    }
    assert [
        (one["promise"], one["by"], one["group"], one["met"], one["broken"], one["share"])
        for one in told["promises"][1:]
    ] == [
        ("first_contact", "owner", "Ito", 1, 0, 1.0),
        ("first_contact", "owner", "Kato", 0, 1, 0.0),
        ("weekly_meeting", None, None, 1, 0, 1.0),
    ]
    del told["promises"]
    row = {
        "promise": "first_contact", "agreement": 1, "pass": 1, "done_on": None, "lacks": None,
        "late": None, "unit": "working_hours", "person": None, "company": None,
    }  # fmt: skip
    late = row | {
        "lead_id": "crm:B", "source": None, "owner": "Kato", "starts_on": "2026-03-09",
        "starts_at": "2026-03-09T10:00:00", "due_on": "2026-03-09",
        "due_at": "2026-03-09T12:00:00", "days_late": 1, "state": "broken",
    }  # fmt: skip
    due = row | {
        "lead_id": "crm:C", "source": "Web", "owner": "Ito", "starts_on": "2026-03-10",
        "starts_at": "2026-03-10T17:00:00", "due_on": "2026-03-11",
        "due_at": "2026-03-11T10:00:00", "days_late": -1, "state": "open",
    }  # fmt: skip
    assert told == {
        "since": "2026-03-09",
        "until": "2026-03-15",
        "as_of": "2026-03-10",
        "known_until": "2026-03-12",
        "agreements": [1],
        "is_agreed": True,
        # all four were handed over and so count as MQLs; 7 of March's 21 working days are gone
        "months": [
            {"month": "2026-03", "number": 1, "at_least": 3, "mqls": 4, "expected": 1.0,
             "working_days": 21, "working_days_gone": 7, "state": "met", "reason": None},
        ],
        "meetings": [
            {"promise": "weekly_meeting", "agreement": 1, "starts_on": "2026-03-09",
             "due_on": "2026-03-15", "held_on": "2026-03-10", "state": "met", "reason": None},
        ],
        "due_by": "2026-03-11",
        "due": {"total": 1, "rows": [due]},
        "overdue": {"total": 1, "rows": [late]},
        "broken": {"total": 1, "rows": [late]},
        "cost": {
            "leads": 1, "value": None, "low": None, "high": None, "currency": None,
            "text": WAITING,
        },
    }  # fmt: skip
    only_due = json.loads(run(company, "sla", *PERIOD, "--due", "--json"))
    assert only_due == {
        name: value
        for name, value in told.items()
        if name not in ("months", "meetings", "broken", "cost")
    }


def test_for_people_in_both_languages(company: Path) -> None:
    lines = run(company, "sla", *PERIOD, "--by", "source").splitlines()
    assert lines[0].endswith("clock started 2026-03-09 to 2026-03-15, as known on 2026-03-10:")
    assert [line[:32].strip() for line in lines[1:6]] == [
        "marketing: MQLs a month", "sales: first contact", "Web", "(none recorded)",
        "both: weekly meeting",
    ]  # fmt: skip
    assert lines[6:] == [
        "  2026-03: 4 MQLs of 3 promised; an even pace is 1 by now",
        WAITING,
        "Due by 2026-03-11: 1",
        "  Ito",
        "    crm:C                      first contact: due 2026-03-11 10:00",
        "Overdue: 1",
        "  Kato",
        "    crm:B                      first contact: was due 2026-03-09 12:00, days late: 1",
    ]
    japanese = run(company, "sla", *PERIOD, "--due", language="ja").splitlines()
    assert japanese == [
        "2026-03-11 までに期限: 1件",
        "  Ito",
        "    crm:C                      初回接触: 期限 2026-03-11 10:00",
        "期限切れ: 1件",
        "  Kato",
        "    crm:B                      初回接触: 期限 2026-03-09 12:00、1日超過",
    ]


def test_a_meeting_is_written_down_and_taken_out(company: Path) -> None:
    held = ("sla", "held", "--kind", "weekly", "--on", "2026-03-10")
    told = run(company, *held)
    assert told == "Kept: weekly meeting held on 2026-03-10.\n"
    undone = json.loads(run(company, *held, "--undo", "--json"))
    assert undone == {"kind": "weekly", "day": "2026-03-10", "held": False}
    environment = {"FUNNEL_HOME": str(company / "workspace"), "FUNNEL_LANG": "en"}
    again = CliRunner().invoke(app, [*held, "--undo", "--json"], env=environment)
    assert (again.exit_code, json.loads(again.output)["error"][0]["kind"]) == (2, "unknown_name")


def test_mqls_that_cannot_be_counted_are_said_so(tmp_path: Path) -> None:
    """No export tells any MQL."""
    crm = Exports(tmp_path)
    agree(crm, "[promises.mqls_a_month]\nat_least = 5\n")
    crm.bring("2026-03-12", leads=[{"lead": "A", "created": "2026-03-05", "owner": "Ito"}])
    period = ("--since", "2026-03-01", "--as-of", "2026-03-10")
    assert run(tmp_path, "sla", *period).splitlines()[2] == (
        "  2026-03: MQLs cannot be counted (not measured by these exports); 5 promised"
    )
    assert run(tmp_path, "sla", *period, language="ja").splitlines()[2] == (
        "  2026-03: MQL は数えられません(この書き出しでは計測していない)。約束 5件"
    )
    (month,) = json.loads(run(tmp_path, "sla", *period, "--json"))["months"]
    assert (month["mqls"], month["reason"], month["at_least"]) == (None, "not_measured", 5)


def test_without_an_agreement_it_says_so(tmp_path: Path) -> None:
    Exports(tmp_path).bring("2026-03-12", leads=[lead("A", handed_over=MONDAY)])
    lines = run(tmp_path, "sla").splitlines()
    assert lines[1] == "Nobody has agreed on anything yet: there are no promises to judge."
