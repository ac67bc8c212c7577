"""How rows are told by a dimension: the columns of SQL, and the joins, only where asked for."""

from __future__ import annotations

from collections.abc import Sequence, Set

from funnel.filters import Basis
from funnel.metrics.catalogue import Metric

TIMES: dict[str, str] = {
    "week": "strftime(date_trunc('week', day), '%Y-%m-%d')",
    "month": "strftime(day, '%Y-%m')",
    "quarter": "strftime(day - interval 3 month, 'FY%Y-Q') || quarter(day - interval 3 month)",
}
"""A fiscal year is named by the year its April lies in: `FY2026-Q3` begins in October 2026."""
JOINED: dict[str, str] = {
    # A touch after `as_of` had not told anything yet.
    "campaign": "case when dimensions.campaign_on > $as_of then null else dimensions.campaign end",
    "industry": "dimensions.industry",
    "company_size": "dimensions.company_size",
    "product": "dimensions.product",
    "lane": "dimensions.lane",
}
"""What no metric's rows say themselves."""
BANDS = ("1-9", "10-49", "50-299", "300-999", "1000+")
"""Sizes of companies in the order of their size, which is not that of their letters."""
JOINS = (
    " left join dimensions on counted.subject = dimensions.subject "
    "and counted.subject_id = dimensions.subject_id"
)


def joined(metric: Metric, basis: Basis, asked: Set[str]) -> tuple[str, str]:
    """SQL: the columns that the dimensions `asked` for add to the rows `counted`, and the joins."""
    columns = joins = ""
    for name in sorted(asked & JOINED.keys()):
        said = JOINED[name] if metric.has(name, basis) else "cast(null as varchar)"
        columns += f", {said} as {name}"
        joins = JOINS
    if "team" in asked:
        columns += ", owners.team"
        joins += " left join owners on counted.owner = owners.owner"
    return columns, joins


def in_order(by: Sequence[str]) -> str:
    """SQL: the order of groups: by name, sizes of companies from small to large, null last."""
    bands = " ".join(f"when '{band}' then {place}" for place, band in enumerate(BANDS))
    sizes = f"case company_size {bands} end nulls last, "
    return ", ".join(f"{sizes if name == 'company_size' else ''}{name} nulls last" for name in by)
