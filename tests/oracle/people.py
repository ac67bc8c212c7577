"""Leads with their passes, deals, and what of both was known on a day."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from tests.oracle.money import Cost, Touch, first_touches, source_of

STAGES = ("lead", "mql", "handed_over", "accepted", "sql", "opportunity", "won")
RETURNS = ("sent_back", "rejected")
SALES = "営業起点"

Passes = list[dict[str, date]]
"""The days of each pass, by what happened: a stage of the funnel, or a sending-back."""


def onwards(stage: str) -> tuple[str, ...]:
    """The stage and all later ones."""
    return STAGES[STAGES.index(stage) :]


@dataclass
class Lead:
    """A person. `events` are (stage or sending-back, day), from every voice; a day may repeat."""

    key: str
    created: date
    age: tuple[object, ...]
    """Sorts the leads of a deal, the oldest first."""
    source: str | None
    owner: str | None
    events: list[tuple[str, date]] = field(default_factory=list)
    is_bulk: bool = False
    campaign: str | None = None
    campaign_on: date | None = None
    """The day of the touch that names the campaign; None where a record does."""
    industry: str | None = None
    size: str | None = None
    deals: list[Deal] = field(default_factory=list)
    """Those whose primary lead it is."""

    @cached_property
    def passes(self) -> Passes:
        """What belongs to which hand-over; the first pass also has what came before any."""
        handed = sorted({day for what, day in self.events if what == "handed_over"})
        returns = [day for what, day in self.events if what in RETURNS]
        found: dict[int, dict[str, date]] = defaultdict(dict)
        found[0] = {"lead": self.created}

        def enter(number: int, what: str, day: date) -> None:
            found[number][what] = min(day, found[number].get(what, day))

        for number, day in enumerate(handed):
            enter(number, "handed_over", day)
        for what, day in self.events:
            before = bisect_right(handed, day) - 1
            if what in ("accepted", "sql"):
                enter(max(before, 0), what, day)
            elif what == "mql":
                enter(_pass_of_mql(day, handed, returns), what, day)
            elif what in RETURNS and before >= 0:
                enter(before, what, day)
        for deal in self.deals:
            if deal.began:
                number = max(bisect_right(handed, deal.began) - 1, 0)
                enter(number, "opportunity", deal.began)
                if deal.won:
                    enter(number, "won", deal.won)
        return [found[number] for number in sorted(found)]

    def entered(self, stage: str) -> date | None:
        """The first entry: in the first pass that got there, its own day or the next stage's."""
        return next((day for one in self.passes if (day := entered(one, stage))), None)

    def reached(self, stage: str) -> date | None:
        """The first day on which the stage or a later one was entered, in any pass."""
        days = [day for one in self.passes for what, day in one.items() if what in onwards(stage)]
        return min(days, default=None)


def entered(one: dict[str, date], stage: str) -> date | None:
    """When a pass entered the stage: its own day, or that of the next stage it reached."""
    return next((one[what] for what in onwards(stage) if what in one), None)


def _pass_of_mql(day: date, handed: list[date], returns: list[date]) -> int:
    """An MQL belongs to the next hand-over; after a sending-back that may be one yet to come."""
    following = bisect_left(handed, day)
    if following < len(handed) or not handed:
        return following
    is_back = bool(returns) and handed[-1] <= max(returns) <= day
    return following if is_back else following - 1


@dataclass
class Deal:
    key: str
    owner: str | None
    opened: date | None
    closed: date | None
    outcome: str
    amount: float | None
    leads: tuple[str, ...] = ()
    product: str | None = None
    lead: Lead | None = None

    @property
    def began(self) -> date | None:
        """When it was opened; of one that nobody opened, when it was closed."""
        return self.opened or self.closed

    @property
    def won(self) -> date | None:
        return self.closed if self.outcome == "won" else None


@dataclass
class Company:
    """All that the exports tell. `measured` holds stages, and 'lost', 'amount' and 'cost'."""

    leads: list[Lead]
    deals: list[Deal]
    teams: dict[str, str]
    costs: list[Cost] = field(default_factory=list)
    touches: list[Touch] = field(default_factory=list)
    known_by: dict[date, Company] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        by_key = {lead.key: lead for lead in self.leads}
        for key, touch in first_touches(self.touches).items():
            if key in by_key and not by_key[key].campaign:
                by_key[key].campaign, by_key[key].campaign_on = touch.campaign, touch.at.date()
        for deal in self.deals:
            linked = [by_key[key] for key in deal.leads if key in by_key]
            deal.lead = min(linked, key=lambda lead: lead.age, default=None)
            if deal.lead:
                deal.lead.deals.append(deal)

    @cached_property
    def measured(self) -> set[str]:
        """What is dated at least once; 'won' when there are deals at all."""
        told = {what for lead in self.leads for what, _ in lead.events} & set(STAGES)
        closed = [deal for deal in self.deals if deal.closed]
        return told | {
            name
            for name, is_there in {
                "lead": bool(self.leads),
                "opportunity": any(deal.opened for deal in self.deals),
                "won": bool(self.deals),
                "lost": any(deal.outcome == "lost" for deal in closed),
                "amount": any(deal.amount is not None for deal in self.deals),
                "cost": bool(self.costs),
            }.items()
            if is_there
        }

    @cached_property
    def placed_costs(self) -> list[tuple[Cost, str]]:
        """Each cost with the source it counts for."""
        sources = {lead.key: lead.source for lead in self.leads}
        return [(cost, source_of(cost, self.touches, sources)) for cost in self.costs]

    def known(self, as_of: date) -> Company:
        """What had happened by the end of `as_of`: a lead that was created later is unknown.

        Which lead a deal has, its source and its owners carry no date: they stay as they are.
        """
        if as_of not in self.known_by:
            self.known_by[as_of] = self._known(as_of)
        return self.known_by[as_of]

    def _known(self, as_of: date) -> Company:
        deals = [
            replace(deal, closed=None, outcome="open")
            if deal.closed and deal.closed > as_of
            else replace(deal)
            for deal in self.deals
        ]
        leads = [
            replace(
                lead,
                deals=[],
                events=[one for one in lead.events if one[1] <= as_of],
                campaign=None if lead.campaign_on else lead.campaign,
                campaign_on=None,
            )
            for lead in self.leads
        ]
        for deal in deals:
            if deal.opened and deal.opened > as_of:
                deal.opened = None
        touches = [touch for touch in self.touches if touch.at.date() <= as_of]
        found = Company(leads, deals, self.teams, self.costs, touches)
        found.leads = [lead for lead in leads if lead.created <= as_of]
        found.measured = self.measured
        return found
