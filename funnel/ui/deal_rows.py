"""The deals behind what the page of deals shows, each as rows and as a file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd
import streamlit as st

from funnel.masking import mask_company, mask_person
from funnel.reports.deal_moves import Bar, DealMoves, moved_rows
from funnel.reports.pipeline import Age, Winners, open_rows
from funnel.ui.data import Company, database
from funnel.ui.rows import show_rows
from funnel.ui.texts import Texts

OPEN_COLUMNS = (
    "stage", "age", "days_open", "amount", "owner", "company", "person", "source", "product",
    "opened_on", "subject_id",
)  # fmt: skip
MOVED_COLUMNS = (
    "day", "outcome", "amount", "owner", "company", "person", "lost_reason", "source", "product",
    "opened_on", "closed_on", "subject_id",
)  # fmt: skip
STANDING_COLUMNS = (
    "owner", "company", "stage", "standing", "amount", "person", "source", "product", "opened_on",
    "subject_id",
)  # fmt: skip


@st.cache_data(max_entries=4, show_spinner=False)
def _open(home: str, version: int, as_of: date, winners: Winners) -> pd.DataFrame:
    return open_rows(database(home, version), as_of, winners)


def open_open(
    company: Company, as_of: date, winners: Winners, age: Age | None, t: Texts
) -> None:  # fmt: skip
    """A dialog with the open deals of one age, or all."""
    rows = _open(company.home, company.version, as_of, winners)
    if age is not None:
        rows = rows[rows["age"] == age]
    rows = rows.rename(columns={"day": "opened_on", "days": "days_open"})
    rows = rows.assign(
        age=[age_said(each, winners, t) for each in rows["age"]],
        stage=rows["stage"].fillna(t("stage_unknown")),
    )
    _show(t("pipeline_title"), as_table(rows, OPEN_COLUMNS, t), "open_deals", t)


def open_moved(
    company: Company, moves: DealMoves, bar: Bar, title: str, t: Texts
) -> None:  # fmt: skip
    """A dialog with the deals of one bar of what moved."""
    db = database(company.home, company.version)
    rows = moved_rows(db, moves.since, moves.until, bar)
    rows = rows.assign(outcome=[t(f"outcome_{each}") for each in rows["outcome"]])
    _show(title, as_table(rows, MOVED_COLUMNS, t), f"deals_{bar}", t)


def open_standing(rows: pd.DataFrame, t: Texts) -> None:
    """A dialog with the stalled deals by owner, those forgotten among them."""
    rows = rows.sort_values(["owner", "days"], ascending=[True, False], kind="stable")
    rows = rows.rename(columns={"day": "opened_on"}).assign(
        standing=[
            t("standing_over", days=f"{days:,}", limit=f"{limit:,}")
            for days, limit in zip(rows["days"], rows["limit"], strict=True)
        ]
    )
    _show(t("standing_title"), as_table(rows, STANDING_COLUMNS, t), "stalled_deals", t)


def age_said(age: Age, winners: Winners, t: Texts) -> str:
    """What an age is called, with the days it ends at."""
    return t(f"age_{age}", median=winners.median, p90=winners.p90)


def as_table(rows: pd.DataFrame, columns: Sequence[str], t: Texts) -> pd.DataFrame:
    """The rows as the screen writes them: names masked, without columns that say nothing."""
    table = rows.assign(
        person=rows["person"].map(mask_person, na_action="ignore"),
        company=rows["company"].map(mask_company, na_action="ignore"),
        source=[t.source(None if pd.isna(source) else source) for source in rows["source"]],
        subject_id=rows["subject_id"].str.partition(":")[2],
        **{
            name: pd.to_datetime(rows[name]).dt.date
            for name in ("day", "opened_on", "closed_on")
            if name in rows
        },
    )[list(columns)]
    table = table.drop(columns=[name for name in table if table[name].isna().all()])
    table.columns = pd.Index([t(f"column_{name}") for name in table.columns])
    return table


def _show(title: str, table: pd.DataFrame, name: str, t: Texts) -> None:
    @st.dialog(title, width="large")
    def opened() -> None:
        show_rows(table, name, t, note=t("masked"))

    opened()
