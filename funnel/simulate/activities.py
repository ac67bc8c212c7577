"""Sales' report of finished tasks: calls, mails and meetings with the people handed over."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from .columns import minutes_as_text, pick
from .company import Company
from .ids import TASK_PREFIX, record_ids
from .parameters import SALES
from .salesforce import lead_ids, write_report

TASK_HEADER = (
    "ToDo ID", "件名", "種別", "状況", "リード ID", "任命先", "完了日時",
)  # fmt: skip
_TITLES = ("電話（不在）", "電話（通話）", "メール送付", "オンライン面談")
_KINDS = ("電話", "電話", "メール", "面談")
_FIRST_TASK = 61_220_318


def write_tasks(company: Company, path: Path) -> None:
    """Write what sales did about leads, in the order it was done."""
    done = company.activities
    ids = np.array(["", *lead_ids(company)])
    # The lead's row in the report of leads, which lists those who were handed over alone.
    place = np.zeros(company.journey.handed.size, dtype=np.int64)
    place[company.handed_in_order()] = np.arange(1, ids.size)
    columns = [
        record_ids(TASK_PREFIX, _FIRST_TASK, done.lead.size),
        pick(_TITLES, done.kind),
        pick(_KINDS, done.kind),
        ["完了"] * done.lead.size,
        ids[place[done.lead]].tolist(),
        pick(SALES, company.journey.owner[done.lead]),
        minutes_as_text(done.moment, "/"),
    ]
    write_report(path, TASK_HEADER, columns, "活動一覧", company.until)
