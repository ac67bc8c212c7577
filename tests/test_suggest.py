"""What is suggested for tables nobody has described: headers, statuses, dates, and the draft."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from funnel.errors import MappingInvalid
from funnel.importers.cells import values
from funnel.importers.files.layout import TextTable
from funnel.importers.files.read import read_tables
from funnel.importers.profiles.drafts import columns_key, draft_profile, to_toml
from funnel.importers.profiles.profile import (
    FIELDS,
    Certainty,
    LeadState,
    Object,
    Outcome,
    Profile,
    _parse,
    normal,
    pattern_of,
    vendor_profiles,
)
from funnel.importers.profiles.recognise import recognise
from funnel.importers.suggest import words as suggest_words
from funnel.importers.suggest.peek import (
    OpenDates,
    _Judge,
    ambiguous_date_columns,
    header_candidates,
    sample_of,
    values_of,
)
from funnel.importers.suggest.suggestions import Suggestion, guess_object, nearest, suggest
from funnel.importers.suggest.words import guess_outcome, guess_state
from funnel.store.database import Database
from tests.suggest_cases import CASES, TRAPS, Case

VENDORS = vendor_profiles()


def said(
    header: Sequence[str],
    sample: Sequence[Sequence[str]],
    kind: Object,
    profiles: Sequence[Profile],
) -> dict[str, str | None]:
    """Each header with the canonical column it is suggested for."""
    found = suggest(header, sample, kind, profiles)
    by_place = {suggestion.position: field for field, suggestion in found.items()}
    return {cell: by_place.get(place) for place, cell in enumerate(header)}


def score(cases: Sequence[Case], profiles: Sequence[Profile]) -> tuple[float, float]:
    """Shares of the headers that are right, and that are taken for something they are not."""
    right = wrong = total = 0
    for _, kind, expected, sample in cases:
        found = said(list(expected), sample, kind, profiles)
        right += sum(found[cell] == field for cell, field in expected.items())
        wrong += sum(found[cell] not in (field, None) for cell, field in expected.items())
        total += len(expected)
    return right / total, wrong / total


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_every_column_of_a_case(case: Case) -> None:
    _, kind, expected, sample = case
    assert said(list(expected), sample, kind, VENDORS) == expected
    assert guess_object(list(expected), sample, VENDORS)[0][0] == kind


def test_the_words_alone_find_nearly_all() -> None:
    right, wrong = score(CASES, ())
    assert right >= 0.97
    assert wrong <= 0.01


def test_a_tool_is_found_without_its_own_profile() -> None:
    """Headers other people wrote down: each tool's, suggested from what the other tools know."""
    right = wrong = total = 0
    for profile in VENDORS:
        others = [other for other in VENDORS if other is not profile]
        for layout in (layout for layout in profile.tables if layout.object != "ignore"):
            for nth in (0, 1, 2):
                expected: dict[str, str | None] = {}
                for field, names in layout.columns.items():
                    plain = [name for name in names if not pattern_of(name)]
                    if nth < len(plain):
                        expected.setdefault(plain[nth], field)
                found = said(list(expected), [], layout.object, others)
                right += sum(found[cell] == field for cell, field in expected.items())
                wrong += sum(found[cell] not in (field, None) for cell, field in expected.items())
                total += len(expected)
    assert right / total >= 0.86
    assert wrong / total <= 0.02


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_the_order_of_columns_does_not_matter(case: Case) -> None:
    _, kind, expected, sample = case
    places = list(range(len(expected)))
    random.Random(3).shuffle(places)
    header = [list(expected)[place] for place in places]
    rows = [[row[place] for place in places] for row in sample]
    assert said(header, rows, kind, VENDORS) == expected


@pytest.mark.parametrize(
    "write",
    [
        lambda cell: cell.upper(),
        lambda cell: f" {cell} ",
        lambda cell: f"{cell}（必須）",
        lambda cell: cell.replace(" ", "_"),
        lambda cell: cell.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)}),
    ],
    ids=["capitals", "blanks", "note", "underscores", "full width"],
)
def test_other_ways_of_writing_a_header(write: Any) -> None:
    written = [
        (name, kind, {write(cell): field for cell, field in expected.items()}, sample)
        for name, kind, expected, sample in CASES
    ]
    right, wrong = score(written, VENDORS)
    assert right >= 0.97
    assert wrong <= 0.01


