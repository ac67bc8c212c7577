"""The cards below the strip: both sides' promises, wins, last week's actions, what changed."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import streamlit as st

from funnel.analysis.moves import Kind
from funnel.calendar import day_of
from funnel.clock import now
from funnel.filters import Filters
from funnel.messages import in_language
from funnel.metrics import METRICS
from funnel.reports.compare import Beside
from funnel.reports.contribution import Row as Contributed
from funnel.reports.contribution import contribution
from funnel.reports.moves import Moved
from funnel.reports.promises import Kept, Month
from funnel.store.team import Action
from funnel.ui.cards import OPENS, card_title, table_name, to_data
from funnel.ui.charts.look import CONFIG
from funnel.ui.charts.sources import bars_by_source
from funnel.ui.compare import LENGTHS, length_beside, wins_beside
from funnel.ui.data import (
    COUNTS,
    STALE,
    TABLE_OF,
    Company,
    View,
    database,
    read_figures,
    read_late,
    read_status,
)
from funnel.ui.decide import figure_name
from funnel.ui.details import open_figure
from funnel.ui.meeting_data import Meeting, actions_to_review, read_moved, since_last
from funnel.ui.navigation import AGREEMENT, PROMISES
from funnel.ui.numbers import counts, month_said, percent, shown
from funnel.ui.promises import Wanted, promise_name, read_promises, wholes
from funnel.ui.texts import Texts, plain
from funnel.ui.wall import shortened

MQLS = "mqls_a_month"
SIDES = ("marketing", "sales")
SHOWN = 4
MARKS = {"done": "✓", "open": "・", "dropped": "×"}
RULE = "first_touch"
WEEK = timedelta(days=7)


def promises_card(company: Company, view: View, t: Texts) -> None:
    """What each side promised and how much of it was kept this month."""
    found = read_promises(company, Wanted(view, view.month, None))
    lines = [one for one in wholes(found) if one.party in SIDES]
    with st.container(border=True, key="card_promises", height="stretch"):
        note = t("week_promises_note", month=month_said(view.month, t))
        card_title(t("page_promises"), whole(note, view, t))
        if not lines:
            st.markdown(t("week_promises_none"))
            if st.button(t("see_agreement"), key="to_agreement"):
                st.switch_page(AGREEMENT.file)
            return
        month = next((one for one in found.months if one.month == view.month), None)
        table = pd.DataFrame([_promise(one, month, t) for one in lines])
        st.table(table, border="horizontal", hide_index=True, hide_header=True)
        if all(one.share is None for one in lines):
            st.caption(t("week_promises_unjudged"))
        if st.button(t("week_promises_all"), key="to_promises", type="tertiary", icon=OPENS):
            st.switch_page(PROMISES.file)


def _promise(one: Kept, month: Month | None, t: Texts) -> list[str]:
    """Whose and what; how much of it; the counts behind it."""
    name = f":gray[{t(f'party_{one.party}')}] {plain(promise_name(one.promise, t))}"
    if one.promise == MQLS and month is not None and month.mqls is not None:
        so_far = t("week_promises_mqls", mqls=f"{month.mqls:,}", promised=f"{month.at_least:,}")
        return [name, f"**{so_far}**", t("week_promises_pace", expected=f"{month.expected:,.0f}")]
    if one.share is None:
        return [name, f":gray[{t('no_data')}]", ""]
    behind = counts(one.met, one.met + one.broken)
    few = f" :gray[{t('too_few_note')}]" if one.judged.state == "too_few" else ""
    return [name, f"**{plain(percent(one.share, t))}**", f":gray[{behind}]{few}"]


@st.cache_data(max_entries=16, show_spinner=False)
def _contributed(
    home: str, version: int, since: date, as_of: date
) -> tuple[Contributed, ...] | None:
    """By first touch; None where no deal is exported."""
    found = contribution(database(home, version), since, as_of, as_of, rules=[RULE])
    if found.wins is None:
        return None
    return found.rules[0].rows if found.rules else ()


def read_contributed(company: Company, view: View) -> tuple[Contributed, ...] | None:
    """What each source has of the month's wins."""
    return _contributed(company.home, company.version, view.month, view.as_of)


def whole(note: str, view: View, t: Texts, key: str = "whole_company") -> str:
    """The note of a card that no filter narrows, and that it is of the whole company."""
    return t("dot").join([note, t(key)]) if view.is_narrowed else note


def wins_card(company: Company, view: View, t: Texts, beside: Beside | None = None) -> None:
    """Which lead sources the month's wins came from, with 80 % ranges; how long they took.

    With `beside` the wins and the lengths stand beside those of the other period.
    """
    rows = read_contributed(company, view)
    with st.container(border=True, key="card_sources", height="stretch"):
        note = t("week_wins_note", month=month_said(view.month, t))
        card_title(t("wins_by_source"), whole(note, view, t, "week_wins_whole"))
        if rows is None:
            st.markdown(t("wins_not_measured"))
        elif not any(row.wins.amount for row in rows):
            st.markdown(t("no_wins"))
        else:
            figure = bars_by_source(_bars(rows, t), sales_own=t("sales_own"))
            st.plotly_chart(figure, config=CONFIG, theme=None, key="sources_chart")
        if beside is not None:
            wins = read_figures(company, "wins", view.this_month)[0].value
            st.markdown(wins_beside(beside, wins, t), text_alignment="right")
        for name in LENGTHS:
            _length(company, view, name, t, beside)


