"""Importing and reading at the size of a million leads, beside DuckDB with nothing around it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from itertools import count
from pathlib import Path

import duckdb
import pytest
import streamlit as st
from pytest_benchmark.fixture import BenchmarkFixture

from funnel.filters import Filters
from funnel.metrics import METRICS, figures
from funnel.reports.contribution import contribution
from funnel.reports.rates import rates
from funnel.reports.weekly import RATES
from funnel.reports.weekly import weekly as month_of
from funnel.store.database import Database
from funnel.store.workspace import Workspace
from funnel.ui import data
from funnel.ui.first_reads import read_week
from tests.conftest import bring

ROUNDS = 3


def bare_read(file: Path, target: Path, options: str) -> Callable[[], None]:
    """DuckDB's own `read_csv` into a table of a file, typed by its sniffer or as text."""
    names = (target.with_name(f"{target.name}-{number}.duckdb") for number in count())

    def read() -> None:
        with duckdb.connect(str(next(names))) as connection:
            connection.execute(
                f"create table leads as select * from read_csv('{file}', header = true{options})"
            )

    return read


@pytest.mark.benchmark(group="import leads")
@pytest.mark.parametrize("options", ["", ", all_varchar = true"], ids=["sniffed", "all_text"])
def test_bare_read_csv(
    benchmark: BenchmarkFixture, exports: list[Path], tmp_path: Path, options: str
) -> None:
    benchmark.pedantic(bare_read(exports[0], tmp_path / "bare", options), rounds=ROUNDS)


@pytest.mark.benchmark(group="import leads")
def test_import_leads(benchmark: BenchmarkFixture, exports: list[Path], tmp_path: Path) -> None:
    homes = (Workspace(tmp_path / f"home-{number}") for number in count())
    benchmark.pedantic(lambda: bring(next(homes), exports[0]), rounds=ROUNDS)


@pytest.mark.benchmark(group="import leads")
def test_import_all_three_exports(
    benchmark: BenchmarkFixture, exports: list[Path], tmp_path: Path
) -> None:
    homes = (Workspace(tmp_path / f"home-{number}") for number in count())
    benchmark.pedantic(lambda: bring(next(homes), *exports), rounds=ROUNDS)


def in_child(home: Path, *files: Path, memory_limit: str = "1250MB") -> tuple[float, float]:
    """`funnel import` in a process of its own: seconds, and the most memory it held, in MiB."""
    environment = {**os.environ, "FUNNEL_HOME": str(home), "FUNNEL_MEMORY_LIMIT": memory_limit}
    child = subprocess.Popen(
        [sys.executable, "-c", "from funnel.cli import app; app()", "import", *map(str, files)],
        env=environment,
        stdout=subprocess.DEVNULL,
    )
    started = time.perf_counter()
    _, status, used = os.wait4(child.pid, 0)
    assert status == 0
    return time.perf_counter() - started, used.ru_maxrss / 1024


@pytest.mark.benchmark(group="import leads and activities")
def test_bare_read_of_leads_and_activities(
    benchmark: BenchmarkFixture, marketo: tuple[Path, Path], tmp_path: Path
) -> None:
    readers = [bare_read(file, tmp_path / f"bare-{file.stem}", "") for file in marketo]
    benchmark.pedantic(lambda: [read() for read in readers], rounds=ROUNDS)


@pytest.mark.benchmark(group="import leads and activities")
@pytest.mark.parametrize("form", ["utf-8", "cp932"])
def test_import_leads_and_activities(
    benchmark: BenchmarkFixture, marketo: tuple[Path, Path], tmp_path: Path, form: str
) -> None:
    files = list(marketo)
    if form != "utf-8":
        for number, file in enumerate(marketo):
            files[number] = tmp_path / file.name
            with (
                file.open(encoding="utf-8") as source,
                files[number].open("w", encoding=form) as to,
            ):
                shutil.copyfileobj(source, to)
    homes = (tmp_path / f"home-{number}" for number in count())
    memory: list[float] = []
    benchmark.pedantic(lambda: memory.append(in_child(next(homes), *files)[1]), rounds=ROUNDS)
    benchmark.extra_info["peak MiB"] = round(max(memory))


@pytest.fixture(scope="module")
def published(
    tmp_path_factory: pytest.TempPathFactory, exports: list[Path]
) -> tuple[Workspace, int]:
    workspace = Workspace(tmp_path_factory.mktemp("home"))
    return workspace, bring(workspace, *exports).version


@pytest.fixture(scope="module")
def company(published: tuple[Workspace, int]) -> Iterator[Database]:
    workspace, version = published
    with workspace.open(version) as db:
        yield db


@pytest.mark.benchmark(group="read")
def test_bare_scan(benchmark: BenchmarkFixture, company: Database) -> None:
    """The least a page could do: one count by month over the rows themselves."""
    benchmark.pedantic(
        lambda: company.rows(
            "select strftime(entered_on, '%Y-%m'), stage, count(*) from stage_entries group by all"
        ),
        rounds=5,
    )


@pytest.mark.benchmark(group="read")
@pytest.mark.parametrize("basis", ["period", "cohort"])
@pytest.mark.parametrize("metric", ["leads", "mqls", "sql_rate", "lead_win_rate", "win_rate"])
def test_one_metric_by_source(
    benchmark: BenchmarkFixture, company: Database, metric: str, basis: str
) -> None:
    filters = Filters(date(2025, 5, 21), date(2026, 11, 20), date(2026, 11, 20), basis)
    benchmark.pedantic(lambda: figures(company, METRICS[metric], filters, ["source"]), rounds=5)


