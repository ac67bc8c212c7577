"""What goes to the printer: the PDF that the browser makes of a page, and what is seen on it."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from test_accessible import DRAWN

from funnel.store.workspace import Workspace
from tests.states import STATES

pytestmark = pytest.mark.browser

CLICKED = (
    "[data-testid=stHeader], .st-key-header_end, [data-testid=stMain] .stButton button:visible"
)
SAID = {
    "ja": (
        "引き渡し → SQL が詰まっています", "月 \u2212150万円", "2026年11月20日(金)時点",
        "月の MQL 数", "期限切れ 115", "前回から増えた分",
    ),
    "en": (
        "Handed over → SQL is stuck", "\u2212¥1.5M a month", "As of Fri 20 Nov 2026",
        "MQLs a month", "115 overdue", "Since last time",
    ),
}  # fmt: skip
FILTERS = {
    "ja": ["期間: 2026年11月(20日まで)", "リードソース: すべて", "比較: 目標"],
    "en": ["Period: 2026-11 (to day 20)", "Lead source: All", "Compare: Target"],
}
A4 = {"portrait": (718, 1047), "landscape": (1047, 718)}
"""Of 96 dots an inch, within the margins that the style sheet asks for."""
# The lightest of each letter's and the darkest of each ground's: black on white, or nearly so.
CONTRARY = """
() => {
  const light = colour => {
    const [red, green, blue, alpha = 1] = colour.match(/[0-9.]+/g).map(Number);
    return alpha ? (red + green + blue) / 765 : null;
  };
  const out = [];
  for (const each of document.querySelectorAll(".stApp, .stApp :is(h1, h2, h3, p, td, th, div)")) {
    if (!each.getBoundingClientRect().width) continue;
    const style = getComputedStyle(each);
    const ground = light(style.backgroundColor);
    if (light(style.color) > 0.3) out.push(`letters ${style.color}: ${each.className}`);
    if (ground !== null && ground < 0.7) out.push(`on ${style.backgroundColor}: ${each.className}`);
  }
  return out;
}
"""
OUTSIDE = """
() => {
  const found = document.querySelectorAll(
    "[data-testid=stMain] :is(h1, h2, h3, p, td, input, .js-plotly-plot, .strip, svg.main-svg)"
  );
  return [...found].filter(each => {
    const box = each.getBoundingClientRect();
    return box.width && (box.right > innerWidth + 1 || box.left < -1);
  }).map(each => `${each.tagName} ${each.className.baseVal ?? each.className}`);
}
"""
ACROSS = """
() => {
  const bottom = each => each.getBoundingClientRect().bottom;
  return [...document.querySelectorAll(".stPlotlyChart")].filter(each => {
    const drawn = each.querySelector(".main-svg").getBoundingClientRect();
    return Math.abs(drawn.bottom - bottom(each.closest(".stElementContainer"))) > 2;
  }).length;
}
"""


@pytest.fixture(scope="module")
def demo(serve_on, tmp_path_factory):
    workspace = Workspace(tmp_path_factory.mktemp("printed") / "home")
    STATES["demo"](workspace, tmp_path_factory.mktemp("printed_files"))
    return serve_on(home=workspace.home)


def drawn(page: Page) -> None:
    figures = page.locator(".st-key-week_changes [data-testid=stMetric]")
    expect(figures).to_have_count(6, timeout=30_000)
    page.wait_for_function(DRAWN, timeout=30_000)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_week_is_one_sheet_with_its_verdict_and_figures(watched, demo, language, tmp_path):
    page = watched(demo).open(f"/?lang={language}")
    drawn(page)
    for turned in (False, True):
        file = tmp_path / f"week_{turned}.pdf"
        page.pdf(path=file, format="A4", landscape=turned, print_background=True)
        assert len(re.findall(rb"/Type\s*/Page\b", file.read_bytes())) == 1, "one sheet"
        squeezed = "".join(read(file).split())
        for said in (*SAID[language], *FILTERS[language], "133", "81/133", "49/161", "展示会"):
            assert "".join(said.split()) in squeezed, said
    assert page.locator(".js-plotly-plot .main-svg[viewBox]").count() == 0, "as before on screen"


def read(file: Path) -> str:
    """The text of a PDF."""
    command = shutil.which("pdftotext")
    if command is None:
        pytest.skip("pdftotext (poppler-utils) reads the PDF")
    found = subprocess.run([command, "-raw", str(file), "-"], capture_output=True, check=True)
    return found.stdout.decode().replace("\u200b", "")  # where a line may be broken


def test_on_paper_nothing_is_clicked_cut_off_or_dark(watched, demo):
    page = watched(demo).open("/")
    page.emulate_media(color_scheme="dark")
    page.reload()
    drawn(page)
    page.emulate_media(media="print", color_scheme="dark")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    for width, height in A4.values():
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(300)
        shown = page.locator(CLICKED).filter(visible=True).all_inner_texts()
        assert [each.split()[-1] for each in shown] == ["商談期間", "リードタイム"], (
            "names of figures"
        )
        filters = page.locator(".st-key-filters input").evaluate_all(
            "boxes => boxes.map(box => [box.value, box.scrollWidth > box.clientWidth + 1])"
        )
        assert filters == [[value, False] for value in FILTERS["ja"]]
        expect(page.locator(".st-key-header_note")).to_contain_text("2026年11月20日(金)時点")
        assert page.evaluate(OUTSIDE) == []
        assert page.evaluate(CONTRARY) == []
        assert page.evaluate(ACROSS) == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")


@pytest.mark.parametrize("path", ["/sources", "/targets", "/agreement", "/actions"])
def test_every_page_leaves_out_what_is_clicked_and_keeps_its_title(watched, demo, path):
    page = watched(demo).open(path)
    title = page.locator("h1").inner_text()
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.set_viewport_size({"width": A4["portrait"][0], "height": A4["portrait"][1]})
    page.wait_for_timeout(300)
    expect(page.locator("h1")).to_have_text(title)
    expect(page.locator("h1")).to_be_visible()
    assert page.locator(CLICKED).filter(visible=True).all_inner_texts() == []
    assert page.evaluate(OUTSIDE) == []
