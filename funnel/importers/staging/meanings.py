"""What the statuses and stages in the files mean: the table `meanings`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from funnel.importers.cells import values
from funnel.importers.profiles.profile import Object, Subject, TableProfile, normal, vendor_profiles
from funnel.store.database import Database

if TYPE_CHECKING:
    from funnel.importers.staging.stage import StagedFile

SAID_IN: dict[Object, tuple[str, ...]] = {
    "leads": ("status",),
    "deals": ("stage", "status"),
    "stage_history": ("stage", "stage_before"),
}
SUBJECTS: dict[Object, Subject] = {"leads": "lead", "deals": "deal"}


def create_meanings(db: Database, files: Sequence[StagedFile]) -> None:
    """What each status and stage that stands in the files means, and the name it is shown under.

    The files of a tool are read as one: a mapping for one of them need not know what another
    already says, and must not make it unknown.
    """
    db.run(
        "create or replace temp table meanings "
        "(tool varchar, subject varchar, value varchar, meaning varchar, label varchar)"
    )
    said: dict[tuple[str, Subject], set[str]] = {}
    for file in files:
        if subject := SUBJECTS.get(file.object) or file.recognised.layout.subject:
            said.setdefault((file.recognised.profile.tool, subject), set()).update(_said(db, file))
    labels = _stage_labels(db, files)
    rows = []
    for (tool, subject), spoken in said.items():
        known = known_meanings(spoken, _layouts(files, tool), subject)
        for value in sorted(spoken):
            told = labels.get((tool, value)) if subject == "deal" else None
            meaning, label = told or (None, None)
            rows.append(
                {
                    "tool": tool,
                    "subject": subject,
                    "value": value,
                    "meaning": known.get(value) or meaning,
                    "label": label,
                }
            )
    db.insert("meanings", rows)


def _said(db: Database, file: StagedFile) -> set[str]:
    """The statuses and stages that stand in a file, in its cells or its headers."""
    cells = {
        value
        for column in SAID_IN.get(file.object, ())
        for (value,) in db.rows(f"select distinct {column} from {file.cooked.name}")
    }
    return {value for value in cells if value} | set(file.recognised.stage_dates.values())


def _layouts(files: Iterable[StagedFile], tool: str) -> list[TableProfile]:
    """Of a tool's files, in the order in which they may speak: the company's own word is last."""
    of_tool = [file.recognised for file in files if file.recognised.profile.tool == tool]
    vendors = {id(profile) for profile in vendor_profiles()}
    of_tool.sort(key=lambda recognised: id(recognised.profile) not in vendors)
    return [layout for each in of_tool for layout in (*each.profile.tables, each.layout)]


def known_meanings(
    said: Iterable[str], layouts: Iterable[TableProfile], subject: Subject | None
) -> dict[str, str]:
    """What layouts of a tool know of leads' statuses, or of deals' stages; the last one decides."""
    found: dict[str, str] = {}
    for layout in layouts:
        if subject == "deal":
            found |= values.outcomes_of(said, layout)
        else:
            known = {
                normal(name): state for state, names in layout.statuses.items() for name in names
            }
            found |= {value: known[normal(value)] for value in said if normal(value) in known}
    return found


def _stage_labels(
    db: Database, files: Iterable[StagedFile]
) -> dict[tuple[str, str], tuple[str, str | None]]:
    """Of tools that export their stages as a table: meaning and label by id."""
    labels: dict[tuple[str, str], tuple[str, str | None]] = {}
    for file in files:
        if file.object == "stages":
            rows = db.rows(f"select stage, label, is_won, is_closed from {file.cooked.name}")
            for stage_id, label, is_won, is_closed in rows:
                meaning = "won" if is_won else "lost" if is_closed else "open"
                labels[file.recognised.profile.tool, stage_id] = (meaning, label)
    return labels
