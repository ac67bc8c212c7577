"""What a verdict says, in sentences, English and Japanese."""

from __future__ import annotations

from funnel.analysis.evidence import Problem
from funnel.analysis.gains import Constraint, Money
from funnel.analysis.readings import ActionKind
from funnel.analysis.verdicts import Change, Inflow, StepState, Verdict
from funnel.messages import Language
from funnel.money import format_money
from funnel.reports.duration_texts import Text
from funnel.reports.reading_texts import part_said, reading_said
from funnel.reports.worth import TITLES

PROBLEMS: dict[Problem, Text] = {
    "too_short": (
        "cannot be judged: too little history before the last 13 weeks",
        "判断できません: 直近13週より前の履歴が足りません",
    ),
    "too_few": (
        "cannot be judged: so few that not even a loss of everything would show",
        "判断できません: 件数が少なく、すべて失われても偶然と区別できません",
    ),
    "not_recorded": (
        "cannot be judged: one of both stages was not recorded the whole time",
        "判断できません: どちらかの段階が期間を通して記録されていません",
    ),
    "stopped": (
        "cannot be judged: nothing was recorded lately; is the export complete?",
        "判断できません: 最近の記録がありません。書き出しは完全ですか",
    ),
    "bulk": (
        "cannot be judged: many were dated on one day, as by tidying up",
        "判断できません: 一括更新と見られる、同じ日付の記録が多くあります",
    ),
}
STATES: dict[str, Text] = {
    "red": ("A step got clearly worse.", "はっきり悪化した段階があります。"),
    "amber": ("A step is to be watched.", "注意して見るべき段階があります。"),
    "none": ("No step got worse than its own past.", "以前より悪化した段階はありません。"),
    "not_enough": (
        "Not enough data to say whether a step got worse.",
        "悪化した段階があるかを判断できるデータがありません。",
    ),
}
ACTIONS: dict[ActionKind, Text] = {
    "bring_leads": ("plan more leads", "リードを増やす施策を決める"),
    "review_entries": (
        "look through the {count} who entered {stage} since {since} and did not go on",
        "{since}以降に{stage_ja}に入り、進んでいない{count}件を一緒に見直す",
    ),
    "review_deals": (
        "look through the {count} in {stage} since {since} that are not won, open or lost",
        "{since}以降の{stage_ja}のうち、受注していない{count}件(失注を含む)を一緒に見直す",
    ),
    "contact_waiting": (
        "contact who waits of the {count} who entered {stage} since {since} and did not go on",
        "{since}以降に{stage_ja}に入り、進んでいない{count}件のうち、待っている人に連絡する",
    ),
    "clear_waiting": (
        "share out who waits of the {count} who entered {stage} since {since} and did not go on",
        "{since}以降に{stage_ja}に入り、進んでいない{count}件のうち、待っている分の担当を分ける",
    ),
}
WORSE: Text = (
    (
        "{step}{where}: {observed} in the last 8 weeks, {expected:.0f} expected by its own past of "
        "{weeks} weeks; since about {since} ({earliest} to {latest}).{money}{inside} Likely "
        "reading, by association: {reading}. Next: {action}; look again on {check}."
    ),
    (
        "{step}{where}: 直近8週で{observed}件。"
        "過去{weeks}週の自社実績からは{expected:.0f}件の見込み。"
        "{since}頃から({earliest}〜{latest})。{money}{inside}"
        "考えられる読み方(関連であり証明ではありません): "
        "{reading}。次の一手: {action}。{check}に確認。"
    ),
)
HOLDS: Text = (
    (
        "{step} holds back most: {rate:.0%} against {reference:.0%} ({kind}), {entries:.1f} more a "
        "month to be had.{money}"
    ),
    (
        "いちばんの制約は{step}: {rate:.0%}、{kind}は{reference:.0%}。"
        "月あたり{entries:.1f}件の上積み余地。{money}"
    ),
)
KINDS: dict[str, Text] = {
    "target": ("the agreed target", "合意した目標"),
    "own_best_quartile": ("the own best quartile", "自社の上位四分の一の四半期"),
}


