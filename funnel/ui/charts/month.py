"""Charts of the month: what was won and what is to come, and why it changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import plotly.graph_objects as go

from funnel.analysis.forecast import Outlook
from funnel.ui.charts.look import FONT_SIZE, Colours, colours, layout, safe, shortened

WIDE, NARROW = 0.66, 0.4
"""Of a month's room: the bar of what came, the ranges of what may come."""
SMALL = 15
LABEL_ROOM = 10.0  # em
ROW_HEIGHT = 32
Kind = Literal["whole", "up", "down", "rest"]
SEEN: dict[str, Any] = {"showgrid": False, "zeroline": False, "fixedrange": True}


@dataclass(frozen=True)
class Column:
    """A month: what came (None: not known), against what, and what may come; in units of money.

    `said` is what it says when it is pointed at.
    """

    label: str  # a new line where it may be broken
    said: str
    value: float | None
    is_partial: bool
    before: float | None
    target: float | None
    outlook: Outlook | None


@dataclass(frozen=True)
class Fall:
    """A line of the waterfall: from `start` to `end`, and what stands at its right."""

    label: str
    kind: Kind
    start: float
    end: float
    text: str


def tint(colour: str, share: float) -> str:
    """A colour that lets the ground shine through."""
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},{share})"


def months(
    columns: Sequence[Column],
    scale: float,
    unit: str,
    *,
    until: str,
    ahead: str,
    height: int = 330,
) -> go.Figure:
    """Bars of what came with ticks for targets and a thin line for the year before; then ranges.

    Args:
        columns: oldest first.
        scale: what one unit of the axis is worth.
        unit: what that is called; written over the axis.
        until: written over the unfinished month, such as 'until the 20th'.
        ahead: written over what is forecast.
    """
    use = colours()
    figure = go.Figure()
    _bars(figure, columns, scale, use)
    _outlooks(figure, columns, scale, use)
    places = range(len(columns))
    figure.add_scatter(
        x=list(places), y=[_in(one.before, scale) for one in columns], mode="lines",
        line={"color": use.grey, "width": 1.8}, hoverinfo="skip",
    )  # fmt: skip
    ticks = [(place, one.target / scale) for place, one in enumerate(columns) if one.target]
    figure.add_scatter(
        x=[x for place, _ in ticks for x in (place - 0.42, place + 0.42, None)],
        y=[y for _, target in ticks for y in (target, target, None)],
        mode="lines", line={"color": use.ink, "width": 3}, hoverinfo="skip",
    )  # fmt: skip
    _over(figure, columns, until, ahead, use)
    figure.add_annotation(
        xref="paper", x=0, xanchor="left", yref="paper", y=1, yanchor="bottom", text=safe(unit),
        showarrow=False, font={"size": SMALL, "color": use.ink},
    )  # fmt: skip
    figure.update_layout(
        height=height,
        margin={"l": 0, "r": 0, "t": 26, "b": 4},
        **layout(use),
        barmode="overlay",
        hovermode="closest",
        xaxis={
            **SEEN,
            "tickvals": list(places),
            "ticktext": [safe(one.label).replace("\n", "<br>") for one in columns],
            "tickfont": {"size": SMALL},
            "autotickangles": [0, 90],
            "automargin": True,
            "range": [-0.6, len(columns) - 0.4],
        },
        yaxis={
            **SEEN,
            "showgrid": True,
            "gridcolor": use.faint,
            "rangemode": "tozero",
            "nticks": 5,
            "tickformat": ",~f",
            "tickfont": {"size": SMALL},
            "ticklabelstandoff": 6,
            "automargin": True,
        },
    )
    return figure


def _in(value: float | None, scale: float) -> float | None:
    return None if value is None else value / scale


def _bars(figure: go.Figure, columns: Sequence[Column], scale: float, use: Colours) -> None:
    shown = [(place, one) for place, one in enumerate(columns) if one.value is not None]
    figure.add_bar(
        x=[place for place, _ in shown],
        y=[_in(one.value, scale) for _, one in shown],
        width=WIDE,
        marker={"color": [tint(use.blue, 0.35) if one.is_partial else use.blue
                          for _, one in shown]},
        customdata=[safe(one.said) for _, one in shown],
        hovertemplate="%{customdata}<extra></extra>",
    )  # fmt: skip


