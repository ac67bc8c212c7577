"""A page of a PDF: text in boxes and plain shapes, measured in the units of a slide."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from funnel.export.look import WIDTH, Box

if TYPE_CHECKING:
    from fpdf import FPDF

A4 = (841.89, 595.28)
SCALE = A4[0] / WIDTH
PAGE = A4[1] / SCALE
"""Of A4 across: as wide as a slide, and higher."""
FAMILY = "japanese"
LINE_HEIGHT = 1.45
NEVER_FIRST = "、。,.)」』】〉》!?:;・〜ー…%％件月日"
_PIECES = re.compile(r"[!-~¥−]+|\s|[^!-~¥−\s]")

Align = Literal["left", "right", "centre"]


@dataclass
class Page:
    """What is drawn on."""

    pdf: FPDF

    def text(
        self, box: Box, lines: Sequence[str], size: float, colour: str,
        *, bold: bool = False, align: Align = "left", middle: bool = False,
    ) -> float:  # fmt: skip
        """Lines within a box, from its top or in its middle; what finds no room is left out.

        Returns:
            How high they are.
        """
        left, top, width, height = box
        self.font(size, colour, bold=bold)
        broken = [part for line in lines for part in self.broken(line, width)]
        each = size * LINE_HEIGHT
        broken = broken[: max(1, int((height + 0.3 * each) / each))]
        used = each * len(broken)
        at = top + (max(height - used, 0.0) / 2 if middle else 0.0)
        for line in broken:
            wide = self.pdf.get_string_width(line)
            shift = {"left": 0.0, "right": width - wide, "centre": (width - wide) / 2}[align]
            self.pdf.text(left + shift, at + size * 1.08, line)
            at += each
        return used

    def font(self, size: float, colour: str, *, bold: bool = False) -> None:
        """What follows is written so."""
        self.pdf.set_font(FAMILY, "B" if bold else "", size * SCALE)
        self.pdf.set_text_color(*_rgb(colour))

    def broken(self, text: str, width: float) -> list[str]:
        """The text in lines: broken between words or anywhere in Japanese, which has none."""
        lines, line = [], ""
        for piece in _PIECES.findall(text):
            is_late = piece[0] in NEVER_FIRST
            if line and not is_late and self.pdf.get_string_width(line + piece) > width:
                lines.append(line.rstrip())
                line = ""
            line += piece if line or not piece.isspace() else ""
            while len(line) > 1 and self.pdf.get_string_width(line) > width * 1.1:
                cut = self._fitting(line, width)
                lines.append(line[:cut])
                line = line[cut:]
        return [*lines, line] if line or not lines else lines

    def _fitting(self, line: str, width: float) -> int:
        """How many letters of one long word find room."""
        count = len(line)
        while count > 1 and self.pdf.get_string_width(line[:count]) > width:
            count -= 1
        return count

    def area(self, box: Box, colour: str) -> None:
        """A rectangle filled with a colour."""
        self.pdf.set_fill_color(*_rgb(colour))
        self.pdf.rect(*box, style="F")

    def line(
        self, points: Sequence[tuple[float, float]], colour: str, width: float = 0.75,
        *, dashed: bool = False,
    ) -> None:  # fmt: skip
        """Through all points."""
        self.pdf.set_draw_color(*_rgb(colour))
        self.pdf.set_line_width(width)
        self.pdf.set_dash_pattern(*((4, 3) if dashed else (0, 0)))
        self.pdf.polyline(list(points))
        self.pdf.set_dash_pattern()

    def diamond(self, at: tuple[float, float], colour: str, half: float = 5.0) -> None:
        """A point."""
        left, top = at
        self.pdf.set_fill_color(*_rgb(colour))
        corners = [(left, top - half), (left + half, top), (left, top + half), (left - half, top)]
        self.pdf.polygon(corners, style="F")


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[:2], 16), int(colour[2:4], 16), int(colour[4:], 16)
