"""The team store's database: SQLite in the workspace by default, another one by FUNNEL_TEAM_URL.

Transactions are short; whoever finds it taken waits. It costs a fifth of a second to import: do so
where it is needed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from funnel.errors import WorkspaceUnusable
from funnel.store.faults import faults_named

LAYOUT = 8
"""Raised when a table of the team store changes; a store of a later release is left alone."""
WAIT_SECONDS = 30

TABLES = sa.MetaData()
_layout = sa.Table("layout", TABLES, sa.Column("number", sa.Integer, primary_key=True))
LOG = sa.Table(
    "log", TABLES,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", sa.String(40), nullable=False),
    sa.Column("who", sa.String(200), nullable=False),
    sa.Column("what", sa.String(40), nullable=False),
    sa.Column("version", sa.Integer),
    sa.Column("detail", sa.Text),
)  # fmt: skip


@dataclass(frozen=True)
class LogEntry:
    """Something somebody did to the workspace, and to which version."""

    at: datetime
    who: str
    what: str
    version: int | None
    detail: str | None


class TeamDatabase:
    """Of one workspace, with its log. Made when first written to."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._url = os.environ.get("FUNNEL_TEAM_URL")
        self._path = home / "team.sqlite"
        self._engine: sa.Engine | None = None

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
            row = {
                "who": who,
                "at": as_text(at),
                "what": what,
                "version": version,
                "detail": detail,
            }
            connection.execute(sa.insert(LOG).values(**row))
            yield

    def entries(self) -> list[LogEntry]:
        """The log, newest first."""
        columns = (LOG.c.at, LOG.c.who, LOG.c.what, LOG.c.version, LOG.c.detail)
        rows = self._read(sa.select(*columns).order_by(LOG.c.id.desc()))
        return [LogEntry(**values_of(row)) for row in rows]

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
            TABLES.create_all(connection)  # those that are missing: layouts so far only added some
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


def _begin_nothing(connection: Any, _record: object) -> None:
    connection.isolation_level = None


def _begin_writing(connection: sa.Connection) -> None:
    connection.exec_driver_sql("begin immediate")


def as_text(at: datetime) -> str:
    """A moment as the tables keep it."""
    return at.isoformat()


def values_of(row: sa.Row[Any]) -> dict[str, Any]:
    """A row as the fields of its record."""
    values = dict(row._mapping)
    return values | {"at": datetime.fromisoformat(values["at"])}


def id_of(result: sa.CursorResult[Any]) -> int:
    """Of the row that was just inserted."""
    key = result.inserted_primary_key
    if key is None:
        raise TypeError("one row was to be inserted")
    return int(key[0])
