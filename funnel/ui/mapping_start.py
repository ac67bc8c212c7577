"""Where a draft comes from: suggestions, what a table was taken for, or a saved mapping."""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import cast

from funnel.importers.files.layout import TextTable
from funnel.importers.profiles.profile import FIELDS, Object, Profile, pattern_of, vendor_profiles
from funnel.importers.profiles.recognise import GENERIC, Recognised, recognise
from funnel.importers.staging.meanings import known_meanings
from funnel.importers.staging.stage import StagedFile
from funnel.importers.suggest import peek
from funnel.importers.suggest.looks import MOSTLY, look_at
from funnel.importers.suggest.suggestions import guess_object, nearest, suggest, suggest_unread
from funnel.importers.suggest.words import guess_outcome, guess_state
from funnel.publishing.uploads import Confirmed
from funnel.store.team import SavedMapping
from funnel.store.workspace import Workspace
from funnel.ui.intake import intake
from funnel.ui.mapping_cells import SAMPLE_ROWS, values_of
from funnel.ui.mapping_draft import STAGE_DATES, Draft, Meaning
from funnel.ui.texts import TEXTS

MOST_VALUES = 40
"""So many statuses or stages are asked about; a column with more is no list of them."""
OWN_TOOL = TEXTS["map_own_tool"][0]
"""The tool of a table that no tool is known of, in whatever language it is mapped: what was mapped
in Japanese and what in English belong together."""


def profiles_known() -> list[Profile]:
    """The company's own mappings, the newest first, and what is known of the tools."""
    under_way = intake()
    confirmed = under_way.confirmed if under_way is not None else []
    saved = Workspace.from_environment().team.mappings()
    return [*map(said_by, confirmed), *map(said_by, saved), *vendor_profiles()]


def said_by(saved: SavedMapping | Confirmed) -> Profile:
    """What a saved mapping says."""
    return Profile.model_validate(tomllib.loads(saved.toml))


def start(table: TextTable) -> Draft:
    """The likeliest reading of `table`: a tool's layout that nearly fits, else by its words."""
    profiles = profiles_known()
    candidates = nearest(table, profiles)
    for candidate in candidates[:1]:
        is_tools_own = candidate.profile.tool != GENERIC
        if is_tools_own and (
            (not candidate.missing and candidate.is_told)
            or len(candidate.found) > len(table.head[candidate.header_index]) / 2
        ):
            draft = Draft(
                table, candidate.profile.name, candidate.layout.object, candidate.header_index
            )
            return offer(draft, profiles)
    index = peek.header_candidates(table)[0]
    guessed = guess_object(table.header(index), peek.sample_of(table, index, SAMPLE_ROWS), profiles)
    kind: Object = guessed[0][0] if guessed else "leads"
    return offer(Draft(table, OWN_TOOL, kind, index), profiles)


def offer(draft: Draft, profiles: Sequence[Profile] = ()) -> Draft:
    """Fill `draft` with what is suggested for its table and header row."""
    profiles = profiles or profiles_known()
    sample = peek.sample_of(draft.table, draft.header_index, SAMPLE_ROWS)
    draft.suggested = (
        {} if draft.kind == "ignore" else suggest(draft.header, sample, draft.kind, profiles)
    )
    draft.columns = {name: each.position for name, each in draft.suggested.items()}
    draft.at_first, draft.wanted = frozenset(draft.columns), _wanted(draft, sample)
    draft.orders, draft.outcome = {}, None
    if draft.kind == "stage_history":
        draft.subject = "deal" if {"deal_id", "name"} & draft.columns.keys() else "lead"
    offer_meanings(draft, profiles)
    return draft


def _wanted(draft: Draft, sample: Sequence[Sequence[str]]) -> tuple[str, ...]:
    used = draft.columns.values()
    left = [[row[at] for row in sample] for at in draft.choices if at not in used]
    is_any = any(look_at(texts).dates >= MOSTLY for texts in left)
    return STAGE_DATES.get(draft.kind, ()) if is_any else ()


def offer_meanings(draft: Draft, profiles: Sequence[Profile] = ()) -> None:
    """Suggest what the values of the chosen status or stage column mean."""
    draft.meanings = _guessed(draft, profiles or profiles_known())
    draft.offered = dict(draft.meanings)


def _guessed(draft: Draft, profiles: Sequence[Profile]) -> dict[str, Meaning]:
    guessed: dict[str, Meaning | None] = {
        value: guess_outcome(value, profiles)
        if draft.means_stages
        else guess_state(value, profiles)
        for value, _ in values_of(draft)
    }
    return {value: meaning for value, meaning in guessed.items() if meaning is not None}


def of_recognised(table: TextTable, found: Recognised) -> Draft:
    """The draft that says what a profile or a mapping took `table` for, and no more.

    What else may be in it is suggested beside, and waits for somebody to take it.
    """
    profiles = profiles_known()
    draft = Draft(table, found.profile.name, found.layout.object, found.header_index)
    draft.columns, draft.at_first = dict(found.columns), frozenset(found.columns)
    draft.orders = dict(found.layout.date_orders)
    if found.layout.date_order:
        draft.orders |= dict.fromkeys(
            (name for name in draft.columns if FIELDS[draft.kind][name] == "moment"),
            found.layout.date_order,
        )
    draft.outcome = found.layout.outcome
    draft.subject = found.layout.subject or "deal"
    draft.base = found.layout
    sample = peek.sample_of(table, found.header_index, SAMPLE_ROWS)
    draft.suggested, draft.wanted = suggest_unread(found, sample, profiles), _wanted(draft, sample)
    listed = found.layout.outcomes if draft.means_stages else found.layout.statuses
    # Values that are not in this file will be in another.
    draft.meanings = {value: meaning for meaning, values in listed.items() for value in values}
    draft.meanings |= cast(
        dict[str, Meaning],
        known_meanings(
            [value for value, _ in values_of(draft)],
            (*found.profile.tables, found.layout),
            "deal" if draft.means_stages else "lead",
        ),
    )
    guessed = _guessed(draft, profiles)
    draft.offered = {value: m for value, m in guessed.items() if value not in draft.meanings}
    return draft


def of_prepared(file: StagedFile) -> Draft:
    """The same for showing only, when the file's copy is gone: its first rows are still known."""
    found = file.recognised
    draft = Draft(found.table, found.profile.name, found.layout.object, found.header_index)
    draft.columns = dict(found.columns)
    draft.judged = {
        (found.header_index, place): peek.Judged(file.cooked.orders.get(name, "ymd"))
        for name, place in found.columns.items()
    }
    rows = found.table.head[found.header_index + 1 :]
    draft.sampled[found.header_index] = [list(row) for row in rows]
    return draft


def of_saved(saved: SavedMapping, table: TextTable) -> Draft:
    """The draft a saved mapping came from.

    Raises:
        ImportRefused: it does not describe this table.
    """
    return of_recognised(table, recognise(table, (), [said_by(saved)]))


def header_only(saved: SavedMapping, folder: Path) -> TextTable:
    """A table of the columns a mapping names, without rows: its files are no longer in force."""
    columns = said_by(saved).tables[0].columns.values()
    header = [
        re.sub(r"\\(.)", r"\1", names[0].strip("/^$")) if pattern_of(names[0]) else names[0]
        for names in columns
    ]
    path = folder / "header.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerow(header)
    return TextTable(saved.title, path, "utf-8", ",", (tuple(header),), (1,), is_regular=True)
