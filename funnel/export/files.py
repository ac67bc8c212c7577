"""A week or a month as a file of a format; the libraries are loaded when one is asked for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from funnel.errors import FunnelError, Problem
from funnel.export.looked import Looked, What
from funnel.store.database import Database

if TYPE_CHECKING:
    from funnel.export.document import Document
    from funnel.store.team import TeamStore  # sqlalchemy takes its time

Format = Literal["pptx", "xlsx", "pdf"]
FORMATS: tuple[Format, ...] = ("pptx", "xlsx", "pdf")
TITLES: dict[Format, str] = {"pptx": "PowerPoint", "xlsx": "Excel", "pdf": "PDF"}
MIME: dict[Format, str] = {
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


def document_of(db: Database, team: TeamStore, what: What, looked: Looked) -> Document:
    """What is taken along.

    Raises:
        FunnelError: where a report does.
    """
    if what == "week":
        from funnel.export.week import week_document

        return week_document(db, team, looked)
    from funnel.export.month import month_document

    return month_document(db, team, looked)


def bytes_of(told: Document, form: Format) -> bytes:
    """The file itself.

    Raises:
        FunnelError: of the kind `no_japanese_font` or `font_not_there`, for a PDF.
    """
    return _writer(form)(told)


def _writer(form: Format) -> Callable[[Document], bytes]:
    if form == "pptx":
        from funnel.export.pptx_file import pptx_bytes

        return pptx_bytes
    if form == "xlsx":
        from funnel.export.xlsx_file import xlsx_bytes

        return xlsx_bytes
    from funnel.export.pdf_file import pdf_bytes

    return pdf_bytes


def write_file(content: bytes, path: Path) -> None:
    """Whole or not at all: beside it first, then in its place.

    Raises:
        FunnelError: of the kind `file_not_written`.
    """
    beside = path.with_name(f".{path.name}.part")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        said = error.strerror or str(error)
        raise FunnelError(Problem("file_not_written", value=str(path), detail=said)) from error
