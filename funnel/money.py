"""Amounts as people say them: 1,240万円, 3.2億円, USD 10,005,534."""

from __future__ import annotations

from funnel.messages import Language

MAN = 10_000
OKU = 100_000_000
MILLION = 1_000_000


def format_money(amount: float, currency: str, language: Language) -> str:
    """`amount` in `currency`, in the units of the reader: 万 and 億 for yen in Japanese."""
    if currency != "JPY":
        return f"{currency} {amount:,.0f}"
    if language == "en":
        return f"¥{amount:,.0f}"
    if abs(amount) >= OKU:
        return f"{amount / OKU:,.2f}億円"
    if abs(amount) >= 100 * MAN:
        return f"{amount / MAN:,.0f}万円"
    if abs(amount) >= MAN:
        return f"{amount / MAN:.1f}".removesuffix(".0") + "万円"
    return f"{amount:,.0f}円"


def short_money(amount: float, currency: str, language: Language) -> str:
    """The same where room is scarce: `USD 1.13M`; yen in Japanese are short as they are."""
    if abs(amount) < MILLION or (currency == "JPY" and language == "ja"):
        return format_money(amount, currency, language)
    unit = "¥" if currency == "JPY" else f"{currency} "
    return f"{unit}{amount / MILLION:,.2f}M"
