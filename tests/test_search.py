"""The search: what it finds and how near, in a small company by hand; and what cannot harm it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from typer.testing import CliRunner

from funnel.cli import app
from funnel.metrics import METRICS
from funnel.reports.search import ASIDE, BEGINS, EXACT, WITHIN, Found, Hit, search
from funnel.reports.search_words import read_asked
from funnel.store.database import Database
from funnel.store.team import Action, Plan
from tests.conftest import NOON
from tests.uploads import MAPPING, MARKETING, Exports

NAMED = MAPPING.replace('email = "email"', 'email = "email"\nname = "lead name"', 1)
HOSTILE = "<b>=cmd|'x'!A1</b> 100%_達成 \"x\" \\ ; drop table leads --" + "長" * 5_000


def lead(key: str, name: str, company: str, email: str, **more: str) -> dict[str, str]:
    return {"lead": key, "created": "2026-04-01", "lead name": name, "lead company": company,
            "email": email, "source": "Web", "owner": "田中"} | more  # fmt: skip


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Exports:
    """Six leads, two deals."""
    company = Exports(tmp_path_factory.mktemp("search"))
    company.bring(
        "2026-05-01",
        mapping=NAMED,
        leads=[
            lead("L-1", "阿部 葵", "株式会社アスター", "Aoi.Abe@aster.example", mql="2026-04-03",
                 **{"handed over": "2026-04-05", "lead campaign": "春の展示会"}),
            lead("L-2", "髙橋　一郎", "ＡＢＣ商事", "taka@abc.example", source="展示会"),
            lead("L-10", "阿部寛", "ｱｽﾀｰ物産㈱", "hiro@asuta.example", owner="佐藤",
                 created="2026-04-20"),
            lead("0065i00000Abc12", "Smith, Jane", "Acme (50%_off)", "jane@acme.example",
                 source="Referral", status="Recycled"),
            lead("L-12", "名無し", HOSTILE, "x@y.example", created="2026-03-01"),
            lead("0065i00000aBC12", "Jo Doe", "Widget", "jo@widget.example", owner="Web Team"),
        ],
        deals=[
            {"deal": "D-1", "deal name": "アスター 基幹刷新", "stage": "Won",
             "opened": "2026-04-10", "closed": "2026-04-28", "amount": "1200000",
             "deal leads": "L-1", "deal owner": "鈴木"},
            {"deal": "D-2", "deal name": "ABC 保守", "stage": "Talks", "opened": "2026-04-15",
             "deal company": "ＡＢＣ商事"},
        ],
    )  # fmt: skip
    return company


@pytest.fixture(scope="module")
def db(exports: Exports) -> Iterator[Database]:
    with exports.opened() as database:
        yield database


def keys(found: Found, kind: str = "lead") -> list[str]:
    return [hit.id.partition(":")[2] or hit.id
            for group in found.groups if group.kind == kind for hit in group.hits]  # fmt: skip


def test_a_lead_is_told_with_where_it_stands(db: Database) -> None:
    """Won on 28 April through D-1; its owner and source are the export's."""
    (group,) = search(db, "阿部葵").groups
    assert (group.kind, group.total, group.more) == ("lead", 1, 0)
    assert group.hits == (
        Hit("lead", "crm:L-1", EXACT, person="阿部 葵", company="株式会社アスター", stage="won",
            owner="田中", source="Web", day=date(2026, 4, 28)),
    )  # fmt: skip


