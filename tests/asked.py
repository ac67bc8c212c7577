"""The product's figures in the oracle's terms."""

from __future__ import annotations

from typing import Any

from funnel.filters import Filters
from funnel.metrics import METRICS, figures
from funnel.store.database import Database
from tests.oracle import Expected


def found(db: Database, metric: str, filters: Filters, by: tuple[Any, ...]) -> dict[Any, Expected]:
    """The figure of each group."""
    grouped: dict[Any, dict[str, Any]] = {}
    for figure in figures(db, METRICS[metric], filters, by):
        group = tuple(figure.group[name] for name in by)
        one = grouped.setdefault(group, {})
        assert one.setdefault("sums", (figure.numerator, figure.denominator)) == (
            figure.numerator,
            figure.denominator,
        )
        assert figure.stat not in one
        one[figure.stat] = figure.value
    return {
        group: Expected(
            *one["sums"],
            one.get("value", one.get("mean")),
            one.get("median"),
            one.get("p90"),
        )
        for group, one in grouped.items()
    }