@pytest.mark.parametrize(("kind", "cell"), TRAPS)
def test_what_means_something_else_is_left_alone(kind: Object, cell: str) -> None:
    assert said([cell], [], kind, VENDORS) == {cell: None}
    assert said([cell], [], kind, ()) == {cell: None}


def test_values_speak_for_and_against_a_header() -> None:
    header = ["No.", "連絡先", "登録日", "ステータス", "受付番号"]
    rows = [[str(i), f"p{i}@x.example", "東京", "2026/01/05", f"A-{i}"] for i in range(1, 6)]
    assert suggest(header, rows, "leads", VENDORS) == {
        "id": Suggestion(4, "受付番号", 60, "content"),
        "email": Suggestion(1, "連絡先", 60, "content"),
        # A known name with values that are none is only just worth showing.
        "status": Suggestion(3, "ステータス", 55, "alias"),
        "created": Suggestion(2, "登録日", 55, "alias"),
    }
    assert suggest(header, [], "leads", VENDORS) == {
        "status": Suggestion(3, "ステータス", 100, "alias"),
        "created": Suggestion(2, "登録日", 100, "alias"),
    }


def test_telephone_numbers_are_no_ids() -> None:
    rows = [[f"090-0000-{i:04}"] for i in range(5)]
    assert suggest(["連絡先"], rows, "leads", VENDORS) == {}


@given(
    st.lists(st.text(max_size=12), max_size=12),
    st.lists(st.lists(st.text(max_size=12), max_size=14), max_size=4),
)
@settings(max_examples=60, deadline=None)
def test_any_header_gives_each_column_once(header: list[str], rows: list[list[str]]) -> None:
    kinds: tuple[Object, ...] = ("leads", "deals", "spend")
    for kind in kinds:
        found = suggest(header, rows, kind, VENDORS)
        places = [suggestion.position for suggestion in found.values()]
        assert len(places) == len(set(places))
        for field, suggestion in found.items():
            assert field in FIELDS[kind]
            assert header[suggestion.position] == suggestion.header
            assert 55 <= suggestion.score <= 100
    assert guess_object(header, rows, VENDORS) == sorted(
        guess_object(header, rows, VENDORS), key=lambda one: -one[1]
    )


def table_of(folder: Path, text: str, encoding: str = "utf-8", name: str = "t.csv") -> TextTable:
    (folder / name).write_bytes(text.encode(encoding))
    scratch = folder / f"scratch-{name}"
    scratch.mkdir()
    (table,) = read_tables(folder / name, scratch)
    return table


UNKNOWN = """\
顧客リスト（2026年2月）

顧客番号;お名前;会社;流入経路;登録日時;MQL到達日;営業へ渡した日;営業の担当;連絡先メール;電話;誕生日;状況
K-0001;阿部 葵;㈱A社;紹介;2026/01/05 9:00;09/01/2026;03/02/2026;田中;a@a.example;03-1;1985;アポ獲得
K-0002;馬場 蓮;髙橋商事;ウェブ;2026/01/06 10:30;10/01/2026;;佐藤;r@birch.example;;1990/2/3;有望
K-0003;千葉 結衣;杉;ウェブ;2026/01/08 11:00;12/01/2026;05/02/2026;佐藤;y@c.example;;1979/1/2;引渡済
合計;;;;;;;;;;;3件
"""
HEADER_AT = 2


