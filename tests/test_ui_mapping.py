"""Tables nobody recognises: suggested, confirmed with one button, saved, used, mended."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from funnel.errors import WorkspaceUnusable
from funnel.importers.files.layout import TextTable
from funnel.importers.files.read import read_tables
from funnel.importers.profiles.profile import Profile
from funnel.masking import mask_address
from funnel.status import status
from funnel.store.team import TeamStore
from funnel.store.workspace import Workspace
from funnel.ui import mapping_cells
from funnel.ui.mapping_draft import Draft, profile_of, tool_id
from tests.test_ui_upload import DEALS, choose, file, page, press

__all__ = ["page"]  # the fixture

LEADS = """\
台帳No.;お客さま;連絡先アドレス;きっかけ区分;受付した日;営業渡し日;対応の状態
K1;高橋 一;ichi@aster.example;展示会;2026年3月4日;2026年3月9日;営業引渡し済
K2;伊藤 二;ni@birch.example;ウェブ;2026年3月5日;;未対応
K3;佐藤 三;san@cedar.example;ウェブ;令和8年3月6日;;対象外
"""
DATED = """\
管理コード,件名,進み具合,起票,見込額
X1,甲,提案中,03/04/2026,"1,000"
X2,乙,成約,04/05/2026,2万円
"""


def shown(page: AppTest) -> str:
    return " ".join(line.value for line in page.markdown)


def box(page: AppTest, name: str):
    """The box for a canonical column, by the words a person reads."""
    return next(each for each in page.selectbox if each.label == name)


def test_an_unknown_table_is_read_as_confirmed_and_next_time_by_itself(
    page: AppTest, workspace: Workspace
) -> None:
    content = LEADS.encode("cp932")
    choose(page, ("台帳.csv", content))
    assert page.title[0].value == "「台帳\\.csv」の列を確認してください"
    assert workspace.current() is None
    assert not TeamStore(workspace.home).mappings()  # suggestions alone are nothing
    press(page, "confirm")
    assert page.title[0].value == "3行を読み取りました"
    press(page, "publish")
    assert status(workspace)["leads"] == 3

    choose(
        page,
        ("台帳.csv", content + "K4;原 四;shi@d.example;紹介;2026/3/7;;未対応\n".encode("cp932")),
    )
    assert page.title[0].value == "4行を読み取りました"
    press(page, "publish")
    assert status(workspace)["leads"] == 4
    with workspace.open(2) as db:
        rows = db.rows("select created_on, handed_over_on, status, state from leads order by all")
    assert [[str(cell) for cell in row] for row in rows] == [
        ["2026-03-04", "2026-03-09", "営業引渡し済", "handed_over"],
        ["2026-03-05", "None", "未対応", "lead"],
        ["2026-03-06", "None", "対象外", "rejected"],
        ["2026-03-07", "None", "未対応", "lead"],
    ]


def test_suggestions_are_marked_and_their_values_shown_as_read(page: AppTest) -> None:
    choose(page, ("台帳.csv", LEADS.encode("cp932")))
    said = shown(page)
    assert ":gray-badge[提案]" in said
    assert "令和8年3月6日 → **2026\\-03\\-06**" in said
    assert "i…@aster\\.example" in said
    assert "ichi@" not in said
    assert "高橋" not in said


def test_what_is_needed_is_asked_before_anything_is_read(page: AppTest) -> None:
    choose(page, ("案件.csv", DATED.encode()))
    box(page, "フェーズ").set_value(place_of(page, "進み具合")).run()
    box(page, "商談の開始日").set_value(place_of(page, "起票")).run()
    assert page.button(key="confirm").disabled
    assert "「起票」の月と日の順" in shown(page).replace("\\", "")
    order = next(group for group in page.button_group if "どちらですか" in group.label)
    order.set_value(["dmy"]).run()
    assert not page.button(key="confirm").disabled
    press(page, "confirm")
    press(page, "publish")


def place_of(page: AppTest, header: str) -> int:
    drafts: dict[str, Draft] = page.session_state["mapping_drafts"]
    (draft,) = drafts.values()
    return draft.header.index(header)


def test_the_order_of_day_and_month_is_taken(page: AppTest, workspace: Workspace) -> None:
    test_what_is_needed_is_asked_before_anything_is_read(page)
    with workspace.open(1) as db:
        days = db.rows("select opened_on, amount, outcome from deals order by all")
    assert [(str(day), int(amount), outcome) for day, amount, outcome in days] == [
        ("2026-04-03", 1000, "open"), ("2026-05-04", 20000, "won"),
    ]  # fmt: skip


def test_another_kind_of_table_has_other_columns(page: AppTest) -> None:
    choose(page, ("台帳.csv", LEADS.encode("cp932")))
    box(page, "表の種類").set_value("touches").run()
    assert not page.exception
    assert box(page, "日時")
    assert not [each for each in page.selectbox if each.label == "SQL になった日"]


def test_a_table_can_be_passed_over_for_good(page: AppTest, workspace: Workspace) -> None:
    choose(page, ("案件.csv", DATED.encode()), file(DEALS))
    box(page, "表の種類").set_value("ignore").run()
    press(page, "confirm")
    assert "使わなかった表: 案件.csv" in shown(page).replace("\\", "")
    press(page, "publish")
    assert status(workspace)["deals"] == 7


def test_cancelling_a_mapping_saves_nothing(page: AppTest, workspace: Workspace) -> None:
    choose(page, ("台帳.csv", LEADS.encode("cp932")))
    press(page, "cancel")
    assert page.file_uploader
    assert not TeamStore(workspace.home).mappings()


def test_a_mapping_is_saved_with_the_version_and_not_before(
    page: AppTest, workspace: Workspace
) -> None:
    content = LEADS.encode("cp932")
    choose(page, ("台帳.csv", content))
    press(page, "confirm")
    assert not TeamStore(workspace.home).mappings()
    press(page, "cancel")
    choose(page, ("台帳.csv", content))
    assert page.title[0].value == "「台帳\\.csv」の列を確認してください"
    press(page, "confirm")
    press(page, "publish")
    assert len(TeamStore(workspace.home).mappings()) == 1


def test_what_is_published_stays_where_the_mapping_cannot_be_saved(
    page: AppTest, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> int:
        raise WorkspaceUnusable(workspace.home, "gone", "team_store_unusable")

    choose(page, ("台帳.csv", LEADS.encode("cp932")))
    press(page, "confirm")
    monkeypatch.setattr(TeamStore, "save_mapping", fails)
    press(page, "publish")
    assert workspace.current() == 1
    assert page.info[0].value.startswith("公開しましたが、列の対応は保存できませんでした")


def test_the_mapping_made_last_speaks_for_its_columns(page: AppTest, workspace: Workspace) -> None:
    """Even where the table was another tool's before."""
    choose(page, file(DEALS))
    for _ in range(2):
        press(page, "reread")
        title = box(page, "どのツールの表ですか")
        title.set_value("HubSpot" if title.value == "Salesforce" else "Pipedrive").run()
        press(page, "confirm")
    press(page, "publish")
    assert [saved.tool for saved in TeamStore(workspace.home).mappings()] == ["pipedrive"]


