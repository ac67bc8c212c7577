"""What the departments of the demo company agreed on, and the meetings they held.

It comes with the demo's exports, under a name of its own, and leaves when real ones end the demo.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from funnel.store.team import AgreementVersion, TeamStore  # sqlalchemy takes its time

DEMO = "demo"
"""By whom all of it was said."""
AGREEMENTS, MEETINGS = "agreements", "meetings.toml"


def bring_demo(team: TeamStore, folder: Path, at: datetime) -> None:
    """Agree on what the files in `folder` say, each from the day it is named by, and meet.

    Nothing where anybody has agreed on something already.
    """
    if team.agreements():
        return
    held = tomllib.loads((folder / MEETINGS).read_text(encoding="utf-8"))
    for number, file in enumerate(sorted((folder / AGREEMENTS).glob("*.toml"))):
        toml = file.read_text(encoding="utf-8")
        reason = held["reasons"][file.stem]
        since = date.fromisoformat(file.stem)
        team.save_agreement(toml, since, reason, based_on=number, who=DEMO, at=at)
    day = held["weekly"]["since"]
    while day <= held["weekly"]["until"]:
        if day not in held["weekly"]["missed"]:
            team.hold_meeting("weekly", day, who=DEMO, at=at)
        day += timedelta(weeks=1)
    for day in held["reviews"]:
        team.hold_meeting("review", day, who=DEMO, at=at)


def without_demo(versions: Sequence[AgreementVersion], at: datetime) -> list[AgreementVersion]:
    """The agreements as they are once the demo is over: its own are taken back.

    Where people went on from the demo's, theirs stays, and with it what it was based on.
    """
    from funnel.store.team import without_latest

    left = list(versions)
    while (number := _latest_of_demo(left)) is not None:
        left = without_latest(left, number, DEMO, who=DEMO, at=at)
    return left


def end_demo(team: TeamStore, at: datetime) -> None:
    """Take back in the store what `bring_demo` brought."""
    while (number := _latest_of_demo(team.agreements())) is not None:
        team.take_back_agreement(number, DEMO, who=DEMO, at=at)
    for meeting in team.meetings():
        if meeting.who == DEMO:
            team.forget_meeting(meeting.kind, meeting.day)


def _latest_of_demo(versions: Sequence[AgreementVersion]) -> int | None:
    latest = next((one for one in reversed(versions) if one.taken_back is None), None)
    return latest.number if latest is not None and latest.who == DEMO else None
