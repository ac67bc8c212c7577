"""The funnel of a month as the meeting reads it: by hand, and against what the figures say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from funnel.agreement.model import Calendar
from funnel.calendar import month_end, months_before, week_start
from funnel.filters import Filters
from funnel.metrics import METRICS, figures
from funnel.metrics.query import days_covered
from funnel.reports.targets import targets_against, targets_of
from funnel.reports.weekly import STAGES, Span, Weekly, goals, weekly
from funnel.store.database import Database
from funnel.store.team import TeamStore
from tests.uploads import Exports, Row

FRIDAY = date(2026, 11, 20)
NOVEMBER = Filters(date(2026, 11, 1), FRIDAY, FRIDAY)
AT = datetime(2026, 11, 1, tzinfo=UTC)

# day created, how many, source; every second one of a day becomes an MQL two days later
ARRIVALS = [
    ("2025-10-01", 2, "Web"),  # the data begin; October 2025 is whole
    ("2025-11-18", 3, "Web"),  # Tuesday of the week of 17 November, 52 weeks before 16 November
    ("2025-11-22", 4, "Web"),  # Saturday of the same week: after the same weekday
    ("2026-10-12", 1, "Web"),  # Monday of the sixth week
    ("2026-11-01", 2, "Expo"),  # Sunday of the week of 26 October
    ("2026-11-16", 6, "Web"),
]


def _leads() -> list[Row]:
    rows: list[Row] = []
    for day, many, source in ARRIVALS:
        for i in range(many):
            row = {"lead": f"{day}{i}", "created": day, "source": source}
            if i % 2:
                row["mql"] = (date.fromisoformat(day) + timedelta(days=2)).isoformat()
            rows.append(row)
    return rows


@pytest.fixture(scope="module")
def crm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    crm = Exports(tmp_path_factory.mktemp("weekly"))
    # A deal of no lead says until when the data go.
    deal = {"deal": "D", "stage": "Talks", "opened": "2026-11-20"}
    crm.bring(FRIDAY, leads=_leads(), deals=[deal])
    with crm.opened() as db:
        yield db


def _weeks(*told: tuple[str, int | None, int | None]) -> tuple[Span, ...]:
    spans = []
    for day, value, before in told:
        since = date.fromisoformat(day)
        end = since + timedelta(days=6)
        spans.append(Span(since, min(end, FRIDAY), end > FRIDAY, value, before))
    return tuple(spans)


def test_six_weeks_and_twelve_months_by_hand(crm: Database) -> None:
    """Of the unfinished week only the same days count a year before: 3 of the 18th, not the 4 of
    the 22nd; of November likewise, up to the 20th. Before October 2025 nothing is known."""
    leads, mqls, handovers, *_ = weekly(crm, NOVEMBER).stages
    assert leads.weeks == _weeks(
        ("2026-10-12", 1, 0), ("2026-10-19", 0, 0), ("2026-10-26", 2, 0),
        ("2026-11-02", 0, 0), ("2026-11-09", 0, 0), ("2026-11-16", 6, 3),
    )  # fmt: skip
    months = [(f"{one.since:%Y-%m}", one.value, one.before, one.is_partial) for one in leads.months]
    empty = [(f"2026-{month:02}", 0, None, False) for month in range(1, 10)]
    assert months == [
        ("2025-12", 0, None, False), *empty, ("2026-10", 1, 2, False), ("2026-11", 8, 3, True)
    ]  # fmt: skip
    assert leads.months[-1].until == FRIDAY
    assert (leads.value, leads.is_measured, leads.ended) == (8, True, None)
    # Every second of a day, two days later: 1 of the Expo on 3 November, 3 of the 16th on the 18th;
    # the year before 1 on the 20th, and 2 on the 24th, which is after the same day.
    assert (mqls.value, mqls.weeks[-1].value, mqls.weeks[-1].before) == (4, 3, 1)
    assert (mqls.weeks[3].value, mqls.months[-1].before) == (1, 1)
    assert (handovers.value, handovers.is_measured, handovers.months) == (None, False, ())


def test_rates_carry_their_counts_and_whether_to_trust_them(crm: Database) -> None:
    told = weekly(crm, NOVEMBER)
    rate = told.passages[0]
    assert (rate.figure.metric, rate.figure.numerator, rate.figure.denominator) == (
        "mql_rate",
        4,
        8,
    )
    assert rate.state == "too_few"
    assert told.passages[1].figure.numerator is None
    assert told.passages[1].state == "not_measured"


def test_a_source_and_an_earlier_month_end_there(crm: Database) -> None:
    october = Filters(date(2026, 10, 1), date(2026, 10, 31), date(2026, 10, 31))
    told = weekly(crm, replace(october, where=(("source", "Web"),)))
    leads = told.stages[0]
    assert not told.is_partial
    assert leads.months[-1] == Span(october.since, october.until, False, 1, 2)
    # The last week goes on to 1 November, which is not known on 31 October.
    assert leads.weeks[-1] == Span(date(2026, 10, 26), october.until, True, 0, 0)
    assert [week.value for week in leads.weeks] == [0, 0, 0, 1, 0, 0]
    assert leads.weeks[0].since == date(2026, 9, 21)


def test_a_table_that_ended_tells_nothing_after_its_end(crm: Database) -> None:
    """It ends on Sunday 1 November: the week is whole, the month one day long."""
    leads = weekly(crm, NOVEMBER, {"leads": date(2026, 11, 1)}).stages[0]
    assert [week.value for week in leads.weeks] == [1, 0, 2, None, None, None]
    assert not leads.weeks[2].is_partial
    assert leads.months[-1] == Span(date(2026, 11, 1), date(2026, 11, 1), True, 2, 0)
    assert leads.value == 2
    assert weekly(crm, NOVEMBER, {"leads": date(2026, 10, 30)}).stages[0].value is None


def test_months_before_the_data_are_unknown_and_the_first_is_not_whole(tmp_path: Path) -> None:
    """The data begin on Wednesday 14 October: neither its week nor its month is whole."""
    crm = Exports(tmp_path)
    rows = [{"lead": f"{day}", "created": f"2026-10-{day}"} for day in (14, 20)]
    deal = {"deal": "D", "stage": "Talks", "opened": "2026-11-20"}
    crm.bring(FRIDAY, leads=rows, deals=[deal])
    with crm.opened() as db:
        leads = weekly(db, NOVEMBER).stages[0]
    assert [month.value for month in leads.months] == [None] * 10 + [1 + 1, 0]
    assert [month.is_partial for month in leads.months[-2:]] == [True, True]
    assert [week.value for week in leads.weeks] == [1, 1, 0, 0, 0, 0]
    assert [week.is_partial for week in leads.weeks] == [True, False, False, False, False, True]
    assert {week.before for week in leads.weeks} == {None}


def test_targets_and_the_pace_by_working_days(crm: Database, tmp_path: Path) -> None:
    """November 2026 has 19 working days (3 and 23 are holidays), 14 of them up to the 20th."""
    team = TeamStore(tmp_path)
    team.set_targets(
        {(NOVEMBER.since, "leads", None, None): Decimal(38),
         (NOVEMBER.since, "mqls", "Web", None): Decimal(19),
         (NOVEMBER.since, "handovers", None, None): Decimal(5),
         (date(2026, 12, 1), "mqls", None, None): Decimal(9)},
        "adjusted", who="me", at=AT,
    )  # fmt: skip
    targets = targets_of(crm, team, NOVEMBER.since)
    assert len(targets) == 3
    told = weekly(crm, NOVEMBER)
    found = goals(told, targets, (), Calendar())
    assert list(found) == ["leads"]  # hand-overs are not measured; of MQLs only the Web has one
    assert (found["leads"].target, found["leads"].actual) == (38, 8)
    assert found["leads"].expected == pytest.approx(28)
    web = weekly(crm, replace(NOVEMBER, where=(("source", "Web"),)))
    assert goals(web, targets, ("Web",), Calendar())["mqls"].expected == pytest.approx(14)
    assert goals(web, targets, ("Web", "Expo"), Calendar()) == {}
    assert goals(told, targets, (None,), Calendar()) == {}
    assert goals(weekly(crm, NOVEMBER, {"leads": FRIDAY}), targets, (), Calendar()) == {}
    # The page of targets says the same.
    (row,) = [
        row
        for row in targets_against(crm, team, NOVEMBER.since, NOVEMBER.since, FRIDAY).rows
        if row.metric == "leads"
    ]
    assert replace(row.pace, state="on_track") == replace(found["leads"], state="on_track")
    assert row.year_before_to_date == told.stages[0].months[-1].before


def _figure(db: Database, metric: str, filters: Filters) -> int:
    (figure,) = figures(db, METRICS[metric], filters)
    return int(figure.value or 0)


@pytest.mark.parametrize("month", ["2026-11", "2026-09"])
@pytest.mark.parametrize("source", [None, "Web"])
def test_each_span_is_the_figure_of_its_days(company: Database, month: str, source: str) -> None:
    """Every week and month of a simulated company, each asked for by itself."""
    first, last = days_covered(company)
    since = date.fromisoformat(f"{month}-01")
    as_of = min(month_end(since), last)
    where = (("source", source),) if source else ()
    told: Weekly = weekly(company, Filters(since, as_of, as_of, where=where))
    for stage in told.stages:
        assert [week.since for week in stage.weeks] == [
            week_start(as_of) - timedelta(weeks=back) for back in (5, 4, 3, 2, 1, 0)
        ]
        assert [one.since for one in stage.months] == [
            months_before(since, back) for back in range(11, -1, -1)
        ]
        for span in (*stage.weeks, *stage.months):
            asked = Filters(span.since, span.until, as_of, where=where)
            assert span.value == _figure(company, stage.metric, asked)
            if span.before is None:
                assert months_before(span.since, 12) < first
            elif span in stage.weeks:
                year = timedelta(weeks=52)
                before = replace(asked, since=span.since - year, until=span.until - year)
                assert span.before == _figure(company, stage.metric, before)
            else:
                until = span.until.replace(year=span.until.year - 1)
                before = replace(asked, since=months_before(span.since, 12), until=until)
                assert span.before == _figure(company, stage.metric, before)
        assert stage.value == _figure(
            company, stage.metric, Filters(since, as_of, as_of, where=where)
        )
    assert [stage.metric for stage in told.stages] == list(STAGES)
    assert any(span.before for span in told.stages[0].weeks)
