"""What the meetings decided to do, and what became of it."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from pydantic_core import to_jsonable_python

from funnel.calendar import day_of as day_at
from funnel.cli.figures import day_option, open_version
from funnel.cli.imports import Json, Who
from funnel.cli.shell import app, errors_told, print_json, say, word
from funnel.clock import now
from funnel.errors import FunnelError, NothingPublished, Problem, UnknownName
from funnel.filters import STAGES
from funnel.messages import in_language, language_of_environment
from funnel.metrics import METRICS
from funnel.metrics.query import days_covered
from funnel.publishing.publish import current_user
from funnel.reports.action_weeks import Standing, standing
from funnel.reports.learnings import searched, subject_of
from funnel.reports.move_texts import move_said
from funnel.reports.moves import CLOCKED, COUNTS, RATES, Moved, moved
from funnel.store.workspace import Workspace

if TYPE_CHECKING:
    from funnel.store.team import Action, ActionState, Outcome  # sqlalchemy takes its time

WEEK, CHECKED = timedelta(weeks=1), timedelta(weeks=4)
MARKS = {"open": " ", "done": "✓", "dropped": "×"}
action = typer.Typer(no_args_is_help=True, help="What is to be done, and what it moved.")
app.add_typer(action, name="action")

State = Annotated[
    Literal["open", "done", "dropped"] | None, typer.Option(help="Only those; all where not said.")
]
Number = Annotated[int, typer.Argument(help="As `funnel action list` numbers them.")]
Helped = Annotated[
    Literal["success", "failure"] | None, typer.Option(help="Whether it helped, if that is known.")
]
Learned = Annotated[str | None, typer.Option(help="What is to be remembered of it.")]


@action.command("list")
def list_(
    state: State = None,
    words: Annotated[str, typer.Option(help="All of them in what is written of it.")] = "",
    step: Annotated[
        str | None, typer.Option(help="A stage such as sql, a step to it, or a promise.")
    ] = None,
    source: Annotated[str | None, typer.Option(help="The lead source it is about.")] = None,
    as_json: Json = False,
) -> None:
    """Print the actions with what each moved, by due day; open ones first."""
    with errors_told(as_json):
        team = Workspace.from_environment().team
        known, today = team.actions(), day_at(now())
        stands = standing(known, team.ratings(), today)
        found = [
            one
            for one in searched(known, words, subject_of(step), source)
            if state is None or one.state == state
        ]
        found.sort(key=lambda one: (one.state != "open", one.plan.due_on, one.id))
        moves = _moves(found)
    if as_json:
        print_json(
            {
                "open": len(stands.open), "overdue": stands.overdue, "due": stands.due,
                "in_time": stands.in_time, "weeks": len(stands.weeks),
                "actions": [_object(one, moves.get(one.id)) for one in found],
            }
        )  # fmt: skip
    else:
        _tell(found, moves, stands, today)


@action.command()
def add(
    title: str,
    owner: Annotated[str, typer.Option(help="Who does it.")],
    due: Annotated[date | None, day_option("A week from today where not said.")] = None,
    check: Annotated[
        date | None, day_option("When the figure is looked at; in four weeks.")
    ] = None,
    figure: Annotated[
        str | None, typer.Option(help=f"To be moved: {', '.join((*RATES, *COUNTS, *CLOCKED))}.")
    ] = None,
    step: Annotated[str | None, typer.Option(help="Where it helps, as handed_over>sql.")] = None,
    source: Annotated[str | None, typer.Option(help="The lead source it is about.")] = None,
    who: Who = None,
    as_json: Json = False,
) -> None:
    """Decide on an action."""
    from funnel.store.team import Plan

    with errors_told(as_json):
        if figure is not None and figure not in (*RATES, *COUNTS, *CLOCKED):
            raise UnknownName(Problem("unknown_name", value=figure, detail="figure"))
        if step is not None and not set(step.split(">")) <= set(STAGES):
            raise UnknownName(Problem("unknown_name", value=step, detail="stage"))
        at = now()
        today = day_at(at)
        plan = Plan(
            title, owner, due or today + WEEK, check or today + CHECKED, today,
            figure if figure in METRICS else None, figure if figure in CLOCKED else None, step,
            (("source", source),) if source else (),
        )  # fmt: skip
        team = Workspace.from_environment().team
        number = team.add_action(plan, who=who or current_user(), at=at)
        kept = _numbered(number)
    if as_json:
        print_json(_object(kept, None))
    else:
        say("action_added", number=number, title=_line(kept.plan.title))


@action.command()
def done(
    number: Number,
    on: Annotated[date | None, day_option("The day it was done; today where not said.")] = None,
    outcome: Helped = None,
    learned: Learned = None,
    who: Who = None,
    as_json: Json = False,
) -> None:
    """Call an action done, or write down later whether it helped and what was learned."""
    _settle(number, "done", on, outcome, learned, who, as_json=as_json)


@action.command()
def drop(
    number: Number,
    on: Annotated[date | None, day_option("The day it was dropped; today where not said.")] = None,
    outcome: Helped = None,
    learned: Learned = None,
    who: Who = None,
    as_json: Json = False,
) -> None:
    """Call an action off."""
    _settle(number, "dropped", on, outcome, learned, who, as_json=as_json)


def _settle(
    number: int,
    state: ActionState,
    on: date | None,
    outcome: Outcome | None,
    learned: str | None,
    who: str | None,
    *,
    as_json: bool,
) -> None:
    with errors_told(as_json):
        seen = _numbered(number)
        at = now()
        day = on or (seen.settled_on if seen.state == state else None) or day_at(at)
        if day < seen.plan.decided_on:
            dates = day.isoformat(), seen.plan.decided_on.isoformat()
            raise FunnelError(Problem("action_dates", value=dates[0], detail=dates[1]))
        changed = replace(
            seen, state=state, settled_on=day, outcome=outcome or seen.outcome,
            learned=seen.learned if learned is None else learned.strip(),
        )  # fmt: skip
        team = Workspace.from_environment().team
        team.change_action(seen, changed, who=who or current_user(), at=at)
        kept = _numbered(number)
    if as_json:
        print_json(_object(kept, None))
    else:
        say(f"action_{state}", number=number, title=_line(kept.plan.title))


def _numbered(number: int) -> Action:
    for one in Workspace.from_environment().team.actions():
        if one.id == number:
            return one
    raise UnknownName(Problem("unknown_name", value=str(number), detail="action"))


def _moves(found: list[Action]) -> dict[int, Moved]:
    """What each moved as of the last day of the data; of none where nothing is imported yet."""
    try:
        with open_version() as db:
            return {one.action.id: one for one in moved(db, found, days_covered(db)[1])}
    except NothingPublished:
        return {}


def _tell(found: list[Action], moves: dict[int, Moved], stands: Standing, today: date) -> None:
    if not found:
        say("actions_none")
    for one in found:
        plan = one.plan
        is_late = one.state == "open" and plan.due_on < today
        say(
            "action_row", mark=MARKS[one.state], number=one.id,
            due=f"{word('action_late') if is_late else ''}{plan.due_on}",
            title=_line(plan.title), owner=_line(plan.owner),
        )  # fmt: skip
        figure = plan.metric or plan.promise
        if figure is not None:
            told = moves.get(one.id)
            said = _said(told) if told else word("action_no_data")
            say("action_moved", figure=figure, said=said)
        if one.outcome or one.learned:
            outcome = word(f"action_{one.outcome or 'unknown'}")
            say("action_learned", outcome=outcome, learned=_line(one.learned))
    in_time = word("actions_none_due")
    if stands.due:
        in_time = f"{stands.in_time}/{stands.due} = {stands.in_time / stands.due:.0%}"
    say(
        "actions_kept", open=len(stands.open), overdue=stands.overdue, weeks=len(stands.weeks),
        in_time=in_time,
    )  # fmt: skip


def _said(told: Moved) -> str:
    return in_language(move_said(told), language_of_environment())


def _line(text: str) -> str:
    return " ".join(text.split())


def _object(one: Action, told: Moved | None) -> dict[str, Any]:
    """An action flat, as a row; `move` is null where no figure was named or no data are there."""
    plan, rest = asdict(one.plan), {k: v for k, v in asdict(one).items() if k != "plan"}
    move = None if told is None or told.move is None else asdict(told.move)
    row = rest | plan | {"move": move, "moved": None if told is None else _said(told)}
    found: dict[str, Any] = to_jsonable_python(row)
    return found
