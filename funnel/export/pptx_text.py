"""Text on slides: Japanese and Latin letters each in their font, marked with their language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from funnel.export.look import FONT_JAPANESE, FONT_LATIN
from funnel.messages import Language

if TYPE_CHECKING:
    from pptx.presentation import Presentation as Slides

TITLE_ONLY = 5
"""The layout of the standard template that has a title and nothing else."""
LANGUAGES: dict[Language, tuple[str, str]] = {"ja": ("ja-JP", "en-US"), "en": ("en-US", "ja-JP")}
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def write_theme(file: Slides) -> None:
    """Name the fonts once, in the theme: headings, text, tables and charts all point there."""
    from lxml import etree
    from pptx.opc.constants import RELATIONSHIP_TYPE
    from pptx.opc.package import Part

    part = file.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    if not isinstance(part, Part):
        return
    theme = etree.fromstring(part.blob)
    for fonts in theme.iter(f"{_A}majorFont", f"{_A}minorFont"):
        for font in fonts:
            if font.tag == f"{_A}latin":
                font.set("typeface", FONT_LATIN)
            elif font.tag == f"{_A}ea" or font.get("script") == "Jpan":
                font.set("typeface", FONT_JAPANESE)
    blob: Any = etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True)
    part._blob = blob


def drop_thumbnail(file: Slides) -> None:
    """The template's own picture is none of this file."""
    package = file.part.package
    for name, link in list(package._rels.items()):
        if link.reltype.endswith("/thumbnail"):
            package._rels.pop(name)


def fill_text(
    frame: Any, lines: Sequence[str], size: float, colour: str, language: Language,
    *, bold: bool = False, right: bool = False, middle: bool = False,
) -> None:  # fmt: skip
    """Put plain lines into a frame, each its own paragraph; what they hold is never a mark."""
    from pptx.dml.color import RGBColor
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
    from pptx.util import Pt

    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Pt(0)
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE if middle else MSO_ANCHOR.TOP
    for place, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
        if place:
            paragraph.space_before = Pt(size * 0.3)
        run = paragraph.add_run()
        run.text = line
        run.font.size, run.font.bold = Pt(round(size * 2) / 2), bold
        run.font.color.rgb = RGBColor.from_string(colour)
        properties = run._r.get_or_add_rPr()
        wanted, other = LANGUAGES[language]
        properties.set("lang", wanted)
        properties.set("altLang", other)
