"""What happened on which day, as far as it says something about a stretch of time and a source."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from funnel.store.team import Event  # sqlalchemy takes its time

NEAR = timedelta(weeks=2)
"""What lies so close to the day on which something changed is told beside it; a coincidence."""


def within(
    events: Iterable[Event], since: date, until: date, sources: Collection[str | None] = ()
) -> list[Event]:
    """Those of the days `since` to `until`, both included, in their order.

    With `sources`, those of these sources and those about all of them.
    """
    return [
        event
        for event in events
        if since <= event.day <= until
        and (not sources or event.source is None or event.source in sources)
    ]


def around(
    events: Iterable[Event], earliest: date, latest: date, sources: Collection[str | None] = ()
) -> list[Event]:
    """Those at most two weeks before `earliest` or after `latest`."""
    return within(events, earliest - NEAR, latest + NEAR, sources)
