"""A CRM whose exports change from upload to upload, for tests of what is built up between them.

Beside it a marketing tool, for tests of what lies between two tools.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from funnel.publishing.publish import Upload, publish
from funnel.store.database import Database
from funnel.store.workspace import Workspace

MAPPING = """
tool = "crm"

[[tables]]
object = "leads"
required = ["id", "created"]
[tables.columns]
id = "lead"
created = "created"
email = "email"
company = "lead company"
source = "source"
campaign = "lead campaign"
industry = "industry"
company_size = "employees"
title = "job title"
score = "score"
budget = "budget"
authority = "authority"
need = "need"
timeline = "timeline"
owner = "owner"
status = "status"
deal_ids = "lead deals"
mql = "mql"
handed_over = "handed over"
handed_over_again = "handed over again"
accepted = "accepted"
first_contact = "contact"
sql = "sql"
sent_back = "sent back"
reason = "reason"
[tables.statuses]
lead = ["New"]
mql = ["MQL"]
handed_over = ["Handed over"]
accepted = ["Working"]
sql = ["Qualified"]
sent_back = ["Recycled"]
rejected = ["Unqualified"]

[[tables]]
object = "deals"
required = ["id", "stage"]
[tables.columns]
id = "deal"
name = "deal name"
stage = "stage"
opened = "opened"
closed = "closed"
amount = "amount"
email = "deal email"
company = "deal company"
product = "product"
lead_ids = "deal leads"
owner = "deal owner"
[tables.outcomes]
won = ["Won"]
lost = ["Lost"]
open = ["Talks", "Offer"]

[[tables]]
object = "links"
[tables.columns]
lead_id = "linked lead"
deal_id = "linked deal"

[[tables]]
object = "stage_history"
subject = "lead"
[tables.columns]
lead_id = "changed lead"
stage_before = "old status"
stage = "new status"
changed = "changed"

[[tables]]
object = "stage_history"
subject = "deal"
[tables.columns]
deal_id = "changed deal"
stage = "new stage"
changed = "changed"

[[tables]]
object = "merges"
[tables.columns]
lead_id = "survivor"
merged_ids = "merged"

[[tables]]
object = "owners"
[tables.columns]
owner = "owner id"
name = "owner name"
team = "owner team"

[[tables]]
object = "touches"
[tables.columns]
lead_id = "touched lead"
email = "touched email"
kind = "touch"
campaign = "campaign"
occurred = "touched"

[[tables]]
object = "sales_activities"
required = ["id", "lead_id", "deal_id", "kind", "outcome", "owner", "occurred"]
[tables.columns]
id = "activity"
lead_id = "with lead"
deal_id = "about deal"
email = "mailed to"
kind = "kind"
outcome = "activity outcome"
owner = "by"
occurred = "done"

[[tables]]
object = "spend"
required = ["campaign", "since", "amount"]
[tables.columns]
id = "campaign id"
campaign = "spent on"
since = "from"
until = "to"
amount = "spent"

[[tables]]
object = "targets"
[tables.columns]
month = "target month"
metric = "metric"
value = "target"
"""

MARKETING = """
tool = "ma"

[[tables]]
object = "leads"
required = ["id", "created", "crm_ids"]
[tables.columns]
id = "prospect"
created = "first seen"
email = "email"
source = "source"
mql = "became mql"
crm_ids = ["crm lead", "crm contact"]

[[tables]]
object = "touches"
[tables.columns]
lead_id = "visitor"
kind = "visit"
occurred = "visited"
"""
"""A tool beside the CRM: its records name those of the CRM."""

Row = Mapping[str, Any]


class Exports:
    """Uploads of one company, day by day. Tables are named as people would name the files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.workspace = Workspace(folder / "workspace")
        self.uploads = 0

    def bring(
        self,
        day: date | str,
        *,
        exported_on: date | str | None = None,
        adds: bool = False,
        mapping: str = MAPPING,
        **tables: Sequence[Row],
    ) -> int:
        """Upload `tables` (rows by header) on `day`, written that day or on `exported_on`."""
        day, exported = _day(day), _day(exported_on or day)
        self.uploads += 1
        place = self.folder / f"upload-{self.uploads}"
        place.mkdir(parents=True)
        (place / "map.toml").write_text(mapping, encoding="utf-8")
        files = [write(place / f"{name}.csv", rows) for name, rows in tables.items()]
        at = datetime.combine(day, time(3), UTC)
        upload = Upload(files, "tester", at, place / "map.toml", adds=adds, exported_on=exported)
        return publish(self.workspace, upload).version

    @contextmanager
    def opened(self) -> Iterator[Database]:
        """The version in force."""
        number = self.workspace.current()
        assert number is not None
        with self.workspace.open(number) as db:
            yield db

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What `sql` finds in the version in force; days as text, to be read in a test."""
        with self.opened() as db:
            return [tuple(_plain(value) for value in row) for row in db.rows(sql)]


def _day(day: date | str) -> date:
    return date.fromisoformat(day) if isinstance(day, str) else day


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return value.isoformat() if isinstance(value, date) else value


def write(path: Path, rows: Sequence[Row]) -> Path:
    """Write a table as CSV, UTF-8; what a row lacks is blank."""
    headers = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, headers, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path
