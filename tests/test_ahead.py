"""A large version is read before anybody opens the page; what cannot be read is left to it."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from funnel.store.database import Database
from funnel.store.workspace import Workspace
from funnel.ui import ahead, data
from funnel.ui.ahead import read_new, reading_ahead
from tests.conftest import GOLDEN, brought


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setenv("FUNNEL_HOME", str(tmp_path / "home"))
    return Workspace(tmp_path / "home")


def test_a_large_version_is_read_once(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert read_new(None) is None  # nothing is in force
    brought(workspace, *sorted((GOLDEN / "company").glob("*.csv")))
    monkeypatch.setattr(ahead, "LARGE", 0)
    number = read_new(None)
    assert number == workspace.current()
    company = data.company_in_force()
    assert company is not None
    asked: list[str] = []
    monkeypatch.setattr(Database, "_cursor", lambda *_: asked.append("read"))
    data.read_weekly(company, data.view_of(company, company.months[0]))
    assert read_new(number) == number
    assert asked == []


def test_a_small_version_is_left_to_the_page(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    brought(workspace, *sorted((GOLDEN / "company").glob("*.csv")))
    data.read_weekly.clear()
    read = []
    monkeypatch.setattr("funnel.ui.first_reads.read_latest", lambda: read.append(1))
    assert read_new(None) == workspace.current()
    assert read == []


def test_a_workspace_that_cannot_be_read_does_not_end_the_server(workspace: Workspace) -> None:
    workspace.home.mkdir()
    (workspace.home / "CURRENT").write_text("no number")

    async def serve() -> None:
        async with reading_ahead(None):
            await asyncio.sleep(0.3)

    with (
        ThreadPoolExecutor() as pool
    ):  # in a thread of its own: a browser's loop may run in this one
        pool.submit(asyncio.run, serve()).result()
