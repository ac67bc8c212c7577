"""What the pages read, cached by version: every input is an argument, so no session sees another's.

A version never changes once it is published, so what was read of it stays true.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from funnel.agreement.timeline import in_force_on, timeline
from funnel.analysis.pace import Pace
from funnel.calendar import month_end, months_between
from funnel.filters import Basis, Dimension, Filters
from funnel.metrics import METRICS, Figure, figures, rows_behind
from funnel.metrics.query import currency, days_covered
from funnel.publishing.sources import files_of
from funnel.reports.duration_texts import Text
from funnel.reports.durations import Duration, durations
from funnel.reports.rates import Rate, rates
from funnel.reports.segments import segments
from funnel.reports.stragglers import stragglers
from funnel.reports.targets import targets_of
from funnel.reports.waits import WaitsAsked
from funnel.reports.weekly import ALL_OWNERS, STAGES, Weekly, goals, weekly
from funnel.status import status_of
from funnel.store.database import Database
from funnel.store.workspace import Workspace

COUNTS = tuple(STAGES)
TABLE_OF = {name: "deals" if name in ("opportunities", "wins") else "leads" for name in COUNTS}
STALE = timedelta(days=14)
"""A table that ends so much earlier than the data was not exported since: not zero, not known."""
RECENT = timedelta(weeks=8)
PAST = timedelta(weeks=52)


@dataclass(frozen=True)
class Company:
    """What a version is about: `home` and `version` identify it, and are part of every key."""

    home: str
    version: int
    first_day: date
    last_day: date
    currency: str
    sources: tuple[str | None, ...]
    known_until: tuple[tuple[str, date], ...]
    """The last day of the leads and of the deals."""
    is_demo: bool

    @property
    def months(self) -> list[date]:
        """The first days of its months, newest first."""
        return months_between(self.first_day, self.last_day)[::-1]


@dataclass(frozen=True)
class View:
    """What the visitor looks at: a month up to its end (or the last day of the data), a segment."""

    month: date
    as_of: date
    source: tuple[str | None, ...] = ()
    """Empty for all sources."""
    where: tuple[tuple[str, str | None], ...] = ()
    """Further conditions, as those of `Filters`: an owner, an industry, a lane."""

    @property
    def is_narrowed(self) -> bool:
        """Whether it is about less than the whole company."""
        return bool(self.source or self.where)

    def filters(self, since: date, until: date, basis: Basis = "period") -> Filters:
        """The same view over another stretch of days."""
        where = tuple(("source", source) for source in self.source)
        return Filters(since, until, self.as_of, basis, where + self.where)

    @property
    def this_month(self) -> Filters:
        return self.filters(self.month, self.as_of)

    @property
    def recent(self) -> Filters:
        return self.filters(self.as_of - RECENT + timedelta(days=1), self.as_of)


@dataclass(frozen=True)
class Funnel:
    """The funnel of a view, and the month's targets by count."""

    told: Weekly
    goals: dict[str, Pace]

    @property
    def rates(self) -> list[Figure]:
        """Those between the stages, along the funnel."""
        return [passage.figure for passage in self.told.passages]


def company_in_force() -> Company | None:
    """The version in force now; read anew in every run, so that an upload shows at once."""
    workspace = Workspace.from_environment()
    number = workspace.current()
    return None if number is None else _company(str(workspace.home), number)


@st.cache_resource(max_entries=4)
def database(home: str, version: int) -> Database:
    """A version, opened once for all sessions."""
    return Workspace(Path(home)).open(version)


@st.cache_data(max_entries=16, show_spinner=False)
def _company(home: str, version: int) -> Company:
    db = database(home, version)
    first, last = days_covered(db)
    sources = db.rows(
        "select source from (select source from leads union select source from deals) order by all"
    )
    tables = db.rows("select object, max(last_day) from files group by object")
    is_demo = db.value("select bool_or(is_demo) from files")
    return Company(
        home, version, first, last, currency(db), tuple(source for (source,) in sources),
        tuple((kind, day) for kind, day in tables if day is not None),
        is_demo,
    )  # fmt: skip


