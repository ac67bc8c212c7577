"""Numbers of deals with their amounts, as every report of deals gives them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from funnel.metrics.query import Number


@dataclass(frozen=True)
class DealSum:
    """So many deals and what they are worth together, as far as anybody wrote it down.

    Args:
        deals: how many.
        amount: of those that have one; None where there are deals and none of them has one.
        without_amount: how many have none: not worth nothing, but not known.
    """

    deals: int = 0
    amount: Number | None = 0
    without_amount: int = 0

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> DealSum:
        """Of a row with `deals`, `amount` (a decimal, null of no amounts) and `without_amount`."""
        deals, without = int(row["deals"]), int(row["without_amount"])
        is_known = without == 0 or row["amount"] is not None
        return cls(deals, whole(row["amount"] or Decimal(0)) if is_known else None, without)

    @property
    def known(self) -> Number:
        """The amounts that are known, to reckon with."""
        return self.amount or 0


def total(sums: Iterable[DealSum]) -> DealSum:
    """All of them together."""
    found = list(sums)
    deals, without = sum(one.deals for one in found), sum(one.without_amount for one in found)
    known = [one.amount for one in found if one.amount is not None]
    amount = whole(sum((Decimal(str(one)) for one in known), Decimal(0)))
    return DealSum(deals, amount if known or not deals else None, without)


def whole(amount: Decimal) -> Number:
    """A whole number where it is one, as amounts in yen are."""
    return int(amount) if amount == amount.to_integral_value() else float(amount)
