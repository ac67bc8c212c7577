"""Which tool and table a file is, told from its header alone."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property

from funnel.errors import ImportRefused, Problem
from funnel.importers.files.layout import TextTable
from funnel.importers.profiles.profile import Profile, TableProfile, normal, pattern_of

GENERIC = "generic"
"""The profile of usual header words: it only speaks where no tool's own profile does."""
NOTE = re.compile(r"\s*[(（][^()（）]*[)）]\s*$")
"""What stands behind a name: a unit, a control number, 'required', the sheet."""


@dataclass(frozen=True)
class Recognised:
    """A file and what it was understood to be.

    `columns` maps canonical columns to positions in the file; `stage_dates` maps positions of
    columns that hold when a stage was entered to that stage; `unused` are headers left over;
    `further` are more positions of columns that the layout reads from several.
    """

    table: TextTable
    profile: Profile
    layout: TableProfile
    header_index: int
    columns: dict[str, int]
    stage_dates: dict[int, str]
    unused: tuple[str, ...]
    further: Mapping[str, tuple[int, ...]]

    @property
    def place(self) -> tuple[str, str]:
        """The table of which tool this is: what a fresh export replaces."""
        return self.profile.tool, self.layout.object

    @property
    def header(self) -> tuple[str, ...]:
        return self.table.header(self.header_index)

    @cached_property
    def naive_zone(self) -> str:
        """The zone of its times that name none."""
        for zone, names in self.profile.naive.items():
            patterns = [pattern_of(name) or f"^{re.escape(name)}$" for name in names]
            if any(re.search(pattern, cell) for pattern in patterns for cell in self.header):
                return zone
        return self.profile.timezone


def recognise(
    table: TextTable, profiles: Sequence[Profile], own: Sequence[Profile] = ()
) -> Recognised:
    """The layout that explains most columns of `table`, whichever of its first rows is the header.

    A mapping of the company's `own` goes before what is known of the tools, and a tool before the
    words that any tool may use.

    Raises:
        ImportRefused: no layout has all it needs, or two explain the file equally well.
    """
    vendors = [profile for profile in profiles if profile.tool != GENERIC]
    anybody = [profile for profile in profiles if profile.tool == GENERIC]
    misses: list[tuple[int, str]] = []
    best: Recognised | None = None
    for group in (own, vendors, anybody):
        fits, missed = _fits(table, group)
        misses += missed
        if not fits:
            continue
        found = _best(table, fits)
        if found.profile.tool == GENERIC and not _is_told_by_words(found, best):
            continue
        best = found
        if group is own:
            break
    if best:
        return best
    detail = max(misses, key=lambda miss: miss[0])[1] if misses else "?"
    raise ImportRefused(Problem("not_recognised", table.name, detail=detail))


def _is_told_by_words(found: Recognised, tool: Recognised | None) -> bool:
    """Whether usual words explain a table: a good part of it, and far more than a tool's do."""
    if tool is not None:
        return len(found.columns) > 2 * len(tool.columns)
    return 4 * len(found.columns) >= sum(1 for cell in found.header if cell)


def _fits(
    table: TextTable, profiles: Sequence[Profile]
) -> tuple[list[Recognised], list[tuple[int, str]]]:
    """Every layout and header row that has all it needs; of the others how much and what lacks."""
    fits: list[Recognised] = []
    misses: list[tuple[int, str]] = []
    headers = [table.header(index) for index in range(len(table.head))]
    words = [_words(header) for header in headers]
    for profile in profiles:
        for layout in profile.tables:
            best_miss = (-1, "")
            for index, header in enumerate(headers):
                # Most rows have none of a layout's names, and all of those miss alike.
                if best_miss[0] >= 0 and not _may_fit(layout, header, words[index]):
                    continue
                columns = match_columns(header, layout)
                missing = lacking_of(layout, columns)
                if columns and not missing and is_told(header, layout):
                    fits.append(_recognised(table, profile, layout, index, columns))
                else:
                    what = f"{profile.name} {layout.object}"
                    lacking = ", ".join(_spelled(layout, entry) for entry in missing)
                    best_miss = max(best_miss, (len(columns), f"{what} [{lacking}]"))
            misses.append(best_miss)
    return fits, misses


