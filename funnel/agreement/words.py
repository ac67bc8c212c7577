"""Words of the agreement, as they are found in what the exports say."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

PARTS = r"[\s_\-\x{3000}]+"
"""Between the parts of a word: tools write `No answer`, `NO_ANSWER` and `no-answer`."""
BEFORE, AFTER = "(?:^|[^0-9a-zａ-ｚ０-９])", "(?:$|[^0-9a-zａ-ｚ０-９])"
"""Around a word in Latin letters: `mail` is no part of `voicemail`."""

NOTHING = r"\b\B"
"""Found in no text."""


def pattern_of(words: Sequence[str]) -> str:
    """A regular expression (RE2's and Java's) that finds any of `words`, whatever case and width.

    Japanese words are found anywhere, those in Latin letters only whole, blank ones nowhere.
    """
    patterns = [_pattern(word) for word in words if word.strip()]
    return f"(?i)(?:{'|'.join(patterns)})" if patterns else NOTHING


def _pattern(word: str) -> str:
    folded = unicodedata.normalize("NFKC", word).casefold().strip()
    found = PARTS.join("".join(map(_sign, part)) for part in re.split(r"[\s_\-]+", folded))
    before = BEFORE if _is_latin(folded[:1]) else ""
    after = AFTER if _is_latin(folded[-1:]) else ""
    return f"{before}{found}{after}"


def _is_latin(sign: str) -> bool:
    return sign.isascii() and sign.isalnum()


def _sign(sign: str) -> str:
    """A sign in its own width and the other one."""
    others = [re.escape(other) for other in _half_widths().get(sign, [])]
    if "!" <= sign <= "~":
        others.append(chr(ord(sign) + 0xFEE0))
    return f"(?:{'|'.join([re.escape(sign), *others])})" if others else re.escape(sign)


@cache
def _half_widths() -> dict[str, list[str]]:
    """Half-width katakana by the full sign; a voiced one takes two."""
    found: dict[str, list[str]] = {}
    for code in range(0xFF61, 0xFFA0):
        for mark in ("", "ﾞ", "ﾟ"):
            full = unicodedata.normalize("NFKC", chr(code) + mark)
            if len(full) == 1:
                found.setdefault(full, []).append(chr(code) + mark)
    return found
