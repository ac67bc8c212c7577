"""The review of the MQL's threshold: what each band of scores became, and what another would do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from funnel.agreement.document import read_agreement, write_agreement
from funnel.agreement.model import Agreement
from funnel.agreement.timeline import in_force_on, timeline
from funnel.analysis.thresholds import Review, Threshold
from funnel.money import format_money
from funnel.reports.thresholds import WIDTH, ThresholdReport, threshold_review
from funnel.store.workspace import Workspace
from funnel.ui import cards
from funnel.ui.agreement_change import propose
from funnel.ui.cards import card_title
from funnel.ui.charts.look import CONFIG
from funnel.ui.charts.review import rates_by_score
from funnel.ui.data import Company, database
from funnel.ui.headline import Headline
from funnel.ui.navigation import AGREEMENT
from funnel.ui.numbers import counts, percent
from funnel.ui.texts import Texts, plain

State = Literal["unmeasured", "too_few", "no_cost", "no_value", "nowhere", "stays", "raise"]


@dataclass(frozen=True)
class Found:
    """The review as of the last day of the data, by the agreement in force then."""

    report: ThresholdReport
    agreement: Agreement
    toml: str
    state: State

    @property
    def best(self) -> Threshold | None:
        """The lowest threshold that pays."""
        review = self.report.review
        if review is None or review.best is None:
            return None
        return next(one for one in review.thresholds if one.at_least == review.best)


def read_review(company: Company) -> Found:
    """Agreements are read anew each time, and the data once."""
    agreements = timeline(Workspace.from_environment().team.agreements())
    agreement = in_force_on(agreements, company.last_day).agreement
    toml = write_agreement(agreement)
    report = _review(company.home, company.version, company.last_day, toml)
    return Found(report, agreement, toml, _state(report))


@st.cache_data(max_entries=8, show_spinner=False)
def _review(home: str, version: int, as_of: date, toml: str) -> ThresholdReport:
    return threshold_review(database(home, version), as_of, read_agreement(toml))


def _state(report: ThresholdReport) -> State:
    review = report.review
    if review is None:
        return "unmeasured"
    if not any(one.state == "known" for one in review.thresholds):
        return "too_few"
    if not report.cost:
        return "no_cost"
    if review.break_even is None:
        return "no_value"
    if review.best is None:
        return "nowhere"
    return "raise" if review.best > report.today else "stays"


def headline_of(found: Found, t: Texts) -> Headline:
    """Whether another threshold pays, by what, and what to do."""
    report, best = found.report, found.best
    values = {"today": f"{report.today:g}", "best": f"{best.at_least:g}" if best else ""}
    return Headline(
        t.markdown(f"review_{found.state}", **values),
        _evidence(found, t),
        t("next_action"),
        t.markdown(f"review_{found.state}_next", **values),
    )


def _evidence(found: Found, t: Texts) -> str:
    report, best = found.report, found.best
    review = report.review
    if review is None:
        return t.markdown("review_as_of", day=f"{report.as_of:%Y/%m/%d}")
    parts = []
    if best is not None and best.kept is not None and best.rate is not None:
        key = "review_keeps" if found.state == "raise" else "review_reaches"
        kept, rate = percent(best.kept, t), percent(best.rate, t)
        parts.append(t.markdown(key, best=f"{best.at_least:g}", kept=kept, rate=rate))
    if review.break_even is not None:
        cost, value = (
            format_money(amount or 0, report.currency, t.language)
            for amount in (report.cost, report.value)
        )
        rate = percent(review.break_even, t)
        parts.append(t.markdown("review_break_even", rate=rate, cost=cost, value=value))
    if found.agreement.mql.by != "score":
        parts.append(t.markdown("review_by_export"))
    return " ".join([*parts, t.markdown("review_as_of", day=f"{report.as_of:%Y/%m/%d}")])


def next_button(row: DeltaGenerator, found: Found, t: Texts) -> None:
    """To the agreement's form, with the proposal in it; or to the data."""
    if found.state in ("unmeasured", "too_few"):
        cards.to_data(row, t("upload_exports"), key="bring_data")
        return
    if found.state == "raise" and found.best is not None:
        label = t("review_agree", best=f"{found.best.at_least:g}")
        if row.button(label, type="primary", key="review_agree"):
            to_proposal(*threshold_in(found, found.best.at_least))
        return
    if row.button(t("see_agreement"), key="see_agreement"):
        st.switch_page(AGREEMENT.file)


