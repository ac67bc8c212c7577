"""The page of deals: what is asked, the sentence, what to do next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from funnel.agreement.model import Capacity
from funnel.agreement.timeline import in_force_on, timeline
from funnel.calendar import month_end, months_before
from funnel.money import short_money
from funnel.reports.deal_content import DealContent, deal_content
from funnel.reports.deal_loads import DealLoads, deal_loads
from funnel.reports.deal_moves import DealMoves, deal_moves
from funnel.reports.deal_sums import DealSum
from funnel.reports.lost_deals import LostDeals, lost_deals
from funnel.reports.pipeline import Age, Pipeline, open_rows, pipeline
from funnel.reports.stalled import Stalled, stalled
from funnel.reports.today import FORGOTTEN
from funnel.store.workspace import Workspace
from funnel.ui import cards, deal_rows
from funnel.ui.data import STALE, Company, database
from funnel.ui.decide import Draft, decide_dialog
from funnel.ui.headline import Headline
from funnel.ui.navigation import WEEKLY
from funnel.ui.numbers import day_said
from funnel.ui.texts import Texts, plain
from funnel.ui.view_choice import choose_stretch

OVERS = ("1", "2", "3", "6", "12")
YEAR = 12
"""Months of closed deals whose content is compared: one month would be too few."""
SHOWN = 5


@dataclass(frozen=True)
class Stretch:
    """Whole months up to `as_of`, the last of which may not be over."""

    since: date
    as_of: date

    @property
    def is_unfinished(self) -> bool:
        return self.as_of < month_end(self.as_of)


@dataclass(frozen=True)
class Standing:
    """Stalled deals that can still be moved on, those forgotten for a year, and the first rows."""

    is_judged: bool
    open_deals: int
    stalled: DealSum
    forgotten: int
    first: pd.DataFrame


@dataclass(frozen=True)
class Desk:
    """What the page shows."""

    company: Company
    asked: Stretch
    pipeline: Pipeline
    moves: DealMoves
    standing: Standing
    lost: LostDeals
    loads: DealLoads
    content: DealContent


def choose(company: Company, t: Texts) -> Stretch:
    """The month the stretch ends with, and over how many months."""
    overs = {over: t(f"over_{over}") for over in OVERS}
    view, (over,) = choose_stretch(company, t, {"over": (t("deals_over"), overs)})
    return Stretch(months_before(view.month, int(over) - 1), view.as_of)


def read_desk(company: Company, asked: Stretch) -> Desk:
    """Everything below the sentence, and what the sentence rests on."""
    agreements = timeline(Workspace.from_environment().team.agreements())
    most = in_force_on(agreements, asked.as_of).agreement.capacity.deals_an_owner
    home, version = company.home, company.version
    found, loads, content = _of_day(home, version, asked.as_of, most)
    moves, lost = _of_stretch(home, version, asked.since, asked.as_of)
    standing = _standing(home, version, asked.as_of)
    return Desk(company, asked, found, moves, standing, lost, loads, content)


@st.cache_data(max_entries=32, show_spinner=False)
def _of_day(
    home: str, version: int, as_of: date, most: int | None
) -> tuple[Pipeline, DealLoads, DealContent]:
    db = database(home, version)
    found = pipeline(db, as_of)
    loads = deal_loads(db, as_of, found.winners, Capacity(deals_an_owner=most))
    return found, loads, deal_content(db, months_before(as_of, YEAR - 1), as_of)


@st.cache_data(max_entries=32, show_spinner=False)
def _of_stretch(
    home: str, version: int, since: date, as_of: date
) -> tuple[DealMoves, LostDeals]:  # fmt: skip
    db = database(home, version)
    return deal_moves(db, since, as_of), lost_deals(db, since, as_of)


@st.cache_data(max_entries=32, show_spinner=False)
def _standing(home: str, version: int, as_of: date) -> Standing:
    """Only the first rows are kept: all of a large company would be read anew in every run."""
    found, rows = read_standing(home, version, as_of)
    to_move = rows[rows["days"] <= FORGOTTEN]
    known = to_move["amount"].dropna()
    amount = round(float(known.sum()), 2) if len(known) or to_move.empty else None
    total = DealSum(len(to_move), amount, len(to_move) - len(known))
    return Standing(
        found.is_judged, found.open_deals, total, len(rows) - len(to_move), to_move.head(SHOWN)
    )


@st.cache_data(max_entries=2, show_spinner=False)
def read_standing(home: str, version: int, as_of: date) -> tuple[Stalled, pd.DataFrame]:
    """Stalled deals, and their rows, furthest over first: as `open_rows`, `days` and `limit`.

    `days` are those in the stage, or open where that is what they are judged by.
    """
    db = database(home, version)
    found = stalled(db, as_of)
    over = pd.DataFrame(
        [(deal.deal_id, deal.days, deal.limit) for deal in found.deals],
        columns=["subject_id", "days", "limit"],
    )
    rows = open_rows(db, as_of, pipeline(db, as_of).winners).drop(columns="days")
    return replace(found, deals=()), over.merge(rows, on="subject_id", how="inner")


def sum_said(found: DealSum, desk: Desk, t: Texts, *, short: bool = False) -> str:
    """`83件・2.75億円`; without the money where it is not known, and how many have none."""
    deals = f"{found.deals:,}"
    if not short:
        deals = t("deals_one" if found.deals == 1 else "deals_many", deals=deals)
    if found.amount is None or not desk.pipeline.has_amounts:
        return t("deals_only", deals=deals) if short else deals
    amount = short_money(found.amount, desk.pipeline.currency, t.language)
    if short:
        return t("deals_sum_short", deals=deals, amount=amount)
    said = t("deals_sum", deals=deals, amount=amount)
    return (
        said
        if not found.without_amount
        else said + t("deals_amountless", count=f"{found.without_amount:,}")
    )


def state_of(found: Pipeline) -> str:
    """Which sentence the page says: the end of its texts' keys."""
    if found.measured != "ok":
        return found.measured
    if not found.open.deals:
        return "none_open"
    if found.of_age("beyond").deals:
        return "beyond"
    return "unjudged" if found.winners.p90 is None else "none_beyond"


