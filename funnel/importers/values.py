"""How a cell is read: SQL over the text columns of `raw`, one expression a kind of value."""

from __future__ import annotations

import re
from collections.abc import Iterable

from funnel.importers.profiles import DateOrder, Kind, Outcome, Profile, TableProfile, normal

SQL_TYPES: dict[Kind, str] = {
    "id": "varchar",
    "ids": "varchar[]",
    "text": "varchar",
    "email": "varchar",
    "moment": "timestamp",
    "money": "decimal(18, 2)",
    "flag": "boolean",
}

NOT_SAID = ("-", "—", "n/a", "null", "(no value)", "(値なし)")
"""What tools write where there is nothing; '不明' or 'unknown' is somebody's own word."""

YES = ("true", "t", "1", "yes", "y", "はい", "○", "✓")
NO = ("false", "f", "0", "no", "n", "いいえ", "×")

TIMES = ("", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p")
DAYS: dict[DateOrder, tuple[str, ...]] = {
    "ymd": ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日"),
    "dmy": ("%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y"),
    "mdy": ("%m-%d-%Y", "%m/%d/%Y", "%m.%d.%Y"),
}
NAMED_MONTHS = ("%d %b %Y", "%d %b, %Y", "%b %d, %Y", "%d %B %Y", "%B %d, %Y")
YEARS = (1970, 2100)
"""A date outside is a slip of the keyboard: 0206-01-01."""

DAY_FIRST_PROBE = r"""
select
    max(cast(regexp_extract({column}, '^(\d+)', 1) as integer)),
    max(cast(regexp_extract({column}, '^\d+\D(\d+)', 1) as integer)),
    min({column})
from raw
where regexp_matches({column}, '^\d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{4}}')
"""


def is_said(column: str) -> str:
    """SQL: the cell holds something other than a tool's way to write nothing."""
    return f"{column} is not null and lower({column}) not in {NOT_SAID}"


def expression(name: str, kind: Kind, order: DateOrder, profile: Profile) -> str:
    """SQL that reads column `name` of `raw`; null where the text cannot be read."""
    column = f"raw.{name}"
    match kind:
        case "moment":
            return _moment(column, order, profile.timezone)
        case "money":
            return _money(column)
        case "flag":
            return (
                f"case when lower({column}) in {YES} then true "
                f"when lower({column}) in {NO} then false end"
            )
        case "id":
            return _salesforce_id(column) if profile.salesforce_ids else column
        case "ids":
            parts = f"string_split_regex({column}, '\\s*[;,]\\s*')"
            each = _salesforce_id("part") if profile.salesforce_ids else "part"
            return f"list_transform({parts}, lambda part: {each})"
        case "email":
            return _email(_said(column))
        case "text":
            return _said(column)


def _email(text: str) -> str:
    """The one address in `Aoi Abe (aoi@aster.example)`; several name nobody in particular."""
    found = rf"regexp_extract_all({text}, '[^\s()<>;,]+@[^\s()<>;,]+')"
    return f"lower(case len({found}) when 0 then {text} when 1 then {found}[1] end)"


def _said(column: str) -> str:
    return f"case when {is_said(column)} then {column} end"


def _moment(column: str, order: DateOrder, timezone: str) -> str:
    """A moment in the company's time zone. Naive times are taken to be in it already."""
    formats = [day + time for day in (*DAYS[order], *NAMED_MONTHS) for time in TIMES]
    with_offset = rf"regexp_matches({column}, '\d:\d\d.*(Z|[+-]\d\d:?\d\d)$')"
    # The plain cast would read '9:05 PM' as 9:05: it only sees what has no words in it.
    plain = rf"regexp_matches({column}, '^\d{{4}}[-/]\d{{1,2}}[-/]\d{{1,2}}([ T][\d:.]+)?$')"
    parsed = (
        f"case when {plain} then try_cast({column} as timestamp) "
        f"when {with_offset} then try_cast({column} as timestamptz) at time zone '{timezone}' "
        f"else try_strptime({column}, {formats}) end"
    )
    first, last = YEARS
    return f"case when year({parsed}) between {first} and {last} then {parsed} end"


CURRENCY_SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "円": "JPY"}


def _plain_digits(column: str) -> str:
    return f"translate({column}, '０１２３４５６７８９，．￥−△▲', '0123456789,.¥---')"


def _money(column: str) -> str:
    """Commas part thousands or nothing: `1.200,50` is no number here rather than 1.20."""
    signs = "".join(CURRENCY_SIGNS)
    bare = f"regexp_replace({_plain_digits(column)}, '^[A-Z]{{3}} |[{signs}\\s]', '', 'g')"
    grouped = rf"regexp_matches({bare}, '^-?\d{{1,3}}(,\d{{3}})+(\.\d+)?$')"
    return (
        f"try_cast(case when {grouped} then replace({bare}, ',', '') else {bare} end "
        "as decimal(18, 2))"
    )


def currency(is_named: bool) -> str:
    """SQL: the currency a row names, in a column of its own or beside the amount itself."""
    amount = _plain_digits("raw.amount")
    signs = " ".join(
        f"when contains({amount}, '{sign}') then '{code}'" for sign, code in CURRENCY_SIGNS.items()
    )
    beside = f"case {signs} else nullif(regexp_extract({amount}, '^([A-Z]{{3}}) ', 1), '') end"
    return f"coalesce({_said('raw.currency')}, {beside})" if is_named else beside


def _salesforce_id(column: str) -> str:
    """The 15-character form: the last three of 18 only check the letters' case."""
    return (
        f"case when regexp_matches({column}, '^[A-Za-z0-9]{{18}}$') "
        f"then substr({column}, 1, 15) else {column} end"
    )


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
