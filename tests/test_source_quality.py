"""The quality of sources along the funnel: who differs from the others, and who only seems to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from math import sqrt
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnel.analysis.differences import Aged, Apart, apart
from funnel.reports.source_quality import source_quality
from tests.test_contribution import deal
from tests.uploads import Exports

DAY = date(2026, 6, 1)


def kinds(found: dict[str | None, Apart]) -> list[str]:
    return [one.kind for one in found.values()]


def test_a_group_is_held_against_all_others_at_full_age() -> None:
    """10 of 100 beside 60 of 200, half of whom had their time: 10 % beside 60 / 100 = 60 %."""
    (found,) = apart([{"Expo": Aged(10, 100), "Web": Aged(60, 200, 0.5)}])
    assert found == {"Expo": Apart("lower", 0.1, 0.6), "Web": Apart("higher", 0.6, 0.1)}


def test_a_young_group_is_not_taken_for_a_bad_one() -> None:
    """30 of 300 look like a third of 90 of 300, but a third of them had their time."""
    (found,) = apart([{"young": Aged(30, 300, 1 / 3), "old": Aged(90, 300)}])
    assert kinds(found) == ["alike", "alike"]


def test_the_line_is_drawn_by_hand() -> None:
    """Two of 100 each, pooled p = 1/2: |z| = d / sqrt(2 / 400). Holm asks p <= .025 of the first
    of two comparisons, |z| > 2.2414: 16 of a hundred apart (z = 2.26) do, 15 (z = 2.12) do not."""
    for apart_by, kind in ((15, "alike"), (16, "higher")):
        assert (apart_by / 100 / sqrt(0.5 / 100) > 2.2414) is (kind == "higher")
        low = (100 - apart_by) // 2
        (found,) = apart([{"a": Aged(low + apart_by, 100), "b": Aged(100 - low - apart_by, 100)}])
        assert found["a"].kind == kind


def test_few_are_not_compared_and_small_differences_are_none() -> None:
    """Of 40 in all 4 are expected on the smaller side; of a million 2 % of a rate are sure."""
    (few,) = apart([{"a": Aged(0, 10), "b": Aged(12, 30)}])
    assert kinds(few) == ["too_few", "too_few"]
    (many,) = apart([{"a": Aged(306_000, 1_000_000), "b": Aged(300_000, 1_000_000)}])
    assert kinds(many) == ["alike", "alike"]
    (alone,) = apart([{"a": Aged(5, 10)}])
    assert alone == {"a": Apart("too_few", 0.5, None)}


def test_where_nobody_differs_hardly_anything_is_said_to() -> None:
    """400 tables of four rates and six groups of all ages, none of which differs."""
    random = np.random.default_rng(7)
    alarms = 0
    for _ in range(400):
        tables = []
        for rate in (0.3, 0.45, 0.25, 0.3):
            table: dict[str | None, Aged] = {}
            for group in "abcdef":
                entered, shares = int(random.integers(20, 900)), random.random(4)
                reached = sum(
                    random.binomial(entered // 4, rate * share) for share in shares
                )  # each quarter of the group has its own age
                table[group] = Aged(int(reached), entered // 4 * 4, float(shares.mean()))
            tables.append(table)
        alarms += any(
            kind in ("higher", "lower") for found in apart(tables) for kind in kinds(found)
        )
    assert alarms / 400 <= 0.05


COUNTS = st.lists(st.tuples(st.integers(0, 500), st.floats(0, 1), st.floats(0.01, 1)), max_size=6)


@given(COUNTS)
def test_the_order_of_groups_tells_nothing(drawn: Sequence[tuple[int, float, float]]) -> None:
    table: dict[str | None, Aged] = {
        str(place): Aged(int(entered * share * matured), entered, matured)
        for place, (entered, share, matured) in enumerate(drawn)
    }
    (found,), (again,) = apart([table]), apart([dict(reversed(table.items()))])
    for name, one in found.items():
        assert again[name].kind == one.kind
        assert again[name].own == one.own
        assert again[name].others == pytest.approx(one.others)


def company(folder: Path) -> Exports:
    """A year of leads, twelve a week: of Web's eight go on, of Expo's two, and sales' own deals.

    All within a week: MQL after a day, SQL after two, won after five.
    """
    leads: list[dict[str, Any]] = []
    deals: list[dict[str, Any]] = []
    for week in range(60):
        day = DAY - timedelta(weeks=week)
        for place in range(24):
            source, lead = ("Web", "Expo")[place % 2], f"{week}-{place}"
            row: dict[str, Any] = {"lead": lead, "created": day, "source": source}
            if place // 2 < (8 if source == "Web" else 2) and week:
                row |= {"mql": day + timedelta(days=1), "sql": day + timedelta(days=2)}
                if place // 2 < 2:
                    stage = "Won" if source == "Web" else "Lost"
                    deals.append(
                        deal(f"D{lead}", lead, "1000000")
                        | {"stage": stage, "opened": day + timedelta(days=3),
                           "closed": day + timedelta(days=5)}
                    )  # fmt: skip
            leads.append(row)
        deals.append(
            deal(f"O{week}", "", "1000000") | {"stage": "Won", "opened": day, "closed": day}
        )
    exports = Exports(folder)
    exports.bring(DAY, leads=leads, deals=deals)
    return exports


def test_the_whole_way_of_each_source(tmp_path: Path) -> None:
    """52 weeks of 12 leads each from 2025-06-03 on; the week of `DAY` has not gone on yet.

    51 weeks' leads have, and 52 weeks' MQLs: those of the leads of 2025-06-02 came a day later.
    """
    with company(tmp_path).opened() as db:
        found = source_quality(db, DAY - timedelta(days=363), DAY)
    expo, web, own = sorted(found.rows, key=lambda row: row.group or "")
    assert found.metrics == ("mql_rate", "sql_rate", "opportunity_rate", "win_rate")
    assert [found.rows[-1], own.leads, own.apart] == [own, None, {}]
    assert [found.whole.leads, web.leads, expo.leads] == [1248, 624, 624]
    counted = {
        row.group: [(rate.figure.numerator, rate.figure.denominator) for rate in row.rates.values()]
        for row in (web, expo)
    }
    assert counted == {
        "Web": [(408, 624), (416, 416), (104, 416), (104, 104)],
        "Expo": [(102, 624), (104, 104), (104, 104), (0, 104)],
    }
    assert [one.kind for one in web.apart.values()] == ["higher", "alike", "lower", "higher"]
    assert [one.kind for one in expo.apart.values()] == ["lower", "alike", "higher", "lower"]
    assert web.lead_time is not None
    assert (web.lead_time.median, web.lead_time.count) == (5, 104)


def test_what_is_not_measured_is_left_out(tmp_path: Path) -> None:
    """Leads and wins alone: no rate but that of the whole way; nothing lost is ever exported."""
    leads = [
        {"lead": f"{n}", "created": DAY - timedelta(days=n), "source": "Web"} for n in range(300)
    ]
    deals = [
        deal(f"D{n}", f"{n}", "1") | {"opened": "", "closed": DAY - timedelta(days=n - 20)}
        for n in range(30, 300, 3)
    ]
    exports = Exports(tmp_path)
    exports.bring(DAY, leads=leads, deals=deals)
    with exports.opened() as db:
        found = source_quality(db, DAY - timedelta(days=363), DAY)
    assert found.metrics[-1] == "lead_win_rate"
    assert "win_rate" not in found.metrics
    (web,) = found.rows
    assert web.rates["lead_win_rate"].figure.numerator == 90
    assert web.apart["lead_win_rate"].kind == "too_few"
