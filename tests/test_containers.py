"""Workbooks, web pages that go by .xls, and zip files: read, and harmless where they are not."""

from __future__ import annotations

import io
import stat
import tempfile
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
import xlsxwriter

from funnel.errors import ImportRefused, Problem
from funnel.importers.files.archives import Budget
from funnel.importers.files.read import read_tables
from funnel.importers.files.tidy import tidy
from tests.written import LEADS, SAMPLES, only, read, refusal, zip_of

# -- Workbooks -------------------------------------------------------------------------------------


def test_cells_of_a_workbook_are_what_they_show() -> None:
    sink = io.BytesIO()
    with xlsxwriter.Workbook(sink) as book:
        sheet = book.add_worksheet()
        day, moment = book.add_format({"num_format": "yyyy/m/d"}), "yyyy/m/d h:mm"
        hour = book.add_format({"num_format": "h:mm"})
        long = book.add_format({"num_format": "[h]:mm"})
        sheet.write_row(0, 0, [f"c{i}" for i in range(17)])
        sheet.write_row(1, 0, ["0012", "03-1234-5678", 12.0, 1234.5, 0.1 + 0.2, 1e20, 1.5e-7])
        sheet.write_boolean(1, 7, True)
        sheet.write_datetime(1, 8, datetime(2026, 1, 5), day)
        when = book.add_format({"num_format": moment})
        sheet.write_datetime(1, 9, datetime(2026, 1, 5, 9, 5), when)
        sheet.write_datetime(1, 10, time(18, 30), hour)
        sheet.write_datetime(1, 11, timedelta(hours=30, minutes=5), long)
        sheet.write_formula(1, 12, "=1+1", None, 2)
        sheet.write_formula(1, 13, '=HYPERLINK("http://x.example")', None, "=cmd")
        sheet.write_formula(1, 14, "=1/0", None, "#DIV/0!")
        sheet.write_number(1, 15, -7)
        sheet.write_datetime(1, 16, date(1999, 12, 31), day)
    assert only(sink.getvalue(), "export.xls")[1] == [
        ["0012", "03-1234-5678", "12", "1234.5", "0.3", "100000000000000000000", "0.00000015",
         "TRUE", "2026-01-05", "2026-01-05 09:05:00", "18:30:00", "30:05:00", "2", "=cmd", "", "-7",
         "1999-12-31"],
    ]  # fmt: skip


def test_every_sheet_with_anything_in_it_is_a_table_with_its_own_row_numbers() -> None:
    sink = io.BytesIO()
    with xlsxwriter.Workbook(sink) as book:
        first, _, third = (book.add_worksheet(name) for name in ("案件", "空", "b"))
        first.write_row(2, 1, ["id", "name"])
        first.write_row(3, 1, ["1", "x"])
        third.write(0, 0, "y")
        book.add_chartsheet("chart")
    with tempfile.TemporaryDirectory() as folder:
        path, scratch = Path(folder, "book.xlsx"), Path(folder, "scratch")
        path.write_bytes(sink.getvalue())
        scratch.mkdir()
        found = read_tables(path, scratch)
        assert [table.name for table in found] == ["book.xlsx [案件]", "book.xlsx [b]"]
        assert found[0].head == (("", "", ""), ("", "", ""), ("", "id", "name"), ("", "1", "x"))
        assert tidy(found[0], 2).path.read_text("utf-8") == '"4","","1","x"\n'


