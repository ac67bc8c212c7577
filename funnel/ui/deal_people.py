"""More cards of the page of deals: what stands still, whom to help, what content was met."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from funnel.masking import mask_company
from funnel.money import short_money
from funnel.reports.deal_content import Content
from funnel.reports.deal_loads import QUIET, DealLoad
from funnel.ui import deal_rows, deals
from funnel.ui.cards import OPENS, card_title
from funnel.ui.deals import Desk, sum_said
from funnel.ui.numbers import share_said
from funnel.ui.texts import Texts, plain
from funnel.ui.wall import shortened

MOST_OWNERS = 8


def standing_card(desk: Desk, t: Texts) -> None:
    """How many are stalled, the first of them, and all behind a button."""
    found = desk.standing
    with st.container(border=True, key="card_standing", height="stretch"):
        card_title(t("standing_title"), t("standing_note"))
        if not found.is_judged or not found.stalled.deals:
            st.markdown(t("standing_none" if found.is_judged else "standing_unjudged"))
        else:
            count = sum_said(found.stalled, desk, t)
            st.markdown(t.markdown("standing_is", open=f"{found.open_deals:,}", count=count))
            table = pd.DataFrame([_standing(row, t) for _, row in found.first.iterrows()])
            st.table(table, border="horizontal", hide_index=True, hide_header=True)
        total = found.stalled.deals + found.forgotten
        label = t("standing_all", count=f"{total:,}")
        if total and st.button(label, key="see_standing", type="tertiary", icon=OPENS):
            home, version = desk.company.home, desk.company.version
            _, rows = deals.read_standing(home, version, desk.asked.as_of)
            deal_rows.open_standing(rows, t)
        if found.forgotten:
            st.caption(t("standing_forgotten", count=f"{found.forgotten:,}"))


def _standing(row: pd.Series, t: Texts) -> list[str]:
    """Whose deal with whom, where it stands; how long, against what is usual."""
    company = mask_company(None if pd.isna(row["company"]) else row["company"])
    stage, owner = (None if pd.isna(row[name]) else row[name] for name in ("stage", "owner"))
    who = company or row["subject_id"].partition(":")[2]
    about = [
        shortened(stage or t("stage_unknown"), 10),
        shortened(owner or t("loads_nobody"), 10),
    ]
    days = t("standing_over", days=f"{row['days']:,}", limit=f"{row['limit']:,}")
    said = plain(t("dot").join(about))
    return [f"{plain(shortened(who, 16))} \u2002 :gray[{said}]", f"**{plain(days)}**"]


def loads_card(desk: Desk, t: Texts) -> None:
    """What each owner has open: who is above what is agreed first, the others by name."""
    found = desk.loads
    with st.container(border=True, key="card_loads", height="stretch"):
        card_title(t("loads_title"), t("loads_note" if found.most else "loads_note_plain"))
        if not found.loads:
            st.markdown(t("loads_none"))
            return
        if found.over:
            owners = t("and").join(shortened(one.owner or "", 12) for one in found.over[:3])
            st.markdown(t.markdown("loads_over", most=found.most, owners=owners))
        st.table(load_table(desk, t), border="horizontal", hide_index=True)
        notes = []
        if found.most is None:
            notes.append(t("loads_no_limit"))
        if all(one.quiet is None for one in found.loads):
            notes.append(t("loads_no_activities"))
        if notes:
            st.caption(" ".join(notes))


def load_table(desk: Desk, t: Texts) -> pd.DataFrame:
    """One row an owner, as text, without columns nobody can fill; those left out are counted."""
    loads = desk.loads.loads
    rows = [_load(one, desk, t) for one in loads[:MOST_OWNERS]]
    names = ["owner", "open_deals", "amount", "load_over", "beyond", "quiet", "overdue"]
    kept = [at for at, name in enumerate(names) if at < 2 or any(row[at] != "—" for row in rows)]
    table = pd.DataFrame([[row[at] for at in kept] for row in rows])
    table.columns = pd.Index([t(f"column_{names[at]}", days=QUIET) for at in kept])
    if len(loads) > MOST_OWNERS:
        rest = [t("loads_more", count=len(loads) - MOST_OWNERS)]
        table.loc[len(table)] = rest + [""] * (len(kept) - 1)
    return table


def _load(one: DealLoad, desk: Desk, t: Texts) -> list[str]:
    owner = t("loads_nobody") if one.owner is None else shortened(one.owner, 16)
    amount = "—"
    if one.sum.amount is not None and desk.pipeline.has_amounts:
        amount = plain(short_money(one.sum.amount, desk.loads.currency, t.language))
    over = "—"
    if one.over is not None:
        over = t("load_over", count=f"{one.over:,}") if one.over else t("load_within")
    rest = ["—" if one is None else f"{one:,}" for one in (one.beyond, one.quiet, one.overdue)]
    return [plain(owner), f"**{one.sum.deals:,}**", amount, plain(over), *rest]


def content_card(desk: Desk, t: Texts) -> None:
    """What the people of won and of lost deals met, side by side."""
    found = desk.content
    with st.container(border=True, key="card_content", height="stretch"):
        days = {"since": f"{found.since:%Y/%m/%d}", "until": f"{found.until:%Y/%m/%d}"}
        card_title(t("content_title"), t("content_note", **days))
        if found.state in ("no_names", "not_measured"):
            st.markdown(t(f"content_{found.state}"))
            return
        counts = {"won": f"{found.won:,}", "lost": f"{found.lost:,}"}
        if found.state == "too_few":
            st.markdown(t("content_too_few", **counts))
        names = ("content", "in_won", "in_lost", "difference")
        table = pd.DataFrame([_content(one, desk, t) for one in found.names])
        table.columns = pd.Index([t(f"column_{name}") for name in names])
        st.table(table, border="horizontal", hide_index=True)
        st.caption(t("content_of", shown=len(found.names), **counts))


def _content(one: Content, desk: Desk, t: Texts) -> list[str]:
    verdict = one.difference.verdict
    said = t("content_few" if verdict == "too_few" else f"content_{verdict}")
    return [
        plain(shortened(one.name, 24)),
        _share(one.won, desk.content.won),
        _share(one.lost, desk.content.lost),
        plain(said) if verdict not in ("more", "less") else f"**{plain(said)}**",
    ]


def _share(count: int, whole: int) -> str:
    """`57% (35/61)`: never without its counts."""
    return plain(f"{share_said(count / whole)} ({count:,}/{whole:,})") if whole else "—"
