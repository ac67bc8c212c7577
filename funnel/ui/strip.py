"""How the funnel's strip is said: counts, rates, targets, the year before, the '6-12' picture."""

from datetime import date

from funnel.analysis.pace import Pace
from funnel.calendar import months_before
from funnel.filters import STAGES, Filters
from funnel.messages import in_language
from funnel.metrics import METRICS
from funnel.reports import weekly as told
from funnel.reports.events import within
from funnel.store.team import Event
from funnel.ui.data import Company, Funnel, View, read_figures
from funnel.ui.events import events_between, events_said
from funnel.ui.funnel_strip import Goal, Picture, Point, Rate, Stage, Strip
from funnel.ui.numbers import counts, shown
from funnel.ui.texts import Texts

Step = tuple[str, str]
"""The stages a rate leads from and to, as ('handed_over', 'sql')."""
NOT_OF_A_STAGE = "closed"
"""The base of the win rate: deals that were won or lost."""


def strip_of(company: Company, funnel: Funnel, marked: Step | None, view: View, t: Texts) -> Strip:
    """The month's counts with the rates between them.

    Args:
        company, view: whose, and of which month and source.
        funnel: of the same.
        marked: the step of the verdict, whose rate is of the last eight weeks and marked; None
            where nothing is stuck. A step whose stages the strip has no place for is part of the
            rate that leads over it.
        t: the language.
    """
    week, goals = funnel.told, funnel.goals
    place = place_of(funnel, marked)
    noted = events_between(months_before(view.month, told.MONTHS), view.as_of, view.source)
    return Strip(
        t("funnel_strip"),
        tuple(_stage(stage, goals.get(stage.metric), week, noted, t, has=bool(goals))
              for stage in week.stages),
        tuple(
            _rate(company, funnel, i, view, t, is_marked=i == place)
            for i in range(len(week.passages))
        ),
        t.language,
        "" if goals or not any(stage.is_measured for stage in week.stages) else t("strip_no_goals"),
    )  # fmt: skip


def place_of(funnel: Funnel, marked: Step | None) -> int | None:
    """Which rate leads over a step; None for no step, or where that rate is not measured."""
    if marked is None:
        return None
    ends = [STAGES.index(stage.stage) for stage in funnel.told.stages[1:]]
    for i, end in enumerate(ends):
        if end >= STAGES.index(marked[1]):
            return i if funnel.rates[i].numerator is not None else None
    return None


def filters_of(metric: str, funnel: Funnel, marked: Step | None, view: View) -> Filters:
    """The days a figure of the strip is about: the month, or the marked rate's eight weeks."""
    place = place_of(funnel, marked)
    is_marked = place is not None and funnel.rates[place].metric == metric
    return view.recent if is_marked else view.this_month


def _stage(
    stage: told.Stage,
    pace: Pace | None,
    week: told.Weekly,
    noted: list[Event],
    t: Texts,
    *,
    has: bool,
) -> Stage:
    label = t(f"stage_{stage.stage}")
    if not stage.is_measured or stage.month is None:
        return Stage(stage.metric, label, "—", (t("not_measured"),), measured=False)
    value = "—" if stage.value is None else f"{stage.value:,}"
    lines = []
    if stage.ended is not None:
        lines.append(t("ended", day=_day(stage.ended)))
    elif pace is not None:
        lines.append(t("strip_target", value=f"{pace.target:,.0f}"))
    elif has:
        lines.append(t("strip_no_target"))
    before = stage.month.before
    if before is not None:
        is_cut = stage.month.is_partial
        key = "strip_before_to_date" if is_cut else "strip_before"
        lines.append(t(key, value=f"{before:,}"))
    return Stage(
        stage.metric,
        label,
        value,
        tuple(lines),
        _goal(stage, pace, week, t),
        _picture(stage, noted, t),
    )


def _goal(stage: told.Stage, pace: Pace | None, week: told.Weekly, t: Texts) -> Goal | None:
    if pace is None or stage.value is None:
        return None
    key = "strip_goal_so_far" if week.is_partial else "strip_goal"
    said = t(
        key, value=f"{stage.value:,}", target=f"{pace.target:,.0f}",
        expected=f"{pace.expected:,.0f}", day=_day(week.as_of),
    )  # fmt: skip
    return Goal(stage.value, pace.target, pace.expected, said)


def _picture(stage: told.Stage, noted: list[Event], t: Texts) -> Picture:
    weeks = tuple(
        _point(span, t("strip_week", day=f"{span.since.month}/{span.since.day}"), noted, t)
        for span in stage.weeks
    )
    months = tuple(
        _point(span, t("month", year=span.since.year, month=span.since.month), noted, t)
        for span in stage.months
    )
    has_before = any(point.before is not None for point in (*weeks, *months))
    label = t(
        "strip_picture" if has_before else "strip_picture_no_before",
        stage=t(f"stage_{stage.stage}"),
        weeks=_listed(weeks, t), months=_listed(months, t),
    )  # fmt: skip
    return Picture(label, (t("strip_weeks"), t("strip_months")), weeks, months)


def _point(span: told.Span, name: str, noted: list[Event], t: Texts) -> Point:
    is_known = span.value is not None
    if span.is_partial and is_known:
        name = t("strip_partial", name=name, day=f"{span.until.month}/{span.until.day}")
    said = t("strip_point", name=name, value=f"{span.value:,}" if is_known else "—")
    if span.before is not None and is_known:
        said += t("strip_point_before", value=f"{span.before:,}")
    events = events_said(within(noted, span.since, span.until), t)
    return Point(span.value, span.before, said, span.is_partial and is_known, events)


def _listed(points: tuple[Point, ...], t: Texts) -> str:
    said = (
        t("strip_point_events", said=point.said, events=point.events)
        if point.events else point.said
        for point in points
    )  # fmt: skip
    return t("comma").join(said)


def _rate(
    company: Company, funnel: Funnel, place: int, view: View, t: Texts, *, is_marked: bool
) -> Rate | None:
    passage, base = funnel.told.passages[place], funnel.told.stages[place].stage
    figure, notes = passage.figure, []
    if figure.numerator is None:
        return None
    if is_marked:
        notes.append(t("recent_weeks"))
        figure = read_figures(company, figure.metric, view.recent)[0]
    if figure.base not in (base, NOT_OF_A_STAGE):
        notes.append(t("of_base_short", base=t(f"stage_{figure.base}")))
    if passage.state == "too_few" and not is_marked:
        notes.append(t("too_few_note"))
    return Rate(
        figure.metric, shown(figure, t), counts(figure.numerator, figure.denominator),
        in_language(METRICS[figure.metric].title, t.language),
        " · ".join(notes) or None, marked=is_marked,
    )  # fmt: skip


def _day(day: date) -> str:
    return f"{day.year}/{day.month}/{day.day}"
