"""The promises of both sides: what is asked, which is kept least, what is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import cast

import streamlit as st

from funnel.calendar import months_before
from funnel.messages import in_language
from funnel.money import format_money
from funnel.reports.promise_texts import REASONS
from funnel.reports.promises import Asked, By, Kept, PromisesReport, promises
from funnel.store.workspace import Workspace
from funnel.ui.data import Company, View, database
from funnel.ui.headline import Headline
from funnel.ui.numbers import counts, day_said, percent
from funnel.ui.texts import Texts
from funnel.ui.view_choice import choose_stretch

SPANS = ("1", "3", "6", "12")
NOT_MEASURED = {
    "first_contact": "activities", "follow_ups": "activities", "result_recorded": "activities",
    "weekly_meeting": "meetings", "monthly_review": "meetings",
}  # fmt: skip
"""What lets a promise be judged of which nothing is measured."""
BY_REASON = {
    "no_time": "times", "no_date": "times", "not_exported": "newer", "data_begins": "wait",
}  # fmt: skip
"""What lets a promise be judged that was not for this reason."""
GROUPINGS = ("none", "source", "owner", "week", "month")


@dataclass(frozen=True)
class Wanted:
    """Whole months up to `as_of`, and what each promise is divided by."""

    view: View
    since: date
    by: By | None


def choose(company: Company, t: Texts) -> Wanted:
    """The month the stretch ends with, its length, and what to divide by."""
    view, (span, by) = choose_stretch(
        company,
        t,
        {
            "span": (t("sources_span"), {span: t(f"span_{span}") for span in SPANS}),
            "by": (t("promises_by"), {by: t(f"promises_by_{by}") for by in GROUPINGS}),
        },
    )
    since = months_before(view.month, int(span) - 1)
    return Wanted(view, since, None if by == "none" else cast("By", by))


def read_promises(company: Company, wanted: Wanted) -> PromisesReport:
    """What became of the promises; the record of meetings is read anew each time."""
    held = Workspace.from_environment().team.meetings()
    kept = tuple((meeting.kind, meeting.day) for meeting in held)
    as_of = wanted.view.as_of
    asked = Asked(wanted.since, as_of, as_of, wanted.by)
    return _promises(company.home, company.version, asked, kept)


@st.cache_data(max_entries=32, show_spinner=False)
def _promises(
    home: str, version: int, asked: Asked, held: tuple[tuple[str, date], ...]
) -> PromisesReport:
    return promises(database(home, version), asked, held)


def wholes(found: PromisesReport) -> list[Kept]:
    """Each promise as a whole."""
    return [each for each in found.kept if each.is_whole]


def weakest(found: PromisesReport) -> Kept | None:
    """The promise kept least among those that can be judged; of single ones the most broken."""
    judged = [each for each in wholes(found) if each.share is not None]
    sure = [each for each in judged if each.judged.state == "enough"]
    return min(sure or judged, key=lambda each: (each.share, -each.broken), default=None)


def promise_name(promise: str, t: Texts) -> str:
    """What a promise is called."""
    return t(f"agreed_promises_{promise}")


def headline_of(found: PromisesReport, t: Texts) -> Headline:
    """The promise kept least, what is due, and whom to ask."""
    if not found.is_agreed:
        return Headline(
            t("promises_none"), t("promises_none_why"), t("next_action"), t("promises_none_next")
        )
    least = weakest(found)
    if least is None or least.share is None:
        sentence = t("promises_unjudged")
    elif not least.broken:
        sentence = t("promises_all_kept")
    else:
        sentence = t.markdown(
            "promises_weakest",
            party=t(f"party_{least.party}"),
            promise=promise_name(least.promise, t),
            share=percent(least.share, t),
            counts=counts(least.met, least.met + least.broken),
        )
    return Headline(sentence, _evidence(found, t), t("next_action"), _next(found, t))


def _evidence(found: PromisesReport, t: Texts) -> str:
    all_of = wholes(found)
    said = t.markdown(
        "promises_evidence",
        since=f"{found.asked.since:%Y/%m/%d}",
        until=f"{found.asked.as_of:%Y/%m/%d}",
        met=f"{sum(each.met for each in all_of):,}",
        broken=f"{sum(each.broken for each in all_of):,}",
        open=f"{sum(each.open for each in all_of):,}",
        unjudged=f"{sum(each.cannot_judge for each in all_of):,}",
    )
    cost = found.cost
    if not cost.leads or cost.value is None or cost.low is None or cost.high is None:
        return said
    value, low, high = (
        format_money(amount, cost.currency or "", t.language)
        for amount in (cost.value, cost.low, cost.high)
    )
    leads = f"{cost.leads:,}"
    return f"{said} {t.markdown('promises_cost', leads=leads, value=value, low=low, high=high)}"


def _next(found: PromisesReport, t: Texts) -> str:
    day = day_said(found.due_by, t)
    if found.overdue.total:
        overdue, due = f"{found.overdue.total:,}", f"{found.due.total:,}"
        return t.markdown("promises_next_overdue", overdue=overdue, due=due, day=day)
    if found.due.total:
        return t.markdown("promises_next_due", due=f"{found.due.total:,}", day=day)
    if any(each.share is not None for each in wholes(found)):
        return t.markdown("promises_next_none", day=day)
    return _next_to_measure(found, t)


def _next_to_measure(found: PromisesReport, t: Texts) -> str:
    """What would let the promise be judged that most cannot be judged of."""
    most = max(wholes(found), key=lambda each: each.cannot_judge, default=None)
    if most is None or not most.cannot_judge:
        return t("promises_next_wait")
    reason = max(most.reasons, key=lambda reason: most.reasons[reason])
    by_what = NOT_MEASURED.get(most.promise) if reason == "not_measured" else BY_REASON.get(reason)
    return t.markdown(
        f"promises_next_{by_what or 'exports'}",
        promise=promise_name(most.promise, t),
        reason=in_language(REASONS[reason], t.language),
    )
