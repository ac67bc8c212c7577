"""Two shares side by side: which is larger, and whether that can be said."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist
from typing import Literal

LEAST = 10
"""On either side: with fewer, the range of a difference spans most of what it could be."""
CLAIM = 0.95
"""Of a difference that is said aloud, all that are looked at together."""

Verdict = Literal["more", "less", "not_clear", "too_few"]


@dataclass(frozen=True)
class Difference:
    """`first` minus `second` as shares of their wholes; None where a whole is empty.

    `low` and `high` are the ends of its range at `CLAIM`, all comparisons taken together.
    """

    value: float | None
    low: float | None
    high: float | None
    verdict: Verdict


def difference(first: tuple[int, int], second: tuple[int, int], looks: int = 1) -> Difference:
    """How much more often something is among the first than among the second.

    Newcombe's hybrid score interval (Statistics in Medicine 17, 1998, method 10) around the
    difference, from Wilson's interval of each share; at 1 - 5 % / `looks` (Bonferroni), so that of
    many comparisons without any difference one in twenty sets names one.

    Args:
        first: (how many have it, of how many).
        second: the same of the others.
        looks: how many such comparisons are shown together.
    """
    if not first[1] or not second[1]:
        return Difference(None, None, None, "too_few")
    z = NormalDist().inv_cdf(1 - (1 - CLAIM) / (2 * max(looks, 1)))
    one, other = first[0] / first[1], second[0] / second[1]
    (low_one, high_one), (low_other, high_other) = _wilson(*first, z), _wilson(*second, z)
    value = one - other
    low = value - sqrt((one - low_one) ** 2 + (high_other - other) ** 2)
    high = value + sqrt((high_one - one) ** 2 + (other - low_other) ** 2)
    if min(first[1], second[1]) < LEAST:
        return Difference(value, low, high, "too_few")
    verdict: Verdict = "more" if low > 0 else "less" if high < 0 else "not_clear"
    return Difference(value, low, high, verdict)


def _wilson(count: int, whole: int, z: float) -> tuple[float, float]:
    share = count / whole
    middle = (share + z * z / (2 * whole)) / (1 + z * z / whole)
    half = z * sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole)) / (1 + z * z / whole)
    return max(middle - half, 0.0), min(middle + half, 1.0)
