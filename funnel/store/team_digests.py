"""Which digests were sent to whom, so that none is sent twice.

A sending is claimed before it begins and settled when it ended. What is claimed and was never
settled ended in the middle: nobody knows whether it arrived, and so it is not sent again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from funnel.store.team_database import TABLES, TeamDatabase, as_text, values_of

SendingState = Literal["sending", "sent", "unsure", "failed"]
Channel = Literal["mail", "slack", "teams", "google_chat"]

_digests = sa.Table(
    "digests", TABLES,
    sa.Column("day", sa.String(10), primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("channel", sa.String(20), primary_key=True),
    sa.Column("target", sa.String(64), primary_key=True),
    sa.Column("content", sa.String(64), nullable=False),
    sa.Column("state", sa.String(20), nullable=False),
    sa.Column("who", sa.String(200), nullable=False),
    sa.Column("at", sa.String(40), nullable=False),
)  # fmt: skip


@dataclass(frozen=True)
class Sending:
    """A digest for one target: an address or a webhook, by its SHA-256, as is what it says.

    The address of a webhook is a secret: whoever has it can write to the channel.
    """

    day: date
    version: int
    channel: Channel
    target: str
    content: str

    @classmethod
    def of(cls, day: date, version: int, channel: Channel, target: str, content: str) -> Sending:
        """Of the target and the text themselves."""
        return cls(day, version, channel, _hashed(target), _hashed(content))


@dataclass(frozen=True)
class SentDigest:
    """A sending and what became of it; `at` is when that was known."""

    sending: Sending
    state: SendingState
    who: str
    at: datetime


class Digests(TeamDatabase):
    """The part of the team store that knows which digests were sent."""

    def claim_digest(
        self, sending: Sending, *, who: str, at: datetime, again: bool = False
    ) -> SendingState | None:
        """Take it upon oneself to send; None where nobody else has.

        Otherwise what became of it: it was sent to this target, of this version, on this day. One
        that failed may be claimed again, and any with `again`.
        """
        row = {"content": sending.content, "state": "sending", "who": who, "at": as_text(at)}
        same = _same(sending)
        with self._writing() as connection:
            found: SendingState | None = connection.execute(
                sa.select(_digests.c.state).where(same)
            ).scalar()
            if found is None:
                try:
                    connection.execute(sa.insert(_digests).values(**_key(sending), **row))
                except IntegrityError:  # another was faster; SQLite lets one write at a time
                    return "sending"
            elif again or found == "failed":
                as_seen = same & (_digests.c.state == found)
                claimed = connection.execute(sa.update(_digests).where(as_seen).values(**row))
                return None if claimed.rowcount else "sending"
            else:
                return found
        return None

    def settle_digest(self, sending: Sending, state: SendingState, *, at: datetime) -> None:
        """Write down what became of it."""
        with self._writing() as connection:
            row = {"state": state, "at": as_text(at)}
            connection.execute(sa.update(_digests).where(_same(sending)).values(**row))

    def digests(self) -> list[SentDigest]:
        """All of them, the latest day first."""
        order = (_digests.c.day.desc(), _digests.c.at, _digests.c.channel, _digests.c.target)
        return [_sent(row) for row in self._read(sa.select(_digests).order_by(*order))]


def _key(sending: Sending) -> dict[str, str | int]:
    return {
        "day": sending.day.isoformat(), "version": sending.version, "channel": sending.channel,
        "target": sending.target,
    }  # fmt: skip


def _same(sending: Sending) -> sa.ColumnElement[bool]:
    return sa.and_(*(_digests.c[name] == value for name, value in _key(sending).items()))


def _sent(row: sa.Row[tuple[object, ...]]) -> SentDigest:
    told = values_of(row)
    day = date.fromisoformat(told["day"])
    sending = Sending(day, told["version"], told["channel"], told["target"], told["content"])
    return SentDigest(sending, told["state"], told["who"], told["at"])


def _hashed(text: str) -> str:
    return sha256(text.encode()).hexdigest()