UNKNOWN = """\
顧客No,企業名,部署,氏名,メールアドレス,流入元,初回CV日時,ホット判定日,営業連携日
1,㈱青葉,情シス,山本 一,ma1@a.example,自然検索,2026年08月01日 09:05,,
2,㈱みどり,情シス,山本 二,ma2@b.example,広告,2026年08月03日 09:05,2026年08月13日,2026年08月15日
3,㈱北斗,情シス,山本 三,ma3@c.example,展示会,2026年08月05日 09:05,,
"""


def test_people_with_addresses_and_companies_are_leads(page: AppTest, workspace: Workspace) -> None:
    """Though a name and a department are all that some tools' owners need."""
    choose(page, ("list.csv", UNKNOWN.encode("cp932")))
    assert box(page, "表の種類").value == "leads"
    assert box(page, "MQL になった日").value == place_of(page, "ホット判定日")
    press(page, "confirm")
    press(page, "publish")
    told = status(workspace)
    assert (told["leads"], told["stages_measured"]) == (3, ["lead", "mql", "handed_over"])


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_refused_table_can_be_mapped_again(
    page: AppTest, workspace: Workspace, language: str
) -> None:
    page.session_state["choice_lang"] = language
    choose(page, ("list.csv", UNKNOWN.encode("cp932")))
    kind = {"ja": "表の種類", "en": "Kind of table"}[language]
    box(page, kind).set_value("owners").run()
    press(page, "confirm")
    said = {
        "ja": ("先にリードか商談の表が要ります", "担当として読みました"),
        "en": ("a table of leads or deals is needed first", "was taken for Owners"),
    }[language]
    assert all(words in shown(page) for words in said)
    assert "rest" not in [button.key for button in page.button]  # no file is named
    press(page, "map_instead")
    assert box(page, kind).value == "owners"
    press(page, "cancel")
    press(page, "map_instead")
    box(page, kind).set_value("leads").run()
    press(page, "confirm")
    press(page, "publish")
    assert status(workspace)["leads"] == 3


