"""Simulated B2B funnels whose truth is known: with nothing wrong, or with something planted.

Other code than the simulated company of the demo, after the description of the research: parameters
stand in `funnels.toml`. Another generator can stand in its place by writing the tables of
`exports.py`; nothing else of it is asked for.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from funnel.analysis.triangles import Triangle

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
NEVER = -1


@dataclass(frozen=True)
class Drop:
    """From `week` on so much `share` fewer go on from step `step` (0: lead to MQL), everywhere
    or in one source; where `until` is given, before that week.
    """

    step: int
    share: float
    week: int
    source: int | None = None
    until: int | None = None


@dataclass(frozen=True)
class MixShift:
    """From `week` on leads come from the sources by these shares."""

    week: int
    shares: tuple[float, ...]


@dataclass(frozen=True)
class Surge:
    """For `weeks` weeks from `week` on `factor` times as many leads."""

    week: int
    weeks: int
    factor: float


@dataclass(frozen=True)
class ToolChange:
    """From `week` on another tool, which `begins` to record a stage, `ends` doing so, or holds
    every entry of it in the 26 weeks before under the day of the move (`stamped`).
    """

    week: int
    stage: int
    kind: Literal["begins", "ends", "stamped"]


@dataclass(frozen=True)
class BulkUpdate:
    """On the Wednesday of `week` somebody brings the tool up to date.

    `late`: all entries of `stage` since `weeks` weeks are dated that day. `swept`: of those who
    sat in the stage before for more than 8 weeks a `share` is moved on, dated that day.
    """

    week: int
    stage: int
    kind: Literal["late", "swept"]
    weeks: int = 6
    share: float = 0.5


@dataclass(frozen=True)
class Plan:
    """What is simulated: size, length, and what goes on in it.

    `weeks` is the length of history; `after` weeks more are simulated, to hold forecasts against.
    `growth` (a quarter's) replaces the company's own.
    """

    mqls_a_month: float = 100
    weeks: int = 156
    after: int = 0
    growth: float | None = None
    drops: tuple[Drop, ...] = ()
    mix: MixShift | None = None
    surge: Surge | None = None
    holidays: tuple[int, ...] = ()
    tool_change: ToolChange | None = None
    bulk: BulkUpdate | None = None
    missing: tuple[int, ...] = ()
    """Stages that the tool does not record at all."""


@dataclass(frozen=True, eq=False)
class Funnel:
    """People and when they entered each stage. People stand in rows.

    Args:
        stages: their names.
        days: shape (people, stages): day of entry, counted from the first day of the history, or
            NEVER; as the tool records them.
        inferred: shape (people, stages): not recorded, and known by a later stage alone, whose day
            stands in `days`.
        source, owner, product, campaign: shape (people,), codes.
        amount: shape (people,), of the deal; NaN where there is none.
        lost: shape (people,), the day a deal was recorded as lost, or NEVER.
        rates: shape (steps,), the company's own.
        waver: shape (steps, weeks), factor of each rate by the week of going on, drops included
            where they are everywhere.
        chances: shape (people, steps), how likely each was to go on when the time came, drops
            included; NaN for who never entered the stage.
    """

    stages: tuple[str, ...]
    days: Ints
    inferred: NDArray[np.bool_]
    source: Ints
    owner: Ints
    product: Ints
    campaign: Ints
    amount: Floats
    lost: Ints
    rates: Floats
    waver: Floats
    chances: Floats

    @property
    def steps(self) -> list[tuple[int, int]]:
        """The pairs of neighbouring stages that are recorded at all."""
        there = [stage for stage in range(len(self.stages)) if (self.days[:, stage] >= 0).any()]
        return list(pairwise(there))

    def triangle(self, base: int, target: int, weeks: int, source: int | None = None) -> Triangle:
        """From one stage to another as known at the end of week `weeks` - 1.

        Entries that are inferred are left out: they tell no time. This is what the tables give.
        """
        came, went = self.days[:, base], self.days[:, target]
        last = 7 * weeks - 1
        is_in = (came >= 0) & (came <= last) & ~self.inferred[:, base]
        if source is not None:
            is_in &= self.source == source
        came, went = came[is_in], went[is_in]
        week = (last - came) // 7
        has_gone = (went >= 0) & (went <= last)
        age = np.maximum(week[has_gone] - (last - went[has_gone]) // 7, 0)
        entered = np.bincount(week, minlength=weeks).astype(np.int64)
        cells = np.bincount(week[has_gone] * weeks + age, minlength=weeks * weeks)
        return Triangle(entered, cells.astype(np.int64).reshape(weeks, weeks))

    def won_amount(self, since: int, until: int) -> float:
        """Revenue of the days `since` to `until`, both included."""
        won = self.days[:, -1]
        return float(self.amount[(won >= since) & (won <= until)].sum())


@cache
def parameters(path: Path | None = None) -> dict[str, Any]:
    """Parameters from a file like `funnels.toml`."""
    file = path or Path(__file__).with_name("funnels.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


def simulate(seed: int, plan: Plan, settings: dict[str, Any] | None = None) -> Funnel:
    """One company. The same arguments give the same company."""
    settings = settings or parameters()
    # One stream a topic: what is planted leaves all draws of the others as they were.
    company, arriving, *stepping, dealing, naming = (
        np.random.default_rng(child) for child in np.random.SeedSequence(seed).spawn(9)
    )
    steps, weeks = settings["steps"], plan.weeks + plan.after
    count = len(steps["rates"])
    spread = company.normal(0, steps["between_companies"], count)
    rates = np.minimum(np.asarray(steps["rates"]) * np.exp(spread), 0.9)
    waver = np.stack([_waver(company, weeks, settings["noise"]) for _ in range(count)])
    moment, source = _arrive(company, arriving, plan, rates[0], settings)
    people = len(moment)
    deals = settings["deals"]
    size = np.exp(dealing.normal(0, deals["sigma"], people))
    factors = _factors(settings["sources"])
    entered, chances = [moment], []
    for step in range(count):
        chance = rates[step] * factors[source, step]
        if step == count - 1:
            pull = deals["larger_win_less"]
            chance = chance * size**pull / np.exp(0.5 * (pull * deals["sigma"]) ** 2)
        random = stepping[step % len(stepping)]
        delay = np.exp(random.normal(0, steps["sigma"], people)) * steps["median_weeks"][step] * 7
        then = entered[-1] + delay
        then = _after_holidays(random, then, plan.holidays, settings["arrivals"]["holiday_works"])
        week = np.minimum(np.where(np.isnan(then), 0, then) // 7, weeks - 1).astype(np.int64)
        chance = np.minimum(chance * waver[step][week], steps["most"])
        draw = random.random(people)
        for drop in plan.drops:
            if drop.step == step:
                is_hit = (week >= drop.week) & (week < (drop.until or weeks + 1))
                if drop.source is not None:
                    is_hit &= source == drop.source
                chance = np.where(is_hit, chance * (1 - drop.share), chance)
        chances.append(np.where(np.isnan(then), np.nan, chance))
        entered.append(np.where(draw < chance, then, np.nan))
    for drop in plan.drops:
        if drop.source is None:
            waver[drop.step, drop.week : drop.until] *= 1 - drop.share
    moments = np.stack(entered, axis=1)
    days = np.where(np.isnan(moments), NEVER, np.floor(np.nan_to_num(moments))).astype(np.int64)
    has_deal = days[:, -2] >= 0
    wait = np.exp(dealing.normal(0, steps["sigma"], people)) * deals["median_weeks_to_loss"] * 7
    is_told = dealing.random(people) < deals["losses_recorded"]
    is_lost = has_deal & (days[:, -1] < 0) & is_told
    lost = np.where(is_lost, days[:, -2] + wait.astype(np.int64), NEVER)
    days, inferred = _recorded(days, plan, naming)
    names = settings["people"]
    return Funnel(
        stages=tuple(settings["stages"]),
        days=days,
        inferred=inferred,
        source=source,
        owner=naming.integers(0, len(names["owners"]), people),
        product=naming.integers(0, len(names["products"]), people),
        campaign=naming.integers(0, names["campaigns_a_source"], people),
        amount=np.where(has_deal, np.round(deals["median_amount"] * size, -4), np.nan),
        lost=lost,
        rates=rates,
        waver=waver,
        chances=np.stack(chances, axis=1),
    )


def _waver(random: np.random.Generator, weeks: int, noise: dict[str, float]) -> Floats:
    """Factors of a rate by week: autocorrelated, mean 1, standard deviation `sd`."""
    stays = noise["stays"]
    shocks = random.normal(0, noise["sd"], weeks)
    waver = np.empty(weeks)
    last = shocks[0]
    for week in range(weeks):
        last = last if week == 0 else stays * last + np.sqrt(1 - stays**2) * shocks[week]
        waver[week] = last
    return np.maximum(1 + waver, 0.05)


def _arrive(
    company: np.random.Generator,
    random: np.random.Generator,
    plan: Plan,
    mql_rate: float,
    settings: dict[str, Any],
) -> tuple[Floats, Ints]:
    """(moment in days, source) of each lead, in order of time."""
    weeks = np.arange(plan.weeks + plan.after)
    arrivals, sources = settings["arrivals"], settings["sources"]
    own_growth, phase = company.uniform(*arrivals["growth_a_quarter"]), company.uniform(0, 6.2832)
    growth = own_growth if plan.growth is None else plan.growth
    level = plan.mqls_a_month * 12 / 52 / mql_rate
    # The size is that of the last year of the history.
    a_week = level * (1 + growth) ** ((weeks - (plan.weeks - 26)) / 13)
    a_week = a_week * (1 + arrivals["season"] * np.sin(2 * np.pi * weeks / 52 + phase))
    if plan.surge:
        is_surge = (weeks >= plan.surge.week) & (weeks < plan.surge.week + plan.surge.weeks)
        a_week = np.where(is_surge, a_week * plan.surge.factor, a_week)
    a_week = np.where(np.isin(weeks, plan.holidays), a_week * arrivals["holiday_share"], a_week)
    week = np.repeat(weeks, random.poisson(a_week))
    moment = week * 7 + random.random(len(week)) * 7
    draw = random.random(len(week))
    source = np.searchsorted(np.cumsum(sources["shares"])[:-1], draw, side="right")
    if plan.mix:
        after = np.searchsorted(np.cumsum(plan.mix.shares)[:-1], draw, side="right")
        source = np.where(week >= plan.mix.week, after, source)
    order = np.argsort(moment, kind="stable")
    return moment[order], source[order].astype(np.int64)


def _factors(sources: dict[str, Any]) -> Floats:
    """Shape (sources, steps): the factors, scaled to the mix that arrives at each step."""
    factors, mix = np.asarray(sources["factors"], dtype=float), np.asarray(sources["shares"])
    scaled = np.empty_like(factors)
    for step in range(factors.shape[1]):
        mean = float(mix @ factors[:, step])
        scaled[:, step] = factors[:, step] / mean
        mix = mix * scaled[:, step]
        mix = mix / mix.sum()
    return scaled


def _after_holidays(
    random: np.random.Generator, then: Floats, holidays: tuple[int, ...], works: float
) -> Floats:
    """What would happen in a holiday week happens in the next one that is none."""
    is_off = random.random(len(then)) >= works
    for week in sorted(holidays):
        is_in = np.floor(then / 7) == week
        then = np.where(is_in & is_off, then + 7, then)
    return then


def _recorded(
    days: Ints, plan: Plan, random: np.random.Generator
) -> tuple[Ints, NDArray[np.bool_]]:
    """(days, inferred) as the tool has them."""
    told = days.copy()
    if plan.bulk:
        _update_in_bulk(told, plan.bulk, random)
    change = plan.tool_change
    if change:
        column, day = told[:, change.stage], 7 * change.week
        if change.kind == "begins":
            told[:, change.stage] = np.where(column >= day, column, NEVER)
        elif change.kind == "ends":
            told[:, change.stage] = np.where(column < day, column, NEVER)
        else:
            is_moved = (column >= day - 26 * 7) & (column < day)
            told[:, change.stage] = np.where(is_moved, day, column)
    told[:, list(plan.missing)] = NEVER
    known = told.copy()
    for stage in range(known.shape[1] - 2, -1, -1):
        if stage not in plan.missing:
            later = [k for k in range(stage + 1, known.shape[1]) if k not in plan.missing]
            following = known[:, later[0]] if later else np.full(len(known), NEVER)
            known[:, stage] = np.where(told[:, stage] >= 0, told[:, stage], following)
    return known, (told < 0) & (known >= 0)


def _update_in_bulk(told: Ints, bulk: BulkUpdate, random: np.random.Generator) -> None:
    day, stage = 7 * bulk.week + 2, bulk.stage
    column = told[:, stage]
    if bulk.kind == "late":
        is_late = (column >= day - 7 * bulk.weeks) & (column < day)
        told[:, stage] = np.where(is_late, day, column)
        return
    before = told[:, stage - 1]
    sits = (before >= 0) & (before < day - 56) & ((column < 0) | (column > day))
    is_swept = sits & (random.random(len(column)) < bulk.share)
    told[:, stage] = np.where(is_swept, day, column)
    # What they would have done later they do no more.
    told[:, stage + 1 :] = np.where(is_swept[:, None], NEVER, told[:, stage + 1 :])
