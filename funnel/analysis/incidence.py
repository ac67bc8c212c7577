"""Cumulative incidence: the share of all who entered that had won by day t, written F(t).

A mean over what happened to close flatters: slow ones are missing from it. Here every stay that
began counts. 'Won' is whatever ends the wait as hoped: a deal won, a stage left for the next one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

ROUNDING = 1e-9
"""F is a sum of fractions: 'at least half' must not fail by the last bit."""


class Outcome(IntEnum):
    """How a stay ended, as known by the day it is looked at."""

    OPEN = 0
    WON = 1
    LOST = 2


@dataclass(frozen=True, eq=False)
class Stays:
    """Stays, alike ones counted together; arrays of one length, in whole days from the entry.

    Args:
        ended: to the outcome; of open ones the same as `watched`.
        outcome: of `Outcome`.
        watched: to the day all is looked at from, whatever the outcome.
        unseen: the age before which no outcome would have been recorded (left truncation); 0 where
            the records reach back to the entry.
        count: how many.
    """

    ended: Ints
    outcome: Ints
    watched: Ints
    unseen: Ints
    count: Ints

    @classmethod
    def of(cls, rows: Iterable[tuple[int, int, int, int, int]]) -> Stays:
        """Of (ended, outcome, watched, unseen, count)."""
        table = np.array(list(rows), dtype=np.int64).reshape(-1, 5)
        return cls(*(table[:, column] for column in range(5)))

    def number(self, outcome: Outcome | None = None) -> int:
        """How many; only those with `outcome` where one is named."""
        chosen = self.count if outcome is None else self.count[self.outcome == outcome]
        return int(chosen.sum())

    def recorded_for(self, days: int) -> Stays:
        """The same where outcomes are recorded only of the last `days` before all is looked at."""
        return replace(self, unseen=np.maximum(self.watched - days, 0))

    def in_order(self) -> tuple[Stays, Ints]:
        """The same by place in the order of all days that occur, 0 days at place 0; and the days.

        Estimates look at the order only. The days of negative places stand at the end.
        """
        columns = (self.ended, self.watched, self.unseen)
        days = np.unique(np.concatenate([*columns, [0]]))
        zero = int(np.searchsorted(days, 0))
        ended, watched, unseen = (np.searchsorted(days, column) - zero for column in columns)
        places = replace(self, ended=ended, watched=watched, unseen=unseen)
        return places, np.roll(days, -zero)

    def together(self) -> Stays:
        """The same, each kind once: what is drawn from again and again is to be short."""
        columns = (self.ended, self.outcome, self.watched, self.unseen)
        # One number a kind sorts many times faster than four.
        key = np.zeros(len(self.count), dtype=np.int64)
        for column in columns:
            low = column.min(initial=0)
            key = key * (column.max(initial=0) - low + 1) + (column - low)
        _, example, place = np.unique(key, return_index=True, return_inverse=True)
        count = np.bincount(place, self.count).astype(np.int64)
        ended, outcome, watched, unseen = (column[example] for column in columns)
        return Stays(ended, outcome, watched, unseen, count)


@dataclass(frozen=True, eq=False)
class Curve:
    """F on every day from `first` on: `share[i]` is F(first + i). It ends with the longest seen.

    Of several samples, `share` has a row for each.
    """

    first: int
    share: Floats

    @property
    def final(self) -> float:
        """F(tau) of the one sample."""
        return float(self.share[-1]) if len(self.share) else 0.0

    def at(self, day: int) -> float:
        """F(day): 0 before the first day, the final share after the last."""
        return float(self.on(np.array([day]))[0])

    def on(self, days: Ints) -> Floats:
        """F on each of `days`."""
        known = np.concatenate([[0.0], self.share])
        return known[np.clip(days - self.first + 1, 0, len(self.share))]

    def quantile(self, q: float) -> int | None:
        """The smallest day t with F(t) >= q F(tau); None where nobody won."""
        return int(self.quantiles(q)[0]) if self.final > 0 else None

    def quantiles(self, q: float) -> Ints:
        """The same of each sample in which somebody won."""
        share = np.atleast_2d(self.share)
        share = share[share[:, -1] > 0]
        enough = share >= share[:, -1:] * q * (1 - ROUNDING)
        first: Ints = enough.argmax(axis=1).astype(np.int64)
        return self.first + first


NO_CURVE = Curve(0, np.zeros(0))
Counts = NDArray[Any]


class Method(Protocol):
    """Estimates F of stays.

    `counts` says how many there are of each kind, where not `stays.count`: a row a sample drawn.
    """

    __name__: str

    def __call__(self, stays: Stays, counts: Counts | None = None) -> Curve: ...


def aalen_johansen(stays: Stays, counts: Counts | None = None) -> Curve:
    """F with losses as a competing risk: sum over days of S(t-) w(t) / n(t).

    w and l are wins and losses on day t, n those at risk: entered, watched at t, and not through
    before it (who is open at t was still at risk on it). S = prod(1 - (w + l) / n). With `unseen`,
    a stay is at risk only from that age on. Source: Aalen and Johansen 1978, for counts by day.
    """
    if not len(stays.count):
        return NO_CURVE
    first = min(0, int(stays.ended.min()))
    days = int(max(stays.ended.max(), stays.watched.max())) - first + 1
    seen = (stays.ended >= stays.unseen) | (stays.unseen <= 0)
    counts = np.where(seen, stays.count if counts is None else counts, 0)

    def by_day(chosen: NDArray[np.bool_]) -> Floats:
        return _by_day(stays.ended[chosen] - first, counts[..., chosen], days)

    wins, losses = by_day(stays.outcome == Outcome.WON), by_day(stays.outcome == Outcome.LOST)
    gone = wins + losses + by_day(stays.outcome == Outcome.OPEN)
    begins = np.where((stays.unseen > 0) & seen, stays.unseen - first, 0)
    come = _by_day(begins, counts, days)
    at_risk = np.cumsum(come, axis=-1) - np.cumsum(gone, axis=-1) + gone
    per_head = 1 / np.maximum(at_risk, 1)
    left_over = np.cumprod(1 - (wins + losses) * per_head, axis=-1)
    before = np.concatenate([np.ones_like(left_over[..., :1]), left_over[..., :-1]], axis=-1)
    return Curve(first, np.cumsum(before * wins * per_head, axis=-1))


def losses_at_risk(stays: Stays, counts: Counts | None = None) -> Curve:
    """F = 1 - prod(1 - w / n) where what is lost stays at risk until the day all is looked at from.

    So it makes no difference whether losses are recorded late, or never. It estimates what
    `aalen_johansen` does: the product limit of the subdistribution (Fine and Gray 1999, part 2,
    censoring complete). It needs the records to reach back to the entries.
    """
    return aalen_johansen(keeping_losses(stays), counts)


def reverse_time(stays: Stays, counts: Counts | None = None) -> Curve:
    """F(t) / F(tau) of the won alone, where nothing else is exported: tau is the longest watched.

    A short stay is seen sooner than a long one, so each is set against those that could have been
    as long: prod over x > t of (1 - w(x) / r(x)), r = won after at most x days and watched for at
    least x. The product limit in reverse time for right truncation (Lagakos, Barraj and De
    Gruttola 1988).
    """
    won = stays.outcome == Outcome.WON
    if not won.any():
        return NO_CURVE
    ended, watched = stays.ended[won], stays.watched[won]
    number = np.asarray(stays.count if counts is None else counts)[..., won]
    first = min(0, int(ended.min()))
    # A win dated after the day of looking is a slip; it was watched for as long as it took.
    last = np.maximum(watched, ended)
    days = int(last.max()) - first + 1
    wins, watched_until = _by_day(ended - first, number, days), _by_day(last - first, number, days)
    at_risk = np.cumsum(wins, axis=-1) - np.cumsum(watched_until, axis=-1) + watched_until
    not_here = 1 - wins / np.maximum(at_risk, 1)
    later = np.cumprod(not_here[..., ::-1], axis=-1)[..., ::-1]
    drawn = number.sum(axis=-1, keepdims=True) > 0
    return Curve(first, np.concatenate([later[..., 1:], np.ones_like(later[..., :1])], -1) * drawn)


def _by_day(place: Ints, counts: Counts, days: int) -> Floats:
    """The sum of each row of `counts` by `place`, a day from 0 on."""
    sums = np.zeros((*counts.shape[:-1], days))
    if len(place):
        order = np.argsort(place, kind="stable")
        ordered = place[order]
        starts = np.flatnonzero(np.diff(ordered, prepend=-1))
        sums[..., ordered[starts]] = np.add.reduceat(counts[..., order], starts, axis=-1)
    return sums


def keeping_losses(stays: Stays) -> Stays:
    """The same with what is lost still open: all that `losses_at_risk` looks at."""
    won = stays.outcome == Outcome.WON
    end = np.where(won, stays.ended, stays.watched)
    outcome = np.where(won, Outcome.WON, Outcome.OPEN).astype(np.int64)
    return Stays(end, outcome, stays.watched, stays.unseen, stays.count)
