"""Rates with their honesty: counts, interval, age, and a state in plain words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from funnel.analysis.rates import Estimate, Judged, State, Step, judge_cohort, judge_period
from funnel.analysis.triangles import (
    Curve,
    Triangle,
    life_table,
    observed_and_expected,
    triangle_of,
)
from funnel.analysis.waver import waver_of
from funnel.filters import TIMES, Dimension, Filters
from funnel.metrics import Figure, Metric, figures
from funnel.metrics.ages import Entries, Group, entries_by_week, everybody, steps_of
from funnel.store.database import Database

WORDS: dict[State, tuple[str, str]] = {
    "enough": ("enough data", "十分なデータ"),
    "too_few": ("too few to say", "少なすぎて判断できない"),
    "not_measured": ("not measured by these exports", "この書き出しでは計測していない"),
    "no_data": ("no data", "データなし"),
    "young": (
        "young cohort: {matured:.0%} matured, expected to end at {end}",
        "若いコホート: {matured:.0%}まで成熟、最終 {end} の見込み",
    ),
}
WITHIN = (
    "young cohort: {matured:.0%} matured, expected to reach {end} within {weeks} weeks",
    "若いコホート: {matured:.0%}まで成熟、{weeks}週以内に {end} の見込み",
)
SMALL = 0.1
"""Below it a share is told to a tenth of a percent."""


@dataclass(frozen=True)
class Rate:
    """A rate and what may be said of it."""

    figure: Figure
    judged: Judged


def rates(
    db: Database,
    metric: Metric,
    filters: Filters,
    by: Sequence[Dimension] = (),
    read: Steps | None = None,
) -> list[Rate]:
    """The figures of a rate, each judged.

    On the cohort basis a segment's own past (its conditions and its group, but not the group's
    week or month) is held against the whole company's, and the group against both.

    Args:
        read: the steps read so far, of the same filters and groups: who asks for several rates,
            most of whose steps are the same, hands in one dictionary and reads each step once.

    Raises:
        UnknownName, FunnelError: as `figures`.
    """
    found = figures(db, metric, filters, by)
    if filters.basis == "period":
        return [Rate(figure, judge_events(metric, figure)) for figure in found]
    read = {} if read is None else read
    steps = []
    for step in steps_of(db, metric, filters):
        if step.id not in read:
            read[step.id] = _Aged.read(db, step, filters, by)
        steps.append(read[step.id])
    return [Rate(figure, _judge_cohort(figure, steps)) for figure in found]


def in_words(judged: Judged) -> tuple[str, str]:
    """(English, Japanese) of a state."""
    english, japanese = WORDS[judged.state]
    if judged.state != "young" or judged.expected is None:
        return english, japanese
    if judged.within_weeks is not None:
        english, japanese = WITHIN
    said = {"matured": judged.matured, "weeks": judged.within_weeks}
    return (
        english.format(end=_range(judged.expected, "-"), **said),
        japanese.format(end=_range(judged.expected, "〜"), **said),
    )


def _range(estimate: Estimate, dash: str) -> str:
    """`21 % (17-26)`, with a decimal where the shares are small."""
    digits = 1 if estimate.high < SMALL else 0
    value, low, high = (f"{100 * share:.{digits}f}" for share in
                        (estimate.value, estimate.low, estimate.high))  # fmt: skip
    return f"{value}% ({low}{dash}{high})"


@dataclass(frozen=True, eq=False)
class _Aged:
    """One step: all that is known of it, of the segments, and of the groups in the period."""

    whole: Triangle
    segments: Mapping[Group, Triangle]
    period: Mapping[Group, Entries]
    segment_of: tuple[int, ...]
    """Where in a group its segment stands."""
    drawn: dict[int, tuple[Curve, float] | None] = field(default_factory=dict)
    """Curves with their waver, by the weeks they were drawn before: most groups share one."""

    @classmethod
    def read(cls, db: Database, step: Metric, filters: Filters, by: Sequence[Dimension]) -> _Aged:
        all_time = everybody(filters)
        whole = triangle_of(entries_by_week(db, step, all_time).get((), ()))
        places = tuple(place for place, name in enumerate(by) if name not in TIMES)
        segments: dict[Group, Triangle] = {}
        if places or filters.where:
            within = Filters(
                all_time.since, all_time.until, all_time.as_of, "cohort", filters.where
            )
            listed = entries_by_week(db, step, within, [by[place] for place in places])
            segments = {group: triangle_of(rows) for group, rows in listed.items()}
        in_period = Filters(filters.since, filters.until, filters.as_of, "cohort", filters.where)
        return cls(whole, segments, entries_by_week(db, step, in_period, by), places)

    def step(self, group: Group, before: int) -> Step | None:
        """The step for a group of the period that begins `before` weeks ago."""
        drawn = self._drawn(before)
        if drawn is None:
            return None
        curve, waver = drawn
        rows = self.period.get(group, [])
        entered = np.zeros(before + 1, np.int64)
        for week, _, _, came in rows:
            entered[min(week, before)] += came
        moved = sum(went for _, _, went, _ in rows)
        return Step(curve, entered, moved, self._past(group, curve), waver)

    def _drawn(self, before: int) -> tuple[Curve, float] | None:
        if before not in self.drawn:
            curve = life_table(self.whole, before)
            self.drawn[before] = None if curve is None else (curve, waver_of(self.whole, curve))
        return self.drawn[before]

    def _past(self, group: Group, curve: Curve) -> tuple[int, float]:
        segment = self.segments.get(tuple(group[place] for place in self.segment_of))
        return (0, 0.0) if segment is None else observed_and_expected(segment, curve)


Steps = dict[str, _Aged]


def _judge_cohort(figure: Figure, steps: Sequence[_Aged]) -> Judged:
    group = tuple(figure.group.values())
    entries = steps[0].period.get(group, []) if steps else []
    before = max((entry[0] for entry in entries), default=0)
    found = [step.step(group, before) for step in steps]
    known = [step for step in found if step is not None]
    within = figure.filters.within
    return judge_cohort(
        None if figure.numerator is None else int(figure.numerator),
        int(figure.denominator or 0),
        known if len(known) == len(found) else None,
        None if within is None else within // 7,
    )


def judge_events(metric: Metric, figure: Figure) -> Judged:
    """What may be said of a figure on the period basis."""
    return judge_period(
        None if figure.numerator is None else int(figure.numerator),
        int(figure.denominator or 0),
        is_share=not metric.divides_stages,
    )
