"""The cards of the page of sources: the rules side by side, the shares, what the rules say."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from funnel.analysis.contribution import MOST_GROUPS, Measure
from funnel.money import format_money
from funnel.reports.closed_deals import By
from funnel.reports.contribution import Contribution, Part, Row, Rule
from funnel.ui.cards import card_title
from funnel.ui.charts.look import CONFIG
from funnel.ui.charts.sources import shares_by_rule
from funnel.ui.numbers import share_said
from funnel.ui.sources import Stretch, label_of, part_of, verdict_of
from funnel.ui.texts import Texts, plain

MOST_ROWS = 10
"""Named groups that are drawn; the others are summed in one row."""


def cards_below(found: Contribution, asked: Stretch, t: Texts) -> None:
    """All cards that have something to show; what the rules say is there always."""
    rule = verdict_of(found, asked.measure).rule
    if rule is None:
        meaning_card(found, t)
        return
    rules_card(found, asked, t)
    shares, meaning = st.columns([3, 2])
    with shares:
        shares_card(found, rule, asked, t)
    with meaning:
        meaning_card(found, t)


def rules_card(found: Contribution, asked: Stretch, t: Texts) -> None:
    """Every measured rule beside the others, on one scale, and which are not measured and why."""
    with st.container(border=True, key="card_rules"):
        card_title(t("rules_title"), t("rules_note"))
        figure = shares_by_rule(frame_of(found, asked.measure, t))
        st.plotly_chart(figure, config=CONFIG, theme=None, key="rules_chart")
        if notes := notes_of(found, asked.measure, t):
            st.caption(" ".join(notes))


def frame_of(found: Contribution, measure: Measure, t: Texts) -> pd.DataFrame:
    """Shares by rule and group for `shares_by_rule`; a group without credit has share 0."""
    rules = [rule for rule in found.rules if rule.state in ("ok", "too_few")]
    labels = _drawn(rules, measure, found.by, t)
    drawn = []
    for rule in rules:
        parts = {
            label_of(row, found.by, t): (row, part)
            for row in rule.rows
            if (part := part_of(row, measure)) is not None and part.share is not None
        }
        for label, kind in labels.items():
            _, part = parts.pop(label, (None, None))
            drawn.append(_dot(rule, label, part, is_own=kind != "named", t=t))
        if rest := [part.share for _, part in parts.values() if part.share is not None]:
            drawn.append(_others(rule, rest, rules, labels, t))
    return pd.DataFrame(
        drawn, columns=["rule", "group", "share", "low", "high", "is_first", "is_own"]
    )


def _drawn(rules: list[Rule], measure: Measure, by: By, t: Texts) -> dict[str, str]:
    """The groups that get a row, with their kinds.

    The largest by any rule, in the order of the first, then those of no name and of their own.
    """
    largest: dict[str, float] = {}
    kinds: dict[str, str] = {}
    for rule in rules:
        for row in rule.rows:
            part = part_of(row, measure)
            if part is not None and part.share is not None:
                label = label_of(row, by, t)
                kinds[label] = row.kind
                largest[label] = max(largest.get(label, 0.0), part.share)
    named = [label for label in largest if kinds[label] == "named"]
    kept = sorted(named, key=lambda label: -largest[label])[:MOST_ROWS]
    order = [label for label in named if label in kept]
    own = [label for kind in ("none", "sales_own", "unlinked") for label in kinds
           if kinds[label] == kind]  # fmt: skip
    return {label: kinds[label] for label in [*order, *own]}


def _dot(rule: Rule, label: str, part: Part | None, *, is_own: bool, t: Texts) -> dict[str, object]:
    return {
        "rule": t(f"rule_{rule.name}"),
        "group": label,
        "share": 0.0 if part is None else part.share,
        "low": None if part is None else part.low,
        "high": None if part is None else part.high,
        "is_first": part is not None and part.rank == 1,
        "is_own": is_own,
    }


def _others(
    rule: Rule, shares: list[float], rules: list[Rule], labels: dict[str, str], t: Texts
) -> dict[str, object]:
    named = {row.group for one in rules for row in one.rows if row.kind == "named"}
    count = len(named) - sum(kind == "named" for kind in labels.values())
    others = Part(0, sum(shares), None, None, None, None)
    return _dot(rule, t("row_others", count=count), others, is_own=True, t=t)


def notes_of(found: Contribution, measure: Measure, t: Texts) -> list[str]:
    """What is not measured and why; what stands in which row."""
    states = {rule.name: rule.state for rule in found.rules}
    notes = []
    if states.get("first_touch") != "not_measured" and states.get("linear") == "not_measured":
        unnamed = f"{found.touches:,}"
        key = "rules_unmeasured_names" if found.touches else "rules_unmeasured_touches"
        notes.append(t(key, count=unnamed))
    elif found.unnamed_touches:
        none = t("no_campaign" if found.by == "campaign" else "no_source")
        share = f"{found.unnamed_touches / found.touches:.0%}"
        notes.append(t("rules_unnamed", count=f"{found.touches:,}", share=share, none=none))
    if states.get("markov") == "too_many_groups":
        notes.append(t("rules_chain", most=MOST_GROUPS))
    unlinked = [row for rule in found.rules[:1] for row in rule.rows if row.kind == "unlinked"]
    notes += [t("rules_unlinked", count=row.wins.amount) for row in unlinked]
    if measure == "value" and found.wins_without_amount:
        notes.append(t("rules_amountless", count=f"{found.wins_without_amount:,}"))
    return notes


def shares_card(found: Contribution, rule: Rule, asked: Stretch, t: Texts) -> None:
    """The rule of the sentence in numbers: place, wins and value, each with its range."""
    with st.container(border=True, key="card_shares", height="stretch"):
        card_title(t("shares_title", rule=t(f"rule_{rule.name}")), t("shares_note"))
        st.table(table_of(found, rule, asked.measure, t), border="horizontal", hide_index=True)


def table_of(found: Contribution, rule: Rule, measure: Measure, t: Texts) -> pd.DataFrame:
    """One row a group and the total, as text; Markdown, so that names are escaped."""
    rows = []
    for row in sorted(rule.rows, key=lambda each: _place(each, measure)):
        part = part_of(row, measure)
        cells = [
            _places(part),
            plain(label_of(row, found.by, t)),
            _wins(row.wins),
            _range(row.wins),
        ]
        if found.value is not None:
            cells += [_money(row.value, found, t), _range(row.value)]
        rows.append(cells)
    total = ["", f"**{t('sources_total')}**", f"**{found.wins:,}**", ""]
    columns = [f"rank_{measure}", found.by, "wins", "share"]
    if found.value is not None:
        total += [f"**{plain(format_money(found.value, found.currency, t.language))}**", ""]
        columns += ["won_value", "value_share"]
    return pd.DataFrame([*rows, total], columns=[t(f"column_{name}") for name in columns])


def _place(row: Row, measure: Measure) -> tuple[bool, float]:
    part = part_of(row, measure)
    return row.kind != "named", -(part.amount if part is not None else -1)


def _places(part: Part | None) -> str:
    if part is None or part.rank is None:
        return "—"
    return f"{part.rank}" if part.rank == part.rank_to else f"{part.rank}–{part.rank_to}"


def _wins(part: Part) -> str:
    return f"{part.amount:,}" if isinstance(part.amount, int) else f"{part.amount:,.1f}"


def _money(part: Part | None, found: Contribution, t: Texts) -> str:
    return "—" if part is None else plain(format_money(part.amount, found.currency, t.language))


def _range(part: Part | None) -> str:
    if part is None or part.share is None or part.low is None or part.high is None:
        return "—"
    return plain(f"{share_said(part.share)} ({part.low:.0%}–{part.high:.0%})")


def meaning_card(found: Contribution, t: Texts) -> None:
    """Each rule in half a sentence."""
    with st.container(border=True, key="card_meaning", height="stretch"):
        card_title(t("meaning_title"), t("credit_short"))
        lines = [
            [f"**{t(f'rule_{rule.name}')}**",
             plain(t(f"says_{rule.name}", days=f"{found.half_life:g}"))]
            for rule in found.rules
        ]  # fmt: skip
        st.table(pd.DataFrame(lines), border="horizontal", hide_index=True, hide_header=True)
