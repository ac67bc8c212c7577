"""From a file as it came to one UTF-8 table of text: encoding, delimiter, workbook, footer."""

from __future__ import annotations

import codecs
import csv
import re
import shutil
import sys
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from mmap import ACCESS_READ, mmap
from pathlib import Path

from funnel.errors import ImportRefused, Problem

HEAD_ROWS = 20
"""A header may stand below a title or search conditions, but not deeper than this."""
CHUNK = 1 << 20
# A report ends with totals and a notice; no such line carries a value in a second column.
FOOTER = re.compile(
    r"salesforce|confidential|copyright|grand total|^total|合計|総計|小計|records?\)|件\)", re.I
)
TOTAL = re.compile(r"(grand |sub)?totals?|総?合計|総計|小計|合計件数|件数", re.I)
FOOTER_ROWS = 20
CONTROL = bytes({*range(0x20)} - {*b"\t\n\v\f\r"})
"""Bytes that no text has in the encodings read here, UTF-16 apart."""

csv.field_size_limit(min(sys.maxsize, 2**31 - 1))


@dataclass(frozen=True)
class TextTable:
    """A table of text cells in a UTF-8 file.

    `head` holds its first rows, and `head_lines[i]` on which physical line row i ends.
    """

    name: str
    path: Path
    encoding: str
    delimiter: str
    head: tuple[tuple[str, ...], ...]
    head_lines: tuple[int, ...]
    is_regular: bool
    """Every record is one row as wide as the header: DuckDB may read it as it is."""


@dataclass(frozen=True)
class TidyTable:
    """A copy in which every record has a row number in front and the width of the header."""

    path: Path
    footer: tuple[str, ...]


def read_tables(path: Path, scratch: Path) -> list[TextTable]:
    """Decode `path` into its tables: one, or of a workbook every sheet that holds anything.

    Whatever is handed on lies in the folder `scratch` under a plain name, because DuckDB reads
    patterns and compression off file names.

    Raises:
        ImportRefused: the file is empty, no table, damaged, or of an unknown encoding.
    """
    name = path.name
    with path.open("rb") as file:
        start = file.read(8)
    if not start:
        raise ImportRefused(Problem("empty_file", name))
    if start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        encoding, texts = "xlsx", _workbook_to_csv(path, scratch)
    else:
        encoding = _detect_encoding(path)
        texts = {name: _plain_copy(path, encoding, scratch)}
    tables = []
    for title, text in texts.items():
        delimiter = _detect_delimiter(text)
        head, lines = _read_head(text, delimiter)
        if any(any(row) for row in head):
            tables.append(
                TextTable(title, text, encoding, delimiter, head, lines, _is_regular(text))
            )
    if not tables:
        raise ImportRefused(Problem("empty_file", name))
    return tables


def tidy(table: TextTable, header_index: int) -> TidyTable:
    """Rewrite the rows below the header, each with its row number, without blanks and footer.

    Raises:
        ImportRefused: quotes that do not close, or rows longer than the header.
    """
    width = len(table.head[header_index])
    target = table.path.with_suffix(".tidy.csv")
    tail: deque[tuple[int, list[str]]] = deque()
    problems: list[Problem] = []
    with (
        table.path.open(encoding="utf-8-sig", newline="") as source,
        target.open("w", encoding="utf-8", newline="") as sink,
    ):
        writer = csv.writer(sink, quoting=csv.QUOTE_ALL, lineterminator="\n")
        for number, cells in _records(source, table, header_index):
            surplus = [cell for cell in cells[width:] if cell.strip()]
            if surplus:
                detail = f"{len(cells)} > {width}"
                problems.append(Problem("too_many_cells", table.name, number, detail=detail))
                continue
            # One kind of break inside cells: DuckDB guesses the file's from the first it sees.
            plain = ["\n".join(cell.splitlines()) for cell in cells]
            tail.append((number, (plain + [""] * width)[:width]))
            if len(tail) > FOOTER_ROWS:
                row, kept = tail.popleft()
                writer.writerow([row, *kept])
        footer = _cut_footer(tail)
        writer.writerows([row, *kept] for row, kept in tail)
    if problems:
        raise ImportRefused(problems)
    return TidyTable(target, footer)


