"""What sales says of leads, campaigns and in general, counted by reason and by the leads' source.

Kept apart from `feedback`: that counts what the SFA exports, this what people wrote down here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from funnel.errors import Problem, UnknownName
from funnel.importers.cells.reasons import OTHER, reason_titles
from funnel.reports.feedback import Feedback
from funnel.store.database import Database

if TYPE_CHECKING:
    from funnel.store.team import Voice  # sqlalchemy takes its time

GOOD = "good"
PRAISE = ("良かった", "Good")
HANDED = timedelta(days=30)

_LEADS = """
select lead_id, source, person, company from leads
where lead_id in (select unnest(cast($ids as varchar[])))
"""
_NAMED = """
select lead_id from leads
where lead_id = $named or substr(lead_id, strpos(lead_id, ':') + 1) = $named
"""
_HANDED = """
select passes.lead_id, passes.handed_on, leads.source, leads.owner, leads.person, leads.company
from passes
inner join leads on passes.lead_id = leads.lead_id
where passes.handed_on between $since and $until
order by passes.handed_on desc, passes.lead_id
limit 500
"""
_CAMPAIGNS = """
select campaign from leads where campaign is not null
group by campaign order by max(created_on) desc, campaign limit 500
"""


@dataclass(frozen=True)
class VoiceCount:
    """`count` of `denominator` voices say a reason; `title` is (Japanese, English)."""

    reason: str
    title: tuple[str, str]
    count: int
    denominator: int


@dataclass(frozen=True)
class SourceCount:
    """The same of the voices about leads of one source.

    `is_known` is false of leads that are not in the exports in force; their source is not known.
    """

    source: str | None
    is_known: bool
    reason: str
    title: tuple[str, str]
    count: int
    denominator: int


@dataclass(frozen=True)
class Beside:
    """A reason as voices say it and as the SFA exports it; `refused` is None where it does not."""

    title: tuple[str, str]
    voices: int
    refused: int | None


@dataclass(frozen=True)
class Said:
    """A voice, and of which lead it is: all None where it is of none, or not in the exports."""

    voice: Voice
    source: str | None
    person: str | None
    company: str | None


@dataclass(frozen=True)
class Voiced:
    """The voices of the days from `since` to `until`, the latest first, and their counts."""

    since: date
    until: date
    reasons: tuple[VoiceCount, ...]
    by_source: tuple[SourceCount, ...]
    said: tuple[Said, ...]


@dataclass(frozen=True)
class Handed:
    """A lead that was handed over, for whoever says something of it."""

    lead_id: str
    day: date
    source: str | None
    owner: str | None
    person: str | None
    company: str | None


def voice_titles() -> dict[str, tuple[str, str]]:
    """The reasons a voice may give, with (Japanese, English): those of `feedback`, and praise."""
    titles = {name: title for name, title in reason_titles().items() if name != "not_said"}
    return {GOOD: PRAISE} | titles


def listed(reason: str) -> str:
    """`reason`; one of another release that is on the list no more counts as 'other'."""
    return reason if reason in voice_titles() else OTHER


def checked_reason(reason: str) -> str:
    """`reason`, if it is on the list.

    Raises:
        UnknownName: it is not.
    """
    if reason not in voice_titles():
        raise UnknownName(Problem("unknown_name", value=reason, detail="reason"))
    return reason


def checked_lead(db: Database, named: str) -> str:
    """The id of a lead by its id, or by what its tool calls it, as the screens show it.

    Raises:
        UnknownName: the exports in force do not hold it, or more than one tool has it.
    """
    found = db.rows(_NAMED, {"named": named.strip()})
    if len(found) != 1:
        raise UnknownName(Problem("unknown_name", value=named, detail="lead"))
    return str(found[0][0])


def counted(voices: Iterable[Voice], since: date, until: date) -> list[VoiceCount]:
    """The voices of some days by reason, most frequent first."""
    named = Counter(listed(one.reason) for one in voices if since <= one.day <= until)
    return [
        VoiceCount(reason, title, count, named.total()) for reason, title, count in _ordered(named)
    ]


def voiced(db: Database, voices: Sequence[Voice], since: date, until: date) -> Voiced:
    """The voices of some days, with the source of the leads they are about.

    A lead's source is that of the exports in force, as everywhere.
    """
    among = [one for one in voices if since <= one.day <= until]
    ids = sorted({one.subject for one in among if one.about == "lead" and one.subject})
    leads = {row[0]: row[1:] for row in db.rows(_LEADS, {"ids": ids})} if ids else {}
    said = tuple(
        Said(one, *(leads.get(one.subject, _NOBODY) if one.about == "lead" else _NOBODY))
        for one in among
    )
    groups: dict[tuple[bool, str | None], Counter[str]] = {}
    for one in said:
        if one.voice.about == "lead":
            is_known = one.voice.subject in leads
            groups.setdefault((is_known, one.source), Counter())[listed(one.voice.reason)] += 1
    in_order = sorted(
        groups.items(),
        key=lambda item: (not item[0][0], -item[1].total(), item[0][1] is None, item[0][1] or ""),
    )
    by_source = tuple(
        SourceCount(source, is_known, reason, title, count, named.total())
        for (is_known, source), named in in_order
        for reason, title, count in _ordered(named)
    )
    return Voiced(since, until, tuple(counted(among, since, until)), by_source, said)


_NOBODY = (None, None, None)


def beside(voices: Sequence[VoiceCount], told: Feedback) -> list[Beside]:
    """Both kinds of reasons by what they are called, never added up: most voices first."""
    is_measured = told.measured["refused"]
    refused = {one.title: one.count for one in told.reasons if one.kind == "refused"}
    said = {one.title: one.count for one in voices}
    rows = [
        Beside(title, said.get(title, 0), refused.get(title, 0) if is_measured else None)
        for title in {**said, **refused}
    ]
    return sorted(rows, key=lambda row: (-row.voices, -(row.refused or 0)))


def handed_lately(db: Database, as_of: date) -> list[Handed]:
    """The latest hand-overs of the 30 days that end on `as_of`, at most 500."""
    rows = db.rows(_HANDED, {"since": as_of - HANDED + timedelta(days=1), "until": as_of})
    return [Handed(*row) for row in rows]


def campaigns(db: Database) -> list[str]:
    """The campaigns of leads, that of the latest lead first, at most 500."""
    return [name for (name,) in db.rows(_CAMPAIGNS)]


def _ordered(named: Counter[str]) -> list[tuple[str, tuple[str, str], int]]:
    """Most frequent first, then as the list has them."""
    titles = voice_titles()
    order = list(titles)
    said = sorted(named.items(), key=lambda item: (-item[1], order.index(item[0])))
    return [(reason, titles[reason], count) for reason, count in said]
