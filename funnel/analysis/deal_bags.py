"""A bootstrap over many deals at the price of few: deals are drawn in bags.

Deals are put into bags at random, at most `MOST_BAGS` of them, and bags are drawn with replacement.
Up to that number a bag is a deal and this is the ordinary bootstrap; beyond it the sum over a bag
varies as the deals in it do, so what is drawn varies as much (a delete-a-group bootstrap).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from funnel.analysis.touch_rules import Floats, Ints, Journeys, sums

MOST_BAGS = 1000
MOST_CELLS = 4_000_000
"""Numbers in the table of bags by cells: 32 MB."""
SEED = 20_261
MIX = np.uint64(0x9E37_79B9_7F4A_7C15)
"""2^64 by the golden ratio (Knuth, The Art of Computer Programming 3, section 6.4)."""


@dataclass(frozen=True)
class Bags:
    """Which deals are drawn together, and how often in each draw.

    `position` numbers the deals from 0, by chance; bags with another `seed` are drawn apart.
    """

    position: Ints
    replicates: int
    seed: int

    def drawn_sums(self, deal: Ints, cell: Ints, amounts: Floats, cells: int) -> Floats:
        """Sums of `amounts` by cell in each draw; shape (replicates, cells)."""
        bags = min(len(self.position), MOST_BAGS, max(MOST_CELLS // cells, 1))
        if bags == 0:
            return np.zeros((self.replicates, cells))
        bag = self.position[deal] % bags
        table = sums(bag * cells + cell, amounts, bags * cells).reshape(bags, cells)
        return _times_drawn(self.seed, bags, self.replicates) @ table


@lru_cache(maxsize=4)
def _times_drawn(seed: int, bags: int, replicates: int) -> Floats:
    """How often each bag is in each draw; shape (replicates, bags)."""
    drawn = np.random.default_rng(seed).integers(bags, size=(replicates, bags))
    places = (drawn + bags * np.arange(replicates)[:, None]).ravel()
    times = np.bincount(places, minlength=replicates * bags).reshape(replicates, bags)
    return times.astype(np.float64)


def put_into_bags(deals: int, replicates: int, seed: int = SEED) -> Bags:
    """Bags of deals by chance, always the same for as many deals."""
    position = np.random.default_rng(seed).permutation(deals)
    return Bags(position, replicates, seed)


def order_of_deals(paths: Journeys, is_won: NDArray[np.bool_], units: Floats, groups: int) -> Ints:
    """Each deal's place in an order by what the deals are, not by how they came: lost ones first.

    Deals with the same touches and amount can stand for each other in every sum. So put in order,
    the same exports give the same ranges, and the same last bits, for ever.
    """
    tie = paths.tie - paths.tie[paths.start][paths.deal]
    day = paths.day - paths.day.min(initial=0)
    touch = (day * (tie.max(initial=0) + 1) + tie) * groups + paths.group
    # Mixed, for a sum of plain numbers is the same for many; whole numbers, for their sums wrap
    # around and are the same in any order.
    mixed = touch.astype(np.uint64) * MIX
    mixed = (mixed ^ (mixed >> np.uint64(32))) * MIX
    mixed ^= mixed >> np.uint64(29)
    of_deal = np.add.reduceat(mixed, paths.start)
    keys = (of_deal, np.nan_to_num(paths.mql_day, nan=-1.0), np.nan_to_num(units, nan=-1.0), is_won)
    position = np.empty(len(units), dtype=np.int64)
    position[np.lexsort(keys)] = np.arange(len(units))
    return position
