"""The page of deals in a browser: it is drawn, it adds up as shown, and equals the metrics."""

import json
import os
import re
import subprocess
import sys

import pytest
from conftest import ROOT
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
MONEY = re.compile(r"^(.+?) (\d[\d,]*) ([+−]?)¥([\d.,]+)(M?)$")


@pytest.fixture(scope="module")
def demo_home(tmp_path_factory):
    home = tmp_path_factory.mktemp("demo")
    funnel(home, "demo")
    return home


@pytest.fixture(scope="module")
def demo_server(serve_on, demo_home):
    return serve_on(home=demo_home)


def funnel(home, *arguments: str) -> str:
    environment = {**os.environ, "FUNNEL_HOME": str(home), "FUNNEL_LANG": "en"}
    command = [sys.executable, "-c", "from funnel.cli import app; app()", *arguments]
    return subprocess.run(
        command, check=True, env=environment, cwd=ROOT, capture_output=True, text=True
    ).stdout


def bars(page: Page) -> dict[str, tuple[int, float]]:
    """Deals and money of each bar, with its sign, as the buttons below the waterfall say them."""
    found = {}
    for name in ("start", "opened", "won", "lost", "end"):
        label = page.locator(f".st-key-see_{name} button").inner_text().split("\n")[-1]
        match = MONEY.match(label)
        assert match, label
        sign = -1 if match[3] == "−" else 1
        money = float(match[4].replace(",", "")) * (1_000_000 if match[5] else 1)
        found[name] = sign * int(match[2].replace(",", "")), sign * money
    return found


def test_what_moved_adds_up_on_the_page_and_equals_the_metrics(demo_home, demo_server, watched):
    screen = watched(demo_server)
    page = screen.open("/deals?lang=en&over=3&month=2026-10")
    for chart in ("pipeline", "moves"):
        expect(page.locator(f".st-key-{chart}_chart .main-svg").first).to_be_visible(timeout=30_000)
    expect(page.locator("h1")).to_contain_text("Open: ")
    shown = bars(page)
    deals = {name: count for name, (count, _) in shown.items()}
    assert deals["start"] + deals["opened"] + deals["won"] + deals["lost"] == deals["end"]
    money = {name: value for name, (_, value) in shown.items()}
    came = money["start"] + money["opened"] + money["won"] + money["lost"]
    assert came == pytest.approx(money["end"], abs=25_000)  # five of them, shown to 10,000 yen
    period = ["--since", "2026-08-01", "--until", "2026-10-31", "--json"]
    told = json.loads(funnel(demo_home, "deals", *period))["moves"]["bars"]
    assert {name: found["deals"] for name, found in told.items()} == {
        name: abs(count) for name, count in deals.items()
    }
    exact = {name: found["amount"] for name, found in told.items()}
    assert exact["start"] + exact["opened"] - exact["won"] - exact["lost"] == exact["end"]
    assert {name: abs(value) for name, value in money.items()} == pytest.approx(exact, abs=5_000)
    asked = ["--since", "2026-08-01", "--until", "2026-10-31", "--as-of", "2026-10-31", "--json"]
    metrics = {each["metric"]: each for each in json.loads(funnel(demo_home, "metrics", *asked))}
    for metric, bar in (("opportunities", "opened"), ("wins", "won")):
        assert metrics[metric]["value"] == abs(deals[bar])
    assert metrics["won_value"]["value"] == exact["won"]
    for name in ("won", "end"):
        screen.after(page.locator(f".st-key-see_{name} button").click)
        expect(page.get_by_role("dialog")).to_contain_text(f"{abs(deals[name])} rows")
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
    # In a second browser the address brings the same view.
    other = watched(demo_server)
    assert bars(other.open(page.url.removeprefix(demo_server.rstrip("/")))) == shown
    assert screen.errors == other.errors == []


def test_the_old_deals_become_an_action(demo_server, watched):
    screen = watched(demo_server)
    page = screen.open("/deals")
    screen.after(page.locator(".st-key-decide_next button").click)
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("textbox").first).to_have_value(re.compile("受注の9割より長く"))
    assert screen.errors == []
