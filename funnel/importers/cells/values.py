"""How a cell is read: SQL over the text columns of `raw`, one expression a kind of value."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache
from string import ascii_uppercase
from zoneinfo import ZoneInfo

from funnel.importers.cells.amounts import CURRENCY_CODES, CURRENCY_SIGNS
from funnel.importers.profiles.profile import (
    DateOrder,
    Kind,
    Outcome,
    Profile,
    TableProfile,
    normal,
)

SQL_TYPES: dict[Kind, str] = {
    "id": "varchar",
    "ids": "varchar[]",
    "text": "varchar",
    "email": "varchar",
    "moment": "timestamp",
    "money": "decimal(18, 2)",
    "flag": "boolean",
}

NOT_SAID = (
    "-", "—", "n/a", "N/A", "N/a", "null", "NULL", "Null",
    "(no value)", "(No value)", "(No Value)", "(NO VALUE)", "(値なし)",
)  # fmt: skip
"""What tools write where there is nothing; '不明' or 'unknown' is somebody's own word."""
LONGEST_NOT_SAID = max(len(text.encode()) for text in NOT_SAID)

YES = ("true", "t", "1", "yes", "y", "はい", "○", "✓")
NO = ("false", "f", "0", "no", "n", "いいえ", "×")
"""The rest of such words is in `cleaning`."""

YEAR = r"(19[7-9]\d|20\d\d|2100)"
CLOCK = r"([01]?\d|2[0-3]):\d\d(:\d\d(\.\d{1,9})?)?"
PLAIN_MOMENT = rf"{YEAR}[-/]\d{{1,2}}[-/]\d{{1,2}}([ T]{CLOCK})?"
# 13:00-14:00 may be from one to two: an offset wants seconds or a T. Years at both ends are left
# to `cleaning`, because an offset may move a moment beyond them.
OFFSET_MOMENT = (
    r"(197[1-9]|19[89]\d|20\d\d)[-/]\d{1,2}[-/]\d{1,2}"
    r"([ T]([01]?\d|2[0-3]):\d\d:\d\d(\.\d{1,9})?|T([01]?\d|2[0-3]):\d\d)"
    r"(Z| UTC|[+-](0\d|1[0-4])(:?[0-5]\d)?)"
)
LONGEST_DAY = len("2026年11月21日".encode())
DAYS: dict[DateOrder, tuple[str, str]] = {
    "ymd": (rf"{YEAR}[-/年](\d{{1,2}})[-/月](\d{{1,2}})日?", r"\1-\2-\3"),
    "dmy": (rf"(\d{{1,2}})[-/.](\d{{1,2}})[-/.]{YEAR}", r"\3-\2-\1"),
    "mdy": (rf"(\d{{1,2}})[-/.](\d{{1,2}})[-/.]{YEAR}", r"\3-\1-\2"),
}
"""How a day is written in each order, and what makes year-month-day of it."""
HALF_DAYS = ["%Y-%m-%d %I:%M %p", "%Y-%m-%d %I:%M:%S %p"]

# Patterns without braces: the probe is filled in by str.format.
_D, _PART = "[0-9０-９]", "[0-9０-９][0-9０-９]? ?[-/.／．－−‐] ?"
_BEYOND_12 = f"([1１][3-9３-９]|[2-9２-９]{_D}) ?[-/.／．－−‐] ?"
_END = "($|[^0-9０-９])"
_NO_DAY = f"({_D}{_D}{_D}{_D}|[0０][0０]|[3３][2-9２-９]|[4-9４-９]{_D})"
DAY_FIRST = f"^{_BEYOND_12}{_PART}{_NO_DAY}{_END}"
MONTH_FIRST = f"^{_PART}{_BEYOND_12}"
"""A date that shows by itself which comes first: 25/04/2026, 04/25/2026."""
DAY_OR_MONTH_FIRST = f"^{_PART}{_PART}({_D}{_D})?{_D}{_D}{_END}"
DAY_FIRST_PROBE = (
    """
select
    max(case when regexp_matches({column}, '<day first>') then 31 else 12 end),
    max(case when regexp_matches({column}, '<month first>') then 31 else 12 end),
    min({column})
from {source}
where {column} not like '20__-__-%' and regexp_matches({column}, '<either>')
""".replace("<day first>", DAY_FIRST)
    .replace("<month first>", MONTH_FIRST)
    .replace("<either>", DAY_OR_MONTH_FIRST)
)
"""Of a column's dates: how far the first number goes, and the second, and one of them; or nulls.

It is 31 for what goes beyond 12 and so is the day, else 12. In 21-11-26 the first number may be
a year and shows nothing.
"""


