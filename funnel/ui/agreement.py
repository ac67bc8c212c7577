"""The agreement in force: what it says, since when and why, and those before it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from funnel.agreement.document import diff, read_agreement, write_agreement
from funnel.agreement.model import Agreement
from funnel.agreement.timeline import InForce, in_force_on, timeline
from funnel.calendar import day_of
from funnel.clock import now
from funnel.errors import FunnelError
from funnel.messages import describe
from funnel.publishing.agreements import take_back_agreement
from funnel.publishing.publish import current_user
from funnel.store.team import AgreementVersion
from funnel.store.workspace import Workspace
from funnel.ui.agreement_scores import scores_card, sql_card
from funnel.ui.agreement_words import Line, path_said, sections, value_said
from funnel.ui.cards import card_title
from funnel.ui.data import Company
from funnel.ui.headline import Headline, headline
from funnel.ui.numbers import moment_said
from funnel.ui.texts import Texts, plain

CHANGING = "agreement_changing"
"""Set in the session while the form of changes is open."""


def agreement_page(company: Company, t: Texts) -> None:
    """The agreement of today in words, and the history below."""
    if told := st.session_state.pop("told", None):
        st.toast(t(told))
    versions = Workspace.from_environment().team.agreements()
    today = in_force_on(timeline(versions), day_of(now()))
    saved = next((one for one in versions if one.number == today.number), None)
    row = headline(_headline(today, saved, t))
    if row.button(t("agreement_change"), type="primary", key="agreement_change"):
        st.session_state[CHANGING] = True
        st.rerun()
    row.download_button(
        t("agreement_toml"),
        write_agreement(today.agreement),
        f"agreement-{today.number}.toml",
        key="agreement_toml",
        on_click="ignore",
    )
    _terms(today.agreement, t)
    scores_card(company, t)
    sql_card(company, t)
    if versions:
        _history(versions, today, t)


def _headline(today: InForce, saved: AgreementVersion | None, t: Texts) -> Headline:
    if saved is None:
        return Headline(
            t("agreement_none"), t("agreement_none_why"), t("next_action"), t("agreement_none_next")
        )
    review = today.agreement.promises.monthly_review
    key = "agreement_review" if review else "agreement_no_review"
    return Headline(
        t.markdown("agreement_in_force", number=today.number, day=f"{today.since:%Y/%m/%d}"),
        t.markdown("agreement_why", reason=saved.reason, who=saved.who),
        t("next_action"),
        t.markdown(key, day=review.day if review else ""),
    )


def _terms(agreement: Agreement, t: Texts) -> None:
    """What is agreed, promises on the left and definitions on the right, about as long."""
    left, right = st.columns(2)
    on_the_left = ("promises", "sql", "rates", "capacity")
    for part, title, lines in sections(agreement, t):
        side = left if part.startswith(on_the_left) else right
        with side.container(border=True, key=f"card_terms_{part}"):
            st.subheader(title, anchor=False)
            st.table(_as_table(lines), border="horizontal", hide_index=True, hide_header=True)


def _as_table(lines: list[Line]) -> pd.DataFrame:
    return pd.DataFrame([[f"**{plain(about)}**", plain(said)] for about, said in lines])


def _history(versions: list[AgreementVersion], today: InForce, t: Texts) -> None:
    kept = [one for one in versions if one.taken_back is None]
    with st.container(border=True, key="card_agreements"):
        card_title(t("agreement_history"), t("agreement_history_note"))
        for version in reversed(versions):
            with st.container(
                horizontal=True, vertical_alignment="center", key=f"agreement_{version.number}"
            ):
                st.markdown(_version_said(version, today, t), width="stretch")
                before = max((one for one in kept if one.number < version.number),
                             key=lambda one: one.number, default=None)  # fmt: skip
                if st.button(t("agreement_compare"), key=f"compare_{version.number}"):
                    _compare(before, version, t)
                is_latest = bool(kept) and version is kept[-1]
                if is_latest and st.button(t("agreement_take_back"), key=f"back_{version.number}"):
                    _ask_to_take_back(version, t)


def _version_said(version: AgreementVersion, today: InForce, t: Texts) -> str:
    mark = f" :blue-badge[{t('history_in_force')}]" if version.number == today.number else ""
    if version.taken_back is not None:
        mark = f" :gray-badge[{t('agreement_was_taken_back')}]"
    title = t.markdown(
        "agreement_version", number=version.number, day=f"{version.in_force_from:%Y/%m/%d}"
    )
    reason = version.reason
    if version.taken_back is not None:
        reason = f"{reason} → {version.taken_back.reason}"
    by = f"{version.who}・{moment_said(version.at.isoformat(), t)}"
    return f"**{title}**{mark}  \n{plain(reason)}  \n:gray[{plain(by)}]"


def changes_table(before: Agreement, after: Agreement, t: Texts) -> pd.DataFrame:
    """What two agreements differ in; Markdown cells."""
    rows = [
        [plain(path_said(path, t)), plain(value_said(path, old, t)),
         f"**{plain(value_said(path, new, t))}**"]
        for path, old, new in diff(before, after)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=[t("column_agreed"), t("column_before"), t("column_after")])


def _compare(before: AgreementVersion | None, after: AgreementVersion, t: Texts) -> None:
    old = read_agreement(before.toml) if before else Agreement()
    title = t("agreement_compare_title", before=before.number if before else 0, after=after.number)

    @st.dialog(title, width="large")
    def dialog() -> None:
        table = changes_table(old, read_agreement(after.toml), t)
        if table.empty:
            st.markdown(t("agreement_same"))
        else:
            st.table(table, border="horizontal", hide_index=True)

    dialog()


def _ask_to_take_back(version: AgreementVersion, t: Texts) -> None:
    @st.dialog(t("agreement_take_back_title", number=version.number))
    def dialog() -> None:
        st.markdown(t("agreement_take_back_why"))
        reason = st.text_input(t("agreement_reason"), key="take_back_reason")
        if st.button(
            t("agreement_take_back"), type="primary", key="take_back", disabled=not reason.strip()
        ):
            try:
                with st.spinner(t("agreement_judging")):
                    take_back_agreement(
                        Workspace.from_environment(), version.number, reason,
                        who=current_user(), at=now(),
                    )  # fmt: skip
            except FunnelError as error:
                tell(error, t)
            else:
                st.rerun()

    dialog()


def tell(error: FunnelError, t: Texts) -> None:
    """What is wrong, in the reader's language."""
    for problem in error.problems:
        st.error(plain(describe(problem, t.language)))
