"""The bottleneck: which step got worse, or holds back most, with everything that rests on it.

Two questions with two answers: 'the change' is the step that does worse than its own past, found by
evidence (z); 'the constraint' the one at which more would bring most, changed or not, by money.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np

from funnel.analysis.changes import Since, parts_of, since_when
from funnel.analysis.evidence import (
    AMBER,
    LEAST_HISTORY,
    SOURCE_AMBER,
    Evidence,
    Level,
    Look,
    least_drop,
    levels,
    look_at,
)
from funnel.analysis.flows import CALENDAR, HISTORY, WINDOW, Baseline, Flow
from funnel.analysis.gains import (
    WEEKS_A_MONTH,
    Downstream,
    constraint,
    downstream,
    final_rate,
    money_lost,
)
from funnel.analysis.negbin import z_of
from funnel.analysis.readings import Reading, Rows, Sign, action, readings
from funnel.analysis.rhythm import rhythm_of
from funnel.analysis.step_counts import StepCounts
from funnel.analysis.verdicts import (
    Change,
    Inflow,
    Known,
    Question,
    Reference,
    State,
    StepState,
    Verdict,
)

SEASON = 0.2
"""What the number of entries to the first stage wavers by from quarter to quarter (relative sd)."""
LOOKS = 26
"""Weekly looks behind the light of today: a red one stays on until it is clearly over."""


@dataclass(frozen=True, eq=False)
class Judged:
    """The steps with their evidence of today and of the looks before."""

    flows: tuple[Flow, ...]
    looks: tuple[Look, ...]
    lights: tuple[Level, ...]

    @cached_property
    def named(self) -> int | None:
        """The place of the step that is worst, if one is red, else if one is amber."""
        for light in ("red", "amber"):
            places = [place for place, found in enumerate(self.lights) if found == light]
            if places:
                return max(places, key=lambda place: (self.looks[place].severity, -place))
        return None

    @property
    def named_source(self) -> tuple[bool, str | None]:
        """Whether one source of the named step is worse and not the whole, and which (or none)."""
        if self.named is None:
            return False, None
        only, _ = _scope(self.looks[self.named])
        return only is not None, None if only is None else self.flows[self.named].counts.names[only]


def judge(steps: Sequence[StepCounts], looks: int = LOOKS) -> Judged:
    """The light of each step today, after `looks` weekly looks at what was known then.

    Thresholds and hysteresis: `evidence`. Costs grow with weeks and steps, not with rows.
    """
    flows = tuple(Flow.of(step) for step in steps)
    today, lights = [], []
    for flow in flows:
        seen = [look_at(flow, look) for look in range(looks, -1, -1)]
        today.append(seen[-1])
        lights.append(levels(seen)[-1])
    return Judged(flows, tuple(today), tuple(lights))


def verdict(
    judged: Judged,
    as_of: date,
    known: Known | None = None,
    parts: Mapping[str, StepCounts] | None = None,
) -> Verdict:
    """What is to be said.

    Args:
        judged: of all measured steps, in order.
        as_of: the day the counts were taken.
        known: money, targets, capacities and figures.
        parts: the counts of the named step (`judged.named`) by other dimensions than the source.
    """
    known = known or Known()
    bases = [_baseline(look) for look in judged.looks]
    worths = downstream(bases, known.amounts)
    states = tuple(
        _state(flow, base, look, light, known, as_of)
        for flow, base, look, light in zip(
            judged.flows, bases, judged.looks, judged.lights, strict=True
        )
    )
    place = judged.named
    change = None
    if place is not None and (base := bases[place]) is not None:
        change = _change(
            judged, place, base, states[place], as_of, known, parts or {}, worths[place]
        )
    state: State = "none"
    if change is not None:
        state = "red" if change.level == "red" else "amber"
    elif all(light == "unknown" for light in judged.lights):
        state = "not_enough"
    found = constraint(judged.flows, bases, worths, known.targets, known.capacities)
    order: tuple[Question, Question] = ("change", "constraint")
    if known.first == "constraint":
        order = ("constraint", "change")
    return Verdict(state, as_of, change, found, order, states, _inflow(judged))


def _inflow(judged: Judged) -> Inflow | None:
    """z of the entries to the first stage: NegBin around the pace of up to 104 weeks before."""
    if not judged.flows:
        return None
    flow = judged.flows[0]
    entered = flow.entered.sum(axis=0)
    came = np.flatnonzero(entered)
    since = min(int(came[-1]) + 1 if len(came) else 0, WINDOW + HISTORY)
    if since - WINDOW < LEAST_HISTORY:
        return None
    observed = round(float(entered[:WINDOW].sum()))
    expected = float(entered[WINDOW:since].mean()) * WINDOW
    z = z_of(observed, expected, SEASON**2)
    reading = None
    if z < AMBER:
        a_month = WEEKS_A_MONTH / WINDOW
        sign = Sign("entries_a_month", observed * a_month, expected * a_month, "for")
        reading = Reading("few_leads", (sign,))
    return Inflow(flow.counts.base, observed, expected, z, reading)


def _baseline(look: Look) -> Baseline | None:
    if look.evidence is None or look.problem in ("stopped", "bulk"):
        return None
    return look.base


def _state(  # noqa: PLR0917 - one call, above
    flow: Flow, base: Baseline | None, look: Look, light: Level, known: Known, as_of: date
) -> StepState:
    counts = flow.counts
    seen = look.evidence
    references: tuple[Reference, ...] = ()
    rate = final_rate(base) if base is not None else None
    if seen is not None and base is not None and rate:
        references = (Reference("own_past", rate, seen.expected, base.weeks),)
        target = known.targets.get(f"{counts.base}>{counts.target}")
        if target is not None:
            expected = seen.expected * target / rate
            references += (Reference("target", target, expected, None),)
    smallest = least_drop(seen) if seen is not None and look.problem in (None, "too_few") else None
    return StepState(
        counts.base,
        counts.target,
        light,
        look.problem,
        seen,
        rate,
        references,
        smallest,
        None if base is None else rhythm_of(flow, base, as_of),
    )


def _change(  # noqa: PLR0917 - the one call stands above, and each is described in `Change`
    judged: Judged,
    place: int,
    base: Baseline,
    state: StepState,
    as_of: date,
    known: Known,
    parts: Mapping[str, StepCounts],
    worth: Downstream | None,
) -> Change:
    flow, look = judged.flows[place], judged.looks[place]
    only, seen = _scope(look)
    since = since_when(flow, only) or Since(CALENDAR, WINDOW, 1, "going_on")
    counts = flow.counts
    source = None if only is None else counts.names[only]
    inside = parts_of({"source": counts, **parts})
    named = [part for part in inside if part.is_named]
    segments = [(part.dimension, part.name, part.observed, part.expected) for part in named]
    if only is not None and all(segment[:2] != ("source", source) for segment in segments):
        segments.insert(0, ("source", source, seen.observed, seen.expected))
    found = readings(
        counts.base,
        _entries(flow, base),
        segments,
        known.figures,
        known.capacities.get(counts.base),
    )
    where = tuple((part.dimension, part.name) for part in named)[:1]
    if only is not None:
        where = (("source", source),)
    number = _waiting({"source": counts, **parts}, where)
    rows = Rows(counts.base, _first_day(as_of, WINDOW), where, number)
    return Change(
        counts.base,
        counts.target,
        state.level,
        in_one_source=only is not None,
        source=source,
        since=_first_day(as_of, since.week),
        earliest=_first_day(as_of, since.earliest),
        latest=_first_day(as_of, since.latest),
        basis=since.basis,
        observed=seen.observed,
        expected=seen.expected,
        z=seen.z,
        references=state.references,
        money=money_lost(seen.observed, seen.expected, worth),
        inside=inside,
        readings=found,
        action=action(found[0], rows, as_of, _median_days(base)),
    )


def _scope(look: Look) -> tuple[int | None, Evidence]:
    """The source that alone is worse, or None for the whole step; with its evidence."""
    if look.evidence is None:
        raise ValueError("a step without evidence cannot be named")
    worst = look.worst_source
    if worst is None or look.evidence.z / AMBER >= worst[1].z / SOURCE_AMBER:
        return None, look.evidence
    return worst


def _entries(flow: Flow, base: Baseline) -> tuple[float, float]:
    """Entries a month in the last 13 weeks, and in those before that are the reference."""
    now = float(flow.entered[:, :WINDOW].sum()) / WINDOW
    before = float(flow.entered[:, base.until : base.since].sum()) / max(base.weeks, 1)
    return now * WEEKS_A_MONTH, before * WEEKS_A_MONTH


def _waiting(
    by_dimension: Mapping[str, StepCounts], where: Sequence[tuple[str, str | None]]
) -> int:
    """Who entered in the last 13 weeks, in this segment, and has not gone on, in bulk or else."""
    dimension, *names = where[0] if where else ("source",)
    counts = by_dimension[dimension]
    chosen = [
        triangle
        for name, triangle in zip(counts.names, counts.triangles, strict=True)
        if not names or name == names[0]
    ]
    return sum(int(each.entered[:WINDOW].sum() - each.moved[:WINDOW].sum()) for each in chosen)


def _median_days(base: Baseline) -> float:
    """Days until half of those who go on have done so."""
    end = final_rate(base)
    return 7.0 * (int(np.searchsorted(base.reached, end / 2)) + 1)


def _first_day(as_of: date, week: int) -> date:
    """The first day of the last `week` weeks, which end on the as-of date."""
    return as_of - timedelta(days=7 * week - 1)
