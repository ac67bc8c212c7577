"""The scorecard of the weekly meeting: each stage and each promise, on track or off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from funnel.analysis.verdicts import StepState, Verdict
from funnel.reports.promises import Kept
from funnel.reports.target_desk import Standing
from funnel.reports.weekly import STAGES

Track = Literal["on", "off", "unknown"]
KEPT_LEAST = 0.8
"""A promise kept less often is off: one broken now and then is no matter for the meeting."""
LEAST_JUDGED = 5


@dataclass(frozen=True)
class StageLine:
    """A stage: the month's target where there is one, and the light of the step that leads to it.

    Off where the month is behind its target by more than chance, or the step is amber or red.
    """

    stage: str
    metric: str
    track: Track
    standing: Standing | None
    step: StepState | None

    @property
    def about(self) -> str:
        """What the list of issues calls it."""
        return self.stage if self.step is None else f"{self.step.base}>{self.step.target}"


@dataclass(frozen=True)
class PromiseLine:
    """A promise of the last weeks. Off where less than `KEPT_LEAST` was kept, of 5 at least."""

    kept: Kept
    track: Track

    @property
    def about(self) -> str:
        """What the list of issues calls it."""
        return self.kept.promise


def stage_lines(verdict: Verdict, standings: Sequence[Standing]) -> list[StageLine]:
    """The stages that have a target or a light, in their order.

    Args:
        verdict: of the last day.
        standings: of its month; only those of the whole company count here.
    """
    whole = {row.metric: row for row in standings if row.source is None and row.owner is None}
    steps = {step.target: step for step in verdict.steps}
    found = []
    for metric, stage in STAGES.items():
        standing, step = whole.get(metric), steps.get(stage)
        if standing is not None or step is not None:
            track = _stage_track(standing, step)
            found.append(StageLine(stage, metric, track, standing, step))
    return found


def promise_lines(kept: Sequence[Kept]) -> list[PromiseLine]:
    """The promises as a whole."""
    return [PromiseLine(one, _promise_track(one)) for one in kept if one.is_whole]


def _stage_track(standing: Standing | None, step: StepState | None) -> Track:
    states = []
    if standing is not None and standing.state not in ("not_measured", "not_begun"):
        states.append(standing.state not in ("behind", "missed"))
    if step is not None and step.level != "unknown":
        states.append(step.level == "none")
    if not states:
        return "unknown"
    return "on" if all(states) else "off"


def _promise_track(kept: Kept) -> Track:
    if kept.share is None or kept.met + kept.broken < LEAST_JUDGED:
        return "unknown"
    return "on" if kept.share >= KEPT_LEAST else "off"
