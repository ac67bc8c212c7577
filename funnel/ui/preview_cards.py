"""The cards of the preview about the files: what was read of them, and what could not be."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

import pandas as pd
import streamlit as st

from funnel.errors import Problem
from funnel.importers.staging.stage import StagedFile
from funnel.masking import mask_address
from funnel.messages import describe
from funnel.publishing.publish import Prepared
from funnel.ui import mapping, mapping_cells, mapping_start
from funnel.ui.cards import card_title
from funnel.ui.intake import Intake
from funnel.ui.preview_warnings import certainty
from funnel.ui.rows import show_rows
from funnel.ui.texts import Texts, plain

ENCODINGS = {
    "utf-8": "UTF-8", "utf-8-sig": "UTF-8", "utf-16": "UTF-16", "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16", "cp932": "Shift_JIS", "xlsx": "Excel", "xls": "Excel", "html": "HTML",
}  # fmt: skip


def rows_of(problems: Iterable[Problem]) -> set[tuple[str | None, int | None]]:
    """A row with several problems is one row."""
    return {(problem.file, problem.row) for problem in problems}


def files(found: Intake, prepared: Prepared, t: Texts) -> None:
    """What each file was taken for, how sure that is, and how many of its rows count."""
    with st.container(border=True, key="card_files"):
        card_title(t("read_files"), "")
        table = pd.DataFrame(
            [
                {
                    t("column_file"): file.name,
                    t("column_tool"): t.tool(file.recognised.profile.name),
                    t("column_object"): t(f"object_{file.object}"),
                    t("column_certainty"): t(f"certainty_{certainty(file.recognised)}"),
                    t("column_rows_read"): file.rows_read - file.rows_refused,
                    t("column_rows_refused"): file.rows_refused,
                    t("column_rows_aside"): file.rows_aside,
                    t("column_left_lines"): len(file.left_out),
                    t("column_encoding"): _encoding(file.recognised.table.encoding),
                }
                for file in prepared.files
            ]
        )
        # Counts of nothing would push the last columns out of the page.
        counts = [t(f"column_{name}") for name in ("rows_refused", "rows_aside", "left_lines")]
        none = [name for name in counts if not table[name].any()]
        st.dataframe(table.drop(columns=none), hide_index=True, width="stretch")
        if prepared.replaced:
            names = t("comma").join(dict.fromkeys(name for name, _ in prepared.replaced))
            st.markdown(t.markdown("replaced_files", files=names))
        if prepared.unused:
            st.markdown(t.markdown("warn_unused", files=t("comma").join(prepared.unused)))
        _left_out(prepared, t)
        mapping.choose_to_remap(found, prepared, t)


def _encoding(name: str) -> str:
    return ENCODINGS.get(name, name)


def _left_out(prepared: Prepared, t: Texts) -> None:
    lines = [(file.name, line) for file in prepared.files for line in file.left_out]
    if not lines:
        return
    with st.expander(t("left_lines", count=f"{len(lines):,}")):
        table = pd.DataFrame(
            [
                {
                    t("column_file"): name,
                    t("column_row"): line.row,
                    t("column_reason"): t(f"left_{line.reason}"),
                    t("column_text"): mask_address(line.text),
                }
                for name, line in lines
            ]
        )
        show_rows(table, "left_out_lines", t)


def refused_rows(prepared: Prepared, t: Texts) -> None:
    """Each value that keeps its row out, where it stands and why; to take along as a file."""
    if not prepared.refused:
        return
    with st.container(border=True, key="card_refused"):
        count = len(rows_of(prepared.refused))
        card_title(t("refused_rows"), t("refused_rows_note", count=f"{count:,}"))
        st.markdown(t("refused_rows_do"))
        show_rows(problem_table(prepared.refused, t), "refused_rows", t)


def problem_table(problems: Iterable[Problem], t: Texts) -> pd.DataFrame:
    """Problems of rows as people read them; addresses in them are masked."""
    return pd.DataFrame(
        [
            {
                t("column_file"): problem.file,
                t("column_row"): problem.row,
                t("column_column"): problem.column,
                t("column_value"): problem.value and mask_address(problem.value),
                t("column_reason"): mask_address(
                    describe(replace(problem, file=None, row=None, column=None), t.language)
                ),
            }
            for problem in problems
        ]
    )


def columns(prepared: Prepared, t: Texts) -> None:
    """Each column of the files, the field it fills and its first values: as written → as read."""
    if not any(file.recognised.columns for file in prepared.files):
        return
    with st.container(border=True, key="card_columns_read"):
        card_title(t("columns_read"), t("columns_read_note"))
        if len(prepared.files) == 1:
            _columns_of(prepared.files[0], "columns_read", t)
            return
        # A column of file names would push the values out of the page.
        tabs = st.tabs([plain(file.name) for file in prepared.files])
        for number, (tab, file) in enumerate(zip(tabs, prepared.files, strict=True), start=1):
            with tab:
                _columns_of(file, f"columns_read_{number}", t)


def _columns_of(file: StagedFile, name: str, t: Texts) -> None:
    draft = mapping_start.of_prepared(file)
    rows = [
        {
            t("map_head_column"): draft.header[draft.columns[column]],
            t("map_head_field"): t.field(draft.kind, column),
            t("map_head_sample"): " / ".join(
                _example(raw, value, t) for raw, value in mapping_cells.samples(draft, column)
            ),
        }
        for column in sorted(draft.columns, key=draft.columns.__getitem__)
    ]
    show_rows(pd.DataFrame(rows), name, t)
    if file.recognised.unused:
        unused = t("comma").join(file.recognised.unused)
        st.caption(t.markdown("columns_unused", columns=unused))


def _example(raw: str, value: str | None, t: Texts) -> str:
    if value is None:
        return f"{raw} → {t('map_unreadable')}"
    return raw if value == raw else f"{raw} → {value}"


def readings(found: Intake, t: Texts) -> None:
    """Values that were not written plainly, and what they were understood as."""
    if found.readings is None or found.readings.empty:
        return
    with st.container(border=True, key="card_readings"):
        card_title(t("readings"), t("readings_note"))
        table = found.readings.assign(
            raw=found.readings["raw"].map(mask_address),
            value=found.readings["value"].map(_as_written).map(mask_address),
        )
        if table["file"].nunique() == 1:
            table = table.drop(columns="file")
        names = {
            "file": "column_file", "column_name": "column_column", "raw": "column_raw",
            "value": "column_read", "rows": "column_rows",
        }  # fmt: skip
        table.columns = pd.Index([t(names[name]) for name in table.columns])
        show_rows(table, "readings", t)


def _as_written(value: str) -> str:
    """What a cell was understood as, without what SQL writes around it."""
    if value in mapping_cells.FLAGS:
        return mapping_cells.FLAGS[value]
    if re.fullmatch(r"-?\d+(\.\d+)?", value):
        return f"{float(value):,.2f}".removesuffix(".00")
    return value.removesuffix(" 00:00:00")
