"""The main job as a person sees it: the demo is there, an export goes in, the numbers change."""

import os
import subprocess
import sys

import pytest
from conftest import ROOT
from playwright.sync_api import Page, expect

from funnel.ui.navigation import PAGES

pytestmark = pytest.mark.browser
FITS = "width => document.querySelector('[data-testid=stMain]').scrollWidth <= width"
COMPANY = ROOT / "tests" / "golden" / "company"


@pytest.fixture(scope="module")
def demo_home(tmp_path_factory):
    """A workspace as `make run` leaves it."""
    home = tmp_path_factory.mktemp("demo")
    environment = {**os.environ, "FUNNEL_HOME": str(home)}
    command = [sys.executable, "-c", "from funnel.cli import app; app()", "demo"]
    subprocess.run(command, check=True, env=environment, cwd=ROOT)
    return home


@pytest.fixture(scope="module")
def demo_server(serve_on, demo_home):
    return serve_on(home=demo_home)


@pytest.fixture
def demo(watched, demo_server):
    return watched(demo_server)


def count(page: Page, stage: str) -> str:
    """What the strip says for a stage."""
    return page.locator(f".strip [data-id={stage}] .value").inner_text()


def size(page: Page, selector: str) -> float:
    """The height of the letters of the first element, in pixels."""
    style = "element => parseFloat(getComputedStyle(element).fontSize)"
    return page.locator(selector).first.evaluate(style)


def test_the_story_is_read_from_the_back_of_the_room(demo):
    page = demo.open("/")
    expect(page.locator("h1")).to_have_text("引き渡し → SQL が詰まっています")
    assert size(page, "h1") >= 40
    assert size(page, ".st-key-headline_money [data-testid=stMarkdown] p") >= 44
    expect(page.locator(".st-key-headline_money")).to_contain_text("月 \u2212150万円")
    assert size(page, ".strip .value") >= 44
    assert size(page, ".strip .rate .value") >= 40
    marked = page.locator(".strip .marked")
    expect(marked).to_have_count(1)
    expect(marked).to_contain_text("直近8週")


def test_charts_are_drawn_with_japanese_labels(demo):
    page = demo.open("/")
    expect(page.locator(".js-plotly-plot .ytick text").first).to_be_visible()
    labels = " ".join(page.locator(".js-plotly-plot text").all_text_contents())
    assert "展示会" in labels
    assert "2件" in labels


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("path", ["/", *(f"/{page.name}" for page in PAGES[1:])])
def test_nothing_runs_out_of_the_screen(demo, path, language):
    page = demo.open(f"{path}?lang={language}")
    for width, height in ((1920, 1080), (1280, 720)):
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_function(FITS, arg=width, timeout=5_000)


def test_a_link_brings_the_same_view_back(demo, watched):
    page = demo.open("/")
    demo.after(lambda: choose(page, "期間", "2026年9月"))
    demo.after(lambda: choose(page, "リードソース", "展示会"))
    expect(page.get_by_text("2026年9月30日(水)時点")).to_be_visible()
    address, leads = page.url, count(page, "leads")
    assert "month=2026-09" in address
    assert int(leads) < int(count(watched(demo.url).open("/?month=2026-09"), "leads"))
    again = watched(demo.url).open(address.removeprefix(demo.url))
    expect(again.get_by_text("2026年9月30日(水)時点")).to_be_visible()
    assert count(again, "leads") == leads


def choose(page: Page, label: str, option: str) -> None:
    page.get_by_role("combobox", name=label).click()
    page.get_by_role("option", name=option).first.click()


def test_a_count_opens_to_its_definition_and_rows(demo):
    page = demo.open("/")
    leads = count(page, "leads")
    demo.after(page.locator(".strip [data-id=leads]").click)
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("登録された人数")
    expect(dialog).to_contain_text(f"全{leads}件")
    expect(dialog.get_by_test_id("stDataFrame")).to_be_visible()
    assert "@" not in dialog.inner_text()


def test_a_rate_opens_on_both_bases(demo):
    page = demo.open("/")
    demo.after(page.locator(".strip [data-id=mql_rate]").click)
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("MQL ÷ リード")
    expect(dialog.get_by_test_id("stMetric")).to_have_count(2)
    expect(dialog).to_contain_text("80%区間")
    expect(dialog).to_contain_text("若いコホート")


@pytest.mark.parametrize("card", ["商談期間", "リードタイム"])
def test_every_figure_of_the_cards_opens(demo, card):
    page = demo.open("/")
    demo.after(page.get_by_role("button", name=card, exact=True).click)
    expect(page.get_by_role("dialog")).to_contain_text("対象一覧(期間)")


def test_the_next_action_opens_the_rows_it_is_about(demo):
    page = demo.open("/")
    button = page.get_by_role("button", name="件を見る")
    number = button.inner_text().removesuffix("件を見る")
    demo.after(button.click)
    expect(page.get_by_role("dialog")).to_contain_text(f"全{number}件")


def test_the_reason_is_one_click_away(demo):
    page = demo.open("/")
    demo.after(page.get_by_role("button", name="根拠を見る").click)
    dialog = page.get_by_role("dialog")
    for title in ("考えられる読み方", "どこに集まっているか", "段階ごとの判断", "判断のしかた"):
        expect(dialog).to_contain_text(title)
    expect(dialog).to_contain_text("原因の証明ではありません")
    expect(dialog.get_by_test_id("stDataFrame")).to_have_count(2)


def test_an_export_is_uploaded_and_the_numbers_change(watched, serve, tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    screen = watched(serve(home=home))
    page = screen.open("/")
    expect(page.locator("h1")).to_have_text("まだデータがありません")
    screen.press("データを取り込む")
    screen.choose(COMPANY / "leads.csv", COMPANY / "opportunities.csv")
    screen.press("公開する")
    expect(page.locator("h1")).to_have_text("第1版を公開しました")
    screen.press("今週を見る")
    assert count(page, "leads") == "5"

    fewer = tmp_path / "leads.csv"
    lines = (COMPANY / "leads.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    fewer.write_text("".join(lines[:-1]), encoding="utf-8")
    screen.to("取り込み")
    screen.choose(fewer)
    screen.press("公開する")
    screen.after(page.get_by_role("link", name="今週").click)
    assert count(page, "leads") == "4"


@pytest.mark.parametrize("path", ["/", "/sources", "/definitions"])
def test_every_page_as_the_first_request_to_a_fresh_server(watched, serve, demo_home, path):
    page = watched(serve(home=demo_home)).open(path)
    expect(page.get_by_test_id("stTopNav")).to_have_text(
        "今週月次リードソース商談行動と学び約束と定義データ"
    )
    expect(page.locator("h1")).to_be_visible()


def test_a_length_tells_what_it_is_with_open_deals_in_account(demo):
    page = demo.open("/")
    demo.after(page.get_by_role("button", name="商談期間", exact=True).click)
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("進行中も考慮")
    expect(dialog).to_contain_text("受注したもののうち半数は")
