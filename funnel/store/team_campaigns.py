"""What people write of a campaign: why it is run, and what sales is asked to do with its leads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from funnel.errors import FunnelError, Problem
from funnel.store.team_database import TABLES, TeamDatabase, as_text, values_of

_campaigns = sa.Table(
    "campaign_notes", TABLES,  # only ever added to: of each campaign the last one counts
    sa.Column("key", sa.String(64), primary_key=True),  # of the name, which may be of any length
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("campaign", sa.Text, nullable=False),
    sa.Column("why", sa.Text, nullable=False),
    sa.Column("asked", sa.Text, nullable=False),
    sa.Column("who", sa.String(200), nullable=False),
    sa.Column("at", sa.String(40), nullable=False),
)  # fmt: skip


@dataclass(frozen=True)
class CampaignNote:
    """`why` a campaign is run and what sales is `asked` to do; the `number`th that was written.

    Either may be empty; both are where somebody took back what was written.
    """

    campaign: str
    number: int
    why: str
    asked: str
    who: str
    at: datetime


class CampaignNotes(TeamDatabase):
    """The part of the team store that holds what campaigns are for."""

    def save_campaign_note(
        self, campaign: str, why: str, asked: str, *, based_on: int, who: str, at: datetime
    ) -> int:
        """Keep what is said of a campaign now; its number. Whoever comes second is told.

        Args:
            campaign: as the exports write it.
            why, asked: in any words.
            based_on: the number of the one that the person saw (0: there was none).

        Raises:
            FunnelError: of the kind `campaign_changed_meanwhile`.
        """
        key = _key(campaign)
        row = {"campaign": campaign, "why": why.strip(), "asked": asked.strip(), "who": who}
        with self._writing() as connection:
            latest = _latest(connection, key)
            if (latest.number if latest else 0) != based_on:
                raise _changed(campaign, latest)
            try:
                numbered = {"key": key, "number": based_on + 1, "at": as_text(at)}
                connection.execute(sa.insert(_campaigns).values(**row, **numbered))
            except IntegrityError as error:  # another was faster; SQLite lets one write at a time
                raise _changed(campaign, None) from error
        return based_on + 1

    def campaign_notes(self) -> dict[str, CampaignNote]:
        """What was written last of each campaign, by its name."""
        rows = self._read(sa.select(_campaigns).order_by(_campaigns.c.number))
        notes = [_note(row) for row in rows]
        return {note.campaign: note for note in notes}


def _key(campaign: str) -> str:
    return sha256(campaign.encode()).hexdigest()


def _latest(connection: sa.Connection, key: str) -> CampaignNote | None:
    wanted = sa.select(_campaigns).where(_campaigns.c.key == key)
    found = connection.execute(wanted.order_by(_campaigns.c.number.desc()).limit(1)).first()
    return None if found is None else _note(found)


def _note(row: sa.Row[Any]) -> CampaignNote:
    values = values_of(row)
    del values["key"]
    return CampaignNote(**values)


def _changed(campaign: str, by: CampaignNote | None) -> FunnelError:
    said = f"{by.who}, {by.at:%Y-%m-%d %H:%M}" if by else "-"
    return FunnelError(Problem("campaign_changed_meanwhile", value=campaign, detail=said))
