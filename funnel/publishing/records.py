"""What a version and the folder of an upload say of themselves: files, refusals, changes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from funnel.importers.staging.stage import Staged, StagedFile
from funnel.preview.subjects import Table, compare_subjects
from funnel.publishing.sources import Input
from funnel.publishing.uploads import MANIFEST, RawFile, Upload
from funnel.store.database import Database

CHANGES = "create table changes (subject varchar, added bigint, changed bigint, gone bigint)"
"""One row per subject: what became of it since the version before, as the preview says it."""
SUBJECTS: tuple[Table, ...] = ("leads", "deals")


def record_changes(db: Database, before: Path | None) -> None:
    """Leave the table `changes` in `db`: empty where there is no version before."""
    db.run(CHANGES)
    if before is None:
        return
    db.attach(before, "earlier")
    try:
        found = {table: compare_subjects(db, "earlier", table).changes for table in SUBJECTS}
    finally:
        db.detach("earlier")
    db.insert(
        "changes",
        [
            {"subject": table, "added": told.new, "changed": told.changed, "gone": told.gone}
            for table, told in found.items()
        ],
    )


def keep_changes(db: Database, before: Path, built: Sequence[str]) -> None:
    """The same in a copy of the version before, of whose tables only these were `built` anew."""
    db.run("drop table if exists changes")
    if set(SUBJECTS) & set(built):
        record_changes(db, before)
        return
    db.run(CHANGES)
    none = {"added": 0, "changed": 0, "gone": 0}
    db.insert("changes", [{"subject": table} | none for table in SUBJECTS])


def record_files(db: Database, staged: Staged, inputs: Sequence[Input]) -> None:
    """Fill the tables `files` and `refused_rows`; `inputs[i]` became the file of number i + 1."""
    db.insert("files", [_file(file, inputs[file.number - 1]) for file in staged.files])
    db.insert(
        "refused_rows",
        [
            {"file": p.file, "row_no": p.row, "column_name": p.column, "value": p.value,
             "reason": p.kind, "detail": p.detail}
            for p in staged.problems
        ],
    )  # fmt: skip


def _file(file: StagedFile, source: Input) -> dict[str, Any]:
    found, raw = source.found, source.raw
    return {
        "file_no": file.number,
        "batch": raw.batch,
        "batch_no": raw.batch_no,
        "uploaded_at": raw.at.isoformat(),
        "exported_on": source.exported_on,
        "who": raw.who,
        "is_demo": raw.is_demo,
        "adds": raw.adds,
        "mapping": source.mapping,
        "mapping_file": source.mapping_file,
        "file": file.name,
        "raw_file": raw.path.name,
        "sha256": raw.sha256,
        "tool": found.profile.tool,
        "title": found.profile.name,
        "object": found.layout.object,
        "encoding": found.table.encoding,
        "columns": list(found.header),
        "rows_read": file.rows_read,
        "rows_refused": file.rows_refused,
        "rows_aside": file.rows_aside,
        "rows_superseded": file.rows_superseded,
        "footer_rows": len(file.left_out),
        "unused_columns": list(found.unused),
        "last_day": file.last_day,
    }


def write_manifest(
    folder: Path, batch: str, upload: Upload, files: Sequence[RawFile], tables: Sequence[Input]
) -> None:
    """For people and backups: what came, when, from whom, and what it was taken for."""
    manifest = {
        "batch": batch,
        "at": upload.at.isoformat(),
        "who": upload.who,
        "mapping": upload.mapping.name if upload.mapping else None,
        "is_demo": upload.is_demo,
        "adds": upload.adds,
        "files": {file.path.name: file.sha256 for file in files},
        "tables": [
            {
                "table": table.found.table.name,
                "file": table.raw.path.name,
                "tool": table.found.profile.tool,
                "object": table.found.layout.object,
                "exported_on": table.exported_on.isoformat(),
                "mapping_file": table.mapping_file,
                "columns": {
                    name: table.found.header[position]
                    for name, position in table.found.columns.items()
                },
            }
            for table in tables
        ],
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=2)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")
