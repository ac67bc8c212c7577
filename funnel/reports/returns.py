"""What a period's cost brought: by its own leads (the lag respected), and in the same period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from funnel.filters import Dimension, Filters
from funnel.metrics import figures, find_metric
from funnel.metrics.query import Number, currency
from funnel.reports.rates import rates
from funnel.store.database import Database

Group = tuple[tuple[str, str | None], ...]
"""Pairs of dimension and value, as in a Figure's group."""


@dataclass(frozen=True)
class Return:
    """Cost of a period, what its leads brought by `as_of`, and what was won in the period itself.

    `cohort_return` is cohort_value / cost and still grows while `matured`, the share of the wins to
    come that is in already (0 to 1; None: not known), is below 1. `period_return` is period_value /
    cost: where deals take months it sets this cost against other leads, and misleads. None: not
    measured, or no cost.
    """

    group: dict[str, str | None]
    cost: Number | None
    cohort_value: Number | None
    cohort_return: float | None
    matured: float | None
    period_value: Number | None
    period_return: float | None
    unit: str


def returns(
    db: Database,
    since: date,
    until: date,
    as_of: date,
    *,
    by: Sequence[Dimension] = (),
) -> list[Return]:
    """The returns of the period, one in each group of `by` that has a cost or wins."""
    cost = find_metric("cost")
    metric = find_metric("return_on_cost")
    period = Filters(since, until, as_of, "period")
    cohort = Filters(since, until, as_of, "cohort")
    spent = {tuple(one.group.items()): one for one in figures(db, cost, period, by)}
    by_basis = [
        {tuple(one.group.items()): one for one in figures(db, metric, filters, by)}
        for filters in (period, cohort)
    ]
    matured = {
        tuple(rate.figure.group.items()): rate.judged.matured
        for rate in rates(db, find_metric("lead_win_rate"), cohort, by)
    }
    found = []
    for group in _in_order([*by_basis[0], *by_basis[1]]):
        plain, lagged = (of.get(group) for of in by_basis)
        found.append(
            Return(
                dict(group),
                spent[group].value if group in spent else None,
                lagged.numerator if lagged else 0,
                lagged.value if lagged else None,
                matured.get(group),
                plain.numerator if plain else 0,
                plain.value if plain else None,
                currency(db),
            )
        )
    return found


def _in_order(groups: list[Group]) -> list[Group]:
    def key(group: Group) -> list[tuple[bool, str]]:
        return [(value is None, value or "") for _, value in group]

    return sorted(set(groups), key=key)
