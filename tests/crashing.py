"""Kill imports at random moments and look at what is left: `python -m tests.crashing HOME N SEED`.

It forks, so it runs as a process of its own that has not used DuckDB yet. A third of the kills fall
anywhere, the others around the moments at which a version is sealed and put in force.
"""

from __future__ import annotations

import json
import os
import random
import select
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from funnel.publishing.checkup import check_workspace
from funnel.publishing.publish import Upload, publish
from funnel.store.workspace import Workspace

HEADER = "Lead ID,Last Name,Company,Lead Source,Created Date\n"
SIZES = (3, 5)
"""Exports of so many leads are imported in turn, so that old and new differ."""
START = datetime(2026, 11, 21, tzinfo=UTC)


def main(home: Path, times: int, seed: int) -> dict[str, Any]:
    """Which imports died where, what was in force after, and all that was not as promised."""
    files = [_export(home, size) for size in SIZES]
    workspace = Workspace(home / "workspace")
    dice = random.Random(seed)
    durations = [_import(workspace, files[number % 2], number)[0] for number in range(3)]
    longest = max(durations) * 1.1
    report: dict[str, Any] = {"died": Counter(), "in_force": Counter(), "faults": []}
    before = _look(workspace)
    for number in range(3, 3 + times):
        turn = number % 2
        step, most = dice.choice([("", longest), ("saving", 0.15), ("installing", 0.015)])
        took = _import(workspace, files[turn], number, dice.uniform(0, most), step)
        after = _look(workspace)
        report["died"][took[1]] += 1
        is_new = after["current"] != before["current"]
        report["in_force"]["new" if is_new else "old"] += 1
        expected = SIZES[turn] if is_new else before["leads"]
        if after["problems"] or after["leads"] != expected:
            report["faults"].append({"number": number, "before": before, "after": after})
        before = after
    _, ended = _import(workspace, files[0], 3 + times)
    last = _look(workspace, of_all=True)
    if ended != "ended" or last["leads"] != SIZES[0] or last["drafts"]:
        report["faults"].append({"ended": ended, "last": last})
    return report


def _export(home: Path, size: int) -> Path:
    file = home / f"leads-{size}.csv"
    rows = [f"L{i},Abe,Aster,Web,2026-01-0{i + 1}\n" for i in range(size)]
    file.write_text(HEADER + "".join(rows), encoding="utf-8")
    return file


def _import(
    workspace: Workspace, file: Path, number: int, wait: float | None = None, step: str = ""
) -> tuple[float, str]:
    """Import in a process of its own, killed `wait` seconds after the start, or after `step` began.

    Returns its seconds, and the step it died in: 'ended' if it was faster than that.
    """
    reader, writer = os.pipe()
    started = time.monotonic()
    child = _fork(lambda: _publish(workspace, file, number, writer))
    os.close(writer)
    seen = ["starting"]
    if wait is not None:
        deadline = None if step else started + wait
        while _listen(reader, deadline, seen):
            if step and deadline is None and seen[-1] == step:
                deadline = time.monotonic() + wait
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    os.close(reader)
    died = os.WIFSIGNALED(status)
    return time.monotonic() - started, seen[-1] if died else f"exit {status}" if status else "ended"


def _listen(reader: int, deadline: float | None, seen: list[str]) -> bool:
    """Add what the other side says to `seen`; False when it is time, or the other side ended."""
    left = None if deadline is None else deadline - time.monotonic()
    if left is not None and left <= 0:
        return False
    if not select.select([reader], [], [], left)[0]:
        return False
    said = os.read(reader, 4096).decode()
    seen += said.split()
    return bool(said)


def _publish(workspace: Workspace, file: Path, number: int, writer: int) -> None:
    def tell(step: str, share: float) -> None:
        os.write(writer, b"installing\n" if share == 1 else step.encode() + b"\n")

    at = START + timedelta(minutes=number)
    publish(workspace, Upload([file], "crash", at), progress=tell)


def _look(workspace: Workspace, *, of_all: bool = False) -> dict[str, Any]:
    """What another process finds: how many leads are in force, what is damaged."""
    reader, writer = os.pipe()

    def look() -> None:
        current = workspace.current()
        assert current is not None
        for number in (current, workspace.numbers()[-1]):
            with workspace.open(number) as db:
                db.read_all()
        with workspace.open(current) as db:
            leads = db.value("select count(*) from leads")
        problems = check_workspace(workspace).problems if of_all else ()
        told = {
            "current": current,
            "leads": leads,
            "drafts": [path.name for path in workspace.home.glob("draft-*")],
            "problems": [repr(problem) for problem in problems],
        }
        os.write(writer, json.dumps(told).encode())

    child = _fork(look)
    os.close(writer)
    with os.fdopen(reader, "rb") as stream:
        said = stream.read()
    os.waitpid(child, 0)
    told: dict[str, Any] = json.loads(said) if said else {"problems": ["cannot be looked at"]}
    return {"current": None, "leads": None, "drafts": []} | told


def _fork(job: Callable[[], None]) -> int:
    child = os.fork()
    if child:
        return child
    try:
        job()
    except BaseException as error:  # noqa: BLE001  # a copy of this process must end here
        print(repr(error), file=sys.stderr, flush=True)
        os._exit(1)
    os._exit(0)


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))))
