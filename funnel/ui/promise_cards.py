"""The cards of the page of promises: both sides, the meetings, what is due, and by group."""

from __future__ import annotations

from datetime import date, datetime, time

import pandas as pd
import streamlit as st

from funnel.agreement.meetings import KINDS, Meeting
from funnel.masking import mask_company, mask_person
from funnel.messages import in_language
from funnel.reports.promise_texts import REASONS
from funnel.reports.promises import Kept, Listed, Month, Promised, PromisesReport, Taken
from funnel.ui.cards import card_title
from funnel.ui.numbers import counts, month_said, percent
from funnel.ui.promises import promise_name, wholes
from funnel.ui.reminders import hold_meeting
from funnel.ui.rows import show_rows
from funnel.ui.texts import Texts, plain

LATEST = 8
"""Weeks of meetings that are shown."""
MARKS = {"met": "✓", "broken": "✗", "open": "…", "cannot_judge": "—"}


def cards_below(found: PromisesReport, t: Texts) -> None:
    """Marketing's and sales' promises beside each other, then the rows, then groups."""
    left, right = st.columns(2)
    with left:
        _side("marketing", found, t)
        _both(found, t)
    with right:
        _side("sales", found, t)
    if found.asked.by is not None:
        _groups(found, t)
    _rows(found.overdue, "overdue", found, t)
    _rows(found.due, "due", found, t)
    _rows(found.broken, "broken", found, t)


def _side(party: str, found: PromisesReport, t: Texts) -> None:
    lines = [each for each in wholes(found) if each.party == party]
    if not lines:
        return
    with st.container(border=True, key=f"card_{party}"):
        card_title(t(f"agreed_promises_{party}"), t("promises_note"))
        columns = ["promise", "kept", "taken", "open"]
        table = pd.DataFrame(
            [[_name(each, t), kept_said(each, t), _taken(each, t), _others(each)]
             for each in lines],
            columns=[t(f"promises_column_{name}") for name in columns],
        )  # fmt: skip
        st.table(table, border="horizontal", hide_index=True)
        for note in _unjudged(lines, t):
            st.caption(note)
        if party == "marketing":
            for month in found.months[-1:]:
                st.caption(_month(month, t))


def _month(month: Month, t: Texts) -> str:
    said, promised = month_said(month.month, t), f"{month.at_least:,}"
    if month.mqls is None:
        reason = in_language(REASONS[month.reason or "not_measured"], t.language)
        return t.markdown("promises_month_unknown", month=said, promised=promised, reason=reason)
    return t.markdown(
        "promises_month",
        month=said,
        mqls=f"{month.mqls:,}",
        promised=promised,
        expected=f"{month.expected:,.0f}",
    )


def _name(each: Kept, t: Texts) -> str:
    return f"**{plain(promise_name(each.promise, t))}**"


def kept_said(each: Kept, t: Texts) -> str:
    """The share kept with its counts; that there is none."""
    if each.share is None:
        return t("no_data")
    said = f"**{plain(percent(each.share, t))}** {counts(each.met, each.met + each.broken)}"
    few = f" :gray[{t('too_few_note')}]" if each.judged.state == "too_few" else ""
    return said + few


def _taken(each: Kept, t: Texts) -> str:
    said = {"promises_taken": each.taken, "promises_from_inquiry": each.from_inquiry}
    lines = [
        _time(key, taken, t)
        for key, times in said.items()
        for taken in times
        if taken.median is not None
    ]
    return "  \n".join(lines) or "—"


def _time(key: str, taken: Taken, t: Texts) -> str:
    unit = t(f"said_{taken.unit}")
    return plain(t(key, median=f"{taken.median:.1f}", p90=f"{taken.p90:.1f}", unit=unit))


def _others(each: Kept) -> str:
    said = f"{each.open:,}" if each.open else "—"
    return said + (f" / {each.cannot_judge:,}" if each.cannot_judge else "")


def _unjudged(lines: list[Kept], t: Texts) -> list[str]:
    """Why the others cannot be judged, promise by promise."""
    return [
        t.markdown(
            "promises_cannot",
            promise=promise_name(each.promise, t),
            reasons=t("comma").join(
                f"{in_language(REASONS[reason], t.language)} {number:,}"
                for reason, number in each.reasons.items()
            ),
        )
        for each in lines
        if each.cannot_judge
    ]


