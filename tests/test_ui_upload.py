"""From chosen files to a version in force and back, on the page, without a browser."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from funnel.importers.files.read import stands_in
from funnel.publishing.history import history
from funnel.publishing.publish import roll_back
from funnel.status import status
from funnel.store.team import TeamStore
from funnel.store.workspace import Workspace
from funnel.ui.navigation import DATA, HISTORY, QUALITY, WEEKLY
from funnel.ui.rows import as_csv, guarded
from tests.conftest import GOLDEN, NOON, bring

LEADS, DEALS = GOLDEN / "company" / "leads.csv", GOLDEN / "company" / "opportunities.csv"
OWN = """
tool = "own"
[[tables]]
object = "leads"
[tables.columns]
id = "no"
created = "born"
"""


@pytest.fixture
def page(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("FUNNEL_HOME", str(workspace.home))
    return AppTest.from_file(str(DATA.file), default_timeout=60).run()


def choose(page: AppTest, *files: tuple[str, bytes]) -> AppTest:
    """Choose files as in the browser; reading starts by itself."""
    chosen = [(name, content, "text/csv") for name, content in files]
    page.file_uploader[0].set_value(chosen).run()
    assert not page.exception, page.exception
    return page


def press(page: AppTest, key: str) -> AppTest:
    page.button(key=key).click().run()
    assert not page.exception, page.exception
    return page


def file(path: Path) -> tuple[str, bytes]:
    return path.name, path.read_bytes()


def test_nothing_is_in_force_before_the_button(page: AppTest, workspace: Workspace) -> None:
    choose(page, file(LEADS), file(DEALS))
    assert page.title[0].value == "19行を読み取りました"
    assert page.button(key="publish").label == "公開する"
    assert workspace.current() is None
    press(page, "publish")
    assert page.title[0].value == "第1版を公開しました"
    assert workspace.current() == 1


@pytest.mark.parametrize(
    ("language", "said"), [("ja", "取り込み済みです"), ("en", "This is in force already")]
)
def test_the_same_file_again_is_no_news(
    page: AppTest, workspace: Workspace, language: str, said: str
) -> None:
    bring(workspace, LEADS, DEALS)
    page.session_state["choice_lang"] = language
    page.run()
    choose(page, file(LEADS))
    assert page.title[0].value == said
    assert (page.button(key="publish").proto.type, page.button(key="cancel").proto.type) == (
        "secondary", "primary",
    )  # fmt: skip
    press(page, "cancel")
    assert workspace.current() == 1


def test_the_rows_in_the_title_are_those_in_the_table(page: AppTest) -> None:
    bad = DEALS.read_bytes().replace(b"2026-02-20", b"2026-02-31")
    choose(page, ("deals.csv", bad))
    table = next(frame.value for frame in page.dataframe if "読んだ行" in frame.value)
    assert table[["読んだ行", "読めない行"]].to_numpy().tolist() == [[6, 1]]


def test_a_fault_of_ours_is_said_and_the_page_goes_on(
    page: AppTest, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("broken")

    with monkeypatch.context() as patched:
        patched.setattr("funnel.ui.intake.prepare", fail)
        choose(page, file(LEADS))
    assert any("アプリの不具合" in shown.value for shown in page.markdown)
    assert "rest" not in [button.key for button in page.button]
    press(page, "choose_again")
    choose(page, file(LEADS))
    press(page, "publish")
    assert workspace.current() == 1


def test_cancelling_leaves_no_trace(page: AppTest, workspace: Workspace) -> None:
    choose(page, file(DEALS))
    press(page, "cancel")
    assert workspace.current() is None
    assert page.info[0].value.startswith("取り込みをやめました")
    assert not [path for path in workspace.home.iterdir() if path.name.startswith("draft-")]


def test_rows_that_cannot_be_read_are_listed_and_left_out(
    page: AppTest, workspace: Workspace
) -> None:
    bad = DEALS.read_bytes().replace(b"2026-02-20", b"2026-02-31")
    choose(page, ("deals.csv", bad))
    assert page.title[0].value == "6行を読み取りました。1行は読めません"
    listed = next(table.value for table in page.dataframe if "理由" in table.value)
    assert listed.iloc[0].tolist() == [
        "deals.csv", 3, "Close Date", "2026-02-31", "「2026-02-31」は日付として読めません",
    ]  # fmt: skip
    assert page.button(key="publish").label == "1行を除いて公開する"
    press(page, "publish")
    told = status(workspace)
    assert (told["deals"], told["rows_refused"]) == (6, 1)


def test_addresses_in_what_cannot_be_read_are_masked(page: AppTest) -> None:
    text = (
        "Name,Email,Company,Lead Source,Created Date\n"
        "Aoi Abe,aoi@aster.example,Aster,Web,2026-01-05\n"
        "Ren Baba,ren@birch.example,Birch,Web,ren@birch.example\n"
        "Aoi Abe,aoi@aster.example,Aster,Web,2026-01-05\n"
        "Total 3 rows for boss＠cedar.example,,,,\n"
    )
    choose(page, ("people.csv", text.encode()))
    told = " ".join(str(frame.value.to_dict()) for frame in page.dataframe)
    for name in ("aoi@", "ren@", "boss＠"):
        assert name not in told
    listed = next(table.value for table in page.dataframe if "値" in table.value)
    assert "同じ行が重複しています(最初: row 2)" in listed["理由"].tolist()
    press(page, "publish")
    app = AppTest.from_file(str(QUALITY.file), default_timeout=60).run()
    app.button(key="open_refused__").click().run()
    assert "ren@" not in str(app.dataframe[0].value.to_dict())


def test_addresses_in_a_refusal_are_masked(page: AppTest) -> None:
    rows = "\n".join(f"D1,Aster,Closed Won,5,2026-02-10,x{n}@aster.example" for n in range(2000))
    head = "Opportunity ID,Opportunity Name,Stage,Amount,Close Date,Created Date\n"
    choose(page, ("deals.csv", (head + rows).encode()))
    assert page.title[0].value == "読み取れませんでした"
    said = " ".join(line.value for line in page.markdown).replace("\\", "")
    assert "x…@aster.example" in said
    assert "x1@" not in said


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_file_that_is_no_table_changes_nothing(
    page: AppTest, workspace: Workspace, language: str
) -> None:
    page.session_state["choice_lang"] = language
    choose(page, ("deals.csv", b""))
    title = {"ja": "読み取れませんでした", "en": "This could not be read"}[language]
    assert page.title[0].value == title
    assert workspace.current() is None
    press(page, "choose_again")
    assert page.file_uploader


def test_the_readable_files_go_on_without_the_others(page: AppTest) -> None:
    choose(page, ("empty.csv", b""), file(DEALS))
    press(page, "rest")
    assert page.title[0].value == "7行を読み取りました"


def test_a_zip_with_an_unreadable_member_is_left_out(page: AppTest) -> None:
    """Its problems name the member, `both.zip/photo.png`."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("photo.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    choose(page, ("both.zip", packed.getvalue()), file(DEALS))
    press(page, "rest")
    assert page.title[0].value == "7行を読み取りました"


