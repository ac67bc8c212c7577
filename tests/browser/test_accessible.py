"""Every page by WCAG 2.2 AA, in both languages and both themes; by keyboard, and on a telephone."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import ROOT, Screen
from contrast import assert_read_from_afar
from playwright.sync_api import Page, expect

from funnel.ui.navigation import PAGES, Entry
from funnel.ui.texts import Texts

pytestmark = pytest.mark.browser

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
EVERY_RULE = {"type": "tag", "values": WCAG}
COLOURS = {"type": "rule", "values": ["color-contrast"]}  # all that another theme changes
THEMES = {"light": EVERY_RULE, "dark": COLOURS}
PHONE = {"width": 390, "height": 844}

# Streamlit's own, which cannot be mended from outside: a rule, and where it may be broken.
NOT_OURS = {
    # The menu of a narrow screen wraps each section of its list in a <div>.
    ("list", "[data-testid=stSidebarNavItems]"),
    ("listitem", "[data-testid=stSidebarNavItems]"),
    # What is moved within its card takes no tabindex from us; Chromium and Firefox let the
    # keyboard into such a box by themselves.
    ("scrollable-region-focusable", "[data-testid=stTable]"),
    ("scrollable-region-focusable", ".st-key-rules_chart"),
    ("scrollable-region-focusable", ".st-key-quality_chart"),
    ("scrollable-region-focusable", ".st-key-pipeline_chart"),
    ("scrollable-region-focusable", ".st-key-moves_chart"),
    ("scrollable-region-focusable", ".st-key-quality_chart"),
}

DRAWN = """
() => !document.querySelector("[data-testid=stSkeleton]")
  && [...document.querySelectorAll(".js-plotly-plot")].every(plot => plot.querySelector("text"))
"""
SHOWN = "theme => getComputedStyle(document.querySelector('.stApp')).colorScheme === theme"
STANDS_IN = "([target, place]) => !!document.querySelector(target)?.closest(place)"


@pytest.fixture(scope="module")
def workspaces(serve_on, tmp_path_factory):
    """The addresses of two servers: one with the demo, one with nothing."""
    home = tmp_path_factory.mktemp("demo")
    subprocess.run(
        [sys.executable, "-c", "from funnel.cli import app; app()", "demo"],
        env={**os.environ, "FUNNEL_HOME": str(home)}, cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    return {"demo": serve_on(home=home), "empty": serve_on()}


def walk(screen: Screen, language: str, pages: Sequence[Entry] = PAGES) -> Iterator[Entry]:
    """Every page in turn, as a visitor goes through them: by the menu, without loading anew."""
    t = Texts(language)
    page = screen.open(f"/?lang={language}")
    for entry in pages:
        if entry.section:
            screen.to(t(entry.text_key))
        elif entry is not PAGES[0]:
            links = page.get_by_test_id("stTopNav").get_by_role("link")
            screen.after(links.filter(has_text=t(entry.text_key)).first.click)
        page.wait_for_function(DRAWN)
        yield entry


def show(page: Page, theme: str) -> None:
    """What the visitor's system says; the page follows without being loaded anew."""
    page.emulate_media(color_scheme=theme)
    page.wait_for_function(SHOWN, arg=theme)
    page.wait_for_timeout(250)  # colours glide


def broken(page: Page, rules: dict[str, object], but: set[tuple[str, str]]) -> list[str]:
    """What axe-core finds against the rules, each with its place and what it says."""
    options = {"runOnly": rules, "resultTypes": ["violations"]}
    violations = Axe().run(page, options=options).response["violations"]
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in violations
        for node in rule["nodes"]
        if not any(rule["id"] == name and _in(page, node, place) for name, place in but)
    ]


def _in(page: Page, node: dict[str, list[str | list[str]]], place: str) -> bool:
    """Whether it stands in `place`; what is inside a component stands where that stands."""
    target = node["target"][0]
    return page.evaluate(STANDS_IN, [target if isinstance(target, str) else target[0], place])


# Without data every page that needs them is one and the same.
SEEN = {"demo": PAGES, "empty": (PAGES[0], *(entry for entry in PAGES if not entry.needs_data))}
THEMES_OF = {"ja": ("light", "dark"), "en": ("light",)}  # the dark colours are the same in both


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("workspace", ["demo", "empty"])
def test_every_page_keeps_the_rules_in_both_themes(watched, workspaces, workspace, language):
    screen = watched(workspaces[workspace])
    found = {}
    for entry in walk(screen, language, SEEN[workspace]):
        for theme in THEMES_OF[language]:
            show(screen.page, theme)
            if problems := broken(screen.page, THEMES[theme], NOT_OURS):
                found[entry.name, theme] = problems
    assert found == {}


