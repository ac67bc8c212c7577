"""Deals: who opens them, how they end, what they are worth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from . import parameters as p
from .arrivals import Arrivals
from .journey import Journey, wait
from .names import Customers, contact_weights
from .workdays import MISSING, Bools, Calendar, Floats, Ints, month_end, month_of

OPEN, WON, LOST = 0, 1, 2
_LONGEST_GAP_DAYS = 30


@dataclass(frozen=True)
class Conversions:
    """How leads became deals.

    `people`, shape (deals from leads,): the primary lead of each, the earliest-created one.
    `opened`, the same shape: the day the deal was opened. `deal_of`, shape (leads,): the row of
    the lead's deal in these two, or MISSING.
    """

    people: Ints
    opened: Ints
    deal_of: Ints


@dataclass(frozen=True)
class Deals:
    """All deals in the order they were opened; shape (deals,) each.

    `opened` in days since 1970-01-01; `closing` likewise: the day it closed, or the expected one
    while it is open. `outcome` is OPEN, WON or LOST; `phase` 0-3 how far it came; `amount` in
    yen; `company` indexes the customers, `owner` `SALES`, `source` `SOURCES`. `by_sales` marks
    deals without any lead. `draw` (0-1) chooses texts that matter to no figure.
    """

    opened: Ints
    closing: Ints
    outcome: Ints
    phase: Ints
    amount: Ints
    company: Ints
    owner: Ints
    source: Ints
    by_sales: Bools
    draw: Floats


def convert(arrivals: Arrivals, journey: Journey, rng: np.random.Generator) -> Conversions:
    """One deal for each converted lead, but now and then two leads share one.

    The pair shares the later of the two deals, so that neither was converted before it was SQL.
    """
    candidates = np.flatnonzero(journey.opportunity != MISSING)
    candidates = candidates[np.argsort(journey.opportunity[candidates], kind="stable")]
    opened = journey.opportunity[candidates]
    pairs = candidates.size // 2
    first, second = np.arange(pairs) * 2, np.arange(pairs) * 2 + 1
    # Of n candidates n/2 are pairs, so a share s of the deals needs about 2s of the pairs.
    joined = rng.random(pairs) < 2 * p.DEALS_WITH_TWO_LEADS
    joined &= opened[second] - opened[first] <= _LONGEST_GAP_DAYS
    kept = np.ones(candidates.size, dtype=np.bool_)
    kept[first[joined]] = False
    row = np.cumsum(kept) - 1  # of a lead that joins: the row before it, put right below
    row[first[joined]] = row[second[joined]]
    deal_of = np.full(arrivals.source.size, MISSING, dtype=np.int64)
    deal_of[candidates] = row
    people = candidates.copy()
    # Leads are in the order they were created: the smaller index is the earlier one.
    people[second[joined]] = np.minimum(candidates[first[joined]], candidates[second[joined]])
    return Conversions(people[kept], opened[kept], deal_of)


def negotiate(
    conversions: Conversions,
    arrivals: Arrivals,
    journey: Journey,
    company_of: Ints,
    customers: Customers,
    calendar: Calendar,
    rng: np.random.Generator,
) -> tuple[Deals, Ints]:
    """All deals, sales' own among them, and the row each deal of `conversions` has there.

    `company_of`, shape (leads,), indexes the customers.
    """
    from_leads = conversions.people.size
    own = round(from_leads * p.SALES_CREATED_DEALS / (1 - p.SALES_CREATED_DEALS))
    working = calendar.open_days[calendar.open_days <= calendar.until]
    own_days = rng.choice(working, own).astype(np.int64) if own else np.zeros(0, np.int64)
    opened = np.concatenate([conversions.opened, own_days])
    order = np.argsort(opened, kind="stable")
    position = np.empty(order.size, dtype=np.int64)
    position[order] = np.arange(order.size)

    own_company = rng.choice(len(customers.name), own, p=contact_weights(customers))
    own_owner = rng.choice(len(p.SALES), own, p=np.array(p.SALES_SHARE))
    # Sales sometimes writes down a source for its own deals; there is no lead for it all the same.
    own_source = np.where(rng.random(own) < 0.25, p.REFERRAL, p.BLANK)
    people = conversions.people
    company = np.concatenate([company_of[people], own_company])[order]
    owner = np.concatenate([journey.owner[people], own_owner])[order]
    source = np.concatenate([arrivals.source[people], own_source])[order]
    by_sales = (np.arange(order.size) >= from_leads)[order]
    opened = opened[order]
    size = customers.size[company]

    closing, outcome, phase = _end(opened, source, by_sales, size, calendar, rng)
    count = opened.size
    value = np.array(p.SIZE_AMOUNT_YEN)[size] * np.exp(rng.normal(0.0, p.AMOUNT_SIGMA, count))
    amount = np.maximum(np.rint(value / p.AMOUNT_STEP_YEN).astype(np.int64), 1) * p.AMOUNT_STEP_YEN
    deals = Deals(
        opened, closing, outcome, phase, amount, company, owner, source, by_sales, rng.random(count)
    )
    return deals, position[:from_leads]


def _end(
    opened: Ints, source: Ints, by_sales: Bools, size: Ints, calendar: Calendar,
    rng: np.random.Generator,
) -> tuple[Ints, Ints, Ints]:  # fmt: skip
    """Closing day, outcome and phase of each deal as they stand on the calendar's last day."""
    count = opened.size
    pace = np.array(p.SIZE_DEAL_LENGTH)[size]
    win_wait = (wait(p.TO_WON, count, rng) * pace).astype(np.int64) + 2
    win_day = calendar.shift(opened + win_wait, rng)
    loss_wait = (wait(p.TO_LOST, count, rng) * pace).astype(np.int64) + 2
    loss_day = calendar.shift(opened + loss_wait, rng)

    rate = np.where(by_sales, p.SALES_CREATED_WON, np.array([s.won for s in p.SOURCES])[source])
    # Budgets end in March: what is decided then is decided for us more often.
    rate *= np.where(month_of(win_day) == 3, p.MARCH_WIN_FACTOR, p.OTHER_WIN_FACTOR)
    fate = rng.random(count)
    won = fate < rate
    silent = fate >= 1.0 - p.SILENT_DEALS
    end = np.where(won, _into_march(win_day, opened, calendar, rng), loss_day)
    closed = ~silent & (end <= calendar.until)
    outcome = np.where(closed, np.where(won, WON, LOST), OPEN)

    progress = (calendar.until - opened) / np.maximum(end - opened, 1)
    stuck = rng.choice(4, count, p=np.array([0.3, 0.4, 0.2, 0.1]))
    phase = np.where(silent, stuck, np.clip((progress * 4).astype(np.int64), 0, 3))

    # Sales keeps a live deal's date ahead of today; nobody moves that of a silent one.
    hoped = np.maximum(end + rng.integers(-10, 45, count), calendar.until + 3)
    forgotten = opened + rng.integers(45, 120, count)
    expected = month_end(np.where(silent, forgotten, hoped))
    return np.where(closed, end, expected), outcome, phase


def _into_march(win_day: Ints, opened: Ints, calendar: Calendar, rng: np.random.Generator) -> Ints:
    """Sign many of April's wins before the fiscal year ends."""
    last_of_march = win_day.astype("datetime64[D]").astype("datetime64[M]").astype("datetime64[D]")
    target = calendar.work_back(
        last_of_march.astype(np.int64) - 1 - rng.integers(0, 12, opened.size)
    )
    pulled = (month_of(win_day) == 4) & (rng.random(opened.size) < p.PULLED_INTO_MARCH)
    return np.where(pulled & (target > opened + 7), target, win_day)
