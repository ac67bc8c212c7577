"""Sending a digest: at most once to each target, whatever goes wrong on the way."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address
from typing import TYPE_CHECKING, Literal

from funnel.errors import FunnelError, Problem
from funnel.masking import one_line

if TYPE_CHECKING:
    from funnel.store.team import Channel, Sending, TeamStore  # sqlalchemy takes its time

TIMEOUT = 20.0
"""Seconds in which a server must answer each time it is asked."""
MOST_SAID = 200

Outcome = Literal["sent", "already", "unsettled", "unsure", "failed"]
Send = Callable[[Sequence[str]], Mapping[str, Problem]]
"""Sends to targets; returns those that were refused. Raises FunnelError if nothing was sent."""


class PerhapsSent(FunnelError):
    """The message went out, and nobody answered: it may have arrived or not."""


@dataclass(frozen=True)
class Delivery:
    """What became of the digest for one target.

    'already': sent before; 'unsettled': begun before, and nobody knows how it ended; 'unsure':
    sent now, and nobody answered. `target` is as people know it; of a webhook, whose address is a
    secret, the name of the variable that holds it.
    """

    channel: Channel
    target: str
    outcome: Outcome
    problem: Problem | None = None


def deliver(
    team: TeamStore,
    sendings: Mapping[str, Sending],
    send: Send,
    *,
    who: str,
    clock: Callable[[], datetime],
    again: bool = False,
) -> list[Delivery]:
    """Send to those who do not have it yet, and write down what came of it.

    Args:
        team: where it is written down.
        sendings: by target, as people know it.
        send: called once, with the targets that are left; not at all if none is.
        who: sends.
        clock: tells the moment.
        again: send to those who have it too.
    """
    found: dict[str, Delivery] = {}
    for target, sending in sendings.items():
        before = team.claim_digest(sending, who=who, at=clock(), again=again)
        if before == "sent":
            found[target] = Delivery(sending.channel, target, "already")
        elif before is not None:
            unsettled = Problem("digest_unsettled", value=target)
            found[target] = Delivery(sending.channel, target, "unsettled", unsettled)
    claimed = [target for target in sendings if target not in found]
    if claimed:
        outcome, problems = _sent(send, claimed)
        for target in claimed:
            sending, problem = sendings[target], problems.get(target)
            one = Delivery(sending.channel, target, outcome if problem else "sent", problem)
            found[target] = one
            state: Literal["sent", "unsure", "failed"] = "sent"
            if problem is not None:
                state = "unsure" if outcome == "unsure" else "failed"
            team.settle_digest(sending, state, at=clock())
    return [found[target] for target in sendings]


def _sent(send: Send, targets: Sequence[str]) -> tuple[Outcome, Mapping[str, Problem]]:
    """What it means for a target to stand in the problems, and these."""
    try:
        return "failed", send(targets)
    except PerhapsSent as error:
        return "unsure", dict.fromkeys(targets, error.problems[0])
    except FunnelError as error:
        return "failed", dict.fromkeys(targets, error.problems[0])


def is_this_machine(host: str) -> bool:
    """Whether what is sent to `host` stays here."""
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def is_host(name: str | None) -> bool:
    """Whether the name can be looked up at all."""
    try:
        return bool(name and name.encode("idna"))
    except UnicodeError:  # 'a..b'
        return False


def said(answer: bytes | str) -> str:
    """What a server answered, on one line."""
    text = answer if isinstance(answer, str) else answer.decode("utf-8", "replace")
    return one_line(text, MOST_SAID)
