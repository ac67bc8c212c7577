"""The agreement as a file that people read, write and compare: TOML."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import time
from typing import TYPE_CHECKING, Any, NamedTuple

import tomli_w
from pydantic import ValidationError

from funnel.agreement.model import Agreement, as_document
from funnel.errors import FunnelError, Problem

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

WRONG_KIND = {
    "int": "agreement_not_whole",
    "float": "agreement_not_a_number",
    "string": "agreement_not_text",
    "bool": "agreement_not_yes_or_no",
    "date": "agreement_not_a_day",
    "time": "agreement_not_a_time",
    "tuple": "agreement_not_a_list",
    "list": "agreement_not_a_list",
    "dict": "agreement_not_a_table",
    "model": "agreement_not_a_table",
}
"""What is said of a value of another kind than the field's, by what pydantic's type begins with."""
LIMITS = {
    "greater_than": ">",
    "greater_than_equal": ">=",
    "less_than": "<",
    "less_than_equal": "<=",
}
LONGEST_VALUE = 80


class AgreementInvalid(FunnelError):
    """An agreement that says nothing that could hold; each Problem names its field."""


class Difference(NamedTuple):
    """A field that is not the same in two agreements; None where one says nothing of it.

    Values are plain: text, numbers, days, times, and tuples of those or of tables.
    """

    path: str
    old: Any
    new: Any


def read_agreement(text: str, name: str | None = None) -> Agreement:
    """The agreement that a TOML text says; what it does not say is as in the model.

    Args:
        text: the document.
        name: of the file, for the problems.

    Raises:
        AgreementInvalid: with every problem there is, or the line where it stops being TOML.
    """
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise AgreementInvalid(_broken(str(error), text, name)) from error
    except RecursionError as error:
        raise AgreementInvalid(_broken("nested too deep", text, name)) from error
    return check_agreement(said, name)


def check_agreement(said: Mapping[str, Any], name: str | None = None) -> Agreement:
    """The same of plain values, such as a form's.

    Raises:
        AgreementInvalid: with every problem there is.
    """
    try:
        # Strictly, or true would count as 1 and a number in quotes as a number.
        return Agreement.model_validate(_with_tuples(said), strict=True)
    except ValidationError as error:
        problems = [_problem(each, name) for each in error.errors()]
        raise AgreementInvalid(problems) from error


def write_agreement(agreement: Agreement) -> str:
    """The agreement as TOML, whole: what holds by itself is written too."""
    return tomli_w.dumps(as_document(agreement))


def diff(before: Agreement, after: Agreement) -> list[Difference]:
    """The fields that differ, in the order of the model; a list is one value, whatever differs."""
    old, new = dict(leaves(before)), dict(leaves(after))
    order = [*new, *(path for path in old if path not in new)]
    return [
        Difference(path, old.get(path), new.get(path))
        for path in order
        if old.get(path) != new.get(path)
    ]


def leaves(agreement: Agreement) -> list[tuple[str, Any]]:
    """All that an agreement says, field by field, each with its path as in `diff`."""
    return list(_leaves(as_document(agreement)))


def as_text(value: Any) -> str:
    """A field's value for people: lists by commas, times without seconds, `-` where it is none."""
    if value is None or value == ():
        return "-"
    if isinstance(value, tuple):
        return ", ".join(map(as_text, value))
    if isinstance(value, Mapping):
        return " ".join(as_text(each) for each in value.values() if each != "")
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:.12g}" if isinstance(value, float) else str(value)


def _leaves(said: Mapping[str, Any], above: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    for key, value in said.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, (*above, key))
        else:
            yield _path((*above, key)), value


def _path(parts: Sequence[int | str]) -> str:
    """`score.behaviour.kinds.Webinar`, `calendar.breaks[0].since`; odd names in quotes."""
    path = ""
    for part in parts:
        if isinstance(part, int):
            path += f"[{part}]"
        else:
            name = part if re.fullmatch(r"[\w-]+", part) else f'"{part}"'
            path += f".{name}" if path else name
    return path


def _with_tuples(said: Any) -> Any:
    if isinstance(said, Mapping):
        return {key: _with_tuples(value) for key, value in said.items()}
    return tuple(map(_with_tuples, said)) if isinstance(said, list | tuple) else said


def _broken(said: str, text: str, name: str | None) -> Problem:
    found = re.search(r"line (\d+)", said)
    line = int(found[1]) if found else len(text.splitlines())
    return Problem("agreement_not_toml", name, line, detail=said)


def _problem(error: ErrorDetails, name: str | None) -> Problem:
    """What pydantic found, as a Problem at its field."""
    kind, context = error["type"], error.get("ctx", {})
    where = [part for part in error["loc"] if part != "[key]"]
    value = _shown(error["input"])
    if kind.startswith("agreement_"):
        field = str(context["field"])
        path = ".".join(part for part in (_path(where), field) if part)
        return Problem(kind, name, None, path, context["value"], context["detail"])
    path = _path(where)
    if kind == "extra_forbidden":
        return Problem("agreement_unknown_field", name, None, path)
    if kind == "missing":
        return Problem("agreement_missing_field", name, None, path)
    if kind == "literal_error":
        return Problem("agreement_no_choice", name, None, path, value, str(context["expected"]))
    if kind in LIMITS:
        (limit,) = context.values()
        return Problem(
            "agreement_out_of_range", name, None, path, value, f"{LIMITS[kind]} {limit:,.12g}"
        )
    if kind in {"too_short", "string_too_short", "string_pattern_mismatch"}:
        return Problem("agreement_empty", name, None, path)
    if kind == "finite_number":
        return Problem("agreement_not_a_number", name, None, path, value)
    wrong = WRONG_KIND.get(kind.split("_")[0], "agreement_impossible")
    return Problem(wrong, name, None, path, value, error["msg"])


def _shown(value: object) -> str:
    text = str(value)
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}…"
