"""How long pages take at a million leads: their scripts, a click between them, a cold open."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import pytest
from playwright.sync_api import Browser, sync_playwright
from streamlit.testing.v1 import AppTest

from funnel.ui.navigation import PAGES, Entry
from funnel.ui.texts import Texts
from tests.browser.install import find_browser

ROOT = Path(__file__).parents[2]
ROUNDS = 7
WEEK = (".strip .stage .value", "span[data-run]")
"""What of the week is waited for beside a chart: the strip, and the end of the run."""
DRAWN = """
before => {
  const marker = document.querySelector("span[data-run]");
  return marker && Number(marker.dataset.run) > before
    && document.querySelector("[data-testid=stApp]").dataset.testScriptState === "notRunning"
    && !document.querySelector("[data-stale=true], [data-testid=stSkeleton]")
    && [...document.querySelectorAll(".js-plotly-plot")].every(plot => plot.querySelector("text"));
}
"""
"""A later run than the last is on the screen whole, its charts too."""


@pytest.fixture(scope="module")
def home() -> Path:
    """Of a company of a million leads, as `tests/bench/test_agreement.py` takes it."""
    known = os.environ.get("FUNNEL_BENCH_HOME")
    if not known:
        pytest.skip("FUNNEL_BENCH_HOME names no workspace")
    return Path(known)


@contextmanager
def served(script: Path, home: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "FUNNEL_HOME": str(home), "STREAMLIT_SERVER_PORT": str(port)}
    url = f"http://127.0.0.1:{port}"
    server = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", str(script)],
        cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        for _ in range(200):
            try:
                with urllib.request.urlopen(f"{url}/_stcore/health"):
                    break
            except OSError:
                time.sleep(0.1)
        yield url
    finally:
        server.terminate()
        server.wait()


@contextmanager
def launched() -> Iterator[Browser]:
    found = find_browser()
    assert found is not None
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(found), args=["--no-sandbox"])
        yield browser
        browser.close()


def seconds_to_open(browser: Browser, url: str, *, ours: bool) -> float:
    """Of a browser that has seen nothing, from the address to all that is drawn."""
    context = browser.new_context(viewport={"width": 1920, "height": 1080}, locale="ja-JP")
    page = context.new_page()
    begun = time.perf_counter()
    page.goto(url)
    for drawn in (".js-plotly-plot text", *(WEEK if ours else ())):
        page.locator(drawn).first.wait_for(state="attached", timeout=60_000)
    took = time.perf_counter() - begun
    context.close()
    return took


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.name)
def test_the_script(home: Path, monkeypatch: pytest.MonkeyPatch, entry: Entry) -> None:
    """Runs of a page's whole script: the first one, and those once its figures are kept."""
    monkeypatch.setenv("FUNNEL_HOME", str(home))
    app = AppTest.from_file(str(entry.file), default_timeout=120)
    took = []
    for _ in range(ROUNDS + 1):
        begun = time.perf_counter()
        app.run()
        took.append(time.perf_counter() - begun)
    assert not app.exception
    usual = median(took[1:])
    print(
        f"\n{entry.name}: first run {took[0]:.2f} s, then {usual:.2f} s (most {max(took[1:]):.2f})"
    )


def test_a_click_between_pages(home: Path) -> None:
    """From the click in the menu to the page drawn, once each page was seen."""
    t = Texts("ja")
    with served(ROOT / "app.py", home) as url, launched() as browser:
        page = browser.new_page(viewport={"width": 1920, "height": 1080}, locale="ja-JP")
        page.goto(url)
        for round_ in range(2):
            for entry in (*PAGES[1:], PAGES[0]):
                if entry.section:
                    menu = page.get_by_test_id("stTopNavSection").filter(has_text=t(entry.section))
                    menu.click()
                    target = page.get_by_role("menuitem", name=t(entry.text_key), exact=True)
                else:
                    links = page.get_by_test_id("stTopNav").get_by_role("link")
                    target = links.filter(has_text=t(entry.text_key)).first
                before = int(page.locator("span[data-run]").get_attribute("data-run") or 0)
                begun = time.perf_counter()
                target.click()
                page.wait_for_function(DRAWN, arg=before, timeout=120_000)
                took = time.perf_counter() - begun
                print(f"\n{'first' if not round_ else 'again'} {entry.name}: {took:.2f} s", end="")


def test_cold_open(home: Path) -> None:
    """A new browser's first look, beside a page of one chart, in turns."""
    with (
        served(ROOT / "app.py", home) as ours,
        served(Path(__file__).parent / "one_chart.py", home) as bare,
        launched() as browser,
    ):
        for url, is_ours in ((ours, True), (bare, False)):
            seconds_to_open(browser, url, ours=is_ours)  # its figures are kept then
        took = [
            (seconds_to_open(browser, ours, ours=True), seconds_to_open(browser, bare, ours=False))
            for _ in range(ROUNDS)
        ]
    week, chart = (median(each[place] for each in took) for place in (0, 1))
    print(f"\nthe week {week:.2f} s, one chart {chart:.2f} s, {week / chart:.2f} times")
