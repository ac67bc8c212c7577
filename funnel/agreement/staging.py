"""The agreements in force as tables of a version, for its SQL to judge by.

The tables are described in `staged.sql`. Three questions of the working calendar, as plain joins;
`number` is the agreement that judges. All count whole seconds, so nothing is rounded:

*Where a moment stands on the clock*, as working seconds since the calendar's first day. The
difference of two moments' is the working time between them. Null outside the calendar.

    select
        asked.at,
        60 * coalesce(hours.minutes_before, days.minutes_before)
        + coalesce(
            greatest(0, least(60 * hours.minutes, date_diff('second', hours.starts_at, asked.at))),
            0
        ) as worked
    from asked
    left join agreed_days as days
        on asked.number = days.number and cast(asked.at as date) = days.day
    left join agreed_hours as hours
        on asked.number = hours.number and cast(asked.at as date) = hours.day
        and asked.at >= hours.since and asked.at < hours.until

*When a time is up*: the moment at which the working seconds come to `target`, which is `worked` at
the beginning and the promised ones, at least 1. It is 18:00 of a Friday and never 9:00 of the
Monday after. All working days of an agreement are equally long, so the day is found by its number.

    select hours.starts_at + (asked.target - 60 * hours.minutes_before) * interval 1 second
    from asked
    inner join agreements on asked.number = agreements.number
    left join agreed_days as days
        on asked.number = days.number and days.is_working
        and cast(floor((asked.target - 1) / (60.0 * agreements.minutes_a_day)) as integer)
        = days.days_before
    left join agreed_hours as hours
        on days.number = hours.number and days.day = hours.day
        and asked.target > 60 * hours.minutes_before
        and asked.target <= 60 * (hours.minutes_before + hours.minutes)

*The last day of `wanted` working days*, which the day of the beginning is none of: 1 working day
from a Friday, a Saturday or a Sunday is the Monday. They are over when that day is.

    select due.day
    from asked
    left join agreed_days as starts
        on asked.number = starts.number and cast(asked.at as date) = starts.day
    left join agreed_days as due
        on asked.number = due.number and due.is_working
        and starts.days_before + cast(starts.is_working as integer) + asked.wanted - 1
        = due.days_before

Judge by the moment that is due (`contact_at <= due_at`), as the lists show it: by the time between,
a contact on the Saturday would still keep what was due on the Friday at 18:00.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, time
from importlib import resources
from typing import Any

from funnel.agreement.holidays import working_days
from funnel.agreement.model import Agreement, Calendar
from funnel.agreement.parts import WEEKDAYS, Span
from funnel.agreement.promises import BOTH, MARKETING, SALES, MonthlyReview, WeeklyMeeting
from funnel.agreement.timeline import InForce
from funnel.store.database import Database

STAGED = (
    "agreements", "agreed_points", "agreed_words", "agreed_promises", "agreed_days", "agreed_hours",
)  # fmt: skip
PARTIES = (("marketing", MARKETING), ("sales", SALES), ("both", BOTH))

Row = dict[str, Any]

DAYS = """
insert into agreed_days
with said as (
    select
        unnest(cast($days as date[])) as day,
        unnest(cast($working as boolean[])) as is_working
),

counted as (
    select *, cast(count(*) filter (where is_working) over (
        order by day rows between unbounded preceding and 1 preceding
    ) as integer) as days_before
    from said
)

select
    $number,
    day,
    is_working,
    case when is_working then $minutes else 0 end,
    $minutes * days_before,
    days_before
from counted
order by day
"""
HOURS = """
insert into agreed_hours
with stretches as (
    select
        unnest(cast($starts as integer[])) as starts,
        unnest(cast($ends as integer[])) as ends,
        unnest(cast($befores as integer[])) as minutes_before,
        unnest(cast($since as integer[])) as since,
        unnest(cast($until as integer[])) as until
)

select
    days.number,
    days.day,
    cast(days.day as timestamp) + stretches.starts * interval 1 minute,
    cast(days.day as timestamp) + stretches.ends * interval 1 minute,
    stretches.ends - stretches.starts,
    days.minutes_before + stretches.minutes_before,
    cast(days.day as timestamp) + stretches.since * interval 1 minute,
    cast(days.day as timestamp) + stretches.until * interval 1 minute
