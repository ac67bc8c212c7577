"""Judge a version anew: build again what the agreements judge, of leads that can differ alone."""

from __future__ import annotations

import re
from pathlib import Path

from funnel.agreement.staging import STAGED
from funnel.store.database import Database, Parameters
from funnel.tables.build import digest, judged, make_macros, run_file, statement
from funnel.tables.scored import find_scored_alike, leave_out_scored, take_over, tell_known_days

NARROWED = {"judged_leads": "lead_id", "summed_entries": "subject_id"}
"""Views of whose rows those of other leads are left out, by the column that names the lead."""
READ_OFTEN = ("entered_journeys",)
"""Views that are read several times: of few leads they are made tables of first."""
SAME = ("passes",)
"""A lead's MQL is no part of these."""
KEPT = {
    "stage_entries": "subject_id",
    "superseded_entries": "subject_id",
    "clock_promises": "lead_no",
    "handover_promises": "lead_no",
}
"""Tables whose rows of other leads are kept, by the column that names the lead."""
SUMS = {"entry_days": "entries", "passage_days": "people"}
"""Tables that count entries, by the column of the count: what a lead adds is added by itself."""
WHOLE_FROM = 0.4
"""The share of the leads from which on building all of them anew is faster."""

MOVED = """
create temp table rejudged_leads as
with moved as (
    (select * from judged_mqls except select * from before.judged_mqls)
    union
    (select * from before.judged_mqls except select * from judged_mqls)
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
JOINED = """
insert into judged_leads
select leads.*
from leads
inner join rejudged_leads on leads.lead_no = rejudged_leads.lead_no
left join judged_leads on leads.lead_no = judged_leads.lead_no
where judged_leads.lead_no is null
"""
IS_PROMISED = """
select
    exists (select 1 from agreed_promises)
    or exists (select 1 from before.agreed_promises)
    or exists (select 1 from clock_promises)
