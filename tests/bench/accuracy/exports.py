"""Funnels as exports: what any generator has to write to be measured through the import.

A folder with `leads.csv` (lead, created, email, source, lead campaign, owner and a date column for
each stage the tool records), `deals.csv` (deal, stage, opened, closed, amount, deal leads, owner,
product) and `map.toml`, which says what the columns mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from funnel.publishing.publish import Upload, publish
from funnel.store.workspace import Workspace
from tests.bench.accuracy.generator import Funnel, parameters
from tests.uploads import MAPPING

UNTIL = date(2026, 11, 22)
"""A Sunday: the last day of the history."""


def write_tables(
    funnel: Funnel,
    folder: Path,
    weeks: int,
    until: date = UNTIL,
    settings: dict[str, Any] | None = None,
) -> list[Path]:
    """Write what is known at the end of week `weeks` - 1, which is `until`; the files."""
    settings = settings or parameters()
    folder.mkdir(parents=True, exist_ok=True)
    last = 7 * weeks - 1
    first = until - timedelta(days=last)
    known = np.where((funnel.days <= last) & ~funnel.inferred, funnel.days, -1)
    is_there = funnel.days[:, 0] <= last
    numbers = np.arange(len(known))[is_there]
    sources, people = settings["sources"]["names"], settings["people"]
    known, source = known[is_there], funnel.source[is_there]
    leads: dict[str, Any] = {
        "lead": [f"L{number:07d}" for number in numbers],
        "created": _dates(known[:, 0], first),
        "email": [f"p{number}@c{number}.example" for number in numbers],
        "source": [sources[code] for code in source],
        "lead campaign": [
            f"{sources[code]} {campaign + 1}"
            for code, campaign in zip(source, funnel.campaign[is_there], strict=True)
        ],
        "owner": [people["owners"][code] for code in funnel.owner[is_there]],
    }
    for place, stage in enumerate(funnel.stages[1:-2], 1):
        if (funnel.days[:, place] >= 0).any():
            leads[stage.replace("_", " ")] = _dates(known[:, place], first)
    opened, won = known[:, -2], known[:, -1]
    lost = np.where(funnel.lost[is_there] <= last, funnel.lost[is_there], -1)
    has_deal = (opened >= 0) | (won >= 0)
    outcome = np.where(won >= 0, "Won", np.where(lost >= 0, "Lost", "Talks"))
    deals = {
        "deal": [f"D{number:07d}" for number in numbers[has_deal]],
        "stage": outcome[has_deal],
        "opened": _dates(opened[has_deal], first),
        "closed": _dates(np.where(won >= 0, won, lost)[has_deal], first),
        "amount": funnel.amount[is_there][has_deal].astype(np.int64),
        "product": [people["products"][code] for code in funnel.product[is_there][has_deal]],
        "deal leads": [f"L{number:07d}" for number in numbers[has_deal]],
        "deal owner": [people["owners"][code] for code in funnel.owner[is_there][has_deal]],
    }
    files = []
    for name, table in (("leads", leads), ("deals", deals)):
        files.append(folder / f"{name}.csv")
        pd.DataFrame(table).to_csv(files[-1], index=False)
    (folder / "map.toml").write_text(MAPPING, encoding="utf-8")
    return files


def bring(files: Sequence[Path], home: Path, until: date = UNTIL) -> Workspace:
    """Import tables as a user would, `map.toml` beside the first; the workspace."""
    workspace = Workspace(home)
    at = datetime.combine(until, time(12), UTC)
    publish(workspace, Upload(files, "bench", at, files[0].parent / "map.toml", exported_on=until))
    return workspace


def _dates(days: np.ndarray[Any, Any], first: date) -> list[str]:
    return [(first + timedelta(days=int(day))).isoformat() if day >= 0 else "" for day in days]
