"""What the headline says of a verdict, in each of its states."""

from __future__ import annotations

from datetime import date

from funnel.analysis.gains import Constraint, Money
from funnel.analysis.verdicts import Change, Verdict
from funnel.reports.bottleneck import Found
from funnel.reports.bottleneck_rows import Behind, Place
from funnel.reports.enough import Lack, lacks
from funnel.ui.headline import Headline
from funnel.ui.numbers import day_said, percent
from funnel.ui.texts import Texts
from funnel.ui.verdict_action import next_action
from funnel.ui.verdict_words import (
    NEVER_NAMED,
    day_short,
    is_inflow,
    number,
    reading_said,
    rough_money,
    segment_said,
    stage_said,
    step_name,
)

MOST_UNJUDGED = 3
COARSE = 0.6
"""A step of which only a greater drop would show is told to be small."""
MINUS, PLUS = "\u2212", "+"
DEALS = ("opportunity", "won")


def marked_of(found: Verdict) -> tuple[str, str] | None:
    """The step that is called stuck: (base, target); one that is only watched carries no accent."""
    change = found.change
    return (change.base, change.target) if change is not None and found.state == "red" else None


def headline_of(
    found: Found,
    place: Place | None,
    behind: Behind | None,
    t: Texts,
    *,
    is_narrowed: bool = False,
    leads_until: date | None = None,
) -> Headline:
    """What the headline says.

    Args:
        found: the verdict.
        place: where the rows of the next action are; None where there are none to go through.
        behind: how many they are.
        t: the texts.
        is_narrowed: whether the page shows one source, which the verdict is not about.
        leads_until: the last day of the leads, where they were not exported since.
    """
    said = found.verdict
    if said.state == "not_enough":
        told = _not_enough(found, t)
    elif said.change is not None and said.order[0] == "change":
        told = _changed(said.change, said, found.currency, t)
    elif said.constraint is not None and said.change is not None:
        told = _constraint_first(said.constraint, said.change, found.currency, t)
    else:
        told = _calm(said, found.currency, t)
    sentence, evidence, money, money_note, notes = told
    if leads_until is not None:
        notes.append(t.markdown("verdict_leads_until", day=day_said(leads_until, t)))
    if is_narrowed:
        notes.append(t.markdown("verdict_whole_company"))
    return Headline(
        sentence,
        evidence,
        t("next_action"),
        next_action(said, place, behind, t, is_stale=leads_until is not None),
        marked=marked_of(said) is not None,
        money=money,
        money_note=money_note,
        note=" \u2002 ".join(notes),
    )


Told = tuple[str, str, str, str, list[str]]
"""Sentence, evidence, money, its range, notes."""


def _changed(change: Change, said: Verdict, currency: str, t: Texts) -> Told:
    sentence = t.markdown(f"verdict_{said.state}", step=step_name(change, t))
    evidence = ""
    if change.in_one_source:
        where = "verdict_where_deals" if change.base in DEALS else "verdict_where"
        evidence = t.markdown(where, name=segment_said("source", change.source, t))
    evidence += t.markdown(
        "verdict_counts",
        target=stage_said(change.target, t),
        observed=number(change.observed),
        expected=number(change.expected),
    )
    evidence += _since(change, t)
    notes = [reading_said(change.readings[0], t)]
    if sits := _sits(change, t):
        if change.in_one_source:  # it is said where: this is only closer
            notes.insert(0, sits)
        else:
            evidence += sits
    if said.state == "amber":
        evidence += t.markdown("verdict_unsure")
    return sentence, evidence, *_money(MINUS, change.money, currency, t), notes


def _sits(change: Change, t: Texts) -> str:
    """The segment in which most of it is missing, if one is named."""
    for part in change.inside:
        is_said = change.in_one_source and part.dimension == "source"
        if part.is_named and part.dimension not in NEVER_NAMED and not is_said:
            return t.markdown(
                "verdict_sits",
                name=segment_said(part.dimension, part.name, t),
                observed=number(part.observed),
                expected=number(part.expected),
            )
    return ""


def _since(change: Change, t: Texts) -> str:
    if change.earliest == change.latest:
        return t.markdown("verdict_since", since=day_short(change.since, t))
    return t.markdown(
        "verdict_since_range",
        earliest=day_short(change.earliest, t),
        latest=day_short(change.latest, t),
    )


