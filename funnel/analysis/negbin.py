"""Tails of the negative binomial distribution: how unusual a count is around an uncertain mean."""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

NORMAL = NormalDist()
FARTHEST = 1e-15
"""No tail is told as smaller: beyond it rounding decides."""
LEAST_VARIANCE = 1e-9
MANY = 3000
"""From here on counts need not be added up one by one, and nothing grows with the rows."""


def probabilities(mean: float, relative_variance: float, most: int) -> NDArray[np.float64]:
    """P(0), ..., P(most) of a count with this mean and variance mean + relative_variance * mean^2.

    P(0) = (r / (r + m))^r with r = 1 / relative_variance, and
    P(n + 1) = P(n) * (n + r) / (n + 1) * m / (r + m), summed as logarithms, so that nothing
    overflows. Source: Johnson, Kemp, Kotz: Univariate Discrete Distributions, 2005, ch. 5.

    Args:
        mean: above 0.
        relative_variance: of the mean itself (its squared coefficient of variation); 0 is Poisson.
        most: the largest count asked for; shape of the result (most + 1,).
    """
    size = 1 / max(relative_variance, LEAST_VARIANCE)
    numbers = np.arange(most)
    first = -size * np.log1p(mean / size)
    steps = np.log((numbers + size) / (numbers + 1) * (mean / (size + mean)))
    return np.asarray(np.exp(first + np.concatenate(([0.0], np.cumsum(steps)))))


def z_of(observed: int, mean: float, relative_variance: float) -> float:
    """The normal quantile of a count's mid-p: P(X < observed) + P(X = observed) / 2.

    Negative where fewer than expected were seen; 0 where nothing was expected. Mid-p, because a
    count's own tail is too cautious where it is small (Lancaster, JASA 56, 1961). Beyond `MANY` the
    count is as good as Gamma with the same mean and variance, whose cube root is as good as normal
    (Wilson and Hilferty, PNAS 17, 1931): z = ((O / E)^(1/3) - 1 + 1 / 9a) sqrt(9a) with
    a = 1 / (1 / E + relative variance); that is within .02 of the sum as far as z = -5.
    """
    if mean <= 0:
        return 0.0
    if max(observed, mean) > MANY:
        shape = 9 / (1 / mean + relative_variance)
        return float(((observed / mean) ** (1 / 3) - 1 + 1 / shape) * sqrt(shape))
    found = probabilities(mean, relative_variance, observed)
    tail = float(found.sum() - found[-1] / 2)
    return NORMAL.inv_cdf(min(max(tail, FARTHEST), 1 - FARTHEST))


def likely_most(mean: float, relative_variance: float, share: float = 0.8) -> int:
    """The smallest count that is not passed in `share` of all cases."""
    sd = (mean + relative_variance * mean**2) ** 0.5
    reached = np.cumsum(probabilities(mean, relative_variance, int(mean + 12 * sd) + 10))
    return int(np.searchsorted(reached, share))


def smallest_drop(mean: float, relative_variance: float, threshold: float) -> float | None:
    """The smallest drop (in steps of 5 %) that takes z below `threshold` in four of five cases.

    None where not even the loss of everything would show.
    """
    for percent in range(5, 101, 5):
        left = mean * (1 - percent / 100)
        worst = likely_most(left, relative_variance) if left > 0 else 0
        if z_of(worst, mean, relative_variance) < threshold:
            return percent / 100
    return None
