"""What lead sources and campaigns contributed: what is asked, the sentence, what to do next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from funnel.agreement.timeline import in_force_on, timeline
from funnel.analysis.contribution import LEAST_WINS, Measure
from funnel.calendar import months_before
from funnel.filters import Filters
from funnel.money import format_money
from funnel.reports.closed_deals import By
from funnel.reports.contribution import Contribution, Part, Row, Rule, contribution
from funnel.store.workspace import Workspace
from funnel.ui import cards
from funnel.ui.data import Company, database
from funnel.ui.details import open_figure
from funnel.ui.headline import Headline
from funnel.ui.texts import Texts
from funnel.ui.view_choice import choose_stretch

SPANS = ("12", "6", "3", "1")
MEASURES: tuple[Measure, ...] = ("wins", "value")
GROUPINGS: tuple[By, ...] = ("source", "campaign")
NAMED_TOGETHER = 3
"""More groups than these are counted in the sentence and not named."""


@dataclass(frozen=True)
class Stretch:
    """Whole months up to `as_of`, divided among what, and the measure that is drawn."""

    since: date
    as_of: date
    by: By
    measure: Measure


@dataclass(frozen=True)
class Verdict:
    """What the page says at the top: of which rule, of which groups."""

    state: Literal["alone", "together", "too_few", "nobody", "no_wins", "unmeasured"]
    rule: Rule | None = None
    leaders: tuple[Row, ...] = ()


def choose(company: Company, t: Texts) -> Stretch:
    """The month the stretch ends with, its length, what to divide among, and which measure."""
    view, (span, by, measure) = choose_stretch(
        company,
        t,
        {
            "span": (t("sources_span"), {span: t(f"span_{span}") for span in SPANS}),
            "by": (t("sources_by"), {by: t(f"by_{by}") for by in GROUPINGS}),
            "of": (t("sources_measure"), {each: t(f"measure_{each}") for each in MEASURES}),
        },
    )
    since = months_before(view.month, int(span) - 1)
    grouping: By = "campaign" if by == "campaign" else "source"
    return Stretch(since, view.as_of, grouping, "value" if measure == "value" else "wins")


def read_contribution(company: Company, asked: Stretch) -> Contribution:
    """All rules over what was asked, the one that was agreed on first."""
    found = _contribution(company.home, company.version, asked.since, asked.as_of, asked.by)
    agreements = timeline(Workspace.from_environment().team.agreements())
    agreed = in_force_on(agreements, asked.as_of).agreement.contribution_rule
    return replace(found, rules=tuple(sorted(found.rules, key=lambda rule: rule.name != agreed)))


@st.cache_data(max_entries=32, show_spinner=False)
def _contribution(home: str, version: int, since: date, as_of: date, by: By) -> Contribution:
    return contribution(database(home, version), since, as_of, as_of, by=by)


def part_of(row: Row, measure: Measure) -> Part | None:
    """A row's part of the measure; None where no amount is known."""
    return row.wins if measure == "wins" else row.value


def label_of(row: Row, by: By, t: Texts) -> str:
    """A group as shown."""
    if row.kind == "unlinked":
        return t("row_unlinked")
    if row.kind == "none" and by == "campaign":
        return t("no_campaign")
    return t.source(row.group)


def verdict_of(found: Contribution, measure: Measure) -> Verdict:
    """Who leads by the first rule that is measured; the others are set beside it."""
    if found.wins is None or (measure == "value" and found.value is None):
        return Verdict("unmeasured")
    if not found.wins:
        return Verdict("no_wins")
    measured = [rule for rule in found.rules if rule.state in ("ok", "too_few")]
    if not measured:
        return Verdict("unmeasured")
    # Campaigns may be known of later touches alone: then the first rule that names any speaks.
    rule = next((rule for rule in measured if _names_any(rule, measure)), None)
    if rule is None:
        return Verdict("nobody", measured[0])
    if rule.state == "too_few" or not _leaders(rule, measure):
        return Verdict("too_few", rule)
    leaders = _leaders(rule, measure)
    return Verdict("alone" if len(leaders) == 1 else "together", rule, leaders)


def _names_any(rule: Rule, measure: Measure) -> bool:
    return any(row.kind == "named" and part_of(row, measure) is not None for row in rule.rows)


def _leaders(rule: Rule, measure: Measure) -> tuple[Row, ...]:
    """The groups that none is wholly above, most first."""
    parts = [(row, part_of(row, measure)) for row in rule.rows]
    first = [(row, part) for row, part in parts if part is not None and part.rank == 1]
    return tuple(row for row, _ in sorted(first, key=lambda pair: -pair[1].amount))


