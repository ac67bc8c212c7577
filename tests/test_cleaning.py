"""Cells that are not written plainly: flags, names of companies, and any text at all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from funnel.importers.cells.amounts import (
    currency_of_header,
    currency_of_text,
    read_number,
    unit_of_header,
)
from funnel.importers.cells.cleaning import Reading, read, read_flag
from funnel.importers.cells.companies import company_key, company_key_sql
from funnel.importers.cells.folding import fold
from funnel.importers.cells.moments import read_moment
from funnel.importers.profiles.profile import DateOrder, Kind
from funnel.store.database import Database

FLAGS = {
    True: "TRUE true 1 1.0 yes Y on はい 有 有り あり 済 済み 対象 ○ 〇 ◯ ● ✓ ✔ ✔️ ☑️ ＴＲＵＥ",
    False: "FALSE false 0 no N off いいえ 無 無し なし 未 未済 非該当 対象外 × ✗ ☐ ＮＯ ０",
    None: "2 yes! たぶん x X 有無 tru - ① … 済?",
}


@pytest.mark.parametrize(("flag", "words"), FLAGS.items())
def test_yes_and_no(flag: bool | None, words: str) -> None:
    assert {word: read_flag(word) for word in words.split()} == dict.fromkeys(words.split(), flag)


def test_folding_leaves_case_and_meets_what_nfkc_leaves() -> None:
    texts = {
        "Ａ　Ｂ": "A B", "〜": "~", "～": "~", "−△▲–—": "-----", "ｱｽﾀｰ": "アスター", "㈱": "(株)",
        "a\u200bb\ufeff": "ab", " a \n b ": "a b", "アスター": "アスター", "’": "'",
    }  # fmt: skip
    assert {text: fold(text) for text in texts} == texts


@pytest.mark.parametrize(
    ("kind", "text", "header", "reading"),
    [
        ("moment", "R8.11.21", "", Reading("2026-11-21 00:00:00")),
        ("moment", "R8.11.21 午後3時", "", Reading("2026-11-21 15:00:00", has_time=True)),
        ("money", "△1,200", "金額(千円)", Reading("-1200000.00")),
        ("money", "1.2億", "", Reading("120000000.00")),
        ("flag", "済", "", Reading("true")),
        ("flag", "未", "", Reading("false")),
        ("flag", "R8.11.21", "", None),
        ("money", "R8.11.21", "", None),
        ("moment", "済", "", None),
        ("text", "済", "", None),
    ],
)
def test_readings_are_in_the_words_of_sql(
    kind: Kind, text: str, header: str, reading: Reading | None
) -> None:
    assert read(kind, text, header=header) == reading


PIECES = [
    *"0123456789-/.:, T年月日時分円万億千△▲()（）¥$%KM'土Z+", "2026", "11", "R8", "令和", "元",
    "午後", "Nov", "PM", "UTC", "+09:00", "46347", "１", "百万", "EUR", "²", "㈱",
]  # fmt: skip
ANYTHING = st.text() | st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


@settings(max_examples=1000, deadline=None)
@given(ANYTHING)
def test_no_text_at_all_raises(text: str) -> None:
    for order in get_args(DateOrder):
        moment = read_moment(text, order, allows_month=True)
        assert moment is None or 1970 <= moment.moment.year <= 2100
    number = read_number(text)
    assert number is None or abs(number) < 10**16
    assert fold(fold(text)) == fold(text)
    assert company_key(text) == company_key(f" {text} ")
    assert unit_of_header(text) >= 1
    currency_of_header(text)
    currency_of_text(text)
    read_flag(text)


COMPANIES = {
    "アスター": [
        "アスター", "株式会社アスター", "アスター株式会社", "㈱アスター", "アスター㈱",
        "(株)アスター",
        "（株）アスター", "アスター（株）", "株式会社　アスター", " アスター 株式会社 ", "ｱｽﾀｰ",
        "ｱｽﾀｰ㈱",
        "有限会社アスター", "(有)アスター", "㈲アスター", "合同会社アスター", "アスター（同）",
        "㊑アスター",
        "一般社団法人アスター", "(一社)アスター", "医療法人社団アスター", "NPO法人アスター",
        "ＮＰＯ法人アスター", "特定非営利活動法人アスター", "「アスター」", "株式会社アスター Inc.",
        "アスターCo., Ltd.", "アスター　Co.,Ltd",
    ],
    "aster": [
        "Aster", "ASTER", "ａｓｔｅｒ", "Aster Inc", "Aster, Inc.", "Aster Co., Ltd.",
        "ASTER CO.,LTD.",
        "Aster Co.，Ltd.", "Ａｓｔｅｒ　Ｃｏ．，Ｌｔｄ．", "Aster Ltd", "Aster Limited",
        "Aster LLC",
        "Aster L.L.C.", "Aster GmbH", "Aster GmbH & Co. KG", "Aster K.K.", "Aster KK",
        "Aster Corp.",
        "Aster Corporation", "Aster Company", "Aster & Co.", "Aster Pte. Ltd.", "Aster Pty Ltd",
        "Aster S.A.", "株式会社Aster", "Aster株式会社", "(株)ASTER", "Aster\u00a0Inc.",
    ],
    "高崎商事": ["髙﨑商事", "高崎商事㈱", "株式会社髙崎商事", "高﨑 商事"],
    "ガーデンプロ": ["ガーデンプロ", "ｶﾞｰﾃﾞﾝﾌﾟﾛ", "ガーデン・プロ", "ｶﾞｰﾃﾞﾝ･ﾌﾟﾛ(株)"],
    "沢国際": ["澤國際", "沢国際"],
    "高橋1商事": ["髙橋①商事", "高橋１商事"],
    "斎藤": ["齋藤", "斎藤"],
    "斉藤": ["齊藤", "斉藤"],
    "abc123": ["ABC-123", "Ａ.Ｂ.Ｃ. 123", "ABC_123 Inc"],
    "costco": ["Costco", "COSTCO"],
    "teamcoco": ["Team Coco"],
    "inc": ["Inc", "INC."],
    "": ["", " ", "株式会社", "㈱", "・-・", "(株)"],
}  # fmt: skip


@pytest.mark.parametrize(("key", "names"), COMPANIES.items())
def test_one_company_has_one_key(key: str, names: list[str]) -> None:
    assert {name: company_key(name) for name in names} == dict.fromkeys(names, key)


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with Database(tmp_path_factory.mktemp("db") / "x.duckdb", read_only=False) as database:
        yield database


def test_duckdb_finds_the_same_keys(db: Database) -> None:
    names = [name for group in COMPANIES.values() for name in group]
    found = db.rows(
        f"select name, {company_key_sql('name')} from (select unnest($names) as name)",
        {"names": names},
    )
    assert dict(found) == {name: company_key(name) for name in names}
    assert len(names) > 60
