"""A small company with something to say, for tests of the digest."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from funnel.reports.digest import Digest, digest
from funnel.store.team import Plan
from tests.uploads import MAPPING, Exports

FRIDAY = date(2026, 3, 6)
MONDAY = date(2026, 3, 9)
NOON = datetime(2026, 3, 9, 3, tzinfo=UTC)
NAMED = MAPPING.replace('email = "email"\n', 'email = "email"\nname = "person"\n', 1)
AGREED = '[promises.decided]\nwithin = 3\nunit = "days"\nneeds_reason = false\n'


def lead(name: str, handed: str, owner: str = "伊藤", **more: str) -> dict[str, str]:
    told = {
        "lead": name, "created": "2026-02-02", "source": "Web", "owner": owner, "person": "",
        "lead company": "", "mql": handed, "handed over": handed, "accepted": "", "sql": "",
    }  # fmt: skip
    return told | {key.replace("_", " "): value for key, value in more.items()}


DECIDED = lead("done", "2026-02-20", accepted="2026-02-21")
LEADS = [
    lead("late", "2026-02-27", person="阿部 葵", lead_company="株式会社アスター"),
    lead("open", "2026-03-05", person="Ito", source=""),  # due on Sunday, by the Monday
    DECIDED,
    lead("nobody", "2026-03-04", owner=""),  # due on Saturday, and nobody has it
]


def small_company(
    folder: Path, leads: list[dict[str, str]] = LEADS, agreed: str = AGREED
) -> Exports:
    """Handed-over leads that sales promised to decide within three days."""
    crm = Exports(folder)
    if agreed:
        crm.workspace.team.save_agreement(
            agreed,
            date(2026, 1, 1),
            "why",
            based_on=0,
            who="me",
            at=datetime(2026, 1, 1, tzinfo=UTC),
        )
    crm.bring(FRIDAY, mapping=NAMED, leads=leads)
    return crm


def decide(crm: Exports, title: str, due_on: date, **more: str) -> int:
    """An action of the meeting of February 5."""
    plan = Plan(title, "佐藤", due_on, due_on + timedelta(days=21), date(2026, 2, 5), **more)
    return crm.workspace.team.add_action(plan, who="me", at=NOON)


def read(crm: Exports, day: date = MONDAY) -> Digest:
    """What is to be said on `day`, by all the data."""
    with crm.opened() as db:
        return digest(db, crm.workspace.team, day, FRIDAY)
