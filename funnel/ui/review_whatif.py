"""What the next three months would be, were one thing otherwise: the forecast's answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from funnel.agreement.document import read_agreement
from funnel.analysis.whatif_answers import Group, NotAnswered, Response, Span
from funnel.errors import FunnelError
from funnel.filters import STAGES
from funnel.messages import in_language
from funnel.money import format_money
from funnel.reports import whatif
from funnel.reports.closed_deals import SALES_OWN
from funnel.reports.forecast_texts import refused
from funnel.reports.thresholds import WIDTH
from funnel.reports.whatif import WhatIfReport
from funnel.ui.agreement import tell
from funnel.ui.cards import card_title
from funnel.ui.data import Company, database, read_status
from funnel.ui.navigation import ACTIONS, TARGETS
from funnel.ui.numbers import counts, month_said, percent
from funnel.ui.review import Found, threshold_in, to_proposal
from funnel.ui.review_boxes import box, number
from funnel.ui.texts import Texts, plain
from funnel.ui.wall import shortened

QUESTIONS = ("rate", "more", "contact", "threshold")
ALL = "*"
HALF = 0.5
BETTER = 1.1
"""The rate that is offered first: a tenth above the present one."""


@dataclass(frozen=True)
class Question:
    """`kind` is one of QUESTIONS; `number` a rate (0 to 1), people a month, hours, or a score."""

    kind: str
    number: float
    stage: str = ""
    source: str | None = None


@st.cache_data(max_entries=64, show_spinner=False)
def _answer(home: str, version: int, as_of: date, toml: str, asked: Question) -> WhatIfReport:
    db = database(home, version)
    match asked.kind:
        case "rate":
            return whatif.at_rate(db, as_of, asked.stage, asked.number)
        case "more":
            return whatif.with_more(db, as_of, asked.stage, asked.number, source=asked.source)
        case "contact":
            return whatif.with_faster_contact(db, as_of, asked.number)
    return whatif.at_threshold(db, as_of, asked.number, read_agreement(toml))


def whatif_card(company: Company, found: Found, t: Texts) -> None:
    """The boxes, the answer in a sentence and month by month, its caution, and what to do."""
    with st.container(border=True, key="card_whatif", height="stretch"):
        card_title(t("whatif_title"), t("whatif_note"))
        asked = _ask(company, found, t)
        if asked is None:
            st.markdown(t("whatif_no_stages"))
            return
        # What only the threshold depends on is no part of the other answers' key.
        toml = found.toml if asked.kind == "threshold" else ""
        try:
            with st.spinner(t("whatif_reckoning")):
                report = _answer(company.home, company.version, company.last_day, toml, asked)
        except FunnelError as error:
            tell(error, t)
            return
        st.markdown(f"**{sentence_of(report, t)}**")
        if isinstance(report.answer, Response):
            st.table(table_of(report, report.answer, t), border="horizontal", hide_index=True)
            if ends := eventually_said(report, report.answer, t):
                st.markdown(ends)
        elif report.groups and isinstance(report.answer, NotAnswered) and report.answer.ratio:
            st.markdown(_groups_said(report.groups, report.answer.ratio, t))
        st.caption(t(f"whatif_caution_{asked.kind}"))
        if isinstance(report.answer, Response):
            _act(asked, found, t)


def _ask(company: Company, found: Found, t: Texts) -> Question | None:
    stages = [one for one in STAGES if one in read_status(company)["stages_measured"]]
    if len(stages) < 2:
        return None
    kind = box("ask", t("whatif_ask"), QUESTIONS, lambda one: t(f"whatif_ask_{one}"), t)
    columns = st.columns(2)
    if kind == "rate":
        return _ask_rate(company, stages, columns, t)
    if kind == "more":
        return _ask_more(company, stages, columns, t)
    with columns[0]:
        if kind == "contact":
            return Question("contact", number("hours", t("whatif_hours"), 2.0, (0.5, 168.0), t))
        today = found.report.today
        first = found.best.at_least if found.best and found.best.at_least > today else today + WIDTH
        score = number("score", t("whatif_score"), first, (-1e6, 1e6), t)
    return Question("threshold", score)


def _ask_rate(
    company: Company, stages: Sequence[str], columns: Sequence[DeltaGenerator], t: Texts
) -> Question:
    with columns[0]:
        after = dict(pairwise(stages))
        names = sorted(after, key=lambda one: one != "sql")
        stage = box(
            "from", t("whatif_step"), names,
            lambda one: f"{t(f'stage_{one}')} → {t(f'stage_{after[one]}')}", t,
        )  # fmt: skip
    asked = Question("rate", HALF, stage)
    known = _answer(company.home, company.version, company.last_day, "", asked).answer
    usual = known.rate[0] if isinstance(known, Response) and known.rate else HALF
    first = round(100 * min(usual * BETTER, 1.0), 1)
    with columns[1]:
        rate = number(f"rate_{stage}", t("whatif_rate"), first, (0.0, 100.0), t)
    return Question("rate", rate / 100, stage)


def _ask_more(
    company: Company, stages: Sequence[str], columns: Sequence[DeltaGenerator], t: Texts
) -> Question:
    entered = [one for one in stages if one != "won"]
    order = [
        *(one for one in ("mql",) if one in entered),
        *(one for one in entered if one != "mql"),
    ]
    with columns[0]:
        stage = box("from", t("whatif_stage"), order, lambda one: t(f"stage_{one}"), t)
        more = number("more", t("whatif_more"), 10.0, (-1e6, 1e6), t)
    named = [one for one in company.sources if one and one != SALES_OWN]
    with columns[1]:
        source = box(
            "of", t("whatif_source"), [ALL, *named],
            lambda one: t("all_sources") if one == ALL else shortened(t.source(one)), t,
        )  # fmt: skip
    return Question("more", more, stage, None if source == ALL else source)


def sentence_of(report: WhatIfReport, t: Texts) -> str:
    """The change of all months together in wins and money, or why there is none to tell."""
    answer = report.answer
    if not isinstance(answer, Response):
        return plain(in_language(refused(answer), t.language))
    wins = _wins(answer.wins[-1])
    if answer.revenue is None:
        return t.markdown("whatif_wins", wins=wins)
    money = _money(answer.revenue[-1], report.currency, t)
    said = t.markdown("whatif_wins_money", wins=wins, money=money)
    if answer.rate is None:
        return said
    was, then = (percent(rate, t) for rate in answer.rate)
    return t("whatif_join").join([t.markdown("whatif_was", was=was, then=then), said])


def table_of(report: WhatIfReport, answer: Response, t: Texts) -> pd.DataFrame:
    """Month by month and together, each with its range."""
    months = [month_said(date.fromisoformat(f"{name}-01"), t) for name in report.months]
    rows = []
    for place, label in enumerate([*months, f"**{t('whatif_together')}**"]):
        row = [label, plain(_wins(answer.wins[place]))]
        if answer.revenue is not None:
            row.append(plain(_money(answer.revenue[place], report.currency, t)))
        rows.append(row)
    columns = [t("whatif_month"), t("stage_won")]
    columns += [t("column_won_value")] if answer.revenue is not None else []
    return pd.DataFrame(rows, columns=columns)


def eventually_said(report: WhatIfReport, answer: Response, t: Texts) -> str:
    """What becomes of one month's change in the end: most of it comes later than three months."""
    if answer.eventually is None:
        return ""
    wins, money = answer.eventually
    value = _money(money, report.currency, t) if money else t("not_measured")
    return t.markdown("whatif_eventually", wins=_wins(wins), money=value)


