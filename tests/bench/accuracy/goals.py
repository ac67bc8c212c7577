"""The goals for accuracy, row by row, and what a run measured of them.

A test tells what it measured; at the end of the run all rows stand in one table (`conftest.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

NAMED = {
    (30, 0.3): (0.20, 0.35), (30, 0.5): (0.50, 0.66),
    (100, 0.3): (0.50, 0.62), (100, 0.5): (0.75, 0.85),
    (300, 0.3): (0.72, 0.85), (300, 0.5): (0.90, 0.98),
}  # fmt: skip
"""(MQLs a month, drop): (at least, what an oracle reached in the research)."""
SIZES = (30, 100, 300)
"""MQLs a month."""
MOST_ALARMED_LOOKS = 0.05
MOST_REDS_A_YEAR = 0.15
MOST_ALARMS_ON_MIX = 0.10
MASE = {30: 0.90, 100: 0.87, 300: 0.86}
FORECAST_HELD = (0.76, 0.84)
RATES_HELD = 0.80
RATE_COMPANIES = {
    "30 a month": (30, 156, 0.0),
    "100 a month": (100, 156, 0.0),
    "300 a month": (300, 156, 0.0),
    "100 a month, growth of +30 % a quarter": (100, 156, 0.3),
    "100 a month, growth of -15 % a quarter": (100, 156, -0.15),
    "100 a month, 60 weeks of history": (100, 60, 0.0),
}
"""(MQLs a month, weeks of history, growth a quarter); nothing else changes in them."""
DEAL_GROWTH = (-0.15, 0.0, 0.15, 0.30)
"""A quarter."""
MOST_DEAL_BIAS = 0.02
RANKED_FIRST = 0.90


@dataclass(frozen=True)
class Goal:
    """A row: its value has to lie between `least` and `most`, where they are given.

    `bound` is the best that is possible, where the research says it.
    """

    least: float | None = None
    most: float | None = None
    bound: float | None = None
    form: Literal["share", "signed share", "number"] = "share"

    def is_met(self, value: float) -> bool:
        value = abs(value) if self.form == "signed share" else value
        return (self.least is None or value >= self.least) and (
            self.most is None or value <= self.most
        )

    def said(self) -> str:
        if self.least is not None and self.most is not None:
            return f"{100 * self.least:.0f}-{100 * self.most:.0f} %"
        if self.least is not None:
            return f"at least {100 * self.least:.0f} %"
        most = self.most or 0.0
        return f"at most {most:.2f}" if self.form == "number" else f"at most {100 * most:.0f} %"

    def value(self, value: float) -> str:
        if self.form == "number":
            return f"{value:.3f}"
        return f"{100 * value:+.1f} %" if self.form == "signed share" else f"{100 * value:.1f} %"


def named(size: int, drop: float) -> str:
    return f"right step named, drop of {100 * drop:.0f} %, {size} MQLs a month"


def alarmed(size: int) -> str:
    return f"looks red or amber with nothing wrong, {size} a month"


def reds(size: int) -> str:
    return f"red false alarms a company-year, {size} a month"


def mase(size: int) -> str:
    return f"forecast of a quarter: MASE, {size} a month"


def forecast_held(size: int) -> str:
    return f"forecast of a quarter: coverage of the 80 % range, {size} a month"


def rates_held(company: str) -> str:
    return f"stage rates, no change: coverage of the 80 % ranges, {company}"


def deal_bias(growth: float) -> str:
    return f"deal length: bias of the median, growth of {100 * growth:+.0f} % a quarter"


MIX = "alarms on a mere shift of sources, 100 a month"
EXPLAINED = "change explained: true factor ranked first, 100 a month"


def _rows() -> Iterator[tuple[str, Goal]]:
    for (size, drop), (least, bound) in NAMED.items():
        yield named(size, drop), Goal(least, bound=bound)
    for size in SIZES:
        yield alarmed(size), Goal(most=MOST_ALARMED_LOOKS)
    for size in SIZES:
        yield reds(size), Goal(most=MOST_REDS_A_YEAR, form="number")
    yield MIX, Goal(most=MOST_ALARMS_ON_MIX)
    for size in SIZES:
        yield mase(size), Goal(most=MASE[size], form="number")
    for size in SIZES:
        yield forecast_held(size), Goal(*FORECAST_HELD)
    for company in RATE_COMPANIES:
        yield rates_held(company), Goal(RATES_HELD)
    for growth in DEAL_GROWTH:
        yield deal_bias(growth), Goal(most=MOST_DEAL_BIAS, form="signed share")
    yield EXPLAINED, Goal(RANKED_FIRST)


GOALS = dict(_rows())


@dataclass
class Measured:
    """What a run found, by row."""

    found: dict[str, tuple[float, str]] = field(default_factory=dict)

    def tell(self, row: str, value: float | np.floating[Any], of: str) -> bool:
        """Keep the value of a row, with what it was measured on; whether the goal is met."""
        self.found[row] = (float(value), of)
        return GOALS[row].is_met(float(value))

    def table(self) -> Iterator[str]:
        """All rows in Markdown, those as well that this run did not measure."""
        yield "| | goal | measured | met | of |"
        yield "|---|---|---|---|---|"
        for row, goal in GOALS.items():
            if row in self.found:
                value, of = self.found[row]
                met = "yes" if goal.is_met(value) else "**no**"
                yield f"| {row} | {goal.said()} | {goal.value(value)} | {met} | {of} |"
            else:
                yield f"| {row} | {goal.said()} | not measured in this run | | |"
