"""The card of what happened: a list, and a form over the page to note, change, take back."""

from __future__ import annotations

from datetime import date

import streamlit as st

from funnel.clock import now
from funnel.errors import FunnelError
from funnel.publishing.publish import current_user
from funnel.store.team import Event
from funnel.store.workspace import Workspace
from funnel.ui.agreement import tell
from funnel.ui.cards import card_title
from funnel.ui.data import Company
from funnel.ui.events import all_events, forget_events
from funnel.ui.texts import Texts, plain
from funnel.ui.wall import shortened

SHOWN = 6
ALL = "*"
LETTERS = 200
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)


def events_card(company: Company, day: date, t: Texts) -> None:
    """What was noted last, and the way to note more; `day` is what a new one begins with."""
    with st.container(border=True, key="card_events"):
        card_title(t("events_title"), t("events_note"))
        if st.button(t("events_add"), key="events_add"):
            event_dialog(company, None, day, t)
        found = all_events()[::-1]
        if not found:
            st.markdown(t("events_none"))
        for event in found[:SHOWN]:
            _line(company, event, t)
        if len(found) > SHOWN:
            st.caption(t("events_more", total=f"{len(found):,}", shown=SHOWN))


def _line(company: Company, event: Event, t: Texts) -> None:
    with st.container(
        key=f"event_{event.id}", horizontal=True, wrap=False, vertical_alignment="center"
    ):
        about = "" if event.source is None else shortened(t.source(event.source), 30)
        gray = f" :gray[{plain(about)}]" if about else ""
        said = f"{event.day:%Y/%m/%d} **{plain(shortened(event.text, 60))}**{gray}"
        st.markdown(said, width="stretch")
        if st.button(t("events_edit"), key=f"event_edit_{event.id}", type="tertiary"):
            event_dialog(company, event, event.day, t)
        st.button(
            "", icon=":material/close:", help=t("events_remove"), key=f"event_gone_{event.id}",
            type="tertiary", on_click=_remove, args=(event,),
        )  # fmt: skip


def _remove(event: Event) -> None:
    Workspace.from_environment().team.remove_event(event.id)
    forget_events()


def event_dialog(company: Company, event: Event | None, day: date, t: Texts) -> None:
    """The form over the page: of a new event, or of one that is to be changed."""

    @st.dialog(t("events_add" if event is None else "events_edit_title"))
    def opened() -> None:
        if event_form(company, event, day, t):
            st.rerun()

    opened()


def event_form(company: Company, event: Event | None, day: date, t: Texts) -> bool:
    """The day, what happened, and of which source; whether it was kept in this run."""
    number = "new" if event is None else event.id
    known: list[str] = [source for source in company.sources if source is not None]
    if event is not None and event.source is not None and event.source not in known:
        known.append(event.source)
    with st.form(f"event_form_{number}", border=False):
        text = st.text_input(
            t("events_text"), "" if event is None else event.text,
            max_chars=max(LETTERS, len(event.text) if event else 0),
            placeholder=t("events_text_hint"), key=f"event_text_{number}_{t.language}",
        )  # fmt: skip
        on = st.date_input(
            t("events_day"), day, min_value=min(EARLIEST, day), max_value=max(LATEST, day),
            format="YYYY/MM/DD", key=f"event_day_{number}_{t.language}",
        )  # fmt: skip
        source = st.selectbox(
            t("events_source"), [ALL, *known],
            index=0 if event is None or event.source is None else 1 + known.index(event.source),
            format_func=lambda each: t("all_sources") if each == ALL else t.source(each),
            key=f"event_source_{number}_{t.language}",
        )  # fmt: skip
        if not st.form_submit_button(t("events_keep"), type="primary", key=f"event_keep_{number}"):
            return False
    team, chosen = Workspace.from_environment().team, None if source == ALL else source
    try:
        if event is None:
            team.add_event(on, text, chosen, who=current_user(), at=now())
        else:
            team.change_event(event, on, text, chosen, who=current_user(), at=now())
    except FunnelError as error:
        tell(error, t)
        return False
    finally:
        forget_events()
    return True