def _records(
    source: Iterable[str], table: TextTable, header_index: int
) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(source, delimiter=table.delimiter, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            if number > header_index + 1 and any(cell.strip() for cell in cells):
                yield number, cells
    except csv.Error as error:
        raise ImportRefused(
            Problem("broken_quotes", table.name, number + 1, detail=str(error))
        ) from error


def _cut_footer(tail: deque[tuple[int, list[str]]]) -> tuple[str, ...]:
    """Take the report's closing lines (totals, notices) off the end of `tail` and return them."""
    closing = 0
    while closing < len(tail) and _is_closing(tail[-1 - closing][1]):
        closing += 1
    lines = [
        " ".join(cell.strip() for cell in tail[i][1] if cell.strip())
        for i in range(len(tail) - closing, len(tail))
    ]
    if not any(FOOTER.search(line) for line in lines):
        return ()
    for _ in lines:
        tail.pop()
    return tuple(lines)


def _is_closing(cells: list[str]) -> bool:
    """A line of totals, or one with something in its first cell only."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    if TOTAL.fullmatch(filled[0]):
        return True
    is_lone = len(filled) == 1 and bool(cells[0].strip())
    return is_lone and (len(cells) > 2 or bool(FOOTER.search(filled[0])))


def _detect_encoding(path: Path) -> str:
    """The encoding of the whole file: a header of plain ASCII says nothing about row 5,000."""
    with path.open("rb") as file:
        start = file.read(CHUNK)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        candidates = ["utf-16"]
    elif b"\0" in start:
        # Latin text in UTF-16 has a zero in every other byte; anything else with zeros is binary.
        candidates = [
            encoding
            for encoding, first in (("utf-16-le", 1), ("utf-16-be", 0))
            if start[first::2].count(0) > len(start) / 4
        ]
    else:
        candidates = ["utf-8"] if start.startswith(codecs.BOM_UTF8) else ["utf-8", "cp932"]
    is_binary = not candidates or ("utf-8" in candidates and _has_control_bytes(path))
    if is_binary:
        raise ImportRefused(Problem("not_a_table", path.name))
    for encoding in candidates:
        if _decodes(path, encoding):
            return encoding
    raise ImportRefused(Problem("unknown_encoding", path.name))


def _has_control_bytes(path: Path) -> bool:
    with path.open("rb") as file:
        return any(
            len(chunk.translate(None, CONTROL)) < len(chunk)
            for chunk in iter(lambda: file.read(CHUNK), b"")
        )


def _decodes(path: Path, encoding: str) -> bool:
    try:
        for _ in _decode(path, encoding):
            pass
    except UnicodeDecodeError:
        return False
    return True


def _decode(path: Path, encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)(errors="strict")
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield decoder.decode(chunk)
        yield decoder.decode(b"", final=True)


def _plain_copy(path: Path, encoding: str, scratch: Path) -> Path:
    target = scratch / "table.csv"
    if encoding == "utf-8":
        try:
            target.hardlink_to(path)
        except OSError:  # another file system, or one without links
            shutil.copyfile(path, target)
        return target
    with target.open("w", encoding="utf-8", newline="") as sink:
        sink.writelines(_decode(path, encoding))
    return target


def _workbook_to_csv(path: Path, scratch: Path) -> dict[str, Path]:
    """The sheets that hold anything, as CSV text, by the name a message calls them."""
    import python_calamine

    try:
        workbook = python_calamine.CalamineWorkbook.from_path(str(path))
        sheets = {
            name: workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for name in workbook.sheet_names
        }
    except (python_calamine.CalamineError, OSError) as error:
        detail = str(error).splitlines()[0][:120]
        raise ImportRefused(Problem("damaged_workbook", path.name, detail=detail)) from error
    filled = {name: rows for name, rows in sheets.items() if rows}
    texts = {}
    for number, (name, rows) in enumerate(filled.items()):
        target = scratch / f"sheet{number}.csv"
        with target.open("w", encoding="utf-8", newline="") as sink:
            csv.writer(sink).writerows([_cell_text(cell) for cell in row] for row in rows)
        texts[path.name if len(filled) == 1 else f"{path.name} [{name}]"] = target
    return texts


def _cell_text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        # Excel keeps a plain date as midnight: a time of day it did not say is not made up.
        return (
            cell.isoformat(" ") if cell.time() != datetime.min.time() else cell.date().isoformat()
        )
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _detect_delimiter(path: Path) -> str:
    """The delimiter under which most of the first rows have one and the same number of cells."""

    def agreement(delimiter: str) -> tuple[int, int]:
        widths = Counter(len(cells) for cells in _read_head(path, delimiter)[0] if len(cells) > 1)
        return max(((rows, width) for width, rows in widths.items()), default=(0, 0))

    return max(",\t;", key=agreement)


def _read_head(path: Path, delimiter: str) -> tuple[tuple[tuple[str, ...], ...], tuple[int, ...]]:
    rows: list[tuple[str, ...]] = []
    lines: list[int] = []
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, delimiter=delimiter)
        for cells in reader:
            rows.append(tuple(cell.strip() for cell in cells))
            lines.append(reader.line_num)
            if len(rows) == HEAD_ROWS:
                break
    return tuple(rows), tuple(lines)


def _is_regular(path: Path) -> bool:
    """No blank line inside and no footer at the end; DuckDB finds the remaining irregularities."""
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as text:
        end = len(text)
        while end and text[end - 1] in b"\r\n":
            end -= 1
        if any(text.find(blank, 0, end) >= 0 for blank in (b"\n\n", b"\n\r\n", b"\r\r")):
            return False
        closing = text[max(end - 2000, 0) : end].decode("utf-8", errors="replace")
    return not any(FOOTER.search(line) for line in closing.splitlines()[-FOOTER_ROWS:])
