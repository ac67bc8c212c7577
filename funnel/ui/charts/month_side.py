"""Charts at the side of the month: every stage as a line, and how past forecasts did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from funnel.ui.charts.look import FONT_SIZE, colours, layout, safe
from funnel.ui.charts.month import SEEN, SMALL, tint

STAGE_HEIGHT = 46
"""Of a line of `sparks`, in pixels: the buttons beside it are as high (frame.css)."""


@dataclass(frozen=True)
class Hit:
    """A past forecast: its 80 % range and median, and what came."""

    label: str  # a new line where it may be broken
    said: str
    low: float
    high: float
    median: float
    came: float


@dataclass(frozen=True)
class Spark:
    """A stage's months, oldest first (None: not known), and the figures at the right.

    `partial` is the unfinished month's, of which nothing follows yet.
    """

    values: Sequence[float | None]
    partial: float | None
    text: str
    note: str


def hits(past: Sequence[Hit], height: int = 190) -> go.Figure:
    """Each past forecast's range and middle, and a dot for what came, open if outside."""
    use = colours()
    places = list(range(len(past)))
    labels = [safe(one.label).replace("\n", "<br>") for one in past]
    is_in = [one.low <= one.came <= one.high for one in past]
    figure = go.Figure(
        [
            go.Bar(
                x=places, base=[one.low for one in past], y=[one.high - one.low for one in past],
                width=0.3, marker={"color": tint(use.blue, 0.35)},
                customdata=[safe(one.said) for one in past],
                hovertemplate="%{customdata}<extra></extra>",
            ),
            go.Scatter(
                x=[x for place in places for x in (place - 0.22, place + 0.22, None)],
                y=[y for one in past for y in (one.median, one.median, None)],
                mode="lines", line={"color": use.blue, "width": 3}, hoverinfo="skip",
            ),
            go.Scatter(
                x=places, y=[one.came for one in past], mode="markers", hoverinfo="skip",
                marker={"size": 13, "color": use.ink, "line": {"color": use.ink, "width": 2},
                        "symbol": ["circle" if one else "circle-open" for one in is_in]},
            ),
        ]
    )  # fmt: skip
    figure.update_layout(
        height=height,
        margin={"l": 0, "r": 0, "t": 8, "b": 4},
        **layout(use),
        xaxis={**SEEN, "tickvals": places, "ticktext": labels,
               "tickfont": {"size": SMALL}, "range": [-0.6, max(len(past), 1) - 0.4],
               "autotickangles": [0, 90], "automargin": True},
        yaxis={**SEEN, "visible": False, "rangemode": "tozero"},
    )  # fmt: skip
    return figure


def sparks(stages: Sequence[Spark]) -> go.Figure:
    """A line a stage, each on its own scale from zero; the unfinished month a pale dot."""
    use = colours()
    figure = go.Figure()
    written: list[dict[str, Any]] = []
    for place, one in enumerate(stages):
        floor = len(stages) - 1 - place
        known = [value for value in (*one.values, one.partial) if value is not None]
        most = max(known, default=0) or 1
        ys = [None if value is None else floor + 0.15 + 0.7 * value / most for value in one.values]
        # A month alone is no line.
        mode = "lines" if sum(value is not None for value in ys) > 1 else "markers"
        figure.add_scatter(
            x=list(range(len(ys))), y=ys, mode=mode, hoverinfo="skip",
            line={"color": use.blue, "width": 2.5}, marker={"size": 7, "color": use.blue},
        )  # fmt: skip
        if one.partial is not None:
            figure.add_scatter(
                x=[len(ys)], y=[floor + 0.15 + 0.7 * one.partial / most], mode="markers",
                marker={"size": 8, "color": tint(use.blue, 0.4)}, hoverinfo="skip",
            )  # fmt: skip
        for x, text in ((0.74, f"<b>{safe(one.text)}</b>"), (1, safe(one.note))):
            written.append(
                {"xref": "paper", "x": x, "xanchor": "right", "y": floor + 0.5, "yanchor": "middle",
                 "text": text, "showarrow": False, "font": {"size": FONT_SIZE, "color": use.ink}}
            )  # fmt: skip
    longest = max((len(one.values) for one in stages), default=1)
    figure.update_layout(
        height=STAGE_HEIGHT * max(len(stages), 1),
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        **layout(use),
        annotations=written,
        xaxis={**SEEN, "visible": False, "domain": [0, 0.54], "range": [-0.4, longest + 0.4]},
        yaxis={**SEEN, "visible": False, "range": [0, max(len(stages), 1)]},
    )
    return figure
