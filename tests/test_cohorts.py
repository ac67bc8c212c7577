"""Cohorts by month and age: the cells, what is too young, and what is claimed of the recent."""

from __future__ import annotations

from datetime import date, timedelta
from math import exp, log, sqrt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnel.analysis.cohort_cells import Cell, Cohort, cohort, compare, step_of
from funnel.calendar import month_end, months_before
from funnel.filters import Filters
from funnel.metrics import METRICS, figures
from funnel.reports.cohorts import MONTHS, cohort_triangle, measured_pairs
from funnel.store.database import Database
from tests.uploads import Exports

AS_OF = date(2026, 11, 20)


def judged(name: str, entered: int, *reached: int) -> Cohort:
    cells = tuple(Cell(7 * place, count, True) for place, count in enumerate(reached, 1))
    return Cohort(name, entered, max(reached), cells)


def test_cells_by_hand(tmp_path: Path) -> None:
    """Handed over on 1 October: to SQL after 3, 7 and 8 days, one never; on 31 October: after 20.

    On 20 November those of 31 October were watched for 20 days, those of the 1st for 50: all had
    two weeks (2 and 3 of 5), not all had three, where the last one's SQL counts already.
    """
    days = [("1", "2026-10-01", "2026-10-04"), ("2", "2026-10-01", "2026-10-08"),
            ("3", "2026-10-01", "2026-10-09"), ("4", "2026-10-01", ""),
            ("5", "2026-10-31", "2026-11-20"), ("6", "2026-11-19", "")]  # fmt: skip
    leads = [
        {"lead": lead, "created": handed, "handed over": handed, "sql": sql, "source": "Web"}
        for lead, handed, sql in days
    ]
    exports = Exports(tmp_path)
    exports.bring(AS_OF, leads=leads)
    with exports.opened() as db:
        found = cohort_triangle(db, "sql_rate", date(2026, 11, 1), AS_OF)
    assert (found.base, found.step, found.compared) == ("handed_over", 1, None)
    october, november = found.cohorts
    assert october == Cohort(
        "2026-10", 5, 4,
        (Cell(7, 2, True), Cell(14, 3, True), *(Cell(7 * n, 4, False) for n in (3, 4, 5, 6, 7))),
    )  # fmt: skip
    # The month goes on: who may still enter today was watched for no day, the earliest for 19.
    assert november == Cohort("2026-11", 1, 0, (Cell(7, 0, False), Cell(14, 0, False)))


@pytest.mark.parametrize("metric", ["sql_rate", "win_rate", "lead_win_rate"])
def test_totals_and_judged_cells_are_those_of_the_metric(company: Database, metric: str) -> None:
    found = cohort_triangle(company, metric, AS_OF.replace(day=1), AS_OF)
    told = {one.group["month"]: one for one in figures(company, METRICS[metric], found.filters,
                                                       ("month",))}  # fmt: skip
    assert {one.name: (one.reached, one.entered) for one in found.cohorts} == {
        month: (one.numerator, one.denominator) for month, one in told.items()
    }
    assert len(found.cohorts) == MONTHS
    for one in (found.cohorts[0], found.cohorts[6]):
        first = date.fromisoformat(f"{one.name}-01")
        for cell in one.cells:
            if cell.is_whole:
                asked = Filters(first, month_end(first), AS_OF, "cohort", within=cell.age)
                (figure,) = figures(company, METRICS[metric], asked)
                assert (figure.numerator, figure.denominator) == (cell.reached, one.entered)


def test_what_is_not_measured_is_not_offered(tmp_path: Path) -> None:
    exports = Exports(tmp_path)
    exports.bring(
        AS_OF,
        leads=[{"lead": "1", "created": "2026-10-01", "lead deals": "D1"}],
        deals=[{"deal": "D1", "stage": "Won", "closed": "2026-10-20", "amount": "1"}],
    )
    with exports.opened() as db:
        assert measured_pairs(db, AS_OF) == {"lead_win_rate": ("lead", "won")}


