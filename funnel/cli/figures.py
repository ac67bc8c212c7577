"""What is known: figures and their definitions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from enum import StrEnum
from typing import Annotated, Any

import typer

from funnel.analysis.durations import State
from funnel.analysis.rates import Estimate, Judged
from funnel.cli.shell import app, errors_told, padded, print_json
from funnel.errors import NothingPublished, Problem, UnknownName
from funnel.filters import SEGMENTS, Basis, Dimension, Filters
from funnel.importers.cells.moments import YEARS
from funnel.messages import in_language, language_of_environment
from funnel.metrics import METRICS, Figure, Metric, figures, find_metric
from funnel.metrics.query import days_covered
from funnel.metrics.wording import empty_case, facts_of
from funnel.reports.duration_texts import Text
from funnel.reports.rates import Steps, in_words, rates
from funnel.reports.stragglers import group_of, stragglers
from funnel.store.database import Database
from funnel.store.workspace import Workspace


class By(StrEnum):
    """`filters.Dimension` once more: typer takes a list of options from an enumeration only."""

    week = "week"
    month = "month"
    quarter = "quarter"
    source = "source"
    campaign = "campaign"
    owner = "owner"
    team = "team"
    industry = "industry"
    company_size = "company_size"
    product = "product"
    lane = "lane"


def day_of(text: str) -> date:
    """Read an option that is a day, of the years that exports are read of."""
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"'{text}' is not a date like 2026-11-20") from error
    if not YEARS[0] <= day.year <= YEARS[1]:
        raise typer.BadParameter(f"'{text}' does not lie in the years {YEARS[0]} to {YEARS[1]}")
    return day


def day_option(said: str | None = None) -> Any:
    """An option that is a day, for `Annotated`."""
    return typer.Option(parser=day_of, metavar="YYYY-MM-DD", help=said)


Day = Annotated[date | None, day_option()]


@app.command()
def metrics(
    metric: Annotated[
        list[str] | None, typer.Option(help="A metric's id; all where none is named.")
    ] = None,
    since: Day = None,
    until: Day = None,
    as_of: Day = None,
    basis: Basis = "period",
    by: Annotated[
        list[By] | None, typer.Option(help="Group by; any two or more may be given.")
    ] = None,
    where: Annotated[
        list[str] | None,
        typer.Option(help=f"NAME=X, of {', '.join(SEGMENTS)}; 'source=' is those without one."),
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
    with errors_told(as_json):
        wanted = [find_metric(name) for name in metric] if metric else list(METRICS.values())
        if list_:
            _explain(wanted, as_json=as_json)
            return
        with open_version() as db:
            filters = asked_for(db, since, until, as_of, basis, where or [], within)
            dimensions: list[Dimension] = [name.value for name in by or []]
            read: Steps = {}
            found = [
                told for one in wanted for told in _figures(db, one, filters, dimensions, read)
            ]
    if as_json:
        print_json([_as_object(figure) | _as_said(said) for figure, said in found])
    else:
        for figure, said in found:
            typer.echo(_as_line(figure, said))


def _figures(
    db: Database, metric: Metric, filters: Filters, by: Sequence[Dimension], read: Steps
) -> list[tuple[Figure, Judged | Text | None]]:
    """The figures of a metric with what is to be said of each: of a rate, of late ones alone."""
    if metric.is_rate:
        return [(rate.figure, rate.judged) for rate in rates(db, metric, filters, by, read)]
    late = stragglers(db, metric, filters, by)
    return [(one, late.get(group_of(one))) for one in figures(db, metric, filters, by)]


@contextmanager
def open_version() -> Iterator[Database]:
    """The version in force.

    Raises:
        NothingPublished: there is none.
    """
    workspace = Workspace.from_environment()
    number = workspace.current()
    if number is None:
        raise NothingPublished
    with workspace.open(number) as db:
        yield db


def asked_for(
    db: Database,
    since: date | None,
    until: date | None,
    as_of: date | None,
    basis: Basis,
    where: list[str],
    within: int | None,
) -> Filters:
    """What the options ask for; without dates the whole of the data, as of its last day."""
    since, until, as_of = period_of(db, since, until, as_of)
    return Filters(
        since=since,
        until=until,
        as_of=as_of,
        basis=basis,
        where=tuple(_condition(text) for text in where),
        within=within,
    )


def period_of(
    db: Database, since: date | None, until: date | None, as_of: date | None
) -> tuple[date, date, date]:
    """The first and last day asked for, and the as-of day: of those not said, all of the data.

    As of the last day, and never empty by itself: a first day after it is the last one too.
    """
    first, last = days_covered(db)
    known = as_of or last
    return since or min(first, until or known), until or max(known, since or known), known


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


def _as_said(judged: Judged | Text | None) -> dict[str, Any]:
    """What a rate tells beside its counts, and a length of which only late ones are left."""
    if judged is None:
        return {}
    if isinstance(judged, tuple):
        text = in_language(judged, language_of_environment())
        return {"state": State.STRAGGLERS.value, "text": text}
    return {
        "state": judged.state,
        "text": _in_words(judged),
        "interval": _estimate(judged.interval),
        "matured": judged.matured,
        "expected": _estimate(judged.expected),
        "shrunk": _estimate(judged.shrunk),
        "within_weeks": judged.within_weeks,
    }


def _estimate(estimate: Estimate | None) -> dict[str, float] | None:
    return None if estimate is None else asdict(estimate)


def _in_words(judged: Judged) -> str:
    return in_language(in_words(judged), language_of_environment())


def _as_line(figure: Figure, judged: Judged | Text | None) -> str:
    group = " ".join(f"{name}={value or ''}" for name, value in figure.group.items())
    value = _number(figure.value, figure.unit)
    counts = ""
    if figure.denominator is not None:
        above, below = _counted(figure)
        counts = f"  ({above}/{below})"
    base = f"  of {figure.base}" if figure.base else ""
    name = f"{figure.metric:24}{padded(group, 27)} {figure.stat:8}"
    line = f"{name}{value:>16} {figure.unit}{counts}{base}"
    if judged is None:
        return line
    if isinstance(judged, tuple):
        is_first = figure.stat == "mean"
        return f"{line}  {in_language(judged, language_of_environment())}" if is_first else line
    shrunk = judged.shrunk and f"  shrunk {judged.shrunk.value:.1%} ({_range(judged.shrunk)})"
    ranges = f"  80%: {_range(judged.interval)}{shrunk or ''}" if judged.interval else ""
    return f"{line}{ranges}  {_in_words(judged)}"


def _number(value: float | None, unit: str) -> str:
    """As people read it: no yen in fractions, no powers of ten."""
    match unit:
        case _ if value is None:
            return "-"
        case "ratio":
            return f"{value:.4f}" if abs(value) < 1 else f"{value:,.2f}"
        case "count":
            return f"{value:,}"
        case "days":
            return f"{value:,.1f}".removesuffix(".0")
        case "JPY":
            return f"{value:,.0f}"
    return f"{value:,.2f}".removesuffix(".00")


def _counted(figure: Figure) -> tuple[str, str]:
    """What stands above and below the line, in whole numbers."""
    above, below = figure.numerator, figure.denominator
    return "-" if above is None else f"{above:,.0f}", "-" if below is None else f"{below:,.0f}"


def _range(estimate: Estimate) -> str:
    return f"{estimate.low:.1%}-{estimate.high:.1%}"


def _explain(found: list[Metric], *, as_json: bool) -> None:
    if as_json:
        told = [
            {"metric": one.id, "title": one.title[0], "title_ja": one.title[1],
             "formula": one.formula[0], "formula_ja": one.formula[1],
             "definition": one.definition[0], "definition_ja": one.definition[1],
             "unit": one.unit, "better": one.better, "base": one.base,
             "empty": empty_case(one)[0], "empty_ja": empty_case(one)[1],
             "rows": one.rows, "needs": {basis: sorted(one.needs[basis]) for basis in one.needs},
             "dimensions": {basis: one.dimensions(basis) for basis in one.needs}}
            for one in found
        ]  # fmt: skip
        print_json(told)
        return
    language = language_of_environment()
    for one in found:
        title, formula = in_language(one.title, language), in_language(one.formula, language)
        typer.echo(f"{one.id}  {title} = {formula}  [{one.unit}]")
        typer.echo(f"    {in_language(one.definition, language)}")
        for label, fact in facts_of(one):
            typer.echo(f"    {in_language(label, language)}: {in_language(fact, language)}")
