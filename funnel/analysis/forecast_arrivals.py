"""How many will come new, week by week: the last quarter's rate, its season and its spread."""

from __future__ import annotations

import numpy as np

from funnel.analysis.forecast_hazards import BLOCK, OLDEST
from funnel.analysis.forecast_history import Floats
from funnel.analysis.triangles import Counts

YEAR, MONTH = 52, 4
CHANGES, CHANGES_ASSUMED = 0.1, 4
"""The standard deviation of the logarithm of a quarter's change that is assumed, and how many own
changes weigh as much."""
CLEAR = 0.5
"""From this correlation of the seasons of two years on there is a season at all."""


def arrivals(came: Counts, weeks: int) -> Floats:
    """Shape (weeks,): how many are to be expected in each week to come.

    The mean of the last 13 weeks, times the season of the week to come over theirs.

    Args:
        came: shape (past weeks,), who came new; week 0 ends on the as-of date.
    """
    if not len(came):
        return np.zeros(weeks)
    recent = came[: min(BLOCK, len(came))]
    season, _ = seasons(came)
    ahead = season[(-np.arange(1, weeks + 1)) % YEAR]
    return np.asarray(recent.mean() * ahead / season[: len(recent)].mean())


def seasons(came: Counts) -> tuple[Floats, float]:
    """Shape (52,): the level of the week so many weeks ago beside its year's, 1 where none is seen.

    With it the variance of its logarithm that counting leaves: r^2 / 2 times the mean of 1 / n.

    For 13 blocks of four weeks in each of the last two years, the logarithm of the block beside the
    trend of its year. With r the correlation of the two years, the season is r times their mean;
    where r is below `CLEAR`, or two whole years are not there, none is shown.
    """
    flat = np.ones(YEAR)
    if len(came) < 2 * YEAR or not came[: 2 * YEAR].all():
        return flat, 0.0
    counts = came[: 2 * YEAR].reshape(-1, MONTH).sum(axis=1) + 0.5
    blocks = np.log(counts)
    ages = np.arange(len(blocks))
    years = []
    slope = (blocks[13:].mean() - blocks[:13].mean()) / 13
    for year in (blocks[:13], blocks[13:]):
        left = year - slope * ages[:13]
        years.append(left - left.mean())
    first, second = years
    size = float(np.sqrt((first**2).sum() * (second**2).sum()))
    like = float(first @ second) / size if size > 0 else 0.0
    if like < CLEAR:
        return flat, 0.0
    noise = like**2 / 2 * float((1 / counts).mean())
    return np.asarray(np.exp(np.repeat(like * (first + second) / 2, MONTH))), noise


def change_spread(came: Counts) -> float:
    """The standard deviation of the logarithm of arrivals from one quarter to the next.

    By moments over the last two years' quarters, the season and what counting alone brings taken
    off, drawn to what is assumed.
    """
    whole = min(len(came), OLDEST) // BLOCK
    level = came[: whole * BLOCK] / np.resize(seasons(came)[0], whole * BLOCK)
    quarters = level.reshape(whole, BLOCK).sum(axis=1) + 0.5
    changes = np.diff(np.log(quarters))
    noise = 1 / quarters[1:] + 1 / quarters[:-1]
    excess = max(float((changes**2 - noise).sum()), 0.0) if whole > 1 else 0.0
    number = len(changes) + CHANGES_ASSUMED
    return float(np.sqrt((excess + CHANGES_ASSUMED * CHANGES**2) / number))


def drawn_arrivals(came: Counts, weeks: int, draws: int, random: np.random.Generator) -> Floats:
    """Shape (draws, weeks): `arrivals`, each draw on a path of its own that strays with time.

    The logarithm strays by the change of a quarter over 13 weeks, the more the farther the week
    lies from the middle of the last 13: faster than a random walk (power 1/2), as trends last, and
    slower than a trend (1). Var(t) = s^2 ((6.5 + t) / 13)^1.5 + 1 / n of the last 13 weeks + that
    of the season.
    """
    away = (BLOCK / 2 + np.arange(1, weeks + 1)) / BLOCK
    counted = 1 / max(float(came[:BLOCK].sum()), 1.0) + seasons(came)[1]
    spread = np.sqrt(change_spread(came) ** 2 * away**1.5 + counted)
    strays = random.standard_normal(draws)[:, None] * spread[None, :] - spread**2 / 2
    return np.asarray(arrivals(came, weeks)[None, :] * np.exp(strays))
