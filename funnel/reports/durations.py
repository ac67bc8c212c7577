"""How long deals, leads and stages take, by group, with the same a year before beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from funnel.analysis.durations import (
    OTHER_SAMPLING,
    Change,
    Estimate,
    State,
    change,
    estimate,
)
from funnel.analysis.incidence import aalen_johansen
from funnel.filters import STAGES, check_period
from funnel.metrics.query import measured_by
from funnel.reports.waits import (
    LEAD_TIME,
    LENGTH,
    NO_STAYS,
    Key,
    Plain,
    Split,
    Waits,
    WaitsAsked,
    read_plain,
    read_waits,
)
from funnel.store.database import Database

NOTHING = estimate(NO_STAYS)
NO_WINS = Plain(0, None, None, None)
ALWAYS: tuple[Key, ...] = (*((stage, "lead") for stage in STAGES[:5]), LENGTH, LEAD_TIME)
"""Figures that are told also where there is nothing to tell; an opportunity's is the length."""
LATE = timedelta(days=31)
"""A figure whose first entry lies later than this in the year before cannot be compared."""


@dataclass(frozen=True)
class Duration:
    """One figure of one group.

    Args:
        days: the estimate.
        state: what may be made of it.
        method: `losses_at_risk`; `reverse_time` where only the won are exported.
        undated: so many are over without a day, and left out.
        recorded_from: the first day of which outcomes are recorded, where several should have been
            before it; `since_recorded` is the estimate from then on, where some began before.
        plain: the wins of the period, whenever they began.
        year_before: the same period a year before, as it was seen a year before; None where the
            data do not reach back.
        change: of `days` against it.
    """

    figure: str
    subject: str
    group: dict[str, str | None]
    days: Estimate
    state: State
    method: str
    undated: int
    recorded_from: date | None
    since_recorded: Estimate | None
    plain: Plain
    year_before: Estimate | None
    change: Change | None


def durations(db: Database, asked: WaitsAsked) -> list[Duration]:
    """Deal length, lead time, and the time in each stage of the funnel and of the deals' tool.

    Raises:
        FunnelError: the period is empty.
    """
    check_period(asked.since, asked.until)
    measured = measured_by(db)
    now, before = read_waits(db, asked), read_waits(db, asked.a_year_before())
    plain = read_plain(db, asked)
    keys = {key: float(place) for place, key in enumerate(ALWAYS, 1)}
    keys |= {key: now[key].position if key in now else 10 for key, _ in plain if key not in keys}
    keys |= {key: waits.position for key, waits in now.items() if key not in keys}
    return [
        duration
        for key in sorted(keys, key=lambda key: (keys[key], key))
        for duration in (
            _of_figure(key, asked, plain, now.get(key), before.get(key))
            if is_measured(key, asked.by, measured)
            else [_not_measured(key, asked.by)]
        )
    ]


def _of_figure(
    key: Key,
    asked: WaitsAsked,
    plain: Mapping[tuple[Key, str | None], Plain],
    now: Waits | None,
    before: Waits | None,
) -> Iterator[Duration]:
    if before and before.began_on > asked.a_year_before().since + LATE:
        before = None
    names = {name for found, name in plain if found == key} | set(now.stays if now else ())
    names |= set(now.undated if now else ())
    if not asked.by:
        names.add(None)
    for name in sorted(names, key=lambda name: (name is None, name or "")):
        yield _of_group(key, asked, name, plain.get((key, name), NO_WINS), now, before)


def _of_group(  # noqa: PLR0917 - one call, and what each is for stands in the records
    key: Key,
    asked: WaitsAsked,
    name: str | None,
    plain: Plain,
    now: Waits | None,
    before: Waits | None,
) -> Duration:
    stays = now.stays.get(name, NO_STAYS) if now else NO_STAYS
    found = estimate(stays, now.method) if now else NOTHING
    earlier_name = _month_before(name) if asked.by == "month" else name
    earlier = before.stays.get(earlier_name) if before else None
    year_before = estimate(earlier, before.method, OTHER_SAMPLING) if before and earlier else None
    recorded_from = now.recorded_from if now else None
    since_recorded = None
    if recorded_from:
        recorded = stays.recorded_for((asked.as_of - recorded_from).days)
        if recorded.unseen.any():
            since_recorded = estimate(recorded, aalen_johansen)
    state = State.STRAGGLERS if not found.entered and plain.won else found.state
    return Duration(
        *key,
        group={asked.by: name} if asked.by else {},
        days=replace(found, state=state),
        state=state,
        method=now.method.__name__ if now else "none",
        undated=now.undated.get(name, 0) if now else 0,
        recorded_from=recorded_from,
        since_recorded=since_recorded,
        plain=plain,
        year_before=year_before,
        change=change(found, year_before) if year_before else None,
    )


def _not_measured(key: Key, by: Split | None) -> Duration:
    return Duration(
        *key,
        group={by: None} if by else {},
        days=replace(NOTHING, state=State.NOT_MEASURED),
        state=State.NOT_MEASURED,
        method="none",
        undated=0,
        recorded_from=None,
        since_recorded=None,
        plain=NO_WINS,
        year_before=None,
        change=None,
    )


def is_measured(key: Key, by: Split | None, measured: list[str]) -> bool:
    """Whether the exports tell when a wait of this kind begins and ends."""
    figure, subject = key
    if key == LENGTH:
        return {"opportunity", "won"} <= set(measured)
    if subject == "deal":
        return True
    if by == "product":  # a lead has none: only those that came to a deal would be known by one
        return False
    if key == LEAD_TIME:
        return {"lead", "won"} <= set(measured)
    later = STAGES[STAGES.index(figure) + 1 :]
    return figure in measured and any(stage in measured for stage in later)


def _month_before(month: str | None) -> str | None:
    """The month of the same name a year before."""
    return f"{int(month[:4]) - 1}{month[4:]}" if month else None
