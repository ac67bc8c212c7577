"""What stands in the files that are taken along, for tests."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from lxml import etree

from funnel.errors import FunnelError
from funnel.export.document import Chart, Document
from funnel.export.pdf_file import pdf_bytes

TEXTS = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"


def charts_of(slides: bytes) -> Iterator[tuple[str, Any]]:
    """The native charts of a presentation, by name."""
    from pptx import Presentation

    for slide in Presentation(BytesIO(slides)).slides:
        for shape in slide.shapes:
            if shape.has_chart:
                yield shape.name, shape.chart


def slide_texts(slides: bytes) -> list[str]:
    """What stands on each slide, tables too."""
    found = []
    with zipfile.ZipFile(BytesIO(slides)) as file:
        parts = set(file.namelist())
        for number in range(1, 20):
            if (name := f"ppt/slides/slide{number}.xml") in parts:
                root = etree.fromstring(file.read(name))
                found.append("\n".join(text.text or "" for text in root.iter(TEXTS)))
    return found


def worksheets(book: bytes) -> list[str]:
    """The XML of the sheets of a workbook."""
    with zipfile.ZipFile(BytesIO(book)) as parts:
        names = [name for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
        return [parts.read(name).decode() for name in names]


def drawn_of(told: Document) -> dict[str, Chart]:
    """The charts of a document, by title."""
    parts = (part for slide in told.slides for band in slide.bands for part in band.parts)
    return {part.title: part for part in parts if isinstance(part, Chart)}


def assert_same_charts(slides: bytes, told: Document) -> None:
    """Every chart is native, has its data behind it, and shows the document's values."""
    wanted, found = drawn_of(told), dict(charts_of(slides))
    assert found.keys() == wanted.keys()
    for title, chart in found.items():
        drawn = [tuple(series.values) for plot in chart.plots for series in plot.series]
        assert drawn == [series.values for series in wanted[title].series]
        assert list(chart.plots[0].categories) == list(wanted[title].categories)
        assert chart.part.chart_workbook.xlsx_part is not None  # it opens to be edited
        seen = {one.name for one in wanted[title].series if one.look != "hidden"}
        assert chart.has_legend == (len(seen) > 1 and not wanted[title].small)


def pdf_of(told: Document) -> bytes:
    """The PDF; skips where this machine has no Japanese font."""
    try:
        return pdf_bytes(told)
    except FunnelError as error:
        if error.problems[0].kind != "no_japanese_font":
            raise
        pytest.skip("this machine has no Japanese font")
