"""The month as executives see it: its three questions answered, and every number the metrics'."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
DRAWN = 15_000
"""Milliseconds: charts and tables are drawn after the script has run."""
PHONE = {"width": 390, "height": 844}


def funnel(home: Path, *asked: str) -> Any:
    """What a command prints as JSON."""
    command = [sys.executable, "-c", "from funnel.cli import app; app()", *asked]
    told = subprocess.run(
        command, check=True, env={**os.environ, "FUNNEL_HOME": str(home)}, cwd=ROOT,
        capture_output=True, text=True,
    ).stdout  # fmt: skip
    return json.loads(told) if "--json" in asked else told


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("demo")
    funnel(home, "demo")
    return home


@pytest.fixture(scope="module")
def address(serve_on, home) -> str:
    return serve_on(home=home)


@pytest.fixture
def page(watched, address):
    return watched(address).open("/monthly")


def texts(page: Page, key: str, selector: str = "text") -> list[str]:
    """What a chart says, once it is drawn."""
    chart = page.locator(f".st-key-{key}")
    expect(chart.locator(selector).first).to_be_attached(timeout=DRAWN)
    return chart.locator(selector).all_text_contents()


def drawn(page: Page, key: str) -> list[dict[str, Any]]:
    """The traces of a chart, as Plotly holds them."""
    texts(page, key)
    plain = "({x, y, base}) => ({x: [...x || []], y: [...y || []], base: [...base || []]})"
    return page.evaluate(
        f"key => document.querySelector(`.st-key-${{key}} .js-plotly-plot`)._fullData.map({plain})",
        key,
    )


def test_totals_on_the_page_are_those_of_the_command(page, home):
    """The bars of won value in millions, and the stages' last whole month."""
    asked = ["--since", "2025-12-01", "--until", "2026-11-20", "--by", "month", "--json"]
    said = funnel(home, "metrics", "--metric", "won_value", *asked)
    values = [one["value"] / 1e6 for one in said]
    assert drawn(page, "month_value_chart")[0]["y"] == pytest.approx(values)
    october = ["--since", "2026-10-01", "--until", "2026-10-31", "--json"]
    shown = texts(page, "month_stages_chart", "b, .annotation-text tspan")
    for metric in ("leads", "mqls", "handovers", "sqls", "opportunities", "wins"):
        (figure,) = funnel(home, "metrics", "--metric", metric, *october)
        assert f"{figure['value']:,}" in shown


def test_the_waterfall_adds_up_as_it_is_drawn(page, home):
    """Each bar begins where the last one ended, and the two months are what `explain` says."""
    bars = drawn(page, "month_change_chart")[0]
    told = funnel(home, "explain", "--json")
    lengths = list(zip(bars["base"], bars["x"], strict=True))
    assert lengths[0] == (0, told["before"])
    assert lengths[-1] == (0, told["after"])
    at = told["before"]
    for low, length in lengths[1:-1]:
        assert at in (low, low + length)
        at = low + length if at == low else low
    assert at == told["after"]


def test_the_sentence_says_what_the_forecast_says(page, home):
    told = funnel(home, "forecast", "--months", "4", "--json")
    short = told["missing"][-1]
    said = page.locator("h1").inner_text()
    assert f"{round(short['gap'] / 10_000):,}万円足りません" in said
    assert f"(確率{short['probability']:.0%})" in said
    hits = texts(page, "card_month_hits", "td")
    assert f"{told['past']['within80']} / {told['past']['judged']}" in hits


def test_figures_open_and_the_view_is_in_the_address(page, address, watched):
    page.get_by_role("button", name="受注額(11月)").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("時点")
    expect(dialog.get_by_test_id("stDataFrame")).to_be_visible(timeout=DRAWN)
    again = watched(address).open("/monthly?month=2026-10&months=24&lang=en")
    expect(again.locator("h1")).to_contain_text("by the end of Jan 2027")
    expect(again.get_by_text("The funnel, 24 months")).to_be_visible()


def test_a_telephone_answers_the_three_questions(page):
    """The sentence, why, and the chart stand within two screens."""
    page.set_viewport_size(PHONE)
    page.wait_for_timeout(500)
    assert re.search(
        r"目標の\d+%.*(足りません|見込みです|五分五分です)", page.locator("h1").inner_text()
    )
    chart = page.locator(".st-key-month_value_chart")
    expect(chart.locator(".bars").first).to_be_attached()
    box = chart.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < 2 * PHONE["height"]
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]
