"""Numbers of past months that a new version would change."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from funnel.filters import Filters
from funnel.metrics import METRICS, figures
from funnel.metrics.catalogue import Metric
from funnel.metrics.query import Number, days_covered, measured_by
from funnel.preview.subjects import columns_of
from funnel.store.database import Database

FIGURES = ("leads", "mqls", "handovers", "sqls", "opportunities", "wins", "won_value")


@dataclass(frozen=True)
class PastChange:
    """One figure of one month (`2026-11`), on the period basis. None is 'not measured'."""

    month: str
    metric: str
    before: Number | None
    after: Number | None


def past_changes(db: Database, old: Database, known_until: date) -> tuple[PastChange, ...]:
    """What differs between `old` and `db`, both as known at the end of `known_until`.

    Newest month first, in it by the order of the funnel. A figure that the old version's tables
    cannot answer is left out.
    """
    since = min(days_covered(db)[0], days_covered(old)[0], known_until)
    filters = Filters(since, known_until, known_until)
    changes = []
    for metric in (METRICS[name] for name in FIGURES if _answers(old, db, METRICS[name])):
        before, after = _by_month(old, metric, filters), _by_month(db, metric, filters)
        absent = _absent(old, metric), _absent(db, metric)
        for month in before.keys() | after.keys():
            numbers = before.get(month, absent[0]), after.get(month, absent[1])
            if numbers[0] != numbers[1]:
                changes.append(PastChange(month, metric.id, *numbers))
    changes.sort(key=lambda change: FIGURES.index(change.metric))
    changes.sort(key=lambda change: change.month, reverse=True)
    return tuple(changes)


def _by_month(db: Database, metric: Metric, filters: Filters) -> dict[str, Number | None]:
    found = figures(db, metric, filters, ["month"])
    return {str(figure.group["month"]): figure.value for figure in found}


def _absent(db: Database, metric: Metric) -> int | None:
    """The value of a month without rows."""
    return 0 if metric.needs["period"] <= set(measured_by(db)) else None


def _answers(old: Database, new: Database, metric: Metric) -> bool:
    """Every table and column the metric's SQL names and `new` has is in `old` too."""
    words = set(re.findall(r"\w+", metric.sql))
    return words & _names(new) <= _names(old)


def _names(db: Database) -> set[str]:
    columns = columns_of(db)
    return set(columns).union(*columns.values())
