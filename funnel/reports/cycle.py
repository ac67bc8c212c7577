"""Whether the way to a won deal gets shorter: each length now and before, and by quarter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from funnel.analysis.durations import OTHER_SAMPLING, Change, Estimate, change, estimate
from funnel.analysis.incidence import Stays
from funnel.calendar import month_end, months_before
from funnel.metrics.query import days_covered, measured_by
from funnel.reports.durations import ALWAYS, LATE, is_measured
from funnel.reports.waits import (
    LEAD_TIME,
    LENGTH,
    NO_STAYS,
    Key,
    Split,
    Waits,
    WaitsAsked,
    read_waits,
)
from funnel.store.database import Database

SPANS = (364, 182, 91)
"""Days that are held against as many before: the longest of which both are in the data."""
QUARTERS = 4
DRAWN = (LENGTH, LEAD_TIME)
"""The figures told by quarter."""


@dataclass(frozen=True)
class Length:
    """One figure: of what began in the span, and of what began in the span before.

    Args:
        figure, subject: as in `durations`: a stage of a deal may be called as one of the funnel.
        now: with those still open in account; None where nothing began.
        before: as seen when it was as young as the other is now; None where nothing began, or its
            outcomes were not recorded then.
        change: of the medians; None where there is no `before`.
    """

    figure: str
    subject: str
    now: Estimate | None
    before: Estimate | None
    change: Change | None

    @property
    def key(self) -> Key:
        return self.figure, self.subject


@dataclass(frozen=True)
class Quarter:
    """What began from `since` to `until`, whole months of three, as known by now.

    `estimate` is None where nothing began.
    """

    since: date
    until: date
    estimate: Estimate | None


@dataclass(frozen=True)
class Cycle:
    """All measured lengths in the order of the funnel.

    Args:
        since: first day of the span that ends with `as_of`.
        before_since: of the span before it; None where the data do not reach back far enough.
        lengths: empty where no length is measured.
        quarters: of deal length and lead time, oldest first; without what is not measured.
    """

    as_of: date
    since: date
    before_since: date | None
    lengths: tuple[Length, ...]
    quarters: Mapping[Key, tuple[Quarter, ...]]


def cycle(db: Database, month: date, as_of: date, sources: Sequence[str | None] = ()) -> Cycle:
    """The lengths as known by the end of `as_of`.

    Args:
        month: the first day of the month that the last quarter ends with.
        sources: whose leads and deals are looked at; none for all.
    """
    days, first = SPANS[-1], days_covered(db)[0]
    reach = [span for span in SPANS if first <= as_of - timedelta(2 * span - 1) + LATE]
    if reach:
        days = reach[0]
    since = as_of - timedelta(days - 1)
    by: Split | None = "source" if sources else None
    now = read_waits(db, WaitsAsked(since, as_of, as_of, by))
    before: Mapping[Key, Waits] = {}
    if reach:
        end = since - timedelta(1)
        before = read_waits(db, WaitsAsked(end - timedelta(days - 1), end, end, by))
    measured = measured_by(db)
    keys = [key for key in _in_order(now, before) if is_measured(key, None, measured)]
    return Cycle(
        as_of,
        since,
        since - timedelta(days) if reach else None,
        tuple(
            _length(key, now.get(key), _reaching(before.get(key), since - timedelta(days)), sources)
            for key in keys
        ),
        _quarters(db, month, as_of, sources, [key for key in DRAWN if key in keys]),
    )


def _reaching(before: Waits | None, since: date) -> Waits | None:
    """The waits of the span before, where these were recorded the whole time."""
    if before is None or before.recorded_from is not None or before.began_on > since + LATE:
        return None
    return before


def _length(
    key: Key, now: Waits | None, before: Waits | None, sources: Sequence[str | None]
) -> Length:
    found = None if now is None else estimate(_stays(now, sources), now.method)
    earlier = None
    if before is not None:
        earlier = estimate(_stays(before, sources), before.method, OTHER_SAMPLING)
    found, earlier = (one if one and one.entered else None for one in (found, earlier))
    moved = change(found, earlier) if found and earlier else None
    return Length(*key, found, earlier, moved)


def _stays(waits: Waits, sources: Sequence[str | None]) -> Stays:
    """Of all sources, or of those asked for together."""
    parts = [waits.stays.get(source, NO_STAYS) for source in sources or (None,)]
    columns = ("ended", "outcome", "watched", "unseen", "count")
    return Stays(*(np.concatenate([getattr(part, name) for part in parts]) for name in columns))


def _quarters(
    db: Database, month: date, as_of: date, sources: Sequence[str | None], keys: Sequence[Key]
) -> dict[Key, tuple[Quarter, ...]]:
    found: dict[Key, list[Quarter]] = {key: [] for key in keys}
    for back in reversed(range(QUARTERS)):
        since = months_before(month, 3 * back + 2)
        until = min(month_end(months_before(month, 3 * back)), as_of)
        read = read_waits(db, WaitsAsked(since, until, as_of, "source" if sources else None))
        for key in keys:
            one = None
            if key in read:
                one = estimate(_stays(read[key], sources), read[key].method)
            found[key].append(Quarter(since, until, one if one and one.entered else None))
    return {key: tuple(listed) for key, listed in found.items()}


def _in_order(now: Mapping[Key, Waits], before: Mapping[Key, Waits]) -> list[Key]:
    places = {key: float(place) for place, key in enumerate(ALWAYS, 1)}
    own = {**before, **now}
    places |= {key: own[key].position for key in own if key not in places}
    return sorted(places, key=lambda key: (places[key], key))
