"""The words of the digest, English and Japanese."""

from __future__ import annotations

from datetime import date

from funnel.masking import mask_address, one_line
from funnel.messages import Language, in_language
from funnel.reports.closed_deals import SALES_OWN
from funnel.reports.duration_texts import Text

NAME = 24
"""So many letters of a name; the page has all of it."""
WEEKDAYS: Text = ("Mon Tue Wed Thu Fri Sat Sun", "月 火 水 木 金 土 日")
WORDS: dict[str, Text] = {
    "subject": ("[Shared Funnel] {said} ({day})", "【共有ファネル】{said}({day}時点)"),
    "and": (", ", "・"),
    "red": ("{step} is stuck", "{step} が詰まっています"),
    "amber": ("Keep an eye on {step}", "{step} に注意"),
    "constraint": ("Most to gain: {step}", "いちばん伸ばせるのは {step}"),
    "none": ("Nothing is stuck", "いま詰まっている段階はありません"),
    "inflow": (
        "Nothing is stuck, but fewer come in",
        "詰まりはありません。ただし入口が細っています",
    ),
    "not_enough": ("Not enough data to judge yet", "まだ判断できません"),
    "bring": (
        "Bring what is missing, older exports too; the page says what would be enough.",
        "足りないデータを取り込んでください(過去の分も)。何が足りないかは画面にあります。",
    ),
    "go_on": (
        "No step got worse than its own past.",
        "以前の自社より悪くなった段階はありません。",
    ),
    "count_overdue": ("{count} overdue", "期限切れ {count}件"),
    "count_due": ("{count} due next", "期限間近 {count}件"),
    "count_unassigned": ("{count} unassigned", "担当なし {count}件"),
    "count_stalled": ("{count} deals stalled", "停滞商談 {count}件"),
    "count_actions": ("actions overdue: {count}", "期限切れの行動 {count}件"),
    "today": ("Today's rows", "今日の行"),
    "today_counts": ("Today's rows: {counts}", "今日の行: {counts}"),
    "today_none": (
        "Nothing is overdue, no deal is stalled.",
        "期限切れも、止まった商談もありません。",
    ),
    "late_overdue": ("{days} days late", "{days}日 超過"),
    "late_today": ("late today", "本日 超過"),
    "late_due": ("due {day}", "{day} まで"),
    "late_unassigned": ("nobody's, {days} days", "担当なし {days}日"),
    "late_stalled": ("{days} days (usually ≤{limit})", "{days}日(普段 ≤{limit}日)"),
    "row": ("{late}: {who} / {source} / {owner}", "{late}: {who} / {source} / {owner}"),
    "row_what": ("{late}, {what}", "{late}・{what}"),
    "moved": ("{action} {figure}: {moved}", "{action} {figure}: {moved}"),
    "nobody": ("nobody", "担当なし"),
    "no_source": ("no source", "流入元なし"),
    "sales_own": ("opened by sales", "営業起点"),
    "deal": ("deal", "商談"),
    "more": ("and {count} more", "ほか {count}件"),
    "actions": ("What was decided ({done} of {count} done)", "前回までの行動(済 {done}/{count})"),
    "action": (
        "{mark} {title} ({owner}, due {day}{late})",
        "{mark} {title}({owner}、期限 {day}{late})",
    ),
    "action_late": (": overdue", "・期限切れ"),
    "promises": ("Promises of the last 4 weeks", "約束(直近4週)"),
    "promise": ("{party}, {name}: {share}", "{party} {name}: {share}"),
    "share": ("{share} ({met}/{judged})", "{share}({met}/{judged})"),
    "few": (", too few to say", "・件数が少なく判断できません"),
    "no_data": ("no data", "データなし"),
    "open_page": ("Open the page", "画面で開く"),
    "data": ("Data up to {day}, version {version}.", "データは{day}まで(版 {version})。"),
    "old": (
        "These data are more than a week old: import fresh exports.",
        "データが1週間以上前のものです。新しい書き出しを取り込んでください。",
    ),
    "leads_until": (
        "The table of leads ends on {day}: what came in since is not known.",
        "リードの表は{day}までです。その後の入口は分かりません。",
    ),
    "masked": (
        "People and companies are shown by their first letter only.",
        "氏名と会社名は先頭の1文字だけを示しています。",
    ),
}  # fmt: skip


class Words:
    """The words of one language."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def __call__(self, key: str, **values: object) -> str:
        return self.said(WORDS[key]).format(**values)

    def said(self, text: Text) -> str:
        return in_language(text, self.language)

    def short_day(self, day: date) -> str:
        """`11/20`, `20 Nov`."""
        return f"{day.month}/{day.day}" if self.language == "ja" else f"{day.day} {day:%b}"

    def day(self, day: date) -> str:
        """`11/20(金)`, `Fri 20 Nov`."""
        weekday = self.said(WEEKDAYS).split()[day.weekday()]
        told = self.short_day(day)
        return f"{told}({weekday})" if self.language == "ja" else f"{weekday} {told}"

    def source(self, source: str | None) -> str:
        if source is None:
            return self("no_source")
        return self("sales_own") if source == SALES_OWN else short(source)


def short(name: str) -> str:
    """A name that people or tools wrote, on one line."""
    return mask_address(one_line(name, NAME))
