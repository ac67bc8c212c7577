"""A folder that exports land in: taken when they have arrived, put away, and watched on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from funnel.errors import ImportRefused
from funnel.status import status
from funnel.store.workspace import Workspace
from funnel.watch import Arrivals, Outcome, Watching, watch
from tests.conftest import GOLDEN, NOON, ROOT

LEADS, DEALS = GOLDEN / "company" / "leads.csv", GOLDEN / "company" / "opportunities.csv"
OLD, NEW = (1, 1), (2, 2)


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


class Rounds(Event):
    """Stands for whoever would end the watch: it ends after so many looks at the folder."""

    def __init__(self, rounds: int) -> None:
        super().__init__()
        self.left = rounds

    def is_set(self) -> bool:
        self.left -= 1
        return self.left < 0


def look(
    workspace: Workspace, inbox: Path, rounds: int = 1, *, refuse_rows: bool = False
) -> Iterator[Outcome]:
    """Look at the folder, where files count as arrived at once."""
    watching = Watching(workspace, inbox, "robot", 0, "ja", refuse_rows)
    return watch(watching, lambda: NOON, time.monotonic, Rounds(rounds))


def put(folder: Path, *files: Path) -> None:
    for file in files:
        (folder / file.name).write_bytes(file.read_bytes())


def below(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_files_come_to_rest_and_go_together() -> None:
    arrivals = Arrivals(10)
    a, b = Path("a"), Path("b")
    assert arrivals.ready({a: OLD}, 0) == []
    assert arrivals.ready({a: OLD}, 9) == []
    assert arrivals.ready({a: OLD, b: OLD}, 10) == []  # b has just come
    assert arrivals.ready({a: OLD, b: NEW}, 19) == []  # and grows
    assert arrivals.ready({a: OLD, b: NEW}, 28) == []
    assert arrivals.ready({a: OLD, b: NEW}, 29) == [a, b]
    assert arrivals.ready({}, 30) == []


def test_one_file_that_never_rests_does_not_hold_up_the_others_for_ever() -> None:
    arrivals = Arrivals(10)
    a, b = Path("a"), Path("b")
    ready = [arrivals.ready({a: OLD, b: (second, second)}, second) for second in range(0, 120, 5)]
    assert ready[0:22] == [[]] * 22
    assert ready[22] == [a]


def test_what_arrived_together_is_one_upload(workspace: Workspace, inbox: Path) -> None:
    put(inbox, LEADS, DEALS)
    (outcome,) = look(workspace, inbox, rounds=3)
    assert (outcome.status, outcome.files) == ("imported", ("leads.csv", "opportunities.csv"))
    told = status(workspace)
    assert (told["version"], told["leads"], told["deals"]) == (1, 12, 7)
    assert {batch["who"] for batch in told["batches"]} == {"robot"}
    assert below(inbox) == {
        "imported/20261121T120000/leads.csv", "imported/20261121T120000/opportunities.csv",
    }  # fmt: skip


def test_what_is_refused_is_put_away_with_the_reason(workspace: Workspace, inbox: Path) -> None:
    (inbox / "leads.csv").write_bytes(LEADS.read_bytes())
    (inbox / "why.txt").write_text("a list of wishes")
    (outcome,) = look(workspace, inbox)
    assert (outcome.status, workspace.current()) == ("refused", None)
    assert outcome.moved_to == inbox / "refused" / "20261121T120000"
    assert below(inbox / "refused") == {
        f"20261121T120000/{name}" for name in ("leads.csv", "why.txt", "_why.txt")
    }
    said = (outcome.moved_to / "_why.txt").read_text("utf-8-sig")
    assert said.startswith("why.txt: ")
    assert (outcome.moved_to / "why.txt").read_text() == "a list of wishes"


def test_what_is_no_table_does_not_hold_up_the_night(workspace: Workspace, inbox: Path) -> None:
    put(inbox, LEADS, DEALS)
    (inbox / "photo.png").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(200))
    for name in ("Thumbs.db", "desktop.ini"):
        (inbox / name).write_bytes(b"\xd0\xcf\x11\xe0" + bytes(200))
    imported, refused = look(workspace, inbox)
    assert (imported.status, imported.files) == ("imported", ("leads.csv", "opportunities.csv"))
    assert (refused.status, refused.files) == ("refused", ("photo.png",))
    assert [problem.file for problem in refused.problems] == ["photo.png"]
    assert below(inbox) == {
        "Thumbs.db", "desktop.ini",
        "imported/20261121T120000/leads.csv", "imported/20261121T120000/opportunities.csv",
        "refused/20261121T120000/photo.png", "refused/20261121T120000/why.txt",
    }  # fmt: skip


def test_a_table_that_cannot_be_read_refuses_the_others_but_not_for_the_photo(
    workspace: Workspace, inbox: Path
) -> None:
    put(inbox, LEADS)
    (inbox / "photo.png").write_bytes(b"\x89PNG\r\n\x1a\n\x00" + bytes(200))
    (inbox / "deals.csv").write_bytes(DEALS.read_bytes().replace(b"2026-02-20", b"2026-02-31"))
    outcomes = list(look(workspace, inbox))
    assert [(each.status, each.files) for each in outcomes] == [
        ("refused", ("deals.csv", "leads.csv")), ("refused", ("photo.png",)),
    ]  # fmt: skip
    assert [problem.kind for each in outcomes for problem in each.problems] == [
        "not_a_date", "not_a_table",
    ]  # fmt: skip


def test_a_folder_that_is_not_there_is_not_watched(tmp_path: Path) -> None:
    run = command(tmp_path / "home", str(tmp_path / "none"))
    out, error = run.communicate(timeout=60)
    assert (run.returncode, out, "no such folder" in error) == (2, "", True)


def test_after_a_bad_file_it_goes_on(workspace: Workspace, inbox: Path) -> None:
    (inbox / "bad.csv").write_bytes(b"\x00\x01\x02" * 100)
    watched = look(workspace, inbox, rounds=10)
    assert next(watched).status == "refused"
    put(inbox, LEADS)
    assert next(watched).status == "imported"
    (inbox / "bad.csv").write_bytes(b"")
    last = next(watched)
    assert (last.status, last.moved_to) == ("refused", inbox / "refused" / "20261121T120000-2")
    assert list(watched) == []
    assert workspace.current() == 1


def test_unreadable_rows_refuse_unless_they_may_be_left_out(
    workspace: Workspace, inbox: Path
) -> None:
    text = "Lead ID,Last Name,Company,Lead Source,Created Date\nL1,A,B,Web,2026-01-05\n"
    (inbox / "leads.csv").write_text(f"{text}L2,A,B,Web,soon\n")
    (outcome,) = look(workspace, inbox)
    assert [problem.kind for problem in outcome.problems] == ["not_a_date"]
    (inbox / "leads.csv").write_text(f"{text}L2,A,B,Web,soon\n")
    (outcome,) = look(workspace, inbox, refuse_rows=True)
    assert (outcome.status, [problem.row for problem in outcome.problems]) == ("imported", [3])


def test_last_months_export_is_kept_out_and_said(workspace: Workspace, inbox: Path) -> None:
    for stamp in (1794900000000, 1792300000000):
        (inbox / f"report{stamp}.csv").write_bytes(LEADS.read_bytes())
        (outcome,) = look(workspace, inbox)
    assert (outcome.status, workspace.current()) == ("refused", 1)
    assert [(p.kind, p.file, p.value, p.detail) for p in outcome.problems] == [
        ("older_export", "report1792300000000.csv", "2026-10-18", "2026-11-17")
    ]
    assert outcome.moved_to is not None
    said = (outcome.moved_to / "why.txt").read_text("utf-8-sig")
    assert "公開中のもの(2026-11-17)より古い" in said


@pytest.mark.parametrize(
    "name", ["leads.csv.part", "leads.tmp", "leads.csv.crdownload", "~$leads.xlsx", ".leads.csv"]
)
def test_what_is_still_being_written_is_left(workspace: Workspace, inbox: Path, name: str) -> None:
    (inbox / name).write_bytes(LEADS.read_bytes())
    (inbox / "folder").mkdir()
    (inbox / "link.csv").symlink_to(LEADS)
    assert list(look(workspace, inbox, rounds=3)) == []
    assert name in below(inbox)


@pytest.mark.parametrize("name", ["desktop.ini", "Desktop.ini", "Thumbs.db", "thumbs.db"])
def test_what_windows_leaves_in_a_folder_is_no_export(
    workspace: Workspace, inbox: Path, name: str
) -> None:
    put(inbox, LEADS)
    (inbox / name).write_text("[.ShellClassInfo]\n")
    (outcome,) = look(workspace, inbox)
    assert (outcome.status, outcome.files) == ("imported", (LEADS.name,))
    assert (inbox / name).is_file()


def test_while_the_workspace_cannot_be_used_files_wait(tmp_path: Path, inbox: Path) -> None:
    (tmp_path / "file").write_text("")
    workspace = Workspace(tmp_path / "file" / "workspace")
    put(inbox, LEADS)
    (outcome,) = look(workspace, inbox, rounds=5)  # not tried again at once
    assert (outcome.status, outcome.moved_to) == ("put_off", None)
    assert below(inbox) == {"leads.csv"}


def test_a_folder_that_is_not_there_is_named(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(ImportRefused) as refusal:
        list(look(workspace, tmp_path / "none"))
    assert [problem.kind for problem in refusal.value.problems] == ["no_such_folder"]


def command(home: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", "from funnel.cli import app; app()", "watch", *arguments],
        env={**os.environ, "FUNNEL_HOME": str(home), "FUNNEL_LANG": "en"},
        cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def test_once_deals_with_what_is_there(tmp_path: Path, inbox: Path) -> None:
    put(inbox, LEADS)
    run = command(tmp_path / "home", str(inbox), "--once", "--settle", "0.2", "--json")
    out, error = run.communicate(timeout=60)
    assert run.returncode == 0, error
    (line,) = out.splitlines()
    told = json.loads(line)
    assert (told["status"], told["version"], told["files"]) == ("imported", 1, ["leads.csv"])
    (inbox / "x.csv").write_text("nothing")
    run = command(tmp_path / "home", str(inbox), "--once", "--settle", "0.2")
    out, error = run.communicate(timeout=60)
    assert (run.returncode, "Refused x.csv" in out) == (2, True)
    run = command(tmp_path / "home", str(inbox), "--once")
    assert (run.communicate(timeout=60)[0], run.returncode) == ("", 0)


@pytest.mark.skipif(os.name != "posix", reason="Windows sends no such signals")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_when_asked(tmp_path: Path, inbox: Path, number: signal.Signals) -> None:
    run = command(tmp_path / "home", str(inbox), "--settle", "0.1", "--json")
    assert run.stdout is not None
    put(inbox, LEADS)
    assert json.loads(run.stdout.readline())["status"] == "imported"
    run.send_signal(number)
    assert run.wait(timeout=30) == 0
    assert run.communicate()[1] == ""
    assert list((tmp_path / "home").glob("draft-*")) == []