def changed(content: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """A zip with one of its members changed."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    return zip_of({**parts, name: change(parts.get(name, b""))})


def test_a_sheet_that_asks_for_all_memory_brings_nothing_down() -> None:
    sink = io.BytesIO()
    with xlsxwriter.Workbook(sink) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "a")
        sheet.write(1_048_575, 16_383, "b")
    assert refusal(sink.getvalue(), "a.xlsx") == [("workbook_too_large", "a.xlsx")]


def test_a_workbook_that_unpacks_without_end_is_refused() -> None:
    content = changed(SAMPLES["xlsx"], "xl/worksheets/sheet1.xml", lambda x: x + b" " * (40 << 20))
    assert len(content) < 100_000
    assert refusal(content, "a.xlsx") == [("too_much_unpacked", "a.xlsx")]


def test_a_workbook_follows_no_link_and_expands_no_entity() -> None:
    link = (
        b'<?xml version="1.0"?><externalLink xmlns="http://schemas.openxmlformats.org/'
        b'spreadsheetml/2006/main"><externalBook r:id="rId1" xmlns:r="http://schemas.'
        b'openxmlformats.org/officeDocument/2006/relationships"/></externalLink>'
    )
    content = changed(SAMPLES["xlsx"], "xl/externalLinks/externalLink1.xml", lambda _: link)
    entity = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    hostile = changed(
        content, "xl/sharedStrings.xml",
        lambda xml: xml.replace(b"<sst", entity + b"<sst").replace(b"Last Name", b"&e;"),
    )  # fmt: skip
    assert only(content, "a.xlsx")[0] == tuple(LEADS[0])
    with pytest.raises(ImportRefused):
        read(hostile, "a.xlsx")


def test_a_workbook_with_a_password_says_so() -> None:
    """Excel puts a locked workbook as a stream of this name into the container of old .xls."""
    content = SAMPLES["xls"]
    at = content.index("Workbook".encode("utf-16-le"))
    name = "EncryptedPackage".encode("utf-16-le")
    entry = name + bytes(64 - len(name)) + bytes([len(name) + 2, 0])
    content = content[:at] + entry + content[at + len(entry) :]
    assert refusal(content, "a.xlsx") == [("locked_workbook", "a.xlsx")]


@pytest.mark.parametrize("sample", ["xlsx", "xls"])
def test_a_workbook_that_is_cut_off_is_named(sample: str) -> None:
    content = SAMPLES[sample]
    assert refusal(content[: len(content) // 2]) == [("damaged_workbook", "export.csv")]


def test_another_office_document_is_no_table() -> None:
    content = zip_of({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>"})
    assert refusal(content, "a.docx") == [("not_a_table", "a.docx")]


# -- Web pages that go by .xls ---------------------------------------------------------------------

PAGE = """
<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<html><head><meta http-equiv="Content-Type" content="text/html; charset=Shift_JIS">
<script>document.write("<table><tr><td>no</td></tr></table>")</script></head>
<body><img src="http://x.example/a.png"><table><tr><td>商談レポート</td></tr></table>
<table border=1>
<thead><tr><th rowspan=2>ID<th colspan=2>商談</tr><tr><th>金額<th>日<br>付</tr></thead>
<tr><td rowspan=2>田中<td>&yen;1,000 &lt;b&gt; &b;<td><script>alert(1)</script>&nbsp;</tr>
<tr><td>①㈱<td onclick="x()"> a  <i> b<br>c\x08</i>
 d </tr></table></body></html>
"""


def test_the_biggest_table_of_a_page_is_read_and_nothing_runs() -> None:
    (table, _), *others = read(PAGE.encode("cp932"), "report.xls")
    assert (others, table.encoding) == ([], "html")
    assert table.head == (
        ("ID", "商談", ""),
        ("ID", "金額", "日\n付"),
        ("田中", "¥1,000 <b> &b;", ""),
        ("田中", "①㈱", "a b\nc\x08 d"),
    )
    assert table.header(1) == ("ID", "金額", "日\n付")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932"])
def test_a_page_is_in_utf_8_if_it_can_be_whatever_it_says(encoding: str) -> None:
    page = (
        "<table><meta charset=Shift_JIS><tr><td>名前<td>日\u3042</tr><tr><td>馬<td>x</tr></table>"
    )
    assert only(page.encode(encoding), "a.csv") == (("名前", "日あ"), [["馬", "x"]])


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        ("<html><body>Session expired</body></html>", "no_table_in_page"),
        ("<html>", "no_table_in_page"),
        ("<table></table>", "empty_file"),
        ("<table><tr><td>a</td></tr><tr><td>" + "<b>" * 300, "no_table_in_page"),
        ("<table><tr><td>a</td></tr><tr><td>" + "b" * (11 << 20), "no_table_in_page"),
        ("<table><tr>" + "<td colspan=9999>a</td>" * 9 + "</tr></table>", "no_table_in_page"),
        (
            "<table><tr><td rowspan=65534>" + "a" * 100_000 + "</td></tr>" + "<tr></tr>" * 5000,
            "too_much_unpacked",
        ),
    ],
)
def test_pages_without_a_table_to_use(page: str, kind: str) -> None:
    assert refusal(page.encode(), "a.xls") == [(kind, "a.xls")]


# -- Zip files -------------------------------------------------------------------------------------


def test_each_file_of_a_zip_is_read_like_one_of_its_own() -> None:
    content = zip_of(
        {
            "2026/": b"",
            "2026/leads.csv": SAMPLES["tsv"],
            "2026/deals.xlsx": SAMPLES["xlsx"],
            "page.xls": SAMPLES["html"],
            "__MACOSX/2026/._leads.csv": b"\0\5\26\7",
            "2026/.DS_Store": b"\0\0\0\1",
        }
    )
    found = read(content, "exports.zip")
    assert [(table.name, table.encoding) for table, _ in found] == [
        ("exports.zip/2026/leads.csv", "cp932"),
        ("exports.zip/2026/deals.xlsx", "xlsx"),
        ("exports.zip/page.xls", "html"),
    ]
    assert all(rows[0][:2] == ["L1", "阿部"] for _, rows in found)


@pytest.mark.parametrize("encoding", ["cp932", "utf-8"])
def test_japanese_names_in_a_zip_of_windows_or_a_mac(encoding: str) -> None:
    name = "商談一覧表.csv"
    stand_in = "x" * len(name.encode(encoding))
    content = zip_of({stand_in: SAMPLES["csv"]}).replace(stand_in.encode(), name.encode(encoding))
    assert [table.name for table, _ in read(content, "a.zip")] == [f"a.zip/{name}"]


@pytest.mark.parametrize(
    "member",
    [
        "../leads.csv",
        "a/../../leads.csv",
        "/etc/leads.csv",
        "C:\\leads.csv",
        "..\\leads.csv",
        "\\\\server\\leads.csv",
        "C:leads.csv",
    ],
)
def test_a_name_that_leads_out_of_the_zip_is_refused(tmp_path: Path, member: str) -> None:
    path, scratch = tmp_path / "inner" / "a.zip", tmp_path / "inner" / "scratch"
    scratch.mkdir(parents=True)
    path.write_bytes(zip_of({"good.csv": SAMPLES["csv"], member: SAMPLES["csv"]}))
    with pytest.raises(ImportRefused) as refused:
        read_tables(path, scratch)
    assert refused.value.problems == (Problem("unsafe_member", f"a.zip/{member}"),)
    assert [found.name for found in tmp_path.rglob("*") if found.is_file()] == ["a.zip"]


def test_a_link_in_a_zip_is_refused() -> None:
    info = zipfile.ZipInfo("leads.csv")
    info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        archive.writestr(info, "/etc/passwd")
    assert refusal(sink.getvalue(), "a.zip") == [("unsafe_member", "a.zip/leads.csv")]


def test_control_signs_of_a_name_are_not_shown() -> None:
    content = zip_of({"a\x1b[2J\n.csv": b""})
    assert refusal(content, "a.zip") == [("empty_file", "a.zip/a?[2J?.csv")]


def locked(content: bytes) -> bytes:
    """The same zip with the flag of a password set, in front of the member and in the list."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        start = archive.start_dir
    raw = bytearray(content)
    raw[6] |= 1
    raw[start + 8] |= 1
    return bytes(raw)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (zip_of({"a.zip": SAMPLES["zip"]}), ("nested_archive", "x.zip/a.zip")),
        (locked(zip_of({"a.csv": SAMPLES["csv"]})), ("locked_member", "x.zip/a.csv")),
        (zip_of({"a.csv": bytes(40 << 20)}), ("too_much_unpacked", "x.zip/a.csv")),
        (
            zip_of({"a.xlsx": changed(SAMPLES["xlsx"], "xl/a.xml", lambda _: bytes(40 << 20))}),
            ("too_much_unpacked", "x.zip/a.xlsx"),
        ),
        (zip_of({f"{i}.csv": b"a,b" for i in range(201)}), ("too_many_members", "x.zip")),
        (zip_of({}), ("empty_file", "x.zip")),
        (zip_of({"a/": b""}), ("empty_file", "x.zip")),
        (zip_of({"a.csv": b""}), ("empty_file", "x.zip/a.csv")),
        (zip_of({"a.png": b"\x89PNG\0\0\0"}), ("not_a_table", "x.zip/a.png")),
        (SAMPLES["zip"][:300], ("damaged_archive", "x.zip")),
        (
            SAMPLES["zip"][:60] + b"????" + SAMPLES["zip"][64:],
            ("damaged_archive", "x.zip/a/leads.csv"),
        ),
    ],
)  # fmt: skip
def test_zips_that_are_refused(content: bytes, problem: tuple[str, str]) -> None:
    assert refusal(content, "x.zip") == [problem]


