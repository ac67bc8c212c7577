"""Targets against what is there: target, pace, actual, state, and the year before.

A target that somebody entered comes before one that a file brought: it has a name and a day on it,
and is the later word; both are told. Entered ones are read when they are asked for, so that one is
in view as soon as it is set. No figure of any day rests on a target: what changes is only what the
figure is held against, and `known_on` tells what that was on a day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from funnel.agreement.model import Calendar, Capacity
from funnel.agreement.targets import RATES, Key, Target, TargetsRefused, checked, standing
from funnel.agreement.timeline import in_force_on, timeline
from funnel.analysis.target_checks import Finding, parts_below_whole, rates_above_one
from funnel.calendar import month_end, month_start, months_between, next_month
from funnel.metrics import METRICS
from funnel.metrics.query import currency, days_covered
from funnel.reports.target_actuals import Segment
from funnel.reports.target_desk import Desk, Standing
from funnel.store.database import Database

if TYPE_CHECKING:
    from funnel.store.team import EnteredTarget, TeamStore  # sqlalchemy takes its time

ALONG = ("leads", "mqls", "handovers", "sqls", "opportunities", "wins")
IMPORTED = """
select month, metric, source, owner, cast(value as decimal(18, 4)) as value
from targets
where month between $since and $until and value is not null
order by file_no, row_no
"""


@dataclass(frozen=True)
class Aside:
    """An imported target that is held against nothing: `kind` says why (see `PROBLEMS`)."""

    month: date
    metric: str
    value: float
    kind: str


@dataclass(frozen=True)
class TargetsReport:
    """All targets of the months from `since` to `until` (their first and last day).

    `rows` are by month, `totals` the sums of those that can be summed, in the order of the funnel.
    """

    since: date
    until: date
    as_of: date
    currency: str
    rows: tuple[Standing, ...]
    totals: tuple[Standing, ...]
    findings: tuple[Finding, ...]
    aside: tuple[Aside, ...]


def fiscal_year_of(day: date, calendar: Calendar) -> tuple[date, date]:
    """The first and last day of the fiscal year `day` lies in."""
    begins = calendar.fiscal_year_begins
    year = day.year if day.month >= begins else day.year - 1
    first = date(year, begins, 1)
    last = month_end(months_between(first, date(year + 1, 12, 1))[11])
    return first, last


def targets_against(
    db: Database,
    team: TeamStore,
    since: date,
    until: date,
    as_of: date,
    *,
    known_on: date | None = None,
) -> TargetsReport:
    """The targets of the months that `since` to `until` lie in, against what is known by `as_of`.

    Args:
        db: the version.
        team: whose entered targets, and whose agreement in force on `as_of`, count.
        since, until: any days of the first and the last month.
        as_of: figures are as known by its end.
        known_on: entered targets are as they stood at its end; as they stand now where not said.
    """
    since, until = month_start(since), month_end(until)
    agreement = in_force_on(timeline(team.agreements()), as_of).agreement
    known = standing(team.target_history(), known_on)
    entered = {key: one for key, one in known.items() if since <= one.month <= until}
    imported, aside = _imported(db, since, until)
    desk = Desk(db, as_of, agreement.calendar, days_covered(db)[0])
    keys = sorted(entered.keys() | imported.keys(), key=_place)
    found = desk.actuals_of(keys, since, until)
    years = _years(db, known, since, until, agreement.calendar)
    rows = [desk.row(key, entered.get(key), imported.get(key), found[key[1]]) for key in keys]
    by_segment: dict[tuple[str, Segment], list[Standing]] = {}
    for row in rows:
        by_segment.setdefault((row.metric, (row.source, row.owner)), []).append(row)
    totals = [
        desk.total(listed, found[metric])
        for (metric, _), listed in by_segment.items()
        if metric not in RATES
    ]
    totals.sort(key=lambda row: _place((since, row.metric, row.source, row.owner)))
    return TargetsReport(
        since, until, as_of, currency(db), tuple(rows), tuple(totals),
        (*years, *_findings(rows, agreement.capacity)), tuple(aside),
    )  # fmt: skip


def targets_of_whole(
    db: Database, team: TeamStore | None, metric: str, since: date, until: date
) -> dict[date, float]:
    """By month: what is to be reached of a metric, of neither a source nor an owner.

    An entered target, as it stands, goes before an imported one.

    Args:
        team: None: nobody entered any.
        metric: its id; imported ones are known by all names that people call it.
        since, until: any days of the first and the last month.
    """
    since, until = month_start(since), month_end(until)
    values: dict[Key, Decimal | None] = dict(_imported(db, since, until)[0])
    if team is not None:
        values |= {one.key: one.value for one in team.targets() if since <= one.month <= until}
    return {
        month: float(value)
        for (month, name, source, owner), value in values.items()
        if value is not None and (name, source, owner) == (metric, None, None)
    }


def targets_of(db: Database, team: TeamStore, month: date) -> dict[Key, Decimal]:
    """What is to be reached in a month, as it stands: the entered ones before the imported ones.

    Args:
        month: its first day.
    """
    found = _imported(db, month, month)[0]
    for key, one in standing(team.target_history()).items():
        if one.month == month and one.value is not None:
            found[key] = one.value
    return found


def changed_targets(
    db: Database, team: TeamStore, told: Sequence[Target]
) -> dict[Key, Decimal | None]:
    """Of what somebody wrote into a file with all targets, what is not in force as it is.

    An imported target that comes back as it was shown was set by nobody.
    """
    if not told:
        return {}
    months = [one.month for one in told]
    stands: dict[Key, Decimal | None] = {
        **_imported(db, min(months), month_end(max(months)))[0],
        **{one.key: one.value for one in team.targets()},
    }
    return {one.key: one.value for one in told if stands.get(one.key) != one.value}


def _imported(db: Database, since: date, until: date) -> tuple[dict[Key, Decimal], list[Aside]]:
    """By key, the last row of the last file; and what cannot be held against anything."""
    found: dict[Key, Decimal] = {}
    aside = []
    for row in db.records(IMPORTED, {"since": since, "until": until}):
        try:
            (one,) = checked([Target(**row)])
        except TargetsRefused as refused:
            kind = refused.problems[0].kind
            aside.append(Aside(row["month"], row["metric"], float(row["value"]), kind))
        else:
            found[one.key] = one.value
    return found, aside


def _place(key: Key) -> tuple[date, int, bool, str, bool, str]:
    month, metric, source, owner = key
    order = list(METRICS).index(metric)
    return month, order, source is not None, source or "", owner is not None, owner or ""


def _years(
    db: Database,
    entered: Mapping[Key, EnteredTarget],
    since: date,
    until: date,
    calendar: Calendar,
) -> list[Finding]:
    """What cannot be over the fiscal years of these months: who is won set out months before.

    A stage and the next that were both derived hang together by their rates and lags, though the
    year begins or ends between them.
    """
    found: list[Finding] = []
    first, last = fiscal_year_of(since, calendar)
    while first <= until:
        months = set(months_between(first, last))
        values: dict[Key, Decimal | None] = dict(_imported(db, first, last)[0])
        values |= {key: one.value for key, one in entered.items() if one.month in months}
        targets: dict[str, dict[date, float]] = {}
        for (month, metric, source, owner), value in values.items():
            if source is None and owner is None:
                targets.setdefault(metric, {})[month] = float(value or 0)
        derived = {
            metric for metric, by_month in targets.items()
            if all(_is_derived(entered.get((month, metric, None, None))) for month in by_month)
        }  # fmt: skip
        found += [
            one for one in rates_above_one(targets, ALONG) if not derived >= {one.stage, one.about}
        ]
        first, last = fiscal_year_of(next_month(last), calendar)
    return found


def _is_derived(one: EnteredTarget | None) -> bool:
    return one is not None and one.origin == "derived"


def _findings(rows: Sequence[Standing], capacity: Capacity) -> list[Finding]:
    wholes: dict[tuple[str, date], float] = {}
    parts: dict[str, dict[tuple[str, date], float]] = {"source": {}, "owner": {}}
    sqls: dict[date, float] = {}
    for row in rows:
        if row.metric in RATES or row.month is None:
            continue
        place = row.metric, row.month
        if row.source is None and row.owner is None:
            wholes[place] = row.target
            if row.metric == "sqls":
                sqls[row.month] = row.target
        elif row.source is None or row.owner is None:
            sums = parts["source" if row.owner is None else "owner"]
            sums[place] = sums.get(place, 0.0) + row.target
    found: list[Finding] = []
    for by, sums in parts.items():
        found += parts_below_whole(wholes, sums, by)
    most = capacity.sqls_a_month
    found += [
        Finding("over_capacity", "sql", month, target, most)
        for month, target in sorted(sqls.items())
        if most is not None and target > most
    ]
    return found
