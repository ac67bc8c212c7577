"""The week as PowerPoint, Excel and PDF: the same words and numbers as the reports', in each."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from funnel.errors import FunnelError
from funnel.export.document import Document, waterfall
from funnel.export.fonts import NAMED, find_font
from funnel.export.look import boxes, number_format, said
from funnel.export.looked import looked_at
from funnel.export.pdf_page import PAGE
from funnel.export.pptx_file import pptx_bytes
from funnel.export.week import week_document
from funnel.export.xlsx_file import xlsx_bytes
from funnel.filters import Filters
from funnel.messages import Language
from funnel.reports.digest import digest
from funnel.reports.promises import Asked, promises
from funnel.reports.weekly import weekly
from funnel.store.database import Database
from funnel.store.team import TeamStore
from funnel.store.workspace import Workspace
from tests.digests import AGREED, FRIDAY, LEADS, MONDAY, decide, lead, small_company
from tests.exported import assert_same_charts, drawn_of, pdf_of, slide_texts, worksheets
from tests.uploads import Exports

HOSTILE = '=HYPERLINK("http://evil","x")<b>&\u202e ' + "長" * 5000


LATE = date(2026, 11, 23)
"""The Monday after the simulated company's last day."""


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> TeamStore:
    """Of a company that decided on nothing."""
    return Workspace(tmp_path_factory.mktemp("team")).team


def of_small(crm: Exports, language: Language = "ja") -> Document:
    with crm.opened() as db:
        looked = replace(looked_at(db, None, MONDAY, language), as_of=FRIDAY)
        return week_document(db, crm.workspace.team, looked)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Exports:
    crm = small_company(tmp_path_factory.mktemp("small"))
    decide(crm, "展示会の41件に電話する", date(2026, 3, 4))
    return crm


@pytest.fixture(scope="module")
def told(company: Database, team: TeamStore) -> Document:
    """Of the simulated company."""
    return week_document(company, team, looked_at(company, None, LATE, "ja"))


def test_the_small_company_in_words(small: Exports) -> None:
    told, english = of_small(small), of_small(small, "en")
    assert [slide.title for slide in told.slides] == [
        "まだ判断できません",
        "2026年3月のファネル(3/6まで)",
        "段階ごとの12か月と前年",
        "両部門の約束(3/1〜3/6)",
        "今日の行: 期限切れ 1件・期限間近 2件・担当なし 1件",
        "決めた行動: 1件中 0件 完了",
    ]
    assert [slide.title for slide in english.slides] == [
        "Not enough data to judge yet",
        "The funnel of Mar 2026, until 6 Mar",
        "Each stage in twelve months, with the year before",
        "Promises of both sides, 1 Mar to 6 Mar",
        "Today's rows: 1 overdue, 2 due next, 1 unassigned",
        "What was decided: 0 of 1 done",
    ]
    assert told.file_name == "共有ファネル_2026-03-06_週次"
    (sheet,) = [table for name, table in told.sheets if name == "今日の行"]
    # handed over on February 27 to be decided by March 2: four days late on the 6th
    # a lead nobody has is of no promise, and no deal
    assert [row[2] for row in sheet.rows if row[0] == "担当なし"] == [None]
    assert sheet.rows[0] == (
        "期限切れ", "4日 超過", "受入または差し戻し", "阿…", "株式会社ア…", "Web", "伊藤", 4,
        date(2026, 3, 2), "late",
    )  # fmt: skip


def test_numbers_are_those_of_the_reports(
    company: Database, team: TeamStore, told: Document
) -> None:
    looked = looked_at(company, None, LATE, "ja")
    found = weekly(company, Filters(looked.month, looked.as_of, looked.as_of, "period"))
    kept = promises(company, Asked(looked.month, looked.as_of, looked.as_of)).kept
    totals = digest(company, team, LATE, looked.as_of).today.totals
    charts = drawn_of(told)
    counts = charts["ファネル"].columns[0]
    assert counts.values == tuple(stage.value for stage in found.stages if stage.is_measured)
    for stage in found.stages:
        trend = next(chart for title, chart in charts.items()
                     if title.endswith("(12か月)") and chart.columns[0].values
                     == tuple(span.value for span in stage.months))  # fmt: skip
        assert trend.pale == tuple(i for i, span in enumerate(stage.months) if span.is_partial)
    shares = {one.share for one in kept if one.is_whole and one.share is not None}
    if "守れた割合" in charts:
        assert set(charts["守れた割合"].columns[0].values) <= shares
    rows = dict(told.sheets)["今日の行"].rows
    listed = sum(totals.values())
    assert len(rows) == listed


