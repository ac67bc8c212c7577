"""The card of the preview that says what the version amounts to: deals by outcome, stages."""

from __future__ import annotations

import streamlit as st

from funnel.money import format_money
from funnel.preview import Preview
from funnel.preview.summary import OutcomeCount, Summary
from funnel.ui.cards import card_title
from funnel.ui.texts import Texts


def summary(found: Summary, before: Summary | None, changes: Preview, t: Texts) -> None:
    """Won, lost and open deals: a wrong meaning of a stage is seen here before it counts.

    The stages stand beside them on a first version, and where a change makes one come or go.
    """
    is_news = changes.before is None or changes.stages_lost or changes.stages_gained
    if not (found.outcomes or is_news):
        return
    with st.container(border=True, key="card_summary"):
        card_title(t("summary"), t("summary_note"))
        was = {} if before is None else {each.outcome: each for each in before.outcomes}
        if found.outcomes:
            for place, each in zip(st.columns(len(found.outcomes)), found.outcomes, strict=True):
                with place:
                    _outcome(each, was.get(each.outcome), found.currency, t)
        if is_news:
            _stages(found, t)


def _outcome(now: OutcomeCount, was: OutcomeCount | None, currency: str, t: Texts) -> None:
    st.metric(
        t(f"outcome_{now.outcome}"),
        t("deals_count", value=f"{now.count:,}"),
        None if was is None else t("links_before", count=f"{was.count:,}"),
        delta_color="off",
        delta_arrow="off",
    )
    if now.value is not None:
        st.markdown(format_money(float(now.value), currency, t.language).replace("$", r"\$"))
    if now.unknown:
        st.caption(t("outcome_unknown", count=f"{now.unknown:,}"))


def _stages(found: Summary, t: Texts) -> None:
    measured = " → ".join(t(f"stage_{stage}") for stage in found.measured)
    st.markdown(f"**{t('measured_stages')}** {measured}")
    if found.not_measured:
        stages = t("comma").join(t(f"stage_{stage}") for stage in found.not_measured)
        st.markdown(t("unmeasured_stages", stages=stages))
