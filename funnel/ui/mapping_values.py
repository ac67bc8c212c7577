"""What the statuses or stages mean, and whether the day or the month comes first."""

from __future__ import annotations

import re
from typing import Literal, get_args

import streamlit as st

from funnel.importers.profiles.profile import DateOrder, LeadState, Outcome
from funnel.ui import mapping_cells, mapping_start
from funnel.ui.cards import card_title
from funnel.ui.mapping_draft import Draft, Meaning
from funnel.ui.mapping_table import pick
from funnel.ui.texts import Texts, plain

ORDERS: tuple[DateOrder, ...] = ("mdy", "dmy")
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def choose_orders(draft: Draft, t: Texts) -> None:
    """Asked only of columns in which every date could be either."""
    asked = mapping_cells.open_orders(draft)
    if not asked:
        return
    with st.container(border=True, key="card_orders"):
        card_title(t("map_orders"), "")
        for name, example in asked.items():
            column = draft.header[draft.columns[name]]
            _order(draft, name, t("map_order", column=column, example=example), example, t)


def _order(draft: Draft, name: str, label: str, example: str, t: Texts) -> None:
    key = f"map_order_{draft.kind}_{draft.header_index}_{name}_{t.language}"

    def take() -> None:
        order = st.session_state[key]
        if order is not None:
            draft.orders[name] = order

    st.session_state[key] = draft.orders.get(name)
    st.markdown(plain(label))
    st.segmented_control(
        label,
        ORDERS,
        format_func=lambda order: _as_day(example, order, t),
        key=key,
        on_change=take,
        label_visibility="collapsed",
    )


def _as_day(example: str, order: DateOrder, t: Texts) -> str:
    """`3月4日` or `4月3日`."""
    first, second = (int(number) for number in re.findall(r"\d+", example)[:2])
    month, day = (first, second) if order == "mdy" else (second, first)
    return f"{month}月{day}日" if t.language == "ja" else f"{MONTHS[month - 1]} {day}"


def choose_meanings(draft: Draft, t: Texts) -> None:
    """Each status or stage with its rows and what it means, where it is known or suggested."""
    place = draft.values_column
    if place is None:
        return
    values = mapping_cells.values_of(draft)
    if not values:
        return
    meanings: tuple[Meaning, ...] = get_args(Outcome if draft.means_stages else LeadState)
    with st.container(border=True, key="card_values"):
        card_title(t("map_values", column=plain(draft.header[place])), t("map_values_note"))
        if waiting := draft.open_meanings:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.button(
                    t("map_values_take", count=len(waiting)),
                    key="take_meanings",
                    on_click=draft.meanings.update,
                    args=(waiting,),
                )
                st.markdown(t("map_values_open"))
        shown = values[: mapping_start.MOST_VALUES]
        columns = st.columns(3)
        for number, (value, rows) in enumerate(shown):
            with columns[number % len(columns)]:
                _meaning(draft, value, rows, meanings, t)
        if len(values) > len(shown):
            st.caption(t("map_values_more", count=len(values) - len(shown)))


def _meaning(draft: Draft, value: str, rows: int, meanings: tuple[Meaning, ...], t: Texts) -> None:
    def take(meaning: Meaning | Literal["none"]) -> None:
        if meaning == "none":
            draft.meanings.pop(value, None)
        else:
            draft.meanings[value] = meaning

    label = f"{value} · {t('map_value_rows', count=f'{rows:,}')}" if rows else value
    st.markdown(f"{plain(label)}{_badge(draft, value, t)}")
    pick(
        label,
        ["none", *meanings],
        draft.meanings.get(value) or "none",
        lambda meaning: t(f"meaning_{meaning}"),
        take,
        key=f"map_meaning_{draft.kind}_{draft.header_index}_{draft.values_column}_{value}_{t.language}",
        label_visibility="collapsed",
    )


def _badge(draft: Draft, value: str, t: Texts) -> str:
    """That the meaning is a suggestion; what is suggested, where none is chosen."""
    chosen, offered = draft.meanings.get(value), draft.offered.get(value)
    if offered is None or chosen not in (None, offered):
        return ""
    if chosen is None:
        said = t("map_suggested_meaning", meaning=t(f"meaning_{offered}"))
        return f" :gray-badge[{said}]"
    return f" :gray-badge[{t('map_suggested')}]"
