"""A dialog with the whole way of one lead or deal, the latest first."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from funnel.masking import mask_company, mask_person
from funnel.money import format_money
from funnel.reports.whole_way import Event, Person, Subject, Way, whole_way
from funnel.ui.data import Company, database
from funnel.ui.numbers import day_said
from funnel.ui.promises import promise_name
from funnel.ui.rows import show_rows
from funnel.ui.texts import TEXTS, Texts, plain
from funnel.ui.wall import shortened

MOST_PEOPLE = 5
COLUMNS = ("day", "event", "name", "detail", "pass", "owner", "amount", "evidence")


@st.cache_data(max_entries=64, show_spinner=False)
def read_way(company: Company, subject: Subject, subject_id: str) -> Way:
    """As known in the version in force."""
    return whole_way(database(company.home, company.version), subject, subject_id)


def open_way(company: Company, subject: Subject, subject_id: str, t: Texts) -> None:
    """Stages with their dates and evidence, hand-overs, touches, talks, deals and promises."""
    key = shortened(subject_id.partition(":")[2], 30)

    @st.dialog(t(f"way_{subject}", id=key), width="large")
    def dialog() -> None:
        way = read_way(company, subject, subject_id)
        st.markdown(f"**{plain(_who(way))}**")
        st.markdown(plain(_standing(way, company, t)))
        if subject == "deal" and way.people:
            people = t("comma").join(_person(one) for one in way.people[:MOST_PEOPLE])
            st.markdown(t.markdown("way_people", people=people))
        if not way.events:
            st.markdown(t("way_none"))
        else:
            show_rows(table_of(way, company, t), f"{subject}_{key}", t)
        if way.left_out:
            st.caption(t("way_left_out", count=f"{way.left_out:,}"))
        st.caption(t("way_note", version=company.version, day=day_said(company.last_day, t)))

    dialog()


def _who(way: Way) -> str:
    masked = mask_company(way.company or (way.title if way.subject == "deal" else None))
    person = mask_person(way.title) if way.subject == "lead" else ""
    return " / ".join(part for part in (person, masked) if part) or way.id.partition(":")[2]


def _standing(way: Way, company: Company, t: Texts) -> str:
    said = [way.stage or "", t.source(way.source), way.campaign or "",
            way.owner or t("capacity_nobody")]  # fmt: skip
    if way.amount is not None:
        said.append(format_money(float(way.amount), company.currency, t.language))
    return t("dot").join(shortened(one, 40) for one in said if one)


def _person(one: Person) -> str:
    who = " / ".join(part for part in (mask_person(one.person), mask_company(one.company)) if part)
    return who or shortened(one.id.partition(":")[2], 30)


def table_of(way: Way, company: Company, t: Texts) -> pd.DataFrame:
    """The events as the screen writes them, without columns that say nothing here."""
    table = pd.DataFrame([_row(one, company, t) for one in way.events], columns=list(COLUMNS))
    table = table.drop(columns=[name for name in COLUMNS if not table[name].notna().any()])
    table.columns = pd.Index([t(f"column_{name}") for name in table.columns])
    return table


def _row(one: Event, company: Company, t: Texts) -> dict[str, object]:
    detail = one.detail
    if one.what == "promise":
        detail = t(f"way_promise_{detail}")
    elif one.what == "deal":
        detail = None  # a deal is mostly called by its company
    amount = None
    if one.amount is not None:
        amount = format_money(float(one.amount), company.currency, t.language)
    return {
        "day": one.day,
        "event": t(f"way_what_{one.what}"),
        "name": _name(one, t),
        "detail": detail or None,
        "pass": one.number,
        "owner": one.owner,
        "amount": amount,
        "evidence": _evidence(one, t),
    }


def _name(one: Event, t: Texts) -> str | None:
    if one.what == "promise" and one.name:
        return promise_name(one.name, t)
    keys = {"stage": f"stage_{one.name}", "decision": f"meaning_{one.name}",
            "deal": "way_deal_open" if one.name == "open" else f"outcome_{one.name}"}  # fmt: skip
    key = keys.get(one.what)
    return t(key) if key in TEXTS else one.name


def _evidence(one: Event, t: Texts) -> str | None:
    if one.what not in ("stage", "deal_stage"):
        return None
    said = t(f"way_{one.evidence}")
    if one.not_before is None or one.not_before == one.day:
        return said
    return t("way_since", evidence=said, day=f"{one.not_before:%Y/%m/%d}")
