"""The largest gap to a stage's own past, by hand-made counts."""

from __future__ import annotations

from funnel.analysis.gaps import (
    Compared,
    Counts,
    Gaps,
    concentrated_in,
    largest_gap,
    shortfall,
)


def compared(name: str, recent: tuple[int, int], past: tuple[int, int]) -> Compared:
    return Compared(name, Counts(*recent), Counts(*past))


FALLEN = compared("sql_rate", (26, 233), (287, 1196))  # 56 expected
STEADY = compared("mql_rate", (90, 400), (900, 4000))
TINY = compared("win_rate", (0, 3), (30, 100))  # 0.9 expected


def test_expected_and_missing_follow_the_past_rate() -> None:
    assert round(FALLEN.expected, 2) == 55.91
    assert round(FALLEN.missing, 2) == 29.91
    assert round(FALLEN.share_of_past, 3) == round((26 + 15) / (55.91 + 15), 3)


def test_the_stage_that_kept_least_of_its_past_is_named() -> None:
    assert largest_gap([STEADY, FALLEN, TINY]) == Gaps(FALLEN, compared=2)


def test_nothing_is_named_where_all_is_as_before() -> None:
    assert largest_gap([STEADY, TINY]) == Gaps(None, compared=1)


def test_too_few_to_compare_is_not_all_well() -> None:
    no_past = compared("sql_rate", (5, 10), (0, 0))
    assert largest_gap([TINY, no_past]) == Gaps(None, compared=0)
    assert largest_gap([]) == Gaps(None, compared=0)


def test_a_rate_without_denominator_is_no_rate() -> None:
    assert Counts(0, 0).rate is None
    assert Counts(0, 4).rate == 0


def test_a_segment_is_named_only_if_most_is_missing_there() -> None:
    expo = compared("Expo", (2, 40), (200, 400))  # 18 missing
    web = compared("Web", (45, 100), (500, 1000))  # 5 missing
    better = compared("Referral", (30, 40), (200, 400))
    assert concentrated_in([web, expo, better]) == expo
    evenly = [compared(name, (2, 40), (200, 400)) for name in ("a", "b", "c")]
    assert concentrated_in(evenly) is None
    assert concentrated_in([better]) is None


def test_the_shortfall_lists_all_who_share_in_it() -> None:
    expo = compared("Expo", (7, 40), (200, 400))  # 13 missing
    web = compared("Web", (39, 100), (500, 1000))  # 11 missing
    little = compared("Ads", (9, 20), (200, 400))  # 1 missing
    better = compared("Referral", (30, 40), (200, 400))
    assert shortfall([web, little, expo, better]) == [expo, web]
    assert concentrated_in([web, little, expo, better]) is None
