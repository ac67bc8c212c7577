"""What a person types into the search, as the texts that it may stand for in an export."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import product

from funnel.importers.cells.companies import NEW_KANJI, OLD_KANJI

MOST_LETTERS, MOST_WORDS = 200, 8
"""More is not looked for: no name is longer, and each word is looked for in every row."""
SALESFORCE_ID = re.compile(r"[0-9a-zA-Z]{18}")
"""The last three of its letters only repeat the case of the others; exports hold 15 or 18."""

_TO_OLD = dict(zip(NEW_KANJI[::-1], OLD_KANJI[::-1], strict=True))
_TO_NEW = dict(zip(OLD_KANJI, NEW_KANJI, strict=True))
_WIDE = {chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)}
_HALF_KANA = {
    unicodedata.normalize("NFKC", half + mark): half + mark
    for half in map(chr, range(0xFF65, 0xFF9E))
    for mark in ("", "\uff9e", "\uff9f")
    if len(unicodedata.normalize("NFKC", half + mark)) == 1
} | {"゙": "ﾞ", "゚": "ﾟ"}


@dataclass(frozen=True)
class Word:
    """One word asked for: `forms` are the ways it may be written, in small letters, itself first.

    Letters and digits in either width, katakana in either width, the kanji of names old or new.
    """

    forms: tuple[str, ...]

    @property
    def itself(self) -> str:
        return self.forms[0]

    @property
    def in_ids(self) -> tuple[str, ...]:
        """The same among ids; of a Salesforce id also its short form."""
        short = self.itself[:15] if SALESFORCE_ID.fullmatch(self.itself) else None
        return (*self.forms, short) if short else self.forms


@dataclass(frozen=True)
class Asked:
    """What a person typed: as it was, folded, and word by word; all words must stand in a row."""

    typed: str
    line: str
    words: tuple[Word, ...]

    @property
    def whole(self) -> str:
        """Without blanks: 阿部 葵 and 阿部葵 are one person."""
        return self.line.replace(" ", "")


def folded(text: str) -> str:
    """In one width and in small letters; marks that nobody sees are left out."""
    shown = "".join(" " if unicodedata.category(sign) == "Cc" else sign for sign in text)
    shown = "".join(sign for sign in shown if unicodedata.category(sign) != "Cf")
    return " ".join(unicodedata.normalize("NFKC", shown).lower().split())


def read_asked(text: str) -> Asked:
    """What was typed, cut to what is looked for."""
    typed = " ".join(text[: 10 * MOST_LETTERS].split())[:MOST_LETTERS]
    line = folded(typed)[:MOST_LETTERS]
    words = tuple(Word(_forms(word)) for word in line.split()[:MOST_WORDS])
    return Asked(typed, line, words)


def _forms(word: str) -> tuple[str, ...]:
    """Each script of the word in each of its ways: who writes one letter wide writes all so."""
    found = (
        _map(_map(_map(word, kanji), kana), width)
        for kanji, kana, width in product(({}, _TO_NEW, _TO_OLD), ({}, _HALF_KANA), ({}, _WIDE))
    )
    return tuple(dict.fromkeys(found))


def _map(word: str, table: dict[str, str]) -> str:
    return "".join(table.get(sign, sign) for sign in word)
