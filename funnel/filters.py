"""What a figure is asked for: the period, the day it is seen from, the basis, and the segment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from funnel.errors import FunnelError, Problem

Basis = Literal["period", "cohort"]
Dimension = Literal[
    "week", "month", "quarter",
    "source", "campaign", "owner", "team", "industry", "company_size", "product", "lane",
]  # fmt: skip

Stage = Literal["lead", "mql", "handed_over", "accepted", "sql", "opportunity", "won"]
STAGES: tuple[str, ...] = get_args(Stage)
"""The funnel, in order."""

DIMENSIONS: tuple[Dimension, ...] = get_args(Dimension)
TIMES: tuple[Dimension, ...] = ("week", "month", "quarter")
SEGMENTS: tuple[Dimension, ...] = tuple(name for name in DIMENSIONS if name not in TIMES)
"""What rows can be narrowed to: every dimension but time, which the period itself narrows."""


@dataclass(frozen=True)
class Filters:
    """`since`, `until` and `as_of` are whole days, all included.

    `where` holds conditions such as `("source", "Web")`; the value None means 'without one'.
    Conditions on one name are alternatives, conditions on different names must all hold.
    `within` counts, on the cohort basis, only what followed within so many days.
    """

    since: date
    until: date
    as_of: date
    basis: Basis = "period"
    where: tuple[tuple[str, str | None], ...] = ()
    within: int | None = None


def check_period(since: date, until: date) -> None:
    """Raises FunnelError where the period is empty."""
    if since > until:
        raise FunnelError(Problem("empty_period", detail=f"{since} > {until}"))
