"""The history: each version with who made it of what and what it changed, and the way back."""

from __future__ import annotations

import streamlit as st

from funnel.clock import now
from funnel.errors import FunnelError
from funnel.messages import describe
from funnel.publishing.history import VersionEntry, VersionFile, history
from funnel.publishing.publish import current_user, roll_back
from funnel.store.workspace import Workspace
from funnel.ui import published
from funnel.ui.headline import Headline, headline
from funnel.ui.navigation import WEEKLY
from funnel.ui.numbers import moment_said
from funnel.ui.texts import Texts, plain

_FAILURE = "roll_back_failed"
AT_FIRST = 10
"""Versions shown before more are asked for."""


def versions(t: Texts) -> None:
    """Which version is in force, then all of them, newest first."""
    failure: FunnelError | None = st.session_state.pop(_FAILURE, None)
    for problem in failure.problems if failure is not None else ():
        st.error(plain(describe(problem, t.language)))
    most = st.session_state.setdefault("versions_shown", AT_FIRST)
    entries = history(Workspace.from_environment(), most + 1)
    current = next((entry for entry in entries if entry.is_in_force), None)
    if current is None:
        entries = history(Workspace.from_environment())
        current = next(entry for entry in entries if entry.is_in_force)
    row = headline(
        Headline(
            t.markdown("history_title", version=current.number),
            t.markdown("history_evidence", who=current.who or "—", at=_at(current, t)),
            t("next_action"),
            t("history_next"),
        )
    )
    if row.button(t("back_to_week"), key="back_to_week"):
        st.switch_page(WEEKLY.file)
    for entry in entries[:most]:
        _entry(entry, current, t)
    if len(entries) > most and st.button(t("history_more"), key="more"):
        st.session_state["versions_shown"] = most + 2 * AT_FIRST
        st.rerun()


def _at(entry: VersionEntry, t: Texts) -> str:
    return "—" if entry.at is None else moment_said(entry.at.isoformat(), t)


def _entry(entry: VersionEntry, current: VersionEntry, t: Texts) -> None:
    look = "current" if entry.is_in_force else "past"
    with st.container(border=True, key=f"card_version_{look}_{entry.number}"):
        title = t("history_version", version=entry.number)
        marks = [f" :blue-badge[{t('history_in_force')}]"] if entry.is_in_force else []
        marks += [f" :gray-badge[{t('history_demo')}]"] if entry.is_demo else []
        if not entry.was_in_force:
            marks.append(f" :gray-badge[{t('history_never')}]")
        about, files, back = st.columns([3, 6, 2])
        with about:
            st.subheader(title + "".join(marks), anchor=False)
            st.markdown(f"{_at(entry, t)}  \n{plain(entry.who or '—')}")
        with files:
            _told(entry, t)
        with back:
            if entry.damage is not None:
                st.markdown(t.markdown("history_damaged", detail=entry.damage))
            elif not entry.is_in_force:
                label = t("history_bring_back")
                if st.button(label, key=f"back_{entry.number}", width="stretch"):
                    _ask(entry, current, t)


def _told(entry: VersionEntry, t: Texts) -> None:
    fresh = [file for file in entry.files if file.is_new]
    lines = [_file(file, t) for file in fresh]
    if entry.cause == "agreement":
        said = "history_agreement" if entry.agreement else "history_no_agreement"
        lines = [t(said, number=entry.agreement)]
    elif not lines and entry.damage is None:
        lines = [t("history_no_files")]
    st.markdown("  \n".join(lines))
    changed = [
        t(
            "preview_part",
            object=t(f"object_{change.subject}"),
            new=f"{change.added:,}",
            changed=f"{change.changed:,}",
            gone=f"{change.gone:,}",
        )
        for change in entry.changes
        if change.added or change.changed or change.gone
    ]
    if entry.changes and entry.base is not None:
        said = t("comma").join(changed) if changed else t("history_no_changes")
        st.caption(t("history_since_base", base=entry.base, changes=said))
    for move in entry.roll_backs:
        st.caption(
            t.markdown(
                "history_log_entry",
                at=moment_said(move.at.isoformat(), t),
                who=move.who,
                version=entry.number,
                left=move.left,
            )
        )


def _file(file: VersionFile, t: Texts) -> str:
    line = t.markdown(
        "history_file",
        file=file.name,
        tool=t.tool(file.title),
        object=t(f"object_{file.object}"),
        rows=f"{file.rows_read:,}",
    )
    if file.rows_refused:
        line += t("history_file_refused", count=f"{file.rows_refused:,}")
    return line


def _ask(entry: VersionEntry, current: VersionEntry, t: Texts) -> None:
    @st.dialog(t("history_sure", version=entry.number))
    def dialog() -> None:
        st.markdown(
            t.markdown(
                "history_sure_why",
                at=_at(entry, t),
                who=entry.who or "—",
                current=current.number,
            )
        )
        label = t("history_do", version=entry.number)
        if st.button(
            label, type="primary", key="back_sure", on_click=_go_back, args=(entry.number,)
        ):
            st.rerun()

    dialog()


def _go_back(version: int) -> None:
    try:
        roll_back(Workspace.from_environment(), current_user(), now(), version)
    except FunnelError as error:  # the page tells it; what was in force still is
        st.session_state[_FAILURE] = error
    else:
        published.forget()