def _both(found: PromisesReport, t: Texts) -> None:
    if not found.meetings:
        return
    with st.container(border=True, key="card_both"):
        card_title(t("agreed_promises_both"), t("promises_meetings_note"))
        for promise in dict.fromkeys(each.term.promise for each in found.meetings):
            terms = [each for each in found.meetings if each.term.promise == promise][-LATEST:]
            days = " \u2002 ".join(held_said(each, t) for each in terms)
            kind = KINDS[promise]
            with st.container(horizontal=True, vertical_alignment="center", key=f"held_{kind}"):
                st.markdown(f"**{promise_name(promise, t)}** \u2002 {days}", width="stretch")
                label = t(f"held_{kind}")
                st.button(label, key=f"hold_{kind}", on_click=hold_meeting, args=(kind,))


def held_said(each: Meeting, t: Texts) -> str:
    """A week or month, and whether the meeting was held in it, in time or late."""
    term = f"{each.term.starts_on:%m/%d}"
    if each.state == "broken" and each.held_on is not None:
        return t("promises_held_late", term=term, day=f"{each.held_on:%m/%d}")
    return f"{term} {MARKS[each.state]}"


def _groups(found: PromisesReport, t: Texts) -> None:
    """A row a group, a column a promise."""
    parts = [each for each in found.kept if not each.is_whole]
    names = list(dict.fromkeys(each.promise for each in parts))
    groups = sorted({each.group for each in parts}, key=lambda name: (name is None, name or ""))
    said = {(each.group, each.promise): kept_said(each, t) for each in parts}
    table = pd.DataFrame(
        [[plain(_group(group, t)), *(said.get((group, name), "—") for name in names)]
         for group in groups],
        columns=[t(f"promises_by_{found.asked.by}"), *(promise_name(name, t) for name in names)],
    )  # fmt: skip
    with st.container(border=True, key="card_groups"):
        card_title(t("promises_groups"), t("promises_groups_note"))
        st.table(table, border="horizontal", hide_index=True)


def _group(group: str | None, t: Texts) -> str:
    return "—" if group is None else t.source(group)


def _rows(listed: Listed, which: str, found: PromisesReport, t: Texts) -> None:
    """What is overdue, due next, or broken, by owner."""
    if not listed.total:
        return
    with st.container(border=True, key=f"card_{which}"):
        day = f"{found.due_by:%m/%d}"
        card_title(
            t(f"promises_{which}", count=f"{listed.total:,}", day=day), t("promises_rows_note")
        )
        show_rows(rows_said(listed, found.asked.as_of, t), f"promises_{which}", t, note=t("masked"))


def rows_said(listed: Listed, today: date, t: Texts) -> pd.DataFrame:
    """The rows as the screen writes them: who owes what, since when, how late.

    By owner, soonest due first. Days are written with their year where not all are of this one, so
    that they sort as days.
    """
    listed_rows = sorted(listed.rows, key=_place)
    days = [day for row in listed_rows for day in (row.due_on, row.done_on) if day is not None]
    form = "%m/%d" if all(day.year == today.year for day in days) else "%Y/%m/%d"
    table = pd.DataFrame(
        {
            "owner": [row.owner for row in listed_rows],
            "promise": [promise_name(row.promise, t) for row in listed_rows],
            "due": [_moment(row, form) for row in listed_rows],
            "done": [row.done_on and f"{row.done_on:{form}}" for row in listed_rows],
            "days_late": [max(row.days_late, 0) for row in listed_rows],
            "source": [t.source(row.source) for row in listed_rows],
            "company": [mask_company(row.company) for row in listed_rows],
            "person": [mask_person(row.person) for row in listed_rows],
            "subject_id": [row.lead_id.partition(":")[2] for row in listed_rows],
        }
    )
    if not any(table["days_late"]):
        table = table.drop(columns="days_late")
    if not any(row.done_on for row in listed_rows):
        table = table.drop(columns="done")
    table.columns = pd.Index([t(f"column_{name}") for name in table.columns])
    return table


def _place(row: Promised) -> tuple[bool, str, date, datetime]:
    """By owner, nobody's last, then by when it was due: in days, by the end of one."""
    due_at = row.due_at or datetime.combine(row.due_on, time.max)
    return row.owner is None, row.owner or "", row.due_on, due_at


def _moment(row: Promised, form: str) -> str:
    """A promise in days is due by the end of one."""
    is_timed = row.due_at is not None and (row.unit or "").endswith("hours")
    return f"{row.due_at:{form} %H:%M}" if is_timed else f"{row.due_on:{form}}"
