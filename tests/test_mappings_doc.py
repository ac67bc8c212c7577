"""The page on exports and mapping files says what the profiles and the format are."""

from __future__ import annotations

import re
import tomllib

import pytest

from funnel.importers.profiles.profile import (
    FIELDS,
    Certainty,
    Profile,
    TableProfile,
    vendor_profiles,
)
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "mappings.md").read_text("utf-8")
SURE: tuple[Certainty, ...] = ("unverified", "public", "vendor", "tried")


def least_sure(profile: Profile) -> dict[str, str]:
    """How sure we are of each object of a tool: as sure as of the least sure of its tables."""
    found: dict[str, Certainty] = {}
    for table in profile.tables:
        if table.object != "ignore":
            known = found.get(table.object, table.certainty)
            found[table.object] = min(known, table.certainty, key=SURE.index)
    return dict(found)


@pytest.mark.parametrize("profile", vendor_profiles(), ids=lambda profile: profile.tool)
def test_every_tool_is_listed_with_its_tables_and_how_sure_we_are(profile: Profile) -> None:
    (row,) = [line for line in PAGE.splitlines() if line.startswith(f"| {profile.name} |")]
    _, _, tables, links, _ = row.split("|")
    told = re.findall(r"(\w+)(?: from [^(,]+)? \((\w+)\)", tables)
    assert (dict(told), links.strip()) == (least_sure(profile), profile.links)


def test_every_column_of_every_object_is_told() -> None:
    columns = PAGE.split("## The columns")[1]
    for kind, fields in FIELDS.items():
        about = columns.split(f"**{kind}**", maxsplit=1)[1].split("\n**")[0]
        assert {field for field in fields if f"`{field}`" not in about} == set(), kind


def test_every_key_is_told_and_the_example_is_one() -> None:
    example = PAGE.split("```toml\n")[1].split("```")[0]
    assert Profile.model_validate(tomllib.loads(example)).tool == "our_tools"
    keys = {*Profile.model_fields, *TableProfile.model_fields}
    untold = {key for key in keys if not re.search(rf"`{key}`|^\[*(tables\.)?{key}\b", PAGE, re.M)}
    assert untold == set()
