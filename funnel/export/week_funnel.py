"""The funnel of the month on slides: counts, rates with counts, targets, and twelve months."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from funnel.analysis.pace import Pace
from funnel.export.document import Band, Cell, Chart, Column, Series, Slide, Table
from funnel.export.looked import Said
from funnel.filters import STAGES
from funnel.metrics import METRICS
from funnel.reports.weekly import Passage, Stage, Weekly
from funnel.reports.worth import TITLES

NOT_OF_A_STAGE = "closed"
"""The base of the win rate: deals that were won or lost."""


@dataclass(frozen=True)
class Funnel:
    """The funnel of a month, and its targets by count."""

    told: Weekly
    goals: Mapping[str, Pace]


def stage_name(stage: Stage, said: Said) -> str:
    """As its metric is called."""
    return said.both(METRICS[stage.metric].title)


def funnel_slide(funnel: Funnel, said: Said) -> Slide:
    """Counts with target and the year before; rates between them, each with its counts."""
    told = funnel.told
    month, day = said.month(told.since), said.words.short_day(told.as_of)
    title = said("funnel_so_far" if told.is_partial else "funnel_title", month=month, day=day)
    tables = (_counts(funnel, said), _rates(told, said))
    notes = [] if funnel.goals else [said("no_targets")]
    return Slide(
        said("name_funnel"), title,
        (Band((_chart(funnel, said),), 1.0), Band(tables, 1.35, (1.35, 1.0))),
        " ".join(notes),
    )  # fmt: skip


def _before(told: Weekly, said: Said) -> str:
    return said("before_to_date" if told.is_partial else "before")


def _chart(funnel: Funnel, said: Said) -> Chart:
    told = funnel.told
    stages = [stage for stage in told.stages if stage.is_measured]
    month = said.month(told.since)
    columns = [Series(month, tuple(stage.value for stage in stages))]
    goals = [funnel.goals.get(stage.metric) for stage in stages]
    if any(goals):
        expected = tuple(None if goal is None else goal.expected for goal in goals)
        columns.append(Series(said("expected"), expected, "pale"))
    before = tuple(stage.month.before if stage.month else None for stage in stages)
    if any(value is not None for value in before):
        columns.append(Series(_before(told, said), before, "before"))
    names = tuple(stage_name(stage, said) for stage in stages)
    return Chart(said("name_funnel"), names, tuple(columns))


def _counts(funnel: Funnel, said: Said) -> Table:
    told, rows = funnel.told, []
    for stage in told.stages:
        goal = funnel.goals.get(stage.metric)
        note: Cell = None
        if not stage.is_measured:
            note = said("not_measured")
        elif stage.ended is not None:
            note = said("ended", day=f"{stage.ended:%Y/%m/%d}")
        elif goal is not None:
            note = said(f"pace_{goal.state}")
        rows.append(
            (
                stage_name(stage, said), stage.value,
                None if goal is None else goal.target, None if goal is None else goal.expected,
                note, stage.month.before if stage.month else None,
            )
        )  # fmt: skip
    columns = (
        Column(said("stage")), Column(said("count"), "count"),
        Column(said("target"), "count"), Column(said("expected"), "count"),
        Column(said("state")), Column(_before(told, said), "count"),
    )  # fmt: skip
    return Table(said("stage"), columns, tuple(rows))


def _rates(told: Weekly, said: Said) -> Table:
    rows = [_rate(told, place, passage, said) for place, passage in enumerate(told.passages)]
    columns = (
        Column(said("step")), Column(said("rate"), "share"),
        Column(said("of")), Column(said("note")),
    )  # fmt: skip
    return Table(said("step"), columns, tuple(rows))


def _rate(told: Weekly, place: int, passage: Passage, said: Said) -> tuple[Cell, ...]:
    figure, notes = passage.figure, []
    title = said.both(METRICS[figure.metric].title)
    if figure.numerator is None:
        return title, None, None, said("not_measured")
    if figure.base not in (told.stages[place].stage, NOT_OF_A_STAGE) and figure.base in STAGES:
        notes.append(said("of_base", base=said.both(TITLES[figure.base])))
    if passage.state == "too_few":
        notes.append(said("few"))
    share = None if figure.value is None else float(figure.value)
    counts = f"{figure.numerator:,.0f}/{figure.denominator or 0:,.0f}"
    return title, share, counts, " · ".join(notes) or None


def trend_slide(funnel: Funnel, said: Said) -> Slide:
    """A small chart of each stage: twelve months, the year before as a line."""
    told = funnel.told
    charts = [_months(stage, said) for stage in told.stages if stage.months]
    rows = [tuple(charts[at : at + 3]) for at in range(0, len(charts), 3)]
    bands = tuple(Band(row, 1.0, (1.0,) * 3 if len(charts) > 3 else ()) for row in rows)
    note = ""
    if told.is_partial:
        note = said("trend_partial", day=said.words.short_day(told.as_of))
    return Slide(said("name_trend"), said("trend_title"), bands, note)


def _months(stage: Stage, said: Said) -> Chart:
    months = stage.months
    columns = (Series(stage_name(stage, said), tuple(span.value for span in months)),)
    before = tuple(span.before for span in months)
    lines: tuple[Series, ...] = ()
    if any(value is not None for value in before):
        lines = (Series(said("year_before"), before, "before"),)
    return Chart(
        said("trend_chart", stage=stage_name(stage, said)),
        tuple(said.short_month(span.since) for span in months),
        columns, lines,
        pale=tuple(place for place, span in enumerate(months) if span.is_partial), small=True,
    )  # fmt: skip


def trend_table(funnel: Funnel, said: Said) -> Table:
    """The same in figures, a row a month."""
    stages = [stage for stage in funnel.told.stages if stage.months]
    columns = [Column(said("month"), "month")]
    for stage in stages:
        name = stage_name(stage, said)
        columns.append(Column(name, "count"))
        columns.append(Column(f"{name} {said('year_before')}", "count"))
    columns.append(Column(said("note")))
    rows: list[tuple[Cell, ...]] = []
    for place in range(len(stages[0].months) if stages else 0):
        spans = [stage.months[place] for stage in stages]
        cells: list[Cell] = [spans[0].since]
        for span in spans:
            cells += [span.value, span.before]
        partial = any(span.is_partial for span in spans)
        rows.append((*cells, said("partial") if partial else None))
    return Table(said("trend_title"), tuple(columns), tuple(rows))
