"""What sales says of the leads of each source: what the SFA exports, and the voices beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd
import streamlit as st

from funnel.analysis.differences import Aged, Apart, apart
from funnel.calendar import day_of
from funnel.clock import now
from funnel.reports.closed_deals import By
from funnel.reports.feedback import Feedback, ReasonCount, feedback
from funnel.reports.voices import counted, voiced
from funnel.store.workspace import Workspace
from funnel.ui.cards import card_title, to_data
from funnel.ui.data import Company, database
from funnel.ui.navigation import ACTIONS
from funnel.ui.numbers import percent
from funnel.ui.source_differences import group_name
from funnel.ui.sources import Stretch
from funnel.ui.texts import Texts, plain
from funnel.ui.wall import shortened

MOST_ROWS = 10
REASONS = 3
REST = "\0"
"""Groups nobody of whom was refused: the report does not list them, and they count as others."""


@dataclass(frozen=True)
class Told:
    """Of one group: reasons of refusal as exported, and the voices by reason, never added up.

    `decided` is None where none of its passes was refused, or nothing was decided.
    """

    group: str | None
    decided: int | None
    refusals: tuple[ReasonCount, ...]
    apart: Apart | None
    voices: tuple[tuple[str, int], ...]

    @property
    def refused(self) -> int:
        return sum(one.count for one in self.refusals)


@st.cache_data(max_entries=32, show_spinner=False)
def _feedback(home: str, version: int, since: date, as_of: date, by: tuple[By, ...]) -> Feedback:
    return feedback(database(home, version), since, as_of, as_of, by=by)


def feedback_card(company: Company, asked: Stretch, t: Texts) -> None:
    """The sentence, then a row a group."""
    key = company.home, company.version, asked.since, asked.as_of
    whole, by_group = _feedback(*key, ()), _feedback(*key, (asked.by,))
    rows = told_of(whole, by_group, _voices(company, asked, t), asked.by)
    is_measured = whole.measured["refused"]
    with st.container(border=True, key="card_source_feedback"):
        card_title(t("told_title"), t("told_note"))
        st.markdown(f"**{sentence_of(whole, rows, asked.by, t)}**")
        if rows:
            table = table_of(rows[:MOST_ROWS], asked.by, t, is_measured=is_measured)
            st.table(table, border="horizontal", hide_index=True)
        if len(rows) > MOST_ROWS:
            st.caption(t("money_more", count=f"{len(rows) - MOST_ROWS:,}"))
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(t("told_apart"), width="stretch")
            if not is_measured:
                to_data(st.container(width="content"), t("upload_exports"), key="bring_reasons")
            if st.button(t("told_voice"), key="to_voices"):
                st.switch_page(ACTIONS.file)


def _voices(company: Company, asked: Stretch, t: Texts) -> dict[str | None, list[tuple[str, int]]]:
    """By source: of voices about leads; by campaign: of voices about campaigns.

    Beside the latest data stand the voices up to today.
    """
    until = day_of(now()) if asked.as_of == company.last_day else asked.as_of
    said = Workspace.from_environment().team.voices()
    place = t.language == "en"
    found: dict[str | None, list[tuple[str, int]]] = {}
    if asked.by == "source":
        db = database(company.home, company.version)
        for one in voiced(db, said, asked.since, until).by_source:
            if one.is_known:
                found.setdefault(one.source, []).append((one.title[place], one.count))
        return found
    names = {one.subject for one in said if one.about == "campaign"}
    for name in names:
        own = [one for one in said if one.about == "campaign" and one.subject == name]
        reasons = counted(own, asked.since, until)
        if reasons:
            found[name] = [(one.title[place], one.count) for one in reasons]
    return found


def told_of(
    whole: Feedback,
    by_group: Feedback,
    voices: dict[str | None, list[tuple[str, int]]],
    by: By,
) -> list[Told]:
    """A row a group, most refusals first; the share refused is held against that of all others."""
    refusals: dict[str | None, list[ReasonCount]] = {}
    for one in by_group.reasons:
        if one.kind == "refused":
            refusals.setdefault(one.group[by], []).append(one)
    decided = {group: listed[0].denominator for group, listed in refusals.items()}
    all_decided = next((one.denominator for one in whole.reasons if one.kind == "refused"), 0)
    shares: dict[str | None, Aged] = {
        group: Aged(sum(one.count for one in listed), decided[group])
        for group, listed in refusals.items()
    }
    shares[REST] = Aged(0, max(all_decided - sum(decided.values()), 0))
    (differ,) = apart([{group: one for group, one in shares.items() if one.entered}])
    rows = [
        Told(
            group, decided.get(group), tuple(refusals.get(group, ())), differ.get(group),
            tuple(voices.get(group, ())),
        )
        for group in [*refusals, *(group for group in voices if group not in refusals)]
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (-row.refused, -sum(count for _, count in row.voices)))


def sentence_of(whole: Feedback, rows: list[Told], by: By, t: Texts) -> str:
    """Whose leads are refused more than the others', else the commonest reason."""
    if not whole.measured["refused"]:
        return t.markdown("told_unmeasured")
    refused = [one for one in whole.reasons if one.kind == "refused"]
    if not refused:
        return t.markdown("told_nothing")
    more = [row for row in rows if row.apart is not None and row.apart.kind == "higher"]
    reason = refused[0]
    most = t.markdown(
        "told_most", reason=reason.title[t.language == "en"], count=f"{reason.count:,}",
        decided=f"{reason.denominator:,}",
    )  # fmt: skip
    said = [
        t.markdown(
            "told_higher", group=shortened(group_name(row.group, by, t), 30),
            own=percent(row.apart.own, t), others=percent(row.apart.others, t),
        )
        for row in more[:2] if row.apart is not None
    ]  # fmt: skip
    return t("quality_join").join([*said, most])


def table_of(rows: list[Told], by: By, t: Texts, *, is_measured: bool) -> pd.DataFrame:
    """What was exported and what was said stand in columns of their own."""
    marks = {"higher": "told_says_higher", "lower": "told_says_lower"}
    lines = []
    for row in rows:
        cells = [plain(shortened(group_name(row.group, by, t)))]
        if is_measured:
            share = "—"
            if row.decided:
                share = f"**{plain(percent(row.refused / row.decided, t))}** "
                share += f":gray[{row.refused:,}/{row.decided:,}]"
                kind = row.apart.kind if row.apart else "too_few"
                mark = t(marks[kind]) if kind in marks else ""
                share += f" **{mark}**" if mark else ""
            said = [(one.title[t.language == "en"], one.count) for one in row.refusals]
            cells += [share, _reasons(said, t)]
        lines.append([*cells, _reasons(list(row.voices), t)])
    columns = [t(f"column_{by}"), *([t("told_refused"), t("told_reasons")] if is_measured else [])]
    return pd.DataFrame(lines, columns=[*columns, t("told_voices")])


def _reasons(said: list[tuple[str, int]], t: Texts) -> str:
    if not said:
        return "—"
    listed = [f"{title} {count:,}" for title, count in said[:REASONS]]
    if len(said) > REASONS:
        listed.append(t("told_more", count=sum(count for _, count in said[REASONS:])))
    return plain(t("comma").join(listed))