def test_from_an_unknown_file_to_a_mapping_that_reads_it(tmp_path: Path) -> None:
    table = table_of(tmp_path, UNKNOWN, "cp932")
    assert header_candidates(table)[0] == HEADER_AT
    header, sample = table.header(HEADER_AT), sample_of(table, HEADER_AT)
    assert [row[0] for row in sample] == ["K-0001", "K-0002", "K-0003"]
    assert guess_object(header, sample, VENDORS)[0][0] == "leads"
    found = suggest(header, sample, "leads", VENDORS)
    places = {field: suggestion.position for field, suggestion in found.items()}
    assert places == {
        "id": 0, "email": 8, "name": 1, "company": 2, "source": 3, "owner": 7, "status": 11,
        "created": 4, "mql": 5, "handed_over": 6,
    }  # fmt: skip
    # 03/02 may be March; 12/01 cannot be told from it.
    assert ambiguous_date_columns(table, HEADER_AT, places, "leads") == [
        OpenDates("mql", "MQL到達日", ("09/01/2026", "10/01/2026", "12/01/2026")),
        OpenDates("handed_over", "営業へ渡した日", ("03/02/2026", "05/02/2026")),
    ]
    statuses = values_of(table, HEADER_AT, places["status"])
    assert statuses == [("アポ獲得", 1), ("引渡済", 1), ("有望", 1)]
    meanings = {value: guess_state(value, VENDORS) for value, _ in statuses}
    assert meanings == {"アポ獲得": "sql", "引渡済": "handed_over", "有望": "mql"}
    profile = draft_profile(
        "own", "自社の顧客リスト", "leads",
        {field: suggestion.header for field, suggestion in found.items()},
        header=header,
        statuses={"sql": ["アポ獲得"], "handed_over": ["引渡済"], "mql": ["有望"]},
        date_orders={"mql": "dmy", "handed_over": "dmy"},
    )  # fmt: skip
    assert _parse(to_toml(profile)) == profile
    recognised = recognise(table, VENDORS, own=[profile])
    assert (recognised.profile.tool, recognised.header_index) == ("own", HEADER_AT)
    assert recognised.columns == places
    assert recognised.unused == ("電話", "誕生日")


def test_the_nearest_layout_says_what_is_missing(tmp_path: Path) -> None:
    table = table_of(
        tmp_path,
        "Lead report\n\nLead ID,Last Name,Company / Account,Lead Source,Lead Status,Lead Owner\n"
        "L1,Abe,Aster,Web,New,Mori\n",
    )
    best = nearest(table, VENDORS)[0]
    assert (best.profile.tool, best.layout.object, best.header_index) == ("salesforce", "leads", 2)
    assert best.missing == ("created",)
    assert best.found == {
        "id": 0, "last_name": 1, "company": 2, "source": 3, "status": 4, "owner": 5,
    }  # fmt: skip
    assert nearest(table_of(tmp_path, "あ,い\n1,2\n", name="none.csv"), VENDORS) == []


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Id,Email,Created\n1,a@x.example,2026-01-05\n", [0]),
        ("Report of 2026-01-05\n\nId,Email,Created\n1,a@x.example,2026-01-05\n", [2]),
        ("検索条件,2026/01/01\n件数,120\n氏名,会社名,メール\n阿部,アスター,a@x.example\n", [2]),
        ("1,2,3\n4,5,6\n", [0]),
    ],
)
def test_where_the_header_is(tmp_path: Path, text: str, rows: list[int]) -> None:
    assert header_candidates(table_of(tmp_path, text))[:1] == rows


def test_values_are_counted_over_the_whole_file(tmp_path: Path) -> None:
    lines = "".join(f"{i},{'Won' if i % 3 else 'Lost'}\n" for i in range(3000))
    table = table_of(tmp_path, f"Id,Stage\n{lines}3001,-\n3002,\n3003,Last\n")
    assert values_of(table, 0, 1) == [("Won", 2000), ("Lost", 1000), ("Last", 1)]
    assert values_of(table, 0, 1, limit=1) == [("Won", 2000)]
    assert sample_of(table, 0, rows=2) == [["0", "Lost"], ["1", "Won"]]


DATES = st.tuples(st.integers(1, 31), st.integers(1, 31)).map(
    lambda pair: f"{pair[0]:02}/{pair[1]}/2026"
)


