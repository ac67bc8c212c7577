"""What the values of a column look like, told from a few of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from funnel.importers.cells.amounts import read_number
from funnel.importers.cells.cleaning import read_flag
from funnel.importers.cells.folding import fold
from funnel.importers.cells.moments import read_moment
from funnel.importers.cells.values import NOT_SAID
from funnel.importers.profiles.profile import Kind

MOSTLY, HARDLY = 0.8, 0.3
"""Shares of the cells that say something."""
FEW = 3
"""So many values don't repeat, or differ, by chance alone."""

EMAIL = re.compile(r"[^\s@()<>;,]+@[^\s@()<>;,]+\.[^\s@()<>;,]+")
PHONE = re.compile(r"(\+\d|0)[\d\-() ]{8,}")
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_\-.:]*")


@dataclass(frozen=True)
class Looks:
    """Shares (0 to 1) of the `filled` cells that look like something, or differ from all others."""

    filled: int
    dates: float
    emails: float
    numbers: float
    phones: float
    flags: float
    codes: float
    unique: float

    def fits(self, kind: Kind) -> bool | None:
        """The values look like the kind; None where they say nothing for or against it."""
        if not self.filled:
            return None
        if kind in ("text", "ids"):
            # Text may be anything, but for what is clearly something else.
            return False if max(self.dates, self.emails, self.phones) > 1 - HARDLY else None
        share = {
            "moment": self.dates,
            "email": self.emails,
            "money": self.numbers,
            "flag": self.flags,
            "id": max(self.codes, self.emails) - max(self.dates, self.phones),
        }[kind]
        # An Excel serial is a date to those who know that the column holds dates.
        if kind == "moment" and self.numbers >= MOSTLY and self.phones < HARDLY:
            return None
        return True if share >= MOSTLY else False if share < HARDLY else None

    @property
    def is_key(self) -> bool:
        """All different codes with letters in them: an id of the row. Numbers alone may count."""
        return (
            self.filled >= FEW
            and self.unique == 1
            and self.codes >= MOSTLY
            and self.fits("id") is True
            and self.numbers < MOSTLY
        )


def look_at(values: Sequence[str]) -> Looks:
    """Of the cells of a column; empty ones and '-' count for nothing."""
    folded = [fold(value) for value in values]
    said = [value for value in folded if value and value not in NOT_SAID]

    def share(looks_so: Callable[[str], object]) -> float:
        return sum(bool(looks_so(value)) for value in said) / len(said) if said else 0.0

    return Looks(
        filled=len(said),
        dates=share(_is_date),
        emails=share(EMAIL.search),
        numbers=share(
            lambda value: read_number(value) is not None or read_number(value, mark=",") is not None
        ),
        phones=share(PHONE.fullmatch),
        flags=share(lambda value: read_flag(value) is not None),
        codes=share(CODE.fullmatch),
        unique=len(set(said)) / len(said) if said else 0.0,
    )


def _is_date(value: str) -> bool:
    """In one order of day and month or the other; a mere number is not."""
    return any(
        read_moment(value, order, allows_month=not value.isdecimal(), serials=None) is not None
        for order in ("dmy", "mdy")
    )
