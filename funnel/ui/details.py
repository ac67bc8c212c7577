"""A figure opened: what it means, what it is on both bases, and the very rows behind it."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pandas as pd
import streamlit as st

from funnel.agreement.timeline import in_force_on, timeline
from funnel.filters import Basis, Filters
from funnel.masking import mask_company, mask_person
from funnel.messages import in_language
from funnel.metrics import METRICS, Metric
from funnel.reports.duration_texts import text_of
from funnel.store.workspace import Workspace
from funnel.ui.data import (
    Company,
    read_duration,
    read_figures,
    read_files,
    read_late,
    read_rates,
    read_rows,
)
from funnel.ui.numbers import counts, judged_said, shown
from funnel.ui.rows import show_rows
from funnel.ui.texts import Texts, plain
from funnel.ui.wall import shortened

COLUMNS = [
    "day", "numerator", "denominator", "person", "company", "stage", "lost_reason",
    "source", "owner", "amount", "subject_id",
]  # fmt: skip
BASES: tuple[Basis, ...] = get_args(Basis)
TABLES_OF = {
    **dict.fromkeys(("lead", "mql", "handed_over", "accepted", "sql"), "leads"),
    **dict.fromkeys(("opportunity", "won", "lost", "amount"), "deals"),
    "cost": "spend",
    "revenue": "revenue",
}
"""The table of the exports that tells whether something is measured."""
MOST_FILES = 4
LENGTHS = {"deal_length_days": "deal_length", "lead_time_days": "lead_time"}
"""Metrics of the closed alone, and the figures of `durations` that take the open into account."""


def open_figure(company: Company, metric_id: str, filters: Filters, t: Texts) -> None:
    """A dialog with the figure's definition, its value on both bases, and its rows."""
    metric = METRICS[metric_id]

    @st.dialog(in_language(metric.title, t.language), width="large")
    def dialog() -> None:
        st.markdown(f"**{plain(in_language(metric.formula, t.language))}**")
        st.markdown(plain(in_language(metric.definition, t.language)))
        st.caption(f"{filters.since} – {filters.until} · {t('as_of', day=filters.as_of)}")
        _both_bases(company, metric, filters, t)
        with_open_ones = st.empty()
        st.caption(where_from(company, metric, filters, t))
        rows = read_rows(company, metric_id, filters)
        st.markdown(f"**{t('basis_rows', basis=t(f'basis_{filters.basis}'))}**")
        show_rows(_said(rows, metric, t), metric.id, t, note=t("masked"))
        with with_open_ones.container():  # last, because it is reckoned the longest
            _with_open_ones(company, metric, filters, t)

    dialog()


def where_from(company: Company, metric: Metric, filters: Filters, t: Texts) -> str:
    """The exports that the figure is counted from, with their tool and day; the agreement."""
    asked = set().union(*metric.needs.values(), (metric.base or {}).values())
    if metric.divides_stages:
        asked.add("handed_over")  # the base moves along the leads' stages
    tables = {TABLES_OF[name] for name in asked if name in TABLES_OF}
    files = [file for file in read_files(company) if file["object"] in tables]
    said = [
        t.markdown(
            "from_file" if file["exported_on"] else "from_file_undated",
            file=shortened(file["file"], 32), tool=t.tool(file["title"]),
            day=f"{file['exported_on']:%Y/%m/%d}" if file["exported_on"] else "",
        )
        for file in files[:MOST_FILES]
    ]  # fmt: skip
    if len(files) > MOST_FILES:
        said.append(t("from_more", count=len(files) - MOST_FILES))
    held = in_force_on(timeline(Workspace(Path(company.home)).team.agreements()), filters.as_of)
    agreed = t("from_no_agreement")
    if held.is_agreed:
        agreed = t("from_agreement", number=held.number, day=f"{held.since:%Y/%m/%d}")
    return t("from_all", files=t("comma").join(said), agreement=agreed)


def _both_bases(company: Company, metric: Metric, filters: Filters, t: Texts) -> None:
    places = st.columns(len(BASES))
    for place, basis in zip(places, BASES, strict=True):
        for figure in read_figures(company, metric.id, replace(filters, basis=basis)):
            label = t(f"basis_{basis}")
            if figure.stat != "value":
                label = f"{label} · {t(figure.stat)}"
            if figure.base:
                label = f"{label} · {t('of_base', base=t(f'stage_{figure.base}'))}"
            said = counts(figure.numerator, figure.denominator) if metric.base else None
            if metric.unit == "days" and figure.denominator is not None:
                said = t("of_deals", value=f"{figure.denominator:,}")
            place.metric(label, shown(figure, t), said, delta_color="off", delta_arrow="off")
        if metric.is_rate:
            for rate in read_rates(company, metric.id, replace(filters, basis=basis)):
                place.caption(plain(judged_said(rate.judged, t)))


def _with_open_ones(company: Company, metric: Metric, filters: Filters, t: Texts) -> None:
    """Of a length of those closed: what flatters in it, and the same with the open in account."""
    if late := read_late(company, metric.id, filters):
        st.caption(plain(in_language(late, t.language)))
    duration = read_duration(company, LENGTHS[metric.id], filters) if metric.id in LENGTHS else None
    if duration is not None:
        said = in_language(text_of(duration), t.language)
        st.markdown(f"**{t('with_open_ones')}** {plain(said)}")


def _said(
    rows: pd.DataFrame, metric: Metric, t: Texts, columns: Sequence[str] = COLUMNS
) -> pd.DataFrame:
    """The rows as the screen writes them, without columns that say nothing here."""
    table = rows[list(columns)].assign(
        day=pd.to_datetime(rows["day"]).dt.date,
        person=rows["person"].map(mask_person, na_action="ignore"),
        company=rows["company"].map(mask_company, na_action="ignore"),
        source=[t.source(None if pd.isna(source) else source) for source in rows["source"]],
        subject_id=rows["subject_id"].str.partition(":")[2],
    )[list(columns)]
    if "numerator" in table:
        table = _counted(table, metric)
    empty = [name for name in table if table[name].isna().all()]
    table = table.drop(columns=empty)
    table.columns = pd.Index([t(f"column_{name}") for name in table.columns])
    return table


def _counted(table: pd.DataFrame, metric: Metric) -> pd.DataFrame:
    """What each row counts for: above or below the line of a rate, its amount or its days."""
    if metric.base is not None:
        marks = {1: "✓", 0: ""}
        return table.assign(
            numerator=table["numerator"].map(marks), denominator=table["denominator"].map(marks)
        )
    if metric.unit == "count":
        return table.drop(columns=["numerator", "denominator"])
    return table.drop(columns="denominator").rename(columns={"numerator": "value"})
