"""Any file somebody has: read as it was meant, or refused in so many words."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Sequence
from pathlib import Path

import duckdb
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from funnel.importers.files.layout import FOOTER, TextTable
from funnel.importers.files.read import read_tables
from tests.written import (
    SAMPLES,
    WAYS,
    Rows,
    Way,
    answer,
    mutated,
    only,
    refusal,
    rows_of,
    zip_of,
)

HEADERS = ("Lead ID", "会社名", "メール", "金額(千円)", "備考 1", "Company", "状況", "作成日")
PIECES = (
    *("a", "B", "007", "12.50", " ", '"', '""', ",", ";", "\t", "|", "\n", "\r\n", "'", "=1+1"),
    *("㈱", "①", "髙﨑", "～－", "Ⅲ", "　", "Ａ１", "会社", "ひらがな", "カナ", "<b>&amp;", "\\"),
)
CELLS = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=6).map("".join),
    # Not what Excel's old format has no room for, nor the half-width signs that EUC-JP looks like.
    st.text(
        st.characters(
            exclude_categories=("Cc", "Cs", "Cn", "Co"),
            exclude_characters="\u2028",
            max_codepoint=0xFF60,
        ),
        max_size=8,
    ),
)


@st.composite
def tables(draw: st.DrawFn) -> Rows:
    width = draw(st.integers(2, 5))
    header = draw(st.permutations(HEADERS))[:width]
    row = st.lists(CELLS, min_size=width, max_size=width)
    return [list(header), *draw(st.lists(row, max_size=6))]


def broken_alike(rows: Sequence[Sequence[str]]) -> Rows:
    """One kind of break inside cells, and no blank rows."""
    lines = [[cell.replace("\r\n", "\n") for cell in cells] for cells in rows]
    return [cells for cells in lines if any(cell.strip() for cell in cells)]


def as_duckdb_reads(table: TextTable) -> Rows | None:
    """The rows as the import reads them without a copy; None where it finds that it cannot."""
    columns = ", ".join(f"'c{i}': 'VARCHAR'" for i in range(len(table.head[0])))
    sql = (
        f"from read_csv('{table.path}', header = false, auto_detect = false, "
        f"delim = '{table.delimiter}', quote = '\"', escape = '\"', skip = 1, "
        f"columns = {{{columns}}})"
    )
    with duckdb.connect() as db:
        try:
            return [[cell or "" for cell in row] for row in db.execute(sql).fetchall()]
        except duckdb.InvalidInputException:
            return None


@given(rows=tables(), way=st.sampled_from(WAYS), is_zipped=st.booleans())
@settings(max_examples=120, deadline=None)
def test_a_table_written_in_any_way_comes_back(rows: Rows, way: Way, is_zipped: bool) -> None:
    assume(not any(FOOTER.search(cell) for cells in rows for cell in cells))
    content = way.write(rows)
    assume(not is_ambiguous(content, way))
    content = zip_of({"export": content}) if is_zipped else content
    expected = broken_alike([[way.plain(cell) for cell in cells] for cells in rows[1:]])
    with tempfile.TemporaryDirectory() as folder:
        path, scratch = Path(folder, "export"), Path(folder, "scratch")
        path.write_bytes(content)
        scratch.mkdir()
        (table,) = read_tables(path, scratch)
        assert list(table.head[0]) == rows[0]
        copy, found = rows_of(table, 0)
        assert broken_alike(found) == expected
        assert (copy.problems, copy.left_out) == ((), ())
        if table.is_regular and (direct := as_duckdb_reads(table)) is not None:
            assert broken_alike(direct) == expected


def is_ambiguous(content: bytes, way: Way) -> bool:
    """A few signs of cp932 may happen to be others of UTF-8; nobody could tell."""
    if not way.name.startswith("cp932") or content.isascii():
        return False
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


STARTS = (b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<html><table>", b"\xff\xfe")


@given(start=st.sampled_from(STARTS), rest=st.binary(max_size=2000))
@settings(max_examples=80, deadline=None)
def test_any_bytes_at_all_get_an_answer(start: bytes, rest: bytes) -> None:
    assert answer(start + rest)


CHANGES = st.lists(
    st.tuples(
        st.sampled_from(("over", "over", "in", "double", "cut")),
        st.floats(0, 1, exclude_max=True),
        st.binary(min_size=1, max_size=4),
    ),
    min_size=1,
    max_size=4,
)


@given(sample=st.sampled_from(sorted(SAMPLES)), changes=CHANGES)
@example(sample="html", changes=[("over", 0.75, b"\x1b$")])
@settings(max_examples=80, deadline=None)
def test_damaged_files_get_an_answer(sample: str, changes: list[tuple[str, float, bytes]]) -> None:
    assert answer(mutated(SAMPLES[sample], changes))


KANA = "ﾅﾏｴ,ｶｲｼｬ,備考\nﾔﾏﾀﾞ,ｱｽﾀｰ,会社\nｽｽﾞｷ,ｲﾜﾀ,東京の営業所\nﾀｶﾊｼ,ﾆｼ,①\n"
PLAIN = "案件名,金額\nアスター,1\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (PLAIN, "euc_jp"),
        (PLAIN, "iso2022_jp"),
        ("案件名,備考\nアスター,①㈱アスター商事の東京営業所\n", "euc_jis_2004"),
        ("案件名,担当\n髙橋①,﨑山\n", "cp932"),
        (KANA, "cp932"),
        (PLAIN, "utf-16-le"),
        (PLAIN, "utf-16-be"),
    ],
)
def test_japanese_in_its_older_encodings(text: str, encoding: str) -> None:
    header, *rows = csv.reader(io.StringIO(text))
    assert only(text.encode(encoding)) == (tuple(header), rows)


def test_the_encoding_is_judged_over_the_whole_file() -> None:
    """The first Japanese sign stands far behind anything that is read at first."""
    text = "id,name\n" + "1,abc\n" * 300_000 + "2,髙橋\n"
    for encoding in ("utf-8", "cp932", "utf-16-le"):
        assert only(text.encode(encoding))[1][-1] == ["2", "髙橋"]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("id,name\n1,Müller\n2,Café, Señor\n".encode("latin-1"), "unknown_encoding"),
        ("id,price\n1,100€\n".encode("cp1252"), "unknown_encoding"),
        ("案件名,金额\n公司,1\n数据分析软件有限公司,2\n".encode("gb18030"), "unknown_encoding"),
        (b"\xef\xbb\xbfid,name\n1,\x83A\n", "unknown_encoding"),
        (b"id,name\n1,a\n" + bytes(4096), "not_a_table"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "not_a_table"),
        (bytes(range(1, 32)) * 40, "not_a_table"),
        (b"id,name\n" + b"x" * (20 << 20), "not_a_table"),
        (b"", "empty_file"),
        (b"\xef\xbb\xbf", "empty_file"),
        (" \n,,\n".encode("utf-16"), "empty_file"),
    ],
)
def test_no_text_or_none_we_know(content: bytes, kind: str) -> None:
    assert refusal(content) == [(kind, "export.csv")]


def test_a_control_sign_that_slipped_in_stays_in_its_cell() -> None:
    assert only(b"id,memo\n1,a\x08b\n")[1] == [["1", "a\x08b"]]


def test_how_far_it_is_is_told(tmp_path: Path) -> None:
    path, scratch = tmp_path / "export.csv", tmp_path / "scratch"
    path.write_bytes(("案件,金額\n" + "アスター,1\n" * 300_000).encode("cp932"))
    scratch.mkdir()
    shares: list[float] = []
    read_tables(path, scratch, shares.append)
    assert len(shares) > 4
    assert (min(shares) > 0, shares[-1]) == (True, 1.0)
