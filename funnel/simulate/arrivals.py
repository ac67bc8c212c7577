"""When leads arrive, and from which source."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .parameters import EXHIBITION, MONTHLY_GROWTH, SOURCES, WEBINAR
from .workdays import Calendar, Floats, Ints

_DAYS_A_MONTH = 30.4
_WEEKLY_NOISE = 0.12
_QUIET = 0.6  # below this liveliness no exhibition opens
_OPENING, _CLOSING = 10 * 60, 17 * 60  # an exhibition's hours, in minutes of the day


@dataclass(frozen=True)
class Arrivals:
    """Leads in the order they arrived; shape (leads,) each.

    `created` is in minutes since 1970-01-01 00:00 local time, `source` indexes `SOURCES`.
    """

    created: Ints
    source: Ints


def day_weights(calendar: Calendar, rng: np.random.Generator) -> Floats:
    """How much happens on each day of the history: season, growth and some weekly noise."""
    days = np.arange(calendar.until - calendar.first + 1)
    growth = MONTHLY_GROWTH ** (days / _DAYS_A_MONTH)
    noise = np.exp(rng.normal(0.0, _WEEKLY_NOISE, days.size // 7 + 1))[days // 7]
    weights: Floats = calendar.liveliness[: days.size] * growth * noise
    return weights


def exhibition_weights(calendar: Calendar, rng: np.random.Generator) -> Floats:
    """Leads from exhibitions: two or three days in a row, every five to seven weeks.

    Counted back from the end, so that the planted story always has an exhibition whose
    hand-overs had the time to become SQL.
    """
    weights = np.zeros(calendar.until - calendar.first + 1)
    tuesday = _free_tuesday(calendar.until - int(rng.integers(12, 17)), calendar)
    weeks_apart = int(rng.integers(5, 7))  # the one before the last must not be too far back
    while tuesday >= calendar.first:
        length = int(rng.integers(2, 4))
        opening = tuesday + (int(rng.integers(0, 2)) if length == 2 else 0)
        at = opening - calendar.first
        weights[at : at + length] = float(np.exp(rng.normal(0.0, 0.2)))
        tuesday = _free_tuesday(tuesday - 7 * weeks_apart, calendar)
        weeks_apart = int(rng.integers(5, 8))
    # Visiting cards scanned the day after, and a trickle that carries a history of a few days.
    late = np.concatenate(([0.0], weights[:-1])) * 0.06
    result: Floats = weights + late + 1e-6
    return result


def _free_tuesday(day: int, calendar: Calendar) -> int:
    """The Tuesday of the day's week, or of an earlier one: no exhibition in a holiday week."""
    tuesday = day - (day + 3) % 7 + 1  # day 0 was a Thursday, so Mondays give 0
    while tuesday >= calendar.first:
        at = tuesday - calendar.first
        if calendar.liveliness[at : at + 3].min() > _QUIET:
            break
        tuesday -= 7
    return tuesday


def webinar_weights(calendar: Calendar, base: Floats) -> Floats:
    """Sign-ups pile up on the days before a webinar, every second Thursday."""
    days = np.arange(calendar.first, calendar.until + 1)
    eve = np.isin((days + 3) % 14, (1, 2, 3))
    return np.where(eve, base * 3.5, base * 0.6)


def arrive(leads: int, calendar: Calendar, rng: np.random.Generator) -> Arrivals:
    """Draw source and moment of `leads` leads, sorted by moment."""
    share = np.array([each.share for each in SOURCES])
    source = rng.choice(len(SOURCES), leads, p=share / share.sum()).astype(np.int64)
    base = day_weights(calendar, rng)
    exhibitions = exhibition_weights(calendar, rng) * np.sqrt(base / base.mean())
    day = np.empty(leads, dtype=np.int64)
    for index in range(len(SOURCES)):
        rows = np.flatnonzero(source == index)
        weights = base
        if index == EXHIBITION:
            weights = exhibitions
        elif index == WEBINAR:
            weights = webinar_weights(calendar, base)
        day[rows] = rng.choice(weights.size, rows.size, p=weights / weights.sum())
    browsing = np.clip(rng.normal(13.5 * 60, 3.0 * 60, leads), 0, 24 * 60 - 1)
    visiting = rng.uniform(_OPENING, _CLOSING, leads)
    minute = np.where(source == EXHIBITION, visiting, browsing).astype(np.int64)
    created = (day + calendar.first) * 1440 + minute
    order = np.argsort(created, kind="stable")
    return Arrivals(created[order], source[order])
