"""Deals as they were known on a day: the last stage of a funnel, and its money."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np

from funnel.analysis.forecast_history import Floats, Money, Stage
from funnel.analysis.triangles import Counts, Triangle
from funnel.store.database import Database

EPOCH = date(1970, 1, 1)
RECENT = 728
"""Days: of two years the amounts of closed deals count."""
MOST_WEEKS = 208
"""Who entered a stage four years ago and is still in it is left out: nobody goes on so late."""

DEALS = """
select
    coalesce(date_diff('day', date '1970-01-01', coalesce(opened_on, closed_on)), -1) as opened,
    coalesce(date_diff('day', date '1970-01-01', closed_on), -1) as closed,
    outcome = 'won' as is_won,
    outcome = 'lost' as is_lost,
    cast(amount as double) as amount,
    source
from deals
order by 1, 2, 3, 4, 5, 6
"""


@dataclass(frozen=True, eq=False)
class Deals:
    """All deals, in order of time. Days are counted from 1970; -1 where there is none.

    Args:
        opened, closed: shape (deals,).
        is_won, is_lost: shape (deals,).
        amount: shape (deals,), NaN where there is none.
        source: shape (deals,).
    """

    opened: Counts
    closed: Counts
    is_won: np.ndarray[tuple[int], np.dtype[np.bool_]]
    is_lost: np.ndarray[tuple[int], np.dtype[np.bool_]]
    amount: Floats
    source: np.ndarray[tuple[int], np.dtype[np.object_]]

    def of(self, sources: Callable[[str | None], str | None], source: str | None) -> Deals:
        """Those whose source is `source`, once it is renamed by `sources`."""
        is_in = np.array([sources(name) == source for name in self.source], dtype=bool)
        return Deals(
            self.opened[is_in], self.closed[is_in], self.is_won[is_in], self.is_lost[is_in],
            self.amount[is_in], self.source[is_in],
        )  # fmt: skip

    def won_between(self, since: date, until: date) -> tuple[int, float]:
        """(number, amounts) of the deals won from `since` to `until`, both included."""
        is_in = (
            self.is_won & (self.closed >= day_number(since)) & (self.closed <= day_number(until))
        )
        return int(is_in.sum()), float(np.nansum(self.amount[is_in]))

    @property
    def shows_open(self) -> bool:
        """Whether any deal is open or lost: won deals alone tell nothing of chances."""
        return bool((~self.is_won & (self.opened >= 0)).any())


def day_number(day: date) -> int:
    """Days since 1970."""
    return (day - EPOCH).days


def read_deals(db: Database) -> Deals:
    """All deals that carry a day."""
    frame = db.frame(DEALS)
    frame = frame[(frame["opened"] >= 0) | (frame["closed"] >= 0)]
    return Deals(
        frame["opened"].to_numpy(np.int64),
        frame["closed"].to_numpy(np.int64),
        frame["is_won"].to_numpy(bool),
        frame["is_lost"].to_numpy(bool),
        frame["amount"].to_numpy(np.float64),
        frame["source"].astype(object).where(frame["source"].notna(), None).to_numpy(),
    )


def deal_stage(deals: Deals, day: date, people: list[tuple[int, int]] | None) -> Stage:
    """The last stage, of deals; `people` by week are those whose first deal it is."""
    is_in, week, closed = _known(deals, day)
    weeks = int(week.max(initial=-1)) + 1
    age = np.maximum(week - closed, 0)
    won, lost = is_in & (closed >= 0) & deals.is_won, is_in & (closed >= 0) & deals.is_lost
    # Lost on a day nobody wrote down: after as long as the others.
    undated = is_in & deals.is_lost & (deals.closed < 0)
    usual = int(np.median(age[lost])) if lost.any() else 0
    tables = []
    for which, length in ((won, age), (lost | undated, np.where(undated, usual, age))):
        table = np.zeros((weeks, weeks), np.int64)
        np.add.at(table, (week[which], np.minimum(length, week)[which]), 1)
        tables.append(table)
    entered = np.bincount(week[is_in], minlength=weeks).astype(np.int64)
    new = None
    if people is not None:
        first = np.zeros(weeks, np.int64)
        for each, number in people:
            if each < weeks:
                first[each] += number
        new = np.maximum(entered - first, 0)
    return Stage("opportunity", Triangle(entered, tables[0]), tables[1], entered if people is None
                 else new)  # fmt: skip


def _known(deals: Deals, day: date) -> tuple[np.ndarray, Counts, Counts]:
    """(is known and not too old, week of opening, week of closing or -1 where not closed yet)."""
    today = day_number(day)
    opened = np.where(deals.opened >= 0, deals.opened, deals.closed)
    week = (today - opened) // 7
    is_closed = (deals.closed >= 0) & (deals.closed <= today) & (deals.is_won | deals.is_lost)
    closed = np.where(is_closed, (today - deals.closed) // 7, -1)
    is_in = (opened <= today) & (week < MOST_WEEKS)
    # A win without a day is none yet, and will never be one: it tells nothing.
    is_in &= ~(deals.is_won & (deals.closed < 0))
    return is_in, np.where(is_in, week, 0), closed


def money_of(deals: Deals, day: date, has_open: bool) -> Money:
    """The amounts known on a day; without open deals where `has_open` is not."""
    is_in, week, closed = _known(deals, day)
    is_open = has_open & is_in & (closed < 0) & ~(deals.is_lost & (deals.closed < 0))
    is_recent = (closed >= 0) & (closed < RECENT // 7)
    won = is_recent & deals.is_won
    return Money(
        week[is_open], deals.amount[is_open], deals.amount[won], closed[won],
        deals.amount[is_recent],
    )  # fmt: skip
