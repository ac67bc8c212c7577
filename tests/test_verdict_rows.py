"""The rows a verdict's next action is about are those it counts, one by one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from funnel.analysis.verdicts import Change
from funnel.cli import app
from funnel.reports.bottleneck import bottleneck
from funnel.reports.bottleneck_rows import Behind, behind_of, place_of, rows_behind
from funnel.simulate.parameters import EXHIBITION_NAME
from funnel.store.database import Database
from funnel.store.workspace import Workspace
from tests.uploads import Exports

TODAY = date(2026, 11, 20)
Rows = list[dict[str, Any]]


def weekly(
    went: Sequence[int], before: int, *, weeks: int = 60, came: int = 10, **told: Any
) -> Rows:
    """Each week `came` are handed over; of the last weeks `went[week]` become SQL, else `before`.

    Those who do not are sent back where their place in the week is even.
    """
    rows: Rows = []
    for week in range(weeks):
        day = TODAY - timedelta(weeks=week)
        for place in range(came):
            goes = place < (went[week] if week < len(went) else before)
            row = {
                "lead": f"{'-'.join(map(str, told.values()))}-{week}-{place}",
                "created": day, "mql": day, "handed over": day, **told,
            }  # fmt: skip
            if goes:
                row |= {"sql": day, "accepted": day, "status": "Qualified"}
            elif place % 2 == 0:
                row |= {"sent back": day, "reason": "時期尚早", "status": "Recycled"}
            rows.append(row)
    return rows


def found_in(db: Database, as_of: date = TODAY) -> tuple[Change, Behind, Any]:
    verdict = bottleneck(db, as_of).verdict
    change, place = verdict.change, place_of(verdict)
    assert change is not None
    assert place is not None
    listed = rows_behind(db, place, as_of)
    behind = behind_of(db, place, listed, as_of)
    assert behind.count == change.action.rows.count
    assert listed["subject_id"].is_unique
    return change, behind, listed


def test_the_demos_rows_are_the_exhibitions(tmp_path: Path) -> None:
    assert CliRunner().invoke(app, ["demo"], env={"FUNNEL_HOME": str(tmp_path)}).exit_code == 0
    with Workspace(tmp_path).open(1) as db:
        change, behind, listed = found_in(db)
        (untried,) = db.rows(
            "select count(*) from stage_entries as entries "
            "left join leads on entries.subject_id = leads.lead_id "
            "left join passes on entries.subject_id = passes.lead_id "
            "and passes.decision in ('sent_back', 'rejected') "
            "where entries.stage = 'handed_over' and entries.is_first "
            "and entries.source = '展示会' and entries.entered_on >= date '2026-08-22' "
            "and entries.evidence != 'inferred' and passes.lead_id is null "
            "and not exists (select 1 from stage_entries as later where later.stage = 'sql' "
            "and later.subject_id = entries.subject_id and later.is_first) "
            "and not exists (select 1 from contacts where contacts.lead_no = leads.lead_no "
            "and contacts.kind in ('contact', 'attempt'))"
        )
    assert set(listed["source"]) == {EXHIBITION_NAME}
    assert change.action.rows.since <= listed["day"].min().date()
    assert behind.untried == untried[0]
    assert 0 < behind.settled < behind.count
    assert listed["is_settled"].is_monotonic_increasing


def test_a_whole_step_counts_all_its_sources(tmp_path: Path) -> None:
    """Two sources fall alike: 13 weeks of 20, of which 8 weeks lack 2 x 8 and 5 weeks 2 x 4."""
    exports = Exports(tmp_path)
    leads = weekly([2] * 8, 6, source="Web") + weekly([2] * 8, 6, source="Ads")
    exports.bring(TODAY, leads=leads)
    with exports.opened() as db:
        change, behind, listed = found_in(db)
    assert change.action.rows.where == ()
    # places 2-9 of 8 weeks and 6-9 of 5, twice; of them the even ones were sent back
    assert behind == Behind(2 * (8 * 8 + 5 * 4), 2 * (8 * 4 + 5 * 2), None)
    assert listed["waiting"].max() == 84


def test_a_segment_that_is_no_source_is_counted_by_itself(tmp_path: Path) -> None:
    """The fall sits in one industry: only its rows are counted, not those of the whole step."""
    exports = Exports(tmp_path)
    leads = weekly([0] * 13, 6, came=12, source="Web", industry="IT")
    leads += weekly([], 6, came=12, source="Web", industry="Retail")
    exports.bring(TODAY, leads=leads)
    with exports.opened() as db:
        change, behind, listed = found_in(db)
    assert change.action.rows.where == (("industry", "IT"),)
    assert behind.count == 13 * 12
    assert set(listed["subject_id"].str.split(":").str[-1].str.split("-").str[1]) == {"IT"}


def test_who_went_on_in_bulk_waits_no_more(tmp_path: Path) -> None:
    """Half of 60 hand-overs a week become SQL, of late 6; on one day 48 were tidied up."""
    exports = Exports(tmp_path)
    leads = weekly([6] * 8, 30, came=60, source="Web")
    for row in leads:
        day = row["created"] - timedelta(days=int(row["lead"].split("-")[2]) % 5)
        row |= {name: day for name, value in row.items() if isinstance(value, date)}
    tidied = TODAY - timedelta(days=7 * 9 + 6)  # no other is dated on that day of the week
    for n in range(48):
        day = TODAY - timedelta(days=75 + n % 12)
        leads.append(
            {"lead": f"T{n}", "created": day, "source": "Web", "mql": day, "handed over": day,
             "sql": tidied, "accepted": tidied}
        )  # fmt: skip
    exports.bring(TODAY, leads=leads)
    with exports.opened() as db:
        _, behind, listed = found_in(db)
    # 54 of 60 in the 8 weeks, 30 in the five before
    assert behind.count == 8 * 54 + 5 * 30
    assert not listed["subject_id"].str.contains(":T").any()


def test_deals_that_were_lost_are_told_from_the_open(tmp_path: Path) -> None:
    """Eight of ten deals a week are won, of late two; the others are lost where they are even."""
    deals = []
    for week in range(60):
        day = TODAY - timedelta(weeks=week)
        for place in range(10):
            deal: dict[str, Any] = {
                "deal": f"D{week}-{place}", "stage": "Talks", "opened": day, "amount": 1000,
            }  # fmt: skip
            if place < (2 if week < 8 else 8):
                deal |= {"stage": "Won", "closed": day}
            elif place % 2 == 0:
                deal |= {"stage": "Lost", "closed": day}
            deals.append(deal)
    exports = Exports(tmp_path)
    exports.bring(TODAY, deals=deals)
    with exports.opened() as db:
        change, behind, listed = found_in(db)
    assert (change.base, change.target) == ("opportunity", "won")
    assert behind == Behind(8 * 8 + 5 * 2, 8 * 4 + 5, None)
    assert set(listed.loc[listed["is_settled"].astype(bool), "stage"]) == {"Lost"}
    assert (listed["amount"] == 1000).all()


@pytest.mark.parametrize("weeks_ago", [0, 2])
def test_what_was_known_then_is_listed_then(tmp_path: Path, weeks_ago: int) -> None:
    exports = Exports(tmp_path)
    exports.bring(TODAY, leads=weekly([1] * 10, 6, came=12, source="Web"))
    as_of = TODAY - timedelta(weeks=weeks_ago)
    with exports.opened() as db:
        _, _, listed = found_in(db, as_of)
    assert listed["day"].max().date() == as_of
    assert listed["waiting"].min() == 0
