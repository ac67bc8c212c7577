"""How the leads of each source or campaign go along the whole funnel, and which differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from funnel.analysis.differences import Aged, Apart, apart
from funnel.filters import Filters, check_period
from funnel.metrics import METRICS, Figure, figures
from funnel.metrics.query import measured_by
from funnel.reports.closed_deals import SALES_OWN, By
from funnel.reports.rates import Rate, Steps, rates
from funnel.store.database import Database

ALONG = ("mql_rate", "sql_rate", "opportunity_rate", "win_rate")
WHOLE_WAY = "lead_win_rate"
"""Stands for the win rate where no lost deal is ever exported."""


@dataclass(frozen=True)
class Length:
    """The median lead time in days of `count` deals won in the period; None of none."""

    median: float | None
    count: int


@dataclass(frozen=True)
class Quality:
    """A group's leads created in the period, its rates by metric, and how long its wins took.

    A rate is one of the cohort that entered its own denominator's stage in the period. `apart`
    compares those of marketing's groups with all the others of them: sales' own deals are not
    compared.
    """

    group: str | None
    leads: int | None
    rates: Mapping[str, Rate]
    apart: Mapping[str, Apart]
    lead_time: Length | None

    @property
    def is_sales_own(self) -> bool:
        return self.group == SALES_OWN


@dataclass(frozen=True)
class Qualities:
    """All groups, most leads first, sales' own deals last, and the `whole`.

    `metrics` are the rates that are measured, in the order of the funnel.
    """

    by: By
    since: date
    as_of: date
    metrics: tuple[str, ...]
    whole: Quality
    rows: tuple[Quality, ...]


def source_quality(db: Database, since: date, as_of: date, *, by: By = "source") -> Qualities:
    """The quality of the leads from `since` to `as_of`, as known by `as_of`.

    Raises:
        FunnelError: the period is empty.
    """
    check_period(since, as_of)
    cohort = Filters(since, as_of, as_of, "cohort")
    read: tuple[Steps, Steps] = ({}, {})
    whole: dict[str, Rate] = {}
    groups: dict[str, dict[str | None, Rate]] = {}
    for name in (*ALONG, WHOLE_WAY):
        if name == WHOLE_WAY and "win_rate" in whole:
            continue
        (told,) = rates(db, METRICS[name], cohort, (), read[0])
        if told.judged.state == "not_measured":
            continue
        whole[name] = told
        groups[name] = {
            rate.figure.group[by]: rate for rate in rates(db, METRICS[name], cohort, (by,), read[1])
        }
    leads, lengths = _leads(db, cohort, by), _lengths(db, since, as_of, by)
    differ = dict(zip(groups, apart([_aged(each) for each in groups.values()]), strict=True))
    names = set(leads).union(*groups.values())
    rows = [
        Quality(
            name,
            leads.get(name),
            {metric: each[name] for metric, each in groups.items() if name in each},
            {metric: each[name] for metric, each in differ.items() if name in each},
            lengths.get(name),
        )
        for name in names
    ]
    rows.sort(key=lambda row: (row.is_sales_own, -(row.leads or 0), row.group or "\U0010ffff"))
    (all_leads,) = figures(db, METRICS["leads"], cohort)
    whole_time = _lengths(db, since, as_of, None).get(None)
    counted = None if all_leads.value is None else int(all_leads.value)
    together = Quality(None, counted, whole, {}, whole_time)
    return Qualities(by, since, as_of, tuple(whole), together, tuple(rows))


def _aged(groups: Mapping[str | None, Rate]) -> dict[str | None, Aged]:
    """What of each group can be compared: its age has to be known."""
    return {
        name: Aged(int(figure.numerator), int(figure.denominator), rate.judged.matured)
        for name, rate in groups.items()
        if name != SALES_OWN
        and (figure := rate.figure).numerator is not None
        and figure.denominator
        and rate.judged.matured
    }


def _leads(db: Database, cohort: Filters, by: By) -> dict[str | None, int]:
    if "lead" not in measured_by(db):
        return {}
    found = figures(db, METRICS["leads"], cohort, (by,))
    return {one.group[by]: int(one.value) for one in found if one.value is not None}


def _lengths(db: Database, since: date, as_of: date, by: By | None) -> dict[str | None, Length]:
    period = Filters(since, as_of, as_of, "period")
    found = figures(db, METRICS["lead_time_days"], period, (by,) if by else ())
    return {one.group[by] if by else None: _length(one) for one in found if one.stat == "median"}


def _length(figure: Figure) -> Length:
    value = None if figure.value is None else float(figure.value)
    return Length(value, int(figure.denominator or 0))
