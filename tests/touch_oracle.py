"""The rules of contribution once more, by plain loops over a deal's touches.

Written from docs/definitions.md and from nothing else of the product. Touches of one moment have no
order, so every order of them is tried and the mean taken; Shapley goes through every order in which
groups may join, Markov through the chain step by step.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise, permutations, product

Shares = dict[str, float]


@dataclass(frozen=True)
class Touch:
    group: str
    day: int
    is_first: bool = False


@dataclass(frozen=True)
class Deal:
    touches: tuple[Touch, ...]
    is_won: bool = True
    amount: float | None = 1.0
    mql_day: int | None = None


def orders(deal: Deal) -> list[list[Touch]]:
    """Every order the touches may have had."""
    first = [touch for touch in deal.touches if touch.is_first]
    rest = sorted((t for t in deal.touches if not t.is_first), key=lambda touch: touch.day)
    moments = [list(same) for _, same in groupby(rest, key=lambda touch: touch.day)]
    mixed = product(*(permutations(same) for same in moments))
    return [first + [touch for same in order for touch in same] for order in mixed]


def by_rule(rule: str, path: Sequence[Touch], mql_day: int | None, half_life: float) -> list[float]:
    n = len(path)
    if rule == "first_touch":
        weights = [1.0] + [0.0] * (n - 1)
    elif rule == "last_touch":
        weights = [0.0] * (n - 1) + [1.0]
    elif rule == "linear":
        weights = [1 / n] * n
    elif rule == "u_shaped":
        weights = {1: [1.0], 2: [0.5, 0.5]}.get(n) or [0.4, *[0.2 / (n - 2)] * (n - 2), 0.4]
    elif rule == "w_shaped":
        weights = [0.0] * n
        weights[0] += 0.3
        weights[-1] += 0.3
        if mql_day is not None:
            led = [place for place, touch in enumerate(path) if touch.day <= mql_day]
            weights[led[-1] if led else 0] += 0.3
        others = [place for place, weight in enumerate(weights) if weight == 0]
        for place in others:
            weights[place] = 0.1 / len(others)
    else:
        weights = [0.5 ** ((max(t.day for t in path) - t.day) / half_life) for t in path]
    return [weight / sum(weights) for weight in weights]


def divide(rule: str, deals: Sequence[Deal], half_life: float = 7.0) -> Shares:
    """Units (wins where amounts are 1) by group."""
    if rule == "markov":
        return markov(deals)
    if rule == "shapley":
        return shapley(deals)
    found: Shares = defaultdict(float)
    for deal in deals:
        if deal.is_won and deal.amount is not None:
            tried = orders(deal)
            for path in tried:
                weights = by_rule(rule, path, deal.mql_day, half_life)
                for touch, weight in zip(path, weights, strict=True):
                    found[touch.group] += weight * deal.amount / len(tried)
    return found


def shapley(deals: Sequence[Deal]) -> Shares:
    """The mean, over all orders in which groups join, of what each adds when it joins."""
    won = [d for d in deals if d.is_won and d.amount is not None]
    touched = [({touch.group for touch in deal.touches}, deal.amount) for deal in won]
    players = sorted(set().union(*(groups for groups, _ in touched)))
    found: Shares = defaultdict(float)
    joinings = list(permutations(players))
    for joining in joinings:
        before = 0.0
        for place, player in enumerate(joining):
            coalition = set(joining[: place + 1])
            worth = sum(amount or 0 for groups, amount in touched if groups <= coalition)
            found[player] += (worth - before) / len(joinings)
            before = worth
    return found


def markov(deals: Sequence[Deal]) -> Shares:
    """Removal effects: how much less is won when a group's touches end in nothing."""
    known = [d for d in deals if not (d.is_won and d.amount is None)]
    won = [deal.amount or 0 for deal in known if deal.is_won]
    mean = sum(won) / sum(deal.is_won for deal in deals)
    steps: dict[str, Shares] = defaultdict(lambda: defaultdict(float))
    for deal in known:
        weight = (deal.amount or 0) / mean if deal.is_won else 1.0
        tried = orders(deal)
        for path in tried:
            states = ["(start)", *(t.group for t in path), "(won)" if deal.is_won else "(lost)"]
            for one, two in pairwise(states):
                steps[one][two] += weight / len(tried)
    groups = sorted({touch.group for deal in known for touch in deal.touches})
    whole = _chance_to_win(steps, None)
    effects = {group: whole - _chance_to_win(steps, group) for group in groups}
    return {group: effect / sum(effects.values()) * sum(won) for group, effect in effects.items()}


def _chance_to_win(steps: dict[str, Shares], removed: str | None) -> float:
    """Let the chain run until next to nothing is under way."""
    here, won = {"(start)": 1.0}, 0.0
    for _ in range(20_000):
        there: Shares = defaultdict(float)
        for state, mass in here.items():
            if state != removed:
                total = sum(steps[state].values())
                for target, weight in steps[state].items():
                    there[target] += mass * weight / total if total else 0.0
        won += there.pop("(won)", 0.0)
        there.pop("(lost)", None)
        here = there
        if sum(here.values()) < 1e-13:
            break
    return won


def each_touch(deals: Sequence[Deal]) -> Iterator[tuple[int, Touch]]:
    for number, deal in enumerate(deals):
        for touch in deal.touches:
            yield number, touch