def leaves_order_open(cell: str) -> bool:
    """Whether the order of day and month has to be known to read `cell`: 03/04/2026, 21-11-26."""
    return bool(re.match(DAY_OR_MONTH_FIRST, cell.strip()))


def is_said(column: str) -> str:
    """SQL: the cell holds something other than a tool's way to write nothing."""
    is_word = f"strlen({column}) > {LONGEST_NOT_SAID} or {column} not in {NOT_SAID}"
    return f"{column} is not null and ({is_word})"


def expression(
    name: str,
    kind: Kind,
    order: DateOrder,
    profile: Profile,
    unit: Decimal = Decimal(1),
    *,
    naive: str | None = None,
    said: bool = False,
) -> str:
    """SQL that reads column `name` of `raw` where it is written plainly, else null.

    Args:
        unit: what one stands for in a column of money, a power of ten: see `unit_of_header`.
        naive: the zone of times that name none, the profile's where it is not given.
        said: what says nothing is null already.
    """
    column = f"raw.{name}"
    match kind:
        case "moment":
            return _moment(column, order, profile.timezone, naive or profile.timezone)
        case "money":
            return _money(column, unit)
        case "flag":
            return (
                f"case when lower({column}) in {YES} then true "
                f"when lower({column}) in {NO} then false end"
            )
        case "id":
            said_id = column if said else _said(column)
            return _salesforce_id(column, said_id) if profile.salesforce_ids else said_id
        case "ids":
            return _ids(column, profile)
        case "email":
            return _email(column)
        case "text":
            return column if said else _said(column)


def _email(column: str) -> str:
    """The one address in `Aoi Abe (aoi@aster.example)`; several name nobody in particular."""
    one = r"[^\s()<>;,]+@[^\s()<>;,]+"
    found = f"regexp_extract_all({column}, '{one}')"
    return (
        f"lower(case when regexp_full_match({column}, '{one}') then {column} "
        f"else case len({found}) when 0 then {_said(column)} when 1 then {found}[1] end end)"
    )


def _said(column: str) -> str:
    return f"case when {is_said(column)} then {column} end"


def _moment(column: str, order: DateOrder, timezone: str, naive: str) -> str:
    """A moment in the company's time zone. Times that name none are in the zone `naive`.

    A cast alone would read 9:05 PM as 9:05 and pass over offsets, so every form is held to a
    pattern. The commonest two come first and need none.
    """

    def moved(read: str) -> str:
        """Midnight sharp is how tools write a day, and a day is the same everywhere."""
        if naive == timezone:
            return read
        in_zone = f"{read} at time zone '{naive}' at time zone '{timezone}'"
        return f"case when {read} = date_trunc('day', {read}) then {read} else {in_zone} end"

    day, parts = DAYS[order]
    iso = f"regexp_replace({column}, '^{day}', '{parts}')"
    of_order = {
        f"{day}( {CLOCK})?": moved(f"try_cast({iso} as timestamp)"),
        rf"{day} \d{{1,2}}:\d\d(:\d\d)? [AaPp][Mm]": moved(f"try_strptime({iso}, {HALF_DAYS})"),
    }
    of_all = {
        PLAIN_MOMENT: moved(f"try_cast({column} as timestamp)"),
        OFFSET_MOMENT: f"try_cast({column} as timestamptz) at time zone '{timezone}'",
    }
    forms = of_all | of_order if order == "ymd" else of_order | of_all
    others = " ".join(
        f"when regexp_full_match({column}, '{form}') then {read}" for form, read in forms.items()
    )
    plainest = moved(f"try_strptime({column}, '%Y-%m-%d %H:%M:%S')")
    return (
        f"coalesce(case when strlen({column}) = 20 and {column} between '1971' and '2100' "
        f"then {_of_utc(column, timezone)} "
        f"when strlen({column}) = 19 and {column} like '____-__-__ __:__:__' "
        f"and {column} between '1970' and '2101' then {plainest} end, case {others} end)"
    )


def has_time(column: str) -> str:
    """SQL: the moment in the cell has a time of day. No day alone takes more bytes than
    2026年11月21日, and to count them is cheaper than to look for a colon.
    """
    return f"case when strlen({column}) > {LONGEST_DAY} then true else contains({column}, ':') end"


def _of_utc(column: str, timezone: str) -> str:
    """Of the 20 signs of 2026-11-21T10:05:00Z; a format without a blank is held to by itself.

    Where clocks never change, an addition says the same as the zone's rules in half the time.
    """
    read, offset = f"try_strptime({column}, '%Y-%m-%dT%H:%M:%SZ')", _only_offset(timezone)
    if offset is None:
        return f"{read} at time zone 'UTC' at time zone '{timezone}'"
    return f"{read} + interval ({int(offset.total_seconds() / 60)}) minute"


