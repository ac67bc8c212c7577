"""The page of the week in every state that a company's data can be in, in both languages.

One server a state: everything that is to be seen there is looked at in one visit a language.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from conftest import Screen
from playwright.sync_api import Page, expect
from test_accessible import DRAWN, EVERY_RULE, NOT_OURS, broken

from funnel.reports.bottleneck import bottleneck
from funnel.simulate import DEMO_UNTIL, story_start
from funnel.simulate.parameters import EXHIBITION_NAME
from funnel.store.workspace import Workspace
from tests.states import STATES

pytestmark = pytest.mark.browser

SIZES = ((1920, 1080), (1280, 720), (390, 844))
MEASURED = {("ja", 1280), ("ja", 390), ("en", 1280)}
"""Where the rules are measured, which takes a second each; 1920 is test_accessible's."""
CUT_OFF = """
width => {
  const main = document.querySelector("[data-testid=stMain]");
  const wide = [document.documentElement, main].filter(each => each.scrollWidth > width);
  const out = [];
  const scrolls = element => element.closest(".js-plotly-plot, [data-testid=stDataFrame]");
  const texts = "h1, h2, h3, p, td, button, [data-testid=stMetricValue]";
  for (const each of main.querySelectorAll(texts)) {
    const box = each.getBoundingClientRect();
    if (!box.width || scrolls(each)) continue;
    if (box.right > width + 1 || box.left < -1) out.push(each.innerText.slice(0, 40));
    const cell = each.closest("[class*=st-key-card_]")?.getBoundingClientRect();
    const isOut = cell && box.right > cell.right + 1;
    if (isOut) out.push(`out of its card: ${each.innerText.slice(0, 40)}`);
  }
  const note = document.querySelector(".st-key-header_note")?.getBoundingClientRect();
  for (const each of document.querySelectorAll("[data-testid=stTopNav] :is(a, button)")) {
    const box = each.getBoundingClientRect();
    const isUnder = note && box.right > note.left && box.bottom > note.top && box.top < note.bottom;
    if (box.width && isUnder) out.push(`under the day: ${each.innerText}`);
  }
  return [...wide.map(each => `${each.tagName} ${each.scrollWidth}`), ...out];
}
"""
# Where the accent is: as a text, a background or an edge. The strip is a component of its own.
ACCENTED = """
() => {
  const probe = document.createElement("i");
  document.querySelector(".stApp").append(probe);
  const accents = ["--mark", "--mark-ink", "--mark-pale", "--mark-line"].map(name => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  });
  accents.push("rgb(194, 65, 12)");
  probe.remove();
  const found = new Set();
  const look = root => {
    for (const each of root.querySelectorAll("*")) {
      if (each.shadowRoot) look(each.shadowRoot);
      const style = getComputedStyle(each);
      const edges = ["Top", "Right", "Bottom", "Left"]
        .filter(side => parseFloat(style[`border${side}Width`]))
        .map(side => style[`border${side}Color`]);
      const used = [style.color, style.backgroundColor, ...edges];
      if (!used.some(one => accents.includes(one))) continue;
      if (!each.getBoundingClientRect().width) continue;
      const place = each.closest(".st-key-headline_marked, .rate.marked");
      const name = place && [...place.classList].find(one => /marked/.test(one));
      found.add(name ?? each.outerHTML.slice(0, 90));
    }
  };
  look(document);
  return [...found].sort();
}
"""
MARKED = ["marked", "st-key-headline_marked"]

SENTENCE = {
    "demo": ("引き渡し → SQL が詰まっています", "Handed over → SQL is stuck"),
    "quiet": ("いま詰まっている段階はありません", "Nothing is stuck"),
    "thirty": ("いま詰まっている段階はありません", "Nothing is stuck"),
    "empty": ("まだデータがありません", "There are no data yet"),
    "two_stages": ("リード → 受注 が詰まっています", "Leads → Won is stuck"),
    "leads_only": ("まだ判断できません", "Not enough data to judge yet"),
    "deals_only": ("まだ判断できません", "Not enough data to judge yet"),
    "olist": ("いま詰まっている段階はありません", "Nothing is stuck"),
    "hostile": ("引き渡し → SQL が詰まっています", "Handed over → SQL is stuck"),
}
SAYS = {
    "demo": (EXHIBITION_NAME, EXHIBITION_NAME),
    "quiet": ("いちばん伸ばせるのは SQL → 商談", "Most to gain: SQL → Opportunities"),
    "thirty": ("判断できない段階: 商談 → 受注", "Not to be judged: Opportunities → Won"),
    "olist": ("リードの表は2018年5月31日", "31 May 2018"),
    "leads_only": ("日付の記録が約9か月", "39 weeks"),
    "deals_only": ("日付の記録が約9か月", "39 weeks"),
}
STUCK = {"demo", "two_stages", "hostile"}
"""Where the accent marks the headline and one rate; nowhere else is anything marked."""


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """`homes(state)` is its workspace, made once."""
    made: dict[str, Path] = {}

    def home(state: str) -> Path:
        if state not in made:
            workspace = Workspace(tmp_path_factory.mktemp(state) / "home")
            STATES[state](workspace, tmp_path_factory.mktemp(f"{state}_files"))
            made[state] = workspace.home
        return made[state]

    return home