def read_the_week(ours: data.Company, view: data.View) -> None:
    """From nothing cached."""
    st.cache_data.clear()
    read_week(ours, view)


@pytest.mark.benchmark(group="read")
def test_all_the_weekly_page_reads(
    benchmark: BenchmarkFixture, published: tuple[Workspace, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every figure of the weekly page, from nothing cached."""
    workspace, _ = published
    monkeypatch.setenv("FUNNEL_HOME", str(workspace.home))
    ours = data.company_in_force()
    assert ours is not None
    view = data.view_of(ours, date(2026, 11, 1))

    benchmark.pedantic(lambda: read_the_week(ours, view), rounds=5)


@pytest.fixture(scope="module")
def touched(
    tmp_path_factory: pytest.TempPathFactory, exports: list[Path]
) -> tuple[Workspace, Database]:
    """The company with ten touches a lead beside its exports."""
    folder = tmp_path_factory.mktemp("touched")
    touches = folder / "touches.csv"
    duckdb.execute(f"""
        copy (
            select people."Eメール" as "メールアドレス",
                ['資料請求', '広告', 'ウェビナー', 'メール'][1 + i % 4] as "接点種別",
                '施策 ' || i * 7919 % 200 as "施策名",
                ['Web', '広告', 'ウェビナー', 'メール'][1 + i % 4] as "流入元",
                strftime(people."作成日" + interval (i * 9) day, '%Y-%m-%d %H:%M') as "接点日時"
            from read_csv('{exports[0]}') as people, range(10) as numbers(i)
            where people."作成日" + interval (i * 9) day < timestamp '2026-11-21'
        ) to '{touches}' (header)
    """)
    workspace = Workspace(folder / "home")
    bring(workspace, *exports, touches)
    return workspace, workspace.open(1)


BY_HAND = """
with months as (
    select
        case when subject = 'deal' then 'deal ' else '' end || stage as what,
        date_trunc('week', entered_on) as week,
        count(*) filter (where entered_on >= date '2026-11-01') as this_month,
        count(*) filter (where entered_on > date '2026-09-25') as recent,
        count(*) filter (
            where entered_on between date '2025-09-27' and date '2026-09-25'
        ) as past,
        count(*) as entries
    from stage_entries
    where is_first and entered_on between date '2025-09-27' and date '2026-11-20'
    group by all
)
select * from months
"""
"""The counts of the month, of its weeks, and of both sides of every rate, recent and past."""
ALSO_BY_HAND = (
    """
    select source, stage, entered_on > date '2026-09-25' as is_recent, count(*)
    from stage_entries
    where is_first and subject = 'lead' and stage in ('handed_over', 'sql')
        and entered_on between date '2025-09-27' and date '2026-11-20'
    group by all
    """,
    """
    select source, count(*), sum(amount), median(date_diff('day', opened_on, closed_on)),
        quantile_cont(date_diff('day', opened_on, closed_on), 0.9),
        median(date_diff('day', lead_created_on, closed_on))
    from deals
    where closed_on between date '2026-11-01' and date '2026-11-20'
    group by grouping sets ((source, outcome), (outcome))
    """,
)


@pytest.mark.benchmark(group="a page at 1,000,000 leads and 10,000,000 activities")
def test_the_weekly_page_by_hand(
    benchmark: BenchmarkFixture, touched: tuple[Workspace, Database]
) -> None:
    """The least SQL for the same figures, from the people themselves."""
    _, db = touched
    counted, *_ = benchmark.pedantic(
        lambda: [db.rows(sql) for sql in (BY_HAND, *ALSO_BY_HAND)], rounds=5, warmup_rounds=1
    )
    month = Filters(date(2026, 11, 1), date(2026, 11, 20), date(2026, 11, 20))
    for what, metric in (("lead", "leads"), ("sql", "sqls"), ("deal won", "wins")):
        by_hand = sum(row[2] for row in counted if row[0] == what)
        assert [one.value for one in figures(db, METRICS[metric], month)] == [by_hand]


@pytest.mark.benchmark(group="a page at 1,000,000 leads and 10,000,000 activities")
@pytest.mark.parametrize("page", ["weekly", "strip", "rates", "definitions", "sources"])
def test_all_figures_of_a_page(
    benchmark: BenchmarkFixture,
    touched: tuple[Workspace, Database],
    monkeypatch: pytest.MonkeyPatch,
    page: str,
) -> None:
    """Every figure a page asks for, none of it cached: its SQL and what is made of it."""
    workspace, db = touched
    monkeypatch.setenv("FUNNEL_HOME", str(workspace.home))
    ours = data.company_in_force()
    assert ours is not None
    view = data.view_of(ours, date(2026, 11, 1))
    recent = replace(view.recent, basis="cohort")

    reads: dict[str, Callable[[], object]] = {
        "weekly": lambda: read_the_week(ours, view),
        "strip": lambda: month_of(db, view.this_month),
        "rates": lambda: [rates(db, METRICS[name], recent) for name in RATES],
        "definitions": lambda: [figures(db, one, view.this_month) for one in METRICS.values()],
        "sources": lambda: contribution(db, date(2025, 12, 1), ours.last_day, ours.last_day),
    }
    benchmark.pedantic(reads[page], rounds=5, warmup_rounds=1)
