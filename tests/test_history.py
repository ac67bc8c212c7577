"""Which versions there are, and the way back and forth between them."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from funnel.errors import NothingPublished, Problem, UnknownName, WorkspaceUnusable
from funnel.preview import preview
from funnel.publishing.checkup import check_workspace
from funnel.publishing.history import Change, RollBack, VersionFile, history
from funnel.publishing.publish import Upload, prepare, publish, put_in_force, roll_back
from funnel.status import status
from funnel.store.team import TeamStore
from funnel.store.workspace import Workspace
from tests.conftest import GOLDEN, NOON, bring

LEADS, DEALS = GOLDEN / "company" / "leads.csv", GOLDEN / "company" / "opportunities.csv"
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def three(workspace: Workspace, tmp_path: Path) -> Workspace:
    """Leads, then deals, then half of the deals, one of which is open now."""
    publish(workspace, Upload([LEADS], "ann", NOON))
    publish(workspace, Upload([DEALS], "ben", NOON + timedelta(minutes=1)))
    half = tmp_path / "half.csv"
    rows = DEALS.read_text("utf-8").splitlines(keepends=True)[:4]
    half.write_text("".join(rows).replace("Closed Won", "Prospecting", 1), encoding="utf-8")
    publish(workspace, Upload([half], "cat", NOON + timedelta(minutes=2)))
    return workspace


def test_each_version_tells_who_brought_what_and_what_changed(three: Workspace) -> None:
    newest, middle, oldest = history(three)
    assert (newest.number, newest.at, newest.who, newest.base) == (
        3, NOON + timedelta(minutes=2), "cat", 2,
    )  # fmt: skip
    assert newest.files == (
        VersionFile("leads.csv", "salesforce", "Salesforce", "leads", 12, 0, False),
        VersionFile("half.csv", "salesforce", "Salesforce", "deals", 3, 0, True),
    )
    assert newest.changes == (Change("leads", 0, 0, 0), Change("deals", 0, 1, 4))
    assert [entry.is_in_force for entry in (newest, middle, oldest)] == [True, False, False]
    assert all(entry.was_in_force for entry in (newest, middle, oldest))
    assert (middle.who, middle.changes) == (
        "ben",
        (Change("leads", 0, 0, 0), Change("deals", 7, 0, 0)),
    )
    assert (oldest.base, oldest.changes, oldest.roll_backs) == (None, (), ())
    assert [entry.number for entry in history(three, most=2)] == [3, 2]


def test_undo_and_redo(three: Workspace) -> None:
    assert roll_back(three, "dee", LATER) == 2
    assert (status(three)["version"], status(three)["deals"]) == (2, 7)
    assert roll_back(three, "dee", LATER + timedelta(minutes=1)) == 1
    assert roll_back(three, "eve", LATER + timedelta(minutes=2), to=3) == 3
    assert status(three)["deals"] == 3
    newest, middle, oldest = history(three)
    assert newest.roll_backs == (RollBack(LATER + timedelta(minutes=2), "eve", 1),)
    assert middle.roll_backs == (RollBack(LATER, "dee", 3),)
    assert oldest.roll_backs == (RollBack(LATER + timedelta(minutes=1), "dee", 2),)
    assert newest.is_in_force


def test_what_is_in_force_already_is_left_and_not_logged(three: Workspace) -> None:
    assert roll_back(three, "dee", LATER, to=3) == 3
    assert TeamStore(three.home).entries() == []


def test_an_upload_goes_on_from_the_version_brought_back(three: Workspace) -> None:
    roll_back(three, "dee", LATER)
    published = bring(three, LEADS)
    assert (published.version, status(three)["deals"]) == (4, 7)
    assert [(entry.number, entry.base) for entry in history(three)] == [
        (4, 2), (3, 2), (2, 1), (1, None),
    ]  # fmt: skip
    assert next(entry for entry in history(three) if entry.number == 3).was_in_force


@pytest.mark.parametrize(
    ("to", "problem"),
    [
        (7, Problem("no_such_version", value="7")),
        (None, Problem("no_version_before", value="1")),
    ],
)
def test_where_there_is_no_way_back_that_is_said(
    workspace: Workspace, to: int | None, problem: Problem
) -> None:
    bring(workspace, LEADS)
    with pytest.raises(UnknownName) as error:
        roll_back(workspace, "dee", LATER, to)
    assert error.value.problems == (problem,)
    assert workspace.current() == 1


@pytest.mark.parametrize("pointer", ["3\n", "three", None])
def test_there_is_a_way_back_when_the_version_in_force_is_gone(
    three: Workspace, pointer: str | None
) -> None:
    three.version_path(3).unlink()
    place = three.home / "CURRENT"
    place.unlink() if pointer is None else place.write_text(pointer)
    with pytest.raises((WorkspaceUnusable, NothingPublished)):
        roll_back(three, "dee", LATER)
    assert roll_back(three, "dee", LATER, 1) == 1
    assert three.current() == 1
    (entry,) = [entry for entry in history(three) if entry.is_in_force]
    assert [(back.who, back.left) for back in entry.roll_backs] == [
        ("dee", 3 if pointer == "3\n" else 0)
    ]


def test_nothing_published_has_no_history(workspace: Workspace) -> None:
    assert history(workspace) == []
    assert not workspace.home.exists()
    with pytest.raises(NothingPublished):
        roll_back(workspace, "dee", LATER)


def test_a_version_that_never_counted_is_shown_and_harmless(three: Workspace) -> None:
    """Built and installed, and killed before the pointer to it was written."""
    shutil.copyfile(three.version_path(3), three.version_path(4))
    (three.uploads / "20261121T130000_left_over").mkdir()
    stray, newest, *_ = history(three)
    assert (stray.number, stray.is_in_force, stray.was_in_force) == (4, False, False)
    assert newest.is_in_force
    found = check_workspace(three)
    assert (found.problems, found.left_over) == ((), ("20261121T130000_left_over",))
    assert bring(three, LEADS).version == 5
    assert [entry.base for entry in history(three)] == [3, 2, 2, 1, None]


def test_a_damaged_version_is_named_and_not_brought_back(three: Workspace) -> None:
    path = three.version_path(2)
    path.write_bytes(path.read_bytes()[:100])
    damaged = history(three)[1]
    assert (damaged.number, damaged.at, damaged.files) == (2, None, ())
    assert damaged.damage is not None
    with pytest.raises(WorkspaceUnusable):
        roll_back(three, "dee", LATER)
    assert three.current() == 3
    (problem,) = check_workspace(three).problems
    assert (problem.kind, problem.value) == ("version_damaged", "2")


def test_damage_deep_inside_a_version_is_found(three: Workspace) -> None:
    path = three.version_path(1)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)
    assert [problem.kind for problem in check_workspace(three).problems] == ["version_damaged"]


def test_the_demo_is_marked(workspace: Workspace) -> None:
    publish(workspace, Upload([LEADS], "demo", NOON, is_demo=True))
    bring(workspace, DEALS)
    real, demo = history(workspace)
    assert (real.is_demo, demo.is_demo) == (False, True)
    assert real.changes == ()  # compared with nothing: the demo was nobody's data


def test_the_demo_built_anew_tells_what_a_confirmed_link_changed(workspace: Workspace) -> None:
    publish(workspace, Upload([LEADS, DEALS], "demo", NOON, is_demo=True))
    said = TeamStore(workspace.home)
    said.confirm_link("salesforce:D7", "salesforce:L12", True, "ann", LATER)
    publish(workspace, Upload([], "ann", LATER))
    newest = history(workspace)[0]
    assert (newest.base, newest.is_demo) == (1, True)
    assert newest.changes == (Change("leads", 0, 0, 0), Change("deals", 0, 1, 0))  # its source


def test_a_lead_whose_status_changed_is_told_as_in_the_preview(
    workspace: Workspace, tmp_path: Path
) -> None:
    bring(workspace, LEADS, DEALS)
    moved = tmp_path / "leads.csv"
    text = LEADS.read_text("utf-8")
    moved.write_text(text.replace("Expo", "Fair"), encoding="utf-8")
    prepared = prepare(workspace, Upload([moved], "tester", NOON))
    with prepared.open() as db:
        seen = preview(db, workspace.version_path(1))
    put_in_force(workspace, prepared)
    told = {change.subject: change for change in history(workspace)[0].changes}
    assert (seen.leads.changed > 0, seen.deals.changed > 0) == (True, True)
    for subject, was in (("leads", seen.leads), ("deals", seen.deals)):
        assert told[subject] == Change(subject, was.new, was.changed, was.gone)
