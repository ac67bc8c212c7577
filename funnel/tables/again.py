"""Judge a version anew: build again what the agreements judge, of leads that can differ alone."""

from __future__ import annotations

import re
from pathlib import Path

from funnel.store.database import Database, Parameters
from funnel.tables.build import digest, judged, make_macros, run_file, statement
from funnel.tables.rejudged import (
    find_changed,
    find_moved,
    find_promised,
    find_reached,
    is_worth_it,
)
from funnel.tables.scored import find_scored_alike, leave_out_scored, take_over, tell_known_days

JUDGED = """
create or replace temp view judged_leads as
select leads.*
from leads
where leads.lead_no in (select rejudged_leads.lead_no from rejudged_leads)
"""
READ_OFTEN = ("entered_journeys",)
"""Views that are read several times: of few leads they are made tables of first."""
SAME = ("passes",)
"""A lead's MQL is no part of these."""
KEPT = {
    "judged_mqls": "lead_no",
    "stage_entries": "subject_id",
    "superseded_entries": "subject_id",
    "clock_promises": "lead_no",
    "handover_promises": "lead_no",
}
"""Tables whose rows of other leads are kept, by the column that names the lead."""
SUMS = {"entry_days": "entries", "passage_days": "people"}
"""Tables that count entries, by the column of the count: what a lead adds is added by itself."""
LEAVE_GAPS = "set max_vacuum_tasks = 0"
"""Closing the gaps of rows taken out would take an eighth of the time; the next import does it."""


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
    db.run(LEAVE_GAPS)
    db.attach(before, "before")
    try:
        mqls, entries, promises = map(names.index, ("judged_leads", "stages", "handed_passes"))
        is_same = _is_by_same_texts(db)
        find_changed(db)
        _build_scores(db, names[:mqls], parameters, partly=is_same)
        _build_mqls(db, names[mqls:entries], parameters, partly=is_same)
        partly = is_same and _are_same_measured(db) and is_worth_it(db)
        _build(db, ("judged_leads", *names[entries:promises]), parameters, partly=partly)
        if partly:
            find_promised(db)
            partly = is_worth_it(db)
        _build(db, ("judged_leads", *names[promises:]), parameters, partly=partly)
    finally:
        db.detach("before")
    return names


def _build_scores(
    db: Database, names: tuple[str, ...], parameters: Parameters, *, partly: bool
) -> None:
    """Partly: without looking again who reached which threshold when."""
    if partly:
        find_scored_alike(db)
    after = {
        "scoring": leave_out_scored, "known_days": tell_known_days, "score_days": take_over,
    }  # fmt: skip
    for name in names:
        _build(db, (name,), parameters)
        if partly and name in after:
            after[name](db)


def _build_mqls(
    db: Database, names: tuple[str, ...], parameters: Parameters, *, partly: bool
) -> None:
    """Build the MQLs, and leave in `rejudged_leads` whose is another."""
    _build(db, names, parameters, partly=find_reached(db, partly=partly))
    find_moved(db)


def _is_by_same_texts(db: Database) -> bool:
    known = db.rows(
        "select 1 from duckdb_tables() where database_name = 'before' and table_name = 'built_by'"
    )
    return bool(known) and db.value("select digest from before.built_by") == digest()


def _are_same_measured(db: Database) -> bool:
    """What holds of all leads is the same: the same stages are measured."""
    return not db.rows("select * from stages except select * from before.stages")


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
        elif partly and name == "judged_leads":
            db.run(JUDGED)
        elif partly and name == "summed_entries":
            _narrow_summed(db)
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


def _narrow_summed(db: Database) -> None:
    """Leave of the entries that are summed a table of those whose leads are judged."""
    db.run(
        f"create or replace temp table summed_entries as "
        f"select * from ({_query('summed_entries')}) as found "
        f"where subject_id in (select lead_id from rejudged_leads)"
    )


def _take_out_of_sums(db: Database, names: tuple[str, ...]) -> None:
    """Remember what the leads that are judged count for, while their entries are as they were."""
    if not set(SUMS) & set(names):
        return
    _narrow_summed(db)
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
