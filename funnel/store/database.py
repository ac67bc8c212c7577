"""The only place that talks to DuckDB."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from funnel.errors import FunnelError, Problem, WorkspaceUnusable
from funnel.store.faults import faults_named

if TYPE_CHECKING:
    import pandas as pd

Parameters = Mapping[str, Any]

# Nothing is fetched: a missing extension fails at once instead of after seconds of network.
OFFLINE: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}
# A version in force is data only: no file, no other database, no extension can be reached from it.
SEALED = {**OFFLINE, "enable_external_access": "false"}
MEMORY, MEMORY_SETTING = "1250MB", "FUNNEL_MEMORY_LIMIT"
"""What building may use before it goes on on disk, beside the file, and what says otherwise."""
BLOCKS = "set block_allocator_memory = '80%'"
"""Of that, what is taken block by block and given back at closing, not after each statement: a
twentieth of the time a large import takes goes into asking the system for memory again. As a
setting of the connection a share is read before there is a limit, and ends the process."""


class ReadFailed(Exception):
    """DuckDB could not read a file as the table it was said to be."""


class Database:
    """A DuckDB file. Reading is safe from several threads at once; building is one thread's job.

    Args:
        path: the file; made where it is to be built.
        read_only: opened for reading.
        sealed: what is read reaches no other file. Only two versions that are compared need to.

    Raises:
        WorkspaceUnusable: here and in every method, where the file is damaged, of an earlier
            release that knew fewer tables, or the disk is full.
    """

    def __init__(self, path: Path, *, read_only: bool, sealed: bool = True) -> None:
        self.path = path
        self._read_only = read_only
        self._known: dict[str, list[tuple[Any, ...]]] = {}
        config = SEALED if read_only and sealed else OFFLINE
        if not read_only:
            config = {**config, "memory_limit": os.environ.get(MEMORY_SETTING) or MEMORY}
        try:
            with faults_named(path):
                self._connection = duckdb.connect(str(path), read_only=read_only, config=config)
                if not read_only:
                    self._connection.execute(BLOCKS)
        except duckdb.ParserException as error:
            limit = os.environ.get(MEMORY_SETTING)
            problem = Problem("setting_invalid", value=limit, detail=MEMORY_SETTING)
            raise FunnelError(problem) from error

    @contextmanager
    def _cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        # A cursor a call lets threads share the file. Temporary tables live in one cursor, so
        # building stays on the connection itself.
        with faults_named(self.path):
            if not self._read_only:
                try:
                    yield self._connection
                except duckdb.InvalidInputException as error:
                    raise ReadFailed(str(error)) from error
                return
            cursor = self._connection.cursor()
            try:
                yield cursor
            except (duckdb.CatalogException, duckdb.BinderException) as error:
                # Our SQL fits the tables we build; only earlier releases built others.
                detail = str(error).splitlines()[0]
                raise WorkspaceUnusable(self.path, detail, "version_outdated") from error
            finally:
                cursor.close()

    def run(self, sql: str, parameters: Parameters | None = None) -> None:
        """Run statements for their effect."""
        with self._cursor() as cursor:
            cursor.execute(_parsed(sql), parameters).fetchall()

    def rows(self, sql: str, parameters: Parameters | None = None) -> list[tuple[Any, ...]]:
        with self._cursor() as cursor:
            return cursor.execute(_parsed(sql), parameters).fetchall()

    def rows_once(self, sql: str) -> list[tuple[Any, ...]]:
        """`rows` of what is asked again and again: a version that is read never changes."""
        if not self._read_only:
            return self.rows(sql)
        if sql not in self._known:
            self._known[sql] = self.rows(sql)
        return self._known[sql]

    def records(self, sql: str, parameters: Parameters | None = None) -> list[dict[str, Any]]:
        """Rows as dictionaries by column name."""
        with self._cursor() as cursor:
            result = cursor.execute(_parsed(sql), parameters)
            names = [column[0] for column in result.description or ()]
            return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    def value(self, sql: str, parameters: Parameters | None = None) -> Any:
        """The first column of the only row."""
        return self.rows(sql, parameters)[0][0]

    def frame(self, sql: str, parameters: Parameters | None = None) -> pd.DataFrame:
        with self._cursor() as cursor:
            return cursor.execute(_parsed(sql), parameters).df()

    def insert(self, table: str, rows: Sequence[Parameters]) -> None:
        """Append `rows`, all with the same columns, to `table`."""
        if rows:
            names = list(rows[0])
            marks = ", ".join("?" * len(names))
            with self._cursor() as cursor:
                cursor.executemany(
                    f"insert into {table} ({', '.join(names)}) values ({marks})",
                    [[row[name] for name in names] for row in rows],
                )

    def attach(self, path: Path, name: str) -> None:
        """Make the tables of the version at `path` readable as `name.table`, until `detach`."""
        where = str(path).replace("'", "''")
        self.run(f"attach '{where}' as {name} (read_only)")

    def detach(self, name: str) -> None:
        self.run(f"detach {name}")

    def read_all(self) -> None:
        """Read every value of every table once: what is damaged shows."""
        for (table,) in self.rows("select table_name from duckdb_tables() order by 1"):
            self.rows(f"select bit_xor(hash(each)) from {table} as each")

    def finish(self) -> None:
        """Write all that was built to the file and close it.

        Closing alone would say nothing of a disk that is full and leave half of it in a log beside.
        """
        self.run("checkpoint")
        self.close()

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> Database:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def parameters_of(sql: str) -> frozenset[str]:
    """The names of the `$parameters` a statement wants: DuckDB refuses missing and surplus ones."""
    (statement,) = _statements(sql)
    return frozenset(statement.named_parameters)


def _parsed(sql: str) -> duckdb.Statement | str:
    """What is run again and again, by every import and every page, is parsed once a process."""
    statements = _statements(sql)
    return statements[0] if len(statements) == 1 else sql


@lru_cache(maxsize=512)  # some 65 kB each
def _statements(sql: str) -> tuple[duckdb.Statement, ...]:
    return tuple(duckdb.extract_statements(sql))
