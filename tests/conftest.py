"""What most tests need: a workspace of their own, and a company to look at."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from funnel.publishing.publish import Published, Upload, publish
from funnel.simulate import simulate_company, write_exports
from funnel.store.database import Database
from funnel.store.workspace import Workspace

ROOT = Path(__file__).resolve().parents[1]
GOLDEN = Path(__file__).parent / "golden"
MAPPINGS = ROOT / "docs" / "mappings"
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


IN_MEMORY = Path("/dev/shm")  # noqa: S108 - pytest makes a folder of its own in it


def pytest_configure() -> None:
    """Write the tests' workspaces to memory where there is enough: each is synced several times."""
    is_there = IN_MEMORY.is_dir() and os.access(IN_MEMORY, os.W_OK)
    if "TMPDIR" not in os.environ and is_there and shutil.disk_usage(IN_MEMORY).free > 4 << 30:
        os.environ["TMPDIR"] = str(IN_MEMORY)
        tempfile.tempdir = None


def bring(
    workspace: Workspace, *files: Path, mapping: Path | None = None, refuse_rows: bool = False
) -> Published:
    """Import `files` as a user would, at a fixed moment."""
    upload = Upload(files, "tester", NOON, mapping)
    return publish(workspace, upload, refuse_rows=refuse_rows)


@cache
def _brought() -> tuple[TemporaryDirectory[str], dict[object, Path]]:
    """A folder for workspaces that are copied, and which is which."""
    return TemporaryDirectory(), {}


def brought(
    workspace: Workspace, *files: Path, mapping: Path | None = None, refuse_rows: bool = False
) -> None:
    """Leave an empty `workspace` as `bring` does: from the second time on as a copy of the first.

    For tests of what comes after an import. Who tests the import itself calls `bring`.
    """
    assert not workspace.home.exists() or not any(workspace.home.iterdir())
    said = tuple((file.name, file.read_bytes()) for file in files)
    key = said, mapping and mapping.read_bytes(), refuse_rows
    folder, made = _brought()
    if key not in made:
        first = Workspace(Path(folder.name) / str(len(made)))
        bring(first, *files, mapping=mapping, refuse_rows=refuse_rows)
        made[key] = first.home
    shutil.copytree(made[key], workspace.home, dirs_exist_ok=True)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "workspace")


def real_tables(folder: str) -> Path:
    """A folder of real tables; the test is skipped where they are not to be had."""
    home = Path(os.environ.get("FUNNEL_REAL_DATA", ROOT.parent / "shared" / "real"))
    if not (home / folder).is_dir():
        pytest.skip(f"no real tables at {home / folder}: set FUNNEL_REAL_DATA")
    return home / folder


@pytest.fixture(scope="session")
def company_files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The exports of a simulated company: 2,500 leads over 18 months."""
    company = simulate_company(2500, 18, 3, date(2026, 11, 20))
    return write_exports(company, tmp_path_factory.mktemp("company"))


@pytest.fixture(scope="session")
def company(
    tmp_path_factory: pytest.TempPathFactory, company_files: list[Path]
) -> Iterator[Database]:
    """The simulated company, published."""
    workspace = Workspace(tmp_path_factory.mktemp("home"))
    with workspace.open(bring(workspace, *company_files).version) as db:
        yield db
