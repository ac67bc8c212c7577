"""A document as PowerPoint: 16:9, real titles and tables, charts that open with their data."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from funnel.export.document import Document, Part, Slide, Table, Words
from funnel.export.look import (
    BLUE,
    DASH,
    FAINT,
    FOOT,
    GREY,
    HEIGHT,
    INK,
    LINE,
    MARGIN,
    WIDTH,
    Box,
    boxes,
    cells_said,
    column_widths,
    fitting,
    table_size,
)
from funnel.export.pptx_text import TITLE_ONLY, drop_thumbnail, fill_text, write_theme

if TYPE_CHECKING:
    from pptx.presentation import Presentation as Slides

HEADING = 22.0
"""Points that the heading of a part takes."""


def pptx_bytes(told: Document) -> bytes:
    """The whole file."""
    from pptx import Presentation  # half a second, paid by who asks for a file
    from pptx.util import Pt

    file = Presentation()
    file.slide_width, file.slide_height = Pt(WIDTH), Pt(HEIGHT)
    write_theme(file)
    drop_thumbnail(file)
    properties = file.core_properties
    properties.author, properties.title = "Shared Funnel", told.title
    properties.last_modified_by, properties.language = "Shared Funnel", told.language
    properties.created = properties.modified = datetime(*told.as_of.timetuple()[:3])  # noqa: DTZ001
    for number, slide in enumerate(told.slides, start=1):
        _slide(file, slide, told, f"{number} / {len(told.slides)}")
    out = BytesIO()
    file.save(out)
    return out.getvalue()


def _slide(file: Slides, slide: Slide, told: Document, number: str) -> None:
    drawn: Any = file.slides.add_slide(file.slide_layouts[TITLE_ONLY])
    wide = WIDTH - 2 * MARGIN
    title = drawn.shapes.title
    _place(title, (MARGIN, 20, wide, 66))
    size = fitting([slide.title], wide, 62, 30, 16)
    fill_text(title.text_frame, [slide.title], size, INK, told.language, bold=True, middle=True)
    if slide.subtitle:
        _text(drawn, (MARGIN, 86, wide, 24), [slide.subtitle], 13, GREY, told=told)
    for band, places in zip(slide.bands, boxes(slide), strict=True):
        for part, box in zip(band.parts, places, strict=True):
            _part(drawn, part, box, told)
    if slide.note:
        box = (MARGIN, HEIGHT - FOOT - 26, wide, 24)
        _text(drawn, box, [slide.note], fitting([slide.note], wide, 22, 11, 8), GREY, told=told)
    _text(drawn, (MARGIN, HEIGHT - FOOT, wide - 80, 20), [told.foot], 10, GREY, told=told)
    _text(
        drawn,
        (WIDTH - MARGIN - 80, HEIGHT - FOOT, 80, 20),
        [number],
        10,
        GREY,
        told=told,
        right=True,
    )


def _part(drawn: Any, part: Part, box: Box, told: Document) -> None:
    if isinstance(part, Words):
        _words(drawn, part, box, told)
        return
    left, top, width, height = box
    size = fitting([part.title], width, HEADING, 13)
    _text(drawn, (left, top, width, HEADING), [part.title], size, INK, told=told, bold=True)
    inner = (left, top + HEADING, width, height - HEADING)
    if isinstance(part, Table):
        _table(drawn, part, inner, told)
    else:
        from funnel.export.pptx_chart import add_chart

        add_chart(drawn, part, inner, told)


def _words(drawn: Any, part: Words, box: Box, told: Document) -> None:
    from pptx.dml.color import RGBColor

    left, top, width, height = box
    frame = drawn.shapes.add_textbox(0, 0, 0, 0)
    _place(frame, box)
    frame.fill.solid()
    frame.fill.fore_color.rgb = RGBColor.from_string(FAINT)
    inside, at = width - 28, top + 8
    if part.title:
        colour = BLUE if part.is_action else GREY
        _text(drawn, (left + 14, at, inside, 20), [part.title], 13, colour, told=told, bold=True)
        at += 24
    if part.big:
        size = fitting([part.big], inside, 50, 38, 14)
        _text(drawn, (left + 14, at, inside, 50), [part.big], size, INK, told=told, bold=True)
        at += 58
    room = top + height - at - 6
    size = fitting(part.lines, inside, room, 22 if part.is_action else 20, 8)
    _text(drawn, (left + 14, at, inside, room), list(part.lines), size, INK, told=told)


def _table(drawn: Any, part: Table, box: Box, told: Document) -> None:
    left, top, width, height = box
    rows = part.first_rows
    if not rows:
        _text(drawn, (left, top + 4, width, 40), [part.empty or DASH], 14, INK, told=told)
        return
    more = 18.0 if part.left_out else 0.0
    texts = cells_said(part, told)
    each = min(30.0, (height - more) / len(texts))
    widths = column_widths(texts, width)
    size = table_size(texts[1:], widths, each)
    head = min(size, table_size(texts[:1], widths, each))
    grid = drawn.shapes.add_table(len(texts), len(widths), 0, 0, 0, 0)
    _place(grid, (left, top, width, each * len(texts)))
    _plain_table(grid, told, part, texts, widths=widths, each=each, sizes=(head, size))
    if part.left_out:
        box = (left, top + each * len(texts), width, more)
        _text(drawn, box, [part.left_out], 10, GREY, told=told)


def _plain_table(
    grid: Any, told: Document, part: Table, texts: list[list[str]],
    *, widths: list[float], each: float, sizes: tuple[float, float],
) -> None:  # fmt: skip
    """The cells: no stripes, a line below each, numbers at the right."""
    from pptx.dml.color import RGBColor
    from pptx.util import Pt

    table = grid.table
    table.horz_banding = False
    for place, width in enumerate(widths):
        table.columns[place].width = Pt(width)
    for number, row in enumerate(texts):
        table.rows[number].height = Pt(each)
        for place, text in enumerate(row):
            cell = table.cell(number, place)
            cell.margin_left = cell.margin_right = Pt(5)
            cell.margin_top = cell.margin_bottom = Pt(0)
            cell.fill.solid()
            cell.fill.fore_color.rgb = RGBColor.from_string(LINE if number == 0 else "FFFFFF")
            colour = GREY if number == 0 else INK
            fill_text(
                cell.text_frame, [text], sizes[number > 0], colour, told.language,
                bold=number - 1 in part.strong, middle=False,
                right=part.columns[place].kind != "text",
            )  # fmt: skip
            cell.vertical_anchor = _middle()


def _middle() -> Any:
    from pptx.enum.text import MSO_ANCHOR

    return MSO_ANCHOR.MIDDLE


def _text(
    drawn: Any, box: Box, lines: list[str], size: float, colour: str,
    *, told: Document, bold: bool = False, right: bool = False,
) -> None:  # fmt: skip
    frame = drawn.shapes.add_textbox(0, 0, 0, 0)
    _place(frame, box)
    fill_text(frame.text_frame, lines, size, colour, told.language, bold=bold, right=right)


def _place(shape: Any, box: Box) -> None:
    from pptx.util import Pt

    shape.left, shape.top, shape.width, shape.height = (Pt(value) for value in box)