"""
SHARE = "select (select count(*) from rejudged_leads) / count(*) from leads"


def judge_again(db: Database, before: Path, parameters: Parameters) -> tuple[str, ...]:
    """Build in a copy of a version what the staged agreements judge otherwise; what was looked at.

    The rows of a lead are kept where its MQL is the one it was, and with them its promises where
    the agreement in force when their clocks started is the one it was. The result is what building
    all of it gives.

    Args:
        db: the copy, with the agreements staged.
        before: the version itself.
        parameters: as for `build_tables`.
    """
    names = judged()
    make_macros(db)
    db.attach(before, "before")
    try:
        entries, promises = names.index("judged_leads"), names.index("handed_passes")
        is_same = _is_by_same_texts(db)
        _find_changed(db)
        _build_mqls(db, names[:entries], parameters, partly=is_same)
        _find_moved(db)
        partly = is_same and _are_same_measured(db) and _is_worth_it(db)
        _build(db, names[entries:promises], parameters, partly=partly)
        if partly and db.value(IS_PROMISED):
            _find_promised(db)
            partly = _is_worth_it(db)
            if partly:
                db.run(JOINED)
            else:
                _build(db, ("judged_leads",), parameters)
        _build(db, names[promises:], parameters, partly=partly)
    finally:
        db.detach("before")
    return names


def _find_changed(db: Database) -> None:
    """Leave in `changed_agreements` those that say something else, if only in their calendar."""
    db.run(CHANGED)
    for table in STAGED:
        columns = "* exclude (since, until)" if table == "agreements" else "*"
        for one, other in ((table, f"before.{table}"), (f"before.{table}", table)):
            db.run(
                f"insert into changed_agreements select number from "
                f"(select {columns} from {one} except select {columns} from {other}) as found"
            )


def _build_mqls(
    db: Database, names: tuple[str, ...], parameters: Parameters, *, partly: bool
) -> None:
    """Build scores and MQLs; partly: without looking again who reached which threshold when."""
    if partly:
        find_scored_alike(db)
    after = {
        "scoring": leave_out_scored, "known_days": tell_known_days, "score_days": take_over,
    }  # fmt: skip
    for name in names:
        _build(db, (name,), parameters)
        if partly and name in after:
            after[name](db)


def _find_moved(db: Database) -> None:
    """Leave in `rejudged_leads` whose MQL is another."""
    db.run(MOVED)


def _find_promised(db: Database) -> None:
    """Add whose promises may be others: what started is judged by another agreement now."""
    db.run(ALIKE)
    db.run(PROMISED)


def _is_by_same_texts(db: Database) -> bool:
    known = db.rows(
        "select 1 from duckdb_tables() where database_name = 'before' and table_name = 'built_by'"
    )
    return bool(known) and db.value("select digest from before.built_by") == digest()


def _are_same_measured(db: Database) -> bool:
    """What holds of all leads is the same: the same stages are measured."""
    return not db.rows("select * from stages except select * from before.stages")


def _is_worth_it(db: Database) -> bool:
    share = db.value(SHARE)
    return share is not None and share < WHOLE_FROM


def _build(
    db: Database, names: tuple[str, ...], parameters: Parameters, *, partly: bool = False
) -> None:
    """Build these in the order given, of all leads or partly, of those in `rejudged_leads`."""
    if partly:
        _take_out_of_sums(db, names)
    for name in names:
        if partly and name in SAME:
            continue
        if partly and name in KEPT:
            _replace(db, name)
        elif partly and name in SUMS:
            _add_to_sums(db, name)
        elif partly and name in NARROWED:
            _narrow(db, name)
        elif partly and name in READ_OFTEN:
            db.run(f"create temp table {name} as {_query(name)}")
        else:
            _drop(db, name)
            run_file(db, name, parameters)


def _replace(db: Database, name: str) -> None:
    """Put the rows of the leads that are judged in place of theirs."""
    key = KEPT[name]
    rejudged = f"{key} in (select {key if key == 'lead_no' else 'lead_id'} from rejudged_leads)"
    db.run(f"delete from {name} where {rejudged}")
    db.run(f"insert into {name} select * from ({_query(name)}) as found where {rejudged}")


def _narrow(db: Database, name: str) -> None:
    """Leave of a view a table of those rows whose leads are judged."""
    db.run(
        f"create or replace temp table {name} as select * from ({_query(name)}) as found "
        f"where {NARROWED[name]} in (select lead_id from rejudged_leads)"
    )


def _take_out_of_sums(db: Database, names: tuple[str, ...]) -> None:
    """Remember what the leads that are judged count for, while their entries are as they were."""
    if not set(SUMS) & set(names):
        return
    _narrow(db, "summed_entries")
    for name, count in SUMS.items():
        db.run(
            f"create temp table rejudged_{name} as "
            f"select * replace (-{count} as {count}) from ({_query(name)}) as found"
        )


def _add_to_sums(db: Database, name: str) -> None:
    """Add what the leads that are judged count for now, less what they did."""
    count = SUMS[name]
    keys = [column for (column,) in db.rows(COLUMNS, {"name": name}) if column != count]
    listed = ", ".join(keys)
    same = " and ".join(f"{name}.{key} is not distinct from changed.{key}" for key in keys)
    db.run(
        f"merge into {name} using ("
        f"select {listed}, cast(sum({count}) as bigint) as {count} from ("
        f"select * from rejudged_{name} union all ({_query(name)})"
        f") as found group by {listed} having sum({count}) != 0"
        f") as changed on {same} "
        f"when matched and {name}.{count} + changed.{count} = 0 then delete "
        f"when matched then update set {count} = {name}.{count} + changed.{count} "
        f"when not matched then insert ({listed}, {count}) values ("
        + ", ".join(f"changed.{column}" for column in [*keys, count])
        + ")"
    )


COLUMNS = """
select column_name
from duckdb_columns()
where table_name = $name and not internal and database_name = current_database()
order by column_index
"""


def _query(name: str) -> str:
    """The select of a table's file."""
    sql, _ = statement(name)
    return re.sub(r"(?s)^.*?create (?:temp )?(?:table|view) \w+ as\n", "", sql).strip().rstrip(";")


def _drop(db: Database, name: str) -> None:
    for kind, kinds in (("table", "duckdb_tables()"), ("view", "duckdb_views()")):
        if db.rows(
            f"select 1 from {kinds} where {kind}_name = $name and database_name in "
            "(current_database(), 'temp')",
            {"name": name},
        ):
            db.run(f"drop {kind} {name}")