@pytest.mark.parametrize(
    ("name", "file", "stands"),
    [
        ("a.csv", "a.csv", True), ("a.zip/b.csv", "a.zip", True), ("a.xlsx [x]", "a.xlsx", True),
        ("a.zip/b.xlsx [x]", "a.zip", True), ("a.csv 2.csv", "a.csv", False), ("", "a.csv", False),
    ],
)  # fmt: skip
def test_a_table_is_known_by_the_file_it_stands_in(name: str, file: str, stands: bool) -> None:
    assert stands_in(name, file) is stands


def test_a_path_trick_in_a_zip_is_refused_in_words(page: AppTest, workspace: Workspace) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("../../evil.csv", DEALS.read_bytes())
    choose(page, ("exports.zip", packed.getvalue()))
    assert page.title[0].value == "読み取れませんでした"
    assert any("exports" in line.value for line in page.markdown)
    assert not list(workspace.home.parent.rglob("evil.csv"))


def test_undo_and_redo(page: AppTest, workspace: Workspace) -> None:
    choose(page, file(LEADS))
    press(page, "publish")
    choose(page, file(DEALS))
    press(page, "publish")
    assert workspace.current() == 2
    press(page, "undo")
    assert (workspace.current(), page.title[0].value) == (1, "第1版に戻しました")
    press(page, "redo")
    assert (workspace.current(), page.title[0].value) == (2, "第2版を公開しました")
    assert [len(entry.roll_backs) for entry in history(workspace)] == [1, 1]


def test_what_somebody_else_published_meanwhile_is_compared_with(
    page: AppTest, workspace: Workspace
) -> None:
    choose(page, file(DEALS))
    bring(workspace, LEADS)
    press(page, "publish")
    assert workspace.current() == 1
    assert page.info[0].value.startswith("ほかの人が先に公開したので")
    press(page, "publish")
    assert (status(workspace)["leads"], status(workspace)["deals"]) == (12, 7)


