"""What the generator says of itself is so, and the tables it writes hold the same."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.bench.accuracy.exports import UNTIL, bring, write_tables
from tests.bench.accuracy.generator import Drop, Funnel, Plan, parameters, simulate


def share(funnel: Funnel, step: int, since: int, until: int) -> float:
    """Of those who entered in these weeks the share that ever went on."""
    came, went = funnel.days[:, step], funnel.days[:, step + 1]
    cohort = (came >= 7 * since) & (came < 7 * until)
    return float((went[cohort] >= 0).mean())


def test_rates_and_delays_are_those_of_the_file() -> None:
    companies = [simulate(seed, Plan(300, weeks=104, after=104)) for seed in range(40)]
    for step, rate in enumerate(parameters()["steps"]["rates"]):
        found = np.mean([share(company, step, 0, 104) for company in companies])
        assert found == pytest.approx(rate, rel=0.08)
    for step, median in enumerate(parameters()["steps"]["median_weeks"]):
        waits = np.concatenate([
            (company.days[:, step + 1] - company.days[:, step])[company.days[:, step + 1] >= 0]
            for company in companies
        ])  # fmt: skip
        assert np.median(waits) / 7 == pytest.approx(median, rel=0.1, abs=0.08)
    mqls = [((c.days[:, 1] >= 7 * 52) & (c.days[:, 1] < 7 * 104)).sum() / 12 for c in companies]
    assert np.mean(mqls) == pytest.approx(300, rel=0.1)


def test_a_drop_takes_its_share_and_nothing_else() -> None:
    plain, planted = (
        simulate(5, Plan(1000, weeks=104, drops=drops)) for drops in ((), (Drop(2, 0.5, 60),))
    )
    assert (plain.days[:, :3] == planted.days[:, :3]).all()
    went, still = plain.days[:, 3], planted.days[:, 3]
    early = (went >= 0) & (went < 7 * 60)
    assert (went[early] == still[early]).all()
    late = went >= 7 * 60
    assert (still[late] >= 0).mean() == pytest.approx(0.5, abs=0.03)


def test_the_tables_hold_the_same_people(tmp_path: Path) -> None:
    funnel = simulate(1, Plan(100, weeks=60))
    workspace = bring(write_tables(funnel, tmp_path / "tables", 60), tmp_path / "home")
    number = workspace.current()
    assert number is not None
    with workspace.open(number) as db:
        found = dict(
            db.rows(
                "select stage, count(*) from stage_entries "
                "where subject = 'lead' and is_first and entered_on <= $until group by stage",
                {"until": UNTIL},
            )
        )
    last = 7 * 60 - 1
    assert found == {
        stage: int(((funnel.days[:, place] >= 0) & (funnel.days[:, place] <= last)).sum())
        for place, stage in enumerate(funnel.stages)
    }
