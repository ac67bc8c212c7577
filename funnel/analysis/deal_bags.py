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

from funnel.analysis.markov import steps_of
from funnel.analysis.shapley import shapley
from funnel.analysis.touch_rules import HALF_LIFE, RULES, Floats, Ints, Journeys, sums

MOST_BAGS = 1000
MOST_CELLS = 4_000_000
"""Numbers in the table of bags by cells: 32 MB."""
SEED = 20_261


@dataclass(frozen=True)
class Bags:
    """Which deals are drawn together, and how often in each draw.

    `position` numbers the won deals and the lost ones, each from 0, by chance. They have bags and
    draws of their own, so that a lost deal more does not move what is said of won ones.
    """

    position: Ints
    is_won: NDArray[np.bool_]
    replicates: int

    def drawn_sums(self, deal: Ints, cell: Ints, amounts: Floats, cells: int) -> Floats:
        """Sums of `amounts` by cell in each draw; shape (replicates, cells)."""
        drawn = np.zeros((self.replicates, cells))
        for seed, stratum in enumerate((self.is_won, ~self.is_won)):
            size = int(stratum.sum())
            bags = min(size, MOST_BAGS, max(MOST_CELLS // cells, 1))
            here = stratum[deal]
            if not here.any():
                continue
            bag = self.position[deal[here]] % bags
            table = sums(bag * cells + cell[here], amounts[here], bags * cells)
            drawn += _times_drawn(seed, bags, self.replicates) @ table.reshape(bags, cells)
        return drawn


@lru_cache(maxsize=4)
def _times_drawn(seed: int, bags: int, replicates: int) -> Floats:
    """How often each bag is in each draw; shape (replicates, bags)."""
    drawn = np.random.default_rng(SEED + seed).integers(bags, size=(replicates, bags))
    places = (drawn + bags * np.arange(replicates)[:, None]).ravel()
    times = np.bincount(places, minlength=replicates * bags).reshape(replicates, bags)
    return times.astype(np.float64)


def put_into_bags(is_won: NDArray[np.bool_], replicates: int) -> Bags:
    """Bags of deals by chance, always the same for deals in the same order."""
    chance = np.random.default_rng(SEED)
    position = np.empty(len(is_won), dtype=np.int64)
    for stratum in (is_won, ~is_won):
        position[stratum] = chance.permutation(int(stratum.sum()))
    return Bags(position, is_won, replicates)


def order_of_deals(paths: Journeys, is_won: NDArray[np.bool_], units: Floats, groups: int) -> Ints:
    """Each deal's place in an order by what the deals are, not by how they came.

    Deals with the same touches and amount can stand for each other in every sum. So put in order,
    the same exports give the same ranges, and the same last bits, for ever.
    """
    chance = np.random.default_rng(SEED)
    of_group = chance.random(groups)
    of_step = chance.random((groups + 3, groups + 3))
    keys = [
        sums(paths.deal, weights * of_group[paths.group], len(units))
        for weights in (*(rule(paths, HALF_LIFE) for rule in RULES.values()), shapley(paths))
    ]
    steps = steps_of(paths, is_won, groups)
    by_step = steps.weight * of_step[steps.origin, steps.target]
    keys.append(sums(steps.deal, by_step, len(units)))
    position = np.empty(len(units), dtype=np.int64)
    position[np.lexsort((*keys, np.nan_to_num(units, nan=-1.0), is_won))] = np.arange(len(units))
    return position
