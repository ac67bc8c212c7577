"""A figure opened: what it means, what it is on both bases, and the very rows behind it."""

from dataclasses import replace
from typing import get_args

import pandas as pd
import streamlit as st

from funnel.filters import Basis, Filters
from funnel.messages import in_language
from funnel.metrics import METRICS, Metric
from funnel.ui.data import Company, read_figures, read_rows
from funnel.ui.masking import mask_company, mask_person
from funnel.ui.numbers import counts, shown
from funnel.ui.texts import Texts, plain

MOST_ROWS = 500
COLUMNS = [
    "day", "numerator", "denominator", "person", "company", "stage", "lost_reason",
    "source", "owner", "amount", "subject_id",
]  # fmt: skip
BASES: tuple[Basis, ...] = get_args(Basis)


def open_figure(
    company: Company, metric_id: str, filters: Filters, t: Texts, *, stuck_only: bool = False
) -> None:
    """Show the dialog. With `stuck_only` the rows are those that did not come through."""
    metric = METRICS[metric_id]

    @st.dialog(in_language(metric.title, t.language), width="large")
    def dialog() -> None:
        st.markdown(f"**{plain(in_language(metric.formula, t.language))}**")
        st.markdown(plain(in_language(metric.definition, t.language)))
        st.caption(f"{filters.since} – {filters.until} · {t('as_of', day=filters.as_of)}")
        _both_bases(company, metric, filters, t)
        if metric.base:
            st.caption(t("cohort_note"))
        rows = read_rows(company, metric_id, filters)
        if stuck_only:
            rows = rows[rows["numerator"] == 0].assign(numerator=None, denominator=None)
        _rows(rows, metric, filters.basis, t)

    dialog()


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
            place.metric(label, shown(figure, t), said, delta_color="off", delta_arrow="off")


def _rows(rows: pd.DataFrame, metric: Metric, basis: Basis, t: Texts) -> None:
    table = rows[COLUMNS].assign(
        day=pd.to_datetime(rows["day"]).dt.date,
        person=rows["person"].map(mask_person, na_action="ignore"),
        company=rows["company"].map(mask_company, na_action="ignore"),
        source=rows["source"].map(lambda source: t.source(None if pd.isna(source) else source)),
    )
    if metric.base is None:
        table = table.drop(columns="denominator")
        if metric.unit == "count":
            table = table.drop(columns="numerator")
        else:
            table = table.rename(columns={"numerator": "value"})
    table = table.dropna(axis="columns", how="all")
    table.columns = pd.Index([t(f"column_{name}") for name in table.columns])
    st.markdown(f"**{t('basis_rows', basis=t(f'basis_{basis}'))}** · {_extent(len(table), t)}")
    st.dataframe(table.head(MOST_ROWS), hide_index=True, width="stretch", height=320)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            t("download_rows"),
            lambda: table.to_csv(index=False).encode("utf-8-sig"),
            file_name=f"{metric.id}.csv",
            mime="text/csv",
            on_click="ignore",
        )
        st.caption(t("masked"))


def _extent(total: int, t: Texts) -> str:
    if total > MOST_ROWS:
        return t("rows_shown", total=f"{total:,}", shown=f"{MOST_ROWS:,}")
    return t("rows_total", total=f"{total:,}")
