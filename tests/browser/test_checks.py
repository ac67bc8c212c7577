"""Going through links by keyboard, and what to mend, on the screen."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

LEADS = "Lead ID,Company,Email,Lead Source,Lead Status,Created Date\n"
DEALS = "Opportunity ID,Opportunity Name,Account Name,Stage,Amount,Close Date,Created Date\n"


@pytest.fixture
def screen(watched, serve, tmp_path):
    """A company whose deals name no lead, but companies that have some."""
    home = tmp_path / "home"
    home.mkdir()
    found = watched(serve(home=home))
    leads, deals = tmp_path / "leads.csv", tmp_path / "deals.csv"
    leads.write_text(
        LEADS
        + "".join(
            f"L{n},株式会社アス{n},a{n}@c{n}.example,展示会,Open,2026-01-05\n" for n in range(9)
        )
    )
    deals.write_text(
        DEALS
        + "".join(f"D{n},x,アス{n},Closed Won,{9 - n}00,2026-02-10,2026-01-19\n" for n in range(9))
        + "D9,x,Nobody,Closed Won,,2026-02-10,2026-01-19\n"
    )
    found.open("/data")
    found.choose(leads, deals)
    found.press("公開する")
    return found


def test_links_are_gone_through_by_keyboard_and_taken_in(screen):
    page = screen.page
    screen.press("つながりを確認(9件)")
    heading = page.locator("h1")
    expect(heading).to_have_text("つながる相手の候補がある商談が 9件あります")
    for key in "1" * 6 + "0":
        screen.after(lambda key=key: page.keyboard.press(key))
    screen.after(lambda: page.keyboard.press("s"))
    expect(heading).to_have_text("つながる相手の候補がある商談が 2件あります")
    screen.after(lambda: page.keyboard.press("u"))  # the 'no' is taken back
    expect(heading).to_have_text("つながる相手の候補がある商談が 3件あります")
    screen.press("反映する(6件)")
    expect(heading).to_have_text("第2版を公開しました")
    expect(page.get_by_test_id("stMetricValue").nth(2)).to_have_text("6/10")
    screen.press("元に戻す")
    expect(page.get_by_test_id("stMetricValue").nth(2)).to_have_text("0/10")


def test_what_to_mend_opens_to_its_rows(screen):
    page = screen.page
    screen.to("データ品質")
    expect(page.locator("h1")).to_contain_text("種類あります")
    expect(page.locator(".st-key-card_counts")).to_contain_text("金額のない受注")
    screen.after(
        page.locator(".st-key-row_finding_won_without_amount__").get_by_role("button").click
    )
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("直し方:")
    expect(dialog.get_by_test_id("stDataFrame")).to_be_visible()
    with page.expect_download() as saved:
        dialog.get_by_role("button", name="CSV で保存").click()
    assert "D9" in saved.value.path().read_bytes().decode("utf-8-sig")
