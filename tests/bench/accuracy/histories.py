"""A simulated funnel as what a forecast is made from, as known at the end of a week."""

from __future__ import annotations

import numpy as np

from funnel.analysis.forecast_history import History, Money, Stage
from funnel.analysis.triangles import Counts
from tests.bench.accuracy.generator import Funnel


def history_of(funnel: Funnel, weeks: int, source: int | None = None) -> History:
    """What is known at the end of week `weeks` - 1, of all or of one source."""
    last = 7 * weeks - 1
    stages = [
        Stage(
            funnel.stages[base],
            funnel.triangle(base, target, weeks, source),
            _lost(funnel, weeks, source) if target == funnel.steps[-1][1] else None,
        )
        for base, target in funnel.steps
    ]
    opened, won = funnel.days[:, -2], funnel.days[:, -1]
    is_in = np.ones(len(won), bool) if source is None else funnel.source == source
    is_won = is_in & (won >= 0) & (won <= last)
    is_lost = is_in & (opened >= 0) & (funnel.lost >= 0) & (funnel.lost <= last)
    is_open = is_in & (opened >= 0) & (opened <= last) & ~is_won & ~is_lost
    recently = last - 728
    closed = (is_won & (won > recently)) | (is_lost & (funnel.lost > recently))
    money = Money(
        (last - opened[is_open]) // 7,
        funnel.amount[is_open],
        funnel.amount[is_won & (won > recently)],
        (last - won[is_won & (won > recently)]) // 7,
        funnel.amount[closed],
    )
    return History(tuple(stages), money)


def _lost(funnel: Funnel, weeks: int, source: int | None) -> Counts:
    last = 7 * weeks - 1
    is_known = (funnel.lost >= 0) & (funnel.lost <= last) & (funnel.days[:, -2] >= 0)
    if source is not None:
        is_known &= funnel.source == source
    came = (last - funnel.days[is_known, -2]) // 7
    age = came - (last - funnel.lost[is_known]) // 7
    found = np.zeros((weeks, weeks), np.int64)
    np.add.at(found, (came, age), 1)
    return found
