"""What sources or campaigns contributed to what was won, rule by rule, each with its range.

Credit, not cause: every rule divides the same wins and the same value, so each adds up to what was
booked, and where the rules disagree nobody can say who is right.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import product
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from funnel.analysis.deal_bags import SEED, Bags, order_of_deals, put_into_bags
from funnel.analysis.markov import Steps, removal_shares, steps_of
from funnel.analysis.shapley import shapley
from funnel.analysis.touch_rules import HALF_LIFE, RULES, Floats, Journeys, sums

State = Literal["ok", "too_few", "too_many_groups", "not_measured", "no_data"]
Measure = Literal["wins", "value"]

CHECKS = ("shapley", "markov")
ALL_RULES = (*RULES, *CHECKS)
LEAST_WINS = 20
"""With fewer wins that have touches the ranges say little, and nothing is ranked."""
MOST_GROUPS = 100
"""A chain of more states than this is one that no company's deals can fill."""
RANGE = (10.0, 90.0)
"""Percentiles of the draws: an 80 % range."""
REPLICATES = 1000


@dataclass(frozen=True)
class Deals:
    """Closed deals and their touches.

    A touch's group is a code: first come `named` ones, up to `channels` the one of touches that
    name none (if there are any), from there to `groups` rows of their own, such as sales' own
    deals: each of their deals has this one touch. `is_won` and `units` are one a deal; `units` is
    the amount as a whole number of the smallest unit, NaN where it is not known.
    """

    journeys: Journeys
    is_won: NDArray[np.bool_]
    units: Floats
    named: int
    channels: int
    groups: int


@dataclass(frozen=True)
class Credit:
    """A group's part: `amount` wins, or smallest units of value, these whole.

    `low` and `high` are the 80 % range of `share`; the three are None where shares mean nothing
    (what was booked sums to 0 or less). `rank` and `rank_to` are the best and the worst place the
    group may have among the named ones, None where they are not ranked.
    """

    amount: float
    share: float | None
    low: float | None
    high: float | None
    rank: int | None
    rank_to: int | None


@dataclass(frozen=True)
class Division:
    """What a rule makes of the wins or the value: credits by group, those without any left out."""

    state: State
    credits: dict[int, Credit]


@dataclass(frozen=True)
class Chain:
    """The steps of all deals, the `lost` ones first, and the bags these are drawn in.

    They have draws of their own, so that a lost deal more does not move what is said of won ones.
    """

    steps: Steps
    lost: int
    bags: Bags


def contributions(
    deals: Deals,
    rules: Iterable[str] = ALL_RULES,
    measures: Iterable[Measure] = ("wins", "value"),
    *,
    half_life: float = HALF_LIFE,
    replicates: int = REPLICATES,
) -> dict[tuple[str, Measure], Division]:
    """Divide what was won among the groups by each of `rules`.

    Every division adds up to what was booked: wins to 1e-9, units exactly. The ranges come from a
    bootstrap over deals, always with the same draws; the order of deals, groups' touches and the
    names of deals change nothing. Wins without a known amount have no part in the value.
    """
    rules, measures = tuple(rules), tuple(measures)
    if not deals.is_won.any():
        return {each: Division("no_data", {}) for each in product(rules, measures)}
    deals = _in_order(deals)
    lost = int((~deals.is_won).sum())
    won = replace(
        deals,
        journeys=deals.journeys.from_deal(lost),
        is_won=deals.is_won[lost:],
        units=deals.units[lost:],
    )
    bags = put_into_bags(len(won.units), replicates)
    chain = None
    if "markov" in rules and deals.channels <= MOST_GROUPS:
        paths = deals.journeys.of_groups_below(deals.channels)
        chain = Chain(
            steps_of(paths, deals.is_won, deals.channels), lost,
            put_into_bags(lost, replicates, SEED + 1),
        )  # fmt: skip
    found: dict[tuple[str, Measure], Division] = {}
    for rule in rules:
        weights = _weights(rule, won.journeys, half_life)
        for measure in measures:
            found[rule, measure] = (
                Division("too_many_groups", {})
                if rule == "markov" and chain is None
                else _divide(won, bags, weights, measure, chain if rule == "markov" else None)
            )
    return found


def _weights(rule: str, paths: Journeys, half_life: float) -> Floats:
    if rule == "shapley":
        return shapley(paths)
    # By removal the wins of each deal's channels are divided anew: how they were does not matter.
    return RULES["linear" if rule == "markov" else rule](paths, half_life)


def _in_order(deals: Deals) -> Deals:
    place = order_of_deals(deals.journeys, deals.is_won, deals.units, deals.groups)
    order = np.argsort(place)
    return replace(
        deals,
        journeys=deals.journeys.with_deals_at(place),
        is_won=deals.is_won[order],
        units=deals.units[order],
    )


