"""The deals won in the month: the largest on a slide, all of them on a sheet."""

from __future__ import annotations

import math
from collections.abc import Hashable
from dataclasses import replace
from datetime import date
from typing import Any

from funnel.export.document import Band, Cell, Column, Slide, Table
from funnel.export.looked import Said, plain_name
from funnel.filters import Filters
from funnel.masking import mask_company, mask_person
from funnel.metrics import METRICS, rows_behind
from funnel.reports.monthly import Month
from funnel.store.database import Database

SHOWN = 12
SHORT, LONG = 24, 200
"""Letters of a name on a slide and on a sheet."""


def deals_table(db: Database, told: Month, said: Said) -> Table:
    """All deals won in the month up to the as-of day, the largest first, names masked."""
    columns = (
        Column(said("day"), "day"), Column(said("company")), Column(said("person")),
        Column(said("amount"), "money"), Column(said("source")), Column(said("owner")),
        Column(said("id")),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    if told.stages[-1].is_measured:
        asked = Filters(told.month, told.as_of, told.as_of, "period")
        found = rows_behind(db, METRICS["wins"], asked)
        rows = [_row(row, said) for row in found.to_dict("records")]
    rows.sort(key=_largest_first)
    return Table(said("name_deals"), columns, tuple(rows), SHOWN, said.raw("left"),
                 said("deals_none"))  # fmt: skip


def _row(row: dict[Hashable, Any], said: Said) -> tuple[Cell, ...]:
    def text(name: str) -> str | None:
        return row[name] if isinstance(row[name], str) else None

    day, amount = row["day"], row["amount"]
    is_known = amount is not None and not math.isnan(amount)
    return (
        date(day.year, day.month, day.day), mask_company(text("company")),
        mask_person(text("person")), float(amount) if is_known else None,
        said.words.source(text("source")),
        plain_name(text("owner"), LONG) or said.words("nobody"),
        plain_name(text("subject_id"), LONG).partition(":")[2],
    )  # fmt: skip


def _largest_first(row: tuple[Cell, ...]) -> tuple[float, str]:
    """Those without an amount last."""
    amount = row[3]
    return -amount if isinstance(amount, float) else math.inf, str(row[6])


def deals_slide(table: Table, told: Month, said: Said) -> Slide:
    """The largest of them."""
    title = said("title_deals", month=said.month(told.month), count=f"{len(table.rows):,}")
    note = said("masked") if table.rows else ""
    rows = tuple(
        tuple(plain_name(cell, SHORT) if isinstance(cell, str) else cell for cell in row)
        for row in table.rows
    )
    bands = (Band((replace(table, rows=rows),)),)
    return Slide(said("name_deals"), title, bands, note, is_excerpt=True)
