"""Sample exports: what `tests/exports/<tool>/<case>/` holds, and the files it stands for.

A case is a folder of readable UTF-8 texts, as a diff shows them, and two more files.

`case.toml` says which bytes the tool would have written:

    shows = "..."                  # one sentence: what the case is there for
    [[files]]
    text = "leads.csv"             # the text in this folder
    name = "report1763.csv"        # the file's name as exported (default: the text's)
    encoding = "cp932"             # default utf-8; utf-8-sig and utf-16 write a BOM
    breaks = "\\r\\n"                # between lines (default \\n); ␍ in a text is one more \\r
    workbook = true                # the CSV text as the one sheet of an .xlsx

`expected.toml`, written by hand from the texts, says what has to be understood:

    [[files]]                      # in the order of case.toml
    object = "leads"
    tool = "salesforce"            # default: the case's folder
    rows = 3                       # read, those refused and those set aside among them
    aside = 1                      # rows of no interest, such as other fields' history (default 0)
    left_out = ["総計 (3 件)"]      # lines that are no rows (default none)
    unused = ["役職"]               # headers nothing is read from (default none)
    [[files.refused]]              # (default none)
    row = 4
    column = "作成日"
    value = "2026-13-01"
    kind = "not_a_date"
    [[understood.leads]]           # every staged row of an object, every column that is not null
    row_no = 2
    id = "..."
    [[published.leads]]            # every row of a canonical table, likewise
    lead_id = "salesforce:..."

Moments are `x_on`, and `x_at` where a time of day was given. Objects that are not named have no
rows, nor have `leads`, `deals` and `lead_deals` among the tables; the other tables are compared
where one row of theirs is named. `python -m tests.export_results <tool>/<case>` prints what is
understood now, to hold against the texts line by line.
"""

from __future__ import annotations

import csv
import io
import tomllib
import zipfile
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

EXPORTS = Path(__file__).parent / "exports"


@dataclass(frozen=True)
class Case:
    """A folder of sample exports of one tool."""

    folder: Path

    @property
    def tool(self) -> str:
        return self.folder.parent.name

    @property
    def name(self) -> str:
        return f"{self.tool}/{self.folder.name}"

    @property
    def files(self) -> list[dict[str, Any]]:
        """The files as `case.toml` describes them."""
        files: list[dict[str, Any]] = _toml(self.folder / "case.toml")["files"]
        return files

    @property
    def expected(self) -> dict[str, Any]:
        return _toml(self.folder / "expected.toml")

    def write(self, folder: Path) -> list[Path]:
        """The files as the tool would have written them."""
        folder.mkdir(parents=True, exist_ok=True)
        return [_write(self.folder, file, folder) for file in self.files]


def cases() -> list[Case]:
    """All cases, by tool and name."""
    return [Case(file.parent) for file in sorted(EXPORTS.glob("*/*/case.toml"))]


def _toml(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text("utf-8"))


def _write(source: Path, file: dict[str, Any], folder: Path) -> Path:
    text = (source / file["text"]).read_bytes().decode("utf-8")
    target: Path = folder / file.get("name", file["text"])
    if file.get("workbook"):
        target.write_bytes(_workbook(list(csv.reader(io.StringIO(text)))))
        return target
    text = text.replace("\n", file.get("breaks", "\n")).replace("␍", "\r")
    target.write_bytes(text.encode(file.get("encoding", "utf-8")))
    return target


def _workbook(rows: list[list[str]]) -> bytes:
    """The least that Excel calls a workbook, every cell a text."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    lines = "".join(
        "<row>"
        + "".join(f'<c t="inlineStr"><is><t>{escape(cell)}</t></is></c>' for cell in row)
        + "</row>"
        for row in rows
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{relations}"><sheets>'
        '<sheet name="export" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{relations}/worksheet" Target="sheet1.xml"/></Relationships>',
        "xl/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{lines}</sheetData></worksheet>',
    }
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{part}')
    return sink.getvalue()
