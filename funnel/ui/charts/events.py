"""What happened on days, drawn on a chart of time: a thin line and a few words at the top."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import plotly.graph_objects as go

from funnel.calendar import month_end, month_start
from funnel.store.team import Event
from funnel.ui.charts.look import FONT_SIZE, colours, safe, shortened
from funnel.ui.wall import shortened as on_a_line

ROOM = 26
"""Pixels above the drawing that the words take."""
LABEL = 6.0  # em
APART = 0.09
"""Of the axis's width: lines closer than that share one label."""
MOST_TOLD = 8
HOVERED = 60  # letters


def month_place(months: Sequence[date]) -> Callable[[date], float]:
    """Where a day stands on an axis of categories, one a month in the order of `months`.

    The middle of a month's category is its whole number: the first day stands half before it.
    """
    places = {month_start(month): place for place, month in enumerate(months)}

    def place(day: date) -> float:
        length = month_end(day).day
        return places.get(month_start(day), -1) + (day.day - 0.5) / length - 0.5

    return place


def mark_events(
    figure: go.Figure,
    events: Sequence[Event],
    since: date,
    until: date,
    *,
    place: Callable[[date], Any] | None = None,
    axis: str = "x",
) -> go.Figure:
    """Draw a thin line at each day that something was noted on, and return the figure.

    Args:
        figure: with a margin of its own; its top and height grow by the room of the labels.
        events: those outside of `since` to `until` are left out.
        since, until: the first and last day of the axis; they do not change its range.
        place: a day's place on the axis, such as `month_place(months)`; the day where the axis
            is one of dates.
        axis: which one, as 'x2'.
    """
    shown = [event for event in events if since <= event.day <= until]
    if not shown:
        return figure
    use = colours()
    at = place or date.isoformat
    for event in {event.day: event for event in shown}.values():
        figure.add_shape(
            type="line", xref=axis, yref="paper", x0=at(event.day), x1=at(event.day), y0=0, y1=1,
            line={"color": use.grey, "width": 1, "dash": "dot"}, layer="below",
        )  # fmt: skip
    days = max((until - since).days, 1)
    for group in _near(shown, days * APART):
        more = f" +{len(group) - 1}" if len(group) > 1 else ""
        far = (group[0].day - since).days / days
        figure.add_annotation(
            xref=axis, yref="paper", x=at(group[0].day), y=1, showarrow=False,
            xanchor="right" if far > 1 - APART else "left" if far < APART else "center",
            yanchor="bottom",
            text=f"{safe(shortened(on_a_line(group[0].text, HOVERED), LABEL))}{more}",
            font={"size": FONT_SIZE - 4, "color": use.grey},
            hovertext=_told(group), captureevents=True,
        )  # fmt: skip
    margin = figure.layout.margin
    figure.update_layout(margin={"t": (margin.t or 0) + ROOM})
    if figure.layout.height:
        figure.update_layout(height=figure.layout.height + ROOM)
    return figure


def _near(events: Sequence[Event], days: float) -> list[list[Event]]:
    """Groups of which each event lies less than so many days after the group's first."""
    groups: list[list[Event]] = []
    for event in sorted(events, key=lambda each: (each.day, each.id)):
        if groups and (event.day - groups[-1][0].day).days < days:
            groups[-1].append(event)
        else:
            groups.append([event])
    return groups


def _told(group: Sequence[Event]) -> str:
    lines = [f"{event.day:%m/%d} {safe(on_a_line(event.text, HOVERED))}" for event in group]
    return "<br>".join([*lines[:MOST_TOLD], *(["…"] if len(lines) > MOST_TOLD else [])])
