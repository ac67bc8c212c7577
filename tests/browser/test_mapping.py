"""The mapping screen, with names in the file that mean harm."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

EVIL = "<img src=x onerror=alert(1)>"
DEALS = f"""\
管理コード,"<script>alert(2)</script>",{EVIL},進み具合,起票,見込額
X1,<b>甲</b>,{EVIL},A:提案中,03/04/2026,"1,000"
X2,=cmd|calc,[link](javascript:alert(3)),Z:成約,04/05/2026,2万円
"""


@pytest.fixture
def screen(watched, serve, tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    found = watched(serve(home=home))
    found.page.on("dialog", lambda dialog: found.errors.append(f"alert: {dialog.message}"))
    return found


def test_names_with_markup_are_shown_as_written_and_run_nowhere(screen, tmp_path):
    file = tmp_path / "案件 <b>.csv"
    file.write_text(DEALS, encoding="utf-8")
    page = screen.open("/data")
    screen.choose(file)
    expect(page.locator("h1")).to_have_text("「案件 <b>.csv」の列を確認してください")
    screen.pick("商談名・案件名", "<script>")
    page.get_by_text("ほかの項目").click()
    expect(page.get_by_role("combobox", name="会社名", exact=True)).to_be_visible()
    screen.pick("会社名", "<img")
    screen.pick("商談の開始日", "起票")
    expect(page.get_by_role("button", name="この対応で読む").first).to_be_disabled()
    screen.after(page.get_by_role("radio", name="4月3日").or_(
        page.get_by_role("button", name="4月3日")).first.click)  # fmt: skip
    screen.press("この対応で読む")
    expect(page.locator("h1")).to_have_text("2行を読み取りました")
    screen.press("公開する")
    expect(page.get_by_text("第1版・")).to_be_visible()
    for name in ("履歴", "データ品質", "つながり"):
        screen.to(name)
    screen.after(page.get_by_role("link", name="今週").click)
    assert page.locator("img[src=x]").count() == 0
    assert page.locator("h1 b").count() == 0


def test_suggestions_are_marked_and_the_mapping_can_be_taken_along(screen, tmp_path):
    file = tmp_path / "台帳.csv"
    rows = "".join(f"K{n};a{n}@c.example;2026/3/{n}\n" for n in range(1, 9))
    file.write_text(f"台帳No.;連絡先アドレス;受付した日\n{rows}", "cp932")
    page = screen.open("/data")
    screen.choose(file)
    expect(page.locator("h1")).to_have_text("「台帳.csv」の列を確認してください")
    expect(page.locator(".st-key-card_columns").get_by_text("提案", exact=True)).to_have_count(3)
    page.get_by_text("この対応のファイル(TOML)").click()
    with page.expect_download() as saved:
        page.get_by_role("button", name="TOML を保存").click()
    text = saved.value.path().read_text(encoding="utf-8")
    assert 'object = "leads"' in text
    assert 'created = "受付した日"' in text


@pytest.mark.parametrize("size", [(1920, 1080), (1280, 720)])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_screen_fits(screen, tmp_path, size, language):
    file = tmp_path / "deals.csv"
    file.write_text(DEALS, encoding="utf-8")
    screen.page.set_viewport_size({"width": size[0], "height": size[1]})
    page = screen.open(f"/data?lang={language}")
    screen.choose(file)
    width = page.locator("[data-testid=stMain]").evaluate("element => element.scrollWidth")
    assert width <= size[0]
