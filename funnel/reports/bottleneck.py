"""Where the funnel is stuck: the steps read from the tables, and what is to be said of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from funnel.analysis.bottleneck import Judged, Known, Question, Verdict, judge, verdict
from funnel.analysis.flows import StepCounts
from funnel.analysis.readings import Compared
from funnel.metrics.query import currency, measured_by
from funnel.reports.stage_flows import Segment, read_steps, steps_of
from funnel.store.database import Database

LOOK_BACK = timedelta(days=365)
"""Wins of so long say what a win brings."""
AMOUNTS = """
select cast(amount as double) as amount
from deals
where
    outcome = 'won'
    and amount is not null
    and closed_on between $since and $until
order by amount
"""
DEALS_TOO: tuple[Segment, ...] = ("owner", "campaign", "product")
LEADS_TOO: tuple[Segment, ...] = ("owner", "campaign")


@dataclass(frozen=True)
class Agreed:
    """What marketing and sales agreed on, as far as they did; plain figures.

    Args:
        targets: final rates, 0 to 1, by 'base>target' (as in 'handed_over>sql').
        capacities: entries a month a stage can work on.
        figures: shares now and before that speak for or against a reading, see `readings`.
        first: the question that is answered first.
    """

    targets: Mapping[str, float] = field(default_factory=dict)
    capacities: Mapping[str, float] = field(default_factory=dict)
    figures: Mapping[str, Compared] = field(default_factory=dict)
    first: Question = "change"


@dataclass(frozen=True)
class Found:
    """The verdict, the currency its money is in, and the steps that are measured."""

    verdict: Verdict
    currency: str
    steps: tuple[tuple[str, str], ...]


def bottleneck(db: Database, as_of: date, agreed: Agreed | None = None) -> Found:
    """What is stuck, as it was known at the end of `as_of`."""
    agreed = agreed or Agreed()
    steps = steps_of(measured_by(db))
    judged = judge(read_steps(db, as_of, steps))
    amounts = [
        amount
        for (amount,) in db.rows(
            AMOUNTS, {"since": as_of - LOOK_BACK + timedelta(days=1), "until": as_of}
        )
    ]
    known = Known(amounts, agreed.targets, agreed.capacities, agreed.figures, agreed.first)
    said = verdict(judged, as_of, known, _parts(db, as_of, judged))
    return Found(said, currency(db), tuple(steps))


def _parts(db: Database, as_of: date, judged: Judged) -> dict[str, StepCounts]:
    """The named step by whatever else its rows are told by."""
    if judged.named is None:
        return {}
    counts = judged.flows[judged.named].counts
    step = (counts.base, counts.target)
    segments = DEALS_TOO if counts.base == "opportunity" else LEADS_TOO
    return {segment: read_steps(db, as_of, [step], segment)[0] for segment in segments}
