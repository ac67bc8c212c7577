"""The mappings a company saved or brought along: what tables are recognised by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from funnel.errors import MappingInvalid, Problem
from funnel.importers.profiles.profile import Profile, load_mapping, vendor_profiles
from funnel.importers.profiles.recognise import Recognised
from funnel.publishing.uploads import Confirmed, Upload
from funnel.store.workspace import Workspace

if TYPE_CHECKING:
    from funnel.store.team import SavedMapping


@dataclass(frozen=True)
class Mapped:
    """A mapping to try, the name people know it by, and the file it stands in."""

    profile: Profile
    name: str
    path: Path
    columns_key: str | None = None
    """For which columns it was saved."""
    may_lack: bool = False
    """It goes on reading tables that lost columns it can do without."""


@dataclass(frozen=True)
class Known:
    """What tables are recognised by: the company's own mappings, before what is known of tools."""

    own: Sequence[Mapped] = ()
    vendors: Sequence[Profile] = ()

    def mapping_of(self, found: Recognised) -> Mapped | None:
        """The mapping by which a table was recognised, None where a tool's profile did."""
        return next((each for each in self.own if each.profile is found.profile), None)


def mappings_to_try(workspace: Workspace, upload: Upload, folder: Path) -> Known:
    """What an upload is recognised by: the mapping that came with it and no other, or those saved.

    For one set of columns the mapping that was made last speaks, and one confirmed for this upload
    before all that are saved.

    Raises:
        MappingInvalid: one of them does not say what it must.
    """
    if upload.mapping is not None:
        given = Mapped(load_mapping(upload.mapping), upload.mapping.name, upload.mapping)
        return Known([given])
    folder.mkdir(parents=True, exist_ok=True)
    by_columns: dict[str, Mapped] = {}
    made: list[Confirmed | SavedMapping] = [*upload.confirmed, *workspace.team.mappings()]
    for number, one in enumerate(made, start=1):
        if one.columns_key not in by_columns:
            path = folder / f"{number}.toml"
            path.write_text(one.toml, encoding="utf-8")
            profile = load_named(path, one.title)
            by_columns[one.columns_key] = Mapped(
                profile, one.title, path, one.columns_key, may_lack=True
            )
    return Known(list(by_columns.values()), vendor_profiles())


def load_named(path: Path, name: str) -> Profile:
    """Read a mapping; `name` is what people know it by.

    Raises:
        MappingInvalid: it does not say what it must.
    """
    try:
        return load_mapping(path)
    except MappingInvalid as error:
        problems = [Problem(p.kind, name, detail=p.detail) for p in error.problems]
        raise MappingInvalid(problems) from error
