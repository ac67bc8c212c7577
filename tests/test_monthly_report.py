"""The month as executives read it: by hand, against `figures`, and its waterfall to the yen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from funnel.agreement.targets import Key
from funnel.analysis.explain import Explained
from funnel.analysis.forecast import Forecast, Refusal
from funnel.calendar import month_end, months_before
from funnel.filters import Filters
from funnel.metrics import METRICS, figures
from funnel.metrics.query import days_covered
from funnel.reports.forecast import forecasts
from funnel.reports.month_series import Point
from funnel.reports.monthly import Held, Month, monthly
from funnel.store.database import Database
from funnel.store.team import TeamStore
from funnel.store.workspace import Workspace
from tests.conftest import MAPPINGS, bring, real_tables
from tests.uploads import Exports, Row

FRIDAY = date(2026, 11, 20)
AT = datetime(2026, 11, 1, tzinfo=UTC)
MILLION = 1_000_000

# Closed on a day for so many million; the lead came a month before.
WON = [
    ("2025-02-10", 1), ("2025-10-05", 4), ("2025-10-31", 2), ("2025-11-20", 3), ("2025-11-21", 9),
    ("2026-04-30", 5), ("2026-10-01", 6), ("2026-10-15", 3), ("2026-11-20", 2),
]  # fmt: skip


def _rows() -> tuple[list[Row], list[Row]]:
    leads: list[Row] = []
    deals: list[Row] = []
    for place, (day, millions) in enumerate(WON):
        closed = date.fromisoformat(day)
        created = months_before(closed, 1)
        leads.append({"lead": str(place), "created": created.isoformat(), "source": "Web"})
        deals.append(
            {"deal": f"D{place}", "stage": "Won", "opened": created.isoformat(), "closed": day,
             "amount": millions * MILLION, "deal leads": str(place)}
        )  # fmt: skip
    return leads, deals


@pytest.fixture(scope="module")
def crm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    crm = Exports(tmp_path_factory.mktemp("monthly"))
    leads, deals = _rows()
    crm.bring(FRIDAY, leads=leads, deals=deals)
    with crm.opened() as db:
        yield db


def _point(told: Month, month: str) -> Point:
    point = told.value.at(date.fromisoformat(f"{month}-01"))
    assert point is not None
    return point


def test_won_value_by_hand(crm: Database) -> None:
    """November counts up to the 20th, and of the year before too: 3 million, not the 9 of the 21st.
    The data begin in January 2025: no year is before 2025."""
    told = monthly(crm, None, FRIDAY, months=24)
    assert (told.figure, told.currency, told.value.is_measured) == ("revenue", "JPY", True)
    assert _point(told, "2026-11") == Point(
        date(2026, 11, 1), date(2026, 11, 1), FRIDAY, True, 2 * MILLION, 3 * MILLION
    )
    assert _point(told, "2026-10") == Point(
        date(2026, 10, 1), date(2026, 10, 1), date(2026, 10, 31), False, 9 * MILLION, 6 * MILLION
    )
    assert (_point(told, "2026-05").value, _point(told, "2025-11").before) == (0, None)
    assert [point.value for point in told.value.points[:2]] == [None, 0]
    assert told.value.last_whole == _point(told, "2026-10")
    by_stage = {one.metric: one for one in told.stages}
    assert by_stage["wins"].points[-2].value == 2
    assert not by_stage["mqls"].is_measured
    assert by_stage["mqls"].points == ()
    assert len(monthly(crm, None, FRIDAY).value.points) == 12


def test_the_fiscal_year_so_far_by_hand(crm: Database, tmp_path: Path) -> None:
    """Whole months alone. Targets stand for September and October: 0 and 9 million against 4 and 6.
    The data begin in January 2025, so only from August 2025 on a month is one to grow from: of
    August to October this year brought 0, 0 and 9, the year before 0, 0 and 6."""
    team = TeamStore(tmp_path / "team.sqlite")
    months = {9: 4, 10: 6, 11: 7, 12: 8}
    targets: dict[Key, Decimal | None] = {
        (date(2026, month, 1), "won_value", None, None): Decimal(millions * MILLION)
        for month, millions in months.items()
    }
    team.set_targets(targets, origin="adjusted", who="me", at=AT)
    told = monthly(crm, team, FRIDAY)
    until = date(2026, 10, 31)
    assert told.to_target == Held(date(2026, 9, 1), until, 2, 9 * MILLION, 10 * MILLION)
    assert told.to_target.ratio == pytest.approx(0.9)
    assert told.to_year == Held(date(2026, 8, 1), until, 3, 9 * MILLION, 6 * MILLION)
    assert _point(told, "2026-11").target == 7 * MILLION
    assert isinstance(told.forecast.forecast, Refusal)
    assert (told.ahead, told.total, told.missing, told.change.bars) == ((), None, None, ())


def test_a_month_that_is_over_is_looked_at_from_its_end(crm: Database) -> None:
    told = monthly(crm, None, date(2026, 10, 31))
    assert told.month == date(2026, 10, 1)
    assert told.value.points[-1] == told.value.last_whole
    assert not told.value.points[-1].is_partial


def test_a_stale_table_of_deals_tells_nothing_after_its_end(crm: Database) -> None:
    ended = dict.fromkeys(("opportunities", "wins", "won_value"), date(2026, 9, 15))
    told = monthly(crm, None, FRIDAY, ended=ended)
    assert [point.value for point in told.value.points[-3:]] == [0, None, None]
    assert told.value.points[-3].is_partial
    assert told.value.last_whole == _point(told, "2026-08")
    assert told.forecast.as_of == date(2026, 9, 15)
    assert told.change.report.month == "2026-08"


def test_every_month_is_what_the_metrics_say(company: Database) -> None:
    last = days_covered(company)[1]
    told = monthly(company, None, last, months=24)
    for series in (*told.stages, told.value):
        asked = Filters(months_before(last, 23), last, last)
        listed = figures(company, METRICS[series.metric], asked, ("month",))
        said = {one.group["month"]: one.value for one in listed}
        shown = {f"{one.month:%Y-%m}": one.value for one in series.points if one.value}
        assert shown == said
        for point in series.points[-13:]:
            if point.before is not None:
                whole = Filters(
                    months_before(point.month, 12),
                    point.until.replace(year=point.until.year - 1)
                    if point.is_partial else month_end(months_before(point.month, 12)), last,
                )  # fmt: skip
                (figure,) = figures(company, METRICS[series.metric], whole)
                assert point.before == figure.value


def test_the_forecast_is_that_of_the_command(company: Database) -> None:
    """This month's rest and three months: `funnel forecast --months 4`."""
    last = days_covered(company)[1]
    told = monthly(company, None, last)
    found = forecasts(company, last, 4)
    assert isinstance(found.forecast, Forecast)
    assert found.forecast.revenue is not None
    assert tuple(one.outlook for one in told.ahead) == found.forecast.revenue[:-1]
    assert told.total == found.forecast.revenue[-1]
    assert (told.missing, told.forecast.past) == (found.forecast.missing[-1], found.past)
    assert [one.month for one in told.ahead] == [months_before(last, -back) for back in range(4)]


