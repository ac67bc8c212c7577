"""The week to take along: the verdict, the funnel, promises of both sides, rows, actions."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from funnel.agreement.timeline import in_force_on, timeline
from funnel.export.document import Document
from funnel.export.looked import Looked, Said
from funnel.export.week_funnel import Funnel, funnel_slide, trend_slide, trend_table
from funnel.export.week_people import actions_slide, promises_slide, rows_table, today_slide
from funnel.export.week_texts import TEXTS
from funnel.export.week_verdict import Acted, next_words, verdict_slide
from funnel.filters import Filters
from funnel.metrics.query import currency
from funnel.reports.bottleneck_rows import behind_of, place_of, rows_behind
from funnel.reports.digest import Digest, digest
from funnel.reports.promises import Asked, promises
from funnel.reports.targets import targets_of
from funnel.reports.today import Today
from funnel.reports.weekly import STAGES, goals, weekly
from funnel.store.database import Database

if TYPE_CHECKING:
    from funnel.store.team import TeamStore  # sqlalchemy takes its time

TABLE_OF = {name: "deals" if name in ("opportunities", "wins") else "leads" for name in STAGES}
STALE = timedelta(days=14)
LAST_DAYS = "select object, max(last_day) from files where last_day is not null group by object"


def week_document(db: Database, team: TeamStore, looked: Looked) -> Document:
    """All that is taken along of the week, as its page shows it.

    Raises:
        FunnelError: where a report does.
    """
    said = Said(TEXTS, looked.language)
    found = digest(db, team, looked.day, looked.as_of)
    acted = _acted(db, found, looked)
    funnel = _funnel(db, team, looked)
    held = tuple((meeting.kind, meeting.day) for meeting in team.meetings())
    promised = promises(db, Asked(looked.month, looked.as_of, looked.as_of), held)
    today = _narrowed(found.today, looked)
    foot = said("foot", day=said.words.day(looked.as_of), version=found.version)
    if found.is_old:
        foot += f" · {said('old')}"
    return Document(
        title=said("title"),
        file_name=looked.file_name("week"),
        language=looked.language,
        currency=currency(db),
        as_of=looked.as_of,
        foot=foot,
        slides=(
            verdict_slide(found, acted, looked, said),
            funnel_slide(funnel, said),
            trend_slide(funnel, said),
            promises_slide(promised, looked, said),
            today_slide(today, said),
            actions_slide(found.actions, next_words(found, acted, said), said),
        ),
        sheets=(
            (said("sheet_trend"), trend_table(funnel, said)),
            (said("name_today"), rows_table(today, said)),
        ),
    )


def _funnel(db: Database, team: TeamStore, looked: Looked) -> Funnel:
    """Counts, rates and targets; a table that ended long ago is not read as zero."""
    days = {kind: day for kind, day in db.rows(LAST_DAYS) if day < looked.as_of - STALE}
    ended = {name: days[table] for name, table in TABLE_OF.items() if table in days}
    where = tuple(("source", source) for source in looked.sources)
    month = Filters(looked.month, looked.as_of, looked.as_of, "period", where)
    told = weekly(db, month, ended)
    agreement = in_force_on(timeline(team.agreements()), looked.as_of).agreement
    targets = targets_of(db, team, looked.month)
    return Funnel(told, goals(told, targets, looked.sources, agreement.calendar))


def _acted(db: Database, found: Digest, looked: Looked) -> Acted:
    place = place_of(found.found.verdict)
    if place is None:
        return Acted(None, None)
    rows = rows_behind(db, place, looked.as_of)
    return Acted(place, behind_of(db, place, rows, looked.as_of))


def _narrowed(found: Today, looked: Looked) -> Today:
    if not looked.sources:
        return found
    rows = tuple(row for row in found.rows if row.source in looked.sources)
    totals = {kind: sum(row.kind == kind for row in rows) for kind in found.totals}
    return Today(found.as_of, rows, totals)