def test_a_telephone_shows_every_page_whole(watched, workspaces):
    screen = watched(workspaces["demo"])
    screen.page.set_viewport_size(PHONE)
    page, found, t = screen.open("/"), {}, Texts("ja")
    for entry in PAGES:
        if entry is not PAGES[0]:
            page.get_by_test_id("stExpandSidebarButton").click()
            links = page.get_by_test_id("stSidebar").get_by_role("link")
            screen.after(links.filter(has_text=t(entry.text_key)).first.click)
            page.get_by_test_id("stSidebarCollapseButton").get_by_role("button").click()
        page.wait_for_function(DRAWN)
        page.wait_for_timeout(300)  # the menu glides away
        widths = page.evaluate(
            "() => [document.documentElement, document.querySelector('[data-testid=stMain]')]"
            ".map(element => element.scrollWidth)"
        )
        problems = broken(page, EVERY_RULE, NOT_OURS)
        if widths != [PHONE["width"]] * 2 or problems:
            found[entry.name] = widths, problems
    assert found == {}
    screen.after(page.get_by_role("radio", name="English").click)
    expect(page).to_have_url(f"{screen.url}/{PAGES[-1].name}?lang=en")


@pytest.mark.parametrize("theme", THEMES)
def test_the_verdict_is_read_from_the_back_of_the_room(watched, workspaces, theme):
    screen = watched(workspaces["demo"])
    page = screen.page
    page.emulate_media(color_scheme=theme)
    screen.open("/")
    verdict = page.locator(".st-key-headline_marked, .st-key-headline_calm")
    assert_read_from_afar(verdict.locator("h1"), size=40)
    assert_read_from_afar(verdict.locator("p:not(button p)"), size=20)
    figures = page.locator(".strip .stage .value, .strip .rate .value")
    figures.first.wait_for()  # drawn after the run
    assert_read_from_afar(figures)


# What the keyboard is on, through the edge of components; whether something says so that was not
# there before: an outline of two pixels or more, or a shadow, on it or on the box around it.
FOCUS = """
() => {
  let on = document.activeElement;
  while (on?.shadowRoot?.activeElement) on = on.shadowRoot.activeElement;
  if (!on || on === document.body) return null;
  const seen = (window.reached ??= new Set());
  const again = seen.has(on);
  seen.add(on);
  const ringed = [on, on.parentElement, on.parentElement?.parentElement].some(each => {
    const style = each && getComputedStyle(each);
    const outline = style?.outlineStyle;  // "auto": the browser's own, as on a box that scrolls
    if (outline === "auto" || (outline !== "none" && parseFloat(style?.outlineWidth) >= 2))
      return !!each;
    return each === on && style.boxShadow !== "none";
  });
  const name = on.getAttribute("aria-label") || on.innerText || on.dataset.testid || "";
  const what = `${on.tagName} ${name.slice(0, 30)}`;
  return { again, ringed, what, inside: on.tagName === "CANVAS" };
}
"""
# Of radio buttons the chosen one is reached, and the arrow keys go on from it.
UNREACHED = """
() => {
  const left = [];
  const look = root => {
    for (const each of root.querySelectorAll("*")) {
      if (each.shadowRoot) look(each.shadowRoot);
      const control = "button, a[href], input, select, textarea, summary, canvas[tabindex]";
      if (!each.matches(control) || each.tabIndex < 0 || each.disabled) continue;
      if (each.matches("[role=radio][aria-checked=false]") || window.reached.has(each)) continue;
      if (each.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
        left.push(`${each.tagName} ${each.getAttribute("aria-label") || each.innerText}`);
    }
  };
  look(document);
  return left;
}
"""


def test_every_control_is_reached_by_keyboard_and_says_so(watched, workspaces):
    screen = watched(workspaces["demo"])
    page, found = screen.page, {}
    for entry in walk(screen, "ja"):
        page.evaluate("() => { window.reached = new Set(); document.activeElement.blur(); }")
        unringed = []
        for _ in range(400):
            page.keyboard.press("Tab")
            focus = page.evaluate(FOCUS)
            if focus is None or (focus["again"] and focus["inside"]):
                continue  # out of the page and in again at its top; from cell to cell of a table
            if focus["again"]:
                break
            if not focus["ringed"]:
                unringed.append(focus["what"])
        left = page.evaluate(UNREACHED)
        if unringed or left:
            found[entry.name] = {"without a ring": unringed, "not reached": left}
    assert found == {}
