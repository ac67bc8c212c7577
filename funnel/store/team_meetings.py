"""The meetings that both sides held: when, by which agenda, what was said, and the minutes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from funnel.errors import FunnelError, Problem
from funnel.store.team_database import TABLES, TeamDatabase, as_text, id_of, values_of

RATINGS = range(1, 11)

_meetings = sa.Table(
    "meetings", TABLES,
    sa.Column("kind", sa.String(20), primary_key=True),
    sa.Column("day", sa.String(10), primary_key=True),
    sa.Column("who", sa.String(200), nullable=False),
    sa.Column("at", sa.String(40), nullable=False),
)  # fmt: skip
_minutes = sa.Table(
    "minutes", TABLES,
    sa.Column("day", sa.String(10), primary_key=True),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("who", sa.String(200), nullable=False),
    sa.Column("at", sa.String(40), nullable=False),
)  # fmt: skip
_notes = sa.Table(
    "notes", TABLES,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("day", sa.String(10), nullable=False),
    sa.Column("part", sa.String(40), nullable=False),
    sa.Column("about", sa.String(200)),
    sa.Column("said", sa.Text, nullable=False),
    sa.Column("who", sa.String(200), nullable=False),
    sa.Column("at", sa.String(40), nullable=False),
)  # fmt: skip
_ratings = sa.Table(
    "ratings", TABLES,
    sa.Column("day", sa.String(10), primary_key=True),
    sa.Column("voter", sa.String(200), primary_key=True),
    sa.Column("rating", sa.Integer, nullable=False),
    sa.Column("who", sa.String(200), nullable=False),
    sa.Column("at", sa.String(40), nullable=False),
)  # fmt: skip
_agendas = sa.Table(
    "agendas", TABLES,  # only ever added to: the last one counts
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("steps", sa.Text, nullable=False),
    sa.Column("who", sa.String(200), nullable=False),
    sa.Column("at", sa.String(40), nullable=False),
)  # fmt: skip


@dataclass(frozen=True)
class HeldMeeting:
    """A meeting that both sides held: `kind` is 'weekly' or 'review'."""

    kind: str
    day: date
    who: str
    at: datetime


@dataclass(frozen=True)
class Minutes:
    """What a weekly meeting wrote down at its end, as Markdown, and the version it looked at."""

    day: date
    text: str
    version: int
    who: str
    at: datetime


@dataclass(frozen=True)
class Note:
    """Something said in the meeting of a day.

    `part` is where: 'issue' (what is off, for the list), 'sales', 'marketing' (headlines).
    `about` names what it is about, such as 'handed_over>sql' or 'first_contact'.
    """

    id: int
    day: date
    part: str
    about: str | None
    said: str
    who: str
    at: datetime


@dataclass(frozen=True)
class Rating:
    """What somebody in the meeting of a day thought of it, 1 to 10."""

    day: date
    voter: str
    rating: int
    who: str
    at: datetime


class Meetings(TeamDatabase):
    """The part of the team store that holds the meetings."""

    def hold_meeting(self, kind: str, day: date, *, who: str, at: datetime) -> None:
        """Keep that a meeting was held; of a day that is known already, who said so first stays."""
        with self._writing() as connection:
            same = (_meetings.c.kind == kind) & (_meetings.c.day == day.isoformat())
            if connection.execute(sa.select(_meetings).where(same)).first() is None:
                row = {"kind": kind, "day": day.isoformat(), "who": who, "at": as_text(at)}
                connection.execute(sa.insert(_meetings).values(**row))

    def forget_meeting(self, kind: str, day: date) -> bool:
        """Take it out again; whether there was one."""
        with self._writing() as connection:
            same = (_meetings.c.kind == kind) & (_meetings.c.day == day.isoformat())
            return connection.execute(sa.delete(_meetings).where(same)).rowcount > 0

    def meetings(self) -> list[HeldMeeting]:
        """The meetings that were held, by day."""
        rows = self._read(sa.select(_meetings).order_by(_meetings.c.day, _meetings.c.kind))
        return [HeldMeeting(**_dated(row)) for row in rows]

    def keep_minutes(self, day: date, text: str, version: int, *, who: str, at: datetime) -> None:
        """Keep a weekly meeting's minutes, in place of those of the same day."""
        row = {"day": day.isoformat(), "text": text, "version": version}
        with self._writing() as connection:
            connection.execute(sa.delete(_minutes).where(_minutes.c.day == row["day"]))
            connection.execute(sa.insert(_minutes).values(**row, who=who, at=as_text(at)))

    def minutes(self) -> list[Minutes]:
        """Of all meetings, the latest first."""
        rows = self._read(sa.select(_minutes).order_by(_minutes.c.day.desc()))
        return [Minutes(**_dated(row)) for row in rows]

    def add_note(
        self, day: date, part: str, said: str, *, who: str, at: datetime, about: str | None = None
    ) -> int:
        """Keep what was said; its id. What the day's part says of one thing already stays once.

        Raises:
            FunnelError: of the kind `note_empty`.
        """
        if not said.strip():
            raise FunnelError(Problem("note_empty"))
        row = {"day": day.isoformat(), "part": part, "about": about, "said": said.strip()}
        with self._writing() as connection:
            if about is not None:
                same = sa.and_(*(_notes.c[name] == row[name] for name in ("day", "part", "about")))
                found = connection.execute(sa.select(_notes.c.id).where(same)).scalar()
                if found is not None:
                    return int(found)
            return id_of(
                connection.execute(sa.insert(_notes).values(**row, who=who, at=as_text(at)))
            )

    def remove_note(self, note_id: int) -> bool:
        """Take a note off; whether there was one of this id."""
        with self._writing() as connection:
            return connection.execute(sa.delete(_notes).where(_notes.c.id == note_id)).rowcount > 0

    def notes(self, day: date) -> list[Note]:
        """What was said in the meeting of a day, in the order it was."""
        wanted = sa.select(_notes).where(_notes.c.day == day.isoformat()).order_by(_notes.c.id)
        return [Note(**_dated(row)) for row in self._read(wanted)]

    def rate_meeting(
        self, day: date, voter: str, rating: int, *, who: str, at: datetime
    ) -> None:  # fmt: skip
        """Keep what somebody thought of a meeting, in place of what they said of it before.

        Raises:
            FunnelError: of the kind `rating_out_of_range`.
        """
        if rating not in RATINGS:
            raise FunnelError(Problem("rating_out_of_range", value=str(rating)))
        row = {"day": day.isoformat(), "voter": voter, "rating": rating}
        with self._writing() as connection:
            same = (_ratings.c.day == row["day"]) & (_ratings.c.voter == voter)
            connection.execute(sa.delete(_ratings).where(same))
            connection.execute(sa.insert(_ratings).values(**row, who=who, at=as_text(at)))

    def ratings(self) -> list[Rating]:
        """Of all meetings, by day and voter."""
        rows = self._read(sa.select(_ratings).order_by(_ratings.c.day, _ratings.c.voter))
        return [Rating(**_dated(row)) for row in rows]

    def save_agenda(self, steps: Sequence[tuple[str, int]], *, who: str, at: datetime) -> None:
        """Keep the agenda of the weekly meeting: its steps by name, with their minutes."""
        with self._writing() as connection:
            row = {"steps": json.dumps(list(steps)), "who": who, "at": as_text(at)}
            connection.execute(sa.insert(_agendas).values(**row))

    def agenda(self) -> list[tuple[str, int]] | None:
        """The agenda that was saved last; None where nobody saved one."""
        rows = self._read(sa.select(_agendas.c.steps).order_by(_agendas.c.id.desc()).limit(1))
        return [(name, minutes) for name, minutes in json.loads(rows[0].steps)] if rows else None


def _dated(row: sa.Row[Any]) -> dict[str, Any]:
    return values_of(row) | {"day": date.fromisoformat(row.day)}
