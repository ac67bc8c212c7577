"""What makes a tree of targets impossible, each with its numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

from funnel.analysis.target_tree import Tree

Kind = Literal[
    "in_the_past", "over_capacity", "rate_above_one", "parts_below_whole", "rate_unsure",
    "lag_unknown", "value_unsure",
]  # fmt: skip
DAYS_A_MONTH = 365 / 12


@dataclass(frozen=True)
class Finding:
    """Something that cannot be, or that nobody can be sure of.

    Args:
        kind: what it is.
        stage: of the funnel, or the id of a metric for targets that were entered.
        month: where it is about one.
        needed: by the tree or the target.
        has: what there is or can be; `short` what is missing of it.
        about: what else it is about: 'owner' for leads an owner, a stage's name for a rate.
    """

    kind: Kind
    stage: str
    month: date | None
    needed: float
    has: float
    about: str | None = None

    @property
    def short(self) -> float:
        """What is missing, or too many."""
        return abs(self.needed - self.has)


@dataclass(frozen=True)
class Room:
    """What sales can handle by the agreement; None where nothing is agreed or known.

    `days` is how long one stays on the table, in the mean: a lead until it is decided on, a deal
    until it is closed. What is on the table at once is what comes a day times the days it stays
    (Little's law).
    """

    lead_owners: int = 0
    leads_an_owner: int | None = None
    lead_days: float | None = None
    deal_owners: int = 0
    deals_an_owner: int | None = None
    deal_days: float | None = None
    sqls_a_month: int | None = None


def in_the_past(tree: Tree, first: date) -> list[Finding]:
    """Of each stage, what would have had to enter it before the month `first`.

    Args:
        tree: with what is in the funnel already taken off, so that what is left is missing.
        first: the month that can still be changed.
    """
    found = []
    for level in tree.levels[1:]:  # the first is the value, and no stage
        past = [(m, n) for m, n in zip(tree.months, level.needed, strict=True) if n and m < first]
        if past:
            needed = sum(number for _, number in past)
            found.append(Finding("in_the_past", level.stage, past[-1][0], needed, 0))
    return found


def over_capacity(tree: Tree, room: Room, first: date) -> list[Finding]:
    """Months from `first` on in which more comes than sales can handle by the agreement."""
    found = []
    for stage, most, days, owners in (
        ("handed_over", room.leads_an_owner, room.lead_days, room.lead_owners),
        ("opportunity", room.deals_an_owner, room.deal_days, room.deal_owners),
    ):
        if most is None or days is None or owners < 1:
            continue
        for month, number in _numbers(tree, stage, first):
            at_once = number / DAYS_A_MONTH * days / owners
            if at_once > most:
                found.append(Finding("over_capacity", stage, month, at_once, most, "owner"))
    if room.sqls_a_month is not None:
        found += [
            Finding("over_capacity", "sql", month, number, room.sqls_a_month)
            for month, number in _numbers(tree, "sql", first)
            if number > room.sqls_a_month
        ]
    return found


def _numbers(tree: Tree, stage: str, first: date) -> Iterable[tuple[date, int]]:
    level = tree.level(stage)
    numbers = zip(tree.months, level.needed, strict=True) if level else ()
    return [(month, number) for month, number in numbers if month >= first]


def rates_above_one(
    targets: Mapping[str, Mapping[date, float]], order: Sequence[str]
) -> list[Finding]:
    """Targets of which more are to get there than set out, over the months that have both.

    Who gets there set out earlier, in a month before: within one month nothing can be said.

    Args:
        targets: of the whole company, by metric and month, of a whole fiscal year.
        order: the metrics along the funnel.
    """
    found = []
    for earlier, later in pairwise([metric for metric in order if targets.get(metric)]):
        months = targets[earlier].keys() & targets[later].keys()
        base = sum(targets[earlier][month] for month in months)
        there = sum(targets[later][month] for month in months)
        if len(months) > 1 and there > base:
            found.append(Finding("rate_above_one", later, None, there, base, earlier))
    return found


def parts_below_whole(
    wholes: Mapping[tuple[str, date], float], parts: Mapping[tuple[str, date], float], by: str
) -> list[Finding]:
    """Targets by source or owner that sum to less than the whole's, by (metric, month)."""
    return [
        Finding("parts_below_whole", metric, month, wholes[metric, month], part, by)
        for (metric, month), part in sorted(parts.items())
        if part < wholes.get((metric, month), 0)
    ]