def headline_of(desk: Desk, t: Texts) -> Headline:
    """The sentence, its evidence, and what to do next."""
    found, state = desk.pipeline, state_of(desk.pipeline)
    beyond = found.of_age("beyond")
    sentence = t.markdown(
        f"deals_{state}", open=sum_said(found.open, desk, t), beyond=sum_said(beyond, desk, t)
    )
    key = "deals_act_look" if state in ("unjudged", "none_beyond") else f"deals_act_{state}"
    count = beyond.deals if state == "beyond" else found.open.deals
    return Headline(
        sentence, _evidence(desk, t), t("next_action"), t.markdown(key, count=f"{count:,}")
    )


def _evidence(desk: Desk, t: Texts) -> str:
    moves, winners = desk.moves, desk.pipeline.winners
    said = {
        bar: sum_said(found, desk, t) for bar, found in moves.sums.items()
    }  # fmt: skip
    days = {"since": f"{moves.since:%Y/%m/%d}", "until": f"{moves.until:%m/%d}"}
    told = []
    if moves.measured == "won_only":
        told.append(t.markdown("deals_won_in", won=said["won"], **days))
    if moves.measured == "ok":
        lost = t.markdown("deals_moved_lost", lost=said["lost"]) if "lost" in said else ""
        moved = t.markdown("deals_moved", opened=said["opened"], won=said["won"], lost="{lost}",
                           **days)  # fmt: skip
        told.append(moved.replace(plain("{lost}"), lost))
    if winners.p90 is not None:
        told.append(
            t.markdown("deals_length_is", median=winners.median, p90=winners.p90,
                       won=f"{winners.won:,}")
        )  # fmt: skip
    ended = dict(desk.company.known_until).get("deals")
    if ended is not None and ended < desk.asked.as_of - STALE:
        told.append(t.markdown("deals_table_ends", day=day_said(ended, t)))
    return " ".join(told)


def next_button(row: DeltaGenerator, desk: Desk, t: Texts) -> None:
    """The deals the next action is about, and the action itself; or where to go instead."""
    state = state_of(desk.pipeline)
    if state in ("won_only", "no_deals"):
        cards.to_data(row, t("upload_exports"), key="bring_data")
        return
    if state == "none_open":
        if row.button(t("deals_to_week"), key="to_week"):
            st.switch_page(WEEKLY.file)
        return
    age: Age | None = "beyond" if state == "beyond" else None
    found = desk.pipeline.of_age("beyond") if age else desk.pipeline.open
    count = f"{found.deals:,}"
    if row.button(t("deals_see", count=count), key="see_next"):
        deal_rows.open_open(desk.company, desk.asked.as_of, desk.pipeline.winners, age, t)
    if row.button(t("deals_decide"), key="decide_next", type="primary"):
        title = t("deals_draft_beyond" if age else "deals_draft_look", count=count)
        draft = Draft(title, figure="win_rate", step="opportunity>won")
        decide_dialog(desk.company, draft, t)
