"""Amounts of money as people write them: 3億2,000万円, △1,200千円, (USD 1,117.10K)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

from funnel.importers.cells.folding import fold, plain
from funnel.importers.profiles.profile import DecimalMark

CURRENCY_SIGNS = {
    "US$": "USD", "HK$": "HKD", "NT$": "TWD", "A$": "AUD", "C$": "CAD", "S$": "SGD",
    "CN¥": "CNY", "RMB": "CNY", "人民元": "CNY", "米ドル": "USD", "ドル": "USD", "ユーロ": "EUR",
    "ポンド": "GBP", "ウォン": "KRW", "円": "JPY", "¥": "JPY", "\\": "JPY", "$": "USD", "€": "EUR",
    "£": "GBP", "₩": "KRW", "₹": "INR",
}  # fmt: skip
"""The longer ones first: 'US$' holds 'S$'. What cp932 shows as ¥ reads as a backslash."""
CURRENCY_CODES = (
    "JPY", "USD", "EUR", "GBP", "CNY", "KRW", "TWD", "HKD", "SGD", "AUD", "NZD", "CAD", "CHF",
    "INR", "THB", "VND", "IDR", "MYR", "PHP", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "RON",
    "BRL", "MXN", "ZAR", "AED", "SAR", "ILS",
)  # fmt: skip

SCALES = {
    "兆": 10**12, "千億": 10**11, "百億": 10**10, "十億": 10**9, "億": 10**8, "千万": 10**7,
    "百万": 10**6, "十万": 10**5, "万": 10**4, "千": 10**3, "百": 10**2,
    "K": 10**3, "M": 10**6, "MM": 10**6, "MN": 10**6, "B": 10**9, "BN": 10**9,
    "THOUSAND": 10**3, "MILLION": 10**6, "BILLION": 10**9,
}  # fmt: skip
_SCALE = "|".join(sorted(SCALES, key=len, reverse=True))
_NUMBER = r"(?:[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d{0,2}(?: \d{3})+|\d{1,30})(?:\.\d{1,30})?"
PART = re.compile(rf"({_NUMBER}) ?({_SCALE})? ?", re.ASCII)
PARTS = re.compile(rf"(?:{_NUMBER} ?(?:{_SCALE}) ?)*{_NUMBER}(?: ?(?:{_SCALE}))?", re.ASCII)
EXPONENT = re.compile(r"(\d(?:\.\d{1,17})?)E(\d{1,2})", re.ASCII)
"""As programs write large numbers: 1.2E7. Excel's 1.23E+11 has lost its last digits."""
BARE = re.compile(r"\.\d{1,30}", re.ASCII)

POINT_OR_THOUSANDS = re.compile(r"[1-9]\d{0,2}\.\d{3}", re.ASCII)
"""1.500 may be one and a half or fifteen hundred."""
COMMA_DECIMALS = re.compile(
    r"(?:\d{1,3}(?:\.\d{3})+|\d{1,16}),\d{1,2}|[1-9]\d{0,2}(?:\.\d{3}){2,}", re.ASCII
)
"""Nothing but the European way: 1.500,50 or 1500,5 or 1.500.000."""
WITH_COMMA = re.compile(rf"{COMMA_DECIMALS.pattern}|{POINT_OR_THOUSANDS.pattern}", re.ASCII)

_SIGN = "|".join(re.escape(sign) for sign in (*CURRENCY_SIGNS, *CURRENCY_CODES))
CURRENCY_BEFORE = re.compile(rf"({_SIGN}) ?")
CURRENCY_AFTER = re.compile(rf" ?({_SIGN})$")

CENT = Decimal("0.01")
FIT = Decimal(10) ** 16
"""What decimal(18, 2) cannot hold any more."""
EXACT = Context(prec=99, rounding=ROUND_HALF_UP)


