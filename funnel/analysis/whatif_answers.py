"""What answers to a what-if are made of, and how two groups are compared."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log, sqrt
from typing import Literal

from funnel.analysis.forecast import Refusal

SURE = 1.959963984540054
"""Of the normal distribution: a claim of two groups' difference holds in 95 of 100."""

Why = Literal[
    "not_measured",
    "unknown_stage",
    "not_a_rate",
    "too_few",
    "no_difference",
    "slower_is_better",
    "below_threshold",
    "too_few_above",
]


@dataclass(frozen=True)
class Span:
    """A value at the rates of the past, and the ends of its 80 % range."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Response:
    """How wins and revenue change: one `Span` a period, and one of all together at the end.

    `revenue` is None where no amount is known. `rate` is the rate as it is and as it would be;
    `eventually` what becomes of one month's change in the end, in wins and in money, where the
    question is one of more people, or of fewer.
    """

    wins: tuple[Span, ...]
    revenue: tuple[Span, ...] | None
    rate: tuple[float, float] | None = None
    eventually: tuple[Span, Span | None] | None = None


@dataclass(frozen=True)
class NotAnswered:
    """Why there is no answer; `ratio` is that of the two groups with its 95 % interval."""

    why: Why
    ratio: Span | None = None


@dataclass(frozen=True)
class Group:
    """Of `entered` people, `reached` went on."""

    entered: int
    reached: int


@dataclass(frozen=True)
class Segment:
    """At each stage, how many of a source went on, and would have by the whole's rates."""

    observed: tuple[float, ...]
    expected: tuple[float, ...]


Answer = Response | NotAnswered | Refusal


def risk_ratio(one: Group, other: Group) -> Span:
    """The ratio of two groups' rates with its 95 % interval; both must have reached something."""
    ratio = (one.reached / one.entered) / (other.reached / other.entered)
    half = SURE * sqrt(1 / one.reached - 1 / one.entered + 1 / other.reached - 1 / other.entered)
    return Span(ratio, exp(log(ratio) - half), exp(log(ratio) + half))
