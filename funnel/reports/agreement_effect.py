"""What a draft of an agreement would have changed, before it is saved.

Two databases are compared: a version as it is in force, and the same version as the draft judges it
(`funnel.publishing.rejudge.tried_out`, with `funnel.agreement.timeline.as_if` from the first day of
those months). Both are only read.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from funnel.calendar import months_before, months_between, next_month
from funnel.metrics.query import days_covered
from funnel.store.database import Database

Change = Literal["added", "lost", "moved"]
Promise = tuple[int, int]
"""So many kept and broken."""
ReadPromises = Callable[[Database, date, date, date], Mapping[str, Promise]]
"""Promises by name, of the clocks started from `since` to `until`, as known on `as_of`."""

MOST_ROWS = 200

MQLS = """
select
    mqls.subject_id as lead_id,
    mqls.entered_on,
    mqls.evidence != 'inferred' as is_met,
    handed.reached_on is not null and handed.reached_on <= $as_of as is_handed,
    sqls.reached_on is not null and sqls.reached_on <= $as_of as is_sql,
    leads.person,
    leads.company,
    leads.source,
    leads.owner
from stage_entries as mqls
inner join leads on mqls.subject_id = leads.lead_id
left join stage_entries as handed
    on
        mqls.subject_id = handed.subject_id
        and handed.subject = 'lead'
        and handed.stage = 'handed_over'
        and handed.is_first
left join stage_entries as sqls
    on
        mqls.subject_id = sqls.subject_id
        and sqls.subject = 'lead'
        and sqls.stage = 'sql'
        and sqls.is_first
where
    mqls.subject = 'lead'
    and mqls.stage = 'mql'
    and mqls.is_first
    and mqls.entered_on between $since and $until
"""


@dataclass(frozen=True)
class Passage:
    """MQLs, and how many of these people were handed over and became SQLs by the as-of day."""

    mqls: int
    handed_over: int
    sqls: int

    @property
    def handover_rate(self) -> float | None:
        return self.handed_over / self.mqls if self.mqls else None

    @property
    def sql_rate(self) -> float | None:
        """Of those handed over."""
        return self.sqls / self.handed_over if self.handed_over else None

    @property
    def mql_sql_rate(self) -> float | None:
        """Of the MQLs."""
        return self.sqls / self.mqls if self.mqls else None


@dataclass(frozen=True)
class MonthEffect:
    """The people who became MQLs in a month, as it is and as it would be."""

    month: date
    is_whole: bool
    before: Passage
    after: Passage


@dataclass(frozen=True)
class ChangedLead:
    """A lead that would meet the definition, no longer meet it, or on another day.

    The days are those it counts as an MQL on in these months: who does not meet the definition and
    is handed over all the same counts as one by then.
    """

    change: Change
    lead_id: str
    person: str | None
    company: str | None
    source: str | None
    owner: str | None
    before_on: date | None
    after_on: date | None
    was_handed: bool
    was_sql: bool


@dataclass(frozen=True)
class ChangedGroup:
    """Leads that would meet the definition in these months and did not, or the other way about.

    What became of them is known only of the `worked`, whom sales had: a lead below the threshold
    was mostly not handed over, so of the `unknown` nobody can say. Those who were are no sample of
    all: `rate` tells how they went, not how the others would.
    """

    leads: int
    worked: int
    sqls: int

    @property
    def unknown(self) -> int:
        return self.leads - self.worked

    @property
    def rate(self) -> float | None:
        """SQLs of those whom sales worked on; None where there are none."""
        return self.sqls / self.worked if self.worked else None


@dataclass(frozen=True)
class PromiseEffect:
    """A promise's kept and broken, (kept, broken), as it is and as it would be; None: not made."""

    promise: str
    before: Promise | None
    after: Promise | None


@dataclass(frozen=True)
class AgreementEffect:
    """What would have changed from `since` to `until`, by month; `rows` are at most MOST_ROWS."""

    since: date
    until: date
    as_of: date
    months: tuple[MonthEffect, ...]
    added: ChangedGroup
    lost: ChangedGroup
    moved: int
    rows: tuple[ChangedLead, ...]
    rows_in_all: int
    promises: tuple[PromiseEffect, ...]

    @property
    def before(self) -> Passage:
        """All months together."""
        return _sum(month.before for month in self.months)

    @property
    def after(self) -> Passage:
        return _sum(month.after for month in self.months)


