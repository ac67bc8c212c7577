"""Promises of both sides: each state and each edge of each promise, small enough to count by hand.

2026-03-06 is a Friday. People work from 9:00 to 18:00 on weekdays that are no holidays of Japan.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from funnel.agreement.meetings import Meeting, Term, judge_meetings
from funnel.agreement.model import Contacts
from funnel.agreement.words import pattern_of
from funnel.analysis.rates import wilson
from funnel.reports.promise_sql import JUDGED
from funnel.reports.promises import Asked, Cost, Month, PromisesReport, Taken, known_to, promises
from tests.uploads import MAPPING, Exports

Row = dict[str, str]
ACTIVITY = ("activity", "with lead", "about deal", "kind", "activity outcome", "by", "done")
LEAD = (
    "created", "email", "source", "owner", "mql", "handed over", "handed over again", "accepted",
    "contact", "sql", "sent back", "reason",
)  # fmt: skip


@pytest.fixture
def crm(tmp_path: Path) -> Exports:
    return Exports(tmp_path)


def agree(crm: Exports, toml: str, since: str = "2026-01-01") -> int:
    known = [one for one in crm.workspace.team.agreements() if one.taken_back is None]
    return crm.workspace.team.save_agreement(
        toml, date.fromisoformat(since), "why", who="tester", at=datetime(2026, 1, 1, tzinfo=UTC),
        based_on=known[-1].number if known else 0,
    )  # fmt: skip


def lead(name: str, **more: str) -> Row:
    """A lead of the web; `handed_over` is the column `handed over`."""
    told = {"created": "2026-03-02 09:00", "source": "Web", "owner": "Ito"}
    told |= {key.replace("_", " "): value for key, value in more.items()}
    return {"lead": name} | {header: told.get(header, "") for header in LEAD}


def act(who: str, done: str, kind: str = "Call", outcome: str = "Connected") -> Row:
    values = (f"{who} {done} {kind}", who, "", kind, outcome, "Ito", done)
    return dict(zip(ACTIVITY, values, strict=True))


def judged(crm: Exports, promise: str, as_of: str, columns: str) -> list[tuple[Any, ...]]:
    """What is known of a promise at the end of `as_of`; lead and pass, then `columns`."""
    day = date.fromisoformat(as_of)
    with crm.opened() as db:
        rows = db.rows(
            JUDGED + f"select lead_id[5:], pass, {columns} from judged "
            "where promise = $promise order by lead_id, pass, starts_on",
            {"since": date(2025, 1, 1), "until": day, "as_of": day, "promise": promise,
             "known_until": known_to(db)},
        )  # fmt: skip
    return [tuple(_plain(value) for value in row) for row in rows]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return f"{value:%m-%d %H:%M}"
    if isinstance(value, date):
        return f"{value:%m-%d}"
    return round(value, 4) if isinstance(value, float) else value


FIRST_CONTACT = """
[promises.first_contact]
within = 2
unit = "working_hours"
by_source.Expo = {within = 24, unit = "hours"}
[[calendar.closures]]
since = 2026-12-29
until = 2027-01-03
"""
MONDAY = "2026-03-09 10:00"
FRIDAY = "2026-03-06 18:05"


def test_the_first_contact(crm: Exports) -> None:
    agree(crm, FIRST_CONTACT)
    crm.bring(
        "2027-01-05",
        leads=[
            lead("A", handed_over=FRIDAY),
            lead("B", handed_over=FRIDAY),
            lead("C", handed_over="2026-05-01 17:00"),
            lead("D", handed_over="2026-12-28 17:30"),
            lead("E", handed_over=MONDAY, sent_back="2026-03-12", **{
                "handed over again": "2026-03-16 10:00"}),
            lead("F", handed_over="2026-03-09"),
            lead("G", handed_over="2026-03-09"),
            lead("H", handed_over=MONDAY),
            lead("I", handed_over=MONDAY),
            lead("J", handed_over=MONDAY),
            lead("K", handed_over=FRIDAY, source="Expo"),
            lead("L", handed_over=FRIDAY, source="Expo"),
            lead("M", accepted="2026-03-09 10:00"),
            lead("N", handed_over=MONDAY, contact="2026-03-09 10:45"),
            lead("O", handed_over="2027-01-05 17:30"),
            lead("P", handed_over=MONDAY),
            lead("Q", handed_over=MONDAY),
            lead("R", mql="2026-03-09 10:00"),
            lead("R2", handed_over="2026-03-09"),
            lead("S", handed_over="2026-03-09"),
            lead("T", handed_over=MONDAY),
        ],
        activities=[
            act("A", "2026-03-09 11:00"),
            act("B", "2026-03-09 11:01"),
            act("C", "2026-05-07 09:30"),
            act("E", "2026-03-09 10:30"),
            act("E", "2026-03-16 15:00"),
            act("F", "2026-03-09 11:30"),
            act("G", "2026-03-11 09:00"),
            act("H", "2026-03-09 10:20", "Inbound mail", ""),
            act("I", "2026-03-09 10:05", "Auto-reply", "Sent"),
            act("I", "2026-03-09 11:59"),
            act("J", "2026-03-09 10:10", "Call", "No answer"),
            act("J", "2026-03-09 12:00"),
            act("K", "2026-03-07 18:05"),
            act("L", "2026-03-09 09:00"),
            act("P", "2026-03-09 09:00"),
            act("Q", "2026-03-09 10:10", "Email", "Sent"),
            act("Q", "2026-03-09 11:00", "Email", "Replied"),
            act("R2", "2026-03-09 11:00"),
            act("S", "2026-03-09"),
            act("T", "2026-03-09 10:20", "Inbound call", "Connected"),
        ],
    )  # fmt: skip
    assert judged(crm, "first_contact", "2027-01-05", "due_at, done_at, state, why, taken") == [
        # Friday 18:05 is over: the two hours are Monday's, and 11:00 is still in time
        ("A", 1, "03-09 11:00", "03-09 11:00", "met", None, 2),
        ("B", 1, "03-09 11:00", "03-09 11:01", "broken", None, 2.0167),
        # Friday 17:00 to 18:00; the 4th to the 6th of May are holidays; Thursday 9:00 to 10:00
        ("C", 1, "05-07 10:00", "05-07 09:30", "met", None, 1.5),
        # half an hour of the 28th, closed until the 3rd, an hour and a half of Monday the 4th
        ("D", 1, "01-04 10:30", None, "broken", None, None),
        # two passes: the second contact came five hours after the second hand-over
        ("E", 1, "03-09 12:00", "03-09 10:30", "met", None, 0.5),
        ("E", 2, "03-16 12:00", "03-16 15:00", "broken", None, 5),
        # handed over at some time of the 9th: at 9:00 it was due at 11:00, at 9:30 at 11:30
        ("F", 1, None, None, "cannot_judge", "no_time", None),
        # even handed over at the 9th's last minute it was due on the 10th at 11:00
        ("G", 1, None, "03-11 09:00", "broken", None, None),
        # the lead wrote, nobody of sales
        ("H", 1, "03-09 12:00", None, "broken", None, None),
        # a machine answered first; then a person in time
        ("I", 1, "03-09 12:00", "03-09 11:59", "met", None, 1.9833),
        # nobody took the call; at the due minute somebody did
        ("J", 1, "03-09 12:00", "03-09 12:00", "met", None, 2),
        # the fair's leads: 24 hours by any clock, Saturday 18:05
        ("K", 1, "03-07 18:05", "03-07 18:05", "met", None, 24),
        ("L", 1, "03-07 18:05", "03-09 09:00", "broken", None, 62.9167),
        # accepted without a hand-over: nobody knows when it was
        ("M", 1, None, None, "cannot_judge", "inferred", None),
        # the CRM's own column
        ("N", 1, "03-09 12:00", "03-09 10:45", "met", None, 0.75),
        # half an hour of today, the rest tomorrow
        ("O", 1, "01-06 10:30", None, "open", None, None),
        # called before it was handed over
        ("P", 1, "03-09 12:00", None, "broken", None, None),
        # a mail sent is an attempt; its answer a contact
        ("Q", 1, "03-09 12:00", "03-09 11:00", "met", None, 1),
        # handed over at some time of the 9th: perhaps after that call
        ("R2", 1, None, None, "cannot_judge", "no_time", None),
        # both without a time: the same day, so perhaps
        ("S", 1, None, None, "cannot_judge", "no_time", None),
        # the lead called, and spoke to somebody
        ("T", 1, "03-09 12:00", "03-09 10:20", "met", None, 0.3333),
    ]


def test_a_contact_that_may_lie_before_the_hand_over_keeps_no_promise(crm: Exports) -> None:
    """24 hours from Monday the 9th, or again from Wednesday the 11th; a date is the whole day."""
    agree(crm, '[promises.first_contact]\nwithin = 24\nunit = "hours"\n')
    evening = "2026-03-09 18:00"
    again = {"handed over again": "2026-03-11 17:00"}
    crm.bring(
        "2026-03-18",
        leads=[
            lead("A", handed_over=evening),
            lead("B", handed_over=evening),
            lead("C", handed_over=evening),
            lead("D", handed_over=evening, **again),
            lead("E", handed_over=evening, contact="2026-03-09"),
            lead("F", handed_over="2026-03-09"),
            lead("G", handed_over="2026-03-09"),
            lead("H", handed_over=evening, **again),
            lead("I", handed_over=evening, contact="2026-03-11", **again),
        ],
        activities=[
            act("A", "2026-03-09"),
            act("B", "2026-03-09"), act("B", "2026-03-10 17:00"),
            act("C", "2026-03-09"), act("C", "2026-03-13 17:00"),
            act("D", "2026-03-11"),
            act("F", "2026-03-09 11:00"),
            act("G", "2026-03-09 11:00"), act("G", "2026-03-10"),
            act("H", "2026-03-10 10:00"), act("H", "2026-03-11"), act("H", "2026-03-12 09:00"),
        ],
    )  # fmt: skip
    columns = "may_be_done_on, done_on, state, why"
    assert judged(crm, "first_contact", "2026-03-18", columns) == [
        ("A", 1, "03-09", None, "cannot_judge", "no_time"),
        # whether the first was before or after the hand-over, the second was in time
        ("B", 1, "03-09", "03-10", "met", None),
        ("C", 1, "03-09", "03-13", "cannot_judge", "no_time"),
        # of the first pass it is late whichever it belongs to; of the second nobody knows
        ("D", 1, "03-11", None, "broken", None),
        ("D", 2, "03-11", None, "cannot_judge", "no_time"),
        ("E", 1, "03-09", None, "cannot_judge", "no_time"),
        ("F", 1, "03-09", None, "cannot_judge", "no_time"),
        # on the next day, but handed over at the 9th's first minute it was due by then
        ("G", 1, "03-09", "03-10", "cannot_judge", "no_time"),
        ("H", 1, "03-10", "03-10", "met", None),
        ("H", 2, "03-11", "03-12", "met", None),
        ("I", 1, "03-11", None, "broken", None),
        ("I", 2, "03-11", None, "cannot_judge", "no_time"),
    ]
    assert states(crm, "first_contact", "2026-03-09") == "Ao Bo Co Do Eo Fo Go Ho Io"


def states(crm: Exports, promise: str, as_of: str) -> str:
    return " ".join(f"{name}{state[0]}" for name, _, state in judged(crm, promise, as_of, "state"))


def test_what_was_known_on_a_past_day(crm: Exports) -> None:
    """o(pen), m(et), b(roken), c(annot be judged)."""
    agree(crm, FIRST_CONTACT)
    crm.bring(
        "2026-03-12",
        leads=[
            lead("A", handed_over=FRIDAY),
            lead("B", handed_over="2026-03-09 17:30"),
            lead("C", handed_over="2026-03-09"),
        ],
        activities=[act("A", "2026-03-09 11:00"), act("B", "2026-03-11 09:00")],
    )
    assert states(crm, "first_contact", "2026-03-05") == ""
    assert states(crm, "first_contact", "2026-03-06") == "Ao"
    assert states(crm, "first_contact", "2026-03-08") == "Ao"
    # C was handed over at some time of this day: due today, or tomorrow
    assert states(crm, "first_contact", "2026-03-09") == "Am Bo Cc"
    assert states(crm, "first_contact", "2026-03-10") == "Am Bb Cb"
    assert states(crm, "first_contact", "2026-03-12") == "Am Bb Cb"


def test_what_falls_due_after_the_latest_export_cannot_be_judged(crm: Exports) -> None:
    agree(crm, FIRST_CONTACT)
    crm.bring("2026-03-09", leads=[lead("A", handed_over="2026-03-09 17:30")])
    crm_said = judged(crm, "first_contact", "2026-03-10", "state, why")
    assert crm_said == [("A", 1, "cannot_judge", "not_measured")]
    crm.bring(
        "2026-03-09",
        leads=[lead("A", handed_over="2026-03-09 17:30"), lead("B", handed_over=FRIDAY)],
        activities=[act("B", "2026-03-09 09:00")],
    )
    assert judged(crm, "first_contact", "2026-03-10", "state, why") == [
        ("A", 1, "cannot_judge", "not_exported"),
        ("B", 1, "met", None),
    ]


def test_an_owner_who_gets_a_lead_from_another(crm: Exports) -> None:
    """Uploaded on Friday the 6th and Monday the 9th: between the two, A went from Ito to Kato."""
    toml = '[promises.first_contact]\nwithin = 1\nunit = "working_days"\n'
    before = [lead("A", handed_over="2026-03-06 10:00"), lead("B", handed_over="2026-03-06 10:00")]
    after = [before[0] | {"owner": "Kato"}, before[1]]
    late = [act("A", "2026-03-10 09:00"), act("B", "2026-03-10 09:00")]
    agree(crm, toml)
    crm.bring("2026-03-06", leads=before)
    crm.bring("2026-03-09", leads=after)
    crm.bring("2026-03-11", leads=after, activities=late)
    changes = crm.rows("select lead_id, owner_before, owner, first_at, last_at from owner_changes")
    assert changes == [
        ("crm:A", "Ito", "Kato", "2026-03-06 00:00", "2026-03-09 23:59"),
    ]  # fmt: skip
    columns = "starts_on, due_on, due_last_on, state, why"
    goes_on = [
        ("A", 1, "03-06", "03-09", "03-09", "broken", None),
        ("B", 1, "03-06", "03-09", "03-09", "broken", None),
    ]
    assert judged(crm, "first_contact", "2026-03-11", columns) == goes_on
    crm.workspace.team.take_back_agreement(1, "try", who="t", at=datetime(2026, 3, 1, tzinfo=UTC))
    agree(crm, toml + '[contacts]\nowner_change = "starts_anew"\n')
    crm.bring("2026-03-11", leads=after, activities=late)
    # Kato's day ended on the 9th if he got it on the 6th, on the 10th if on the 9th.
    assert judged(crm, "first_contact", "2026-03-11", columns) == [
        ("A", 1, "03-09", "03-09", "03-10", "cannot_judge", "between_uploads"), goes_on[1],
    ]  # fmt: skip


def test_a_change_of_owner_starts_nothing_anew_once_it_was_due(crm: Exports) -> None:
    """Handed over on Monday the 2nd, due on the 3rd; given to Kato on the 9th or later."""
    agree(
        crm,
        '[promises.first_contact]\nwithin = 1\nunit = "working_days"\n'
        '[contacts]\nowner_change = "starts_anew"\n',
    )
    before = [
        lead(name, handed_over=f"2026-03-{day} 10:00") for name, day in (("A", "02"), ("B", "12"))
    ]
    crm.bring("2026-03-09", leads=before[:1])
    crm.bring("2026-03-12", leads=[before[0] | {"owner": "Kato"}, before[1]])
    # B's new owner got it on the 12th or 13th: due on the 13th or on Monday the 16th
    given = [before[0] | {"owner": "Kato"}, before[1] | {"owner": "Kato"}]
    crm.bring("2026-03-13", leads=given)
    crm.bring("2026-03-18", leads=given, activities=[act("B", "2026-03-17 09:00")])
    assert judged(crm, "first_contact", "2026-03-18", "starts_on, due_on, due_last_on, state") == [
        ("A", 1, "03-02", "03-03", "03-03", "broken"),
        ("B", 1, "03-13", "03-13", "03-16", "broken"),
    ]


def test_a_change_of_owner_after_the_next_hand_over_is_that_ones(crm: Exports) -> None:
    """Handed over on Monday the 9th and again on the 11th; four working days end on the 13th, and
    on Tuesday the 17th. Kato got A on the 11th or 12th: before or after it was handed over again;
    B on the 12th or 13th."""
    agree(
        crm,
        '[promises.first_contact]\nwithin = 4\nunit = "working_days"\n'
        '[contacts]\nowner_change = "starts_anew"\n',
    )
    again = {"handed over again": "2026-03-11 10:00"}
    before = [lead(name, handed_over=MONDAY, **again) for name in ("A", "B")]
    crm.bring("2026-03-11", leads=before)
    crm.bring("2026-03-12", leads=[before[0] | {"owner": "Kato"}, before[1]])
    crm.bring("2026-03-13", leads=[row | {"owner": "Kato"} for row in before])
    assert judged(crm, "first_contact", "2026-03-13", "starts_on, due_on, due_last_on") == [
        ("A", 1, "03-12", "03-13", "03-18"),
        ("A", 2, "03-12", "03-17", "03-18"),
        ("B", 1, "03-09", "03-13", "03-13"),
        ("B", 2, "03-13", "03-18", "03-19"),
    ]


FOLLOW_UPS = '[promises.follow_ups]\nat_least = 3\nwithin = 5\nunit = "working_days"\n'


def tries(who: str, *days: str, outcome: str = "No answer") -> list[Row]:
    return [act(who, f"2026-03-{day}", outcome=outcome) for day in days]


def test_follow_ups(crm: Exports) -> None:
    """Handed over on Monday the 9th: five working days end on the 16th."""
    agree(crm, FOLLOW_UPS)
    crm.bring(
        "2026-03-18",
        leads=[
            lead("A", handed_over=MONDAY),
            lead("B", handed_over=MONDAY),
            lead("C", handed_over=MONDAY),
            lead("D", handed_over=MONDAY, sent_back="2026-03-11"),
            lead("E", handed_over=MONDAY, sql="2026-03-12"),
            lead("F", handed_over=MONDAY, accepted="2026-03-10"),
            lead("G", handed_over="2026-03-17 10:00"),
        ],
        activities=[
            *tries("A", "09 11:00", "11"), act("A", "2026-03-16 17:59"),
            *tries("B", "09 11:00", "11", "17"),
            *tries("C", "09 11:00", "10"), act("C", "2026-03-12", "Auto-reply", ""),
            *tries("D", "09 11:00"),
            *tries("F", "10"),
        ],
    )  # fmt: skip
    assert judged(crm, "follow_ups", "2026-03-18", "due_on, done_on, done_by, state, taken") == [
        ("A", 1, "03-16", "03-16", "followed", "met", 5),
        ("B", 1, "03-16", "03-17", "followed", "broken", 6),
        ("C", 1, "03-16", None, None, "broken", None),  # a machine's answer is nobody's work
        ("D", 1, "03-16", "03-11", "refused", "met", 2),  # nothing is left to follow up
        ("E", 1, "03-16", "03-12", "qualified", "met", 3),
        ("F", 1, "03-16", None, None, "broken", None),  # to accept is to begin
        ("G", 1, "03-25", None, None, "open", None),  # the 20th is a holiday
    ]


BOTH_WAYS = FOLLOW_UPS + "[promises.back_to_nurturing]\nafter_failed = 2\nwithin = 1\n"


@pytest.mark.parametrize("first", ["follow_ups", "back_to_nurturing"])
def test_the_two_that_collide(crm: Exports, first: str) -> None:
    """Three follow-ups, yet back after two failures: `first` says which of the two counts."""
    agree(crm, f'[promises]\nfirst = "{first}"\n' + BOTH_WAYS)
    crm.bring(
        "2026-03-18",
        leads=[
            lead("A", handed_over=MONDAY, sent_back="2026-03-11"),
            lead("B", handed_over=MONDAY),
            lead("C", handed_over=MONDAY),
            lead("D", handed_over=MONDAY, sent_back="2026-03-13"),
            lead("E", handed_over=MONDAY),
        ],
        activities=[
            *tries("A", "09 11:00", "10 11:00"),
            *tries("B", "09 11:00", "10 11:00"),
            *tries("C", "09 11:00"), act("C", "2026-03-10 11:00"), *tries("C", "11 11:00"),
            *tries("D", "09 11:00", "10 11:00", "12 11:00"),
            *tries("E", "09 11:00", "10 11:00"), act("E", "2026-03-11 09:00"),
        ],
    )  # fmt: skip
    columns = "starts_on, due_on, done_on, done_by, state"
    follow_ups = judged(crm, "follow_ups", "2026-03-18", columns)
    back = judged(crm, "back_to_nurturing", "2026-03-18", columns)
    if first == "follow_ups":
        assert follow_ups == [
            # given back after two failures: one attempt is missing
            ("A", 1, "03-09", "03-16", None, None, "broken"),
            ("B", 1, "03-09", "03-16", None, None, "broken"),
            ("C", 1, "03-09", "03-16", "03-11", "followed", "met"),
            ("D", 1, "03-09", "03-16", "03-12", "followed", "met"),
            ("E", 1, "03-09", "03-16", "03-11", "followed", "met"),
        ]
        # only after three failures the lead is to go back
        assert back == [("D", 1, "03-12", "03-13", "03-13", "refused", "met")]
    else:
        assert follow_ups == [
            # after two failures nothing more is owed
            ("A", 1, "03-09", "03-16", "03-10", "given_up", "met"),
            ("B", 1, "03-09", "03-16", "03-10", "given_up", "met"),
            ("C", 1, "03-09", "03-16", "03-11", "followed", "met"),
            ("D", 1, "03-09", "03-16", "03-10", "given_up", "met"),
            ("E", 1, "03-09", "03-16", "03-10", "given_up", "met"),
        ]
        assert back == [
            ("A", 1, "03-10", "03-11", "03-11", "refused", "met"),
            ("B", 1, "03-10", "03-11", None, None, "broken"),
            ("D", 1, "03-10", "03-11", "03-13", "refused", "broken"),
            ("E", 1, "03-10", "03-11", "03-11", "contact", "met"),  # reached after all
        ]


def test_a_failure_and_a_contact_on_one_day_without_times(crm: Exports) -> None:
    agree(crm, "[promises.back_to_nurturing]\nafter_failed = 1\nwithin = 1\n")
    crm.bring(
        "2026-03-18",
        leads=[lead("A", handed_over=MONDAY), lead("B", handed_over=MONDAY)],
        activities=[
            *tries("A", "10"), act("A", "2026-03-10"),
            act("B", "2026-03-10 09:00"), *tries("B", "10 15:00"),
        ],
    )  # fmt: skip
    assert judged(crm, "back_to_nurturing", "2026-03-18", "state, why") == [
        ("A", 1, "cannot_judge", "no_time"),  # B was reached before: nothing was promised of it
    ]


def test_a_result_is_recorded(crm: Exports) -> None:
    """Within five working days of Monday the 9th: by the 16th, whatever the time."""
    agree(crm, "[promises.result_recorded]\nwithin = 5\n")
    crm.bring(
        "2026-03-18",
        leads=[
            lead("A", handed_over="2026-03-09", accepted="2026-03-16"),
            lead("B", handed_over=MONDAY, sql="2026-03-17"),
            lead("C", handed_over=MONDAY, sent_back="2026-03-10"),
            lead("D", handed_over=MONDAY),
            lead("E", handed_over=MONDAY),
            lead("F", handed_over="2026-03-11 10:00"),
        ],
        activities=[
            act("D", "2026-03-11", "Call", "Wants a quote"), act("E", "2026-03-11", "Call", ""),
        ],
    )  # fmt: skip
    columns = "due_on, done_on, done_by, state, taken"
    assert judged(crm, "result_recorded", "2026-03-17", columns) == [
        ("A", 1, "03-16", "03-16", "accepted", "met", 5),  # days need no time
        ("B", 1, "03-16", "03-17", "qualified", "broken", 6),
        ("C", 1, "03-16", "03-10", "refused", "met", 1),
        ("D", 1, "03-16", "03-11", "outcome", "met", 2),
        ("E", 1, "03-16", None, None, "broken", None),
        ("F", 1, "03-18", None, None, "open", None),
    ]


def test_accepted_or_sent_back_with_a_reason(crm: Exports) -> None:
    """Within a week of Monday the 9th: by Monday the 16th."""
    agree(crm, "[promises.decided]\nwithin = 7\n")
    crm.bring(
        "2026-03-25",
        leads=[
            lead("A", handed_over=MONDAY, accepted="2026-03-16 23:00"),
            lead("B", handed_over=MONDAY, accepted="2026-03-17 00:01"),
            lead("C", handed_over=MONDAY, sent_back="2026-03-12", reason="No budget"),
            lead("D", handed_over=MONDAY, sent_back="2026-03-12"),
            lead("E", handed_over="2026-03-19 10:00"),
            lead("F", handed_over=MONDAY, sql="2026-03-10"),
            lead("G", handed_over=MONDAY, sent_back="2026-03-12", reason="No budget", **{
                "handed over again": "2026-03-16", "accepted": "2026-03-17"}),
        ],
    )  # fmt: skip
    columns = "due_on, done_on, state, why, lacks, taken"
    assert judged(crm, "decided", "2026-03-25", columns) == [
        ("A", 1, "03-16", "03-16", "met", None, None, 7),
        ("B", 1, "03-16", "03-17", "broken", None, None, 8),
        ("C", 1, "03-16", "03-12", "met", None, None, 3),
        ("D", 1, "03-16", None, "broken", None, "reason", None),
        ("E", 1, "03-26", None, "open", None, None, None),
        ("F", 1, "03-16", "03-10", "met", None, None, 1),
        ("G", 1, "03-16", "03-12", "met", None, None, 3),
        ("G", 2, "03-23", "03-17", "met", None, None, 1),
    ]
    assert states(crm, "decided", "2026-03-15") == "Ao Bo Cm Do Fm Gm"


def test_what_a_status_alone_tells_has_no_day(crm: Exports) -> None:
    agree(crm, "[promises.decided]\nwithin = 7\nneeds_reason = false\n")
    crm.bring(
        "2026-03-25",
        leads=[lead("A", handed_over=MONDAY) | {"status": "Recycled"},
               lead("B", handed_over=MONDAY) | {"status": "Handed over"}],
    )  # fmt: skip
    assert judged(crm, "decided", "2026-03-25", "state, why") == [
        ("A", 1, "cannot_judge", "no_date"),
        ("B", 1, "broken", None),
    ]


def test_a_status_seen_between_two_uploads_happened_some_day(crm: Exports) -> None:
    """Accepted between Tuesday the 10th and the 17th; due on the 16th, or on the 23rd."""
    agree(crm, "[promises.decided]\nwithin = 7\n")
    first = lead("A", handed_over=MONDAY) | {"status": "Handed over"}
    second = lead("B", handed_over="2026-03-16 10:00") | {"status": "Handed over"}
    crm.bring("2026-03-10", leads=[first])
    crm.bring("2026-03-16", leads=[first, second])
    working = {"status": "Working"}
    crm.bring("2026-03-17", leads=[first | working, second | working])
    assert judged(crm, "decided", "2026-03-20", "due_on, may_be_done_on, done_on, state, why") == [
        ("A", 1, "03-16", "03-16", "03-17", "cannot_judge", "between_uploads"),
        ("B", 1, "03-23", "03-16", "03-17", "met", None),
    ]


HANDOVER = '[promises.handover]\nwithin = 24\nunit = "hours"\n'


def test_handed_over_after_becoming_an_mql(crm: Exports) -> None:
    agree(crm, HANDOVER)
    mql = {"mql": "2026-03-06 10:00"}
    crm.bring(
        "2026-03-18",
        leads=[
            lead("A", handed_over="2026-03-07 10:00", **mql),
            lead("B", handed_over="2026-03-07 10:01", **mql),
            lead("C", handed_over="2026-03-05 10:00", **mql),
            lead("D", **mql),
            lead("E", mql="2026-03-18 10:00"),
            lead("F", mql="2026-03-06", handed_over="2026-03-06 17:00"),
            lead("G", mql="2026-03-06", handed_over="2026-03-07 17:00"),
            lead("H", accepted="2026-03-06 11:00", **mql),
            lead("I", handed_over=MONDAY),
        ],
    )
    columns = "due_at, done_on, state, why, taken"
    assert judged(crm, "handover", "2026-03-18", columns) == [
        ("A", 1, "03-07 10:00", "03-07", "met", None, 24),
        ("B", 1, "03-07 10:00", "03-07", "broken", None, 24.0167),
        ("C", 1, "03-07 10:00", "03-05", "met", None, -24),  # before it became one
        ("D", 1, "03-07 10:00", None, "broken", None, None),
        ("E", 1, "03-19 10:00", None, "open", None, None),
        ("F", 1, None, "03-06", "met", None, None),  # on the same day, so within 24 hours
        ("G", 1, None, "03-07", "cannot_judge", "no_time", None),
        ("H", 1, "03-07 10:00", "03-06", "cannot_judge", "inferred", None),
        # I was never an MQL: marketing promised nothing of it
    ]


def test_what_a_lead_brings_along(crm: Exports) -> None:
    agree(
        crm,
        '[promises.required_fields]\nfields = ["email", "source", "industry"]\n'
        "[promises.behaviour_history]\nat_least = 2\n",
    )

    def touch(who: str, when: str) -> Row:
        return {"touched lead": who, "touched email": "", "touch": "visit", "campaign": "",
                "touched": when}  # fmt: skip

    mail = {"email": "a@x.example"}
    leads = [
        lead("A", handed_over=MONDAY, **mail),
        lead("B", handed_over=MONDAY),
        lead("C", handed_over=MONDAY, source="", email="c@x.example"),
        lead("D", accepted="2026-03-09"),
        lead("E", mql="2026-03-09"),
    ]
    crm.bring("2026-03-18", leads=leads)
    # no lead has an industry: it is not measured, but a missing e-mail is missing all the same
    assert judged(crm, "required_fields", "2026-03-18", "state, why, lacks") == [
        ("A", 1, "cannot_judge", "not_measured", "industry"),
        ("B", 1, "broken", None, "email"),
        ("C", 1, "broken", None, "source"),
        ("D", 1, "cannot_judge", "inferred", "email"),
    ]
    assert judged(crm, "behaviour_history", "2026-03-18", "state, why") == [
        ("A", 1, "cannot_judge", "not_measured"),
        ("B", 1, "cannot_judge", "not_measured"),
        ("C", 1, "cannot_judge", "not_measured"),
        ("D", 1, "cannot_judge", "inferred"),
    ]
    crm.bring(
        "2026-03-18",
        leads=[row | {"industry": "IT" if row["lead"] == "A" else ""} for row in leads],
        touches=[
            touch("A", "2026-03-03 09:00"), touch("A", "2026-03-09 10:00"),
            touch("B", "2026-03-03 09:00"), touch("B", "2026-03-09 10:01"),
            touch("C", "2026-03-03 09:00"), touch("C", "2026-03-09"),
        ],
    )  # fmt: skip
    assert judged(crm, "required_fields", "2026-03-18", "state, why, lacks") == [
        ("A", 1, "met", None, None),
        ("B", 1, "broken", None, "email industry"),
        ("C", 1, "broken", None, "industry source"),
        ("D", 1, "cannot_judge", "inferred", "email industry"),
    ]
    assert judged(crm, "behaviour_history", "2026-03-18", "state, why") == [
        ("A", 1, "met", None),  # the second at the very minute
        ("B", 1, "broken", None),  # one came too late to be passed along
        ("C", 1, "cannot_judge", "no_time"),  # on the same day, before or after
        ("D", 1, "cannot_judge", "inferred"),
    ]


def test_a_job_title_may_be_asked_for(crm: Exports) -> None:
    agree(crm, '[promises.required_fields]\nfields = ["title"]\n')
    leads = [
        lead("A", handed_over=MONDAY) | {"job title": "部長"},
        lead("B", handed_over=MONDAY) | {"job title": ""},
    ]
    crm.bring("2026-03-18", leads=leads)
    assert judged(crm, "required_fields", "2026-03-18", "state, why, lacks") == [
        ("A", 1, "met", None, None),
        ("B", 1, "broken", None, "title"),
    ]
    # exports without any title cannot say whether it was brought along
    crm.bring("2026-03-19", leads=[row | {"job title": ""} for row in leads])
    assert judged(crm, "required_fields", "2026-03-19", "state, why, lacks") == [
        ("A", 1, "cannot_judge", "not_measured", "title"),
        ("B", 1, "cannot_judge", "not_measured", "title"),
    ]


def test_dates_of_a_bulk_import_tell_no_speed(crm: Exports) -> None:
    """Of 200 leads 40 were handed over in one minute: a machine dated them."""
    agree(crm, FIRST_CONTACT + HANDOVER)
    many = [lead(f"X{i:03}", mql=MONDAY, handed_over=MONDAY) for i in range(40)]
    single = [lead(f"Y{i:03}", mql=f"2026-03-10 1{i // 60}:{i % 60:02}") for i in range(160)]
    single[0]["handed over"] = "2026-03-10 11:00"
    crm.bring("2026-03-18", leads=[*many, *single], activities=[act("X000", "2026-03-09 10:01")])
    contacts = judged(crm, "first_contact", "2026-03-18", "state, why")
    assert set(contacts[:40]) == {
        (f"X{i:03}", 1, "cannot_judge", "bulk") for i in range(40)
    }  # fmt: skip
    assert contacts[40:] == [("Y000", 1, "broken", None)]
    handed = judged(crm, "handover", "2026-03-18", "state, why")
    assert {row[2:] for row in handed[:40]} == {("cannot_judge", "bulk")}
    assert handed[40] == ("Y000", 1, "met", None)


def report(
    crm: Exports, since: str, until: str, as_of: str, by: Any = None, *, held: Any = ()
) -> PromisesReport:
    days = [date.fromisoformat(day) for day in (since, until, as_of)]
    with crm.opened() as db:
        return promises(db, Asked(*days, by), held)


def test_mqls_a_month(crm: Exports) -> None:
    """Two a month; the data begins on the 20th of January. March has 21 working days, 12 by the
    17th (the 2nd to the 17th), and of two MQLs 12/21 are expected by then."""
    agree(crm, "[promises.mqls_a_month]\nat_least = 2\n")
    crm.bring(
        "2026-03-18",
        leads=[
            lead("A", created="2026-01-20", mql="2026-01-21"),
            lead("B", created="2026-01-20", mql="2026-02-03"),
            lead("C", created="2026-01-20", handed_over="2026-02-28"),  # implies an MQL
            lead("D", created="2026-01-20", mql="2026-03-03"),
        ],
    )
    columns = "starts_on, due_on, done_on, state, why"
    assert judged(crm, "mqls_a_month", "2026-03-03", columns) == [
        (None, None, "01-01", "01-31", None, "cannot_judge", "data_begins"),
        (None, None, "02-01", "02-28", "02-28", "met", None),
        (None, None, "03-01", "03-31", None, "open", None),
    ]
    found = report(crm, "2026-02-10", "2026-03-17", "2026-03-17")
    assert found.months == (
        Month(date(2026, 2, 1), 1, 2, 2, 2.0, 18, 18, "met"),
        Month(date(2026, 3, 1), 1, 2, 1, 2 * 12 / 21, 21, 12, "open"),
    )
    # of January the data tell the end alone
    assert report(crm, "2026-01-10", "2026-01-31", "2026-03-17").months == (
        Month(date(2026, 1, 1), 1, 2, None, 2.0, 20, 20, "cannot_judge", "data_begins"),
    )


def test_mqls_that_no_export_tells_are_not_zero(crm: Exports) -> None:
    agree(crm, "[promises.mqls_a_month]\nat_least = 2\n")
    crm.bring("2026-03-18", leads=[{"lead": "A", "created": "2026-02-20", "owner": "Ito"}])
    found = report(crm, "2026-02-01", "2026-02-28", "2026-03-17")
    assert found.months == (
        Month(date(2026, 2, 1), 1, 2, None, 2.0, 18, 18, "cannot_judge", "not_measured"),
    )


def test_a_promise_that_nothing_fell_under_is_listed(crm: Exports) -> None:
    """Nobody failed twice, and the second agreement comes after the period."""
    agree(crm, "[promises.first_contact]\nwithin = 2\n[promises.back_to_nurturing]\n"
               "after_failed = 2\nwithin = 1\n[promises.monthly_review]\nday = 10\n")  # fmt: skip
    agree(crm, "[promises.decided]\nwithin = 1\n", "2026-03-16")
    crm.bring(
        "2026-03-18", leads=[lead("A", handed_over=MONDAY)],
        activities=[act("A", "2026-03-09 11:00")],
    )  # fmt: skip
    found = report(crm, "2026-03-02", "2026-03-15", "2026-03-15", "owner").kept
    assert [
        (one.promise, one.party, one.group, one.met, one.broken, one.open, one.cannot_judge,
         one.share) for one in found
    ] == [
        ("first_contact", "sales", None, 1, 0, 0, 0, 1.0),
        ("first_contact", "sales", "Ito", 1, 0, 0, 0, 1.0),
        ("back_to_nurturing", "sales", None, 0, 0, 0, 0, None),
        ("monthly_review", "both", None, 0, 0, 0, 0, None),
    ]  # fmt: skip


def term(promise: str, starts: str, due: str, ends: str) -> Term:
    return Term(promise, 1, *(date.fromisoformat(f"2026-{day}") for day in (starts, due, ends)))


def test_meetings_of_both_sides(crm: Exports) -> None:
    """Weeks of Monday the 23rd of February to the 16th of March; the review by the 10th."""
    agree(crm, "[promises.weekly_meeting]\n[promises.monthly_review]\nday = 10\n")
    crm.bring("2026-03-18", leads=[lead("A", created="2026-02-20")])
    held = [("weekly", date(2026, 3, 6)), ("review", date(2026, 3, 11)),
            ("weekly", date(2026, 3, 19))]  # fmt: skip
    weeks = [
        term("weekly_meeting", first, last, last)
        for first, last in (("02-23", "03-01"), ("03-02", "03-08"), ("03-09", "03-15"),
                            ("03-16", "03-22"))
    ]  # fmt: skip
    march = term("monthly_review", "03-01", "03-10", "03-31")
    found = report(crm, "2026-02-21", "2026-03-18", "2026-03-18", held=held)
    assert found.meetings == (
        # nobody wrote down any meeting before the 6th of March
        Meeting(weeks[0], None, "cannot_judge", "not_measured"),
        Meeting(weeks[1], date(2026, 3, 6), "met"),
        Meeting(weeks[2], None, "broken"),
        Meeting(weeks[3], None, "open"),  # the 19th is yet to come
        Meeting(march, date(2026, 3, 11), "broken"),
    )
    assert judge_meetings([march], held, date(2026, 3, 9)) == [Meeting(march, None, "open")]
    assert judge_meetings([march], [], date(2026, 3, 31)) == [
        Meeting(march, None, "cannot_judge", "not_measured"),
    ]
    assert [(one.promise, one.met, one.broken, one.open, one.cannot_judge) for one in found.kept
            ] == [("weekly_meeting", 1, 1, 1, 1), ("monthly_review", 0, 1, 0, 0)]  # fmt: skip


def test_a_week_without_a_working_day_needs_no_meeting(crm: Exports) -> None:
    agree(
        crm,
        "[promises.weekly_meeting]\n"
        "[[calendar.closures]]\nsince = 2026-03-02\nuntil = 2026-03-06\n",
    )
    crm.bring("2026-03-18", leads=[lead("A", created="2026-02-20")])
    found = report(crm, "2026-02-21", "2026-03-15", "2026-03-18")
    assert [one.term.starts_on.day for one in found.meetings] == [23, 9]


def test_shares_times_lists_and_what_it_may_cost(crm: Exports) -> None:
    """Web: 2 met (1 and 2 hours), 1 broken and still to be called. Expo: 1 broken, called after 5
    hours. Of the year before, ten leads were handed over, of whom five were won for 1,000,000."""
    agree(crm, "[promises.first_contact]\nwithin = 2\n")
    before = [
        lead(f"Z{i}", created="2025-04-01 09:00", handed_over="2025-04-02 09:00") for i in range(10)
    ]
    deals = [
        {"deal": f"D{i}", "deal name": "", "stage": "Won", "opened": "2025-05-01",
         "closed": "2025-06-01", "amount": "1000000", "deal email": "", "deal company": "",
         "product": "", "deal leads": f"Z{i}", "deal owner": ""}
        for i in range(5)
    ]  # fmt: skip
    crm.bring(
        "2026-03-11",
        leads=[
            lead("A", created="2026-03-09 09:00", handed_over=MONDAY),
            lead("B", handed_over=MONDAY, owner="Kato"),
            lead("C", handed_over=MONDAY, owner="Kato"),
            lead("D", handed_over=MONDAY, source="Expo"),
            lead("E", handed_over="2026-03-10 17:00"),
            *before,
        ],
        deals=deals,
        activities=[act("A", "2026-03-09 11:00"), act("B", "2026-03-09 12:00"),
                    act("D", "2026-03-09 15:00")],
    )  # fmt: skip
    found = report(crm, "2026-03-09", "2026-03-15", "2026-03-10", "source")
    rows = [
        (one.group, one.is_whole, one.met, one.broken, one.open, one.cannot_judge, one.taken,
         one.from_inquiry, one.judged.interval)
        for one in found.kept
    ]  # fmt: skip
    hours = "working_hours"
    assert rows == [
        # of 1, 2 and 5 hours the nine tenths lie 4/5 of the way from 2 to 5; A asked at 9:00, B and
        # D on Monday a week before: 5 days of 9 hours, 3 and 6 hours
        (None, True, 2, 2, 1, 0, (Taken(hours, 3, 2.0, pytest.approx(4.4)),),
         (Taken(hours, 3, 48.0, pytest.approx(50.4)),), wilson(2, 4)),
        ("Expo", False, 0, 1, 0, 0, (Taken(hours, 1, 5.0, 5.0),),
         (Taken(hours, 1, 51.0, 51.0),), wilson(0, 1)),
        ("Web", False, 2, 1, 1, 0, (Taken(hours, 2, 1.5, pytest.approx(1.9)),),
         (Taken(hours, 2, 25.0, pytest.approx(43.4)),), wilson(2, 3)),
    ]  # fmt: skip
    assert [(row.lead_id, row.due_at, row.days_late) for row in found.due.rows] == [
        ("crm:E", datetime(2026, 3, 11, 10), -1),
    ]
    assert (found.due_by, found.due.total) == (date(2026, 3, 11), 1)
    assert [(row.lead_id, row.owner, row.days_late, row.late) for row in found.broken.rows] == [
        ("crm:C", "Kato", 1, None), ("crm:D", "Ito", 0, 3.0),
    ]  # fmt: skip
    assert {owner: [row.lead_id for row in rows]
            for owner, rows in found.overdue.by_owner.items()} == {"Kato": ["crm:C"]}  # fmt: skip
    # one lead waits: 5 of 10 that were handed over were won, for a million each
    assert (found.cost.leads, found.cost.value, found.cost.currency) == (1, 500_000, "JPY")
    assert found.cost.low is not None
    assert found.cost.high is not None
    assert found.cost.low < 500_000 < found.cost.high
    by_week = report(crm, "2026-03-01", "2026-03-15", "2026-03-10", "week")
    assert [(one.group, one.met) for one in by_week.kept] == [(None, 2), ("2026-03-09", 2)]


def test_without_an_agreement_nothing_is_promised(crm: Exports) -> None:
    crm.bring("2026-03-11", leads=[lead("A", mql=MONDAY, handed_over=MONDAY)])
    found = report(crm, "2026-03-09", "2026-03-15", "2026-03-10", "owner")
    assert (found.kept, found.is_agreed, found.agreements) == ((), False, (0,))
    assert found.cost == Cost(0, None, None, None, None)


def test_an_agreement_judges_what_starts_while_it_is_in_force(crm: Exports) -> None:
    """Two hours until the 8th of March, one from the 9th on."""
    agree(crm, "[promises.first_contact]\nwithin = 2\n")
    agree(crm, "[promises.first_contact]\nwithin = 1\n", "2026-03-09")
    crm.bring(
        "2026-03-11",
        leads=[lead("A", handed_over=FRIDAY), lead("B", handed_over="2026-03-09 09:00")],
        activities=[act("A", "2026-03-09 11:00"), act("B", "2026-03-09 11:00")],
    )
    assert judged(crm, "first_contact", "2026-03-11", "number, state") == [
        ("A", 1, 1, "met"),
        ("B", 1, 2, "broken"),
    ]


SAID = [
    # Salesforce: a task's kind, subject and status (which is but 'Completed')
    ("Call", "Call", "Completed", "contact"),
    ("Call", "Call: no answer", "Completed", "failed"),
    ("電話", "電話(不在)", "完了", "failed"),
    ("Email", "Email: offer", "Completed", "attempt"),
    ("Task", "Email: offer", "Completed", "attempt"),
    ("Task", "電話", "完了", "contact"),
    ("Meeting", "Demo", "", "contact"),
    # HubSpot: calls, meetings, mails, and the names its interface gives them
    ("call", "First call", "Connected", "contact"),
    ("call", "初回架電", "つながった", "contact"),
    ("call", "First call", "No answer", "failed"),
    ("call", "First call", "NO_ANSWER", "failed"),
    ("call", "First call", "Left voicemail", "failed"),
    ("call", "First call", "Left live message", "failed"),
    ("call", "First call", "Busy", "failed"),
    ("call", "First call", "Wrong number", "failed"),
    ("call", "初回架電", "応答なし", "failed"),
    ("call", "初回架電", "つながらなかった", "failed"),
    ("meeting", "Demo", "Completed", "contact"),
    ("meeting", "Demo", "No show", "failed"),
    ("meeting", "Demo", "Canceled", "failed"),
    ("email", "Your offer", "SENT", "attempt"),
    ("email", "Your offer", "BOUNCED", "failed"),
    ("INCOMING_EMAIL", "Re: Your offer", "", "incoming"),
    # Zoho
    ("Outbound", "First call", "Interested", "contact"),
    ("Missed", "", "", "incoming"),
    ("Inbound", "", "No answer", "incoming"),
    # Japanese tools and lists
    ("訪問", "初回提案", "良好", "contact"),
    ("メール", "資料のご案内", "", "attempt"),
    ("ﾒｰﾙ", "ご案内", "", "attempt"),
    ("Ｅメール", "ご案内", "", "attempt"),
    ("メール", "ご案内", "返信あり", "contact"),
    ("メール", "自動返信", "", "automatic"),
    ("電話", "担当者不在", "折り返し待ち", "failed"),
    ("電話", "見積のメールについて", "接続", "contact"),
    ("受電", "", "", "incoming"),
    # words in Latin letters are whole words
    ("Voicemail drop", "", "", "contact"),
    ("Admin call", "Busywork", "", "contact"),
    ("Call", "", "not connected", "failed"),
]


def test_which_side_the_words_of_the_tools_fall(crm: Exports) -> None:
    agree(crm, "[promises.first_contact]\nwithin = 2\n")
    mapping = MAPPING.replace('outcome = "activity outcome"', 'outcome = "activity outcome"\n'
                              'title = "subject"')  # fmt: skip
    crm.bring(
        "2026-03-18",
        mapping=mapping,
        leads=[lead("A", handed_over=MONDAY)],
        activities=[
            act("A", f"2026-03-10 09:{place:02}", kind, outcome) | {"subject": title}
            for place, (kind, title, outcome, _) in enumerate(SAID)
        ],
    )
    found = crm.rows(
        "select case when is_failed then 'failed' else kind end from contacts order by occurred_at"
    )
    told = [(*said[:3], judgement) for said, (judgement,) in zip(SAID, found, strict=True)]
    assert told == SAID


def test_words_are_found_in_any_width_and_as_parts_of_japanese_ones() -> None:
    pattern = re.compile(pattern_of(["メール", "no answer", "デモ"]).replace(r"\x{3000}", "\u3000"))
    for text in ("メールを送付", "ﾒｰﾙ", "NO ANSWER", "no-answer", "ＮＯ　ＡＮＳＷＥＲ", "ﾃﾞﾓ"):
        assert pattern.search(text), text
    for text in ("no answers", "piano answer", "テモ", ""):
        assert not pattern.search(text), text
    blank = re.compile(pattern_of([" ", "メール", "\u3000"]).replace(r"\x{3000}", "\u3000"))
    assert blank.search("メール")
    assert not blank.search("no answer")
    assert set(Contacts().failed) & set(Contacts().reached) == set()


def test_what_only_a_deal_names_is_about_its_primary_lead(crm: Exports) -> None:
    """And a deleted activity, or one of somebody else, is nobody's contact."""
    agree(crm, "[promises.first_contact]\nwithin = 2\n")
    visit = act("", "2026-03-09 11:00", "訪問", "") | {"about deal": "D1"}
    crm.bring(
        "2026-03-18",
        leads=[lead("A", handed_over=MONDAY), lead("B", handed_over=MONDAY)],
        deals=[{"deal": "D1", "deal name": "", "stage": "Talks", "opened": "2026-03-09",
                "closed": "", "amount": "1", "deal email": "", "deal company": "", "product": "",
                "deal leads": "A;B", "deal owner": ""}],
        activities=[visit, act("Z", "2026-03-09 11:00")],
    )  # fmt: skip
    assert crm.rows(
        "select lead_id, kind, occurred_at from contacts join leads using (lead_no)"
    ) == [
        ("crm:A", "contact", "2026-03-09 11:00"),
    ]
    assert states(crm, "first_contact", "2026-03-18") == "Am Bb"
