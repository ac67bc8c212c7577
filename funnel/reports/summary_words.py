"""The words of the month's summary, English and Japanese."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from funnel.messages import Language, in_language
from funnel.money import short_money
from funnel.reports.digest_words import short
from funnel.reports.duration_texts import Text
from funnel.reports.monthly import Month
from funnel.reports.worth import TITLES

MINUS = "\u2212"

WORDS: dict[str, Text] = {
    "title": ("Summary of {year}-{month:02}", "{year}年{month}月のまとめ"),
    "title_part": (
        "Summary of {year}-{month:02} (to day {day})",
        "{year}年{month}月({day}日まで)のまとめ",
    ),
    "title_so_far": ("On track?", "順調か"),
    "title_ahead": ("What comes", "これから"),
    "title_why": ("Why it changed", "変わった理由"),
    "title_stuck": ("Where it is stuck", "詰まり"),
    "title_promises": ("Promises", "約束"),
    "title_ask": ("One thing to decide", "決めてほしいこと"),
    "data": ("Data up to {day}.", "データは{day}まで。"),
    "stop": (".", "。"),
    "comma": (", ", "、"),
    "wins": ("{count}", "{count}件"),
    "no_source": ("no source", "ソースなし"),
    "wins_not_measured": ("Wins are not measured.", "受注は計測されていません。"),
    "nothing_yet": ("Nothing is known of this month yet.", "この月はまだ何も分かりません。"),
    "so_far_target": (
        "This year to {until}: {share} of target. ",
        "今期は{until}まで目標の{share}。",
    ),
    "so_far_year": (
        "This year to {until}: {share} on the year before. ",
        "今期は{until}まで前年同期比{share}。",
    ),
    "month_part": (
        "{month} to day {day}, unfinished: {amount} won{target}.",
        "{month}は途中で、{day}日までの受注は{amount}{target}。",
    ),
    "month_whole": ("{month}: {amount} won{target}.", "{month}の受注は{amount}{target}。"),
    "of_target": (", of a target of {target} for the month", "(月の目標{target})"),
    "ahead": (
        "The {count} months to the end of {until}: {low} to {high} (4 in 5).",
        "{until}末までの{count}か月は{low}〜{high}の見込み(5回に4回)。",
    ),
    "short": (
        " As things go, {gap} short by the end of {month} ({chance} likely).",
        "このままだと{month}末に{gap}足りません(確率{chance})。",
    ),
    "even": (
        " The target to the end of {month} may be met or not ({chance} that it is missed).",
        "{month}末までの目標に届くかは五分五分です(足りない確率{chance})。",
    ),
    "met": (
        " As things go, the target to the end of {month} is met ({chance} that it is missed).",
        "このままなら{month}末までの目標に届く見込みです(足りない確率{chance})。",
    ),
    "year_before": ("the year before", "前年同月"),
    "moved": (
        "{month} brought {amount}, {moved} on {against}.",
        "{month}は{amount}、{against}比{moved}。",
    ),
    "part": ("{name} {amount}", "{name}が{amount}"),
    "parts": (" Mostly: {parts}.", "主な理由は{parts}。"),
    "by_chance": (
        " Most of it, {rest}, is not explained by counts, rates or deal size; what is: {parts}.",
        "大半の{rest}は、件数・率・単価では説明できない分です。説明できるのは{parts}。",
    ),
    "all_chance": (
        " None of it is explained by counts, rates or deal size ({rest}).",
        "件数・率・単価では説明できません({rest})。",
    ),
    "part_source": ("new leads", "新規リード"),
    "part_stage": ("other steps", "ほかの段階"),
    "part_size": ("deal size", "単価"),
    "part_days": ("days of the month", "月の日数"),
    "part_rest": ("not explained", "説明できない分"),
    "not_enough": (
        "Too little to judge where it is stuck.",
        "どこが詰まっているかは、まだ判断できません。",
    ),
    "where": (" (in {name})", "({name})"),
    "stuck_red": (
        (
            "{step}{where} is stuck: {observed} came to {target} in the last 8 weeks, "
            "{expected} expected."
        ),
        "{step}{where}が詰まっています: 直近8週の{target}は{observed}件、見込みは{expected}件。",
    ),
    "stuck_amber": (
        (
            "Keep an eye on {step}{where}: {observed} came to {target} in the last 8 weeks, "
            "{expected} expected; it may be chance."
        ),
        (
            "{step}{where}に注意: 直近8週の{target}は{observed}件、見込みは{expected}件"
            "(偶然かもしれません)。"
        ),
    ),
    "inflow": (
        "Nothing is stuck, but fewer come in: {observed} ({stage}) in 13 weeks, {expected} before.",
        (
            "詰まりはありませんが入口が細っています: 直近13週の{stage}は{observed}件、"
            "以前のペースなら{expected}件。"
        ),
    ),
    "none": ("No step is stuck. ", "いま詰まっている段階はありません。"),
    "gain": (
        "Most to gain: {step}, {entries} more ({target}) a month.",
        "いちばん伸ばせるのは{step}(月に{target} {entries}件の上積み余地)。",
    ),
    "nothing_agreed": (
        "Marketing and sales have not agreed on any promise yet.",
        "マーケと営業の約束はまだ決まっていません。",
    ),
    "unjudged": (
        "None of this month’s promises can be judged yet.",
        "この月の約束は、まだ判断できるものがありません。",
    ),
    "kept": (
        "{met} of {judged} promises kept this month",
        "この月は{judged}件中{met}件を守りました",
    ),
    "all_kept": (".", "。"),
    "weakest": (
        "; kept least: {party}, {name}, {share} ({met}/{judged}{few}).",
        "。いちばん守れていないのは{party}の{name}、{share}({met}/{judged}{few})。",
    ),
    "few": (", too few to say", "・件数少なめ"),
    "ask_deals": (
        "Have the table of deals exported, with wins and amounts.",
        "受注と金額を含む商談の表を書き出してもらう。",
    ),
    "ask_step": (
        (
            "{step}{where}: have both departments go through the {count} that have not got on, "
            "by a day."
        ),
        "{step}{where}で進んでいない{count}件を、両部門が期日を決めて見直す。",
    ),
    "ask_leads": ("Decide on one way to bring more leads.", "リードを増やす施策を1つ決める。"),
    "ask_gain": (
        "{step}: look at the {count} that have not got on and decide on one change.",
        "{step}で進んでいない{count}件を見て、進め方を1つ変えると決める。",
    ),
    "ask_gain_short": (
        (
            "To close the gap, begin with {step}: look at the {count} that have not got on and "
            "decide on one change."
        ),
        "不足を埋めるなら{step}から。進んでいない{count}件を見て、進め方を1つ変えると決める。",
    ),
    "ask_history": (
        "Have older exports brought, so that this can be judged and forecast.",
        "過去の書き出しも取り込み、判断と予測ができるようにする。",
    ),
    "ask_target": ("Set a target of won value for each month.", "月の受注額の目標を決める。"),
    "ask_keep": ("Keep going as now.", "いまの進め方を続ける。"),
}


class Words:
    """The words of one language; `escaped` is done to every name that people wrote."""

    def __init__(self, language: Language, escaped: Callable[[str], str] = str) -> None:
        self.language, self._escaped = language, escaped

    def __call__(self, key: str, **values: object) -> str:
        return self.said(WORDS[key]).format(**values)

    def said(self, text: tuple[str, str]) -> str:
        return in_language(text, self.language)

    def name(self, name: str | None) -> str:
        return self("no_source") if name is None else self._escaped(short(name))

    def month(self, month: date) -> str:
        return f"{month.month}月" if self.language == "ja" else f"{month:%b} {month.year}"

    def step(self, base: str, target: str) -> str:
        return f"{self.said(TITLES[base])} → {self.said(TITLES[target])}"

    def amount(self, told: Month, amount: float, *, signed: bool = False) -> str:
        sign = (MINUS if amount < 0 else "+") if signed else ""
        shown = abs(amount) if signed else amount
        if told.figure == "revenue":
            return f"{sign}{short_money(shown, told.currency, self.language)}"
        return self("wins", count=f"{sign}{f'{shown:,.1f}'.removesuffix('.0')}")
