"""Promises of both sides: kept, broken, open, or not to be judged, and what is due."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from funnel.agreement.meetings import Meeting, PromiseState, Term, judge_meetings
from funnel.agreement.promises import BOTH, MARKETING, SALES
from funnel.analysis.rates import Judged, judge_period
from funnel.calendar import month_start
from funnel.filters import check_period
from funnel.metrics.dimensions import TIMES
from funnel.reports.promise_sql import (
    BROKEN,
    COUNTED,
    DUE,
    JUDGED,
    LISTED,
    MADE,
    MONTH,
    MONTHS,
    NEXT_DAY,
    OVERDUE,
    TAKEN,
    TERMS,
    WAITING,
    WEEK,
)
from funnel.reports.worth import stage_worths
from funnel.store.database import Database

By = Literal["source", "owner", "week", "month"]
PROMISES = (*MARKETING, *SALES, *BOTH)
MOST = 500
"""Rows of a list: nobody works off more, and the counts tell the rest."""


@dataclass(frozen=True)
class Asked:
    """Promises whose clock started from `since` to `until`, as known at the end of `as_of`."""

    since: date
    until: date
    as_of: date
    by: By | None = None


@dataclass(frozen=True)
class Taken:
    """How long it took where it was done and the exports tell both moments: `timed` of them.

    In `unit`: 'hours', 'working_hours', 'days' or 'working_days'. None where none was timed.
    """

    unit: str
    timed: int
    median: float | None
    p90: float | None


@dataclass(frozen=True)
class Kept:
    """One promise, of the whole or of a group (`is_whole` tells): what became of it.

    `judged` is the share met of those met or broken, with its interval and state. `reasons` counts
    why the others cannot be judged. `taken` is by unit, from where the clock starts; `from_inquiry`
    likewise, from the day the lead was created.
    """

    promise: str
    party: str
    group: str | None
    is_whole: bool
    met: int
    broken: int
    open: int
    cannot_judge: int
    reasons: Mapping[str, int]
    judged: Judged
    taken: tuple[Taken, ...] = ()
    from_inquiry: tuple[Taken, ...] = ()

    @property
    def share(self) -> float | None:
        """Met of met and broken; None where there are none."""
        return self.met / (self.met + self.broken) if self.met + self.broken else None


@dataclass(frozen=True)
class Promised:
    """One thing promised: what is due when, to whom, and how late it is.

    `due_at` is None where it depends on a time nobody wrote down; of a promise in days it is the
    day's last moment. `days_late` counts calendar days from the day it was due to the day it was
    done, or `as_of`; `late` is the time beyond the promised in `unit`, where it was done.
    """

    promise: str
    number: int
    lead_id: str
    pass_: int
    person: str | None
    company: str | None
    source: str | None
    owner: str | None
    starts_on: date
    starts_at: Any
    due_on: date
    due_at: Any
    done_on: date | None
    lacks: str | None
    days_late: int
    late: float | None
    unit: str | None
    state: PromiseState


@dataclass(frozen=True)
class Listed:
    """The first `MOST` things promised, soonest due first, and how many there are in all."""

    rows: tuple[Promised, ...]
    total: int

    @property
    def by_owner(self) -> dict[str | None, list[Promised]]:
        """The rows of each owner, owners by name, nobody's last."""
        found: defaultdict[str | None, list[Promised]] = defaultdict(list)
        for row in self.rows:
            found[row.owner].append(row)
        return dict(sorted(found.items(), key=lambda item: (item[0] is None, item[0] or "")))


@dataclass(frozen=True)
class Cost:
    """What leads may cost that wait beyond the promised first contact and are undecided.

    So many leads times what one handed over brings on the whole (`reports.worth`). An association:
    leads answered late differ from others in more than that. None where it is not measured.
    """

    leads: int
    value: float | None
    low: float | None
    high: float | None
    currency: str | None


@dataclass(frozen=True)
class Month:
    """MQLs of a month against the promise; `expected` by now, at an even pace by working day.

    `mqls` is None where the month cannot be judged, and `reason` says why.
    """

    month: date
    number: int
    at_least: int
    mqls: int | None
    expected: float
    working_days: int
    working_days_gone: int
    state: PromiseState
    reason: str | None = None


