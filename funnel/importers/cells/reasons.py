"""Why a lead was sent back or a deal lost: what people write, read into one list."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

OTHER = "other"


@dataclass(frozen=True)
class Reading:
    """What a text says: a reason of the list, and what information it misses.

    `is_known` is false where no word of it is on the list, and the reason is `other` for that.
    """

    reason: str
    is_known: bool
    missing: tuple[str, ...] = ()


def read_reason(text: str) -> Reading:
    """Of several reasons in one text the first of the list counts; the missing are all told."""
    folded = unicodedata.normalize("NFKC", text).casefold().strip()
    rules = _rules()
    missing = tuple(what for what, pattern in rules.missing.items() if pattern.search(folded))
    for reason, pattern in rules.reasons.items():
        is_missing = bool(missing) and reason == "missing_information"
        if is_missing or pattern.search(folded):
            return Reading(reason, True, missing)
    return Reading(OTHER, False, missing)


def reason_titles() -> dict[str, tuple[str, str]]:
    """All reasons in the order of the list, with what they are called (Japanese, English)."""
    return dict(_rules().titles)


@dataclass(frozen=True)
class _Rules:
    titles: Mapping[str, tuple[str, str]]
    reasons: Mapping[str, re.Pattern[str]]
    missing: Mapping[str, re.Pattern[str]]


@cache
def _rules() -> _Rules:
    file = resources.files("funnel.importers.cells") / "reasons.toml"
    said = tomllib.loads(file.read_text("utf-8"))
    listed, absent = said["reason"], said["missing"]
    return _Rules(
        {one["id"]: (one["title"][0], one["title"][1]) for one in listed},
        {one["id"]: re.compile(one["words"]) for one in listed},
        {
            what: _missing(
                words, *(absent[f"{degree}{part}"] for part in ("", "_before", "_behind"))
            )
            for group, degree in (("contact", "none"), ("qualifying", "unknown"))
            for what, words in absent[group].items()
        },
    )


def _missing(words: str, absent: str, before: str, behind: str) -> re.Pattern[str]:
    """電話番号・役職不明, 電話番号がない, no phone number, phone missing; not 電話に出ない."""
    japanese = rf"(?:{words})(?:[^、。,;\n応答返反折連絡出]{{0,6}}?(?:{absent})"
    japanese += r"|(?:が|は|の記載が?)(?:な|無)い)" if "なし" in absent else ")"
    english = (
        rf"\b(?:{before})\b[\w /]{{0,12}}?\b(?:{words})\b|\b(?:{words}) (?:is |was )?(?:{behind})\b"
    )
    return re.compile(f"{japanese}|{english}")