@pytest.mark.parametrize("language", ["ja", "en"])
def test_slides_have_native_charts_with_the_numbers(
    company: Database, team: TeamStore, language: Language
) -> None:
    told = week_document(company, team, looked_at(company, None, LATE, language))
    file = pptx_bytes(told)
    assert_same_charts(file, told)
    assert len(drawn_of(told)) >= 7
    texts = slide_texts(file)
    assert len(texts) == len(told.slides)
    for text, slide in zip(texts, told.slides, strict=True):
        assert slide.title in text
        assert told.foot in text


def test_slides_name_their_fonts_and_language(told: Document) -> None:
    with zipfile.ZipFile(BytesIO(pptx_bytes(told))) as file:
        theme = file.read("ppt/theme/theme1.xml").decode()
        slide = file.read("ppt/slides/slide1.xml").decode()
    assert theme.count('<a:ea typeface="Yu Gothic"') == 2
    assert 'script="Jpan" typeface="Yu Gothic"' in theme
    assert 'lang="ja-JP"' in slide
    assert 'altLang="en-US"' in slide


def test_a_workbook_holds_numbers_days_and_charts(told: Document) -> None:
    file = xlsx_bytes(told)
    book = CalamineWorkbook.from_filelike(BytesIO(file))
    named = [slide.name for slide in told.slides if not slide.is_excerpt]
    assert book.sheet_names == [*named, *(name for name, _ in told.sheets)]
    rows = book.get_sheet_by_name("今日の行").to_python()
    (table,) = [table for name, table in told.sheets if name == "今日の行"]
    assert rows[0] == [column.title for column in table.columns]
    assert len(rows) == len(table.rows) + 1
    for shown, row in zip(rows[1:], table.rows, strict=True):
        assert [cell or "—" for cell in shown[:7]] == [cell or "—" for cell in row[:7]]
        assert shown[7] == row[7]
        assert shown[8] == (row[8] or "—")  # a day, not a text
    charts = drawn_of(told)
    with zipfile.ZipFile(BytesIO(file)) as parts:
        drawn = [name for name in parts.namelist() if name.startswith("xl/charts/chart")]
        assert len(drawn) == len(charts)
    assert not any("<f>" in xml for xml in worksheets(file))
    cells = {cell for row in book.get_sheet_by_name("ファネル").to_python() for cell in row}
    assert {value for value in charts["ファネル"].columns[0].values if value} <= cells


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_pdf_holds_its_font(company: Database, team: TeamStore, language: Language) -> None:
    told = week_document(company, team, looked_at(company, None, LATE, language))
    file = pdf_of(told)
    assert file.startswith(b"%PDF")
    assert file.count(b"/Type /Page\n") == len(told.slides)
    assert re.search(rb"/FontFile[23]", file)  # embedded
    assert b"/Helvetica" not in file
    assert 20_000 < len(file) < 2_000_000  # a part of the font, not all of it


def test_what_people_wrote_stays_text(tmp_path: Path) -> None:
    name = HOSTILE[:200]
    leads = [lead("=1+1", "2026-02-27", owner=name, person=f"{name}", lead_company=f"@{name}")]
    leads[0]["source"] = f"+{name}"
    crm = small_company(tmp_path, [*leads, *LEADS])
    decide(crm, HOSTILE, date(2026, 3, 4))
    told = of_small(crm)
    book = xlsx_bytes(told)
    for xml in worksheets(book):
        assert "<f>" not in xml
        assert "hyperlink" not in xml
    rows = CalamineWorkbook.from_filelike(BytesIO(book)).get_sheet_by_name("今日の行").to_python()
    (row,) = [row for row in rows if row[9] == "=1+1"]
    assert str(row[6]).startswith("=HYPERLINK")
    assert "\u202e" not in told.text
    assert "長" * 300 not in told.text
    everything = "\n".join(slide_texts(pptx_bytes(told)))
    assert "<b>&" in everything  # as letters, on a slide that opens
    assert pdf_of(told).startswith(b"%PDF")


