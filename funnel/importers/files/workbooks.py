"""Excel workbooks as CSV, one file a sheet; another process reads them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from funnel.errors import ImportRefused, Problem
from funnel.importers.files.archives import printable

READER = Path(__file__).with_name("sheets.py")
MOST_MEMORY = 4 << 30
"""Bytes of address space for the reader: a million rows of forty cells."""


def workbook_to_csv(
    path: Path, name: str, folder: Path, progress: Callable[[float], None]
) -> list[tuple[str, Path]]:
    """The sheets that hold anything, each with the name a message calls it by.

    Raises:
        ImportRefused: it is damaged, locked with a password, or too large.
    """
    sheets: list[tuple[str, Path]] = []
    problem: Problem | None = None
    command = [sys.executable, "-I", str(READER), str(path), str(folder), str(MOST_MEMORY)]
    with subprocess.Popen(  # noqa: S603 - our own program; the file's name is no part of it
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
    ) as reader:
        for line in reader.stdout or ():
            said = json.loads(line)
            if "share" in said:
                progress(said["share"])
            elif "sheet" in said:
                sheets.append((f"{name} [{printable(said['sheet'])}]", Path(said["path"])))
            elif said.get("errno"):
                raise OSError(said["errno"], os.strerror(said["errno"]))
            else:
                kind = said.get("problem", "damaged_workbook")
                problem = Problem(kind, name, detail=said.get("detail"))
    if reader.returncode and problem is None:  # It was brought down; memory is the usual reason.
        problem = Problem("workbook_too_large", name)
    if problem is not None:
        raise ImportRefused(problem)
    return sheets if len(sheets) > 1 else [(name, sheet) for _, sheet in sheets]
