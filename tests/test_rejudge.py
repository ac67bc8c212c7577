"""What an agreement changes: the version in force judged anew, without reading an export again."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from funnel.agreement.document import read_agreement
from funnel.agreement.model import Agreement, Calendar, Closure
from funnel.agreement.promises import FirstContact, Promises
from funnel.agreement.staging import STAGED
from funnel.agreement.timeline import as_if, timeline
from funnel.errors import FunnelError, NothingPublished
from funnel.publishing.agreements import (
    Saved,
    judged_otherwise,
    rejudge,
    save_agreement,
    take_back_agreement,
)
from funnel.publishing.checkup import check_workspace
from funnel.publishing.history import history
from funnel.publishing.publish import Upload, publish, roll_back
from funnel.publishing.rejudge import tried_out
from funnel.store.database import Database
from funnel.store.workspace import Workspace
from funnel.tables import build, rejudged
from tests.conftest import GOLDEN, NOON, ROOT, bring, brought

FILES = [GOLDEN / "company" / "leads.csv", GOLDEN / "company" / "opportunities.csv"]
LATER = NOON + timedelta(hours=1)
MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)
STRICT = read_agreement(
    """
    title = "2026"
    opportunity_base = "mql"
    [fit]
    titles = ["部長"]
    [score.attributes.titles]
    "部長" = 20
    [score.behaviour]
    other = 10
    [mql]
    by = "score"
    threshold = 20
    [promises]
    first_contact = { within = 2, unit = "working_days" }
    follow_ups = { within = 10, at_least = 5 }
    back_to_nurturing = { within = 2, after_failed = 3 }
    first = "follow_ups"
    weekly_meeting = { weekday = "tue" }
    [calendar]
    opens = "10:00"
    breaks = [{ since = "12:00", until = "13:00" }]
    """
)
GENEROUS = Agreement(promises=Promises(first_contact=FirstContact(within=24, unit="hours")))


@pytest.fixture
def company_in_force(workspace: Workspace) -> Workspace:
    brought(workspace, *FILES)
    return workspace


def agree(
    workspace: Workspace, agreement: Agreement, since: date, based_on: int = 0, who: str = "me"
) -> Saved:
    return save_agreement(
        workspace, agreement, since, "because", based_on=based_on, who=who, at=LATER
    )


TELLS_OF_THE_WAY = {"changes": "*", "version": "base, cause, published_at, who", "files": "batch"}
"""How a version came about differs between an import and judging anew; what it holds must not."""


def everything_in(db: Database) -> dict[str, Any]:
    found = {}
    for (name,) in db.rows(
        "select table_name from duckdb_tables() union all "
        "select view_name from duckdb_views() where not internal"
    ):
        aside = TELLS_OF_THE_WAY.get(name)
        if aside != "*":
            columns = f"* exclude ({aside})" if aside else "*"
            found[name] = db.rows(f"select {columns} from {name} order by all")
    return found


@pytest.mark.parametrize(
    "agreed", [[(STRICT, MARCH)], [(GENEROUS, MARCH), (STRICT, APRIL)]], ids=["one", "two"]
)
def test_judged_anew_is_as_imported_with_the_same_agreements(
    company_in_force: Workspace, tmp_path: Path, agreed: list[tuple[Agreement, date]]
) -> None:
    other = Workspace(tmp_path / "other")
    for number, (agreement, since) in enumerate(agreed):
        judged = agree(company_in_force, agreement, since, number)
        assert judged == Saved(number + 1, number + 2)
        assert agree(other, agreement, since, number) == Saved(number + 1, None)
    imported = bring(other, *FILES).version
    with company_in_force.open(len(agreed) + 1) as one, other.open(imported) as two:
        assert one.rows("select number from agreements order by 1")[-1] == (len(agreed),)
        assert everything_in(one) == everything_in(two)


def test_a_simulated_company_judged_anew_is_as_imported(
    company_files: list[Path], tmp_path: Path
) -> None:
    one, other = Workspace(tmp_path / "one"), Workspace(tmp_path / "other")
    brought(one, *company_files)
    agree(one, STRICT, MARCH)
    agree(other, STRICT, MARCH)
    bring(other, *company_files)
    with one.open(2) as judged, other.open(1) as imported:
        assert everything_in(judged) == everything_in(imported)


def scored(threshold: int, hours: int) -> Agreement:
    """By points of titles that the simulated company has, with promises that have clocks."""
    return read_agreement(
        f"""
        [score]
        window_days = 3660
        [score.attributes.titles]
        "部長" = 20
        "課長" = 10
        [mql]
        by = "score"
        threshold = {threshold}
        [promises]
        handover = {{ within = 3, unit = "days" }}
        first_contact = {{ within = {hours}, unit = "working_hours" }}
        decided = {{ within = 10, needs_reason = true }}
        required_fields = {{ fields = ["title"] }}
        mqls_a_month = {{ at_least = 5 }}
        """
    )


@pytest.mark.parametrize("whole_from", [0, 2], ids=["all leads", "leads that differ"])
@pytest.mark.parametrize(
    "change", [(scored(20, 8), True), (scored(10, 4), False)], ids=["score", "promise"]
)
def test_a_change_reaches_every_table_as_an_import_does(
    company_files: list[Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    whole_from: float,
    change: tuple[Agreement, bool],
) -> None:
    """Whoever is looked at again: all leads, or those whose MQL or promises may be others."""
    changed, moves = change
    monkeypatch.setattr(rejudged, "WHOLE_FROM", whole_from)
    one, other = Workspace(tmp_path / "one"), Workspace(tmp_path / "other")
    brought(one, *company_files)
    for number, (agreement, since) in enumerate([(scored(10, 8), MARCH), (changed, APRIL)]):
        agree(one, agreement, since, number)
        agree(other, agreement, since, number)
    bring(other, *company_files)
    with one.open(2) as before, one.open(3) as judged, other.open(1) as imported:
        was, found = everything_in(before), everything_in(judged)
        assert found == everything_in(imported)
        assert (was["stage_entries"] != found["stage_entries"]) == moves
        assert (was["passage_days"] != found["passage_days"]) == moves
        assert was["clock_promises"] != found["clock_promises"]
    take_back_agreement(one, 2, "too strict", who="you", at=LATER)
    with one.open(4) as after:
        assert everything_in(after) == was


def test_taking_back_restores_what_was(company_in_force: Workspace) -> None:
    agree(company_in_force, STRICT, MARCH)
    taken = take_back_agreement(company_in_force, 1, "too strict", who="you", at=LATER)
    assert taken == Saved(1, 3)
    with company_in_force.open(1) as before, company_in_force.open(3) as after:
        assert everything_in(before) == everything_in(after)
    assert [one.number for one in timeline(company_in_force.team.agreements())] == [0]


def test_history_says_what_it_was_and_undoing_puts_the_one_before_in_force(
    company_in_force: Workspace,
) -> None:
    agree(company_in_force, STRICT, MARCH, who="Sato")
    newest, oldest = history(company_in_force)
    assert (newest.cause, newest.agreement, newest.who, newest.at, newest.base) == (
        "agreement", 1, "Sato", LATER, 1,
    )  # fmt: skip
    assert [(change.added, change.changed, change.gone) for change in newest.changes] == [
        (0, 0, 0), (0, 0, 0),
    ]  # fmt: skip
    assert [file.is_new for file in newest.files] == [False, False]
    assert (oldest.cause, oldest.agreement) == ("import", None)
    assert roll_back(company_in_force, "me", LATER) == 1
    assert judged_otherwise(company_in_force)
    assert rejudge(company_in_force, "me", LATER) == 3
    assert not judged_otherwise(company_in_force)
    assert rejudge(company_in_force, "me", LATER) is None
    checked = check_workspace(company_in_force)
    assert (checked.problems, checked.left_over, checked.versions) == ((), (), 3)


def test_the_next_import_is_judged_by_what_is_agreed(company_in_force: Workspace) -> None:
    agree(company_in_force, STRICT, MARCH)
    version = publish(company_in_force, Upload([], "me", LATER)).version
    assert not judged_otherwise(company_in_force)
    assert (history(company_in_force)[0].number, history(company_in_force)[0].cause) == (
        version, "rebuild",
    )  # fmt: skip


def test_who_reads_the_version_before_goes_on(company_in_force: Workspace) -> None:
    with company_in_force.open(1) as reading:
        agree(company_in_force, STRICT, MARCH)
        assert reading.rows("select number from agreements") == [(0,)]
        assert reading.value("select count(*) from leads") == 12


def test_trying_out_changes_nothing(company_in_force: Workspace) -> None:
    now = timeline(company_in_force.team.agreements())
    asked = as_if(now, STRICT, MARCH)
    assert [(one.number, one.since, one.until) for one in asked] == [
        (0, date.min, date(2026, 2, 28)), (1, MARCH, date.max),
    ]  # fmt: skip
    with tried_out(company_in_force, asked, who="me", at=LATER) as db:
        assert db.rows("select number, minutes_a_day from agreements order by 1") == [
            (0, 540), (1, 420),
        ]  # fmt: skip
    assert (company_in_force.current(), company_in_force.numbers()) == (1, [1])
    assert list(company_in_force.home.glob("draft-*")) == []
    assert as_if(asked, GENEROUS, date.min)[0].since == date.min


def test_there_is_nothing_to_try_out_before_the_first_import(workspace: Workspace) -> None:
    with pytest.raises(NothingPublished), tried_out(workspace, [], who="me", at=LATER):
        pass
    assert not judged_otherwise(workspace)


def test_of_two_who_save_at_once_one_is_told(company_in_force: Workspace) -> None:
    told: list[Saved | str] = []

    def work(agreement: Agreement) -> None:
        try:
            told.append(agree(company_in_force, agreement, MARCH))
        except FunnelError as error:
            told.append(error.problems[0].kind)

    threads = [threading.Thread(target=work, args=(one,)) for one in (STRICT, GENEROUS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, told)) == sorted([str(Saved(1, 2)), "agreement_changed_meanwhile"])
    assert company_in_force.numbers() == [1, 2]


def test_it_waits_while_somebody_else_publishes(company_in_force: Workspace) -> None:
    steps: list[str] = []
    waiting = threading.Event()

    def tell(step: str, _share: float) -> None:
        steps.append(step)
        if step == "waiting":
            waiting.set()

    def work() -> None:
        save_agreement(
            company_in_force, STRICT, MARCH, "why", based_on=0, who="me", at=LATER, progress=tell
        )

    thread = threading.Thread(target=work)
    with company_in_force.publishing():
        thread.start()
        assert waiting.wait(30)
        assert company_in_force.team.agreements() == []
    thread.join()
    assert list(dict.fromkeys(steps)) == ["waiting", "copying", "judging", "saving"]
    assert company_in_force.current() == 2


@pytest.mark.parametrize("since", [MARCH, date(2026, 2, 1)])
def test_what_is_refused_leaves_everything_as_it_was(
    company_in_force: Workspace, since: date
) -> None:
    agree(company_in_force, STRICT, MARCH)
    with pytest.raises(FunnelError) as error:
        agree(company_in_force, GENEROUS, since, 1)
    assert [problem.kind for problem in error.value.problems] == ["agreement_overlaps"]
    assert (company_in_force.current(), len(company_in_force.team.agreements())) == (2, 1)
    assert list(company_in_force.home.glob("draft-*")) == []


def test_a_version_of_an_earlier_release_has_to_be_built_anew_first(
    company_in_force: Workspace,
) -> None:
    """It knew no agreements; then nothing is saved, and `funnel rebuild` is named."""
    with Database(company_in_force.version_path(1), read_only=False) as db:
        for table in STAGED:
            db.run(f"drop table {table}")
    with pytest.raises(FunnelError) as error:
        agree(company_in_force, STRICT, MARCH)
    assert [problem.kind for problem in error.value.problems] == ["version_outdated"]
    assert company_in_force.team.agreements() == []
    assert judged_otherwise(company_in_force)
    publish(company_in_force, Upload([], "me", LATER))
    assert agree(company_in_force, STRICT, MARCH) == Saved(1, 3)


CRASH = """
import os, sys
from datetime import UTC, date, datetime
from pathlib import Path
from funnel.agreement.model import Agreement
from funnel.publishing.agreements import save_agreement
from funnel.store.workspace import Workspace

