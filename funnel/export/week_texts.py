"""The words of the week that is taken along, (English, Japanese): those of its page."""

from __future__ import annotations

from funnel.reports.duration_texts import Text

TEXTS: dict[str, Text] = {
    "title": ("Shared Funnel: the week", "共有ファネル 今週"),
    "foot": (
        "Shared Funnel · data up to {day} · version {version}",
        "共有ファネル · データは{day}まで · 版 {version}",
    ),
    "old": ("data more than a week old", "データが1週間以上前のもの"),
    "masked": (
        "People and companies are shown by their first letter only.",
        "氏名と会社名は先頭の1文字だけを示しています。",
    ),
    # the verdict
    "name_verdict": ("Verdict", "判断"),
    "evidence": ("Why", "根拠"),
    "money_lost": ("Lost a month, about", "失っている金額(月あたり)"),
    "money_gain": ("To be gained a month, about", "伸ばせる金額(月あたり)"),
    "money": ("{sign}{value}", "{sign}{value}"),
    "money_range": ("80% range {low} to {high}", "80%の幅 {low}〜{high}"),
    "no_money": (
        "No amounts are known: with amounts in the table of deals this is told in money.",
        "受注額が分からないため、金額では言えません。商談の表に金額があると言えます。",
    ),
    "next": ("Next action", "次の一手"),
    "check": ("Look again on {day}.", "{day}に確認します。"),
    "where": ("{name} leads: ", "{name}のリードで、"),
    "where_deals": ("{name} deals: ", "{name}の商談で、"),
    "counts": (
        "{where}{observed} ({target}) in the last 8 weeks, {expected} at the past pace.",
        "{where}直近8週の{target}は{observed}件、以前のペースなら{expected}件。",
    ),
    "since": (
        "Since some day from {earliest} to {latest}.",
        "{earliest}〜{latest}ごろから。",
    ),
    "sits": (
        "It sits in {name} ({observed} in 13 weeks, {expected} expected).",
        "{name}に集中(13週で{observed}件、見込み{expected}件)。",
    ),
    "reading": (
        "Likely reading, by association: {reading}",
        "考えられる理由(関連であり証明ではありません): {reading}",
    ),
    "unsure": (
        "Not sure yet: it may be chance. Look again next week.",
        "まだ確かではありません。偶然のこともあるので、来週もう一度見ます。",
    ),
    "as_before": (
        "The last 8 weeks are as before (steps judged: {count}).",
        "直近8週は以前の自社と変わりません(判断した段階: {count})。",
    ),
    "whole_company": (
        "The verdict is of the whole company; the funnel is of {source}.",
        "判断は全社のものです。ファネルは「{source}」だけを示します。",
    ),
    "act_bring_data": (
        "Bring what is missing, older exports too.",
        "足りないデータを取り込む(過去の分も)。",
    ),
    "act_bring_leads": (
        "Decide on one way to bring more leads.",
        "リードを増やす施策を1つ決める。",
    ),
    "act_leads_table": (
        "Bring a fresh export of the leads.",
        "リードの表の最新の書き出しを取り込む。",
    ),
    "act_gain": (
        "Look at the {count} at {base} that have not reached {target}, and decide on one change.",
        "{base}から{target}に進んでいない{count}件を見て、進め方を1つ決める。",
    ),
    "act_go_on": (
        "Go on as now, and look at the promises.",
        "いまの進め方を続け、約束の達成を確認する。",
    ),
    # the funnel
    "name_funnel": ("Funnel", "ファネル"),
    "funnel_title": ("The funnel of {month}", "{month}のファネル"),
    "funnel_so_far": ("The funnel of {month}, until {day}", "{month}のファネル({day}まで)"),
    "stage": ("Stage", "段階"),
    "count": ("Count", "件数"),
    "target": ("Target", "目標"),
    "expected": ("Expected by now", "いまごろの目安"),
    "state": ("Pace", "進み"),
    "before": ("Last year", "前年"),
    "before_to_date": ("Last year to date", "前年同日まで"),
    "step": ("Step", "進んだ割合"),
    "rate": ("Rate", "率"),
    "of": ("Counts", "件数の内訳"),
    "note": ("Note", "注記"),
    "few": ("too few", "件数少なめ"),
    "not_measured": ("not measured", "未計測"),
    "ended": ("known until {day}", "{day}まで"),
    "of_base": ("of {base}", "{base}比"),
    "month_count": ("{month}", "{month}"),
    "pace_not_begun": ("not begun", "これから"),
    "pace_not_measured": ("not measured", "未計測"),
    "pace_on_track": ("on track", "順調"),
    "pace_behind": ("behind", "遅れ"),
    "pace_ahead": ("ahead", "先行"),
    "pace_reached": ("reached", "達成"),
    "pace_missed": ("missed", "未達"),
    "no_targets": (
        "No targets are set for this month.",
        "この月の目標は設定されていません。",
    ),
    # twelve months
    "name_trend": ("12 months", "12か月"),
    "sheet_trend": ("12 months, figures", "12か月の数字"),
    "trend_title": (
        "Each stage in twelve months, with the year before",
        "段階ごとの12か月と前年",
    ),
    "trend_partial": (
        "Pale: the month is not whole, until {day}; the year before it is cut at the same day.",
        "淡い色: 途中の月({day}まで)。前年も同じ日までです。",
    ),
    "trend_chart": ("{stage}: twelve months", "{stage}(12か月)"),
    "year_before": ("Year before", "前年"),
    "partial": ("Not whole", "途中"),
    "month": ("Month", "月"),
    # promises
    "name_promises": ("Promises", "約束"),
    "promises_title": (
        "Promises of both sides, {since} to {until}",
        "両部門の約束({since}〜{until})",
    ),
    "promises_none": (
        "Nothing is agreed on yet: put the promises down on the page of the agreement.",
        "約束はまだ決まっていません。「約束と定義」の画面で決められます。",
    ),
    "promises_chart": ("Share kept", "守れた割合"),
    "side": ("Side", "部門"),
    "promise": ("Promise", "約束"),
    "kept": ("Kept", "守れた割合"),
    "kept_of": ("Met of judged", "達成/判定"),
    "open": ("Open", "期限前"),
    "unjudged": ("Not to be judged", "判定できない"),
    "no_data": ("no data", "データなし"),
    "mqls": ("{count} of {least} (pace {expected})", "{count}/{least}件(目安 {expected})"),
    # today
    "name_today": ("Today's rows", "今日の行"),
    "today_title": ("Today's rows: {counts}", "今日の行: {counts}"),
    "today_none": (
        "Nothing is overdue, no deal is stalled.",
        "期限切れも、止まった商談もありません。",
    ),
    "kind": ("Why", "理由"),
    "kind_overdue": ("overdue", "期限切れ"),
    "kind_due": ("due next", "期限間近"),
    "kind_unassigned": ("nobody's", "担当なし"),
    "kind_stalled": ("stalled", "停滞商談"),
    "kind_forgotten": ("stalled for a year", "1年以上の停滞"),
    "late": ("How late", "遅れ"),
    "person": ("Person", "氏名"),
    "company": ("Company", "会社"),
    "source": ("Source", "ソース"),
    "owner": ("Owner", "担当"),
    "days": ("Days", "日数"),
    "day": ("Since or due", "起点・期限"),
    "id": ("ID", "ID"),
    "more": (
        "and {count} more: all of them are in the Excel file",
        "ほか{count}件(すべては Excel に)",
    ),
    # actions
    "name_actions": ("Actions", "行動"),
    "actions_title": (
        "What was decided: {done} of {count} done",
        "決めた行動: {count}件中 {done}件 完了",
    ),
    "actions_none_title": ("No action is open", "確認する行動はありません"),
    "actions_none": (
        "Decide on the next action in the weekly meeting.",
        "週次の会議で次の一手を決めましょう。",
    ),
    "action": ("Action", "行動"),
    "due": ("Due", "期限"),
    "action_state": ("State", "状態"),
    "action_open": ("open", "進行中"),
    "action_late": ("overdue", "期限切れ"),
    "action_done": ("done", "完了"),
    "action_dropped": ("dropped", "取りやめ"),
    "moved": ("What it moved", "動いた数字"),
}  # fmt: skip
