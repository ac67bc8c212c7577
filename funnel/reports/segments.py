"""What the figures of a version can be narrowed to: its owners, industries, sizes and so on."""

from __future__ import annotations

from funnel.filters import Dimension
from funnel.metrics.dimensions import BANDS
from funnel.store.database import Database

NARROWING: tuple[Dimension, ...] = ("owner", "industry", "company_size", "product", "lane")
"""Beside the lead source, in the order in which people ask."""
MOST = 300
"""Names of one kind, the most frequent: a list of thousands helps nobody."""
OWNERS = """
select owner as name
from (select owner from leads union all select owner from deals) as owned
"""
OTHERS = "select {dimension} as name from dimensions where subject in ('lead', 'deal')"
COUNTED = """
select name
from ({names}) as named
group by name
order by name is null, count(*) desc, name
limit {most}
"""


def segments(db: Database) -> dict[Dimension, tuple[str | None, ...]]:
    """By dimension the names that rows have, the most frequent first; None: rows without one.

    A dimension that is not exported, or that all rows share, narrows nothing and is left out.
    """
    found: dict[Dimension, tuple[str | None, ...]] = {}
    for dimension in NARROWING:
        names = OWNERS if dimension == "owner" else OTHERS.format(dimension=dimension)
        rows = db.rows(COUNTED.format(names=names, most=MOST))
        listed = tuple(name for (name,) in rows)
        if len(listed) > 1:
            found[dimension] = _by_size(listed) if dimension == "company_size" else listed
    return found


def _by_size(names: tuple[str | None, ...]) -> tuple[str | None, ...]:
    """Sizes of companies from small to large; what is no band at the end."""
    order = {name: place for place, name in enumerate(BANDS)}
    return tuple(sorted(names, key=lambda name: order.get(name or "", len(order) + (name is None))))
