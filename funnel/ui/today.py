"""The card of today's rows: the most urgent ones, and all of them by owner behind a button."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import streamlit as st

from funnel.masking import mask_company, mask_person
from funnel.reports.promises import Asked, promises
from funnel.reports.stalled import stalled
from funnel.reports.today import KINDS, LOOK_BACK, TO_MOVE, Row, Today, most_urgent, today
from funnel.ui.cards import OPENS, card_title
from funnel.ui.data import Company, View, database
from funnel.ui.promises import promise_name
from funnel.ui.rows import show_rows
from funnel.ui.texts import Texts, plain
from funnel.ui.wall import shortened

SHOWN = 7


@st.cache_data(max_entries=8, show_spinner=False)
def _read(home: str, version: int, as_of: date) -> Today:
    db = database(home, version)
    found = promises(db, Asked(as_of - LOOK_BACK + timedelta(days=1), as_of, as_of))
    open_deals = stalled(db, as_of)
    return today(db, found, open_deals if open_deals.is_judged else None)


def read_today(company: Company, view: View) -> Today:
    """The rows of the last day in view, of the lead source and the owner in view."""
    found = _read(company.home, company.version, view.as_of)
    owners = [owner for name, owner in view.where if name == "owner"]
    if not view.source and not owners:
        return found
    rows = tuple(
        row
        for row in found.rows
        if (not view.source or row.source in view.source) and (not owners or row.owner in owners)
    )
    totals = {kind: sum(row.kind == kind for row in rows) for kind in found.totals}
    return Today(found.as_of, rows, totals)


def today_card(company: Company, view: View, t: Texts) -> None:
    """How many there are of each kind, the most urgent rows, and the way to all of them."""
    found = read_today(company, view)
    with st.container(border=True, key="card_today", height="stretch"):
        note = t("dot").join(
            t(f"today_count_{kind}", count=f"{found.totals[kind]:,}")
            for kind in TO_MOVE
            if found.totals.get(kind)
        )
        # A row says its source and its owner, and nothing else to narrow it by.
        is_wider = any(name != "owner" for name, _ in view.where)
        notes = filter(None, [note, t("narrow_partly") if is_wider else ""])
        card_title(t("today_title"), t("dot").join(notes))
        if urgent := most_urgent(found, SHOWN):
            table = pd.DataFrame([_line(row, t) for row in urgent])
            st.table(table, border="horizontal", hide_index=True, hide_header=True)
        else:
            st.markdown(t(_nothing(found)))
        if not found.rows:
            return
        if st.button(t("today_all"), key="see_today", type="tertiary", icon=OPENS):
            open_today(found, t)
        if forgotten := found.totals.get("forgotten"):
            st.caption(t("today_forgotten", count=f"{forgotten:,}"))


def _nothing(found: Today) -> str:
    """What is said where no row is: of what the exports and the agreement can tell."""
    is_agreed, has_deals = "overdue" in found.totals, "stalled" in found.totals
    if is_agreed:
        return "today_none" if has_deals else "today_none_leads"
    return "today_none_deals" if has_deals else "today_none_known"


def _line(row: Row, t: Texts) -> list[str]:
    who = " / ".join(
        part for part in (mask_person(row.person), mask_company(row.company)) if part
    ) or row.subject_id.partition(":")[2]  # fmt: skip
    about = [shortened(t.source(row.source), 10)]
    if row.kind != "unassigned":  # that is what the end of the line says
        about.append(shortened(row.owner or t("capacity_nobody"), 10))
    return [
        f"{plain(shortened(who, 16))} \u2002 :gray[{plain(t('dot').join(about))}]",
        f"**{plain(how_late(row, t))}**",
    ]


def how_late(row: Row, t: Texts) -> str:
    """`3日 超過`, `11/24 まで`, `41日(普段 ≤23日)`."""
    if row.kind == "overdue":
        return t("today_late" if row.days else "today_late_today", days=f"{row.days:,}")
    if row.kind == "due":
        return t("today_due", day=f"{row.since:%m/%d}")
    if row.kind == "unassigned":
        return t("today_nobody", days=f"{row.days:,}")
    return t("today_stalled", days=f"{row.days:,}", limit=f"{row.limit:,}")


def open_today(found: Today, t: Texts) -> None:
    """A dialog with all rows, a table and a file for each kind, by owner."""

    @st.dialog(t("today_title"), width="large")
    def opened() -> None:
        for kind in KINDS:
            rows = found.of(kind)
            if not rows:
                continue
            title = t(f"today_kind_{kind}", count=f"{found.totals[kind]:,}")
            st.subheader(title, anchor=False)
            show_rows(_table(rows, t), f"today_{kind}", t, note=t("masked"))

    opened()


def _table(rows: tuple[Row, ...], t: Texts) -> pd.DataFrame:
    by_owner = sorted(rows, key=lambda row: (row.owner is None, row.owner or ""))
    table = pd.DataFrame(
        {
            "owner": [row.owner for row in by_owner],
            "promise": [row.promise and promise_name(row.promise, t) for row in by_owner],
            "stage": [row.stage for row in by_owner],
            "late": [how_late(row, t) for row in by_owner],
            "day": [row.since for row in by_owner],
            "source": [t.source(row.source) for row in by_owner],
            "company": [mask_company(row.company) for row in by_owner],
            "person": [mask_person(row.person) for row in by_owner],
            "subject_id": [row.subject_id.partition(":")[2] for row in by_owner],
        }
    )
    table = table.drop(columns=[name for name in table if not table[name].any()])
    table.columns = pd.Index([t(f"column_{name}") for name in table.columns])
    return table
