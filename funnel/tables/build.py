"""Build the canonical tables in the order they depend on each other."""

from __future__ import annotations

from importlib import resources

from funnel.store.database import Database

ORDER = (
    "owners",
    "persons",
    "leads",
    "lead_deals",
    "deals",
    "stages",
    "stage_entries",
    "stage_counts",
    "stage_rates",
    "data_faults",
)


def build_tables(db: Database) -> None:
    """Needs the staged tables in `db`; leaves every table and view of `ORDER` there."""
    folder = resources.files("funnel.tables")
    for name in ORDER:
        db.run((folder / f"{name}.sql").read_text("utf-8"))
