"""Names on the wall: people and companies are shown by their first letter only."""

import re
import unicodedata

_LEGAL_FORM = re.compile(r"^(株式会社|有限会社|合同会社|㈱|㈲|\(株\)|\(有\)|（株）|（有）)?\s*(.?)")
_LETTER = r"""[^\s@＠<>()（）「」『』"',;:、。；：/]"""
_ADDRESS = re.compile(f"({_LETTER}?){_LETTER}*[@＠]({_LETTER}+)")


def mask_person(name: str | None) -> str:
    """`阿部 葵` becomes `阿…`."""
    return f"{name.strip()[0]}…" if name and name.strip() else ""


def mask_company(name: str | None) -> str:
    """`株式会社アスター` becomes `株式会社ア…`: the legal form says nothing of the company."""
    match = _LEGAL_FORM.match(name.strip()) if name else None
    return f"{match[1] or ''}{match[2]}…" if match and match[2] else ""


def mask_address(text: str) -> str:
    """`aoi@aster.example` becomes `a…@aster.example`, wherever in the text it stands."""
    return _ADDRESS.sub(r"\1…@\2", text)


def one_line(text: str, most: int) -> str:
    """On one line without marks that turn the line around, cut with an ellipsis."""
    shown = "".join(
        " " if unicodedata.category(letter) in ("Cc", "Zl", "Zp") else letter
        for letter in text[: 10 * most]
        if unicodedata.category(letter) != "Cf"
    )
    shown = " ".join(shown.split())
    return shown if len(shown) <= most else f"{shown[: most - 1]}…"
