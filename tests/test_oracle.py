"""Every figure of a simulated company against an independent computation from the raw files."""

from __future__ import annotations

from datetime import date
from itertools import product
from pathlib import Path

import pytest

from funnel.filters import Filters
from funnel.metrics import METRICS, figures
from funnel.store.database import Database
from tests.oracle import Deal, Lead, oracle, read_company

METRIC_NAMES = [
    "leads", "mqls", "handovers", "sqls", "opportunities", "wins", "won_value", "mql_rate",
    "handover_rate", "sql_rate", "sql_opportunity_rate", "opportunity_rate", "win_rate",
    "lead_win_rate", "deal_length_days", "lost_deal_length_days", "lead_time_days",
]  # fmt: skip
WINDOWS = [
    (date(2025, 5, 1), date(2026, 11, 20), date(2026, 11, 20)),
    (date(2026, 2, 1), date(2026, 4, 30), date(2026, 6, 15)),
    (date(2026, 7, 1), date(2026, 9, 30), date(2026, 8, 20)),
]


@pytest.fixture(scope="module")
def raw(company_files: list[Path]) -> tuple[list[Lead], list[Deal]]:
    return read_company(company_files)


@pytest.mark.parametrize("metric", METRIC_NAMES)
@pytest.mark.parametrize("basis", ["period", "cohort"])
def test_same_as_the_oracle(
    company: Database, raw: tuple[list[Lead], list[Deal]], metric: str, basis: str
) -> None:
    for by, (since, until, as_of) in product((None, "source", "owner", "month"), WINDOWS):
        expected = oracle(metric, basis, by, *raw, since, until, as_of)
        filters = Filters(since, until, as_of, basis)
        found = figures(company, METRICS[metric], filters, [by] if by else [])
        values = [figure for figure in found if figure.stat in ("value", "median")]
        if by is None and not expected:
            assert values[0].value in (0, None)
            continue
        assert {figure.group.get(by, "all") for figure in values} == set(expected)
        for figure in values:
            numerator, denominator, median = expected[figure.group.get(by, "all")]
            assert figure.numerator == numerator
            if figure.stat == "median":
                assert (figure.denominator, figure.value) == (denominator, median)
            elif denominator or metric.endswith("rate"):
                assert figure.denominator == denominator
                assert figure.value == (numerator / denominator if denominator else None)
            else:
                assert (figure.denominator, figure.value) == (None, numerator)