@cache
def _only_offset(timezone: str) -> timedelta | None:
    """The zone's distance from UTC, if it is one and the same from 1971 on."""
    zone = ZoneInfo(timezone)
    days = (
        datetime(year, month, 1, tzinfo=zone)
        for year in range(1971, 2101)
        for month in range(1, 13)
    )
    offsets = {day.utcoffset() for day in days}
    return offsets.pop() if len(offsets) == 1 else None


def _money(column: str, unit: Decimal) -> str:
    """Commas part thousands or nothing: `1.200,50` is no number here rather than 1.20."""
    grouped = r"[1-9]\d{0,2}(,\d{3})+(\.\d{1,30})?"
    ungrouped = r"\d{1,16}(\.\d{1,30})?"
    if unit == 1:  # 1.500 may be 1500: the whole column tells, see `amounts.mark_of`.
        ungrouped = r"(\d{1,16}(\.\d{1,2})?|(\d{4,16}|0\d{0,15})\.\d{3,30}|\d{1,3}\.\d{4,30})"
    number = rf"({grouped}|{ungrouped})"
    marked = rf"(({'|'.join(CURRENCY_CODES)}) |[$€£¥￥])-?{number}|-?{number}円"
    # Under a header of 千円 it is doubtful what 1,200円 means: `cleaning` judges.
    plain = f"-?{number}" if unit != 1 else f"-?{number}|{marked}"
    shift = "" if unit == 1 else f"e{unit.adjusted()}"
    read = {
        f"-?{ungrouped}": f"{column} || '{shift}'",
        plain: f"regexp_replace({column}, '[^-0-9.]+', '', 'g') || '{shift}'",
    }
    forms = " ".join(
        f"when regexp_full_match({column}, '{form}') then try_cast({digits} as decimal(18, 2))"
        for form, digits in read.items()
    )
    return f"case {forms} end"


def currency(is_named: bool, of_header: str | None = None) -> str:
    """SQL: the currency of a row: named in its own column, beside the amount, or in the header."""
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in ascii_uppercase)
    amount = f"translate(upper(raw.amount), '{wide}＄￥￡￦', '{ascii_uppercase}$¥£₩')"
    signs = " ".join(
        f"when contains({amount}, '{sign}') then '{code}'" for sign, code in CURRENCY_SIGNS.items()
    )
    code = rf"nullif(regexp_extract({amount}, '(?:^|[^A-Z])({'|'.join(CURRENCY_CODES)})', 1), '')"
    beside = (
        f"case when regexp_full_match(raw.amount, '[-0-9,. ]*') then null {signs} else {code} end"
    )
    said = [beside, f"'{of_header}'" if of_header else "null"]
    return f"coalesce({', '.join([_said('raw.currency'), *said] if is_named else said)})"


def _salesforce_id(column: str, otherwise: str) -> str:
    """The 15-character form: the last three of 18 only check the letters' case."""
    return (
        f"case when strlen({column}) = 18 and regexp_full_match({column}, '[A-Za-z0-9]+') "
        f"then substr({column}, 1, 15) else {otherwise} end"
    )


def _ids(column: str, profile: Profile) -> str:
    """Several ids of one cell, written `101; 102`, `101//102` or `[101, 102]`; mostly it is one."""
    is_one = (
        f"strlen({column}) > {LONGEST_NOT_SAID} and regexp_full_match({column}, '[A-Za-z0-9]+')"
    )
    one = _salesforce_id(column, column) if profile.salesforce_ids else column
    parts = rf"string_split_regex(translate({column}, '[]\"', ''), '([;,|\n、]|//)')"
    trimmed = "nullif(trim(part), '')"
    each = _said(trimmed)
    if profile.salesforce_ids:
        each = _salesforce_id(trimmed, each)
    transformed = f"list_transform({parts}, lambda part: {each})"
    said = f"list_filter({transformed}, lambda part: part is not null)"
    several = f"nullif({said}, cast([] as varchar[]))"
    return f"case when {is_one} then [{one}] else {several} end"


def outcomes_of(stages: Iterable[str | None], layout: TableProfile) -> dict[str, Outcome]:
    """What the layout knows of `stages`."""
    known: dict[str, Outcome] = {
        normal(name): outcome for outcome, names in layout.outcomes.items() for name in names
    }
    found: dict[str, Outcome] = {}
    for stage in stages:
        if stage is None:
            continue
        outcome = known.get(normal(stage))
        if outcome is None and layout.names_pipeline:
            outcome = known.get(normal(re.sub(r"[(（].*$", "", stage)))
        if outcome:
            found[stage] = outcome
    return found
