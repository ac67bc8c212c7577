"""Charts of lead sources."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from funnel.ui.charts.look import FONT_SIZE, Colours, colours, layout, ranges, safe, shortened
from funnel.ui.numbers import share_said

ROW_HEIGHT = 40
TIGHT_ROW_HEIGHT = 34
LONG_LABEL_ROOM = 11.0  # em


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
                error_x=ranges(rows, "value", use) if "low" in rows else None,
            ),
            # Bears the axis on the right: its labels take the room they need, the bars the rest.
            go.Bar(**bars, yaxis="y2", opacity=0, hoverinfo="skip"),
        ]
    )
    figure.update_layout(
        height=ROW_HEIGHT * max(len(rows), 1) + 8,
        margin={"l": 0, "r": 0, "t": 4, "b": 4},
        **layout(use),
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
        yaxis={**axis, "ticktext": [safe(shortened(source)) for source in sources]},
        yaxis2={
            **axis,
            "overlaying": "y",
            "side": "right",
            "ticktext": [f"<b>{safe(text)}</b>  {safe(share)}" for text, share in says],
        },
    )
    return figure


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
            error_x=ranges(rows, "share", use),
            customdata=rows["group"],
            hovertemplate="%{customdata}<br>%{x:.1%}<extra></extra>",
        )
        figure.add_scatter(
            x=rows["high"].fillna(rows["share"]),
            y=[place[group] for group in rows["group"]],
            xaxis=f"x{suffix}",
            mode="text",
            text=[f" {safe(share_said(share))}" for share in shares],
            textposition="middle right",
            hoverinfo="skip",
        )
        figure.update_layout(
            {
                f"xaxis{suffix}": {
                    "domain": [left, min(left + width, 1)],
                    "range": [-0.04 * largest, 1.55 * largest],
                    "title": {
                        "text": f"<b>{safe(rule)}</b>",
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
        **layout(use),
        yaxis={
            "tickvals": list(place.values()),
            "ticktext": [safe(shortened(str(group), LONG_LABEL_ROOM)) for group in place],
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