MONTHS = 3
"""Whole months before the one that runs."""


def effect(
    before: Database,
    after: Database,
    *,
    months: int = MONTHS,
    as_of: date | None = None,
    promises: ReadPromises | None = None,
) -> AgreementEffect:
    """What the agreements of `after` would have changed in whole months and the one that runs.

    Args:
        before: the version in force.
        after: the same version as judged by the draft.
        months: so many whole months, and the days of the running one.
        as_of: as known on this day; the last day of `before`.
        promises: counts the promises of a version, where they are to be compared as well.
    """
    until = as_of or days_covered(before)[1]
    since = months_before(until, months)
    days = {"since": since, "until": until, "as_of": until}
    old = {row["lead_id"]: row for row in before.records(MQLS, days)}
    new = {row["lead_id"]: row for row in after.records(MQLS, days)}
    met_before = {key: row for key, row in old.items() if row["is_met"]}
    met_after = {key: row for key, row in new.items() if row["is_met"]}
    added, lost = met_after.keys() - met_before.keys(), met_before.keys() - met_after.keys()
    moved = {
        key
        for key in met_before.keys() & met_after.keys()
        if old[key]["entered_on"] != new[key]["entered_on"]
    }
    rows = [
        *_rows("added", added, old, new),
        *_rows("lost", lost, old, new),
        *_rows("moved", moved, old, new),
    ]
    return AgreementEffect(
        since=since,
        until=until,
        as_of=until,
        months=tuple(
            MonthEffect(
                month,
                next_month(month) <= until + timedelta(days=1),
                _passage(old, month),
                _passage(new, month),
            )
            for month in months_between(since, until)
        ),
        added=_group(new, added),
        lost=_group(old, lost),
        moved=len(moved),
        rows=tuple(rows[:MOST_ROWS]),
        rows_in_all=len(rows),
        promises=_promises(promises, before, after, since, until),
    )


Row = Mapping[str, Any]
Rows = Mapping[str, Row]


def _passage(rows: Rows, month: date) -> Passage:
    of_month = [row for row in rows.values() if row["entered_on"].replace(day=1) == month]
    return Passage(
        len(of_month),
        sum(row["is_handed"] for row in of_month),
        sum(row["is_sql"] for row in of_month),
    )


def _sum(passages: Any) -> Passage:
    listed = list(passages)
    return Passage(
        sum(one.mqls for one in listed),
        sum(one.handed_over for one in listed),
        sum(one.sqls for one in listed),
    )


def _group(rows: Rows, keys: Collection[str]) -> ChangedGroup:
    worked = [key for key in keys if rows[key]["is_handed"] or rows[key]["is_sql"]]
    return ChangedGroup(len(keys), len(worked), sum(rows[key]["is_sql"] for key in worked))


def _rows(change: Change, keys: Collection[str], old: Rows, new: Rows) -> list[ChangedLead]:
    """The newest first."""
    found = [_changed(change, key, old.get(key), new.get(key)) for key in keys]
    newest = sorted(found, key=lambda one: one.lead_id)
    return sorted(newest, key=lambda one: one.after_on or one.before_on or date.min, reverse=True)


def _changed(change: Change, key: str, old: Row | None, new: Row | None) -> ChangedLead:
    row = new or old or {}
    return ChangedLead(
        change=change,
        lead_id=key,
        person=row["person"],
        company=row["company"],
        source=row["source"],
        owner=row["owner"],
        before_on=old["entered_on"] if old else None,
        after_on=new["entered_on"] if new else None,
        was_handed=row["is_handed"],
        was_sql=row["is_sql"],
    )


def _promises(
    promises: ReadPromises | None, before: Database, after: Database, since: date, until: date
) -> tuple[PromiseEffect, ...]:
    if promises is None:
        return ()
    old = promises(before, since, until, until)
    new = promises(after, since, until, until)
    return tuple(
        PromiseEffect(name, old.get(name), new.get(name)) for name in dict.fromkeys([*old, *new])
    )
