"""The chart of the threshold review: what each band of scores became."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from funnel.ui.charts.look import FONT_SIZE, colours, layout, ranges, safe

HEIGHT = 330


def rates_by_score(frame: pd.DataFrame, *, pays: float | None, pays_says: str) -> go.Figure:
    """A dot a band of scores with its range; a dotted line at the rate from which a band pays.

    `frame` has one row a band from the lowest up: `band` (the label to show), `rate`, `low`, `high`
    (NaN: too few to tell), `says` and `counts` (written above and below the dot).
    """
    use = colours()
    places = list(range(len(frame)))
    top = float(frame[["rate", "high"]].max().max() or 0) or 1.0
    figure = go.Figure()
    figure.add_scatter(
        x=places, y=frame["rate"], mode="markers", marker={"size": 13, "color": use.blue},
        error_y=ranges(frame, "rate", use), hoverinfo="skip",
    )  # fmt: skip
    figure.add_scatter(
        x=places, y=frame["high"].fillna(0), mode="text", textposition="top center",
        hoverinfo="skip", cliponaxis=False,
        text=[f"<b>{safe(says)}</b>" for says in frame["says"]],
    )  # fmt: skip
    if pays is not None:
        figure.add_hline(
            y=pays, line={"color": use.grey, "width": 2, "dash": "dot"},
            annotation={"text": safe(pays_says), "font": {"size": FONT_SIZE - 2}},
            annotation_position="top right",
        )  # fmt: skip
    labels = zip(frame["band"], frame["counts"], strict=True)
    quiet = f"font-size:{FONT_SIZE - 3}px"
    figure.update_layout(
        height=HEIGHT,
        margin={"l": 0, "r": 0, "t": 4, "b": 4},
        **layout(use),
        xaxis={
            "tickvals": places,
            "ticktext": [
                f'{safe(band)}<br><span style="{quiet}">{safe(counts)}</span>'
                for band, counts in labels
            ],
            "range": [-0.6, max(len(frame), 1) - 0.4],
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
            "automargin": True,
        },
        yaxis={
            "range": [0, max(top, pays or 0) * 1.25],
            "tickformat": ".0%",
            "nticks": 5,
            "gridcolor": use.faint,
            "zerolinecolor": use.line,
            "fixedrange": True,
            "automargin": True,
        },
    )
    return figure
