"""Whether the range of a lead's worth holds the truth: `pytest tests/bench/test_worth.py -s`."""

from __future__ import annotations

import numpy as np
import pytest

from funnel.analysis.worth import Segment, Step, worth

COMPANIES = 300
RATES = (0.30, 0.31, 0.28)
SPREAD = 0.2
"""Of the sources' rates around the whole's, lognormal."""
SIZE, SIZES = 14.0, 0.6
"""Mean and deviation of the logarithm of what a win brings."""


def source(leads: int, random: np.random.Generator) -> tuple[Segment, float]:
    """A source of so many leads, and what one of them is worth in truth."""
    rates = np.minimum(np.array(RATES) * random.lognormal(0, SPREAD, len(RATES)), 0.95)
    steps, entered = [], leads
    for stage, rate in zip("abc", rates, strict=True):
        advanced = int(random.binomial(entered, rate))
        steps.append(Step(stage, entered, advanced))
        entered = advanced
    amounts = tuple(map(float, random.lognormal(SIZE, SIZES, entered)))
    return Segment(tuple(steps), amounts), float(np.prod(rates) * np.exp(SIZE + SIZES**2 / 2))


def added(sources: list[Segment]) -> Segment:
    steps = tuple(
        Step(same[0].stage, sum(one.entered for one in same), sum(one.advanced for one in same))
        for same in zip(*(one.steps for one in sources), strict=True)
    )
    return Segment(steps, tuple(amount for one in sources for amount in one.amounts))


@pytest.mark.parametrize("leads", [100, 300, 1000])
def test_the_range_holds_four_of_five_and_shrinking_errs_less(leads: int) -> None:
    """Of five sources each, whose true rates and amounts are known; the raw figure beside it."""
    random = np.random.default_rng(leads)
    inside, errors, raw_errors, biases = [], [], [], []
    for _ in range(COMPANIES):
        made = [source(leads, random) for _ in range(5)]
        whole = added([one for one, _ in made])
        if not whole.amounts:
            continue
        for one, truth in made:
            found = worth(whole, one)[0]
            raw = sum(one.amounts) / leads
            inside.append(found.low <= truth <= found.high)
            biases.append(found.value / truth - 1)
            errors.append(abs(found.value / truth - 1))
            raw_errors.append(abs(raw / truth - 1))
    covered, error, raw_error = (float(np.mean(each)) for each in (inside, errors, raw_errors))
    print(
        f"{leads} leads a source: covered {covered:.1%}, error {error:.1%} "
        f"(raw {raw_error:.1%}), bias {float(np.mean(biases)):+.1%}"
    )
    assert 0.77 <= covered <= 0.88
    assert error < raw_error
