"""The chart of the sources' quality: a row a source, a column a rate."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from funnel.ui.charts.look import FONT_SIZE, Colours, colours, layout, ranges, safe, shortened

ROW_HEIGHT = 58
NAME_ROOM = 11.0  # em
GAP = 0.015
LAST = 0.12
"""Of the width: the column of the lead times, which are text."""


def quality_by_group(frame: pd.DataFrame, lengths: dict[str, tuple[str, str]]) -> go.Figure:
    """Dots for rates with their ranges, a scale a column, and the whole company as a line in each.

    `frame` has one row a rate and group, in the order they are to stand: `rate`, `group` and
    `note` (the labels to show; `note` stands small below the group's), `value`, `low`, `high` (NaN:
    no dot), `whole` (of the rate), `says` and `counts` (what is written beside the dot),
    `is_apart` (dark), `is_young` (an open dot). `lengths` are (title, text) by group, the title
    under the key ''.
    """
    rates = list(dict.fromkeys(frame["rate"]))
    groups = list(dict.fromkeys(frame["group"]))
    place = {group: len(groups) - 1 - number for number, group in enumerate(groups)}
    use = colours()
    figure = go.Figure()
    axes, lines = {}, []
    width = (1 - LAST - GAP * len(rates)) / max(len(rates), 1)
    for number, rate in enumerate(rates):
        rows = frame[frame["rate"] == rate]
        left = number * (width + GAP)
        _column(figure, rows, number, place, use)
        largest = float(rows[["value", "high", "whole"]].max().max() or 0) or 1.0
        axis = _axis(rate, [left, left + width], use)
        axis["range"] = [-0.06 * largest, 2.2 * largest]
        axes[f"xaxis{_suffix(number)}"] = axis
        whole = rows["whole"].iloc[0]
        if pd.notna(whole):
            lines.append({
                "type": "line", "x0": whole, "x1": whole, "y0": -0.5, "y1": len(groups) - 0.5,
                "layer": "below", "xref": f"x{_suffix(number)}", "yref": "y",
                "line": {"color": use.grey, "width": 1.5, "dash": "dot"},
            })  # fmt: skip
    axes |= _lengths(figure, lengths, place, len(rates), use)
    figure.update_layout(  # all at once: each call costs as much as a dozen of traces
        **axes,
        shapes=lines,
        height=ROW_HEIGHT * max(len(groups), 1) + 48,
        margin={"l": 0, "r": 0, "t": 40, "b": 4},
        **layout(use),
        yaxis={
            "tickvals": list(place.values()),
            "ticktext": [_name(frame, group) for group in groups],
            "range": [-0.6, max(len(groups), 1) - 0.4],
            "gridcolor": use.faint,
            "zeroline": False,
            "fixedrange": True,
            "automargin": True,
            "ticklabelstandoff": 8,
        },
    )
    return figure


def _suffix(number: int) -> str:
    return str(number + 1) if number else ""


def _axis(title: str, domain: list[float], use: Colours) -> dict[str, Any]:
    return {
        "domain": domain,
        "title": {"text": f"<b>{safe(title)}</b>", "standoff": 6, "font": {"size": FONT_SIZE}},
        "side": "top",
        "showticklabels": False,
        "showgrid": False,
        "zeroline": True,
        "zerolinecolor": use.line,
        "fixedrange": True,
    }


def _column(
    figure: go.Figure, rows: pd.DataFrame, number: int, place: dict[str, int], use: Colours
) -> None:
    axis = f"x{_suffix(number)}"
    heights = [place[group] for group in rows["group"]]
    darks = [use.blue if one else use.pale for one in rows["is_apart"]]
    symbols = ["circle-open" if one else "circle" for one in rows["is_young"]]
    figure.add_scatter(
        x=rows["value"], y=heights, xaxis=axis, mode="markers",
        marker={"size": 12, "color": darks, "symbol": symbols,
                "line": {"width": 2.5, "color": darks}},
        error_x=ranges(rows, "value", use), customdata=rows["group"].map(safe),
        hovertemplate="%{customdata}<br>%{x:.1%}<extra></extra>",
    )  # fmt: skip
    ends = rows["high"].fillna(rows["value"]).fillna(0)
    figure.add_scatter(
        x=ends, y=heights, xaxis=axis, mode="text", textposition="middle right", hoverinfo="skip",
        cliponaxis=False,
        text=[
            _two_lines(f"<b>{safe(says)}</b>" if apart else safe(says), counts)
            for says, counts, apart in zip(
                rows["says"], rows["counts"], rows["is_apart"], strict=True
            )
        ],
    )  # fmt: skip


def _lengths(
    figure: go.Figure,
    lengths: dict[str, tuple[str, str]],
    place: dict[str, int],
    number: int,
    use: Colours,
) -> dict[str, Any]:
    """Draw the texts; returns their axis."""
    suffix = _suffix(number)
    figure.add_scatter(
        x=[0] * len(place), y=list(place.values()), xaxis=f"x{suffix}", mode="text",
        textposition="middle right", hoverinfo="skip",
        text=[_two_lines(safe(lengths[group][0]), lengths[group][1]) for group in place],
    )  # fmt: skip
    axis = _axis(lengths[""][0], [1 - LAST, 1], use)
    return {f"xaxis{suffix}": axis | {"range": [0, 1], "zeroline": False}}


def _name(frame: pd.DataFrame, group: str) -> str:
    note = frame.loc[frame["group"] == group, "note"].iloc[0]
    return _two_lines(safe(shortened(group, NAME_ROOM)), note, space="")


def _two_lines(first: str, second: str, space: str = " ") -> str:
    """The second one small and quiet."""
    if not second:
        return f"{space}{first}"
    quiet = f'<span style="font-size:{FONT_SIZE - 3}px">{safe(second)}</span>'
    return f"{space}{first}<br>{space}{quiet}"