def test_a_file_packed_in_a_way_that_cannot_be_bounded_is_refused() -> None:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("a.csv", bytes(40 << 20))
    assert len(sink.getvalue()) < 500
    assert refusal(sink.getvalue(), "x.zip") == [("damaged_archive", "x.zip/a.csv")]


def test_the_same_name_twice_in_a_zip() -> None:
    content = zip_of({"a.csv": SAMPLES["csv"], "b.csv": SAMPLES["csv"]}).replace(b"b.csv", b"a.csv")
    assert refusal(content, "x.zip") == [("file_named_twice", "x.zip/a.csv")]


def test_all_bad_files_of_a_zip_are_named_at_once() -> None:
    content = zip_of({"a.csv": b"", "b.csv": SAMPLES["csv"], "c.csv": bytes(99)})
    assert refusal(content, "x.zip") == [
        ("empty_file", "x.zip/a.csv"),
        ("not_a_table", "x.zip/c.csv"),
    ]


def test_what_all_files_unpack_to_is_bounded_together() -> None:
    budget = Budget(left=100)
    budget.meter("a", 50)(60)
    with pytest.raises(ImportRefused) as refused:
        budget.meter("b", 50)(60)
    assert refused.value.problems == (Problem("too_much_unpacked", "b", detail="4 GiB"),)
