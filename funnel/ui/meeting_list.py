"""The list of the meeting: the verdict first, then what is off, then what people raised."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from funnel.messages import in_language
from funnel.metrics import METRICS
from funnel.reports.moves import CLOCKED
from funnel.reports.promises import Listed
from funnel.reports.scorecard import PromiseLine, StageLine
from funnel.reports.target_texts import state_said
from funnel.ui.decide import Draft
from funnel.ui.details import open_figure
from funnel.ui.headline import Headline
from funnel.ui.meeting_data import PROMISED, Meeting, read_promises, read_stages
from funnel.ui.numbers import counts, percent
from funnel.ui.promise_cards import rows_said
from funnel.ui.promises import Wanted
from funnel.ui.promises import read_promises as read_report
from funnel.ui.rows import show_rows
from funnel.ui.texts import Texts, plain
from funnel.ui.verdict import tell, verdict_buttons
from funnel.ui.wall import shortened

TOP = 9
"""More than these nobody solves in a meeting."""
LONG = 40
MOST_SAID = 300


@dataclass(frozen=True)
class Issue:
    """One thing on the list: its name on one line, what is known of it, what an action would be.

    `draw_buttons` puts what opens its evidence at the end of the row it is given.
    """

    key: str
    name: str
    told: Headline
    draft: Draft
    draw_buttons: Callable[[DeltaGenerator], None] | None = None


def listed(meeting: Meeting, t: Texts) -> list[Issue]:
    """In the order in which they are talked about; what people raised is never cut off."""
    found = [*_of_verdict(meeting, t)]
    for line in read_stages(meeting):
        if line.track == "off" and line.about not in {one.key for one in found}:
            found.append(_of_stage(meeting, line, t))
    found += [
        _of_promise(meeting, line, t) for line in read_promises(meeting) if line.track == "off"
    ]
    notes = [note for note in meeting.team.notes(meeting.day) if note.part == "issue"]
    return found[:TOP] + [_of_note(f"note{note.id}", note.said, t) for note in notes]


def _of_verdict(meeting: Meeting, t: Texts) -> list[Issue]:
    told = tell(meeting.company, meeting.view, t)
    if told.draft is None:
        return []

    def buttons(row: DeltaGenerator) -> None:
        verdict_buttons(row, told, meeting.company, meeting.view, t)

    # The next action stands in the form below, so its place is free for what may be the reason.
    words = replace(told.headline, next_action_label="", next_action=told.headline.note, note="")
    return [Issue(told.draft.step or "verdict", words.sentence, words, told.draft, buttons)]


def _of_stage(meeting: Meeting, line: StageLine, t: Texts) -> Issue:
    sentence = t.markdown(
        "meeting_off_stage", name=in_language(METRICS[line.metric].title, t.language)
    )
    evidence, figure, note = [], "", ""
    step, standing = line.step, line.standing
    if step is not None and step.evidence is not None:
        seen, expected = f"{step.evidence.observed:,}", f"{step.evidence.expected:,.0f}"
        figure, note = plain(f"{seen} / {expected}"), t("meeting_column_weeks")
        evidence.append(t.markdown("meeting_off_weeks", seen=seen, expected=expected))
    if standing is not None and standing.actual is not None:
        actual, target = f"{standing.actual:,.0f}", f"{standing.target:,.0f}"
        state = state_said(standing.state, t.language)
        if standing.state in ("behind", "missed") or not figure:
            figure, note = plain(f"{actual} / {target}"), t("meeting_column_month")
        evidence.append(t.markdown("meeting_off_month", actual=actual, target=target, state=state))

    def buttons(row: DeltaGenerator) -> None:
        if row.button(t("definition_and_rows"), key="see_figure"):
            open_figure(meeting.company, line.metric, meeting.view.this_month, t)

    draft = Draft(figure=line.metric, step=line.about if ">" in line.about else None)
    told = Headline(sentence, "".join(evidence), "", "", money=figure, money_note=note)
    return Issue(line.about, sentence, told, draft, buttons)


def _of_promise(meeting: Meeting, line: PromiseLine, t: Texts) -> Issue:
    kept = line.kept
    name = t(f"agreed_promises_{line.about}")
    sentence = t.markdown("meeting_off_promise", name=name)
    evidence = t.markdown("meeting_off_promise_why", met=kept.met, broken=kept.broken)
    figure = "" if kept.share is None else plain(percent(kept.share, t))

    def buttons(row: DeltaGenerator) -> None:
        if row.button(t("meeting_see_broken"), key="see_broken"):
            _open_broken(meeting, line.about, name, t)

    told = Headline(
        sentence, evidence, "", "", money=figure,
        money_note=plain(counts(kept.met, kept.met + kept.broken)),
    )  # fmt: skip
    draft = Draft(figure=line.about if line.about in CLOCKED else "")
    return Issue(line.about, sentence, told, draft, buttons)


def _open_broken(meeting: Meeting, promise: str, name: str, t: Texts) -> None:
    """A dialog with the rows of which a promise was not kept in the weeks of the scorecard."""
    since = meeting.as_of - PROMISED + timedelta(days=1)
    report = read_report(meeting.company, Wanted(meeting.view, since, None))
    rows = tuple(row for row in report.broken.rows if row.promise == promise)

    @st.dialog(name, width="large")
    def dialog() -> None:
        table = rows_said(Listed(rows, len(rows)), meeting.as_of, t)
        show_rows(table, f"broken_{promise}", t, note=t("masked"))

    dialog()


def _of_note(key: str, said: str, t: Texts) -> Issue:
    """What somebody raised; all of it where its name cannot hold it."""
    name = plain(shortened(said, LONG))
    whole = "" if len(said) <= LONG else f"{plain(shortened(said, MOST_SAID))}  \n"
    return Issue(
        key, name, Headline(name, whole + t("meeting_said_only"), "", ""), Draft(title=said)
    )  # fmt: skip
