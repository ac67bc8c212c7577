"""The whole way of one lead or deal, day by day: stages, hand-overs, touches, talks, promises."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from funnel.errors import Problem, UnknownName
from funnel.filters import STAGES
from funnel.reports.promise_sql import JUDGED
from funnel.store.database import Database

Subject = Literal["lead", "deal"]
What = Literal["stage", "decision", "touch", "sales", "deal", "deal_stage", "promise"]
LIMIT = 500
"""So many touches and activities are told, the latest; the others are counted."""

ORDER: tuple[What, ...] = ("touch", "stage", "sales", "decision", "deal", "deal_stage", "promise")
"""Of what happened on one day: a touch makes the stage, a talk comes before the decision."""
_LEAD = """
select lead_id, lead_no, person, company, source, campaign, owner, score, created_on
from leads where lead_id = $id
"""
_DEAL = """
select deal_id, lead_id, name, company, stage, outcome, source, owner, amount, lost_reason
from deals where deal_id = $id
"""
_STAGES = """
select
    entered_on as day, 'stage' as what, stage as name, null as detail, owner,
    evidence, not_before_on, pass, cast(null as decimal(18, 2)) as amount
from stage_entries
where subject = 'lead' and subject_id = $id and entered_on <= $as_of
union all
select
    decided_on, 'decision', decision, reason, owner, 'recorded', refused_not_before_on, pass, null
from passes
where lead_id = $id and decided_on <= $as_of and decision in ('sent_back', 'rejected')
union all
select opened_on, 'deal', 'open', name, owner, 'recorded', null, null, amount
from deals
where
    opened_on <= $as_of
    and deal_id in (select deal_id from lead_deals where lead_id = $id)
union all
select
    closed_on, 'deal', outcome, concat_ws(' / ', name, lost_reason), owner, 'recorded', null, null,
    amount
from deals
where
    closed_on <= $as_of
    and deal_id in (select deal_id from lead_deals where lead_id = $id)
"""
_TOUCHES = """
select
    occurred_on as day, 'touch' as what, kind as name, campaign as detail, null as owner,
    count(*) over () as total
from touches
where lead_no = $lead_no and occurred_on <= $as_of
order by occurred_on desc, occurred_at desc
limit $limit
"""
_TALKS = """
select
    occurred_on as day, 'sales' as what, kind as name,
    concat_ws(' / ', title, outcome) as detail, owner,
    count(*) over () as total
from sales_activities
where
    (lead_no = $lead_no or deal_id = $deal_id)
    and occurred_on <= $as_of and not coalesce(is_deleted, false)
order by occurred_on desc, occurred_at desc
limit $limit
"""
_PROMISES = (
    JUDGED
    + """
select due_on as day, 'promise' as what, promise as name, state as detail, owner, pass
from judged
where lead_id = $id
"""
)
_STAYS = """
select
    entered_on as day, 'deal_stage' as what, stage as name, evidence, not_before_on
