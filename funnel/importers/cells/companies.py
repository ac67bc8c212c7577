"""A company's name without what writers add, leave out or write another way, for comparing."""

from __future__ import annotations

import re
import unicodedata
from string import ascii_letters

_HALF_KANA = "ｦｧｨｩｪｫｬｭｮｯｰｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜﾝﾞﾟ"
_WIDE = "０１２３４５６７８９" + "".join(chr(ord(letter) + 0xFEE0) for letter in ascii_letters)

OLD_KANJI = "髙﨑濵濱邊邉齊齋國澤廣櫻眞德惠𠮷瀨增寬會學藝驛圓榮鐵禮壽寶萬應醫縣總發實豐靜淺龜檜嶽"
NEW_KANJI = "高崎浜浜辺辺斉斎国沢広桜真徳恵吉瀬増寛会学芸駅円栄鉄礼寿宝万応医県総発実豊静浅亀桧岳"
"""Two ways to write one character. 斉 and 斎, 島 and 嶋, 竜 and 龍 tell companies apart."""

LEGAL_FORMS = (
    "特定非営利活動法人|一般社団法人|一般財団法人|公益社団法人|公益財団法人|社会福祉法人"
    "|独立行政法人|国立大学法人|医療法人社団|医療法人財団|医療法人|学校法人|宗教法人|社団法人|財団法人"
    "|有限責任事業組合|株式会社|有限会社|合同会社|合資会社|合名会社|相互会社|npo法人"
    r"|[(（](?:株|有|同|資|名|相|社|財|一社|一財|公社|公財|特非|医|学|福|宗|独)[)）]"
    "|[㈱㈲㈳㈶㈴㈾㈻]"
)
_WORD = (
    r"(?:company|co|corporation|corp|incorporated|inc|limited|ltd|llc|l\.l\.c|llp|plc|gmbh|ag|kg"
    r"|kk|k\.k|pte|pty|bv|b\.v|s\.a|s\.p\.a|srl)"
)
_SIGNS = r"\s!-/:-@\[-`{-~"
_MORE_WORDS = rf"(?:[\s,.&，．　＆]+{_WORD})*[\s,.，．　]*"
FORMS_BEHIND = rf"(?s)^([{_SIGNS}]*[^{_SIGNS}].*?[^a-z0-9À-ɏ]){_WORD}{_MORE_WORDS}$"
"""In words that both Python and DuckDB understand, like all patterns here."""

_ROUNDED = str.maketrans("㊑㊒", "㈱㈲")
_VARIANTS = str.maketrans(OLD_KANJI, NEW_KANJI)


def company_key(text: str) -> str:
    """The same for アスター㈱, 株式会社 アスター and ｱｽﾀｰ(株); '' where nothing else is said."""
    name = text.translate(_ROUNDED)
    name = unicodedata.normalize("NFKC", name).lower().translate(_VARIANTS)
    name = re.sub(LEGAL_FORMS, "", name)
    name = re.sub(FORMS_BEHIND, r"\1", name)
    return re.sub(r"[\W_]+", "", name)


def company_key_sql(column: str) -> str:
    """SQL for DuckDB that gives company_key of `column`, for all but rare compatibility signs."""
    name = _translated(column, (OLD_KANJI + "①②③④⑤⑥⑦⑧⑨㊑㊒", NEW_KANJI + "123456789㈱㈲"))
    name = f"lower(nfc_normalize({name}))"
    name = f"regexp_replace({name}, '{LEGAL_FORMS}', '', 'g')"
    name = rf"regexp_replace({name}, '{FORMS_BEHIND}', '\1')"
    return rf"regexp_replace({name}, '[^\p{{L}}\p{{N}}]+', '', 'g')"


def word_key_sql(column: str) -> str:
    """SQL for DuckDB: a word without regard to case, width and the blanks at its ends."""
    return f"trim(lower(nfc_normalize({_translated(column)})))"


def _translated(column: str, *further: tuple[str, str]) -> str:
    """SQL: `column` in one width, with further signs written as others."""
    tables = (
        (_WIDE, unicodedata.normalize("NFKC", _WIDE)),
        (_HALF_KANA, "".join(unicodedata.normalize("NFKC", sign) for sign in _HALF_KANA)),
        *further,
    )
    name = column
    for written, meant in tables:
        # translate() builds its table for every row anew: only where there is something to do.
        is_needed = f"regexp_matches({column}, '[{written}]')"
        pair = (f"case when {is_needed} then '{part}' else '' end" for part in (written, meant))
        name = f"translate({name}, {', '.join(pair)})"
    return name
