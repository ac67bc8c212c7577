"""The tree of targets: from the value to be won down to the leads that must exist, and by when.

All numbers are exact (fractions), and only whole people and deals come out: a level's total is the
total above it over the rate, rounded up; over months and sources it is parted so that sums keep.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from itertools import accumulate
from math import ceil, floor

from funnel.calendar import month_end, month_start, months_between

ByMonth = Mapping[date, int]
Exact = Mapping[date, Fraction]
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Lag:
    """How long those who went on took: `weights[d]` of them d whole days. One weight at least."""

    weights: tuple[int, ...]

    @cached_property
    def tails(self) -> tuple[int, ...]:
        """How many took at least 0, 1, 2 ... days."""
        return tuple(reversed(list(accumulate(reversed(self.weights)))))

    @property
    def number(self) -> int:
        """Of all weights together."""
        return self.tails[0]

    def at_least(self, days: int) -> int:
        """How many took so many days or more."""
        return self.tails[max(days, 0)] if days < len(self.tails) else 0

    def back_from(self, month: date) -> dict[date, Fraction]:
        """Of those who arrive in `month`, evenly over its days, the share that set out in each."""
        days = [month_start(month) + i * DAY for i in range(month_end(month).day)]
        all_ways = len(days) * self.number
        found: dict[date, Fraction] = {}
        first = month_start(month)
        while True:
            last = month_end(first)
            later = sum(self.at_least((day - first).days + 1) for day in days)
            here = sum(self.at_least((day - last).days) for day in days) - later
            if here:
                found[first] = Fraction(here, all_ways)
            if not later:
                return found
            first = month_start(first - DAY)


@dataclass(frozen=True)
class Step:
    """Of those who enter `base`, `rate` (over 0) go on to the next stage `target` after `lag`.

    `share` of those who enter `target` come this way: the rest (sales' own deals) never were there.
    """

    base: str
    target: str
    rate: Fraction
    lag: Lag
    share: Fraction = Fraction(1)


@dataclass(frozen=True)
class Level:
    """What must happen in each month of the tree at one stage: entries, or value won.

    `there` is expected from what is in the funnel already, `other` comes by another way (deals
    that sales opens itself), `remaining` is left for the level below to bring; all like `needed`,
    one number a month.
    """

    stage: str
    needed: tuple[int, ...]
    there: tuple[int, ...]
    other: tuple[int, ...]
    remaining: tuple[int, ...]

    @property
    def total(self) -> int:
        """Of all months."""
        return sum(self.needed)

    @property
    def left(self) -> int:
        """Of all months, what the level below has to bring."""
        return sum(self.remaining)


@dataclass(frozen=True)
class Tree:
    """Levels from the value down; `sources` part the last level, month by month."""

    months: tuple[date, ...]
    levels: tuple[Level, ...]
    steps: tuple[Step, ...]
    deal_value: Fraction
    sources: Mapping[str | None, tuple[int, ...]] = field(default_factory=dict)

    def level(self, stage: str) -> Level | None:
        """None where the tree does not reach it."""
        return next((level for level in self.levels if level.stage == stage), None)


def parted(total: int, weights: Exact) -> dict[date, int]:
    """`total` whole ones over months in proportion to `weights`, none lost.

    By the end of each month there are as many as there should be, rounded to the nearest.
    """
    whole = sum(weights.values(), Fraction(0))
    if not whole:
        return {}
    found: dict[date, int] = {}
    so_far, given = Fraction(0), 0
    for month in sorted(weights):
        so_far += weights[month]
        upto = floor(total * so_far / whole + Fraction(1, 2))
        found[month], given = upto - given, upto
    return found


def need_before(needed: ByMonth, step: Step) -> dict[date, int]:
    """What must enter the base of `step` so that `needed` arrive: ceil(sum / rate), spread back."""
    total = sum(needed.values())
    weights: dict[date, Fraction] = {}
    for month, number in needed.items():
        for earlier, share in (step.lag.back_from(month) if number else {}).items():
            weights[earlier] = weights.get(earlier, Fraction(0)) + number * share
    return parted(ceil(total / step.rate), weights)


def tree_of(
    goal: ByMonth,
    deal_value: Fraction,
    steps: Sequence[Step],
    *,
    there: Mapping[str, Exact] | None = None,
    sources: Mapping[str | None, int] | None = None,
) -> Tree:
    """The tree below `goal`, the value to be won in each month.

    Args:
        goal: in whole currency by the first day of the month.
        deal_value: what a win brings, over 0.
        steps: from the wins down to the leads, each one's base the target of the next.
        there: what is expected at a stage ('won_value' for the goal itself) from what is in the
            funnel already; it needs nothing new from below.
        sources: how leads part by source.
    """
    there = there or {}
    found: list[tuple[str, dict[date, int], dict[date, int], dict[date, int], dict[date, int]]] = []

    def add(stage: str, needed: Mapping[date, int], share: Fraction) -> dict[date, int]:
        expected = there.get(stage, {})
        own = _floored({month: n * (1 - share) for month, n in needed.items()})
        credit, rest = _left(needed, own, expected)
        found.append((stage, dict(needed), credit, own, rest))
        return rest

    rest = add("won_value", goal, Fraction(1))
    total = ceil(sum(rest.values()) / deal_value)
    needed = parted(total, {month: Fraction(n) for month, n in rest.items()})
    stage = steps[0].target if steps else "won"
    for step in steps:
        rest = add(stage, needed, step.share)
        needed, stage = need_before(rest, step), step.base
    add(stage, needed, Fraction(1))
    touched = [m for _, *columns in found for column in columns for m, n in column.items() if n]
    touched += goal
    months = tuple(months_between(min(touched), max(touched))) if touched else ()

    def row(column: Mapping[date, int]) -> tuple[int, ...]:
        return tuple(column.get(month, 0) for month in months)

    levels = tuple(
        Level(stage, row(needed), row(credit), row(own), row(rest))
        for stage, needed, credit, own, rest in found
    )
    by_source = by_sources(levels[-1].needed, sources or {})
    return Tree(months, levels, tuple(steps), deal_value, by_source)


def by_sources(
    needed: Sequence[int], sources: Mapping[str | None, int]
) -> dict[str | None, tuple[int, ...]]:
    """Each month's number over sources by their weights: months sum to `needed`.

    What a source misses by rounding it gets in the months after (largest remainders).
    """
    names = sorted(
        (name for name, n in sources.items() if n > 0), key=lambda n: (n is None, n or "")
    )
    whole = sum(sources[name] for name in names)
    found: dict[str | None, list[int]] = {name: [] for name in names}
    given, so_far = dict.fromkeys(names, 0), 0
    for number in needed if names else ():
        so_far += number
        due = {name: Fraction(so_far * sources[name], whole) - given[name] for name in names}
        part = {name: min(max(floor(due[name]), 0), number) for name in names}
        over = sum(part.values()) - number
        # A source ahead of its share has nothing due; then the others' whole parts may be too many.
        for name in sorted(names, key=lambda name: due[name] - part[name]):
            back = min(part[name], max(over, 0))
            part[name], over = part[name] - back, over - back
        by_remainder = sorted(names, key=lambda name: part[name] - due[name])
        for i in range(-over):
            part[by_remainder[i % len(names)]] += 1
        for name in names:
            found[name].append(part[name])
            given[name] += part[name]
    return {name: tuple(numbers) for name, numbers in found.items()}


def _floored(exact: Exact) -> dict[date, int]:
    """Whole ones of `exact`, never more by the end of any month than there are."""
    found: dict[date, int] = {}
    so_far, given = Fraction(0), 0
    for month in sorted(exact):
        so_far += exact[month]
        found[month], given = floor(so_far) - given, floor(so_far)
    return found


def _left(
    needed: ByMonth, own: ByMonth, expected: Exact
) -> tuple[dict[date, int], dict[date, int]]:
    """(what is there already and of use, what is left): what comes early serves later months."""
    months = sorted({*needed, *expected})
    if months:
        months = months_between(months[0], months[-1])
    credit: dict[date, int] = {}
    rest: dict[date, int] = {}
    due, coming, used = 0, Fraction(0), 0
    for month in months:
        due += needed.get(month, 0) - own.get(month, 0)
        coming += expected.get(month, Fraction(0))
        # What is due earlier and did not come in time is left over and not served by later ones.
        open_now = due - used - sum(rest.values())
        credit[month] = max(min(floor(coming) - used, open_now), 0)
        used += credit[month]
        rest[month] = open_now - credit[month]
    return ({m: n for m, n in credit.items() if n}, {m: n for m, n in rest.items() if n})
