"""What a prepared version would change against the version in force."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from funnel.calendar import day_of
from funnel.preview.past import PastChange, past_changes
from funnel.preview.subjects import Cell, Example, FieldChange, SubjectChanges, compare_subjects
from funnel.preview.tables import (
    ColumnChange,
    Emptied,
    Links,
    NewValue,
    Partial,
    Rows,
    SpendMonth,
    compare_columns,
    compare_rows,
    compare_spend,
    count_links,
    emptied_columns,
    new_values,
    partial_tables,
)
from funnel.store.database import Database

__all__ = [
    "Cell", "ColumnChange", "Emptied", "Example", "FieldChange", "Links", "NewValue", "Partial",
    "PastChange", "Preview", "Rows", "SpendMonth", "SubjectChanges", "as_object", "preview",
]  # fmt: skip

BEFORE = "before"
"""The version in force, attached under this name."""


@dataclass(frozen=True)
class Preview:
    """What changes. `before` is the number of the version compared with, None where there is none:
    nothing was published yet, or it was the demo company, which leaves with the first real export.
    """

    before: int | None
    known_until: date | None
    """The last day the version in force knew of: what is dated later is news, not a change."""
    leads: SubjectChanges
    deals: SubjectChanges
    rows: tuple[Rows, ...]
    """Of the other kinds of tables."""
    spend: tuple[SpendMonth, ...]
    past: tuple[PastChange, ...]
    partial: tuple[Partial, ...]
    columns: tuple[ColumnChange, ...]
    emptied: tuple[Emptied, ...]
    stages_lost: tuple[str, ...]
    """Measured before ('lost' and 'amount' among them) and not any more."""
    stages_gained: tuple[str, ...]
    new_values: tuple[NewValue, ...]
    links_before: Links | None
    links: Links

    @property
    def is_empty(self) -> bool:
        """Publishing would change nothing that is shown here."""
        changes = (
            self.rows, self.spend, self.past, self.partial, self.columns, self.emptied,
            self.stages_lost, self.stages_gained, self.new_values,
        )  # fmt: skip
        same_links = self.links == self.links_before
        return self.leads.is_empty and self.deals.is_empty and same_links and not any(changes)


def preview(db: Database, before: Path | None) -> Preview:
    """Compare a version that was built with the one in force.

    Args:
        db: the built version, open for building or not sealed: another file is attached to it.
        before: the path of the version in force, which is named by its number.
    """
    if before is None:
        return _first(db)
    # Metrics name their tables without a database, so the old version is also opened by itself.
    with Database(before, read_only=True) as old:
        if _is_demo(old) and not _is_demo(db):
            return _first(db)
        known_until = _known_until(old)
        db.attach(before, BEFORE)
        try:
            leads = compare_subjects(db, BEFORE, "leads")
            deals = compare_subjects(db, BEFORE, "deals")
            gained, lost = _measured(db) - _measured(old), _measured(old) - _measured(db)
            return Preview(
                before=int(before.stem),
                known_until=known_until,
                leads=leads.changes,
                deals=deals.changes,
                rows=compare_rows(db, old),
                spend=compare_spend(db, old),
                past=past_changes(db, old, known_until),
                partial=partial_tables(db, old, {"leads": leads.gone, "deals": deals.gone}),
                columns=compare_columns(db, old),
                emptied=emptied_columns(db, old),
                stages_lost=_in_order(old, lost),
                stages_gained=_in_order(db, gained),
                new_values=new_values(db, BEFORE),
                links_before=count_links(old),
                links=count_links(db),
            )
        finally:
            db.detach(BEFORE)


def as_object(found: Preview) -> dict[str, Any]:
    """JSON-ready: days as ISO text, tuples as lists."""
    plain: dict[str, Any] = _plain(asdict(found))
    return plain


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def _first(db: Database) -> Preview:
    """Nothing to compare with: all is new."""
    return Preview(
        before=None,
        known_until=None,
        leads=SubjectChanges.all_new(db, "leads"),
        deals=SubjectChanges.all_new(db, "deals"),
        rows=compare_rows(db, None),
        spend=compare_spend(db, None),
        past=(),
        partial=(),
        columns=(),
        emptied=(),
        stages_lost=(),
        stages_gained=(),
        new_values=(),
        links_before=None,
        links=count_links(db),
    )


def _is_demo(db: Database) -> bool:
    is_demo: bool | None = db.value("select bool_and(is_demo) from files")
    return bool(is_demo)


def _known_until(old: Database) -> date:
    """Its last day, or the day it was published on where dates run ahead of that."""
    last: date
    last, published_at = old.rows("select last_day, published_at from version")[0]
    return min(last, day_of(datetime.fromisoformat(published_at)))


def _measured(db: Database) -> set[str]:
    return {stage for (stage,) in db.rows("select stage from stages where is_measured")}


def _in_order(db: Database, stages: set[str]) -> tuple[str, ...]:
    found = db.rows("select stage from stages order by position")
    return tuple(stage for (stage,) in found if stage in stages)
