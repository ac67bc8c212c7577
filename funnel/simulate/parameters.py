"""Every number of the simulated company: sources, rates, delays, the planted story.

Rates are shares (0-1), delays are calendar days. Nothing here is measured on a real company.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

DEMO_UNTIL = date(2026, 11, 20)
"""The last day of the demo's history."""


@dataclass(frozen=True)
class Source:
    """A lead source: its share of all leads, and the rate of each step for its leads."""

    name: str
    share: float
    mql: float
    handed: float
    accepted: float
    sql: float
    opportunity: float
    won: float


@dataclass(frozen=True)
class Delay:
    """A lognormal delay: median in calendar days, and the spread of its logarithm."""

    median: float
    sigma: float


EXHIBITION_NAME = "展示会"

SOURCES: tuple[Source, ...] = (
    Source("Web", 0.30, 0.32, 0.91, 0.86, 0.52, 0.60, 0.28),
    Source("広告", 0.24, 0.22, 0.88, 0.82, 0.40, 0.54, 0.21),
    Source("ウェビナー", 0.16, 0.34, 0.90, 0.85, 0.47, 0.58, 0.26),
    Source(EXHIBITION_NAME, 0.24, 0.30, 0.90, 0.85, 0.50, 0.60, 0.27),
    Source("紹介", 0.06, 0.52, 0.95, 0.94, 0.62, 0.70, 0.37),
    # Nobody filled the source in. Last, so that its index is never mistaken for a real source.
    Source("", 0.01, 0.30, 0.90, 0.85, 0.50, 0.60, 0.28),
)
EXHIBITION = 3
WEBINAR = 2
REFERRAL = 4
BLANK = len(SOURCES) - 1

# A date falls on the next working day, which adds to what is drawn here: the medians seen in
# the exports are about 10, 1, 3, 12, 14 and 60 days.
TO_MQL = Delay(10.0, 0.9)
TO_HANDOVER = Delay(1.1, 0.8)
TO_ACCEPTED = Delay(2.6, 0.7)
TO_SQL = Delay(11.5, 0.65)
TO_OPPORTUNITY = Delay(13.5, 0.6)
TO_WON = Delay(56.0, 0.5)
TO_LOST = Delay(50.0, 0.7)
TO_RETURN = Delay(10.0, 0.6)
TO_SECOND_HANDOVER = Delay(30.0, 0.5)

# Together about 15 % of the hand-overs come back; a lead that becomes SQL never does.
RETURNED_IF_NOT_ACCEPTED = 0.40
RETURNED_IF_NOT_SQL = 0.25
HANDED_OVER_AGAIN = 0.35

MQL_DATE_MISSING = 0.04
"""Of the people handed over: the MQL date was never written."""
ACCEPTED_DATE_MISSING = 0.06
"""Of those who went past acceptance: sales never wrote that it accepted."""

SALES_CREATED_DEALS = 0.12
"""Of all deals: opened by sales, without any lead."""
SALES_CREATED_WON = 0.30
DEALS_WITH_TWO_LEADS = 0.02
SILENT_DEALS = 0.15
"""Of all deals: never closed by anyone."""

MARCH_WIN_FACTOR = 1.25
OTHER_WIN_FACTOR = 0.98
PULLED_INTO_MARCH = 0.4
"""Of the wins that would fall in April: signed before the fiscal year ends instead."""

SIZE_SHARE = (0.55, 0.33, 0.12)
SIZE_CONTACTS = (1.0, 2.0, 4.0)
SIZE_AMOUNT_YEN = (1_600_000.0, 2_500_000.0, 4_000_000.0)
"""Median deal value of a small, a middle-sized and a large customer."""
SIZE_DEAL_LENGTH = (0.9, 1.05, 1.25)
AMOUNT_SIGMA = 0.5
AMOUNT_STEP_YEN = 10_000

MONTHLY_GROWTH = 1.015

MARKETERS = ("森", "岡田")
SALES = ("田中", "佐藤", "鈴木", "伊藤", "渡辺")
SALES_SHARE = (0.24, 0.22, 0.20, 0.19, 0.15)
SALES_PACE = (0.85, 1.0, 0.9, 1.15, 1.2)
"""How long each sales person takes to accept a lead, against the median."""

FIRST_CONTACT_HOURS, FIRST_CONTACT_SIGMA = 0.8, 1.0
"""Working hours from the hand-over to the first attempt: median, and spread of its logarithm."""
REACHED, WRITES = 0.72, 0.14
"""Of the calls: answered. Of the attempts: a mail instead of a call."""
GOES_ON = 0.75
DAYS_TO_NEXT_TRY = 1.6
MEETING_BEFORE_SQL = 0.9

STORY_WEEKS = 9
STORY_FACTOR = 0.1
"""From `story_start` on, hand-overs from exhibitions become SQL this much as often as before."""
STORY_FOLLOW_UP_FACTOR = 12.0
"""And are tried so many times later: nobody has time for the pile."""


def story_start(until: date) -> date:
    """First hand-over day on which leads from exhibitions stop becoming SQL."""
    return until - timedelta(weeks=STORY_WEEKS)