def test_a_mapping_that_came_along_is_not_mended_on_the_page(page: AppTest) -> None:
    """These files are read by it and by nothing else."""
    page.file_uploader[1].set_value(
        ("own.toml", b'tool="x"\n[[tables]]\nobject="owners"\ncolumns={owner="no"}', "text/plain")
    ).run()
    choose(page, ("people.csv", b"no,born\n1,2026-01-05\n"))
    assert "map_instead" not in [button.key for button in page.button]


def test_how_a_known_table_is_read_can_be_changed(page: AppTest, workspace: Workspace) -> None:
    choose(page, file(DEALS))
    press(page, "reread")
    assert page.title[0].value == "「opportunities\\.csv」の列を確認してください"
    box(page, "商談の開始日").set_value(-1).run()
    press(page, "confirm")
    press(page, "publish")
    assert "opportunity" not in status(workspace)["stages_measured"]
    (saved,) = TeamStore(workspace.home).mappings()
    profile = Profile.model_validate(tomllib.loads(saved.toml))
    assert (profile.tool, profile.salesforce_ids) == ("salesforce", True)
    assert "Closed Lost" in profile.tables[0].outcomes["lost"]


SALESFORCE = """\
リード ID,姓,名,会社名,メール,リードソース,状況,作成日,MQL判定日,IS引渡日,リード 所有者,備考
00Q5g00000A0000,鈴木,一,㈱青葉,a@a.example,ウェブ,未対応,2026/7/1,,,山田,
00Q5g00000A0001,佐藤,二,㈱みどり,b@b.example,展示会,アプローチ中,2026/7/4,2026/7/9,,井上,
00Q5g00000A0002,鈴木,三,㈱北斗,c@c.example,展示会,IS引渡済,2026/7/7,2026/7/12,2026/7/15,井上,
00Q5g00000A0003,佐藤,四,㈱南,d@d.example,展示会,リサイクル,2026/7/8,2026/7/12,2026/7/15,井上,
"""


def buttons(page: AppTest) -> list[str]:
    return [button.key for button in page.button]


def test_dates_that_are_not_read_are_told_and_wait_to_be_taken(
    page: AppTest, workspace: Workspace
) -> None:
    content = SALESFORCE.encode("cp932")
    choose(page, ("report.csv", content))
    said = shown(page).replace("\\", "")
    assert "「MQL判定日」は「MQL になった日」ではありませんか" in said
    assert "「IS引渡日」は「営業へ引き渡した日」ではありませんか" in said
    assert "計測できない段階: MQL、引き渡し、営業受入、SQL" in said
    press(page, "reread_unread_0")
    # Suggested, not taken: confirming as it stands changes nothing.
    assert box(page, "MQL になった日").value == -1
    press(page, "use_mql")
    press(page, "use_handed_over")
    assert box(page, "MQL になった日").value == place_of(page, "MQL判定日")
    press(page, "confirm")
    assert "reread_unread_0" not in buttons(page)
    press(page, "publish")
    assert status(workspace)["stages_measured"] == ["lead", "mql", "handed_over"]


def test_a_new_column_beside_a_mapping_of_ones_own_is_told(page: AppTest) -> None:
    lines = SALESFORCE.splitlines()
    without = "\n".join(",".join(line.split(",")[:8] + line.split(",")[9:]) for line in lines)
    choose(page, ("report.csv", f"{without}\n".encode("cp932")))
    press(page, "reread_unread_0")
    press(page, "use_handed_over")
    press(page, "confirm")
    press(page, "publish")
    choose(page, ("report.csv", SALESFORCE.encode("cp932")))
    assert "「MQL判定日」は「MQL になった日」ではありませんか" in shown(page).replace("\\", "")