from agreed_days as days
cross join stretches
where days.number = $number and days.is_working
order by days.day, stretches.starts
"""


def stage_agreements(db: Database, agreements: Sequence[InForce], since: date, until: date) -> None:
    """Leave the tables `STAGED` in `db`, in place of those that are there.

    Args:
        db: a version that is being built.
        agreements: a timeline.
        since, until: the first and last day of the calendar. Before and after it nothing can be
            judged.
    """
    for table in STAGED:
        db.run(f"drop table if exists {table}")
    db.run((resources.files("funnel.agreement") / "staged.sql").read_text("utf-8"))
    _fill(db, "agreements", [_agreement(one) for one in agreements])
    _fill(db, "agreed_points", [row for one in agreements for row in _points(one)])
    _fill(db, "agreed_words", [row for one in agreements for row in _words(one)])
    _fill(db, "agreed_promises", [row for one in agreements for row in _promises(one)])
    for one in agreements:
        _stage_calendar(db, one.number, one.agreement.calendar, since, until)


def _agreement(one: InForce) -> Row:
    said = one.agreement
    return {
        "number": one.number,
        "since": one.since,
        "until": one.until,
        "is_agreed": one.is_agreed,
        "title": said.title,
        "mql_by": said.mql.by,
        "mql_score": said.mql.score,
        "threshold": said.mql.threshold,
        "needs_fit": said.mql.needs_fit,
        "window_days": said.score.window_days,
        "attributes_most": said.score.attributes.most,
        "behaviour_most": said.score.behaviour.most,
        "engagement_most": said.score.engagement.most,
        "behaviour_other": said.score.behaviour.other,
        "per_active_day": said.score.engagement.per_active_day,
        "sql_at_least": said.sql.at_least,
        "opportunity_base": said.opportunity_base,
        "contribution_rule": said.contribution_rule,
        "handling_cost": said.handling_cost,
        "owner_change": said.contacts.owner_change,
        "first": said.promises.first,
        "leads_an_owner": said.capacity.leads_an_owner,
        "deals_an_owner": said.capacity.deals_an_owner,
        "sqls_a_month": said.capacity.sqls_a_month,
        "minutes_a_day": said.calendar.minutes_a_day,
        "fiscal_year_begins": said.calendar.fiscal_year_begins,
    }


def _points(one: InForce) -> Iterator[Row]:
    score = one.agreement.score
    parts: Mapping[str, Mapping[str, float]] = {
        "industry": score.attributes.industries,
        "company_size": score.attributes.company_sizes,
        "title": score.attributes.titles,
        "kind": score.behaviour.kinds,
    }
    for part, given in parts.items():
        for name, points in given.items():
            yield {"number": one.number, "part": part, "name": name, "points": points}


def _words(one: InForce) -> Iterator[Row]:
    said: Agreement = one.agreement
    required = said.promises.required_fields
    lists: Mapping[str, Sequence[str]] = {
        "fit_industry": said.fit.industries,
        "fit_company_size": said.fit.company_sizes,
        "fit_title": said.fit.titles,
        "sql_asks": said.sql.asks,
        "automatic": said.contacts.automatic,
        "incoming": said.contacts.incoming,
        "failed": said.contacts.failed,
        "one_sided": said.contacts.one_sided,
        "reached": said.contacts.reached,
        "required_field": required.fields if required else (),
    }
    for name, words in lists.items():
        for word in words:
            yield {"number": one.number, "list": name, "word": word}


def _promises(one: InForce) -> Iterator[Row]:
    promises = one.agreement.promises
    for party, names in PARTIES:
        for name in names:
            promise = getattr(promises, name)
            if promise is None:
                continue
            row = {
                "number": one.number,
                "promise": name,
                "party": party,
                "source": None,
                "within": getattr(promise, "within", None),
                "unit": getattr(promise, "unit", None),
                "at_least": getattr(promise, "at_least", getattr(promise, "after_failed", None)),
                "needs_reason": getattr(promise, "needs_reason", None),
                "on_day": _on_day(promise),
            }
            yield row
            own: Mapping[str, Span] = getattr(promise, "by_source", {})
            for source, span in own.items():
                yield row | {"source": source, "within": span.within, "unit": span.unit}


def _on_day(promise: object) -> int | None:
    if isinstance(promise, WeeklyMeeting):
        return WEEKDAYS.index(promise.weekday) + 1
    return promise.day if isinstance(promise, MonthlyReview) else None


def _stage_calendar(
    db: Database, number: int, calendar: Calendar, since: date, until: date
) -> None:
    days, working = zip(*working_days(calendar, since, until), strict=True)
    minutes = calendar.minutes_a_day
    db.run(
        DAYS,
        {"number": number, "days": list(days), "working": list(working), "minutes": minutes},
    )
    starts = [_minute(calendar.opens), *(_minute(pause.until) for pause in calendar.breaks)]
    ends = [*(_minute(pause.since) for pause in calendar.breaks), _minute(calendar.closes)]
    stretches = [(a, b) for a, b in zip(starts, ends, strict=True) if a < b]
    starts, ends = [a for a, _ in stretches], [b for _, b in stretches]
    lengths = [b - a for a, b in stretches]
    db.run(
        HOURS,
        {
            "number": number,
            "starts": starts,
            "ends": ends,
            "befores": [sum(lengths[:place]) for place in range(len(lengths))],
            "since": [0, *starts[1:]],
            "until": [*starts[1:], 24 * 60],
        },
    )


def _minute(moment: time) -> int:
    """Of the day."""
    return moment.hour * 60 + moment.minute


def _fill(db: Database, table: str, rows: Sequence[Row]) -> None:
    """Insert all rows at once: one by one they take longer than all the rest."""
    if rows:
        columns = ", ".join(f"unnest(${name})" for name in rows[0])
        names = ", ".join(rows[0])
        db.run(
            f"insert into {table} ({names}) select {columns}",
            {name: [row[name] for row in rows] for name in rows[0]},
        )
