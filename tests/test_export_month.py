"""The month as PowerPoint, Excel and PDF, and `funnel export`."""

from __future__ import annotations

import json
import re
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from typer.testing import CliRunner

from funnel.analysis.explain import Explained
from funnel.analysis.forecast import Forecast
from funnel.cli import app
from funnel.export.document import Document, Table
from funnel.export.looked import Looked, looked_at
from funnel.export.month import month_document, read_month
from funnel.export.pptx_file import pptx_bytes
from funnel.export.xlsx_file import xlsx_bytes
from funnel.filters import Filters
from funnel.messages import Language
from funnel.metrics import METRICS, figures
from funnel.store.database import Database
from funnel.store.team import TeamStore
from funnel.store.workspace import Workspace
from funnel.ui.month_words import headline_of
from funnel.ui.texts import Texts
from tests.digests import small_company
from tests.exported import assert_same_charts, drawn_of, pdf_of, slide_texts, worksheets
from tests.uploads import Exports

LATE = date(2026, 11, 23)
"""The Monday after the simulated company's last day."""
HOSTILE = '=HYPERLINK("http://evil","x")<b>&\u202e ' + "長" * 5000


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> TeamStore:
    """Of a company that decided on nothing."""
    return Workspace(tmp_path_factory.mktemp("team")).team


@pytest.fixture(scope="module")
def looked(company: Database) -> Looked:
    return looked_at(company, None, LATE, "ja")


@pytest.fixture(scope="module")
def told(company: Database, team: TeamStore, looked: Looked) -> Document:
    """Of the simulated company."""
    return month_document(company, team, looked)


def table_of(told: Document, slide: int) -> Table:
    parts = [part for band in told.slides[slide].bands for part in band.parts]
    return next(part for part in parts if isinstance(part, Table))


def test_numbers_are_those_of_the_report(
    company: Database, team: TeamStore, looked: Looked, told: Document
) -> None:
    found = read_month(company, team, looked)
    assert found.figure == "revenue"
    chart = drawn_of(told)["月ごとの受注額"]
    came = [one.value for one in found.drawn.points]
    ahead = [one for one in found.ahead if one.month > found.month]
    assert chart.columns[0].values == (*came, *(None for _ in ahead))
    # a range begins at its low end, above nothing, and ends at its high end
    for one, below, width in zip(
        ahead, chart.columns[1].values[12:], chart.columns[2].values[12:], strict=True
    ):
        assert below == one.outlook.low80
        assert (below or 0) + (width or 0) == pytest.approx(one.outlook.high80)
    rows = table_of(told, 2).rows
    assert [row[1:13] for row in rows] == [
        tuple(point.value for point in stage.points) for stage in found.stages if stage.points
    ]
    month = Filters(looked.month, looked.as_of, looked.as_of, "period")
    deals = dict(told.sheets)["受注した商談"].rows
    assert len(deals) == figures(company, METRICS["wins"], month)[0].value
    won = sum(row[3] or 0 for row in deals)  # type: ignore[misc]
    assert won == pytest.approx(float(figures(company, METRICS["won_value"], month)[0].value or 0))


def test_the_waterfall_adds_up_to_the_yen(
    company: Database, team: TeamStore, looked: Looked, told: Document
) -> None:
    explained = read_month(company, team, looked).change.report.explained
    assert isinstance(explained, Explained)
    rows = table_of(told, 3).rows
    before, *steps, after = [row[1] for row in rows]
    assert (before, after) == (explained.before * explained.unit, explained.after * explained.unit)
    assert before + sum(steps) == after  # type: ignore[operator, arg-type]
    chart = next(one for title, one in drawn_of(told).items() if title.endswith("(合計は一致)"))
    assert chart.columns[1].values[0] == before
    assert chart.columns[1].values[-1] == after


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_format_in_both_languages(
    company: Database, team: TeamStore, language: Language
) -> None:
    told = month_document(company, team, looked_at(company, None, LATE, language))
    slides = pptx_bytes(told)
    assert_same_charts(slides, told)
    texts = slide_texts(slides)
    assert len(texts) == len(told.slides) == 6
    for text, slide in zip(texts, told.slides, strict=True):
        assert slide.title in text
    book = xlsx_bytes(told)
    opened = CalamineWorkbook.from_filelike(BytesIO(book))
    named = [slide.name for slide in told.slides if not slide.is_excerpt]
    assert opened.sheet_names == [*named, *(name for name, _ in told.sheets)]
    rows = opened.get_sheet_by_name(told.sheets[0][0]).to_python()
    points = told.sheets[0][1].rows
    assert [(row[0], row[1]) for row in rows[1:]] == [(row[0], row[1]) for row in points]
    file = pdf_of(told)
    assert file.count(b"/Type /Page\n") == 6


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_sentence_is_that_of_the_page(
    company: Database, team: TeamStore, language: Language
) -> None:
    looked = looked_at(company, None, LATE, language)
    found = read_month(company, team, looked)
    told = month_document(company, team, looked)
    page = headline_of(found, Texts(language))
    assert told.slides[0].title == unmarked(page.sentence)
    texts = slide_texts(pptx_bytes(told))[0]
    assert unmarked(page.next_action) in texts


def unmarked(markdown: str) -> str:
    return re.sub(r"\*\*|\\(.)", r"\1", markdown)


