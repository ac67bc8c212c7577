"""Tables written in every way that can be read, and what becomes of them."""

from __future__ import annotations

import csv
import html
import io
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pytest
import xlsxwriter
import xlwt

from funnel.errors import FunnelError, ImportRefused
from funnel.importers.files.layout import TextTable
from funnel.importers.files.read import read_tables
from funnel.importers.files.tidy import TidyTable, tidy
from funnel.importers.profiles.profile import vendor_profiles
from funnel.importers.profiles.recognise import recognise
from funnel.messages import describe

Rows = list[list[str]]
Quoting = Literal[0, 1]
QUOTINGS: tuple[Quoting, ...] = (csv.QUOTE_MINIMAL, csv.QUOTE_ALL)


@dataclass(frozen=True)
class Way:
    """How a table is written; `plain` makes alike what it cannot say apart."""

    name: str
    write: Callable[[Rows], bytes]
    plain: Callable[[str], str] = str


def text_way(encoding: str, delimiter: str, quoting: Quoting, ending: str) -> Way:
    def write(rows: Rows) -> bytes:
        sink = io.StringIO(newline="")
        writer = csv.writer(sink, delimiter=delimiter, quoting=quoting, lineterminator=ending)
        writer.writerows(rows)
        return sink.getvalue().encode(encoding, errors="ignore")

    def plain(cell: str) -> str:
        return cell.encode(encoding, errors="ignore").decode(encoding)

    return Way(f"{encoding} {delimiter!r} {quoting} {ending!r}", write, plain)


def write_xlsx(rows: Rows) -> bytes:
    sink = io.BytesIO()
    with xlsxwriter.Workbook(sink) as book:
        sheet = book.add_worksheet("Export")
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                sheet.write_string(row, column, cell)
    return sink.getvalue()


def write_xls(rows: Rows) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Export")
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            sheet.write(row, column, cell)
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


def write_html(rows: Rows) -> bytes:
    def cell(text: str) -> str:
        return f"<td>{html.escape(text).replace(chr(10), '<br>')}</td>"

    lines = "".join(f"<tr>{''.join(map(cell, cells))}</tr>\n" for cells in rows)
    return f"<html><meta charset=utf-8><body><table>{lines}</table></body></html>".encode()


def as_shown(cell: str) -> str:
    """A browser shows a run of white space as one space."""
    lines = (re.sub("[ \t\r]+", " ", line).replace("\xa0", " ") for line in cell.split("\n"))
    return "\n".join(line.strip(" ") for line in lines)


TEXT_WAYS = [
    text_way(encoding, delimiter, quoting, ending)
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp932")
    for delimiter in ",\t;|"
    for quoting in QUOTINGS
    for ending in ("\n", "\r\n")
]
WAYS = [
    *TEXT_WAYS,
    Way("xlsx", write_xlsx),
    Way("xls", write_xls),
    Way("html", write_html, as_shown),
]


def zip_of(members: Mapping[str, bytes]) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return sink.getvalue()


LEADS = [
    ["Lead ID", "Last Name", "Company", "Email", "Lead Source", "Created Date"],
    ["L1", "阿部", "㈱アスター", "aoi@aster.example", "Web", "2026-01-05"],
    ["L2", "馬場", 'Birch "B", Inc.', "", "Expo", "2026-01-06 10:00"],
    ["小計", "", "", "", "", ""],
    ["L3", "千葉", "Cedar\nKyoto", "yui@cedar.example", "Web", "2026-01-12"],
]
SAMPLES = {
    "csv": TEXT_WAYS[0].write(LEADS),
    "tsv": text_way("cp932", "\t", csv.QUOTE_ALL, "\r\n").write(LEADS),
    "wide": text_way("utf-16", ";", csv.QUOTE_MINIMAL, "\n").write(LEADS),
    "xlsx": write_xlsx(LEADS),
    "xls": write_xls(LEADS),
    "html": write_html(LEADS),
}
SAMPLES["zip"] = zip_of({"a/leads.csv": SAMPLES["csv"], "b.xlsx": SAMPLES["xlsx"]})


def answer(content: bytes) -> str:
    """What becomes of a file: how many tables, or why none. Anything else is an error of ours."""
    with tempfile.TemporaryDirectory() as folder:
        path, scratch = Path(folder, "export.csv"), Path(folder, "scratch")
        path.write_bytes(content)
        scratch.mkdir()
        try:
            found = read_tables(path, scratch)
            for table in found:
                for index in range(len(table.head)):
                    table.header(index)
                tidy(table, len(table.head) - 1)
                recognise(table, vendor_profiles())
        except FunnelError as error:
            return error.problems[0].kind
        return f"{len(found)} read"


def mutated(content: bytes, changes: Iterable[tuple[str, float, bytes]]) -> bytes:
    """`content` with pieces overwritten, put in, doubled, or cut off at shares of its length."""
    for how, where, piece in changes:
        at = int(where * len(content))
        match how:
            case "over":
                content = content[:at] + piece + content[at + len(piece) :]
            case "in":
                content = content[:at] + piece + content[at:]
            case "double":
                content = content[:at] + content[at : at + 200] + content[at:]
            case _:
                content = content[:at]
    return content


def read(content: bytes, name: str = "export.csv") -> list[tuple[TextTable, Rows]]:
    """The tables of a file, each with its first rows as a list."""
    with tempfile.TemporaryDirectory() as folder:
        path, scratch = Path(folder, name), Path(folder, "scratch")
        path.write_bytes(content)
        scratch.mkdir()
        return [(table, rows_of(table, 0)[1]) for table in read_tables(path, scratch)]


def rows_of(table: TextTable, header_index: int) -> tuple[TidyTable, Rows]:
    """The rows below the header as the tidy copy has them."""
    copy = tidy(table, header_index)
    with copy.path.open(encoding="utf-8", newline="") as file:
        return copy, [cells for _, *cells in csv.reader(file)]


def only(content: bytes, name: str = "export.csv") -> tuple[tuple[str, ...], Rows]:
    ((table, rows),) = read(content, name)
    return table.header(0), rows


def refusal(content: bytes, name: str = "export.csv") -> list[tuple[str, str | None]]:
    with pytest.raises(ImportRefused) as refused:
        read(content, name)
    for problem in refused.value.problems:
        assert describe(problem, "en")
        assert describe(problem, "ja")
    return [(problem.kind, problem.file) for problem in refused.value.problems]


def laid_out(text: str, header_index: int = 0) -> tuple[TextTable, TidyTable, Rows]:
    with tempfile.TemporaryDirectory() as folder:
        path, scratch = Path(folder, "export.csv"), Path(folder, "scratch")
        path.write_bytes(text.encode())
        scratch.mkdir()
        (table,) = read_tables(path, scratch)
        return table, *rows_of(table, header_index)