def test_columns_are_as_far_apart_as_it_takes() -> None:
    """Nine of ten went on within 8, 9 and 40 weeks: eight columns of 1, 2 and 8 weeks hold them."""
    assert step_of({}) == 1
    assert step_of({50: 9, 300: 1}) == 1
    assert step_of({57: 9, 300: 1}) == 2
    assert step_of({280: 9, 900: 1}) == 8
    assert step_of({900: 10}) == 8


def test_recent_cohorts_against_those_before_by_hand() -> None:
    """Four weeks hold all that comes: 60 of 300 of the last three, 160 of 400 of the four before.

    ratio = 0.2 / 0.4; var = 1/60 - 1/300 + 1/160 - 1/400 + 0.095^2 (1 + 3/4).
    """
    before = [judged(f"2026-0{month}", 100, 40) for month in (1, 2, 3, 4)]
    recent = [judged(f"2026-0{month}", 100, 20) for month in (5, 6, 7)]
    young = Cohort("2026-08", 50, 1, (Cell(7, 1, False),))
    found = compare([*before, *recent, young])
    assert found is not None
    assert [one.name for one in found.recent] == ["2026-05", "2026-06", "2026-07"]
    assert [one.name for one in found.earlier] == [f"2026-0{month}" for month in (1, 2, 3, 4)]
    half = 1.959963984540054 * sqrt(1 / 60 - 1 / 300 + 1 / 160 - 1 / 400 + 0.095**2 * 1.75)
    assert found.ratio == pytest.approx(0.5)
    assert found.low == pytest.approx(exp(log(0.5) - half))
    assert found.high == pytest.approx(exp(log(0.5) + half))
    assert found.verdict == "below"


@pytest.mark.parametrize(
    ("now", "verdict"), [(80, "above"), (42, "as_before"), (3, "too_few"), (0, "too_few")]
)
def test_nothing_is_claimed_beyond_chance_and_weather(now: int, verdict: str) -> None:
    cohorts = [judged(f"2026-0{month}", 100, 40) for month in (1, 2, 3)]
    cohorts += [judged(f"2026-0{month}", 100, now) for month in (4, 5, 6)]
    found = compare(cohorts)
    assert found is not None
    assert found.verdict == verdict


def test_cohorts_are_compared_at_the_first_age_that_tells() -> None:
    """The second column holds 8 of the 9 that ever come, the first 3: it is compared there."""
    cohorts = [judged(f"2026-0{month}", 100, 30, 80, 90) for month in range(1, 7)]
    found = compare(cohorts)
    assert found is not None
    assert found.place == 1
    assert compare(cohorts[:5]) is None


@given(
    st.dictionaries(st.integers(0, 400), st.integers(1, 9)),
    st.integers(0, 300),
    st.integers(0, 30),
    st.sampled_from([1, 2, 4, 8]),
)
def test_cells_never_fall_and_never_pass_what_was_reached(
    ages: dict[int, int], least: int, wider: int, step: int
) -> None:
    found = cohort("2026-01", sum(ages.values()), ages, (least, least + wider), step)
    reached = [cell.reached for cell in found.cells]
    assert reached == sorted(reached)
    assert all(count <= found.reached for count in reached)
    whole = [cell.is_whole for cell in found.cells]
    assert whole == sorted(whole, reverse=True)


def test_an_earlier_month_is_seen_as_of_its_end(company: Database) -> None:
    end = month_end(months_before(AS_OF, 3))
    found = cohort_triangle(company, "sql_rate", end.replace(day=1), end)
    assert found.cohorts[-1].name == f"{end:%Y-%m}"
    assert all(
        cell.age <= (end - date.fromisoformat(f"{one.name}-01")) / timedelta(days=1)
        for one in found.cohorts
        for cell in one.cells
    )
