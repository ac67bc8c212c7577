"""A document as PDF: A4 across, its font in it, for printing and for those without Office."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

from funnel.export.document import Document, Part, Slide, Table, Words
from funnel.export.fonts import find_font
from funnel.export.look import (
    BLUE,
    DASH,
    FAINT,
    FOOT,
    GREY,
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
from funnel.export.pdf_chart import draw_chart
from funnel.export.pdf_page import FAMILY, PAGE, SCALE, Page

HEADING = 24.0
AMOUNTS = f"{DASH}¥万億円"
"""Letters that numbers are written with."""
MOST_EACH = 34.0
"""How high a row of a table is at most."""


def pdf_bytes(told: Document) -> bytes:
    """The whole file.

    Raises:
        FunnelError: of the kind `no_japanese_font`.
    """
    font = find_font()
    from fpdf import FPDF  # a second, paid by who asks for a file

    for name in ("fontTools", "fpdf"):  # letters a font lacks are told there, one line each
        logging.getLogger(name).setLevel(logging.ERROR)
    pdf = FPDF(unit=SCALE, format=(WIDTH, PAGE))
    letters = sorted({ord(letter) for letter in told.text + AMOUNTS} | set(range(32, 127)))
    pdf.add_font(FAMILY, "", font.regular, unicode_range=letters)
    pdf.add_font(FAMILY, "B", font.bold, unicode_range=letters)
    pdf.set_auto_page_break(False)
    pdf.set_title(told.title)
    pdf.set_author("Shared Funnel")
    pdf.set_lang("ja-JP" if told.language == "ja" else "en-US")
    day = told.as_of
    pdf.set_creation_date(datetime(day.year, day.month, day.day, tzinfo=UTC))
    for number, slide in enumerate(told.slides, start=1):
        pdf.add_page()
        pdf.start_section(slide.title)
        _slide(Page(pdf), slide, told, f"{number} / {len(told.slides)}")
    return bytes(pdf.output())


def _slide(page: Page, slide: Slide, told: Document, number: str) -> None:
    wide = WIDTH - 2 * MARGIN
    size = fitting([slide.title], wide, 62, 30, 16)
    page.text((MARGIN, 20, wide, 66), [slide.title], size, INK, bold=True, middle=True)
    if slide.subtitle:
        page.text((MARGIN, 86, wide, 24), [slide.subtitle], 13, GREY)
    for band, places in zip(slide.bands, boxes(slide, PAGE), strict=True):
        for part, box in zip(band.parts, places, strict=True):
            _part(page, part, box, told)
    if slide.note:
        size = fitting([slide.note], wide, 22, 11, 8)
        page.text((MARGIN, PAGE - FOOT - 26, wide, 24), [slide.note], size, GREY)
    page.text((MARGIN, PAGE - FOOT, wide - 80, 18), [told.foot], 10, GREY)
    page.text((WIDTH - MARGIN - 80, PAGE - FOOT, 80, 18), [number], 10, GREY, align="right")


def _part(page: Page, part: Part, box: Box, told: Document) -> None:
    if isinstance(part, Words):
        _words(page, part, box)
        return
    left, top, width, height = box
    size = fitting([part.title], width, HEADING, 13)
    page.text((left, top, width, HEADING), [part.title], size, INK, bold=True)
    inner = (left, top + HEADING, width, height - HEADING)
    if isinstance(part, Table):
        _table(page, part, inner, told)
    else:
        draw_chart(page, part, inner, told)


def _words(page: Page, part: Words, box: Box) -> None:
    left, top, width, height = box
    page.area(box, FAINT)
    inside, at = width - 28, top + 8
    if part.title:
        colour = BLUE if part.is_action else GREY
        page.text((left + 14, at, inside, 20), [part.title], 13, colour, bold=True)
        at += 26
    if part.big:
        size = fitting([part.big], inside, 52, 38, 14)
        page.text((left + 14, at, inside, 52), [part.big], size, INK, bold=True)
        at += 60
    room = top + height - at - 6
    size = fitting(part.lines, inside, room, 22 if part.is_action else 20, 8)
    for line in part.lines:
        at += page.text((left + 14, at, inside, top + height - at), [line], size, INK) + size * 0.2


def _table(page: Page, part: Table, box: Box, told: Document) -> None:
    left, top, width, height = box
    if not part.rows:
        page.text((left, top + 4, width, 40), [part.empty or DASH], 14, INK)
        return
    more = 18.0 if part.left_out else 0.0
    texts = cells_said(part, told)
    each = min(MOST_EACH, (height - more) / len(texts))
    widths = column_widths(texts, width)
    sizes = table_size(texts[:1], widths, each), table_size(texts[1:], widths, each)
    page.area((left, top, width, each), LINE)
    at = top
    for number, row in enumerate(texts):
        start = left
        for column, text, wide in zip(part.columns, row, widths, strict=True):
            page.text(
                (start + 5, at, wide - 10, each), [text], min(sizes) if number == 0 else sizes[1],
                GREY if number == 0 else INK, bold=number - 1 in part.strong, middle=True,
                align="left" if column.kind == "text" else "right",
            )  # fmt: skip
            start += wide
        at += each
        page.line([(left, at), (left + width, at)], LINE)
    if part.left_out:
        page.text((left, at + 2, width, more), [part.left_out], 10, GREY)
