"""The rows of today: leads past their promise or due next, leads nobody has, stalled deals.

Deals that have stood still for a year stand apart: nobody closed them, and so long a list of what
can hardly be won hides those that still can.

The data end on a day; what is due by the next working day is what the meeting can still keep.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from funnel.reports.promises import PromisesReport
from funnel.reports.stalled import Stalled
from funnel.store.database import Database

Kind = Literal["overdue", "due", "unassigned", "stalled", "forgotten"]
KINDS: tuple[Kind, ...] = ("overdue", "due", "unassigned", "stalled", "forgotten")
TO_MOVE = KINDS[:-1]
"""What is on the screen and in the digest; the forgotten are counted, and listed in full."""
LOOK_BACK = timedelta(days=91)
"""Who was handed over earlier and never got an owner is a matter of data, not of today."""
FORGOTTEN = 365
"""Days from which on a deal that stands still is not to be moved on but to be closed."""
UNASSIGNED = """
select
    passes.lead_id,
    passes.pass,
    leads.person,
    leads.company,
    leads.source,
    passes.handed_on
from passes
inner join leads on passes.lead_id = leads.lead_id
where
    leads.owner is null
    and passes.handed_on between $since and $as_of
    and (passes.decision is null or passes.decided_on > $as_of)
order by passes.handed_on, passes.lead_id, passes.pass
"""


LEADS_OF = """
select
    deals.deal_id,
    leads.person,
    leads.company
from deals
inner join leads on deals.lead_id = leads.lead_id
where deals.deal_id in (select unnest(cast($deals as varchar[])))
"""


@dataclass(frozen=True)
class Row:
    """One thing to do today.

    Args:
        kind: why it is here.
        subject_id: of the lead or the deal.
        promise: which is past or due.
        since: the day it is counted from: due, handed over, or entered its stage; None where
            nobody knows it.
        days: late, or waiting, or in the stage; 0 for what is due next.
        limit: of a stalled or forgotten deal, the days that four of five deals take.
        stage: of the same.
    """

    kind: Kind
    subject_id: str
    person: str | None
    company: str | None
    source: str | None
    owner: str | None
    promise: str | None
    since: date | None
    days: int
    limit: int | None = None
    stage: str | None = None


@dataclass(frozen=True)
class Today:
    """All rows of a day, the most urgent first, and how many there are of each kind.

    Of the overdue that is who is late since yesterday, not for months: whom one calls today still
    remembers having asked. Of the others it is who waits longest.

    A kind that these exports cannot tell is not in `totals`. Lists are cut where `promises` cuts
    them; `totals` are not. A lead that nobody has stands under its promise as well.
    """

    as_of: date
    rows: tuple[Row, ...]
    totals: dict[Kind, int]

    def of(self, kind: Kind) -> tuple[Row, ...]:
        """The rows of one kind."""
        return tuple(row for row in self.rows if row.kind == kind)


def today(db: Database, promises: PromisesReport, stalled: Stalled | None) -> Today:
    """What is to be done on `promises.asked.as_of`.

    Args:
        db: the version.
        promises: of the last months; with nothing agreed there is nothing due.
        stalled: as of the same day; None where no open deal is exported.
    """
    as_of = promises.asked.as_of
    totals: dict[Kind, int] = {}
    rows: list[Row] = []
    if promises.is_agreed:
        totals |= {"overdue": promises.overdue.total, "due": promises.due.total}
        kinds: tuple[Kind, Kind] = ("overdue", "due")
        for kind, listed in zip(kinds, (promises.overdue, promises.due), strict=True):
            rows += [
                Row(
                    kind, one.lead_id, one.person, one.company, one.source, one.owner, one.promise,
                    one.due_on, max(one.days_late, 0),
                )
                for one in listed.rows
            ]  # fmt: skip
    rows += _unassigned(db, as_of)
    totals["unassigned"] = sum(row.kind == "unassigned" for row in rows)
    if stalled is not None:
        leads = _leads_of(db, [deal.deal_id for deal in stalled.deals])
        rows += [
            Row(
                "forgotten" if deal.days > FORGOTTEN else "stalled", deal.deal_id,
                *leads.get(deal.deal_id, (None, None)), deal.source, deal.owner, None,
                deal.entered_on, deal.days, deal.limit, deal.stage,
            )
            for deal in stalled.deals
        ]  # fmt: skip
        for kind in ("stalled", "forgotten"):
            totals[kind] = sum(row.kind == kind for row in rows)
    rows.sort(key=_urgency)
    return Today(as_of, tuple(rows), totals)


def _urgency(row: Row) -> tuple[int, int, str]:
    return KINDS.index(row.kind), row.days if row.kind == "overdue" else -row.days, row.subject_id


def most_urgent(found: Today, most: int) -> list[Row]:
    """The first of each kind in turns, so that a long list of one does not hide the others."""
    queues = [list(found.of(kind)) for kind in TO_MOVE]
    chosen: list[Row] = []
    while any(queues) and len(chosen) < most:
        for queue in queues:
            if queue and len(chosen) < most:
                chosen.append(queue.pop(0))
    return sorted(chosen, key=lambda row: KINDS.index(row.kind))


def _leads_of(db: Database, deals: Sequence[str]) -> dict[str, tuple[str | None, str | None]]:
    found = db.rows(LEADS_OF, {"deals": list(deals)})
    return {deal: (person, company) for deal, person, company in found}


def _unassigned(db: Database, as_of: date) -> list[Row]:
    days = {"since": as_of - LOOK_BACK, "as_of": as_of}
    return [
        Row(
            "unassigned", row["lead_id"], row["person"], row["company"], row["source"], None, None,
            row["handed_on"], (as_of - row["handed_on"]).days,
        )
        for row in db.records(UNASSIGNED, days)
    ]  # fmt: skip