INSIDE: Text = (" Above all in (13 weeks): {parts}.", "主に(直近13週): {parts}。")


def state_said(verdict: Verdict) -> Text:
    """The answer in one sentence."""
    return STATES[verdict.state]


def inflow_said(inflow: Inflow) -> Text:
    """Fewer entries to the first stage than its own pace."""
    stage = TITLES[inflow.stage]
    return (
        (
            f"Fewer came in: {inflow.observed} ({stage[0]}) in 13 weeks, {inflow.expected:.0f} at "
            "the pace before."
        ),
        (
            f"入口が細っています: 直近13週の{stage[1]}は{inflow.observed}件"
            f"(以前のペースなら{inflow.expected:.0f}件)。"
        ),
    )


def step_said(step: StepState) -> Text:
    """One step: why it cannot be judged, or what came and what was expected."""
    if step.problem:
        return PROBLEMS[step.problem]
    if step.evidence is None:
        return ("no data", "データなし")
    seen = step.evidence
    english = f"{seen.observed} in 8 weeks, {seen.expected:.0f} expected"
    japanese = f"8週で{seen.observed}件(見込み{seen.expected:.0f}件)"
    if step.smallest_drop is not None:
        english += f"; a drop of {step.smallest_drop:.0%} would show"
        japanese += f"、{step.smallest_drop:.0%}の低下なら分かる"
    if step.rhythm:
        months = [f"{month:.0%}" for month in step.rhythm.months]
        english += f"; a rhythm of the quarter, no trend: its months have {' / '.join(months)}"
        japanese += f"。四半期内の周期(変化ではない): 各月は平均の{'・'.join(months)}"
    return english, japanese


def change_said(change: Change, currency: str) -> Text:
    """The step that got worse, with its figures, reading and next action."""
    rows = change.action.rows
    own = next(found for found in change.references if found.kind == "own_past")
    told = []
    for place in (0, 1):
        stage = TITLES[rows.stage]
        action = ACTIONS[change.action.kind][place].format(
            count=rows.count, stage=stage[0], stage_ja=stage[1], since=rows.since
        )
        where = ""
        named = [part for part in change.inside if part.is_named]
        inside = "; ".join(part_said(part.dimension, part.name, part.observed, part.expected, place)
                           for part in named)  # fmt: skip
        if change.in_one_source:
            name = change.source or ("no source", "流入元なし")[place]
            where = f" ({name})" if place == 0 else f"({name})"
        told.append(
            WORSE[place].format(
                step=_step(change.base, change.target, place),
                where=where,
                observed=change.observed,
                expected=change.expected,
                weeks=own.weeks,
                since=change.since,
                earliest=change.earliest,
                latest=change.latest,
                money=_money(change.money, currency, "ja" if place else "en"),
                inside=INSIDE[place].format(parts=inside) if named else "",
                reading=reading_said(change.readings[0], place),
                action=action,
                check=change.action.check_on,
            )
        )
    return told[0], told[1]


def constraint_said(found: Constraint, currency: str) -> Text:
    """Where more would bring most."""
    english, japanese = (
        HOLDS[place].format(
            step=_step(found.base, found.target, place),
            rate=found.rate,
            reference=found.reference,
            kind=KINDS[found.reference_kind][place],
            entries=found.entries,
            money=_money(found.money, currency, "ja" if place else "en"),
        )
        for place in (0, 1)
    )
    return english, japanese


def _step(base: str, target: str, place: int) -> str:
    return f"{TITLES[base][place]}→{TITLES[target][place]}"


def _money(money: Money | None, currency: str, language: Language) -> str:
    if money is None:
        return ""
    value, low, high = (
        format_money(each, currency, language) for each in (money.value, money.low, money.high)
    )
    if language == "ja":
        return f"月あたり約{value}({low}〜{high})。"
    return f" About {value} a month ({low} to {high})."
