"""Why a month brought more or less than the one before, or than the same month a year before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import numpy as np

from funnel.analysis.explain import Explained, Figure, Month, NotExplained, explain
from funnel.analysis.forecast_history import Floats, History
from funnel.errors import FunnelError, Problem
from funnel.metrics.query import currency, measured_by
from funnel.reports.forecast import months_from
from funnel.reports.funnel_history import histories_by_source
from funnel.reports.known_deals import Deals, read_deals
from funnel.store.database import Database

Against = Literal["month", "year"]


@dataclass(frozen=True)
class ExplainReport:
    """Why `month` ('2026-10') differs from `other`; a `NotExplained` where too little is known."""

    as_of: date
    month: str
    other: str
    currency: str
    explained: Explained | NotExplained


def explanations(
    db: Database,
    as_of: date,
    month: date | None = None,
    against: Against = "month",
    figure: Figure = "revenue",
) -> ExplainReport:
    """The change of a month, as known by its end.

    Args:
        month: any day of it; None: the last month that is over by `as_of`.

    Raises:
        FunnelError: the month is not over by `as_of`.
    """
    if month is None:
        after = (as_of + timedelta(days=1)).replace(day=1) - timedelta(days=1)
    else:
        after = months_from(month, 1)[0][1]
    if after > as_of:
        raise FunnelError(Problem("month_not_over", value=f"{after:%Y-%m}", detail=str(as_of)))
    if against == "year":
        before = months_from(after.replace(day=1, year=after.year - 1), 1)[0][1]
    else:
        before = after.replace(day=1) - timedelta(days=1)
    names = f"{after:%Y-%m}", f"{before:%Y-%m}"
    if figure == "revenue" and "amount" not in measured_by(db):
        return ExplainReport(as_of, *names, currency(db), NotExplained("not_measured", 0, 1))
    deals = read_deals(db)
    earlier, later = (
        _month(deals, last, sources)
        for last, sources in zip(
            (before, after), histories_by_source(db, [before, after], deals), strict=True
        )
    )
    return ExplainReport(as_of, *names, currency(db), explain(earlier, later, figure))


def _month(deals: Deals, last: date, sources: Mapping[str | None, History]) -> Month:
    wins, revenue = deals.won_between(last.replace(day=1), last)
    return Month(sources, _weeks(last.day), revenue, wins)


def _weeks(days: int) -> Floats:
    """Shape (weeks,): the share of each week, counted back from the month's end, within it."""
    inside = np.arange(7 * -(-days // 7)) < days
    return np.asarray(inside.reshape(-1, 7).mean(axis=1))
