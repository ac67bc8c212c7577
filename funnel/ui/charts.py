"""Every chart: a frame in, a figure out. The only module that knows plotly."""

from dataclasses import dataclass
from html import escape
from itertools import accumulate
from typing import Any
from unicodedata import east_asian_width

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from funnel.ui.numbers import share_said

# For `st.plotly_chart(figure, config=CONFIG, theme=None)`: no toolbar, and nothing that would
# send a chart elsewhere.
CONFIG: dict[str, Any] = {
    "displayModeBar": False,
    "displaylogo": False,
    "showSendToCloud": False,
    "showEditInChartStudio": False,
    "plotlyServerURL": "",
    "showTips": False,
    "scrollZoom": False,
    "doubleClick": False,
}


@dataclass(frozen=True)
class Colours:
    """What charts are drawn in: the colours of .streamlit/config.toml for one theme.

    Orange is not among them: it means the bottleneck, which the strip and the headline mark.
    """

    ink: str
    blue: str
    pale: str
    grey: str
    line: str
    faint: str


LIGHT = Colours("#1c2430", "#2d5f8f", "#6595c4", "#78828e", "#dde2e8", "#eef1f4")
DARK = Colours("#eef2f6", "#7fb2e5", "#4b7dac", "#8b98a8", "#3a4553", "#28313d")


def colours() -> Colours:
    """The colours of the theme the visitor sees now; another choice runs the page anew."""
    return DARK if st.context.theme.type == "dark" else LIGHT


FONT = (
    "Noto Sans JP, Noto Sans CJK JP, Hiragino Sans, Hiragino Kaku Gothic ProN, Yu Gothic, "
    "Meiryo, sans-serif"
)
FONT_SIZE = 18
ROW_HEIGHT = 40
TIGHT_ROW_HEIGHT = 34
LABEL_ROOM, LONG_LABEL_ROOM = 8.0, 11.0  # em


def bars_by_source(frame: pd.DataFrame, *, sales_own: str = "営業起点") -> go.Figure:
    """Horizontal bars, the largest on top, with what they say written on them.

    `frame` has `source` (the label to show), `value` (the bar's length), `text` (the value as
    shown, such as '8件') and `share` (such as '38% 1,240万円'). With `low` and `high` (NaN: not
    known) a line over the bar is its range. The bar of `sales_own` is grey: its deals are not
    marketing's. A click gives the source as `customdata`.
    """
    rows = frame.sort_values(["value", "source"], ascending=[True, False], kind="stable")
    sources = [str(source) for source in rows["source"]]
    places = list(range(len(rows)))
    use = colours()
    values = rows["value"].tolist()
    bars = {"x": values, "y": places, "orientation": "h", "width": 0.55}
    figure = go.Figure(
        [
            go.Bar(
                **bars,
                marker={"color": [use.grey if s == sales_own else use.blue for s in sources]},
                customdata=sources,
                hovertemplate="%{customdata}<extra></extra>",
                error_x=_ranges(rows, "value", use) if "low" in rows else None,
            ),
            # Bears the axis on the right: its labels take the room they need, the bars the rest.
            go.Bar(**bars, yaxis="y2", opacity=0, hoverinfo="skip"),
        ]
    )
    figure.update_layout(
        height=ROW_HEIGHT * max(len(rows), 1) + 8,
        margin={"l": 0, "r": 0, "t": 4, "b": 4},
        **_layout(use),
        barmode="overlay",
        minreducedwidth=24,  # a bar rather shrinks than that its label is cut off
    )
    longest = rows["high"].fillna(0).tolist() if "high" in rows else values
    largest = max([*values, *longest], default=0) or 1  # all zero: no length, not the full width
    figure.update_xaxes(visible=False, fixedrange=True, range=[0, largest])
    axis: dict[str, Any] = {
        "tickvals": places,
        "range": [-0.5, max(len(rows), 1) - 0.5],
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
        "automargin": True,
        "ticklabelstandoff": 8,
    }
    says = zip(rows["text"], rows["share"], strict=True)
    figure.update_layout(
        yaxis={**axis, "ticktext": [_safe(_shortened(source)) for source in sources]},
        yaxis2={
            **axis,
            "overlaying": "y",
            "side": "right",
            "ticktext": [f"<b>{_safe(text)}</b>  {_safe(share)}" for text, share in says],
        },
    )
    return figure


def _safe(text: object) -> str:
    """Plotly reads a little HTML in its texts; a source's name is not meant as such."""
    return escape(str(text), quote=False)


