"""Removal effects of groups in a first-order Markov chain of touches.

Anderl, Becker, von Wangenheim and Schumann (2016), 'Mapping the customer journey: Lessons learned
from graph-based online attribution modeling', International Journal of Research in Marketing 33.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from funnel.analysis.touch_rules import Floats, Ints, Journeys


@dataclass(frozen=True)
class Steps:
    """Steps of the chain, each `weight` times in `deal`.

    States are the groups (0 .. groups - 1), then start, won and lost. Touches of one moment have
    no order: every order of them counts alike, so weights are fractions.
    """

    deal: Ints
    origin: Ints
    target: Ints
    weight: Floats


def steps_of(paths: Journeys, is_won: np.ndarray, groups: int) -> Steps:
    """The steps of each deal: start, its touches in order, won or lost."""
    start, won, lost = groups, groups + 1, groups + 2
    cells, times = np.unique(paths.tie * groups + paths.group, return_counts=True)
    tie, group = cells // groups, cells % groups
    deal_of_tie = paths.deal[np.unique(paths.tie, return_index=True)[1]]
    deal = deal_of_tie[tie]
    in_tie = np.bincount(tie, weights=times)
    first_cell = np.searchsorted(tie, np.arange(len(in_tie) + 1))
    share = times / in_tie[tie]
    is_begin = np.concatenate([[True], deal_of_tie[1:] != deal_of_tie[:-1]])
    is_end = np.concatenate([is_begin[1:], [True]])

    begins, ends = is_begin[tie], is_end[tie]
    parts = [
        (deal[begins], np.full(begins.sum(), start), group[begins], share[begins]),
        (deal[ends], group[ends], np.where(is_won[deal[ends]], won, lost), share[ends]),
    ]
    one, two = _pairs(np.flatnonzero(~ends), tie[~ends] + 1, first_cell)
    parts.append((deal[one], group[one], group[two], share[one] * share[two]))
    one, two = _pairs(np.arange(len(tie)), tie, first_cell)
    # Of n touches in any order, one stands right before a given other in 1 of n orders.
    within = times[one] * (times[two] - (one == two)) / in_tie[tie[one]]
    parts.append((deal[one], group[one], group[two], within))
    joined = [np.concatenate(column) for column in zip(*parts, strict=True)]
    return Steps(joined[0], joined[1], joined[2], joined[3])


def removal_shares(counts: Floats, groups: int) -> Floats:
    """Each group's share of the removal effects; shape (..., groups) of (..., states, states).

    A group's removal effect is the part of all wins that pass it: the chance to get to it from the
    start, times the chance to win from there. NaN where nothing is won.
    """
    start, won = groups, groups + 1
    out = counts.sum(axis=-1, keepdims=True)
    chances = np.divide(counts, out, out=np.zeros_like(counts), where=out > 0)
    inner = chances[..., : groups + 1, : groups + 1]
    visits = np.linalg.inv(np.eye(groups + 1) - inner)
    wins = np.einsum("...ij,...j->...i", visits, chances[..., : groups + 1, won])
    reached = visits[..., start, :groups] / np.diagonal(visits, axis1=-2, axis2=-1)[..., :groups]
    effects = reached * wins[..., :groups]
    total = effects.sum(axis=-1, keepdims=True)
    return np.asarray(np.divide(effects, total, out=np.full_like(effects, np.nan), where=total > 0))


def _pairs(cells: Ints, tie: Ints, first_cell: Ints) -> tuple[Ints, Ints]:
    """Each of `cells` with each cell of the tie named beside it."""
    many = first_cell[tie + 1] - first_cell[tie]
    one = np.repeat(cells, many)
    begin = np.repeat(np.cumsum(many) - many, many)
    two = np.repeat(first_cell[tie], many) + np.arange(many.sum()) - begin
    return one, two
