"""Why sales refuses leads and loses deals: what people write as one list, and counted."""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnel.filters import Filters
from funnel.importers.cells.reasons import Reading, read_reason, reason_titles
from funnel.metrics import METRICS, figures
from funnel.reports.feedback import MISSING_TITLES, By, Feedback, feedback
from funnel.store.database import Database
from tests.test_cli import run
from tests.uploads import MAPPING, Exports

SAID = {
    "timing": [
        "時期尚早",
        "来期に再検討",
        "検討中・情報収集段階",
        "Not ready yet",
        "Timing",
        "今はいらない",
    ],
    "budget": ["予算なし", "予算が確保できず", "No budget", "ﾖｻﾝではなく予算", "Lost - Budget"],
    "price": ["価格が高い", "他社より高額", "Price too high", "コスト"],
    "authority": ["決裁者ではない", "稟議否決", "Not the decision maker", "担当者の異動"],
    "need": ["ニーズなし", "機能不足", "Not interested", "課題が合わない", "資料のみ希望"],
    "competitor": ["競合他社に決定", "Lost to Competitor", "他社", "内製することに"],
    "no_contact": ["連絡がつかない", "電話に出ない", "応答なし", "Unresponsive", "電話応答なし"],
    "wrong_fit": ["対象外", "学生", "競合企業の調査", "Not a fit", "Disqualified", "規模が小さい"],
    "duplicate": ["重複", "既存顧客", "Duplicate record", "Existing customer"],
    "missing_information": ["情報不足", "電話番号なし・役職不明", "No phone number", "Incomplete"],
    "not_said": ["なし", "-", "N/A", "不明", "  "],
    "other": ["その他", "Other", "other: xyz"],
}


@pytest.mark.parametrize(
    ("text", "reason"), [(text, reason) for reason, texts in SAID.items() for text in texts]
)
def test_what_people_write_is_one_list(text: str, reason: str) -> None:
    reading = read_reason(text)
    assert (reading.reason, reading.is_known) == (reason, True)


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("電話番号なし・役職不明", ("phone", "title")),
        ("部署・従業員数が未入力", ("department", "company_size")),
        ("メールアドレス誤り", ("email",)),
        ("電話番号がない", ("phone",)),
        ("missing phone and job title unknown", ("phone", "title")),
        ("予算感と導入時期が不明", ("budget", "timing")),
        ("決裁者不明", ("authority",)),
        ("予算なし", ()),  # a reason of its own: it is known that there is none
        ("電話に出ない", ()),
        ("電話番号あり、来期検討", ()),
        ("時期尚早", ()),
    ],
)
def test_what_information_was_missing(text: str, missing: tuple[str, ...]) -> None:
    reading = read_reason(text)
    assert reading.missing == missing
    assert (reading.reason == "missing_information") == bool(missing)


def test_what_no_word_is_known_of_counts_as_other() -> None:
    assert read_reason("ふむふむ") == Reading("other", False)


@given(st.text(max_size=40))
def test_any_text_is_of_the_list_whatever_stands_around_it(text: str) -> None:
    reading = read_reason(text)
    assert reading.reason in reason_titles()
    assert reading == read_reason(f" {text}\u3000")


