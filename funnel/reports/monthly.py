"""The month as executives read it: on track or not, what comes next, and why it changed.

Every figure is that of `figures`, month by month. Targets are put beside what was read of a
version, so that one that is entered shows at once and nothing is read anew but the forecast.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from funnel.agreement.model import Calendar
from funnel.agreement.timeline import in_force_on, timeline
from funnel.analysis.explain import LEAST_WEEKS, Explained, NotExplained, Part
from funnel.analysis.forecast import Forecast, Missing, Outlook
from funnel.calendar import month_end, month_start, months_before
from funnel.filters import STAGES as ORDER
from funnel.metrics.query import measured_by
from funnel.reports.explain import Against, ExplainReport, explanations
from funnel.reports.forecast import MONTHS as AHEAD
from funnel.reports.forecast import ForecastReport, forecasts
from funnel.reports.month_series import VALUE, Series, Targets, read_series, wanted, with_targets
from funnel.reports.targets import fiscal_year_of
from funnel.store.database import Database

if TYPE_CHECKING:
    from funnel.store.team import TeamStore  # sqlalchemy takes its time

GROWN = timedelta(weeks=LEAST_WEEKS)
"""So long after the data begin a month is one to grow from: before it, deals had no time to close.
"""


@dataclass(frozen=True)
class Ahead:
    """A month that is forecast: what is booked of it already is in its outlook.

    `before` is what the whole of it brought a year before; `missing` is None without a target.
    """

    month: date
    outlook: Outlook
    target: float | None
    missing: Missing | None
    before: float | None


@dataclass(frozen=True)
class Held:
    """The whole months from `since` to `until` (their first and last day), against something."""

    since: date
    until: date
    months: int
    value: float
    against: float

    @property
    def ratio(self) -> float | None:
        """value / against; None where there is nothing to divide by."""
        return self.value / self.against if self.against else None


@dataclass(frozen=True)
class Change:
    """Why the last whole month differs from a year before, or from the month before it.

    `bars` are the parts in the order of the funnel, all sources' leads as one and the rest last;
    they add up to `after - before` exactly. Empty where nothing can be explained.
    """

    report: ExplainReport
    against: Against
    bars: tuple[Part, ...]


@dataclass(frozen=True)
class Month:
    """All that the page of the month shows above its fold.

    Args:
        month: the first day of the month looked at.
        as_of: everything is as known by its end.
        figure: what is forecast and explained: wins where no amount is known.
        stages: the counts along the funnel, of as many months as were asked for.
        value: won value.
        ahead: the months forecast, the unfinished one first; empty where `forecast` refuses.
        total, missing: of all those months together.
        to_target, to_year: the fiscal year's whole months so far, of `figure`, against their
            targets and against the year before; of those months that have one, a year before only
            where the data began half a year earlier. None without any.
    """

    month: date
    as_of: date
    currency: str
    figure: Literal["revenue", "wins"]
    stages: tuple[Series, ...]
    value: Series
    ahead: tuple[Ahead, ...]
    total: Outlook | None
    missing: Missing | None
    to_target: Held | None
    to_year: Held | None
    forecast: ForecastReport
    change: Change

    @property
    def drawn(self) -> Series:
        """The series of `figure`."""
        return self.value if self.figure == "revenue" else self.stages[-1]


def monthly(
    db: Database,
    team: TeamStore | None,
    as_of: date,
    *,
    months: int = 12,
    ended: Mapping[str, date] | None = None,
) -> Month:
    """The month that holds `as_of`, with the months before and after it.

    Args:
        team: whose entered targets, and whose fiscal year as agreed on `as_of`, count.
        months: how many are shown, the one looked at included.
        ended: the last day of the table behind a metric, where that is stale.
    """
    ended = ended or {}
    targets = wanted(db, team, as_of)
    calendar = Calendar()
    if team is not None:
        calendar = in_force_on(timeline(team.agreements()), as_of).agreement.calendar
    known = min(as_of, ended.get(VALUE, as_of))
    return put_together(
        read_series(db, as_of, ended), outlook(db, known, targets.get(VALUE, {})),
        change_of(db, known), as_of=as_of, months=months, targets=targets, calendar=calendar,
    )  # fmt: skip


def outlook(db: Database, known: date, targets: Mapping[date, float]) -> ForecastReport:
    """The rest of the month that `known` lies in and three months more, and past forecasts.

    Args:
        known: the last day that is known of the deals.
        targets: of won value.
    """
    count = AHEAD + (known < month_end(known))
    said = {f"{month:%Y-%m}": value for month, value in targets.items()}
    return forecasts(db, known, count, targets=said)


def change_of(db: Database, known: date) -> Change:
    """Why the last month that was over by `known` changed, against a year before if that can be."""
    figure: Literal["revenue", "wins"] = "revenue" if "amount" in measured_by(db) else "wins"
    found = explanations(db, known, against="year", figure=figure)
    against: Against = "year"
    if isinstance(found.explained, NotExplained) and found.explained.reason == "too_short":
        found, against = explanations(db, known, against="month", figure=figure), "month"
    told = found.explained
    return Change(found, against, _along(told.parts) if isinstance(told, Explained) else ())


def put_together(
    series: Sequence[Series],
    forecast: ForecastReport,
    change: Change,
    *,
    as_of: date,
    months: int,
    targets: Targets,
    calendar: Calendar,
) -> Month:
    """The month of what was read, of `read_series`, `outlook` and `change_of`, and the targets."""
    *stages, value = (with_targets(one, targets.get(one.metric, {})) for one in series)
    has_value = value.is_measured and any(one.value for one in value.points)
    drawn = value if has_value else stages[-1]
    ahead: tuple[Ahead, ...] = ()
    total = missing = None
    if isinstance(found := forecast.forecast, Forecast):
        outlooks = found.revenue if has_value else found.counts["won"]
        if outlooks:
            ahead = _ahead(forecast, outlooks, drawn, targets.get(drawn.metric, {}))
            total, missing = outlooks[-1], found.missing[-1] if has_value else None
    return Month(
        month_start(as_of), as_of, forecast.currency, "revenue" if has_value else "wins",
        tuple(replace(one, points=one.points[-months:]) for one in stages),
        replace(value, points=value.points[-months:]),
        ahead, total, missing, *_held(drawn, as_of, calendar), forecast, change,
    )  # fmt: skip


def _ahead(
    report: ForecastReport,
    outlooks: Sequence[Outlook],
    drawn: Series,
    targets: Mapping[date, float],
) -> tuple[Ahead, ...]:
    missing = report.forecast.missing if isinstance(report.forecast, Forecast) else ()
    found = []
    for place, name in enumerate(report.months):
        month = date.fromisoformat(f"{name}-01")
        year_before = drawn.at(months_before(month, 12))
        is_whole = year_before is not None and not year_before.is_partial
        found.append(Ahead(
            month, outlooks[place], targets.get(month),
            missing[place] if drawn.metric == VALUE else None,
            year_before.value if year_before and is_whole else None,
        ))  # fmt: skip
    return tuple(found)


def _held(drawn: Series, as_of: date, calendar: Calendar) -> tuple[Held | None, Held | None]:
    """The fiscal year so far against targets, and against the year before."""
    begins = fiscal_year_of(as_of, calendar)[0]
    whole = [
        (point, point.value)
        for point in drawn.points
        if point.month >= begins and point.value is not None and not point.is_partial
    ]

    def held(against: Mapping[date, float | None]) -> Held | None:
        both = [
            (point.month, value, other)
            for point, value in whole
            if (other := against[point.month]) is not None
        ]
        if not both:
            return None
        last = month_end(both[-1][0])
        values, others = sum(value for _, value, _ in both), sum(other for *_, other in both)
        return Held(both[0][0], last, len(both), values, others)

    points = [point for point, _ in whole]
    known = [point.since for point in drawn.points if point.value is not None]
    grown = min(known) + GROWN if known else date.max
    return (
        held({point.month: point.target for point in points}),
        held({
            point.month: point.before if months_before(point.month, 12) >= grown else None
            for point in points
        }),
    )  # fmt: skip


def _along(parts: Sequence[Part]) -> tuple[Part, ...]:
    """In the order of the funnel; the leads of all sources are one part."""
    leads = sum(part.amount for part in parts if part.kind == "source")
    kinds = ("source", "stage", "size", "days", "rest")
    others = [part for part in parts if part.kind != "source"]

    def place(part: Part) -> tuple[int, int]:
        is_stage = part.kind == "stage" and part.name in ORDER
        return kinds.index(part.kind), ORDER.index(part.name) if is_stage else 0

    return (Part("source", None, leads), *sorted(others, key=place))
