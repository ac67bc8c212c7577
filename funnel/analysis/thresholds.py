"""Where to set the threshold of an MQL: what each band of scores became, and what is not known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from funnel.analysis.forecast_history import Floats

DRAWS, SEED = 1000, 2026
LOW, HIGH = 0.1, 0.9
LEAST = 5.0
"""People at full age, sum F(age), from which a band's rate can be told."""

Known = Literal["known", "too_few", "unknown"]


@dataclass(frozen=True)
class Band:
    """Those who scored `at_least` and less than the next band.

    `entered` people, `reached` of whom became SQLs; `matured` is the sum of F(age) over them: how
    many have had their time.
    """

    at_least: float
    entered: int
    reached: int
    matured: float


@dataclass(frozen=True)
class BandRate:
    """A band's rate by its counts, and made to rise with the score; its 80 % range."""

    at_least: float
    entered: int
    reached: int
    state: Known
    plain: float | None
    rate: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Threshold:
    """What a threshold there would let through: `entered` people, `rate` of them reaching SQL.

    `lift` is that rate over that of all known bands; `kept` the share of those let through today;
    `accepts` says whether every band above brings at least cost / value. None below today's
    threshold, where nobody was worked.
    """

    at_least: float
    state: Known
    entered: int
    kept: float | None
    rate: float | None
    lift: float | None
    accepts: bool | None


@dataclass(frozen=True)
class Review:
    """Bands and thresholds from the lowest score up; `best` is the lowest threshold that accepts.

    `break_even` = cost / value. `below_is_unknown`: nobody below today's threshold was worked; a
    small random share of them, handed over, would tell.
    """

    bands: tuple[BandRate, ...]
    thresholds: tuple[Threshold, ...]
    break_even: float | None
    best: float | None
    below_is_unknown: bool


def review(
    bands: Sequence[Band], today: float, cost: float | None = None, value: float | None = None
) -> Review:
    """Rates by band of score, and what each threshold would do.

    rate = O / sum F(age), made to rise with the score by pooling adjacent violators, weighed by
    sum F(age). The range is that of 1,000 draws of Gamma(O + 1/2, sum F(age)), each made to rise.

    Args:
        today: the threshold in force.
        cost: of handling one lead that is handed over; `value`: of one SQL, in the same currency.

    Source: shared/research/statistics.md (f); Ayer et al., Annals of Mathematical Statistics 26
    (1955) for the pooling.
    """
    listed = sorted(bands, key=lambda band: band.at_least)
    states = [_state(band, today) for band in listed]
    known = [band for band, state in zip(listed, states, strict=True) if state == "known"]
    seen = np.array([band.reached for band in known], dtype=float)
    due = np.array([band.matured for band in known], dtype=float)
    rates = rising(np.divide(seen, due, out=np.zeros_like(seen), where=due > 0), due)
    random = np.random.default_rng(SEED)
    drawn = np.array([
        rising(random.gamma(seen + 0.5) / due, due) for _ in range(DRAWS if known else 0)
    ])  # fmt: skip
    told: dict[float, tuple[float, float, float]] = {}
    for place, band in enumerate(known):
        low, high = np.minimum(np.quantile(drawn[:, place], (LOW, HIGH)), 1.0)
        rate = min(float(rates[place]), 1.0)
        told[band.at_least] = rate, min(float(low), rate), max(float(high), rate)
    break_even = cost / value if cost is not None and value else None
    thresholds = _thresholds(listed, states, told, today, break_even)
    accepted = [one.at_least for one in thresholds if one.accepts]
    return Review(
        tuple(_band(band, state, told) for band, state in zip(listed, states, strict=True)),
        tuple(thresholds),
        break_even,
        min(accepted, default=None),
        "unknown" in states,
    )


def rising(rates: Floats, weights: Floats) -> Floats:
    """The nearest rates (by weighted squares) that never fall: pool adjacent violators."""
    blocks: list[list[float]] = []  # mean, weight, how many
    for rate, weight in zip(rates, weights, strict=True):
        blocks.append([float(rate), float(weight), 1])
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            mean, heavy, many = blocks.pop()
            before = blocks[-1]
            together = before[1] + heavy
            before[0] = (before[0] * before[1] + mean * heavy) / together
            before[1], before[2] = together, before[2] + many
    return np.repeat([block[0] for block in blocks], [int(block[2]) for block in blocks])


def _state(band: Band, today: float) -> Known:
    if band.at_least < today:
        return "unknown"
    return "known" if band.matured >= LEAST else "too_few"


def _band(band: Band, state: Known, told: dict[float, tuple[float, float, float]]) -> BandRate:
    plain = band.reached / band.matured if state != "unknown" and band.matured > 0 else None
    rate, low, high = told.get(band.at_least, (None, None, None))
    return BandRate(band.at_least, band.entered, band.reached, state, plain, rate, low, high)


def _thresholds(
    bands: Sequence[Band],
    states: Sequence[Known],
    told: dict[float, tuple[float, float, float]],
    today: float,
    break_even: float | None,
) -> list[Threshold]:
    passed = sum(band.entered for band in bands if band.at_least >= today)
    overall = _rate_of([band for band in bands if band.at_least in told], told)
    found = []
    for place, (band, state) in enumerate(zip(bands, states, strict=True)):
        entered = sum(one.entered for one in bands[place:])
        above = [one for one in bands[place:] if one.at_least in told]
        rate = _rate_of(above, told) if state == "known" else None
        found.append(Threshold(
            band.at_least, state, entered,
            entered / passed if passed and state != "unknown" else None,
            rate,
            rate / overall if rate is not None and overall else None,
            None if rate is None or break_even is None
            else all(told[one.at_least][0] >= break_even for one in above),
        ))  # fmt: skip
    return found


def _rate_of(bands: Sequence[Band], told: dict[float, tuple[float, float, float]]) -> float | None:
    people = sum(band.entered for band in bands)
    if not people:
        return None
    return sum(band.entered * told[band.at_least][0] for band in bands) / people
