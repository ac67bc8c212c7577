"""The only place that talks to DuckDB."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

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


class ReadFailed(Exception):
    """DuckDB could not read a file as the table it was said to be."""


class Database:
    """A DuckDB file. Reading is safe from several threads at once; building is one thread's job."""

    def __init__(self, path: Path, *, read_only: bool) -> None:
        self._read_only = read_only
        self._connection = duckdb.connect(
            str(path), read_only=read_only, config=SEALED if read_only else OFFLINE
        )

    @contextmanager
    def _cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        # A cursor a call lets threads share the file. Temporary tables live in one cursor, so
        # building stays on the connection itself.
        if not self._read_only:
            yield self._connection
            return
        cursor = self._connection.cursor()
        try:
            yield cursor
        finally:
            cursor.close()

    def run(self, sql: str, parameters: Parameters | None = None) -> None:
        """Run statements for their effect."""
        try:
            with self._cursor() as cursor:
                cursor.execute(sql, parameters).fetchall()
        except duckdb.InvalidInputException as error:
            raise ReadFailed(str(error)) from error

    def rows(self, sql: str, parameters: Parameters | None = None) -> list[tuple[Any, ...]]:
        with self._cursor() as cursor:
            return cursor.execute(sql, parameters).fetchall()

    def records(self, sql: str, parameters: Parameters | None = None) -> list[dict[str, Any]]:
        """Rows as dictionaries by column name."""
        with self._cursor() as cursor:
            result = cursor.execute(sql, parameters)
            names = [column[0] for column in result.description or ()]
            return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    def value(self, sql: str, parameters: Parameters | None = None) -> Any:
        """The first column of the only row."""
        return self.rows(sql, parameters)[0][0]

    def frame(self, sql: str, parameters: Parameters | None = None) -> pd.DataFrame:
        with self._cursor() as cursor:
            return cursor.execute(sql, parameters).df()

    def insert(self, table: str, rows: Sequence[Parameters]) -> None:
        """Append `rows`, all with the same columns, to `table`."""
        if rows:
            names = list(rows[0])
            marks = ", ".join("?" * len(names))
            self._connection.executemany(
                f"insert into {table} ({', '.join(names)}) values ({marks})",
                [[row[name] for name in names] for row in rows],
            )

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> Database:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def parameters_of(sql: str) -> frozenset[str]:
    """The names of the `$parameters` a statement wants: DuckDB refuses missing and surplus ones."""
    (statement,) = duckdb.extract_statements(sql)
    return frozenset(statement.named_parameters)
