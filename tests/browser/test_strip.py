"""The funnel strip in a browser: what it does that Python cannot check."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

CUT_OFF = """
(root) => [...root.querySelectorAll("span, button")]
  .filter((e) => e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0)
  .map((e) => `${e.className}: ${e.textContent}`)
"""


@pytest.fixture(scope="module")
def strip_server(serve):
    return serve(script=Path(__file__).parent / "strip_app.py")


def test_a_click_and_the_keyboard_open_the_figure(watched, strip_server):
    screen = watched(strip_server)
    page = screen.open()
    for _ in range(2):  # the same figure again, too
        screen.after(page.get_by_role("button", name="率1").click)
        expect(page.get_by_role("dialog")).to_contain_text("opened rate1")
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("button", name="段階5").focus()
    screen.after(lambda: page.keyboard.press("Enter"))
    expect(page.get_by_role("dialog")).to_contain_text("opened stage5")


def test_data_is_text_and_only_the_marked_rate_carries_the_accent(watched, strip_server):
    page = watched(strip_server).open()
    expect(page.get_by_role("button", name="<b>受入</b>, —, 未計測", exact=True)).to_be_visible()
    accent = page.locator(".strip").evaluate(
        """(root) => [...root.querySelectorAll("*")]
          .filter((e) => getComputedStyle(e).color === "rgb(194, 65, 12)")
          .map((e) => e.closest("button").dataset.id)"""
    )
    assert set(accent) == {"rate1"}


@pytest.mark.parametrize(("width", "stage", "rate"), [(1920, 44, 36), (1280, 26, 22)])
def test_seven_stages_fit_the_screen(watched, strip_server, width, stage, rate):
    screen = watched(strip_server)
    screen.page.set_viewport_size({"width": width, "height": width * 9 // 16})
    page = screen.open()
    root = page.locator(".strip")
    assert root.evaluate(CUT_OFF) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width

    def size(selector: str) -> float:
        return float(
            root.locator(selector).first.evaluate("(e) => parseFloat(getComputedStyle(e).fontSize)")
        )

    assert size(".stage .value") >= stage
    assert size(".rate .value") >= rate
