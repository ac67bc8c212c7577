"""Small funnels as `analysis.forecast` takes them, for tests: even ones, and any by a seed."""

from __future__ import annotations

import numpy as np

from funnel.analysis.forecast_history import History, Money, Stage
from funnel.analysis.triangles import Triangle


def even(weeks: int = 60, a_week: int = 10, amount: float = 100.0) -> History:
    """Every week 10 leads come; each is an opportunity a week later, and won two weeks after."""
    opportunities = np.full(weeks, a_week, np.int64)
    opportunities[-1:] = 0  # the first leads were no opportunities in their own week
    stages = (
        Stage("lead", _moved(np.full(weeks, a_week, np.int64), 1)),
        Stage("opportunity", _moved(opportunities, 2), np.zeros((weeks, weeks), np.int64)),
    )
    won = np.repeat(np.arange(min(weeks - 3, 104)), a_week)
    money = Money(
        np.repeat(np.arange(2), a_week), np.full(2 * a_week, amount),
        np.full(len(won), amount), won, np.full(len(won), amount),
    )  # fmt: skip
    return History(stages, money)


def _moved(entered: np.ndarray, age: int) -> Triangle:
    weeks = len(entered)
    moved = np.zeros((weeks, weeks), np.int64)
    for week in range(age, weeks):
        moved[week, age] = entered[week]
    return Triangle(entered, moved)


def any_funnel(seed: int, weeks: int = 45, a_week: float = 12) -> History:
    """Leads, SQLs and deals, some of them sales' own, with losses, by chance."""
    random = np.random.default_rng(seed)
    came = weeks - 1 - np.repeat(np.arange(weeks), random.poisson(a_week, weeks))
    stages = []
    for name, share, slow in (("lead", 0.6, 1.0), ("sql", 0.7, 2.0)):
        stage, came = _stage(random, name, came, weeks, share=share, slow=slow)
        stages.append(stage)
    own = weeks - 1 - np.repeat(np.arange(weeks), random.poisson(1.0, weeks))
    last, _, lost, ages = _deals(random, np.concatenate([came, own]), weeks)
    new = np.bincount(own, minlength=weeks).astype(np.int64)
    stages.append(Stage("opportunity", last, lost, new))
    won, open_ages = ages
    amounts = random.lognormal(13, 0.6, len(won) + len(open_ages) + int(lost.sum())).round()
    amounts[::17] = np.nan
    count = len(won)
    money = Money(
        open_ages, amounts[count : count + len(open_ages)], amounts[:count], won,
        np.concatenate([amounts[:count], amounts[count + len(open_ages) :]]),
    )  # fmt: skip
    return History(tuple(stages), money)


def _stage(
    random: np.random.Generator, name: str, came: np.ndarray, weeks: int, **kind: float
) -> tuple[Stage, np.ndarray]:
    ages = random.geometric(1 / (1 + kind["slow"]), len(came)) - 1
    goes = (random.random(len(came)) < kind["share"]) & (ages <= came)
    moved = np.zeros((weeks, weeks), np.int64)
    np.add.at(moved, (came[goes], ages[goes]), 1)
    entered = np.bincount(came, minlength=weeks).astype(np.int64)
    return Stage(name, Triangle(entered, moved)), (came - ages)[goes]


def _deals(
    random: np.random.Generator, came: np.ndarray, weeks: int
) -> tuple[Triangle, np.ndarray, np.ndarray, tuple[np.ndarray, np.ndarray]]:
    ages = random.geometric(0.2, len(came)) - 1
    fate = random.random(len(came))
    is_over = ages <= came
    won, lost = is_over & (fate < 0.4), is_over & (fate >= 0.4) & (fate < 0.8)
    tables = np.zeros((2, weeks, weeks), np.int64)
    np.add.at(tables[0], (came[won], ages[won]), 1)
    np.add.at(tables[1], (came[lost], ages[lost]), 1)
    entered = np.bincount(came, minlength=weeks).astype(np.int64)
    return (
        Triangle(entered, tables[0]), came, tables[1],
        ((came - ages)[won], came[~won & ~lost]),
    )  # fmt: skip