from deal_stage_stays
where deal_id = $id and entered_on <= $as_of
"""
_INVOLVED = """
select leads.lead_id, leads.person, leads.company, lead_deals.is_primary
from lead_deals
inner join leads on lead_deals.lead_id = leads.lead_id
where lead_deals.deal_id = $id
order by not lead_deals.is_primary, leads.created_on, leads.lead_id
"""


@dataclass(frozen=True)
class Event:
    """Something that happened on `day`, or between `not_before` and then.

    Args:
        what: `name` is the stage of `stage`, the decision of `decision`, the kind of `touch` and
            `sales`, 'open', 'won' or 'lost' of `deal`, the tool's own stage of `deal_stage`, and
            the promise of `promise`, on the day it is due.
        detail: the reason, the campaign, the subject; of a promise what became of it: 'met',
            'broken', 'open', 'cannot_judge'.
        evidence: 'recorded', 'inferred' or 'snapshot'.
        number: of the pass it belongs to.
    """

    day: date
    what: What
    name: str | None
    detail: str | None = None
    owner: str | None = None
    evidence: str = "recorded"
    not_before: date | None = None
    number: int | None = None
    amount: Decimal | None = None


@dataclass(frozen=True)
class Person:
    """A lead, as `leads` has it."""

    id: str
    person: str | None
    company: str | None
    is_primary: bool = True


@dataclass(frozen=True)
class Way:
    """A lead or deal and what happened to it, the latest first; `left_out` are older talks.

    `people` are the lead itself, or the leads of a deal, its primary one first.
    """

    subject: Subject
    id: str
    title: str | None
    company: str | None
    stage: str | None
    outcome: str | None
    source: str | None
    campaign: str | None
    owner: str | None
    amount: Decimal | None
    people: tuple[Person, ...]
    events: tuple[Event, ...]
    left_out: int


def whole_way(db: Database, subject: Subject, subject_id: str) -> Way:
    """As known in a version; of a deal with the way of its primary lead.

    Raises:
        UnknownName: the version has none of this id.
    """
    found = db.records(_LEAD if subject == "lead" else _DEAL, {"id": subject_id})
    if not found:
        raise UnknownName(Problem("unknown_name", value=subject_id, detail=subject))
    told = found[0]
    if subject == "lead":
        people: tuple[Person, ...] = (Person(subject_id, told["person"], told["company"]),)
        events, left_out = _of_lead(db, subject_id, told["lead_no"], None)
    else:
        people = tuple(
            Person(one["lead_id"], one["person"], one["company"], one["is_primary"])
            for one in db.records(_INVOLVED, {"id": subject_id})
        )
        events, left_out = _of_deal(db, subject_id, told["lead_id"])
    return Way(
        subject, subject_id, told.get("name") or told.get("person"), told["company"],
        told.get("stage"), told.get("outcome"), told["source"], told.get("campaign"),
        told["owner"], told.get("amount"), people,
        tuple(sorted(events, key=_in_time, reverse=True)),
        left_out,
    )  # fmt: skip


def _of_lead(
    db: Database, lead_id: str, lead_no: int, deal_id: str | None
) -> tuple[list[Event], int]:
    first, last, known = db.rows("select first_day, last_day, known_until from version")[0]
    asked = {"id": lead_id, "as_of": last}
    events = [_event(row) for row in db.records(_STAGES, asked) if row["day"] is not None]
    promised = asked | {"since": first, "until": last, "known_until": known}
    events += [_event(row) for row in db.records(_PROMISES, promised) if row["day"] is not None]
    of_person = {"lead_no": lead_no, "as_of": last, "limit": LIMIT}
    touched, more = _bounded(db.records(_TOUCHES, of_person))
    talked, further = _bounded(db.records(_TALKS, of_person | {"deal_id": deal_id}))
    return events + touched + talked, more + further


def _of_deal(db: Database, deal_id: str, lead_id: str | None) -> tuple[list[Event], int]:
    last = db.value("select last_day from version")
    stays = db.records(_STAYS, {"id": deal_id, "as_of": last})
    events = [_event(row) for row in stays if row["day"] is not None]
    if lead_id is not None:
        number = db.value("select lead_no from leads where lead_id = $id", {"id": lead_id})
        further, left_out = _of_lead(db, lead_id, number, deal_id)
        return events + further, left_out
    days = db.rows("select opened_on, closed_on, outcome, amount from deals where deal_id = $id",
                   {"id": deal_id})  # fmt: skip
    ((opened, closed, outcome, amount),) = days
    if opened is not None:
        events.append(Event(opened, "deal", "open", amount=amount))
    if closed is not None:
        events.append(Event(closed, "deal", outcome, amount=amount))
    asked = {"lead_no": None, "as_of": last, "limit": LIMIT, "deal_id": deal_id}
    talked, left_out = _bounded(db.records(_TALKS, asked))
    return events + talked, left_out


def _in_time(one: Event) -> tuple[date, int, int]:
    place = STAGES.index(one.name) if one.what == "stage" and one.name in STAGES else 0
    return one.day, ORDER.index(one.what), place


def _bounded(rows: list[dict[str, object]]) -> tuple[list[Event], int]:
    total = int(str(rows[0]["total"])) if rows else 0
    return [_event(row) for row in rows], total - len(rows)


def _event(row: dict[str, object]) -> Event:
    names = {"not_before_on": "not_before", "pass": "number"}
    return Event(**{names.get(name, name): value for name, value in row.items()
                    if name != "total"})  # type: ignore[arg-type]  # fmt: skip