@dataclass(frozen=True)
class PromisesReport:
    """All there is to say of the promises of a period.

    `kept` holds each promise made, marketing's first, and of each the whole, zeros where nothing
    fell under it, then (where asked for) its groups. `due` are open and due by `due_by`, the next
    working day; `overdue` are broken and still to be done; `broken` are all, done late or not.
    `known_until` is the day of the latest export: what fell due after it cannot be judged.
    """

    asked: Asked
    known_until: date
    agreements: tuple[int, ...]
    is_agreed: bool
    kept: tuple[Kept, ...]
    months: tuple[Month, ...]
    meetings: tuple[Meeting, ...]
    due_by: date
    due: Listed
    overdue: Listed
    broken: Listed
    cost: Cost


@dataclass
class _Counts:
    """Of one promise and group."""

    party: str
    states: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)


Key = tuple[str, str | None, bool]
"""A promise, the name of a group, and whether it is the whole."""


def promises(db: Database, asked: Asked, held: Sequence[tuple[str, date]] = ()) -> PromisesReport:
    """What became of the promises of a period.

    Args:
        held: the kind ('weekly' or 'review') and day of each meeting that was held.

    Raises:
        FunnelError: the period is empty.
    """
    check_period(asked.since, asked.until)
    known_until = known_to(db)
    meetings = judge_meetings(_terms(db, asked), held, asked.as_of)
    due_by = db.value(NEXT_DAY, {"as_of": asked.as_of}) or asked.as_of
    in_force = db.rows(
        "select number, is_agreed from agreements where since <= $until and until >= $since "
        "order by since",
        {"since": asked.since, "until": asked.until},
    )
    return PromisesReport(
        asked=asked,
        known_until=known_until,
        agreements=tuple(number for number, _ in in_force),
        is_agreed=any(is_agreed for _, is_agreed in in_force),
        kept=tuple(kept(db, asked, meetings)),
        months=tuple(months(db, asked)),
        meetings=tuple(meetings),
        due_by=due_by,
        due=_listed(db, asked, DUE, {"due_by": due_by}),
        overdue=_listed(db, asked, OVERDUE, is_newest_first=True),
        broken=_listed(db, asked, BROKEN),
        cost=cost(db, asked),
    )


def known_to(db: Database) -> date:
    """The day of the latest export in force."""
    day: date = db.value("select known_until from version")
    return day


def kept(db: Database, asked: Asked, meetings: Iterable[Meeting] = ()) -> list[Kept]:
    """Each promise made in the period: the whole, then its groups by name, null last.

    A promise that nothing fell under has a whole with zeros.
    """
    days = {"since": asked.since, "until": asked.until, "as_of": asked.as_of}
    counts: dict[Key, _Counts] = {
        (promise, None, True): _Counts(party) for promise, party in db.rows(MADE, days)
    }
    taken: dict[Key, list[dict[str, Any]]] = defaultdict(list)
    for by in dict.fromkeys((None, asked.by)):
        for row in _rows(db, asked, COUNTED, by):
            if by in ("source", "owner") and row["promise"] == "mqls_a_month":
                continue  # a month's MQLs are promised on the whole
            key = (row["promise"], row["name"], by is None)
            found = counts.setdefault(key, _Counts(row["party"]))
            found.states[row["state"]] += row["number"]
            if row["why"] is not None:
                found.reasons[row["why"]] += row["number"]
        for row in _rows(db, asked, TAKEN, by):
            taken[row["promise"], row["name"], by is None].append(row)
    for meeting in meetings:
        found = counts.setdefault((meeting.term.promise, None, True), _Counts("both"))
        found.states[meeting.state] += 1
        if meeting.reason:
            found.reasons[meeting.reason] += 1
    return [_kept(key, counts[key], taken.get(key, [])) for key in sorted(counts, key=_place)]