def _constraint_first(holds: Constraint, change: Change, currency: str, t: Texts) -> Told:
    lost = ""
    if change.money is not None:
        lost = t("verdict_also_money", money=rough_money(change.money.value, currency, t))
    evidence = _gain("verdict_gain_alone", holds, t) + t.markdown(
        "verdict_also_worse",
        step=step_name(change, t),
        observed=number(change.observed),
        expected=number(change.expected),
        money=lost,
    )
    sentence = t.markdown("verdict_constraint", step=step_name(holds, t))
    return sentence, evidence, *_money(PLUS, holds.money, currency, t), []


def _calm(said: Verdict, currency: str, t: Texts) -> Told:
    sentence, evidence, money = t.markdown("verdict_none"), "", None
    notes: list[str] = []
    judged = sum(step.problem is None for step in said.steps)
    if is_inflow(said) and said.inflow is not None:
        sentence = t.markdown("verdict_inflow")
        evidence = t.markdown(
            "verdict_inflow_counts",
            stage=stage_said(said.inflow.stage, t),
            observed=number(said.inflow.observed),
            expected=number(said.inflow.expected),
        )
    else:
        notes.append(t.markdown("verdict_as_before", count=judged))
    if said.constraint is not None:
        evidence += _gain("verdict_gain", said.constraint, t)
        money = said.constraint.money
    notes += _unjudged(lacks(said), t) + _coarse(said, t)
    if not evidence:
        evidence, notes = notes[0], notes[1:]
    return sentence, evidence, *_money(PLUS, money, currency, t), notes


def _gain(key: str, holds: Constraint, t: Texts) -> str:
    return t.markdown(
        key,
        step=step_name(holds, t),
        target=stage_said(holds.target, t),
        rate=percent(holds.rate, t),
        reference=percent(holds.reference, t),
        kind=t(f"verdict_kind_{holds.reference_kind}"),
        entries=number(holds.entries),
    )


def _unjudged(lacking: tuple[Lack, ...], t: Texts) -> list[str]:
    steps = [
        t(
            "verdict_unjudged_step",
            step=step_name(lack, t),
            why=t(
                f"verdict_short_{lack.problem}",
                now="" if lack.now_a_month is None else number(lack.now_a_month),
                enough=lack.enough_a_month,
            ),
        )
        for lack in lacking[:MOST_UNJUDGED]
    ]
    return [t.markdown("verdict_unjudged", steps=t("comma").join(steps))] if steps else []


def _coarse(said: Verdict, t: Texts) -> list[str]:
    """The steps so small that only a great drop would show."""
    steps = [
        t("verdict_coarse_step", step=step_name(step, t), drop=percent(step.smallest_drop, t))
        for step in said.steps
        if step.problem is None and (step.smallest_drop or 0) > COARSE
    ]
    return [t.markdown("verdict_coarse", steps=t("comma").join(steps))] if steps else []


def _not_enough(found: Found, t: Texts) -> Told:
    lacking = lacks(found.verdict)
    groups = _together(lacking)
    is_all = len(groups) == 1 and len(lacking) == len(found.verdict.steps) > 1
    listed = [enough_said(one, t, is_all=is_all) for one in groups] or [
        t.markdown("enough_no_steps")
    ]
    return t.markdown("verdict_not_enough"), "  \n".join(listed), "", "", []


def _together(lacking: tuple[Lack, ...]) -> list[list[Lack]]:
    """Those that lack the same, as one; too few differ by how many they are."""
    found: dict[object, list[Lack]] = {}
    for lack in lacking:
        key = (lack.base, lack.target) if lack.now_a_month is not None else lack.problem
        found.setdefault(key, []).append(lack)
    return list(found.values())


def enough_said(alike: list[Lack], t: Texts, *, is_all: bool = False) -> str:
    """What would be enough for steps that lack the same."""
    first = alike[0]
    table = "deals" if first.target in DEALS else "leads"
    named = t("comma").join(step_name(lack, t) for lack in alike)
    return t.markdown(
        f"enough_{first.problem}",
        steps=t("enough_all_steps") if is_all else named,
        now="" if first.now_a_month is None else number(first.now_a_month),
        enough=first.enough_a_month,
        table=t(f"verdict_table_{table}"),
    )


def _money(sign: str, money: Money | None, currency: str, t: Texts) -> tuple[str, str]:
    if money is None or not money.value:
        return "", ""
    value, low, high = (
        f"{sign}{rough_money(each, currency, t)}" for each in (money.value, money.low, money.high)
    )
    return t.markdown("verdict_money", money=value), t.markdown("verdict_range", low=low, high=high)
