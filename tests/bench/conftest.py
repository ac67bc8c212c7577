"""A million leads, made once: `make bench`, by hand, never part of the tests."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from funnel.simulate import simulate_company, write_exports

LEADS = int(os.environ.get("FUNNEL_BENCH_LEADS", "1000000"))


@pytest.fixture(scope="session")
def exports(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The three exports of a company of `LEADS` leads."""
    company = simulate_company(LEADS, 18, 7, date(2026, 11, 20))
    return write_exports(company, tmp_path_factory.mktemp("exports"))
