"""At the end of a run: every row of the goals, measured or not, beside what is asked for."""

from __future__ import annotations

import pytest

from tests.bench.accuracy.goals import Measured

MEASURED = pytest.StashKey[Measured]()


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "goal: measures a row of the goals for accuracy")
    config.stash[MEASURED] = Measured()


@pytest.fixture(scope="session")
def measured(pytestconfig: pytest.Config) -> Measured:
    """Where a test tells what it measured of a goal."""
    return pytestconfig.stash[MEASURED]


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    found = config.stash[MEASURED]
    if found.found:
        terminalreporter.section("goals for accuracy")
        for line in found.table():
            terminalreporter.write_line(line)
