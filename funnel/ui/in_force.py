"""What is in force: the exports, what they measure, what was left out, and what looks wrong."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd
import streamlit as st

from funnel.ui.data import Company, read_status
from funnel.ui.findings import read_findings
from funnel.ui.headline import Headline
from funnel.ui.navigation import QUALITY
from funnel.ui.numbers import day_said, moment_said, short_moment
from funnel.ui.quality import finding_said, pending_said
from funnel.ui.texts import Texts, plain

MOST_FINDINGS = 3
ALIKE = timedelta(days=7)
"""Tables that end within so many days of each other were exported together."""


def in_force(company: Company, t: Texts) -> None:
    """Everything `funnel status` tells, for people."""
    told = read_status(company)
    at = moment_said(told["published_at"], t)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.subheader(t("in_force"), anchor=False, width="content")
        st.caption(t("in_force_note", version=told["version"], at=at), text_alignment="right")
    if any(batch["is_demo"] for batch in told["batches"]):
        st.info(t("demo_in_force"))
    _totals(told, t)
    columns: dict[str, Any] = {
        t(name): st.column_config.NumberColumn(format="localized")
        for name in ("column_rows_read", "column_rows_refused")
    }
    columns[t("column_file")] = st.column_config.TextColumn(width=185)
    st.dataframe(
        _tables(told, t), hide_index=True, width="stretch", placeholder="—", column_config=columns
    )
    measured = [t(f"stage_{stage}") for stage in told["stages_measured"]]
    st.markdown(f"**{t('measured_stages')}** {' → '.join(measured)}")
    if told["stages_not_measured"]:
        stages = ", ".join(t(f"stage_{stage}") for stage in told["stages_not_measured"])
        st.markdown(t("unmeasured_stages", stages=stages))
    _unused_columns(told, t)
    _faults(company, t)


def freshness_headline(company: Company, t: Texts) -> Headline:
    """How far the data reach, and which table to bring next."""
    told = read_status(company)
    dated = [table for table in told["freshness"] if table["last_day"]]
    oldest = min(dated, key=lambda table: table["last_day"])
    faults = sum(fault["count"] for fault in told["faults"])
    return Headline(
        t.markdown("data_until", day=day_said(company.last_day, t)),
        t.markdown(
            "data_evidence",
            rows=f"{told['rows_read']:,}",
            refused=f"{told['rows_refused']:,}",
            faults=f"{faults:,}",
        ),
        t("next_action"),
        t.markdown("data_ready")
        if date.fromisoformat(oldest["last_day"]) >= company.last_day - ALIKE
        else t.markdown(
            "next_upload",
            table=f"{t.tool(oldest['title'])} {t('object_' + oldest['object'])}",
            day=oldest["last_day"],
        ),
    )


def _totals(told: dict[str, Any], t: Texts) -> None:
    leads, deals, linked = st.columns(3)
    links = told["links"]
    leads.metric(t("leads_in_force"), f"{told['leads']:,}")
    deals.metric(t("deals_in_force"), f"{told['deals']:,}")
    if told["leads"] and told["deals"]:
        linked.metric(
            t("linked_in_force"),
            f"{links['linked']:,}/{told['deals']:,}",
            t("unlinked_note", count=f"{links['unlinked']:,}"),
            delta_color="off",
            delta_arrow="off",
        )


def _tables(told: dict[str, Any], t: Texts) -> pd.DataFrame:
    rows = [
        {
            t("column_file"): file["file"],
            t("column_tool"): t.tool(file["title"]),
            t("column_object"): t(f"object_{file['object']}"),
            t("column_rows_read"): file["rows_read"] - file["rows_refused"],
            t("column_rows_refused"): file["rows_refused"],
            t("column_last_day"): file["last_day"],
            t("column_at"): short_moment(batch["at"]),
        }
        for batch in told["batches"]
        for file in batch["files"]
    ]
    table = pd.DataFrame(rows)
    # Beside the form there is room for a few columns; who brought what stands in the history.
    return table if told["rows_refused"] else table.drop(columns=t("column_rows_refused"))


def _unused_columns(told: dict[str, Any], t: Texts) -> None:
    if not any(file["unused_columns"] for batch in told["batches"] for file in batch["files"]):
        return
    with st.expander(t("column_unused")):
        for batch in told["batches"]:
            for file in batch["files"]:
                st.markdown(f"**{plain(file['file'])}** {plain(', '.join(file['unused_columns']))}")


def _faults(company: Company, t: Texts) -> None:
    """The worst of what wants mending; all of it has a page of its own."""
    findings = [finding for tier in read_findings(company).values() for finding in tier]
    st.markdown(f"**{t('faults')}**")
    if not findings:
        st.markdown(t("no_faults"))
        return
    lines = [
        t.markdown("faults_most", what=finding_said(finding, t), count=f"{finding.count:,}")
        + f" {pending_said(company, finding, t)}"
        for finding in findings[:MOST_FINDINGS]
    ]
    st.markdown("\n".join(f"- {line}" for line in lines))
    if st.button(t("see_quality"), key="see_quality"):
        st.switch_page(QUALITY.file)
