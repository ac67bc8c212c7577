"""What changed since this visitor was here last: one quiet line, only where something did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from funnel.agreement.timeline import in_force_on, timeline
from funnel.calendar import day_of
from funnel.clock import now
from funnel.errors import WorkspaceUnusable
from funnel.publishing.publish import current_user
from funnel.store.team import Action, TeamStore, Visit
from funnel.store.workspace import Workspace
from funnel.ui.data import Company, view_of
from funnel.ui.navigation import ACTIONS, AGREEMENT, HISTORY, Entry
from funnel.ui.numbers import day_said
from funnel.ui.texts import Texts
from funnel.ui.verdict_data import read_verdict

_KEPT = "visit_before"


@dataclass(frozen=True)
class Visitor:
    """Who looks; `is_known` where people log in, else all who use this computer are one."""

    name: str
    is_known: bool


@dataclass(frozen=True)
class Changes:
    """What is different from what was seen; each text with the page that tells more."""

    lines: tuple[tuple[str, Entry | None], ...]


def visitor() -> Visitor:
    """By the login where one is set up, else the account that runs this."""
    if getattr(st.user, "is_logged_in", False):
        name = st.user.get("email") or st.user.get("name")
        if name:
            return Visitor(str(name), True)
    return Visitor(current_user(), False)


def since_visit(place: DeltaGenerator, company: Company, t: Texts) -> None:
    """Draw the line into `place`; the visit is written down after the page, once and when
    what there is to see changes.

    A store that cannot be written to costs the line, not the page.
    """
    team = Workspace(Path(company.home)).team
    seen = what_is_seen(company, team)
    who = visitor()
    kept: tuple[dict[str, str], Visit | None] = st.session_state.get(_KEPT, ({}, None))
    if kept[0] != seen:
        try:
            kept = seen, team.visit(who.name, seen, at=now())
        except WorkspaceUnusable:
            kept = seen, None
        st.session_state[_KEPT] = kept
    before = kept[1]
    if before is None:
        return
    found = changes(before, seen, team.actions(), t)
    if not found.lines:
        return
    day = day_said(day_of(before.at), t)
    with place.container(horizontal=True, vertical_alignment="center", gap="small"):
        told = t("dot").join(line for line, _ in found.lines)
        st.caption(f"**{t('since_visit' if who.is_known else 'since_opened', day=day)}** {told}",
                   width="content")  # fmt: skip
        for page in dict.fromkeys(page for _, page in found.lines if page is not None):
            if st.button(t(page.text_key), key=f"since_{page.name}", type="tertiary"):
                st.switch_page(page.file)


def what_is_seen(company: Company, team: TeamStore) -> dict[str, str]:
    """What is in force now: the version, the agreement, the verdict in words of its own."""
    held = in_force_on(timeline(team.agreements()), day_of(now()))
    verdict = read_verdict(company, view_of(company, company.months[0])).verdict
    change = verdict.change
    step = f"{change.base}>{change.target}" if change is not None else ""
    return {
        "version": str(company.version),
        "agreement": str(held.number),
        "verdict": f"{verdict.state}:{step}",
    }


def changes(before: Visit, seen: Mapping[str, str], actions: list[Action], t: Texts) -> Changes:
    """What is not as it was, in the order of what it matters for."""
    lines: list[tuple[str, Entry | None]] = []
    if before.seen.get("verdict") != seen["verdict"]:
        lines.append((t("since_verdict", now=verdict_said(seen["verdict"], t)), None))
    if before.seen.get("version") != seen["version"]:
        lines.append((t("since_version", number=seen["version"]), HISTORY))
    if before.seen.get("agreement") != seen["agreement"]:
        gone = seen["agreement"] == "0"
        key = "since_agreement_none" if gone else "since_agreement"
        lines.append((t(key, **({} if gone else {"number": seen["agreement"]})), AGREEMENT))
    lines += _acted(before.at, actions, t)
    return Changes(tuple(lines))


def _acted(since: datetime, actions: list[Action], t: Texts) -> list[tuple[str, Entry | None]]:
    """Decided on or done after a moment; the moment an action was last written counts."""
    touched = [one for one in actions if one.at > since]
    decided = sum(one.state == "open" and one.revision == 1 for one in touched)
    done = sum(one.state == "done" for one in touched)
    counted = {"since_decided": decided, "since_done": done}
    return [(t(key, count=count), ACTIONS) for key, count in counted.items() if count]


def verdict_said(verdict: str, t: Texts) -> str:
    """`red:handed_over>sql` as people say it."""
    state, _, step = verdict.partition(":")
    base, _, target = step.partition(">")
    if target and state in ("red", "amber"):
        return t(f"since_{state}", step=f"{t(f'stage_{base}')} → {t(f'stage_{target}')}")
    return t("since_none" if state != "not_enough" else "since_too_few")