@given(
    st.lists(
        DATES
        | st.sampled_from(
            [
                "2026-01-05",
                "05.06.26",
                "2026-13-14",
                "21-11-26",
                "",
                "13/1/2026 9:00",
                "１３／１／26",
                "x",
            ]
        )
    )
)
@settings(max_examples=70, deadline=None)
def test_open_dates_are_judged_as_staging_does(cells: list[str]) -> None:
    with TemporaryDirectory() as folder, Database(Path(folder) / "t", read_only=False) as db:
        db.run("create table raw as select unnest($cells) as x", {"cells": cells or [""]})
        probe = values.DAY_FIRST_PROBE.format(column="x", source="raw")
        first, second, _ = db.rows(probe)[0]
    is_open = first is not None and (first > 12) == (second > 12)
    judge = _Judge()
    for cell in cells:
        judge.hear(cell)
    judged = judge.judged
    assert bool(judged.order is None and judged.examples) == is_open


OUTCOMES: dict[Outcome | None, list[str]] = {
    "won": [
        "受注", "受注済", "ご成約", "契約締結", "契約済み", "受注確定", "Closed Won", "本契約",
        "Closed Won (Sales Pipeline)", "Won - signed", "クローズ済み・成立", "導入決定",
    ],
    "lost": [
        "失注", "失注（競合）", "見送り", "お断り", "Closed Lost", "Closed - No Decision", "Dead",
        "キャンセル", "商談中止", "Walked away", "提案後失注", "不成立", "Disqualified",
    ],
    "open": [
        "受注見込み", "受注予定", "契約書送付済み", "契約手続き中", "提案中", "見積提示",
        "ヒアリング", "初回商談", "Discovery call", "Negotiation", "Proposal sent", "On hold",
        "内示", "商談化", "受注待ち", "成約見込み", "契約手続", "契約交渉", "導入検討", "アポ獲得",
        "Demo booked", "Customer meeting",
    ],
    None: [
        "未受注", "あああ", "Phase 7", "", "成約(納品待ち)", "成約（納品待ち）", "受注・納品準備",
        "納品待ち", "受注前", "Won - pending delivery", "Signed, payment pending", "失注見込み",
    ],
}  # fmt: skip
STATES: dict[LeadState | None, list[str]] = {
    "lead": ["新規", "未対応", "New", "Open - Not Contacted", "見込み客", "ナーチャリング中"],
    "mql": ["MQL", "有望リード", "ホット", "Marketing Qualified"],
    "handed_over": ["引き渡し済み", "営業へ引渡", "トスアップ済", "Passed to sales"],
    "accepted": ["SAL", "営業受入済", "対応中", "Working - Contacted", "連絡済", "追客中"],
    "sql": ["SQL", "アポ獲得", "Sales Qualified Lead", "Meeting booked"],
    "opportunity": ["商談化", "商談中", "Opportunity", "取引開始済み", "Closed - Converted"],
    "won": ["受注", "既存顧客", "Customer"],
    "sent_back": ["差し戻し", "マーケへ差戻", "Recycled"],
    "rejected": ["対象外", "Unqualified", "競合", "Closed - Not Converted", "失注"],
    None: ["xyz", "未引き渡し", ""],
}


@pytest.mark.parametrize("profiles", [VENDORS, ()], ids=["profiles", "words"])
def test_what_stages_and_statuses_mean(profiles: Sequence[Profile]) -> None:
    for outcome, stages in OUTCOMES.items():
        assert {stage: guess_outcome(stage, profiles) for stage in stages} == dict.fromkeys(
            stages, outcome
        )
    for state, statuses in STATES.items():
        assert {status: guess_state(status, profiles) for status in statuses} == dict.fromkeys(
            statuses, state
        )


def test_the_columns_key_is_about_names_alone() -> None:
    key = columns_key(["顧客番号", "E-mail", "Lead Source", ""])
    assert key == columns_key(["lead_source", "Ｅ−ｍａｉｌ".replace("−", "-"), "顧客番号"])
    assert key != columns_key(["顧客番号", "E-mail"])
    assert key == '["email", "leadsource", "顧客番号"]'


