"""The verdict of the week, drawn: the headline, its reason one click away, the rows to act on."""

from __future__ import annotations

from datetime import date

from funnel.reports.bottleneck_rows import place_of
from funnel.ui import cards
from funnel.ui.data import STALE, Company, View
from funnel.ui.headline import headline
from funnel.ui.texts import Texts
from funnel.ui.verdict_data import read_behind, read_verdict
from funnel.ui.verdict_dialogs import open_behind, open_why
from funnel.ui.verdict_headline import headline_of, marked_of
from funnel.ui.verdict_words import is_inflow


def verdict(company: Company, view: View, t: Texts) -> tuple[str, str] | None:
    """Draw the headline with its buttons; returns the step that carries the accent, if one does."""
    found = read_verdict(company, view)
    ended = _leads_until(company, view)
    place = None if is_inflow(found.verdict) else place_of(found.verdict)
    if ended is not None and found.verdict.change is None:
        place = None
    behind = read_behind(company, place, view.as_of) if place else None
    row = headline(
        headline_of(found, place, behind, t, is_narrowed=bool(view.source), leads_until=ended)
    )
    if row.button(t("see_why"), key="see_why"):
        open_why(found, t)
    if place is not None and behind is not None and behind.count:
        if row.button(t("see_rows", count=f"{behind.count:,}"), key="see_rows"):
            open_behind(company, place, behind, view.as_of, t)
    elif found.verdict.state == "not_enough" or ended is not None:
        cards.to_data(row, t("upload_exports"), key="bring_data")
    return marked_of(found.verdict)


def _leads_until(company: Company, view: View) -> date | None:
    """The last day of the leads, where they were not exported since."""
    days = [day for kind, day in company.known_until if kind == "leads"]
    return next((day for day in days if day < view.as_of - STALE), None)
