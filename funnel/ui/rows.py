"""Tables of rows on a screen: a bounded number of them, and all of them as a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from funnel.ui.texts import Texts

MOST_ROWS = 500
"""So many are sent to the browser; the file holds all."""
TALL = 10
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a cell begins with that a spreadsheet would take for a formula."""


def show_rows(
    table: pd.DataFrame,
    name: str,
    t: Texts,
    *,
    note: str = "",
    height: int | None = None,
    columns: Mapping[str, Any] | None = None,
) -> None:
    """The first rows, how many there are, and all of them as `name`.csv.

    Args:
        table: with the headers as shown.
        name: of the file, without its ending.
        t: the texts.
        note: said beside the number of rows.
        height: in pixels; by itself as high as its rows, up to `TALL` of them.
        columns: `column_config` of single columns.
    """
    if table.empty:
        st.markdown(t("no_rows"))
        return
    numbers: dict[str, Any] = {
        str(column): st.column_config.NumberColumn(format="localized")
        for column in table.select_dtypes("number")
    }
    st.dataframe(
        table.head(MOST_ROWS),
        hide_index=True,
        width="stretch",
        height=height or ("auto" if len(table) < TALL else 420),
        column_config=numbers | dict(columns or {}),
        placeholder="—",
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        download(table, name, t)
        st.caption(f"{_extent(len(table), t)} {note}")


def download(table: pd.DataFrame, name: str, t: Texts) -> None:
    """A button that hands out the whole table as CSV, as spreadsheets in Japan read it."""
    st.download_button(
        t("download_rows"),
        as_csv(table),
        file_name=f"{name}.csv",
        mime="text/csv",
        key=f"save_{name}",
        on_click="ignore",
    )


def as_csv(table: pd.DataFrame) -> Callable[[], bytes]:
    """The file's content, made when it is asked for."""
    return lambda: (
        table.rename(columns=guarded).map(guarded).to_csv(index=False).encode("utf-8-sig")
    )


def guarded(cell: Any) -> Any:
    """A text that a spreadsheet would run as a formula gets a quote in front, which it hides."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def _extent(total: int, t: Texts) -> str:
    if total > MOST_ROWS:
        return t("rows_shown", total=f"{total:,}", shown=f"{MOST_ROWS:,}")
    return t("rows_total", total=f"{total:,}")
