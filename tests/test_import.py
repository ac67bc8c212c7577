"""What an export is understood to be, and what becomes of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from funnel.errors import ImportRefused, Problem, WorkspaceUnusable
from funnel.filters import Filters
from funnel.messages import describe
from funnel.metrics import METRICS, figures
from funnel.publishing.publish import Upload, publish
from funnel.status import status
from funnel.store.database import Database
from funnel.store.workspace import Workspace
from tests.conftest import GOLDEN, NOON, bring

WHOLE = Filters(date(2026, 1, 1), date(2026, 12, 31), date(2026, 12, 31))

HUBSPOT_EN = (
    (
        "Record ID,First Name,Last Name,Email,Lifecycle Stage,Create Date,Original Source,"
        "Became a Marketing Qualified Lead Date,Became a Sales Qualified Lead Date\n"
        "101,Aoi,Abe,aoi@aster.example,Customer,2026-01-05 09:00,Organic Search,2026-01-07 10:00,"
        "2026-01-15 10:00\n"
        "102,Ren,Baba,ren@birch.example,Marketing Qualified Lead,2026-01-06 09:00,Paid Search,"
        "2026-01-09 10:00,\n"
        "103,Yui,Chiba,yui@cedar.example,Lead,2026-01-08 09:00,Organic Search,,\n"
    ),
    (
        "Record ID,Deal Name,Deal Stage,Pipeline,Amount,Close Date,Create Date,"
        "Associated Contact IDs\n"
        '9,Aster,Closed Won (Sales Pipeline),Sales,"1,200",2026-02-10 10:00,2026-01-20 10:00,'
        '"101; 102"\n'
        "10,Oak,Closed lost,Sales,500,2026-02-12 10:00,2026-01-21 10:00,\n"
    ),
)
HUBSPOT_JA = (
    (
        "レコードID,名,姓,Eメール,ライフサイクルステージ,作成日,オリジナルソース,"
        "MQL(マーケティング上の有望な見込み客)になった日付,SQL(営業上の有望な見込み客)になった日付\n"
        "101,葵,阿部,aoi@aster.example,顧客,2026-01-05 09:00,オーガニック検索,2026-01-07 10:00,"
        "2026-01-15 10:00\n"
        "102,蓮,馬場,ren@birch.example,MQL,2026-01-06 09:00,検索連動型広告,2026-01-09 10:00,\n"
        "103,結衣,千葉,yui@cedar.example,リード,2026-01-08 09:00,オーガニック検索,,\n"
    ),
    (
        "レコードID,取引名,取引ステージ,パイプライン,金額,クローズ日,作成日,"
        "関連付けられたコンタクトID\n"
        '9,アスター,成約,営業,"￥1,200",2026-02-10 10:00,2026-01-20 10:00,101;102\n'
        "10,オーク,クローズ済み・不成立,営業,500,2026-02-12 10:00,2026-01-21 10:00,\n"
    ),
)
SALESFORCE_JA = (
    (
        '"リード ID","姓","名","会社名","メール","状況","リードソース","リード 所有者","作成日",'
        '"MQL日","取引開始済み","取引の開始日","商談 ID"\n'
        '"00Q5i000001AAAa","阿部","葵","㈱アスター","aoi@aster.example","取引開始済み","ウェブ","田中",'
        '"2026/01/05 9:00","2026/01/07","1","2026/01/15","0065i000000Y76OAAS"\n'
        '"00Q5i000001AAAA","馬場","蓮","髙橋①商事","ren@birch.example","未対応","広告","佐藤",'
        '"2026/01/06 9:00","2026/01/09","0","",""\n'
        '"00Q5i000001AAAb","千葉","結衣","杉\n産業, 京","yui@cedar.example","未対応","ウェブ",'
        '"佐藤","2026年1月8日","","0","",""\n'
        '"総計 (3 件)","","","","","","","","","","","",""\n'
        "\n"
        '"リード一覧"\n'
        '"Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved."\n'
        '"Confidential Information - Do Not Distribute"\n'
    ),
    (
        '"商談 ID","商談名","取引先名","フェーズ","金額","完了予定日","作成日","商談 所有者"\n'
        '"0065i000000Y76O","アスター","㈱アスター","受注","1,200","2026/02/10","2026/01/20","鈴木"\n'
        '"0065i000000Y76o","オーク","オーク","終了：不成立","500","2026/02/12","2026/01/21","鈴木"\n'
        "\n"
        '"商談一覧"\n'
        '"Confidential Information - Do Not Distribute"\n'
    ),
)


def write(folder: Path, texts: tuple[str, str], encoding: str) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / "people.csv", folder / "deals.csv"]
    for file, text in zip(files, texts, strict=True):
        file.write_bytes(text.encode(encoding))
    return files


def value(db: Database, name: str, basis: str = "period") -> float | None:
    filters = Filters(WHOLE.since, WHOLE.until, WHOLE.as_of, basis)
    return figures(db, METRICS[name], filters)[0].value


@pytest.mark.parametrize(
    ("texts", "encoding", "tool"),
    [
        (HUBSPOT_EN, "utf-8", "hubspot"),
        (HUBSPOT_JA, "utf-8-sig", "hubspot"),
        (HUBSPOT_JA, "cp932", "hubspot"),
        (HUBSPOT_EN, "utf-16", "hubspot"),
        (SALESFORCE_JA, "cp932", "salesforce"),
        (SALESFORCE_JA, "utf-8", "salesforce"),
    ],
)
def test_recognised_by_itself(
    workspace: Workspace, tmp_path: Path, texts: tuple[str, str], encoding: str, tool: str
) -> None:
    published = bring(workspace, *write(tmp_path, texts, encoding))
    assert [(f.recognised.profile.tool, f.recognised.layout.object) for f in published.files] == [
        (tool, "leads"),
        (tool, "deals"),
    ]
    with workspace.open(published.version) as db:
        counted = {
            name: value(db, name)
            for name in ("leads", "mqls", "handovers", "sqls", "opportunities", "wins")
        }
        assert counted == {
            "leads": 3, "mqls": 2, "handovers": None, "sqls": 1, "opportunities": 2, "wins": 1,
        }  # fmt: skip
        assert value(db, "won_value") == 1200
        assert value(db, "win_rate") == 0.5
        (rate,) = figures(db, METRICS["sql_rate"], WHOLE)
        assert (rate.numerator, rate.denominator, rate.base) == (1, 2, "mql")
        assert db.rows("select lane, outcome from deals order by name") == [
            ("marketing", "won"),
            ("sales", "lost"),
        ]


def test_the_footer_is_left_out_and_told(workspace: Workspace, tmp_path: Path) -> None:
    published = bring(workspace, *write(tmp_path, SALESFORCE_JA, "cp932"))
    assert [file.footer[0] for file in published.files] == ["総計 (3 件)", "商談一覧"]
    assert [file.rows_read for file in published.files] == [3, 2]


def test_several_contacts_of_one_deal_share_it_once(workspace: Workspace, tmp_path: Path) -> None:
    published = bring(workspace, *write(tmp_path, HUBSPOT_EN, "utf-8"))
    with workspace.open(published.version) as db:
        assert db.rows("select lead_id, is_primary, share from lead_deals order by 1") == [
            ("hubspot:101", True, 1),
            ("hubspot:102", False, 0),
        ]


def test_salesforce_ids_of_15_characters_are_case_sensitive(
    workspace: Workspace, tmp_path: Path
) -> None:
    published = bring(workspace, *write(tmp_path, SALESFORCE_JA, "cp932"))
    with workspace.open(published.version) as db:
        assert db.value("select count(*) from leads") == 3
        assert db.rows("select deal_id, lead_id from lead_deals") == [
            ("salesforce:0065i000000Y76O", "salesforce:00Q5i000001AAAa")
        ]


def test_a_workbook_says_the_same_as_the_csv(workspace: Workspace) -> None:
    leads = GOLDEN / "company" / "leads.csv"
    books = [GOLDEN / "company" / "opportunities.csv", GOLDEN / "xlsx" / "opportunities.xlsx"]
    found = []
    for book in books:
        published = bring(workspace, leads, book)
        with workspace.open(published.version) as db:
            found.append(db.rows("select * from deals order by deal_id"))
    assert found[0] == found[1]
    assert len(found[0]) == 7


@pytest.mark.parametrize("delimiter", ["\t", ";"])
def test_other_delimiters_and_a_title_above_the_header(
    workspace: Workspace, tmp_path: Path, delimiter: str
) -> None:
    file = tmp_path / "leads.csv"
    rows = [
        ["Lead report of February"],
        [],
        ["Lead ID", "Last Name", "Company", "Lead Source", "Created Date"],
        ["L1", "Abe", "Aster", "Web", "2026-01-05"],
        ["L2", "Baba", "Birch", "Web", "2026-13-05"],
    ]
    file.write_text("\n".join(delimiter.join(row) for row in rows) + "\n")
    published = bring(workspace, file, refuse_rows=True)
    assert [(p.row, p.value) for p in published.refused] == [(5, "2026-13-05")]
    with workspace.open(published.version) as db:
        assert value(db, "leads") == 1


MOMENTS = {
    "2026-01-05": (date(2026, 1, 5), None),
    "2026/1/5 9:05": (date(2026, 1, 5), datetime(2026, 1, 5, 9, 5)),
    "2026-01-05 21:05:30": (date(2026, 1, 5), datetime(2026, 1, 5, 21, 5, 30)),
    "2026-01-05T20:00:00Z": (date(2026, 1, 6), datetime(2026, 1, 6, 5, 0)),
    "2026-01-05T20:00:00.000+0000": (date(2026, 1, 6), datetime(2026, 1, 6, 5, 0)),
    "2026-01-05T20:00:00+09:00": (date(2026, 1, 5), datetime(2026, 1, 5, 20, 0)),
    "2026年1月5日 20:10": (date(2026, 1, 5), datetime(2026, 1, 5, 20, 10)),
    "2026/01/05 9:05 PM": (date(2026, 1, 5), datetime(2026, 1, 5, 21, 5)),
}


def test_moments_are_read_in_the_companys_time_zone(workspace: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "leads.csv"
    lines = [f"L{i},Abe,Aster,Web,{text}" for i, text in enumerate(MOMENTS)]
    file.write_text("\n".join(["Lead ID,Last Name,Company,Lead Source,Created Date", *lines]))
    with workspace.open(bring(workspace, file).version) as db:
        found = db.rows("select created_on, created_at from leads order by lead_id")
    assert dict(zip(MOMENTS, found, strict=True)) == MOMENTS


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (["03/04/2026", "25/04/2026"], [date(2026, 4, 3), date(2026, 4, 25)]),
        (["03/04/2026", "04/25/2026 10:00 AM"], [date(2026, 3, 4), date(2026, 4, 25)]),
    ],
)
def test_day_and_month_are_told_by_the_whole_column(
    workspace: Workspace, tmp_path: Path, dates: list[str], expected: list[date]
) -> None:
    file = tmp_path / "leads.csv"
    lines = [f"L{i},Abe,Aster,Web,{text}" for i, text in enumerate(dates)]
    file.write_text("\n".join(["Lead ID,Last Name,Company,Lead Source,Created Date", *lines]))
    with workspace.open(bring(workspace, file).version) as db:
        found = db.rows("select created_on from leads order by lead_id")
    assert [day for (day,) in found] == expected


def test_a_person_known_to_both_tools_is_one_lead(workspace: Workspace, tmp_path: Path) -> None:
    marketing = write(tmp_path / "m", HUBSPOT_EN, "utf-8")[0]
    sales = tmp_path / "sales.csv"
    sales.write_text(
        "Lead ID,Last Name,Company,Email,Lead Source,Lead Owner,Created Date,Handed Over Date\n"
        "00Q1,Abe,Aster,AOI@aster.example,,Tanaka,2026-01-08,2026-01-08\n"
        "00Q2,Doi,Dahlia,info@dahlia.example,Web,Tanaka,2026-01-09,2026-01-09\n"
    )
    with workspace.open(bring(workspace, marketing, sales).version) as db:
        assert db.rows(
            "select lead_id, created_on, mql_on, handed_over_on, source, owner from leads "
            "where records > 1"
        ) == [
            ("hubspot:101", date(2026, 1, 5), date(2026, 1, 7), date(2026, 1, 8),
             "Organic Search", "Tanaka")
        ]  # fmt: skip
        assert db.value("select count(*) from leads") == 4


@pytest.mark.parametrize("email", ["info@aster.example", "aoi@aster.example"])
def test_shared_boxes_and_repeated_addresses_name_nobody(
    workspace: Workspace, tmp_path: Path, email: str
) -> None:
    header = "Lead ID,Last Name,Company,Email,Lead Source,Created Date\n"
    sales = tmp_path / "sales.csv"
    sales.write_text(f"{header}00Q1,Abe,Aster,{email},Web,2026-01-08\n")
    marketing = tmp_path / "marketing.csv"
    twice = 1 if email.startswith("info") else 2
    marketing.write_text(
        "Record ID,Last Name,Email,Lifecycle Stage,Create Date\n"
        + "".join(f"{i},Abe,{email},Lead,2026-01-05\n" for i in range(twice))
    )
    with workspace.open(bring(workspace, sales, marketing).version) as db:
        assert db.value("select count(*) from leads") == 1 + twice


def test_deals_link_by_email_where_no_id_does(workspace: Workspace, tmp_path: Path) -> None:
    contacts = write(tmp_path / "m", HUBSPOT_EN, "utf-8")[0]
    deals = tmp_path / "opportunities.csv"
    deals.write_text(
        "Opportunity ID,Opportunity Name,Stage,Close Date,Created Date,Contact Email\n"
        "D1,Aster,Closed Won,2026-02-10,2026-01-20,Aoi Abe (Aoi@Aster.example)\n"
        "D2,Oak,Closed Won,2026-02-11,2026-01-20,nobody@oak.example\n"
        'D3,Elm,Closed Won,2026-02-11,2026-01-20,"aoi@aster.example; ren@birch.example"\n'
    )
    with workspace.open(bring(workspace, contacts, deals).version) as db:
        assert db.rows("select deal_id, lead_id, linked_by from lead_deals") == [
            ("salesforce:D1", "hubspot:101", "email")
        ]
        assert status(workspace)["links"]["unlinked"] == 2


def test_raw_files_are_kept_byte_for_byte(workspace: Workspace, tmp_path: Path) -> None:
    files = write(tmp_path, SALESFORCE_JA, "cp932")
    published = bring(workspace, *files)
    folder = workspace.uploads / published.batch
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    for file in files:
        kept = (folder / file.name).read_bytes()
        assert kept == file.read_bytes()
        assert manifest["files"][file.name] == hashlib.sha256(kept).hexdigest()
    assert (manifest["who"], manifest["at"]) == ("tester", NOON.isoformat())


def test_a_fresh_export_replaces_its_table_and_leaves_the_others(
    workspace: Workspace, tmp_path: Path
) -> None:
    people, deals = write(tmp_path, HUBSPOT_EN, "utf-8")
    bring(workspace, people, deals)
    people.write_text("".join(HUBSPOT_EN[0].splitlines(keepends=True)[:3]))
    second = bring(workspace, people)
    assert second.version == 2
    with workspace.open(2) as db:
        assert (value(db, "leads"), value(db, "opportunities")) == (2, 2)
    with workspace.open(1) as db:
        assert value(db, "leads") == 3
    told = status(workspace)
    assert [[file["file"] for file in batch["files"]] for batch in told["batches"]] == [
        ["deals.csv"],
        ["people.csv"],
    ]


def test_the_demo_company_leaves_when_the_first_real_export_comes(
    workspace: Workspace, tmp_path: Path
) -> None:
    demo = sorted((GOLDEN / "company").glob("*.csv"))
    publish(workspace, Upload(demo, "demo", NOON, is_demo=True))
    people, _ = write(tmp_path, HUBSPOT_EN, "utf-8")
    with workspace.open(bring(workspace, people).version) as db:
        assert (value(db, "leads"), value(db, "opportunities")) == (3, None)


def test_a_later_upload_reads_an_earlier_mapping_again(
    workspace: Workspace, tmp_path: Path
) -> None:
    mapping = tmp_path / "any name.toml"
    mapping.write_text(
        'tool = "own"\ncurrency = "EUR"\n[[tables]]\nobject = "deals"\noutcome = "won"\n'
        '[tables.columns]\nid = "no"\nclosed = "when"\namount = "much"\n'
    )
    deals = tmp_path / "own.csv"
    deals.write_text("no,when,much\n1,2026-02-01,10\n")
    bring(workspace, deals, mapping=mapping)
    mapping.unlink()
    people, _ = write(tmp_path, HUBSPOT_EN, "utf-8")
    with workspace.open(bring(workspace, people).version) as db:
        (won,) = figures(db, METRICS["won_value"], WHOLE)
        assert (won.value, won.unit) == (10, "EUR")


def test_the_same_exports_give_the_same_numbers(tmp_path: Path, company_files: list[Path]) -> None:
    def numbers(home: Path) -> list[object]:
        workspace = Workspace(home)
        with workspace.open(bring(workspace, *company_files).version) as db:
            return [
                (f.metric, f.group, f.stat, f.numerator, f.denominator, f.value)
                for metric in METRICS.values()
                for f in figures(db, metric, WHOLE, ["month", "source"])
            ]

    assert numbers(tmp_path / "one") == numbers(tmp_path / "two")


@pytest.mark.parametrize("fails_at", ["build_tables", "write_manifest"])
def test_a_publication_that_breaks_off_leaves_everything_as_it_was(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails_at: str
) -> None:
    files = write(tmp_path, HUBSPOT_EN, "utf-8")
    bring(workspace, *files)
    before = sorted(path for path in workspace.home.rglob("*"))

    def break_off(*_: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(f"funnel.publishing.prepare.{fails_at}", break_off)
    with pytest.raises(OSError, match="no space"):
        bring(workspace, *files)
    assert sorted(path for path in workspace.home.rglob("*")) == before
    assert workspace.current() == 1


def test_readers_of_the_old_version_go_on_reading_it(workspace: Workspace, tmp_path: Path) -> None:
    people, deals = write(tmp_path, HUBSPOT_EN, "utf-8")
    bring(workspace, people, deals)
    with workspace.open(1) as old:
        people.write_text("".join(HUBSPOT_EN[0].splitlines(keepends=True)[:2]))
        bring(workspace, people)
        assert value(old, "leads") == 3
        with workspace.open(2) as new:
            assert value(new, "leads") == 1


def test_a_version_in_force_reaches_no_file(workspace: Workspace, tmp_path: Path) -> None:
    bring(workspace, *write(tmp_path, HUBSPOT_EN, "utf-8"))
    attempts: list[Callable[[Database], object]] = [
        lambda db: db.rows(f"select * from read_csv('{tmp_path}/people.csv')"),
        lambda db: db.rows("create table more as select 1"),
    ]
    with workspace.open(1) as db:
        for attempt in attempts:
            with pytest.raises(Exception, match=r"disabled|read-only"):
                attempt(db)


def test_rows_left_out_once_do_not_refuse_the_next_upload(
    workspace: Workspace, tmp_path: Path
) -> None:
    people, deals = write(tmp_path, HUBSPOT_EN, "utf-8")
    deals.write_text(HUBSPOT_EN[1].replace("2026-02-12", "2026-02-31"))
    bring(workspace, deals, refuse_rows=True)
    published = bring(workspace, people)
    assert [file.name for file in published.files] == ["people.csv"]
    assert status(workspace)["rows_refused"] == 1


def test_a_lost_raw_file_is_mended_by_importing_it_again(
    workspace: Workspace, tmp_path: Path
) -> None:
    people, deals = write(tmp_path, HUBSPOT_EN, "utf-8")
    first = bring(workspace, people, deals)
    (workspace.uploads / first.batch / "deals.csv").unlink()
    with pytest.raises(ImportRefused) as refusal:
        bring(workspace, people)
    assert refusal.value.problems == (Problem("raw_file_missing", "deals.csv", detail=first.batch),)
    assert bring(workspace, deals).version == 2


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_the_order_of_imports_changes_no_figure(
    workspace: Workspace, tmp_path: Path, order: tuple[int, int]
) -> None:
    files = [tmp_path / "marketing.csv", tmp_path / "sales.csv"]
    files[0].write_text(
        "Record ID,Last Name,Email,Lifecycle Stage,Create Date,Original Source,Contact owner\n"
        "1,Abe,aoi@aster.example,Lead,2026-01-05,Organic,Mori\n"
    )
    files[1].write_text(
        "Lead ID,Last Name,Company,Email,Lead Source,Lead Owner,Created Date\n"
        "00Q1,Abe,Aster,aoi@aster.example,Expo,Tanaka,2026-01-05\n"
    )
    for place in order:
        published = bring(workspace, files[place])
    with workspace.open(published.version) as db:
        assert db.rows("select lead_id, source, owner from leads") == [
            ("hubspot:1", "Organic", "Tanaka")
        ]


def test_a_slip_of_the_year_is_named_and_moves_no_calendar(
    workspace: Workspace, tmp_path: Path
) -> None:
    people, deals = write(tmp_path, HUBSPOT_EN, "utf-8")
    people.write_text(HUBSPOT_EN[0].replace("2026-01-09 10:00", "2062-01-09 10:00"))
    bring(workspace, people, deals)
    told = status(workspace)
    assert told["last_day"] == "2026-02-12"
    (fault,) = told["faults"]
    assert (fault["fault"], fault["count"]) == ("dated_in_future", 1)


def test_stage_dates_before_the_lead_are_named(workspace: Workspace, tmp_path: Path) -> None:
    people, _ = write(tmp_path, HUBSPOT_EN, "utf-8")
    people.write_text(HUBSPOT_EN[0].replace("2026-01-09 10:00", "2026-01-02 10:00"))
    bring(workspace, people)
    (fault,) = status(workspace)["faults"]
    assert (fault["fault"], fault["examples"][0]["days"]) == ("stage_dates_reversed", -4)


def test_a_shared_box_links_no_deal(workspace: Workspace, tmp_path: Path) -> None:
    leads, deals = tmp_path / "leads.csv", tmp_path / "deals.csv"
    leads.write_text(
        "Lead ID,Last Name,Company,Email,Lead Source,Created Date\n"
        "00Q1,Abe,Aster,info@aster.example,Web,2026-01-05\n"
    )
    deals.write_text(
        "Opportunity ID,Opportunity Name,Stage,Close Date,Created Date,Contact Email\n"
        "D1,Aster,Closed Won,2026-02-10,2026-01-20,info@aster.example\n"
    )
    bring(workspace, leads, deals)
    assert status(workspace)["links"]["unlinked"] == 1


@pytest.mark.parametrize("blank", ["", ",,,,", '"","",,,'])
def test_blank_rows_are_no_rows(workspace: Workspace, tmp_path: Path, blank: str) -> None:
    file = tmp_path / "leads.csv"
    header = "Lead ID,Last Name,Company,Lead Source,Created Date"
    file.write_text(
        f"\r\n\r\n\r\n\r\n{header}\n{blank}\nL1,Abe,Aster,Web,2026-01-05\n{blank}\n"
        "L2,Abe,Aster,Web,soon\n"
    )
    published = bring(workspace, file, refuse_rows=True)
    assert [file.rows_read for file in published.files] == [2]
    assert [problem.row for problem in published.refused] == [9]


def test_an_address_cannot_be_read_off_an_id(workspace: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "leads.csv"
    file.write_text(
        "Email,Last Name,Company,Lead Source,Created Date\n"
        "aoi@aster.example,Abe,Aster,Web,2026-01-05\n"
    )
    with workspace.open(bring(workspace, file).version) as db:
        (key,) = [lead_id for (lead_id,) in db.rows("select lead_id from leads")]
    assert "aster" not in key
    assert key.startswith("salesforce:")


def test_two_files_of_one_table_are_one_table(workspace: Workspace, tmp_path: Path) -> None:
    header, *rows = (GOLDEN / "company" / "leads.csv").read_text("utf-8").splitlines(keepends=True)
    older, newer = tmp_path / "older.csv", tmp_path / "newer.csv"
    older.write_text("".join([header, *rows[:6]]), encoding="utf-8")
    newer.write_text("".join([header, *rows[6:]]), encoding="utf-8")
    bring(workspace, older, newer)
    assert status(workspace)["leads"] == 12
    newer.write_text("".join([header, *rows[5:]]), encoding="utf-8")
    with pytest.raises(ImportRefused) as refusal:
        bring(workspace, older, newer)
    (problem,) = refusal.value.problems
    assert describe(problem, "en") == (
        "newer.csv, row 2, Lead ID: 'L06' stands twice (first in older.csv, row 7)"
    )


def test_a_header_over_two_lines_hides_no_row(workspace: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "leads.csv"
    file.write_text(
        'Lead ID,Last Name,Company,Lead Source,Created Date,"De\nscription"\n'
        "L1,A,B,Web,2026-01-05,n\nL2,A,B,Expo,2026-01-05,n\n"
    )
    with workspace.open(bring(workspace, file).version) as db:
        assert value(db, "leads") == 2


@pytest.mark.parametrize("sign", ["x", "あ"])
def test_a_very_long_cell_is_a_cell(workspace: Workspace, tmp_path: Path, sign: str) -> None:
    rows = "".join(f"L{i},Abe,Aster,Web,2026-01-05,short\n" for i in range(5))
    path = tmp_path / "leads.csv"
    header = "Lead ID,Last Name,Company,Lead Source,Created Date,Notes\n"
    path.write_text(f"{header}{rows}L9,Abe,Aster,Web,2026-01-05,{sign * 2_500_000}\n", "utf-8")
    with workspace.open(bring(workspace, path).version) as db:
        assert db.value("select count(*) from leads") == 6


def test_a_row_that_is_longer_than_can_be_read_is_refused(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("funnel.importers.staging.cook.LONGEST_ROW", 3_000_000)
    path = tmp_path / "leads.csv"
    header = "Lead ID,Last Name,Company,Lead Source,Created Date,Notes\n"
    path.write_text(f"{header}L9,Abe,Aster,Web,03/14/2026,{'x' * 5_000_000}\n")
    with pytest.raises(ImportRefused) as refusal:
        bring(workspace, path)
    (problem,) = refusal.value.problems
    assert (problem.kind, problem.file) == ("broken_quotes", "leads.csv")


def test_line_breaks_of_all_kinds_inside_cells(workspace: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "leads.csv"
    file.write_bytes(
        b"Lead ID,Last Name,Company,Lead Source,Created Date\n"
        b'L1,A,"x\r\ny",Web,2026-01-05\nL2,A,"x\ry",Web,2026-01-05\nL3,A,"x\n\ny",Web,2026-01-05\n'
        b'"Grand Totals (3 records)"\n"Copyright (c) 2000-2026 salesforce.com, inc."\n'
    )
    published = bring(workspace, file)
    assert len(published.files[0].footer) == 2
    with workspace.open(published.version) as db:
        assert value(db, "leads") == 3


DEALS = "Opportunity ID,Opportunity Name,Stage,Amount,Close Date,Created Date"


def deals_of(workspace: Workspace, folder: Path, text: str) -> Database:
    file = folder / "deals.csv"
    file.write_text(text, encoding="utf-8")
    return workspace.open(bring(workspace, file).version)


@pytest.mark.parametrize(
    ("stage", "flags", "outcome", "is_known"),
    [
        ("受注", "", "won", True),
        ("受注（見込み）", "", "open", False),
        ("検討終了", "1,0", "lost", True),
        ("検討終了", "1,", "lost", False),
        ("受注", "1,", "won", True),
        ("失注", "1,", "lost", True),
        ("検討終了", ",0", "open", False),
        ("契約", ",1", "won", True),
        ("受注", "0,0", "open", True),
        ("", "", "open", False),
    ],
)
def test_outcomes_are_not_guessed(
    workspace: Workspace, tmp_path: Path, *, stage: str, flags: str, outcome: str, is_known: bool
) -> None:
    extra = ",完了,成立" if flags else ""
    row = f"D1,a,{stage},1,2026-02-01,2026-01-01{',' + flags if flags else ''}"
    header = "商談 ID,商談名,フェーズ,金額,完了予定日,作成日" + extra
    with deals_of(workspace, tmp_path, f"{header}\n{row}\n") as db:
        assert db.rows("select outcome, is_stage_known from deals") == [(outcome, is_known)]


@pytest.mark.parametrize(
    ("amounts", "unit"),
    [
        (['"$1,000"', "$20"], "USD"),
        (["JPY 1000", '"¥20"'], "JPY"),
        (["1000円", "20"], "JPY"),
        (['"-1,000"', "2020"], "JPY"),
    ],
)
def test_an_amount_may_name_its_currency(
    workspace: Workspace, tmp_path: Path, amounts: list[str], unit: str
) -> None:
    rows = [f"D{i},a,Closed Won,{a},2026-02-01,2026-01-01" for i, a in enumerate(amounts)]
    with deals_of(workspace, tmp_path, "\n".join([DEALS, *rows])) as db:
        (won,) = figures(db, METRICS["won_value"], WHOLE)
        assert (won.value, won.unit) == (1020, unit)


@pytest.mark.parametrize("amounts", [['"$1,000"', '"¥100"'], ["$1", "2"], ["EUR 5", "USD 5"]])
def test_currencies_are_never_added(
    workspace: Workspace, tmp_path: Path, amounts: list[str]
) -> None:
    rows = [f"D{i},a,Closed Won,{a},2026-02-01,2026-01-01" for i, a in enumerate(amounts)]
    with pytest.raises(ImportRefused) as refusal:
        deals_of(workspace, tmp_path, "\n".join([DEALS, *rows]))
    assert [(p.kind, p.column) for p in refusal.value.problems] == [("second_currency", "Amount")]


@pytest.mark.parametrize(
    "header",
    [
        "Id,AccountId,LastName,FirstName,Email,LeadSource,CreatedDate,OwnerId",
        "取引先責任者 ID,姓,名,取引先名,メール,リードソース,作成日",
        "Contact ID,Last Name,First Name,Account Name,Email,Lead Source,Created Date",
    ],
)
def test_contacts_are_not_taken_for_leads(
    workspace: Workspace, tmp_path: Path, header: str
) -> None:
    file = tmp_path / "contacts.csv"
    file.write_text(f"{header}\n" + ",".join(["1"] * header.count(",")) + ",2026-01-05\n")
    with pytest.raises(ImportRefused) as refusal:
        bring(workspace, file)
    # They may come along with others; alone they say nothing of the funnel.
    assert [problem.kind for problem in refusal.value.problems] == ["no_leads_or_deals"]


def test_totals_at_the_end_are_no_deals(workspace: Workspace, tmp_path: Path) -> None:
    text = (
        "商談名,フェーズ,完了予定日,金額,作成日\nA,受注,2026-02-01,100,2026-01-01\n"
        "B,失注,2026-02-01,200,2026-01-01\n合計,,,300,\n件数,2,,,\n"
    )
    with deals_of(workspace, tmp_path, text) as db:
        assert db.value("select count(*) from deals") == 2


def test_every_sheet_that_is_known_is_read(workspace: Workspace) -> None:
    published = bring(workspace, GOLDEN / "xlsx" / "book.xlsx")
    assert [file.name for file in published.files] == ["book.xlsx [leads]", "book.xlsx [deals]"]
    assert published.unused == ["book.xlsx [cover]"]
    again = bring(workspace, GOLDEN / "company" / "opportunities.csv")
    assert again.replaced == [("book.xlsx [deals]", 7)]
    with workspace.open(again.version) as db:
        assert (value(db, "leads"), value(db, "opportunities")) == (12, 7)


def test_nobody_said_is_nobody(workspace: Workspace, tmp_path: Path) -> None:
    contacts, deals = tmp_path / "contacts.csv", tmp_path / "deals.csv"
    contacts.write_text(
        "Record ID,Email,Lifecycle Stage,Create Date,Original Source\n"
        "9,(No value),Lead,2026-01-05,(No value)\n10,-,Lead,2026-01-05,-\n"
    )
    deals.write_text(
        "Record ID,Deal Name,Deal Stage,Close Date,Create Date,Associated Contact Email\n"
        "1,a,Closed Won,2026-02-01,2026-01-10,(No value)\n"
    )
    with workspace.open(bring(workspace, contacts, deals).version) as db:
        assert db.rows("select distinct source, email from leads") == [(None, None)]
        assert db.value("select count(*) from lead_deals") == 0


def test_of_two_leads_of_one_moment_the_lowest_id_is_primary(
    workspace: Workspace, tmp_path: Path
) -> None:
    people, deals = write(tmp_path, HUBSPOT_EN, "utf-8")
    people.write_text(
        "Record ID,Lifecycle Stage,Create Date,Original Source\n"
        "10,Lead,2026-01-05 09:00,Expo\n9,Lead,2026-01-05 09:00,Web\n"
    )
    deals.write_text(HUBSPOT_EN[1].replace("101; 102", "9;10"))
    with workspace.open(bring(workspace, people, deals).version) as db:
        assert db.rows("select source from deals where outcome = 'won'") == [("Web",)]


def test_deals_alone_have_no_cohorts_of_leads(workspace: Workspace) -> None:
    deals = GOLDEN / "company" / "opportunities.csv"
    with workspace.open(bring(workspace, deals).version) as db:
        for name in ("opportunities", "wins", "won_value"):
            assert value(db, name, "cohort") is None
            assert value(db, name) is not None


def test_a_lead_that_does_not_exist_yet_is_in_no_cohort(
    workspace: Workspace, tmp_path: Path
) -> None:
    file = tmp_path / "leads.csv"
    file.write_text(
        "Lead ID,Last Name,Company,Lead Source,Created Date,MQL Date\n"
        "L1,A,B,Web,2026-02-10,2026-01-05\nL2,A,B,Web,2026-01-03,2026-01-06\n"
    )
    january = Filters(date(2026, 1, 1), date(2026, 12, 31), date(2026, 1, 31), "cohort")
    with workspace.open(bring(workspace, file).version) as db:
        counted = [figures(db, METRICS[name], january)[0].value for name in ("leads", "mqls")]
    assert counted == [1, 1]


def test_a_lost_deal_without_a_day_measures_no_win_rate(
    workspace: Workspace, tmp_path: Path
) -> None:
    text = f"{DEALS}\nD1,a,Closed Won,1,2026-02-01,2026-01-01\nD2,b,Closed Lost,1,,2026-01-01\n"
    with deals_of(workspace, tmp_path, text) as db:
        assert value(db, "win_rate") is None


def test_two_deals_of_one_name_are_two_deals(workspace: Workspace, tmp_path: Path) -> None:
    text = (
        "商談名,取引先名,フェーズ,完了予定日,作成日\n年間契約,A社,受注,2025-02-01,2025-01-01\n"
        "年間契約,A社,受注,2026-02-01,2026-01-01\n"
    )
    with deals_of(workspace, tmp_path, text) as db:
        assert db.value("select count(*) from deals") == 2


@pytest.mark.parametrize("name", ["レ" * 82 + ".csv", "leads*.csv", "leads.csv.gz", "it's {x}.csv"])
def test_file_names_mean_nothing(workspace: Workspace, tmp_path: Path, name: str) -> None:
    text = "リード ID,姓,会社名,リードソース,作成日\nL1,阿部,星,ウェブ,2026-01-05\n"
    for place, encoding in enumerate(("utf-8", "cp932")):
        folder = tmp_path / str(place)
        folder.mkdir()
        (folder / "leads2.csv").write_text("not to be read")
        (folder / name).write_bytes(text.encode(encoding))
        with workspace.open(bring(workspace, folder / name).version) as db:
            assert value(db, "leads") == 1


def test_delimiters_inside_quotes_do_not_count(workspace: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "leads.csv"
    file.write_text(
        "Lead ID,Last Name,Company,Lead Source,Created Date,Interests\n"
        f'L1,A,B,Web,2026-01-05,"{";".join("abcdefghijklmnop" * 3)}"\n'
    )
    with workspace.open(bring(workspace, file).version) as db:
        assert value(db, "leads") == 1


def test_what_a_killed_import_left_is_swept(workspace: Workspace, tmp_path: Path) -> None:
    (workspace.home / "draft-dead").mkdir(parents=True)
    (workspace.home / "draft-dead" / "names.csv").write_text("personal")
    (workspace.home / "versions").mkdir()
    (workspace.home / "versions" / "backup.duckdb").write_text("")
    bring(workspace, *write(tmp_path, HUBSPOT_EN, "utf-8"))
    assert list(workspace.home.glob("draft-*")) == []
    assert workspace.current() == 1


@pytest.mark.parametrize("current", ["", "7", "x"])
def test_a_pointer_to_nowhere_is_named(workspace: Workspace, current: str) -> None:
    workspace.home.mkdir()
    (workspace.home / "CURRENT").write_text(current)
    with pytest.raises(WorkspaceUnusable) as unusable:
        status(workspace)
    assert str(workspace.home) in describe(unusable.value.problems[0], "en")


def test_a_workspace_below_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(WorkspaceUnusable):
        bring(Workspace(tmp_path / "file" / "home"), GOLDEN / "company" / "leads.csv")


def test_a_lead_that_is_named_and_missing_is_told(workspace: Workspace, tmp_path: Path) -> None:
    people, deals = write(tmp_path, HUBSPOT_EN, "utf-8")
    deals.write_text(HUBSPOT_EN[1].replace("101; 102", "404"))
    bring(workspace, people, deals)
    (fault,) = status(workspace)["faults"]
    assert (fault["fault"], fault["examples"][0]["id"]) == ("lead_not_found", "hubspot:9")
