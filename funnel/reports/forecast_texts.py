"""Forecasts, explanations and answers in words: (English, Japanese)."""

from __future__ import annotations

from funnel.analysis.explain import NotExplained, Part
from funnel.analysis.forecast import Outlook, Refusal
from funnel.analysis.whatif_answers import NotAnswered
from funnel.messages import Language
from funnel.money import format_money
from funnel.reports.worth import TITLES

Text = tuple[str, str]

REFUSED: dict[str, Text] = {
    "not_measured": (
        "no forecast: the exports do not measure wins and the stages before them",
        "予測できません: 受注とその前の段階が書き出しで計測されていません",
    ),
    "too_few_wins": (
        "no forecast: {have} wins in the last two years; it takes {need}",
        "予測できません: 直近2年の受注が{have}件です。{need}件必要です",
    ),
    "too_short": (
        "no forecast: wins are recorded for {have} weeks; it takes {need}",
        "予測できません: 受注の記録が{have}週間分です。{need}週間分必要です",
    ),
}
NOT_EXPLAINED: dict[str, Text] = {
    "not_measured": (
        "not explained: wins or amounts are not measured by these exports",
        "説明できません: 受注または金額が書き出しで計測されていません",
    ),
    "too_few_wins": (
        "not explained: {have} wins in the half-years up to both months; it takes {need}",
        "説明できません: 両方の月までの半年間の受注が合わせて{have}件です。{need}件必要です",
    ),
    "too_short": (
        "not explained: {have} weeks of wins before the earlier month; it takes {need}",
        "説明できません: 前の月までの受注の記録が{have}週間分です。{need}週間分必要です",
    ),
}
NOT_ANSWERED: dict[str, Text] = {
    "not_measured": (
        "no answer: the exports do not hold what it takes",
        "答えられません: 必要な項目が書き出しにありません",
    ),
    "unknown_stage": (
        "no answer: that stage is not measured by these exports",
        "答えられません: その段階は書き出しで計測されていません",
    ),
    "not_a_rate": (
        "no answer: a rate lies between 0 and 1",
        "答えられません: 率は 0 から 1 の間です",
    ),
    "too_few": (
        "no answer: too few in one of the two groups",
        "答えられません: 比べる一方の件数が少なすぎます",
    ),
    "no_difference": (
        "no answer: your own data do not show that it makes a difference",
        "答えられません: 自社のデータでは差があると言えません",
    ),
    "slower_is_better": (
        "no answer: in your own data the later contacts did better",
        "答えられません: 自社のデータでは遅い接触のほうが良い結果です",
    ),
    "too_few_above": (
        "no answer: too few MQLs scored that high, or have had time to become SQLs",
        "答えられません: そのスコア以上で、SQL になる時間のあった MQL が少なすぎます",
    ),
    "below_threshold": (
        "no answer: nobody below today's threshold was worked; a small random share would tell",
        "答えられません: いまのしきい値より下は対応されていません。少数を無作為に渡せば分かります",
    ),
}
WARNINGS: dict[str, Text] = {
    "far": (
        "Beyond three months most of it is not in the funnel yet: a rough guide only.",
        "3か月より先は大半がまだファネルにありません。目安としてご覧ください。",
    ),
    "short_history": (
        "Less than a year of wins: neither seasons nor slow deals are known yet.",
        "受注の記録が1年未満です。季節性と長い商談はまだ分かりません。",
    ),
    "few_goings_on": (
        "A stage has fewer than 20 conversions: the ranges rest on little.",
        "転換が20件未満の段階があります。幅の根拠はわずかです。",
    ),
    "bulk_update": (
        "Lately many moved on in one week: a bulk update? They count as if they had just come.",
        "最近、1週間に多数がまとめて次の段階へ移りました。一括更新では? 新規の移行として計算。",
    ),
    "nobody_new": (
        "Nobody new for four weeks: does the export end earlier? None are counted on.",
        "4週間、新規がありません。書き出しが途中で切れていませんか。新規なしで予測しています。",
    ),
}
PARTS: dict[str, Text] = {
    "booked": ("won already", "受注済み"),
    "open_deals": ("open deals", "進行中の商談"),
    "in_funnel": ("leads in the funnel", "ファネル内のリード"),
    "to_come": ("still to come", "これから来るリード"),
}
FACTORS: dict[str, Text] = {
    "source": ("leads: {name}", "リード: {name}"),
    "stage": ("went on from {name}", "{name}からの転換"),
    "size": ("deal size", "商談の単価"),
    "days": ("days of the month", "月の日数"),
    "rest": ("not explained", "説明できない残り"),
}
WAYS: dict[str, Text] = {
    "simulation": ("this forecast", "この予測"),
    "naive": ("last 13 weeks again", "直近13週と同じ"),
    "seasonal": ("the same months a year before", "前年同月と同じ"),
    "pipeline": ("open amounts times win rate", "商談金額×受注率"),
}


def refused(found: Refusal | NotExplained | NotAnswered) -> Text:
    """Why there is no answer, and what it would take."""
    if isinstance(found, NotAnswered):
        return NOT_ANSWERED[found.why]
    texts = REFUSED if isinstance(found, Refusal) else NOT_EXPLAINED
    english, japanese = texts[found.reason]
    said = {"have": found.have, "need": found.need}
    return english.format(**said), japanese.format(**said)


def range_said(one: Outlook, currency: str, language: Language) -> str:
    """`¥10,000,000 to ¥20,000,000 (80%), most likely about ¥14,000,000`: the range first."""
    low, high, median = (
        format_money(amount, currency, language) for amount in (one.low80, one.high80, one.median)
    )
    if language == "ja":
        return f"{low}〜{high}(5回に4回)、中央 {median}"
    return f"{low} to {high} (4 in 5), in the middle {median}"


def factor_name(part: Part, language: Language) -> str:
    """What a part of a change is called."""
    place = int(language == "ja")
    name = part.name
    if part.kind == "stage" and name in TITLES:
        name = TITLES[name][place]
    nobody = ("no source", "ソースなし")[place]
    return FACTORS[part.kind][place].format(name=nobody if name is None else name)
