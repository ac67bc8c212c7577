"""Read ahead: what the page of the week shows of a large version is read before anybody asks.

The first look at a million leads takes seconds; a nightly import should not keep a meeting waiting.
What was read stays in the caches of `data`, so that every session finds it there.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from funnel.errors import FunnelError
from funnel.store.workspace import Workspace

LARGE = 100_000_000
"""Bytes of a version; a smaller one is read as fast as it is drawn."""
LOOK_EVERY = 5
"""Seconds."""

log = logging.getLogger(__name__)


@asynccontextmanager
async def reading_ahead(_app: Any) -> AsyncIterator[dict[str, Any] | None]:
    """For as long as the server runs: see each version that comes in force, and read it."""
    task = asyncio.create_task(_look())
    yield None
    task.cancel()


async def _look() -> None:
    seen: int | None = None
    while True:
        try:
            seen = await asyncio.to_thread(read_new, seen)
        except (FunnelError, OSError) as error:  # the page says it, to whoever opens it
            log.info("nothing was read ahead: %s", error)
        await asyncio.sleep(LOOK_EVERY)


def read_new(seen: int | None) -> int | None:
    """Read the version in force if it is another than the one seen; its number."""
    workspace = Workspace.from_environment()
    number = workspace.current()
    if number is None or number == seen:
        return number
    if workspace.version_path(number).stat().st_size >= LARGE:
        from funnel.ui import first_reads  # its caches want a server that runs

        first_reads.read_latest()
    return number
