"""What wins bring: the open deals one by one, and later ones by what past wins brought."""

from __future__ import annotations

import numpy as np

from funnel.analysis.forecast_history import Floats, Money

MANY = 2000
"""Open deals up to which each is drawn by itself; more are drawn by cells of equal chance."""
BANDS, DIGITS = 8, 5
"""Of amounts, in such a cell, and of its chance."""
PRIOR = 25
"""Wins 'as all deals' that weigh against what was seen of won deals' size."""
NEGLIGIBLE = 1e-9


def mean_amount(money: Money) -> float:
    """What a win brought in the mean; 0 where no amount is known."""
    known = _known(money.won_amounts)
    return float(known.mean()) if len(known) else 0.0


def size_of_won(money: Money) -> float:
    """How large won deals are beside all closed ones: (n r + 25) / (n + 25), r the means' ratio.

    Larger deals win less often; an open deal's chance times its amount would be too much.
    """
    won, closed = _known(money.won_amounts), _known(money.closed_amounts)
    if not len(won) or not len(closed) or closed.mean() <= 0:
        return 1.0
    ratio = float(won.mean() / closed.mean())
    return (len(won) * ratio + PRIOR) / (len(won) + PRIOR)


def open_deals(money: Money) -> Floats:
    """Shape (open,): what each open deal brings if it is won; unknown amounts are the mean's."""
    own = money.open_amounts * size_of_won(money)
    return np.where(np.isnan(own), mean_amount(money), own)


def won_of_open(
    money: Money, chances: Floats, level: Floats, random: np.random.Generator
) -> tuple[Floats, Floats]:
    """(number won, what they bring), shape (draws, periods) each.

    Args:
        chances: shape (open, periods).
        level: shape (draws,), times which all chances are taken.
    """
    amounts = open_deals(money)
    live = chances.sum(axis=1) > NEGLIGIBLE
    amounts, chances = amounts[live], chances[live]
    if len(amounts) > MANY:
        return _won_by_cell(amounts, chances, level, random)
    upto = np.cumsum(chances, axis=1)
    need = random.random((len(level), len(amounts))) / np.maximum(level, NEGLIGIBLE)[:, None]
    number, brought = np.zeros((2, len(level), chances.shape[1]))
    for period in range(chances.shape[1]):
        is_won = (need < upto[:, period]).astype(np.float64)
        number[:, period], brought[:, period] = is_won.sum(axis=1), is_won @ amounts
    for found in (number, brought):
        found[:, 1:] -= found[:, :-1].copy()
    return number, brought


def _won_by_cell(
    amounts: Floats, chances: Floats, level: Floats, random: np.random.Generator
) -> tuple[Floats, Floats]:
    """The same for many deals, by cells of one chance and a band of amounts."""
    band = np.searchsorted(np.quantile(amounts, np.arange(1, BANDS) / BANDS), amounts)
    keys = np.column_stack([np.round(chances, DIGITS), band])
    _, cell, number = np.unique(keys, axis=0, return_inverse=True, return_counts=True)
    cell = cell.ravel()
    mean = np.bincount(cell, amounts) / number
    chance = np.zeros((len(number), chances.shape[1]))
    np.add.at(chance, cell, chances)
    chance /= number[:, None]
    left = np.broadcast_to(number, (len(level), len(number))).copy()
    before = np.zeros((len(level), len(number)))
    counts, brought = np.zeros((2, len(level), chances.shape[1]))
    for period in range(chances.shape[1]):
        share = np.minimum(level[:, None] * chance[:, period], 1 - before)
        won = random.binomial(left, np.clip(share / np.maximum(1 - before, NEGLIGIBLE), 0, 1))
        counts[:, period], brought[:, period] = won.sum(axis=1), won @ mean
        left, before = left - won, before + share
    return counts, brought


def sums_of_wins(money: Money, wins: Floats, random: np.random.Generator) -> Floats:
    """What so many wins bring, of the shape of `wins`: (parts, draws, periods).

    Each win takes an amount that was won before. That the true mean is not known either is a factor
    a draw, gamma of mean 1 and the standard error of the mean.
    """
    known = np.sort(_known(money.won_amounts))
    if not len(known) or known.mean() <= 0:
        return np.zeros(wins.shape)
    mean = float(known.mean())
    number = wins.astype(np.int64).ravel()
    picks = known[random.integers(0, len(known), int(number.sum()))]
    ends = np.concatenate([[0], np.cumsum(number)])
    totals = np.concatenate([[0.0], np.cumsum(picks / mean)])
    sums = (totals[ends[1:]] - totals[ends[:-1]]).reshape(wins.shape)
    spread = max(float((known / mean).std()) / np.sqrt(len(known)), 1e-9)
    factor = random.gamma(spread**-2, spread**2, wins.shape[1])
    return np.asarray(mean * sums * factor[None, :, None])


def _known(amounts: Floats) -> Floats:
    return amounts[~np.isnan(amounts)]
