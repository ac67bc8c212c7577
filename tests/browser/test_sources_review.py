"""Lead sources down to their campaigns, and from a what-if to a proposal, as people do it."""

import os
import subprocess
import sys

import pytest
from conftest import ROOT
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def server(serve_on, tmp_path_factory):
    """The demo."""
    home = tmp_path_factory.mktemp("demo")
    subprocess.run(
        [sys.executable, "-c", "from funnel.cli import app; app()", "demo"],
        env={**os.environ, "FUNNEL_HOME": str(home)}, cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    return serve_on(home=home)


def test_why_a_campaign_is_run_is_written_on_its_card(screen):
    page = screen.open("/sources")
    assert "ほかより高い" in page.locator(".st-key-card_quality").inner_text()
    expect(page.locator(".st-key-quality_chart .js-plotly-plot .ytick text")).to_have_count(7)
    card = page.locator("[class*=st-key-card_campaign_]").filter(has_text="2026年秋 展示会")
    screen.after(card.get_by_role("button", name="目的と依頼を書く").click)
    card.get_by_role("textbox", name="目的").fill("<b>決裁者に会う</b>")
    card.get_by_role("textbox", name="営業への依頼").fill("2営業日以内に電話する")
    card.get_by_role("textbox", name="営業への依頼").blur()
    screen.after(card.get_by_role("button", name="保存").click)
    expect(card).to_contain_text("<b>決裁者に会う</b>")
    expect(card).to_contain_text("2営業日以内に電話する")


def test_a_what_if_is_kept_in_the_address_and_becomes_a_proposal(screen, watched):
    page = screen.open("/review")
    screen.pick("何が変わったら", "MQL のしきい値")
    score = page.get_by_role("spinbutton", name="しきい値(点)")
    score.fill("80")
    screen.after(lambda: score.press("Enter"))
    card = page.locator(".st-key-card_whatif")
    expect(card).to_contain_text("今後3か月の受注")
    answer = card.locator("p strong").first.inner_text()
    again = watched(screen.url).open(page.url.removeprefix(screen.url))
    expect(again.locator(".st-key-card_whatif p strong").first).to_have_text(answer)
    screen.press("このしきい値の合意案をつくる")
    expect(page).to_have_url(f"{screen.url}/agreement")
    expect(page.locator(".st-key-card_changes")).to_contain_text("80")
