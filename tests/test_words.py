"""How figures are said on the screen: amounts, rates and masks."""

from __future__ import annotations

from datetime import date

import pytest

from funnel.filters import Filters
from funnel.masking import mask_company, mask_person
from funnel.metrics import Figure
from funnel.money import format_money, short_money
from funnel.ui.numbers import percent, shown
from funnel.ui.texts import Texts

JA, EN = Texts("ja"), Texts("en")
WEEK = Filters(date(2026, 11, 16), date(2026, 11, 20), date(2026, 11, 20))


@pytest.mark.parametrize(
    ("amount", "currency", "ja", "en"),
    [
        (0, "JPY", "0円", "¥0"),
        (14_350, "JPY", "1.4万円", "¥14,350"),
        (-480_000, "JPY", "-48万円", "¥-480,000"),
        (9_800, "JPY", "9,800円", "¥9,800"),
        (12_400_000, "JPY", "1,240万円", "¥12,400,000"),
        (-3_200_000, "JPY", "-320万円", "¥-3,200,000"),
        (1_234_000_000, "JPY", "12.34億円", "¥1,234,000,000"),
        (10_005_534, "USD", "USD 10,005,534", "USD 10,005,534"),
    ],
)
def test_amounts(amount: float, currency: str, ja: str, en: str) -> None:
    assert (format_money(amount, currency, "ja"), format_money(amount, currency, "en")) == (ja, en)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0%"),
        (0.012, "1.2%"),
        (0.0949, "9.5%"),
        (0.0951, "10%"),
        (0.24, "24%"),
        (1.22, "122%"),
    ],
)
def test_rates(value: float, text: str) -> None:
    assert percent(value, JA) == text


def figure(
    unit: str,
    numerator: float | None,
    value: float | None,
    base: str | None = None,
    metric: str = "x",
) -> Figure:
    return Figure(metric, {}, "value", numerator, 0, value, unit, base, WEEK)


def test_not_measured_is_not_no_data_is_not_zero() -> None:
    assert shown(figure("ratio", None, None), JA) == "未計測"
    assert shown(figure("ratio", 3, None), JA) == "データなし"
    assert shown(figure("ratio", 0, 0.0), JA) == "0%"
    assert shown(figure("count", 0, 0), JA) == "0"
    assert shown(figure("days", 58, 14.5), EN) == "14.5 days"


@pytest.mark.parametrize(
    ("name", "masked"), [("阿部 葵", "阿…"), (" Abe Aoi", "A…"), ("", ""), (None, "")]
)
def test_people_are_masked(name: str | None, masked: str) -> None:
    assert mask_person(name) == masked


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("株式会社アスター", "株式会社ア…"),
        ("㈱アスター", "㈱ア…"),
        ("アスター株式会社", "ア…"),
        ("Aster Inc", "A…"),
        (None, ""),
    ],
)
def test_companies_are_masked(name: str | None, masked: str) -> None:
    assert mask_company(name) == masked


@pytest.mark.parametrize(
    ("amount", "currency", "ja", "en"),
    [
        (10_430_000, "JPY", "1,043万円", "¥10.43M"),
        (999_999, "JPY", "100万円", "¥999,999"),
        (1_131_573, "USD", "USD 1.13M", "USD 1.13M"),
        (31_573, "USD", "USD 31,573", "USD 31,573"),
    ],
)
def test_money_where_room_is_scarce(amount: float, currency: str, ja: str, en: str) -> None:
    assert (short_money(amount, currency, "ja"), short_money(amount, currency, "en")) == (ja, en)
