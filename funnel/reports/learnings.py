"""What was learned of the same thing before: settled actions, found by stage, source and words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from funnel.reports.moves import RATES
from funnel.reports.weekly import STAGES as COUNTED

if TYPE_CHECKING:
    from funnel.store.team import Action, Plan  # sqlalchemy takes its time

Near = Literal["step_and_source", "step", "words"]
ORDER: tuple[Near, ...] = ("step_and_source", "step", "words")
STAGE_OF = {**COUNTED, **RATES}
"""The stage that a figure counts arrivals at."""
_TERMS = re.compile(r"[一-鿿々]{2,}|[ァ-ヺー]{2,}|[^\W_ぁ-ん一-鿿ァ-ヺー々]{2,}")


@dataclass(frozen=True)
class Learning:
    """A settled action of which something is known, why it is offered, and how many words fit."""

    action: Action
    near: Near
    words: int


def learnings(
    actions: Iterable[Action],
    step: str | None = None,
    source: str | None = None,
    words: str = "",
) -> list[Learning]:
    """Settled actions with an outcome or a learning, the nearest first, then the latest.

    Args:
        actions: all that were ever decided.
        step: what is stuck: 'handed_over>sql', a stage, or a promise. Whichever stage a step began
            with, the one that it leads to tells.
        source: the lead source it is stuck in, if it is one.
        words: of what is talked about; actions that share some of them count, the more the nearer.
    """
    wanted, asked = subject_of(step), _terms(words)
    found = []
    for action in actions:
        if action.state == "open" or not (action.outcome or action.learned.strip()):
            continue
        said = _folded(_text(action))
        shared = sum(term in said for term in asked)
        if wanted is not None and wanted in subjects(action.plan):
            same = source is not None and ("source", source) in action.plan.where
            found.append(Learning(action, "step_and_source" if same else "step", shared))
        elif shared:
            found.append(Learning(action, "words", shared))
    return sorted(
        found,
        key=lambda one: (
            ORDER.index(one.near), -one.words, -_settled(one.action).toordinal(), -one.action.id,
        ),
    )  # fmt: skip


def searched(
    actions: Iterable[Action],
    words: str = "",
    subject: str | None = None,
    source: str | None = None,
) -> list[Action]:
    """Actions that hold every word, are about a stage or promise, and about a lead source."""
    asked = _folded(words).split()
    return [
        action
        for action in actions
        if (subject is None or subject in subjects(action.plan))
        and (source is None or ("source", source) in action.plan.where)
        and all(word in _folded(_text(action)) for word in asked)
    ]


def subject_of(step: str | None) -> str | None:
    """What a step is about: the stage it leads to; a stage or a promise itself."""
    return step.rpartition(">")[2] if step else None


def subjects(plan: Plan) -> set[str]:
    """The stages and the promise that an action is about."""
    told = (subject_of(plan.step), STAGE_OF.get(plan.metric or ""), plan.promise)
    return {name for name in told if name}


def sources_of(actions: Sequence[Action]) -> list[str]:
    """The lead sources that actions are about, by name."""
    pairs = {pair for action in actions for pair in action.plan.where}
    return sorted(name for dimension, name in pairs if dimension == "source" and name)


def _settled(action: Action) -> date:
    return action.settled_on or action.plan.decided_on


def _text(action: Action) -> str:
    plan = action.plan
    return " ".join(
        [plan.title, plan.owner, action.learned, *(name or "" for _, name in plan.where)]
    )


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _terms(text: str) -> set[str]:
    """Words that tell something: runs of kanji, of katakana, of other letters; no hiragana."""
    return set(_TERMS.findall(_folded(text)))
