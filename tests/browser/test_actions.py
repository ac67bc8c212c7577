"""Deciding, settling and saying something in the dialogs of the page of actions."""

import pytest
from playwright.sync_api import expect

from funnel.store.workspace import Workspace
from tests.conftest import GOLDEN, bring

pytestmark = pytest.mark.browser


@pytest.fixture
def home(tmp_path):
    workspace = Workspace(tmp_path / "home")
    bring(workspace, *sorted((GOLDEN / "company").glob("*.csv")))
    return workspace


@pytest.fixture
def screen(watched, serve, home):
    return watched(serve(home=home.home))


def typed(page, label, text):
    """What is not in the list may be typed. A dialog runs by itself: no run of the page tells."""
    box = page.get_by_role("combobox", name=label)
    box.fill(text)
    option = page.get_by_role("option").filter(has_text=text).first
    option.click()
    expect(option).to_be_hidden()


def test_an_action_is_decided_and_learned_from_in_dialogs(screen, home):
    page = screen.open("/actions")
    screen.press("行動を足す")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="何をするか").fill("展示会の41件に電話する")
    typed(page, "担当", "新しい担当")
    screen.press("決定する")
    expect(dialog).to_be_hidden()
    expect(page.locator("h1")).to_have_text("未完了の行動 1件、期限切れはありません")
    expect(page.locator(".st-key-card_actions_open")).to_contain_text("新しい担当・期限")

    screen.press("変更する")
    title = dialog.get_by_role("textbox", name="何をするか")
    expect(title).to_have_value("展示会の41件に電話する")
    title.fill("展示会の41件に、金曜までに電話する")
    screen.press("変更を保存")
    expect(dialog).to_be_hidden()

    screen.press("完了にする")
    dialog.get_by_text("うまくいった", exact=True).click()
    dialog.get_by_role("textbox", name="学んだこと").fill("当日に渡すと早い")
    screen.after(dialog.get_by_role("button", name="完了にする").click)
    expect(dialog).to_be_hidden()
    settled = page.locator(".st-key-card_actions_settled")
    expect(settled).to_contain_text("✓ 展示会の41件に、金曜までに電話する")
    expect(settled).to_contain_text("うまくいった: 当日に渡すと早い")
    (kept,) = home.team.actions()
    assert (kept.plan.owner, kept.state, kept.outcome) == ("新しい担当", "done", "success")


def test_sales_says_something_of_a_lead_by_its_id_and_of_a_campaign(screen, home):
    with home.open(home.current()) as db:
        lead = db.value("select lead_id from leads order by lead_id limit 1")
    page = screen.open("/actions")
    screen.press("営業の声を書く")
    dialog = page.get_by_role("dialog")
    typed(page, "直近30日に引き渡されたリード", "no-such-lead")
    typed(page, "理由", "時期")
    page.get_by_role("button", name="送る").click()
    expect(dialog.get_by_role("alert")).to_contain_text("no-such-lead")
    typed(page, "直近30日に引き渡されたリード", lead.partition(":")[2])
    screen.press("送る")
    expect(dialog).to_be_hidden()
    card = page.locator(".st-key-card_voices")
    expect(card).to_contain_text("時期")

    screen.press("営業の声を書く")
    dialog.get_by_text("施策", exact=True).click()
    typed(page, "施策", "春の展示会")
    typed(page, "理由", "良かった")
    screen.press("送る")
    expect(dialog).to_be_hidden()
    expect(card).to_contain_text("春の展示会 — 良かった")
    said = [(one.about, one.subject, one.reason) for one in home.team.voices()]
    assert said == [("campaign", "春の展示会", "good"), ("lead", lead, "timing")]
    screen.after(page.locator(".st-key-voice_gone_2 button").first.click)
    assert len(home.team.voices()) == 1
