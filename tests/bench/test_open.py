"""How long the page of the week takes at a million leads: its script, and until it is drawn."""

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

ROOT = Path(__file__).parents[2]
ROUNDS = 7
WEEK = (".strip .stage .value", "span[data-run]")
"""What of the week is waited for beside a chart: the strip, and the end of the run."""


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


def test_the_script(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run of the page's whole script, once its figures are kept."""
    monkeypatch.setenv("FUNNEL_HOME", str(home))
    app = AppTest.from_file(str(ROOT / "funnel" / "ui" / "main.py"), default_timeout=120)
    took = []
    for _ in range(ROUNDS + 1):
        begun = time.perf_counter()
        app.run()
        took.append(time.perf_counter() - begun)
    assert not app.exception
    print(f"\nfirst run {took[0]:.2f} s, then {median(took[1:]):.2f} s (most {max(took[1:]):.2f})")


def test_cold_open(home: Path) -> None:
    """A new browser's first look, beside a page of one chart, in turns."""
    from tests.browser.install import find_browser

    found = find_browser()
    assert found is not None
    with (
        served(ROOT / "app.py", home) as ours,
        served(Path(__file__).parent / "one_chart.py", home) as bare,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=str(found), args=["--no-sandbox"])
        for url, is_ours in ((ours, True), (bare, False)):
            seconds_to_open(browser, url, ours=is_ours)  # its figures are kept then
        took = [
            (seconds_to_open(browser, ours, ours=True), seconds_to_open(browser, bare, ours=False))
            for _ in range(ROUNDS)
        ]
        browser.close()
    week, chart = (median(each[place] for each in took) for place in (0, 1))
    print(f"\nthe week {week:.2f} s, one chart {chart:.2f} s, {week / chart:.2f} times")
