"""Today's rows: who is past a promise, due, nobody's, or stalled; counted by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from funnel.reports.promises import Asked, promises
from funnel.reports.stalled import stalled
from funnel.reports.today import LOOK_BACK, Today, today
from tests.uploads import Exports

FRIDAY = date(2026, 3, 6)
Lead = dict[str, str]


@pytest.fixture
def crm(tmp_path: Path) -> Exports:
    return Exports(tmp_path)


def lead(name: str, handed: str, owner: str = "Ito", **more: str) -> Lead:
    told = {"lead": name, "created": "2026-02-02", "source": "Web", "owner": owner}
    told |= {"mql": handed, "handed over": handed, "accepted": "", "sql": "", "sent back": ""}
    return told | {key.replace("_", " "): value for key, value in more.items()}


def read(crm: Exports, *, with_deals: bool = False) -> Today:
    with crm.opened() as db:
        asked = Asked(FRIDAY - LOOK_BACK + timedelta(days=1), FRIDAY, FRIDAY)
        return today(db, promises(db, asked), stalled(db, FRIDAY) if with_deals else None)


def told(found: Today) -> list[tuple[str, str, str | None, str | None, int]]:
    return [(row.kind, row.subject_id[4:], row.owner, row.promise, row.days) for row in found.rows]


def test_rows_of_a_day_by_hand(crm: Exports) -> None:
    crm.workspace.team.save_agreement(
        '[promises.decided]\nwithin = 3\nunit = "days"\nneeds_reason = false\n',
        date(2026, 1, 1), "why", based_on=0, who="me", at=datetime(2026, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    crm.bring(FRIDAY, leads=[
        lead("late", "2026-02-27"),  # due on March 2, four days ago
        lead("later", "2026-02-20", owner="Abe"),  # due on February 23, eleven
        lead("today", "2026-03-03"),  # due on the day itself, which is over
        lead("open", "2026-03-05"),  # due on Sunday, by the Monday
        lead("done", "2026-02-27", accepted="2026-02-28"),
        lead("nobody", "2026-03-04", owner=""),
        lead("gone", "2026-02-20", owner="", sent_back="2026-02-21"),
        lead("old", "2025-11-01", owner="", created="2025-10-01"),  # more than 91 days ago
    ])  # fmt: skip
    found = read(crm)
    assert told(found) == [
        ("overdue", "today", "Ito", "decided", 0),  # the freshest first: there is most to save
        ("overdue", "late", "Ito", "decided", 4),
        ("overdue", "later", "Abe", "decided", 11),
        ("due", "nobody", None, "decided", 0),  # by Saturday; it stands below as well
        ("due", "open", "Ito", "decided", 0),
        ("unassigned", "nobody", None, None, 2),
    ]
    assert found.totals == {"overdue": 3, "due": 2, "unassigned": 1}


def test_a_list_that_is_cut_keeps_the_freshest(crm: Exports) -> None:
    """500 rows are kept: the one of Friday is among them, and one of the 500 of January is not."""
    crm.workspace.team.save_agreement(
        '[promises.decided]\nwithin = 3\nunit = "days"\nneeds_reason = false\n',
        date(2026, 1, 1), "why", based_on=0, who="me", at=datetime(2026, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    old = [lead(f"old {n}", "2026-01-05", created="2026-01-05") for n in range(500)]
    done = lead("done", "2026-02-27", accepted="2026-02-28")
    crm.bring(FRIDAY, leads=[*old, lead("fresh", "2026-02-27"), done])
    found = read(crm)
    assert found.totals["overdue"] == 501
    rows = found.of("overdue")
    assert (len(rows), rows[0].subject_id, rows[0].days) == (500, "crm:fresh", 4)


def test_with_nothing_agreed_nothing_is_due(crm: Exports) -> None:
    crm.bring(FRIDAY, leads=[lead("late", "2026-02-27"), lead("nobody", "2026-03-04", owner="")])
    found = read(crm)
    assert told(found) == [("unassigned", "nobody", None, None, 2)]
    assert found.totals == {"unassigned": 1}


def test_stalled_deals_stand_last_with_their_limit(crm: Exports) -> None:
    # Twenty deals took 10 days each; one has been open for 60.
    def deal(name: str, opened: int, closed: int | None, owner: str) -> dict[str, str]:
        days = [f"{FRIDAY - timedelta(days=back)}" if back else "" for back in (opened, closed)]
        return {
            "deal": name, "deal name": name, "stage": "Won" if closed else "Talks",
            "opened": days[0], "closed": days[1], "amount": "100", "deal owner": owner,
        }  # fmt: skip

    deals = [deal(f"D{n}", 100 + n, 90 + n, "Ito") for n in range(20)]
    crm.bring(FRIDAY, deals=[*deals, deal("long", 60, None, "Abe")])
    found = read(crm, with_deals=True)
    (row,) = found.rows
    assert (row.kind, row.subject_id[4:], row.owner, row.days, row.limit) == (
        "stalled", "long", "Abe", 60, 10,
    )  # fmt: skip
    assert found.totals == {"unassigned": 0, "stalled": 1, "forgotten": 0}


def test_who_has_stood_still_for_a_year_is_told_apart(crm: Exports) -> None:
    """Of three over the limit of 10 days one is at 366 days, one at 365, which is still stalled."""
    day = FRIDAY - timedelta(days=400)
    deals = [
        {"deal": f"D{n}", "stage": "Won", "opened": f"{day + timedelta(days=n)}",
         "closed": f"{day + timedelta(days=n + 10)}"}
        for n in range(20)
    ]  # fmt: skip
    for days in (365, 366, 40):
        opened = f"{FRIDAY - timedelta(days=days)}"
        deals.append({"deal": f"open {days}", "stage": "Talks", "opened": opened})
    crm.bring(FRIDAY, deals=deals)
    found = read(crm, with_deals=True)
    assert [(row.kind, row.days) for row in found.rows] == [
        ("stalled", 365), ("stalled", 40), ("forgotten", 366),
    ]  # fmt: skip
    assert found.totals == {"unassigned": 0, "stalled": 2, "forgotten": 1}
