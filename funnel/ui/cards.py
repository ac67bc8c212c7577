"""The cards below the strip: wins by source, durations, freshness."""

from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from funnel.importers.profiles.recognise import GENERIC
from funnel.messages import in_language
from funnel.metrics import METRICS
from funnel.money import format_money
from funnel.ui import charts, weekly
from funnel.ui.data import Company, View, read_figures, read_late, read_status
from funnel.ui.details import open_figure
from funnel.ui.navigation import DATA
from funnel.ui.numbers import month_said, shown
from funnel.ui.texts import Texts, plain

DURATIONS = ("deal_length_days", "lost_deal_length_days", "lead_time_days")

OPENS = ":material/chevron_right:"


def card_title(title: str, note: str) -> None:
    """The heading of a card, and what it is about at the right end of the line."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.subheader(title, anchor=False, width="content")
        st.caption(note, width="stretch", text_alignment="right")


def wins_by_source(company: Company, view: View, t: Texts) -> None:
    """Which lead sources the month's wins came from, whole, by first touch."""
    value = read_figures(company, "won_value", view.this_month)[0].value
    note = t(
        "wins_by_source_note",
        month=month_said(view.month, t),
        value="—" if value is None else format_money(value, company.currency, t.language),
    )
    with st.container(border=True, key="card_sources", height="stretch"):
        card_title(t("wins_by_source"), note)
        frame = weekly.wins_by_source(company, view, t)
        if frame.empty:
            is_measured = read_figures(company, "wins", view.this_month)[0].value is not None
            st.markdown(t("no_wins") if is_measured else t("wins_not_measured"))
        else:
            figure = charts.bars_by_source(frame, sales_own=t("sales_own"))
            st.plotly_chart(figure, config=charts.CONFIG, theme=None, key="sources_chart")
        if st.button(t("definition_and_rows"), key="open_wins", type="tertiary", icon=OPENS):
            open_figure(company, "wins", view.this_month, t)


def durations(company: Company, view: View, t: Texts) -> None:
    """How long deals and leads took: the median large, mean, P90 and count beside it."""
    with st.container(border=True, key="card_durations", height="stretch"):
        card_title(t("durations"), t("durations_note", month=month_said(view.month, t)))
        for name in DURATIONS:
            mean, median, p90 = read_figures(company, name, view.this_month)
            title = in_language(METRICS[name].title, t.language)
            with st.container(horizontal=True, vertical_alignment="center", key=f"row_{name}"):
                with st.container(gap=None):
                    if st.button(title, key=f"open_{name}", type="tertiary", icon=OPENS):
                        open_figure(company, name, view.this_month, t)
                    if median.value is not None:
                        st.caption(
                            t("duration_note", mean=f"{mean.value:,.0f}", p90=f"{p90.value:,.0f}",
                              n=f"{median.denominator:,}")
                        )  # fmt: skip
                    if late := read_late(company, name, view.this_month):
                        st.caption(plain(in_language(late, t.language)))
                size = "" if median.value is None else "## "
                st.markdown(f"{size}{shown(median, t)}", width="content")


def freshness(company: Company, t: Texts) -> None:
    """How old each export is, and what in the data wants mending."""
    told = read_status(company)
    with st.container(border=True, key="card_freshness", height="stretch"):
        card_title(t("freshness"), t("freshness_note"))
        for table in told["freshness"]:
            if table["last_day"] is None:  # such as costs: nothing happens on a day
                continue
            with st.container(horizontal=True):
                st.markdown(plain(_table_name(table, t)), width="stretch")
                st.markdown(f"**{table['last_day']}**", width="content")
        faults = sum(fault["count"] for fault in told["faults"])
        st.markdown(
            f"{t('faults_in_data', count=f'{faults:,}')} · "
            f"{t('rows_refused', count=format(told['rows_refused'], ','))}"
        )
        to_data(st.container(), t("see_data"), key="see_data")


def _table_name(table: dict[str, Any], t: Texts) -> str:
    """`Salesforce deals`; of a spreadsheet, which is no tool, only what it holds."""
    name = t("object_" + table["object"])
    return name if table["tool"] == GENERIC else f"{table['title']} {name}"


def to_data(place: DeltaGenerator, label: str, *, key: str) -> None:
    """A button that leads to the page of the data."""
    if place.button(label, key=key):
        st.switch_page(DATA.file)
