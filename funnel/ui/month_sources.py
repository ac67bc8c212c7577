"""The card of sources: what each cost, what came back, what a lead and a customer are worth."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from funnel.calendar import months_before
from funnel.filters import Basis, Filters
from funnel.messages import in_language
from funnel.metrics import METRICS
from funnel.money import short_money
from funnel.reports.source_worth import COSTS, SourceWorth, SourceWorths, source_worths
from funnel.ui.cards import OPENS, card_title, to_data
from funnel.ui.data import Company, View, database
from funnel.ui.details import open_figure
from funnel.ui.numbers import percent
from funnel.ui.rows import show_rows
from funnel.ui.texts import Texts, plain
from funnel.ui.wall import shortened

MONTHS = 12
MOST_ROWS, MOST_NAMED, LETTERS = 10, 3, 24
OPENED = (*COSTS, "return_on_cost")


@st.cache_data(max_entries=16, show_spinner=False)
def _worths(company: Company, since: date, as_of: date) -> SourceWorths:
    return source_worths(database(company.home, company.version), since, as_of)


def read_worths(company: Company, view: View) -> SourceWorths:
    """Over twelve months."""
    return _worths(company, months_before(view.month, MONTHS - 1), view.as_of)


def sources_worth_card(company: Company, view: View, t: Texts) -> None:
    """A row a source over twelve months; what is not measured says so and what would tell it."""
    found = read_worths(company, view)
    rows = [one for one in found.sources if not view.source or one.source in view.source]
    with st.container(border=True, key="card_sources_worth"):
        card_title(t("month_worth_title"), t("month_worth_note", since=f"{found.since:%Y/%m}"))
        if not rows:
            st.markdown(t("month_worth_nothing"))
            to_data(st.container(), t("upload_exports"), key="sources_worth_to_data")
            return
        st.markdown(sentence_of(rows, found, t))
        st.table(visible(rows[:MOST_ROWS], found, t), border="horizontal", hide_index=True)
        if len(rows) > MOST_ROWS:
            st.caption(t("month_worth_more", count=len(rows) - MOST_ROWS))
        for note in _missing(found, t):
            st.caption(note)
        with st.container(horizontal=True, vertical_alignment="center", key="month_worth_next"):
            st.markdown(_act(rows, found, t), width="stretch")
            _buttons(st.container(horizontal=True, width="content"), company, rows, found, t)


def sentence_of(rows: list[SourceWorth], found: SourceWorths, t: Texts) -> str:
    """Whose leads bring more than they cost and whose less, where the ranges are clear of it."""
    if not found.has_costs:
        return t("month_worth_no_costs")
    if not found.has_amounts:
        return t("month_worth_no_amounts")
    said = [
        t.markdown(f"month_worth_{kind}", names=_named(rows, kind, t))
        for kind in ("pays", "does_not", "unclear")
        if any(one.pays == kind for one in rows)
    ]
    return "".join(said) + t("month_worth_compared") if said else t("month_worth_cannot_tell")


def _named(rows: list[SourceWorth], kind: str, t: Texts) -> str:
    names = [shortened(t.source(one.source), LETTERS) for one in rows if one.pays == kind]
    said = t("and").join(names[:MOST_NAMED])
    more = len(names) - MOST_NAMED
    return said + t("month_worth_named_more", count=more) if more > 0 else said


def visible(rows: list[SourceWorth], found: SourceWorths, t: Texts) -> pd.DataFrame:
    """As the screen writes it, in Markdown; columns of what is measured nowhere are left out."""
    lines = [_line(one, found, t) for one in rows]
    table = pd.DataFrame(lines)
    kept = [name for name in table if name == t("month_worth_source") or table[name].any()]
    return table[kept].replace("", ":gray[—]")


def _line(one: SourceWorth, found: SourceWorths, t: Texts) -> dict[str, str]:
    line = {t("month_worth_source"): plain(shortened(t.source(one.source), LETTERS))}
    for name in COSTS:
        figure = one.costs.get(name)
        header = in_language(METRICS[name].title, t.language)
        line[header] = "" if figure is None else _money(figure.value, found, t)
    back = one.returned
    line[t("month_worth_return")] = ""
    if back is not None and back.cohort_return is not None:
        matured = t("month_worth_unknown") if back.matured is None else percent(back.matured, t)
        line[t("month_worth_return")] = t.markdown(
            "month_worth_returned", share=percent(back.cohort_return, t), matured=matured
        )
    line[t("month_worth_lead")] = ""
    if one.lead is not None:
        low, high = (_money(value, found, t) for value in (one.lead.low, one.lead.high))
        line[t("month_worth_lead")] = t.markdown(
            "month_worth_range", value=_money(one.lead.value, found, t), low=low, high=high
        )
    line[t("month_worth_ltv")] = _ltv(one, found, t)
    line[t("month_worth_ltv_cac")] = _ltv_cac(one, t)
    return line


def _ltv(one: SourceWorth, found: SourceWorths, t: Texts) -> str:
    """Of the customers whose twelve months are over; else so far, which is less than it will be."""
    value = one.value
    if value is None or value.value is None:
        return ""
    if value.whole_value is None:
        said = t.markdown("month_worth_so_far", value=_money(value.value, found, t),
                          seen=percent(value.seen, t))  # fmt: skip
        return f":gray[{said}]"
    said = _money(value.whole_value, found, t)
    if one.value_range is None:
        return t.markdown("month_worth_few", value=said, count=value.whole_customers)
    low, high = (_money(each, found, t) for each in one.value_range)
    return t.markdown("month_worth_range", value=said, low=low, high=high)


def _ltv_cac(one: SourceWorth, t: Texts) -> str:
    if one.value_to_cost is None:
        return ""
    said = t.markdown("month_worth_times", value=f"{one.value_to_cost:.1f}")
    if one.value_to_cost_range is None:
        return said
    low, high = (f"{each:.1f}" for each in one.value_to_cost_range)
    return t.markdown(
        "month_worth_times_range", value=f"{one.value_to_cost:.1f}", low=low, high=high
    )


def _money(value: float | None, found: SourceWorths, t: Texts) -> str:
    return "" if value is None else short_money(round(value), found.currency, t.language)


def _missing(found: SourceWorths, t: Texts) -> list[str]:
    notes = [t("month_worth_no_revenue")] if not found.has_revenue else []
    return notes + ([t("month_worth_sales")] if found.has_amounts else [])


def _act(rows: list[SourceWorth], found: SourceWorths, t: Texts) -> str:
    if not found.has_costs:
        return t("month_worth_act_costs")
    if any(one.pays == "does_not" for one in rows):
        return t.markdown("month_worth_act_stop", names=_named(rows, "does_not", t))
    if any(one.pays == "unclear" for one in rows):
        return t.markdown("month_worth_act_unclear", names=_named(rows, "unclear", t))
    return t("month_worth_act_revenue") if not found.has_revenue else t("month_worth_act_keep")


def _buttons(
    row: DeltaGenerator, company: Company, rows: list[SourceWorth], found: SourceWorths, t: Texts
) -> None:
    """The definitions and rows of the costs, the table as a file, and where data are brought."""
    if found.has_costs:
        titles = {name: in_language(METRICS[name].title, t.language) for name in OPENED}
        with row.popover(t("definition_and_rows")):
            for name, title in titles.items():
                if st.button(title, key=f"month_worth_open_{name}", type="tertiary", icon=OPENS):
                    basis: Basis = "cohort" if name == "return_on_cost" else "period"
                    asked = Filters(found.since, found.as_of, found.as_of, basis)
                    open_figure(company, name, asked, t)
    if row.button(t("month_worth_table"), key="month_worth_table", type="tertiary", icon=OPENS):
        _open_table(rows, found, t)
    if not (found.has_costs and found.has_revenue):
        to_data(row, t("upload_exports"), key="sources_worth_to_data")


def _open_table(rows: list[SourceWorth], found: SourceWorths, t: Texts) -> None:
    @st.dialog(t("month_worth_title"), width="large")
    def dialog() -> None:
        note = t(
            "month_worth_file_note", since=found.since, until=found.as_of, currency=found.currency
        )
        show_rows(table_of(rows, t), "sources", t, note=note)

    dialog()


def table_of(rows: list[SourceWorth], t: Texts) -> pd.DataFrame:
    """The same as numbers; what is not known is blank."""
    lines = []
    for one in rows:
        line: dict[str, object] = {t("month_worth_source"): t.source(one.source)}
        for name in COSTS:
            figure = one.costs.get(name)
            line[in_language(METRICS[name].title, t.language)] = figure and figure.value
        low, high = one.value_range or (None, None)
        line |= {
            t("month_worth_return"): one.returned and one.returned.cohort_return,
            t("month_worth_matured"): one.returned and one.returned.matured,
            t("month_worth_lead"): one.lead and one.lead.value,
            t("month_worth_lead_low"): one.lead and one.lead.low,
            t("month_worth_lead_high"): one.lead and one.lead.high,
            t("month_worth_ltv"): one.value and one.value.whole_value,
            t("month_worth_ltv_low"): low,
            t("month_worth_ltv_high"): high,
            t("month_worth_ltv_cac"): one.value_to_cost,
        }
        lines.append(line)
    table = pd.DataFrame(lines)
    return table.astype(dict.fromkeys(table.columns[1:], "Float64"))
