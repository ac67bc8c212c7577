"""Charts of deals: what is open by stage and age, and what moved between two days."""

from __future__ import annotations

from itertools import accumulate
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from funnel.ui.charts.look import Colours, colours, layout, safe, shortened

ROW_HEIGHT, LEAST_HEIGHT = 54, 330
LABEL_ROOM = 7.0  # em
WATERFALL_HEIGHT = 330


def _age_colours(use: Colours) -> dict[str, str]:
    """What stands too long is grey, as what is lost: colours that are seen in either theme."""
    return {
        "early": use.pale, "late": use.blue, "beyond": use.grey, "unjudged": use.blue,
        "undated": use.line,
    }  # fmt: skip


def stages_by_age(frame: pd.DataFrame, ages: dict[str, str]) -> go.Figure:
    """A bar a stage, of one part an age, the first stage on top; what the whole is at its end.

    `frame` has one row a stage and age: `stage` (the label to show), `age` (a key of `ages`),
    `value` (the part's length), `text` (what it is, as shown) and `total` (of the stage, as shown).
    `ages` are the ages drawn, with what each is called, the first at the left.
    """
    use = colours()
    paints = _age_colours(use)
    stages = list(dict.fromkeys(frame["stage"]))
    place = {stage: len(stages) - 1 - at for at, stage in enumerate(stages)}
    totals = frame.groupby("stage", sort=False)["value"].sum()
    largest = float(totals.max() or 0) or 1.0
    figure = go.Figure()
    for age, name in ages.items():
        rows = frame[frame["age"] == age]
        figure.add_bar(
            x=rows["value"],
            y=[place[stage] for stage in rows["stage"]],
            orientation="h",
            width=0.62,
            marker={"color": paints[age], "line": {"width": 0}},
            customdata=[
                f"{safe(stage)}<br>{safe(name)}: {safe(text)}"
                for stage, text in zip(rows["stage"], rows["text"], strict=True)
            ],
            hovertemplate="%{customdata}<extra></extra>",
        )
    # Bears the axis on the right: its labels take the room they need, the bars the rest.
    figure.add_bar(
        x=[float(totals[stage]) for stage in stages],
        y=list(place.values()),
        orientation="h",
        yaxis="y2",
        opacity=0,
        hoverinfo="skip",
    )
    legend = "   ".join(
        f"<span style='fill:{paints[age]};color:{paints[age]}'>■</span> {safe(name)}"
        for age, name in ages.items()
    )
    figure.add_annotation(
        text=legend, x=0, y=1, xref="paper", yref="paper", xanchor="left", yanchor="bottom",
        showarrow=False, yshift=4,
    )  # fmt: skip
    figure.update_layout(
        height=max(ROW_HEIGHT * len(stages) + 44, LEAST_HEIGHT),
        margin={"l": 0, "r": 0, "t": 36, "b": 4},
        barmode="stack",
        **layout(use),
        xaxis={"visible": False, "fixedrange": True, "range": [0, largest]},
        minreducedwidth=24,  # a bar rather shrinks than that its label is cut off
    )
    axis: dict[str, Any] = {
        "tickvals": list(place.values()),
        "range": [-0.5, max(len(stages), 1) - 0.5],
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
        "automargin": True,
        "ticklabelstandoff": 8,
    }
    said = dict(zip(frame["stage"], frame["total"], strict=True))
    names = [safe(shortened(str(stage), LABEL_ROOM)) for stage in stages]
    figure.update_layout(
        yaxis={**axis, "ticktext": names},
        yaxis2={
            **axis,
            "overlaying": "y",
            "side": "right",
            "ticktext": [f"<b>{safe(said[stage])}</b>" for stage in stages],
        },
    )
    return figure


def waterfall(frame: pd.DataFrame) -> go.Figure:
    """From what was open to what is open: a pillar at either end, what came and went in between.

    `frame` has one row a bar, in order: `label` and `count` (below it, as shown), `value` (what it
    adds, negative where it takes away), `is_end` (a pillar from the ground), `kind` (`opened`,
    `won`, `lost` or another: its colour) and `text` (above it).
    """
    use = colours()
    paints = {"opened": use.blue, "won": use.blue, "lost": use.grey, "unclear": use.line}
    level, bases, tops = 0.0, [], []
    for value, is_end in zip(frame["value"], frame["is_end"], strict=True):
        start = 0.0 if is_end else level
        level = start + float(value)
        bases.append(min(start, level))
        tops.append(max(start, level))
    places = list(range(len(frame)))
    figure = go.Figure(
        go.Bar(
            x=places,
            y=[top - base for base, top in zip(bases, tops, strict=True)],
            base=bases,
            width=0.66,
            marker={"color": [paints.get(kind, use.pale) for kind in frame["kind"]]},
            customdata=[
                f"{safe(label)}: {safe(text)} {safe(count)}"
                for label, text, count in zip(
                    frame["label"], frame["text"], frame["count"], strict=True
                )
            ],
            hovertemplate="%{customdata}<extra></extra>",
        )
    )
    figure.add_scatter(
        x=places,
        y=tops,
        mode="text",
        text=[f"<b>{safe(text)}</b>" for text in frame["text"]],
        textposition="top center",
        cliponaxis=False,
        hoverinfo="skip",
    )
    # From each level to the next bar: what is left is where the next begins.
    levels = list(accumulate(frame["value"]))[:-1] if len(frame) else []
    for place, at in zip(places, levels, strict=False):
        figure.add_shape(
            type="line", x0=place + 0.33, x1=place + 0.67, y0=at, y1=at,
            line={"color": use.grey, "width": 1.5},
        )  # fmt: skip
    highest = max(tops, default=0.0) or 1.0
    figure.update_layout(
        height=WATERFALL_HEIGHT,
        margin={"l": 0, "r": 0, "t": 28, "b": 56},
        **layout(use),
        xaxis={
            "tickvals": places,
            "ticktext": [
                f"{safe(label)}<br>{safe(count)}"
                for label, count in zip(frame["label"], frame["count"], strict=True)
            ],
            "range": [-0.5, len(frame) - 0.5],
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
            "tickangle": 0,
            "ticklabeloverflow": "allow",
        },
        yaxis={
            "visible": False,
            "fixedrange": True,
            "range": [min([*bases, 0.0]), 1.08 * highest],
        },
    )
    return figure
