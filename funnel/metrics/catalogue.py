"""What each metric means, read from the header of its `.sql`.

A metric's SQL yields the rows it counts: subject, subject_id, day, source, owner, and numerator and
denominator with the day from which each counts. `query.py` cuts out the period and what was known,
and sums: so every figure opens to its rows by the same query.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from importlib import resources
from typing import Literal, get_args

from funnel.errors import Problem, UnknownName
from funnel.filters import DIMENSIONS, Basis, Dimension

Unit = Literal["count", "money", "ratio", "days"]
Row = Literal["lead", "pass", "deal", "spend"]
UNITS: dict[str, Unit] = {unit: unit for unit in get_args(Unit)}
ROWS: dict[str, Row] = {row: row for row in get_args(Row)}


@dataclass(frozen=True)
class Metric:
    """A definition. Pairs of texts are (English, Japanese)."""

    id: str
    title: tuple[str, str]
    formula: tuple[str, str]
    definition: tuple[str, str]
    unit: Unit
    better: Literal["higher", "lower"]
    needs: dict[Basis, frozenset[str]]
    """What the exports must measure, or the metric is null."""
    base: dict[Basis, str] | None
    """What a rate divides by."""
    rows: dict[Basis, tuple[Row, ...]]
    """What one of the rows behind it is: a person, a hand-over, a deal, a day's cost."""
    sql: str

    @property
    def divides_stages(self) -> bool:
        """Its base is a stage of the funnel and moves to an earlier one that is measured."""
        return "$base" in self.sql or self.divides_as_agreed

    @property
    def divides_as_agreed(self) -> bool:
        """Its base is the stage that the agreement of the day chooses."""
        return "opportunity_bases" in self.sql

    @property
    def is_rate(self) -> bool:
        """Counts over counts, so that an interval can be told."""
        return self.unit == "ratio" and self.base is not None and "cost" not in self.base.values()

    def has(self, name: str, basis: Basis) -> bool:
        """Its rows can be told by the dimension `name`: only deals have a product."""
        return name != "product" or self.rows[basis] == ("deal",)

    def dimensions(self, basis: Basis) -> tuple[Dimension, ...]:
        """What it can be grouped by; by any other all its rows are the group null."""
        return tuple(name for name in DIMENSIONS if self.has(name, basis))


def _parse(name: str, text: str) -> Metric:
    header: dict[str, str] = {}
    lines = text.splitlines()
    while lines and lines[0].startswith("-- "):
        key, _, value = lines.pop(0)[3:].partition(": ")
        header[key] = value
    return Metric(
        id=name,
        title=_pair(header["title"]),
        formula=_pair(header["formula"]),
        definition=(header["en"], header["ja"]),
        unit=UNITS[header["unit"]],
        better="lower" if header["better"] == "lower" else "higher",
        needs={
            basis: frozenset(part.strip() for part in listed.split(","))
            for basis, listed in _by_basis(header["needs"]).items()
        },
        base=_by_basis(header["base"]) if "base" in header else None,
        rows={
            basis: tuple(ROWS[row] for row in listed.split(", "))
            for basis, listed in _by_basis(header["rows"]).items()
        },
        sql="\n".join(lines),
    )


def _pair(text: str) -> tuple[str, str]:
    english, japanese = text.split(" | ")
    return english, japanese


def _by_basis(text: str) -> dict[Basis, str]:
    """`a | b` says a for the period basis and b for the cohort basis; `a` alone is both."""
    period, _, cohort = text.partition(" | ")
    return {"period": period, "cohort": cohort or period}


ORDER = (
    "leads", "mqls", "handovers", "sqls", "opportunities", "wins", "won_value",
    "mql_rate", "handover_rate", "sql_rate", "sql_opportunity_rate", "opportunity_rate",
    "win_rate", "lead_handover_rate", "lead_sql_rate", "lead_opportunity_rate", "lead_win_rate",
    "deal_length_days", "lost_deal_length_days", "closed_deal_length_days", "lead_time_days",
    "cost", "cost_per_lead", "cost_per_mql", "cost_per_sql", "cost_per_win", "return_on_cost",
)  # fmt: skip


def _load() -> dict[str, Metric]:
    folder = resources.files("funnel.metrics")
    found = {
        file.name.removesuffix(".sql"): file.read_text("utf-8")
        for file in folder.iterdir()
        if file.name.endswith(".sql")
    }
    listed = [*ORDER, *sorted(found.keys() - set(ORDER))]
    return {name: _parse(name, found[name]) for name in listed}


METRICS = _load()
"""All metrics by id, in the order of the funnel."""


def find_metric(name: str) -> Metric:
    """Raises UnknownName with the nearest name where there is none of this one."""
    if name in METRICS:
        return METRICS[name]
    near = difflib.get_close_matches(name, METRICS, n=1)
    detail = f"metric (did you mean {near[0]}?)" if near else "metric"
    raise UnknownName(Problem("unknown_name", value=name, detail=detail))
