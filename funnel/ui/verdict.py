"""The verdict of the week, drawn: the headline, its reason one click away, the rows to act on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from streamlit.delta_generator import DeltaGenerator

from funnel.reports.bottleneck import Found
from funnel.reports.bottleneck_rows import Behind, Place, place_of
from funnel.ui import cards
from funnel.ui.data import STALE, Company, View
from funnel.ui.decide import Draft, decide_dialog
from funnel.ui.headline import Headline, headline
from funnel.ui.texts import Texts
from funnel.ui.verdict_action import draft_of
from funnel.ui.verdict_data import read_behind, read_verdict
from funnel.ui.verdict_dialogs import open_behind, open_why
from funnel.ui.verdict_headline import headline_of, marked_of
from funnel.ui.verdict_words import is_inflow


@dataclass(frozen=True)
class Told:
    """A verdict with its words, the rows to act on, and the action it asks for.

    `draft` is None where there is nothing to decide on; `leads_until` is the last day of the
    leads, where they were not exported since.
    """

    found: Found
    headline: Headline
    place: Place | None
    behind: Behind | None
    draft: Draft | None
    leads_until: date | None


def verdict(company: Company, view: View, t: Texts) -> tuple[str, str] | None:
    """Draw the headline with its buttons; returns the step that carries the accent, if one does."""
    told = tell(company, view, t)
    row = headline(told.headline)
    verdict_buttons(row, told, company, view, t)
    if told.draft is not None and row.button(t("decide"), key="decide"):
        decide_dialog(company, told.draft, t)
    return marked_of(told.found.verdict)


def tell(company: Company, view: View, t: Texts) -> Told:
    """What there is to say of the company as of the view's day."""
    found = read_verdict(company, view)
    said = found.verdict
    ended = _leads_until(company, view)
    place = None if is_inflow(said) else place_of(said)
    if ended is not None and said.change is None:
        place = None
    behind = read_behind(company, place, view.as_of) if place else None
    words = headline_of(found, place, behind, t, is_narrowed=view.is_narrowed, leads_until=ended)
    is_open = said.state != "not_enough" and (is_inflow(said) or (behind and behind.count))
    draft = draft_of(said, place, words.next_action) if is_open else None
    return Told(found, words, place, behind, draft, ended)


def verdict_buttons(
    row: DeltaGenerator, told: Told, company: Company, view: View, t: Texts
) -> None:  # fmt: skip
    """The reason and the rows, each in a dialog; where to bring data that are missing."""
    if row.button(t("see_why"), key="see_why"):
        open_why(told.found, t)
    place, behind = told.place, told.behind
    if place is not None and behind is not None and behind.count:
        if row.button(t("see_rows", count=f"{behind.count:,}"), key="see_rows"):
            open_behind(company, place, behind, view.as_of, t)
    elif told.found.verdict.state == "not_enough" or told.leads_until is not None:
        cards.to_data(row, t("upload_exports"), key="bring_data")


def _leads_until(company: Company, view: View) -> date | None:
    """The last day of the leads, where they were not exported since."""
    days = [day for kind, day in company.known_until if kind == "leads"]
    return next((day for day in days if day < view.as_of - STALE), None)
