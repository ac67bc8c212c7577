"""The cohort triangle as a picture."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from funnel.ui.charts.look import FONT_SIZE, colours, layout, safe

ROW_HEIGHT = 34
TOP, GAP = 34, 3
YOUNG = "…"
DEEPEST = 1.25
"""The largest share is drawn four fifths as deep as could be: the letters on it stay readable."""


def cohort_triangle(frame: pd.DataFrame, columns: list[str]) -> go.Figure:
    """A row a cohort, the oldest on top; a column an age; the darker, the more had got there.

    `frame` has one row a cohort and age: `cohort` (the label to show), `column` (place of the age
    in `columns`, the labels), `share` (None: it cannot be judged yet and gets no colour, only a
    mark) and `said` (what a hover tells). Cohorts are in the order of their first rows.
    """
    use = colours()
    names = list(dict.fromkeys(frame["cohort"]))
    shares: list[list[float | None]] = [[None] * len(columns) for _ in names]
    texts = [[""] * len(columns) for _ in names]
    said = [[""] * len(columns) for _ in names]
    cells = zip(frame["cohort"], frame["column"], frame["share"], frame["said"], strict=True)
    for cohort, column, share, told in cells:
        if pd.isna(column):
            continue
        place, at = names.index(cohort), int(column)
        said[place][at] = safe(told)
        texts[place][at] = YOUNG if pd.isna(share) else f"{100 * share:.0f}"
        shares[place][at] = None if pd.isna(share) else float(share)
    figure = go.Figure(
        go.Heatmap(
            z=shares,
            x=list(range(len(columns))),
            y=list(range(len(names))),
            hoverinfo="skip",
            colorscale=[[0, use.faint], [1, use.pale]],
            zmin=0,
            zmax=DEEPEST * max((share for line in shares for share in line if share), default=1.0),
            showscale=False,
            xgap=GAP,
            ygap=GAP,
        )
    )
    figure.update_layout(
        height=ROW_HEIGHT * max(len(names), 1) + TOP + 4,
        margin={"l": 0, "r": 0, "t": TOP, "b": 4},
        **layout(use),
    )
    written = [
        (column, place)
        for place, line in enumerate(texts)
        for column, text in enumerate(line)
        if text
    ]
    figure.add_scatter(
        x=[column for column, _ in written],
        y=[place for _, place in written],
        text=[texts[place][column] for column, place in written],
        customdata=[said[place][column] for column, place in written],
        mode="text",
        hovertemplate="%{customdata}<extra></extra>",
    )
    plain = {"showgrid": False, "zeroline": False, "fixedrange": True, "ticks": ""}
    figure.update_xaxes(
        tickvals=list(range(len(columns))),
        ticktext=[safe(label) for label in columns],
        side="top",
        range=[-0.5, len(columns) - 0.5],
        tickfont={"size": FONT_SIZE - 3, "color": use.grey},
        tickangle=0,
        **plain,
    )
    figure.update_yaxes(
        tickvals=list(range(len(names))),
        ticktext=[safe(name) for name in names],
        range=[len(names) - 0.5, -0.5],
        automargin=True,
        ticklabelstandoff=6,
        **plain,
    )
    return figure
