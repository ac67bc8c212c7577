"""What is known of a tool's exports, as data: vendor profiles and mapping files are one format."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache, cached_property, lru_cache
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

from funnel.calendar import ZONE_NAME
from funnel.errors import MappingInvalid, Problem

Object = Literal[
    "leads", "deals", "links", "stage_history", "touches", "sales_activities",
    "spend", "revenue", "targets", "products", "owners", "stages", "merges", "ignore",
]  # fmt: skip
Outcome = Literal["open", "won", "lost"]
LeadState = Literal[
    "lead", "mql", "handed_over", "accepted", "sql", "opportunity", "won",
    "sent_back", "rejected",
]  # fmt: skip
"""What a lead's status says: a stage of the funnel, or how sales decided against it."""
DateOrder = Literal["ymd", "dmy", "mdy"]
DecimalMark = Literal[".", ","]
Kind = Literal["id", "ids", "text", "email", "moment", "money", "flag"]
Subject = Literal["lead", "deal"]
Certainty = Literal["vendor", "public", "tried", "unverified"]
"""Where a layout's headers are known from: the vendor's pages, public code, a trial, memory."""

DEFAULT_CURRENCY = "JPY"

FIELDS: dict[Object, dict[str, Kind]] = {
    "leads": {
        "id": "id",
        "crm_ids": "ids",
        "email": "email",
        "name": "text",
        "last_name": "text",
        "first_name": "text",
        "company": "text",
        "source": "text",
        "campaign": "text",
        "industry": "text",
        "company_size": "text",
        "title": "text",
        "score": "money",
        "budget": "text",
        "authority": "text",
        "need": "text",
        "timeline": "text",
        "owner": "text",
        "status": "text",
        "is_deleted": "flag",
        "deal_ids": "ids",
        "merged_ids": "ids",
        "created": "moment",
        "mql": "moment",
        "handed_over": "moment",
        "accepted": "moment",
        "first_contact": "moment",
        "sql": "moment",
        "sent_back": "moment",
        "handed_over_again": "moment",
        "reason": "text",
    },
    "deals": {
        "id": "id",
        "name": "text",
        "company": "text",
        "email": "email",
        "lead_ids": "ids",
        "contact_ids": "ids",
        "source": "text",
        "owner": "text",
        "product": "text",
        "stage": "text",
        "status": "text",
        "is_won": "flag",
        "is_closed": "flag",
        "forecast": "text",
        "probability": "text",
        "is_deleted": "flag",
        "lost_reason": "text",
        "amount": "money",
        "currency": "text",
        "opened": "moment",
        "closed": "moment",
        "lost": "moment",
        "expected": "moment",
    },
    "links": {"lead_id": "id", "deal_id": "id", "is_deleted": "flag"},
    "stage_history": {
        "lead_id": "id",
        "deal_id": "id",
        "name": "text",
        "field": "text",
        "stage_before": "text",
        "stage": "text",
        "changed": "moment",
        "who": "text",
        "is_deleted": "flag",
    },
    "touches": {
        "id": "id",
        "lead_id": "id",
        "email": "email",
        "kind": "text",
        "action": "text",
        "campaign": "text",
        "source": "text",
        "is_deleted": "flag",
        "occurred": "moment",
    },
    "sales_activities": {
        "id": "id",
        "lead_id": "id",
        "deal_id": "id",
        "email": "email",
        "kind": "text",
        "title": "text",
        "outcome": "text",
        "owner": "text",
        "is_deleted": "flag",
        "occurred": "moment",
    },
    "spend": {
        "id": "id",
        "campaign": "text",
        "source": "text",
        "since": "moment",
        "until": "moment",
        "amount": "money",
        "planned": "money",
        "currency": "text",
    },
    "revenue": {
        "id": "id",
        "deal_id": "id",
        "lead_id": "id",
        "company": "text",
        "billed": "moment",
        "since": "moment",
        "until": "moment",
        "amount": "money",
        "currency": "text",
    },
    "targets": {
        "month": "moment",
        "metric": "text",
        "source": "text",
        "owner": "text",
        "value": "money",
    },
    "products": {"product": "text", "series": "text", "price": "money"},
    "owners": {"owner": "text", "name": "text", "team": "text"},
    "stages": {"stage": "text", "label": "text", "is_won": "flag", "is_closed": "flag"},
    "merges": {"lead_id": "id", "merged_ids": "ids"},
    "ignore": {},
}
"""The canonical columns an export may fill, by object, and how each is read."""

NEEDED: dict[Object, tuple[tuple[str, ...], ...]] = {
    "leads": (("id", "email"), ("created",)),
    "deals": (("id", "name"),),
    "links": (("lead_id",), ("deal_id",)),
    "stage_history": (("lead_id", "deal_id", "name"), ("stage",), ("changed",)),
    "touches": (("occurred",),),
    "sales_activities": (("occurred",),),
    "spend": (("since",), ("amount", "planned")),
    "revenue": (("billed", "since"), ("amount",)),
    "targets": (("month",), ("metric",), ("value",)),
    "products": (("product",),),
    "owners": (("owner",),),
    "stages": (("stage",),),
    "merges": (("lead_id",),),
    "ignore": (),
}
"""What a row must say to be one; of names in brackets any one."""
LOOSE: tuple[Object, ...] = ("touches", "sales_activities", "spend")
"""Tables that tools export with rows that cannot count yet: a task that is not due, a campaign
member who did not respond, a campaign without cost. They are set aside and counted. Elsewhere a row
that lacks what it needs is refused: more often than not the wrong column was taken."""
NEEDED_SOMEWHERE: dict[Object, tuple[tuple[str, ...], ...]] = {
    "deals": (("stage", "is_won"),),
    "touches": (("lead_id", "email"),),
    "sales_activities": (("lead_id", "deal_id", "email"),),
    "revenue": (("deal_id", "lead_id", "company"),),
    "merges": (("merged_ids",),),
}
"""What a table must tell beside to be of use, though a row may leave it blank: an activity may be
about nobody, and is told as a gap."""

