"""What stands around the rows of an export: titles, sums, footers, headers said twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from funnel.errors import ImportRefused, Problem
from funnel.importers.files.read import read_tables
from funnel.importers.files.tidy import LeftOut, rows_below
from tests.written import laid_out


def test_sums_footers_and_repeated_headers_are_left_out_and_told() -> None:
    table, copy, rows = laid_out(
        "商談レポート,,\n案件ID,取引先,金額\n1,A,100\n小計,,100\n\n商談レポート,,\n案件ID,取引先,金額\n"
        '2,B,"1,200"\n,東京 小計,"1,200"\n3,合計商事,5\n合計,,"￥1,305"\n\n商談一覧,,\n'
        "Copyright (c) 2000-2026 salesforce.com, inc.\n",
        header_index=1,
    )
    assert not table.is_regular
    assert rows == [["1", "A", "100"], ["2", "B", "1,200"], ["3", "合計商事", "5"]]
    assert copy.left_out == (
        LeftOut(4, "小計 100", "total"),
        LeftOut(6, "商談レポート", "repeated_header"),
        LeftOut(7, "案件ID 取引先 金額", "repeated_header"),
        LeftOut(9, "東京 小計 1,200", "total"),
        LeftOut(11, "合計 ￥1,305", "total"),
        LeftOut(13, "商談一覧", "footer"),
        LeftOut(14, "Copyright (c) 2000-2026 salesforce.com inc.", "footer"),
    )


@pytest.mark.parametrize(
    "row",
    [
        "Total,,Won",  # a word that is no figure
        "Total,,2026-01-05",
        "Total,7,",  # an id
        "7,Total,",  # a company of this name
        "Totalis,,5",
        "合計商事,,5",
    ],
)
def test_a_row_with_more_than_sums_is_a_row(row: str) -> None:
    _, copy, rows = laid_out(f"Company,Deal ID,Amount\n{row}\nAster,8,5\n")
    assert (rows[0], copy.left_out) == (row.split(","), ())


def test_rows_below_the_header_can_be_looked_at_without_a_copy(tmp_path: Path) -> None:
    path, scratch = tmp_path / "export.csv", tmp_path / "scratch"
    path.write_text("id,name,amount\n1,a\n\nid,name,amount\n2,b,5\n小計,,5\n3,c,5,6\n")
    scratch.mkdir()
    (table,) = read_tables(path, scratch)
    assert list(rows_below(table, 0)) == [(2, ["1", "a", ""]), (5, ["2", "b", "5"])]


IRREGULAR = {
    "a subtotal": "id,name,amount\n1,a,5\nSubtotal,,5\n2,b,5\n",
    "a total in capitals": "id,name,amount\n1,a,5\nGRAND TOTAL,,5\n2,b,5\n",
    "a count": "id,name,amount\n1,a,5\n件数,,5\n2,b,5\n",
    "a Japanese sum": "id,name,amount\n1,a,5\n,東京 合計,5\n2,b,5\n",
    "the header again": "id,name,amount\n1,a,5\nid,name,amount\n2,b,5\n",
    "a title again": "Report,,\nid,name,amount\n1,a,5\nReport,,\n2,b,5\n",
    "a blank line": "id,name,amount\n1,a,5\n\n2,b,5\n",
    "a blank line of Windows": "id,name,amount\r\n1,a,5\r\n\r\n2,b,5\r\n",
    "a lone return": "id,name,amount\n1,a,5\r2,b,5\n",
    "a footer": "id,name,amount\n1,a,5\nConfidential\n",
    "lines in quotes": '"id,name,amount"\n"1,a,5"\n"2,b,5"\n',
}
REGULAR = {
    "plain": "id,name,amount\n1,a,5\n2,b,5\n",
    "blank lines at the end": "id,name,amount\n1,a,5\n\n\r\n\n",
    "words of sums in names": "id,name,amount\n1,Total Inc,5\n2,会計部,5\n3,合計,7\n4,My Total,1\n"
    + "5,a,5\n" * 20,
}


@pytest.mark.parametrize("where", ["near", "far"])
@pytest.mark.parametrize("case", [*IRREGULAR, *REGULAR])
def test_what_needs_a_tidy_copy_is_found_wherever_it_stands(case: str, where: str) -> None:
    text = (IRREGULAR | REGULAR)[case]
    ending = "\r\n" if "\r\n1" in text else "\n"
    more = f"7,x,5{ending}" * (200_000 if where == "far" else 0)
    if "quotes" in case:
        more = more.replace("7,x,5", '"7,x,5"')
    first = text.index("1,a,5") if "1,a,5" in text else len("id,name,amount\n")
    first -= text[first - 1] == '"'
    table, *_ = laid_out(text[:first] + more + text[first:])
    assert table.is_regular is (case in REGULAR)


def test_lines_in_quotes_are_opened() -> None:
    table, copy, rows = laid_out('"id,name,amount"\n"1,""Aster, Inc."",5"\n"2,b,"\n"合計,,5"\n')
    assert (table.is_wrapped, table.head[1]) == (True, ("1", "Aster, Inc.", "5"))
    assert rows == [["1", "Aster, Inc.", "5"], ["2", "b", ""]]
    assert copy.left_out == (LeftOut(4, "合計 5", "total"),)


def test_a_single_line_in_quotes_is_opened_too() -> None:
    _, _, rows = laid_out('id,name,amount\n1,a,5\n"2,""b, c"",5"\n')
    assert rows == [["1", "a", "5"], ["2", "b, c", "5"]]


def test_texts_with_commas_in_one_column_stay_whole() -> None:
    table, _, rows = laid_out('name\n"Abe, Aoi"\n"Baba, Ren"\n')
    assert (table.is_wrapped, rows) == (False, [["Abe, Aoi"], ["Baba, Ren"]])


def test_a_row_with_an_unquoted_comma_is_a_problem_of_its_own() -> None:
    _, copy, rows = laid_out("id,name,amount\n1,a,5\n2,Aster, Inc.,5\n3,c,,,\n")
    assert rows == [["1", "a", "5"], ["3", "c", ""]]
    assert copy.problems == (Problem("too_many_cells", "export.csv", 3, detail="4 > 3"),)


def test_a_table_that_is_parted_by_something_else_is_refused_as_a_whole() -> None:
    with pytest.raises(ImportRefused) as refused:
        laid_out("a,b\n" + "1,2,3\n" * 10_500)
    assert len(refused.value.problems) == 10_001


def test_an_open_quote_does_not_swallow_a_large_file() -> None:
    with pytest.raises(ImportRefused) as refused:
        laid_out('id,name\n1,"a\n' + "2,b\n" * 5_000_000)
    assert [(p.kind, p.row) for p in refused.value.problems] == [("broken_quotes", 2)]


@pytest.mark.parametrize(
    ("head", "names"),
    [
        ("Id,Date,Date,,Date,\n", ("Id", "Date", "Date (2)", "", "Date (3)", "")),
        ("Id,Date,Date (2),Date,,\n", ("Id", "Date", "Date (2)", "Date (3)", "", "")),
        (
            "Id,Deal,,Lead,,\n,Amount,Created,Created,Created,Note\n",
            ("Id", "Amount", "Deal Created", "Lead Created", "Lead Created (2)", "Note"),
        ),
        ("List of deals,,\nId,Date,Date\n", ("Id", "Date", "Date (2)")),
    ],
)
def test_names_of_columns_are_told_apart(head: str, names: tuple[str, ...]) -> None:
    table, *_ = laid_out(head + "1,2,3,4,5,6\n")
    assert table.header(head.count("\n") - 1) == names


@pytest.mark.parametrize(
    ("line", "is_row"),
    [("1000,b,5", True), ("total,,5", False), (",total,5", False), ('"Total",,5', False),
     ("2026 total,,5", False), ("2026年11月 合計,,5", False), ("id,name,amount", False)],
)  # fmt: skip
def test_a_total_far_down_among_ids_is_found(tmp_path: Path, line: str, is_row: bool) -> None:
    """A file is looked at block by block; one without words in front is passed over quickly."""
    file = tmp_path / "long.csv"
    text = "id,name,amount\n" + "1000,a,7\n" * 150_000 + line + "\n" + "1000,a,7\n" * 10
    file.write_text(text, encoding="utf-8")
    (tmp_path / "scratch").mkdir()
    (table,) = read_tables(file, tmp_path / "scratch")
    assert table.is_regular is is_row
