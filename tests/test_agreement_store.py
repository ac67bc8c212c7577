"""Agreements in the team store: who comes second is told, and nothing anybody saved is lost."""

from __future__ import annotations

import subprocess
import sys
import threading
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from funnel.agreement.timeline import timeline
from funnel.errors import FunnelError, Problem
from funnel.messages import describe
from funnel.store.team import AgreementVersion, TakenBack, TeamStore
from tests.conftest import NOON, ROOT

APRIL, MAY, JUNE = date(2026, 4, 1), date(2026, 5, 1), date(2026, 6, 1)


@pytest.fixture
def store(tmp_path: Path) -> TeamStore:
    return TeamStore(tmp_path / "workspace")


def save(store: TeamStore, since: date, based_on: int, who: str = "me", toml: str = "") -> int:
    return store.save_agreement(toml, since, "because", based_on=based_on, who=who, at=NOON)


def refused(store: TeamStore, since: date, based_on: int) -> Problem:
    before = store.agreements()
    with pytest.raises(FunnelError) as error:
        save(store, since, based_on)
    assert store.agreements() == before
    (problem,) = error.value.problems
    return problem


def test_agreements_are_kept_as_they_were_saved(store: TeamStore) -> None:
    assert store.agreements() == []
    assert (save(store, APRIL, 0, toml="a"), save(store, MAY, 1, "you", "b")) == (1, 2)
    store.take_back_agreement(2, " a mistake ", who="me", at=NOON)
    assert save(store, MAY, 1, toml="c") == 3
    assert store.agreements() == [
        AgreementVersion(1, APRIL, "a", "because", "me", NOON),
        AgreementVersion(2, MAY, "b", "because", "you", NOON, TakenBack("me", NOON, "a mistake")),
        AgreementVersion(3, MAY, "c", "because", "me", NOON),
    ]


def test_who_did_not_see_the_latest_is_told_who_saved_it_and_when(store: TeamStore) -> None:
    save(store, APRIL, 0, "Sato")
    problem = refused(store, MAY, 0)
    assert problem == Problem(
        "agreement_changed_meanwhile", value="1", detail="Sato, 2026-11-21 12:00"
    )
    assert "(Sato, 2026-11-21 12:00), number 1 is the latest now" in describe(problem, "en")


def test_who_did_not_see_it_taken_back_is_told_by_whom(store: TeamStore) -> None:
    save(store, APRIL, 0)
    later = NOON + timedelta(hours=1)
    store.take_back_agreement(1, "a mistake", who="Abe", at=later)
    assert refused(store, MAY, 1) == Problem(
        "agreement_changed_meanwhile", value="0", detail="Abe, 2026-11-21 13:00"
    )


def test_an_agreement_of_another_workspace_is_no_base(store: TeamStore) -> None:
    assert refused(store, MAY, 7) == Problem("agreement_changed_meanwhile", value="0", detail="-")


@pytest.mark.parametrize("since", [MAY, APRIL])
def test_days_do_not_overlap(store: TeamStore, since: date) -> None:
    save(store, APRIL, 0)
    save(store, MAY, 1)
    assert refused(store, since, 2) == Problem(
        "agreement_overlaps", value=since.isoformat(), detail="2026-05-01"
    )
    store.take_back_agreement(2, "too early", who="me", at=NOON)
    assert save(store, MAY, 1) == 3


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_change_says_why(store: TeamStore, reason: str) -> None:
    save(store, APRIL, 0)
    with pytest.raises(FunnelError) as error:
        store.save_agreement("", MAY, reason, based_on=1, who="me", at=NOON)
    assert [problem.kind for problem in error.value.problems] == ["agreement_reason_missing"]
    with pytest.raises(FunnelError) as error:
        store.take_back_agreement(1, reason, who="me", at=NOON)
    assert [problem.kind for problem in error.value.problems] == ["agreement_reason_missing"]
    assert [one.taken_back for one in store.agreements()] == [None]


