"""What was agreed on, by day and by number: for the pages and commands that show and compare it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from funnel.agreement.document import Difference, diff, read_agreement
from funnel.agreement.model import Agreement
from funnel.agreement.timeline import InForce, in_force_on, timeline
from funnel.errors import Problem, UnknownName
from funnel.store.workspace import Workspace

if TYPE_CHECKING:
    from funnel.store.team import AgreementVersion, TakenBack  # sqlalchemy takes its time


@dataclass(frozen=True)
class AgreementEntry:
    """An agreement that was saved, why and by whom.

    `until` is its last day, None where it is open or was taken back. `changes` are what it changed
    of the one that was the latest when it was saved.
    """

    number: int
    in_force_from: date
    until: date | None
    is_in_force: bool
    title: str
    reason: str
    who: str
    at: datetime
    taken_back: TakenBack | None
    changes: tuple[Difference, ...]


@dataclass(frozen=True)
class AgreementShown:
    """The agreement in force on a day; `entry` is None where nothing is agreed on for it.

    `latest` is the number a next one has to be `based_on`: 0 where none counts.
    """

    in_force: InForce
    entry: AgreementEntry | None
    latest: int


def show_agreement(workspace: Workspace, day: date) -> AgreementShown:
    """What is agreed on for `day`.

    Raises:
        AgreementInvalid: what is kept cannot be read, as of a later release.
    """
    saved = workspace.team.agreements()
    held = in_force_on(timeline(saved), day)
    found = (entry for entry in _entries(saved, day) if entry.number == held.number)
    return AgreementShown(held, next(found, None), _latest(saved))


def agreement_history(workspace: Workspace, day: date) -> list[AgreementEntry]:
    """All agreements that were ever saved, the latest first; `day` says which one is in force."""
    return _entries(workspace.team.agreements(), day)[::-1]


def latest_number(workspace: Workspace) -> int:
    """The number that a next agreement is based on: 0 where none counts."""
    return _latest(workspace.team.agreements())


def agreement_of(workspace: Workspace, number: int) -> Agreement:
    """The agreement of a number, also one that was taken back; 0 is what holds without any.

    Raises:
        UnknownName: there is none.
    """
    if number == 0:
        return Agreement()
    for version in workspace.team.agreements():
        if version.number == number:
            return _read(version)
    raise UnknownName(Problem("unknown_name", value=str(number), detail="agreement"))


def _latest(saved: list[AgreementVersion]) -> int:
    return max((one.number for one in saved if one.taken_back is None), default=0)


def _entries(saved: list[AgreementVersion], day: date) -> list[AgreementEntry]:
    spans = {one.number: one for one in timeline(saved)}
    entries = []
    for version in saved:
        span = spans.get(version.number)
        agreement = _read(version)
        entries.append(
            AgreementEntry(
                number=version.number,
                in_force_from=version.in_force_from,
                until=span.until if span and span.until < date.max else None,
                is_in_force=span is not None and span.since <= day <= span.until,
                title=agreement.title,
                reason=version.reason,
                who=version.who,
                at=version.at,
                taken_back=version.taken_back,
                changes=tuple(diff(_before(saved, version), agreement)),
            )
        )
    return entries


def _before(saved: list[AgreementVersion], version: AgreementVersion) -> Agreement:
    """The latest one that counted when `version` was saved."""
    counted = [
        one
        for one in saved
        if one.number < version.number
        and (one.taken_back is None or one.taken_back.at > version.at)
    ]
    return _read(counted[-1]) if counted else Agreement()


def _read(version: AgreementVersion) -> Agreement:
    return read_agreement(version.toml, f"agreement-{version.number}.toml")