def kept_and_broken(
    db: Database, since: date, until: date, as_of: date
) -> dict[str, tuple[int, int]]:
    """So many met and broken of each promise that is about leads or months."""
    asked = Asked(since, until, as_of)
    return {each.promise: (each.met, each.broken) for each in kept(db, asked) if each.is_whole}


def months(db: Database, asked: Asked) -> list[Month]:
    """The months of the period in which MQLs were promised, the one in which it begins included."""
    whole = Asked(month_start(asked.since), asked.until, asked.as_of)
    rows = db.records(JUDGED + MONTHS, _days(db, whole))
    return [
        Month(
            expected=row["at_least"] * row["working_days_gone"] / row["working_days"]
            if row["working_days"]
            else float(row["at_least"]),
            **row,
        )
        for row in rows
    ]


def cost(db: Database, asked: Asked) -> Cost:
    """What the leads that wait beyond the promised time may cost."""
    leads = db.value(JUDGED + WAITING, _days(db, asked))
    worth = next(
        (
            one
            for one in stage_worths(db, asked.as_of, by_source=False)
            if one.stage == "handed_over"
        ),
        None,
    )
    if worth is None or worth.value is None or worth.low is None or worth.high is None:
        return Cost(leads, None, None, None, worth.currency if worth else None)
    return Cost(
        leads, leads * worth.value, leads * worth.low, leads * worth.high, worth.currency
    )  # fmt: skip


def _place(key: Key) -> tuple[int, bool, bool, str]:
    promise, name, is_whole = key
    return PROMISES.index(promise), not is_whole, name is None, name or ""


def _kept(key: Key, counts: _Counts, taken: Sequence[Mapping[str, Any]]) -> Kept:
    promise, group, is_whole = key
    met, broken = counts.states["met"], counts.states["broken"]
    return Kept(
        promise, counts.party, group, is_whole, met, broken, counts.states["open"],
        counts.states["cannot_judge"], dict(sorted(counts.reasons.items())),
        judge_period(met, met + broken, is_share=True),
        tuple(Taken(row["unit"], row["timed"], row["median"], row["p90"])
              for row in taken if row["timed"]),
        tuple(Taken(row["unit"], row["inquiries"], row["inquiry_median"], row["inquiry_p90"])
              for row in taken if row["inquiries"]),
    )  # fmt: skip


def _days(db: Database, asked: Asked) -> dict[str, date]:
    return {
        "since": asked.since, "until": asked.until, "as_of": asked.as_of,
        "known_until": known_to(db),
    }  # fmt: skip


def _rows(db: Database, asked: Asked, sql: str, by: By | None) -> list[dict[str, Any]]:
    group = "cast(null as varchar)" if by is None else TIMES.get(by, by)
    return db.records(JUDGED + sql.format(group=group), _days(db, asked))


def _listed(
    db: Database,
    asked: Asked,
    condition: str,
    more: Mapping[str, date] | None = None,
    *,
    is_newest_first: bool = False,
) -> Listed:
    parameters = {**_days(db, asked), "most": MOST, **(more or {})}
    sql = LISTED.format(condition=condition, newest=" desc" if is_newest_first else "")
    rows = db.records(JUDGED + sql, parameters)
    total = rows[0]["total"] if rows else 0
    for row in rows:
        del row["total"]
        row["pass_"] = row.pop("pass")
    return Listed(tuple(Promised(**row) for row in rows), total)


def _terms(db: Database, asked: Asked) -> list[Term]:
    days = {"since": asked.since, "until": asked.until, "as_of": asked.as_of}
    weeks = db.records(TERMS.format(start=WEEK, promise="weekly_meeting"), days)
    reviews = db.records(TERMS.format(start=MONTH, promise="monthly_review"), days)
    return [
        Term(row["promise"], row["number"], row["starts_on"], row["ends_on"], row["ends_on"])
        for row in weeks
        if row["has_working_day"]
    ] + [
        Term(
            row["promise"], row["number"], row["starts_on"],
            min(row["starts_on"].replace(day=min(row["on_day"], row["ends_on"].day)),
                row["ends_on"]),
            row["ends_on"],
        )
        for row in reviews
    ]  # fmt: skip
