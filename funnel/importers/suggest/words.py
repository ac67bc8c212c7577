"""Words that tell what a header, a stage or a status is likely to mean: for suggestions only."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from importlib import resources
from typing import Any, TypeVar

from funnel.importers.profiles.profile import FIELDS, LeadState, Object, Outcome, Profile, normal

AFFIXES = re.compile(r"^(property|properties|fields?|custom|cf) (?=.)|(?<=. )c$")
"""What data bases put before or behind a column's own name."""
MOST_HEADERS = 8192
"""Remembered: every field of an object asks about every header."""

Meaning = TypeVar("Meaning", LeadState, Outcome)


@lru_cache(MOST_HEADERS)
def spaced(text: str) -> str:
    """`LeadSource` and `Lead_Source` as `lead source`, `MQL到達日` as `mql 到達日`."""
    plain = unicodedata.normalize("NFKC", text)
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", plain)
    parted = re.sub(
        r"(?<=[a-zA-Z0-9])(?=[^\x00-\x7f])|(?<=[^\x00-\x7f])(?=[a-zA-Z0-9])", " ", parted
    )
    words = re.sub(r"[\s_\-./:・,()\[\]{}'\"「」【】<>#*?!&]+", " ", parted.casefold()).strip()
    return AFFIXES.sub("", words)


@cache
def _words() -> dict[str, Any]:
    text = (resources.files("funnel.importers.suggest") / "words.toml").read_text("utf-8")
    return tomllib.loads(text)


@cache
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _says(said: Mapping[str, str], key: str, text: str) -> bool:
    return key in said and _pattern(said[key]).search(text) is not None


@lru_cache(MOST_HEADERS)
def says_so(kind: Object, field: str, header: str) -> bool:
    """The header's words make it likely to be the canonical column `field`."""
    said = _words().get(kind, {}).get(field, {})
    # `Deal - Title` is the title of a deal.
    texts = {spaced(header), spaced(header.rpartition(" - ")[2])}
    return any(_says(said, "yes", text) for text in texts) and not denies(kind, field, header)


@lru_cache(MOST_HEADERS)
def denies(kind: Object, field: str, header: str) -> bool:
    """A word in the header makes it something else, however much it looks like `field`."""
    text = spaced(header)
    words = _words()
    type_ = FIELDS[kind][field]
    is_moment = type_ == "moment" and kind != "stage_history"
    return (
        _says(words["every"], "no", text)
        or (type_ not in ("flag", "money") and _says(words["plain"], "no", text))
        or (is_moment and _says(words["moment"], "no", text))
        or _says(words.get(kind, {}).get(field, {}), "no", text)
    )


def speaks_of(kind: Object, header: Sequence[str]) -> bool:
    """Some column is one that only a table of this object has."""
    about = _words()["about"]
    return any(_says(about, kind, spaced(cell)) for cell in header)


def guess_outcome(value: str, profiles: Sequence[Profile]) -> Outcome | None:
    """What a deal's stage probably says; None where nothing in it tells."""
    known = _known(value, (layout.outcomes for profile in profiles for layout in profile.tables))
    said: Outcome | None = known or _by_words(value, "outcome")
    return said


def guess_state(value: str, profiles: Sequence[Profile]) -> LeadState | None:
    """What a lead's status probably says; None where nothing in it tells."""
    known = _known(value, (layout.statuses for profile in profiles for layout in profile.tables))
    said: LeadState | None = known or _by_words(value, "state")
    return said


def _known(value: str, listed: Iterable[Mapping[Meaning, Sequence[str]]]) -> Meaning | None:
    """What most profiles take `value` for."""
    key = normal(value)
    found = Counter(
        meaning
        for meanings in listed
        for meaning, names in meanings.items()
        if key and key in map(normal, names)
    )
    return found.most_common(1)[0][0] if found else None


def _by_words(value: str, kind: str) -> Any:
    text = spaced(value)
    rules = _words()[kind]
    for rule in rules:
        if _says(rule, "words", text) and not _says(rule, "no", text):
            rest = _pattern(rule["surely"]).sub(" ", text) if "surely" in rule else text
            against = [other for other in rules if other["means"] == rule.get("against")]
            is_doubtful = any(_says(other, "words", rest) for other in against)
            return None if is_doubtful else rule["means"]
    return None