workspace, step = Workspace(Path(sys.argv[1])), sys.argv[2]
if step == "installing":  # what was agreed is saved by then, and nothing is pointed at
    Workspace.install = lambda *_: os._exit(9)

def tell(what, share):
    if what == step:
        os._exit(9)

save_agreement(
    workspace, Agreement(title=step), date(2026, 3, 1), "why", based_on=0, who="crash",
    at=datetime(2026, 11, 21, tzinfo=UTC), progress=tell,
)
"""


@pytest.mark.parametrize("step", ["copying", "judging", "saving", "installing"])
def test_a_crash_leaves_a_whole_version_and_is_noticed(
    company_in_force: Workspace, step: str
) -> None:
    command = [sys.executable, "-c", CRASH, str(company_in_force.home), step]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == 9
    assert company_in_force.current() == 1
    with company_in_force.open(1) as db:
        db.read_all()
    saved = [one.number for one in company_in_force.team.agreements()]
    assert saved == ([1] if step == "installing" else [])
    assert judged_otherwise(company_in_force) == (step == "installing")
    if step == "installing":
        assert rejudge(company_in_force, "me", LATER) == 2
    else:
        assert agree(company_in_force, STRICT, MARCH) == Saved(1, 2)
    assert not judged_otherwise(company_in_force)
    assert check_workspace(company_in_force).problems == ()
    assert list(company_in_force.home.glob("draft-*")) == []


@pytest.mark.skipif(os.name != "posix", reason="limits what it writes")
def test_where_files_cannot_grow_any_more_nothing_is_saved(company_in_force: Workspace) -> None:
    limited = "import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000))\n"
    command = [sys.executable, "-c", limited + CRASH, str(company_in_force.home), "never"]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    assert "disk_full" in done.stderr
    assert company_in_force.team.agreements() == []
    assert (company_in_force.current(), company_in_force.numbers()) == (1, [1])


def test_the_calendar_holds_the_companys_own_days_off(company_in_force: Workspace) -> None:
    closed = Closure(since=date(2026, 8, 12), until=date(2026, 8, 14))
    calendar = Calendar(opens=time(10), closures=(closed,))
    agree(company_in_force, Agreement(calendar=calendar), MARCH)
    with company_in_force.open(2) as db:
        found = db.rows(
            "select number, count(*) filter (where is_working), max(minutes) from agreed_days "
            "where day between '2026-08-10' and '2026-08-16' group by 1 order by 1"
        )
    # The 11th is Mountain Day.
    assert found == [(0, 4, 540), (1, 1, 480)]


def test_what_is_judged_anew_reads_only_what_a_version_keeps() -> None:
    """Temporary tables are gone with the import; a judged table has to do without them."""
    texts = {
        name: (Path(build.__file__).parent / f"{name}.sql").read_text("utf-8")
        for name in build.ORDER
    }
    passing = {name for name, text in texts.items() if "create temp " in text}
    for name in build.judged():
        read = build.relations(name)
        assert not {each for each in read if each.startswith("staged_")}, name
        assert not (read & passing) - set(build.judged()), name
