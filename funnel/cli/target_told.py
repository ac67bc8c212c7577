"""Targets and plans as commands tell them, to people and as objects for programs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import typer

from funnel.agreement.targets import Target
from funnel.analysis.target_checks import Finding
from funnel.cli.shell import padded, say, word
from funnel.messages import language_of_environment
from funnel.metrics import METRICS
from funnel.money import format_money
from funnel.reports.capacity import CapacityReport
from funnel.reports.target_desk import Standing
from funnel.reports.target_plan import METRIC_OF, Plan
from funnel.reports.target_texts import finding_said, state_said
from funnel.reports.targets import TargetsReport

if TYPE_CHECKING:
    from funnel.store.team import EnteredTarget  # sqlalchemy takes its time


def report_object(report: TargetsReport) -> dict[str, Any]:
    """JSON-ready; every row has the state by which it is judged and its text."""
    language = language_of_environment()
    return {
        "since": report.since.isoformat(),
        "until": report.until.isoformat(),
        "as_of": report.as_of.isoformat(),
        "currency": report.currency,
        "rows": [_row_object(row) for row in report.rows],
        "totals": [_row_object(row) for row in report.totals],
        "findings": [
            _plain(asdict(one))
            | {"short": one.short, "text": finding_said(one, report.currency, language)}
            for one in report.findings
        ],
        "aside": [_plain(asdict(one)) for one in report.aside],
    }


def _row_object(row: Standing) -> dict[str, Any]:
    text = state_said(row.state, language_of_environment())
    told = {"actual": row.actual, "state": row.state, "text": text}
    return {**_plain(asdict(row)), **told}


def _plain(told: Any) -> Any:
    """Days as text: a month by its name, as everywhere."""
    if isinstance(told, dict):
        return {
            "pass" if key == "pass_" else key: f"{value:%Y-%m}"
            if key == "month" and value is not None
            else _plain(value)
            for key, value in told.items()
        }
    if isinstance(told, list | tuple):
        return [_plain(value) for value in told]
    if isinstance(told, Fraction | Decimal):
        return float(told)
    return told.isoformat() if isinstance(told, date | datetime) else told


def tell_report(report: TargetsReport) -> None:
    """Targets, line by line."""
    if not report.rows:
        say("targets_none", since=f"{report.since:%Y-%m}", until=f"{report.until:%Y-%m}")
    is_year = (report.since.year, report.since.month) != (report.until.year, report.until.month)
    for row in (*report.rows, *(report.totals if is_year else ())):
        _tell_row(row, report)
    _tell_findings(report.findings, report.currency)
    for aside in report.aside:
        say("target_aside", month=f"{aside.month:%Y-%m}", metric=aside.metric, value=aside.value)


def _tell_row(row: Standing, report: TargetsReport) -> None:
    language = language_of_environment()

    def told(value: float | None) -> str:
        return _number(value, row.unit)

    title = METRICS[row.metric].title[language == "ja"]
    segment = " ".join(part for part in (row.source, row.owner) if part)
    when = f"{row.month:%Y-%m}" if row.month else f"{report.since:%Y-%m}〜{report.until:%Y-%m}"
    best = row.by_pattern or row.pace
    say(
        "target_row", month=padded(when, 16), name=padded(f"{title} {segment}".strip(), 24),
        target=told(row.target), expected=told(best.expected), actual=told(row.actual),
        state=state_said(row.state, language), passed=row.days[0], days=row.days[1],
        before=told(row.year_before),
    )  # fmt: skip
    if row.imported is not None and row.entered is not None and row.imported != row.entered:
        say("target_both", imported=told(row.imported), who=row.who or "-")


def _number(value: float | None, unit: str) -> str:
    if value is None:
        return "-"
    if unit == "ratio":
        return f"{value:.1%}"
    if unit == "count":
        return f"{value:,.1f}".removesuffix(".0")
    return format_money(value, unit, language_of_environment())


def _tell_findings(findings: Iterable[Finding], currency: str) -> None:
    for one in findings:
        text = finding_said(one, currency, language_of_environment())
        say("target_finding", text=text)


def plan_object(found: Plan) -> dict[str, Any]:
    """JSON-ready: levels and sources by month, the rates they rest on, the findings."""
    language = language_of_environment()
    tree = found.tree
    months = [f"{month:%Y-%m}" for month in tree.months]
    parts = ("needed", "there", "other", "remaining")
    return {
        "goal": {f"{month:%Y-%m}": value for month, value in sorted(found.goal.items())},
        "as_of": found.as_of.isoformat(),
        "currency": found.currency,
        "counting": found.is_counted,
        "won": found.won,
        "months": months,
        "levels": [
            {"stage": one.stage, "total": one.total}
            | {part: dict(zip(months, getattr(one, part), strict=True)) for part in parts}
            for one in tree.levels
        ],
        "sources": [
            {"source": source, "total": sum(n), "needed": dict(zip(months, n, strict=True))}
            for source, n in tree.sources.items()
        ],
        "deal_value": _plain(asdict(found.deal_value)),
        "rates": [
            {
                "metric": one.metric, "base": one.base, "target": one.target,
                "rate": None if one.rate is None else float(one.rate), "agreed": one.agreed,
                "own": one.own, "entered": one.entered, "advanced": one.advanced,
                "since": _plain(one.since), "until": _plain(one.until),
                "interval": asdict(one.interval) if one.interval else None, "state": one.state,
                "median_days": one.median, "p90_days": one.p90,
                "share_of_leads": float(one.share),
            }
            for one in found.rates
        ],
        "findings": [
            _plain(asdict(one))
            | {"short": one.short, "text": finding_said(one, found.currency, language)}
            for one in found.findings
        ],
    }  # fmt: skip


def tell_plan(found: Plan) -> None:
    """A plan, level by level."""
    language = language_of_environment()
    say(
        "plan_goal", goal=format_money(sum(found.goal.values()), found.currency, language),
        since=f"{min(found.goal):%Y-%m}", until=f"{max(found.goal):%Y-%m}",
    )  # fmt: skip
    if found.won is not None:
        say("plan_won", won=format_money(found.won, found.currency, language))
    rates = {one.base: one for one in found.rates}
    for level in found.tree.levels:
        metric = METRICS[METRIC_OF[level.stage]]
        unit = found.currency if metric.unit == "money" else metric.unit
        listed = zip(found.tree.months, level.needed, strict=True)
        by_month = "  ".join(f"{m:%Y-%m} {_number(n, unit)}" for m, n in listed if n)
        title = padded(metric.title[language == "ja"], 14)
        typer.echo(f"{title}{_number(level.total, unit):>12}  {by_month}")
        rate = rates.get(level.stage)
        if rate is not None and rate.rate is not None:
            said = f"{METRICS[rate.metric].title[language == 'ja']} {float(rate.rate):.1%}"
            say(
                "plan_rate", rate=said, advanced=rate.advanced, entered=rate.entered,
                median="-" if rate.median is None else rate.median,
                p90="-" if rate.p90 is None else rate.p90, state=word(f"plan_{rate.state}"),
            )  # fmt: skip
    for source, numbers in found.tree.sources.items():
        typer.echo(f"  {padded(source or '-', 20)}{sum(numbers):>6,}")
    _tell_findings(found.findings, found.currency)


def capacity_object(report: CapacityReport) -> dict[str, Any]:
    """JSON-ready: what is agreed, each owner's load, and the leads to take back."""
    told: dict[str, Any] = _plain(asdict(report))
    for owner, load in zip(told["owners"], report.owners, strict=True):
        owner["stuck"] = load.stuck
    told["capacity"] = report.capacity.model_dump()
    return told


def tell_capacity(report: CapacityReport) -> None:
    """Each owner's load, then the leads."""
    for load in report.owners:
        say(
            "capacity_owner", owner=padded(load.owner or "-", 14), leads=load.leads,
            leads_over=_over(load.leads_over), deals=load.deals, deals_over=_over(load.deals_over),
        )  # fmt: skip
    for lead in report.take_back:
        say(
            "capacity_take_back", owner=lead.owner, lead=lead.lead_id, source=lead.source or "-",
            day=lead.handed_on, days=lead.days,
            score="-" if lead.score is None else f"{lead.score:,.1f}".removesuffix(".0"),
        )  # fmt: skip
    stuck = sum(load.stuck for load in report.owners)
    if stuck:
        say("capacity_stuck", stuck=stuck)


def _over(number: int | None) -> str:
    return "" if not number else f" (+{number})"


def target_object(one: Target | EnteredTarget) -> dict[str, Any]:
    """JSON-ready."""
    value = None if one.value is None else float(one.value)
    return {
        "month": f"{one.month:%Y-%m}", "metric": one.metric, "source": one.source,
        "owner": one.owner, "value": int(value) if value and value.is_integer() else value,
    }  # fmt: skip