def without(text: str, *columns: str) -> bytes:
    lines = [line.split(",") for line in text.splitlines()]
    kept = [place for place, name in enumerate(lines[0]) if name not in columns]
    return "".join(",".join(line[at] for at in kept) + "\n" for line in lines).encode("cp932")


def saved_for(page: AppTest, text: str) -> None:
    """Publish `text` by a mapping that takes its MQL and hand-over dates."""
    choose(page, ("report.csv", text.encode("cp932")))
    press(page, "reread_unread_0")
    press(page, "use_mql")
    press(page, "use_handed_over")
    press(page, "take_meanings")
    press(page, "confirm")
    press(page, "publish")


def test_a_mapping_outlives_a_column_it_can_do_without(page: AppTest, workspace: Workspace) -> None:
    saved_for(page, SALESFORCE)
    choose(page, ("report.csv", without(SALESFORCE, "リードソース", "備考")))
    said = shown(page).replace("\\", "")
    assert "なくなった列: リードソース" in said
    press(page, "publish")
    told = status(workspace)
    assert told["stages_measured"] == ["lead", "mql", "handed_over"]
    assert told["batches"][0]["mapping"] is not None
    # It is read the same way again while another table comes.
    choose(page, file(DEALS))
    press(page, "publish")
    assert status(workspace)["stages_measured"][:3] == ["lead", "mql", "handed_over"]


def test_usual_words_do_not_take_a_table_from_its_mapping(
    page: AppTest, workspace: Workspace
) -> None:
    """Its rows would be another tool's, and count twice."""
    text = "No.,顧客ID,メール,会社名,登録日,流入元,謎の日\n" + "".join(
        f"{n},K{n},a{n}@c.example,㈱{n},2026/1/{n},ウェブ,2026/2/{n}\n" for n in range(1, 5)
    )
    choose(page, ("台帳.csv", text.encode("cp932")))
    press(page, "reread")
    box(page, "どのツールの表ですか").set_value("自社の表").run()
    box(page, "MQL になった日").set_value(place_of(page, "謎の日")).run()
    box(page, "リードソース(流入元)").set_value(-1).run()
    press(page, "confirm")
    press(page, "publish")
    choose(page, ("台帳.csv", without(text, "謎の日")))
    press(page, "publish")
    told = status(workspace)
    assert [file["title"] for batch in told["batches"] for file in batch["files"]] == ["自社の表"]
    assert told["leads"] == 4


@pytest.mark.parametrize(
    "gone",
    [("リード ID",), ("姓", "名", "会社名", "リードソース", "状況", "MQL判定日", "リード 所有者")],
    ids=["the ids", "most"],
)
def test_a_mapping_ends_without_what_names_its_rows_or_most_of_it(
    page: AppTest, gone: tuple[str, ...]
) -> None:
    saved_for(page, SALESFORCE)
    choose(page, ("report.csv", without(SALESFORCE, *gone)))
    assert "自社で確認" not in [
        cell for table in page.dataframe for cell in table.value.astype(str).to_numpy().ravel()
    ]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_an_address_that_is_not_read_is_told_of_deals(page: AppTest, language: str) -> None:
    page.session_state["choice_lang"] = language
    deals = "商談 ID,商談名,取引先名,フェーズ,金額,作成日,完了予定日,主担当者: メール\n" + "".join(
        f"0065g00000B000{n},案件{n},㈱{n},提案・見積,100,2026/7/1,2026/8/1,u{n}@c.example\n"
        for n in range(3)
    )
    choose(page, ("商談.csv", deals.encode("cp932")))
    asked = {
        "ja": "「主担当者: メール」は「先方担当者のメール」ではありませんか",
        "en": "“主担当者: メール” of 商談.csv: is it “Contact’s e-mail”?",
    }
    assert asked[language] in shown(page).replace("\\", "")


