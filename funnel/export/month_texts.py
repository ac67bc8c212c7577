"""The words of the month that is taken along, (English, Japanese): those of its page."""

from __future__ import annotations

from funnel.reports.duration_texts import Text

TEXTS: dict[str, Text] = {
    "title": ("Shared Funnel: the month", "共有ファネル 月次"),
    "foot": (
        "Shared Funnel · data up to {day} · version {version}",
        "共有ファネル · データは{day}まで · 版 {version}",
    ),
    "gap": (". ", "。"),
    "comma": (", ", "、"),
    # the sentence
    "name_summary": ("Summary", "要約"),
    "so_far_target": (
        "This fiscal year stands at {said} of target to {until}",
        "今期は{until}まで目標の{said}",
    ),
    "so_far_year": (
        "This fiscal year to {until}: {said} on the year before",
        "今期は{until}まで前年同期比{said}",
    ),
    "last": ("{month} brought {amount}", "{month}は{amount}"),
    "short": (
        "As things go, {gap} will be missing by the end of {month} (chance of missing {chance})",
        "このままだと{month}末に{gap}足りません(足りない確率{chance})",
    ),
    "even": (
        "The target to the end of {month} is an even chance (of missing it {chance})",
        "{month}末までの目標に届くかは五分五分です(足りない確率{chance})",
    ),
    "met": (
        "As things go, the target to the end of {month} is met (chance of missing {chance})",
        "このままなら{month}末までの目標に届く見込みです(足りない確率{chance})",
    ),
    "comes": (
        "The {count} months to the end of {month}: {low} to {high} (4 in 5)",
        "{month}末までの{count}か月は{low}〜{high}の見込み(5回に4回)",
    ),
    "comes_alone": (
        "To come in the {count} months to the end of {month}: {low} to {high} (4 in 5)",
        "{month}末までの{count}か月の見込みは{low}〜{high}(5回に4回)",
    ),
    "no_wins": ("Wins are not measured", "受注は計測されていません"),
    "begun": ("There is no whole month of data yet", "まるまる1か月分のデータがまだありません"),
    # the three questions
    "on_track": ("Are we on track?", "順調か"),
    "ahead": ("What comes in the next months?", "これから何が来るか"),
    "changed": ("Why did it change?", "なぜ変わったか"),
    "to_target": (
        "{since} to {until}: {value} against a target of {against} ({ratio}).",
        "{since}〜{until}: {value}、目標は{against}({ratio})。",
    ),
    "to_year": (
        "{since} to {until}: {value}, the year before {against} ({ratio}).",
        "{since}〜{until}: {value}、前年同期は{against}({ratio})。",
    ),
    "no_held": (
        "Nothing to hold it against: no targets, and no year before.",
        "比べるものがありません(目標も前年の数字もまだ)。",
    ),
    "all_ahead": (
        "All {count} months: {range}.",
        "{count}か月の合計: {range}。",
    ),
    "record": (
        "Of the last {judged} forecasts {hits} held such a range.",
        "過去{judged}回の予測のうち{hits}回がこの幅に入りました。",
    ),
    "year_before": ("the year before", "前年同月"),
    "moved": (
        "{month} brought {amount}, {moved} on {against}.",
        "{month}は{amount}、{against}比 {moved}。",
    ),
    "part": ("{name} {amount}", "{name}が{amount}"),
    "parts": ("Mostly: {parts}.", "主な理由は{parts}。"),
    "by_chance": (
        "Most of it, {rest}, is not explained by counts, rates or deal size; what is: {parts}.",
        "大半の{rest}は、件数・率・単価では説明できない分です。説明できるのは{parts}。",
    ),
    "part_source": ("new leads", "新規リード"),
    "part_size": ("deal size", "単価"),
    "part_days": ("days of the month", "月の日数"),
    "part_rest": ("not explained", "説明できない分"),
    "step": ("{base} → {target}", "{base}→{target}"),
    "deals": ("{value} wins", "{value}件"),
    "next": ("Next action", "次の一手"),
    "act_unstick": (
        "See what is stuck this week and begin there; check whether the targets still hold.",
        "今週どこで止まっているかを見て、そこから動かす。目標が今も正しいかも確かめる。",
    ),
    "act_keep": (
        "Keep going. See on the week’s page whether a step is stuck.",
        "このまま続ける。止まっている段階がないか、今週の画面で確かめる。",
    ),
    "act_target": (
        "Set targets of won value by month: this then says whether they will be met.",
        "月の受注額の目標を決める。決めると、足りるかどうかと確率がここに出ます。",
    ),
    "act_history": (
        "Keep bringing exports. With past wins in them, a forecast comes sooner.",
        "書き出しの取り込みを続ける。過去の受注も取り込むと、早く予測できます。",
    ),
    "act_deals": (
        "Bring the table of deals, with wins and amounts.",
        "受注と金額を含む商談の表を取り込む。",
    ),
    # revenue
    "name_revenue": ("Revenue", "受注額"),
    "name_wins": ("Wins", "受注"),
    "title_revenue": ("Won value and the months ahead", "受注額とこれからの見込み"),
    "title_wins": ("Wins and the months ahead", "受注件数とこれからの見込み"),
    "chart_revenue": ("Won value by month", "月ごとの受注額"),
    "chart_wins": ("Wins by month", "月ごとの受注件数"),
    "came": ("Came", "実績"),
    "base": ("(not drawn)", "(描かない部分)"),
    "width": ("Range of 4 in 5", "見込みの幅(5回に4回)"),
    "median": ("Middle of the forecast", "見込みの中央"),
    "target": ("Target", "目標"),
    "before": ("Year before", "前年"),
    "month": ("Month", "月"),
    "until": ("Known to", "いつまで"),
    "low80": ("80% from", "80%の下"),
    "low50": ("50% from", "50%の下"),
    "high50": ("50% to", "50%の上"),
    "high80": ("80% to", "80%の上"),
    "chance": ("Chance of missing", "足りない確率"),
    "gap_column": ("Missing", "不足"),
    "all": ("All", "合計"),
    "partial": (
        "Pale: {month} goes on; what is known of it ends on {day}. It is not compared as if whole.",
        "淡い色: {month}は途中({day}まで)。月全体としては比べません。",
    ),
    "nothing_drawn": (
        "Nothing to draw yet: wins are not measured.",
        "受注が計測されていないので、まだ描けません。",
    ),
    "forecast_table": ("The months ahead", "これからの月"),
    "sheet_revenue": ("Revenue, figures", "受注額の数字"),
    "sheet_wins": ("Wins, figures", "受注件数の数字"),
    # the funnel
    "name_funnel": ("Funnel", "ファネル"),
    "title_funnel": ("The funnel, {count} months", "ファネルの{count}か月"),
    "stage": ("Stage", "段階"),
    "ended": ("{stage}: known until {day}.", "{stage}は{day}まで。"),
    "unmeasured": ("Not measured: {stages}", "未計測: {stages}"),
    "compared_year": ("{month} on the year before", "{month}の前年同月比"),
    "compared_target": ("{month} of target", "{month}の目標比"),
    "so_far": ("{month} to day {day}", "{month}({day}日まで)"),
    # why
    "name_change": ("Why it changed", "なぜ変わったか"),
    "title_change_year": (
        "Why {month} differs from the year before",
        "{month}は前年同月からなぜ変わったか",
    ),
    "title_change_month": (
        "Why {month} differs from {other}",
        "{month}は{other}からなぜ変わったか",
    ),
    "title_no_change": ("Why it changed: not to be said yet", "なぜ変わったか: まだ言えません"),
    "chart_change": ("From {other} to {month}: adds up", "{other}から{month}まで(合計は一致)"),
    "what": ("What", "何が"),
    "total": ("Month", "その月"),
    "more": ("More", "増えた分"),
    "less": ("Less", "減った分"),
    "amount": ("Amount", "金額"),
    "count": ("Wins", "件数"),
    "rest_means": (
        "Not explained: what counts, rates and deal size do not lead to.",
        "説明できない分: 件数・率・単価の動きからは出てこない差です。",
    ),
    # past forecasts
    "name_hits": ("Past forecasts", "過去の予測"),
    "title_hits": (
        "{hits} of the last {judged} forecasts held what came",
        "過去{judged}回の予測のうち{hits}回が幅に入りました",
    ),
    "title_no_hits": ("How forecasts came true", "予測はどれだけ当たったか"),
    "no_hits": (
        "No past forecast to check yet. After three months this says how they came true.",
        "まだ確かめられる過去の予測がありません。3か月たつと、ここに当たり外れが出ます。",
    ),
    "chart_hits": (
        "Three months after each day: range of 4 in 5, and what came",
        "それぞれの日からの3か月分: 5回に4回の幅と実績",
    ),
    "made": ("Made on", "予測した日"),
    "within": ("Within", "幅の中"),
    "yes": ("yes", "○"),
    "no": ("no", "×"),
    "off": (
        "Mean error {ours}; {naive}: {theirs}.",
        "平均のずれ {ours}。「{naive}」とした場合は {theirs}。",
    ),
    # rows
    "name_deals": ("Won deals", "受注した商談"),
    "title_deals": ("Deals won in {month}: {count}", "{month}の受注 {count}件"),
    "deals_none": ("No deal was won in this month.", "この月の受注はありません。"),
    "day": ("Day", "日"),
    "company": ("Company", "会社"),
    "person": ("Person", "氏名"),
    "source": ("Source", "ソース"),
    "owner": ("Owner", "担当"),
    "id": ("ID", "ID"),
    "left": (
        "and {count} more: all of them are in the Excel file",
        "ほか{count}件(すべては Excel に)",
    ),
    "masked": (
        "People and companies are shown by their first letter only.",
        "氏名と会社名は先頭の1文字だけを示しています。",
    ),
}