def _bars(rows: tuple[Contributed, ...], t: Texts) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "source": t.source(row.group),
                "value": row.wins.share,
                "low": row.wins.low,
                "high": row.wins.high,
                "text": percent(row.wins.share, t),
                "share": t("deals_count", value=f"{row.wins.amount:,.0f}"),
            }
            for row in rows
            if row.wins.amount
        ]
    )


def _length(
    company: Company, view: View, name: str, t: Texts, beside: Beside | None = None
) -> None:
    _, median, p90 = read_figures(company, name, view.this_month)
    title = in_language(METRICS[name].title, t.language)
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", key=f"row_{name}"):
        if st.button(title, key=f"open_{name}", type="tertiary", icon=OPENS):
            open_figure(company, name, view.this_month, t)
        said = shown(median, t)
        if median.value is not None:
            said = t.markdown("week_length", median=said, p90=f"{p90.value:,.0f}",
                              n=f"{median.denominator:,}")  # fmt: skip
        st.markdown(said, text_alignment="right", width="stretch")
    if beside is not None and (said := length_beside(beside, name, t)):
        st.caption(said, text_alignment="right")
    if late := read_late(company, name, view.this_month):
        st.caption(plain(in_language(late, t.language)))


def actions_card(company: Company, view: View, t: Texts) -> None:
    """What was decided before, done or not, and what it moved."""
    meeting = Meeting(company, view, day_of(now()))
    found = actions_to_review(meeting)
    done = sum(action.state == "done" for action in found)
    with st.container(border=True, key="card_actions", height="stretch"):
        note = t("meeting_actions_done", done=done, count=len(found)) if found else ""
        card_title(t("meeting_actions"), note)
        if not found:
            st.markdown(t("week_actions_none"))
            return
        table = pd.DataFrame([_action(meeting, action, t) for action in found[:SHOWN]])
        st.table(table, border="horizontal", hide_index=True, hide_header=True)
        if len(found) > SHOWN:
            st.caption(t("week_actions_more", count=len(found) - SHOWN))


def _action(meeting: Meeting, action: Action, t: Texts) -> list[str]:
    """What and whose; until when, or what it moved."""
    plan = action.plan
    title, owner = (
        plain(shortened(text, most)) for text, most in ((plan.title, 30), (plan.owner, 10))
    )
    what = f"{MARKS[action.state]} {title} \u2002 :gray[{owner}]"
    moved = read_moved(meeting, action)
    if moved is not None and moved.move is not None and moved.move.after is not None:
        return [what, _moved(moved, figure_name(plan.metric or plan.promise or "", t), t)]
    if action.state != "open":
        return [what, t(f"week_action_{action.state}")]
    is_late = plan.due_on < meeting.day
    return [
        what,
        t("week_action_late" if is_late else "week_action_due", day=f"{plan.due_on:%m/%d}"),
    ]


def _moved(found: Moved, figure: str, t: Texts) -> str:
    move = found.move
    if move is None or move.before is None or move.after is None:
        return ""
    before, after = (_value(move.kind, side.value, t) for side in (move.before, move.after))
    state = t(f"week_moved_{move.state}", day=f"{found.judged_from:%m/%d}")
    said = plain(f"{figure}{t('dot')}{state}")
    return f"**{plain(before)} → {plain(after)}** \u2002 :gray[{said}]"


def _value(kind: Kind, value: float | None, t: Texts) -> str:
    if kind == "count" and value is not None:
        return t("week_moved_a_week", value=f"{value:,.1f}".removesuffix(".0"))
    return percent(value, t)


def data_card(company: Company, view: View, t: Texts) -> None:
    """What changed since the last meeting, and how old each export is."""
    last = since_last(Meeting(company, view, day_of(now())))
    since = view.as_of - WEEK if last is None or last >= view.as_of else last
    told = read_status(company)
    with st.container(border=True, key="card_freshness", height="stretch"):
        key = "week_since" if since == last else "week_since_days"
        card_title(t("week_changed"), whole(t(key, day=f"{since:%m/%d}"), view, t))
        with st.container(horizontal=True, key="week_changes"):
            for name in COUNTS:
                label = in_language(METRICS[name].title, t.language)
                st.metric(label, _came(company, view, name, since))
        days = [
            f"{plain(table_name(table, t))} **{date.fromisoformat(table['last_day']):%m/%d}**"
            for table in told["freshness"]
            if table["last_day"] is not None
        ]
        st.caption(f"{t('freshness')}: {t('dot').join(days)}")
        faults = sum(fault["count"] for fault in told["faults"])
        with st.container(
            horizontal=True, wrap=False, vertical_alignment="center", key="week_faults"
        ):
            st.caption(
                f"{t('faults_in_data', count=f'{faults:,}')}{t('dot')}"
                f"{t('rows_refused', count=format(told['rows_refused'], ','))}",
                width="stretch",
            )
            to_data(st.container(width="content"), t("see_data"), key="see_data")


def _came(company: Company, view: View, name: str, since: date) -> str:
    """How many more there are since a day; a table that ended before does not know."""
    ended = dict(company.known_until).get(TABLE_OF[name])
    asked = Filters(since + timedelta(days=1), view.as_of, view.as_of, "period")
    value = read_figures(company, name, asked)[0].value
    is_known = value is not None and (ended is None or ended >= view.as_of - STALE)
    return f"{value:+,.0f}" if is_known and value else "0" if is_known else "—"
