"""No digest is sent twice to one target: claimed before, settled after, by one process only."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from funnel.store.team import LAYOUT, Sending, SentDigest, TeamStore
from tests.conftest import NOON

DAY = date(2026, 11, 20)
SENDING = Sending.of(DAY, 3, "slack", "https://hooks.example/services/T0/B0/secret", "what it says")
LATER = NOON + timedelta(minutes=1)


@pytest.fixture
def store(tmp_path: Path) -> TeamStore:
    return TeamStore(tmp_path / "workspace")


def claim(store: TeamStore, sending: Sending, *, again: bool = False) -> str | None:
    return store.claim_digest(sending, who="me", at=NOON, again=again)


def test_what_was_sent_is_not_sent_again(store: TeamStore) -> None:
    assert claim(store, SENDING) is None
    store.settle_digest(SENDING, "sent", at=LATER)
    other_words = replace(SENDING, content="0" * 64)
    assert claim(store, other_words) == "sent"
    assert store.digests() == [SentDigest(SENDING, "sent", "me", LATER)]
    assert claim(store, other_words, again=True) is None
    assert store.digests() == [SentDigest(other_words, "sending", "me", NOON)]


@pytest.mark.parametrize(
    "other",
    [
        replace(SENDING, day=DAY + timedelta(days=1)),
        replace(SENDING, version=4),
        replace(SENDING, channel="teams"),
        Sending.of(DAY, 3, "slack", "https://hooks.example/services/T0/B1/secret", "what it says"),
    ],
    ids=["another day", "another version", "another channel", "another target"],
)
def test_each_day_version_and_target_has_its_own(store: TeamStore, other: Sending) -> None:
    assert claim(store, SENDING) is None
    store.settle_digest(SENDING, "sent", at=LATER)
    assert claim(store, other) is None


def test_what_ended_in_the_middle_is_not_sent_again(store: TeamStore) -> None:
    """Nobody settled it: the process died after the claim, before or after the message left."""
    assert claim(store, SENDING) is None
    assert claim(TeamStore(store.home), SENDING) == "sending"
    store.settle_digest(SENDING, "unsure", at=LATER)
    assert claim(store, SENDING) == "unsure"
    assert claim(store, SENDING, again=True) is None


def test_what_failed_may_be_tried_again(store: TeamStore) -> None:
    assert claim(store, SENDING) is None
    store.settle_digest(SENDING, "failed", at=LATER)
    assert claim(store, SENDING) is None
    assert claim(store, SENDING) == "sending"


def test_of_many_that_claim_at_once_one_may_send(store: TeamStore) -> None:
    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(lambda _: claim(TeamStore(store.home), SENDING), range(8)))
    assert sorted(told, key=str) == [None, *["sending"] * 7]


def test_no_secret_is_kept(store: TeamStore) -> None:
    claim(store, SENDING)
    assert b"hooks.example" not in (store.home / "team.sqlite").read_bytes()


def test_a_store_of_the_layout_before_gets_the_table(store: TeamStore) -> None:
    claim(store, SENDING)
    with sqlite3.connect(store.home / "team.sqlite") as before:
        before.execute("drop table digests")
        before.execute("update layout set number = ?", (LAYOUT - 1,))
    assert TeamStore(store.home).digests() == []
    assert claim(TeamStore(store.home), SENDING) is None