def _words(header: Sequence[str]) -> set[str]:
    """The cells as keys, with and without a note in brackets."""
    return {normal(text) for cell in header for text in (cell, NOTE.sub("", cell))}


def _may_fit(layout: TableProfile, header: Sequence[str], words: Set[str]) -> bool:
    return not words.isdisjoint(layout.plain_names) or any(
        pattern.search(cell) for pattern in layout.patterns for cell in header
    )


def _best(table: TextTable, fits: Sequence[Recognised]) -> Recognised:
    most = max(len(fit.columns) for fit in fits)
    best = [fit for fit in fits if len(fit.columns) == most]
    kinds = {(fit.profile.tool, fit.layout.object) for fit in best}
    if len(kinds) > 1:
        detail = ", ".join(sorted(f"{tool} {kind}" for tool, kind in kinds))
        raise ImportRefused(Problem("ambiguous_table", table.name, detail=detail))
    return best[0]


def match_columns(header: Sequence[str], layout: TableProfile) -> dict[str, int]:
    """Where the layout's columns stand: under their names, or names with a note in brackets."""
    found: dict[str, int] = {}
    for cells in (header, [NOTE.sub("", cell) for cell in header]):
        keys = {normal(cell): position for position, cell in reversed(list(enumerate(cells)))}
        taken = set(found.values())
        for field, names in layout.names.items():
            if field in found:
                continue
            for name in names:
                position = _position(cells, keys, name)
                if position is not None and (cells is header or position not in taken):
                    found[field] = position
                    break
    return found


def _further(
    header: Sequence[str], layout: TableProfile, columns: Mapping[str, int]
) -> dict[str, tuple[int, ...]]:
    """Where columns that are read from several places stand besides, the better names first."""
    found: dict[str, tuple[int, ...]] = {}
    for field in layout.several:
        names = layout.names.get(field, [])
        places = [
            place
            for name in names
            for place, cell in enumerate(header)
            if (normal(cell) == name if isinstance(name, str) else name.search(cell))
        ]
        first = columns.get(field)
        if further := tuple(dict.fromkeys(place for place in places if place != first)):
            found[field] = further
    return found


def _stage_dates(header: Sequence[str], layout: TableProfile) -> dict[int, str]:
    found: dict[int, str] = {}
    for name in layout.stage_dates:
        for position, cell in enumerate(header):
            said = re.search(name[1:-1], cell, re.IGNORECASE)
            if said and position not in found:
                found[position] = said["stage"].strip()
    return found


def _position(
    header: Sequence[str], keys: Mapping[str, int], name: str | re.Pattern[str]
) -> int | None:
    """Where `name` stands first; `keys` hold the places of plain headers."""
    if isinstance(name, str):
        return keys.get(name)
    return next((place for place, cell in enumerate(header) if name.search(cell)), None)


def lacking_of(layout: TableProfile, columns: dict[str, int]) -> list[str]:
    """What the layout needs and the columns have not."""
    return [
        entry
        for entry in layout.needed()
        if not any(field in columns for field in entry.split("|"))
    ]


def is_told(header: Sequence[str], layout: TableProfile) -> bool:
    """Whether one of the layout's marks stands there, and none of what it never has."""
    keys = {normal(cell) for cell in header}
    marks, never = ({normal(name) for name in names} for names in (layout.marks, layout.never))
    return (not marks or not marks.isdisjoint(keys)) and never.isdisjoint(keys)


def _spelled(layout: TableProfile, entry: str) -> str:
    return " / ".join(layout.columns[field][0] for field in entry.split("|"))


def _recognised(
    table: TextTable, profile: Profile, layout: TableProfile, index: int, columns: dict[str, int]
) -> Recognised:
    header = table.header(index)
    stage_dates = _stage_dates(header, layout)
    further = _further(header, layout, columns)
    used = {*columns.values(), *stage_dates, *(one for more in further.values() for one in more)}
    unused = tuple(cell for i, cell in enumerate(header) if i not in used and cell)
    return Recognised(table, profile, layout, index, columns, stage_dates, unused, further)
