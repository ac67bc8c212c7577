"""What is in force: version, uploads, rows read and refused, what is measured, how fresh."""

from __future__ import annotations

from typing import Any

from funnel.filters import STAGES
from funnel.metrics.query import measured_by
from funnel.publishing.rejudge import judged_otherwise
from funnel.publishing.sources import files_of
from funnel.store.database import Database
from funnel.store.workspace import Workspace, number_of

FAULT_EXAMPLES = 5


def status(workspace: Workspace) -> dict[str, Any]:
    """A JSON-ready description of `workspace`; `version` is None before the first upload."""
    number = workspace.current()
    if number is None:
        return {"version": None, "batches": [], "rows_read": 0, "rows_refused": 0}
    with workspace.open(number) as db:
        return status_of(db) | {"is_judged_as_agreed": not judged_otherwise(workspace)}


def status_of(db: Database) -> dict[str, Any]:
    """The description of an open version."""
    (version,) = db.records("select * from version")
    files = sorted(files_of(db), key=lambda file: (file["uploaded_at"], file["file_no"]))
    measured = measured_by(db)
    return {
        "version": number_of(db),
        "published_at": version["published_at"],
        "currency": version["currency"],
        "first_day": _iso(version["first_day"]),
        "last_day": _iso(version["last_day"]),
        "batches": _batches(files),
        "rows_read": sum(file["rows_read"] for file in files),
        "rows_refused": sum(file["rows_refused"] for file in files),
        "refused_rows": db.records(
            "select file, row_no as row, column_name as column, value, reason, detail "
            "from refused_rows order by all limit 1000"
        ),
        "stages_measured": [stage for stage in STAGES if stage in measured],
        "stages_not_measured": [stage for stage in STAGES if stage not in measured],
        "losses_measured": "lost" in measured,
        "freshness": [
            {"tool": file["tool"], "title": file["title"], "object": file["object"],
             "last_day": _iso(file["last_day"]), "uploaded_at": file["uploaded_at"]}
            for file in files
        ],
        "leads": db.value("select count(*) from leads"),
        "deals": db.value("select count(*) from deals"),
        "links": _links(db),
        "deals_by_stage": db.records(
            "select stage, outcome, is_stage_known, count(*) as deals from deals "
            "group by all order by outcome desc, deals desc, stage"
        ),
        "faults": _faults(db),
    }  # fmt: skip


def _batches(files: list[dict[str, Any]]) -> list[dict[str, Any]]:
    batches: dict[str, dict[str, Any]] = {}
    for file in files:
        batch = batches.setdefault(
            file["batch"],
            {"batch": file["batch"], "at": file["uploaded_at"], "who": file["who"],
             "is_demo": file["is_demo"], "mapping": file["mapping"],
             "adds": file["adds"], "files": []},
        )  # fmt: skip
        told = ("file", "sha256", "tool", "title", "object", "encoding", "rows_read",
                "rows_refused", "rows_aside", "rows_superseded", "footer_rows",
                "unused_columns")  # fmt: skip
        batch["files"].append(
            {name: file[name] for name in told}
            | {name: _iso(file[name]) for name in ("exported_on", "last_day")}
        )
    return list(batches.values())


def _links(db: Database) -> dict[str, int]:
    (links,) = db.records(
        "select count(*) filter (where lead_id is not null) as linked, "
        "count(*) filter (where lead_id is null) as unlinked, "
        "(select count(*) from lead_deals where not is_primary) as also_involved, "
        "(select count(*) from lead_deals where is_primary and linked_by = 'email') as by_email, "
        "(select count(*) from leads where records > 1) as people_in_several_tools from deals"
    )
    return links


def _faults(db: Database) -> list[dict[str, Any]]:
    rows = db.records(
        "select fault, subject_id, days from data_faults order by fault, days, subject_id"
    )
    faults: dict[str, dict[str, Any]] = {}
    for row in rows:
        fault = faults.setdefault(row["fault"], {"fault": row["fault"], "count": 0, "examples": []})
        fault["count"] += 1
        if len(fault["examples"]) < FAULT_EXAMPLES:
            fault["examples"].append({"id": row["subject_id"], "days": row["days"]})
    return list(faults.values())


def _iso(day: Any) -> str | None:
    return None if day is None else day.isoformat()
