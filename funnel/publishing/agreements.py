"""Saving an agreement and taking one back: what is in force is judged by it from then on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from funnel.agreement.document import write_agreement
from funnel.agreement.model import Agreement
from funnel.agreement.timeline import timeline
from funnel.publishing.rejudge import Progress, judged_draft, judged_otherwise
from funnel.store.workspace import Workspace

if TYPE_CHECKING:
    from funnel.store.team import AgreementVersion  # sqlalchemy takes its time

__all__ = [
    "Progress", "Saved", "judged_otherwise", "rejudge", "save_agreement", "take_back_agreement",
]  # fmt: skip


@dataclass(frozen=True)
class Saved:
    """An agreement that was saved or taken back, and the version that it judges.

    `version` is None where nothing has been imported yet.
    """

    number: int
    version: int | None


def save_agreement(
    workspace: Workspace,
    agreement: Agreement,
    in_force_from: date,
    reason: str,
    *,
    based_on: int,
    who: str,
    at: datetime,
    progress: Progress | None = None,
) -> Saved:
    """Agree on something, and put in force what it makes of the version in force.

    No export is read again. Where anything fails before all is built, nothing is saved; a crash
    right after the saving is told by `judged_otherwise`.

    Args:
        workspace: whose.
        agreement: checked by its model.
        in_force_from: its first day, after that of the latest one.
        reason: why, not empty.
        based_on: the number of the latest agreement that the person saw, 0 if there was none.
        who, at: by whom and when.
        progress: is told how far it is; `waiting` while somebody else publishes.

    Raises:
        FunnelError: of the kind `agreement_changed_meanwhile`, `agreement_overlaps` or
            `agreement_reason_missing`; or a version of an earlier release has to be built anew.
    """
    from funnel.store.team import next_agreement

    toml = write_agreement(agreement)
    with workspace.publishing(_waits(progress)):
        known = workspace.team.agreements()
        new = next_agreement(known, toml, in_force_from, reason, based_on=based_on, who=who, at=at)

        def keep() -> None:
            workspace.team.save_agreement(
                toml, in_force_from, reason, based_on=based_on, who=who, at=at
            )

        version = _put_in_force(workspace, [*known, new], keep, who=who, at=at, progress=progress)
    return Saved(new.number, version)


def take_back_agreement(
    workspace: Workspace,
    number: int,
    reason: str,
    *,
    who: str,
    at: datetime,
    progress: Progress | None = None,
) -> Saved:
    """Take back the latest agreement, which is `number`: the one before judges its days again.

    Raises:
        FunnelError: of the kind `agreement_changed_meanwhile`, `unknown_name` or
            `agreement_reason_missing`; or a version of an earlier release has to be built anew.
    """
    from funnel.store.team import without_latest

    with workspace.publishing(_waits(progress)):
        left = without_latest(workspace.team.agreements(), number, reason, who=who, at=at)

        def keep() -> None:
            workspace.team.take_back_agreement(number, reason, who=who, at=at)

        version = _put_in_force(workspace, left, keep, who=who, at=at, progress=progress)
    return Saved(number, version)


def rejudge(
    workspace: Workspace, who: str, at: datetime, *, progress: Progress | None = None
) -> int | None:
    """Judge the version in force by the agreements that are saved; the number of the next one.

    None where it is judged by them already, or nothing is in force.
    """
    with workspace.publishing(_waits(progress)):
        if not judged_otherwise(workspace):
            return None
        known = workspace.team.agreements()
        return _put_in_force(workspace, known, lambda: None, who=who, at=at, progress=progress)


def _put_in_force(
    workspace: Workspace,
    versions: Sequence[AgreementVersion],
    keep: Callable[[], None],
    *,
    who: str,
    at: datetime,
    progress: Progress | None,
) -> int | None:
    """Build all that could fail, `keep` what was said, and point at what was built."""
    tell = progress or (lambda _what, _share: None)
    base = workspace.current()
    if base is None:
        keep()
        return None
    draft = judged_draft(workspace, base, timeline(versions), who=who, at=at, progress=tell)
    try:
        keep()
        version = workspace.install(draft, None)
    finally:
        draft.discard()
    tell("saving", 1)
    return version


def _waits(progress: Progress | None) -> Callable[[], None] | None:
    return None if progress is None else lambda: progress("waiting", 0.0)
