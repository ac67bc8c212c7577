"""A program of its own that reads a workbook: `sheets.py WORKBOOK FOLDER BYTES`.

A workbook of a kilobyte can ask for 500 GB, and a damaged one can bring its reader down; neither
must take the app with it. For each sheet that holds anything, a CSV is written into FOLDER and its
name told on the output, one JSON object a line. It imports nothing of the project: it is started
by its path.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum

LOCKED = "EncryptedPackage".encode("utf-16-le")
"""What Excel calls the stream that holds a workbook with a password."""
EVERY = 5000
"""Rows between two words about how far it is."""


def main(workbook: str, folder: str, memory: str) -> None:
    """Write the sheets of `workbook` into `folder`, with at most `memory` bytes."""
    _limit(int(memory))
    with Path(workbook).open("rb") as file:
        if LOCKED in file.read():
            return _tell(problem="locked_workbook")
        file.seek(0)
        book = CalamineWorkbook.from_filelike(file)
        sheets = [x.name for x in book.sheets_metadata if x.typ == SheetTypeEnum.WorkSheet]
        for number, name in enumerate(sheets):
            sheet = book.get_sheet_by_name(name)
            if sheet.end is None:
                continue
            target = Path(folder) / f"sheet{number}.csv"
            with target.open("w", encoding="utf-8", newline="") as sink:
                writer = csv.writer(sink, lineterminator="\n")
                for row, cells in enumerate(_rows(sheet)):
                    writer.writerow([text(cell) for cell in cells])
                    if row % EVERY == 0:
                        _tell(share=(number + row / (sheet.end[0] + 1)) / len(sheets))
            _tell(sheet=name, path=str(target))
    return _tell(share=1.0)


def _limit(memory: int) -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    except (OSError, ValueError):  # macOS does not know this bound
        return


def _rows(sheet: CalamineSheet) -> Iterator[list[object]]:
    """All rows of the sheet: `iter_rows` has the empty ones in front, but no empty columns."""
    left = [""] * (sheet.start or (0, 0))[1]
    for cells in sheet.iter_rows():
        yield [*left, *cells]


def text(cell: object) -> str:
    """What a cell shows, plainly: ISO dates, no exponent, no '.0'."""
    match cell:
        case bool():
            return "TRUE" if cell else "FALSE"
        case float():
            return _number(cell)
        case datetime():
            # Excel keeps a plain date as midnight: a time it did not say is not made up.
            is_day = cell.time() == time.min
            return cell.date().isoformat() if is_day else cell.isoformat(" ", "seconds")
        case date():
            return cell.isoformat()
        case time():
            return cell.isoformat("seconds")
        case timedelta():
            minutes, seconds = divmod(round(cell.total_seconds()), 60)
            return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return str(cell)


def _number(value: float) -> str:
    """As many digits as Excel keeps: 0.1 + 0.2 is 0.3."""
    if value.is_integer():
        return str(int(value))
    return format(Decimal(f"{value:.15g}"), "f")


def _tell(**what: object) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except MemoryError:
        _tell(problem="workbook_too_large")
    except OSError as error:
        # Without a number it is the reader's own; with one it is the system's, such as a full disk.
        _tell(errno=error.errno or 0, detail=str(error)[:120])
    except BaseException as error:  # noqa: BLE001 - a panic of the reader is no Exception
        detail = (str(error).splitlines() or [type(error).__name__])[0][:120]
        _tell(problem="damaged_workbook", detail=detail)
