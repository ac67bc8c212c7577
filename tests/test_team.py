"""The team store: what people write, from several processes, and what may go wrong with it."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from funnel.errors import FunnelError, WorkspaceUnusable
from funnel.store.team import (
    LAYOUT,
    ConfirmedLink,
    EnteredCost,
    HeldMeeting,
    LogEntry,
    SavedMapping,
    TeamStore,
)
from tests.conftest import NOON, ROOT


@pytest.fixture
def store(tmp_path: Path) -> TeamStore:
    return TeamStore(tmp_path / "workspace")


def test_nothing_is_made_before_something_is_written(store: TeamStore) -> None:
    assert (store.mappings(), store.confirmed_links(), store.entries()) == ([], [], [])
    assert not store.home.exists()


def test_a_mapping_is_kept_until_it_is_replaced_or_deleted(store: TeamStore) -> None:
    first = store.save_mapping("own", "Leads", "a", "no,day", who="me", at=NOON)
    other = store.save_mapping("own", "Deals", "b", "no,sum", who="me", at=NOON)
    assert [mapping.title for mapping in store.mappings()] == ["Deals", "Leads"]
    later = NOON + timedelta(days=1)
    again = store.save_mapping("own", "Leads", "c", "no,day", who="you", at=later)
    assert store.mappings() == [
        SavedMapping(again, "own", "Leads", "c", "no,day", "you", later),
        SavedMapping(other, "own", "Deals", "b", "no,sum", "me", NOON),
    ]
    assert first != other
    store.delete_mapping(other)
    assert [mapping.title for mapping in store.mappings()] == ["Leads"]


def test_what_is_said_of_a_link_last_counts(store: TeamStore) -> None:
    store.confirm_link("d1", "l1", True, "me", NOON)
    store.confirm_link("d1", "l2", False, "me", NOON)
    store.confirm_link("d1", "l1", False, "you", NOON)
    assert store.confirmed_links() == [
        ConfirmedLink("d1", "l1", False, "you", NOON),
        ConfirmedLink("d1", "l2", False, "me", NOON),
    ]
    store.forget_link("d1", "l1")
    assert [link.lead_id for link in store.confirmed_links()] == ["l2"]


def test_a_meeting_is_held_once_a_day(store: TeamStore) -> None:
    monday = date(2026, 4, 6)
    store.hold_meeting("weekly", monday, who="me", at=NOON)
    store.hold_meeting("weekly", monday, who="you", at=NOON)
    store.hold_meeting("review", monday, who="you", at=NOON)
    assert store.meetings() == [
        HeldMeeting("review", monday, "you", NOON), HeldMeeting("weekly", monday, "me", NOON),
    ]  # fmt: skip
    assert store.forget_meeting("review", monday)
    assert not store.forget_meeting("review", monday)
    assert [meeting.kind for meeting in store.meetings()] == ["weekly"]


def test_the_log_keeps_what_succeeded(store: TeamStore) -> None:
    store.write("me", NOON, "rolled_back", 2, "3")
    with pytest.raises(ZeroDivisionError), store.logged("me", NOON, "rolled_back", 1):
        raise ZeroDivisionError
    assert store.entries() == [LogEntry(NOON, "me", "rolled_back", 2, "3")]


def test_many_may_write_at_once(tmp_path: Path) -> None:
    """From threads and processes that all find no store: none is lost, none fails."""
    home = tmp_path / "workspace"
    script = (
        "import sys\nfrom datetime import UTC, datetime\nfrom pathlib import Path\n"
        "from funnel.store.team import LAYOUT, TeamStore\n"
        "for n in range(5):\n"
        "    at = datetime(2026, 11, 21, tzinfo=UTC)\n"
        "    TeamStore(Path(sys.argv[1])).write(sys.argv[2], at, 'x', n)\n"
    )
    processes = [
        subprocess.Popen([sys.executable, "-c", script, str(home), f"process {n}"], cwd=ROOT)
        for n in range(3)
    ]
    shared = TeamStore(home)
    threads = [
        threading.Thread(target=shared.write, args=(f"thread {n}", NOON, "x", n)) for n in range(5)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [process.wait() for process in processes] == [0, 0, 0]
    assert len({(entry.who, entry.version) for entry in shared.entries()}) == 20


def test_a_damaged_store_is_named(store: TeamStore) -> None:
    store.home.mkdir()
    (store.home / "team.sqlite").write_bytes(b"no database" * 1000)
    with pytest.raises(WorkspaceUnusable) as error:
        store.mappings()
    assert [problem.kind for problem in error.value.problems] == ["team_store_unusable"]


def test_a_store_of_a_later_release_is_left_alone(store: TeamStore) -> None:
    store.write("me", NOON, "x", 1)
    with sqlite3.connect(store.home / "team.sqlite") as connection:
        connection.execute("update layout set number = 99")
    connection.close()
    with pytest.raises(WorkspaceUnusable) as error:
        TeamStore(store.home).write("me", NOON, "y", 1)
    assert [problem.kind for problem in error.value.problems] == ["team_store_newer"]


def test_another_database_may_hold_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FUNNEL_TEAM_URL", f"sqlite:///{tmp_path / 'shared.db'}")
    TeamStore(tmp_path / "one").write("me", NOON, "x", 1)
    assert [entry.who for entry in TeamStore(tmp_path / "two").entries()] == ["me"]
    assert not (tmp_path / "one").exists()


@pytest.mark.parametrize("url", ["nonsense", "nodatabase://x/y", "sqlite:////no/such/place/x.db"])
def test_a_database_that_is_not_to_be_had_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("FUNNEL_TEAM_URL", url)
    with pytest.raises(FunnelError) as error:
        TeamStore(tmp_path).entries()
    assert [problem.kind for problem in error.value.problems] == ["team_store_unusable"]


def test_moments_keep_their_zone(store: TeamStore) -> None:
    at = datetime(2026, 11, 21, 9, 30, 15, 123456, tzinfo=UTC).astimezone()
    store.write("me", at, "x", None)
    (entry,) = store.entries()
    assert (entry.at, entry.at.utcoffset()) == (at, at.utcoffset())


def test_figures_do_not_wait_for_it() -> None:
    script = "import sys, funnel.cli; sys.exit('sqlalchemy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False).returncode == 0


def test_costs_are_kept_by_month_until_they_are_removed(store: TeamStore) -> None:
    late = store.add_cost("Web", None, date(2026, 5, 9), Decimal("12.50"), "JPY", who="me", at=NOON)
    early = store.add_cost(None, "Expo", date(2026, 4, 1), Decimal(7), "USD", who="me", at=NOON)
    assert store.costs() == [
        EnteredCost(early, None, "Expo", date(2026, 4, 1), Decimal(7), "USD", "me", NOON),
        EnteredCost(late, "Web", None, date(2026, 5, 1), Decimal("12.50"), "JPY", "me", NOON),
    ]
    assert (store.remove_cost(late), store.remove_cost(late)) == (True, False)
    assert [cost.id for cost in store.costs()] == [early]


def test_a_store_of_an_earlier_release_gets_the_tables_it_lacks(store: TeamStore) -> None:
    """Layout 1 knew no costs; what it held stays."""
    store.confirm_link("d1", "l1", True, "me", NOON)
    with sqlite3.connect(store.home / "team.sqlite") as connection:
        connection.execute("drop table costs")
        connection.execute("update layout set number = 1")
    later = TeamStore(store.home)
    assert later.costs() == []
    later.add_cost("Web", None, date(2026, 5, 1), Decimal(1), "JPY", who="me", at=NOON)
    assert [len(later.costs()), len(later.confirmed_links())] == [1, 1]
    with sqlite3.connect(store.home / "team.sqlite") as connection:
        assert connection.execute("select number from layout").fetchall() == [(LAYOUT,)]
