"""What fits on the wall: texts that people wrote, cut to what a line holds."""

import re

_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def shortened(text: str, most: int = 60) -> str:
    """On one line, and cut with an ellipsis; the dialogs and files have all of it.

    Without the marks that turn the direction of what stands behind them on the line.
    """
    line = " ".join(_TURNING.sub("", text).split())
    return line if len(line) <= most else f"{line[: most - 1]}…"
