"""A mapping while somebody makes it, and the profile that comes of it. No screen."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, cast

from funnel.importers.files.layout import TextTable
from funnel.importers.profiles.drafts import draft_profile
from funnel.importers.profiles.profile import (
    FIELDS,
    DateOrder,
    LeadState,
    Object,
    Outcome,
    Profile,
    Subject,
    TableProfile,
    needed_columns,
    normal,
)
from funnel.importers.suggest.peek import Judged
from funnel.importers.suggest.suggestions import Suggestion

VALUES: dict[Object, str] = {"leads": "status", "deals": "stage", "stage_history": "stage"}
"""The column whose values mean something."""
STAGE_DATES: dict[Object, tuple[str, ...]] = {
    "leads": ("mql", "handed_over"),
    "deals": ("opened", "closed"),
}
HABITS = ("currency", "timezone", "salesforce_ids")
KEPT = (
    "several", "copies_of", "only", "constants", "stage_dates", "names_pipeline", "forecasts",
    "kinds",
)  # fmt: skip
"""What a table of a tool that is known takes over from it."""

Meaning = LeadState | Outcome


@dataclass
class Draft:
    """What is chosen so far for one table. `suggested` is what was offered, by column."""

    table: TextTable
    title: str
    kind: Object
    header_index: int
    columns: dict[str, int] = field(default_factory=dict)
    suggested: dict[str, Suggestion] = field(default_factory=dict)
    at_first: frozenset[str] = frozenset()
    """The columns that were suggested or known when it began: their lines stand on top."""
    wanted: tuple[str, ...] = ()
    """Dates that make stages, where a column is left that may be one: they stand there too."""
    orders: dict[str, DateOrder] = field(default_factory=dict)
    meanings: dict[str, Meaning] = field(default_factory=dict)
    offered: dict[str, Meaning] = field(default_factory=dict)
    """The meanings that were suggested; of a table that is read already none is taken yet."""
    outcome: Outcome | None = None
    base: TableProfile | None = None
    """What it was read by before: what the screen does not ask is kept."""
    subject: Subject = "deal"
    # What was looked up in the file, by header row and column: a large one takes seconds.
    counted: dict[tuple[int, int], list[tuple[str, int]]] = field(default_factory=dict)
    judged: dict[tuple[int, int], Judged] = field(default_factory=dict)
    sampled: dict[int, list[list[str]]] = field(default_factory=dict)

    @property
    def header(self) -> tuple[str, ...]:
        return self.table.header(self.header_index)

    @property
    def choices(self) -> list[int]:
        """The columns a field can be read from: a mapping names them, so they need a name."""
        return [place for place, name in enumerate(self.header) if name]

    @property
    def lacking(self) -> list[tuple[str, ...]]:
        """What is still needed; of names in brackets any one."""
        groups = needed_columns(self.kind)
        if self.kind == "deals" and self.outcome is not None:
            groups = groups[:1]
        return [group for group in groups if not set(group) & self.columns.keys()]

    @property
    def shared(self) -> list[str]:
        """Columns of the file that more than one field is read from."""
        places = list(self.columns.values())
        return [self.header[place] for place in sorted(set(places)) if places.count(place) > 1]

    @property
    def unused(self) -> list[str]:
        used = set(self.columns.values())
        return [name for place, name in enumerate(self.header) if name and place not in used]

    @property
    def open_columns(self) -> dict[str, Suggestion]:
        """Suggestions for fields and columns of the file that nobody has used yet."""
        used = set(self.columns.values())
        return {
            name: each
            for name, each in self.suggested.items()
            if name not in self.columns and each.position not in used
        }

    @property
    def open_meanings(self) -> dict[str, Meaning]:
        """Suggestions for values whose meaning is not known yet."""
        if self.values_column is None:
            return {}
        return {value: m for value, m in self.offered.items() if value not in self.meanings}

    @property
    def values_column(self) -> int | None:
        """Where the statuses or stages stand."""
        return self.columns.get(VALUES.get(self.kind, ""))

    @property
    def means_stages(self) -> bool:
        """The values say what became of a deal; otherwise where a lead stands."""
        return self.kind == "deals" or (self.kind == "stage_history" and self.subject == "deal")

    def needs(self, name: str) -> str | None:
        """'required', 'one_of' where another column would do too and none is chosen yet, else None.

        Of columns of which one will do, the chosen one is required.
        """
        for group in needed_columns(self.kind):
            if name in group:
                if len(group) == 1 or name in self.columns:
                    return "required"
                return "one_of" if group in self.lacking else None
        return None


def profile_of(draft: Draft, profiles: Iterable[Profile]) -> Profile:
    """The mapping that `draft` says, of a tool among `profiles` with that tool's habits.

    Raises:
        MappingInvalid: it says what no mapping may; nothing lacking, it does not.
    """
    known = tool_of(draft.title, profiles)
    by_meaning: dict[Meaning, list[str]] = {}
    for value, meaning in draft.meanings.items():
        if draft.values_column is not None:
            by_meaning.setdefault(meaning, []).append(value)
    columns = draft.columns
    if draft.kind == "ignore":
        columns = {f"column_{number}": place for number, place in enumerate(draft.choices, start=1)}
    habits: dict[str, Any] = {}
    if known is not None:
        habits = {name: getattr(known, name) for name in HABITS}
    profile = draft_profile(
        known.tool if known else tool_id(draft.title),
        known.name if known else draft.title,
        draft.kind,
        {name: draft.header[place] for name, place in columns.items()},
        header=draft.header,
        outcome=draft.outcome if draft.kind == "deals" and "stage" not in columns else None,
        outcomes=cast(dict[Outcome, list[str]], by_meaning) if draft.means_stages else None,
        statuses=None if draft.means_stages else cast(dict[LeadState, list[str]], by_meaning),
        date_orders={name: order for name, order in draft.orders.items() if name in columns},
        subject=draft.subject if draft.kind == "stage_history" else None,
        **habits,
    )
    if draft.base is None or draft.base.object != draft.kind:
        return profile
    kept = {name: getattr(draft.base, name) for name in KEPT}
    whole = {} if known is None else {"sources": known.sources, "naive": known.naive}
    return profile.model_copy(
        update={"tables": [profile.tables[0].model_copy(update=kept)], **whole}
    )


def tool_of(title: str, profiles: Iterable[Profile]) -> Profile | None:
    """The tool people call `title`."""
    key = normal(title)
    return next((p for p in profiles if key in (normal(p.name), normal(p.tool))), None)


def tool_id(title: str) -> str:
    """A tool's name as ids carry it in front: without a colon, which ends it there."""
    return re.sub(r"[\s:：]+", "_", title.strip()).strip("_") or "own"


def fields_of(kind: Object) -> tuple[list[str], list[str]]:
    """The canonical columns of a table: those one of which is needed, and the rest."""
    needed = [name for group in needed_columns(kind) for name in group]
    return needed, [name for name in FIELDS[kind] if name not in needed]