def headline_of(found: Contribution, asked: Stretch, t: Texts) -> Headline:
    """The sentence, its evidence, and what to do next."""
    verdict = verdict_of(found, asked.measure)
    says = f"{_evidence(found, verdict, asked, t)} {t.markdown('credit_not_cause')}"
    return Headline(
        _sentence(found, verdict, asked, t), says, t("next_action"), _act(found, verdict, asked, t)
    )


def _sentence(found: Contribution, verdict: Verdict, asked: Stretch, t: Texts) -> str:
    measure = t(f"measure_{asked.measure}")
    labels = [label_of(row, asked.by, t) for row in verdict.leaders]
    match verdict.state:
        case "alone":
            agree, count = _agreement(found, verdict, asked.measure)
            key = "leads_by_one" if count == 1 else "leads_by_rule"
            key = "leads_alone" if agree == count > 1 else key
            rule = t(f"rule_{verdict.rule.name}") if verdict.rule else ""
            return t.markdown(key, measure=measure, group=labels[0], rule=rule)
        case "together" if len(labels) <= NAMED_TOGETHER:
            groups = t("and").join(labels)
            return t.markdown("leads_together", measure=measure, groups=groups)
        case "together":
            return t.markdown("leads_many", measure=measure, count=len(labels))
        case "nobody" if asked.by == "campaign":
            return t("leads_nobody_campaign")
        case "unmeasured" if asked.measure == "value" and found.value is None:
            return t("leads_unmeasured_value")
        case "unmeasured" if found.wins is not None:
            return t("leads_unmeasured_campaign")
    return t(f"leads_{verdict.state}")


def _evidence(found: Contribution, verdict: Verdict, asked: Stretch, t: Texts) -> str:
    if found.wins is None:
        return ""
    value = ""
    if found.value is not None:
        value = t("value_beside", value=format_money(found.value, found.currency, t.language))
    booked = {
        "since": f"{asked.since:%Y/%m/%d}", "until": f"{asked.as_of:%Y/%m/%d}",
        "wins": f"{found.wins:,}", "value": value,
    }  # fmt: skip
    first = part_of(verdict.leaders[0], asked.measure) if verdict.leaders else None
    if first is None or first.low is None or first.high is None or verdict.rule is None:
        return t.markdown("sources_evidence_bare", **booked)
    says = t.markdown(
        "sources_evidence",
        rule=t(f"rule_{verdict.rule.name}"),
        group=label_of(verdict.leaders[0], asked.by, t),
        share=f"{first.share:.0%}",
        low=f"{first.low:.0%}",
        high=f"{first.high:.0%}",
        **booked,
    )
    agree, count = _agreement(found, verdict, asked.measure)
    if verdict.state != "alone" or count < 2:
        return says
    key = "rules_agree" if agree == count else "rules_differ"
    return f"{says} {t.markdown(key, count=count, agree=agree)}"


def _agreement(found: Contribution, verdict: Verdict, measure: Measure) -> tuple[int, int]:
    """By how many of how many rules the leading group is alone at the top."""
    measured = [rule for rule in found.rules if rule.state == "ok"]
    leaders = [[row.group for row in _leaders(rule, measure)] for rule in measured]
    return leaders.count([row.group for row in verdict.leaders]), len(measured)


def _act(found: Contribution, verdict: Verdict, asked: Stretch, t: Texts) -> str:
    match verdict.state:
        case "alone":
            return t.markdown("act_leader", group=label_of(verdict.leaders[0], asked.by, t))
        case "together":
            return t.markdown("act_together")
        case "too_few":
            return t.markdown("act_wait", least=LEAST_WINS)
        case "nobody":
            return t.markdown("act_touches")
        case "unmeasured" if found.wins is not None and found.value is not None:
            return t.markdown("act_touches")
        case "unmeasured" if found.wins is not None:
            return t.markdown("act_amounts")
    return t.markdown("act_on_data")


def next_button(
    row: DeltaGenerator, company: Company, found: Contribution, asked: Stretch, t: Texts
) -> None:
    """To the deals won, of the one leading source where there is one, or to the data."""
    verdict = verdict_of(found, asked.measure)
    if verdict.state in ("unmeasured", "no_wins", "nobody"):
        cards.to_data(row, t("upload_exports"), key="bring_data")
        return
    where: tuple[tuple[str, str | None], ...] = ()
    if verdict.state == "alone" and asked.by == "source":
        where = (("source", verdict.leaders[0].group),)
    if row.button(t("see_wins"), key="see_wins"):
        filters = Filters(asked.since, asked.as_of, asked.as_of, "period", where)
        open_figure(company, "wins", filters, t)