def balances(db: Database) -> None:
    """From the one month to the other in whole yen, and both are what the metrics say."""
    told = monthly(db, None, days_covered(db)[1])
    explained = told.change.report.explained
    assert isinstance(explained, Explained)
    assert explained.before + sum(bar.amount for bar in told.change.bars) == explained.after
    assert told.change.bars[-1].kind == "rest"
    assert [bar.kind for bar in told.change.bars].count("source") == 1
    for name, value in ((told.change.report.month, explained.after),
                        (told.change.report.other, explained.before)):  # fmt: skip
        month = date.fromisoformat(f"{name}-01")
        metric = METRICS["won_value" if told.figure == "revenue" else "wins"]
        (figure,) = figures(db, metric, Filters(month, month_end(month), month_end(month)))
        assert round(figure.value or 0) == round(value * explained.unit)


def test_the_waterfall_balances_to_the_yen(company: Database) -> None:
    balances(company)


@pytest.mark.parametrize("folder", ["olist", "maven_crm"])
def test_the_waterfall_balances_on_real_tables(folder: str, tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    names = ("sales_pipeline", "sales_teams") if folder == "maven_crm" else ("*",)
    files = sorted(file for name in names for file in real_tables(folder).glob(f"{name}.csv"))
    version = bring(workspace, *files, mapping=MAPPINGS / f"{folder}.toml").version
    with workspace.open(version) as db:
        balances(db)
