"""A month beside another one of as many working days: by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnel.agreement.holidays import working_days
from funnel.agreement.model import Calendar
from funnel.calendar import month_end
from funnel.filters import Filters
from funnel.metrics import METRICS, figures
from funnel.reports.compare import Against, Other, beside, other_period, weeks_beside
from funnel.store.database import Database
from funnel.ui import compare, data
from funnel.ui.strip import strip_of
from funnel.ui.texts import LANGUAGES, Texts
from tests.uploads import Exports, Row

CALENDAR = Calendar()
FRIDAY = date(2026, 11, 20)
NOVEMBER = Filters(date(2026, 11, 1), FRIDAY, FRIDAY)


def other(day: str, against: Against) -> tuple[str, str, int, bool, bool] | None:
    as_of = date.fromisoformat(day)
    found = other_period(CALENDAR, as_of.replace(day=1), as_of, against)
    if found is None:
        return None
    return f"{found.since:%m/%d}", f"{found.until:%m/%d}", found.days, found.is_cut, found.is_like


def test_an_unfinished_month_stands_beside_as_many_working_days() -> None:
    """November 2026 has a holiday on Tuesday the 3rd: its 14th working day is Friday the 20th.

    October's 14th, with the holiday of the 12th, is Wednesday the 21st; that of November 2025,
    with the holiday of Monday the 3rd, Friday the 21st.
    """
    assert other("2026-11-20", "before") == ("10/01", "10/21", 14, True, True)
    assert other("2026-11-20", "year") == ("11/01", "11/21", 14, True, True)


def test_days_off_after_the_last_working_day_belong_to_both() -> None:
    """On Sunday the 22nd two days off have passed. After 21 October a working day follows; after
    21 November 2025 a Saturday and a Sunday."""
    assert other("2026-11-22", "before") == ("10/01", "10/21", 14, True, True)
    assert other("2026-11-22", "year") == ("11/01", "11/23", 14, True, True)


def test_a_month_that_is_over_stands_beside_the_whole_other_one() -> None:
    assert other("2026-11-30", "before") == ("10/01", "10/31", 21, False, True)
    assert other("2026-10-31", "year") == ("10/01", "10/31", 22, False, True)


def test_a_shorter_month_is_shown_and_not_compared() -> None:
    """By 30 March 2026 20 working days have passed; February 2026 has 18."""
    assert other("2026-03-30", "before") == ("02/01", "02/28", 18, True, False)


def test_a_month_of_days_off_so_far_compares_with_days_off_alone() -> None:
    """1 November 2026 is a Sunday, 1 October a Thursday; 1 November 2025 a Saturday."""
    assert other("2026-11-01", "before") is None
    assert other("2026-11-01", "year") == ("11/01", "11/01", 0, True, True)


@given(st.dates(date(2024, 2, 1), date(2027, 12, 31)), st.sampled_from(["before", "year"]))
def test_both_parts_hold_as_many_working_days(as_of: date, against: Against) -> None:
    found = other_period(CALENDAR, as_of.replace(day=1), as_of, against)
    if found is None:
        return
    count = sum(works for _, works in working_days(CALENDAR, found.since, found.until))
    now = sum(works for _, works in working_days(CALENDAR, as_of.replace(day=1), as_of))
    assert found.days == count
    if found.is_cut:
        assert found.is_like == (count == now)
        assert count <= now
    else:
        assert as_of == month_end(as_of)
    assert found.since.day == 1
    assert found.until <= month_end(found.since)


# Two leads created a day, Monday to Sunday, from October 2025; the first of each day becomes an MQL
# at once. October 2026 has one a day more from the 22nd on, which the 14 working days do not reach.
@pytest.fixture(scope="module")
def crm(tmp_path_factory: pytest.TempPathFactory) -> Exports:
    crm = Exports(tmp_path_factory.mktemp("compare"))
    leads: list[Row] = []
    day = date(2025, 10, 1)
    while day <= FRIDAY:
        many = 3 if date(2026, 10, 22) <= day <= date(2026, 10, 31) else 2
        for place in range(many):
            row = {
                "lead": f"{day}-{place}",
                "created": f"{day}",
                "source": "Web" if place else "Expo",
            }
            leads.append(row | {"owner": "佐藤" if place else "田中"} | (
                {} if place else {"mql": f"{day}"}
            ))  # fmt: skip
        day += timedelta(days=1)
    crm.bring(FRIDAY, leads=leads, deals=[{"deal": "D", "stage": "Talks", "opened": f"{FRIDAY}"}])
    return crm


@pytest.fixture(scope="module")
def db(crm: Exports) -> Iterator[Database]:
    with crm.opened() as opened:
        yield opened


def test_the_other_parts_figures_by_hand(db: Database) -> None:
    """21 days of two leads beside 20: 42, and 2 less now. Of the whole of October it were 72."""
    part = other_period(CALENDAR, NOVEMBER.since, FRIDAY, "before")
    found = beside(db, NOVEMBER, "before", part, ["leads", "mql_rate"])
    assert (found.value("leads"), found.change("leads", 40)) == (42, -2)
    rate = found.figure("mql_rate")
    assert rate is not None
    assert (rate.numerator, rate.denominator, rate.value) == (21, 42, 0.5)
    asked = replace(NOVEMBER, since=date(2026, 10, 1), until=date(2026, 10, 31))
    assert figures(db, METRICS["leads"], asked)[0].value == 72
    year = other_period(CALENDAR, NOVEMBER.since, FRIDAY, "year")
    assert beside(db, NOVEMBER, "year", year, ["leads"]).value("leads") == 42


def test_conditions_hold_for_the_other_part_too(db: Database) -> None:
    part = other_period(CALENDAR, NOVEMBER.since, FRIDAY, "before")
    asked = replace(NOVEMBER, where=(("source", "Expo"),))
    assert beside(db, asked, "before", part, ["leads"]).value("leads") == 21


def test_before_the_data_nothing_compares(db: Database) -> None:
    march = Filters(date(2026, 3, 1), date(2026, 3, 31), FRIDAY)
    part = other_period(CALENDAR, march.since, march.until, "year")
    found = beside(db, march, "year", part, ["leads"])
    assert (found.other, found.figures, found.change("leads", 62)) == (None, {}, None)


def test_no_difference_is_told_from_a_shorter_part(db: Database) -> None:
    march = Filters(date(2026, 3, 1), date(2026, 3, 30), date(2026, 3, 30))
    part = other_period(CALENDAR, march.since, march.until, "before")
    found = beside(db, march, "before", part, ["leads"])
    assert (found.value("leads"), found.change("leads", 60)) == (56, None)


def test_whole_weeks_stand_beside_as_many(db: Database) -> None:
    """The eight weeks to 20 November begin on 26 September; those before hold 56 days of two."""
    weeks = Filters(FRIDAY - timedelta(days=55), FRIDAY, FRIDAY)
    before = weeks_beside(db, weeks, "before", "mql_rate")
    assert before is not None
    assert (before.numerator, before.denominator) == (56, 112)
    assert (before.filters.since, before.filters.until) == (date(2026, 8, 1), date(2026, 9, 25))
    assert weeks_beside(db, weeks, "year", "mql_rate") is None  # 27 September 2025: before the data


# --- the strip


def strip(crm: Exports, t: Texts, against: Against, month: str = "2026-11", **known):
    company = data._company(str(crm.workspace.home), crm.workspace.current() or 0)
    view = data.view_of(company, date.fromisoformat(f"{month}-01"), where=known.get("where", ()))
    funnel = data.read_funnel(company, view)
    found = compare.read_beside(company, view, funnel, against)
    return strip_of(company, funnel, known.get("marked"), view, t, beside=found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_counts_and_rates_stand_beside_the_month_before(crm: Exports, language) -> None:
    told = strip(crm, Texts(language), "before")
    says = {
        "ja": ("前月同期 42 (\u22122)", "前月 50%", "比較 = 2026/10/1〜2026/10/21"),
        "en": ("Prev month to date 42 (\u22122)", "prev mo 50%", "Compared: 2026/10/1"),
    }[language]  # fmt: skip
    assert told.stages[0].lines == (says[0],)
    assert told.rates[0] is not None
    assert told.rates[0].note == f"{Texts(language)('too_few_note')} · {says[1]} · 21/42"
    assert told.note.startswith(says[2])
    assert "14" in told.note


def test_beside_its_target_the_month_is_as_it_was(crm: Exports) -> None:
    told = strip(crm, Texts("ja"), "target")
    assert told.stages[0].lines == ("前年同日まで 40",)
    assert told.rates[0] is not None
    assert told.rates[0].note == "件数少なめ"


def test_a_whole_month_stands_beside_a_whole_one(crm: Exports) -> None:
    told = strip(crm, Texts("ja"), "year", "2026-10")
    assert told.stages[0].lines == ("前年 62 (+10)",)
    assert told.note == "比較 = 2025/10/1〜2025/10/31(月の全体どうし)"


def test_without_data_of_then_the_strip_says_so(crm: Exports) -> None:
    told = strip(crm, Texts("ja"), "year", "2026-03")
    assert told.stages[0].lines == ("比べるデータなし",)
    assert told.rates[0] is not None
    assert told.rates[0].note is None
    assert told.note == "比べる月のデータがないか、営業日がまだありません。"


def test_the_marked_rate_stands_beside_the_eight_weeks_before(crm: Exports) -> None:
    told = strip(crm, Texts("ja"), "before", marked=("lead", "mql"))
    assert told.rates[0] is not None
    assert told.rates[0].marked
    assert told.rates[0].note == "直近8週 · その前 50% · 56/112"


def test_an_owner_is_compared_with_the_same_owner(crm: Exports) -> None:
    told = strip(crm, Texts("ja"), "before", where=(("owner", "田中"),))
    assert (told.stages[0].value, told.stages[0].lines) == ("20", ("前月同期 21 (\u22121)",))


def test_what_is_told_of_another_part() -> None:
    part = Other(date(2026, 2, 1), date(2026, 2, 28), 18, True, False)
    said = compare.note_said(compare.Beside("before", part, {}), Texts("ja"))
    assert "18営業日で終わり" in said
