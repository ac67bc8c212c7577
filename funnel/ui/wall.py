"""What fits on the wall: texts that people wrote, cut to what a line holds."""

import unicodedata


def shortened(text: str, most: int = 60) -> str:
    """On one line, and cut with an ellipsis; the dialogs and files have all of it.

    Marks that are not seen, such as those that turn the line around, are left out.
    """
    seen = "".join(letter for letter in text if unicodedata.category(letter) != "Cf")
    line = " ".join(seen.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"
