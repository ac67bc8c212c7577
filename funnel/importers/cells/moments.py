"""Dates and times as people and tools write them. Each means one moment or is not read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from datetime import timezone as fixed_zone
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal
from zoneinfo import ZoneInfo

from funnel.calendar import ZONE_NAME
from funnel.importers.cells.folding import plain
from funnel.importers.profiles.profile import DateOrder

Serials = Literal["1900", "1904"]

YEARS = (1970, 2100)
"""A date outside is a slip of the keyboard: 0206-01-01."""
SERIALS = (20_000, 80_000)
"""Excel counts days; a number outside is no day between 1954 and 2119."""
DAY_ZERO: dict[Serials, date] = {"1900": date(1899, 12, 30), "1904": date(1904, 1, 1)}

ERAS = {"令和": (2019, 2100), "平成": (1989, 2019), "昭和": (1926, 1989)}
"""Their first and last years. Dates of a last year after the change still mean what they say."""
ERA_LETTERS = {"R": "令和", "H": "平成", "S": "昭和", "令": "令和", "平": "平成", "昭": "昭和"}
_MONTHS = (
    "JANUARY", "FEBRUARY", "MARCH", "APRIL", "MAY", "JUNE", "JULY", "AUGUST", "SEPTEMBER",
    "OCTOBER", "NOVEMBER", "DECEMBER",
)  # fmt: skip
MONTHS = {
    name: number for number, long in enumerate(_MONTHS, start=1) for name in (long, long[:3])
} | {"SEPT": 9}

_YEAR = r"(?:(?P<year>\d{4})|(?P<era>令和|平成|昭和|[令平昭RHS])\.? ?(?P<nth>元|\d{1,2}))"
_NAME = rf"(?P<name>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\.?"
_NTH = r"(?P<day>\d{1,2})(?:ST|ND|RD|TH)?"
_DAYS = [
    rf"{_YEAR} ?[-/.年] ?(?P<month>\d{{1,2}}) ?[-/.月] ?(?P<day>\d{{1,2}})(?!\d)(?: ?日(?!曜))?",
    r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)(?!\d)",
    rf"{_NTH}[ -]?{_NAME}(?:, ?|[ -]?)(?P<year>\d{{4}})(?!\d)",
    rf"{_NAME} ?{_NTH}(?:, ?| )(?P<year>\d{{4}})(?!\d)",
]
_LAST = r"(?P<year>\d{4}|\d\d)(?!\d)"
_PARTS = {"d": r"(?P<day>\d{1,2})", "m": r"(?P<month>\d{1,2})", "y": _LAST}
_MONTH_ALONE = [
    rf"{_YEAR} ?[-/.年] ?(?P<month>\d{{1,2}})(?: ?月[度分]?)?$",
    r"(?P<year>\d{4})(?P<month>\d\d)$",
    rf"{_NAME}(?:, ?|[ -])(?P<year>\d{{4}})$",
]


def _compiled(patterns: list[str]) -> list[re.Pattern[str]]:
    return [re.compile(pattern, re.ASCII) for pattern in patterns]


DAYS: dict[DateOrder, list[re.Pattern[str]]] = {
    "ymd": _compiled(_DAYS),
    "dmy": _compiled([*_DAYS, " ?[-/.] ?".join(_PARTS[part] for part in "dmy")]),
    "mdy": _compiled([*_DAYS, " ?[-/.] ?".join(_PARTS[part] for part in "mdy")]),
}
MONTH_ALONE = _compiled(_MONTH_ALONE)
_WEEKDAY = r"(?:MON|TUE|WED|THU|FRI|SAT|SUN)[A-Z]{0,6}"
WEEKDAY_BEFORE = re.compile(rf"{_WEEKDAY}\.?,? (?=[A-Z\d])", re.ASCII)
WEEKDAY_AFTER = re.compile(
    rf" ?(?:\((?:[月火水木金土日]?(?:曜日?)?[・/]?[祝休]?日?|{_WEEKDAY})\)|[月火水木金土日]曜日?)"
)
SERIAL = re.compile(r"(\d{5})(\.\d{1,20})?", re.ASCII)
COMPACT = re.compile(r"(\d{8})(?:T|(?=\d{6}$))(\d\d)(\d\d)(\d\d)?(?=\D|$)", re.ASCII)
HALF = r"[AP]\.?M\.?|午前|午後"
TIME = re.compile(
    rf"(?P<gap>T|,? (?:AT )?|)(?P<before>{HALF})? ?(?P<hour>\d{{1,2}})"
    r"(?::(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,](?P<fraction>\d{1,9}))?)?"
    r"|時 ?(?:(?P<minutes>\d{1,2})分 ?(?:(?P<seconds>\d{1,2})秒)?|(?P<half>半))?"
    r"|(?= ?[AP]\.?M))"
    rf"(?: ?(?P<after>{HALF}))?"
    r"(?P<zone> ?\(?(?:(?P<word>Z|UTC|GMT|JST)|(?P<named>(?:UTC|GMT) ?)?"
    r"(?P<sign>[-+])(?P<hours>\d{1,2}):?(?P<offset>\d\d)?)\)?(?: ?[\[(][A-Z/_ ]+[\])])?)?",
    re.ASCII,
)


@dataclass(frozen=True)
class Moment:
    """A naive moment in the company's zone, and whether its text gave a time of day."""

    moment: datetime
    has_time: bool


