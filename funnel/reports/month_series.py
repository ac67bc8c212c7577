"""Every count and the won value month by month, with the year before and the targets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from funnel.calendar import month_end, months_before, months_between
from funnel.filters import Filters
from funnel.metrics import METRICS, figures
from funnel.metrics.query import days_covered, measured_by
from funnel.reports.forecast import MONTHS as AHEAD
from funnel.reports.target_desk import same_day_before
from funnel.reports.targets import targets_of_whole
from funnel.reports.weekly import LATE, STAGES
from funnel.store.database import Database

if TYPE_CHECKING:
    from funnel.store.team import TeamStore  # sqlalchemy takes its time

VALUE = "won_value"
NAMES = (*STAGES, VALUE)
LONGEST = 24
"""Months that are shown at most; a year more is read, for the year before."""
Targets = Mapping[str, Mapping[date, float]]
"""By metric and month, of the whole company."""


@dataclass(frozen=True)
class Point:
    """One figure in one month.

    Args:
        month: its first day.
        since, until: the days of it that are known.
        is_partial: those are not all its days: it is never compared as if it were whole.
        value: None where it lies before the data, or after the table's end.
        before: of the same days a year before; None where the data do not reach back.
        target: of the whole month; None where there is none.
    """

    month: date
    since: date
    until: date
    is_partial: bool
    value: float | None
    before: float | None
    target: float | None = None


@dataclass(frozen=True)
class Series:
    """A figure month by month, oldest first.

    Args:
        metric: its id in the catalogue.
        stage: the stage whose entries it counts; None: it is the won value.
        unit: 'count', or the currency.
        points: empty where it is not measured.
        ended: the last day of its table where that is stale.
    """

    metric: str
    stage: str | None
    unit: str
    is_measured: bool
    points: tuple[Point, ...]
    ended: date | None

    def at(self, month: date) -> Point | None:
        """That of the month that begins on a day."""
        return next((point for point in self.points if point.month == month), None)

    @property
    def last_whole(self) -> Point | None:
        """The newest month that is known from its first to its last day."""
        whole = [one for one in self.points if one.value is not None and not one.is_partial]
        return whole[-1] if whole else None


def wanted(db: Database, team: TeamStore | None, as_of: date) -> dict[str, dict[date, float]]:
    """The targets of all months that are shown or forecast, entered before imported ones."""
    since, until = months_before(as_of, LONGEST - 1), months_before(as_of, -AHEAD)
    return {name: targets_of_whole(db, team, name, since, until) for name in NAMES}


def read_series(
    db: Database, as_of: date, ended: Mapping[str, date] | None = None
) -> tuple[Series, ...]:
    """Every count and the won value, of the longest time that is shown and the year before it."""
    first = days_covered(db)[0]
    return tuple(_series(db, name, as_of, first, (ended or {}).get(name)) for name in NAMES)


def _series(db: Database, name: str, as_of: date, first: date, ended: date | None) -> Series:
    metric, stage = METRICS[name], STAGES.get(name)
    if not metric.needs["period"] <= set(measured_by(db)):
        return Series(name, stage, metric.unit, False, (), None)
    shown = months_between(months_before(as_of, LONGEST + 11), as_of)
    known = min(as_of, ended or as_of)
    told = figures(db, metric, Filters(shown[0], as_of, as_of), ("month",))
    by_month = {date.fromisoformat(f"{one.group['month']}-01"): one.value or 0 for one in told}
    points = []
    for month in shown:
        since = first if month < first - LATE else month
        until = min(month_end(month), known)
        is_partial = since > month or until < month_end(month)
        is_known = since <= until
        before = None
        if is_known and months_before(month, 12) >= first - LATE:
            before = by_month.get(months_before(month, 12), 0)
            if until < month_end(month):
                before = _total(db, name, months_before(month, 12), same_day_before(until), as_of)
        value = by_month.get(month, 0) if is_known else None
        points.append(Point(month, since, until, is_partial, value, before))
    unit = told[0].unit if told else metric.unit
    return Series(name, stage, unit, True, tuple(points), ended)


def _total(db: Database, name: str, since: date, until: date, as_of: date) -> float:
    (figure,) = figures(db, METRICS[name], Filters(since, until, as_of))
    return figure.value or 0


def with_targets(series: Series, targets: Mapping[date, float]) -> Series:
    """The same, beside what was to be reached."""
    points = (replace(point, target=targets.get(point.month)) for point in series.points)
    return replace(series, points=tuple(points))
