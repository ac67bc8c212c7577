"""What a worse step most likely means, and what to do next: association, never proof."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt
from typing import Literal

Kind = Literal[
    "few_leads", "quality_or_talk", "closing_or_competition", "promise_not_kept", "capacity"
]
Speaks = Literal["for", "against"]
ActionKind = Literal[
    "bring_leads", "review_entries", "review_deals", "contact_waiting", "clear_waiting"
]

CLEAR = 2.0
"""Standard deviations by which a share must differ to speak for or against a reading."""
MORE = 1.25
"""A stage that gets so many times what it got may be full."""
LEAST_DAYS = 28
"""An action is checked after four weekly meetings at the earliest."""


@dataclass(frozen=True)
class Share:
    """`count` of `whole`."""

    count: float
    whole: float

    @property
    def value(self) -> float | None:
        return self.count / self.whole if self.whole else None


@dataclass(frozen=True)
class Compared:
    """A figure now and before, as shares: of promises kept, of losses to competitors, ..."""

    now: Share
    before: Share

    @property
    def z(self) -> float:
        """Of the difference of two shares, pooled; 0 where there is nothing to compare."""
        if not self.now.whole or not self.before.whole:
            return 0.0
        whole = self.now.whole + self.before.whole
        pooled = (self.now.count + self.before.count) / whole
        variance = pooled * (1 - pooled) * (1 / self.now.whole + 1 / self.before.whole)
        now, before = self.now.count / self.now.whole, self.before.count / self.before.whole
        return (now - before) / sqrt(variance) if variance > 0 else 0.0


@dataclass(frozen=True)
class Sign:
    """One figure that speaks for or against a reading: `now` against `before`, by its name.

    `about` is the segment it is of, where it is of one; `counts` what a share is a share of.
    """

    figure: str
    now: float
    before: float
    speaks: Speaks
    about: tuple[str, str | None] | None = None
    counts: Compared | None = None


@dataclass(frozen=True)
class Reading:
    """One explanation with the figures it rests on. Without any it is only the usual one."""

    kind: Kind
    signs: tuple[Sign, ...]

    @property
    def weight(self) -> int:
        return sum(1 if sign.speaks == "for" else -1 for sign in self.signs)


@dataclass(frozen=True)
class Rows:
    """The rows an action is about: who entered `stage` from `since` on and has not gone on.

    `where` narrows them to segments; `count` is of those who entered in these weeks.
    """

    stage: str
    since: date
    where: tuple[tuple[str, str | None], ...]
    count: int


@dataclass(frozen=True)
class Action:
    """What to do next, about which rows, and the day to look whether it helped."""

    kind: ActionKind
    rows: Rows
    check_on: date


ACTIONS: dict[Kind, ActionKind] = {
    "few_leads": "bring_leads",
    "quality_or_talk": "review_entries",
    "closing_or_competition": "review_deals",
    "promise_not_kept": "contact_waiting",
    "capacity": "clear_waiting",
}
FALLS: dict[str, Kind] = {
    "promise_kept": "promise_not_kept",
    "contacted": "promise_not_kept",
    "fit": "quality_or_talk",
    "accepted": "quality_or_talk",
}
"""Figures whose fall speaks for a reading."""
RISES: dict[str, Kind] = {
    "lost_to_competitor": "closing_or_competition",
    "lost_on_price": "closing_or_competition",
    "rejected_unfit": "quality_or_talk",
}
"""Figures whose rise does."""
OF_LEADS = ("lead", "mql", "handed_over", "accepted", "sql")


def readings(
    base: str,
    came: tuple[float, float],
    segments: Sequence[tuple[str, str | None, int, float]],
    figures: Mapping[str, Compared],
    capacity: float | None = None,
) -> tuple[Reading, ...]:
    """The readings of a step that got worse, the likeliest first.

    A reading's weight is the number of figures for it less those against; ties go to the usual one
    of the step: lead quality or the talk before an opportunity, closing or competition after it.

    Args:
        base: the stage they did not get on from.
        came: entries to it a month, now and before.
        segments: (dimension, name, observed, expected) of those in which the loss sits.
        figures: by name, see `FALLS` and `RISES`; others are not read.
        capacity: entries a month that the stage can work on, where agreed.
    """
    signs: dict[Kind, list[Sign]] = {}
    usual: Kind = "quality_or_talk" if base in OF_LEADS else "closing_or_competition"
    signs[usual] = [
        Sign("conversions", observed, expected, "for", (dimension, name))
        for dimension, name, observed, expected in segments
        if dimension in ("source", "campaign")
    ]
    for name in sorted(figures.keys() & (FALLS.keys() | RISES.keys())):
        kind = FALLS.get(name) or RISES[name]
        compared = figures[name]
        now, before = compared.now.value, compared.before.value
        if now is None or before is None:
            continue
        toward = -compared.z if name in FALLS else compared.z
        speaks: Speaks = "for" if toward >= CLEAR else "against"
        signs.setdefault(kind, []).append(Sign(name, now, before, speaks, counts=compared))
    now_came, before_came = came
    if capacity is not None:
        is_full = now_came > capacity
        signs.setdefault("capacity", []).append(
            Sign("entries_against_capacity", now_came, capacity, "for" if is_full else "against")
        )
    elif before_came and now_came > MORE * before_came:
        signs.setdefault("capacity", []).append(
            Sign("entries_a_month", now_came, before_came, "for")
        )
    found = [Reading(kind, tuple(listed)) for kind, listed in signs.items()]
    likely = sorted(found, key=lambda one: (-one.weight, one.kind != usual, one.kind))
    return tuple(one for one in likely if one.kind == usual or one.weight > 0)


def action(reading: Reading, rows: Rows, as_of: date, median_days: float) -> Action:
    """The next action of a reading, to be checked when half of those helped now have had time."""
    weeks = -(-max(LEAST_DAYS, median_days + 14) // 7)
    return Action(ACTIONS[reading.kind], rows, as_of + timedelta(weeks=int(weeks)))
