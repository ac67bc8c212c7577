"""What all charts look alike in: colours for both themes, letters, and how a range is drawn."""

from dataclasses import dataclass
from html import escape
from itertools import accumulate
from typing import Any
from unicodedata import east_asian_width

import pandas as pd
import streamlit as st

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
LABEL_ROOM = 8.0  # em


def safe(text: object) -> str:
    """Plotly reads a little HTML in its texts; a source's name is not meant as such."""
    return escape(str(text), quote=False)


def shortened(label: str, room: float = LABEL_ROOM) -> str:
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


def layout(use: Colours) -> dict[str, Any]:
    """What all charts look alike in."""
    return {
        "font": {"family": FONT, "size": FONT_SIZE, "color": use.ink},
        "hoverlabel": {"font": {"family": FONT, "size": FONT_SIZE}},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "showlegend": False,
        "dragmode": False,
    }


def ranges(rows: pd.DataFrame, of: str, use: Colours) -> dict[str, Any]:
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