def threshold_in(found: Found, threshold: float) -> list[tuple[tuple[str, ...], object]]:
    """What an agreement on this threshold changes: it counts by the score that was reviewed."""
    changes: list[tuple[tuple[str, ...], object]] = [(("mql", "threshold"), threshold)]
    if found.agreement.mql.by != "score":
        changes += [(("mql", "by"), "score"), (("mql", "score"), found.report.score)]
    return changes


def to_proposal(*changes: tuple[tuple[str, ...], object]) -> None:
    """Open the form of the agreement with these changes made; nothing is agreed on yet."""
    propose(*changes)
    st.switch_page(AGREEMENT.file)


def thresholds_card(found: Found, t: Texts) -> None:
    """Bands of scores as a chart, thresholds as a table, and what nobody knows."""
    review = found.report.review
    with st.container(border=True, key="card_thresholds", height="stretch"):
        title = t("review_thresholds", score=t(f"said_{found.report.score}"))
        card_title(title, t("review_thresholds_note"))
        if review is None:
            st.markdown(t("review_unmeasured_why"))
            return
        frame = frame_of(review, t)
        if not frame.empty:
            says = t("review_pays_line", rate=percent(review.break_even, t))
            figure = rates_by_score(frame, pays=review.break_even, pays_says=says)
            st.plotly_chart(figure, config=CONFIG, theme=None, key="review_chart")
            st.table(table_of(found, review, t), border="horizontal", hide_index=True)
        below = sum(band.entered for band in review.bands if band.state == "unknown")
        notes = [t("review_legend")]
        if below:
            notes.append(t("review_below", today=f"{found.report.today:g}", leads=f"{below:,}"))
        st.caption(" ".join(notes))


def frame_of(review: Review, t: Texts) -> pd.DataFrame:
    """The bands from today's threshold up, for `rates_by_score`."""
    drawn = [
        {
            "band": _band_said(band.at_least, t),
            "rate": band.rate,
            "low": band.low,
            "high": band.high,
            "says": t("too_few_note") if band.rate is None else percent(band.rate, t),
            "counts": counts(band.reached, band.entered),
        }
        for band in review.bands
        if band.state != "unknown"
    ]
    columns = ["band", "rate", "low", "high", "says", "counts"]
    return pd.DataFrame(drawn, columns=columns).astype(dict.fromkeys(columns[1:4], float))


def _band_said(at_least: float, t: Texts) -> str:
    return t("review_band", least=f"{at_least:g}", most=f"{at_least + WIDTH:g}")


def table_of(found: Found, review: Review, t: Texts) -> pd.DataFrame:
    """What each threshold from today's up would let through, as Markdown."""
    rows = []
    for one in review.thresholds:
        if one.state == "unknown":
            continue
        is_today = one.at_least == found.report.today
        name = t.markdown("review_today" if is_today else "review_from", least=f"{one.at_least:g}")
        pays = "" if one.accepts is None else t("review_yes" if one.accepts else "review_no")
        rows.append([
            f"**{name}**" if is_today else name,
            plain(f"{percent(one.kept, t)} ({one.entered:,})"),
            plain(t("too_few_note") if one.rate is None else percent(one.rate, t)),
            pays,
        ])  # fmt: skip
    names = ("threshold", "kept", "rate", "pays")
    return pd.DataFrame(rows, columns=[t(f"review_column_{name}") for name in names])
