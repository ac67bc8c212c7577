"""Before publishing: what was read, what was not, what would change, and one button."""

from __future__ import annotations

import streamlit as st

from funnel.errors import FunnelError
from funnel.messages import describe
from funnel.preview import Preview, SubjectChanges
from funnel.publishing.publish import Prepared
from funnel.ui import preview_cards as cards
from funnel.ui import preview_changes as changed
from funnel.ui import published
from funnel.ui.data import company_in_force
from funnel.ui.headline import Headline, headline
from funnel.ui.intake import Intake, drop, put
from funnel.ui.preview_summary import summary
from funnel.ui.preview_unread import unread_columns
from funnel.ui.preview_warnings import warnings
from funnel.ui.texts import Texts, plain


def preview_screen(found: Intake, prepared: Prepared, changes: Preview, t: Texts) -> None:
    """The verdict with the two buttons, what to decide first, and what stands behind it."""
    failure = st.container()
    is_repeat = len(prepared.repeated) == len(found.files) and changes.is_empty
    row = headline(_repeat(changes, t) if is_repeat else _verdict(prepared, changes, t))
    refused = len(cards.rows_of(prepared.refused))
    label = t("publish_rest", count=f"{refused:,}") if refused else t("publish")
    is_doubtful = is_repeat or bool(prepared.older)
    if row.button(label, type="secondary" if is_doubtful else "primary", key="publish"):
        with failure:
            _publish(found, prepared, t)
    if row.button(t("cancel"), type="primary" if is_doubtful else "secondary", key="cancel"):
        drop()
        st.session_state["told"] = "cancelled"
        st.rerun()
    if found.notice:
        st.info(t(found.notice))
    unread_columns(found, prepared, changes, t)
    warnings(found, prepared, changes, t)
    if found.summary is not None:
        summary(found.summary, found.summary_before, changes, t)
    if changes.before is None:
        changed.subjects(changes, t)
    else:
        left, right = st.columns([2, 3])
        with left:
            changed.subjects(changes, t)
        with right:
            changed.past(changes, t)
    # Tables over the whole width: beside each other their last columns would be cut off.
    cards.files(found, prepared, t)
    cards.refused_rows(prepared, t)
    if changes.new_values:
        left, right = st.columns(2)
        with left:
            changed.links(changes, t)
        with right:
            changed.new_values(changes, t)
    else:
        changed.links(changes, t)
    cards.columns(prepared, t)
    cards.readings(found, t)


def _publish(found: Intake, prepared: Prepared, t: Texts) -> None:
    with st.spinner(t("step_publishing")):
        try:
            done = put(found, prepared)
        except FunnelError as error:
            for problem in error.problems:
                st.error(plain(describe(problem, t.language)))
            return
    if done is not None:
        published.remember(done, prepared.base)
    st.rerun()


def _repeat(changes: Preview, t: Texts) -> Headline:
    return Headline(
        t("repeat_title"),
        t.markdown("repeat_evidence", before=changes.before),
        t("next_action"),
        t("repeat_next"),
    )


def _verdict(prepared: Prepared, changes: Preview, t: Texts) -> Headline:
    rows = sum(file.rows_read for file in prepared.files)
    refused = len(cards.rows_of(prepared.refused))
    title = "preview_title_refused" if refused else "preview_title"
    return Headline(
        t.markdown(title, rows=f"{rows - refused:,}", refused=f"{refused:,}")
        if refused
        else t.markdown(title, rows=f"{rows:,}"),
        _evidence(changes, t),
        t("next_action"),
        t(_next_step(prepared)),
    )


def _next_step(prepared: Prepared) -> str:
    if prepared.older:
        return "older_next"
    return "preview_next" if prepared.base is not None else "preview_next_first"


def _evidence(changes: Preview, t: Texts) -> str:
    if changes.before is None:
        company = company_in_force()
        return t("preview_demo" if company is not None and company.is_demo else "preview_none")
    subjects = {"leads": changes.leads, "deals": changes.deals}
    parts = [_part(name, change, t) for name, change in subjects.items() if not change.is_empty]
    parts += [
        t(
            "other_rows_part",
            object=t(f"object_{other.object}"),
            before=f"{other.before:,}",
            after=f"{other.after:,}",
        )
        for other in changes.rows
    ]
    if changes.past:
        parts.append(t("preview_past_part", count=f"{len(changes.past):,}"))
    return t(
        "preview_changes",
        before=changes.before,
        changes=t("comma").join(parts) if parts else t("preview_same"),
    )


def _part(name: str, change: SubjectChanges, t: Texts) -> str:
    return t(
        "preview_part",
        object=t(f"object_{name}"),
        new=f"{change.new:,}",
        changed=f"{change.changed:,}",
        gone=f"{change.gone:,}",
    )
