"""What is known of a tool's exports, as data: vendor profiles and mapping files are one format."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import available_timezones

from annotated_types import MinLen
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    ValidationError,
    model_validator,
)

from funnel.errors import MappingInvalid, Problem

Object = Literal["leads", "deals", "owners", "ignore"]
Outcome = Literal["open", "won", "lost"]
DateOrder = Literal["ymd", "dmy", "mdy"]
Kind = Literal["id", "ids", "text", "email", "moment", "money", "flag"]

DEFAULT_CURRENCY = "JPY"

FIELDS: dict[Object, dict[str, Kind]] = {
    "leads": {
        "id": "id",
        "email": "email",
        "name": "text",
        "last_name": "text",
        "first_name": "text",
        "company": "text",
        "source": "text",
        "owner": "text",
        "status": "text",
        "is_deleted": "flag",
        "deal_ids": "ids",
        "created": "moment",
        "mql": "moment",
        "handed_over": "moment",
        "accepted": "moment",
        "sql": "moment",
    },
    "deals": {
        "id": "id",
        "name": "text",
        "company": "text",
        "email": "email",
        "lead_ids": "ids",
        "source": "text",
        "owner": "text",
        "product": "text",
        "stage": "text",
        "is_won": "flag",
        "is_closed": "flag",
        "is_deleted": "flag",
        "lost_reason": "text",
        "amount": "money",
        "currency": "text",
        "opened": "moment",
        "closed": "moment",
    },
    "owners": {"owner": "text", "team": "text"},
    "ignore": {},
}
"""The canonical columns an export may fill, by object, and how each is read."""


def normal(text: str) -> str:
    """A key for comparing headers and values: `Lead Source`, `LeadSource` and `lead_source` agree.

    Full width, case, spaces and punctuation don't count, nor does Salesforce's `__c`.
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[\s_\-./:・()'\"「」#*?]+", "", re.sub(r"__c$", "", folded.strip()))


def pattern_of(name: str) -> str | None:
    """The regular expression of a header in slashes, None of a plain one."""
    return name[1:-1] if len(name) > 2 and name.startswith("/") and name.endswith("/") else None


def _compile(pattern: str) -> None:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"/{pattern}/ is no regular expression: {error}") from error


def _known_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError(f"there is no time zone '{name}'")
    return name


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


Names = Annotated[list[str], BeforeValidator(_as_list), MinLen(1)]


class TableProfile(BaseModel):
    """How one table of a tool is told and read.

    `columns` gives for each canonical column the headers it may have, best first; one in slashes
    is a regular expression over the header as it stands. `required` are the canonical columns
    without which a file is not this table: all of `columns` where nothing is said. Each entry may
    name alternatives: `stage|is_won`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    object: Object
    columns: dict[str, Names] = {}
    required: list[str] | None = None
    outcome: Outcome | None = None
    outcomes: dict[Outcome, list[str]] = {}
    date_order: DateOrder | None = None
    names_pipeline: bool = False
    """Stages are written with their pipeline behind them: `Closed Won (Sales Pipeline)`."""

    @model_validator(mode="after")
    def _columns_exist(self) -> TableProfile:
        known = FIELDS[self.object]
        if self.object != "ignore":
            for field in self.columns:
                if field not in known:
                    raise ValueError(f"{self.object} has no column '{field}': {', '.join(known)}")
        for field in (part for entry in self.needed() for part in entry.split("|")):
            if field not in self.columns:
                raise ValueError(f"required names '{field}', which is not among the columns")
        for name in (name for names in self.columns.values() for name in names):
            if pattern := pattern_of(name):
                _compile(pattern)
        if self.object == "deals" and not (
            self.outcome or {"stage", "is_won"} & self.columns.keys()
        ):
            raise ValueError("deals need a stage column or an outcome")
        return self

    def needed(self) -> list[str]:
        return list(self.columns) if self.required is None else self.required


class Profile(BaseModel):
    """A tool, or a mapping file written for one company's exports."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    tool: str
    title: str = ""
    currency: str = DEFAULT_CURRENCY
    timezone: Annotated[str, AfterValidator(_known_zone)] = "Asia/Tokyo"
    salesforce_ids: bool = False
    tables: list[TableProfile]

    @property
    def name(self) -> str:
        """What people call it."""
        return self.title or self.tool


def load_mapping(path: Path) -> Profile:
    """Read a mapping file.

    Raises:
        MappingInvalid: it is no TOML or names what does not exist.
    """
    try:
        return _parse(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        detail = str(error)
    except ValidationError as error:
        detail = "; ".join(
            ".".join(str(part) for part in fault["loc"]) + ": " + fault["msg"]
            for fault in error.errors()
        )
    raise MappingInvalid(Problem("mapping_unreadable", path.name, detail=detail))


def _parse(text: str) -> Profile:
    return Profile.model_validate(tomllib.loads(text))


@cache
def vendor_profiles() -> tuple[Profile, ...]:
    """The profiles that come with the product, one TOML a tool."""
    folder = resources.files("funnel.importers") / "profiles"
    files = sorted(folder.iterdir(), key=lambda file: file.name)
    return tuple(_parse(file.read_text("utf-8")) for file in files if file.name.endswith(".toml"))
