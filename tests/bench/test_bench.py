"""Importing and reading at the size of a million leads, beside DuckDB with nothing around it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from itertools import count
from pathlib import Path

import duckdb
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from funnel.filters import Filters
from funnel.metrics import METRICS, figures
from funnel.store.database import Database
from funnel.store.workspace import Workspace
from funnel.ui import cards, data, weekly
from funnel.ui.texts import Texts
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

    def read() -> None:
        data.read_figures.clear()
        funnel = data.read_funnel(ours, view)
        gap = data.find_gap(ours, funnel, view)
        data.rows_to_act_on(ours, funnel, gap, view)
        weekly.wins_by_source(ours, view, Texts("ja"))
        for name in cards.DURATIONS:
            data.read_figures(ours, name, view.this_month)

    benchmark.pedantic(read, rounds=5)
