"""The voice of sales: what it says of a lead handed over, of a campaign, or in general."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, get_args

import sqlalchemy as sa

from funnel.errors import FunnelError, Problem
from funnel.store.team_database import TABLES, TeamDatabase, as_text, id_of, values_of

About = Literal["lead", "campaign", "general"]

_voices = sa.Table(
    "voices", TABLES,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("day", sa.String(10), nullable=False),
    sa.Column("about", sa.String(20), nullable=False),
    sa.Column("subject", sa.String(500)),
    sa.Column("reason", sa.String(100), nullable=False),
    sa.Column("said", sa.Text, nullable=False),
    sa.Column("who", sa.String(200), nullable=False),
    sa.Column("at", sa.String(40), nullable=False),
)  # fmt: skip


@dataclass(frozen=True)
class Voice:
    """What somebody of sales said on a day.

    `subject` is the lead's id or the campaign's name; None in general. `reason` is one of
    `funnel.importers.cells.reasons`, or 'good'.
    """

    id: int
    day: date
    about: About
    subject: str | None
    reason: str
    said: str
    who: str
    at: datetime


class Voices(TeamDatabase):
    """The part of the team store that holds what sales says."""

    def add_voice(
        self,
        day: date,
        about: About,
        subject: str | None,
        reason: str,
        said: str,
        *,
        who: str,
        at: datetime,
    ) -> int:
        """Keep what sales says; its id.

        Raises:
            FunnelError: of the kind `voice_incomplete`: of whom or what is not said, or no reason.
        """
        is_known = about in get_args(About) and (about == "general") == (subject is None)
        if not is_known or not reason:
            raise FunnelError(Problem("voice_incomplete"))
        row = {"day": day.isoformat(), "about": about, "subject": subject, "reason": reason}
        with self._writing() as connection:
            values = row | {"said": said.strip(), "who": who, "at": as_text(at)}
            return id_of(connection.execute(sa.insert(_voices).values(**values)))

    def remove_voice(self, voice_id: int) -> bool:
        """Take it back; whether there was one of this id."""
        with self._writing() as connection:
            gone = connection.execute(sa.delete(_voices).where(_voices.c.id == voice_id))
            return gone.rowcount > 0

    def voices(self) -> list[Voice]:
        """All of them, the latest first."""
        rows = self._read(sa.select(_voices).order_by(_voices.c.day.desc(), _voices.c.id.desc()))
        return [Voice(**values_of(row) | {"day": date.fromisoformat(row.day)}) for row in rows]
