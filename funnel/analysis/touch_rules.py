"""How a deal's credit is divided among its touches: the rules of the field, one function each.

Every rule gives each touch a weight; those of a deal sum to 1, so what is divided adds up whatever
the rule. Touches of one moment cannot be ordered and share what their places would have had.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

HALF_LIFE = 7.0
"""Days: what Google Analytics and HubSpot set for time decay."""
ENDS, MIDDLE = 0.4, 0.2
"""U: first and last touch, and all between."""
MILESTONE, REST = 0.3, 0.1
"""W: each of three milestones, and all other touches."""


@dataclass(frozen=True)
class Journeys:
    """The touches of many deals, in the order that `journeys` gives them.

    `deal` (0, 1, 2, ...) and `group` are codes, one a touch; `tie` is the same for touches of one
    moment; `day` counts days from any date. `mql_day` is one a deal, NaN where it is not known.
    """

    deal: Ints
    group: Ints
    tie: Ints
    day: Ints
    mql_day: Floats

    @property
    def deals(self) -> int:
        return len(self.mql_day)

    @property
    def size(self) -> Ints:
        """How many touches each deal has."""
        return np.bincount(self.deal, minlength=self.deals).astype(np.int64)

    @property
    def start(self) -> Ints:
        """The place of each deal's first touch."""
        return np.concatenate([[0], np.cumsum(self.size)[:-1]]).astype(np.int64)

    @property
    def place(self) -> Ints:
        """Each touch's place in its deal, from 0."""
        return np.arange(len(self.deal)) - self.start[self.deal]

    def with_deals_at(self, position: Ints) -> Journeys:
        """The same with the deals in another order: `position` is each one's new code."""
        deal = position[self.deal]
        order = np.argsort(deal, kind="stable")
        tie = self.tie[order]
        begins = np.ones(len(tie), dtype=bool)
        begins[1:] = tie[1:] != tie[:-1]
        mql_day = np.empty_like(self.mql_day)
        mql_day[position] = self.mql_day
        return Journeys(
            deal[order], self.group[order], np.cumsum(begins) - 1, self.day[order], mql_day
        )

    def from_deal(self, first: int) -> Journeys:
        """Those of deal `first` and the ones after it, numbered from 0."""
        cut = int(np.searchsorted(self.deal, first))
        deal, tie = self.deal[cut:] - first, self.tie[cut:]
        begin = tie[:1].sum()
        return Journeys(deal, self.group[cut:], tie - begin, self.day[cut:], self.mql_day[first:])

    def of_groups_below(self, code: int) -> Journeys:
        """The touches of groups below `code` alone; deals keep their codes."""
        kept = self.group < code
        tie = np.unique(self.tie[kept], return_inverse=True)[1]
        return Journeys(self.deal[kept], self.group[kept], tie, self.day[kept], self.mql_day)


def journeys(
    *,
    deal: Ints,
    group: Ints,
    is_first: NDArray[np.bool_],
    moment: Ints,
    day: Ints,
    mql_day: Floats,
) -> Journeys:
    """Put touches into the order of their deals and moments, the first touch first.

    One value a touch, in any order, `mql_day` one a deal. Every deal has one first touch, which
    stands before all others whatever their moments.
    """
    # Two keys of two each: to sort by four takes twice as long.
    groups = int(group.max(initial=0)) + 1
    since = moment.min() if len(moment) else 0
    order = np.lexsort(((moment - since) * groups + group, deal * 2 + ~is_first))
    deal, group, is_first = deal[order], group[order], is_first[order]
    moment, day = moment[order], day[order]
    begins = np.ones(len(deal), dtype=bool)
    begins[1:] = (deal[1:] != deal[:-1]) | (moment[1:] != moment[:-1]) | is_first[:-1]
    return Journeys(deal, group, np.cumsum(begins) - 1, day, mql_day)


def sums(codes: Ints, amounts: NDArray[Any], cells: int) -> Floats:
    """The sum of `amounts` at each code from 0 to `cells` - 1."""
    return np.bincount(codes, weights=amounts, minlength=cells).astype(np.float64)


def first_touch(paths: Journeys, _half_life: float = HALF_LIFE) -> Floats:
    """All to the creation of the primary lead."""
    return np.where(paths.place == 0, 1.0, 0.0)


def last_touch(paths: Journeys, _half_life: float = HALF_LIFE) -> Floats:
    """All to the touch nearest before the opening."""
    is_last = paths.place == paths.size[paths.deal] - 1
    return _shared_in_ties(paths, np.where(is_last, 1.0, 0.0))


def linear(paths: Journeys, _half_life: float = HALF_LIFE) -> Floats:
    """The same to each touch."""
    return np.asarray(1.0 / paths.size[paths.deal])


def u_shaped(paths: Journeys, _half_life: float = HALF_LIFE) -> Floats:
    """40 % each to first and last, 20 % to those between; of two touches each the half."""
    size, place = paths.size[paths.deal], paths.place
    is_end = (place == 0) | (place == size - 1)
    between = MIDDLE / np.maximum(size - 2, 1)
    weights = np.where(is_end, ENDS, between)
    return _shared_in_ties(paths, _whole(paths, weights))


def w_shaped(paths: Journeys, _half_life: float = HALF_LIFE) -> Floats:
    """30 % each to the touches that led to lead, MQL and opportunity, 10 % to all others.

    A touch led to a milestone if it is the last one up to that day; one that led to several has
    the sum. Where there is no MQL day, or no other touch, the rest is scaled to the whole.
    """
    size, place = paths.size[paths.deal], paths.place
    is_before = paths.day <= paths.mql_day[paths.deal]  # NaN: none
    before = sums(paths.deal, is_before, paths.deals)
    # An MQL day before the creation is led to by the creation; no day, by nothing.
    mql_place = np.where(np.isnan(paths.mql_day), -1, np.maximum(before - 1, 0))[paths.deal]
    led_to = (
        (place == 0).astype(np.float64)
        + (place == mql_place).astype(np.float64)
        + (place == size - 1).astype(np.float64)
    )
    others = sums(paths.deal, led_to == 0, paths.deals)
    rest = REST / np.maximum(others, 1)[paths.deal]
    weights = np.where(led_to > 0, MILESTONE * led_to, rest)
    return _shared_in_ties(paths, _whole(paths, weights))


def time_decay(paths: Journeys, half_life: float = HALF_LIFE) -> Floats:
    """Half the weight for every `half_life` days earlier than the last touch."""
    last = np.full(paths.deals, np.iinfo(np.int64).min)
    np.maximum.at(last, paths.deal, paths.day)
    return _whole(paths, np.exp2((paths.day - last[paths.deal]) / half_life))


RULES: dict[str, Callable[[Journeys, float], Floats]] = {
    "first_touch": first_touch,
    "last_touch": last_touch,
    "linear": linear,
    "u_shaped": u_shaped,
    "w_shaped": w_shaped,
    "time_decay": time_decay,
}


def _whole(paths: Journeys, weights: Floats) -> Floats:
    """Scaled so that each deal's weights sum to 1."""
    total = sums(paths.deal, weights, paths.deals)
    return np.asarray(weights / total[paths.deal])


def _shared_in_ties(paths: Journeys, weights: Floats) -> Floats:
    """Touches of one moment share their weights equally."""
    times = np.bincount(paths.tie)
    return np.asarray((sums(paths.tie, weights, len(times)) / times)[paths.tie])