def test_a_part_of_a_table_can_be_added(
    page: AppTest, workspace: Workspace, tmp_path: Path
) -> None:
    header = "Lead ID,Company,Email,Lead Status,Created Date\n"
    rows = [f"L{n},C{n},a{n}@x{n}.example,Open,2026-01-{n % 28 + 1:02}\n" for n in range(60)]
    whole = tmp_path / "leads.csv"
    whole.write_text(header + "".join(rows[:50]))
    bring(workspace, whole)
    page.run()
    choose(page, ("part.csv", (header + "".join(rows[50:])).encode()))
    assert "50行から 10行に減り" in "".join(line.value for line in page.markdown)
    page.button_group(key="adds_ja").set_value([True]).run()
    press(page, "publish")
    assert status(workspace)["leads"] == 60


@pytest.mark.parametrize(
    ("language", "said"), [("ja", "2026年10月18日(日) の書き出し"), ("en", "on Sun 18 Oct 2026")]
)
def test_an_older_export_is_warned_of(
    page: AppTest, workspace: Workspace, tmp_path: Path, language: str, said: str
) -> None:
    newer = tmp_path / "report1794900000000.csv"
    newer.write_bytes(LEADS.read_bytes())
    bring(workspace, newer)
    page.session_state["choice_lang"] = language
    page.run()
    choose(page, ("report1792300000000.csv", LEADS.read_bytes() + b"L99,,,,,,,,,\n"))
    assert said in "".join(line.value for line in page.markdown).replace("\\", "")


def test_a_mapping_file_is_taken_on_the_page(page: AppTest, workspace: Workspace) -> None:
    page.file_uploader[1].set_value(("own.toml", OWN.encode(), "application/toml")).run()
    choose(page, ("people.csv", b"no,born\n1,2026-01-05\n"))
    press(page, "publish")
    assert status(workspace)["batches"][0]["mapping"] == "own.toml"


def test_a_title_out_of_a_mapping_file_fetches_nothing(page: AppTest) -> None:
    title = "![x](https://evil.example/a.png)"
    mapping = f'title = "{title}"\n{OWN}'
    page.file_uploader[1].set_value(("own.toml", mapping.encode(), "application/toml")).run()
    choose(page, ("people.csv", b"no,born\n1,2026-01-05\n"))
    said = shown(page)
    press(page, "publish")
    said += shown(page)
    for entry in (WEEKLY, QUALITY, HISTORY):
        app = AppTest.from_file(str(entry.file), default_timeout=60).run()
        assert not app.exception, app.exception
        said += shown(app)
    assert "evil" in said
    assert title not in said


def shown(page: AppTest) -> str:
    """All that goes through Markdown."""
    kinds = (page.markdown, page.caption, page.title, page.subheader, page.button, page.info)
    return " ".join(
        str(getattr(each, "label", "") or each.value) for kind in kinds for each in kind
    )


def test_the_upload_outlives_a_look_at_another_page(page: AppTest) -> None:
    choose(page, file(DEALS))
    page.run()
    assert page.title[0].value == "7行を読み取りました"


def test_a_page_loaded_anew_says_that_the_upload_is_gone(page: AppTest) -> None:
    choose(page, file(DEALS))
    anew = AppTest.from_file(str(DATA.file), default_timeout=60)
    anew.query_params["upload"] = page.query_params["upload"]
    assert anew.run().info[0].value.startswith("ページを読み込み直したため")
    assert not anew.run().info
    press(page, "cancel")
    assert page.info[0].value.startswith("取り込みをやめました")


def test_a_version_rolled_back_elsewhere_is_not_told_as_published(
    page: AppTest, workspace: Workspace
) -> None:
    bring(workspace, LEADS)
    page.run()
    choose(page, file(DEALS))
    press(page, "publish")
    roll_back(workspace, "tester", NOON, 1)
    page.run()
    assert page.title[0].value.startswith("最新データ")
    assert TeamStore(workspace.home).entries()[0].what == "rolled_back"


@pytest.mark.parametrize(
    ("cell", "saved"),
    [
        ("=1+1", "'=1+1"), ("+81", "'+81"), ("-", "'-"), ("@x", "'@x"), ("\tx", "'\tx"),
        ("\rx", "'\rx"), ("a=1", "a=1"), (-5, -5), (None, None),
    ],
)  # fmt: skip
def test_no_cell_of_a_saved_file_is_a_formula(cell: object, saved: object) -> None:
    assert guarded(cell) == saved
    content = as_csv(pd.DataFrame({"=h": ["=1+1"]}))()
    assert content.decode("utf-8-sig").splitlines() == ["'=h", "'=1+1"]
