"""A day in the past: the same figures as from exports of that day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from funnel.filters import Basis, Filters
from funnel.metrics import METRICS, figures
from tests.uploads import Exports


def day(number: int) -> date:
    return date(2026, 1, number)


def lead(name: str, created: int, **dates: int) -> dict[str, str]:
    return {"lead": name, "created": f"{day(created)}"} | {
        header.replace("_", " "): f"{day(number)}" for header, number in dates.items()
    }


def counted(crm: Exports, metric: str, on: int, as_of: int, basis: Basis = "period") -> float:
    """The figure of one day, seen from another."""
    with crm.opened() as db:
        (one,) = figures(db, METRICS[metric], Filters(day(on), day(on), day(as_of), basis))
        assert one.numerator is not None
        return one.numerator


def test_a_date_out_of_order_counts_on_the_next_stages_day_until_it_has_come(
    tmp_path: Path,
) -> None:
    """Handed over on the 10th, made MQL on the 14th: till the 13th an MQL that was skipped."""
    crm = Exports(tmp_path)
    crm.bring("2026-01-31", leads=[lead("A", 5, mql=14, handed_over=10), lead("B", 5, mql=6)])
    for as_of, on_10, on_14 in ((9, 0, 0), (10, 1, 0), (13, 1, 0), (14, 0, 1), (31, 0, 1)):
        assert counted(crm, "mqls", 10, as_of) == on_10
        assert counted(crm, "mqls", 14, as_of) == on_14
    assert crm.rows("select subject_id, stage, entered_on, known_to from superseded_entries") == [
        ("crm:A", "mql", "2026-01-10", "2026-01-13")
    ]


def test_dates_quite_upside_down(tmp_path: Path) -> None:
    """SQL on the 6th, accepted on the 8th, handed over on the 20th: one pass, known in turn."""
    crm = Exports(tmp_path)
    crm.bring("2026-01-31", leads=[lead("A", 5, handed_over=20, accepted=8, sql=6)])
    for metric in ("handovers", "passes"):
        seen = {
            as_of: [on for on in range(1, 32) if counted(crm, metric, on, as_of)]
            for as_of in (5, 6, 7, 8, 19, 20, 31)
        }
        assert seen == {5: [], 6: [6], 7: [6], 8: [8], 19: [8], 20: [20], 31: [20]}
        assert [counted(crm, metric, 5, as_of, "cohort") for as_of in (5, 6, 31)] == [0, 1, 1]


def test_a_lead_is_unknown_before_it_was_created(tmp_path: Path) -> None:
    """Made MQL on the 5th and created on the 10th: exports of the 7th did not hold it."""
    crm = Exports(tmp_path)
    crm.bring("2026-01-31", leads=[lead("A", 10, mql=5)])
    assert [counted(crm, "mqls", 5, as_of) for as_of in (5, 9, 10, 31)] == [0, 0, 1, 1]


def test_what_the_tool_overwrote_is_gone(tmp_path: Path) -> None:
    """One column, two acceptances: exports of January told the first, those of today do not."""
    then, now = Exports(tmp_path / "then"), Exports(tmp_path / "now")
    then.bring("2026-01-12", leads=[lead("A", 5, handed_over=6, accepted=7)])
    recycled = lead("A", 5, handed_over=6, sent_back=13, handed_over_again=20, accepted=21)
    now.bring("2026-01-31", leads=[recycled])
    entered = "select entered_on from stage_entries where stage = 'accepted'"
    assert then.rows(entered) == [("2026-01-07",)]
    assert now.rows(entered) == [("2026-01-21",)]
    # Where the upload of that day is there as well, nothing is lost.
    then.bring("2026-01-31", leads=[recycled])
    assert then.rows(f"{entered} order by pass") == [("2026-01-07",), ("2026-01-21",)]