def view_of(
    company: Company,
    month: date,
    source: tuple[str | None, ...] = (),
    where: tuple[tuple[str, str | None], ...] = (),
) -> View:
    """A month as it was known at its end, or at the last day of the data."""
    return View(month, min(month_end(month), company.last_day), source, where)


@st.cache_data(max_entries=8, show_spinner=False)
def read_segments(company: Company) -> dict[Dimension, tuple[str | None, ...]]:
    """What a view can be narrowed to beside its source."""
    return segments(database(company.home, company.version))


@st.cache_data(max_entries=256, show_spinner=False)
def read_figures(
    company: Company, metric: str, filters: Filters, by: tuple[Dimension, ...] = ()
) -> list[Figure]:
    """Figures of one metric."""
    return figures(database(company.home, company.version), METRICS[metric], filters, by)


@st.cache_data(max_entries=64, show_spinner=False)
def read_rates(
    company: Company, metric: str, filters: Filters, by: tuple[Dimension, ...] = ()
) -> list[Rate]:
    """Figures of one rate, each with what may be said of it."""
    return rates(database(company.home, company.version), METRICS[metric], filters, by)


@st.cache_data(max_entries=64, show_spinner=False)
def read_late(company: Company, metric: str, filters: Filters) -> Text | None:
    """What is to be said of a length of which only late ones are left in the period."""
    late = stragglers(database(company.home, company.version), METRICS[metric], filters)
    return next(iter(late.values()), None)


@st.cache_data(max_entries=16, show_spinner=False)
def read_duration(company: Company, figure: str, filters: Filters) -> Duration | None:
    """A length with the open ones in account, of what began in the year up to `as_of`.

    None where the filters narrow it by more than a source.
    """
    if filters.where and [name for name, _ in filters.where] != ["source"]:
        return None
    since = filters.as_of - PAST + timedelta(days=1)
    asked = WaitsAsked(since, filters.as_of, filters.as_of, "source" if filters.where else None)
    found = durations(database(company.home, company.version), asked)
    group = dict(filters.where)
    return next((one for one in found if one.figure == figure and one.group == group), None)


@st.cache_data(max_entries=32, show_spinner=False)
def read_rows(company: Company, metric: str, filters: Filters) -> pd.DataFrame:
    """The rows behind one figure."""
    return rows_behind(database(company.home, company.version), METRICS[metric], filters)


@st.cache_data(max_entries=8, show_spinner=False)
def read_status(company: Company) -> dict[str, Any]:
    """What `funnel status` tells."""
    return status_of(database(company.home, company.version))


@st.cache_data(max_entries=8, show_spinner=False)
def read_files(company: Company) -> list[dict[str, Any]]:
    """The tables in force, as they came."""
    return files_of(database(company.home, company.version))


@st.cache_data(max_entries=32, show_spinner=False)
def read_weekly(company: Company, view: View) -> Weekly:
    """The counts and rates of the strip."""
    ended = {
        name: day
        for name in COUNTS
        for kind, day in company.known_until
        if kind == TABLE_OF[name] and day < view.as_of - STALE
    }
    return weekly(database(company.home, company.version), view.this_month, ended)


def read_funnel(company: Company, view: View) -> Funnel:
    """Everything the strip shows; targets as people entered them up to now."""
    told, team = read_weekly(company, view), Workspace(Path(company.home)).team
    targets = targets_of(database(company.home, company.version), team, view.month)
    agreement = in_force_on(timeline(team.agreements()), view.as_of).agreement
    if any(name != "owner" for name, _ in view.where):
        return Funnel(told, {})  # there are targets of sources and owners alone
    owner = next((owner for _, owner in view.where), ALL_OWNERS)
    return Funnel(told, goals(told, targets, view.source, agreement.calendar, owner))
