"""What happened on a day that a chart of time should remind of: 新価格, 展示会."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from funnel.errors import FunnelError, Problem, UnknownName
from funnel.store.team_database import TABLES, TeamDatabase, as_text, id_of, values_of

_events = sa.Table(
    "events", TABLES,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("day", sa.String(10), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("source", sa.String(500)),
    sa.Column("who", sa.String(200), nullable=False),
    sa.Column("at", sa.String(40), nullable=False),
)  # fmt: skip


@dataclass(frozen=True)
class Event:
    """What happened on `day`, as `who` wrote it down last, at `at`.

    `source` is the lead source it is about, as the tool writes it; None: about all of them.
    """

    id: int
    day: date
    text: str
    source: str | None
    who: str
    at: datetime


class Events(TeamDatabase):
    """The part of the team store that holds what happened."""

    def add_event(
        self, day: date, text: str, source: str | None = None, *, who: str, at: datetime
    ) -> int:
        """Keep what happened; its id.

        Raises:
            FunnelError: of the kind `event_incomplete`: there are no words.
        """
        row = _row(day, text, source)
        with self._writing() as connection:
            values = sa.insert(_events).values(**row, who=who, at=as_text(at))
            return id_of(connection.execute(values))

    def change_event(
        self, seen: Event, day: date, text: str, source: str | None, *, who: str, at: datetime
    ) -> None:
        """Put other words, another day or source in place of what the person saw.

        Raises:
            FunnelError: of the kind `event_incomplete` or `event_changed_meanwhile`.
            UnknownName: it was taken back meanwhile.
        """
        row = _row(day, text, source)
        same = _events.c.id == seen.id
        was = {**_row(seen.day, seen.text, seen.source), "at": as_text(seen.at)}
        as_seen = sa.and_(
            same, *(_events.c[name].is_not_distinct_from(value) for name, value in was.items())
        )
        with self._writing() as connection:
            changed = connection.execute(
                sa.update(_events).where(as_seen).values(**row, who=who, at=as_text(at))
            )
            if changed.rowcount:
                return
            found = connection.execute(sa.select(_events).where(same)).first()
        if found is None:
            raise UnknownName(Problem("unknown_name", value=str(seen.id), detail="note"))
        said = f"{found.who}, {datetime.fromisoformat(found.at):%Y-%m-%d %H:%M}"
        raise FunnelError(Problem("event_changed_meanwhile", value=found.text, detail=said))

    def remove_event(self, event_id: int) -> bool:
        """Take it back; whether there was one of this id."""
        with self._writing() as connection:
            gone = connection.execute(sa.delete(_events).where(_events.c.id == event_id))
            return gone.rowcount > 0

    def events(self) -> list[Event]:
        """All of them, the earliest first."""
        rows = self._read(sa.select(_events).order_by(_events.c.day, _events.c.id))
        return [Event(**values_of(row) | {"day": date.fromisoformat(row.day)}) for row in rows]


def _row(day: date, text: str, source: str | None) -> dict[str, str | None]:
    if not text.strip():
        raise FunnelError(Problem("event_incomplete"))
    return {"day": day.isoformat(), "text": text.strip(), "source": source}