def _divide(
    won: Deals, bags: Bags, weights: Floats, measure: Measure, chain: Chain | None
) -> Division:
    """One division by weights of touches, or by removal from the `chain` where there is one."""
    is_booked = np.ones(len(won.units), dtype=bool) if measure == "wins" else ~np.isnan(won.units)
    if not is_booked.any():
        return Division("no_data", {})
    worth = is_booked.astype(float) if measure == "wins" else np.nan_to_num(won.units)
    paths = won.journeys
    credit = weights * worth[paths.deal]
    exact = sums(paths.group, credit, won.groups)
    drawn = bags.drawn_sums(paths.deal, paths.group, credit, won.groups)
    if chain is not None:
        exact, drawn = _by_removal(won, bags, chain, worth, (exact, drawn))
    total = worth.sum()
    # By weight, for a deal may be worth 0; by credit too, for a chain may lead to a win through a
    # group that only lost deals had.
    weighed = sums(paths.group, weights * is_booked[paths.deal], won.groups)
    credited = np.flatnonzero((weighed > 0) | (np.abs(exact) > 1e-9)).tolist()
    if measure == "value":
        exact = _to_the_unit(exact, round(total))
    first = paths.group[paths.start]
    is_enough = int((is_booked & (first < won.channels)).sum()) >= LEAST_WINS
    ranges = _ranges(drawn) if total > 0 else None
    ranked = [group for group in credited if group < won.named]
    ranks = _ranks(ranked, *ranges) if is_enough and ranges is not None else {}
    found = {
        group: Credit(
            float(exact[group]),
            float(exact[group] / total) if ranges is not None else None,
            float(ranges[0][group]) if ranges is not None else None,
            float(ranges[1][group]) if ranges is not None else None,
            *ranks.get(group, (None, None)),
        )
        for group in credited
    }
    return Division("ok" if is_enough else "too_few", found)


def _by_removal(
    won: Deals, bags: Bags, chain: Chain, worth: Floats, by_weight: tuple[Floats, Floats]
) -> tuple[Floats, Floats]:
    """The channels' part divided by removal effects; rows of their own keep what they have."""
    channels = won.channels
    linear, drawn = by_weight
    if linear[:channels].sum() == 0:
        return linear, drawn
    # A lost deal weighs as the average won one, else the scale of money would weigh against it.
    # What was paid back is no path less to take: no chance is below 0.
    gained = np.maximum(worth, 0.0)
    if gained.mean() == 0:
        return linear, drawn
    steps, states = chain.steps, channels + 3
    weight = np.concatenate([np.ones(chain.lost), gained / gained.mean()])
    cell = steps.origin * states + steps.target
    amounts = steps.weight * weight[steps.deal]
    whole = sums(cell, amounts, states**2).reshape(states, states)
    is_won = steps.deal >= chain.lost
    counts = bags.drawn_sums(
        steps.deal[is_won] - chain.lost, cell[is_won], amounts[is_won], states**2
    ) + chain.bags.drawn_sums(steps.deal[~is_won], cell[~is_won], amounts[~is_won], states**2)
    shares = removal_shares(whole, channels)
    drawn_shares = removal_shares(counts.reshape(-1, states, states), channels)
    exact, redrawn = linear.copy(), drawn.copy()
    exact[:channels] = shares * linear[:channels].sum()
    redrawn[:, :channels] = drawn_shares * drawn[:, :channels].sum(axis=1, keepdims=True)
    return exact, redrawn


def _ranges(drawn: Floats) -> tuple[Floats, Floats]:
    """The percentiles of each group's share over the draws in which anything was won."""
    total = drawn.sum(axis=1)
    usable = drawn[np.isfinite(total) & (total > 0)]
    shares = usable / usable.sum(axis=1, keepdims=True)
    low, high = np.percentile(shares, RANGE, axis=0)
    return low, high


def _ranks(groups: list[int], low: Floats, high: Floats) -> dict[int, tuple[int, int]]:
    """From which place to which a group may stand: those wholly above or below it are settled.

    Two groups whose ranges overlap have places that overlap, so neither is ranked before the other.
    """
    return {
        group: (
            1 + sum(bool(low[other] > high[group]) for other in groups),
            len(groups) - sum(bool(high[other] < low[group]) for other in groups),
        )
        for group in groups
    }


def _to_the_unit(exact: Floats, total: int) -> Floats:
    """Whole units that sum to `total`, by largest remainder (Hamilton's method).

    Ties go to the group that comes first.
    """
    exact = np.round(exact, 4)  # what is whole but for the last bits of a float stays whole
    whole = np.floor(exact)
    short = round(total - whole.sum())
    left = np.round(exact - whole, 4)
    whole[np.argsort(-left, kind="stable")[:short]] += 1
    return whole
