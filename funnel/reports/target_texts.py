"""What is said of targets: states and findings in words, English and Japanese."""

from __future__ import annotations

from funnel.analysis.pace import State
from funnel.analysis.target_checks import Finding, Kind
from funnel.messages import Language
from funnel.metrics import METRICS
from funnel.money import format_money
from funnel.reports.target_plan import METRIC_OF

Pair = tuple[str, str]

STATES: dict[State, Pair] = {
    "not_measured": ("not measured by these exports", "この書き出しでは計測していない"),
    "not_begun": ("not begun", "これから"),
    "on_track": ("on track", "順調"),
    "behind": ("behind", "遅れ"),
    "ahead": ("ahead", "先行"),
    "reached": ("reached", "達成"),
    "missed": ("missed", "未達"),
}
FINDINGS: dict[Kind, Pair] = {
    "in_the_past": (
        "{what}: with the usual lags, {needed} more would have had to exist by {month}",
        "{what}: 通常のリードタイムでは、{month} までにあと {needed} 必要だった",
    ),
    "over_capacity": (
        "{what}, {month}: {needed} a month, sales can handle {has} by the agreement",
        "{what}({month}): 月 {needed}。合意した営業の上限は月 {has}",
    ),
    "rate_above_one": (
        "{what}: {needed} in the fiscal year are to come of {has} {about}: more than there are",
        "{what}: 年度の{about} {has} から {needed} は出せない(率が100%を超える)",
    ),
    "parts_below_whole": (
        "{what}, {month}: the targets by {about} sum to {has} of {needed}: short of {short}",
        "{what}({month}): {about}別の目標の合計は {has}。全体の {needed} に {short} 足りない",
    ),
    "rate_unsure": (
        "{about} rests on {has} of {needed}: too few or too young to be sure of",
        "{about} の根拠は {needed} 件中 {has} 件。少ないか若く、確かではない",
    ),
    "lag_unknown": (
        "{about}: nobody knows how long it takes; reckoned as on the same day",
        "{about}: かかる日数が分からないため、同じ日に進むものとして計算",
    ),
    "value_unsure": (
        "the value of a win rests on {has} wins: too few to be sure of",
        "受注単価の根拠は受注 {has} 件だけで、確かではない",
    ),
}
AN_OWNER: Pair = (
    "{what}, {month}: {needed} at once for each owner, {has} are agreed",
    "{what}({month}): 担当1人あたり同時に {needed}。合意した上限は {has}",
)
PARTS: dict[str, Pair] = {"source": ("source", "ソース"), "owner": ("owner", "担当")}


def state_said(state: State, language: Language) -> str:
    """`behind` or 遅れ."""
    return STATES[state][language == "ja"]


def finding_said(finding: Finding, currency: str, language: Language) -> str:
    """`SQLs, 2026-11: 27 a month, sales can handle 10 by the agreement`."""
    at_once = finding.kind == "over_capacity" and finding.about == "owner"
    pair = AN_OWNER if at_once else FINDINGS[finding.kind]
    metric = METRIC_OF.get(finding.stage, finding.stage)

    def told(number: float) -> str:
        if metric == "won_value" and finding.kind != "value_unsure":
            return format_money(number, currency, language)
        return f"{number:,.1f}".removesuffix(".0")

    return pair[language == "ja"].format(
        what=METRICS[metric].title[language == "ja"],
        month=f"{finding.month:%Y-%m}" if finding.month else "",
        needed=told(finding.needed),
        has=told(finding.has),
        short=told(finding.short),
        about=_about(finding.about or "", language),
    )


def _about(name: str, language: Language) -> str:
    if name in PARTS:
        return PARTS[name][language == "ja"]
    return METRICS[name].title[language == "ja"] if name in METRICS else name
