"""The Japanese font a PDF is written in: one that this machine has, since a PDF carries its own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from unicodedata import normalize

from funnel.errors import FunnelError, Problem

NAMED = "FUNNEL_PDF_FONT"
"""The environment variable that names a font file instead."""
PAIRS: tuple[tuple[str, str | None], ...] = (
    ("NotoSansJP-Regular.otf", "NotoSansJP-Bold.otf"),
    ("NotoSansJP-Regular.ttf", "NotoSansJP-Bold.ttf"),
    ("NotoSansCJKjp-Regular.otf", "NotoSansCJKjp-Bold.otf"),
    ("NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc"),
    ("ヒラギノ角ゴシック W3.ttc", "ヒラギノ角ゴシック W6.ttc"),
    ("YuGothM.ttc", "YuGothB.ttc"),
    ("YuGothR.ttc", "YuGothB.ttc"),
    ("meiryo.ttc", "meiryob.ttc"),
    ("ipaexg.ttf", None),
    ("ipag.ttf", None),
    ("ipag.otf", None),
    ("TakaoPGothic.ttf", None),
    ("VL-Gothic-Regular.ttf", None),
    ("msgothic.ttc", None),
    ("DroidSansFallbackFull.ttf", None),
)
"""Regular and bold, the best first. In each collection the first face is the Japanese one."""
FOLDERS = (
    "~/.fonts", "~/.local/share/fonts", "/usr/local/share/fonts", "/usr/share/fonts",
    "~/Library/Fonts", "/Library/Fonts", "/System/Library/Fonts",
    "~/AppData/Local/Microsoft/Windows/Fonts", "C:/Windows/Fonts",
)  # fmt: skip


@dataclass(frozen=True)
class Font:
    """Two files; the same twice where there is no bold one."""

    regular: Path
    bold: Path


def find_font(folders: tuple[str, ...] = FOLDERS) -> Font:
    """The best Japanese font in the usual folders, or the one that `FUNNEL_PDF_FONT` names.

    Raises:
        FunnelError: of the kind `no_japanese_font`, or `font_not_there` for the one that is named.
    """
    if wanted := os.environ.get(NAMED):
        path = Path(wanted)
        if not path.is_file():
            raise FunnelError(Problem("font_not_there", value=wanted, detail=NAMED))
        return Font(path, path)
    there = {normalize("NFC", path.name): path for path in _files(folders)}
    for regular, bold in PAIRS:
        if regular in there:
            return Font(there[regular], there.get(bold or "", there[regular]))
    raise FunnelError(Problem("no_japanese_font", detail=NAMED))


def _files(folders: tuple[str, ...]) -> Iterator[Path]:
    """Of the folders and all below; of the same name the first folder's comes last, and counts."""
    for folder in reversed(folders):
        for path, _, names in os.walk(Path(folder).expanduser()):
            for name in names:
                yield Path(path) / name
