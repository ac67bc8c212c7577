"""What all commands share: how they speak, to people and programs, and how errors end them."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from math import isfinite
from typing import Any
from unicodedata import east_asian_width

import typer

from funnel.cli.words import WORDS
from funnel.errors import FunnelError, ImportRefused, Problem
from funnel.messages import describe, in_language, language_of_environment
from funnel.publishing.publish import Progress

SHOWN_PROBLEMS = 20

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,  # secrets may be among them
    help="The jobs of the pages, for a nightly run and for whoever likes it better.",
)


def say(key: str, **values: Any) -> None:
    """Print a text of WORDS."""
    typer.echo(word(key, **values))


def word(key: str, **values: Any) -> str:
    """A text of WORDS in the language of the environment."""
    return in_language(WORDS[key], language_of_environment()).format(**values)


def padded(text: str, width: int) -> str:
    """`text` filled up to so many columns of a terminal, of which Japanese letters take two."""
    columns = sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)
    return text + " " * (width - columns)


def number_at_least(least: float) -> Callable[[str], float]:
    """A parser of an option that is a number; one that is none ('nan', 'inf') is refused."""

    def read(text: str) -> float:
        try:
            number = float(text)
        except ValueError as error:
            raise typer.BadParameter(f"'{text}' is not a number") from error
        if not isfinite(number) or number < least:
            raise typer.BadParameter(f"'{text}' is not a number{_from(least)}")
        return number

    return read


def _from(least: float) -> str:
    return f" of {least:g} or more" if isfinite(least) else ""


def print_json(told: object) -> None:
    """For programs: one object or list."""
    typer.echo(json.dumps(told, ensure_ascii=False, indent=1))


@contextmanager
def errors_told(as_json: bool) -> Iterator[None]:
    """The edge: every FunnelError is shown here, once, and becomes exit code 2."""
    try:
        yield
    except FunnelError as error:
        if as_json:
            print_json({"error": problem_objects(error.problems)})
        else:
            list_problems(error.problems)
            if isinstance(error, ImportRefused):
                hint = f" {word('refuse_rows')}" if error.rows_only else ""
                typer.echo(word("not_published") + hint, err=True)
        raise typer.Exit(2) from error


def list_problems(problems: Sequence[Problem]) -> None:
    """Print the first of them for people."""
    for problem in problems[:SHOWN_PROBLEMS]:
        typer.echo(describe(problem, language_of_environment()), err=True)
    if len(problems) > SHOWN_PROBLEMS:
        typer.echo(f"... (+{len(problems) - SHOWN_PROBLEMS})", err=True)


def problem_objects(problems: Sequence[Problem]) -> list[dict[str, Any]]:
    """JSON-ready; `text` is the whole in words."""
    language = language_of_environment()
    return [
        {"kind": p.kind, "file": p.file, "row": p.row, "column": p.column, "value": p.value,
         "detail": p.detail, "text": describe(p, language)}
        for p in problems
    ]  # fmt: skip


def progress_on_terminal() -> Progress:
    """Steps and shares on one line of the terminal; elsewhere only that it waits for another."""
    is_terminal = sys.stderr.isatty()
    shown: list[str] = []

    def tell(what: str, share: float) -> None:
        line = f"{word(what)} {share:4.0%}"
        if what == "waiting":
            typer.echo(word(what), err=True)
        elif is_terminal and [line] != shown:
            shown[:] = [line]
            # Back to the start of the line, and clear what stood there.
            typer.echo(f"\r\x1b[K{line}" if share < 1 else "\r\x1b[K", err=True, nl=False)

    return tell
