"""Which tool and table a file is, told from its header alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from funnel.errors import ImportRefused, Problem
from funnel.importers.files import TextTable
from funnel.importers.profiles import Profile, TableProfile, normal, pattern_of


@dataclass(frozen=True)
class Recognised:
    """A file and what it was understood to be.

    `columns` maps canonical columns to positions in the file, `unused` are headers left over.
    """

    table: TextTable
    profile: Profile
    layout: TableProfile
    header_index: int
    columns: dict[str, int]
    unused: tuple[str, ...]

    @property
    def place(self) -> tuple[str, str]:
        """The table of which tool this is: what a fresh export replaces."""
        return self.profile.tool, self.layout.object

    @property
    def header(self) -> tuple[str, ...]:
        return self.table.head[self.header_index]


def recognise(table: TextTable, profiles: Sequence[Profile]) -> Recognised:
    """The layout that explains most columns of `table`, whichever of its first rows is the header.

    Raises:
        ImportRefused: no layout has all it needs, or two explain the file equally well.
    """
    fits: list[Recognised] = []
    misses: list[tuple[int, str]] = []
    for profile in profiles:
        for layout in profile.tables:
            best_miss = (-1, "")
            for index in range(len(table.head)):
                columns = _match(table.head[index], layout)
                missing = _missing(layout, columns)
                if columns and not missing:
                    fits.append(_recognised(table, profile, layout, index, columns))
                else:
                    what = f"{profile.name} {layout.object}"
                    lacking = ", ".join(_spelled(layout, entry) for entry in missing)
                    best_miss = max(best_miss, (len(columns), f"{what} [{lacking}]"))
            misses.append(best_miss)
    if not fits:
        detail = max(misses, key=lambda miss: miss[0])[1] if misses else "?"
        raise ImportRefused(Problem("not_recognised", table.name, detail=detail))
    most = max(len(fit.columns) for fit in fits)
    best = [fit for fit in fits if len(fit.columns) == most]
    kinds = {(fit.profile.tool, fit.layout.object) for fit in best}
    if len(kinds) > 1:
        detail = ", ".join(sorted(f"{tool} {kind}" for tool, kind in kinds))
        raise ImportRefused(Problem("ambiguous_table", table.name, detail=detail))
    return best[0]


def _match(header: Sequence[str], layout: TableProfile) -> dict[str, int]:
    keys = [normal(cell) for cell in header]
    found: dict[str, int] = {}
    for field, names in layout.columns.items():
        for name in names:
            position = _position(header, keys, name)
            if position is not None:
                found[field] = position
                break
    return found


def _position(header: Sequence[str], keys: Sequence[str], name: str) -> int | None:
    if pattern := pattern_of(name):
        found = (i for i, cell in enumerate(header) if re.search(pattern, cell, re.IGNORECASE))
        return next(found, None)
    key = normal(name)
    return keys.index(key) if key in keys else None


def _missing(layout: TableProfile, columns: dict[str, int]) -> list[str]:
    return [
        entry
        for entry in layout.needed()
        if not any(field in columns for field in entry.split("|"))
    ]


def _spelled(layout: TableProfile, entry: str) -> str:
    return " / ".join(layout.columns[field][0] for field in entry.split("|"))


def _recognised(
    table: TextTable, profile: Profile, layout: TableProfile, index: int, columns: dict[str, int]
) -> Recognised:
    header = table.head[index]
    used = set(columns.values())
    unused = tuple(cell for i, cell in enumerate(header) if i not in used and cell)
    return Recognised(table, profile, layout, index, columns, unused)
