"""Promises of both sides, the rows of today, and what was decided, on slides."""

from __future__ import annotations

from collections.abc import Sequence

from funnel.export.document import (
    Band,
    Cell,
    Chart,
    Column,
    Part,
    Series,
    Slide,
    Table,
    Words,
)
from funnel.export.looked import Looked, Said, plain_name
from funnel.masking import mask_company, mask_person
from funnel.metrics import METRICS
from funnel.reports.digest import Reviewed
from funnel.reports.move_texts import move_said
from funnel.reports.promise_texts import NAMES, PARTIES
from funnel.reports.promises import Kept, Month, PromisesReport
from funnel.reports.today import KINDS, TO_MOVE, Row, Today, most_urgent

MQLS = "mqls_a_month"
SHOWN, ACTIONS = 12, 7
LONG = 200
"""Letters of a name in a workbook."""


def promises_slide(found: PromisesReport, looked: Looked, said: Said) -> Slide:
    """What each promised and how much of it was kept this month, with the counts."""
    days = (said.words.short_day(looked.month), said.words.short_day(looked.as_of))
    title = said("promises_title", since=days[0], until=days[1])
    lines = [one for one in found.kept if one.is_whole] if found.is_agreed else []
    month = next((one for one in found.months if one.month == looked.month), None)
    columns = (
        Column(said("side")), Column(said("promise")),
        Column(said("kept"), "share"), Column(said("kept_of")),
        Column(said("open"), "count"), Column(said("unjudged"), "count"),
        Column(said("note")),
    )  # fmt: skip
    rows = tuple(_promise(one, month, said) for one in lines)
    table = Table(name := said("name_promises"), columns, rows, empty=said("promises_none"))
    judged = [one for one in lines if one.share is not None and one.promise != MQLS]
    parts: tuple[Part, ...] = (table,)
    if judged:
        names = tuple(said.both(NAMES[one.promise]) for one in judged)
        shares = tuple(one.share for one in judged)
        chart = Chart(said("promises_chart"), names, (Series(said("kept"), shares),),
                      unit="share", lying=True)  # fmt: skip
        parts = (table, chart)
    return Slide(name, title, (Band(parts, 1.0, (2.0, 1.0) if judged else ()),))


def _promise(one: Kept, month: Month | None, said: Said) -> tuple[Cell, ...]:
    side, name = said.both(PARTIES[one.party]), said.both(NAMES[one.promise])
    if one.promise == MQLS and month is not None and month.mqls is not None:
        so_far = said(
            "mqls", count=f"{month.mqls:,}", least=f"{month.at_least:,}",
            expected=f"{month.expected:,.0f}",
        )  # fmt: skip
        return side, name, None, so_far, one.open, one.cannot_judge, None
    note = None
    if one.share is None:
        note = said("no_data")
    elif one.judged.state == "too_few":
        note = said("few")
    counts = None if one.share is None else f"{one.met:,}/{one.met + one.broken:,}"
    return side, name, one.share, counts, one.open, one.cannot_judge, note


def today_slide(found: Today, said: Said) -> Slide:
    """How many there are of each kind, and the most urgent rows."""
    told = said.words("and").join(
        said.words(f"count_{kind}", count=f"{found.totals[kind]:,}")
        for kind in TO_MOVE
        if found.totals.get(kind)
    )
    title = said("today_title", counts=told) if told else said("today_none")
    urgent = most_urgent(found, SHOWN)
    left = sum(found.totals.get(kind, 0) for kind in TO_MOVE) - len(urgent)
    columns = (
        Column(said("kind")), Column(said("late")),
        Column(said("promise")), Column(said("person")),
        Column(said("company")), Column(said("source")), Column(said("owner")),
    )  # fmt: skip
    rows = tuple(_row(row, said)[:7] for row in urgent)
    table = Table(said("name_today"), columns, rows, empty=said("today_none"))
    note = said("masked") + (" " + said("more", count=f"{left:,}") if left > 0 else "")
    bands = (Band((table,)),)
    return Slide(said("name_today"), title, bands, note if rows else "", is_excerpt=True)


def rows_table(found: Today, said: Said) -> Table:
    """All rows, as the page's own file has them: by kind and owner, names masked."""
    rows = sorted(
        found.rows,
        key=lambda row: (KINDS.index(row.kind), row.owner is None, row.owner or "", -row.days),
    )
    columns = (
        Column(said("kind")), Column(said("late")), Column(said("promise")),
        Column(said("person")), Column(said("company")), Column(said("source")),
        Column(said("owner")), Column(said("days"), "count"), Column(said("day"), "day"),
        Column(said("id")),
    )  # fmt: skip
    cells = tuple(_row(row, said, LONG) for row in rows)
    return Table(said("name_today"), columns, cells, empty=said("today_none"))


def _row(row: Row, said: Said, most: int = 24) -> tuple[Cell, ...]:
    late = said.words(
        f"late_{'stalled' if row.kind == 'forgotten' else row.kind}",
        days=f"{row.days:,}",
        limit="" if row.limit is None else f"{row.limit:,}",
        day="" if row.since is None else said.words.day(row.since),
    )
    what = said.words("deal") if row.kind in ("stalled", "forgotten") else None
    return (
        said(f"kind_{row.kind}"), late,
        said.both(NAMES[row.promise]) if row.promise is not None else what,
        mask_person(row.person), mask_company(row.company), said.words.source(row.source),
        plain_name(row.owner, most) or said.words("nobody"), row.days, row.since,
        plain_name(row.subject_id.partition(":")[2], most),
    )  # fmt: skip


def actions_slide(found: Sequence[Reviewed], next_one: Words, said: Said) -> Slide:
    """What was decided, who does it by when, and what it moved; then what to decide on next."""
    name = said("name_actions")
    if not found:
        none = Words("", (said("actions_none"),))
        return Slide(name, said("actions_none_title"), (Band((none,)), Band((next_one,), 2.0)))
    done = sum(one.action.state == "done" for one in found)
    title = said("actions_title", done=done, count=len(found))
    columns = (
        Column(said("action")), Column(said("owner")),
        Column(said("due"), "day"), Column(said("action_state")),
        Column(said("moved")),
    )  # fmt: skip
    rows = tuple(_action(one, said) for one in found)
    table = Table(name, columns, rows, ACTIONS, said.raw("more"))
    return Slide(name, title, (Band((table,), 2.5), Band((next_one,))))


def _action(one: Reviewed, said: Said) -> tuple[Cell, ...]:
    plan, moved = one.action.plan, None
    if one.moved is not None and one.moved.move is not None and one.moved.move.after is not None:
        figure = METRICS[plan.metric].title if plan.metric else NAMES[plan.promise or ""]
        moved = f"{said.both(figure)}: {said.both(move_said(one.moved))}"
    state = "late" if one.is_overdue else one.action.state
    return (
        plain_name(plan.title, 80), plain_name(plan.owner, 16), plan.due_on,
        said(f"action_{state}"), moved,
    )  # fmt: skip
