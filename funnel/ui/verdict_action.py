"""The next action of a verdict in a sentence, and as what the meeting may decide on."""

from __future__ import annotations

import re

from funnel.analysis.verdicts import Verdict
from funnel.reports.bottleneck_rows import Behind, Place
from funnel.reports.moves import RATES
from funnel.ui.decide import Draft
from funnel.ui.texts import Texts
from funnel.ui.verdict_words import NEVER_NAMED, is_inflow, segment_said, stage_said

TO_WORK = ("contact_waiting", "clear_waiting")
"""Actions on those alone who were not refused."""
FIGURE_OF = {target: metric for metric, target in RATES.items()}
"""The rate that leads to a stage."""
_MARKS = re.compile(r"\*\*|\\(.)")


def draft_of(said: Verdict, place: Place | None, next_action: str) -> Draft:
    """The next action as a draft: what it says, its figure, step and segment, when to check.

    Args:
        said: the verdict.
        place: where the rows of the next action are.
        next_action: in Markdown, as `next_action` below makes it.
    """
    title = _MARKS.sub(r"\1", next_action)
    if place is None:
        return Draft(title, figure="leads" if is_inflow(said) else "")
    change = said.change if said.order[0] == "change" else None
    base = place.base if change is None else change.base
    return Draft(
        title,
        figure=FIGURE_OF.get(place.target, ""),
        check_on=None if change is None else change.action.check_on,
        step=f"{base}>{place.target}",
        where=() if place.where is None else (place.where,),
    )


def next_action(
    said: Verdict, place: Place | None, behind: Behind | None, t: Texts, *, is_stale: bool
) -> str:
    """Markdown; see `verdict_headline.headline_of`, `is_stale` where the leads ended long ago."""
    if said.state == "not_enough":
        return t.markdown("verdict_act_bring_data")
    if is_inflow(said):
        return t.markdown("verdict_act_bring_leads")
    if is_stale and said.change is None:
        return t.markdown("verdict_act_bring_leads_table")
    if place is None or behind is None or not behind.count:
        return t.markdown("verdict_act_go_on")
    is_change = said.change is not None and said.order[0] == "change"
    kind = said.change.action.kind if said.change is not None and is_change else "gain"
    if kind in TO_WORK and behind.still_open:
        return t.markdown(f"verdict_act_{kind}", rows=_open_rows_said(place, behind, t))
    if kind in TO_WORK:
        kind = "review_entries"
    return t.markdown(
        f"verdict_act_{kind}", rows=_rows_said(place, behind, t, is_gain=kind == "gain")
    )


def _rows_said(place: Place, behind: Behind, t: Texts, *, is_gain: bool) -> str:
    """All the rows, and how many of them are settled."""
    is_deals = place.base == "opportunity"
    told = ""
    if behind.settled:
        key = "verdict_rows_lost" if is_deals else "verdict_rows_settled"
        told = t(key, count=f"{behind.settled:,}")
    key = "verdict_rows_from" if is_gain else "verdict_rows"
    return t(
        "verdict_rows_deals" if is_deals else key,
        where=_where(place, t),
        target=stage_said(place.target, t),
        base=stage_said(place.base, t),
        count=f"{behind.count:,}",
        told=told,
    )


def _open_rows_said(place: Place, behind: Behind, t: Texts) -> str:
    """Those of them who can still be worked, and how many were never tried."""
    told = ""
    if behind.untried:
        told = t("verdict_rows_untried", count=f"{behind.untried:,}")
    return t(
        "verdict_rows_open" if behind.settled else "verdict_rows",
        where=_where(place, t),
        target=stage_said(place.target, t),
        base=stage_said(place.base, t),
        count=f"{behind.count:,}",
        open=f"{behind.still_open:,}",
        told=told,
    )


def _where(place: Place, t: Texts) -> str:
    if place.where is None or place.where[0] in NEVER_NAMED:
        return ""
    return t("verdict_rows_where", name=segment_said(*place.where, t))
