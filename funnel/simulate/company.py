"""The simulated company as a whole."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from . import parameters as p
from .arrivals import Arrivals, arrive
from .deals import Deals, convert, negotiate
from .follow_up import Activities, follow_up
from .journey import Journey, travel
from .marketing import Touches, touch
from .names import Customers, Identities, found_customers, name_people
from .workdays import MISSING, Bools, Floats, Ints, build_calendar

_LEAST_MQL_SCORE = 60


@dataclass(frozen=True)
class Habits:
    """Small things about each lead that no figure depends on; shape (leads,) each.

    `score` is marketing's, 0-100. `shouts` marks e-mails that sales typed in mixed or upper case.
    `draw` (0-1) chooses texts.
    """

    score: Ints
    shouts: Bools
    draw: Floats


@dataclass(frozen=True)
class Company:
    """What really happened; the exports show part of it.

    Everything about people has shape (leads,), in the order the leads were created; `deals` has
    its own rows. `deal`, shape (leads,), is the row of the deal the lead was converted into, or
    MISSING; the deal's `opened` is the day of the conversion.
    """

    until: date
    customers: Customers
    who: Identities
    arrivals: Arrivals
    journey: Journey
    habits: Habits
    deal: Ints
    deals: Deals
    touches: Touches
    activities: Activities

    def handed_in_order(self) -> Ints:
        """The rows of the leads that were handed over, by when."""
        handed = np.flatnonzero(self.journey.handed != MISSING)
        return handed[np.argsort(self.journey.handed[handed], kind="stable")]


def simulate_company(
    leads: int, months: int, seed: int, until: date, *, has_story: bool = True
) -> Company:
    """Simulate `leads` people over the `months` that end on `until` (included).

    Without the story the same company goes on as ever: nothing in it gets stuck.
    Pure: the same arguments give the same company. Nothing in it is dated after `until` but the
    expected closing days of open deals.
    """
    if leads < 1 or months < 1:
        raise ValueError("leads and months must be at least 1")
    # One stream a topic, so that a draw more in one leaves the others as they were.
    streams = np.random.SeedSequence(seed).spawn(8)
    arriving, travelling, naming, converting, dealing, living, touching, following = map(
        np.random.default_rng, streams
    )

    calendar = build_calendar(until, months)
    arrivals = arrive(leads, calendar, arriving)
    story_from = calendar.until - 7 * p.STORY_WEEKS if has_story else calendar.until + 1
    journey = travel(arrivals, calendar, travelling, story_from)
    customers = found_customers(leads, naming)
    who = name_people(leads, customers, naming)

    conversions = convert(arrivals, journey, converting)
    converted = np.flatnonzero(conversions.deal_of != MISSING)
    # Two leads of one deal work for one company: the primary lead's.
    company_of = who.company.copy()
    primary = conversions.people[conversions.deal_of[converted]]
    company_of[converted] = who.company[primary]
    who = replace(who, company=company_of)

    deals, rows = negotiate(
        conversions, arrivals, journey, company_of, customers, calendar, dealing
    )
    deal = np.full(leads, MISSING, dtype=np.int64)
    deal[converted] = rows[conversions.deal_of[converted]]
    opportunity = journey.opportunity.copy()
    opportunity[converted] = deals.opened[deal[converted]]
    journey = replace(journey, opportunity=opportunity)

    qualified = journey.mql != MISSING
    warm = _LEAST_MQL_SCORE + living.beta(1.6, 2.2, leads) * (100 - _LEAST_MQL_SCORE)
    cold = living.beta(1.3, 2.4, leads) * _LEAST_MQL_SCORE
    habits = Habits(
        score=np.where(qualified, warm, cold).astype(np.int64),
        shouts=living.random(leads) < 0.03,
        draw=living.random(leads),
    )
    touches = touch(arrivals, journey, calendar, touching)
    activities = follow_up(arrivals, journey, calendar, following, story_from)
    return Company(
        until, customers, who, arrivals, journey, habits, deal, deals, touches, activities
    )
