"""What the forecast would be, were one thing otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from math import isclose

from funnel.agreement.model import Agreement
from funnel.analysis import whatif
from funnel.analysis.forecast_history import Floats, History
from funnel.analysis.whatif_answers import Answer, Group, NotAnswered
from funnel.errors import FunnelError, Problem
from funnel.metrics.query import currency, measured_by
from funnel.reports.forecast import MONTHS, months_from
from funnel.reports.funnel_history import (
    OTHERS,
    histories,
    histories_by_source,
    share_of_weeks,
)
from funnel.reports.thresholds import WIDTH, threshold_review
from funnel.store.database import Database

CONTACTED = """
with handed as (
    select
        passes.lead_id,
        passes.pass,
        leads.lead_no,
        passes.handed_at,
        passes.handed_on,
        passes.result_on,
        passes.first_contact_at,
        lead(passes.handed_at) over (
            partition by passes.lead_id order by passes.handed_at
        ) as next_handed_at
    from passes
    inner join leads on passes.lead_id = leads.lead_id
    where passes.handed_at is not null and not passes.is_bulk
),

contacted as (
    select
        handed.handed_at,
        handed.handed_on,
        handed.result_on,
        coalesce(min(handed.first_contact_at), min(sales_activities.occurred_at)) as contact_at
    from handed
    left join sales_activities
        on
            handed.lead_no = sales_activities.lead_no
            and sales_activities.occurred_at >= handed.handed_at
            and sales_activities.occurred_at < coalesce(
                handed.next_handed_at, timestamp '9999-12-31'
            )
            and not coalesce(sales_activities.is_deleted, false)
    where handed.handed_on between $since and $until
    group by
        handed.lead_id, handed.pass, handed.handed_at, handed.handed_on, handed.result_on
)

select
    date_diff('second', handed_at, contact_at) <= $seconds as is_fast,
    count(*) as entered,
    count(*) filter (
        where coalesce(date_diff('day', handed_on, result_on) <= $days, false)
    ) as reached
from contacted
where contact_at >= handed_at and contact_at < $before
group by is_fast
"""
FOLLOWED, LOOK_BACK = 60, 365
"""Days in which a pass may become an SQL, and days of passes that had them."""


@dataclass(frozen=True)
class WhatIfReport:
    """The answer to one question, for `months`, in `currency`.

    `groups` are those whom the answer compares: contacted in time, and later.
    """

    as_of: date
    months: tuple[str, ...]
    currency: str
    question: str
    answer: Answer
    groups: tuple[Group, Group] | None = None


def at_rate(
    db: Database, as_of: date, stage: str, rate: float, months: int = MONTHS
) -> WhatIfReport:
    """The response to a stage's final rate being `rate` (0 to 1)."""
    history, periods, names = _ahead(db, as_of, months)
    answer = whatif.at_rate(history, periods, stage, rate)
    return WhatIfReport(as_of, names, currency(db), "rate", answer)


def with_more(
    db: Database,
    as_of: date,
    stage: str,
    a_month: float,
    *,
    source: str | None = None,
    months: int = MONTHS,
) -> WhatIfReport:
    """The response to `a_month` more people a month entering a stage, of a source or of all.

    Raises:
        FunnelError: nobody came from that source, or too few to tell it apart.
    """
    history, periods, names = _ahead(db, as_of, months)
    segment = None
    if source is not None and history.stages:
        (by_source,) = histories_by_source(db, [as_of])
        if source not in by_source or source == OTHERS:
            listed = ", ".join(name for name in by_source if name and name != OTHERS)
            raise FunnelError(Problem("unknown_name", value=source, detail=f"source ({listed})"))
        segment = whatif.segment_of(history, by_source[source])
    answer = whatif.with_more(history, periods, stage, a_month, segment)
    return WhatIfReport(as_of, names, currency(db), "more", answer)


def with_faster_contact(
    db: Database, as_of: date, hours: float = 2, months: int = MONTHS
) -> WhatIfReport:
    """The response to every first contact coming within `hours` of the hand-over.

    Compares the passes of a year that had 60 days to become an SQL: those contacted within `hours`
    and those contacted later, by the clock. Who was never contacted is in neither group. A contact
    is what the lead's own column says, else the first activity of sales after the hand-over.
    """
    history, periods, names = _ahead(db, as_of, months)
    fast, slow = _contacted(db, as_of, hours)
    stages = [stage.name for stage in history.stages]
    measured = {"handed_over", "sql"} <= set(measured_by(db))
    answer: Answer = NotAnswered("not_measured")
    if measured and "handed_over" in stages and fast.entered + slow.entered:
        answer = whatif.with_faster_contact(history, periods, "handed_over", fast, slow)
    return WhatIfReport(as_of, names, currency(db), "contact", answer, (fast, slow))


def at_threshold(
    db: Database, as_of: date, threshold: float, agreement: Agreement, months: int = MONTHS
) -> WhatIfReport:
    """The response to a higher threshold of an MQL, by what the bands of scores became.

    Below today's threshold nobody was worked, so that nobody can say.
    """
    history, periods, names = _ahead(db, as_of, months)
    above = threshold - agreement.mql.threshold
    # So wide that one band begins at the threshold asked for, and none lies on both sides of it.
    width = above / max(1, round(above / WIDTH)) if above > 0 else WIDTH
    told = threshold_review(db, as_of, agreement, width)
    question = f"threshold {threshold:g}"
    answer: Answer = NotAnswered("not_measured")
    if told.review is not None and threshold < told.today:
        answer = NotAnswered("below_threshold")
    elif told.review is not None:
        one = next(
            (one for one in told.review.thresholds if isclose(one.at_least, threshold)), None
        )
        answer = NotAnswered("too_few_above")
        if one is not None and one.kept is not None and one.lift is not None:
            answer = whatif.at_threshold(history, periods, "mql", one.kept, one.lift)
    return WhatIfReport(as_of, names, currency(db), question, answer)


def _contacted(db: Database, as_of: date, hours: float) -> tuple[Group, Group]:
    until = as_of - timedelta(days=FOLLOWED)
    found = {True: Group(0, 0), False: Group(0, 0)}
    for is_fast, entered, reached in db.rows(
        CONTACTED,
        {
            "seconds": int(hours * 3600),
            "days": FOLLOWED,
            "since": until - timedelta(days=LOOK_BACK),
            "until": until,
            "before": as_of + timedelta(days=1),
        },
    ):
        found[is_fast] = Group(entered, reached)
    return found[True], found[False]


def _ahead(db: Database, as_of: date, months: int) -> tuple[History, Floats, tuple[str, ...]]:
    ahead = months_from(as_of + timedelta(days=1), months)
    (history,) = histories(db, [as_of])
    return history, share_of_weeks(as_of, ahead), tuple(f"{first:%Y-%m}" for first, _ in ahead)
