"""Which column of the file is which: the suggestion, why, and its first values as read."""

from __future__ import annotations

import streamlit as st

from funnel.ui import mapping_cells, mapping_start
from funnel.ui.cards import card_title
from funnel.ui.mapping_draft import Draft, fields_of
from funnel.ui.mapping_table import pick
from funnel.ui.texts import Texts, plain

WIDTHS = (3, 4, 3, 6)
UNUSED = -1
SURE, LIKELY = 90, 75
"""From these scores on a suggestion is called sure or likely."""


def choose_columns(draft: Draft, t: Texts) -> None:
    """A line for each field: what is needed or suggested on top, the rest folded away."""
    needed, others = fields_of(draft.kind)
    # What waits to be taken comes first, and stays there once it is taken.
    fresh = [name for name in others if name in draft.suggested and name not in draft.at_first]
    used = fresh + [
        name
        for name in others
        if name not in fresh and (name in draft.at_first or name in draft.wanted)
    ]
    rest = [name for name in others if name not in used]
    with st.container(border=True, key="card_columns"):
        card_title(t("map_columns"), _note(draft, t))
        _head(t)
        for name in (*needed, *used):
            _line(draft, name, t)
        if rest:
            chosen = sum(name in draft.columns for name in rest)
            label = t("map_more_used" if chosen else "map_more", count=len(rest), used=chosen)
            with st.expander(label, key=f"map_rest_{draft.kind}_{t.language}"):
                for name in rest:
                    _line(draft, name, t)
        if draft.shared:
            st.markdown(t.markdown("map_clash", columns=t("comma").join(draft.shared)))
        if draft.unused:
            st.caption(t.markdown("map_unused", columns=t("comma").join(draft.unused)))


def _note(draft: Draft, t: Texts) -> str:
    if draft.open_columns:
        return t("map_columns_open", count=len(draft.open_columns))
    if not draft.suggested:
        return ""
    return t("map_columns_note", suggested=len(draft.suggested), total=len(draft.choices))


def _head(t: Texts) -> None:
    heads = ("map_head_field", "map_head_column", "map_head_why", "map_head_sample")
    for place, text in zip(st.columns(WIDTHS), heads, strict=True):
        place.caption(t(text))


def _line(draft: Draft, name: str, t: Texts) -> None:
    label = t.field(draft.kind, name)
    field, column, why, sample = st.columns(WIDTHS, vertical_alignment="center")
    mark = draft.needs(name)
    badge = f" :blue-badge[{t(f'map_{mark}')}]" if mark else ""
    field.markdown(f"**{plain(label)}**{badge}")
    with column:
        _box(draft, name, label, t)
    why.markdown(_why(draft, name, t))
    if name in draft.open_columns:
        sample.button(
            t.markdown("map_use", column=draft.open_columns[name].header),
            key=f"use_{name}",
            on_click=_take_suggestion,
            args=(draft, name),
        )
    if name in draft.columns:
        sample.markdown(_samples(draft, name, t))


def _take_suggestion(draft: Draft, name: str) -> None:
    draft.columns[name] = draft.open_columns[name].position
    if draft.columns[name] == draft.values_column:
        mapping_start.offer_meanings(draft)


def _box(draft: Draft, name: str, label: str, t: Texts) -> None:
    def take(place: int) -> None:
        if place == UNUSED:
            draft.columns.pop(name, None)
        else:
            draft.columns[name] = place
        if draft.values_column is not None and draft.columns.get(name) == draft.values_column:
            mapping_start.offer_meanings(draft)

    def says(place: int) -> str:
        if place == UNUSED:
            return t("map_none")
        hint = t("comma").join(mapping_cells.hint(draft, place))
        return f"{draft.header[place]} — {hint}" if hint else draft.header[place]

    pick(
        label, [UNUSED, *draft.choices], draft.columns.get(name, UNUSED), says, take,
        key=f"map_column_{draft.kind}_{draft.header_index}_{name}_{t.language}",
        label_visibility="collapsed",
    )  # fmt: skip


def _why(draft: Draft, name: str, t: Texts) -> str:
    place, offered = draft.columns.get(name), draft.suggested.get(name)
    if place is None and name not in draft.open_columns:
        return ""
    if offered is None or (place is not None and offered.position != place):
        return f":blue-badge[{t('map_chosen')}]"
    sure = (
        "sure_high"
        if offered.score >= SURE
        else "sure_middle"
        if offered.score >= LIKELY
        else "sure_low"
    )
    return f":gray-badge[{t('map_suggested')}] {t(sure)} · {t(f'because_{offered.why}')}"


def _samples(draft: Draft, name: str, t: Texts) -> str:
    if name not in draft.orders and name in mapping_cells.open_orders(draft):
        raws = " / ".join(plain(raw) for raw, _ in mapping_cells.samples(draft, name))
        return f"{raws} → *{t('map_order_first')}*"
    shown = []
    for raw, value in mapping_cells.samples(draft, name):
        if value is None:
            shown.append(f"{plain(raw)} → *{t('map_unreadable')}*")
        elif value == raw:
            shown.append(plain(raw))
        else:
            shown.append(f"{plain(raw)} → **{plain(value)}**")
    return " / ".join(shown)
