"""Rescoring and judging anew a million leads with ten million touches, while pages are read."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import pytest

from funnel.agreement.document import check_agreement
from funnel.agreement.model import Agreement
from funnel.agreement.timeline import InForce, as_if, timeline
from funnel.filters import Filters
from funnel.metrics import METRICS, figures
from funnel.publishing.agreements import save_agreement
from funnel.publishing.rejudge import tried_out
from funnel.simulate import simulate_company, write_exports, write_marketing
from funnel.store.workspace import Workspace
from tests.bench.conftest import LEADS
from tests.conftest import bring

AT = datetime(2026, 11, 21, 3, tzinfo=UTC)
ROUNDS = 3
LAST = date(2026, 11, 20)
WEEKLY = ("leads", "mqls", "handovers", "sqls", "opportunities", "wins", "mql_rate", "sql_rate")

PEOPLE = """
select
    leads.lead_no,
    leads.title,
    count(*) as touches,
    count(distinct touches.occurred_on) as days,
    count(*) filter (where touches.kind = 'ウェビナー') as webinars,
    max(touches.occurred_on) as last_on
from touches
inner join leads on touches.lead_no = leads.lead_no
group by leads.lead_no, leads.title
"""
ENTRIES = """
select
    stage_entries.subject_id,
    count(*) as entries,
    min(stage_entries.entered_on) as first_on,
    max(passes.decided_on) as decided_on
from stage_entries
left join passes
    on stage_entries.subject_id = passes.lead_id and stage_entries.pass = passes.pass
group by stage_entries.subject_id
"""


ACTIVITIES = """
select lead_no, count(*) as activities, max(occurred_on) as last_on
from sales_activities
group by lead_no
"""
"""One bare pass over what is scored and judged: what each person did, on how many days, what became
of it and what sales did, each table read once. Rows are counted and not brought to Python."""


def agreement(threshold: float, hours: float) -> Agreement:
    return check_agreement({
        "score": {
            "attributes": {"titles": {"部長": 20, "課長": 10, "役員": 30, "社長": 30}},
            "behaviour": {"kinds": {"資料請求": 15, "ウェビナー": 15, "広告": 2, "メール": 1}},
            "engagement": {"per_active_day": 4},
        },
        "mql": {"by": "score", "threshold": threshold},
        "promises": {
            "handover": {"within": 3.0, "unit": "days"},
            "first_contact": {"within": hours, "unit": "working_hours"},
            "decided": {"within": 10.0, "needs_reason": True},
        },
    })  # fmt: skip


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A copy of the workspace that FUNNEL_BENCH_HOME names, else the simulated company's."""
    home = tmp_path / "home"
    known = os.environ.get("FUNNEL_BENCH_HOME")
    if known:
        shutil.copytree(known, home)
        return Workspace(home)
    company = simulate_company(LEADS, 18, 7, LAST)
    folder = tmp_path / "exports"
    exports = [*write_exports(company, folder), *write_marketing(company, folder)]
    made = Workspace(home)
    bring(made, *exports)
    return made


def seconds(work: Callable[[], object]) -> tuple[float, float]:
    """On the clock, and of all processors."""
    clock, processors = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - clock, time.process_time() - processors


def bare(workspace: Workspace, number: int) -> None:
    with workspace.open(number) as db:
        for sql in (PEOPLE, ENTRIES, ACTIVITIES):
            db.rows(f"select count(*), bit_xor(hash(found)) from ({sql}) as found")


def judge(workspace: Workspace, asked: list[InForce]) -> None:
    """Copy the version in force, judge it by these and write it, but put nothing in force."""
    with tried_out(workspace, asked, who="me", at=AT):
        pass


CHANGES = {"threshold": agreement(55, 8), "raised": agreement(65, 8), "promise": agreement(60, 4)}


@pytest.mark.parametrize("change", CHANGES)
def test_judging_anew(workspace: Workspace, change: str) -> None:
    """Alone, against the bare pass in turns: from July on another threshold, or another promise."""
    save_agreement(
        workspace, agreement(60, 8), date(2026, 1, 1), "bench", based_on=0, who="me", at=AT
    )
    number = workspace.current() or 0
    asked = as_if(timeline(workspace.team.agreements()), CHANGES[change], date(2026, 7, 1))
    rounds = [
        (seconds(partial(bare, workspace, number)), seconds(partial(judge, workspace, asked)))
        for _ in range(ROUNDS)
    ]
    clock, processors = (
        [min(took[which][unit] for took in rounds) for which in (0, 1)] for unit in (0, 1)
    )
    print(
        f"\n{change}: bare pass {clock[0]:.2f} s ({processors[0]:.2f} of processors), judged anew "
        f"{clock[1]:.2f} s ({processors[1]:.2f}), ratio {clock[1] / clock[0]:.2f} "
        f"({processors[1] / processors[0]:.2f}), the fastest of {ROUNDS} each"
    )
    assert processors[1] > 0


def test_pages_meanwhile(workspace: Workspace) -> None:
    """Pages answer from the version in force while the first agreement by score is judged."""
    waits: list[float] = []
    answers: set[int] = set()
    done = threading.Event()

    def read_pages() -> None:
        asked = Filters(date(2026, 8, 1), LAST, LAST)
        while not done.is_set():
            begun = time.perf_counter()
            number = workspace.current() or 0
            with workspace.open(number) as db:
                for name in WEEKLY:
                    figures(db, METRICS[name], asked, ["week"])
            answers.add(number)
            waits.append(time.perf_counter() - begun)
            done.wait(1)

    number = workspace.current()
    alone = seconds(partial(bare, workspace, number or 0))
    reader = threading.Thread(target=read_pages)
    save = partial(
        save_agreement, workspace, agreement(60, 8), date(2026, 7, 1), "bench",
        based_on=0, who="me", at=AT,
    )  # fmt: skip
    reader.start()
    judged = seconds(save)
    done.set()
    reader.join()
    print(
        f"\nbare pass {alone[0]:.2f} s ({alone[1]:.2f} of processors), the first agreement by "
        f"score {judged[0]:.2f} s ({judged[1]:.2f}, pages among them); "
        f"{len(waits)} pages of {len(WEEKLY)} figures, slowest {max(waits):.2f} s"
    )
    assert number in answers
    with workspace.open(workspace.current() or 0) as db:
        assert db.value("select count(*) from stage_entries where evidence = 'agreed'") > 0
