"""A believable company, for the demo, the tests and the benchmarks.

`simulate_company` makes up what happened at a Japanese B2B software company; `write_exports`
writes it down the way HubSpot and Salesforce would. Seeded: the same arguments give the same
bytes. Planted in it: from `story_start(until)` on, leads from exhibitions (展示会) that are handed
over practically stop becoming SQL, and sales calls them late. `has_story=False` leaves it out.
"""

from __future__ import annotations

from .company import Company, simulate_company
from .exports import write_activities, write_exports, write_marketing
from .parameters import DEMO_UNTIL, story_start

__all__ = [
    "DEMO_UNTIL",
    "Company",
    "simulate_company",
    "story_start",
    "write_activities",
    "write_exports",
    "write_marketing",
]
