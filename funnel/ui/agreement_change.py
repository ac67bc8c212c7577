"""Changing the agreement: the form, what would have come of it, why, and from when."""

from __future__ import annotations

from dataclasses import dataclass, replace

import streamlit as st

from funnel.agreement.document import check_agreement, read_agreement
from funnel.agreement.model import Agreement, as_document
from funnel.agreement.timeline import timeline
from funnel.calendar import day_of
from funnel.clock import now
from funnel.errors import FunnelError, Problem
from funnel.publishing.agreements import save_agreement
from funnel.publishing.publish import current_user
from funnel.store.workspace import Workspace
from funnel.ui import agreement_effect
from funnel.ui.agreement import CHANGING, changes_table, tell
from funnel.ui.agreement_form import agreement_form
from funnel.ui.cards import card_title
from funnel.ui.data import Company
from funnel.ui.headline import Headline, headline
from funnel.ui.texts import Texts

_BEGIN = "agreement_begin"


@dataclass(frozen=True)
class Begun:
    """`number` and `before` are the agreement that is changed, `start` what the form began with.

    `name` tells the form's boxes from those of a form before.
    """

    before: Agreement
    number: int
    start: Agreement
    name: str


def changing() -> bool:
    """Whether this session has the form open."""
    return bool(st.session_state.get(CHANGING))


def propose(*changes: tuple[tuple[str, ...], object]) -> None:
    """Have the form open with the latest agreement, and each value at its path put in its place.

    Raises:
        FunnelError: the agreement cannot be so.
    """
    latest = timeline(Workspace.from_environment().team.agreements())[-1]
    document = as_document(latest.agreement)
    for path, value in changes:
        part = document
        for name in path[:-1]:
            part = part.setdefault(name, {})
        part[path[-1]] = value
    start = check_agreement(document)
    st.session_state[_BEGIN] = Begun(latest.agreement, latest.number, start, f"{now():%H%M%S%f}")
    st.session_state[CHANGING] = True


def change_page(company: Company, t: Texts) -> None:
    """The form on the left; on the right what changes, what it would have done, and saving."""
    begun = _begin()
    row = headline(
        Headline(
            t("agreement_changing"),
            t("agreement_changing_why"),
            t("next_action"),
            t("agreement_changing_next"),
        )
    )
    if row.button(t("cancel"), key="agreement_cancel"):
        _leave()
    form, outcome = st.columns([3, 2])
    with form:
        document = agreement_form(as_document(begun.start), begun.name, t)
        _toml_box(t)
    with outcome:
        try:
            after = check_agreement(document)
        except FunnelError as error:
            tell(error, t)
            return
        _changes(begun.before, after, t)
        if begun.before != after:
            agreement_effect.card(company, after, t)
            _save(after, begun.number, t)


def _begin() -> Begun:
    """Once open, another's saving does not change the form under the hands."""
    if _BEGIN not in st.session_state:
        latest = timeline(Workspace.from_environment().team.agreements())[-1]
        st.session_state[_BEGIN] = Begun(
            latest.agreement, latest.number, latest.agreement, f"{now():%H%M%S%f}"
        )
    found: Begun = st.session_state[_BEGIN]
    return found


def _leave() -> None:
    st.session_state.pop(_BEGIN, None)
    st.session_state.pop(CHANGING, None)
    st.rerun()


def _toml_box(t: Texts) -> None:
    """A whole document from a file, in place of what the form says."""
    with st.container(key=f"upload_{t.language}"):
        file = st.file_uploader(t("agreement_upload"), type="toml", key="agreement_file")
    if file is None or file.file_id == st.session_state.get("agreement_taken"):
        return
    try:
        taken = read_agreement(file.getvalue().decode("utf-8-sig"), file.name)
    except UnicodeDecodeError:
        tell(FunnelError(Problem("unknown_encoding", file.name)), t)
        return
    except FunnelError as error:
        tell(error, t)
        return
    st.session_state["agreement_taken"] = file.file_id
    st.session_state[_BEGIN] = replace(_begin(), start=taken, name=f"{now():%H%M%S%f}")
    st.rerun()


def _changes(before: Agreement, after: Agreement, t: Texts) -> None:
    with st.container(border=True, key="card_changes"):
        table = changes_table(before, after, t)
        card_title(t("agreement_changes"), t("agreement_changes_note", count=len(table)))
        if table.empty:
            st.markdown(t("agreement_no_changes"))
        else:
            st.table(table, border="horizontal", hide_index=True)


def _save(after: Agreement, base: int, t: Texts) -> None:
    with st.container(border=True, key="card_save"):
        card_title(t("agreement_save_title"), t("agreement_save_note"))
        since = st.date_input(t("agreement_from"), day_of(now()), key="agreement_from")
        who = st.text_input(t("agreement_who"), current_user(), key="agreement_who")
        reason = st.text_area(t("agreement_reason"), key="agreement_reason", height=80)
        ready = bool(reason.strip() and who.strip() and since)
        if not st.button(
            t("agreement_save"), type="primary", key="agreement_save", disabled=not ready
        ):
            return
        try:
            with st.spinner(t("agreement_judging")):
                save_agreement(
                    Workspace.from_environment(), after, since, reason,
                    based_on=base, who=who.strip(), at=now(),
                )  # fmt: skip
        except FunnelError as error:
            tell(error, t)
        else:
            st.session_state["told"] = "agreement_saved"
            _leave()
