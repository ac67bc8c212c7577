"""The funnel of a month as the weekly meeting reads it: counts, rates, target, the '6-12' picture.

Each stage's last six weeks stand beside its last twelve months, and the same of the year before
behind them. What is not over yet is cut off a year before as well, so that like stands beside like.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from funnel.agreement.model import Calendar
from funnel.agreement.targets import Key
from funnel.analysis.pace import Pace, pace, poisson_interval
from funnel.analysis.rates import State
from funnel.calendar import month_end, months_before, week_start
from funnel.filters import Filters
from funnel.metrics import METRICS, Figure, figures
from funnel.metrics.query import days_covered, measured_by, rows_sql
from funnel.reports.rates import judge_events
from funnel.reports.target_desk import same_day_before, share_over
from funnel.store.database import Database

STAGES = {
    "leads": "lead", "mqls": "mql", "handovers": "handed_over", "sqls": "sql",
    "opportunities": "opportunity", "wins": "won",
}  # fmt: skip
"""The counts along the funnel, and the stage each counts entries of."""
RATES = ("mql_rate", "handover_rate", "sql_rate", "sql_opportunity_rate", "win_rate")
"""The rate at place i leads from the count at place i to the next."""
WITHOUT_LOSSES = {"win_rate": "lead_win_rate"}
"""Where no lost deal is ever recorded, the wins are divided by the leads."""
WEEKS, MONTHS = 6, 12
YEAR_OF_WEEKS = timedelta(weeks=52)
"""A year in weeks, so that weekdays match."""
LATE = timedelta(days=6)
"""A month whose first days are before the data by no more is whole: nothing falls on holidays."""
ALL_OWNERS = ""
"""Whose targets hold where no owner is looked at: an owner without a name is None."""
BY_DAY = "select day, sum(numerator) from ({rows}) as counted group by day order by day"


@dataclass(frozen=True)
class Span:
    """A week or a month: its first and last day, and how many entered the stage in it.

    Args:
        until: the last day that is known of it.
        is_partial: it goes on after `until`, or the data begin within it: it is not whole.
        value: None where it lies before the data, or after the table's end.
        before: of the same days a year (52 weeks) before; None where the data do not reach back.
    """

    since: date
    until: date
    is_partial: bool
    value: int | None
    before: int | None


@dataclass(frozen=True)
class Stage:
    """One stage of the funnel: `metric` counts its entries.

    Args:
        weeks, months: oldest first; the last holds the as-of day. Empty where it is not measured.
        ended: the last day of its table where that is stale.
    """

    metric: str
    stage: str
    is_measured: bool
    weeks: tuple[Span, ...]
    months: tuple[Span, ...]
    ended: date | None

    @property
    def month(self) -> Span | None:
        """The month that is looked at; None where it is not measured."""
        return self.months[-1] if self.months else None

    @property
    def value(self) -> int | None:
        """Its count; None where it is not measured or not known."""
        return self.month.value if self.month else None


@dataclass(frozen=True)
class Passage:
    """The rate between two stages: its figure with counts and base, and what may be said of it.

    `figure.numerator` is None where it is not measured.
    """

    figure: Figure
    state: State


@dataclass(frozen=True)
class Weekly:
    """The funnel of the month up to `as_of`: `passages[i]` is between `stages[i]` and the next."""

    since: date
    as_of: date
    stages: tuple[Stage, ...]
    passages: tuple[Passage, ...]

    @property
    def is_partial(self) -> bool:
        """Whether the month goes on after `as_of`."""
        return self.as_of < month_end(self.since)


def weekly(db: Database, month: Filters, ended: Mapping[str, date] | None = None) -> Weekly:
    """The funnel of one month.

    Args:
        db: the version.
        month: from the first day of the month to the as-of day, on the period basis; its
            conditions hold for all figures.
        ended: the last day of the table behind a count, where that is stale.
    """
    ended, first = ended or {}, days_covered(db)[0]
    stages = tuple(_stage(db, name, month, first, ended.get(name)) for name in STAGES)
    return Weekly(month.since, month.as_of, stages, tuple(_passage(db, n, month) for n in RATES))


def _stage(db: Database, name: str, month: Filters, first: date, ended: date | None) -> Stage:
    metric, stage = METRICS[name], STAGES[name]
    if not metric.needs["period"] <= set(measured_by(db)):
        return Stage(name, stage, False, (), (), None)
    whole = replace(month, since=months_before(month.since, 2 * MONTHS - 1), until=month.as_of)
    sql, parameters = rows_sql(metric, whole, None, summed=True)
    days = {day: int(count) for day, count in db.rows(BY_DAY.format(rows=sql), parameters)}
    known = month.as_of if ended is None else min(month.as_of, ended)

    def span(since: date, end: date, before: tuple[date, date], late: timedelta) -> Span:
        """A week or month; `before` is what is as long of it a year earlier, `late` as below."""
        until, is_whole = min(end, known), since >= first - late
        return Span(
            since, until, until < end or not is_whole,
            None if until < max(since, first) else _sum(days, since, until),
            _sum(days, *before) if since <= known and before[0] >= first - late else None,
        )  # fmt: skip

    weeks = []
    for back in reversed(range(WEEKS)):
        since = week_start(month.as_of) - timedelta(weeks=back)
        end = since + timedelta(days=6)
        before = since - YEAR_OF_WEEKS, min(end, known) - YEAR_OF_WEEKS
        weeks.append(span(since, end, before, timedelta()))
    months = []
    for back in reversed(range(MONTHS)):
        since = months_before(month.since, back)
        before = months_before(since, 12), _year_before(month_end(since), known)
        months.append(span(since, month_end(since), before, LATE))
    return Stage(name, stage, True, tuple(weeks), tuple(months), ended)


def _sum(days: Mapping[date, int], since: date, until: date) -> int:
    return sum(count for day, count in days.items() if since <= day <= until)


def _year_before(end: date, known: date) -> date:
    """The last day, a year before, of a month that is known up to `known`."""
    if known < end:
        return same_day_before(known)
    return month_end(months_before(end, 12))


def _passage(db: Database, name: str, month: Filters) -> Passage:
    (figure,) = figures(db, METRICS[name], month)
    if figure.numerator is None and name in WITHOUT_LOSSES:
        (figure,) = figures(db, METRICS[WITHOUT_LOSSES[name]], month)
    return Passage(figure, judge_events(METRICS[figure.metric], figure).state)


def goals(
    told: Weekly,
    targets: Mapping[Key, Decimal],
    sources: Collection[str | None],
    calendar: Calendar,
    owner: str | None = ALL_OWNERS,
) -> dict[str, Pace]:
    """By count: the month's target and where it should be by now, by working days.

    Args:
        told: the month.
        targets: of the month, by key, as in force.
        sources: that are looked at; none for all. Of several, each must have its target: what is
            held against part of them says nothing.
        calendar: whose working days count.
        owner: whose leads and deals are looked at. No target is of those without an owner.

    Returns:
        Nothing of a count without target, of one that is not measured, and of a stale table.
    """
    share = share_over(calendar, told.since, told.as_of)
    found = {}
    for stage in told.stages:
        of = owner or None
        wanted = [(told.since, stage.metric, source, of) for source in sources or (None,)]
        parts = [targets[key] for key in wanted if key in targets]
        # The target without a source is the whole company's, not that of leads without a source.
        is_whole = len(parts) == len(wanted) and (not sources or None not in sources)
        is_whole = is_whole and owner is not None
        if stage.value is None or stage.ended or not is_whole:
            continue
        found[stage.metric] = pace(
            float(sum(parts)), share, stage.value, poisson_interval(stage.value),
            is_over=not told.is_partial,
        )  # fmt: skip
    return found