def read_number(
    text: str, unit: Decimal = Decimal(1), mark: DecimalMark | None = None
) -> Decimal | None:
    """The amount in units of its currency, to two decimals; None where it could be another.

    `unit` is what the header says of the whole column (千円: 1000). A number with a unit of its
    own (万, K) goes by that. One with only a currency beside it (1,200円 under 千円) contradicts
    the header and is not read. `mark` is what parts the decimals in the column: without it,
    1.500 alone is not read, and 1.500,50 only where it is a comma.
    """
    peeled = _peel(plain(text))
    if peeled is None:
        return None
    body, is_negative, currencies = peeled
    if mark == "," and WITH_COMMA.fullmatch(body):
        body = body.replace(".", "").replace(",", ".")
    elif mark is None and unit == 1 and POINT_OR_THOUSANDS.fullmatch(body):
        return None
    amount = _amount(body, unit, has_currency=bool(currencies))
    if amount is None:
        return None
    amount = amount.quantize(CENT, context=EXACT)
    return None if amount >= FIT else -amount if is_negative and amount else amount


def mark_of(texts: Iterable[str], *, has_points: bool, has_semicolons: bool) -> DecimalMark | None:
    """What parts the decimals in a column, None where nothing tells or its cells disagree.

    Args:
        texts: its cells that are not plain numbers.
        has_points: some others have decimals behind a point.
        has_semicolons: cells are parted by semicolons, as where the comma is in use.
    """
    bodies = [peeled[0] for text in texts if (peeled := _peel(plain(text)))]
    has_commas = any(COMMA_DECIMALS.fullmatch(body) for body in bodies)
    if has_points:
        return None if has_commas else "."
    return "," if has_commas or has_semicolons else None


def is_point_or_thousands(text: str) -> bool:
    """Whether `text` is an amount such as 1.500, which may be either."""
    peeled = _peel(plain(text))
    return peeled is not None and POINT_OR_THOUSANDS.fullmatch(peeled[0]) is not None


def currency_of_text(text: str) -> str | None:
    """The currency written beside an amount, None where there is none or no amount either."""
    peeled = _peel(plain(text))
    return next(iter(peeled[2]), None) if peeled else None


def _peel(said: str) -> tuple[str, bool, set[str]] | None:
    """What is left without signs, brackets and currencies; if it is negative; the currencies.

    None of what is signed twice or names two currencies.
    """
    signs = 0
    is_negative = False
    currencies: set[str] = set()
    while True:
        said = said.strip()
        if said.startswith("(") and said.endswith(")"):
            said, signs, is_negative = said[1:-1], signs + 1, True
        elif said.startswith(("-", "+", "ー")):
            said, signs, is_negative = said[1:], signs + 1, said[0] != "+"
        elif said.endswith("-"):
            said, signs, is_negative = said[:-1], signs + 1, True
        elif found := CURRENCY_BEFORE.match(said):
            said = said[found.end() :]
            currencies.add(CURRENCY_SIGNS.get(found[1], found[1]))
        elif found := CURRENCY_AFTER.search(said):
            said = said[: found.start()]
            currencies.add(CURRENCY_SIGNS.get(found[1], found[1]))
        else:
            return None if signs > 1 or len(currencies) > 1 else (said, is_negative, currencies)


def _amount(body: str, unit: Decimal, *, has_currency: bool) -> Decimal | None:
    if EXPONENT.fullmatch(body):
        body = f"{Decimal(body):f}"
    elif BARE.fullmatch(body):
        body = f"0{body}"
    if not PARTS.fullmatch(body):
        return None
    total, room = Decimal(0), Decimal("Infinity")
    parts = PART.findall(body)
    for place, (number, scale) in enumerate(parts, start=1):
        if "." in number and place < len(parts):
            return None
        value = Decimal(number.replace(",", "").replace(" ", ""))
        if not scale and len(parts) == 1 and unit != 1:
            if has_currency:
                return None
            value = EXACT.multiply(value, unit)
        value = EXACT.multiply(value, Decimal(SCALES.get(scale, 1)))
        # 3億2,000万 adds up; 2,000万3億 and 3億20,000万 are slips.
        if value >= room:
            return None
        total = EXACT.add(total, value)
        room = Decimal(SCALES.get(scale, 1))
    return total


