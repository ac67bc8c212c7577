"""Setting targets: by hand, as CSV, or derived from the value to be won in the fiscal year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pandas as pd
import streamlit as st

from funnel.agreement.targets import Key, Target, checked, read_csv, write_csv
from funnel.agreement.timeline import in_force_on, timeline
from funnel.calendar import months_between
from funnel.clock import now
from funnel.errors import FunnelError
from funnel.messages import in_language
from funnel.metrics import METRICS
from funnel.money import format_money
from funnel.publishing.publish import current_user
from funnel.reports.target_plan import METRIC_OF, Plan, goal_of, plan, to_save
from funnel.reports.target_texts import finding_said
from funnel.reports.targets import ALONG, changed_targets, fiscal_year_of
from funnel.store.team import TeamStore
from funnel.store.workspace import Workspace
from funnel.ui.agreement import tell
from funnel.ui.data import Company, database
from funnel.ui.targets import TargetsShown
from funnel.ui.texts import Texts, plain

METRICS_SET = (*ALONG, "won_value")
_PLAN = "target_plan"


@dataclass(frozen=True)
class _Asked:
    """What a plan was made for; with anything else it is another plan."""

    goal: int
    since: date
    until: date
    as_of: date
    version: int
    agreement: int


def edit_targets(company: Company, found: TargetsShown, t: Texts) -> None:
    """Three ways to set targets, each behind a line to open."""
    with st.expander(t("targets_edit", month=f"{found.view.month:%Y-%m}")):
        _by_hand(found, t)
    with st.expander(t("targets_derive")):
        _derived(company, found, t)
    with st.expander(t("targets_csv")):
        _as_csv(company, found, t)


def _set(values: dict[Key, Decimal | None], origin: str, t: Texts) -> None:
    team = Workspace.from_environment().team
    count = team.set_targets(values, origin, who=current_user(), at=now())
    st.session_state["told_targets"] = t("targets_saved", count=count)
    st.rerun()


def _by_hand(found: TargetsShown, t: Texts) -> None:
    month = found.view.month
    here = {row.metric: row for row in found.report.rows
            if row.month == month and row.source is None and row.owner is None}  # fmt: skip
    names = [in_language(METRICS[name].title, t.language) for name in METRICS_SET]
    before = [here[name].target if name in here else None for name in METRICS_SET]
    edited = st.data_editor(
        pd.DataFrame({"metric": names, "value": pd.Series(before, dtype="float")}),
        hide_index=True,
        disabled=["metric"],
        column_config={
            "metric": st.column_config.TextColumn(t("targets_column_metric")),
            "value": st.column_config.NumberColumn(
                t("targets_column_target"), min_value=0, format="localized"
            ),
        },
        key=f"targets_by_hand_{month}_{t.language}",
    )
    if not st.button(t("targets_save"), key="targets_save"):
        return
    after = [None if pd.isna(value) else float(value) for value in edited["value"]]
    changed = [
        (name, value) for name, old, value in zip(METRICS_SET, before, after, strict=True)
        if old != value
    ]  # fmt: skip
    try:
        told = [
            Target(month, name, None, None, Decimal(f"{value:f}"))
            for name, value in changed
            if value is not None
        ]
        values: dict[Key, Decimal | None] = {one.key: one.value for one in checked(told)}
    except FunnelError as error:
        tell(error, t)
        return
    cleared = [name for name, value in changed if value is None]
    from_file = [name for name in cleared if here[name].entered is None]
    if from_file:
        named = [in_language(METRICS[name].title, t.language) for name in from_file]
        st.error(t.markdown("targets_from_file", metrics=t("comma").join(named)))
        return
    values |= {(month, name, None, None): None for name in cleared}
    _set(values, "adjusted", t)


def _derived(company: Company, found: TargetsShown, t: Texts) -> None:
    team = Workspace.from_environment().team
    in_force = in_force_on(timeline(team.agreements()), found.view.as_of)
    agreement = in_force.agreement
    since, until = fiscal_year_of(found.view.month, agreement.calendar)
    goal = st.number_input(
        t(
            "targets_goal",
            since=f"{since:%Y-%m}",
            until=f"{until:%Y-%m}",
            currency=found.report.currency,
        ),
        min_value=0,
        value=None,
        step=1_000_000,
        key="targets_goal",
        width=420,
    )
    asked = _Asked(int(goal or 0), since, until, found.view.as_of, company.version, in_force.number)
    if st.button(t("targets_reckon"), key="targets_reckon", disabled=not goal):
        st.session_state.pop(_PLAN, None)
        try:
            made = plan(
                database(company.home, company.version),
                goal_of(asked.goal, months_between(since, until), agreement.calendar),
                asked.as_of,
                agreement,
            )
        except FunnelError as error:
            tell(error, t)
        else:
            st.session_state[_PLAN] = asked, made
    if _PLAN not in st.session_state:
        return
    made_for, made = st.session_state[_PLAN]
    if made_for != asked:
        del st.session_state[_PLAN]
        return
    _offer(made, team, t)


def _offer(made: Plan, team: TeamStore, t: Texts) -> None:
    """A plan, what it is for, why it may not work, and to keep it."""
    st.markdown(
        t.markdown(
            "targets_plan_for",
            goal=format_money(sum(made.goal.values()), made.currency, t.language),
            since=f"{min(made.goal):%Y-%m}",
            until=f"{max(made.goal):%Y-%m}",
        )
    )
    st.table(_tree(made, t), border="horizontal", hide_index=True)
    for finding in made.findings:
        said = finding_said(finding, made.currency, t.language)
        st.markdown(f":material/warning: {plain(said)}")
    if st.button(t("targets_save_plan"), type="primary", key="targets_save_plan"):
        try:
            values = to_save(made, team.targets())
        except FunnelError as error:
            tell(error, t)
            return
        del st.session_state[_PLAN]
        _set(values, "derived", t)


def _tree(made: Plan, t: Texts) -> pd.DataFrame:
    """A row a month, a column a stage, from the leads to the wins."""
    levels = [level for level in made.tree.levels[::-1] if any(level.needed)]
    titles = [in_language(METRICS[METRIC_OF[level.stage]].title, t.language) for level in levels]
    rows = [
        [f"{month:%Y-%m}", *(f"{level.needed[place]:,}" for level in levels)]
        for place, month in enumerate(made.tree.months)
        if any(level.needed[place] for level in levels)
    ]
    return pd.DataFrame(rows, columns=[t("month_title"), *titles])


def _as_csv(company: Company, found: TargetsShown, t: Texts) -> None:
    rows = [
        Target(row.month, row.metric, row.source, row.owner, Decimal(f"{row.target:f}"))
        for row in found.report.rows
        if row.month is not None
    ]
    st.download_button(
        t("download_rows"), write_csv(rows).encode("utf-8-sig"), "targets.csv", mime="text/csv",
        key="targets_download", on_click="ignore", disabled=not rows,
    )  # fmt: skip
    with st.container(key=f"upload_{t.language}"):
        file = st.file_uploader(t("targets_upload"), type="csv", key="targets_file")
    if file is None or file.file_id == st.session_state.get("targets_taken"):
        return
    try:
        told = read_csv(file.getvalue(), file.name)
    except FunnelError as error:
        tell(error, t)
        return
    st.session_state["targets_taken"] = file.file_id
    db, team = database(company.home, company.version), Workspace.from_environment().team
    _set(changed_targets(db, team, told), "adjusted", t)
