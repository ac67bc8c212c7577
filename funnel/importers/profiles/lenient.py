"""Mappings of the company that still fit a table, though a column they could do without is gone."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from funnel.errors import ImportRefused
from funnel.importers.files.layout import TextTable
from funnel.importers.profiles.profile import Profile, TableProfile, needed_columns
from funnel.importers.profiles.recognise import Recognised, recognise


def recognise_most(table: TextTable, mappings: Sequence[Profile]) -> Recognised | None:
    """What reads most of `table` among mappings that find what is essential and most of the rest.

    A mapping that says itself what it requires is held to that.
    """
    found = []
    for profile in mappings:
        tables = [_lenient(layout) for layout in profile.tables]
        with suppress(ImportRefused):
            fit = recognise(table, (), [profile.model_copy(update={"tables": tables})])
            layout = profile.tables[[each is fit.layout for each in tables].index(True)]
            if 2 * len(fit.columns) > len(layout.columns):
                found.append(replace(fit, profile=profile, layout=layout))
    return max(found, key=lambda fit: len(fit.columns), default=None)


def _lenient(layout: TableProfile) -> TableProfile:
    """What names the rows stays required as it is: without their ids all would be new."""
    groups = [
        [name for name in group if name in layout.columns]
        for group in needed_columns(layout.object)
    ]
    mapped = [group for group in groups if group]
    if layout.required is not None or not mapped:
        return layout
    needed = [mapped[0][0], *("|".join(group) for group in mapped[1:])]
    return layout.model_copy(update={"required": needed})
