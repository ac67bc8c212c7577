"""The week taken along from its page: three files, which say what the page says."""

import os
import subprocess
import sys

import pytest
from conftest import ROOT
from playwright.sync_api import expect
from pptx import Presentation
from python_calamine import CalamineWorkbook

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def demo_server(serve_on, tmp_path_factory):
    home = tmp_path_factory.mktemp("demo")
    environment = {**os.environ, "FUNNEL_HOME": str(home)}
    command = [sys.executable, "-c", "from funnel.cli import app; app()", "demo"]
    subprocess.run(command, check=True, env=environment, cwd=ROOT)
    return serve_on(home=home)


def test_the_files_say_what_the_page_says(watched, demo_server, tmp_path):
    page = watched(demo_server).open("/")
    sentence = page.locator("h1").inner_text()
    counts = [int(text.replace(",", ""))
              for text in page.locator(".strip [data-id] .value").all_inner_texts()
              if text.replace(",", "").isdigit()]  # fmt: skip
    assert len(counts) == 6
    page.get_by_role("button", name="書き出す").click()
    files = {}
    for name in ("PowerPoint", "Excel", "PDF"):
        button = page.get_by_role("button", name=name)
        expect(button).to_be_visible()
        if not button.is_enabled():
            assert name == "PDF"  # this machine has no Japanese font
            continue
        with page.expect_download(timeout=90_000) as download:
            button.click()
        assert download.value.suggested_filename.startswith("共有ファネル_2026-11-20_週次.")
        files[name] = tmp_path / download.value.suggested_filename
        download.value.save_as(files[name])
    slides = list(Presentation(str(files["PowerPoint"])).slides)
    assert slides[0].shapes.title.text == sentence
    charts = [shape.chart for shape in slides[1].shapes if shape.has_chart]
    assert list(charts[0].plots[0].series[0].values) == counts
    book = CalamineWorkbook.from_path(str(files["Excel"]))
    cells = {cell for row in book.get_sheet_by_name("ファネル").to_python() for cell in row}
    assert set(counts) <= cells
    if "PDF" in files:
        assert files["PDF"].read_bytes().startswith(b"%PDF")
