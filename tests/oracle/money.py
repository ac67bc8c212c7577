"""What marketing spent, and the touches by which a cost finds its source."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

UNKNOWN = "流入元不明の費用"
Raw = Mapping[str, str]


@dataclass(frozen=True)
class Touch:
    """What a person did, or somebody nobody knows (`lead` None)."""

    lead: str | None
    campaign: str | None
    source: str | None
    at: datetime


@dataclass(frozen=True)
class Cost:
    """An amount spent from `since` to `until`, both included, in the currency of the deals."""

    campaign: str | None
    source: str | None
    since: date
    until: date
    amount: Decimal
    owner: None = None
    """A cost is nobody's: in figures by owner it stands in the group null."""

    def days(self) -> Iterator[tuple[date, Decimal]]:
        """What each day takes: evenly, to the cent, and all of them together the amount."""
        days = (self.until - self.since).days + 1
        cents = int(self.amount * 100)
        sums = [(2 * cents * number + days) // (2 * days) for number in range(days + 1)]
        for number in range(days):
            yield self.since + timedelta(number), Decimal(sums[number + 1] - sums[number]) / 100


def read_costs(rows: Sequence[Raw], currency: str = "JPY") -> list[Cost]:
    """The costs that count: not what was only planned, nor what is in another currency.

    A stretch without an end, or that ends before it begins, or ten years on, ends with its month.
    """
    found = []
    for row in rows:
        if not row["費用"] or row.get("通貨", "") not in ("", currency):
            continue
        since = _day(row["期間開始"])
        month_end = since.replace(day=calendar.monthrange(since.year, since.month)[1])
        until = _day(row["期間終了"]) if row["期間終了"] else month_end
        if not since <= until < since + timedelta(3650):
            until = month_end
        amount = Decimal(row["費用"].replace(",", ""))
        found.append(Cost(row["施策名"] or None, row["媒体"] or None, since, until, amount))
    return found


def read_touches(
    touches: Sequence[Raw], costs: Sequence[Raw], keys: Mapping[str, str]
) -> list[Touch]:
    """Touches of the people that `keys` (ids and e-mails -> lead) tell.

    A campaign written by its id goes by the name that the table of costs has for it.
    """
    names = {row["施策ID"]: row["施策名"] for row in costs if row.get("施策ID") and row["施策名"]}
    return [
        Touch(
            keys.get(row.get("リードID", "")) or keys.get(row["メールアドレス"].lower()),
            names.get(row["施策名"], row["施策名"]) or None,
            row["流入元"] or None,
            datetime.strptime(row["接点日時"], "%Y-%m-%d %H:%M"),
        )
        for row in touches
    ]


def first_touches(touches: Sequence[Touch]) -> dict[str, Touch]:
    """Lead -> its first touch of a campaign; of several in one moment the first by name."""
    found: dict[str, Touch] = {}
    for touch in sorted(touches, key=lambda touch: (touch.at, touch.campaign or "")):
        if touch.lead and touch.campaign:
            found.setdefault(touch.lead, touch)
    return found


def source_of(cost: Cost, touches: Sequence[Touch], sources: Mapping[str, str | None]) -> str:
    """The source a cost counts for; `sources` are those of the leads that are known.

    The one it names; else the one its campaign's touches name; else, where they name none, that of
    the people whose first touch of a campaign it was. Of several none.
    """
    if cost.source or not cost.campaign:
        return cost.source or UNKNOWN
    its_own = [touch for touch in touches if touch.campaign == cost.campaign]
    found = {touch.source for touch in its_own if touch.source}
    if not found:
        firsts = first_touches(touches)
        brought = {touch.lead for touch in its_own if touch.lead and firsts[touch.lead] is touch}
        found = {source for lead in brought if (source := sources.get(lead))}
    return found.pop() if len(found) == 1 else UNKNOWN


def _day(text: str) -> date:
    return date.fromisoformat(text.replace("/", "-"))
