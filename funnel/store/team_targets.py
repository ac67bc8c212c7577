"""The targets that people set, each with who and when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from funnel.store.team_database import LOG, TABLES, TeamDatabase, as_text, values_of

_targets = sa.Table(
    "targets", TABLES,  # only ever added to: the last row of a key counts
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("month", sa.String(10), nullable=False),
    sa.Column("metric", sa.String(100), nullable=False),
    sa.Column("source", sa.String(500)),
    sa.Column("owner", sa.String(500)),
    sa.Column("value", sa.String(40)),  # SQLite would make a float of a decimal; null: taken out
    sa.Column("origin", sa.String(20), nullable=False),
    sa.Column("who", sa.String(200), nullable=False),
    sa.Column("at", sa.String(40), nullable=False),
)  # fmt: skip
TargetKey = tuple[date, str, str | None, str | None]
"""Month, metric, source and owner: what there can be one target for."""


@dataclass(frozen=True)
class EnteredTarget:
    """What somebody set as the target of a month; `value` None: it was taken out.

    `origin` is 'derived' (by the tree) or 'adjusted' (by hand or from a file).
    """

    id: int
    month: date
    metric: str
    source: str | None
    owner: str | None
    value: Decimal | None
    origin: str
    who: str
    at: datetime

    @property
    def key(self) -> TargetKey:
        return self.month, self.metric, self.source, self.owner


class Targets(TeamDatabase):
    """Only ever added to: the last value of a key counts."""

    def set_targets(
        self, values: Mapping[TargetKey, Decimal | None], origin: str, *, who: str, at: datetime
    ) -> int:
        """Keep targets (None takes one out), all or none; how many that changed.

        A value that stays the same keeps where it comes from, so that a file taken out and in again
        changes nothing; only what is derived over what was adjusted is derived from then on. The
        log says each change, from what to what.
        """
        with self._writing() as connection:
            before = _last_of_each(connection.execute(_TARGETS))
            rows = []
            for key, value in values.items():
                found = before.get(key)
                if (found.value if found else None) != value or (
                    found and value is not None and found.origin != origin == "derived"
                ):
                    month, metric, source, owner = key
                    rows.append(
                        {"month": month.isoformat(), "metric": metric, "source": source,
                         "owner": owner, "value": None if value is None else f"{value:f}",
                         "origin": origin, "who": who, "at": as_text(at)}
                    )  # fmt: skip
            if rows:
                connection.execute(sa.insert(_targets), rows)
                detail = "; ".join(_change(row, before) for row in rows)
                entry = {"who": who, "at": as_text(at), "what": "targets_set", "detail": detail}
                connection.execute(sa.insert(LOG).values(**entry))
            return len(rows)

    def targets(self) -> list[EnteredTarget]:
        """The targets as they stand, by month, metric and segment."""
        found = _last_of_each(self._read(_TARGETS)).values()
        return sorted((one for one in found if one.value is not None), key=_place_of)

    def target_history(self) -> list[EnteredTarget]:
        """Every value that was ever set or taken out, in the order it was."""
        return [_target(row) for row in self._read(_TARGETS)]


_TARGETS = sa.select(_targets).order_by(_targets.c.id)


def _target(row: sa.Row[Any]) -> EnteredTarget:
    value = None if row.value is None else Decimal(row.value)
    values = values_of(row) | {"month": date.fromisoformat(row.month), "value": value}
    return EnteredTarget(**values)


def _last_of_each(rows: Iterable[sa.Row[Any]]) -> dict[TargetKey, EnteredTarget]:
    return {one.key: one for one in map(_target, rows)}


def _place_of(target: EnteredTarget) -> tuple[date, str, str, str]:
    return target.month, target.metric, target.source or "", target.owner or ""


def _change(row: dict[str, Any], before: dict[TargetKey, EnteredTarget]) -> str:
    """`2026-10 leads Web: 100 -> 120`."""
    key = date.fromisoformat(row["month"]), row["metric"], row["source"], row["owner"]
    found = before.get(key)
    old = "-" if found is None or found.value is None else f"{found.value:f}"
    named = " ".join(part for part in (row["month"][:7], *key[1:]) if part)
    return f"{named}: {old} -> {'-' if row['value'] is None else row['value']}"
