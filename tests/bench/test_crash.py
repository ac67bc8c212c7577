"""Imports killed 200 times: `pytest tests/bench/test_crash.py`. The tests do 25."""

from __future__ import annotations

from pathlib import Path

from tests.test_crash import killed

TIMES = 200


def test_two_hundred_kills(tmp_path: Path) -> None:
    report = killed(tmp_path, TIMES, seed=200)
    print(report)
    assert report["faults"] == []
