"""Whose rates differ from the others', in words."""

from __future__ import annotations

from collections import Counter

from funnel.analysis.differences import Apart
from funnel.messages import in_language
from funnel.metrics import METRICS
from funnel.reports.closed_deals import By
from funnel.reports.source_quality import Qualities, Quality
from funnel.ui.numbers import percent
from funnel.ui.texts import Texts
from funnel.ui.wall import shortened

NAMED = 3
"""So many differences are named in the sentence."""


def group_name(group: str | None, by: By, t: Texts) -> str:
    """A group as shown."""
    return t("no_campaign") if group is None and by == "campaign" else t.source(group)


def sentence_of(found: Qualities, t: Texts) -> str:
    """The largest differences from the others in words, or that none is sure."""
    if not found.metrics:
        return t.markdown("quality_unmeasured")
    differ = differences(found)
    if differ:
        said = [_difference(one, found, t) for one in differ[:NAMED]]
        if len(differ) > NAMED:
            said.append(t.markdown("quality_differ_more", count=len(differ) - NAMED))
        return t("quality_join").join(said)
    kinds = {one.kind for row in found.rows for one in row.apart.values()}
    return t.markdown("quality_alike" if "alike" in kinds else "quality_too_few")


def differences(found: Qualities) -> list[tuple[Quality, str, Apart]]:
    """Groups, rates and how they differ, by how many times the larger is the smaller.

    Of two groups that differ from each other the higher one says it.
    """
    compared = Counter(metric for row in found.rows for metric in row.apart)
    differ = [
        (row, metric, one)
        for row in found.rows
        for metric, one in row.apart.items()
        if one.kind == "higher" or (one.kind == "lower" and compared[metric] > 2)
    ]
    return sorted(differ, key=lambda each: -_times(each[2]))


def _times(one: Apart) -> float:
    low, high = sorted((one.own or 0.0, one.others or 0.0))
    return high / low if low else float("inf")


def _difference(each: tuple[Quality, str, Apart], found: Qualities, t: Texts) -> str:
    row, metric, one = each
    own, others = _beside(found, row, metric, one)
    return t.markdown(
        f"quality_{one.kind}",
        group=shortened(group_name(row.group, found.by, t), 30),
        rate=in_language(METRICS[metric].title, t.language),
        own=percent(own, t),
        others=percent(others, t),
    )


def _beside(
    found: Qualities, row: Quality, metric: str, one: Apart
) -> tuple[float | None, float | None]:
    """A rate as the chart says it, and the others': of a young one both at full age."""
    rate = row.rates[metric]
    if rate.judged.state == "young" and rate.judged.expected is not None:
        return rate.judged.expected.value, one.others
    rest = [
        each.rates[metric].figure for each in found.rows if each is not row and metric in each.apart
    ]
    entered = sum(figure.denominator or 0 for figure in rest)
    reached = sum(figure.numerator or 0 for figure in rest)
    own = rate.figure.value
    return None if own is None else float(own), float(reached / entered) if entered else None
