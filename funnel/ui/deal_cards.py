"""The cards of the page of deals: open by stage and age, what moved, why lost, how long."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd
import streamlit as st

from funnel.filters import Filters
from funnel.messages import in_language
from funnel.metrics import METRICS
from funnel.money import short_money
from funnel.reports.deal_moves import Bar
from funnel.reports.deal_sums import DealSum
from funnel.reports.lost_deals import LostReason
from funnel.reports.pipeline import AGES
from funnel.ui import deal_rows
from funnel.ui.cards import OPENS, card_title
from funnel.ui.charts.deals import stages_by_age, waterfall
from funnel.ui.charts.look import CONFIG
from funnel.ui.data import read_figures, read_late
from funnel.ui.deal_rows import age_said
from funnel.ui.deals import Desk, sum_said
from funnel.ui.details import open_figure
from funnel.ui.numbers import shown
from funnel.ui.texts import Texts, plain
from funnel.ui.wall import shortened

LENGTHS = ("deal_length_days", "lost_deal_length_days")
SIGNS: dict[Bar, int] = {"won": -1, "lost": -1}
PILLARS: tuple[Bar, ...] = ("start", "end")


def by_money(desk: Desk) -> bool:
    """Whether bars are as long as the money: where most of the open deals have an amount."""
    both = [desk.pipeline.open, desk.moves.sum("start")]
    return desk.pipeline.has_amounts and all(2 * one.without_amount <= one.deals for one in both)


def pipeline_card(desk: Desk, t: Texts) -> None:
    """Open deals by stage, each in parts by age; all of them as rows."""
    found = desk.pipeline
    with st.container(border=True, key="card_pipeline", height="stretch"):
        card_title(t("pipeline_title"), t("pipeline_note", day=f"{found.as_of:%m/%d}"))
        if not found.open.deals:
            key = "pipeline_none" if found.measured == "ok" else "deals_act_won_only"
            st.markdown(t(key))
            return
        drawn = [age for age in AGES if found.of_age(age).deals]
        ages: dict[str, str] = {age: age_said(age, found.winners, t) for age in drawn}
        figure = stages_by_age(stage_frame(desk, t), ages)
        st.plotly_chart(figure, config=CONFIG, theme=None, key="pipeline_chart")
        if notes := _pipeline_notes(desk, t):
            st.caption(" ".join(notes))
        count = f"{found.open.deals:,}"
        if st.button(t("pipeline_all", count=count), key="see_open", type="tertiary", icon=OPENS):
            deal_rows.open_open(desk.company, found.as_of, found.winners, None, t)


def stage_frame(desk: Desk, t: Texts) -> pd.DataFrame:
    """The cells for `stages_by_age`, stages that are called alike on the wall kept apart."""
    found, is_money = desk.pipeline, by_money(desk)
    labels: dict[str | None, str] = {}
    for stage in found.stages:
        label = t("stage_unknown") if stage is None else shortened(stage, 40)
        while label in labels.values():
            label += " "
        labels[stage] = label
    return pd.DataFrame(
        [
            {
                "stage": labels[cell.stage],
                "age": cell.age,
                "value": float(cell.sum.known) if is_money else float(cell.sum.deals),
                "text": sum_said(cell.sum, desk, t, short=True),
                "total": _total_said(desk, cell.stage, t),
            }
            for stage in found.stages
            for cell in found.cells
            if cell.stage == stage
        ]
    )


def _total_said(desk: Desk, stage: str | None, t: Texts) -> str:
    found = desk.pipeline
    said = sum_said(found.of_stage(stage), desk, t, short=True)
    beyond = sum(
        cell.sum.deals for cell in found.cells if cell.stage == stage and cell.age == "beyond"
    )
    return said + t("pipeline_beyond", count=f"{beyond:,}") if beyond else said


def _pipeline_notes(desk: Desk, t: Texts) -> list[str]:
    found, notes = desk.pipeline, []
    if found.winners.p90 is None:
        notes.append(t("pipeline_few_wins", won=f"{found.winners.won:,}"))
    if unknown := found.of_stage(None).deals if None in found.stages else 0:
        notes.append(t("pipeline_unknown_stage", count=f"{unknown:,}"))
    if not by_money(desk):
        notes.append(t("pipeline_no_amounts"))
    elif found.open.without_amount:
        notes.append(t("pipeline_amountless", count=f"{found.open.without_amount:,}"))
    return notes


def moves_card(desk: Desk, t: Texts) -> None:
    """The waterfall from what was open to what is open; each bar opens to its deals."""
    moves = desk.moves
    with st.container(border=True, key="card_moves", height="stretch"):
        unfinished = t("moves_unfinished") if desk.asked.is_unfinished else ""
        days = {"since": f"{moves.since:%Y/%m/%d}", "until": f"{moves.until:%m/%d}"}
        card_title(t("moves_title"), t("moves_note", unfinished=unfinished, **days))
        if moves.measured != "ok":
            st.markdown(t("moves_won_only"))
        else:
            figure = waterfall(move_frame(desk, t))
            st.plotly_chart(figure, config=CONFIG, theme=None, key="moves_chart")
            st.caption(" ".join(_move_notes(desk, t)))
        with st.container(horizontal=True, key="moves_rows", vertical_alignment="center"):
            for bar, found in moves.sums.items():
                label = f"{_bar_name(bar, desk, t)} {moved_said(bar, found, desk, t)}"
                if st.button(label, key=f"see_{bar}", type="tertiary", icon=OPENS):
                    deal_rows.open_moved(desk.company, moves, bar, _bar_name(bar, desk, t), t)


def moved_said(bar: Bar, found: DealSum, desk: Desk, t: Texts) -> str:
    """`13件 +3,583万円`: what a bar adds or takes away, in deals and money, and what lacks it."""
    deals = t("deals_only", deals=f"{found.deals:,}")
    if found.amount is None or not desk.pipeline.has_amounts:
        return deals
    without = t("deals_amountless", count=f"{found.without_amount:,}")
    return f"{deals} {_money_said(bar, found, desk, t)}{without if found.without_amount else ''}"


def _money_said(bar: Bar, found: DealSum, desk: Desk, t: Texts) -> str:
    sign = SIGNS.get(bar, 1 if found.known >= 0 else -1)
    said = short_money(abs(found.known), desk.moves.currency, t.language)
    return said if bar in PILLARS else f"{'−' if sign < 0 else '+'}{said}"


def move_frame(desk: Desk, t: Texts) -> pd.DataFrame:
    """The bars for `waterfall`, in money or in deals; in money they add up to the yen."""
    is_money = by_money(desk)
    rows = []
    for bar, found in desk.moves.sums.items():
        sign = SIGNS.get(bar, 1)
        deals = t("deals_only", deals=f"{found.deals:,}")
        text = _money_said(bar, found, desk, t) if is_money else deals
        rows.append(
            {
                "label": _bar_name(bar, desk, t),
                "count": deals if is_money else "",
                "value": sign * float(found.known if is_money else found.deals),
                "is_end": bar in PILLARS,
                "kind": bar,
                "text": text,
            }
        )
    return pd.DataFrame(rows)


def _bar_name(bar: Bar, desk: Desk, t: Texts) -> str:
    day = desk.moves.since - timedelta(days=1) if bar == "start" else desk.moves.until
    return t(f"bar_{bar}", day=f"{day:%m/%d}")


def _move_notes(desk: Desk, t: Texts) -> list[str]:
    moves, notes = desk.moves, []
    if desk.pipeline.has_amounts:
        notes.append(t("moves_amounts_today"))
    if desk.pipeline.has_amounts and any(one.without_amount for one in moves.sums.values()):
        notes.append(t("moves_amountless"))
    if "lost" not in moves.sums:
        notes.append(t("moves_no_lost"))
    if moves.undated.deals:
        notes.append(t("moves_undated", count=f"{moves.undated.deals:,}"))
    if "unclear" in moves.sums:
        notes.append(t("moves_unclear"))
    return notes


def lost_card(desk: Desk, t: Texts) -> None:
    """Why deals were lost in the stretch, by number, with the money and the stage."""
    found = desk.lost
    with st.container(border=True, key="card_lost"):
        note = "" if found.lost is None else sum_said(found.lost, desk, t, short=True)
        card_title(t("lost_title"), note)
        if found.lost is None or not found.lost.deals:
            st.markdown(t("lost_unmeasured" if found.lost is None else "lost_none"))
            return
        table = pd.DataFrame([_reason(one, desk, t) for one in found.reasons])
        names = ["reason", "deals", "amount", "lost_at"]
        keep = [True, True, desk.pipeline.has_amounts, found.knows_stages]
        table = table.loc[:, keep]
        table.columns = pd.Index(
            [t(f"column_{name}") for name, kept in zip(names, keep, strict=True) if kept]
        )
        st.table(table, border="horizontal", hide_index=True)
        if not found.knows_stages:
            st.caption(t("lost_no_stages"))


def _reason(one: LostReason, desk: Desk, t: Texts) -> list[str]:
    amount = "—"
    if one.sum.amount is not None:
        amount = plain(short_money(one.sum.amount, desk.lost.currency, t.language))
    stages = t("dot").join(
        f"{t('stage_unknown') if stage is None else shortened(stage, 12)} {count:,}"
        for stage, count in one.stages[:2]
    )
    return [plain(one.title[t.language == "en"]), f"**{one.sum.deals:,}**", amount,
            plain(stages)]  # fmt: skip


def lengths_card(desk: Desk, t: Texts) -> None:
    """How long the deals took that were closed in the stretch; each opens to its definition."""
    filters = Filters(desk.asked.since, desk.asked.as_of, desk.asked.as_of, "period")
    with st.container(border=True, key="card_lengths", height="stretch"):
        card_title(t("lengths_title"), "")
        for name in LENGTHS:
            _, median, p90 = read_figures(desk.company, name, filters)
            title = in_language(METRICS[name].title, t.language)
            with st.container(
                horizontal=True, wrap=False, vertical_alignment="center", key=f"row_{name}"
            ):
                if st.button(title, key=f"open_{name}", type="tertiary", icon=OPENS):
                    open_figure(desk.company, name, filters, t)
                said = shown(median, t)
                if median.value is not None:
                    said = t.markdown("lengths_said", median=said, p90=f"{p90.value:,.0f}",
                                      n=f"{median.denominator:,}")  # fmt: skip
                st.markdown(said, text_alignment="right", width="stretch")
            if late := read_late(desk.company, name, filters):
                st.caption(plain(in_language(late, t.language)))