HEADER_UNITS = {name: scale for name, scale in SCALES.items() if name not in ("百", "B")} | {
    "THOUSANDS": 10**3, "MILLIONS": 10**6, "BILLIONS": 10**9,
    "000": 10**3, "'000": 10**3, "000S": 10**3, "'000S": 10**3, "1000": 10**3,
}  # fmt: skip
"""Not 百, which is not used alone, and not B, which numbers columns: 金額(A), 金額(B)."""
CURRENCY_WORDS = {"YEN": "JPY", "EURO": "EUR", "EUROS": "EUR", "DOLLAR": "USD", "DOLLARS": "USD"}
BRACKETED = re.compile(r"[(\[【〔<]([^()\[\]【】〔〕<>]*)[)\]】〕>]")
AFTER_UNIT = re.compile(r"単位[:は=/ ]*([^\s()\[\]]+)")
UNIT_AT_END = re.compile(r"(?:^|[^0-9一二三四五六七八九十百千万億兆数])([十百千]?[千万億兆]円)$")
_CODES = "|".join(CURRENCY_CODES)
WORD_AT_END = re.compile(
    rf"(?:^|[\s_,/-])(THOUSANDS?|MILLIONS?|BILLIONS?|[KM](?:{_CODES})|(?:{_CODES})[KM])$"
)
IN_HEADER = re.compile(
    rf"(?<![A-Z])[KM]?({_CODES})[KM]?(?![A-Z])"
    rf"|(?<![A-Z])({'|'.join(CURRENCY_WORDS)})(?![A-Z])"
    r"|(円)(?=$|[\s)\]】〕>,、・/:_])"
    rf"|({'|'.join(re.escape(sign) for sign in CURRENCY_SIGNS if sign not in ('円', chr(92)))})"
)


@lru_cache
def unit_of_header(header: str) -> Decimal:
    """What one stands for in a column: 1000 under 金額(千円) or Amount (JPY thousands), else 1."""
    said = fold(header).upper()
    found = {scale for text in _unit_texts(said) if (scale := _scale_of(text))}
    return Decimal(found.pop()) if len(found) == 1 else Decimal(1)


@lru_cache
def currency_of_header(header: str) -> str | None:
    """The one currency a header names: USD in Amount (USD), JPY in 金額(千円)."""
    found = {
        code or CURRENCY_WORDS.get(word) or CURRENCY_SIGNS[yen or sign]
        for code, word, yen, sign in IN_HEADER.findall(fold(header).upper())
    }
    return found.pop() if len(found) == 1 else None


def _unit_texts(header: str) -> Iterator[str]:
    """The parts of a header that may say a unit and nothing else."""
    for content in BRACKETED.findall(header):
        yield content.replace("1,000", "1000")
        # A digit here may be anything: 契約金額(管理番号 1000).
        yield from re.findall(r"[^\s,、・/;|\d][^\s,、・/;|]*", content)
    for pattern in (AFTER_UNIT, UNIT_AT_END, WORD_AT_END):
        if found := pattern.search(header):
            yield from re.split(r"[,、・/]", found[1].replace("1,000", "1000"))


def _scale_of(text: str) -> int | None:
    bare = text.strip().removeprefix("単位").lstrip(": ")
    scale = HEADER_UNITS.get(bare)
    if scale is None and (peeled := _peel(bare)) and peeled[2]:
        scale = (HEADER_UNITS | SCALES).get(peeled[0])
    if scale is None and (found := UNIT_AT_END.search(bare)):
        scale = SCALES.get(found[1].removesuffix("円"))
    return scale
