"""Which agreement was in force on which day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from funnel.agreement.document import read_agreement
from funnel.agreement.model import Agreement

if TYPE_CHECKING:
    from funnel.store.team import AgreementVersion  # sqlalchemy takes its time

FIRST_DAY, LAST_DAY = date.min, date.max


@dataclass(frozen=True)
class InForce:
    """An agreement and the days it is in force, both included.

    `number` 0, which is not agreed, is what holds where nobody has agreed on anything yet.
    """

    number: int
    since: date
    until: date
    agreement: Agreement
    is_agreed: bool


def timeline(versions: Iterable[AgreementVersion]) -> list[InForce]:
    """The agreements in the order of their days: every day has exactly one.

    Those taken back are left out, as if they had never been.

    Raises:
        FunnelError: one that was saved cannot be read, such as one of a later release.
    """
    kept = sorted(
        (version for version in versions if version.taken_back is None),
        key=lambda version: version.in_force_from,
    )
    if not kept:
        return [InForce(0, FIRST_DAY, LAST_DAY, Agreement(), False)]
    begins = [version.in_force_from for version in kept]
    ends = [*(day - timedelta(days=1) for day in begins[1:]), LAST_DAY]
    agreed = [
        InForce(version.number, since, until, _of(version), True)
        for version, since, until in zip(kept, begins, ends, strict=True)
    ]
    if begins[0] == FIRST_DAY:
        return agreed
    return [InForce(0, FIRST_DAY, begins[0] - timedelta(days=1), Agreement(), False), *agreed]


def as_if(agreements: Sequence[InForce], agreement: Agreement, since: date) -> list[InForce]:
    """The timeline, had `agreement` come in force on `since` for all the days from then on."""
    number = max(one.number for one in agreements) + 1
    before = [one for one in agreements if one.since < since]
    if before:
        before[-1] = replace(before[-1], until=since - timedelta(days=1))
    return [*before, InForce(number, since, LAST_DAY, agreement, True)]


def _of(version: AgreementVersion) -> Agreement:
    return read_agreement(version.toml, f"agreement-{version.number}.toml")


def in_force_on(agreements: Sequence[InForce], day: date) -> InForce:
    """The agreement in force on `day`, of a `timeline`."""
    return next(one for one in agreements if one.since <= day <= one.until)