def _shortened(label: str, room: float = LABEL_ROOM) -> str:
    """Cut in the middle to what leaves room for the bar: names often differ at their ends."""
    if sum(map(_width, label)) <= room:
        return label
    end = _fitting(label[::-1], (room - 1) * 0.45)[::-1]
    return f"{_fitting(label, (room - 1) * 0.55)}…{end}"


def _fitting(label: str, room: float) -> str:
    """As many of the first letters as fit."""
    widths = accumulate(map(_width, label))
    return label[: sum(1 for width in widths if width <= room)]


def _width(letter: str) -> float:
    """Latin letters are half as wide."""
    return 1.0 if east_asian_width(letter) in "WFA" else 0.56


def _layout(use: Colours) -> dict[str, Any]:
    """What all charts look alike in."""
    return {
        "font": {"family": FONT, "size": FONT_SIZE, "color": use.ink},
        "hoverlabel": {"font": {"family": FONT, "size": FONT_SIZE}},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "showlegend": False,
        "dragmode": False,
    }


def _ranges(rows: pd.DataFrame, of: str, use: Colours) -> dict[str, Any]:
    """Lines from `low` to `high` around the column `of`; none where they are not known."""
    return {
        "type": "data",
        "symmetric": False,
        "array": (rows["high"] - rows[of]).clip(lower=0).fillna(0),
        "arrayminus": (rows[of] - rows["low"]).clip(lower=0).fillna(0),
        "thickness": 2.5,
        "width": 0,
        "color": use.ink,
    }


def shares_by_rule(frame: pd.DataFrame) -> go.Figure:
    """A column a rule, a row a group: dots for shares, lines for their ranges, all on one scale.

    `frame` has one row a rule and group, in the order they are to stand: `rule` and `group` (the
    labels to show), `share`, `low`, `high` (NaN: no line), `is_first` (dark) and `is_own` (grey).
    """
    rules = list(dict.fromkeys(frame["rule"]))
    groups = list(dict.fromkeys(frame["group"]))
    place = {group: len(groups) - 1 - i for i, group in enumerate(groups)}
    largest = float(frame[["share", "high"]].max().max() or 0) or 1.0
    figure = go.Figure()
    use = colours()
    gap = 0.012
    width = (1 - gap * (len(rules) - 1)) / max(len(rules), 1)
    for number, rule in enumerate(rules):
        rows = frame[frame["rule"] == rule]
        left = number * (width + gap)
        suffix = str(number + 1) if number else ""
        shares = rows["share"].to_numpy()
        figure.add_scatter(
            x=rows["share"].where(rows["share"] != 0),  # none is no dot on the line of zero
            y=[place[group] for group in rows["group"]],
            xaxis=f"x{suffix}",
            mode="markers",
            marker={"size": 11, "color": _dot_colours(rows, use)},
            error_x=_ranges(rows, "share", use),
            customdata=rows["group"],
            hovertemplate="%{customdata}<br>%{x:.1%}<extra></extra>",
        )
        figure.add_scatter(
            x=rows["high"].fillna(rows["share"]),
            y=[place[group] for group in rows["group"]],
            xaxis=f"x{suffix}",
            mode="text",
            text=[f" {_safe(share_said(share))}" for share in shares],
            textposition="middle right",
            hoverinfo="skip",
        )
        figure.update_layout(
            {
                f"xaxis{suffix}": {
                    "domain": [left, min(left + width, 1)],
                    "range": [-0.04 * largest, 1.55 * largest],
                    "title": {
                        "text": f"<b>{_safe(rule)}</b>",
                        "standoff": 6,
                        "font": {"size": FONT_SIZE},
                    },
                    "side": "top",
                    "showticklabels": False,
                    "showgrid": False,
                    "zeroline": True,
                    "zerolinecolor": use.line,
                    "fixedrange": True,
                }
            }
        )
    figure.update_layout(
        height=TIGHT_ROW_HEIGHT * max(len(groups), 1) + 48,
        margin={"l": 0, "r": 0, "t": 40, "b": 4},
        **_layout(use),
        yaxis={
            "tickvals": list(place.values()),
            "ticktext": [_safe(_shortened(str(group), LONG_LABEL_ROOM)) for group in place],
            "range": [-0.6, max(len(groups), 1) - 0.4],
            "gridcolor": use.faint,
            "zeroline": False,
            "fixedrange": True,
            "automargin": True,
            "ticklabelstandoff": 8,
        },
    )
    return figure


def _dot_colours(rows: pd.DataFrame, use: Colours) -> list[str]:
    kinds = zip(rows["is_own"], rows["is_first"], strict=True)
    return [use.grey if is_own else use.blue if first else use.pale for is_own, first in kinds]
