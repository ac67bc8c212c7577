"""The promises of both sides: the meetings they hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

PromiseState = Literal["met", "broken", "open", "cannot_judge"]
MeetingKind = Literal["weekly", "review"]
KINDS: dict[str, MeetingKind] = {"weekly_meeting": "weekly", "monthly_review": "review"}
"""Which meetings keep which promise."""


@dataclass(frozen=True)
class Term:
    """A week or month in which a meeting was promised, by the agreement `number`.

    `starts_on` and `ends_on` are its first and last day, `due_on` the last on which the meeting
    keeps the promise.
    """

    promise: str
    number: int
    starts_on: date
    due_on: date
    ends_on: date


@dataclass(frozen=True)
class Meeting:
    """A term and what became of it; `reason` says why it cannot be judged."""

    term: Term
    held_on: date | None
    state: PromiseState
    reason: str | None = None


def judge_meetings(
    terms: Iterable[Term], held: Sequence[tuple[str, date]], as_of: date
) -> list[Meeting]:
    """What was known of each term at the end of `as_of`; terms that begin later are left out.

    Nobody's record reaches back before the first meeting of its kind that anybody wrote down: a
    term that ended before cannot be judged.

    Args:
        held: the kind and day of each meeting.
    """
    return [_judge(term, held, as_of) for term in terms if term.starts_on <= as_of]


def _judge(term: Term, held: Sequence[tuple[str, date]], as_of: date) -> Meeting:
    days = sorted(day for kind, day in held if kind == KINDS[term.promise] and day <= as_of)
    held_on = next((day for day in days if term.starts_on <= day <= term.ends_on), None)
    if held_on is not None:
        return Meeting(term, held_on, "met" if held_on <= term.due_on else "broken")
    if term.due_on > as_of:
        return Meeting(term, None, "open")
    if not days or term.ends_on < days[0]:
        return Meeting(term, None, "cannot_judge", "not_measured")
    return Meeting(term, None, "broken")
