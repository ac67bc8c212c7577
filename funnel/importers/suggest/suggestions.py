"""Which column of an unknown table is probably what: data for a person to confirm, never applied.

A header is compared with every name the profiles know, then by its words, and what the first
values look like speaks for or against it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

from rapidfuzz import fuzz, process

from funnel.importers.files.layout import TextTable
from funnel.importers.profiles.profile import (
    FIELDS,
    Object,
    Profile,
    TableProfile,
    needed_columns,
    normal,
    pattern_of,
    vendor_profiles,
)
from funnel.importers.profiles.recognise import (
    GENERIC,
    NOTE,
    Recognised,
    is_told,
    lacking_of,
    match_columns,
)
from funnel.importers.suggest.looks import FEW, MOSTLY, Looks, look_at
from funnel.importers.suggest.peek import (
    header_candidates,
)
from funnel.importers.suggest.words import (
    denies,
    says_so,
    spaced,
    speaks_of,
)

Why = Literal["alias", "similar", "content"]

ALIAS, BARE, SPELLING, WORDS, CONTENT = 100, 97, 90, 80, 60
"""Scores of a known name, of one with a note behind it, of nearly the same letters, of telling
words, and of the values alone."""
FOR, AGAINST = 8, 45
"""What the values add and take."""
LEAST = 55
UNSAID = 0.7
"""Of the score of an object that no header speaks of."""
RAMBLING = 6
"""Taken for each word beyond three."""
ALIKE = 82
"""Letters in common (0-100) from which two names may be one."""

TELLING: dict[Object, tuple[tuple[str, ...], ...]] = {
    "deals": (("closed", "expected", "amount", "opened"),),
    "touches": (("kind", "campaign"),),
    "sales_activities": (("kind", "title"),),
    "spend": (("campaign", "source"),),
    "revenue": (("deal_id", "lead_id", "company"),),
    "owners": (("team",),),
    "stages": (("is_won", "is_closed"),),
}
"""By what a table is told from others beside what it needs; of each group one column."""
LEADS_OWN = {"email", "company"}
"""A list of people with both is one of leads: colleagues have no company of their own."""


@dataclass(frozen=True)
class Suggestion:
    """A column of the file for a canonical one. `score` is 0-100, `why` what spoke for it."""

    position: int
    header: str
    score: int
    why: Why


@dataclass(frozen=True)
class Candidate:
    """A layout that explains part of a table.

    `found` maps canonical columns to positions in the row `header_index`; `missing` are entries of
    what the layout requires, such as `id|email`. `is_told` says whether one of its marks is there,
    and none of what such a file never has.
    """

    profile: Profile
    layout: TableProfile
    header_index: int
    found: dict[str, int]
    missing: tuple[str, ...]
    is_told: bool


def nearest(table: TextTable, profiles: Sequence[Profile]) -> list[Candidate]:
    """Each layout at the header row where it explains most, the best first.

    Those that lack least of what they require come before those that explain more columns.
    """
    best = []
    rows = header_candidates(table)
    for profile in profiles:
        for layout in profile.tables:
            if layout.object == "ignore":
                continue
            candidates = []
            for index in rows:
                header = table.header(index)
                found = match_columns(header, layout)
                missing = tuple(lacking_of(layout, found))
                told = is_told(header, layout)
                candidates.append(Candidate(profile, layout, index, found, missing, told))
            best.append(max(candidates, key=_explained))
    return sorted((one for one in best if one.found), key=_explained, reverse=True)


def _explained(candidate: Candidate) -> tuple[float, bool, int]:
    # A mark is one more thing that such a table needs.
    needed = len(candidate.layout.needed()) + 1
    lacking = (len(candidate.missing) + (not candidate.is_told)) / needed
    # As when recognising, a tool goes before the words that any tool may use.
    return 1 - lacking, candidate.profile.tool != GENERIC, len(candidate.found)


def suggest(
    header: Sequence[str],
    sample: Sequence[Sequence[str]],
    kind: Object,
    profiles: Sequence[Profile],
    *,
    filled: Collection[str] = (),
    taken: Collection[int] = (),
) -> dict[str, Suggestion]:
    """The best column of the file for each canonical column of `kind`, where there is one.

    Each column of the file is suggested at most once. Canonical columns that are `filled` already
    and places that are `taken` are left alone.
    """
    looks = [look_at([row[i] for row in sample if i < len(row)]) for i in range(len(header))]
    names = _names(header, kind, profiles)
    offers = sorted(
        (
            offer
            for column in FIELDS[kind]
            if column not in filled
            for offer in _offers(column, kind, header, looks, names)
            if offer[2].position not in taken
        ),
        key=lambda offer: offer[0],
        reverse=True,
    )
    found: dict[str, Suggestion] = {}
    places: set[int] = set()
    for _, column, suggestion in offers:
        if column not in found and suggestion.position not in places:
            found[column] = suggestion
            places.add(suggestion.position)
    return {column: found[column] for column in FIELDS[kind] if column in found}


def guess_object(
    header: Sequence[str], sample: Sequence[Sequence[str]], profiles: Sequence[Profile]
) -> list[tuple[Object, int]]:
    """What the table may hold, the likeliest first, each with a score of 0-100.

    The score is the share of the columns that the object explains, once it has what it must tell.
    """
    scored: list[tuple[Object, int]] = []
    people: set[str] = set()
    columns = sum(bool(cell) for cell in header) or 1
    for kind in get_args(Object):
        if kind == "ignore":
            continue
        found = suggest(header, sample, kind, profiles)
        if kind == "leads":
            people = set(found)
        elif kind == "owners" and people >= LEADS_OWN:
            continue
        groups = needed_columns(kind) + TELLING.get(kind, ())
        told = sum(any(column in found for column in group) for group in groups) / len(groups)
        explained = sum(suggestion.score for suggestion in found.values()) / 100 / columns
        clarity = 1 if speaks_of(kind, header) else UNSAID
        scored.append((kind, round(100 * told**2 * clarity * min(explained, 1))))
    return sorted((one for one in scored if one[1]), key=lambda one: one[1], reverse=True)


def suggest_unread(
    found: Recognised, sample: Sequence[Sequence[str]], profiles: Sequence[Profile]
) -> dict[str, Suggestion]:
    """Columns that a recognised table has and nothing is read from, where one may be something."""
    kind = found.layout.object
    if kind == "ignore":
        return {}
    return suggest(
        found.header, sample, kind, profiles,
        filled={*found.columns, *found.layout.constants},
        taken={*found.columns.values(), *found.stage_dates},
    )  # fmt: skip


def worth_reading(found: Recognised) -> dict[str, Suggestion]:
    """Of these the dates, addresses and ids whose names speak for them: stages hang on them."""
    kind = found.layout.object
    kinds = ("moment", "email", "id", "ids") if kind in ("leads", "deals") else ("moment",)
    sample = [list(row) for row in found.table.head[found.header_index + 1 :]]
    return {
        name: each
        for name, each in suggest_unread(found, sample, vendor_profiles()).items()
        if FIELDS[kind][name] in kinds and each.score >= WORDS
    }


Weight = tuple[int, int]
"""How many columns of the header a layout knows, and minus a name's place among its names."""


