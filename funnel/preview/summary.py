"""What a built version says as a whole: the stages it measures, and what became of the deals."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from funnel.store.database import Database

OUTCOMES = ("won", "lost", "open")


@dataclass(frozen=True)
class OutcomeCount:
    """Deals with one outcome and their value; `unknown` of them have a stage nobody explained.

    The value is None where no amount is known.
    """

    outcome: str
    count: int
    value: Decimal | None
    unknown: int = 0


@dataclass(frozen=True)
class Summary:
    """Stages in the order of the funnel; outcomes, of which there are none without deals."""

    measured: tuple[str, ...]
    not_measured: tuple[str, ...]
    outcomes: tuple[OutcomeCount, ...]
    currency: str


def summary_of(db: Database) -> Summary:
    """Of a version, built or in force."""
    stages = db.rows(
        "select stage, is_measured from stages where stage not in ('lost', 'amount') "
        "order by position"
    )
    found = {
        outcome: OutcomeCount(outcome, count, value, unknown)
        for outcome, count, value, unknown in db.rows(
            "select outcome, count(*), sum(amount), count(*) filter (where deal_id in "
            "(select subject_id from data_faults where fault = 'unknown_stage')) "
            "from deals group by all"
        )
    }
    return Summary(
        measured=tuple(stage for stage, is_measured in stages if is_measured),
        not_measured=tuple(stage for stage, is_measured in stages if not is_measured),
        outcomes=tuple(found.get(each, OutcomeCount(each, 0, None)) for each in OUTCOMES)
        if found
        else (),
        currency=str(db.value("select currency from version")),
    )
