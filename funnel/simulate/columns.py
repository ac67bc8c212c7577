"""Turn arrays into columns of text. A table lookup per value, no formatting per row."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .workdays import MISSING, Floats, Ints, number_to_date

_MINUTES = [f" {minute // 60:02d}:{minute % 60:02d}" for minute in range(1440)]


def pick(table: Sequence[str], index: Ints) -> list[str]:
    """The table's entry for each index."""
    return [table[i] for i in index.tolist()]


def days_as_text(days: Ints, separator: str) -> list[str]:
    """`2026/11/20` with the separator given; MISSING days are empty."""
    known = days[days != MISSING]
    if known.size == 0:
        return [""] * days.size
    pattern = f"%Y{separator}%m{separator}%d"
    table = {int(day): number_to_date(int(day)).strftime(pattern) for day in np.unique(known)}
    table[MISSING] = ""
    return [table[day] for day in days.tolist()]


def minutes_as_text(minutes: Ints, separator: str) -> list[str]:
    """`2026/11/20 14:03` with the separator given; MISSING moments are empty."""
    days = days_as_text(np.where(minutes == MISSING, MISSING, minutes // 1440), separator)
    of_day = (minutes % 1440).tolist()
    return [day and day + _MINUTES[m] for day, m in zip(days, of_day, strict=True)]


def numbers_as_text(numbers: Ints) -> list[str]:
    """Plain digits."""
    return list(map(str, numbers.tolist()))


def choose(texts: Sequence[str], draw: Floats) -> list[str]:
    """A text for each draw (0-1)."""
    return pick(texts, (draw * len(texts)).astype(np.int64))
