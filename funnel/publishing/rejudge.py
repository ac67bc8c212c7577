"""A version judged anew: its tables that depend on the agreements, built again in a copy of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from funnel.agreement.staging import stage_agreements
from funnel.agreement.timeline import InForce, timeline
from funnel.errors import NothingPublished
from funnel.publishing.records import keep_changes
from funnel.store.database import Database
from funnel.store.faults import faults_named
from funnel.store.workspace import Draft, Workspace
from funnel.tables.again import judge_again

Progress = Callable[[str, float], None]
"""Told what is being done, `waiting`, `copying`, `judging` or `saving`, and the share done."""
Spans = list[tuple[Any, ...]]


def judged_by(db: Database) -> Spans:
    """The number, first and last day of each agreement that a version was judged by.

    Raises:
        WorkspaceUnusable: it is of an earlier release, which knew no agreements.
    """
    return db.rows("select number, since, until from agreements order by since")


def judged_otherwise(workspace: Workspace) -> bool:
    """Whether the version in force was judged by other agreements than those that are saved.

    As after a crash between saving and publishing, or where an earlier version was put in force
    again. `rejudge` mends it, and so does the next import. A version of an earlier release was
    judged by none. False where nothing is in force.
    """
    number = workspace.current()
    if number is None:
        return False
    saved = [(one.number, one.since, one.until) for one in timeline(workspace.team.agreements())]
    with workspace.open(number) as db:
        knows = db.rows("select 1 from duckdb_tables() where table_name = 'agreements'")
        return not knows or judged_by(db) != saved


def judged_draft(
    workspace: Workspace,
    base: int,
    agreements: Sequence[InForce],
    *,
    who: str,
    at: datetime,
    progress: Progress,
) -> Draft:
    """A draft of the version `base` as these agreements judge it; no export is read.

    Raises:
        WorkspaceUnusable: the base is of an earlier release and has to be built anew first, or the
            disk is full, for one.
    """
    with workspace.open(base) as db:
        judged_by(db)
        ((since, until),) = db.rows("select min(day), max(day) from agreed_days")
        (about,) = db.records("select currency, known_until from version")
    about |= {"base": base, "cause": "agreement", "who": who, "published_at": at.isoformat()}
    draft = workspace.draft()
    try:
        with faults_named(workspace.home):
            progress("copying", 0)
            draft.begin_with(workspace.version_path(base))
            progress("judging", 0.2)
            with Database(draft.database, read_only=False) as db:
                stage_agreements(db, agreements, since, until)
                names = judge_again(db, workspace.version_path(base), about)
                keep_changes(db, workspace.version_path(base), names)
                db.finish()
            progress("saving", 0.9)
            draft.sync()
    except BaseException:
        draft.discard()
        raise
    return draft


@contextmanager
def tried_out(
    workspace: Workspace, agreements: Sequence[InForce], *, who: str, at: datetime
) -> Iterator[Database]:
    """The version in force as these agreements would judge it: to be looked at, and gone then.

    `funnel.agreement.timeline.as_if` says which to ask for.

    Raises:
        NothingPublished, WorkspaceUnusable: as for `judged_draft`.
    """
    base = workspace.current()
    if base is None:
        raise NothingPublished
    draft = judged_draft(workspace, base, agreements, who=who, at=at, progress=_say_nothing)
    try:
        with Database(draft.database, read_only=True, sealed=False) as db:
            yield db
    finally:
        draft.discard()


def _say_nothing(_what: str, _share: float) -> None:
    pass
