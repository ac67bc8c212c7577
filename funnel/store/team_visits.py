"""When somebody was here last, and what was in force then.

A visit goes on while less than `PAUSE` passes: whoever loads the page anew is still in it, and is
told what changed since the visit before.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from funnel.store.team_database import TABLES, TeamDatabase, as_text

PAUSE = timedelta(hours=4)

_visits = sa.Table(
    "visits", TABLES,
    sa.Column("who", sa.String(200), primary_key=True),
    sa.Column("at", sa.String(40), nullable=False),
    sa.Column("seen", sa.Text, nullable=False),
    sa.Column("before_at", sa.String(40)),
    sa.Column("before_seen", sa.Text),
)  # fmt: skip


@dataclass(frozen=True)
class Visit:
    """The end of a visit, and what was seen in it, as the caller told it."""

    at: datetime
    seen: Mapping[str, str]


class Visits(TeamDatabase):
    """The part of the team store that knows who was here when: one row a person."""

    def visit(self, who: str, seen: Mapping[str, str], *, at: datetime) -> Visit | None:
        """Keep that somebody is here and what is there to see; the visit before, if there was one.

        Args:
            who: up to 200 letters of a name.
            seen: what is in force, in words of the caller's own.
            at: now.
        """
        name = who[:200]
        with self._writing() as connection:
            row = connection.execute(sa.select(_visits).where(_visits.c.who == name)).one_or_none()
            now = {"at": as_text(at), "seen": json.dumps(dict(seen), ensure_ascii=False)}
            if row is None:
                connection.execute(sa.insert(_visits).values(who=name, **now))
                return None
            before = row.before_at, row.before_seen
            if at - datetime.fromisoformat(row.at) >= PAUSE:
                before = row.at, row.seen
            now |= {"before_at": before[0], "before_seen": before[1]}
            connection.execute(sa.update(_visits).where(_visits.c.who == name).values(**now))
        if before[0] is None:
            return None
        return Visit(datetime.fromisoformat(before[0]), json.loads(before[1]))
