"""What people write for a day or a time, and the one moment it means; or none for sure."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from funnel.importers.cells.moments import Moment, Serials, read_moment
from funnel.importers.profiles.profile import DateOrder

DAY = "2026-11-21"
DAYS = [
    "2026-11-21", "2026/11/21", "2026.11.21", "2026年11月21日", "2026年 11月 21日", "20261121",
    "２０２６／１１／２１", "２０２６年１１月２１日", "2026年11月21日(土)", "2026/11/21（土）",
    "2026年11月21日 土曜日", "2026年11月21日日曜日", "2026/11/21(土・祝)", "2026-11-21 (Sat)",
    "令和8年11月21日", "R8.11.21", "R08/11/21", "R8-11-21", "Ｒ８．１１．２１", "㋿8年11月21日",
    "令8.11.21", "r8.11.21", "21 Nov 2026", "21 Nov, 2026", "21-Nov-2026", "21 November 2026",
    "Nov 21, 2026", "NOVEMBER 21 2026", "Nov. 21st, 2026", "Sat, 21 Nov 2026",
    "Saturday, November 21, 2026", "46347", "46347.0", "４６３４７", "'2026-11-21",
    " 2026-11-21 ",
]  # fmt: skip


@pytest.mark.parametrize("text", DAYS)
def test_a_day(text: str) -> None:
    assert read_moment(text) == Moment(datetime(2026, 11, 21), has_time=False)


TIMES = {
    "2026/11/21 9:05": "09:05",
    "2026-11-21T09:05": "09:05",
    "2026-11-21 09:05:30": "09:05:30",
    "2026-11-21 09:05:30.5": "09:05:30.500000",
    "2026-11-21 09:05:30.123456789": "09:05:30.123456",
    "２０２６／１１／２１　９：０５": "09:05",
    "2026年11月21日 9時5分": "09:05",
    "2026年11月21日9時05分07秒": "09:05:07",
    "2026年11月21日(土) 午後3時5分": "15:05",
    "2026年11月21日 午後3時": "15:00",
    "2026年11月21日 午前9時半": "09:30",
    "2026/11/21 午後 12:30": "12:30",
    "2026/11/21 午前 0:30": "00:30",
    "2026/11/21 午後0:30": "12:30",
    "R8.11.21 15:05": "15:05",
    "2026/11/21(土)15:05": "15:05",
    "Nov 21, 2026 9:05 PM": "21:05",
    "Nov 21, 2026 at 9:05 p.m.": "21:05",
    "2026/11/21, 12:05 AM": "00:05",
    "2026/11/21 12:05 pm": "12:05",
    "2026/11/21 3 PM": "15:00",
    "21 Nov, 2026 00:03:00": "00:03",
    "20261121T090530": "09:05:30",
    "20261121090530": "09:05:30",
    "46347.378472": "09:05",
    "46347.999999999": "24:00",
    "2026/11/21 24:00": "24:00",
    "2026-11-21 00:00:00": "00:00",
    # with a zone: here nine hours ahead of UTC
    "2026-11-21T00:05:00Z": "09:05",
    "2026-11-21T00:05Z": "09:05",
    "2026-11-21 00:05:00 UTC": "09:05",
    "2026-11-21 00:05:00.000+0000": "09:05",
    "2026-11-21T09:05:00+09:00": "09:05",
    "2026-11-21 09:05:00 +0900": "09:05",
    "2026-11-21 09:05:00+09": "09:05",
    "2026-11-21 09:05:00 JST": "09:05",
    "2026-11-21 09:05 (UTC+09:00)": "09:05",
    "2026-11-20T18:05:00-06:00": "09:05",
    "20261121T000500Z": "09:05",
    "2026-11-21T09:05:00+09:00[Asia/Tokyo]": "09:05",
    "Sat Nov 21 2026 09:05:00 GMT+0900 (Japan Standard Time)": "09:05",
    "2026-11-21T20:05:00Z": "29:05",
}


@pytest.mark.parametrize(("text", "clock"), TIMES.items())
def test_a_time_of_day(text: str, clock: str) -> None:
    hours, _, rest = clock.partition(":")
    midnight = datetime.fromisoformat(DAY)
    since = timedelta(hours=int(hours)) + (datetime.fromisoformat(f"{DAY} 00:{rest}") - midnight)
    assert read_moment(text) == Moment(midnight + since, has_time=True)


NO_MOMENTS = [
    "", " ", "-", "soon", "未定", "2026", "2026/11", "2026年11月", "令和8年", "Nov 2026", "11/21",
    "26/11/21", "26-11-21", "R9/13/1", "2026-02-30", "2026-13-01", "2026-00-10", "2026-11-211",
    "1969-12-31", "2101-01-01", "9999-12-31", "0206-01-01", "昭和44年1月1日", "昭和65年1月1日",
    "平成32年1月1日", "令和0年5月1日", "03/04/2026", "25/04/2026", "2026-11-21 25:00",
    "2026-11-21 24:01", "2026-11-21 9:60", "2026-11-21 09:05:60", "2026/11/21 13:05 PM",
    "午後2026/11/21", "2026/11/21 午後3時PM", "2026年11月21日 午後12時30分",
    "2026/11/21 9:05-10:00", "2026-11-21T09:05:00+15:00", "2026-11-21T09:05:00 EST",
    "2026-11-21Z", "2026-11-21〜", "12:30", "2026/11/21〜2026/11/30", "19999", "80001", "46347円",
    "1e5", "2026²-11-21", "٢٠٢٦-١١-٢١", "Nov 31, 2026", "Foo 21, 2026", "21 Nov 26",
    "2026-11-21 9", "x" * 10_000, "9" * 10_000,
]  # fmt: skip


@pytest.mark.parametrize("text", NO_MOMENTS)
def test_no_moment(text: str) -> None:
    assert read_moment(text) is None


@pytest.mark.parametrize(
    ("text", "day"),
    {
        "2026/11": "2026-11-01", "2026-11": "2026-11-01", "2026年11月": "2026-11-01",
        "2026年11月度": "2026-11-01", "令和8年11月": "2026-11-01", "R8.11": "2026-11-01",
        "２０２６年１１月": "2026-11-01", "Nov 2026": "2026-11-01", "November, 2026": "2026-11-01",
        "202611": "2026-11-01", "2026-11-21": "2026-11-21", "2026/13": None, "2026": None,
        "Nov-26": None, "11/2026": None, "9999/11": None,
    }.items(),
)  # fmt: skip
def test_a_month_where_months_are_meant(text: str, day: str | None) -> None:
    found = read_moment(text, allows_month=True)
    assert found == (day and Moment(datetime.fromisoformat(day), has_time=False))


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("03/04/2026", "dmy", "2026-04-03"),
        ("03/04/2026", "mdy", "2026-03-04"),
        ("3.4.2026", "dmy", "2026-04-03"),
        ("０３／０４／２０２６", "mdy", "2026-03-04"),
        ("25-04-26", "dmy", "2026-04-25"),
        ("04-25-99", "mdy", "1999-04-25"),
        ("25/04/2026", "mdy", None),
        ("2026-03-04", "dmy", "2026-03-04"),
        ("2026年3月4日", "mdy", "2026-03-04"),
    ],
)
def test_day_and_month_in_the_order_of_the_column(
    text: str, order: DateOrder, day: str | None
) -> None:
    assert read_moment(text, order) == (day and Moment(datetime.fromisoformat(day), False))


def test_serials_of_either_excel() -> None:
    found = [read_moment("44885", serials=serials) for serials in ("1900", "1904", None)]
    days = [moment and moment.moment.date() for moment in found]
    assert days == [date(2022, 11, 20), date(2026, 11, 21), None]


def test_other_zones_than_the_companys() -> None:
    found = read_moment("2026-07-01T12:00:00Z", timezone="Europe/Berlin")
    assert found == Moment(datetime(2026, 7, 1, 14), has_time=True)


def wide(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if 0x21 <= ord(c) < 0x7F else c for c in text)


def era(day: date) -> tuple[str, str, int]:
    for name, letter, since in (
        ("令和", "R", date(2019, 5, 1)),
        ("平成", "H", date(1989, 1, 8)),
        ("昭和", "S", date(1926, 12, 25)),
    ):
        if day >= since:
            return name, letter, day.year - since.year + 1
    raise AssertionError(day)


def writings(day: date) -> dict[str, DateOrder]:
    """Every way to write a day, and the order of the column in which it says so."""
    y, m, d = day.year, day.month, day.day
    name, letter, nth = era(day)
    month = day.strftime("%B")
    forms = [
        day.isoformat(), f"{y}/{m}/{d}", f"{y}.{m}.{d}", f"{y}年{m}月{d}日", f"{y}{m:02}{d:02}",
        f"{name}{'元' if nth == 1 else nth}年{m}月{d}日", f"{letter}{nth}.{m}.{d}",
        f"{letter}{nth:02}/{m:02}/{d:02}", f"{d} {month[:3]} {y}", f"{d} {month[:3]}, {y}",
        f"{d}-{month[:3]}-{y}", f"{month} {d}, {y}",
        f"{y}年{m}月{d}日({'月火水木金土日'[day.weekday()]})",
    ]  # fmt: skip
    serial = (day - date(1899, 12, 30)).days
    if serial <= 73_000:
        forms.append(str(serial))
    forms += [wide(form) for form in forms]
    ordered: dict[str, DateOrder] = {f"{d}/{m}/{y}": "dmy", f"{m:02}-{d:02}-{y}": "mdy"}
    return dict.fromkeys(forms, "ymd") | ordered


DATES = st.dates(date(1970, 1, 1), date(2099, 12, 31))


@settings(deadline=None)
@given(DATES)
def test_every_day_reads_back_however_it_is_written(day: date) -> None:
    expected = Moment(datetime.combine(day, time()), has_time=False)
    found = {text: read_moment(text, order) for text, order in writings(day).items()}
    assert found == dict.fromkeys(found, expected)


@settings(deadline=None)
@given(DATES, st.times().map(lambda t: t.replace(microsecond=0)))
def test_every_time_reads_back_however_it_is_written(day: date, at: time) -> None:
    moment = datetime.combine(day, at)
    halves = {"AM": "午前", "PM": "午後"}
    half, hour = moment.strftime("%p"), at.hour % 12
    clocks = [
        f" {at.isoformat()}", f"T{at.isoformat()}", f" {at.hour}:{at:%M:%S}",
        f" {hour or 12}:{at:%M:%S} {half}", f" {halves[half]} {hour}:{at:%M:%S}",
        f" {at.hour}時{at.minute}分{at.second}秒",
        f" {halves[half]}{hour}時{at.minute}分{at.second}秒",
    ]  # fmt: skip
    found = {
        text + clock: read_moment(text + clock, order)
        for text, order in writings(day).items()
        if not (text.isdecimal() and len(text) == 5)
        for clock in clocks
    }
    utc = moment - timedelta(hours=9)
    for form in ("%Y-%m-%dT%H:%M:%SZ", "%Y/%m/%d %H:%M:%S UTC", "%Y-%m-%d %H:%M:%S+00:00"):
        found[utc.strftime(form)] = read_moment(utc.strftime(form))
    assert found == dict.fromkeys(found, Moment(moment, has_time=True))


@given(
    st.datetimes(datetime(1970, 1, 2), datetime(2099, 12, 31)),
    st.sampled_from(get_args(Serials)),
)
def test_excel_serials_hold_to_the_second(moment: datetime, system: Serials) -> None:
    moment = moment.replace(microsecond=0)
    zero = datetime(1899, 12, 30) if system == "1900" else datetime(1904, 1, 1)
    days = (moment - zero) / timedelta(days=1)
    found = read_moment(f"{days:.9f}", serials=system)
    assert found == Moment(moment, has_time=moment.time() != time())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-01-05 20:30:00", datetime(2026, 1, 6, 5, 30)),
        ("5 Jan 2026 8:30 PM", datetime(2026, 1, 6, 5, 30)),
        ("2026-01-05T20:30:00+09:00", datetime(2026, 1, 5, 20, 30)),  # says its own zone
        ("2026-01-05 00:00:00", datetime(2026, 1, 5)),  # a day is no moment
        ("5 Jan 2026", datetime(2026, 1, 5)),
    ],
)
def test_times_that_name_no_zone_are_in_that_of_the_file(text: str, expected: datetime) -> None:
    for zone in ("UTC", "Asia/Tokyo"):
        found = read_moment(text, "ymd", "Asia/Tokyo", naive=zone)
        as_it_stands = zone == "Asia/Tokyo" and "+09:00" not in text and expected.hour == 5
        assert found is not None
        assert found.moment == (datetime(2026, 1, 5, 20, 30) if as_it_stands else expected)
