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
def strip_server(serve_on):
    return serve_on(script=Path(__file__).parent / "strip_app.py")


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
          .filter((e) => ["color", "stroke", "fill", "backgroundColor", "borderTopColor"]
            .some((name) => getComputedStyle(e)[name] === "rgb(194, 65, 12)"))
          .map((e) => e.closest("[data-id]").dataset.id)"""
    )
    assert set(accent) == {"rate1"}


def test_the_bar_holds_what_is_there_against_the_target_and_the_pace(watched, strip_server):
    page = watched(strip_server).open()

    def share(stage: str, part: str) -> float:
        """Where the part ends, of the bar's width."""
        return float(
            page.locator(f".strip [data-id={stage}] .{part}").evaluate(
                """(part) => {
                  const at = part.getBoundingClientRect();
                  const bar = part.parentElement.getBoundingClientRect();
                  const end = part.className === "there" ? at.right : (at.left + at.right) / 2;
                  return (end - bar.left) / bar.width;
                }"""
            )
        )

    assert share("stage5", "there") == pytest.approx(0.5, abs=0.02)  # 100 of 200
    assert share("stage5", "pace") == pytest.approx(0.75, abs=0.02)  # 150 by now
    assert share("stage4", "there") == pytest.approx(1, abs=0.02)  # 100 where 80 were wanted
    assert share("stage4", "goal") == pytest.approx(0.8, abs=0.02)
    assert page.locator(".strip [data-id=stage3] .there").count() == 0


def test_the_picture_draws_what_is_known_and_tells_each_point(watched, strip_server):
    page = watched(strip_server).open()
    picture = page.locator(".strip [data-picture=stage5]")
    assert picture.get_attribute("role") == "img"
    assert picture.get_attribute("aria-label") == "推移 300, 301"
    # Five whole weeks, eight whole months (three are unknown); what is not whole stands apart.
    lines = [line.get_attribute("d") or "" for line in picture.locator("path.value").all()]
    assert [line.count("L") for line in lines] == [4, 7]
    assert picture.locator("path.before").count() == 1
    assert picture.locator("circle.value.open").count() == 2
    assert picture.locator("circle.before.open").count() == 1

    tip = picture.locator(".tip")
    expect(tip).to_be_hidden()
    room = picture.bounding_box()
    assert room is not None
    picture.hover(position={"x": 5 / 190 * room["width"], "y": 20})
    expect(tip).to_have_text("0週前 300(前年 250)")
    page.mouse.move(0, 0)
    expect(tip).to_be_hidden()
    page.locator(".strip [data-id=stage5]").focus()
    page.keyboard.press("Tab")
    expect(tip).to_have_text("0週前 300(前年 250)")
    page.keyboard.press("ArrowRight")
    expect(tip).to_have_text("1週前 301(前年 250)")


def test_the_picture_opens_its_stage_too(watched, strip_server):
    screen = watched(strip_server)
    page = screen.open()
    screen.after(page.locator(".strip [data-picture=stage2]").click)
    expect(page.get_by_role("dialog")).to_contain_text("opened stage2")


def test_on_a_phone_the_stages_stand_below_each_other(watched, strip_server):
    screen = watched(strip_server)
    screen.page.set_viewport_size({"width": 390, "height": 844})
    page = screen.open()
    root = page.locator(".strip")
    assert root.evaluate(CUT_OFF) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    tops = root.evaluate(
        "(root) => [...root.querySelectorAll('.stage')].map((e) => e.getBoundingClientRect().top)"
    )
    assert tops == sorted(set(tops))


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