TOOL = MAPPING.replace('closed = "closed"', 'closed = "closed"\nlost_reason = "why"')
TOOL = TOOL.replace('email = "touched email"\n', "").replace('email = "deal email"\n', "")
TOOL = TOOL.replace('lead_ids = "deal leads"\n', "")
LEADS = [
    {"lead": "L1", "source": "Web", "owner": "Sato", "handed over": "2026-01-05",
     "sent back": "2026-01-10", "reason": "時期尚早(来期に検討)"},
    {"lead": "L2", "source": "Web", "owner": "Mori", "handed over": "2026-01-06",
     "sent back": "2026-01-20", "reason": "電話番号なし・役職不明"},
    {"lead": "L3", "source": "Expo", "owner": "Mori", "handed over": "2026-01-07",
     "sent back": "2026-02-02"},
    {"lead": "L4", "source": "Expo", "owner": "Sato", "handed over": "2026-01-08",
     "accepted": "2026-01-09", "lead deals": "D1"},
    # only today's status tells, so no day: in no period
    {"lead": "L5", "source": "Expo", "owner": "Sato", "handed over": "2026-01-09",
     "status": "Unqualified", "reason": "競合他社に決定"},
    # nothing decided yet
    {"lead": "L6", "source": "Web", "owner": "Sato", "handed over": "2026-01-10"},
    {"lead": "L7", "source": "Web", "owner": "Sato", "handed over": "2026-01-11",
     "sent back": "2026-01-12", "reason": "ふむふむ"},
    # sent back twice: the tool keeps the last reason
    {"lead": "L8", "source": "Web", "owner": "Sato", "reason": "予算がない"},
]  # fmt: skip
HISTORY = [
    {"changed lead": "L8", "old status": before, "new status": after, "changed": day}
    for before, after, day in [
        ("New", "Handed over", "2026-01-05"), ("Handed over", "Recycled", "2026-01-08"),
        ("Recycled", "Handed over", "2026-01-20"), ("Handed over", "Recycled", "2026-01-25"),
    ]
]  # fmt: skip
DEALS = [
    {"deal": deal, "stage": stage, "opened": "2026-01-15", "closed": closed, "why": why,
     "deal owner": "Kato"}
    for deal, stage, closed, why in [
        ("D1", "Lost", "2026-02-01", "価格が高い"), ("D2", "Lost", "2026-02-03", ""),
        ("D3", "Lost", "2026-02-04", "Lost to competitor"), ("D4", "Won", "2026-02-05", ""),
    ]
]  # fmt: skip
TOUCHES = [
    {"touched lead": "L1", "touch": "seat", "campaign": "Seminar", "touched": "2026-01-02"},
    {"touched lead": "L1", "touch": "click", "campaign": "Mail", "touched": "2026-01-03"},
    {"touched lead": "L4", "touch": "seat", "campaign": "Seminar", "touched": "2026-01-02"},
]
PERIOD = (date(2026, 1, 1), date(2026, 2, 28), date(2026, 2, 28))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("feedback")
    leads = [{"created": "2026-01-02", **lead} for lead in LEADS]
    Exports(folder).bring(
        "2026-02-28", leads=leads, history=HISTORY, deals=DEALS, touches=TOUCHES, mapping=TOOL
    )
    return folder


@pytest.fixture(scope="module")
def db(home: Path) -> Iterator[Database]:
    with Exports(home).opened() as opened:
        yield opened


def counts(found: Feedback) -> dict[tuple[str | None, ...], tuple[int, int]]:
    return {
        (one.kind, *one.group.values(), one.reason): (one.count, one.denominator)
        for one in found.reasons
    }


def test_reasons_of_refusing_and_of_losing(db: Database) -> None:
    """Seven decided passes: L1, L2, L3, L4 (accepted), L7 and L8 twice. Three lost deals."""
    found = feedback(db, *PERIOD)
    assert counts(found) == {
        ("refused", "missing_information"): (1, 7),
        ("refused", "budget"): (1, 7),
        ("refused", "timing"): (1, 7),
        ("refused", "other"): (1, 7),
        ("refused", "not_said"): (1, 7),
        ("refused", "not_kept"): (1, 7),
        ("lost", "price"): (1, 3),
        ("lost", "competitor"): (1, 3),
        ("lost", "not_said"): (1, 3),
    }
    assert [(one.what, one.count, one.denominator) for one in found.missing] == [
        ("phone", 1, 6), ("title", 1, 6),
    ]  # fmt: skip
    assert found.undated == {"refused": 1, "lost": 0}
    assert found.unknown == [("ふむふむ", 1)]
    assert found.measured == {"refused": True, "lost": True}


