"""The agreement: as a document, by days, and as the tables of a version."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from funnel.agreement.timeline import InForce, in_force_on, timeline
from funnel.store.team import AgreementVersion, TakenBack

AT = datetime(2026, 11, 21, 12, tzinfo=UTC)


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
