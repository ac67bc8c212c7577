"""From the header to a masked lead and its whole way; and a newcomer shown around the week."""

import os
import subprocess
import sys
from urllib.parse import quote_plus

import pytest
from conftest import ROOT
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
BOTTOM = "element => element.getBoundingClientRect().bottom"


@pytest.fixture(scope="module")
def demo_server(serve_on, tmp_path_factory):
    home = tmp_path_factory.mktemp("demo")
    environment = {**os.environ, "FUNNEL_HOME": str(home)}
    command = [sys.executable, "-c", "from funnel.cli import app; app()", "demo"]
    subprocess.run(command, check=True, env=environment, cwd=ROOT, capture_output=True)
    return serve_on(home=home)


def test_a_name_that_is_typed_leads_to_the_whole_way(watched, demo_server):
    screen = watched(demo_server)
    page = screen.open("/?lang=en")
    screen.press("Search")
    expect(page).to_have_url(f"{demo_server}/search?lang=en")
    box = page.get_by_role("textbox", name="Find a lead, a deal or a figure")
    box.fill("松本 ウェビナー")
    screen.after(lambda: box.press("Enter"))
    expect(page).to_have_url(f"{demo_server}/search?lang=en&q={quote_plus('松本 ウェビナー')}")
    card = page.locator(".st-key-card_found_lead")
    expect(card.get_by_role("heading")).to_contain_text("Leads: ")
    expect(card).to_contain_text("松… / ")
    screen.after(card.get_by_role("button").first.click)
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Lead 1182")
    expect(dialog.get_by_test_id("stDataFrame")).to_be_visible()
    expect(dialog).not_to_contain_text("松本")


def test_the_tour_marks_what_it_tells_and_goes_for_good(watched, demo_server):
    screen = watched(demo_server)
    page = screen.open("/")
    tour = page.locator(".st-key-card_tour")
    expect(tour).to_have_count(0)
    screen.press("はじめての方へ")
    expect(tour).to_contain_text("はじめての方へ 1/5")
    verdict = page.locator(".st-key-headline_marked")
    outline = "element => getComputedStyle(element).outlineStyle"
    assert verdict.evaluate(outline) == "solid"
    assert tour.evaluate(BOTTOM) <= verdict.evaluate(
        "element => element.getBoundingClientRect().top"
    )
    for step in range(2, 6):
        screen.press("次へ")
        expect(tour).to_contain_text(f"はじめての方へ {step}/5")
        assert verdict.evaluate(outline) == "none"
    screen.press("閉じる")
    expect(tour).to_have_count(0)
    screen.press("会議をはじめる")
    expect(page.locator(".st-key-header_end")).to_be_hidden()
    expect(tour).to_have_count(0)
