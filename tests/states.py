"""Companies in each state that the page of the week can be in, as a workspace holds them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from funnel.calendar import day_of
from funnel.clock import now
from funnel.publishing.demo import start_demo
from funnel.simulate import DEMO_UNTIL, simulate_company, write_exports
from funnel.store.team import Plan
from funnel.store.workspace import Workspace
from tests.conftest import GOLDEN, MAPPINGS, NOON, brought, real_tables
from tests.uploads import Exports

SHORT = (
    "<img src=x onerror=console.error(1)> **=cmd|'x'!A1** [x](javascript:alert(1)) $x$ :red[y] "
    "\u202egnirts\u202c\u200f\t"
)
HOSTILE = SHORT + "長い" * 2_500
HOSTILE_EMAIL = "=x@<b>evil</b>.example"
PROMISES = '[promises.decided]\nwithin = 3\nunit = "days"\nneeds_reason = false\n'


def demo(workspace: Workspace, _folder: Path) -> None:
    """With what its departments agreed on, and the actions of their last meetings."""
    start_demo(workspace, NOON)
    _actions(workspace, "展示会の59件に電話する", "田中")


def quiet(workspace: Workspace, folder: Path) -> None:
    """The demo without its story, as `funnel simulate --no-story` writes it: nothing is agreed."""
    company = simulate_company(4_500, 18, 8, DEMO_UNTIL, has_story=False)
    brought(workspace, *write_exports(company, folder))


def thirty(workspace: Workspace, folder: Path) -> None:
    """30 MQLs a month."""
    company = simulate_company(1_700, 18, 8, DEMO_UNTIL, has_story=False)
    brought(workspace, *write_exports(company, folder))


def empty(workspace: Workspace, _folder: Path) -> None:
    workspace.home.mkdir(parents=True, exist_ok=True)


def two_stages(workspace: Workspace, folder: Path) -> None:
    """Leads and wins alone. Of ten leads a week four are won after two weeks, of late one."""
    leads: list[dict[str, Any]] = []
    deals: list[dict[str, Any]] = []
    for week in range(80):
        day = DEMO_UNTIL - timedelta(weeks=week)
        for place in range(10):
            lead = f"L{week}-{place}"
            leads.append({"lead": lead, "created": day, "source": "Web"})
            if week >= 2 and place < (1 if week < 11 else 4):
                deals.append(
                    {"deal": f"D{week}-{place}", "stage": "Won", "amount": 1_000_000,
                     "closed": day + timedelta(days=14), "deal leads": lead}
                )  # fmt: skip
    _import(workspace, folder, leads=leads, deals=deals)


def leads_only(workspace: Workspace, _folder: Path) -> None:
    brought(workspace, GOLDEN / "company" / "leads.csv")


def deals_only(workspace: Workspace, _folder: Path) -> None:
    brought(workspace, GOLDEN / "company" / "opportunities.csv")


def olist(workspace: Workspace, _folder: Path) -> None:
    files = sorted(real_tables("olist").glob("*.csv"))
    brought(workspace, *files, mapping=MAPPINGS / "olist.toml")


def hostile(workspace: Workspace, folder: Path) -> None:
    """Every text that people or tools write is of the worst kind, and the step is stuck."""
    leads: list[dict[str, Any]] = []
    deals: list[dict[str, Any]] = []
    for week in range(60):
        day = DEMO_UNTIL - timedelta(weeks=week)
        for place in range(12):
            goes_on = place < (1 if week < 9 else 8)
            lead = f"{week}-{place}"
            row = {
                "lead": lead, "created": day, "mql": day, "handed over": day,
                "source": (HOSTILE, f"{HOSTILE}2")[place % 2], "lead campaign": HOSTILE,
                "owner": HOSTILE, "lead company": HOSTILE, "email": f"{lead}{HOSTILE_EMAIL}",
                "job title": SHORT, "industry": SHORT, "reason": SHORT,
            }  # fmt: skip
            if goes_on:
                row |= {"sql": day, "accepted": day, "status": "Qualified"}
            leads.append(row)
            if goes_on and place % 3 == 0:
                is_won = week > 4
                deals.append(
                    {"deal": f"D{lead}", "deal name": HOSTILE, "deal owner": HOSTILE,
                     "product": SHORT, "opened": day, "amount": 1_000_000, "deal leads": lead,
                     "stage": "Won" if is_won and week != 30 else "Offer",
                     "closed": day + timedelta(days=20) if is_won else ""}
                )  # fmt: skip
    workspace.team.save_agreement(
        PROMISES, date(2026, 1, 1), HOSTILE, based_on=0, who=HOSTILE[:150], at=NOON
    )
    _actions(workspace, HOSTILE, HOSTILE)
    _import(workspace, folder, leads=leads, deals=deals)


STATES: dict[str, Callable[[Workspace, Path], None]] = {
    state.__name__: state
    for state in (
        demo, quiet, thirty, empty, two_stages, leads_only, deals_only, olist, hostile,
    )
}  # fmt: skip


def _import(workspace: Workspace, folder: Path, **tables: list[dict[str, Any]]) -> None:
    exports = Exports(folder)
    exports.workspace = workspace
    exports.bring(DEMO_UNTIL, **tables)


def _actions(workspace: Workspace, title: str, owner: str) -> None:
    """One open and late, one done, one dropped."""
    team, day = workspace.team, day_of(now())
    for weeks, name, state in ((1, title, None), (9, f"2 {title}", "done"), (10, title, "dropped")):
        decided = day - timedelta(weeks=weeks)
        plan = Plan(
            title=name, owner=owner, due_on=decided + timedelta(days=5),
            check_on=decided + timedelta(weeks=4), decided_on=decided, metric="sql_rate",
        )  # fmt: skip
        number = team.add_action(plan, who="me", at=NOON)
        if state is not None:
            (seen,) = [action for action in team.actions() if action.id == number]
            team.settle_action(seen, state, day - timedelta(days=2), who="me", at=NOON)