def test_guesses_of_what_a_status_means_wait_to_be_taken(
    page: AppTest, workspace: Workspace
) -> None:
    choose(page, ("report.csv", SALESFORCE.encode("cp932")))
    press(page, "reread")
    values = {each.label.split(" · ")[0]: each.value for each in page.selectbox}
    assert (values["未対応"], values["アプローチ中"], values["リサイクル"]) == (
        "lead",
        "none",
        "none",
    )
    said = shown(page).replace("\\", "")
    assert "アプローチ中 · 1行 :gray-badge[提案: 営業が受け入れた]" in said
    assert "未対応 · 1行 :gray-badge" not in said  # the profile knows it
    press(page, "confirm")
    press(page, "reread")
    press(page, "take_meanings")
    assert "take_meanings" not in buttons(page)
    press(page, "confirm")
    press(page, "publish")
    with workspace.open(1) as db:
        states = db.rows("select state from leads order by lead_id")
    assert [state for (state,) in states] == ["lead", "accepted", "handed_over", "sent_back"]


def test_boxes_are_read_aloud_as_the_values_are_written(page: AppTest) -> None:
    """A label with Markdown's escapes would be: `Signed\\!`."""
    choose(page, ("dump.csv", b"Ref,Step,Opened on\nA-1,Signed!,2026-06-03\n"))
    box(page, "フェーズ").set_value(1).run()
    assert "Signed! · 1行" in [each.label for each in page.selectbox]


def test_mql_is_in_sight_where_a_column_of_dates_is_left(page: AppTest) -> None:
    text = "No.,メール,登録日,謎の日\n1,a@a.example,2026/1/5,2026/1/9\n2,b@b.example,2026/1/6,\n"
    choose(page, ("x.csv", text.encode()))
    rest = page.expander[0]
    assert "MQL になった日" not in [each.label for each in rest.selectbox]
    assert box(page, "MQL になった日").value == -1


def test_what_became_of_the_deals_is_seen_before_publishing(page: AppTest) -> None:
    choose(page, file(DEALS))
    assert {metric.label: metric.value for metric in page.metric if metric.label in OUTCOMES} == {
        "受注": "4件", "失注": "1件", "進行中": "2件",
    }  # fmt: skip
    press(page, "publish")
    lost = DEALS.read_bytes().replace(b"Closed Won", b"Closed Lost")
    choose(page, ("opportunities.csv", lost))
    won = next(metric for metric in page.metric if metric.label == "受注")
    assert (won.value, won.delta) == ("0件", "前 4")


OUTCOMES = ("受注", "失注", "進行中")


def test_going_back_from_changing_brings_the_preview_back(page: AppTest) -> None:
    choose(page, file(DEALS))
    press(page, "reread")
    press(page, "cancel")
    assert page.title[0].value == "7行を読み取りました"


def test_what_was_mapped_in_one_language_is_called_so_in_the_other(
    page: AppTest, workspace: Workspace
) -> None:
    choose(page, ("台帳.csv", LEADS.encode("cp932")))
    press(page, "confirm")
    page.session_state["choice_lang"] = "en"
    page.run()
    assert "Our own table" in [
        cell for table in page.dataframe for cell in table.value.to_numpy().ravel()
    ]
    press(page, "publish")
    assert "**Our own table Leads**" in shown(page)
    # One tool, in whatever language a table of it is mapped: its deals name its leads.
    choose(page, ("案件.csv", DATED.replace("04/05", "13/05").encode()))
    assert box(page, "Which tool is it from?").options[0] == "Our own table"
    box(page, "Stage").set_value(place_of(page, "進み具合")).run()
    press(page, "confirm")
    press(page, "publish")
    assert {saved.tool for saved in TeamStore(workspace.home).mappings()} == {"自社の表"}


def test_a_saved_mapping_is_edited_and_deleted(page: AppTest, workspace: Workspace) -> None:
    choose(page, ("台帳.csv", LEADS.encode("cp932")))
    press(page, "confirm")
    press(page, "publish")
    store = TeamStore(workspace.home)
    (saved,) = store.mappings()
    press(page, f"edit_{saved.id}")
    assert "令和8年3月6日" in shown(page)  # the values are those in force
    box(page, "リードソース(流入元)").set_value(-1).run()
    press(page, "save_mapping")
    (edited,) = store.mappings()
    before, after = (tomllib.loads(one.toml)["tables"][0] for one in (saved, edited))
    before["columns"].pop("source")
    assert after == before
    press(page, f"delete_{edited.id}")
    press(page, "delete_sure")
    assert not store.mappings()