def test_a_deal_is_told_with_its_amount(db: Database) -> None:
    (group,) = [one for one in search(db, "アスター 基幹").groups if one.kind == "deal"]
    assert group.hits == (
        Hit("deal", "crm:D-1", BEGINS, title="アスター 基幹刷新", stage="Won", outcome="won",
            owner="鈴木", source="Web", day=date(2026, 4, 28), amount=Decimal(1_200_000)),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("阿部", ["L-10", "L-1"]),  # both begin with it: the one created later first
        ("阿部　葵", ["L-1"]),
        ("阿部葵", ["L-1"]),
        ("葵 阿部", ["L-1"]),  # in any order
        ("阿部 アスター", ["L-10", "L-1"]),  # half-width katakana are the same word
        ("ｱｽﾀｰ", ["L-10", "L-1"]),
        ("高橋一郎", ["L-2"]),  # the export writes 髙 and a wide blank
        ("abc商事", ["L-2"]),
        ("ａｂｃ", ["L-2", "0065i00000Abc12", "0065i00000aBC12"]),  # a name begins, ids hold it
        ("AOI.ABE@ASTER.EXAMPLE", ["L-1"]),
        ("aster", ["L-1"]),
        ("l-1", ["L-10", "L-1", "L-12"]),  # ids in small letters: it begins all three
        ("L-1", ["L-1", "L-10", "L-12"]),
        ("展示会", ["L-2"]),
        ("0065i00000Abc12", ["0065i00000Abc12", "0065i00000aBC12"]),  # case tells them apart
        ("0065i00000Abc12AAA", ["0065i00000Abc12", "0065i00000aBC12"]),  # an id's longer form
        ("smith", ["0065i00000Abc12"]),
        ("50%", ["0065i00000Abc12"]),
        ("100%_達成", ["L-12"]),
        ("5_%", []),
        ("_off", ["0065i00000Abc12"]),
        ("' or 1=1 --", []),
        ("\\", ["L-12"]),
        ('"x"', ["L-12"]),
        ("drop table", ["L-12"]),
        ("長" * 5_000, ["L-12"]),  # its first 200 letters are looked for
        ("阿部 いない", []),
        ("", []),
        (" \u3000\t\n", []),
        ("\u202e\u200b", []),
        ("\x00", []),
        ("$text_0", []),
        ("{where}", []),
    ],
)
def test_leads_are_found_the_nearest_first(db: Database, asked: str, found: list[str]) -> None:
    assert keys(search(db, asked)) == found


def test_what_is_only_said_of_a_row_comes_last(db: Database) -> None:
    """Of four from the web none is called so: five, with the one whose owner is the web team."""
    (group,) = [one for one in search(db, "web").groups if one.kind == "lead"]
    assert (group.total, {hit.near for hit in group.hits}) == (4, {ASIDE})


def test_a_limit_leaves_the_total(db: Database) -> None:
    (group,) = [one for one in search(db, "Web", limit=1).groups if one.kind == "lead"]
    assert (len(group.hits), group.total, group.more) == (1, 4, 3)
    assert group.hits[0].id == "crm:L-10"  # the latest


def test_a_lead_that_sales_sent_back_says_so(db: Database) -> None:
    (hit,) = search(db, "Smith").groups[0].hits
    assert (hit.outcome, hit.near) == ("sent_back", BEGINS)


def test_campaigns_are_counted(db: Database) -> None:
    (group,) = [one for one in search(db, "展示").groups if one.kind == "campaign"]
    assert group.hits == (
        Hit("campaign", "春の展示会", WITHIN, title="春の展示会", day=date(2026, 4, 1), leads=1),
    )


def test_figures_are_found_by_their_words_in_either_language(db: Database) -> None:
    by_name = [search(db, asked).groups[0].hits[0] for asked in ("受注率", "Win rate", "win_rate")]
    assert [(hit.kind, hit.id, hit.near) for hit in by_name] == [("metric", "win_rate", EXACT)] * 3
    everywhere = search(db, "rate", limit=100)
    assert len(keys(everywhere, "metric")) < len(METRICS)


def test_the_nearest_kind_comes_first(db: Database) -> None:
    """A company is called so, then a deal begins so; a figure is called so, a lead only has it."""
    assert [group.kind for group in search(db, "ABC商事").groups] == ["lead", "deal"]
    assert [group.kind for group in search(db, "基幹").groups] == ["deal"]
    assert search(db, "リード").groups[0].kind == "metric"


