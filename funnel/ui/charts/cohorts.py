"""The cohort triangle as a picture."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from funnel.ui.charts.look import DARK, FONT_SIZE, LIGHT, Colours, colours, layout, safe

ROW_HEIGHT = 34
TOP, GAP = 34, 3
YOUNG = "…"


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
            colorscale=[[0, use.faint], [1, use.blue]],
            zmin=0,
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
    largest = max((share for line in shares for share in line if share), default=1.0)
    figure.add_scatter(
        x=[column for column, _ in written],
        y=[place for _, place in written],
        text=[texts[place][column] for column, place in written],
        customdata=[said[place][column] for column, place in written],
        mode="text",
        textfont={"color": [
            _ink((shares[place][column] or 0.0) / largest, use) for column, place in written
        ]},
        hovertemplate="%{customdata}<extra></extra>",
    )  # fmt: skip
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


def _ink(depth: float, use: Colours) -> str:
    """What is read best on a cell that is so deep (0 to 1) in colour."""
    mixed = [
        (1 - depth) * light + depth * deep
        for light, deep in zip(_channels(use.faint), _channels(use.blue), strict=True)
    ]
    return max((LIGHT.ink, DARK.ink), key=lambda ink: _contrast(_channels(ink), mixed))


def _channels(colour: str) -> list[float]:
    return [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]


def _contrast(one: list[float], other: list[float]) -> float:
    """Source: WCAG 2.2, contrast ratio and relative luminance."""
    bright, dark = sorted(map(_luminance, (one, other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _luminance(channels: list[float]) -> float:
    red, green, blue = (
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