def test_by_source_owner_month_and_campaign(db: Database) -> None:
    web, expo = ("refused", "Web"), ("refused", "Expo")
    lost_own, lost_expo = ("lost", "営業起点"), ("lost", "Expo")
    assert counts(feedback(db, *PERIOD, by=["source"])) == {
        (*web, "missing_information"): (1, 5), (*web, "budget"): (1, 5),
        (*web, "timing"): (1, 5), (*web, "other"): (1, 5), (*web, "not_kept"): (1, 5),
        (*expo, "not_said"): (1, 2),
        (*lost_own, "competitor"): (1, 2), (*lost_own, "not_said"): (1, 2),
        (*lost_expo, "price"): (1, 1),
    }  # fmt: skip
    by_month = counts(feedback(db, *PERIOD, by=["month"]))
    assert by_month["refused", "2026-02", "not_said"] == (1, 1)
    assert by_month["refused", "2026-01", "timing"] == (1, 6)
    by_owner = counts(feedback(db, *PERIOD, by=["owner"]))
    assert by_owner["refused", "Mori", "not_said"] == (1, 2)
    assert by_owner["lost", "Kato", "price"] == (1, 3)
    # L1 and L4 came by the seminar; L4 was accepted, and its deal lost
    by_campaign = counts(feedback(db, *PERIOD, by=["campaign"]))
    assert by_campaign["refused", "Seminar", "timing"] == (1, 2)
    assert by_campaign["lost", "Seminar", "price"] == (1, 1)
    assert by_campaign["refused", None, "budget"] == (1, 5)
    assert by_campaign["lost", "営業起点", "competitor"] == (1, 2)


def test_the_campaign_is_that_of_the_metrics(tmp_path: Path) -> None:
    """L1's own column, L2's first touch with one, by its name; L3's is still to come."""
    leads = [
        {"lead": lead, "created": "2026-01-02", "lead campaign": campaign, "reason": "予算がない",
         "handed over": "2026-01-05", "sent back": "2026-01-10"}
        for lead, campaign in [("L1", "Fair"), ("L2", ""), ("L3", "")]
    ]  # fmt: skip
    touches = [
        {"touched lead": lead, "touch": "seat", "campaign": campaign, "touched": day}
        for lead, campaign, day in [
            ("L1", "Mail", "2026-01-02"), ("L2", "", "2026-01-02"), ("L2", "77", "2026-01-03"),
            ("L3", "77", "2026-01-20"),
        ]
    ]  # fmt: skip
    spend = [{"campaign id": "77", "spent on": "Seminar", "from": "2026-01-01", "spent": "900"}]
    exports = Exports(tmp_path)
    exports.bring("2026-02-28", leads=leads, touches=touches, spend=spend, mapping=TOOL)
    then = date(2026, 1, 15)
    with exports.opened() as db:
        told = counts(feedback(db, PERIOD[0], then, then, by=["campaign"]))
        metric = figures(db, METRICS["leads"], Filters(PERIOD[0], then, then), ["campaign"])
    assert told == {
        ("refused", "Fair", "budget"): (1, 1), ("refused", "Seminar", "budget"): (1, 1),
        ("refused", None, "budget"): (1, 1),
    }  # fmt: skip
    assert {one.group["campaign"]: one.value for one in metric} == {
        campaign: count for (_, campaign, _), (count, _) in told.items()
    }


@pytest.mark.parametrize(
    "by", [["source"], ["owner"], ["month"], ["campaign"], ["source", "month"]]
)
def test_groups_add_up_to_the_whole(db: Database, by: list[By]) -> None:
    whole, parts = Counter(), Counter()
    for one in feedback(db, *PERIOD).reasons:
        whole[one.kind, one.reason] += one.count
    below: dict[tuple[str, ...], int] = {}
    for one in feedback(db, *PERIOD, by=by).reasons:
        parts[one.kind, one.reason] += one.count
        below[one.kind, str(one.group)] = one.denominator
    assert parts == whole
    assert sum(count for (kind, _), count in below.items() if kind == "lost") == 3


def test_the_past_knows_only_what_was_decided(db: Database) -> None:
    found = feedback(db, PERIOD[0], PERIOD[1], date(2026, 1, 9))
    assert counts(found) == {("refused", "not_kept"): (1, 2)}