def test_only_the_latest_can_be_taken_back(store: TeamStore) -> None:
    with pytest.raises(FunnelError) as error:
        store.take_back_agreement(0, "why", who="me", at=NOON)
    assert [problem.kind for problem in error.value.problems] == ["unknown_name"]
    save(store, APRIL, 0)
    save(store, MAY, 1)
    with pytest.raises(FunnelError) as error:
        store.take_back_agreement(1, "why", who="me", at=NOON)
    assert [problem.kind for problem in error.value.problems] == ["agreement_changed_meanwhile"]
    store.take_back_agreement(2, "why", who="me", at=NOON)
    store.take_back_agreement(1, "why", who="me", at=NOON)
    assert [one.taken_back is None for one in store.agreements()] == [False, False]


@settings(max_examples=40)
@given(steps=st.lists(st.none() | st.integers(1, 60), max_size=7))
def test_taking_back_restores_every_day(
    steps: list[int | None], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A number agrees on something so many days after the latest; None takes the latest back."""
    store = TeamStore(tmp_path_factory.mktemp("store"))
    kept: list[tuple[int, date]] = [(0, date.min)]
    for step in steps:
        number, since = kept[-1]
        if step is not None:
            day = max(since, APRIL) + timedelta(days=step)
            kept.append((save(store, day, number), day))
        elif number:
            store.take_back_agreement(number, "why", who="me", at=NOON)
            kept.pop()
        assert [(one.number, one.since) for one in timeline(store.agreements())] == kept


SCRIPT = """
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from funnel.errors import FunnelError
from funnel.store.team import TeamStore
store, who = TeamStore(Path(sys.argv[1])), sys.argv[2]
for _ in range(int(sys.argv[3])):
    kept = store.agreements()
    since = date(2020, 1, 1) + timedelta(days=len(kept))
    try:
        number = store.save_agreement(
            who, since, "why", based_on=len(kept), who=who, at=datetime(2026, 11, 21, tzinfo=UTC)
        )
        print(number)
    except FunnelError as error:
        print(error.problems[0].kind)
"""


def test_of_many_who_save_at_once_each_is_kept_or_told(tmp_path: Path) -> None:
    """Four threads and three processes: each saving has a number of its own, or was refused."""
    home, turns = tmp_path / "workspace", 6
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", SCRIPT, str(home), f"process {n}", str(turns)],
            cwd=ROOT, stdout=subprocess.PIPE, text=True,
        )
        for n in range(3)
    ]  # fmt: skip
    shared, told = TeamStore(home), []

    def work(name: str) -> None:
        for _ in range(turns):
            kept = shared.agreements()
            since = date(2020, 1, 1) + timedelta(days=len(kept))
            try:
                told.append((name, str(save(shared, since, len(kept), name, name))))
            except FunnelError as error:
                told.append((name, error.problems[0].kind))

    threads = [threading.Thread(target=work, args=(f"thread {n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for n, process in enumerate(processes):
        said, _ = process.communicate()
        assert process.returncode == 0
        told += [(f"process {n}", line) for line in said.split()]
    assert len(told) == 7 * turns
    kept = [(name, said) for name, said in told if said != "agreement_changed_meanwhile"]
    found = shared.agreements()
    assert sorted(kept) == sorted((one.who, str(one.number)) for one in found)
    assert [one.number for one in found] == list(range(1, len(found) + 1))
    assert len(found) >= turns


def test_where_the_database_lets_two_in_at_once_the_second_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As PostgreSQL does: both read before either writes. Here SQLite, without its lock at once."""
    from funnel.store import team_agreements

    monkeypatch.setenv("FUNNEL_TEAM_URL", f"sqlite:///{tmp_path / 'shared.db'}")
    one, other = TeamStore(tmp_path), TeamStore(tmp_path)
    save(one, APRIL, 0)
    seen = one.agreements()
    save(one, MAY, 1, "Sato")
    monkeypatch.setattr(team_agreements, "_agreements_in", lambda _: seen)
    problem = refused(other, JUNE, 1)
    assert (problem.kind, problem.detail) == (
        "agreement_changed_meanwhile", "Sato, 2026-11-21 12:00",
    )  # fmt: skip
