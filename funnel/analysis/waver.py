"""What a rate wavers by from quarter to quarter in nothing but the weather: tau."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from funnel.analysis.triangles import Curve, Triangle

QUARTER = 13
"""Weeks."""
USUAL_WAVER = 0.095
"""The waver of most companies (relative sd of a quarter's rate)."""
LEAST_WAVER = 0.09
"""Less is never believed: over a year of weekly looks the lucky quarters would cry wolf."""
PRIOR_WEIGHT = 4.0
"""What the usual waver weighs against a quarter of history that expects very many."""
LEAST_TO_LEARN = 3.0
"""A quarter in which fewer are expected tells nothing of the waver."""


def learned(quarters: Iterable[tuple[float, float]]) -> float:
    """tau^2 by moments over (observed, expected) of quarters: mean of ((O - E)^2 - E) / E^2.

    Each quarter weighs 1 / (2 (1/E + tau0^2)^2), the inverse variance of its moment; the usual
    waver tau0 weighs `PRIOR_WEIGHT` quarters that expect infinitely many.

    Source: the moment estimate of extra-Poisson variance (Breslow, Applied Statistics 33, 1984),
    drawn to tau0 as in credibility theory.
    """
    usual = USUAL_WAVER**2
    weight = PRIOR_WEIGHT / (2 * usual**2)
    total = weight * usual
    for observed, expected in quarters:
        if expected < LEAST_TO_LEARN:
            continue
        share = 1 / (2 * (1 / expected + usual) ** 2)
        total += share * ((observed - expected) ** 2 - expected) / expected**2
        weight += share
    return float(max(total / weight, LEAST_WAVER**2))


def waver_of(triangle: Triangle, curve: Curve) -> float:
    """tau^2 of a step, learned from the quarters of the weeks that its `curve` is drawn from.

    Expected of a calendar week: sum over ages of at risk x h(a). Weeks beyond the last whole
    quarter are left out.
    """
    since, until = curve.drawn_from
    quarters = (since - until + 1) // QUARTER
    ages = min(curve.weeks, len(triangle.entered))
    week = np.arange(len(triangle.entered))[:, None] - np.arange(ages)[None, :]
    quarter = (week - until) // QUARTER
    is_in = (quarter >= 0) & (quarter < quarters)
    expected = triangle.at_risk[:, :ages] * curve.hazard[:ages]
    by_quarter = (
        np.bincount(quarter[is_in], weights=cells[is_in], minlength=quarters)
        for cells in (triangle.moved[:, :ages], expected)
    )
    return learned(zip(*(sums.tolist() for sums in by_quarter), strict=True))
