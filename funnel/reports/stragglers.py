"""Periods in which only late ones are won: their days rise although nothing slowed down."""

from __future__ import annotations

from collections.abc import Sequence

from funnel.filters import Dimension, Filters
from funnel.metrics import Figure, Metric, figures, find_metric
from funnel.metrics.ages import Group
from funnel.reports.duration_texts import Text, stragglers_said
from funnel.store.database import Database

BEGINNINGS = {"lead_time_days": "leads", "deal_length_days": "opportunities"}
"""A length, and the count of what it begins with."""
OF_DEALS_ALONE = {"owner", "team", "product"}
"""What a won deal is told by and the lead it began with is not, or otherwise."""


def stragglers(
    db: Database, metric: Metric, filters: Filters, by: Sequence[Dimension] = ()
) -> dict[Group, Text]:
    """What is to be said (English, Japanese) of a length's groups whose wins all began earlier.

    As `durations` has it: none began in the period of the group, yet some were won in it. On the
    cohort basis all began in the period, and other metrics have no such groups.

    Raises:
        UnknownName, FunnelError: as `figures`.
    """
    if metric.id not in BEGINNINGS or filters.basis == "cohort":
        return {}
    asked = {*by, *(name for name, _ in filters.where)}
    if metric.id == "lead_time_days" and asked & OF_DEALS_ALONE:
        return {}
    began = figures(db, find_metric(BEGINNINGS[metric.id]), filters, by)
    counted = {group_of(figure) for figure in began if figure.value}
    return {
        group_of(figure): stragglers_said(int(figure.denominator), figure.value)
        for figure in figures(db, metric, filters, by)
        if figure.stat == "mean"
        and figure.denominator
        and figure.value is not None
        and group_of(figure) not in counted
    }


def group_of(figure: Figure) -> Group:
    """The group of a figure as a key."""
    return tuple(figure.group.values())
