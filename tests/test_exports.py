"""Sample exports of each tool, with their traps, and the whole of what has to come out of them.

What a case is stands in `export_cases`. To add a tool: its profile, and a folder of cases.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from funnel.importers.files.layout import TextTable
from funnel.importers.profiles.profile import normal, pattern_of, vendor_profiles
from funnel.importers.profiles.recognise import GENERIC, Recognised, recognise
from funnel.store.database import Database
from funnel.store.workspace import Workspace
from tests.conftest import bring
from tests.export_cases import Case, cases
from tests.export_results import expected_of, published_rows, recognise_all, understand

CASES = cases()
every_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


@every_case
def test_what_is_understood(case: Case, tmp_path: Path) -> None:
    found = recognise_all(case.write(tmp_path / "exports"), tmp_path / "scratch")
    with Database(tmp_path / "staged.duckdb", read_only=False) as db:
        told = understand(found, db)
    expected = expected_of(case)
    assert told["files"] == expected["files"]
    assert told["understood"] == expected["understood"]


@every_case
def test_what_is_published(case: Case, workspace: Workspace, tmp_path: Path) -> None:
    published = bring(workspace, *case.write(tmp_path / "exports"), refuse_rows=True)
    expected = expected_of(case)["published"]
    with workspace.open(published.version) as db:
        assert published_rows(db, expected) == expected


# Recognising ------------------------------------------------------------------------------------


@cache
def recognised(case: Case) -> list[Recognised]:
    """What the files of a case are taken for; only their heads are looked at afterwards."""
    with TemporaryDirectory() as folder:
        return recognise_all(case.write(Path(folder) / "exports"), Path(folder) / "scratch")


def with_header(one: Recognised, names: Mapping[str, str]) -> TextTable:
    head = list(one.table.head)
    head[one.header_index] = tuple(names.get(cell, cell) for cell in one.header)
    return replace(one.table, head=tuple(head))


def shuffled(one: Recognised) -> TextTable:
    places = list(range(len(one.header)))
    random.Random(7).shuffle(places)
    head = (tuple(row[i] if i < len(row) else "" for i in places) for row in one.table.head)
    return replace(one.table, head=tuple(head))


def with_more_columns(one: Recognised) -> TextTable:
    more = ("備考", "Region (custom)")
    head = (
        (*row, *(more if place == one.header_index else ("x",) * len(more)))
        for place, row in enumerate(one.table.head)
    )
    return replace(one.table, head=tuple(head))


CHANGES: dict[str, Callable[[Recognised], TextTable]] = {
    "shuffled": shuffled,
    "with more columns": with_more_columns,
    "in upper case": lambda one: with_header(one, {cell: cell.upper() for cell in one.header}),
    "in lower case": lambda one: with_header(one, {cell: cell.lower() for cell in one.header}),
}


@every_case
@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_header_is_told_all_the_same(case: Case, change: str) -> None:
    for one in recognised(case):
        again = recognise(CHANGES[change](one), vendor_profiles())
        assert (again.place, again.layout) == (one.place, one.layout), one.table.name
        assert again.columns.keys() == one.columns.keys()


def renamings(one: Recognised) -> Iterator[tuple[str, str]]:
    """Each header a canonical column is read from, and each other name it is known under."""
    taken = {normal(cell) for cell in one.header}
    for column, place in one.columns.items():
        for name in one.layout.columns[column]:
            if pattern_of(name) is None and normal(name) not in taken:
                yield one.header[place], name


@every_case
def test_other_names_of_a_column_are_told_all_the_same(case: Case) -> None:
    for one in recognised(case):
        if one.profile.tool == GENERIC:  # Its words are a tool's own as soon as a tool has them.
            continue
        for header, name in renamings(one):
            renamed = with_header(one, {header: name})
            again = recognise(renamed, vendor_profiles())
            assert again.place == one.place, f"{one.table.name}: {header} as {name}"


def test_every_vendor_has_a_sample() -> None:
    assert {case.tool for case in CASES} == {profile.tool for profile in vendor_profiles()}


def test_every_object_a_vendor_is_known_for_has_a_sample() -> None:
    shown = {one.place for case in CASES for one in recognised(case)}
    known = {
        (profile.tool, layout.object) for profile in vendor_profiles() for layout in profile.tables
    }
    assert known - shown == set()
