"""How the funnel's strip is said: counts, rates, targets, the year before, the '6-12' picture."""

from dataclasses import dataclass
from datetime import date

from funnel.analysis.pace import Pace
from funnel.calendar import months_before
from funnel.filters import STAGES, Filters
from funnel.messages import in_language
from funnel.metrics import METRICS, Figure
from funnel.reports import weekly as told
from funnel.reports.compare import Beside
from funnel.reports.events import within
from funnel.store.team import Event
from funnel.ui.compare import line_said, note_said, read_weeks_beside
from funnel.ui.data import Company, Funnel, View, read_figures
from funnel.ui.events import events_between, events_said
from funnel.ui.funnel_strip import Goal, Picture, Point, Rate, Stage, Strip
from funnel.ui.numbers import counts, shown, signed
from funnel.ui.texts import Texts

Step = tuple[str, str]
"""The stages a rate leads from and to, as ('handed_over', 'sql')."""
NOT_OF_A_STAGE = "closed"
"""The base of the win rate: deals that were won or lost."""


@dataclass(frozen=True)
class _Seen:
    """What every part of the strip is told of."""

    company: Company
    funnel: Funnel
    view: View
    beside: Beside | None
    noted: list[Event]
    t: Texts


def strip_of(
    company: Company,
    funnel: Funnel,
    marked: Step | None,
    view: View,
    t: Texts,
    *,
    beside: Beside | None = None,
) -> Strip:
    """The month's counts with the rates between them.

    Args:
        company, view: whose, and of which month and source.
        funnel: of the same.
        marked: the step of the verdict, whose rate is of the last eight weeks and marked; None
            where nothing is stuck. A step whose stages the strip has no place for is part of the
            rate that leads over it.
        t: the language.
        beside: the period it stands beside; None: its target.
    """
    place = place_of(funnel, marked)
    noted = events_between(months_before(view.month, told.MONTHS), view.as_of, view.source)
    seen = _Seen(company, funnel, view, beside, noted, t)
    places = range(len(funnel.told.passages))
    return Strip(
        t("funnel_strip"),
        tuple(_stage(stage, seen) for stage in funnel.told.stages),
        tuple(_rate(i, seen, is_marked=i == place) for i in places),
        t.language,
        _note(seen),
    )


def _note(seen: _Seen) -> str:
    """What the figures stand beside; that there are no targets, where there could be."""
    if not any(stage.is_measured for stage in seen.funnel.told.stages):
        return ""
    if seen.beside is not None:
        return note_said(seen.beside, seen.t)
    if seen.funnel.goals:
        return ""
    return seen.t("strip_no_goals_narrowed" if seen.view.is_narrowed else "strip_no_goals")


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


def _stage(stage: told.Stage, seen: _Seen) -> Stage:
    t, beside, pace = seen.t, seen.beside, seen.funnel.goals.get(stage.metric)
    label = t(f"stage_{stage.stage}")
    if not stage.is_measured or stage.month is None:
        return Stage(stage.metric, label, "—", (t("not_measured"),), measured=False)
    value = "—" if stage.value is None else f"{stage.value:,}"
    lines = []
    if stage.ended is not None:
        lines.append(t("ended", day=_day(stage.ended)))
    elif pace is not None:
        lines.append(t("strip_target", value=f"{pace.target:,.0f}"))
    elif seen.funnel.goals:
        lines.append(t("strip_no_target"))
    before = stage.month.before
    if beside is not None and stage.ended is None:
        lines = [_beside(stage, beside, t), *(lines if pace else [])]
    elif before is not None:
        is_cut = stage.month.is_partial
        key = "strip_before_to_date" if is_cut else "strip_before"
        lines.append(t(key, value=f"{before:,}"))
    return Stage(
        stage.metric,
        label,
        value,
        tuple(lines),
        _goal(stage, pace, seen.funnel.told, t),
        _picture(stage, seen.noted, t),
    )


def _beside(stage: told.Stage, beside: Beside, t: Texts) -> str:
    """The count of the other period, and the difference."""
    value, change = beside.value(stage.metric), beside.change(stage.metric, stage.value)
    other = "—" if value is None else f"{value:,.0f}"
    return line_said(beside, other, "" if change is None else signed(change), t)


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


def _rate(place: int, seen: _Seen, *, is_marked: bool) -> Rate | None:
    t, week = seen.t, seen.funnel.told
    passage, base = week.passages[place], week.stages[place].stage
    figure, notes = passage.figure, []
    if figure.numerator is None:
        return None
    if is_marked:
        notes.append(t("recent_weeks"))
        figure = read_figures(seen.company, figure.metric, seen.view.recent)[0]
    if figure.base not in (base, NOT_OF_A_STAGE):
        notes.append(t("of_base_short", base=t(f"stage_{figure.base}")))
    if passage.state == "too_few" and not is_marked:
        notes.append(t("too_few_note"))
    if seen.beside is not None:
        notes.extend(_rate_beside(figure, seen.beside, seen, is_marked=is_marked))
    return Rate(
        figure.metric, shown(figure, t), counts(figure.numerator, figure.denominator),
        in_language(METRICS[figure.metric].title, t.language),
        " · ".join(notes) or None, marked=is_marked,
    )  # fmt: skip


def _rate_beside(figure: Figure, beside: Beside, seen: _Seen, *, is_marked: bool) -> list[str]:
    """The other period's rate with its counts; of the marked rate that of eight other weeks."""
    t = seen.t
    other = beside.figure(figure.metric)
    if is_marked:
        other = read_weeks_beside(seen.company, seen.view.recent, beside.against, figure.metric)
    if other is None or other.value is None:
        return []
    weeks = "_weeks" if is_marked else ""
    said = t(f"compare_rate_{beside.against}{weeks}", value=shown(other, t))
    return [said, counts(other.numerator, other.denominator) or ""]


def _day(day: date) -> str:
    return f"{day.year}/{day.month}/{day.day}"
