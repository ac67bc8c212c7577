"""What the tables that Fivetran copies are, and plain ways to count in them."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from funnel.publishing.publish import Published
from funnel.store.database import Database
from funnel.store.workspace import Workspace
from tests.conftest import bring, real_tables

Rows = list[dict[str, str]]

OBJECTS = {
    "salesforce": {
        "sf_account_data": "ignore",
        "sf_campaign_data": "spend",
        "sf_campaign_member_data": "touches",
        "sf_contact_data": "ignore",
        "sf_event_data": "sales_activities",
        "sf_lead_data": "leads",
        "sf_opportunity_data": "deals",
        "sf_opportunity_history_data": "stage_history",
        "sf_task_data": "sales_activities",
        "sf_user_data": "owners",
    },
    "hubspot": {
        "company_data": "ignore",
        "contact_data": "leads",
        "contact_form_submission_data": "touches",
        "deal_company_data": "ignore",
        "deal_contact_data": "links",
        "deal_data": "deals",
        "deal_pipeline_data": "ignore",
        "deal_pipeline_stage_data": "stages",
        "deal_stage_data": "stage_history",
        "engagement_call_data": "sales_activities",
        "engagement_meeting_data": "sales_activities",
        "owner_data": "owners",
    },
    "marketo": {
        "marketo_activity_change_data_value_data": "stage_history",
        "marketo_activity_click_email_data": "touches",
        "marketo_activity_merge_leads_data": "merges",
        "marketo_campaign_data": "ignore",
        "marketo_lead_data": "leads",
        "marketo_program_data": "ignore",
    },
    "pardot": {
        "pardot_campaign_data": "spend",
        "pardot_opportunity_data": "deals",
        "pardot_opportunity_prospect_data": "links",
        "pardot_prospect_data": "leads",
        "pardot_visitor_activity_data": "touches",
    },
}
TOOLS = {"pardot": "account_engagement"}
"""What the product calls a tool, where it is not the folder's word."""


@dataclass(frozen=True)
class Copied:
    """A folder of tables, and what became of it."""

    name: str
    folder: Path
    published: Published
    db: Database

    @property
    def tool(self) -> str:
        return TOOLS.get(self.name, self.name)

    def rows(self, table: str) -> Rows:
        """The rows of a file, as they stand in it."""
        return rows_of(self.folder / f"{table}.csv")

    def count(self, table: str, where: str = "true") -> Any:
        """How many rows a canonical table has."""
        return self.db.value(f"select count(*) from {table} where {where}")

    def days(self, table: str, column: str) -> Counter[str]:
        """How often each day stands in a canonical table."""
        found = self.db.rows(
            f"select cast({column} as varchar) from {table} where {column} is not null"
        )
        return Counter(day for (day,) in found)


def rows_of(file: Path) -> Rows:
    with file.open(encoding="utf-8-sig", newline="") as source:
        return list(csv.DictReader(source))


def said(rows: Rows, column: str) -> list[str]:
    return [row[column] for row in rows if row[column]]


def days_of(rows: Rows, column: str) -> Counter[str]:
    """How often each day of Tokyo stands in a column."""
    return Counter(day_of(value) for value in said(rows, column))


def day_of(text: str) -> str:
    """The day in Tokyo, nine hours ahead of Fivetran's UTC; midnight is a whole day."""
    plain = text.removesuffix(" UTC").partition(".")[0]
    moment = datetime.strptime(plain, "%Y-%m-%d %H:%M:%S")
    if moment.time() != time() or text.endswith("UTC"):
        moment += timedelta(hours=9)
    return f"{moment:%Y-%m-%d}"


def total(rows: Rows, column: str) -> Decimal:
    return sum(map(Decimal, said(rows, column)), Decimal())


def is_true(text: str) -> bool:
    return text.lower() == "true"


def short(record: str) -> str:
    """A Salesforce id without the three letters that only check the case of the others."""
    return record[:15] if len(record) == 18 else record


def copied(name: str, home: Path) -> Iterator[Copied]:
    folder = real_tables(f"fivetran_{name}")
    workspace = Workspace(home)
    published = bring(workspace, *sorted(folder.glob("*.csv")), refuse_rows=True)
    with workspace.open(published.version) as db:
        yield Copied(name, folder, published, db)
