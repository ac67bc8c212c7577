"""From an upload to the version in force: prepared aside, put in force whole, nothing lost."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import threading
import time
import zipfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from funnel.errors import (
    ImportRefused,
    MappingInvalid,
    NothingPublished,
    Problem,
    WorkspaceUnusable,
)
from funnel.importers.profiles.drafts import columns_key
from funnel.publishing.checkup import check_workspace
from funnel.publishing.publish import Published, Upload, prepare, publish, put_in_force
from funnel.publishing.sources import files_of
from funnel.status import status
from funnel.store.database import Database
from funnel.store.team import TeamStore
from funnel.store.workspace import Workspace
from tests.conftest import GOLDEN, NOON, ROOT, bring

LEADS, DEALS = GOLDEN / "company" / "leads.csv", GOLDEN / "company" / "opportunities.csv"
OWN = """
tool = "own"
[[tables]]
object = "leads"
columns = {id = "no", created = "day"}
[[tables]]
object = "touches"
columns = {id = "touch no", lead_id = "lead no", occurred = "when"}
"""


def everything_below(folder: Path) -> dict[str, bytes]:
    files = [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".lock"]
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def own_files(folder: Path, *files: tuple[str, str]) -> list[Path]:
    """Write tables of a tool of our own; each row of `rows` is a number."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, rows in files:
        header, row = ("touch no,lead no,when", "{},1,2026-01-0{}")
        if name.startswith("leads"):
            header, row = ("no,day", "{},2026-01-0{}")
        path = folder / name
        path.write_text("\n".join([header, *(row.format(n, n) for n in rows)]) + "\n")
        paths.append(path)
    return paths


@pytest.fixture
def own(tmp_path: Path) -> Path:
    mapping = tmp_path / "own.toml"
    mapping.write_text(OWN)
    return mapping


def files_in_force(workspace: Workspace) -> list[dict[str, Any]]:
    number = workspace.current()
    assert number is not None
    with workspace.open(number) as db:
        return files_of(db)


def named(workspace: Workspace, *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(file[column] for column in columns) for file in files_in_force(workspace)]


def test_what_is_prepared_changes_nothing(workspace: Workspace) -> None:
    bring(workspace, LEADS)
    before = everything_below(workspace.home)
    prepared = prepare(workspace, Upload([DEALS], "me", NOON))
    with prepared.open() as db:
        assert db.value("select count(*) from deals") == 7
    assert (prepared.number, prepared.base, status(workspace)["version"]) == (None, 1, 1)
    prepared.discard()
    prepared.discard()
    assert everything_below(workspace.home) == before


def test_what_was_prepared_is_put_in_force_whole(workspace: Workspace) -> None:
    prepared = prepare(workspace, Upload([LEADS, DEALS], "me", NOON))
    published = put_in_force(workspace, prepared)
    assert (published.version, prepared.number, workspace.current()) == (1, 1, 1)
    assert put_in_force(workspace, prepared) == published  # pressed twice
    with workspace.open(1) as db:
        assert db.records("select base, who, published_at from version") == [
            {"base": None, "who": "me", "published_at": NOON.isoformat()}
        ]
        assert db.value("select count(*) from leads") == 12
    kept = workspace.uploads / published.batch
    assert {path.name for path in kept.iterdir()} == {
        LEADS.name, DEALS.name, "manifest.json",
    }  # fmt: skip
    assert list(workspace.home.glob("draft-*")) == []
    assert check_workspace(workspace).problems == ()


def test_a_version_that_moved_meanwhile_is_named(workspace: Workspace) -> None:
    bring(workspace, LEADS)
    prepared = prepare(workspace, Upload([DEALS], "me", NOON))
    bring(workspace, LEADS)
    with pytest.raises(ImportRefused) as refusal:
        put_in_force(workspace, prepared)
    assert refusal.value.problems == (Problem("version_moved", value="2"),)
    assert workspace.current() == 2
    prepared.discard()
    with pytest.raises(ImportRefused) as refusal:
        put_in_force(workspace, prepare_and_discard(workspace))
    assert refusal.value.problems == (Problem("draft_gone"),)


def prepare_and_discard(workspace: Workspace) -> Any:
    prepared = prepare(workspace, Upload([DEALS], "me", NOON))
    prepared.discard()
    return prepared