EVENTS: tuple[Object, ...] = ("stage_history", "touches", "sales_activities")
"""Tables of things that happened: exported in pieces, so a fresh file adds to those before."""


@lru_cache(maxsize=50_000)  # the same few thousand names for each file
def normal(text: str) -> str:
    """A key for comparing headers and values: `Lead Source`, `LeadSource` and `lead_source` agree.

    Full width, case, spaces and punctuation don't count, nor does Salesforce's `__c`.
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[\s_\-./:・()'\"「」#*?]+", "", re.sub(r"__c$", "", folded.strip()))


def needed_columns(kind: Object) -> tuple[tuple[str, ...], ...]:
    """What a table must tell to be of use; of names in brackets any one."""
    return NEEDED[kind] + NEEDED_SOMEWHERE.get(kind, ())


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
    several: list[str] = []
    """Columns read from every header there is of theirs: ids are joined, else the first filled."""
    outcome: Outcome | None = None
    outcomes: dict[Outcome, list[str]] = {}
    forecasts: dict[Outcome, list[str]] = {}
    """Deals: what the values of `forecast` mean where nobody knows the stage's name."""
    kinds: dict[str, list[str]] = {}
    """Touches: what to call values of `kind`, such as numbers."""
    date_order: DateOrder | None = None
    date_orders: dict[str, DateOrder] = {}
    """The same for single columns."""
    decimal_mark: DecimalMark | None = None
    """Only where 1.500 could be either."""
    names_pipeline: bool = False
    """Stages are written with their pipeline behind them: `Closed Won (Sales Pipeline)`."""
    statuses: dict[LeadState, list[str]] = {}
    """Leads: what the values of `status` mean."""
    subject: Subject | None = None
    """Stage history: of leads or of deals."""
    only: dict[str, Names] = {}
    """Rows that count: a field-history report keeps those whose `field` is the stage."""
    copies_of: str = ""
    """The tool whose deals these are copies of: where it is read itself, the rows don't count."""
    constants: dict[str, str] = {}
    """Columns the file lacks because they are the same in every row: `kind = "email click"`."""
    stage_dates: list[str] = []
    """Deals: header patterns of the day a stage was entered, with `(?P<stage>...)` in each."""
    marks: list[str] = []
    """Headers one of which such a file has, though nothing is read from it."""
    never: list[str] = []
    """Headers no such file has: `New Value` tells a history from the table it is of."""
    certainty: Certainty = "unverified"

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
            self.outcome or {"stage", "status", "is_won"} & self.columns.keys()
        ):
            raise ValueError("deals need a stage, a status or an outcome")
        return self

    @model_validator(mode="after")
    def _particulars_fit(self) -> TableProfile:
        known = FIELDS[self.object]
        for field in (*self.only, *self.constants, *self.date_orders, *self.several):
            if field not in known:
                raise ValueError(f"{self.object} has no column '{field}': {', '.join(known)}")
        for header in self.stage_dates:
            if "(?P<stage>" not in (pattern_of(header) or ""):
                raise ValueError(f"stage_dates: {header} is no /pattern/ with (?P<stage>...)")
            _compile(header[1:-1])
        if self.object == "stage_history" and self.subject is None:
            raise ValueError("stage_history needs a subject: lead or deal")
        return self

    @cached_property
    def names(self) -> dict[str, list[str | re.Pattern[str]]]:
        """`columns` ready to be compared: patterns, and plain names as `normal` makes them."""
        return {
            field: [
                re.compile(pattern, re.IGNORECASE)
                if (pattern := pattern_of(name))
                else normal(name)
                for name in names
            ]
            for field, names in self.columns.items()
        }

    @cached_property
    def plain_names(self) -> frozenset[str]:
        """All names of columns but the patterns."""
        return frozenset(
            name for names in self.names.values() for name in names if isinstance(name, str)
        )

    @cached_property
    def patterns(self) -> tuple[re.Pattern[str], ...]:
        """The names that are patterns."""
        return tuple(
            name for names in self.names.values() for name in names if not isinstance(name, str)
        )

    def needed(self) -> list[str]:
        return list(self.columns) if self.required is None else self.required


class Profile(BaseModel):
    """A tool, or a mapping file written for one company's exports."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    tool: str
    title: str = ""
    currency: str = DEFAULT_CURRENCY
    timezone: Annotated[str, AfterValidator(_known_zone)] = ZONE_NAME
    naive: dict[Annotated[str, AfterValidator(_known_zone)], Names] = {}
    """Zones of times without an offset, in files with one of these headers, spelled just so.

    In all other files such times are in `timezone`.
    """
    salesforce_ids: bool = False
    links: str = ""
    """How its leads and deals are told to belong together, for people."""
    sources: dict[str, list[str]] = {}
    """Lead sources as its screens show them, and what the same is called in its other exports."""
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
    folder = resources.files("funnel.importers.profiles")
    files = sorted(folder.iterdir(), key=lambda file: file.name)
    return tuple(_parse(file.read_text("utf-8")) for file in files if file.name.endswith(".toml"))
