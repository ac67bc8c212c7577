"""How long it takes, quarter by quarter."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from funnel.ui.charts.look import FONT_SIZE, colours, layout, ranges, safe

HEIGHT = 250


def lengths_by_quarter(frame: pd.DataFrame) -> go.Figure:
    """A column a quarter: a dot for the median with its range, and a short line for the P90.

    `frame` has one row a quarter, in their order: `label`, `median`, `low`, `high`, `p90` (NaN: not
    known), `is_sure` (else pale), `text` (written below) and `said` (what a hover tells).
    """
    use = colours()
    places = list(range(len(frame)))
    colour = [use.blue if sure else use.pale for sure in frame["is_sure"]]
    figure = go.Figure(
        [
            go.Scatter(
                x=places,
                y=frame["p90"],
                mode="markers",
                marker={"symbol": "line-ew", "size": 22, "line": {"width": 2.5, "color": use.grey}},
                hoverinfo="skip",
            ),
            go.Scatter(
                x=places,
                y=frame["median"],
                mode="markers",
                marker={
                    "size": 14,
                    "color": [one if sure else "rgba(0,0,0,0)" for one, sure in
                              zip(colour, frame["is_sure"], strict=True)],
                    "line": {"width": 2.5, "color": colour},
                },
                error_y=ranges(frame, "median", use),
                customdata=[safe(said) for said in frame["said"]],
                hovertemplate="%{customdata}<extra></extra>",
            ),
        ]
    )  # fmt: skip
    top = float(frame[["p90", "high", "median"]].max().max() or 1)
    figure.update_layout(
        height=HEIGHT, margin={"l": 0, "r": 0, "t": 8, "b": 4}, **layout(use), scattermode="overlay"
    )
    figure.update_xaxes(
        tickvals=places,
        ticktext=[
            f"{safe(label)}<br><b>{safe(text)}</b>"
            for label, text in zip(frame["label"], frame["text"], strict=True)
        ],
        range=[-0.5, len(places) - 0.5],
        automargin=True,
        tickangle=0,
        tickfont={"size": FONT_SIZE - 2},
        showgrid=False,
        zeroline=False,
        fixedrange=True,
        ticks="",
    )
    figure.update_yaxes(
        range=[0, 1.12 * (top if top > 0 else 1)],
        gridcolor=use.faint,
        zerolinecolor=use.line,
        nticks=4,
        fixedrange=True,
        automargin=True,
        ticks="",
    )
    return figure
