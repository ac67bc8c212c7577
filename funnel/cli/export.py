"""The week and the month as files to take along."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from funnel.calendar import day_of, month_start
from funnel.cli.figures import open_version
from funnel.cli.imports import Json
from funnel.cli.shell import app, errors_told, print_json, say
from funnel.clock import now
from funnel.errors import FunnelError, Problem
from funnel.export.files import Format, bytes_of, document_of, write_file
from funnel.export.looked import Looked, What, looked_at
from funnel.messages import Language, language_of_environment
from funnel.metrics.query import days_covered
from funnel.store.database import Database
from funnel.store.workspace import Workspace, number_of


def _month(text: str) -> Any:
    from datetime import date

    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise typer.BadParameter(f"'{text}' is not a month like 2026-11") from error


@app.command()
def export(
    what: Annotated[What, typer.Argument(help="The month or the week.")],
    form: Annotated[Format, typer.Option("--format", help="PowerPoint, Excel or PDF.")] = "pptx",
    out: Annotated[
        Path | None,
        typer.Option(metavar="PATH", help="A file, or a folder; otherwise this folder."),
    ] = None,
    lang: Annotated[Language | None, typer.Option(help="Of the words in the file.")] = None,
    month: Annotated[
        Any,
        typer.Option(parser=_month, metavar="YYYY-MM", help="Otherwise the last of the data."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Write the month or the week as PowerPoint or Excel with native charts, or as PDF."""
    with errors_told(as_json), open_version() as db:
        looked = _looked(db, month, lang or language_of_environment())
        told = document_of(db, Workspace.from_environment().team, what, looked)
        name = f"{told.file_name}.{form}"
        path = Path(name) if out is None else out / name if out.is_dir() else out
        content = bytes_of(told, form)
        write_file(content, path)
        number = number_of(db)
    if as_json:
        print_json({
            "what": what, "format": form, "language": looked.language, "file": str(path),
            "bytes": len(content), "month": f"{looked.month:%Y-%m}",
            "as_of": looked.as_of.isoformat(), "version": number,
            "slides": [slide.title for slide in told.slides],
        })  # fmt: skip
    else:
        say("export_written", file=path)


def _looked(db: Database, month: Any, language: Language) -> Looked:
    """The month asked for.

    Raises:
        FunnelError: of the kind `not_a_month_of_the_data`.
    """
    first, last = days_covered(db)
    if month is not None and not month_start(first) <= month <= last:
        days = f"{first:%Y-%m} - {last:%Y-%m}"
        raise FunnelError(Problem("not_a_month_of_the_data", value=f"{month:%Y-%m}", detail=days))
    return looked_at(db, month, day_of(now()), language)
