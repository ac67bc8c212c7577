"""Where the funnel is stuck."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from itertools import chain
from math import inf, isfinite, isinf, nan
from typing import Annotated, Any

import typer

from funnel.agreement.timeline import in_force_on, timeline
from funnel.analysis.verdicts import Question
from funnel.cli.figures import Day, open_version
from funnel.cli.shell import app, errors_told, padded, print_json
from funnel.errors import FunnelError, Problem
from funnel.messages import in_language, language_of_environment
from funnel.metrics.query import days_covered, measured_by
from funnel.reports.bottleneck import Agreed, Found, agreed_of
from funnel.reports.bottleneck import bottleneck as bottleneck_of
from funnel.reports.bottleneck_texts import (
    change_said,
    constraint_said,
    inflow_said,
    state_said,
    step_said,
)
from funnel.reports.stage_flows import steps_of
from funnel.store.workspace import Workspace


@app.command()
def bottleneck(
    as_of: Day = None,
    first: Annotated[
        Question | None, typer.Option(help="The question answered first, if not as agreed.")
    ] = None,
    target: Annotated[
        list[str] | None,
        typer.Option(help="An agreed rate, as in 'handed_over>sql=0.4'; may be repeated."),
    ] = None,
    capacity: Annotated[
        list[str] | None,
        typer.Option(help="Entries a month a stage can work on, as in 'sql=40'."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Print which step of the funnel got worse, and which holds back most.

    As of a day; without one, of the last day of the data. Exit code 0 whatever is found.
    """
    with errors_told(as_json), open_version() as db:
        day = as_of or days_covered(db)[1]
        agreements = timeline(Workspace.from_environment().team.agreements())
        said = agreed_of(in_force_on(agreements, day).agreement)
        steps = steps_of(measured_by(db))
        targets = _numbers(target, [f"{base}>{into}" for base, into in steps], most=1)
        capacities = _numbers(capacity, list(dict.fromkeys(chain.from_iterable(steps))))
        agreed = Agreed(
            {**said.targets, **targets},
            {**said.capacities, **capacities},
            first=first or said.first,
        )
        found = bottleneck_of(db, day, agreed)
    if as_json:
        print_json(_as_object(found))
        return
    language = language_of_environment()
    verdict = found.verdict
    typer.echo(in_language(state_said(verdict), language))
    for question in verdict.order:
        if question == "change" and verdict.change:
            typer.echo(in_language(change_said(verdict.change, found.currency), language))
        if question == "constraint" and verdict.constraint:
            typer.echo(in_language(constraint_said(verdict.constraint, found.currency), language))
    if verdict.inflow and verdict.inflow.reading:
        typer.echo(in_language(inflow_said(verdict.inflow), language))
    for step in verdict.steps:
        name = f"{step.base} > {step.target}"
        typer.echo(f"{padded(name, 24)} {in_language(step_said(step), language)}")


def _numbers(given: list[str] | None, names: Sequence[str], most: float = inf) -> dict[str, float]:
    """NAME=NUMBER as a dictionary; a number from 0 to `most` for one of `names`.

    Raises:
        FunnelError: it is none of them, or no such number; with what may be said.
    """
    found = {}
    for text in given or ():
        name, _, number = text.rpartition("=")
        try:
            found[name] = float(number)
        except ValueError:
            found[name] = nan
        if name not in names or not 0 <= found[name] <= most or isinf(found[name]):
            detail = ", ".join(f"{each}={'0.4' if isfinite(most) else '40'}" for each in names)
            raise FunnelError(Problem("not_a_number_of", value=text, detail=detail))
    return found


def _as_object(found: Found) -> dict[str, Any]:
    """Every field by its name; days as `2026-11-20`; `text` is the whole in words."""
    verdict = found.verdict
    language = language_of_environment()
    said = {
        "text": in_language(state_said(verdict), language),
        "currency": found.currency,
    }
    told: dict[str, Any] = _plain(verdict)
    if verdict.change:
        told["change"]["text"] = in_language(change_said(verdict.change, found.currency), language)
    if verdict.constraint:
        told["constraint"]["text"] = in_language(
            constraint_said(verdict.constraint, found.currency), language
        )
    for step, one in zip(told["steps"], verdict.steps, strict=True):
        step["text"] = in_language(step_said(one), language)
    return told | said


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value
