"""The simulated company: same seed same bytes, files as the tools write them, the story in it."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from funnel.simulate import (
    DEMO_UNTIL,
    simulate_company,
    story_start,
    write_activities,
    write_exports,
    write_marketing,
)
from funnel.simulate.ids import to_18
from funnel.simulate.workdays import public_holidays
from tests.conftest import ROOT

NAMES = ["hubspot-contacts.csv", "salesforce-leads.csv", "salesforce-opportunities.csv"]
Row = dict[str, str]
MQL_DATE = "MQL(マーケティング上の有望な見込み客)になった日付"
LEAD_DATES = [
    "作成日", "引き渡し日", "営業受入日", "SQL日", "差し戻し日", "再引き渡し日", "取引の開始日",
]  # fmt: skip


@dataclass(frozen=True)
class Exports:
    """The three files, as rows."""

    contacts: list[Row]
    leads: list[Row]
    deals: list[Row]

    def contact_of(self) -> dict[str, Row]:
        return {row["Eメール"]: row for row in self.contacts}


def _report(path: Path) -> list[Row]:
    rows = list(csv.reader(io.StringIO(path.read_bytes().decode("cp932"), newline="")))
    data = [row for row in rows[1:] if len(row) == len(rows[0])]
    return [dict(zip(rows[0], row, strict=True)) for row in data]


def _export(folder: Path, leads: int, months: int, seed: int, until: date = DEMO_UNTIL) -> Exports:
    contacts, lead_file, deals = write_exports(simulate_company(leads, months, seed, until), folder)
    text = io.StringIO(contacts.read_bytes().decode("utf-8-sig"), newline="")
    return Exports(list(csv.DictReader(text)), _report(lead_file), _report(deals))


def day(text: str) -> date:
    return datetime.strptime(text[:10].replace("-", "/"), "%Y/%m/%d").date()


def share(part: int, whole: int) -> float:
    return part / whole


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("simulated")


@pytest.fixture(scope="module")
def exports(folder: Path) -> Exports:
    return _export(folder, 20_000, 18, 7)


def test_same_arguments_same_bytes(tmp_path: Path) -> None:
    def content(name: str, seed: int) -> list[bytes]:
        company = simulate_company(3_000, 18, seed, DEMO_UNTIL)
        paths = write_exports(company, tmp_path / name)
        assert [path.name for path in paths] == NAMES
        paths += write_marketing(company, tmp_path / name)
        return [path.read_bytes() for path in paths]

    first = content("a", 1)
    assert first == content("b", 1)
    other = content("c", 2)
    assert all(one != two for one, two in zip(first, other, strict=True))


def test_hubspot_file_is_as_hubspot_writes_it(folder: Path, exports: Exports) -> None:
    raw = (folder / NAMES[0]).read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf" + "レコードID,姓,名,Eメール".encode())
    assert len(exports.contacts) == 20_000
    assert len({row["レコードID"] for row in exports.contacts}) == 20_000
    mails = {row["Eメール"] for row in exports.contacts}
    assert len(mails) == 20_000
    assert all(re.fullmatch(r"[a-z]+\.[a-z]+\d+@[a-z-]+\.example", mail) for mail in mails)
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", r["作成日"]) for r in exports.contacts)
    blank = sum(row["リードソース"] == "" for row in exports.contacts)
    assert 0.005 < blank / 20_000 < 0.015
    stages = {row["ライフサイクルステージ"] for row in exports.contacts}
    assert stages == {"リード", "MQL", "SQL", "商談", "顧客"}


@pytest.mark.parametrize("name", NAMES[1:])
def test_salesforce_report_is_as_salesforce_writes_it(folder: Path, name: str) -> None:
    raw = (folder / name).read_bytes()
    with pytest.raises(UnicodeDecodeError):
        raw.decode("utf-8")
    text = raw.decode("cp932")
    assert "\r" not in text
    rows = list(csv.reader(io.StringIO(text, newline="")))
    footer = rows[-6:]
    assert footer[0] == [f"総計 ({len(rows) - 7} 件)"]
    assert footer[1] == []
    assert [len(line) for line in footer[2:]] == [1, 1, 1, 1]
    assert footer[3] == ["Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved."]
    assert footer[4] == ["Confidential Information - Do Not Distribute"]
    assert footer[5][0].startswith("作成者: ")
    assert {len(row) for row in rows[:-6]} == {len(rows[0])}
    # Every field is quoted: writing what was read gives the same bytes.
    again = io.StringIO()
    writer = csv.writer(again, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerows(rows)
    assert again.getvalue() == text


def test_text_is_as_awkward_as_real_text(exports: Exports) -> None:
    reasons = {row["差し戻し理由"] for row in exports.leads}
    assert any("\n" in reason and "①" in reason for reason in reasons)
    assert any(", " in reason for reason in reasons)
    assert any("㈱" in row["会社名"] for row in exports.leads)
    assert any("髙" in row["姓"] for row in exports.leads)
    assert any(re.fullmatch(r"\d{1,3}(,\d{3})+", row["金額"]) for row in exports.deals)


def test_ids_of_18_characters_lead_to_the_deals() -> None:
    assert to_18("001A0000006Vm9r") == "001A0000006Vm9rIAC"
    assert to_18("0" * 15) == "0" * 15 + "AAA"


def test_converted_leads_point_to_existing_deals(exports: Exports) -> None:
    opened = {row["商談 ID"]: row["作成日"] for row in exports.deals}
    assert len(opened) == len(exports.deals)
    assert {len(key) for key in opened} == {15}
    lead_ids = {row["リード ID"] for row in exports.leads}
    assert len(lead_ids) == len(exports.leads)
    assert len({key.lower() for key in lead_ids}) < len(lead_ids)  # case matters
    accounts = {row["商談 ID"]: row["取引先名"] for row in exports.deals}
    links: dict[str, list[str]] = {}
    for row in exports.leads:
        assert re.fullmatch(r"00Q[0-9A-Za-z]{12}", row["リード ID"])
        assert (row["取引開始済み"] == "1") == bool(row["商談 ID"]) == bool(row["取引の開始日"])
        if long_id := row["商談 ID"]:
            assert long_id == to_18(long_id[:15])
            assert row["取引の開始日"] == opened[long_id[:15]]
            links.setdefault(long_id[:15], []).append(row["会社名"])
    assert 0.08 < 1 - share(len(links), len(opened)) < 0.16  # sales' own deals
    two = [key for key, companies in links.items() if len(companies) == 2]
    assert 0.005 < share(len(two), len(opened)) < 0.05
    stem = re.compile(r"株式会社|㈱|\(株\)|有限会社|合同会社|[A-Z .,a-z]+")
    for key in two:
        names = {stem.sub("", name) for name in [*links[key], accounts[key]]} - {""}
        assert len(names) <= 1


def test_people_are_the_same_in_both_tools(exports: Exports) -> None:
    contacts = exports.contact_of()
    shouted = 0
    for row in exports.leads:
        contact = contacts[row["メール"].lower()]
        shouted += row["メール"] != row["メール"].lower()
        assert (row["姓"], row["名"]) == (contact["姓"], contact["名"])
        assert row["会社名"] == contact["会社名"]
        assert row["リードソース"] == contact["リードソース"]
    assert 0.02 < share(shouted, len(exports.leads)) < 0.04
    unknown = sum(not contacts[row["メール"].lower()][MQL_DATE] for row in exports.leads)
    assert 0.02 < share(unknown, len(exports.leads)) < 0.06


@pytest.mark.parametrize(
    ("leads", "months", "until"),
    [(20_000, 18, DEMO_UNTIL), (300, 1, date(2024, 2, 29)), (2_000, 30, date(2026, 5, 6))],
)
def test_nothing_after_until(tmp_path: Path, leads: int, months: int, until: date) -> None:
    exports = _export(tmp_path, leads, months, 3, until)
    dates = [row["作成日"] for row in exports.contacts]
    dates += [row[MQL_DATE] for row in exports.contacts if row[MQL_DATE]]
    dates += [row[name] for row in exports.leads for name in LEAD_DATES if row[name]]
    dates += [row["作成日"] for row in exports.deals]
    closed = [row for row in exports.deals if row["フェーズ"] in {"受注", "失注"}]
    dates += [row["完了予定日"] for row in closed]
    assert max(map(day, dates)) <= until
    assert min(map(day, dates)) > until - timedelta(days=31 * months)


def test_dates_are_in_order(exports: Exports) -> None:
    contacts = exports.contact_of()
    for contact in exports.contacts:
        assert not contact[MQL_DATE] or contact[MQL_DATE] >= contact["作成日"]
        assert contact["リード(見込み客)になった日付"] == contact["作成日"]
    for row in exports.leads:
        assert row["作成日"] == row["引き渡し日"]
        assert re.fullmatch(r"\d{4}/\d\d/\d\d \d\d:\d\d", row["引き渡し日"])
        contact = contacts[row["メール"].lower()]
        created, mql = contact["作成日"], contact[MQL_DATE]
        assert created <= (mql or created) <= row["引き渡し日"].replace("/", "-")
        handed = row["引き渡し日"][:10]
        back, again = row["差し戻し日"], row["再引き渡し日"]
        assert bool(back) == bool(row["差し戻し理由"])
        if again:
            assert handed < back < again
        accepted, sql, converted = row["営業受入日"], row["SQL日"], row["取引の開始日"]
        assert not accepted or accepted >= handed
        if back and accepted:  # the acceptance shown is the second pass's, or before the return
            assert accepted <= back or accepted >= again > ""
        if sql:
            assert sql >= (again or handed)
            assert sql >= (accepted or handed)
        assert not converted or converted >= sql > ""
    for deal in exports.deals:
        if deal["フェーズ"] in {"受注", "失注"}:
            assert deal["完了予定日"] > deal["作成日"]


def test_lifecycle_is_what_the_person_reached(exports: Exports) -> None:
    phases = {row["商談 ID"]: row["フェーズ"] for row in exports.deals}
    reached = {row["メール"].lower(): row for row in exports.leads}
    for contact in exports.contacts:
        row = reached.get(contact["Eメール"])
        expected = "MQL" if row or contact[MQL_DATE] else "リード"
        if row and row["SQL日"]:
            expected = "SQL"
        if row and row["商談 ID"]:
            expected = "顧客" if phases[row["商談 ID"][:15]] == "受注" else "商談"
        assert contact["ライフサイクルステージ"] == expected


def test_each_deal_has_date_amount_and_phase(exports: Exports) -> None:
    phases = {"ヒアリング", "提案", "見積", "最終調整", "受注", "失注"}
    assert {row["フェーズ"] for row in exports.deals} == phases
    amounts = sorted(int(row["金額"].replace(",", "")) for row in exports.deals)
    assert all(amount > 0 and amount % 10_000 == 0 for amount in amounts)
    assert 1_500_000 < amounts[len(amounts) // 2] < 4_000_000
    assert all(re.fullmatch(r"\d{4}/\d\d/\d\d", row["完了予定日"]) for row in exports.deals)
    expected = {"受注": "100", "失注": "0"}
    for row in exports.deals:
        assert expected.get(row["フェーズ"], row["確度(%)"]) == row["確度(%)"]
        assert not row["失注理由"] or row["フェーズ"] == "失注"
    # Some deals just go silent: still open, their expected date long gone.
    open_deals = [row for row in exports.deals if row["フェーズ"] not in expected]
    assert any(day(row["完了予定日"]) < DEMO_UNTIL - timedelta(days=90) for row in open_deals)


def test_rates_are_as_configured(exports: Exports) -> None:
    contacts = exports.contact_of()
    ripe = DEMO_UNTIL - timedelta(days=270)
    people = [row for row in exports.contacts if day(row["作成日"]) <= ripe]
    leads = [r for r in exports.leads if day(contacts[r["メール"].lower()]["作成日"]) <= ripe]
    # Converted people without an MQL date count: a later stage implies the earlier ones.
    mqls = sum(row["ライフサイクルステージ"] != "リード" for row in people)
    accepted = sum(bool(row["営業受入日"] or row["SQL日"]) for row in leads)
    sqls = [row for row in leads if row["SQL日"]]
    opportunities = [row for row in sqls if row["商談 ID"]]
    customers = sum(row["ライフサイクルステージ"] == "顧客" for row in people)
    assert share(mqls, len(people)) == pytest.approx(0.30, abs=0.03)
    assert share(len(leads), mqls) == pytest.approx(0.90, abs=0.03)
    assert share(accepted, len(leads)) == pytest.approx(0.87, abs=0.04)
    assert share(len(sqls), accepted) == pytest.approx(0.51, abs=0.05)
    assert share(len(opportunities), len(sqls)) == pytest.approx(0.60, abs=0.05)
    assert share(customers, len(opportunities)) == pytest.approx(0.28, abs=0.06)
    returned = [row for row in leads if row["差し戻し日"]]
    assert share(len(returned), len(leads)) == pytest.approx(0.15, abs=0.03)
    assert any(row["再引き渡し日"] for row in returned)
    skipped = sum(not row["営業受入日"] for row in sqls)
    assert 0.02 < share(skipped, len(sqls)) < 0.10


def test_delays_are_as_configured(exports: Exports) -> None:
    def median(days: list[int]) -> int:
        return sorted(days)[len(days) // 2]

    ripe = DEMO_UNTIL - timedelta(days=200)
    contacts = exports.contact_of()
    first = [r for r in exports.leads if not r["再引き渡し日"] and day(r["引き渡し日"]) <= ripe]

    def between(start: str, end: str) -> int:
        pairs = [(day(r[start]), day(r[end])) for r in first if r[start] and r[end]]
        return median([(b - a).days for a, b in pairs])

    qualified = [row for row in contacts.values() if row[MQL_DATE] and day(row["作成日"]) <= ripe]
    to_mql = median([(day(row[MQL_DATE]) - day(row["作成日"])).days for row in qualified])
    assert 8 <= to_mql <= 13
    assert 2 <= between("引き渡し日", "営業受入日") <= 4
    assert 11 <= between("営業受入日", "SQL日") <= 14
    assert 12 <= between("SQL日", "取引の開始日") <= 16
    won = [r for r in exports.deals if r["フェーズ"] == "受注" and day(r["作成日"]) <= ripe]
    assert 50 <= median([(day(r["完了予定日"]) - day(r["作成日"])).days for r in won]) <= 70


def _sql_rate(leads: list[Row], exhibition: bool, since: date, until: date) -> float:
    """SQL of the people first handed over in the days given, by whether from an exhibition."""
    among = [
        row
        for row in leads
        if (row["リードソース"] == "展示会") == exhibition
        and since <= day(row["引き渡し日"]) <= until
    ]
    return share(sum(bool(row["SQL日"]) for row in among), len(among))


@pytest.mark.parametrize("seed", [1, 7, 20])
def test_planted_story_is_visible(tmp_path: Path, seed: int) -> None:
    leads = _export(tmp_path, 20_000, 18, seed).leads
    start = story_start(DEMO_UNTIL)
    assert DEMO_UNTIL - start == timedelta(weeks=9)
    grown = DEMO_UNTIL - timedelta(days=30)
    long_ago = start - timedelta(days=300)
    before = _sql_rate(leads, True, long_ago, start - timedelta(days=70))
    after = _sql_rate(leads, True, start, grown)
    assert before > 0.35
    assert after < before / 4
    others_before = _sql_rate(leads, False, long_ago, start - timedelta(days=70))
    others_after = _sql_rate(leads, False, start, grown)
    assert others_after > 0.7 * others_before


@pytest.mark.parametrize("seed", range(5))
def test_demo_sized_company_has_enough_to_see_the_story(tmp_path: Path, seed: int) -> None:
    leads = _export(tmp_path, 4_500, 18, seed).leads
    start = story_start(DEMO_UNTIL)
    told = [r for r in leads if r["リードソース"] == "展示会" and day(r["引き渡し日"]) >= start]
    assert len(told) >= 20
    assert sum(bool(row["SQL日"]) for row in told) <= 4


def test_weekends_are_quiet_and_exhibitions_come_in_bursts(exports: Exports) -> None:
    arrived = [day(row["作成日"]) for row in exports.contacts]
    assert share(sum(d.weekday() >= 5 for d in arrived), len(arrived)) < 0.06
    cards = [day(r["作成日"]) for r in exports.contacts if r["リードソース"] == "展示会"]
    busiest = sorted({d: cards.count(d) for d in set(cards)}.values(), reverse=True)[:40]
    assert sum(busiest) > 0.9 * len(cards)


def _table(path: Path) -> list[Row]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline="")))


def test_marketing_knows_how_everybody_came_and_what_it_cost(tmp_path: Path) -> None:
    company = simulate_company(3_000, 18, 7, DEMO_UNTIL)
    contacts = _table(write_exports(company, tmp_path)[0])
    touches, spend = map(_table, write_marketing(company, tmp_path))
    first: dict[str, Row] = {}
    for touch in touches:
        first.setdefault(touch["メールアドレス"], touch)
    assert len(touches) > 1.5 * len(contacts)
    assert {row["Eメール"]: (row["リードソース"], row["作成日"]) for row in contacts} == {
        mail: (touch["流入元"], touch["接点日時"]) for mail, touch in first.items()
    }
    assert max(day(touch["接点日時"]) for touch in touches) <= DEMO_UNTIL
    # What an exhibition's campaign cost: 23,000 yen for each lead of each month, in thousands.
    expected = 0
    for month in sorted({row["作成日"][:7] for row in contacts}):
        brought = sum(
            row["作成日"].startswith(month) and row["リードソース"] == "展示会" for row in contacts
        )
        expected += brought * 23_000
    assert sum(int(row["費用"]) for row in spend if row["媒体"] == "展示会") == expected
    named = {touch["施策名"] for touch in touches}
    assert {row["施策名"] for row in spend} <= named


def test_sales_tries_until_it_speaks_to_somebody_and_exhibitions_wait(tmp_path: Path) -> None:
    company = simulate_company(20_000, 18, 7, DEMO_UNTIL)
    leads = {row["リード ID"]: row for row in _report(write_exports(company, tmp_path)[1])}
    tasks = _report(write_activities(company, tmp_path))
    tried: dict[str, list[tuple[datetime, str]]] = {}
    for task in tasks:
        at = datetime.strptime(task["完了日時"], "%Y/%m/%d %H:%M")
        tried.setdefault(task["リード ID"], []).append((at, task["件名"]))
        assert 9 <= at.hour < 18
        assert at.weekday() < 5
        assert at.date() not in public_holidays(at.year)
        assert at.date() <= DEMO_UNTIL
    assert tried.keys() <= leads.keys()
    waits: dict[bool, list[float]] = {True: [], False: []}
    for lead_id, row in leads.items():
        handed = datetime.strptime(row["引き渡し日"], "%Y/%m/%d %H:%M")
        done = tried.get(lead_id, [])
        assert all(at > handed for at, _ in done)
        answered = [at for at, title in done if title == "電話（通話）"]
        if row["SQL日"] and day(row["SQL日"]) < DEMO_UNTIL:
            assert done, lead_id
        if answered:
            is_story = row["リードソース"] == "展示会" and handed.date() >= story_start(DEMO_UNTIL)
            waits[is_story].append((answered[0] - handed).total_seconds() / 3600)
    assert (
        sorted(waits[True])[len(waits[True]) // 2]
        > 4 * sorted(waits[False])[len(waits[False]) // 2]
    )


def test_the_demo_is_what_the_simulation_writes(tmp_path: Path) -> None:
    company = simulate_company(4_500, 18, 8, DEMO_UNTIL)
    written = [
        *write_exports(company, tmp_path),
        *write_marketing(company, tmp_path),
        write_activities(company, tmp_path),
    ]
    for path in written:
        assert path.read_bytes() == (ROOT / "data" / "demo" / path.name).read_bytes()


def test_holidays_are_japans() -> None:
    days = public_holidays(2026)
    september = {d.day for d in days if d.month == 9}
    assert september == {21, 22, 23}  # the 22nd lies between two holidays
    assert date(2026, 5, 6) in days  # stands in for the 3rd, a Sunday
    assert date(2025, 2, 24) in public_holidays(2025)
    assert date(2026, 3, 20) in days
    assert len(days) == 18


@pytest.mark.parametrize(("leads", "months"), [(1, 1), (3, 1), (50, 2)])
def test_tiny_companies_work(tmp_path: Path, leads: int, months: int) -> None:
    for seed in range(5):
        exports = _export(tmp_path, leads, months, seed)
        assert len(exports.contacts) == leads


@pytest.mark.parametrize(("leads", "months"), [(0, 18), (100, 0)])
def test_nonsense_is_refused(leads: int, months: int) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        simulate_company(leads, months, 1, DEMO_UNTIL)
