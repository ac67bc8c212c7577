"""Why a campaign is run and what sales is asked to do: kept, changed by two at once, and old."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from funnel.errors import FunnelError
from funnel.store.team import LAYOUT, CampaignNote, TeamStore
from tests.conftest import NOON
from tests.states import HOSTILE

LATER = NOON + timedelta(hours=1)


@pytest.fixture
def store(tmp_path: Path) -> TeamStore:
    return TeamStore(tmp_path / "workspace")


def save(store: TeamStore, why: str, based_on: int, campaign: str = "Expo", who: str = "me") -> int:
    return store.save_campaign_note(campaign, why, "call", based_on=based_on, who=who, at=NOON)


def test_what_is_said_last_counts(store: TeamStore) -> None:
    assert store.campaign_notes() == {}
    assert not store.home.exists()
    assert save(store, " more leads ", 0) == 1
    assert store.save_campaign_note("Expo", "", "", based_on=1, who="you", at=LATER) == 2
    save(store, "names", 0, "Web")
    assert store.campaign_notes() == {
        "Expo": CampaignNote("Expo", 2, "", "", "you", LATER),
        "Web": CampaignNote("Web", 1, "names", "call", "me", NOON),
    }


def test_who_comes_second_is_told_by_whom(store: TeamStore) -> None:
    save(store, "first", 0)
    with pytest.raises(FunnelError) as error:
        save(store, "second", 0, who="you")
    (problem,) = error.value.problems
    assert (problem.kind, problem.value) == ("campaign_changed_meanwhile", "Expo")
    assert str(problem.detail).startswith("me, 20")
    assert store.campaign_notes()["Expo"].why == "first"


def test_of_many_at_once_one_is_kept(store: TeamStore) -> None:
    def trial(number: int) -> bool:
        try:
            save(TeamStore(store.home), str(number), 0)
        except FunnelError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(trial, range(8)))
    assert sorted(told) == [False] * 7 + [True]
    assert store.campaign_notes()["Expo"].why == str(told.index(True))


def test_any_name_and_any_words_are_kept_as_they_are(store: TeamStore) -> None:
    """Names of thousands of letters, which differ in the last one."""
    for name in (f"{HOSTILE}1", f"{HOSTILE}2"):
        save(store, HOSTILE, 0, name)
    assert set(store.campaign_notes()) == {f"{HOSTILE}1", f"{HOSTILE}2"}
    assert store.campaign_notes()[f"{HOSTILE}2"].why == HOSTILE.strip()


def test_a_store_of_the_layout_before_gets_the_table(store: TeamStore) -> None:
    store.add_note(NOON.date(), "sales", "stays", who="me", at=NOON)
    save(store, "gone", 0)
    with sqlite3.connect(store.home / "team.sqlite") as before:
        before.execute("drop table campaign_notes")
        before.execute("update layout set number = ?", (LAYOUT - 1,))
    before.close()
    assert TeamStore(store.home).campaign_notes() == {}
    assert save(TeamStore(store.home), "new", 0) == 1
    assert [note.said for note in store.notes(NOON.date())] == ["stays"]
