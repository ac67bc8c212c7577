"""The agreements of a workspace: saved, taken back, never edited."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from funnel.errors import FunnelError, Problem, UnknownName, WorkspaceUnusable
from funnel.store.team_database import TABLES, TeamDatabase, as_text

_agreements = sa.Table(
    "agreements", TABLES,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("in_force_from", sa.String(10), nullable=False),
    sa.Column("toml", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("who", sa.String(200), nullable=False),
    sa.Column("at", sa.String(40), nullable=False),
    sa.Column("back_who", sa.String(200)),
    sa.Column("back_at", sa.String(40)),
    sa.Column("back_reason", sa.Text),
)  # fmt: skip


@dataclass(frozen=True)
class TakenBack:
    """Who took an agreement back, when and why."""

    who: str
    at: datetime
    reason: str


@dataclass(frozen=True)
class AgreementVersion:
    """What the departments agreed on, from which day on, why and by whom: `toml` is its document.

    None is ever changed; one that was taken back stays, and counts no more.
    """

    number: int
    in_force_from: date
    toml: str
    reason: str
    who: str
    at: datetime
    taken_back: TakenBack | None = None


class Agreements(TeamDatabase):
    """What both departments agreed on."""

    def save_agreement(
        self,
        toml: str,
        in_force_from: date,
        reason: str,
        *,
        based_on: int,
        who: str,
        at: datetime,
    ) -> int:
        """Keep a next agreement; its number. Whoever comes second is told, and nothing is lost.

        Args:
            toml: its document, checked by the caller.
            in_force_from: its first day, after that of the latest one.
            reason: why, not empty.
            based_on: the number of the latest one that the person saw (0: there was none).
            who, at: by whom and when.

        Raises:
            FunnelError: of the kind `agreement_changed_meanwhile`, `agreement_overlaps` or
                `agreement_reason_missing`.
        """
        try:
            with self._writing() as connection:
                known = _agreements_in(connection)
                new = next_agreement(
                    known, toml, in_force_from, reason, based_on=based_on, who=who, at=at
                )
                row = {
                    "number": new.number, "in_force_from": in_force_from.isoformat(),
                    "toml": toml, "reason": new.reason, "who": who, "at": as_text(at),
                }  # fmt: skip
                with _named_if_taken():
                    connection.execute(sa.insert(_agreements).values(**row))
        except _NumberTaken as error:
            _unchanged(self.agreements(), based_on)
            raise WorkspaceUnusable(self._where, str(error), "team_store_unusable") from error
        return new.number

    def take_back_agreement(self, number: int, reason: str, *, who: str, at: datetime) -> None:
        """Let the latest agreement, which is `number`, count no more; the one before goes on.

        Raises:
            FunnelError: of the kind `agreement_changed_meanwhile`, `unknown_name` (there is none)
                or `agreement_reason_missing`.
        """
        with self._writing() as connection:
            known = _agreements_in(connection)
            (gone,) = set(without_latest(known, number, reason, who=who, at=at)) - set(known)
            if gone.taken_back is not None:
                row = {
                    "back_who": who,
                    "back_at": as_text(at),
                    "back_reason": gone.taken_back.reason,
                }
                same = _agreements.c.number == number
                connection.execute(sa.update(_agreements).where(same).values(**row))

    def agreements(self) -> list[AgreementVersion]:
        """All that were ever saved, in the order they were."""
        return [_agreement(row) for row in self._read(_IN_ORDER)]


_IN_ORDER = sa.select(_agreements).order_by(_agreements.c.number)


def _agreements_in(connection: sa.Connection) -> list[AgreementVersion]:
    return [_agreement(row) for row in connection.execute(_IN_ORDER)]


def _agreement(row: sa.Row[Any]) -> AgreementVersion:
    back = None
    if row.back_at is not None:
        back = TakenBack(row.back_who, datetime.fromisoformat(row.back_at), row.back_reason)
    return AgreementVersion(
        row.number, date.fromisoformat(row.in_force_from), row.toml, row.reason, row.who,
        datetime.fromisoformat(row.at), back,
    )  # fmt: skip


def next_agreement(
    known: Sequence[AgreementVersion],
    toml: str,
    in_force_from: date,
    reason: str,
    *,
    based_on: int,
    who: str,
    at: datetime,
) -> AgreementVersion:
    """What `save_agreement` would keep next to those known; refused as it would be."""
    reason = _stated(reason)
    latest = _unchanged(known, based_on)
    if latest is not None and in_force_from <= latest.in_force_from:
        days = in_force_from.isoformat(), latest.in_force_from.isoformat()
        raise FunnelError(Problem("agreement_overlaps", value=days[0], detail=days[1]))
    number = max((one.number for one in known), default=0) + 1
    return AgreementVersion(number, in_force_from, toml, reason, who, at)


def without_latest(
    known: Sequence[AgreementVersion], number: int, reason: str, *, who: str, at: datetime
) -> list[AgreementVersion]:
    """Those known, once `take_back_agreement` took back `number`; refused as it would be."""
    reason = _stated(reason)
    latest = _unchanged(known, number)
    if latest is None:
        raise UnknownName(Problem("unknown_name", value=str(number), detail="agreement"))
    gone = replace(latest, taken_back=TakenBack(who, at, reason))
    return [gone if one is latest else one for one in known]


def _unchanged(known: Sequence[AgreementVersion], seen: int) -> AgreementVersion | None:
    """The latest agreement that counts, None where there is none, if it is the one that was seen.

    Raises:
        FunnelError: it is not; who saved another or took that one back, and when.
    """
    latest = next((one for one in reversed(known) if one.taken_back is None), None)
    if (latest.number if latest else 0) == seen:
        return latest
    changes = [(one.at, one.who) for one in known]
    changes += [(one.taken_back.at, one.taken_back.who) for one in known if one.taken_back]
    # Where nothing was ever saved, the number is of another workspace.
    changes.sort(key=lambda change: change[0])
    said = "{1}, {0:%Y-%m-%d %H:%M}".format(*changes[-1]) if changes else "-"
    number = str(latest.number if latest else 0)
    raise FunnelError(Problem("agreement_changed_meanwhile", value=number, detail=said))


def _stated(reason: str) -> str:
    if not reason.strip():
        raise FunnelError(Problem("agreement_reason_missing"))
    return reason.strip()


class _NumberTaken(Exception):
    """Where the database lets two in at once, the second finds the number gone."""


@contextmanager
def _named_if_taken() -> Iterator[None]:
    try:
        yield
    except IntegrityError as error:
        raise _NumberTaken(str(error.orig)) from error