@dataclass
class _Names:
    """What the profiles call one canonical column."""

    plain: dict[str, Weight] = field(default_factory=dict)
    patterns: list[tuple[re.Pattern[str], Weight]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def add(self, name: str, weight: Weight) -> None:
        if pattern := pattern_of(name):
            self.patterns.append((re.compile(pattern, re.IGNORECASE), weight))
        elif key := normal(name):
            self.plain[key] = max(weight, self.plain.get(key, weight))
            self.words.append(spaced(name))

    def said(self, cell: str, *, with_patterns: bool) -> Weight | None:
        """The weight of the header `cell` if it is a name of the column, by itself or a pattern."""
        found = [self.plain[key]] if (key := normal(cell)) in self.plain else []
        if with_patterns:
            found += [weight for pattern, weight in self.patterns if pattern.search(cell)]
        return max(found, default=None)

    def alike(self, cell: str) -> float:
        """How much the spelling of `cell` is like that of a name: 0, or ALIKE to 100."""
        key, text = normal(cell), spaced(cell)
        spelled = process.extractOne(key, self.plain.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE)
        sorted_ = process.extractOne(
            text, self.words, scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE
        )
        return max((found[1] for found in (spelled, sorted_) if found), default=0)


def _names(header: Sequence[str], kind: Object, profiles: Sequence[Profile]) -> dict[str, _Names]:
    """By canonical column, every name the profiles have for it."""
    names = {column: _Names() for column in FIELDS[kind]}
    for layout in (one for profile in profiles for one in profile.tables if one.object == kind):
        fit = len(match_columns(header, layout))
        for column, listed in layout.columns.items():
            for place, name in enumerate(listed):
                names[column].add(name, (fit, -place))
    return names


_Offer = tuple[tuple[int, ...], str, Suggestion]
"""What to sort by, the canonical column, the suggestion."""


def _offers(
    column: str,
    kind: Object,
    header: Sequence[str],
    looks: Sequence[Looks],
    names: Mapping[str, _Names],
) -> list[_Offer]:
    """Every column of the file that may be `column`."""
    offers: list[_Offer] = []
    order = list(FIELDS[kind]).index(column)
    for position, cell in enumerate(header):
        score, why, weight = _by_name(column, kind, cell, names[column])
        if not score:
            score, why = _by_content(column, kind, cell, looks[position])
        fits = looks[position].fits(FIELDS[kind][column])
        if column == "id" and looks[position].filled >= FEW and looks[position].unique < 1:
            fits = False
        score = min(score + FOR, ALIAS) if fits else score - AGAINST if fits is False else score
        if score >= LEAST:
            rank = (score, why == "alias", *weight, -order, -position)
            offers.append((rank, column, Suggestion(position, cell, score, why)))
    return offers


def _by_name(column: str, kind: Object, cell: str, names: _Names) -> tuple[int, Why, Weight]:
    """Score, reason and weight of the header `cell` for a column; 0 where nothing speaks for it."""
    bare, denied = NOTE.sub("", cell), denies(kind, column, cell)
    for text, score in ((cell, ALIAS), (bare, BARE), (spaced(cell), BARE)):
        # A pattern may fit more than it was written for.
        weight = names.said(text, with_patterns=not denied)
        if weight is not None:
            return score, "alias", weight
    if denied or not normal(bare):
        return 0, "similar", (0, 0)
    # In a long sentence a telling word may be there by chance.
    worded = WORDS - RAMBLING * max(0, len(spaced(bare).split()) - 3)
    spelled = round(SPELLING * names.alike(bare) / 100)
    return max(spelled, worded if says_so(kind, column, bare) else 0), "similar", (0, 0)


def _by_content(column: str, kind: Object, cell: str, looks: Looks) -> tuple[int, Why]:
    if denies(kind, column, cell):
        return 0, "content"
    is_email = column == "email" and looks.emails >= MOSTLY
    is_id = column == "id" and kind in ("leads", "deals") and looks.is_key
    return (CONTENT - FOR if is_email or is_id else 0), "content"
