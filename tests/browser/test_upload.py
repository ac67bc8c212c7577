"""The marketer's way: an export nobody knows, checked, published, taken back, brought back."""

import io
import zipfile

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

HEADER = "台帳No.;お客さま;お勤め先;連絡先アドレス;きっかけ区分;受付した日;営業渡し日"
UNKNOWN = f"見込み台帳 2026年度;;;;;;\n{HEADER}\n" + "".join(
    f"K{n:03};高橋 {n};㈱①サンプル{n};user{n}@c{n}.example;{'展示会' if n % 2 else 'ウェブ'};"
    f"2026年{n % 9 + 1}月{n % 27 + 1}日;{'2026/10/1' if n % 3 else ''}\n"
    for n in range(1, 31)
)
LEADS = "Lead ID,Company,Email,Lead Source,Lead Status,Created Date\n"
DEALS = "Opportunity ID,Opportunity Name,Account Name,Stage,Amount,Close Date,Created Date\n"
COUNT_CLICKS = "window.clicks = 0; addEventListener('click', () => window.clicks++, true)"


@pytest.fixture
def screen(watched, serve, tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    return watched(serve(home=home))


def write(path, text, encoding="utf-8"):
    path.write_text(text, encoding=encoding)
    return path


def title(page: Page, text: str) -> None:
    expect(page.locator("h1")).to_have_text(text)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_an_unknown_export_is_published_in_five_clicks(screen, tmp_path, language):
    said = {
        "ja": ("「見込み台帳.csv」の列を確認してください", "この対応で読む", "公開する"),
        "en": ("Please check the columns of “見込み台帳.csv”", "Read it this way", "Publish"),
    }[language]
    done = {"ja": "第1版を公開しました", "en": "Version 1 is in force"}[language]
    file = write(tmp_path / "見込み台帳.csv", UNKNOWN, "cp932")
    page = screen.open(f"/data?lang={language}")
    screen.choose(file)
    title(page, said[0])
    page.evaluate(COUNT_CLICKS)
    screen.press(said[1])
    screen.press(said[2])
    title(page, done)
    assert page.evaluate("window.clicks") <= 5
    # Once more, a week later and a row longer: nothing is asked.
    row = "K031;高橋 31;㈱①サンプル31;user31@c31.example;展示会;2026年9月5日;\n"
    screen.choose(write(file, UNKNOWN + row, "cp932"))
    expect(page.locator("h1")).to_contain_text("31")
    expect(page.get_by_role("button", name=said[1])).to_have_count(0)


def test_a_version_is_taken_back_and_brought_again(screen, tmp_path):
    page = screen.open("/data")
    rows = [f"L{n},C{n},a{n}@c{n}.example,Web,Open,2026-01-{n:02}\n" for n in range(1, 21)]
    for count in (20, 18):
        screen.choose(write(tmp_path / "leads.csv", LEADS + "".join(rows[:count])))
        screen.press("公開する")
    title(page, "第2版を公開しました")
    leads = page.get_by_test_id("stMetricValue").first
    expect(leads).to_have_text("18")
    screen.press("元に戻す")
    title(page, "第1版に戻しました")
    expect(leads).to_have_text("20")
    screen.press("やり直す")
    title(page, "第2版を公開しました")
    expect(leads).to_have_text("18")

    screen.to("履歴")
    title(page, "いま使っているのは第2版です")
    screen.press("この版に戻す")
    expect(page.get_by_role("dialog")).to_contain_text("第1版に戻しますか")
    screen.press("第1版に戻す")
    title(page, "いま使っているのは第1版です")


def test_refused_rows_are_saved_with_their_reasons_and_no_formula(screen, tmp_path):
    file = tmp_path / "deals.csv"
    write(file, DEALS + "D1,A,Aster,Closed Won,=1+1,2026-13-01,2026-01-19\n"
          "D2,B,Birch,Closed Won,5,2026-02-10,2026-01-19\n")  # fmt: skip
    page = screen.open("/data")
    screen.choose(file)
    title(page, "1行を読み取りました。1行は読めません")
    with page.expect_download() as saved:
        page.locator(".st-key-card_refused").get_by_role("button", name="CSV で保存").click()
    text = saved.value.path().read_bytes().decode("utf-8-sig")
    assert sorted(text.splitlines()) == [
        "deals.csv,2,Amount,'=1+1,「=1+1」は数として読めません",
        "deals.csv,2,Close Date,2026-13-01,「2026-13-01」は日付として読めません",
        "ファイル,行,列,値,理由",
    ]
    screen.press("1行を除いて公開する")
    title(page, "第1版を公開しました")


def test_a_path_trick_in_a_zip_is_refused_and_nothing_changes(screen, tmp_path):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("../../leads.csv", LEADS + "L1,C,a@c.example,Web,Open,2026-01-01\n")
    file = tmp_path / "exports.zip"
    file.write_bytes(packed.getvalue())
    page = screen.open("/data")
    screen.choose(file)
    title(page, "読み取れませんでした")
    expect(page.locator(".st-key-card_refusal")).to_contain_text("exports.zip")
    screen.press("ファイルを選び直す")
    title(page, "まだデータがありません")
    assert not list(tmp_path.rglob("leads.csv"))


@pytest.mark.parametrize("width", [1280, 1920])
def test_no_table_of_the_preview_is_cut_off(screen, tmp_path, width):
    """Tables are drawn on a canvas: what runs over the edge is scrolled, and not seen."""
    names = "report1795200000000.csv", "商談レポート2026年11月.csv"
    write(tmp_path / names[0], LEADS + "L1,C,a@c.example,Web,Open,2026-01-01\n")
    write(tmp_path / names[1], DEALS + "D1,A,Aster,Closed Won,5,2026-02-10,2026-01-19\n")
    page = screen.page
    page.set_viewport_size({"width": width, "height": 1080})
    screen.open("/data")
    screen.choose(*(tmp_path / name for name in names))
    scrollers = page.locator(".dvn-scroller")
    expect(scrollers.first).to_be_attached()
    page.wait_for_timeout(500)
    cut = scrollers.evaluate_all(
        "all => all.filter(one => one.offsetWidth && one.scrollWidth > one.clientWidth + 1).length"
    )
    assert cut == 0


def test_the_upload_outlives_a_look_at_another_page(screen, tmp_path):
    page = screen.open("/data")
    screen.choose(write(tmp_path / "leads.csv", LEADS + "L1,C,a@c.example,Web,Open,2026-01-01\n"))
    title(page, "1行を読み取りました")
    screen.after(page.get_by_role("link", name="今週").click)
    screen.to("取り込み")
    title(page, "1行を読み取りました")
    screen.press("やめる")
    expect(page.get_by_text("取り込みをやめました")).to_be_visible()