def test_a_mapping_without_its_file_keeps_what_its_values_mean(
    page: AppTest, workspace: Workspace
) -> None:
    choose(page, ("台帳.csv", LEADS.encode("cp932")))
    press(page, "confirm")
    press(page, "publish")
    (workspace.home / "CURRENT").unlink()  # nothing is in force any more
    page.run()
    store = TeamStore(workspace.home)
    (saved,) = store.mappings()
    press(page, f"edit_{saved.id}")
    press(page, "save_mapping")
    (again,) = store.mappings()
    assert tomllib.loads(again.toml) == tomllib.loads(saved.toml)


def test_the_order_of_dates_is_judged_by_the_whole_file(tmp_path: Path) -> None:
    """As the import does it, which reads what only the sixtieth row settles."""
    rows = "".join(f"{n},0{n % 9 + 1}/05/2026,0{n % 9 + 1}/05/26\n" for n in range(60))
    draft = Draft(table(tmp_path, f"No,受付,期日\n{rows}60,25/05/2026,05/25/26\n"), "x", "leads", 0)
    draft.columns = {"id": 0, "created": 1, "mql": 2}
    assert mapping_cells.samples(draft, "created", 1) == [("01/05/2026", "2026-05-01")]
    assert mapping_cells.samples(draft, "mql", 1) == [("01/05/26", "2026-01-05")]
    assert mapping_cells.open_orders(draft) == {}


@pytest.mark.parametrize(
    ("title", "tool"), [("自社の表", "自社の表"), ("Our: CRM v2 ", "Our_CRM_v2"), (" ： ", "own")]
)
def test_a_tool_has_no_colon_in_its_id(title: str, tool: str) -> None:
    assert tool_id(title) == tool


def test_a_name_that_others_are_written_like_stays_its_own(tmp_path: Path) -> None:
    draft = Draft(table(tmp_path, "ID,id,/日/,受付\n1,2,3,2026-01-05\n"), "own", "leads", 0)
    draft.columns = {"id": 1, "created": 3, "reason": 2}
    assert profile_of(draft, []).tables[0].columns == {
        "id": ["/^id$/"], "created": ["受付"], "reason": ["/^/日/$/"],
    }  # fmt: skip


def table(folder: Path, text: str) -> TextTable:
    path, scratch = folder / "x.csv", folder / "scratch"
    path.write_text(text, encoding="utf-8")
    scratch.mkdir()
    (found,) = read_tables(path, scratch)
    return found


def test_hints_tell_columns_apart_and_show_no_names(tmp_path: Path) -> None:
    text = "氏名,経路,番号,連絡先,お客さま\n" + "".join(
        f"{name},{source},K{n},{name[0]}{n}@x.example,㈱アスター\n"
        for n, (name, source) in enumerate(
            [
                ("高橋 一", "展示会"),
                ("伊藤 二", "展示会"),
                ("佐藤 三", "ウェブ"),
                ("原 四", "ウェブ"),
                ("林 五", "ウェブ"),
            ]
        )
    )
    draft = Draft(table(tmp_path, text), "own", "leads", 0)
    assert [mapping_cells.hint(draft, place) for place in range(5)] == [
        ["高…", "伊…"], ["展示会", "ウェブ"], ["K0", "K1"], ["高…", "伊…"], ["㈱…"],
    ]  # fmt: skip


def test_hints_mask_what_is_known_to_be_names(tmp_path: Path) -> None:
    """Though few family names stand in many rows, or a name looks like a code."""
    text = (
        "姓,名,Customer,Rep,連絡先\n" + "鈴木,Ken,Aster,Ann,very.long.name.of.aoi@a.example\n" * 5
    )
    draft = Draft(table(tmp_path, text), "own", "leads", 0)
    shown = [mapping_cells.hint(draft, place) for place in range(5)]
    assert shown == [["鈴…"], ["K…"], ["A…"], ["Ann"], ["v…@a.example"]]
    draft.columns = {"name": 3}
    assert mapping_cells.hint(draft, 3) == ["A…"]


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("aoi@aster.example", "a…@aster.example"),
        ("Aoi Abe <aoi.abe@aster.example>", "Aoi Abe <a…@aster.example>"),
        ("no address", "no address"),
        ("a@b.example; c@d.example", "a…@b.example; c…@d.example"),
    ],
)
def test_addresses_are_masked(text: str, masked: str) -> None:
    assert mask_address(text) == masked
