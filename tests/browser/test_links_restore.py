"""A link brings every page's view back in somebody else's browser."""

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from conftest import ROOT, Screen, wait_for_run
from playwright.sync_api import Browser, Page, expect

from funnel.ui.navigation import PAGES
from funnel.ui.texts import LANGUAGE_NAMES

pytestmark = pytest.mark.browser
MAIN = "[data-testid=stMainBlockContainer]"
CHOICES = {
    "weekly": [("期間", "2026年9月"), ("リードソース", "展示会"), ("比較", "前年")],
    "sources": [("いつまで", "2026年10月"), ("期間", "6か月"), ("分け方", "キャンペーン")],
    "promises": [("いつまで", "2026年10月"), ("期間", "3か月"), ("内訳", "担当")],
    "targets": [("いつまで", "2026年10月"), ("期間", "この年度")],
    "definitions": [("期間", "2026年9月"), ("リードソース", "展示会")],
}
"""What is chosen on a page, by the labels of its boxes."""


@pytest.fixture(scope="module")
def address(serve_on, tmp_path_factory) -> str:
    """A server with the demo and an action of its own."""
    home = tmp_path_factory.mktemp("demo")
    environment = {**os.environ, "FUNNEL_HOME": str(home)}
    add = [
        "action",
        "add",
        "電話する",
        "--owner",
        "田中",
        "--figure",
        "sql_rate",
        "--source",
        "Web",
    ]
    for command in (["demo"], add, ["note", "add", "新価格", "--on", "2026-11-18"]):
        program = "from funnel.cli import app; app()"
        subprocess.run(
            [sys.executable, "-c", program, *command], check=True, env=environment, cwd=ROOT
        )
    return serve_on(home=home)


@pytest.fixture
def elsewhere(browser: Browser) -> Iterator[Page]:
    """A browser that was never here."""
    context = browser.new_context(viewport={"width": 1920, "height": 1080}, locale="ja-JP")
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def narrow(screen: Screen, label: str, option: str) -> None:
    screen.page.get_by_role("button", name="しぼり込み").click()
    screen.pick(label, option)
    screen.page.keyboard.press("Escape")


def shown(page: Page) -> list[str]:
    """The lines the page says by now, without the names of the languages."""
    lines = page.locator(MAIN).inner_text().split("\n")
    return [line.strip() for line in lines if line.strip() not in ("", *LANGUAGE_NAMES.values())]


def same_elsewhere(page: Page, other: Page) -> None:
    """What is drawn after the script comes late: the pages are alike in the end."""
    page.keyboard.press("Tab")  # a box of text that is written in counts its letters
    other.goto(page.url)
    wait_for_run(other)
    for _ in range(20):
        if shown(other) == shown(page):
            break
        page.wait_for_timeout(500)
    assert shown(other) == shown(page)


@pytest.mark.parametrize("name", CHOICES)
def test_the_view_chosen_on_a_page_is_restored(watched, address, elsewhere, name):
    screen = watched(address)
    page = screen.open("/" if name == PAGES[0].name else f"/{name}")
    before = shown(page)
    for label, option in CHOICES[name]:
        screen.pick(label, option)
    if name in ("weekly", "definitions"):
        narrow(screen, "担当", "田中")
        expect(page.get_by_role("button", name="しぼり込み (1)")).to_be_visible()
    assert shown(page) != before
    same_elsewhere(page, elsewhere)


def test_what_is_looked_for_among_the_actions_is_restored(watched, address, elsewhere):
    screen = watched(address)
    page = screen.open("/actions")
    screen.pick("リードソース", "Web")
    box = page.get_by_role("textbox", name="言葉で探す")
    screen.after(lambda: (box.fill("電話"), box.press("Enter")))
    assert "source=Web" in page.url
    same_elsewhere(page, elsewhere)
    assert elsewhere.get_by_role("textbox", name="言葉で探す").input_value() == "電話"


def test_the_filters_follow_through_every_page_and_back(watched, address, elsewhere):
    """Also through those that have none of them, and from a link to one of those."""
    screen = watched(address)
    page = screen.open("/?month=2026-09&source=Web&owner=田中&compare=before")
    page.locator(".strip .value").first.wait_for()
    strip = page.locator(".strip").inner_text()
    screen.after(page.get_by_role("link", name="行動と学び").click)
    assert all(part in page.url for part in ("/actions", "month=2026-09", "compare=before"))
    elsewhere.goto(page.url)
    run = wait_for_run(elsewhere)
    elsewhere.get_by_role("link", name="リードソース").click()
    run = wait_for_run(elsewhere, run)
    expect(elsewhere.get_by_text("しぼり込み(Web・田中)はこのページには効きません")).to_be_visible()
    elsewhere.get_by_role("link", name="今週").click()
    wait_for_run(elsewhere, run)
    elsewhere.locator(".strip .value").first.wait_for()
    assert elsewhere.locator(".strip").inner_text() == strip


def test_what_happened_stands_below_the_picture(watched, address):
    page = watched(address).open("/")
    picture = page.locator(".strip .picture").first
    picture.wait_for()
    expect(picture.locator(".event")).to_have_count(2)
    tick = picture.locator(".event").first.bounding_box()
    page.mouse.move(tick["x"], tick["y"] - 4)
    expect(picture.locator(".tip .what")).to_have_text("新価格 (11/18)")