def test_a_month_that_is_over_is_whole(company: Database, team: TeamStore) -> None:
    told = month_document(company, team, looked_at(company, date(2026, 9, 1), LATE, "en"))
    assert told.as_of == date(2026, 9, 30)
    assert told.file_name == "shared-funnel_2026-09_month"
    assert drawn_of(told)["Won value by month"].pale == ()
    assert told.slides[1].note == ""


def won_deals(folder: Path) -> Exports:
    """A company whose leads and deals are named by somebody who means no good."""
    crm = Exports(folder)
    deals = [
        {"deal": f"=1+{number}", "deal name": HOSTILE, "stage": "Won", "opened": "2026-01-10",
         "closed": f"2026-03-0{number}", "amount": "1000", "deal company": f"@{HOSTILE[:90]}",
         "deal owner": HOSTILE[:300], "deal email": "", "product": ""}
        for number in (2, 3)
    ]  # fmt: skip
    leads = [{"lead": "=2", "created": "2026-01-05", "source": f"+{HOSTILE[:90]}", "mql": ""}]
    crm.bring(date(2026, 3, 6), leads=leads, deals=deals)
    return crm


def test_with_hostile_names_and_too_little_to_forecast(tmp_path: Path) -> None:
    crm = won_deals(tmp_path)
    with crm.opened() as db:
        found = read_month(db, crm.workspace.team, looked_at(db, None, LATE, "ja"))
        told = month_document(db, crm.workspace.team, looked_at(db, None, LATE, "ja"))
    assert not isinstance(found.forecast.forecast, Forecast)
    texts = slide_texts(pptx_bytes(told))
    assert "予測できません" in texts[0]
    assert "まだ言えません" in texts[3]
    assert "まだ確かめられる過去の予測がありません" in texts[4]
    assert "書き出しの取り込みを続ける" in texts[0]
    book = xlsx_bytes(told)
    assert not any("<f>" in xml or "hyperlink" in xml for xml in worksheets(book))
    rows = (
        CalamineWorkbook.from_filelike(BytesIO(book)).get_sheet_by_name("受注した商談").to_python()
    )
    assert [row[6] for row in rows[1:]] == ["=1+2", "=1+3"]
    assert str(rows[1][5]).startswith("=HYPERLINK")
    assert [row[3] for row in rows[1:]] == [1000, 1000]
    assert "\u202e" not in told.text
    # the leads were not exported since January: their months are not called unfinished ones
    columns = [column.title for column in table_of(told, 2).columns]
    assert columns[1:4] == ["4月", "5月", "6月"]
    assert columns[-1].startswith("3月(")
    assert pdf_of(told).startswith(b"%PDF")


def test_without_deals(tmp_path: Path) -> None:
    crm = small_company(tmp_path)
    with crm.opened() as db:
        told = month_document(db, crm.workspace.team, looked_at(db, None, LATE, "en"))
    texts = slide_texts(pptx_bytes(told))
    assert told.slides[0].title == "Wins are not measured"
    assert "Bring the table of deals" in texts[0]
    assert "Nothing to draw yet" in texts[1]
    assert xlsx_bytes(told)


def run(home: Path, *arguments: str) -> tuple[int, str]:
    environment = {"FUNNEL_HOME": str(home), "FUNNEL_LANG": "en"}
    result = CliRunner().invoke(app, ["export", *arguments], env=environment)
    return result.exit_code, result.output


@pytest.mark.parametrize("what", ["week", "month"])
def test_the_command_writes_a_file(tmp_path: Path, what: str) -> None:
    crm = small_company(tmp_path / "home")
    home = crm.workspace.home
    for form, begins in (("pptx", b"PK"), ("xlsx", b"PK")):
        code, output = run(home, what, "--format", form, "--out", str(tmp_path), "--json")
        assert code == 0, output
        told = json.loads(output)
        path = Path(told["file"])
        assert path.parent == tmp_path
        content = path.read_bytes()
        assert content.startswith(begins)
        assert told | {"slides": len(told["slides"])} == {
            "what": what, "format": form, "language": "en", "file": str(path),
            "bytes": len(content), "month": "2026-03", "as_of": "2026-03-05", "version": 1,
            "slides": 6,
        }  # fmt: skip
    code, output = run(home, what, "--out", str(tmp_path / "own.pptx"), "--lang", "ja")
    assert (code, output) == (0, f"Written: {tmp_path / 'own.pptx'}\n")
    assert not list(tmp_path.glob(".*.part"))


def test_the_command_says_what_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = small_company(tmp_path / "home").workspace.home
    code, output = run(home, "week", "--month", "2020-01", "--json")
    assert code == 2
    (error,) = json.loads(output)["error"]
    assert error["kind"] == "not_a_month_of_the_data"
    code, output = run(home, "week", "--out", str(tmp_path / "no" / "where.pptx"))
    assert code == 2
    assert "cannot be written" in output
    monkeypatch.setenv("FUNNEL_PDF_FONT", str(tmp_path / "gone.ttf"))
    code, output = run(home, "week", "--format", "pdf", "--out", str(tmp_path), "--json")
    assert code == 2
    assert json.loads(output)["error"][0]["kind"] == "font_not_there"
    assert run(home, "year")[0] == 2
    assert run(home, "week", "--month", "November")[0] == 2
    code, output = run(tmp_path / "empty", "month", "--json")
    assert code == 2