def _outlooks(figure: go.Figure, columns: Sequence[Column], scale: float, use: Colours) -> None:
    """The wide range, the narrow one in it, and the middle as the least of the three."""
    shown = [(place, one, one.outlook) for place, one in enumerate(columns) if one.outlook]
    for low, high, share in (("low80", "high80", 0.18), ("low50", "high50", 0.45)):
        figure.add_bar(
            x=[place for place, *_ in shown],
            base=[getattr(outlook, low) / scale for *_, outlook in shown],
            y=[(getattr(outlook, high) - getattr(outlook, low)) / scale for *_, outlook in shown],
            width=NARROW,
            marker={"color": tint(use.blue, share), "line": {"width": 0}},
            customdata=[safe(one.said) for _, one, _ in shown],
            hovertemplate="%{customdata}<extra></extra>",
        )
    figure.add_scatter(
        x=[place for place, *_ in shown],
        y=[outlook.median / scale for *_, outlook in shown],
        mode="markers", marker={"size": 10, "color": use.ink}, hoverinfo="skip",
    )  # fmt: skip


def _over(
    figure: go.Figure, columns: Sequence[Column], until: str, ahead: str, use: Colours
) -> None:
    """Words over the unfinished month and what is forecast, and a line between the two."""
    common = {"yref": "paper", "y": 1, "yanchor": "bottom", "showarrow": False,
              "font": {"size": SMALL, "color": use.ink}}  # fmt: skip
    partial = [place for place, one in enumerate(columns) if one.is_partial and one.value]
    if partial and until:
        figure.add_annotation(x=partial[-1] + 0.45, xanchor="right", text=safe(until), **common)
    first = next((place for place, one in enumerate(columns) if one.value is None and one.outlook),
                 None)  # fmt: skip
    if first is not None:
        figure.add_annotation(x=first - 0.4, xanchor="left", text=safe(ahead), **common)
        figure.add_vline(x=first - 0.5, line={"color": use.line, "width": 1.5, "dash": "dot"})


def waterfall(falls: Sequence[Fall]) -> go.Figure:
    """From one month to the other, a line a part, top down, each beginning where the last ended."""
    use = colours()
    fills = {"whole": use.blue, "up": tint(use.blue, 0.45), "down": use.grey,
             "rest": tint(use.grey, 0.25)}  # fmt: skip
    places = [len(falls) - 1 - place for place in range(len(falls))]
    figure = go.Figure(
        [
            go.Bar(
                y=places,
                base=[min(one.start, one.end) for one in falls],
                x=[abs(one.end - one.start) for one in falls],
                orientation="h",
                width=0.66,
                marker={
                    "color": [fills[one.kind] for one in falls],
                    "line": {"color": use.grey,
                             "width": [1 if one.kind == "rest" else 0 for one in falls]},
                },
                customdata=[f"{safe(one.label)} {safe(one.text)}" for one in falls],
                hovertemplate="%{customdata}<extra></extra>",
            ),
            # Bears the axis on the right: the amounts, one under another.
            go.Bar(y=places, x=[0] * len(falls), orientation="h", yaxis="y2", hoverinfo="skip"),
        ]
    )  # fmt: skip
    for place, one in zip(places[:-1], falls, strict=False):
        figure.add_shape(
            type="line", x0=one.end, x1=one.end, y0=place - 0.33, y1=place - 0.67,
            line={"color": use.grey, "width": 1},
        )  # fmt: skip
    axis: dict[str, Any] = {
        **SEEN, "tickvals": places, "range": [-0.6, len(falls) - 0.4], "automargin": True,
        "ticklabelstandoff": 8, "tickfont": {"size": FONT_SIZE - 1},
    }  # fmt: skip
    figure.update_layout(
        height=ROW_HEIGHT * len(falls) + 12,
        margin={"l": 0, "r": 0, "t": 4, "b": 4},
        **layout(use),
        barmode="overlay",
        minreducedwidth=24,
        xaxis={**SEEN, "visible": False, "rangemode": "tozero"},
        yaxis={**axis, "ticktext": [safe(shortened(one.label, LABEL_ROOM)) for one in falls]},
        yaxis2={**axis, "overlaying": "y", "side": "right",
                "ticktext": [f"<b>{safe(one.text)}</b>" for one in falls]},
    )  # fmt: skip
    return figure
