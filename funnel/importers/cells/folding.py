"""Text brought to one way of writing, before it is compared or read."""

from __future__ import annotations

import re
import unicodedata

LEFT_ALONE = str.maketrans(
    {
        **dict.fromkeys("〜∼", "~"),
        **dict.fromkeys("−‐–—―△▲", "-"),
        **dict.fromkeys("‘’", "'"),
        **dict.fromkeys("“”", '"'),
        **dict.fromkeys("\u200b\u200c\u200d\u200e\u200f\u2060\ufe0e\ufe0f\ufeff\u00ad", None),
    }
)
"""What NFKC does not bring together though readers do; and marks that nobody sees."""
LONGEST = 60
"""No date, amount or yes is longer; what is gets no second look."""


def fold(text: str) -> str:
    """`text` for comparing: half width, one kind of dash and of space. Its case stays."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(LEFT_ALONE).split())


def plain(text: str) -> str:
    """`text` folded, in capitals, for reading a value; empty where it is no value for sure.

    NFKC makes 52 of 5² and 11/2 of 1½, so a text with such digits is not read at all.
    """
    if len(text) > LONGEST:
        return ""
    if not text.isascii() and any(unicodedata.category(sign) == "No" for sign in text):
        return ""
    # Excel shows '0123 for a number kept as text.
    return re.sub(r"^'", "", fold(text)).upper()
