"""The small things people write, which no export holds: a store that many may share.

SQLite in the workspace by default, another database by FUNNEL_TEAM_URL. Transactions are short;
whoever finds it taken waits. It costs a fifth of a second to import: do so where it is needed.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, NoSuchModuleError

from funnel.errors import FunnelError, Problem, UnknownName, WorkspaceUnusable
from funnel.store.faults import faults_named

LAYOUT = 5
"""Raised when the tables below change; a store of a later release is left alone."""
WAIT_SECONDS = 30

_tables = sa.MetaData()
_layout = sa.Table("layout", _tables, sa.Column("number", sa.Integer, primary_key=True))
_mappings = sa.Table(
    "mappings", _tables,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("tool", sa.String(200), nullable=False),
    sa.Column("title", sa.String(200), nullable=False),
    sa.Column("toml", sa.Text, nullable=False),
    sa.Column("columns_key", sa.Text, nullable=False),
    sa.Column("who", sa.String(200), nullable=False),
    sa.Column("at", sa.String(40), nullable=False),
)  # fmt: skip
_links = sa.Table(
    "links", _tables,
    sa.Column("deal_id", sa.String(200), primary_key=True),
    sa.Column("lead_id", sa.String(200), primary_key=True),
    sa.Column("is_same", sa.Boolean, nullable=False),
    sa.Column("who", sa.String(200), nullable=False),
    sa.Column("at", sa.String(40), nullable=False),
)  # fmt: skip
_costs = sa.Table(
    "costs", _tables,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("source", sa.String(500)),
    sa.Column("campaign", sa.String(500)),
    sa.Column("month", sa.String(10), nullable=False),
    sa.Column("amount", sa.String(40), nullable=False),  # SQLite would make a float of a decimal
    sa.Column("currency", sa.String(3), nullable=False),
    sa.Column("who", sa.String(200), nullable=False),
    sa.Column("at", sa.String(40), nullable=False),
)  # fmt: skip
_agreements = sa.Table(
    "agreements", _tables,
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
_targets = sa.Table(
    "targets", _tables,  # only ever added to: the last row of a key counts
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
_meetings = sa.Table(
    "meetings", _tables,
    sa.Column("kind", sa.String(20), primary_key=True),
    sa.Column("day", sa.String(10), primary_key=True),
    sa.Column("who", sa.String(200), nullable=False),
    sa.Column("at", sa.String(40), nullable=False),
)  # fmt: skip
_log = sa.Table(
    "log", _tables,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", sa.String(40), nullable=False),
    sa.Column("who", sa.String(200), nullable=False),
    sa.Column("what", sa.String(40), nullable=False),
    sa.Column("version", sa.Integer),
    sa.Column("detail", sa.Text),
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


@dataclass(frozen=True)
class HeldMeeting:
    """A meeting that both sides held: `kind` is 'weekly' or 'review'."""

    kind: str
    day: date
    who: str
    at: datetime


@dataclass(frozen=True)
class LogEntry:
    """Something somebody did to the workspace, and to which version."""

    at: datetime
    who: str
    what: str
    version: int | None
    detail: str | None


class TeamStore:
    """Of one workspace. Safe from several threads and processes; made when first written to."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._url = os.environ.get("FUNNEL_TEAM_URL")
        self._path = home / "team.sqlite"
        self._engine: sa.Engine | None = None

    def save_mapping(
        self, tool: str, title: str, toml: str, columns_key: str, *, who: str, at: datetime
    ) -> int:
        """Keep a mapping, in place of the one for the same tool and columns; its id."""
        with self._writing() as connection:
            same = (_mappings.c.tool == tool) & (_mappings.c.columns_key == columns_key)
            connection.execute(sa.delete(_mappings).where(same))
            row = {"tool": tool, "title": title, "toml": toml, "columns_key": columns_key}
            result = connection.execute(sa.insert(_mappings).values(**row, who=who, at=_text(at)))
            return _new_id(result)

    def mappings(self) -> list[SavedMapping]:
        """All mappings, the one saved last first."""
        rows = self._read(sa.select(_mappings).order_by(_mappings.c.id.desc()))
        return [SavedMapping(**_values(row)) for row in rows]

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
            connection.execute(sa.insert(_links).values(**row, who=who, at=_text(at)))

    def forget_link(self, deal_id: str, lead_id: str) -> None:
        """As if nothing had been said of the two."""
        with self._writing() as connection:
            same = (_links.c.deal_id == deal_id) & (_links.c.lead_id == lead_id)
            connection.execute(sa.delete(_links).where(same))

    def confirmed_links(self) -> list[ConfirmedLink]:
        """What was said of deals and leads, by their ids."""
        rows = self._read(sa.select(_links).order_by(_links.c.deal_id, _links.c.lead_id))
        return [ConfirmedLink(**_values(row)) for row in rows]

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
            result = connection.execute(sa.insert(_costs).values(**row, who=who, at=_text(at)))
            return _new_id(result)

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
                **_values(row)
                | {"month": date.fromisoformat(row.month), "amount": Decimal(row.amount)}
            )
            for row in rows
        ]

    def hold_meeting(self, kind: str, day: date, *, who: str, at: datetime) -> None:
        """Keep that a meeting was held; of a day that is known already, who said so first stays."""
        with self._writing() as connection:
            same = (_meetings.c.kind == kind) & (_meetings.c.day == day.isoformat())
            if connection.execute(sa.select(_meetings).where(same)).first() is None:
                row = {"kind": kind, "day": day.isoformat(), "who": who, "at": _text(at)}
                connection.execute(sa.insert(_meetings).values(**row))

    def forget_meeting(self, kind: str, day: date) -> bool:
        """Take it out again; whether there was one."""
        with self._writing() as connection:
            same = (_meetings.c.kind == kind) & (_meetings.c.day == day.isoformat())
            return connection.execute(sa.delete(_meetings).where(same)).rowcount > 0

    def meetings(self) -> list[HeldMeeting]:
        """The meetings that were held, by day."""
        rows = self._read(sa.select(_meetings).order_by(_meetings.c.day, _meetings.c.kind))
        return [HeldMeeting(**_values(row) | {"day": date.fromisoformat(row.day)}) for row in rows]

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
                    "toml": toml, "reason": new.reason, "who": who, "at": _text(at),
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
                row = {"back_who": who, "back_at": _text(at), "back_reason": gone.taken_back.reason}
                same = _agreements.c.number == number
                connection.execute(sa.update(_agreements).where(same).values(**row))

    def agreements(self) -> list[AgreementVersion]:
        """All that were ever saved, in the order they were."""
        return [_agreement(row) for row in self._read(_IN_ORDER)]

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
                         "origin": origin, "who": who, "at": _text(at)}
                    )  # fmt: skip
            if rows:
                connection.execute(sa.insert(_targets), rows)
                detail = "; ".join(_change(row, before) for row in rows)
                entry = {"who": who, "at": _text(at), "what": "targets_set", "detail": detail}
                connection.execute(sa.insert(_log).values(**entry))
            return len(rows)

    def targets(self) -> list[EnteredTarget]:
        """The targets as they stand, by month, metric and segment."""
        found = _last_of_each(self._read(_TARGETS)).values()
        return sorted((one for one in found if one.value is not None), key=_place_of)

    def target_history(self) -> list[EnteredTarget]:
        """Every value that was ever set or taken out, in the order it was."""
        return [_target(row) for row in self._read(_TARGETS)]

    def write(
        self, who: str, at: datetime, what: str, version: int | None, detail: str | None = None
    ) -> None:
        """Add an entry to the log."""
        with self.logged(who, at, what, version, detail):
            pass

    @contextmanager
    def logged(
        self, who: str, at: datetime, what: str, version: int | None, detail: str | None = None
    ) -> Iterator[None]:
        """Add an entry to the log if the block succeeds; the block starts when it can be added."""
        with self._writing() as connection:
            row = {"who": who, "at": _text(at), "what": what, "version": version, "detail": detail}
            connection.execute(sa.insert(_log).values(**row))
            yield

    def entries(self) -> list[LogEntry]:
        """The log, newest first."""
        columns = (_log.c.at, _log.c.who, _log.c.what, _log.c.version, _log.c.detail)
        rows = self._read(sa.select(*columns).order_by(_log.c.id.desc()))
        return [LogEntry(**_values(row)) for row in rows]

    def _read(self, wanted: sa.Select[Any]) -> Sequence[sa.Row[Any]]:
        if self._url is None and not self._path.exists():
            return []
        with self._faults_named(), self._ready().connect() as connection:
            rows: Sequence[sa.Row[Any]] = connection.execute(wanted).all()
            return rows

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        if self._url is None:
            with faults_named(self.home):
                self.home.mkdir(parents=True, exist_ok=True)
        with self._faults_named(), self._ready().begin() as connection:
            yield connection

    def _ready(self) -> sa.Engine:
        """The engine, once its tables are there and known to be ours."""
        if self._engine is None:
            engine = self._connect()
            with engine.begin() as connection:
                self._prepare(connection)
            self._engine = engine
        return self._engine

    def _connect(self) -> sa.Engine:
        if self._url is not None:
            return sa.create_engine(self._url, pool_pre_ping=True)
        url = sa.URL.create("sqlite", database=str(self._path))
        engine = sa.create_engine(
            url, poolclass=sa.NullPool, connect_args={"timeout": WAIT_SECONDS}
        )
        # sqlite3 begins a transaction only at the first change, when another may have been faster.
        sa.event.listen(engine, "connect", _begin_nothing)
        sa.event.listen(engine, "begin", _begin_writing)
        return engine

    def _prepare(self, connection: sa.Connection) -> None:
        found = None
        if sa.inspect(connection).has_table(_layout.name):
            found = connection.execute(sa.select(_layout.c.number)).scalar()
        if found is not None and found > LAYOUT:
            detail = f"layout {found} > {LAYOUT}"
            raise WorkspaceUnusable(self._where, detail, "team_store_newer")
        if found is None or found < LAYOUT:
            _tables.create_all(connection)  # those that are missing: layouts so far only added some
            connection.execute(sa.delete(_layout))
            connection.execute(sa.insert(_layout).values(number=LAYOUT))

    @property
    def _where(self) -> Path:
        return self._path if self._url is None else Path("FUNNEL_TEAM_URL")

    @contextmanager
    def _faults_named(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            detail = str(error.orig)
            kind = "disk_full" if "is full" in detail else "team_store_unusable"
            raise WorkspaceUnusable(self._where, detail, kind) from error
        except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
            raise WorkspaceUnusable(self._where, str(error), "team_store_unusable") from error


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


def _begin_nothing(connection: Any, _record: object) -> None:
    connection.isolation_level = None


def _begin_writing(connection: sa.Connection) -> None:
    connection.exec_driver_sql("begin immediate")


_TARGETS = sa.select(_targets).order_by(_targets.c.id)


def _target(row: sa.Row[Any]) -> EnteredTarget:
    value = None if row.value is None else Decimal(row.value)
    values = _values(row) | {"month": date.fromisoformat(row.month), "value": value}
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


def _text(at: datetime) -> str:
    return at.isoformat()


def _values(row: sa.Row[Any]) -> dict[str, Any]:
    values = dict(row._mapping)
    return values | {"at": datetime.fromisoformat(values["at"])}


def _new_id(result: sa.CursorResult[Any]) -> int:
    """Of the row that was just inserted."""
    key = result.inserted_primary_key
    if key is None:
        raise TypeError("one row was to be inserted")
    return int(key[0])
