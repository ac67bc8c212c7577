"""What the meeting decided to do, and what became of it.

Every change makes the next revision; whoever changes one that another changed meanwhile is told, so
that nobody's word is lost.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from typing import Any, Literal

import sqlalchemy as sa

from funnel.errors import FunnelError, Problem, UnknownName
from funnel.store.team_database import TABLES, TeamDatabase, as_text, id_of, values_of

ActionState = Literal["open", "done", "dropped"]
Outcome = Literal["success", "failure"]

_actions = sa.Table(
    "actions", TABLES,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("owner", sa.Text, nullable=False),
    sa.Column("due_on", sa.String(10), nullable=False),
    sa.Column("check_on", sa.String(10), nullable=False),
    sa.Column("metric", sa.String(100)),
    sa.Column("promise", sa.String(100)),
    sa.Column("step", sa.String(100)),
    sa.Column("where", sa.Text, nullable=False),
    sa.Column("decided_on", sa.String(10), nullable=False),
    sa.Column("state", sa.String(20), nullable=False),
    sa.Column("settled_on", sa.String(10)),
    sa.Column("outcome", sa.String(20)),
    sa.Column("learned", sa.Text, nullable=False),
    sa.Column("who", sa.String(200), nullable=False),
    sa.Column("at", sa.String(40), nullable=False),
)  # fmt: skip
_DAYS = ("due_on", "check_on", "decided_on", "settled_on")


@dataclass(frozen=True)
class Plan:
    """What is to be done: who, until when, which figure it should move, when that is looked at.

    Args:
        metric, promise: the figure it should move, by its name in the catalogue or in the
            agreement; at most one of both.
        step: where in the funnel it helps, as 'handed_over>sql'.
        where: the segments it is about, as (dimension, name) pairs.
        decided_on: the day of the meeting.
    """

    title: str
    owner: str
    due_on: date
    check_on: date
    decided_on: date
    metric: str | None = None
    promise: str | None = None
    step: str | None = None
    where: tuple[tuple[str, str | None], ...] = ()


@dataclass(frozen=True)
class Action:
    """A plan, and what became of it; `who` changed it last, `at` what moment.

    `settled_on` is the day it was done or dropped, `learned` what is to be remembered of it.
    """

    id: int
    revision: int
    plan: Plan
    who: str
    at: datetime
    state: ActionState = "open"
    settled_on: date | None = None
    outcome: Outcome | None = None
    learned: str = field(default="")


class Actions(TeamDatabase):
    """The part of the team store that holds what is to be done."""

    def add_action(self, plan: Plan, *, who: str, at: datetime) -> int:
        """Keep what was decided; its id.

        Raises:
            FunnelError: of the kind `action_incomplete` or `action_dates`.
        """
        _check(plan)
        row = _plan_row(plan) | {"revision": 1, "state": "open", "learned": ""}
        with self._writing() as connection:
            result = connection.execute(sa.insert(_actions).values(**row, who=who, at=as_text(at)))
            return id_of(result)

    def change_action(self, seen: Action, changed: Action, *, who: str, at: datetime) -> None:
        """Put `changed` in place of what the person saw.

        Raises:
            FunnelError: of the kind `action_changed_meanwhile`, `action_incomplete` or
                `action_dates`.
            UnknownName: there is none of this id.
        """
        _check(changed.plan)
        row = _plan_row(changed.plan) | {
            "revision": seen.revision + 1,
            "state": changed.state,
            "settled_on": changed.settled_on and changed.settled_on.isoformat(),
            "outcome": changed.outcome,
            "learned": changed.learned,
        }
        with self._writing() as connection:
            same = _actions.c.id == seen.id
            as_seen = same & (_actions.c.revision == seen.revision)
            result = connection.execute(
                sa.update(_actions).where(as_seen).values(**row, who=who, at=as_text(at))
            )
            if result.rowcount:
                return
            found = connection.execute(sa.select(_actions).where(same)).first()
        if found is None:
            raise UnknownName(Problem("unknown_name", value=str(seen.id), detail="action"))
        said = f"{found.who}, {datetime.fromisoformat(found.at):%Y-%m-%d %H:%M}"
        raise FunnelError(Problem("action_changed_meanwhile", value=found.title, detail=said))

    def settle_action(
        self,
        seen: Action,
        state: ActionState,
        day: date,
        *,
        who: str,
        at: datetime,
        outcome: Outcome | None = None,
        learned: str | None = None,
    ) -> None:
        """Call it done or dropped on a day, or open again; refused as `change_action` is."""
        changed = replace(
            seen,
            state=state,
            settled_on=None if state == "open" else day,
            outcome=outcome or seen.outcome,
            learned=seen.learned if learned is None else learned,
        )
        self.change_action(seen, changed, who=who, at=at)

    def actions(self) -> list[Action]:
        """All that were ever decided, in the order they were."""
        return [_action(row) for row in self._read(sa.select(_actions).order_by(_actions.c.id))]


def _check(plan: Plan) -> None:
    for name in ("title", "owner"):
        if not getattr(plan, name).strip():
            raise FunnelError(Problem("action_incomplete"))
    if plan.check_on < plan.decided_on or plan.due_on < plan.decided_on:
        days = min(plan.check_on, plan.due_on).isoformat(), plan.decided_on.isoformat()
        raise FunnelError(Problem("action_dates", value=days[0], detail=days[1]))


def _plan_row(plan: Plan) -> dict[str, Any]:
    row = {each.name: getattr(plan, each.name) for each in fields(plan)}
    days = {name: row[name].isoformat() for name in _DAYS if name in row}
    texts = {"title": plan.title.strip(), "owner": plan.owner.strip()}
    return row | days | texts | {"where": json.dumps(plan.where, ensure_ascii=False)}


def _action(row: sa.Row[Any]) -> Action:
    values: Mapping[str, Any] = values_of(row) | {
        name: date.fromisoformat(getattr(row, name)) for name in _DAYS if getattr(row, name)
    }
    where = tuple((dimension, name) for dimension, name in json.loads(values["where"]))
    plan = Plan(**{each.name: values[each.name] for each in fields(Plan)} | {"where": where})
    own = [each.name for each in fields(Action) if each.name != "plan"]
    return Action(plan=plan, **{name: values[name] for name in own})
