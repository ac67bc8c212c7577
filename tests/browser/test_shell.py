"""The frame around the pages: addresses, language, navigation."""

import re
import urllib.request

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_the_very_first_request_may_be_a_deep_link(watched, serve):
    fresh_server = serve()
    page = watched(fresh_server).open("/data")
    expect(page.get_by_test_id("stTopNav")).to_have_text(
        "今週月次リードソース商談行動と学び約束と定義データ"
    )
    expect(page).to_have_url(f"{fresh_server}/data")


def test_english_follows_from_page_to_page(screen):
    page = screen.open("/?lang=en")
    screen.to("Import")
    expect(page).to_have_url(f"{screen.url}/data?lang=en")
    screen.after(page.get_by_role("link", name="This week").click)
    expect(page).to_have_url(f"{screen.url}/?lang=en")


def test_the_language_is_chosen_at_the_top(screen):
    page = screen.open("/data")
    screen.after(page.get_by_role("radio", name="English").click)
    expect(page).to_have_url(f"{screen.url}/data?lang=en")
    expect(page.get_by_test_id("stTopNav")).to_have_text(
        "This weekThe monthSourcesDealsActionsThe agreementData"
    )
    screen.after(page.get_by_role("radio", name="日本語").click)
    expect(page).to_have_url(f"{screen.url}/data")


@pytest.mark.parametrize(
    ("path", "marked"),
    [
        ("/", []), ("/sources", []), ("/data", ["データ"]), ("/links", ["データ"]),
        ("/promises", ["約束と定義"]), ("/review", ["約束と定義"]),
    ],
)  # fmt: skip
def test_the_menu_says_that_one_is_in_it(screen, path, marked):
    menus = screen.open(path).get_by_test_id("stTopNavSection").locator("p")
    weights = "all => all.map(each => [each.innerText, getComputedStyle(each).fontWeight])"
    assert [name for name, weight in menus.evaluate_all(weights) if weight == "700"] == marked


@pytest.mark.parametrize("path", ["/nothing-here", "/two/deep?lang=ja"])
def test_an_unknown_address_opens_the_first_page_and_says_so(screen, path):
    page = screen.open(path)
    expect(page).to_have_url(f"{screen.url}/")
    expect(page.get_by_test_id("stToast")).to_contain_text(path.split("?")[0])
    screen.to("取り込み")
    expect(page).to_have_url(f"{screen.url}/data")


def test_the_default_page_answers_to_its_own_name(screen):
    page = screen.open("/weekly?lang=en")
    expect(page).to_have_url(f"{screen.url}/?lang=en")
    expect(page.get_by_test_id("stToast")).to_have_count(0)


def test_scripts_come_compressed_and_health_answers(server):
    shell = urllib.request.urlopen(f"{server}/").read().decode()
    script = re.search(r'src="\./(static/js/[^"]+)"', shell)
    assert script
    for _ in range(2):
        request = urllib.request.Request(
            f"{server}/{script[1]}", headers={"Accept-Encoding": "gzip"}
        )
        with urllib.request.urlopen(request) as answer:
            assert answer.headers["Content-Encoding"] == "gzip"
            assert len(answer.read()) == int(answer.headers["Content-Length"])
    assert urllib.request.urlopen(f"{server}/healthz").status == 200
