"""Killed at any moment, or with the disk full: the old version or the new one, whole, always."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import GOLDEN, ROOT

pytestmark = pytest.mark.skipif(os.name != "posix", reason="forks, and limits what it writes")
FILES = [GOLDEN / "company" / "leads.csv", GOLDEN / "company" / "opportunities.csv"]


def killed(home: Path, times: int, seed: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.crashing", str(home), str(times), str(seed)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    report: dict[str, Any] = json.loads(done.stdout)
    return report | {"stderr": done.stderr}


def test_an_import_that_is_killed_leaves_a_whole_version(tmp_path: Path) -> None:
    report = killed(tmp_path, 8, seed=1)
    assert report["faults"] == [], report["stderr"]
    died = sum(report["died"].values()) - report["died"].get("ended", 0)
    assert died >= 3, report


def funnel(home: Path, *arguments: str, largest_file: int | None = None) -> tuple[int, Any]:
    """Run a command with `--json`, perhaps unable to write files beyond a size."""

    def limit() -> None:
        import resource

        if largest_file is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))

    done = subprocess.run(
        [sys.executable, "-c", "from funnel.cli import app; app()", *arguments, "--json"],
        env={**os.environ, "FUNNEL_HOME": str(home), "FUNNEL_LANG": "en"},
        cwd=ROOT, capture_output=True, text=True, check=False, preexec_fn=limit,
    )  # fmt: skip
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, json.loads(done.stdout)


def everything_below(folder: Path) -> dict[str, bytes]:
    files = [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".lock"]
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def test_where_files_cannot_grow_any_more_nothing_changes(tmp_path: Path) -> None:
    home = tmp_path / "workspace"
    assert funnel(home, "import", *map(str, FILES))[0] == 0
    before = everything_below(home)
    # From the copy of the raw file over the database's first block to its last checkpoint.
    for size in (100, 5_000, 100_000, 500_000, 1_000_000):
        code, told = funnel(home, "import", *map(str, FILES), largest_file=size)
        assert (code, [p["kind"] for p in told["error"]]) == (2, ["disk_full"]), size
        assert everything_below(home) == before, size
    assert funnel(home, "import", *map(str, FILES))[1]["version"] == 2


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 8 MB; the test is skipped where none can be had."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = shutil.which("mount")
    command = [mount or "mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(disk)]
    if mount is None or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("a small disk can only be had by an administrator of Linux")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


def test_on_a_full_disk_nothing_changes(small_disk: Path) -> None:
    home = small_disk / "workspace"
    assert funnel(home, "import", *map(str, FILES))[0] == 0
    before = everything_below(home)
    refused = 0
    for room in (0, 4_000, 40_000, 400_000, 1_000_000, 2_000_000):
        free = shutil.disk_usage(small_disk).free
        (small_disk / "ballast").write_bytes(b"\0" * (free - room))
        code, told = funnel(home, "import", *map(str, FILES))
        (small_disk / "ballast").unlink()
        if code == 0:  # There was room enough.
            break
        assert (code, [p["kind"] for p in told["error"]]) == (2, ["disk_full"]), room
        assert everything_below(home) == before, room
        refused += 1
    assert refused >= 3
    assert funnel(home, "check")[0] == 0


def test_a_disk_that_may_only_be_read_is_named(small_disk: Path) -> None:
    home = small_disk / "workspace"
    assert funnel(home, "import", *map(str, FILES))[0] == 0
    before = everything_below(home)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    code, told = funnel(home, "import", *map(str, FILES))
    assert (code, [p["kind"] for p in told["error"]]) == (2, ["workspace_unusable"])
    assert funnel(home, "metrics", "--metric", "leads")[1][0]["value"] == 12
    assert everything_below(home) == before


@pytest.mark.parametrize(
    ("limit", "kind"), [("a lot", "setting_invalid"), ("300KB", "out_of_memory")]
)
def test_memory_that_does_not_do_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, kind: str
) -> None:
    monkeypatch.setenv("FUNNEL_MEMORY_LIMIT", limit)
    code, told = funnel(tmp_path / "workspace", "import", *map(str, FILES))
    assert (code, [p["kind"] for p in told["error"]]) == (2, [kind])