def _groups_said(groups: tuple[Group, Group], ratio: Span, t: Texts) -> str:
    fast, slow = groups
    return t.markdown(
        "whatif_groups",
        fast=f"{percent(fast.reached / fast.entered, t)} ({counts(fast.reached, fast.entered)})",
        slow=f"{percent(slow.reached / slow.entered, t)} ({counts(slow.reached, slow.entered)})",
        ratio=f"{ratio.value:.2f}", low=f"{ratio.low:.2f}", high=f"{ratio.high:.2f}",
    )  # fmt: skip


def _wins(span: Span) -> str:
    """To a tenth, or to a hundredth where all is less than one; what rounds to nothing is 0."""
    ends = (span.value, span.low, span.high)
    digits = 2 if max(map(abs, ends)) < 1 else 1
    value, low, high = (
        f"{rounded:+.{digits}f}" if (rounded := round(one, digits)) else "0" for one in ends
    )
    return f"{value} ({low} – {high})"


def _money(span: Span, currency: str, t: Texts) -> str:
    value, low, high = (_signed(one, currency, t) for one in (span.value, span.low, span.high))
    return f"{value} ({low} – {high})"


def _signed(amount: float, currency: str, t: Texts) -> str:
    """Two digits: more would claim to be sure of them."""
    rough = float(f"{amount:.2g}")
    sign = "+" if rough > 0 else "\u2212" if rough < 0 else ""
    return f"{sign}{format_money(abs(rough), currency, t.language)}"


def _act(asked: Question, found: Found, t: Texts) -> None:
    """What turns the answer into something done."""
    if not st.button(t(f"whatif_act_{asked.kind}"), key=f"whatif_act_{asked.kind}"):
        return
    if asked.kind == "threshold":
        to_proposal(*threshold_in(found, asked.number))
    if asked.kind == "contact":
        within = {"within": asked.number, "unit": "hours"}
        to_proposal((("promises", "first_contact"), within))
    st.switch_page(TARGETS.file if asked.kind == "more" else ACTIONS.file)
