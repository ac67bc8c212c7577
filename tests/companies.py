"""Companies made up by chance, of the shapes that are hard to count, and their exports of a day.

Events are made first, exports are written from them: of any day, with what had happened by then.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

Row = dict[str, str]
Tables = dict[str, list[Row]]

SOURCES = ("Web", "Expo", "Referral")
OWNERS: tuple[Row, ...] = (
    {"owner id": "u1", "owner name": "Ito", "owner team": "East"},
    {"owner id": "u2", "owner name": "Kato", "owner team": "West"},
    {"owner id": "u3", "owner name": "Sato", "owner team": "West"},
    {"owner id": "u4", "owner name": "Mori", "owner team": ""},
)
STATUS = {
    "mql": "MQL", "handed_over": "Handed over", "accepted": "Working", "sql": "Qualified",
    "sent_back": "Recycled", "rejected": "Unqualified",
}  # fmt: skip


@dataclass
class Person:
    """`events` are (pass, what, when), in the order they were meant to be."""

    key: str
    email: str
    created: datetime
    has_times: bool
    has_history: bool
    source: str
    owner: str
    told: Row
    """What else its record says: the campaign, its company's industry and size."""
    events: list[tuple[int, str, datetime]] = field(default_factory=list)
    has_id: bool = True
    merged: tuple[str, datetime, str, str] | None = None
    """The record merged into this one: its id, when it was created, its source and owner."""


@dataclass
class Talk:
    """A deal; `told_by` is where its leads stand: with the lead, the deal, a table, by e-mail."""

    key: str
    opened: datetime | None
    closed: datetime | None
    outcome: str
    amount: str
    owner: str
    people: list[Person]
    told_by: str
    product: str


@dataclass
class Invented:
    """What happened in a company that never was."""

    people: list[Person]
    talks: list[Talk]

    def exports(self, as_of: date) -> Tables:
        """The tables as they would have been exported at the end of `as_of`."""
        end = datetime.combine(as_of, time.max)
        people = [person for person in self.people if _began(person) <= end]
        talks = [talk for talk in self.talks if (talk.opened or talk.closed or end) <= end]
        tables = {
            "leads": [row for person in people for row in _lead_rows(person, talks, end)],
            "deals": [_deal_row(talk, end) for talk in talks],
            "history": [row for person in people for row in _changes(person, end)],
            "owners": list(OWNERS),
            "links": [
                {"linked lead": person.key, "linked deal": talk.key}
                for talk in talks
                if talk.told_by == "table"
                for person in talk.people
                if person.created <= end
            ],
            "merges": [
                {"survivor": person.key, "merged": person.merged[0]}
                for person in people
                if person.merged
            ],
        }
        return {name: rows for name, rows in tables.items() if rows}


def _began(person: Person) -> datetime:
    return min(person.created, person.merged[1]) if person.merged else person.created


def _changes(person: Person, end: datetime) -> list[Row]:
    if not person.has_history:
        return []
    return [
        {"changed lead": person.key, "old status": "", "new status": STATUS[what],
         "changed": f"{when:%Y-%m-%d %H:%M}"}
        for _, what, when in person.events
        if when <= end
    ]  # fmt: skip


def _lead_rows(person: Person, talks: Sequence[Talk], end: datetime) -> list[Row]:
    """Its record, and the one that was merged into it: by now they are one."""
    form = "%Y-%m-%d %H:%M" if person.has_times else "%Y-%m-%d"
    dates: Row = {}
    for number, what, when in sorted(person.events, key=lambda event: event[2]):
        again = " again" if what == "handed_over" and number else ""
        header = what.replace("_", " ") + again
        is_told = what in ("mql", "handed_over") or not person.has_history
        if when <= end and header not in dates and is_told and what != "rejected":
            dates[header] = when.strftime(form)
    if person.has_history:
        dates.pop("handed over again", None)
    deals = [talk.key for talk in talks if talk.told_by == "lead" and person in talk.people]
    blank = dict.fromkeys(
        ("mql", "handed over", "handed over again", "accepted", "sql", "sent back"), ""
    )
    rows = []
    if person.created <= end:
        rows.append(
            blank | {
                "lead": person.key if person.has_id else "",
                "created": person.created.strftime(form),
                "email": person.email,
                "source": person.source,
                "owner": person.owner,
                "lead deals": ";".join(deals),
            } | dates | person.told
        )  # fmt: skip
    if person.merged and person.merged[1] <= end:
        key, created, source, owner = person.merged
        rows.append(
            blank | {
                "lead": key, "created": created.strftime(form), "email": "", "source": source,
                "owner": owner, "lead deals": "",
            }
        )  # fmt: skip
    return rows


