"""The page of what to mend: each thing with its count, why it matters, what to do, and its rows."""

from __future__ import annotations

from typing import Literal

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from funnel.errors import Problem
from funnel.masking import mask_address, mask_company, mask_person
from funnel.ui.data import Company, read_files
from funnel.ui.findings import Finding, read_behind, read_findings
from funnel.ui.headline import Headline, headline
from funnel.ui.navigation import DATA, LINKS, WEEKLY
from funnel.ui.preview_cards import problem_table
from funnel.ui.rows import show_rows
from funnel.ui.suggestions import waiting
from funnel.ui.texts import Texts, plain

ON_LINKS = ("suggested", "ambiguous")
"""Their rows stand on the page of links."""
SAID_ELSEWHERE = ("missing_field", "unknown_stage", "dated_in_future")
"""In the title, or in a column of its own."""
COLUMNS = ("subject_id", "what", "days", "day", "stage", "amount", "company", "person", "source",
           "owner")  # fmt: skip


def finding_count(company: Company) -> int:
    """How many kinds of things there are to mend, as the page's title counts them."""
    return sum(map(len, read_findings(company).values()))


def quality(company: Company, t: Texts) -> None:
    """The worst first; a calm sentence where there is nothing."""
    tiers = read_findings(company)
    if not tiers:
        row = headline(
            Headline(t("quality_none"), t("quality_none_why"), t("next_action"), t("data_ready"))
        )
        if row.button(t("back_to_week"), key="back_to_week"):
            st.switch_page(WEEKLY.file)
        return
    worst = next(iter(tiers.values()))[0]
    row = headline(
        Headline(
            t.markdown("quality_title", count=finding_count(company)),
            t.markdown("quality_worst", what=finding_said(worst, t), count=f"{worst.count:,}"),
            t("next_action"),
            t(f"mend_{worst.kind}"),
        )
    )
    _open_button(row, company, worst, t, key="worst", width="content")
    for tier, findings in tiers.items():
        with st.container(border=True, key=f"card_{tier}"):
            st.subheader(t(f"tier_{tier}"), anchor=False)
            for finding in findings:
                _line(company, finding, t)


def _line(company: Company, finding: Finding, t: Texts) -> None:
    key = f"{finding.kind}_{finding.subject}_{finding.what}"
    with st.container(key=f"row_finding_{key}"):
        count, text, button = st.columns([1, 11, 3], vertical_alignment="center")
        count.markdown(f"## {finding.count:,}")
        pending = pending_said(company, finding, t)
        text.markdown(
            f"**{plain(finding_said(finding, t))}**  \n{t(f'harm_{finding.kind}')}  \n"
            f":gray[{t('mend')} {t(f'mend_{finding.kind}')}]"
            + (f"  \n{pending}" if pending else "")
        )
        _open_button(button, company, finding, t, key=key)


def finding_said(finding: Finding, t: Texts) -> str:
    """What it is, in a few words."""
    if finding.kind != "missing_field":
        return t(f"finding_{finding.kind}")
    table = {"lead": "leads", "deal": "deals"}[finding.subject]
    return t(
        "finding_missing_field", object=t(f"object_{table}"), field=t.field(table, finding.what)
    )


def pending_said(company: Company, finding: Finding, t: Texts) -> str:
    """Of links: that some were decided, and the figures and this count do not know it yet."""
    if finding.kind != "suggested" or not (count := len(waiting(company))):
        return ""
    return t("links_pending", count=f"{count:,}")


def _open_button(
    place: DeltaGenerator,
    company: Company,
    finding: Finding,
    t: Texts,
    *,
    key: str,
    width: Literal["stretch", "content"] = "stretch",
) -> None:
    label = t("go_through" if finding.kind == "suggested" else "see_behind")
    if not place.button(label, key=f"open_{key}", width=width):
        return
    if finding.kind in ON_LINKS:
        st.switch_page(LINKS.file)
    _open(company, finding, t)


def _open(company: Company, finding: Finding, t: Texts) -> None:
    @st.dialog(finding_said(finding, t), width="large")
    def dialog() -> None:
        st.markdown(f"{t(f'harm_{finding.kind}')}  \n**{t('mend')}** {t(f'mend_{finding.kind}')}")
        rows = read_behind(company, finding)
        if finding.kind == "refused":
            show_rows(_problems(rows, t), "refused_rows", t)
        elif finding.kind == "stale_export":
            show_rows(_behind(company, rows, t), "stale_export", t)
        else:
            show_rows(_said(rows, finding, t), finding.kind, t, note=t("masked"))
        if finding.kind in ("refused", "stale_export") and st.button(t("upload_exports")):
            st.switch_page(DATA.file)

    dialog()


def _problems(rows: pd.DataFrame, t: Texts) -> pd.DataFrame:
    return problem_table(
        [
            Problem(
                row["reason"], row["file"], row["row"], row["column"], row["value"], row["detail"]
            )
            for row in rows.astype(object).where(rows.notna(), None).to_dict("records")
        ],
        t,
    )


def _behind(company: Company, rows: pd.DataFrame, t: Texts) -> pd.DataFrame:
    """The tables that end earlier than the others."""
    titles = {file["tool"]: t.tool(file["title"]) for file in read_files(company)}
    places = [name.rpartition(" ") for name in rows["subject_id"]]
    return pd.DataFrame(
        {
            t("column_object"): [
                f"{titles.get(tool, tool)} {t(f'object_{kind}')}" for tool, _, kind in places
            ],
            t("column_last_day"): rows["what"],
            t("column_days_behind"): rows["days"],
        }
    )


def _said(rows: pd.DataFrame, finding: Finding, t: Texts) -> pd.DataFrame:
    """The rows as the screen writes them, without columns that say nothing here."""
    table = rows[[name for name in COLUMNS if name in rows]].copy()
    masks = {"company": mask_company, "person": mask_person}
    for name in masks.keys() & set(table.columns):
        table[name] = table[name].map(masks[name], na_action="ignore")
    if "day" in table:
        table["day"] = pd.to_datetime(table["day"]).dt.date
    ids = table["subject_id"].str.partition(":")
    table["subject_id"] = ids[2].where(ids[2] != "", ids[0]).map(mask_address)
    if "what" in table:
        table["what"] = [_what_said(finding.kind, what, t) for what in table["what"]]
    if "source" in table and table["source"].notna().any():
        table["source"] = [t.source(None if pd.isna(name) else name) for name in table["source"]]
    empty = [name for name in table if table[name].isna().all() or (table[name] == "").all()]
    table = table.drop(columns=empty)
    table.columns = pd.Index([t(f"column_{name}") for name in table.columns])
    return table


def _what_said(kind: str, what: object, t: Texts) -> str:
    """Which stage, which day, or how many; nothing where that is said already."""
    if not isinstance(what, str) or kind in SAID_ELSEWHERE:
        return ""
    return (
        t(f"stage_{what}")
        if kind in ("stage_dates_reversed", "bulk_timestamp", "skipped_stage")
        else what
    )