def test_what_nobody_holds_any_more_is_removed(workspace: Workspace) -> None:
    prepared = prepare(workspace, Upload([LEADS], "me", NOON))
    other = prepare(workspace, Upload([LEADS], "you", NOON))
    assert len(list(workspace.home.glob("draft-*"))) == 2
    del prepared
    gc.collect()
    assert len(list(workspace.home.glob("draft-*"))) == 1
    assert put_in_force(workspace, other).version == 1


def test_progress_goes_forward_to_the_end(workspace: Workspace) -> None:
    told: list[tuple[str, float]] = []
    publish(
        workspace,
        Upload([LEADS, DEALS], "me", NOON),
        progress=lambda what, share: told.append((what, share)),
    )
    shares = [share for _, share in told]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0, 1)
    steps = list(dict.fromkeys(what for what, _ in told))
    assert steps == ["copying", "recognising", "reading", "building", "saving"]


def test_whoever_has_to_wait_is_told(workspace: Workspace) -> None:
    told: list[str] = []
    upload = Upload([LEADS], "me", NOON)
    second = threading.Thread(
        target=publish,
        args=(workspace, upload),
        kwargs={"progress": lambda what, _share: told.append(what)},
    )
    with workspace.publishing():
        second.start()
        while not told:
            time.sleep(0.01)
        assert told == ["waiting"]
        # Looking at what would change waits for nobody.
        prepare(workspace, upload).discard()
        assert (told, workspace.current()) == (["waiting"], None)
    second.join()
    assert workspace.current() == 1


def test_two_imports_at_once_are_both_there_in_order(tmp_path: Path) -> None:
    """From processes of their own: the second waits, and builds on what the first made."""
    home = tmp_path / "workspace"
    environment = {**os.environ, "FUNNEL_HOME": str(home), "FUNNEL_LANG": "en"}
    command = [sys.executable, "-c", "from funnel.cli import app; app()", "import", "--json"]
    runs = [
        subprocess.Popen(
            [*command, str(file)], cwd=ROOT, env=environment, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )
        for file in (LEADS, DEALS, LEADS)
    ]  # fmt: skip
    told = [run.communicate() for run in runs]
    assert [run.returncode for run in runs] == [0, 0, 0], told
    assert sorted(json.loads(out)["version"] for out, _ in told) == [1, 2, 3]
    workspace = Workspace(home)
    assert (workspace.current(), workspace.numbers()) == (3, [1, 2, 3])
    with workspace.open(3) as db:
        assert db.value("select base from version") == 2
        assert (db.value("select count(*) from leads"), db.value("select count(*) from deals")) == (
            12, 7,
        )  # fmt: skip
    assert check_workspace(workspace).problems == ()


def test_what_happened_adds_up_and_todays_state_is_replaced(
    workspace: Workspace, tmp_path: Path, own: Path
) -> None:
    bring(workspace, *own_files(tmp_path, ("leads1.csv", "12"), ("t1.csv", "12")), mapping=own)
    published = bring(
        workspace, *own_files(tmp_path, ("leads2.csv", "2"), ("t2.csv", "3")), mapping=own
    )
    assert published.replaced == [("leads1.csv", 2)]
    assert named(workspace, "file", "batch_no") == [
        ("t1.csv", 1), ("leads2.csv", 2), ("t2.csv", 2),
    ]  # fmt: skip
    again = bring(workspace, *own_files(tmp_path, ("t2 again.csv", "3")), mapping=own)
    assert again.replaced == [("t2.csv", 1)]
    assert named(workspace, "file", "batch_no") == [
        ("t1.csv", 1), ("leads2.csv", 2), ("t2 again.csv", 3),
    ]  # fmt: skip


def test_a_part_of_a_table_is_added_where_that_is_said(
    workspace: Workspace, tmp_path: Path, own: Path
) -> None:
    bring(workspace, *own_files(tmp_path, ("leads1.csv", "123")), mapping=own)
    part = own_files(tmp_path, ("leads2.csv", "34"))
    upload = Upload(part, "me", NOON + timedelta(days=1), own, adds=True)
    published = publish(workspace, upload)
    assert published.replaced == []
    assert named(workspace, "file", "batch_no", "adds") == [
        ("leads1.csv", 1, False), ("leads2.csv", 2, True),
    ]  # fmt: skip
    assert status(workspace)["leads"] == 4
    bring(workspace, *own_files(tmp_path, ("leads3.csv", "5")), mapping=own)
    assert named(workspace, "file") == [("leads3.csv",)]


