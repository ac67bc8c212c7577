"""Which groups' rates differ from those of all others by more than chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import erfc, sqrt
from typing import Literal

LEVEL = 0.05
"""Where no group differs, at most so often anything at all is said to differ."""
LEAST = 5.0
"""Goings-on, and stayings, that both sides must be expected to have."""

MATTERS = 0.1
"""A difference of less than a tenth of the others' rate is no reason to do anything."""

Kind = Literal["higher", "lower", "alike", "too_few"]
Group = str | None


@dataclass(frozen=True)
class Aged:
    """Of `entered`, `reached` went on so far; `matured` (0 to 1) of all who will have had the time.

    `matured` is sum F(age) / (entered * F(end)): 1 of a share that no time adds to.
    """

    reached: int
    entered: int
    matured: float = 1.0

    @property
    def due(self) -> float:
        """Those who had their time, sum F(age) / F(end)."""
        return self.entered * self.matured


@dataclass(frozen=True)
class Apart:
    """A group's rate at full age beside that of the others together; None where nobody is due."""

    kind: Kind
    own: float | None
    others: float | None


def apart(tables: Sequence[Mapping[Group, Aged]], level: float = LEVEL) -> list[dict[Group, Apart]]:
    """Each group of each table against the other groups of that table.

    p = O / n with n = entered * matured, so that a young group is not taken for a bad one.
    z = (p_own - p_others) / sqrt(sum p (1 - p m) / n) with the pooled p and each side's m, which
    overstates the variance of a group of mixed ages. All comparisons of all tables share `level`,
    by Holm's steps. What is sure and smaller than `MATTERS` is alike.

    Source: Holm, Scandinavian Journal of Statistics 6 (1979).
    """
    found = [{group: _compared(table, group) for group in table} for table in tables]
    # By their places: a group's name may be None, which has no order.
    tried = sorted(
        (erfc(abs(one.z) / sqrt(2)), place, number)
        for place, each in enumerate(found)
        for number, one in enumerate(each.values())
        if one.z is not None
    )
    sure: set[tuple[int, int]] = set()
    for left, (p, place, number) in zip(range(len(tried), 0, -1), tried, strict=True):
        if p * left > level:
            break
        sure.add((place, number))
    return [
        {
            group: Apart(_kind(one, (place, number) in sure), one.own, one.others)
            for number, (group, one) in enumerate(each.items())
        }
        for place, each in enumerate(found)
    ]


@dataclass(frozen=True)
class _Compared:
    own: float | None
    others: float | None
    z: float | None


def _compared(table: Mapping[Group, Aged], group: Group) -> _Compared:
    own = table[group]
    rest = [one for name, one in table.items() if name != group]
    entered, due = sum(one.entered for one in rest), sum(one.due for one in rest)
    reached = sum(one.reached for one in rest)
    if own.due <= 0 or due <= 0:
        return _Compared(own.reached / own.due if own.due > 0 else None,
                         reached / due if due > 0 else None, None)  # fmt: skip
    rates = own.reached / own.due, reached / due
    pooled = min((own.reached + reached) / (own.due + due), 1.0)
    least = min(own.due, due)
    if pooled in (0, 1) and least >= LEAST:
        return _Compared(*rates, 0.0)  # nobody went on, or everybody: nothing differs
    if least * min(pooled, 1 - pooled) < LEAST:
        return _Compared(*rates, None)
    matured = due / entered
    variance = sum(
        pooled * (1 - pooled * m) / n for n, m in ((own.due, own.matured), (due, matured))
    )
    return _Compared(*rates, (rates[0] - rates[1]) / sqrt(variance))


def _kind(one: _Compared, is_sure: bool) -> Kind:
    if one.z is None:
        return "too_few"
    if not is_sure or one.own is None or one.others is None:
        return "alike"
    if abs(one.own - one.others) < MATTERS * one.others:
        return "alike"
    return "higher" if one.z > 0 else "lower"
