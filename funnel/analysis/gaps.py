"""Which stage lies furthest below its own past. A comparison, not yet a diagnosis."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

PRIOR = 15
"""Conversions 'as expected' added to both sides, so that 0 of 2 does not beat 30 of 80.

The weight of the source correction in (O + 15) / (E + 15); see docs/decisions.md.
"""
WORTH_NAMING = 0.85
"""A stage at more than this share of its own past is within what weeks differ by."""
LEAST_EXPECTED = 5.0
"""With fewer expected conversions than this a gap is not looked for."""

WORTH_LISTING = 0.2
CONCENTRATED = 0.6
"""Shares of what is missing: to be listed at all, and to be named as where it sits."""

Name_co = TypeVar("Name_co", bound=str | None, covariant=True)


@dataclass(frozen=True)
class Counts:
    """What came out of how many: `numerator` of `denominator`."""

    numerator: float
    denominator: float

    @property
    def rate(self) -> float | None:
        return self.numerator / self.denominator if self.denominator else None


@dataclass(frozen=True)
class Compared(Generic[Name_co]):
    """A rate's recent counts beside its own past; `name` is a metric or a segment (None: blank)."""

    name: Name_co
    recent: Counts
    past: Counts

    @property
    def expected(self) -> float:
        """Recent conversions, had the past rate held: past rate x recent denominator."""
        return (self.past.rate or 0.0) * self.recent.denominator

    @property
    def missing(self) -> float:
        """How many conversions fewer than expected; negative where there are more."""
        return self.expected - self.recent.numerator

    @property
    def share_of_past(self) -> float:
        """(observed + PRIOR) / (expected + PRIOR): 1 is as before, less is worse."""
        return (self.recent.numerator + PRIOR) / (self.expected + PRIOR)

    @property
    def can_be_compared(self) -> bool:
        return self.past.denominator > 0 and self.expected >= LEAST_EXPECTED


@dataclass(frozen=True)
class Gaps:
    """`largest` is None where no stage is clearly below its past; `compared` says how many could
    be looked at: none of them means too little data, not all is well.
    """

    largest: Compared[str] | None
    compared: int


def largest_gap(stages: Iterable[Compared[str]]) -> Gaps:
    """The stage that keeps least of its own past rate, if that is worth naming."""
    comparable = [stage for stage in stages if stage.can_be_compared]
    worst = min(comparable, key=lambda stage: stage.share_of_past, default=None)
    if worst is None or worst.share_of_past > WORTH_NAMING:
        return Gaps(None, len(comparable))
    return Gaps(worst, len(comparable))


def shortfall(segments: Iterable[Compared[Name_co]]) -> list[Compared[Name_co]]:
    """The segments that conversions are missing from, most first, down to `WORTH_LISTING`."""
    short = sorted(
        (segment for segment in segments if segment.missing > 0),
        key=lambda segment: -segment.missing,
    )
    total = sum(segment.missing for segment in short)
    return [segment for segment in short if segment.missing >= total * WORTH_LISTING]


def concentrated_in(segments: Iterable[Compared[Name_co]]) -> Compared[Name_co] | None:
    """The segment that most of the missing conversions are missing from, if there is one."""
    short = [segment for segment in segments if segment.missing > 0]
    total = sum(segment.missing for segment in short)
    most = max(short, key=lambda segment: segment.missing, default=None)
    return most if most is not None and most.missing > total * CONCENTRATED else None
