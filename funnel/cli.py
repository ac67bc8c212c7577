"""The command line: the jobs of the pages, for a nightly run and for whoever likes it better."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from funnel.errors import FunnelError, ImportRefused, NothingPublished, Problem, UnknownName
from funnel.filters import Basis, Dimension, Filters
from funnel.messages import Language, describe, in_language, language_of_environment
from funnel.metrics import METRICS, Figure, Metric, figures, find_metric
from funnel.metrics.query import days_covered
from funnel.publish import Published, Upload, current_user, publish
from funnel.simulate import DEMO_UNTIL, simulate_company, write_exports
from funnel.status import status as describe_workspace
from funnel.store.database import Database
from funnel.store.workspace import REPOSITORY, Workspace

SHOWN_PROBLEMS = 20
DEMO = REPOSITORY / "data" / "demo"

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)


class By(StrEnum):
    """`filters.Dimension` once more: typer takes a list of options from an enumeration only."""

    week = "week"
    month = "month"
    source = "source"
    owner = "owner"
    team = "team"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"'{text}' is not a date like 2026-11-20") from error


Day = Annotated[date | None, typer.Option(parser=_day, metavar="YYYY-MM-DD")]


@contextmanager
def _errors_in_words() -> Iterator[None]:
    """The edge: every FunnelError is shown here, once, and becomes exit code 2."""
    try:
        yield
    except FunnelError as error:
        language = language_of_environment()
        _list_problems(error.problems, language)
        if isinstance(error, ImportRefused):
            typer.echo(_refusal(error, language), err=True)
        raise typer.Exit(2) from error


def _list_problems(problems: tuple[Problem, ...], language: Language) -> None:
    for problem in problems[:SHOWN_PROBLEMS]:
        typer.echo(describe(problem, language), err=True)
    if len(problems) > SHOWN_PROBLEMS:
        typer.echo(f"... (+{len(problems) - SHOWN_PROBLEMS})", err=True)


def _refusal(error: ImportRefused, language: Language) -> str:
    if language == "ja":
        hint = " --refuse-rows を付けると、この行を除いて公開します。" if error.rows_only else ""
        return f"公開していません。以前の版がそのまま使われます。{hint}"
    hint = " --refuse-rows leaves these rows out and publishes the rest." if error.rows_only else ""
    return f"Nothing was published; the version before stays in force.{hint}"


@app.command("import")
def import_(
    files: Annotated[list[Path], typer.Argument(help="Exports: CSV, TSV or Excel.")],
    mapping: Annotated[
        Path | None,
        typer.Option(help="A mapping file for exports of other tools (docs/mappings.md)."),
    ] = None,
    refuse_rows: Annotated[
        bool, typer.Option("--refuse-rows", help="Leave out rows that cannot be read, listed.")
    ] = False,
    who: Annotated[
        str | None, typer.Option(help="Who uploads; the user's name if not said.")
    ] = None,
) -> None:
    """Read exports and put a new version in force."""
    now = datetime.now(UTC).astimezone()
    upload = Upload(files, who or current_user(), now, mapping)
    with _errors_in_words():
        published = publish(Workspace.from_environment(), upload, refuse_rows=refuse_rows)
    _tell(published)


def _tell(published: Published) -> None:
    for file in published.files:
        found = file.recognised
        refused = f", {file.rows_refused:,} refused" if file.problems else ""
        footer = f", {len(file.footer)} closing lines left out" if file.footer else ""
        title = found.profile.name
        typer.echo(
            f"{found.table.name}: {title} {found.layout.object}, "
            f"{file.rows_read:,} rows{refused}{footer} ({found.table.encoding})"
        )
    for name, rows in published.replaced:
        typer.echo(f"Replaces {name} ({rows:,} rows).")
    for name in published.unused:
        typer.echo(f"Not used: {name}")
    _list_problems(tuple(published.refused), language_of_environment())
    typer.echo(f"Version {published.version} is in force.")


@app.command()
def demo() -> None:
    """Put the demo company in force where nothing has been imported yet."""
    workspace = Workspace.from_environment()
    if workspace.current() is not None:
        typer.echo(f"Version {workspace.current()} is in force already: nothing to do.")
        return
    now = datetime.now(UTC).astimezone()
    with _errors_in_words():
        _tell(publish(workspace, Upload(sorted(DEMO.glob("*.csv")), "demo", now, is_demo=True)))


@app.command()
def metrics(
    metric: Annotated[
        list[str] | None, typer.Option(help="A metric's id; all where none is named.")
    ] = None,
    since: Day = None,
    until: Day = None,
    as_of: Day = None,
    basis: Basis = "period",
    by: Annotated[list[By] | None, typer.Option(help="Group by; may be given again.")] = None,
    where: Annotated[
        list[str] | None,
        typer.Option(help="source=X, owner=X or team=X; 'source=' is those without one."),
    ] = None,
    within: Annotated[
        int | None, typer.Option(help="Cohort basis: only what followed within so many days.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="A flat list, one object a figure.")
    ] = False,
    list_: Annotated[bool, typer.Option("--list", help="Explain the metrics.")] = False,
) -> None:
    """Print figures. Without dates: the whole of the data, as of its last day."""
    with _errors_in_words():
        wanted = [find_metric(name) for name in metric] if metric else list(METRICS.values())
        if list_:
            _explain(wanted, as_json=as_json)
            return
        with _version() as db:
            filters = _filters(db, since, until, as_of, basis, where or [], within)
            dimensions: list[Dimension] = [name.value for name in by or []]
            found = [figure for one in wanted for figure in figures(db, one, filters, dimensions)]
    if as_json:
        typer.echo(
            json.dumps([_as_object(figure) for figure in found], ensure_ascii=False, indent=1)
        )
    else:
        for figure in found:
            typer.echo(_as_line(figure))


@contextmanager
def _version() -> Iterator[Database]:
    workspace = Workspace.from_environment()
    number = workspace.current()
    if number is None:
        raise NothingPublished
    with workspace.open(number) as db:
        yield db


def _filters(
    db: Database,
    since: date | None,
    until: date | None,
    as_of: date | None,
    basis: Basis,
    where: list[str],
    within: int | None,
) -> Filters:
    first, last = days_covered(db)
    as_of = as_of or last
    return Filters(
        since=since or min(first, until or as_of),
        until=until or max(as_of, since or as_of),
        as_of=as_of,
        basis=basis,
        where=tuple(_condition(text) for text in where),
        within=within,
    )


def _condition(text: str) -> tuple[str, str | None]:
    name, equals, value = text.partition("=")
    if not equals:
        raise UnknownName(Problem("not_a_condition", value=text))
    return name, value or None


def _as_object(figure: Figure) -> dict[str, Any]:
    filters = figure.filters
    return {
        "metric": figure.metric,
        "group": figure.group,
        "stat": figure.stat,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "value": figure.value,
        "unit": figure.unit,
        "base": figure.base,
        "basis": filters.basis,
        "since": filters.since.isoformat(),
        "until": filters.until.isoformat(),
        "as_of": filters.as_of.isoformat(),
    }


def _as_line(figure: Figure) -> str:
    group = " ".join(f"{name}={value or ''}" for name, value in figure.group.items())
    value = "-" if figure.value is None else f"{figure.value:,.4g}"
    if figure.value is not None and figure.denominator is None:
        value = f"{figure.value:,}"
    counts = (
        f"  ({figure.numerator}/{figure.denominator})" if figure.denominator is not None else ""
    )
    base = f"  of {figure.base}" if figure.base else ""
    return f"{figure.metric:24}{group:28}{figure.stat:8}{value:>16} {figure.unit}{counts}{base}"


def _explain(found: list[Metric], *, as_json: bool) -> None:
    if as_json:
        told = [
            {"metric": one.id, "title": one.title[0], "title_ja": one.title[1],
             "formula": one.formula[0], "formula_ja": one.formula[1],
             "definition": one.definition[0], "definition_ja": one.definition[1],
             "unit": one.unit, "better": one.better, "base": one.base}
            for one in found
        ]  # fmt: skip
        typer.echo(json.dumps(told, ensure_ascii=False, indent=1))
        return
    language = language_of_environment()
    for one in found:
        title, formula = in_language(one.title, language), in_language(one.formula, language)
        typer.echo(f"{one.id}  {title} = {formula}  [{one.unit}]")
        typer.echo(f"    {in_language(one.definition, language)}")


@app.command()
def status(
    as_json: Annotated[bool, typer.Option("--json", help="Everything, for programs.")] = False,
) -> None:
    """What is in force: version, uploads, rows read and refused, stages measured, freshness."""
    with _errors_in_words():
        told = describe_workspace(Workspace.from_environment())
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False, indent=1))
        return
    if told["version"] is None:
        typer.echo("Nothing is in force yet: funnel import FILE...")
        return
    typer.echo(
        f"Version {told['version']} of {told['published_at']}: {told['leads']:,} leads, "
        f"{told['deals']:,} deals, {told['first_day']} to {told['last_day']}"
    )
    typer.echo(f"Measured: {', '.join(told['stages_measured'])}")
    for batch in told["batches"]:
        for file in batch["files"]:
            typer.echo(
                f"  {batch['at']} {batch['who']}: {file['file']} = "
                f"{file['tool']} {file['object']}, {file['rows_read']:,} rows read, "
                f"{file['rows_refused']:,} refused"
            )
    for fault in told["faults"]:
        typer.echo(f"  data fault {fault['fault']}: {fault['count']:,}")


@app.command()
def simulate(
    out: Annotated[Path, typer.Option(help="The folder the exports are written to.")],
    leads: Annotated[int, typer.Option(min=1)] = 4500,
    months: Annotated[int, typer.Option(min=1)] = 18,
    seed: int = 1,
    until: Day = None,
) -> None:
    """Write the exports of a made-up company, as its tools would."""
    made = simulate_company(leads, months, seed, until or DEMO_UNTIL)
    for path in write_exports(made, out):
        typer.echo(str(path))