def test_a_header_stays_its_own_however_it_is_written() -> None:
    header = ["Lead-ID", "Lead ID", "/x/", "#", "Created (必須)"]
    columns = {"id": "Lead ID", "email": "/x/", "status": "#", "created": "Created (必須)"}
    (layout,) = draft_profile("own", "Own", "leads", columns, header=header).tables
    assert layout.columns == {
        "id": ["/^Lead\\ ID$/"], "email": ["/^/x/$/"], "status": ["/^\\#$/"],
        "created": ["Created (必須)"],
    }  # fmt: skip


def test_a_draft_that_cannot_be_is_refused() -> None:
    with pytest.raises(MappingInvalid) as refusal:
        draft_profile("own", "Own", "deals", {"id": "No", "colour": "Colour"})
    (problem,) = refusal.value.problems
    assert problem.kind == "mapping_unreadable"
    assert "colour" in (problem.detail or "")


def test_the_profiles_that_come_with_the_product_survive_writing() -> None:
    for profile in VENDORS:
        assert _parse(to_toml(profile)) == profile


TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)
NAMES = st.lists(TEXT.filter(lambda name: pattern_of(name) is None), min_size=1, max_size=3)


@st.composite
def profiles(draw: st.DrawFn) -> Profile:
    tables = []
    for kind in draw(st.lists(st.sampled_from([*FIELDS]), max_size=3)):
        fields = sorted(FIELDS[kind])
        columns = draw(st.dictionaries(st.sampled_from(fields), NAMES)) if fields else {}
        table: dict[str, Any] = {
            "object": kind,
            "columns": columns,
            "certainty": draw(st.sampled_from(get_args(Certainty))),
            "outcomes": draw(st.dictionaries(st.sampled_from(get_args(Outcome)), NAMES)),
            "statuses": draw(st.dictionaries(st.sampled_from(get_args(LeadState)), NAMES)),
        }
        if kind == "deals":
            table["outcome"] = draw(st.sampled_from(get_args(Outcome)))
        if kind == "stage_history":
            table["subject"] = draw(st.sampled_from(["lead", "deal"]))
        if fields:
            table["constants"] = draw(st.dictionaries(st.sampled_from(fields), TEXT))
            table["date_orders"] = draw(
                st.dictionaries(st.sampled_from(fields), st.sampled_from(["ymd", "dmy", "mdy"]))
            )
        if draw(st.booleans()):
            table["required"] = sorted(columns)
        tables.append(table)
    return Profile.model_validate(
        {
            "tool": draw(TEXT),
            "title": draw(st.text(st.characters(exclude_categories=["Cs"]), max_size=8)),
            "salesforce_ids": draw(st.booleans()),
            "sources": draw(st.dictionaries(TEXT, NAMES, max_size=2)),
            "tables": tables,
        }
    )


@given(profiles())
@settings(max_examples=70, deadline=None)
def test_a_profile_survives_writing_and_reading(profile: Profile) -> None:
    assert _parse(to_toml(profile)) == profile
    assert to_toml(_parse(to_toml(profile))) == to_toml(profile)


def test_the_words_are_about_columns_that_exist() -> None:
    words = tomllib.loads((Path(suggest_words.__file__).with_suffix(".toml")).read_text("utf-8"))
    about = {(kind, column) for kind in FIELDS for column in words.get(kind, {}) if kind in words}
    assert about <= {(kind, column) for kind, columns in FIELDS.items() for column in columns}
    kinds = words.keys() - {"every", "plain", "moment", "about", "outcome", "state"}
    assert kinds <= FIELDS.keys()
    assert words["about"].keys() <= FIELDS.keys()
    assert {rule["means"] for rule in words["outcome"]} == set(get_args(Outcome))
    assert {rule["means"] for rule in words["state"]} == set(get_args(LeadState))


def test_no_case_is_told_by_a_header_said_twice() -> None:
    for _, kind, expected, sample in CASES:
        assert len({normal(cell) for cell in expected}) == len(expected)
        assert all(len(row) == len(expected) for row in sample)
        assert all(field is None or field in FIELDS[kind] for field in expected.values())
