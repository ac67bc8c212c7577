"""The meeting's half: the one or two things on top of the list, the bottleneck first."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from funnel.analysis.verdicts import Change
from funnel.messages import in_language
from funnel.metrics import METRICS
from funnel.reports.bottleneck_texts import change_said
from funnel.reports.moves import CLOCKED, RATES
from funnel.ui.actions_settled import learned_before
from funnel.ui.decide import Draft, decide_form, figure_name
from funnel.ui.meeting_data import (
    Meeting,
    decided_today,
    read_found,
    read_promises,
    read_stages,
)
from funnel.ui.meeting_last import LIVE, add_note
from funnel.ui.texts import Texts, plain
from funnel.ui.wall import shortened

FIGURE_OF = {target: metric for metric, target in RATES.items()}
TOP = 9
"""More than these nobody solves in a meeting; the first letters choose them by key."""


@dataclass(frozen=True)
class Issue:
    """One thing on the list: its name, what is known of it, and what an action would look like."""

    key: str
    name: str
    said: str
    draft: Draft


def issues(meeting: Meeting, t: Texts) -> None:
    """The list, the one talked about, the decision, and what was decided so far."""
    found = _listed(meeting, t)
    st.title(t("meeting_issues_title", count=len(found)), anchor=False)
    names = {one.key: one.name for one in found}
    left, right = st.columns([1, 2])
    with left, st.container(border=True, key="card_issues"):
        chosen = st.radio(
            t("meeting_choose"), list(names), format_func=lambda key: shortened(names[key], 40),
            key=f"meeting_issue_{t.language}",
        ) if names else None  # fmt: skip
        add_note(meeting, "issue", t)
    with right:
        issue = next((one for one in found if one.key == chosen), None)
        if issue is not None:
            _discussed(issue, t)
        with st.container(border=True, key="card_decide"):
            st.subheader(t("meeting_decision"), anchor=False)
            draft = Draft() if issue is None else issue.draft
            if decide_form(meeting.company, draft, t, key=f"issue_{chosen}"):
                st.rerun()
        decisions(meeting, t)


def _discussed(issue: Issue, t: Texts) -> None:
    with st.container(border=True, key="card_discussed"):
        st.subheader(plain(shortened(issue.name, 80)), anchor=False)
        st.markdown(plain(issue.said) if issue.said else t("meeting_said_only"))
        source = next((name for kind, name in issue.draft.where if kind == "source"), None)
        learned_before(issue.draft.step or issue.key, source, t, words=issue.name)


@st.fragment(run_every=LIVE)
def decisions(meeting: Meeting, t: Texts) -> None:
    """What was decided in this meeting, on whatever screen."""
    with st.container(border=True, key="card_decided"):
        found = decided_today(meeting)
        st.subheader(t("meeting_decided", count=len(found)), anchor=False)
        for action in found:
            plan = action.plan
            st.markdown(
                t.markdown(
                    "meeting_decision_line",
                    title=shortened(plan.title),
                    owner=shortened(plan.owner, 20),
                    due=f"{plan.due_on:%m/%d}",
                    figure=figure_name(plan.metric or plan.promise or "", t),
                    check=f"{plan.check_on:%m/%d}",
                )
            )
        if not found:
            st.markdown(t("meeting_decided_none"))


def _listed(meeting: Meeting, t: Texts) -> list[Issue]:
    """The bottleneck, then what is off, then what people put on the list."""
    found = read_found(meeting)
    change = found.verdict.change
    listed: list[Issue] = []
    if change is not None:
        said = in_language(change_said(change, found.currency), t.language)
        listed.append(_of_change(change, said, t))
    for line in read_stages(meeting):
        if line.track == "off" and line.about not in {one.key for one in listed}:
            name = in_language(METRICS[line.metric].title, t.language)
            draft = Draft(figure=line.metric, step=line.about if ">" in line.about else None)
            listed.append(Issue(line.about, t("meeting_off_stage", name=name), "", draft))
    for promise in read_promises(meeting):
        if promise.track == "off":
            name = t(f"agreed_promises_{promise.about}")
            figure = promise.about if promise.about in CLOCKED else ""
            said = t("meeting_off_promise_why", met=promise.kept.met, broken=promise.kept.broken)
            listed.append(
                Issue(
                    promise.about, t("meeting_off_promise", name=name), said, Draft(figure=figure)
                )
            )
    notes = [note for note in meeting.team.notes(meeting.day) if note.part == "issue"]
    return listed[:TOP] + [
        Issue(f"note{note.id}", note.said, "", Draft(title=note.said)) for note in notes
    ]


def _of_change(change: Change, said: str, t: Texts) -> Issue:
    base, target = t(f"stage_{change.base}"), t(f"stage_{change.target}")
    where = (("source", change.source),) if change.in_one_source else ()
    return Issue(
        f"{change.base}>{change.target}",
        t("meeting_off_step", base=base, target=target),
        said,
        Draft(
            figure=FIGURE_OF.get(change.target, ""),
            check_on=change.action.check_on,
            step=f"{change.base}>{change.target}",
            where=where,
        ),
    )
