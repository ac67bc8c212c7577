"""A company of twelve leads and seven deals that can be counted by hand: every metric, whole."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from funnel.filters import Basis, Dimension, Filters
from funnel.metrics import METRICS, figures
from funnel.store.database import Database
from funnel.store.workspace import Workspace
from tests.conftest import GOLDEN, bring

Counts = tuple[float | None, float | None, float | None]
"""numerator, denominator, value"""

FEBRUARY_END = date(2026, 2, 28)
WHOLE = Filters(date(2026, 1, 1), FEBRUARY_END, FEBRUARY_END)


@pytest.fixture(scope="module")
def golden(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    workspace = Workspace(tmp_path_factory.mktemp("golden"))
    files = sorted((GOLDEN / "company").glob("*.csv"))
    with workspace.open(bring(workspace, *files).version) as db:
        yield db


def all_figures(db: Database, filters: Filters) -> dict[str, Counts | list[Counts]]:
    found: dict[str, Counts | list[Counts]] = {}
    for metric in METRICS.values():
        counts = [(f.numerator, f.denominator, f.value) for f in figures(db, metric, filters)]
        found[metric.id] = counts[0] if len(counts) == 1 else counts
    return found


def grouped(
    db: Database, name: str, by: Dimension, basis: Basis = "period", as_of: date = FEBRUARY_END
) -> dict[str | None, Counts]:
    filters = Filters(WHOLE.since, WHOLE.until, as_of, basis)
    return {
        figure.group[by]: (figure.numerator, figure.denominator, figure.value)
        for figure in figures(db, METRICS[name], filters, [by])
    }


def durations(days: int, deals: int, median: float, p90: float) -> list[Counts]:
    return [
        (days, deals, days / deals),
        (days, deals, median),
        (days, deals, pytest.approx(p90)),
    ]


def count(value: int) -> Counts:
    return (value, None, value)


def rate(numerator: int, denominator: int) -> Counts:
    return (numerator, denominator, numerator / denominator)


# Deals won: D1 22 days, D4 13, D5 9, D6 16. Lost: D2 25. Lead to win: L01 36, L09 21, L10 17.
# L05 skipped the MQL, L10 the SQL. L11 is also involved in D5, whose primary lead is L10.
# D6 and D7 are sales' own.
LENGTHS = {
    "deal_length_days": durations(60, 4, 14.5, 20.2),
    "lost_deal_length_days": durations(25, 1, 25, 25),
    "closed_deal_length_days": durations(85, 5, 16, 23.8),
    "lead_time_days": durations(74, 3, 21, 33),
}


UNMEASURED: Counts = (None, None, None)
NO_COSTS = dict.fromkeys(
    ("cost", "cost_per_lead", "cost_per_mql", "cost_per_sql", "cost_per_win", "return_on_cost"),
    UNMEASURED,
)
"""Not measured: no export of costs, none entered."""


def test_period_basis(golden: Database) -> None:
    assert all_figures(golden, WHOLE) == {
        "leads": count(12),
        "mqls": count(9),
        "handovers": count(8),
        "passes": count(8),
        "sqls": count(6),
        "opportunities": count(7),
        "wins": count(4),
        "won_value": count(4_000_000),
        "mql_rate": rate(9, 12),
        "handover_rate": rate(8, 9),
        "sql_rate": rate(6, 8),
        "sql_opportunity_rate": rate(5, 6),
        "opportunity_rate": rate(5, 8),
        "win_rate": rate(4, 5),
        "lead_handover_rate": rate(8, 12),
        "lead_sql_rate": rate(6, 12),
        "lead_opportunity_rate": rate(5, 12),
        "lead_win_rate": rate(3, 12),
        **LENGTHS,
        **NO_COSTS,
    }


def test_cohort_basis(golden: Database) -> None:
    filters = Filters(WHOLE.since, WHOLE.until, WHOLE.as_of, "cohort")
    assert all_figures(golden, filters) == {
        "leads": count(12),
        "mqls": count(9),
        "handovers": count(8),
        "passes": count(8),
        "sqls": count(6),
        "opportunities": count(5),  # L11 did not get there itself
        "wins": count(3),
        "won_value": count(3_300_000),  # sales' own D6 has no lead to be counted with
        "mql_rate": rate(9, 12),
        "handover_rate": rate(8, 9),
        "sql_rate": rate(6, 8),
        "sql_opportunity_rate": rate(5, 6),
        "opportunity_rate": rate(5, 8),
        "win_rate": rate(4, 7),  # open deals stay below the line
        "lead_handover_rate": rate(8, 12),
        "lead_sql_rate": rate(6, 12),
        "lead_opportunity_rate": rate(5, 12),
        "lead_win_rate": rate(3, 12),
        **LENGTHS,
        **NO_COSTS,
    }


def test_january_seen_from_its_last_day(golden: Database) -> None:
    end = date(2026, 1, 31)
    nothing = [(0, 0, None)] * 3
    january = all_figures(golden, Filters(date(2026, 1, 1), end, end, "cohort"))
    assert january == {
        "leads": count(7),
        "mqls": count(5),  # L01, L02, L03, L06, and L05 through its hand-over
        "handovers": count(5),
        "passes": count(5),
        "sqls": count(2),
        "opportunities": count(2),
        "wins": count(0),
        "won_value": count(0),
        "mql_rate": rate(5, 7),
        "handover_rate": rate(5, 5),
        "sql_rate": rate(2, 5),
        "sql_opportunity_rate": rate(2, 2),
        "opportunity_rate": rate(2, 5),
        "win_rate": rate(1, 3),  # D6 won of D1, D2, D6 opened
        "lead_handover_rate": rate(5, 7),
        "lead_sql_rate": rate(2, 7),
        "lead_opportunity_rate": rate(2, 7),
        "lead_win_rate": rate(0, 7),
        "deal_length_days": durations(16, 1, 16, 16),
        "lost_deal_length_days": nothing,
        "closed_deal_length_days": durations(16, 1, 16, 16),
        "lead_time_days": nothing,
        **NO_COSTS,
    }


def test_by_source(golden: Database) -> None:
    assert grouped(golden, "leads", "source") == {
        "Expo": count(5), "Web": count(6), None: count(1),
    }  # fmt: skip
    assert grouped(golden, "wins", "source") == {
        "Web": count(2), None: count(1), "営業起点": count(1),
    }  # fmt: skip
    assert grouped(golden, "won_value", "source") == {
        "Web": count(3_000_000), None: count(300_000), "営業起点": count(700_000),
    }  # fmt: skip
    assert grouped(golden, "sql_rate", "source", "cohort") == {
        "Expo": rate(2, 3), "Web": rate(3, 4), None: rate(1, 1),
    }  # fmt: skip
    assert grouped(golden, "win_rate", "source", "cohort") == {
        "Expo": rate(0, 1), "Web": rate(2, 3), None: rate(1, 1), "営業起点": rate(1, 2),
    }  # fmt: skip


def test_by_owner_takes_the_leads_owner_for_leads_and_the_deals_for_deals(
    golden: Database,
) -> None:
    assert grouped(golden, "lead_win_rate", "owner") == {"Sato": rate(1, 7), "Tanaka": rate(2, 5)}
    assert grouped(golden, "wins", "owner") == {"Mori": count(2), "Suzuki": count(2)}
    assert grouped(golden, "wins", "owner", "cohort") == {"Sato": count(1), "Tanaka": count(2)}
    assert grouped(golden, "won_value", "owner") == {
        "Mori": count(1_000_000), "Suzuki": count(3_000_000),
    }  # fmt: skip


def test_by_month_and_week(golden: Database) -> None:
    assert grouped(golden, "mqls", "month") == {"2026-01": count(5), "2026-02": count(4)}
    assert grouped(golden, "mqls", "month", "cohort") == {"2026-01": count(6), "2026-02": count(3)}
    assert grouped(golden, "win_rate", "month") == {"2026-01": rate(1, 1), "2026-02": rate(3, 4)}
    assert grouped(golden, "handovers", "week") == {
        "2026-01-05": count(1), "2026-01-12": count(2), "2026-01-19": count(1),
        "2026-01-26": count(1), "2026-02-02": count(1), "2026-02-09": count(2),
    }  # fmt: skip


def test_conditions_and_within(golden: Database) -> None:
    expo = Filters(WHOLE.since, WHOLE.until, WHOLE.as_of, where=(("source", "Expo"),))
    blank = Filters(WHOLE.since, WHOLE.until, WHOLE.as_of, where=(("source", None),))
    two_weeks = Filters(WHOLE.since, WHOLE.until, WHOLE.as_of, "cohort", within=14)
    assert figures(golden, METRICS["leads"], expo)[0].value == 5
    assert figures(golden, METRICS["leads"], blank)[0].value == 1
    # From the lead: SQL within 14 days are L01 (10), L02 (14), L05 (12), L09, L10 and L11.
    assert figures(golden, METRICS["sqls"], two_weeks)[0].value == 6
    assert figures(golden, METRICS["wins"], two_weeks)[0].value == 0
    # From the hand-over: SQL within 7 days are L01 (7), L09, L10 and L11.
    week = Filters(WHOLE.since, WHOLE.until, WHOLE.as_of, "cohort", within=7)
    assert figures(golden, METRICS["sql_rate"], week)[0].numerator == 4
