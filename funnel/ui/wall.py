"""What fits on the wall: texts that people wrote, cut to what a line holds."""


def shortened(text: str, most: int = 60) -> str:
    """On one line, and cut with an ellipsis; the dialogs and files have all of it."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"