def test_without_agreement_and_actions_the_slides_say_so(tmp_path: Path) -> None:
    crm = small_company(tmp_path, [lead("done", "2026-02-27", accepted="2026-02-28")], agreed="")
    told = of_small(crm)
    texts = slide_texts(pptx_bytes(told))
    assert "約束はまだ決まっていません" in texts[3]
    assert "確認する行動はありません" in texts[5]
    assert "足りないデータを取り込む" in texts[5]  # the next action
    assert xlsx_bytes(told)
    assert pdf_of(told).startswith(b"%PDF")


def test_one_source_narrows_funnel_and_rows(tmp_path: Path) -> None:
    crm = small_company(tmp_path, agreed=AGREED)
    with crm.opened() as db:
        looked = replace(looked_at(db, None, MONDAY, "ja"), as_of=FRIDAY, sources=(None,))
        told = week_document(db, crm.workspace.team, looked)
    rows = dict(told.sheets)["今日の行"].rows
    assert [row[9] for row in rows] == ["open"]  # the one lead without a source
    assert "流入元なし" in told.slides[0].note
    # three of four leads came from the Web
    assert drawn_of(told)["ファネル"].columns[0].values[0] == 0


def test_a_waterfall_floats_and_crosses_zero() -> None:
    labels, series = waterfall(
        [("a", 30.0), ("b", -150.0), ("c", 40.0)], ("before", 100.0), ("after", 20.0),
        ("total", "more", "less", "base"),
    )  # fmt: skip
    assert labels == ("before", "a", "b", "c", "after")
    by_look = [(one.name, one.look, one.values) for one in series]
    assert by_look == [
        ("base", "hidden", (0.0, 100.0, 0.0, 0.0, 0.0)),
        ("total", "main", (100.0, None, None, None, 20.0)),
        ("more", "plus", (None, 30.0, None, 20.0, None)),  # from -20 to 20
        ("less", "minus", (None, None, 130.0, None, None)),  # from 130 to -20
        ("more", "plus", (None, None, None, -20.0, None)),
        ("less", "minus", (None, None, -20.0, None, None)),
    ]


@pytest.mark.parametrize("page", [540.0, PAGE])
def test_parts_stand_within_the_page_and_apart(told: Document, page: float) -> None:
    for slide in told.slides:
        placed = [box for band in boxes(slide, page) for box in band]
        for left, top, width, height in placed:
            assert left >= 0
            assert top >= 86
            assert left + width <= 960
            assert top + height <= page - 26
        tops = [band[0][1] for band in boxes(slide, page)]
        ends = [band[0][1] + band[0][3] for band in boxes(slide, page)]
        assert all(end < top for end, top in zip(ends, tops[1:], strict=False))


def test_cells_in_words_and_formats() -> None:
    assert said(None, "count", "JPY", "ja") == "—"
    assert said(0.5, "share", "JPY", "ja") == "50%"
    assert said(0.012, "share", "JPY", "ja") == "1.2%"
    assert said(12_400_000, "money", "JPY", "ja") == "1,240万円"
    assert said(12_400_000, "money", "USD", "en") == "USD 12.40M"
    assert said(date(2026, 3, 1), "month", "JPY", "ja") == "2026/03"
    assert number_format("money", "JPY", "ja") == '"¥"#,##0'
    assert number_format("money", "USD", "en") == '"USD "#,##0'


def test_fonts_are_found_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(NAMED, raising=False)
    with pytest.raises(FunnelError) as none:
        find_font((str(tmp_path),))
    assert none.value.problems[0].kind == "no_japanese_font"
    (tmp_path / "deep").mkdir()
    for name in ("ipag.ttf", "NotoSansCJK-Regular.ttc", "deep/NotoSansCJK-Bold.ttc"):
        (tmp_path / name).write_bytes(b"")
    found = find_font((str(tmp_path),))
    assert (found.regular.name, found.bold.name) == (
        "NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc",
    )  # fmt: skip
    monkeypatch.setenv(NAMED, str(tmp_path / "gone.ttf"))
    with pytest.raises(FunnelError) as gone:
        find_font((str(tmp_path),))
    assert gone.value.problems[0].kind == "font_not_there"
    monkeypatch.setenv(NAMED, str(tmp_path / "ipag.ttf"))
    assert find_font((str(tmp_path),)).bold.name == "ipag.ttf"
