"""The clock of whoever uses the product. Below the edges time is an argument."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """This moment, with the zone of the machine."""
    return datetime.now(UTC).astimezone()
