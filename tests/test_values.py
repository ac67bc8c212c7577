"""What DuckDB reads by itself: plain forms only, and none otherwise than `cleaning` would."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from funnel.importers.cells import values
from funnel.importers.cells.amounts import currency_of_text, read_number
from funnel.importers.cells.cleaning import read_flag
from funnel.importers.cells.moments import read_moment
from funnel.importers.profiles.profile import DateOrder, Kind, Profile
from funnel.store.database import Database

PLAIN = Profile(tool="any", tables=[])
SALESFORCE = Profile(tool="any", salesforce_ids=True, tables=[])


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with Database(tmp_path_factory.mktemp("db") / "x.duckdb", read_only=False) as database:
        yield database


def by_sql(db: Database, sql: str, texts: Sequence[str | None]) -> list[Any]:
    """What `sql` makes of the column `cell` of `raw`."""
    rows = db.rows(
        f"with raw as (select unnest(cast($texts as varchar[])) as cell, "
        f"unnest(range(len($texts))) as place) select {sql} from raw order by place",
        {"texts": list(texts)},
    )
    return [value for (value,) in rows]


def moments(db: Database, order: DateOrder, texts: Sequence[str]) -> list[datetime | None]:
    return by_sql(db, values.expression("cell", "moment", order, PLAIN), texts)


READ_BY_SQL: list[tuple[str, DateOrder]] = [
    ("2026-11-21", "ymd"), ("2026/11/21", "ymd"), ("2026/1/5", "ymd"), ("2026年1月5日", "ymd"),
    ("2026-11-21 09:05", "ymd"), ("2026-11-21 09:05:30", "ymd"), ("2026/1/5 9:05", "ymd"),
    ("2026-11-21 09:05:30.123", "ymd"), ("2026-11-21T09:05:30", "ymd"),
    ("2026年1月5日 9:05", "ymd"),
    ("2026/01/05 9:05 PM", "ymd"), ("2026-01-05 12:05:30 am", "ymd"), ("2026-11-21T09:05Z", "ymd"),
    ("2026-11-21T09:05:30.000+0000", "ymd"), ("2026-11-21 09:05:30 UTC", "ymd"),
    ("2026-11-21 09:05:30-05:00", "ymd"), ("2026-11-21T09:05:30+09", "ymd"), ("2026-11-21", "dmy"),
    ("03/04/2026", "dmy"), ("03/04/2026", "mdy"), ("3.4.2026 9:05", "dmy"),
    ("2026-11-21 9:05", "mdy"),
    ("3-4-2026 9:05:30", "mdy"), ("4/25/2026 10:00 AM", "mdy"), ("25/04/2026 12:00:01 PM", "dmy"),
]  # fmt: skip
LEFT_TO_PYTHON: list[tuple[str, DateOrder]] = [
    ("2026.11.21", "ymd"), ("Nov 21, 2026", "ymd"), ("R8.11.21", "ymd"), ("２０２６/11/21", "ymd"),
    ("46347", "ymd"), ("2026-11-21 24:00", "ymd"), ("2026-11-21 09:05:30 +0900", "ymd"),
    ("20261121", "ymd"), ("25-04-26", "dmy"), ("1970-01-01T00:00:00Z", "ymd"),
]  # fmt: skip
NEVER_READ: list[tuple[str, DateOrder]] = [
    ("03/04/2026", "ymd"), ("25/04/2026", "mdy"), ("2026-13-01", "ymd"), ("2026-02-30", "ymd"),
    ("1969-12-31", "ymd"), ("2101-01-01", "ymd"), ("0206-01-01 00:00:00", "ymd"),
    ("26-11-21", "ymd"),
    ("9999-12-31 00:00:00", "ymd"), ("2026-11-21 9:05-10:00", "ymd"), ("2026-11-21 25:00", "ymd"),
    ("2026-11-21 13:05 PM", "ymd"), ("2026-11-21 (BC)", "ymd"), ("2026-11-21 20:00:3Z", "ymd"),
    ("2026-11-21T09:05:00+15:00", "ymd"), ("2026-11-21 09:", "ymd"), ("21-1-5 09:05:03", "ymd"),
    ("200-1-5 09:05:03", "ymd"), ("2026", "ymd"), ("soon", "ymd"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("cases", "is_read", "is_understood"),
    [(READ_BY_SQL, True, True), (LEFT_TO_PYTHON, False, True), (NEVER_READ, False, False)],
)
def test_moments_that_duckdb_reads(
    db: Database, cases: list[tuple[str, DateOrder]], *, is_read: bool, is_understood: bool
) -> None:
    for text, order in cases:
        (found,) = moments(db, order, [text])
        understood = read_moment(text, order)
        assert (found is not None, understood is not None) == (is_read, is_understood), text
        assert not is_read or (understood and found == understood.moment), text


def test_every_plain_day_is_read_by_duckdb(db: Database) -> None:
    first = date(1970, 1, 1)
    days = [first + timedelta(days=n) for n in range((date(2101, 1, 1) - first).days)]
    forms: dict[str, DateOrder] = {
        "%Y-%m-%d": "ymd", "%Y/%m/%d": "ymd", "%Y年%m月%d日": "ymd", "%Y-%m-%d 09:05:30": "mdy",
        "%d/%m/%Y": "dmy", "%d.%m.%Y": "dmy", "%m/%d/%Y": "mdy", "%m-%d-%Y 9:05 PM": "mdy",
    }  # fmt: skip
    for form, order in forms.items():
        found = moments(db, order, [day.strftime(form) for day in days])
        assert [moment and moment.date() for moment in found] == days


PIECES = [
    *"0123456789-/.: TZ年月日", "2026", "1970", "2100", "-11-", "/11/", "21", "09:05", "09:05:30",
    " 9:05", " PM", " AM", " UTC", "+09:00", "-0500", ".123", "R8", "Nov ", "(土)", "１", "  ",
]  # fmt: skip
DATES = st.sampled_from(
    ["2026-11-21", "2026/1/5", "3/4/2026", "25-4-26", "2026年1月5日", "1970-1-1"]
)
TEXTS = st.builds(
    lambda date_, pieces: date_ + "".join(pieces),
    DATES | st.just(""),
    st.lists(st.sampled_from(PIECES), max_size=6),
) | st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))


@settings(max_examples=300, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=30), st.sampled_from(["ymd", "dmy", "mdy"]))
@example(["2026-11-21 09:05:30"], "ymd")
def test_duckdb_reads_no_moment_otherwise(db: Database, texts: list[str], order: DateOrder) -> None:
    texts = [text.strip() for text in texts]
    for text, found in zip(texts, moments(db, order, texts), strict=True):
        understood = read_moment(text, order)
        assert found is None or (
            understood is not None
            and (understood.moment, understood.has_time) == (found, ":" in text)
        ), text


MONEY = st.lists(
    st.sampled_from([*"0123456789,.-+ ()¥$円%KE", "USD ", " EUR", "1,200", "億", "△", "１", "￥"]),
    max_size=9,
).map("".join)


@settings(max_examples=300, deadline=None)
@given(st.lists(MONEY, min_size=1, max_size=30), st.sampled_from([1, 1000, 10**8]))
@example(["9999999999999999.99", "9999999999999999.995", "0.0000005", "1.005", "-0"], 1)
@example(["1.0000005", "9" * 13 + ".99999", "-1,200.50", "0.05", "0.000005"], 1000)
def test_duckdb_reads_no_amount_otherwise(db: Database, texts: list[str], unit: int) -> None:
    sql = values.expression("cell", "money", "ymd", PLAIN, Decimal(unit))
    for text, found in zip(texts, by_sql(db, sql, texts), strict=True):
        assert found is None or found == read_number(text, Decimal(unit)), text


READ_AMOUNTS: dict[int, dict[str, str | None]] = {
    1: {
        "1200": "1200.00", "1,200": "1200.00", "-1,200.5": "-1200.50", "¥1,200": "1200.00",
        "￥5": "5.00", "USD 1,200": "1200.00", "1,200円": "1200.00", "$5": "5.00", "-5円": "-5.00",
        "1.2E7": None, "1.200,50": None, "0,500": None, "3億": None, "ABC 5": None, "$5円": None,
    },
    1000: {"1,200": "1200000.00", "1.5": "1500.00", "-0.0015": "-1.50", "¥5": None, "5円": None},
}  # fmt: skip


@pytest.mark.parametrize(("unit", "numbers"), READ_AMOUNTS.items())
def test_amounts_that_duckdb_reads(db: Database, unit: int, numbers: dict[str, str | None]) -> None:
    sql = values.expression("cell", "money", "ymd", PLAIN, Decimal(unit))
    found = by_sql(db, sql, list(numbers))
    assert found == [number and Decimal(number) for number in numbers.values()]


def test_flags_that_duckdb_reads(db: Database) -> None:
    words = [*values.YES, *values.NO, "TRUE", "No", "済", "x"]
    found = by_sql(db, values.expression("cell", "flag", "ymd", PLAIN), words)
    assert found[:-2] == [read_flag(word) for word in words[:-2]]
    assert found[-2:] == [None, None]


def test_texts_that_say_nothing(db: Database) -> None:
    texts = [
        "a",
        "-",
        "—",
        "N/A",
        "null",
        "(No value)",
        "(値なし)",
        None,
        "不明",
        "an-other long text",
    ]
    said = ["a", None, None, None, None, None, None, None, "不明", "an-other long text"]
    assert by_sql(db, values.expression("cell", "text", "ymd", PLAIN), texts) == said
    assert by_sql(db, f"coalesce({values.is_said('raw.cell')}, false)", texts) == [
        text is not None for text in said
    ]


@pytest.mark.parametrize(
    ("kind", "cells"),
    [
        ("id", {"00Q5i000001AAAa": "00Q5i000001AAAa", "0065i000000Y76OAAS": "0065i000000Y76O",
                "L1": "L1", "0065i000000Y76-AAS": "0065i000000Y76-AAS"}),
        ("ids", {"1": ["1"], "101; 102": ["101", "102"], "101,102,": ["101", "102"],
                 "[1286861]": ["1286861"], "[1, 2]": ["1", "2"], "1//2": ["1", "2"],
                 "0065i000000Y76OAAS;x": ["0065i000000Y76O", "x"]}),
        ("email", {"Aoi@Aster.example": "aoi@aster.example", "Aoi <A@b.example>": "a@b.example",
                   "a@b.example; c@d.example": None, "(No value)": None, "Aoi": "aoi"}),
    ],
)  # fmt: skip
def test_ids_and_addresses(
    db: Database, kind: Kind, cells: dict[str, str | list[str] | None]
) -> None:
    found = by_sql(db, values.expression("cell", kind, "ymd", SALESFORCE), list(cells))
    assert found == list(cells.values())


AMOUNTS = [
    "5", "1,200", "-5", "¥5", "￥5", "5円", "3億円", "\\5", "usd 5", "ｕｓｄ 5", "￡5", "$5",
    "US$5", "A$5", "NT$5", "€5", "£5",
    "5 EUR", "EUR 5", "5EUR", "ＵＳＤ 5", "5ドル", "1.2K USD", "(¥5)", "KRW5",
]  # fmt: skip


def test_currencies_beside_amounts(db: Database) -> None:
    found = by_sql(db, values.currency(False).replace("raw.amount", "raw.cell"), AMOUNTS)
    assert dict(zip(AMOUNTS, found, strict=True)) == {a: currency_of_text(a) for a in AMOUNTS}


def test_a_row_names_its_currency_before_its_header_does(db: Database) -> None:
    rows = db.rows(
        f"select {values.currency(True, 'USD')} from (values ('GBP', '5'), ('-', '€5'), "
        "(null, '5')) as raw(currency, amount)"
    )
    assert rows == [("GBP",), ("EUR",), ("USD",)]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (["03/04/2026", None, "2026-01-01"], (12, 12, "03/04/2026")),
        (["03/04/2026", "25/04/2026"], (31, 12, "03/04/2026")),
        (["04/03/2026 10:00", "04/25/2026 10:00 AM"], (12, 31, "04/03/2026 10:00")),
        (["21-1-2026"], (31, 12, "21-1-2026")),
        (["2１／０４／2026"], (31, 12, "2１／０４／2026")),
        (["25-04-26 10:00", "05-04-26 10:00"], (12, 12, "05-04-26 10:00")),
        (["04-25-26 10:00"], (12, 31, "04-25-26 10:00")),
        (["25-04-99"], (31, 12, "25-04-99")),
        (["25-04-26", "25-04-2026"], (31, 12, "25-04-2026")),
        (["2026-01-01", "2026/1/2 9:05", "03-1234-5678", "12:30", "R8.1.2", "46347"], (None,) * 3),
    ],
)
def test_the_whole_column_tells_day_and_month(
    db: Database, cells: list[str | None], said: tuple[int | None, int | None, str | None]
) -> None:
    source = "(select unnest(cast($cells as varchar[])) as cell)"
    probe = values.DAY_FIRST_PROBE.format(column="cell", source=source)
    assert db.rows(probe, {"cells": cells}) == [said]
    is_open = any(values.leaves_order_open(cell) for cell in cells if cell)
    assert is_open == (said[0] is not None)
