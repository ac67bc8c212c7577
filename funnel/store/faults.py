"""A full disk, a folder that may not be written, a damaged file: named instead of thrown."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from funnel.errors import WorkspaceUnusable

FULL = {errno.ENOSPC, errno.EFBIG, errno.EDQUOT}
FULL_SAID = (
    "no space left", "file too large", "quota exceeded", "not enough space",
    "max_temp_directory_size",
)  # fmt: skip
"""How DuckDB, which hands on no numbers, says the same."""
BROKEN_SAID = ("corrupt database", "database has been invalidated", "failed to commit")


@contextmanager
def faults_named(where: Path) -> Iterator[None]:
    """Turn what the machine below refuses into an error the user can mend.

    Args:
        where: the workspace or file that was being worked on, named in the message.

    Raises:
        WorkspaceUnusable: of the kind `disk_full`, `out_of_memory` or `workspace_unusable`.
    """
    try:
        yield
    except OSError as error:
        if error.errno is None:
            raise
        kind = "disk_full" if error.errno in FULL else "workspace_unusable"
        raise WorkspaceUnusable(where, error.strerror or str(error), kind) from error
    except duckdb.Error as error:
        said = kind_of(error)
        if said is None:
            raise
        detail = str(error).strip().splitlines()[0]
        raise WorkspaceUnusable(where, detail, said) from error


def kind_of(error: duckdb.Error) -> str | None:
    """The kind of Problem `error` is, None where it is a fault of the SQL and so of ours."""
    said = str(error).lower()
    if any(words in said for words in FULL_SAID):
        return "disk_full"
    if isinstance(error, duckdb.OutOfMemoryException):
        return "out_of_memory"
    if isinstance(error, duckdb.IOException) or any(words in said for words in BROKEN_SAID):
        return "workspace_unusable"
    return None
