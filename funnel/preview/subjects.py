"""Leads and deals one by one: new, gone, and changed in which field from what to what."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from funnel.store.database import Database

Table = Literal["leads", "deals"]
Cell = str | int | float | bool | None
"""A day is ISO text."""

EXAMPLES = 50

IDS: dict[Table, str] = {"leads": "lead_id", "deals": "deal_id"}
# No names, companies or addresses: a preview is looked at on a shared screen and kept.
FIELDS: dict[Table, tuple[str, ...]] = {
    "leads": (
        "status", "source", "owner", "created_on", "mql_on", "handed_over_on", "accepted_on",
        "first_contact_on", "sql_on", "sent_back_on", "is_deleted",
    ),
    "deals": (
        "stage", "outcome", "amount", "source", "owner", "opened_on", "closed_on", "is_deleted",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Example:
    """One subject whose field changed."""

    id: str
    before: Cell
    after: Cell


@dataclass(frozen=True)
class FieldChange:
    """How many subjects changed in `field`, and the first of them by id.

    Fields are columns of the canonical table without `_on`, or `id`.
    """

    field: str
    count: int
    examples: tuple[Example, ...]


@dataclass(frozen=True)
class SubjectChanges:
    """Of leads or deals. `before` - `gone` + `new` = `after`; `changed` are on both sides."""

    before: int
    after: int
    new: int
    gone: int
    changed: int
    new_ids: tuple[str, ...]
    gone_ids: tuple[str, ...]
    fields: tuple[FieldChange, ...]
    """Only those that changed."""

    @property
    def is_empty(self) -> bool:
        return not (self.new or self.gone or self.changed)

    @classmethod
    def all_new(cls, db: Database, table: Table) -> SubjectChanges:
        key = IDS[table]
        count, ids = db.rows(f"select count(*), min({key}, {EXAMPLES}) from {table}")[0]
        return cls(0, count, count, 0, 0, tuple(ids or ()), (), ())


@dataclass(frozen=True)
class Compared:
    """The changes, and of each tool how many subjects are gone."""

    changes: SubjectChanges
    gone: dict[str, int]


def compare_subjects(db: Database, before: str, table: Table) -> Compared:
    """Compare `table` of `db` with that of the database attached as `before`.

    A field that one side does not have is left out.
    """
    here, there = columns_of(db), columns_of(db, before)
    fields = ["id", *(name for name in FIELDS[table] if name in here[table] & there[table])]
    both = _both(before, table, _renamed(before, table, here))
    (found,) = db.records(both + _counts(fields))
    changed = [name for name in fields if found[f"count_{name}"]]
    ids = {key for name in changed for key in found[f"ids_{name}"]}
    rows = db.records(both + _values(changed), {"ids": sorted(ids)}) if ids else []
    by_id = {row["now_id"]: row for row in rows}
    changes = SubjectChanges(
        before=found["before"],
        after=found["after"],
        new=found["new"],
        gone=found["gone"],
        changed=found["changed"],
        new_ids=tuple(found["new_ids"] or ()),
        gone_ids=tuple(found["gone_ids"] or ()),
        fields=tuple(
            FieldChange(
                name.removesuffix("_on"),
                found[f"count_{name}"],
                tuple(
                    Example(key, cell(by_id[key][f"was_{name}"]), cell(by_id[key][f"now_{name}"]))
                    for key in found[f"ids_{name}"]
                ),
            )
            for name in changed
        ),
    )
    return Compared(changes, dict(found["gone_by_tool"] or {}))


def columns_of(db: Database, name: str | None = None) -> dict[str, set[str]]:
    """The columns of each table and view of `db` itself, or of the database attached as `name`."""
    found: dict[str, set[str]] = {}
    for table, column in db.rows(
        "select table_name, column_name from duckdb_columns() "
        "where database_name = coalesce($name, current_database()) and not internal",
        {"name": name},
    ):
        found.setdefault(table, set()).add(column)
    return found


def cell(value: Any) -> Cell:
    """A database value as JSON has it."""
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else float(value)
    return value.isoformat() if isinstance(value, date) else value


def _both(before: str, table: Table, renamed: str) -> str:
    """SQL: `was` and `now`, with the same `key` for the same subject, and its `id` in each."""
    key = IDS[table]
    return f"""
        with renamed as ({renamed}),

        was as (
            select
                old.*,
                old.{key} as id,
                coalesce(renamed.now_id, old.{key}) as key
            from {before}.{table} as old
            left join renamed on old.{key} = renamed.was_id
        ),

        now as (
            select *, {key} as id, {key} as key
            from {table}
        )
    """


def _counts(fields: Sequence[str]) -> str:
    """SQL: how much changed, and the first ids of each change."""
    differs = ", ".join(
        f"was.id is not null and now.id is not null and was.{name} is distinct from now.{name} "
        f"as differs_{name}"
        for name in fields
    )
    each = ", ".join(
        f"count(*) filter (where differs_{name}) as count_{name}, "
        f"min(now_id, {EXAMPLES}) filter (where differs_{name}) as ids_{name}"
        for name in fields
    )
    return f""",
        joined as (
            select was.id as was_id, now.id as now_id, {differs}
            from was
            full join now on was.key = now.key
        )

        select
            count(was_id) as before,
            count(now_id) as after,
            count(*) filter (where was_id is null) as new,
            count(*) filter (where now_id is null) as gone,
            count(*) filter (where {" or ".join(f"differs_{name}" for name in fields)}) as changed,
            min(now_id, {EXAMPLES}) filter (where was_id is null) as new_ids,
            min(was_id, {EXAMPLES}) filter (where now_id is null) as gone_ids,
            histogram(split_part(was_id, ':', 1)) filter (where now_id is null) as gone_by_tool,
            {each}
        from joined
    """


def _values(fields: Sequence[str]) -> str:
    """SQL: both values of `fields` of the subjects `$ids`."""
    pairs = ", ".join(f"was.{name} as was_{name}, now.{name} as now_{name}" for name in fields)
    return f"""
        select now.id as now_id, {pairs}
        from was
        inner join now on was.key = now.key
        where now.id in (select unnest(cast($ids as varchar[])))
    """


def _renamed(before: str, table: Table, tables: Collection[str]) -> str:
    """SQL: pairs of an id that is gone and a new one of the same subject.

    A person's id is that of the oldest record, and a second tool may bring an older one. Where a
    deals export has no ids, one is made of the deal's columns, and changes with them.
    """
    if table == "leads":
        keys = " union all ".join(
            f"select tool || ':' || id as was_id, lead_id as now_id from {name}"
            for name in ("lead_records", "lead_aliases")
            if name in tables
        )
        return f"""
            select min(keys.was_id) as was_id, keys.now_id
            from ({keys or "select null as was_id, null as now_id"}) as keys
            inner join {before}.leads as old on keys.was_id = old.lead_id
            where
                keys.was_id != keys.now_id
                and keys.now_id not in (select lead_id from {before}.leads)
            group by keys.now_id
        """
    sides = [
        f"select min(deal_id) as {id_}, concat_ws(' ', split_part(deal_id, ':', 1), company, name) "
        f"as same_by from {here} where regexp_matches(deal_id, ':[0-9a-f]{{32}}$') "
        f"and deal_id not in (select deal_id from {there}) group by same_by having count(*) = 1"
        for id_, here, there in (
            ("was_id", f"{before}.deals", "deals"),
            ("now_id", "deals", f"{before}.deals"),
        )
    ]
    return f"select was_id, now_id from ({sides[0]}) inner join ({sides[1]}) using (same_by)"
