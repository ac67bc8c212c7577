"""The card of cohorts: a triangle of months by age for one pair of stages, and what it says."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import streamlit as st

from funnel.analysis.cohort_cells import COLUMNS, Cohort, Comparison, share_at
from funnel.analysis.rates import wilson
from funnel.calendar import month_end
from funnel.filters import Filters
from funnel.reports.cohorts import CohortTriangle, cohort_triangle, measured_pairs
from funnel.reports.rates import Rate
from funnel.ui.cards import OPENS, card_title, to_data
from funnel.ui.charts.cohorts import cohort_triangle as drawn_triangle
from funnel.ui.charts.look import CONFIG
from funnel.ui.choices import remember, restore
from funnel.ui.data import Company, View, database, read_rates
from funnel.ui.details import open_figure
from funnel.ui.numbers import counts, day_said, judged_said, month_said, percent
from funnel.ui.rows import show_rows
from funnel.ui.texts import Texts

CHOICE = "cohort"


@st.cache_data(max_entries=16, show_spinner=False)
def _pairs(home: str, version: int, as_of: date) -> dict[str, tuple[str, str]]:
    return measured_pairs(database(home, version), as_of)


@st.cache_data(max_entries=32, show_spinner=False)
def _triangle(
    company: Company,
    metric: str,
    month: date,
    as_of: date,
    where: tuple[tuple[str, str | None], ...],
) -> CohortTriangle:
    return cohort_triangle(database(company.home, company.version), metric, month, as_of, where)


def read_first(company: Company, view: View) -> None:
    """What the card shows before another pair is chosen."""
    for metric in list(_pairs(company.home, company.version, view.as_of))[:1]:
        _triangle(company, metric, view.month, view.as_of, view.this_month.where)


def cohorts_card(company: Company, view: View, t: Texts) -> None:
    """Who entered a stage by month, and how many of them had got to a later one by which age."""
    pairs = _pairs(company.home, company.version, view.as_of)
    with st.container(border=True, key="card_cohorts"):
        card_title(t("cohorts_title"), t("cohorts_note") if pairs else "")
        if not pairs:
            st.markdown(t("cohorts_unmeasured"))
            to_data(st.container(), t("upload_exports"), key="cohorts_to_data")
            return
        metric = _choose(pairs, t)
        base, target = (t(f"stage_{stage}") for stage in pairs[metric])
        found = _triangle(company, metric, view.month, view.as_of, view.this_month.where)
        if not found.cohorts:
            st.markdown(t.markdown("cohorts_nobody", base=base))
            return
        st.markdown(sentence_of(found, target, t))
        figure = drawn_triangle(frame_of(found, t), _columns(found, t))
        st.plotly_chart(figure, config=CONFIG, theme=None, key="cohorts_chart")
        _end(company, found, t)


def _choose(pairs: dict[str, tuple[str, str]], t: Texts) -> str:
    """The pair of stages, kept in the address as `?cohort=win_rate`."""
    names = list(pairs)
    key = f"box_{CHOICE}_{t.language}"  # a box keeps the words it was drawn with
    st.session_state[key] = restore(CHOICE, names, names[0])

    def says(name: str) -> str:
        base, target = (t(f"stage_{stage}") for stage in pairs[name])
        return f"{t('cohorts_pair')}: {t('cohorts_pair_option', base=base, target=target)}"

    return st.selectbox(
        t("cohorts_pair"),
        names,
        format_func=says,
        key=key,
        on_change=lambda: remember(CHOICE, st.session_state[key], names[0]),
        label_visibility="collapsed",
        width=340,
    )


def sentence_of(found: CohortTriangle, target: str, t: Texts) -> str:
    """What the triangle says, in Markdown: how far the judged got, and the recent beside them."""
    compared = found.compared
    if compared is None:
        return t("cohorts_not_yet")
    judged = (*compared.earlier, *compared.recent)
    entered, reached = share_at(judged, compared.place)
    interval = wilson(reached, entered)
    says = t.markdown(
        "cohorts_says",
        months=between_said(judged, t),
        weeks=_weeks(found, compared.place),
        target=target,
        share=percent(interval.value, t),
        counts=counts(reached, entered),
        low=percent(interval.low, t),
        high=percent(interval.high, t),
    )
    young = sum(_is_after(one, judged[-1]) for one in found.cohorts)
    if young:
        says += t.markdown("cohorts_young", count=young)
    return f"{says}  \n{_compared(compared, t)}"


def _compared(compared: Comparison, t: Texts) -> str:
    (n1, x1), (n2, x2) = (
        share_at(side, compared.place) for side in (compared.recent, compared.earlier)
    )
    says = t.markdown(
        f"cohorts_{compared.verdict}",
        recent=between_said(compared.recent, t),
        now=percent(x1 / n1, t),
        now_counts=counts(x1, n1),
        before=percent(x2 / n2, t),
        before_counts=counts(x2, n2),
    )
    if compared.ratio is None:
        return says + t("cohorts_no_ratio")
    ratio, low, high = (
        f"{value:.2f}" for value in (compared.ratio, compared.low or 0, compared.high or 0)
    )
    return says + t.markdown("cohorts_ratio", ratio=ratio, low=low, high=high)


def _is_after(one: Cohort, other: Cohort) -> bool:
    return one.name > other.name


def _weeks(found: CohortTriangle, place: int) -> int:
    return found.step * (place + 1)


def _month(one: Cohort) -> date:
    return date.fromisoformat(f"{one.name}-01")


def between_said(cohorts: tuple[Cohort, ...], t: Texts) -> str:
    """`3月〜6月`, `Mar 2026 to Jun 2026`."""
    first, last = (month_said(_month(one), t) for one in (cohorts[0], cohorts[-1]))
    return first if first == last else t("cohorts_between", first=first, last=last)


def _columns(found: CohortTriangle, t: Texts) -> list[str]:
    return [t("cohorts_week", weeks=_weeks(found, place)) for place in range(COLUMNS)]


def frame_of(found: CohortTriangle, t: Texts) -> pd.DataFrame:
    """What `charts.cohorts` draws: a row a cell, or one without column of a cohort without any."""
    drawn: list[dict[str, object]] = []
    for one in found.cohorts:
        month = month_said(_month(one), t)
        label = t("cohorts_row", month=month, count=f"{one.entered:,}")
        if not one.cells:
            drawn.append({"cohort": label, "column": None, "share": None, "said": ""})
        for place, cell in enumerate(one.cells):
            share = cell.reached / one.entered if cell.is_whole else None
            said = t(
                "cohorts_cell" if cell.is_whole else "cohorts_cell_young",
                month=month,
                weeks=_weeks(found, place),
                share=percent(share, t),
                counts=counts(cell.reached, one.entered),
            )
            drawn.append({"cohort": label, "column": place, "share": share, "said": said})
    frame = pd.DataFrame(drawn, columns=["cohort", "column", "share", "said"])
    return frame.astype({"column": "float64", "share": "float64"})


def _end(company: Company, found: CohortTriangle, t: Texts) -> None:
    """The next action, the rows behind it, and all cells as a table."""
    with st.container(horizontal=True, vertical_alignment="center", key="cohorts_next"):
        st.markdown(_act(found, t), width="stretch")
        if st.button(t("cohorts_rows"), key="cohorts_rows", type="tertiary", icon=OPENS):
            open_figure(company, found.metric, _to_open(found), t)
        if st.button(t("cohorts_table"), key="cohorts_table", type="tertiary", icon=OPENS):
            _open_table(company, found, t)


def _act(found: CohortTriangle, t: Texts) -> str:
    compared = found.compared
    if compared is None:
        return t("cohorts_act_data")
    recent = between_said(compared.recent, t)
    if compared.verdict == "above":
        return t.markdown("cohorts_act_above", recent=recent)
    if compared.verdict == "below":
        entered = share_at(compared.recent, compared.place)[0]
        return t.markdown("cohorts_act_below", recent=recent, count=f"{entered:,}")
    weeks = _weeks(found, compared.place)
    following = next(
        (one for one in found.cohorts if _is_after(one, compared.recent[-1])), compared.recent[-1]
    )
    day = month_end(_month(following)) + timedelta(weeks=weeks)
    return t.markdown(
        "cohorts_act_wait",
        day=day_said(day, t),
        month=month_said(_month(following), t),
        weeks=weeks,
    )


def _to_open(found: CohortTriangle) -> Filters:
    """The rows of the recent cohorts where they are told of as better or worse, else of all."""
    whole, compared = found.filters, found.compared
    if compared is None or compared.verdict not in ("above", "below"):
        return whole
    since, until = _month(compared.recent[0]), month_end(_month(compared.recent[-1]))
    return Filters(since, until, whole.as_of, whole.basis, whole.where)


def _open_table(company: Company, found: CohortTriangle, t: Texts) -> None:
    @st.dialog(t("cohorts_title"), width="large")
    def dialog() -> None:
        rates = read_rates(company, found.metric, found.filters, ("month",))
        show_rows(table_of(found, rates, t), f"cohorts_{found.metric}", t, note=t("cohorts_note"))

    dialog()


def table_of(found: CohortTriangle, rates: list[Rate], t: Texts) -> pd.DataFrame:
    """All cells as counts, with what may be said of each cohort; what is not judged is blank."""
    judged = {rate.figure.group["month"]: rate for rate in rates}
    lines = []
    for one in found.cohorts:
        cells: list[int | None] = [cell.reached if cell.is_whole else None for cell in one.cells]
        cells += [None] * (COLUMNS - len(cells))
        rate = judged.get(one.name)
        lines.append(
            {
                t("cohorts_column_month"): one.name,
                t("cohorts_column_entered"): one.entered,
                **{
                    t("cohorts_column_within", weeks=_weeks(found, place)): cell
                    for place, cell in enumerate(cells)
                },
                t("cohorts_column_reached"): one.reached,
                t("cohorts_column_share"): percent(one.reached / one.entered, t),
                t("cohorts_column_state"): judged_said(rate.judged, t) if rate else "",
            }
        )
    table = pd.DataFrame(lines)
    within = [t("cohorts_column_within", weeks=_weeks(found, place)) for place in range(COLUMNS)]
    return table.astype(dict.fromkeys(within, "Int64"))