def test_what_was_written_is_kept_and_what_nobody_listed_is_named(db: Database) -> None:
    assert db.rows("select said, reason, is_known from reasons order by said") == [
        ("Lost to competitor", "competitor", True), ("ふむふむ", "other", False),
        ("予算がない", "budget", True), ("価格が高い", "price", True),
        ("時期尚早(来期に検討)", "timing", True), ("競合他社に決定", "competitor", True),
        ("電話番号なし・役職不明", "missing_information", True),
    ]  # fmt: skip
    assert db.rows("select subject, subject_id from data_gaps where gap = 'reason_unknown'") == [
        ("lead", "crm:L7")
    ]


def test_reasons_that_no_export_has_are_not_measured(tmp_path: Path) -> None:
    crm = Exports(tmp_path)
    leads = [{"lead": "L1", "created": "2026-01-02", "handed over": "2026-01-05",
              "sent back": "2026-01-10"}]  # fmt: skip
    deals = [{"deal": "D1", "stage": "Lost", "opened": "2026-01-05", "closed": "2026-01-09"}]
    crm.bring("2026-02-28", leads=leads, deals=deals)
    with crm.opened() as db:
        found = feedback(db, *PERIOD)
    assert (found.reasons, found.measured) == ([], {"refused": False, "lost": False})


def test_it_is_told_by_command(home: Path) -> None:
    told = json.loads(run(home, "feedback", "--as-of", "2026-02-28", "--by", "source", "--json"))
    (budget,) = [one for one in told["reasons"] if one["reason"] == "budget"]
    assert budget == {
        "kind": "refused", "group": {"source": "Web"}, "reason": "budget", "title": "Budget",
        "count": 1, "denominator": 5, "share": 0.2,
    }  # fmt: skip
    assert told["unknown"] == [{"text": "ふむふむ", "count": 1}]
    said = run(home, "feedback", "--as-of", "2026-02-28", language="ja")
    assert re.search(r"情報不足 +1/7", said)
    assert "電話番号、差し戻し・却下 6 件中 1 件" in said
    assert "判断日のない差し戻し・却下がほかに 1 件あります" in said


def test_everything_that_can_be_missing_has_a_name() -> None:
    named = tomllib.loads(resources.files("funnel.importers.cells").joinpath("reasons.toml")
                          .read_text("utf-8"))["missing"]  # fmt: skip
    assert {*named["contact"], *named["qualifying"]} == set(MISSING_TITLES)


def test_who_was_taken_on_before_being_sent_back_counts_as_taken_on_until_then(
    tmp_path: Path,
) -> None:
    """On the 10th one of two was refused for its budget; on the 31st both were."""
    first = {"lead": "A", "handed over": "2026-01-05", "accepted": "2026-01-06",
             "sent back": "2026-01-20", "reason": "時期尚早"}  # fmt: skip
    second = {"lead": "B", "handed over": "2026-01-05", "sent back": "2026-01-08",
              "reason": "予算なし"}  # fmt: skip
    people = [{"created": "2026-01-02", **one} for one in (first, second)]
    cut = [{**people[0], "sent back": "", "reason": ""}, people[1]]

    def told(leads: list[dict[str, str]], folder: str, last: date) -> list[tuple[str, int, int]]:
        crm = Exports(tmp_path / folder)
        crm.bring("2026-02-01", leads=leads)
        with crm.opened() as db:
            found = feedback(db, date(2026, 1, 1), last, last)
        return [(one.reason, one.count, one.denominator) for one in found.reasons]

    assert told(people, "whole", date(2026, 1, 10)) == [("budget", 1, 2)]
    assert told(cut, "cut", date(2026, 1, 10)) == [("budget", 1, 2)]
    both = [("budget", 1, 2), ("timing", 1, 2)]
    assert told(people, "that day", date(2026, 1, 20)) == both
    assert told(people, "later", date(2026, 1, 31)) == both
