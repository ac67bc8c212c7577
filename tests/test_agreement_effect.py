"""What an agreement would have changed, what both scores say, and that the past stays as it was."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from funnel.agreement.document import check_agreement
from funnel.agreement.timeline import as_if, timeline
from funnel.calendar import months_before
from funnel.filters import Basis, Filters
from funnel.metrics import METRICS, figures
from funnel.publishing.rejudge import tried_out
from funnel.reports.agreement_effect import (
    ChangedGroup,
    MonthEffect,
    Passage,
    effect,
)
from funnel.reports.scores import Disagreement, SqlInformation, score_disagreements, sql_information
from funnel.store.database import Database
from tests.conftest import ROOT, bring
from tests.test_scores import AT, DAY, POINTS, agree, by_score, lead, touch
from tests.uploads import Exports

APRIL, MAY, JUNE = (date(2026, month, 1) for month in (4, 5, 6))


@pytest.fixture
def exports(tmp_path: Path) -> Exports:
    return Exports(tmp_path)


def test_what_a_draft_would_have_changed(exports: Exports) -> None:
    leads = [
        lead("L1", mql="2026-03-31"),  # before the months that are looked at
        lead("L2", mql="2026-04-10", sql="2026-05-20", **{"handed over": "2026-04-20"}),
        lead("L3", mql="2026-04-12", **{"handed over": "2026-04-20"}),
        lead("L4", mql="2026-05-10"),
        lead("L5"),
        lead("L6"),
        lead("L7", mql="2026-06-10", **{"handed over": "2026-06-20"}),
        lead("L9", sql="2026-05-02", **{"handed over": "2026-04-25"}),  # handed over without one
        # the last day of all, for the months to end on
        lead("L8", created=DAY, mql=DAY),
    ]
    touches = [
        touch("L2", "2026-04-10", "Webinar"),  # the same day
        touch("L3", "2026-04-15", "Webinar"),  # later, and before the hand-over
        # L4: nothing
        touch("L9", "2026-04-22", "Webinar"),
        touch("L5", "2026-05-01", "Webinar"),
        touch("L6", "2026-06-30", "Webinar"),
        touch("L7", "2026-06-25", "Webinar"),  # after the hand-over: an MQL by then, not by score
    ]
    exports.bring(DAY, leads=leads, touches=touches)
    draft = check_agreement(by_score(25))
    agreements = as_if(timeline([]), draft, months_before(date(2026, 6, 30), 2))
    with (
        exports.opened() as before,
        tried_out(exports.workspace, agreements, who="me", at=AT) as after,
    ):
        found = effect(before, after, months=2)
    assert (found.since, found.until) == (APRIL, date(2026, 6, 30))
    assert found.months == (
        MonthEffect(APRIL, True, Passage(3, 3, 2), Passage(3, 3, 2)),
        MonthEffect(MAY, True, Passage(1, 0, 0), Passage(1, 0, 0)),
        MonthEffect(JUNE, True, Passage(2, 1, 0), Passage(2, 1, 0)),
    )
    assert (found.before, found.after) == (Passage(6, 4, 2), Passage(6, 4, 2))
    assert (found.added, found.lost) == (ChangedGroup(3, 1, 1), ChangedGroup(3, 1, 0))
    assert [(one.unknown, one.rate) for one in (found.added, found.lost)] == [(2, 1), (2, 0)]
    changes = [(row.change, row.lead_id, row.before_on, row.after_on) for row in found.rows]
    assert changes == [
        ("added", "crm:L6", None, date(2026, 6, 30)),
        ("added", "crm:L5", None, date(2026, 5, 1)),
        ("added", "crm:L9", date(2026, 4, 25), date(2026, 4, 22)),
        ("lost", "crm:L8", date(2026, 6, 30), None),
        ("lost", "crm:L7", date(2026, 6, 10), date(2026, 6, 20)),
        ("lost", "crm:L4", date(2026, 5, 10), None),
        ("moved", "crm:L3", date(2026, 4, 12), date(2026, 4, 15)),
    ]
    assert (found.moved, found.rows_in_all, found.promises) == (1, 7, ())
    assert len(list(exports.workspace.home.glob("versions/*.duckdb"))) == 1


def test_promises_are_counted_on_both_sides(exports: Exports) -> None:
    exports.bring(DAY, leads=[lead("L1", mql="2026-06-10"), lead("L2", mql="2026-06-11")])
    agreements = as_if(timeline([]), check_agreement(by_score(25)), APRIL)

    def mqls(db: Database, since: date, until: date, _as_of: date) -> dict[str, tuple[int, int]]:
        became = "select count(*) from stage_entries where stage = 'mql'"
        count = db.value(f"{became} and entered_on between $a and $b", {"a": since, "b": until})
        return {"mqls_a_month": (count, 0)} if count else {}

    with (
        exports.opened() as before,
        tried_out(exports.workspace, agreements, who="me", at=AT) as after,
    ):
        (promise,) = effect(before, after, promises=mqls).promises
    assert (promise.promise, promise.before, promise.after) == ("mqls_a_month", (2, 0), None)


def test_where_both_scores_disagree(exports: Exports) -> None:
    leads = [
        lead("L1", score="80", industry="製造"),
        lead("L2", score="25"),
        lead("L3", score="24.9", company="Aster", owner="Mio"),
        lead("L4", score="10"),
        lead("L5", score=""),
    ]
    touches = [touch(key, "2026-06-20", "Webinar") for key in ("L2", "L3", "L5")]
    exports.bring(DAY, leads=leads, touches=touches)
    with exports.opened() as db:
        assert score_disagreements(db).measured == "exported"
    agree(exports, "2026-01-01", **by_score(25))
    with exports.opened() as db:
        found = score_disagreements(db)
    assert (found.number, found.threshold, found.measured) == (1, 25, "both")
    assert (found.both_above, found.exported_alone, found.computed_alone) == (1, 1, 1)
    assert (found.neither, found.exported_only, found.computed_only) == (1, 0, 1)
    assert found.disagree == 2
    assert [row.lead_id for row in found.rows] == ["crm:L1", "crm:L3"]
    assert found.rows[1] == Disagreement(
        "crm:L3", None, None, None, "Mio", 24.9, 0, 20, 5, 25, None, date(2026, 6, 20)
    )


def test_what_was_known_of_sqls(exports: Exports) -> None:
    leads = [
        lead("L1", sql="2026-03-10", budget="3M", authority="", need="yes"),
        lead("L2", sql="2026-04-10", budget="3M", authority="", need="yes"),
        lead("L3", sql="2026-04-11", budget="", authority="", need="yes"),
        lead("L4", sql="2026-04-12", budget="", authority="", need=""),
        lead("L5", sql="", budget="1M", authority="", need=""),
    ]
    exports.bring(DAY, leads=leads)
    # authority and timeline stand in no export
    agree(exports, "2026-04-01", sql={"asks": ["budget", "need", "timeline"], "at_least": 2})
    with exports.opened() as db:
        (found,) = sql_information(db, date(2026, 1, 1), JUNE, JUNE)
        assert sql_information(db, date(2026, 1, 1), date(2026, 3, 31), JUNE) == []
    assert found == SqlInformation(
        1, ("budget", "need", "timeline"), 2, 1, 1, 1, {"budget": 1, "need": 2}
    )
    assert (found.judged, found.share) == (2, 0.5)


def test_the_opportunity_rate_divides_by_what_is_agreed_on_that_day(exports: Exports) -> None:
    leads = [
        lead("L1", mql="2026-04-02", **{"handed over": "2026-04-05"}),
        lead("L2", mql="2026-04-03"),
        lead("L3", mql="2026-05-02", **{"handed over": "2026-05-05"}),
        lead("L4", mql="2026-05-03"),
        lead("L5", mql="2026-05-04"),
    ]
    deals = [
        {"deal": "D1", "stage": "Talks", "opened": "2026-04-20", "deal leads": "L1"},
        {"deal": "D2", "stage": "Talks", "opened": "2026-05-20", "deal leads": "L3"},
    ]
    exports.bring(DAY, leads=leads, deals=deals)
    agree(exports, "2026-05-01", opportunity_base="mql")
    said: dict[tuple[str, Basis], Any] = {}
    bases: tuple[Basis, ...] = ("period", "cohort")
    with exports.opened() as db:
        for basis in bases:
            for since, until in ((APRIL, MAY - timedelta(days=1)), (MAY, JUNE), (APRIL, JUNE)):
                asked = Filters(since, until, date(2026, 6, 30), basis=basis)
                (one,) = figures(db, METRICS["opportunity_rate"], asked)
                said[f"{since:%m}-{until:%m}", basis] = one.numerator, one.denominator, one.base
    expected = {"04-04": (1, 1, "handed_over"), "05-06": (1, 3, "mql"), "04-06": (2, 4, "mql")}
    assert said == {(span, basis): rate for span, rate in expected.items() for basis in bases}


def by_month(db: Database, basis: Basis, as_of: date) -> dict[tuple[str, str, str], Any]:
    """All metrics by month of the demo company."""
    asked = Filters(date(2025, 5, 1), as_of, as_of, basis=basis)
    return {
        (name, str(figure.group["month"]), figure.stat): (figure.numerator, figure.denominator)
        for name, metric in METRICS.items()
        for figure in figures(db, metric, asked, ["month"])
    }


def test_only_what_starts_from_the_agreed_day_on_changes(tmp_path: Path) -> None:
    exports = Exports(tmp_path)
    bring(exports.workspace, *sorted((ROOT / "data" / "demo").glob("*.csv")))
    points = {**POINTS, "behaviour": {"kinds": {"資料請求": 15, "ウェビナー": 20}, "other": 1}}
    draft = check_agreement({**by_score(35), "score": points, "opportunity_base": "mql"})
    with exports.opened() as before:
        last = before.value("select last_day from version")
        for months in (0, 1):
            since = months_before(last, months)
            month, eve = f"{since:%Y-%m}", since - timedelta(days=1)
            agreements = as_if(timeline([]), draft, since)
            with tried_out(exports.workspace, agreements, who="me", at=AT) as after:
                old, new = by_month(before, "period", last), by_month(after, "period", last)
                changed = {key for key in old.keys() | new.keys() if old.get(key) != new.get(key)}
                assert changed
                assert min(month_ for _, month_, _ in changed) == month
                assert {name for name, _, _ in changed} == {
                    "mqls", "mql_rate", "handover_rate", "opportunity_rate", "cost_per_mql",
                }  # fmt: skip
                # as it was known the day before, everything is as it was, on both bases
                for basis in ("period", "cohort"):
                    assert by_month(after, basis, eve) == by_month(before, basis, eve)
                # an agreement that begins after the last day changes nothing at all
            with tried_out(
                exports.workspace, as_if(timeline([]), draft, last + timedelta(days=1)),
                who="me", at=AT,
            ) as after:  # fmt: skip
                assert by_month(after, "cohort", last) == by_month(before, "cohort", last)
