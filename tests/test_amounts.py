"""What people write for an amount, and the one number it means; or none for sure."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from funnel.importers.cells.amounts import (
    currency_of_header,
    currency_of_text,
    mark_of,
    read_number,
    unit_of_header,
)
from tests.test_moments import wide

NUMBERS = {
    "1200": [
        "1200", "1,200", "１，２００", "¥1,200", "￥1,200", "\\1,200", "¥ 1,200", "1,200円",
        "1,200 円", "$1,200", "US$1,200", "USD 1,200", "1,200 USD", "JPY1200", "'1200",
    ],
    "1200000": ["1 200 000", "1,200千円", "120万円", "１２０万円", "1.2百万", "1.2M"],
    "1200.5": ["1200.50"],
    "0.5": [".5"],
    "5": ["+5", "€5", "£5", "$5 USD", "5ユーロ", "KRW 5"],
    "-1200": [
        "-1,200", "−1,200", "△1,200", "▲ 1,200", "(1,200)", "（1,200）", "(¥1,200)", "¥(1,200)",
        "1,200-", "¥-1,200", "-¥1,200",
    ],
    "-5": ["–5", "ー5"],
    "-1200000": ["△1,200千円"],
    "150000000": ["1.5億"],
    "320000000": ["3億2,000万", "3億2,000万円"],
    "5000000": ["5百万円"],
    "20000000": ["2千万"],
    "123456789": ["1億2345万6789円"],
    "12000": ["1万2千円"],
    "1000000000000": ["1兆"],
    "0": ["0", "-0"],
    "1117100": ["$1,117.10K"],
    "2500000": ["¥2.5M"],
    "3000000000": ["3B"],
    "3000000": ["3 million"],
    "1200000000": ["1.2bn USD"],
    "5000": ["5 k"],
    "12000000": ["1.2E7"],
    "0.01": ["0.005"],
    "-0.01": ["-0.005"],
    "2.67": ["2.6741"],
    "2000.67": ["2000.674"],
    "9999999999999999.99": ["9999999999999999.99"],
    "12": ["00012"],
}  # fmt: skip


@pytest.mark.parametrize(("number", "texts"), NUMBERS.items())
def test_an_amount(number: str, texts: list[str]) -> None:
    expected = Decimal(number).quantize(Decimal("0.01"))
    assert {text: read_number(text) for text in texts} == dict.fromkeys(texts, expected)


NO_NUMBERS = [
    "", " ", "-", "abc", "1.500", "€ 12.000", "1.200,50", "1,20", "1,2345",
    "12,34,567", "0,500", "12 34", "1.2.3",
    "12%", "１２％", "-(5)", "--5", "+-5", "(5", "5)", "(-5)", "5億3兆", "2,000万3億",
    "3億20,000万", "1.5億2000万", "億", "円", "$", "$5 EUR", "€5円", "ABC 5", "1.23E+11", "1E99",
    "12²", "½", "①", "5/3", "1,200〜1,500", "約5万円", "9999999999999999.995", "1兆億", "10000兆",
    "٥", "nan", "Infinity", "1_000", "0x10", "5円%", "9" * 31, "9" * 10_000, "(" * 50,
]  # fmt: skip


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_no_amount(text: str) -> None:
    assert read_number(text) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [("1,200", "1200000.00"), ("△1.5", "-1500.00"), ("3億", "300000000.00"), ("5K", "5000.00"),
     ("1,200円", "None"), ("$5", "None"), ("$5K", "5000.00"), ("0", "0.00"), ("1" * 16, "None")],
)  # fmt: skip
def test_the_unit_of_a_header_is_for_numbers_without_their_own(text: str, number: str) -> None:
    assert str(read_number(text, Decimal(1000))) == number


@pytest.mark.parametrize(
    ("text", "by_point", "by_comma"),
    [
        ("1.500", "1.50", "1500.00"),
        ("-12.000 €", "-12.00", "-12000.00"),
        ("1.500,50", "None", "1500.50"),
        ("1500,5", "None", "1500.50"),
        ("1.500.000", "None", "1500000.00"),
        ("1,500", "1500.00", "1500.00"),
        ("12.5", "12.50", "12.50"),
        ("850", "850.00", "850.00"),
    ],
)
def test_what_parts_the_decimals(text: str, by_point: str, by_comma: str) -> None:
    assert str(read_number(text, mark=".")) == by_point
    assert str(read_number(text, mark=",")) == by_comma


@pytest.mark.parametrize(
    ("texts", "has_points", "has_semicolons", "mark"),
    [
        (["1.500", "1.500,50"], False, False, ","),
        (["1.500", "abc"], False, False, None),
        (["1.500", "abc"], False, True, ","),
        (["1.500"], True, True, "."),
        (["1.500", "1.500,50"], True, False, None),
        (["1.500.000 €"], False, False, ","),
    ],
)
def test_the_column_tells_what_parts_the_decimals(
    texts: list[str], has_points: bool, has_semicolons: bool, mark: str | None
) -> None:
    found = mark_of(texts, has_points=has_points, has_semicolons=has_semicolons)
    assert found == mark


AMOUNTS = st.decimals(-(10**12), 10**12, places=2)


@settings(deadline=None)
@given(AMOUNTS)
def test_every_amount_reads_back_however_it_is_written(amount: Decimal) -> None:
    size, minus = abs(amount), "-" if amount < 0 else ""
    yen = int(size)
    plain = [f"{size}", f"{size:,}", f"¥{size:,}", f"{size:,}円", f"USD {size:,}", f"{size} EUR"]
    forms = [minus + form for form in plain]
    units = {"千円": 3, "万": 4, "百万円": 6, "億": 8, "K": 3, "M": 6}
    forms += [f"{minus}{size.scaleb(-power):f}{unit}" for unit, power in units.items()]
    if amount < 0:
        forms += [f"({form})" for form in plain] + [f"△{form}" for form in plain]
        forms += [f"▲ {form}" for form in plain] + [f"{form}-" for form in plain]
    if yen == size and yen >= 10**8:
        forms.append(f"{minus}{yen // 10**8}億{yen // 10**4 % 10**4:,}万{yen % 10**4:,}円")
    found = {text: read_number(text) for form in forms for text in (form, wide(form))}
    assert found == dict.fromkeys(found, amount)


HEADERS = {
    ("1", None): [
        "金額", "Amount", "売上(円/ドル)", "契約金額(管理番号:1000)", "金額(B)", "件数(単位:件)",
        "100万円以上", "Europe amount", "",
    ],
    ("1", "JPY"): ["金額(円)", "十千円", "Amount (yen)"],
    ("1000", "JPY"): [
        "金額(千円)", "金額(単位：千円)", "金額(税抜・千円)", "金額(税抜千円)", "契約金額千円",
        "Amount (JPY thousands)",
    ],
    ("1000000", "JPY"): ["金額（百万円）", "売上 単位:百万円"],
    ("10000", "JPY"): ["金額[万円]"],
    ("10000", None): ["金額(万)"],
    ("100000000", "JPY"): ["受注額_億円"],
    ("1000", None): ["Amount (K)", "Amount (000)", "Amount ('000)"],
    ("1000000", None): ["Amount (M)", "Amount in millions"],
    ("1000", "USD"): ["Amount ($K)", "Amount KUSD"],
    ("1000000", "USD"): ["Amount (USD, millions)"],
    ("1", "USD"): ["Amount (USD)", "金額(ドル)"],
    ("1", "EUR"): ["Value in EUR"],
}  # fmt: skip


@pytest.mark.parametrize(("expected", "headers"), HEADERS.items())
def test_what_a_header_says_of_its_amounts(
    expected: tuple[str, str | None], headers: list[str]
) -> None:
    found = {
        header: (str(unit_of_header(header)), currency_of_header(header)) for header in headers
    }
    assert found == dict.fromkeys(headers, expected)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("¥5", "JPY"), ("5円", "JPY"), ("3億円", "JPY"), ("\\5", "JPY"), ("$5", "USD"),
        ("US$5", "USD"), ("ＵＳＤ 5", "USD"), ("HK$5", "HKD"), ("A$5", "AUD"), ("5 EUR", "EUR"),
        ("€5", "EUR"), ("5", None), ("$5 EUR", None), ("", None),
    ],
)  # fmt: skip
def test_the_currency_beside_an_amount(text: str, code: str | None) -> None:
    assert currency_of_text(text) == code