def _deal_row(talk: Talk, end: datetime) -> Row:
    is_closed = talk.outcome != "Talks" and (talk.closed is None or talk.closed <= end)
    known = [person for person in talk.people if person.created <= end]
    expected = (talk.opened or end) + timedelta(days=60)
    closed = talk.closed if is_closed else expected
    return {
        "deal": talk.key,
        "stage": talk.outcome if is_closed else "Talks",
        "opened": f"{talk.opened:%Y-%m-%d}" if talk.opened else "",
        "closed": f"{closed:%Y-%m-%d}" if closed else "",
        "amount": talk.amount,
        "deal owner": talk.owner,
        "product": talk.product,
        "deal leads": ";".join(p.key for p in known) if talk.told_by == "deal" else "",
        "deal email": known[0].email if talk.told_by == "email" and known else "",
    }


def invent(seed: int, people: int, start: date, days: int, *, is_steady: bool = False) -> Invented:
    """A company with `people` leads created within `days` from `start`; same seed, same company.

    Dates also stand in the wrong order. Unless it `is_steady`, records are merged that say
    different things, deals name leads that were created later, and were closed before they were
    opened: what exports of a past day cannot have known. No two leads are created on one day where
    both are linked to one deal.
    """
    chance = random.Random(seed)
    invented = [_person(chance, number, start, days, is_steady) for number in range(people)]
    talks: list[Talk] = []
    for person in invented:
        likely = 0.8 if any(what == "sql" for _, what, _ in person.events) else 0.15
        while chance.random() < likely:
            talks.append(_talk(chance, len(talks), person, invented, is_steady=is_steady))
            likely = 0.25
    talks += [
        _talk(
            chance, len(talks) + number, None, invented, is_steady=is_steady, start=start, days=days
        )
        for number in range((people + 5) // 12)
    ]
    chance.shuffle(invented)
    chance.shuffle(talks)
    return Invented(invented, talks)


def _person(chance: random.Random, number: int, start: date, days: int, is_steady: bool) -> Person:
    at = datetime.combine(start, time(8)) + timedelta(
        days=chance.randrange(days), minutes=chance.randrange(600)
    )
    person = Person(
        f"L{number}",
        f"p{number}@x{number}.example",
        at,
        has_times=chance.random() < 0.5,
        has_history=chance.random() < 0.5,
        source=chance.choice((*SOURCES, "")) if chance.random() < 0.5 else chance.choice(SOURCES),
        owner=chance.choice(("u1", "u2", "u3", "u4", "Abe", "")),
        told={
            "lead campaign": chance.choice(("Spring fair", "Webinar", "")),
            "industry": chance.choice(("Retail", "Steel", "")),
            "employees": chance.choice(("", str(chance.randint(1, 3000)))),
        },
    )
    if not person.has_history and chance.random() < 0.2:
        person.has_id = False
    _travel(chance, person, at)
    if person.has_id and chance.random() < 0.12:
        away = timedelta(days=chance.choice((3, 11) if is_steady else (-9, -2, 3, 11)))
        source = person.source if is_steady else chance.choice((*SOURCES, ""))
        owner = person.owner if is_steady else chance.choice(("u1", "u2", ""))
        person.merged = (f"M{number}", at + away, source, owner)
    return person


def _travel(chance: random.Random, person: Person, at: datetime) -> None:
    """One to three passes, each of which may stop anywhere or skip something."""
    passes = chance.choice((1, 1, 1, 2, 2, 3)) if person.has_history else chance.choice((1, 1, 2))
    for number in range(passes):
        steps = ["mql", "handed_over", "accepted", "sql"]
        if number and not (person.has_history and chance.random() < 0.5):
            steps.remove("mql")
        goes_on = number + 1 < passes
        steps = steps[: chance.randint(2 if goes_on or number else 0, 4)]
        kept = [what for what in steps if what == "handed_over" or chance.random() < 0.85]
        if not goes_on and not number and chance.random() < 0.1 and "handed_over" in kept:
            kept.remove("handed_over")
        refused = goes_on or ("handed_over" in kept and chance.random() < 0.25)
        if refused:
            is_rejected = person.has_history and chance.random() < 0.3
            kept.append("rejected" if is_rejected else "sent_back")
        # without a history there is one column, so one date, for all but the hand-over
        told = set() if person.has_history else {what for _, what, _ in person.events}
        for what in kept:
            at += timedelta(days=chance.randint(1, 14), minutes=chance.randint(1, 50))
            if what not in told - {"handed_over"}:
                person.events.append((number, what, at))
    if passes == 1:
        person.events = [
            (number, what, _amiss(chance, when)) for number, what, when in person.events
        ]


def _amiss(chance: random.Random, when: datetime) -> datetime:
    """A date as people enter it: now and then too early or too late."""
    is_off = chance.random() < 0.2
    return when + timedelta(days=chance.randint(-25, 25), minutes=3) if is_off else when


def _talk(
    chance: random.Random,
    number: int,
    person: Person | None,
    everybody: Sequence[Person],
    *,
    is_steady: bool,
    start: date = date.min,
    days: int = 0,
) -> Talk:
    people = [person] if person else []
    if person is None:
        began = datetime.combine(start, time(9)) + timedelta(days=chance.randrange(days))
    else:
        last = max([when for _, _, when in person.events], default=person.created)
        began = max(last, person.created) + timedelta(days=chance.randint(0, 20))
        if not is_steady and chance.random() < 0.1:
            began = person.created - timedelta(days=chance.randint(1, 15))
        also = chance.choice(everybody)
        fits = also.created.date() != person.created.date() and (
            also.created <= began or not is_steady
        )
        are_plain = all(one.has_id and not one.merged for one in (also, person))
        if fits and are_plain and chance.random() < 0.3:
            people.append(also)
    ways = ["lead", "deal", "table"] + (["email"] if len(people) == 1 else [])
    told_by = chance.choice(ways) if all(one.has_id for one in people) else "email"
    outcome = chance.choice(("Won", "Won", "Lost", "Talks"))
    closed = began + timedelta(days=chance.randint(3, 90)) if outcome != "Talks" else None
    opened: datetime | None = began
    odd = chance.random()
    if odd < 0.05:
        opened = None
    elif odd < 0.09:
        closed = None
    elif odd < 0.13 and closed and not is_steady:
        closed = began - timedelta(days=chance.randint(1, 9))
    amount = "" if chance.random() < 0.1 else str(chance.randint(1, 900) * 10_000)
    owner = chance.choice(("u1", "u2", "u4", "Abe", ""))
    product = chance.choice(("Cloud", "Scanner", ""))
    return Talk(f"D{number}", opened, closed, outcome, amount, owner, people, told_by, product)


def invent_hubspot(
    seed: int, contacts: int, start: date, days: int, *, is_steady: bool = False
) -> Tables:
    """HubSpot alone: contacts with an MQL date at most, and deals. Some came by an import.

    Unless it `is_steady`, deals may be older than their contact.
    """
    chance = random.Random(seed)
    rows, deals = [], []
    imported = datetime.combine(start, time(10, 7)) + timedelta(days=days // 3)
    for number in range(contacts):
        at = datetime.combine(start, time(8)) + timedelta(
            days=chance.randrange(days), minutes=chance.randrange(600)
        )
        if number % 4 == 0:
            at = imported
        mql = at + timedelta(days=chance.randint(0, 60)) if chance.random() < 0.4 else None
        named = []
        while chance.random() < (0.3 if mql else 0.06):
            named.append(str(9000 + len(deals)))
            opened = (mql or at) + timedelta(days=chance.randint(0 if is_steady else -3, 40))
            stage = chance.choice(("Closed Won", "Closed Lost", "Appointment Scheduled"))
            closed = opened + timedelta(days=chance.randint(5, 120))
            deals.append(_hubspot_deal(chance, named[-1], stage, opened, closed))
        rows.append(
            {
                "Record ID": str(100 + number), "Email": f"c{number}@y{number}.example",
                "Create Date": f"{at:%Y-%m-%d %H:%M}",
                "Original Source": chance.choice(("Organic Search", "Direct Traffic", "")),
                "Contact owner": chance.choice(("Ito", "Kato", "")),
                "Became a Marketing Qualified Lead Date": f"{mql:%Y-%m-%d %H:%M}" if mql else "",
                "Associated Deal IDs": ";".join(named),
            }
        )  # fmt: skip
    for _ in range(contacts // 20):
        opened = datetime.combine(start, time(9)) + timedelta(days=chance.randrange(days))
        closed = opened + timedelta(days=chance.randint(5, 120))
        deals.append(_hubspot_deal(chance, str(9000 + len(deals)), "Closed Won", opened, closed))
    return {"contacts": rows, "deals": deals}


def _hubspot_deal(
    chance: random.Random, key: str, stage: str, opened: datetime, closed: datetime
) -> Row:
    return {
        "Record ID": key, "Deal Name": f"Deal {key}", "Deal Stage": stage,
        "Amount": str(chance.randint(1, 90) * 1000), "Create Date": f"{opened:%Y-%m-%d %H:%M}",
        "Close Date": f"{closed:%Y-%m-%d %H:%M}", "Deal owner": chance.choice(("Ito", "Sato", "")),
    }  # fmt: skip


def cut_hubspot(tables: Tables, as_of: date) -> Tables:
    """The same tables as they would have been exported at the end of `as_of`."""

    def is_there(row: Row) -> bool:
        return row["Create Date"][:10] <= f"{as_of}"

    deals = [dict(row) for row in tables["deals"] if is_there(row)]
    for row in deals:
        if row["Close Date"][:10] > f"{as_of}":
            row["Deal Stage"] = "Appointment Scheduled"
    keys = {row["Record ID"] for row in deals}
    contacts = [dict(row) for row in tables["contacts"] if is_there(row)]
    mql = "Became a Marketing Qualified Lead Date"
    for row in contacts:
        row[mql] = row[mql] if row[mql][:10] <= f"{as_of}" else ""
        named = [key for key in row["Associated Deal IDs"].split(";") if key in keys]
        row["Associated Deal IDs"] = ";".join(named)
    return {"contacts": contacts, "deals": deals}


def cut_report(rows: Sequence[Row], created: str, as_of: date) -> list[Row]:
    """A table of the simulated company as of a past day: no row and no date after it.

    Dates are told by their look; a deal that was closed later is still open.
    """
    found = []
    for row in rows:
        if _is_later(row[created], as_of):
            continue
        later = {name for name, value in row.items() if _is_later(value, as_of)}
        kept = {name: "" if name in later else value for name, value in row.items()}
        if "完了予定日" in later:
            kept |= {"完了予定日": row["完了予定日"], "フェーズ": "提案", "失注理由": ""}
        found.append(kept)
    return found


def _is_later(text: str, as_of: date) -> bool:
    is_day = len(text) >= 10 and text[4] in "-/" and text[7] in "-/"
    return is_day and text[:10].replace("/", "-") > f"{as_of}"
