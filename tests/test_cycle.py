"""Whether the way to a won deal gets shorter: now against before, equally young, and by quarter."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import pytest

from funnel.analysis.durations import State, Verdict
from funnel.reports.cycle import Cycle, Length, cycle
from funnel.reports.durations import durations
from funnel.reports.waits import LEAD_TIME, LENGTH, WaitsAsked
from funnel.store.database import Database
from tests.uploads import Exports

AS_OF = date(2026, 12, 31)
MONTH = date(2026, 12, 1)


def deals(weeks: Mapping[range, int]) -> list[dict[str, object]]:
    """Four opened in each week before the as-of day, closed after so many days, one of all lost."""
    opened = {AS_OF - timedelta(weeks=week): days for listed, days in weeks.items()
              for week in listed}  # fmt: skip
    found: list[dict[str, object]] = [
        {"deal": f"{day}-{place}", "stage": "Won", "opened": day, "amount": 1,
         "closed": day + timedelta(days=days + place)}
        for day, days in opened.items() for place in range(4)
        if day + timedelta(days=days + place) <= AS_OF
    ]  # fmt: skip
    first = min(opened)
    found.append({"deal": "lost", "stage": "Lost", "opened": first, "closed": first})
    return [*found, {"deal": "open", "stage": "Talks", "opened": AS_OF}]


def looked_at(folder: Path, weeks: Mapping[range, int]) -> Cycle:
    exports = Exports(folder)
    exports.bring(AS_OF, deals=deals(weeks))
    with exports.opened() as db:
        return cycle(db, MONTH, AS_OF)


def length(found: Cycle) -> Length:
    return next(one for one in found.lengths if one.key == LENGTH)


def test_what_got_shorter_is_told_with_its_range(tmp_path: Path) -> None:
    """Weeks 52 and more ago deals took 60 to 63 days, since then 30 to 33: 30 days less."""
    found = looked_at(tmp_path, {range(1, 52): 30, range(52, 110): 60})
    assert (found.since, found.before_since) == (date(2026, 1, 2), date(2025, 1, 3))
    one = length(found)
    assert one.now is not None
    assert one.before is not None
    assert one.change is not None
    assert (one.now.median, one.before.median, one.change.days) == (31, 61, -30)
    assert one.change.verdict is Verdict.SHORTER
    assert one.change.high is not None
    assert one.change.high < 0


def test_a_cycle_that_stays_as_it_is_is_not_called_shorter(tmp_path: Path) -> None:
    """Recent deals are seen for a shorter time; those before are cut off as young as they."""
    found = looked_at(tmp_path, {range(1, 110): 60})
    assert (change := length(found).change) is not None
    assert (change.days, change.verdict) == (0, Verdict.NOT_CLEAR)


def test_where_the_data_hold_no_two_years_half_years_are_compared(tmp_path: Path) -> None:
    half = looked_at(tmp_path, {range(1, 56): 30})
    assert (half.since, half.before_since) == (date(2026, 7, 3), date(2026, 1, 2))


def test_quarters_by_hand(tmp_path: Path) -> None:
    """Of four a week: 13 or 14 weeks a quarter; the last one's last five weeks are still open.

    Their deals take 30 to 33 days; those opened 1 to 4 weeks ago are not in the export of the won
    (`deals` leaves out what is not closed), of week 5 (35 days) all four are.
    """
    found = looked_at(tmp_path, {range(1, 110): 30})
    spans = [(one.since, one.until) for one in found.quarters[LENGTH]]
    assert spans == [
        (date(2026, 1, 1), date(2026, 3, 31)), (date(2026, 4, 1), date(2026, 6, 30)),
        (date(2026, 7, 1), date(2026, 9, 30)), (date(2026, 10, 1), date(2026, 12, 31)),
    ]  # fmt: skip
    for one in found.quarters[LENGTH][:3]:
        assert one.estimate is not None
        assert (one.estimate.median, one.estimate.state) == (31, State.ENOUGH)
    assert LEAD_TIME not in found.quarters


def test_now_is_what_durations_tell(company: Database) -> None:
    as_of = date(2026, 11, 20)
    found = cycle(company, as_of.replace(day=1), as_of)
    told = {
        (one.figure, one.subject): one.days
        for one in durations(company, WaitsAsked(found.since, as_of, as_of))
    }
    assert found.lengths
    for one in found.lengths:
        expected = told[one.key]
        if one.now is None:
            assert not expected.entered
        else:
            assert (one.now.median, one.now.low, one.now.high, one.now.won) == (
                expected.median, expected.low, expected.high, expected.won
            )  # fmt: skip


def test_sources_together_are_the_whole(company: Database) -> None:
    as_of = date(2026, 11, 20)
    sources = [source for (source,) in company.rows("select distinct source from deals "
               "union select distinct source from leads")]  # fmt: skip
    whole = cycle(company, as_of.replace(day=1), as_of)
    parts = cycle(company, as_of.replace(day=1), as_of, sources)
    assert told(parts) == told(whole)


def told(found: Cycle) -> list[tuple[int | None, ...]]:
    return [
        (one.now.entered, one.now.median, one.now.p90) if one.now else () for one in found.lengths
    ]


@pytest.mark.parametrize("days", [40, 100])
def test_a_young_company_has_nothing_to_compare(tmp_path: Path, days: int) -> None:
    opened = AS_OF - timedelta(days=days)
    exports = Exports(tmp_path)
    exports.bring(AS_OF, deals=[{"deal": "D1", "stage": "Won", "opened": opened, "closed": AS_OF}])
    with exports.opened() as db:
        assert cycle(db, MONTH, AS_OF).before_since is None
