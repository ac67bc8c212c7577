"""A mapping somebody has just made, as the profile it is and as the TOML file that keeps it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import TypeVar

import tomli_w
from pydantic import ValidationError

from funnel.calendar import ZONE_NAME
from funnel.errors import MappingInvalid, Problem
from funnel.importers.profiles.profile import (
    DEFAULT_CURRENCY,
    DateOrder,
    LeadState,
    Object,
    Outcome,
    Profile,
    Subject,
    TableProfile,
    normal,
    pattern_of,
)

Meaning = TypeVar("Meaning", LeadState, Outcome)


def draft_profile(
    tool: str,
    title: str,
    kind: Object,
    columns: Mapping[str, str],
    *,
    header: Sequence[str] = (),
    required: Sequence[str] | None = None,
    outcome: Outcome | None = None,
    outcomes: Mapping[Outcome, Sequence[str]] | None = None,
    statuses: Mapping[LeadState, Sequence[str]] | None = None,
    date_orders: Mapping[str, DateOrder] | None = None,
    constants: Mapping[str, str] | None = None,
    subject: Subject | None = None,
    currency: str = DEFAULT_CURRENCY,
    timezone: str = ZONE_NAME,
    salesforce_ids: bool = False,
) -> Profile:
    """The profile of one table as a person mapped it.

    Args:
        tool: the id in front of the rows' ids.
        title: what people call the tool.
        kind: the object.
        columns: canonical columns and the headers they are read from.
        header: the whole header, so that a name that others are written like stays its own.
        required: without which a file is not this table; None is every column mapped.
        outcome: what every deal of the table is, where it has no stages.
        outcomes, statuses: what the stages of deals and the statuses of leads mean.
        date_orders: the order of day and month where a column leaves it open.
        constants: columns that are the same in every row.
        subject: whose stage history it is.
        currency, timezone, salesforce_ids: as in a Profile.

    Raises:
        MappingInvalid: naming what a mapping file may not say.
    """
    try:
        table = TableProfile(
            object=kind,
            columns={field: [name_of(cell, header)] for field, cell in columns.items()},
            required=None if required is None else list(required),
            outcome=outcome,
            outcomes=_filled(outcomes),
            statuses=_filled(statuses),
            date_orders=dict(date_orders or {}),
            constants=dict(constants or {}),
            subject=subject,
            certainty="tried",
        )
        return Profile(
            tool=tool,
            title=title,
            currency=currency,
            timezone=timezone,
            salesforce_ids=salesforce_ids,
            tables=[table],
        )
    except ValidationError as error:
        detail = "; ".join(
            ".".join(map(str, fault["loc"])) + ": " + fault["msg"] for fault in error.errors()
        )
        raise MappingInvalid(Problem("mapping_unreadable", detail=detail)) from error


def name_of(cell: str, header: Sequence[str] = ()) -> str:
    """A header as a profile names it: by a pattern where the plain name would mean more than it."""
    key = normal(cell)
    alike = [other for other in header if normal(other) == key]
    if key and not pattern_of(cell) and len(alike) <= 1:
        return cell
    return f"/^{re.escape(cell)}$/"


def to_toml(profile: Profile) -> str:
    """The profile as a mapping file: what it says and nothing that goes without saying."""
    said = profile.model_dump(mode="json", exclude_defaults=True)
    for named in (table.get(part, {}) for table in said["tables"] for part in ("columns", "only")):
        # A single name stands by itself, as a person would write it.
        named |= {key: names[0] for key, names in named.items() if len(names) == 1}
    return tomli_w.dumps(said, multiline_strings=False)


def columns_key(header: Sequence[str]) -> str:
    """What tells one set of columns from another; order, case, width and punctuation don't count.

    Readable: the names as JSON.
    """
    return json.dumps(sorted({normal(cell) for cell in header} - {""}), ensure_ascii=False)


def _filled(meanings: Mapping[Meaning, Sequence[str]] | None) -> dict[Meaning, list[str]]:
    return {meaning: list(names) for meaning, names in (meanings or {}).items() if names}
