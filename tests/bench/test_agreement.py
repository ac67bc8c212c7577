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
from funnel.filters import Filters
from funnel.metrics import METRICS, figures
from funnel.publishing.agreements import save_agreement
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
"""One bare pass over what is scored and judged: what each person did, on how many days, and what
became of it. The rows are counted and not brought to Python."""


def agreement(threshold: float) -> Agreement:
    return check_agreement({
        "score": {
            "attributes": {"titles": {"部長": 20, "課長": 10, "役員": 30, "社長": 30}},
            "behaviour": {"kinds": {"資料請求": 15, "ウェビナー": 15, "広告": 2, "メール": 1}},
            "engagement": {"per_active_day": 4},
        },
        "mql": {"by": "score", "threshold": threshold},
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


def test_judging_anew(workspace: Workspace) -> None:
    number = workspace.current()
    assert number is not None
    waits: list[float] = []
    done = threading.Event()

    def read_pages() -> None:
        asked = Filters(date(2026, 8, 1), LAST, LAST)
        while not done.is_set():
            begun = time.perf_counter()
            with workspace.open(workspace.current() or 0) as db:
                for name in WEEKLY:
                    figures(db, METRICS[name], asked, ["week"])
            waits.append(time.perf_counter() - begun)
            done.wait(1)

    def bare() -> None:
        with workspace.open(number) as db:
            for sql in (PEOPLE, ENTRIES):
                db.rows(f"select count(*), bit_xor(hash(found)) from ({sql}) as found")

    for round_no in range(1, ROUNDS + 1):
        alone = seconds(bare)
        done.clear()
        reader = threading.Thread(target=read_pages)
        save = partial(
            save_agreement, workspace, agreement(60 - round_no), date(2026, 6 + round_no, 1),
            "bench", based_on=round_no - 1, who="me", at=AT,
        )  # fmt: skip
        reader.start()
        judged = seconds(save)
        done.set()
        reader.join()
        print(
            f"\nbare pass {alone[0]:.2f} s ({alone[1]:.2f} of processors), "
            f"judged anew {judged[0]:.2f} s ({judged[1]:.2f}, pages among them), "
            f"ratio {judged[0] / alone[0]:.2f} ({judged[1] / alone[1]:.2f}); "
            f"{len(waits)} pages of {len(WEEKLY)} figures, slowest {max(waits):.2f} s"
        )
        waits.clear()
    with workspace.open(workspace.current() or 0) as db:
        print(db.rows("select count(*), count(reached_on) from scores"))
        assert db.value("select count(*) from stage_entries where evidence = 'agreed'") > 0
