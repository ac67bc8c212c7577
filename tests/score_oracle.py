"""Lead scores and MQLs once more, in plain Python, day by day."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from funnel.agreement.model import Agreement

DAY = timedelta(days=1)


@dataclass
class Person:
    """What an export tells of a lead; `touches` are (day, kind)."""

    key: str
    created: date
    industry: str = ""
    size: str = ""
    title: str = ""
    mql: date | None = None
    handed: date | None = None
    sql: date | None = None
    touches: list[tuple[date, str]] = field(default_factory=list)


def key(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


def best(given: dict[str, float], said: str, *, within: bool = False) -> Decimal | None:
    """The most points of the names that `said` is, or has in it."""
    found = [
        Decimal(str(points))
        for name, points in given.items()
        if said and (key(name) in key(said) if within else key(name) == key(said))
    ]
    return max(found, default=None)


def clamp(points: Decimal, most: float) -> Decimal:
    return max(Decimal(0), min(points, Decimal(str(most))))


def parts(person: Person, agreement: Agreement, day: date) -> tuple[Decimal, Decimal, Decimal]:
    """Attributes, behaviour, engagement at the end of `day`."""
    score = agreement.score
    given = score.attributes
    attributes = (
        best(given.industries, person.industry),
        best(given.company_sizes, person.size),
        best(given.titles, person.title, within=True),
    )
    first = day - (score.window_days - 1) * DAY
    behaviour, active = Decimal(0), set()
    for on, kind in person.touches:
        if first <= on <= day:
            points = best(score.behaviour.kinds, kind)
            points = Decimal(str(score.behaviour.other)) if points is None else points
            behaviour += points
            if points > 0:
                active.add(on)
    return (
        clamp(sum((one or Decimal(0) for one in attributes), Decimal(0)), given.most),
        clamp(behaviour, score.behaviour.most),
        clamp(len(active) * Decimal(str(score.engagement.per_active_day)), score.engagement.most),
    )


def fits(person: Person, agreement: Agreement) -> bool | None:
    """None where something that is asked for is not known, and nothing known speaks against it."""
    fit = agreement.fit
    said = []
    for asked, told in ((fit.industries, person.industry), (fit.company_sizes, person.size)):
        if asked:
            said.append(key(told) in map(key, asked) if told else None)
    if fit.titles:
        is_in = any(key(word) in key(person.title) for word in fit.titles)
        said.append(is_in if person.title else None)
    if False in said:
        return False
    return None if None in said else True


def reached_on(
    person: Person, agreement: Agreement, since: date, until: date, last: date
) -> date | None:
    """The first day from `since` to `until` on which the threshold was reached."""
    if agreement.mql.needs_fit and fits(person, agreement) is not True:
        return None
    day = max(since, person.created)
    while day <= min(until, last):
        if sum(parts(person, agreement, day)) >= Decimal(str(agreement.mql.threshold)):
            return day
        day += DAY
    return None


Days = Sequence[tuple[date, date, Agreement]]


def mql_day(person: Person, agreements: Days, last: date) -> tuple[date, str] | None:
    """When a lead that was handed over once at most became an MQL, and how that is known."""
    handed = person.handed or person.sql
    found: list[date] = []
    if person.mql is not None:
        told = min(person.mql, handed or person.mql)
        if any(a.mql.by == "export" for since, until, a in agreements if since <= told <= until):
            found.append(person.mql)
    for since, until, agreement in agreements:
        if agreement.mql.by == "score":
            day = reached_on(person, agreement, since, until, last)
            if day is not None and (handed is None or day <= handed):
                found.append(day)
    if found:
        day = min(found)
        return day, "recorded" if day == person.mql else "agreed"
    return None if handed is None else (handed, "inferred")