def test_actions_are_found_open_ones_first(db: Database) -> None:
    day = date(2026, 5, 11)
    plan = Plan("展示会の59件に電話する", "田中", day, day, date(2026, 5, 4))
    done = Action(1, 1, replace(plan, title="展示会のリストを直す"), "me", NOON, "done", day)
    still = Action(2, 1, plan, "me", NOON)
    (group,) = [one for one in search(db, "展示会", [done, still]).groups if one.kind == "action"]
    assert group.hits == (
        Hit("action", "2", BEGINS, title="展示会の59件に電話する", stage="open", owner="田中",
            day=day),
        Hit("action", "1", BEGINS, title="展示会のリストを直す", stage="done", owner="田中",
            day=day),
    )  # fmt: skip
    assert [keys(search(db, asked, [done, still]), "action") for asked in ("2", "田中 電話")] == [
        ["2"], ["2"],
    ]  # fmt: skip


def test_words_are_told_as_they_were_looked_for(db: Database) -> None:
    assert search(db, "ＡＢＣ　ｱｽﾀｰ").words == ("abc", "アスター")
    assert len(search(db, " ".join("abcdefghijklm")).words) == 8
    assert len(read_asked("あ" * 5_000).line) == 200


def test_the_command_prints_it_for_people_and_programs(
    exports: Exports, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FUNNEL_HOME", str(exports.workspace.home))
    monkeypatch.setenv("FUNNEL_LANG", "en")
    told = json.loads(CliRunner().invoke(app, ["search", "基幹", "--json"]).stdout)
    assert told == {
        "words": ["基幹"],
        "total": 1,
        "groups": [
            {
                "kind": "deal", "total": 1, "more": 0,
                "hits": [
                    {"id": "crm:D-1", "near": WITHIN, "title": "アスター 基幹刷新", "stage": "Won",
                     "outcome": "won", "owner": "鈴木", "source": "Web", "day": "2026-04-28",
                     "amount": 1_200_000.0, "is_deleted": False}
                ],
            }
        ],
    }  # fmt: skip
    people = CliRunner().invoke(app, ["search", "Web", "--limit", "1"]).stdout
    assert "crm:L-10" in people
    assert CliRunner().invoke(app, ["search", "いない"]).exit_code == 0


def test_without_data_the_command_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FUNNEL_HOME", str(tmp_path / "none"))
    assert CliRunner().invoke(app, ["search", "x"]).exit_code == 2


def test_a_company_of_deals_alone_is_searched(tmp_path: Path) -> None:
    company = Exports(tmp_path)
    company.bring("2026-05-01", deals=[{"deal": "D-1", "deal name": "保守", "stage": "Talks",
                                       "opened": "2026-04-15"}])  # fmt: skip
    with company.opened() as db:
        assert keys(search(db, "保守"), "deal") == ["D-1"]


def test_a_lead_is_found_by_the_ids_of_every_tool(tmp_path: Path) -> None:
    """One person: the CRM's record, the marketing tool's, and one merged into the CRM's."""
    company = Exports(tmp_path)
    company.bring(
        "2026-05-01",
        leads=[{"lead": "00Q5i00000Abc12", "created": "2026-04-02", "email": "a@b.example"}],
        merges=[{"survivor": "00Q5i00000Abc12", "merged": "00Q5i00000Old99"}],
    )
    company.bring("2026-05-02", mapping=MARKETING, prospects=[
        {"prospect": "P-1", "first seen": "2026-04-01", "email": "a@b.example", "became mql": "",
         "crm lead": "00Q5i00000Abc12", "crm contact": "003"},
    ])  # fmt: skip
    with company.opened() as db:
        (count,) = db.rows("select count(*) from leads")
        hits = [search(db, asked).groups[0].hits for asked in ("00Q5i00000Abc12", "P-1")]
        (merged,) = search(db, "00Q5i00000Old99").groups[0].hits
    assert count == (1,)
    assert [(hit.id, hit.near) for (hit,) in hits] == [(merged.id, EXACT)] * 2
