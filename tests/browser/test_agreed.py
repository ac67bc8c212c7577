"""Agreeing on another threshold with its effect in view, and coming back to the old one."""

import os
import re
import shutil
import subprocess
import sys

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def demo_home(tmp_path_factory):
    """The demo company, with what its departments agreed on."""
    home = tmp_path_factory.mktemp("demo")
    subprocess.run(
        [sys.executable, "-c", "from funnel.cli import app; app()", "demo"],
        env={**os.environ, "FUNNEL_HOME": str(home)}, check=True, capture_output=True,
    )  # fmt: skip
    return home


@pytest.fixture
def screen(watched, serve, demo_home, tmp_path):
    """A copy of its own, in which anything may be agreed on."""
    return watched(serve(home=shutil.copytree(demo_home, tmp_path / "home")))


def test_a_threshold_is_agreed_on_and_taken_back(screen):
    page = screen.open("/agreement")
    heading = page.locator("h1")
    expect(heading).to_have_text("合意 第2版(2026/04/01から)")
    screen.press("変更する")
    page.get_by_role("combobox", name="MQL になる日").click()
    screen.after(page.get_by_role("option", name="スコアがしきい値に届いた日").click)
    threshold = page.get_by_role("spinbutton", name="スコアのしきい値")
    threshold.fill("70")
    screen.after(lambda: threshold.press("Tab"))
    effect = page.locator(".st-key-card_effect")
    expect(effect).to_contain_text("この合意だったら")
    expect(effect).to_contain_text("営業に渡っておらず、質は不明")
    expect(page.get_by_role("button", name="この内容で合意する")).to_be_disabled()
    reason = page.get_by_role("textbox", name="理由")
    reason.fill("四半期だけ試す")
    screen.after(lambda: reason.press("Control+Enter"))
    screen.press("この内容で合意する")
    expect(heading).to_contain_text("合意 第3版")
    history = page.locator(".st-key-card_agreements")
    expect(history).to_contain_text("四半期だけ試す")

    screen.after(page.locator(".st-key-compare_3").get_by_role("button").click)
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("スコアのしきい値")
    expect(dialog).to_contain_text("70")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()

    screen.after(page.locator(".st-key-back_3").get_by_role("button").click)
    why = dialog.get_by_role("textbox")
    why.fill("元の定義に戻す")
    why.press("Enter")
    expect(dialog.get_by_role("button", name="取り消す")).to_be_enabled()
    screen.after(dialog.get_by_role("button", name="取り消す").click)
    expect(heading).to_have_text("合意 第2版(2026/04/01から)")
    expect(history).to_contain_text("元の定義に戻す")


def test_promises_show_both_sides_and_what_is_overdue(screen):
    page = screen.open("/promises")
    expect(page.locator("h1")).to_contain_text("最も守れていない約束")
    expect(page.locator(".st-key-card_marketing")).to_contain_text("MQL から引き渡しまで")
    expect(page.locator(".st-key-card_sales")).to_contain_text("引き渡しから初回接触まで")
    expect(page.locator(".st-key-card_overdue").get_by_test_id("stDataFrame")).to_be_visible()
    expect(page.get_by_text(re.compile("^合意の見直し"))).to_be_visible()
    screen.after(page.get_by_role("button", name="今日、合意を見直した").click)
    expect(page.get_by_text(re.compile("^合意の見直し"))).to_have_count(0)
