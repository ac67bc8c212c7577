"""What sales did with the leads of last week, for the headlines of the meeting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from funnel.filters import Filters
from funnel.metrics import METRICS, figures
from funnel.reports.feedback import ReasonCount, feedback
from funnel.store.database import Database

COUNTS = ("handovers", "sqls", "opportunities", "wins")


@dataclass(frozen=True)
class LastWeek:
    """The seven days that end on `until`: counts of the period, and why sales refused.

    `counts` is None by the metrics that are not measured; `reasons` is empty where none are told.
    """

    since: date
    until: date
    counts: dict[str, int | None]
    reasons: tuple[ReasonCount, ...]


def last_week(db: Database, until: date) -> LastWeek:
    """As known by the end of `until`."""
    since = until - timedelta(days=6)
    asked = Filters(since, until, until, "period")
    values = {name: figures(db, METRICS[name], asked)[0].value for name in COUNTS}
    counts = {name: None if value is None else int(value) for name, value in values.items()}
    told = feedback(db, since, until, until).reasons
    return LastWeek(since, until, counts, tuple(one for one in told if one.kind == "refused"))
