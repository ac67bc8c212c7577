"""The agreement: as a document, by days, and as the tables of a version."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnel.agreement import model, parts, promises
from funnel.agreement.document import (
    AgreementInvalid,
    Difference,
    diff,
    read_agreement,
    write_agreement,
)
from funnel.agreement.model import Agreement
from funnel.agreement.staging import stage_agreements
from funnel.agreement.timeline import InForce, in_force_on, timeline
from funnel.messages import describe
from funnel.store.database import Database
from funnel.store.team import AgreementVersion, TakenBack

AT = datetime(2026, 11, 21, 12, tzinfo=UTC)
NO_WORDS = model.Contacts(automatic=(), incoming=(), failed=(), one_sided=(), reached=())


def saved(number: int, since: date, *, is_back: bool = False) -> AgreementVersion:
    back = TakenBack("you", AT, "a mistake") if is_back else None
    return AgreementVersion(number, since, f'title = "{number}"', "why", "me", AT, back)


def spans(versions: list[AgreementVersion]) -> list[tuple[int, date, date, bool, str]]:
    return [
        (one.number, one.since, one.until, one.is_agreed, one.agreement.title)
        for one in timeline(versions)
    ]


def test_what_nobody_agreed_on_yet_holds_for_ever() -> None:
    assert spans([]) == [(0, date.min, date.max, False, "")]


def test_an_agreement_holds_until_the_day_before_the_next() -> None:
    known = [saved(1, date(2026, 4, 1)), saved(2, date(2026, 7, 1), is_back=True)]
    assert spans([*known, saved(3, date(2026, 6, 1))]) == [
        (0, date.min, date(2026, 3, 31), False, ""),
        (1, date(2026, 4, 1), date(2026, 5, 31), True, "1"),
        (3, date(2026, 6, 1), date.max, True, "3"),
    ]


def test_an_agreement_from_the_first_day_leaves_none_without() -> None:
    assert spans([saved(1, date.min)]) == [(1, date.min, date.max, True, "1")]


@given(
    st.lists(st.dates(date(2020, 1, 1), date(2030, 1, 1)), unique=True, max_size=6),
    st.sets(st.integers(1, 6)),
    st.dates(date(2019, 1, 1), date(2031, 1, 1)),
)
def test_every_day_has_exactly_one(begins: list[date], back: set[int], day: date) -> None:
    versions = [
        saved(number, since, is_back=number in back)
        for number, since in enumerate(sorted(begins), start=1)
    ]
    found = timeline(versions)
    assert (found[0].since, found[-1].until) == (date.min, date.max)
    for one, following in pairwise(found):
        assert following.since == one.until + timedelta(days=1)
    counting = [one for one in versions if one.taken_back is None and one.in_force_from <= day]
    expected = counting[-1].number if counting else 0
    held: InForce = in_force_on(found, day)
    assert (held.number, held.is_agreed) == (expected, expected > 0)


WORDS = st.text(min_size=1, max_size=6).filter(str.strip)
POINTS = st.floats(-1000, 1000, allow_nan=False)
SPANS = {
    "within": st.integers(1, 10_000).map(float),
    "unit": st.sampled_from(["hours", "working_hours", "days", "working_days"]),
}
SEVERAL = st.integers(1, 40)
DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))


def lists_of(each: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(each, max_size=3).map(tuple)


def some(part: type[parts.Part], **fields: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.none() | st.builds(part, **fields)


def within(
    part: type[parts.Span], **fields: st.SearchStrategy[object]
) -> st.SearchStrategy[object]:
    """Hours of any length, days whole."""
    hours = st.sampled_from(["hours", "working_hours"])
    days = st.sampled_from(["days", "working_days"])
    whole = st.integers(1, 10_000).map(float)
    return st.builds(part, within=st.floats(0.25, 10_000), unit=hours, **fields) | st.builds(
        part, within=whole, unit=days, **fields
    )


CALENDARS = st.builds(
    model.Calendar,
    weekdays=st.sets(st.sampled_from(parts.WEEKDAYS), min_size=1).map(tuple),
    opens=st.builds(time, st.integers(0, 11), st.integers(0, 59)),
    closes=st.builds(time, st.integers(16, 23), st.integers(0, 59)),
    breaks=st.just(()) | st.just((model.Break(since=time(12), until=time(13)),)),
    national_holidays=st.booleans(),
    closures=st.lists(
        st.builds(
            lambda since, days, name: model.Closure(
                since=since, until=since + timedelta(days=days), name=name
            ),
            DAYS,
            st.integers(0, 30),
            st.text(max_size=5),
        ),
        max_size=2,
    ).map(tuple),
    fiscal_year_begins=st.integers(1, 12),
)
AGREEMENTS = st.builds(
    Agreement,
    title=st.text(max_size=10),
    fit=st.builds(model.Fit, industries=lists_of(WORDS), titles=lists_of(WORDS)),
    score=st.builds(
        model.Score,
        window_days=st.integers(1, 365),
        attributes=st.builds(
            model.AttributePoints, industries=st.dictionaries(WORDS, POINTS, max_size=3)
        ),
        behaviour=st.builds(
            model.BehaviourPoints, kinds=st.dictionaries(WORDS, POINTS, max_size=3), other=POINTS
        ),
    ),
    mql=st.builds(model.Mql, threshold=st.floats(0, 100), needs_fit=st.booleans()),
    sql=st.just(model.Sql(asks=("budget", "need"), at_least=1)),
    opportunity_base=st.sampled_from(["handed_over", "mql", "sql"]),
    handling_cost=st.none() | st.floats(0, 1e6),
    promises=st.builds(
        promises.Promises,
        mqls_a_month=some(promises.MqlsAMonth, at_least=SEVERAL),
        required_fields=st.none() | st.just(promises.RequiredFields(fields=("email", "title"))),
        first_contact=st.none()
        | within(
            promises.FirstContact, by_source=st.dictionaries(WORDS, within(parts.Span), max_size=2)
        ),
        follow_ups=st.none() | within(promises.FollowUps, at_least=SEVERAL),
        back_to_nurturing=st.none() | within(promises.BackToNurturing, after_failed=SEVERAL),
        first=st.sampled_from(["follow_ups", "back_to_nurturing"]),
        weekly_meeting=some(promises.WeeklyMeeting, weekday=st.sampled_from(parts.WEEKDAYS)),
    ),
    capacity=st.builds(model.Capacity, leads_an_owner=st.none() | SEVERAL),
    calendar=CALENDARS,
)


@given(AGREEMENTS)
def test_what_is_written_is_read_again(agreement: Agreement) -> None:
    assert read_agreement(write_agreement(agreement)) == agreement


@given(AGREEMENTS, AGREEMENTS)
def test_a_comparison_names_what_differs_and_nothing_else(one: Agreement, other: Agreement) -> None:
    found = diff(one, other)
    assert (found == []) == (one == other)
    assert all(difference.old != difference.new for difference in found)
    back = sorted((path, old, new) for path, new, old in diff(other, one))
    assert [path for path, _, _ in back] == sorted(path for path, _, _ in found)
    assert {path: (old, new) for path, old, new in found} == {
        path: (old, new) for path, old, new in back
    }


def test_a_document_may_say_as_little_as_differs() -> None:
    assert read_agreement("") == Agreement()
    after = read_agreement(
        """
        opportunity_base = "mql"
        [mql]
        threshold = 55
        [promises.first_contact]
        within = 24
        [promises.first_contact.by_source]
        "Web.Form" = { within = 2, unit = "working_days" }
        [calendar]
        opens = "9:30"
        closes = 17:30:00
        closures = [{ since = 2026-12-29, until = 2027-01-03 }]
        """
    )
    closures = ({"since": date(2026, 12, 29), "until": date(2027, 1, 3), "name": ""},)
    assert diff(Agreement(), after) == [
        Difference("mql.threshold", 60, 55),
        Difference("opportunity_base", "handed_over", "mql"),
        Difference("promises.first_contact.within", None, 24),
        Difference("promises.first_contact.unit", None, "working_hours"),
        Difference('promises.first_contact.by_source."Web.Form".within', None, 2),
        Difference('promises.first_contact.by_source."Web.Form".unit', None, "working_days"),
        Difference("calendar.opens", time(9), time(9, 30)),
        Difference("calendar.closes", time(18), time(17, 30)),
        Difference("calendar.closures", (), closures),
    ]


@pytest.mark.parametrize(
    ("text", "column", "said"),
    [
        ("[mql]\nthreshold = 60.0.1", None, "row 2: this is not TOML"),
        ('title = "x', None, "row 1: this is not TOML"),
        ("a = " + "[" * 100_000, None, "this is not TOML"),
        ("x = 1", "x", "an agreement has no such field"),
        ("[mql]\nthreshold = nan", "mql.threshold", "'nan' is not a number"),
        ("[score.attributes]\nmost = inf", "score.attributes.most", "'inf' is not a number"),
        ("[mql]\nthreshold = -1", "mql.threshold", "-1 is not >= 0"),
        ("[mql]\nthreshold = '60'", "mql.threshold", "'60' is not a number"),
        (
            (
                "[mql]\nby = 'score'\nthreshold = 41\n[score.behaviour]\nkinds = { Form = 20 }\n"
                "[score.engagement]\nper_active_day = 0"
            ),
            "mql.threshold",
            "41 can never be reached: the points given add up to 40 at most",
        ),
        ("[mql]\nby = 'feeling'", "mql.by", "'feeling' is none of 'export' or 'score'"),
        ("[mql]\nneeds_fit = 'no'", "mql.needs_fit", "'no' is neither true nor false"),
        (
            "promises.mqls_a_month.at_least = true",
            "promises.mqls_a_month.at_least",
            "'True' is not a whole number",
        ),
        (
            "promises.mqls_a_month.at_least = 99999999999999999999",
            "promises.mqls_a_month.at_least",
            "99999999999999999999 is not <= 1,000,000",
        ),
        (
            "promises.handover.unit = 'hours'",
            "promises.handover.within",
            "this has to be said",
        ),
        (
            "promises.first_contact = { within = 1, by_source = { Web = { within = 0 } } }",
            "promises.first_contact.by_source.Web.within",
            "0 is not > 0",
        ),
        (
            "promises.result_recorded = { within = 1.5 }",
            "promises.result_recorded.within",
            "1.5 working_days: days are counted whole",
        ),
        ("promises.required_fields.fields = []", "promises.required_fields.fields", "empty"),
        (
            (
                "promises.follow_ups = { within = 5, at_least = 5 }\n"
                "promises.back_to_nurturing = { within = 2, after_failed = 3 }"
            ),
            "promises.first",
            "at least 5 follow-ups and back to nurturing after 3 failed attempts collide",
        ),
        ("[sql]\nat_least = 2\nasks = ['need']", "sql.at_least", "at least 2 of 1"),
        ("[sql]\nat_least = 2\nasks = ['need', 'need']", "sql.at_least", "at least 2 of 1"),
        ("[fit]\ntitles = 'CEO'", "fit.titles", "'CEO' is not a list"),
        ("[fit]\ntitles = ['CEO', '']", "fit.titles[1]", "must not be empty"),
        ("[fit]\ntitles = ['CEO', 3]", "fit.titles[1]", "'3' is no text"),
        ("fit = 3", "fit", "'3' is not a table of fields"),
        ("[score.behaviour.kinds]\n'' = 3", 'score.behaviour.kinds.""', "must not be empty"),
        ("[calendar]\nopens = '24:00'", "calendar.opens", "'24:00' is not a time"),
        ("[calendar]\nopens = 09:00:30", "calendar.opens", "whole minutes"),
        ("[calendar]\nopens = '18:00'", "calendar.closes", "closes at 18:00, which is not after"),
        (
            (
                "[calendar]\nbreaks = [{ since = '12:00', until = '13:00' }, "
                "{ since = '12:30', until = '13:30' }]"
            ),
            "calendar.breaks",
            "the break 12:30-13:30 overlaps another",
        ),
        (
            "[calendar]\nbreaks = [{ since = '09:00', until = '18:00' }]",
            "calendar.breaks",
            "no time to work",
        ),
        (
            "[calendar]\nclosures = [{ since = 2026-01-05, until = 2026-01-02 }]",
            "calendar.closures[0].until",
            "2026-01-02 lies before its beginning, 2026-01-05",
        ),
        (
            "[calendar]\nclosures = [{ since = '2026-01-05', until = 2026-01-06 }]",
            "calendar.closures[0].since",
            "'2026-01-05' is not a day",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_its_field(text: str, column: str | None, said: str) -> None:
    with pytest.raises(AgreementInvalid) as error:
        read_agreement(text, "own.toml")
    (problem,) = error.value.problems
    assert (problem.file, problem.column) == ("own.toml", column)
    assert said in describe(problem, "en")
    assert "own.toml" in describe(problem, "ja")


def test_all_that_is_wrong_is_named_at_once() -> None:
    with pytest.raises(AgreementInvalid) as error:
        read_agreement("x = 1\n[mql]\nthreshold = -1\n[calendar]\nfiscal_year_begins = 13")
    assert {problem.column for problem in error.value.problems} == {
        "x", "mql.threshold", "calendar.fiscal_year_begins",
    }  # fmt: skip


def test_a_score_from_outside_has_a_scale_of_its_own() -> None:
    text = "[mql]\nby = 'score'\nscore = 'exported'\nthreshold = 500"
    assert read_agreement(text).mql.threshold == 500


def test_an_agreement_is_staged_as_it_says(tmp_path: Path) -> None:
    agreed = read_agreement(
        """
        title = "2026"
        handling_cost = 12000
        [fit]
        industries = ["製造"]
        titles = ["部長", "課長"]
        [score.attributes.titles]
        "部長" = 20
        [score.behaviour]
        kinds = { "資料請求" = 15.5 }
        other = -1
        [mql]
        by = "score"
        threshold = 30
        [sql]
        asks = ["budget", "need"]
        at_least = 1
        [contacts]
        automatic = ["auto"]
        incoming = []
        failed = []
        one_sided = ["mail"]
        reached = []
        [promises]
        mqls_a_month.at_least = 40
        handover = { within = 24, unit = "hours" }
        required_fields.fields = ["email", "company"]
        first_contact.within = 2
        first_contact.unit = "working_days"
        first_contact.by_source.Web.within = 4.5
        follow_ups = { within = 10, at_least = 5 }
        decided = { within = 7 }
        back_to_nurturing = { within = 2, after_failed = 3 }
        first = "follow_ups"
        weekly_meeting.weekday = "tue"
        monthly_review.day = 10
        [capacity]
        leads_an_owner = 30
        """
    )
    held = [
        InForce(0, date.min, date(2026, 3, 31), Agreement(contacts=NO_WORDS), False),
        InForce(7, date(2026, 4, 1), date.max, agreed, True),
    ]
    with Database(tmp_path / "staged.duckdb", read_only=False) as db:
        stage_agreements(db, held, date(2026, 1, 1), date(2026, 12, 31))
        assert db.rows("select * from agreements order by number") == [
            (0, date.min, date(2026, 3, 31), False, "", "export", "computed", 60, False, 90, 30, 40,
             30, 0, 5, 0, "handed_over", "first_touch", None, "goes_on", None, None, None, None,
             540, 4),
            (7, date(2026, 4, 1), date.max, True, "2026", "score", "computed", 30, False, 90, 30,
             40, 30, -1, 5, 1, "handed_over", "first_touch", 12000, "goes_on", "follow_ups", 30,
             None, None, 540, 4),
        ]  # fmt: skip
        assert db.rows("select * from agreed_points order by all") == [
            (7, "kind", "資料請求", 15.5), (7, "title", "部長", 20),
        ]  # fmt: skip
        assert db.rows("select * from agreed_words order by all") == [
            (7, "automatic", "auto"), (7, "fit_industry", "製造"), (7, "fit_title", "課長"),
            (7, "fit_title", "部長"), (7, "one_sided", "mail"), (7, "required_field", "company"),
            (7, "required_field", "email"), (7, "sql_asks", "budget"), (7, "sql_asks", "need"),
        ]  # fmt: skip
        # number, promise, party, source, within, unit, at_least, needs_reason, on_day
        assert db.rows("select * from agreed_promises order by party, promise, source desc") == [
            (7, "monthly_review", "both", None, None, None, None, None, 10),
            (7, "weekly_meeting", "both", None, None, None, None, None, 2),
            (7, "handover", "marketing", None, 24, "hours", None, None, None),
            (7, "mqls_a_month", "marketing", None, None, None, 40, None, None),
            (7, "required_fields", "marketing", None, None, None, None, None, None),
            (7, "back_to_nurturing", "sales", None, 2, "working_days", 3, None, None),
            (7, "decided", "sales", None, 7, "days", None, True, None),
            (7, "first_contact", "sales", "Web", 4.5, "working_hours", None, None, None),
            (7, "first_contact", "sales", None, 2, "working_days", None, None, None),
            (7, "follow_ups", "sales", None, 10, "working_days", 5, None, None),
        ]  # fmt: skip
        # Of the 261 weekdays of 2026, 17 are holidays.
        assert db.rows(
            "select number, count(*), count(*) filter (where is_working), sum(minutes) "
            "from agreed_days group by 1 order by 1"
        ) == [(0, 365, 244, 244 * 540), (7, 365, 244, 244 * 540)]