@pytest.fixture(scope="module")
def hostile(serve_on: Callable[..., str], homes: Callable[[str], Path]) -> str:
    """Two tests look at it."""
    return serve_on(home=homes("hostile"))


@pytest.mark.parametrize("state", STATES)
def test_every_state_is_said_whole_and_keeps_the_rules(
    watched: Callable[[str], Screen],
    serve: Callable[..., str],
    request: pytest.FixtureRequest,
    homes: Callable[[str], Path],
    state: str,
) -> None:
    is_shared = state == "hostile"
    screen = watched(request.getfixturevalue("hostile") if is_shared else serve(home=homes(state)))
    found: dict[tuple[str, int], list[str]] = {}
    for place, language in enumerate(("ja", "en")):
        screen.page.set_viewport_size({"width": SIZES[0][0], "height": SIZES[0][1]})
        page = screen.open(f"/?lang={language}")
        page.wait_for_function(DRAWN)
        expect(page.locator("h1")).to_have_text(SENTENCE[state][place])
        if state in SAYS:
            said = page.locator(".st-key-headline_marked, .st-key-headline_calm").inner_text()
            assert SAYS[state][place] in said
        assert page.evaluate(ACCENTED) == (MARKED if state in STUCK else [])
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            page.wait_for_timeout(250)  # the strip and the charts follow the width
            problems = page.evaluate(CUT_OFF, width)
            if (language, width) in MEASURED:
                problems += broken(page, EVERY_RULE, NOT_OURS)
            if problems:
                found[language, width] = problems
    assert found == {}


def test_the_demos_story_is_dated_within_two_weeks(homes: Callable[[str], Path]) -> None:
    workspace = Workspace(homes("demo"))
    number = workspace.current()
    assert number is not None
    with workspace.open(number) as db:
        change = bottleneck(db, DEMO_UNTIL).verdict.change
    assert change is not None
    assert (change.base, change.target, change.source) == ("handed_over", "sql", EXHIBITION_NAME)
    assert abs(change.since - story_start(DEMO_UNTIL)) <= timedelta(weeks=2)
    assert isinstance(change.since, date)


def test_the_first_day_offers_the_demo_and_own_exports(
    watched: Callable[[str], Screen], serve: Callable[..., str]
) -> None:
    screen = watched(serve())
    page = screen.open("/")
    expect(page.get_by_role("heading", level=3)).to_have_text(
        ["自社のデータではじめる", "まずデモを見る"]
    )
    page.get_by_role("button", name="デモデータを入れる").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    expect(page.locator("h1")).to_have_text("引き渡し → SQL が詰まっています", timeout=60_000)
    expect(page.locator(".st-key-header_note")).to_contain_text("デモデータ")
    own = screen.open("/data")
    expect(own.locator(".st-key-card_in_force")).to_contain_text("デモ")


def test_hostile_texts_run_nothing_and_stay_on_their_lines(
    watched: Callable[[str], Screen], hostile: str
) -> None:
    """An image that ran would say so in the console, which fails the test."""
    screen = watched(hostile)
    page = screen.open("/")
    page.wait_for_function(DRAWN)
    assert page.locator("[data-testid=stMain] img, a[href^='javascript']").count() == 0
    tall = page.locator(".st-key-card_actions td, .st-key-card_today td").evaluate_all(
        "cells => Math.max(...cells.map(cell => cell.getBoundingClientRect().height))"
    )
    assert tall < 140
    for key in ("see_why", "see_today"):
        screen.after(page.locator(f".st-key-{key} button").click)
        dialog = page.get_by_role("dialog")
        expect(dialog).to_be_visible()
        assert _fits(page)
        page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)


def _fits(page: Page) -> bool:
    return bool(
        page.get_by_role("dialog").evaluate(
            "box => box.getBoundingClientRect().right <= innerWidth"
        )
    )
