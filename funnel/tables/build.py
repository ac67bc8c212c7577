"""Build the canonical tables in the order they depend on each other."""

from __future__ import annotations

from importlib import resources

from funnel.store.database import Database, Parameters, parameters_of

ORDER = (
    "owners",
    "shared_boxes",
    "persons",
    "leads",
    "lead_deals",
    "deals",
    "stages",
    "stage_entries",
    "stage_counts",
    "stage_rates",
    "deal_lengths",
    "wins",
    "data_faults",
    "version",
    "files",
    "refused_rows",
)


def build_tables(db: Database, parameters: Parameters) -> None:
    """Leave every table and view of `ORDER` in `db`.

    Needs the staged tables there, and what a version says of itself: `number`, `published_at`,
    `uploaded_on` (the day of the upload), `currency`.
    """
    folder = resources.files("funnel.tables")
    for name in ORDER:
        sql = (folder / f"{name}.sql").read_text("utf-8")
        wanted = parameters_of(sql)
        db.run(sql, {key: value for key, value in parameters.items() if key in wanted})
