"""The small things people write, which no export holds: a store that many may share.

It costs a fifth of a second to import: do so where it is needed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa

from funnel.store.team_actions import Action, Actions, ActionState, Outcome, Plan
from funnel.store.team_agreements import (
    Agreements,
    AgreementVersion,
    TakenBack,
    next_agreement,
    without_latest,
)
from funnel.store.team_campaigns import CampaignNote, CampaignNotes
from funnel.store.team_database import LAYOUT, TABLES, LogEntry, as_text, id_of, values_of
from funnel.store.team_digests import Channel, Digests, Sending, SendingState, SentDigest
from funnel.store.team_events import Event, Events
from funnel.store.team_meetings import HeldMeeting, Meetings, Minutes, Note, Rating
from funnel.store.team_targets import EnteredTarget, TargetKey, Targets
from funnel.store.team_visits import Visit, Visits
from funnel.store.team_voices import About, Voice, Voices

__all__ = [
    "LAYOUT", "About", "Action", "ActionState", "AgreementVersion", "CampaignNote", "Channel",
    "ConfirmedLink", "EnteredCost", "EnteredTarget", "Event", "HeldMeeting", "LogEntry",
    "Minutes", "Note", "Outcome", "Plan", "Rating", "SavedMapping", "Sending", "SendingState",
    "SentDigest", "TakenBack", "TargetKey", "TeamStore", "Visit", "Voice", "next_agreement",
    "without_latest",
]  # fmt: skip

_mappings = sa.Table(
    "mappings", TABLES,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("tool", sa.String(200), nullable=False),
    sa.Column("title", sa.String(200), nullable=False),
    sa.Column("toml", sa.Text, nullable=False),
    sa.Column("columns_key", sa.Text, nullable=False),
    sa.Column("who", sa.String(200), nullable=False),
    sa.Column("at", sa.String(40), nullable=False),
)  # fmt: skip
_links = sa.Table(
    "links", TABLES,
    sa.Column("deal_id", sa.String(200), primary_key=True),
    sa.Column("lead_id", sa.String(200), primary_key=True),
    sa.Column("is_same", sa.Boolean, nullable=False),
    sa.Column("who", sa.String(200), nullable=False),
    sa.Column("at", sa.String(40), nullable=False),
)  # fmt: skip
_costs = sa.Table(
    "costs", TABLES,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("source", sa.String(500)),
    sa.Column("campaign", sa.String(500)),
    sa.Column("month", sa.String(10), nullable=False),
    sa.Column("amount", sa.String(40), nullable=False),  # SQLite would make a float of a decimal
    sa.Column("currency", sa.String(3), nullable=False),
    sa.Column("who", sa.String(200), nullable=False),
    sa.Column("at", sa.String(40), nullable=False),
)  # fmt: skip


@dataclass(frozen=True)
class SavedMapping:
    """How one tool's table with one set of columns is read: `toml` is a mapping file's text."""

    id: int
    tool: str
    title: str
    toml: str
    columns_key: str
    who: str
    at: datetime


@dataclass(frozen=True)
class ConfirmedLink:
    """What a person said of a deal and a lead: they belong together, or they do not."""

    deal_id: str
    lead_id: str
    is_same: bool
    who: str
    at: datetime


@dataclass(frozen=True)
class EnteredCost:
    """What a person said was spent on a source, a campaign or both in the month that begins then.

    `amount` is in whole `currency`: Decimal("120000") is 120,000 yen.
    """

    id: int
    source: str | None
    campaign: str | None
    month: date
    amount: Decimal
    currency: str
    who: str
    at: datetime


class TeamStore(
    Agreements, Targets, Meetings, Actions, Voices, Digests, CampaignNotes, Events, Visits
):
    """Of one workspace. Safe from several threads and processes; made when first written to."""

    def save_mapping(
        self, tool: str, title: str, toml: str, columns_key: str, *, who: str, at: datetime
    ) -> int:
        """Keep a mapping, in place of the one for the same tool and columns; its id."""
        with self._writing() as connection:
            same = (_mappings.c.tool == tool) & (_mappings.c.columns_key == columns_key)
            connection.execute(sa.delete(_mappings).where(same))
            row = {"tool": tool, "title": title, "toml": toml, "columns_key": columns_key}
            result = connection.execute(sa.insert(_mappings).values(**row, who=who, at=as_text(at)))
            return id_of(result)

    def mappings(self) -> list[SavedMapping]:
        """All mappings, the one saved last first."""
        rows = self._read(sa.select(_mappings).order_by(_mappings.c.id.desc()))
        return [SavedMapping(**values_of(row)) for row in rows]

    def delete_mapping(self, mapping_id: int) -> None:
        """Forget a mapping; what was published with it keeps its copy."""
        with self._writing() as connection:
            connection.execute(sa.delete(_mappings).where(_mappings.c.id == mapping_id))

    def confirm_link(
        self, deal_id: str, lead_id: str, is_same: bool, who: str, at: datetime
    ) -> None:
        """Keep what a person says of a deal and a lead, in place of what was said before."""
        with self._writing() as connection:
            same = (_links.c.deal_id == deal_id) & (_links.c.lead_id == lead_id)
            connection.execute(sa.delete(_links).where(same))
            row = {"deal_id": deal_id, "lead_id": lead_id, "is_same": is_same}
            connection.execute(sa.insert(_links).values(**row, who=who, at=as_text(at)))

    def forget_link(self, deal_id: str, lead_id: str) -> None:
        """As if nothing had been said of the two."""
        with self._writing() as connection:
            same = (_links.c.deal_id == deal_id) & (_links.c.lead_id == lead_id)
            connection.execute(sa.delete(_links).where(same))

    def confirmed_links(self) -> list[ConfirmedLink]:
        """What was said of deals and leads, by their ids."""
        rows = self._read(sa.select(_links).order_by(_links.c.deal_id, _links.c.lead_id))
        return [ConfirmedLink(**values_of(row)) for row in rows]

    def add_cost(
        self,
        source: str | None,
        campaign: str | None,
        month: date,
        amount: Decimal,
        currency: str,
        *,
        who: str,
        at: datetime,
    ) -> int:
        """Keep a cost of the month that `month` lies in; its id."""
        row = {"source": source, "campaign": campaign, "currency": currency}
        row |= {"month": month.replace(day=1).isoformat(), "amount": str(amount)}
        with self._writing() as connection:
            result = connection.execute(sa.insert(_costs).values(**row, who=who, at=as_text(at)))
            return id_of(result)

    def remove_cost(self, cost_id: int) -> bool:
        """Forget a cost; whether there was one of this id."""
        with self._writing() as connection:
            gone = connection.execute(sa.delete(_costs).where(_costs.c.id == cost_id))
            return gone.rowcount > 0

    def costs(self) -> list[EnteredCost]:
        """The costs that people entered, by month, in the order they were entered."""
        rows = self._read(sa.select(_costs).order_by(_costs.c.month, _costs.c.id))
        return [
            EnteredCost(
                **values_of(row)
                | {"month": date.fromisoformat(row.month), "amount": Decimal(row.amount)}
            )
            for row in rows
        ]