def read_moment(
    text: str,
    order: DateOrder = "ymd",
    timezone: str = ZONE_NAME,
    *,
    naive: str | None = None,
    allows_month: bool = False,
    serials: Serials | None = "1900",
) -> Moment | None:
    """The moment that `text` means in `timezone`, None where it means none or could mean two.

    Times without a zone are in `naive`, or in `timezone` where it is not given; midnight sharp is a
    day there, and a day is the same everywhere. 24:00 is 0:00 of the next day. A
    year of two digits is read after an era, and at the end where `order` says what stands before
    it. `allows_month` reads 2026/11 as its first day. Fractions beyond microseconds are cut.
    """
    said = WEEKDAY_BEFORE.sub("", plain(text), count=1)
    if serials and (serial := SERIAL.fullmatch(said)):
        return _within(_of_serial(Decimal(serial[0]), serials))
    if compact := COMPACT.match(said):
        clock = ":".join(part for part in compact.groups()[1:] if part)
        said = f"{compact[1]}T{clock}{said[compact.end() :]}"
    for pattern in DAYS[order]:
        if found := pattern.match(said):
            day = _day(found)
            rest = said[found.end() :]
            if weekday := WEEKDAY_AFTER.match(rest):
                rest = rest[weekday.end() :]
            return _at(day, rest, timezone, naive or timezone) if day else None
    if allows_month:
        for pattern in MONTH_ALONE:
            if (found := pattern.match(said)) and (day := _day(found)):
                return _within(Moment(datetime.combine(day, time()), has_time=False))
    return None


def _within(moment: Moment | None) -> Moment | None:
    return moment if moment and YEARS[0] <= moment.moment.year <= YEARS[1] else None


def _of_serial(days: Decimal, serials: Serials) -> Moment | None:
    if not SERIALS[0] <= days <= SERIALS[1]:
        return None
    seconds = int((days % 1 * 86_400).quantize(Decimal(1), ROUND_HALF_UP))
    midnight = datetime.combine(DAY_ZERO[serials] + timedelta(days=int(days)), time())
    return Moment(midnight + timedelta(seconds=seconds), has_time=seconds > 0)


def _day(found: re.Match[str]) -> date | None:
    parts = found.groupdict()
    year = _year(parts.get("year"), parts.get("era"), parts.get("nth"))
    month = MONTHS[parts["name"]] if parts.get("name") else int(parts["month"])
    try:
        return date(year or 0, month, int(parts.get("day") or 1))
    except ValueError:
        return None


def _year(year: str | None, era: str | None, nth: str | None) -> int | None:
    if era is not None and nth is not None:
        first, last = ERAS[ERA_LETTERS.get(era, era)]
        counted = first + (1 if nth == "元" else int(nth)) - 1
        return counted if first <= counted <= last else None
    number = int(year or 0)
    if len(year or "") == 2:
        return number + (2000 if number < YEARS[0] % 100 else 1900)
    return number


def _at(day: date, rest: str, timezone: str, naive: str) -> Moment | None:
    """The moment on `day` that the text behind it gives: none, a time, a time with a zone."""
    midnight = datetime.combine(day, time())
    if not rest:
        return _within(Moment(midnight, has_time=False))
    found = TIME.fullmatch(rest)
    # At the ends of the calendar no offset can be applied.
    if not found or not YEARS[0] - 1 <= day.year <= YEARS[1] + 1:
        return None
    clock = _clock(found)
    if clock is None:
        return None
    moment = midnight + clock
    if found["zone"]:
        offset = _offset(found)
        if offset is None:
            return None
        moment = _moved(moment, fixed_zone(offset), timezone)
    elif naive != timezone and moment.time() != time():
        moment = _moved(moment, ZoneInfo(naive), timezone)
    return _within(Moment(moment, has_time=True))


def _moved(moment: datetime, zone: tzinfo, timezone: str) -> datetime:
    return moment.replace(tzinfo=zone).astimezone(ZoneInfo(timezone)).replace(tzinfo=None)


def _clock(found: re.Match[str]) -> timedelta | None:
    hour = int(found["hour"])
    minute = 30 if found["half"] else int(found["minute"] or found["minutes"] or 0)
    second = int(found["second"] or found["seconds"] or 0)
    if found["before"] and found["after"]:
        return None
    if half := found["before"] or found["after"]:
        # 午後12時 is noon to some and midnight to others; a clock's 午後 12:30 is not in doubt.
        if hour > 12 or (hour == 12 and half in ("午前", "午後") and not found["minute"]):
            return None
        hour = hour % 12 + (12 if half[0] == "P" or half == "午後" else 0)
    micro = int((found["fraction"] or "").ljust(6, "0")[:6])
    if minute > 59 or second > 59 or (hour, minute, second, micro) > (24, 0, 0, 0):
        return None
    return timedelta(hours=hour, minutes=minute, seconds=second, microseconds=micro)


def _offset(found: re.Match[str]) -> timedelta | None:
    """How far the zone behind a time is ahead of UTC."""
    if found["word"]:
        return timedelta(hours=9 if found["word"] == "JST" else 0)
    # 13:00-14:00 is as likely from one to two: an offset wants seconds, a T or its name.
    if not (found["second"] or found["gap"] == "T" or found["named"]):
        return None
    hours, minutes = int(found["hours"]), int(found["offset"] or 0)
    if hours > 14 or minutes > 59:
        return None
    offset = timedelta(hours=hours, minutes=minutes)
    return -offset if found["sign"] == "-" else offset