def deals_of(folder: Path, name: str, header: str, *rows: str) -> Path:
    path = folder / name
    path.write_text("\n".join([header, *rows]) + "\n")
    return path


def test_a_deal_without_an_id_that_is_brought_again_counts_once(
    workspace: Workspace, tmp_path: Path
) -> None:
    header = "Deal Name,Company,Stage,Amount,Created,Close Date"
    bring(
        workspace,
        deals_of(
            tmp_path, "all.csv", header,
            "Big,Aster,Won,100,2026-04-01,2026-05-01", "Small,Birch,Open,5,2026-04-01,",
        ),
    )  # fmt: skip
    part = deals_of(tmp_path, "part.csv", header, "Big,Aster,Won,120,2026-04-01,2026-05-02")
    publish(workspace, Upload([part], "me", NOON + timedelta(days=1), adds=True))
    with workspace.open(2) as db:
        assert db.rows("select name, amount from deals order by 1") == [("Big", 120), ("Small", 5)]
    assert named(workspace, "file", "rows_superseded") == [("all.csv", 1), ("part.csv", 0)]


def test_a_part_whose_deals_cannot_be_told_apart_is_refused(
    workspace: Workspace, tmp_path: Path
) -> None:
    header = "Deal Name,Stage,Amount,Created,Close Date"
    whole = deals_of(tmp_path, "all.csv", header, "Big,Won,100,2026-04-01,2026-05-01")
    bring(workspace, whole)
    part = deals_of(tmp_path, "part.csv", header, "Big,Won,120,2026-04-01,2026-05-02")
    with pytest.raises(ImportRefused) as refusal:
        publish(workspace, Upload([part], "me", NOON, adds=True))
    assert refusal.value.problems == (
        Problem("part_untold", "all.csv"), Problem("part_untold", "part.csv"),
    )  # fmt: skip
    bring(workspace, part)  # As the whole table it is taken.


@pytest.mark.parametrize(
    ("name", "said", "day"),
    [
        # 2026-11-15 15:30 UTC is the 16th in Tokyo already.
        ("report1794756600000.csv", None, date(2026, 11, 16)),
        ("report1794756600000 (1).csv", date(2026, 11, 2), date(2026, 11, 2)),
        ("report99994756600000.csv", None, date(2026, 11, 22)),
        ("leads.csv", None, date(2026, 11, 22)),
    ],
)
def test_the_day_of_export_is_said_or_told_by_the_name_or_today(
    workspace: Workspace, tmp_path: Path, name: str, said: date | None, day: date
) -> None:
    file = tmp_path / name
    file.write_bytes(LEADS.read_bytes())
    late = datetime(2026, 11, 21, 20, tzinfo=UTC)  # in Tokyo it is the 22nd
    publish(workspace, Upload([file], "me", late, exported_on=said))
    assert named(workspace, "exported_on") == [(day,)]
    bring(workspace, DEALS)  # It stays what it was.
    assert named(workspace, "file", "exported_on")[0] == (name, day)


def test_the_header_as_it_was_is_kept(workspace: Workspace, tmp_path: Path, own: Path) -> None:
    bring(workspace, *own_files(tmp_path, ("leads1.csv", "1")), mapping=own)
    assert named(workspace, "columns", "mapping", "mapping_file") == [
        (["no", "day"], "own.toml", "mappings/1.toml")
    ]


def save_own(workspace: Workspace, text: str = OWN) -> int:
    store = TeamStore(workspace.home)
    return store.save_mapping("own", "Our own", text, "day,no", who="me", at=NOON)


def test_a_saved_mapping_is_used_and_kept(workspace: Workspace, tmp_path: Path) -> None:
    number = save_own(workspace)
    published = bring(workspace, *own_files(tmp_path, ("leads1.csv", "12")), LEADS)
    assert [file.recognised.profile.tool for file in published.files] == ["own", "salesforce"]
    assert named(workspace, "file", "mapping", "mapping_file") == [
        ("leads1.csv", "Our own", "mappings/1.toml"), ("leads.csv", None, None),
    ]  # fmt: skip
    kept = workspace.uploads / published.batch / "mappings" / "1.toml"
    assert kept.read_text() == OWN
    # What is in force goes by what was saved when it came.
    TeamStore(workspace.home).delete_mapping(number)
    bring(workspace, DEALS)
    assert named(workspace, "file", "mapping") == [
        ("leads1.csv", "Our own"), ("leads.csv", None), ("opportunities.csv", None),
    ]  # fmt: skip
    kept.unlink()
    with pytest.raises(ImportRefused) as refusal:
        bring(workspace, DEALS)
    assert refusal.value.problems == (
        Problem("mapping_missing", "leads1.csv", value="Our own", detail=published.batch),
    )


