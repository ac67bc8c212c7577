"""Whose MQL or promises the agreements may judge otherwise than a version did: `rejudged_leads`."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from operator import itemgetter

from funnel.agreement.staging import STAGED
from funnel.store.database import Database

WHOLE_FROM = 0.4
"""The share of the leads from which on building all of them anew is faster."""

REACHED_OTHERWISE = """
create temp table rejudged_leads as
with reached as (
    select
        coalesce(scores.lead_no, earlier.lead_no) as lead_no
    from scores
    full join before.scores as earlier on scores.lead_no = earlier.lead_no
    where scores.reached_on is distinct from earlier.reached_on
)

select
    leads.lead_no,
    leads.lead_id
from leads
where
    leads.lead_no in (select reached.lead_no from reached)
    or leads.lead_id in (select lead_passes.lead_id from lead_passes where lead_passes.pass > 1)
"""
"""Of one pass the first day a threshold was reached tells the MQL, of several each such day."""
EVERYBODY = "create temp table rejudged_leads as select lead_no, lead_id from leads"
MOVED = """
create or replace temp table rejudged_leads as
with now as (
    select *
    from judged_mqls
    where lead_no in (select rejudged_leads.lead_no from rejudged_leads)
),

earlier as (
    select *
    from before.judged_mqls
    where lead_no in (select rejudged_leads.lead_no from rejudged_leads)
),

moved as (
    (select * from now except select * from earlier)
    union
    (select * from earlier except select * from now)
)

select distinct
    lead_no,
    lead_id
from moved
"""
CHANGED = "create temp table changed_agreements (number integer)"
ALIKE = """
create temp table judged_alike as
select
    greatest(now.since, earlier.since) as since,
    least(now.until, earlier.until) as until
from agreements as now
inner join before.agreements as earlier on now.number = earlier.number
where now.number not in (select number from changed_agreements)
"""
PROMISED = """
insert into rejudged_leads
with starts as (
    select
        lead_id,
        handed_on as day
    from passes
    union all
    select
        subject_id as lead_id,
        entered_on as day
    from stage_entries
    where subject = 'lead' and stage = 'mql'
)

select distinct
    leads.lead_no,
    leads.lead_id
from starts
inner join leads on starts.lead_id = leads.lead_id
where
    not exists (
        select 1
        from judged_alike
        where starts.day >= judged_alike.since and starts.day <= judged_alike.until
    )
    and leads.lead_no not in (select lead_no from rejudged_leads)
"""
IS_PROMISED = """
select
    exists (select 1 from agreed_promises)
    or exists (select 1 from before.agreed_promises)
    or exists (select 1 from clock_promises)
"""
SHARE = "select (select count(*) from rejudged_leads) / count(*) from leads"


def find_changed(db: Database) -> None:
    """Leave in `changed_agreements` those that say something else, if only in their calendar."""
    db.run(CHANGED)
    for table in STAGED:
        columns = "* exclude (since, until)" if table == "agreements" else "*"
        for one, other in ((table, f"before.{table}"), (f"before.{table}", table)):
            db.run(
                f"insert into changed_agreements select number from "
                f"(select {columns} from {one} except select {columns} from {other}) as found"
            )


def find_reached(db: Database, *, partly: bool) -> bool:
    """Leave in `rejudged_leads` whose MQL may be another; whether to build those alone.

    Partly, and as long as scores tell of the same days as before, they are who reached a threshold
    on another day.
    """
    partly = partly and _told_by(db, "") == _told_by(db, "before.")
    db.run(REACHED_OTHERWISE if partly else EVERYBODY)
    return partly and is_worth_it(db)


def find_moved(db: Database) -> None:
    """Leave of `rejudged_leads` those whose MQL is another."""
    db.run(MOVED)


def find_promised(db: Database) -> None:
    """Add whose promises may be others: what started is judged by another agreement now."""
    if db.value(IS_PROMISED):
        db.run(ALIKE)
        db.run(PROMISED)


def is_worth_it(db: Database) -> bool:
    """Whether those are few enough to be built by themselves."""
    share = db.value(SHARE)
    return share is not None and share < WHOLE_FROM


def _told_by(db: Database, version: str) -> list[tuple[str, date]]:
    """What tells of an MQL, score or tool, and since when: each change of it."""
    told = db.rows(f"select mql_by, since from {version}agreements order by since")
    return [next(alike) for _, alike in groupby(told, key=itemgetter(0))]
