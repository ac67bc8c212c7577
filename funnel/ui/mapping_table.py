"""What table a file is: its kind, its tool, its header row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal, get_args

import streamlit as st

from funnel.importers.profiles.profile import Object, Outcome, Subject, vendor_profiles
from funnel.importers.profiles.recognise import GENERIC
from funnel.importers.suggest import peek
from funnel.ui import mapping_start
from funnel.ui.cards import card_title
from funnel.ui.mapping_draft import Draft
from funnel.ui.texts import TEXTS, Texts

OUTCOMES: tuple[Outcome | Literal["none"], ...] = ("none", *get_args(Outcome))
MOST_LETTERS = 60


def choose_table(draft: Draft, t: Texts) -> None:
    """The questions about the table as a whole, each with its guess."""
    with st.container(border=True, key="card_table"):
        card_title(t("map_what"), t(f"about_{draft.kind}"))
        with st.container(horizontal=True, vertical_alignment="top"):
            _kind(draft, t)
            if draft.kind != "ignore":
                _tool(draft, t)
            _header_row(draft, t)
            if draft.kind == "stage_history":
                _subject(draft, t)
            if draft.kind == "deals" and draft.values_column is None:
                _outcome(draft, t)


def pick(
    label: str,
    options: Sequence[Any],
    chosen: object,
    says: Callable[[Any], str],
    take: Callable[[Any], None],
    *,
    key: str,
    **more: Any,
) -> None:
    """A box that shows `chosen` and hands what is chosen instead to `take`, before the next run.

    The draft holds the choice, not the box: boxes forget when another page is looked at.
    """
    st.session_state[key] = chosen
    st.selectbox(
        label,
        options,
        format_func=says,
        key=key,
        on_change=lambda: take(st.session_state[key]),
        **more,
    )


def _kind(draft: Draft, t: Texts) -> None:
    def take(kind: Object) -> None:
        draft.kind = kind
        mapping_start.offer(draft)

    pick(
        t("map_kind"), get_args(Object), draft.kind, lambda kind: t(f"object_{kind}"), take,
        key=f"map_kind_{t.language}", width=320,
    )  # fmt: skip


def _tool(draft: Draft, t: Texts) -> None:
    def take(title: str | None) -> None:
        if title and title.strip():
            is_own = title.strip() in TEXTS["map_own_tool"]
            draft.title = mapping_start.OWN_TOOL if is_own else title.strip()

    own = mapping_start.OWN_TOOL
    names = [profile.name for profile in mapping_start.profiles_known()]
    vendors = [profile.name for profile in vendor_profiles() if profile.tool != GENERIC]
    saved = [
        name for name in dict.fromkeys(names) if name not in {p.name for p in vendor_profiles()}
    ]
    options = list(dict.fromkeys([draft.title, own, *saved, *sorted(vendors)]))
    pick(
        t("map_tool"), options, draft.title, t.tool, take,
        key=f"map_tool_{t.language}", accept_new_options=True, help=t("map_tool_help"),
        placeholder=t("map_tool_new"), width=320,
    )  # fmt: skip


def _header_row(draft: Draft, t: Texts) -> None:
    rows = peek.header_candidates(draft.table)
    options = sorted({*rows[:5], draft.header_index})
    if len(options) < 2:
        return

    def take(index: int) -> None:
        draft.header_index = index
        mapping_start.offer(draft)

    def says(index: int) -> str:
        cells = t("comma").join(cell for cell in draft.table.head[index] if cell)
        shown = cells if len(cells) <= MOST_LETTERS else f"{cells[:MOST_LETTERS]}…"
        return t("map_header_option", row=index + 1, cells=shown)

    pick(
        t("map_header_row"), options, draft.header_index, says, take,
        key=f"map_header_{t.language}", width=520,
    )  # fmt: skip


def _subject(draft: Draft, t: Texts) -> None:
    def take(subject: Subject) -> None:
        draft.subject = subject
        mapping_start.offer_meanings(draft)

    pick(
        t("map_subject"), get_args(Subject), draft.subject,
        lambda subject: t(f"subject_{subject}"), take,
        key=f"map_subject_{t.language}", width=260,
    )  # fmt: skip


def _outcome(draft: Draft, t: Texts) -> None:
    def take(outcome: Outcome | Literal["none"]) -> None:
        draft.outcome = None if outcome == "none" else outcome

    pick(
        t("map_outcome"), OUTCOMES, draft.outcome or "none",
        lambda outcome: t(f"map_outcome_{outcome}"), take,
        key=f"map_outcome_{t.language}", width=320,
    )  # fmt: skip
