"""The first slide of the week: what is stuck, why, what it costs, what comes next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from funnel.analysis.gains import Money
from funnel.analysis.verdicts import Change, Verdict
from funnel.export.document import Band, Slide, Words
from funnel.export.looked import Looked, Said
from funnel.money import short_money
from funnel.reports.bottleneck_rows import Behind, Place
from funnel.reports.bottleneck_texts import ACTIONS, constraint_said, inflow_said, step_said
from funnel.reports.digest import Digest
from funnel.reports.digest_texts import NEVER_NAMED, headline_said, in_public
from funnel.reports.reading_texts import reading_said
from funnel.reports.worth import TITLES

DEALS = ("opportunity", "won")


@dataclass(frozen=True)
class Acted:
    """The rows the next action is about; None where there are none to go through."""

    place: Place | None
    behind: Behind | None


def verdict_slide(found: Digest, acted: Acted, looked: Looked, said: Said) -> Slide:
    """The sentence of the page with its evidence, money and next action."""
    verdict = found.found.verdict
    money, title = _money(verdict)
    parts = [Words(said("evidence"), _evidence(found, looked, said))]
    if money is not None and money.value:
        parts.append(_money_said(money, title, found.found.currency, said))
    elif title:
        parts.append(Words(said(title), (said("no_money"),)))
    bands = (
        Band(tuple(parts), 2.0, (2.0, 1.0) if len(parts) > 1 else ()),
        Band((next_words(found, acted, said),)),
    )
    note = ""
    if looked.sources:
        names = " / ".join(said.words.source(source) for source in looked.sources)
        note = said("whole_company", source=names)
    return Slide(said("name_verdict"), headline_said(found, said.words), bands, note)


def next_words(found: Digest, acted: Acted, said: Said) -> Words:
    """The next action, and when to look again."""
    verdict, action = found.found.verdict, [_next_action(found, acted, said)]
    if verdict.change is not None and verdict.order[0] == "change":
        action.append(said("check", day=said.words.day(verdict.change.action.check_on)))
    return Words(said("next"), tuple(action), is_action=True)


def _evidence(found: Digest, looked: Looked, said: Said) -> tuple[str, ...]:
    verdict, place = found.found.verdict, int(looked.language == "ja")
    lines: list[str] = []
    if verdict.state == "not_enough":
        for step in verdict.steps:
            name = f"{TITLES[step.base][place]} → {TITLES[step.target][place]}"
            lines.append(f"{name}: {said.both(step_said(step))}")
        return tuple(lines) or (said.words("bring"),)
    for question in verdict.order:
        if question == "change" and verdict.change is not None:
            lines += _change(in_public(verdict.change), verdict, said, place)
        if question == "constraint" and verdict.constraint is not None:
            holds = replace(verdict.constraint, money=None)
            lines.append(said.both(constraint_said(holds, found.found.currency)))
    if verdict.inflow is not None and verdict.inflow.reading is not None:
        lines.append(said.both(inflow_said(verdict.inflow)))
    if verdict.change is None:
        judged = sum(step.problem is None for step in verdict.steps)
        lines.append(said("as_before", count=judged))
    if found.leads_until is not None:
        lines.append(said.words("leads_until", day=said.words.day(found.leads_until)))
    return tuple(lines)


def _change(change: Change, verdict: Verdict, said: Said, place: int) -> list[str]:
    where = ""
    if change.in_one_source:
        key = "where_deals" if change.base in DEALS else "where"
        where = said(key, name=said.words.source(change.source))
    lines = [
        said(
            "counts", where=where, target=TITLES[change.target][place],
            observed=_number(change.observed), expected=_number(change.expected),
        ),
        said("since", earliest=said.words.day(change.earliest),
             latest=said.words.day(change.latest)),
    ]  # fmt: skip
    for part in change.inside:
        is_told = change.in_one_source and part.dimension == "source"
        if part.is_named and part.dimension != NEVER_NAMED and part.name and not is_told:
            lines.append(
                said("sits", name=part.name, observed=_number(part.observed),
                     expected=_number(part.expected))
            )  # fmt: skip
            break
    lines.append(said("reading", reading=reading_said(change.readings[0], place)))
    if verdict.state == "amber":
        lines.append(said("unsure"))
    return lines


def _number(value: float) -> str:
    told = f"{value:.1f}" if 0 < value < 9.95 else f"{value:,.0f}"
    return told.removesuffix(".0")


def _money(verdict: Verdict) -> tuple[Money | None, str]:
    """What the first question is about, and how it is called."""
    change, holds = verdict.change, verdict.constraint
    if change is not None and (verdict.order[0] == "change" or holds is None):
        return change.money, "money_lost"
    return (None, "") if holds is None else (holds.money, "money_gain")


def _money_said(money: Money, title: str, currency: str, said: Said) -> Words:
    sign = "\u2212" if title == "money_lost" else "+"
    value, low, high = (
        f"{sign}{short_money(float(f'{abs(each):.2g}'), currency, said.language)}"
        for each in (money.value, money.low, money.high)
    )
    return Words(said(title), (said("money_range", low=low, high=high),), value)


def _next_action(found: Digest, acted: Acted, said: Said) -> str:
    verdict, place = found.found.verdict, int(said.language == "ja")
    is_inflow = verdict.inflow is not None and verdict.inflow.reading is not None
    if verdict.state == "not_enough":
        return said("act_bring_data")
    if verdict.change is None and is_inflow:
        return said("act_bring_leads")
    if verdict.change is None and found.leads_until is not None:
        return said("act_leads_table")
    if acted.place is None or acted.behind is None or not acted.behind.count:
        return said("act_go_on")
    if verdict.change is not None and verdict.order[0] == "change":
        rows = verdict.change.action.rows
        text = ACTIONS[verdict.change.action.kind][place].format(
            count=f"{rows.count:,}", stage=TITLES[rows.stage][0], stage_ja=TITLES[rows.stage][1],
            since=_day(rows.since, said),
        )  # fmt: skip
        return text[0].upper() + text[1:] + ("。" if place else ".")
    return said(
        "act_gain", count=f"{acted.behind.count:,}", base=TITLES[acted.place.base][place],
        target=TITLES[acted.place.target][place],
    )  # fmt: skip


def _day(day: date, said: Said) -> str:
    return said.words.short_day(day)