def test_a_saved_mapping_that_says_nothing_is_named(workspace: Workspace) -> None:
    save_own(workspace, "tool = ")
    with pytest.raises(MappingInvalid) as refusal:
        bring(workspace, LEADS)
    assert [(p.kind, p.file) for p in refusal.value.problems] == [("mapping_unreadable", "Our own")]


def test_tables_of_a_zip_are_files_of_their_own(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "exports.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for file in (LEADS, DEALS):
            archive.write(file, f"deep/{file.name}")
    bring(workspace, path)
    names = named(workspace, "raw_file", "file", "object")
    assert [(raw, kind) for raw, _, kind in names] == [
        ("exports.zip", "leads"), ("exports.zip", "deals"),
    ]  # fmt: skip
    assert [name.startswith("exports.zip/") for _, name, _ in names] == [True, True]
    bring(workspace, DEALS)
    assert named(workspace, "raw_file", "object") == [
        ("exports.zip", "leads"), ("opportunities.csv", "deals"),
    ]  # fmt: skip


def test_no_files_build_what_is_in_force_anew(workspace: Workspace) -> None:
    with pytest.raises(NothingPublished):
        publish(workspace, Upload([], "me", NOON))
    bring(workspace, LEADS, DEALS)
    anew = publish(workspace, Upload([], "me", NOON))
    assert (anew.version, anew.files, anew.replaced) == (2, [], [])
    assert named(workspace, "file", "batch_no") == [("leads.csv", 1), ("opportunities.csv", 1)]


def test_the_demo_can_be_built_anew_and_leaves_with_the_first_export(
    workspace: Workspace, tmp_path: Path, own: Path
) -> None:
    publish(workspace, Upload([LEADS, DEALS], "me", NOON, is_demo=True))
    publish(workspace, Upload([], "me", NOON))
    assert named(workspace, "file", "is_demo") == [("leads.csv", True), ("opportunities.csv", True)]
    bring(workspace, *own_files(tmp_path, ("leads1.csv", "12")), mapping=own)
    assert named(workspace, "file", "is_demo") == [("leads1.csv", False)]


def zip_of(path: Path, **texts: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in texts.items():
            archive.writestr(f"{name}.csv", text)
    return path


def test_tables_of_one_kind_in_a_zip_stay_each_by_itself(
    workspace: Workspace, tmp_path: Path
) -> None:
    """What a table is no longer known by must not drop its rows without a word."""
    table = "[[tables]]\nobject = 'leads'\ncolumns = {{id = '{}', created = '{}'}}\n"
    first, second = table.format("no", "day"), table.format("number", "date")
    mapping = tmp_path / "own.toml"
    mapping.write_text(f"tool = 'own'\n{first}{second}")
    path = zip_of(
        tmp_path / "both.zip", one="no,day\n1,2026-01-01\n", two="number,date\n2,2026-01-01\n"
    )
    batch = bring(workspace, path, mapping=mapping).batch
    bring(workspace, DEALS)
    assert named(workspace, "file") == [
        ("both.zip/one.csv",), ("both.zip/two.csv",), ("opportunities.csv",),
    ]  # fmt: skip
    (workspace.uploads / batch / "mappings" / "1.toml").write_text(f"tool = 'own'\n{first}")
    with pytest.raises(ImportRefused) as refusal:
        publish(workspace, Upload([], "me", NOON))
    assert refusal.value.problems == (
        Problem("no_longer_known", "both.zip/two.csv", detail="own leads"),
    )


def test_two_saved_mappings_of_one_zip_are_told_apart_again(
    workspace: Workspace, tmp_path: Path
) -> None:
    """The columns of one are among those of the other, so only the whole header tells."""
    store = TeamStore(workspace.home)
    headers = {"own_a": ("no", "day"), "own_b": ("no", "day", "rank")}
    for title, header in headers.items():
        text = f"tool = '{title}'\n[[tables]]\nobject = 'leads'\n"
        text += "columns = {id = 'no', created = 'day'}\n"
        store.save_mapping(title, title, text, columns_key(header), who="me", at=NOON)
    path = zip_of(
        tmp_path / "both.zip", a="no,day\n1,2026-01-01\n", b="no,day,rank\n1,2026-01-01,x\n"
    )
    bring(workspace, path)
    publish(workspace, Upload([], "me", NOON))
    assert named(workspace, "tool", "mapping") == [("own_a", "own_a"), ("own_b", "own_b")]


def test_a_mapping_is_found_again_by_the_names_it_was_saved_for(
    workspace: Workspace, tmp_path: Path
) -> None:
    """Of a name that stands twice the second is told apart, and saved so."""
    store = TeamStore(workspace.home)
    for title, header in (("exact", ("no", "day", "day (2)")), ("wide", ("no", "day"))):
        text = f"tool = '{title}'\n[[tables]]\nobject = 'leads'\n"
        text += "columns = {id = 'no', created = 'day'}\n"
        store.save_mapping(title, title, text, columns_key(header), who="me", at=NOON)
    path = tmp_path / "leads.csv"
    path.write_text("no,day,day\n1,2026-01-01,2026-01-02\n")
    bring(workspace, path)
    assert named(workspace, "tool") == [("exact",)]


def test_a_link_somebody_confirmed_counts_from_the_next_version_on(
    workspace: Workspace, tmp_path: Path
) -> None:
    deals = tmp_path / "deals.csv"
    deals.write_text(
        "Record ID,Deal Name,Deal Stage,Close Date,Create Date\n"
        "9,Aster,Closed Won,2026-03-01,2026-02-01\n"
    )
    bring(workspace, LEADS, deals)
    assert status(workspace)["links"]["linked"] == 0
    TeamStore(workspace.home).confirm_link("hubspot:9", "salesforce:L01", True, "me", NOON)
    published = publish(workspace, Upload([], "me", NOON))
    with workspace.open(published.version) as db:
        assert db.rows("select deal_id, lead_id from lead_deals") == [
            ("hubspot:9", "salesforce:L01")
        ]


def seen(workspace: Workspace) -> list[tuple[Any, ...]]:
    """What the version in force knows of one contact, upload by upload."""
    number = workspace.current()
    assert number is not None
    with workspace.open(number) as db:
        return db.rows("select first_seen_on, mql_on from seen_records order by run_no")


def contact(folder: Path, mql_on: str) -> Path:
    header = "Record ID,Lifecycle Stage,Create Date,Became a Marketing Qualified Lead Date\n"
    file = folder / "contacts.csv"
    file.write_text(f"{header}1,Marketing Qualified Lead,2026-01-05,{mql_on}\n")
    return file


def test_what_an_earlier_version_saw_is_carried_over(workspace: Workspace, tmp_path: Path) -> None:
    for week, day in enumerate(("2026-01-10", "2026-03-10")):
        publish(workspace, Upload([contact(tmp_path, day)], "me", NOON + timedelta(weeks=week)))
    assert seen(workspace) == [
        (date(2026, 11, 21), date(2026, 1, 10)),
        (date(2026, 11, 28), date(2026, 3, 10)),
    ]


def test_what_the_demo_saw_lasts_until_the_companys_first_files(
    workspace: Workspace, tmp_path: Path
) -> None:
    for week, day in enumerate(("2026-01-10", "2026-03-10")):
        at = NOON + timedelta(weeks=week)
        publish(workspace, Upload([contact(tmp_path, day)], "demo", at, is_demo=True))
    publish(workspace, Upload([], "me", NOON + timedelta(weeks=2)))  # after a link was confirmed
    assert seen(workspace) == [
        (date(2026, 11, 21), date(2026, 1, 10)),
        (date(2026, 11, 28), date(2026, 3, 10)),
    ]
    # The company's contact has the same id, and nothing to do with the demo's.
    file = contact(tmp_path, "2026-04-10")
    publish(workspace, Upload([file], "me", NOON + timedelta(weeks=3)))
    assert seen(workspace) == [(date(2026, 12, 12), date(2026, 4, 10))]


def test_the_mapping_saved_for_just_these_columns_goes_first(
    workspace: Workspace, tmp_path: Path
) -> None:
    store = TeamStore(workspace.home)
    for title, header, day in (("exact", ("no", "day"), "day"), ("other", ("no", "due"), "/day/")):
        text = f"tool = '{title}'\n[[tables]]\nobject = 'leads'\n"
        text += f"columns = {{id = 'no', created = '{day}'}}\n"
        store.save_mapping(title, title, text, columns_key(header), who="me", at=NOON)
    published = bring(workspace, *own_files(tmp_path, ("leads1.csv", "12")))
    assert [file.recognised.profile.tool for file in published.files] == ["exact"]


@pytest.mark.parametrize("names", [("leads.csv", "Leads.csv"), ("MANIFEST.json", "x.csv")])
def test_names_that_would_collide_are_refused(
    workspace: Workspace, tmp_path: Path, names: tuple[str, str]
) -> None:
    files = []
    for number, name in enumerate(names):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / name).write_bytes(LEADS.read_bytes())
        files.append(folder / name)
    with pytest.raises(ImportRefused) as refusal:
        bring(workspace, *files)
    assert {problem.kind for problem in refusal.value.problems} == {"file_named_twice"}


def to_before(path: Path) -> None:
    """Make a version one of the release before: it names its number, and less of its files."""
    with Database(path, read_only=False) as db:
        for column in (
            "batch_no", "exported_on", "adds", "mapping_file", "columns", "rows_aside",
            "rows_superseded",
        ):  # fmt: skip
            db.run(f"alter table files drop column {column}")
        for column in ("base", "who"):
            db.run(f"alter table version drop column {column}")
        db.run("alter table version add column number integer")
        db.run(f"update version set number = {path.stem}")
        db.run("drop table changes")
        db.finish()


def test_a_workspace_of_an_earlier_release_goes_on(
    workspace: Workspace, tmp_path: Path, own: Path
) -> None:
    at = NOON - timedelta(days=1)
    first = publish(workspace, Upload(own_files(tmp_path, ("leads1.csv", "12")), "me", at, own))
    bring(workspace, DEALS)
    for number in (1, 2):
        to_before(workspace.version_path(number))
    folder = workspace.uploads / first.batch
    (folder / "mappings" / "1.toml").rename(folder / "mapping.toml")
    told = status(workspace)
    assert (told["version"], told["leads"], told["deals"]) == (2, 2, 7)
    with workspace.open(2) as db, pytest.raises(WorkspaceUnusable) as error:
        db.rows("select adds from files")
    assert [problem.kind for problem in error.value.problems] == ["version_outdated"]
    bring(workspace, *own_files(tmp_path, ("t1.csv", "1")), mapping=own)
    assert named(workspace, "file", "batch_no", "exported_on", "mapping_file") == [
        ("leads1.csv", 1, date(2026, 11, 20), "mapping.toml"),
        ("opportunities.csv", 2, date(2026, 11, 21), None),
        ("t1.csv", 3, date(2026, 11, 21), "mappings/1.toml"),
    ]
    assert check_workspace(workspace).problems == ()


def test_a_file_that_is_known_as_something_else_now_is_named(
    workspace: Workspace, tmp_path: Path, own: Path
) -> None:
    published = bring(workspace, *own_files(tmp_path, ("leads1.csv", "12")), mapping=own)
    kept = workspace.uploads / published.batch / "mappings" / "1.toml"
    kept.write_text('tool = "own"\n[[tables]]\nobject = "owners"\ncolumns = {owner = "no"}\n')
    with pytest.raises(ImportRefused) as refusal:
        bring(workspace, DEALS)
    assert refusal.value.problems == (Problem("no_longer_known", "leads1.csv", detail="own leads"),)


def test_the_copy_is_what_came(workspace: Workspace) -> None:
    published: Published = bring(workspace, LEADS)
    assert (workspace.uploads / published.batch / LEADS.name).read_bytes() == LEADS.read_bytes()
    (workspace.uploads / published.batch / LEADS.name).write_text("changed")
    (problem,) = check_workspace(workspace).problems
    assert problem == Problem("raw_file_changed", LEADS.name, detail=published.batch)


def test_what_is_being_built_is_asked_anew(tmp_path: Path) -> None:
    """Only a version that is read never changes, so that an answer may be kept."""
    count = "select count(*) from people"
    with Database(tmp_path / "built.duckdb", read_only=False) as db:
        db.run("create table people (id integer)")
        assert db.rows_once(count) == [(0,)]
        db.run("insert into people values (1)")
        assert db.rows_once(count) == [(1,)]
