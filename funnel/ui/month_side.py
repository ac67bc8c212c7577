"""The cards at the side of the month: every stage at a glance, and how forecasts came true."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from funnel.analysis.forecast_backtest import Tried
from funnel.calendar import month_end, months_before
from funnel.filters import Filters
from funnel.messages import in_language
from funnel.reports.forecast_texts import WAYS
from funnel.reports.month_series import Series
from funnel.reports.monthly import Month
from funnel.ui.cards import card_title
from funnel.ui.charts import month_side as charts
from funnel.ui.charts.look import CONFIG
from funnel.ui.data import Company
from funnel.ui.details import open_figure
from funnel.ui.month_tables import hits_table, stages_table, table_dialog
from funnel.ui.month_words import amount_said, growth_said
from funnel.ui.numbers import month_said, percent
from funnel.ui.texts import Texts, plain


def stages_card(company: Company, told: Month, t: Texts) -> None:
    """Every measured stage month by month as a line, and its last whole month against target."""
    stages = [one for one in told.stages if one.is_measured]
    with st.container(border=True, key="card_month_stages"):
        shown = next((one.last_whole for one in stages if one.last_whole), None)
        against = _against(stages)
        month = month_said(shown.month if shown else told.month, t)
        note = t(f"monthly_stages_{against}", month=month) if against else month
        card_title(t("monthly_stages", count=len(told.drawn.points or stages[0].points)), note)
        with st.container(horizontal=True, wrap=False, key="month_stages"):
            with st.container(width="content", gap=None, key="month_stage_names"):
                for one in stages:
                    _stage_button(company, one, told, t)
            with st.container(width="stretch"):
                figure = charts.sparks([_spark(one, against, t) for one in stages])
                st.plotly_chart(figure, config=CONFIG, theme=None, key="month_stages_chart")
        if lacking := [one for one in told.stages if not one.is_measured]:
            names = t("comma").join(t(f"stage_{one.stage}") for one in lacking)
            st.caption(t("monthly_unmeasured", stages=names))
        if st.button(t("monthly_as_table"), key="month_stages_table", type="tertiary"):
            table_dialog(t("monthly_stages", count=len(stages[0].points)), stages_table(stages, t),
                    "stages", t)  # fmt: skip


def _stage_button(company: Company, one: Series, told: Month, t: Texts) -> None:
    last = one.last_whole
    if st.button(t(f"stage_{one.stage}"), key=f"open_month_{one.metric}", type="tertiary"):
        month = last.month if last else told.month
        until = min(month_end(month), told.as_of)
        open_figure(company, one.metric, Filters(month, until, until, "period"), t)


def _against(stages: list[Series]) -> str:
    """What the last whole months are held against: targets where there are any, or last year."""
    points = [one.last_whole for one in stages if one.last_whole is not None]
    if any(point.target for point in points):
        return "target"
    return "before" if any(point.before for point in points) else ""


def _spark(one: Series, against: str, t: Texts) -> charts.Spark:
    last = one.last_whole
    partial = one.points[-1] if one.points and one.points[-1].is_partial else None
    values = [None if point.is_partial else point.value for point in one.points]
    note = ""
    if last is not None and last.value is not None:
        if against == "target" and last.target:
            note = f"{last.value / last.target:.0%}"
        elif against == "before" and last.before:
            note = growth_said(last.value, last.before)
        elif against:
            note = "—"
    text = "—" if last is None or last.value is None else f"{last.value:,.0f}"
    if last is None and partial is not None and partial.value is not None:
        text, note = f"{partial.value:,.0f}", t("monthly_so_far_only", day=partial.until.day)
    return charts.Spark(values[:-1] if partial else values, partial.value if partial else None,
                        text, note)  # fmt: skip


def hits_card(told: Month, t: Texts) -> None:
    """What was forecast at the last six month ends for three months, and what came."""
    past = told.forecast.past
    with st.container(border=True, key="card_month_hits", height="stretch"):
        tried = [one for one in past.tried if one.outlook] if past else []
        if past is None or not tried:
            card_title(t("monthly_hits"), "")
            st.markdown(t("monthly_hits_none"))
            return
        card_title(t("monthly_hits"), t("monthly_hits_note", count=len(tried)))
        figure = charts.hits([_hit(one, told, t) for one in tried])
        st.plotly_chart(figure, config=CONFIG, theme=None, key="month_hits_chart")
        errors = {error.way: error.wape for error in past.errors}
        lines = [
            [t("monthly_within"), f"**{past.within80} / {past.judged}**"],
            [t("monthly_off"), f"**{plain(percent(errors.get('simulation'), t))}**"],
        ]
        st.table(pd.DataFrame(lines), border="horizontal", hide_index=True, hide_header=True)
        notes = []
        if (naive := errors.get("naive")) is not None:
            notes.append(t("monthly_naive", share=percent(naive, t)))
        if past.best is not None and past.best != "simulation":
            notes.append(t("monthly_beaten", way=in_language(WAYS[past.best], t.language)))
        if notes:
            st.caption(plain(" ".join(notes)))
        if st.button(t("monthly_as_table"), key="month_hits_table", type="tertiary"):
            table_dialog(t("monthly_hits"), hits_table(tried, t), "forecasts", t)


def _after(one: Tried) -> tuple[date, date]:
    """The first and the last of the three months that were forecast."""
    made = date.fromisoformat(one.name)
    return months_before(made, -1), months_before(made, -3)


def _hit(one: Tried, told: Month, t: Texts) -> charts.Hit:
    outlook = one.outlook
    assert outlook is not None  # noqa: S101 - told apart before
    names = [str(day.month) if t.language == "ja" else f"{day:%b}" for day in _after(one)]
    label = t("monthly_three", first=names[0], last=names[1])
    low, high, came = (
        amount_said(told, each, t) for each in (outlook.low80, outlook.high80, one.came)
    )
    said = t("monthly_hit", low=low, high=high, came=came)
    return charts.Hit(label, f"{label}{t('dot')}{said}", outlook.low80, outlook.high80,
                      outlook.median, one.came)  # fmt: skip
